/* Lists: pages, orders, filters, searches, totals and positions; and that a page is read from an index alone. */
#include "../support/planted_rows.h"
#include "../support/sample_registers.h"
#include "record/schema.h"

#include <check.h>
#include <talloc.h>

static void *ctx;
static struct garden garden;
static struct reader reader;

static void must(struct error *error)
{
    ck_assert_msg(!error, "%s (%s)", error ? error->message : "", error && error->detail ? error->detail : "");
}

static void setup(void)
{
    struct registers *registers = NULL;
    struct store *store = NULL;
    const char *backup = NULL;
    ctx = talloc_new(NULL);
    garden = (struct garden){.ctx = ctx};
    must(registers_make(ctx, sample_registers, &registers));
    char folder[] = "/tmp/goldthread-list-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    must(store_open(ctx, talloc_asprintf(ctx, "%s/t.db", folder), &store));
    must(store_connect(ctx, store, &garden.connection));
    must(schema_migrate(ctx, garden.connection, registers, &backup));
    garden.registers = registers;
    reader = (struct reader){garden.connection, registers, actor_public(7)};
}

static void teardown(void)
{
    talloc_free(ctx);
}

static int64_t outcome(const char *ref, const char *title, const char *due)
{
    return plant(&garden, (struct planted){.def = &sample_outcome, .partnership = 7,
                                           .values = {"ref", ref, "title", title, "due", due}});
}

/* --- reading in a transaction, as screens do ----------------------------------------------------------------------------- */

struct asked {
    const struct register_def *def;
    struct record_list_request request;
    struct record_list list;
};

static struct error *ask(struct store_connection *connection, void *argument)
{
    struct asked *asked = argument;
    (void)connection;
    return record_list(ctx, &reader, asked->def, &asked->request, &asked->list);
}

static struct error *try_list(const struct register_def *def, struct record_list_request request, struct record_list *list)
{
    struct asked asked = {.def = def, .request = request};
    struct store_scope scope = actor_scope(&reader.actor);
    struct error *error = store_read(garden.connection, &scope, ask, &asked);
    *list = asked.list;
    return error;
}

static struct record_list list_of(const struct register_def *def, struct record_list_request request)
{
    struct record_list list;
    must(try_list(def, request, &list));
    return list;
}

/* The keys of all pages joined by a blank, turning them one after another. */
static const char *keys(const struct register_def *def, struct record_list_request request)
{
    char *text = talloc_strdup(ctx, "");
    for (int page = 0; page < 1000; page++) {
        struct record_list list = list_of(def, request);
        ck_assert_uint_le(list.count, request.limit);
        for (size_t i = 0; i < list.count; i++)
            text = talloc_asprintf_append(text, "%s%s", *text ? " " : "", list.at[i]->key);
        if (!list.next)
            return text;
        request.after = list.next;
    }
    ck_abort_msg("the pages do not end");
}

static void plant_some(void)
{
    outcome("4.10", "Ten", "2020-03-01");
    outcome("4.2", "zebra", NULL);
    outcome("10.1", "Apple", "2019-12-31");
    outcome("4.1", "élan", "2020-03-01");
    outcome("A9", "apple", "2021-01-01");
}

START_TEST(the_order_is_that_of_the_key)
{
    plant_some();
    ck_assert_str_eq(keys(&sample_outcome, (struct record_list_request){.limit = 10}), "4.1 4.2 4.10 10.1 A9");
    for (size_t limit = 1; limit < 7; limit++) {
        ck_assert_str_eq(keys(&sample_outcome, (struct record_list_request){.limit = limit}), "4.1 4.2 4.10 10.1 A9");
        ck_assert_str_eq(keys(&sample_outcome, (struct record_list_request){.limit = limit, .descending = true}),
                         "A9 10.1 4.10 4.2 4.1");
    }
}
END_TEST

START_TEST(declared_sorts_order_as_people_do)
{
    plant_some();
    for (size_t limit = 1; limit < 7; limit++) {
        ck_assert_str_eq(keys(&sample_outcome, (struct record_list_request){.limit = limit, .sort = "title"}),
                         "10.1 A9 4.10 4.2 4.1");
        /* nothing recorded comes last */
        ck_assert_str_eq(keys(&sample_outcome, (struct record_list_request){.limit = limit, .sort = "due"}),
                         "10.1 4.1 4.10 A9 4.2");
        ck_assert_str_eq(
            keys(&sample_outcome, (struct record_list_request){.limit = limit, .sort = "due", .descending = true}),
            "4.2 A9 4.10 4.1 10.1");
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lists");
    TCase *pages = tcase_create("pages");
    tcase_add_checked_fixture(pages, setup, teardown);
    tcase_add_test(pages, the_order_is_that_of_the_key);
    tcase_add_test(pages, declared_sorts_order_as_people_do);
    suite_add_tcase(suite, pages);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
