/* Lists: pages, orders, filters, searches, totals and positions. */
#include "../support/planted_rows.h"
#include "../support/reading.h"
#include "../support/sample_registers.h"

#include <check.h>
#include <talloc.h>

static void *ctx;
static struct garden garden;
static struct reader reader;

static void teardown(void)
{
    talloc_free(ctx);
}

/* Each test begins with a database of its own on its engine, read by the public of partnership 7. */
static void start(int engine)
{
    ctx = talloc_new(NULL);
    garden = garden_start(ctx, engine);
    reader = (struct reader){garden.connection, garden.registers, actor_public(7)};
}

static int64_t outcome(const char *ref, const char *title, const char *due)
{
    return plant(&garden, (struct planted){.def = &sample_outcome, .partnership = 7,
                                           .values = {"ref", ref, "title", title, "due", due}});
}

static int64_t agency(int64_t partnership, const char *ref)
{
    return plant(&garden, (struct planted){.def = &sample_agency, .partnership = partnership,
                                           .values = {"ref", ref, "title", ref}});
}

#define LIST(...) ((struct record_list_request){__VA_ARGS__})

static const char *keys(struct record_list_request request)
{
    return read_keys(ctx, &reader, &sample_outcome, request);
}

static void plant_some(void)
{
    outcome("4.10", "Ten", "2020-03-01");
    outcome("4.2", "zebra", NULL);
    outcome("10.1", "Apple", "2019-12-31");
    outcome("4.1", "élan", "2020-03-01");
    outcome("A9", "apple", "2021-01-01");
}

/* --- orders ------------------------------------------------------------------------------------------------------------ */

START_TEST(the_order_is_that_of_the_key)
{
    start(_i);
    plant_some();
    for (size_t limit = 1; limit < 7; limit++) {
        ck_assert_str_eq(keys(LIST(.limit = limit)), "4.1 4.2 4.10 10.1 A9");
        ck_assert_str_eq(keys(LIST(.limit = limit, .sort = "ref")), "4.1 4.2 4.10 10.1 A9");
        ck_assert_str_eq(keys(LIST(.limit = limit, .descending = true)), "A9 10.1 4.10 4.2 4.1");
    }
}
END_TEST

START_TEST(declared_sorts_order_as_people_do)
{
    start(_i);
    plant_some();
    for (size_t limit = 1; limit < 7; limit++) {
        ck_assert_str_eq(keys(LIST(.limit = limit, .sort = "title")), "10.1 A9 4.10 4.2 4.1");
        /* nothing recorded comes last; equals are in the order of the key */
        ck_assert_str_eq(keys(LIST(.limit = limit, .sort = "due")), "10.1 4.1 4.10 A9 4.2");
        ck_assert_str_eq(keys(LIST(.limit = limit, .sort = "due", .descending = true)), "4.2 A9 4.10 4.1 10.1");
    }
}
END_TEST

START_TEST(a_month_stands_after_its_last_day)
{
    start(_i);
    outcome("day", "Day", "2019-10-31");
    outcome("next", "Next", "2019-11-01");
    outcome("early", "Early", "2019-10-01");
    outcome("month", "Month", "2019-10");
    outcome("year", "Year", "2019");
    outcome("last", "Last", "2019-12-31");
    for (size_t limit = 1; limit < 7; limit++) {
        ck_assert_str_eq(keys(LIST(.limit = limit, .sort = "due")), "early day month next last year");
        ck_assert_str_eq(keys(LIST(.limit = limit, .sort = "due", .descending = true)), "year last next month day early");
    }
}
END_TEST

START_TEST(keys_that_sort_alike_are_all_listed)
{
    start(_i);
    static const char *const refs[] = {"4.2", "4.02", "4.002", "4.0002"};
    for (size_t i = 0; i < 4; i++)
        outcome(refs[i], "Alike", NULL);
    for (size_t limit = 1; limit < 5; limit++)
        ck_assert_str_eq(keys(LIST(.limit = limit)), "4.2 4.02 4.002 4.0002");
}
END_TEST

START_TEST(own_and_shared_records_are_merged)
{
    start(_i);
    static const char *const refs[] = {"a1", "a2", "a3", "a4", "a5", "a6", "a7"};
    for (size_t i = 0; i < 7; i++)
        agency(i % 3 ? 7 : 0, refs[i]);
    agency(8, "a0");
    for (size_t limit = 1; limit < 9; limit++) {
        ck_assert_str_eq(read_keys(ctx, &reader, &sample_agency, LIST(.limit = limit)), "a1 a2 a3 a4 a5 a6 a7");
        ck_assert_str_eq(read_keys(ctx, &reader, &sample_agency, LIST(.limit = limit, .sort = "title", .descending = true)),
                         "a7 a6 a5 a4 a3 a2 a1");
    }
    reader.actor = actor_public(0);
    ck_assert_str_eq(read_keys(ctx, &reader, &sample_agency, LIST(.limit = 2)), "a1 a4 a7");
}
END_TEST

/* --- filters and searches -------------------------------------------------------------------------------------------------- */

/* Outcomes 1 to 4 of owners and leads: 1 has a, 2 has b, 3 has a and leads b a, 4 has none. */
static void plant_owned(int64_t *a, int64_t *b)
{
    *a = agency(7, "a");
    *b = agency(0, "b");
    const char *a_id = talloc_asprintf(ctx, "%lld", (long long)*a), *b_id = talloc_asprintf(ctx, "%lld", (long long)*b);
    const char *both = talloc_asprintf(ctx, "%s;%s", b_id, a_id);
    const char *owners[] = {a_id, b_id, a_id, NULL}, *leads[] = {NULL, b_id, both, NULL};
    static const char *const statuses[] = {"completed", NULL, "not-started", "completed"};
    for (int i = 0; i < 4; i++)
        plant(&garden, (struct planted){.def = &sample_outcome, .partnership = 7,
                                        .values = {"ref", talloc_asprintf(ctx, "%d", i + 1), "title", "T", "owner", owners[i],
                                                   "leads", leads[i], "status", statuses[i]}});
}

START_TEST(a_list_can_be_of_what_points_to_one_record)
{
    start(_i);
    int64_t a, b;
    plant_owned(&a, &b);
    for (size_t limit = 1; limit < 4; limit++) {
        ck_assert_str_eq(keys(LIST(.limit = limit, .where_field = "owner", .where_id = a)), "1 3");
        ck_assert_str_eq(keys(LIST(.limit = limit, .where_field = "leads", .where_id = b)), "2 3");
        ck_assert_str_eq(keys(LIST(.limit = limit, .where_field = "leads", .where_id = a)), "3");
        ck_assert_str_eq(keys(LIST(.limit = limit, .where_field = "status", .where_text = "completed")), "1 4");
    }
    ck_assert_str_eq(keys(LIST(.limit = 5, .where_field = "status", .where_text = "nonsense")), "");
    ck_assert_str_eq(keys(LIST(.limit = 5, .where_field = "owner", .where_id = 12345)), "");
    ck_assert_str_eq(keys(LIST(.limit = 5, .where_field = "leads", .where_id = 12345)), "");
}
END_TEST

START_TEST(references_come_with_key_and_label_in_order)
{
    start(_i);
    int64_t a, b;
    plant_owned(&a, &b);
    struct record_list list = read_list(ctx, &reader, &sample_outcome, LIST(.limit = 10));
    ck_assert_uint_eq(list.count, 4);
    const struct record_value *leads = record_value(list.at[2], "leads");
    ck_assert_str_eq(leads->text, "b;a");
    ck_assert_uint_eq(leads->reference_count, 2);
    ck_assert_int_eq(leads->references[0].id, b);
    ck_assert_str_eq(leads->references[1].label, "a");
    const struct record_value *owner = record_value(list.at[1], "owner");
    ck_assert_str_eq(owner->text, "b");
    ck_assert_uint_eq(owner->reference_count, 1);
    ck_assert_ptr_null(record_value(list.at[3], "owner")->text);
    ck_assert_uint_eq(record_value(list.at[3], "owner")->reference_count, 0);
    ck_assert_ptr_null(record_value(list.at[3], "leads")->text);
    ck_assert_uint_eq(record_value(list.at[3], "leads")->reference_count, 0);
}
END_TEST

START_TEST(a_page_of_many_looks_up_every_reference)
{
    start(_i);
    int64_t agencies[70];
    for (int i = 0; i < 70; i++)
        agencies[i] = agency(7, talloc_asprintf(ctx, "g%d", i));
    for (int i = 0; i < 70; i++)
        plant(&garden, (struct planted){
                           .def = &sample_outcome, .partnership = 7,
                           .values = {"ref", talloc_asprintf(ctx, "%d", i), "title", "T", "owner",
                                      talloc_asprintf(ctx, "%lld", (long long)agencies[i]), "leads",
                                      talloc_asprintf(ctx, "%lld;%lld", (long long)agencies[69 - i],
                                                      (long long)agencies[(i + 2) % 70])}});
    struct record_list list = read_list(ctx, &reader, &sample_outcome, LIST(.limit = 100));
    ck_assert_uint_eq(list.count, 70);
    for (int i = 0; i < 70; i++) {
        ck_assert_str_eq(record_text(list.at[i], "owner"), talloc_asprintf(ctx, "g%d", i));
        ck_assert_str_eq(record_text(list.at[i], "leads"), talloc_asprintf(ctx, "g%d;g%d", 69 - i, (i + 2) % 70));
    }
}
END_TEST

START_TEST(every_word_of_a_search_must_occur)
{
    start(_i);
    outcome("1", "Children in care are seen", NULL);
    outcome("2", "Élan for CHILDREN's homes", NULL);
    outcome("3", "100% of a_b plans", NULL);
    ck_assert_str_eq(keys(LIST(.limit = 2, .words = "children")), "1 2");
    ck_assert_str_eq(keys(LIST(.limit = 2, .words = "  seen Care ")), "1");
    ck_assert_str_eq(keys(LIST(.limit = 2, .words = "elan childrens")), "2");
    ck_assert_str_eq(keys(LIST(.limit = 2, .words = "seen elan")), "");
    /* no sign is a wildcard */
    ck_assert_str_eq(keys(LIST(.limit = 2, .words = "care%children")), "1");
    ck_assert_str_eq(keys(LIST(.limit = 2, .words = "care_children")), "1");
    ck_assert_str_eq(keys(LIST(.limit = 2, .words = "100%")), "3");
    ck_assert_str_eq(keys(LIST(.limit = 2, .words = "a_b")), "3");
    ck_assert_str_eq(keys(LIST(.limit = 2, .words = "")), "1 2 3");
    ck_assert_uint_eq(read_list(ctx, &reader, &sample_outcome, LIST(.limit = 1, .words = "children")).total, 2);
}
END_TEST

/* --- totals, positions, refusals ---------------------------------------------------------------------------------------------- */

START_TEST(totals_count_all_pages_up_to_the_cap)
{
    start(_i);
    for (int i = 0; i < RECORD_TOTAL_CAP; i++)
        outcome(talloc_asprintf(ctx, "%d", i), "T", NULL);
    struct record_list list = read_list(ctx, &reader, &sample_outcome, LIST(.limit = 7));
    ck_assert_uint_eq(list.total, RECORD_TOTAL_CAP);
    ck_assert(!list.total_capped);
    list = read_list(ctx, &reader, &sample_outcome, LIST(.limit = 7, .after = list.next));
    ck_assert_uint_eq(list.total, RECORD_TOTAL_CAP);
    list = read_list(ctx, &reader, &sample_outcome, LIST(.limit = 1000));
    ck_assert_uint_eq(list.total, RECORD_TOTAL_CAP);
    ck_assert(!list.total_capped && !list.next);

    outcome("more", "T", NULL);
    list = read_list(ctx, &reader, &sample_outcome, LIST(.limit = 1000));
    ck_assert_uint_eq(list.total, RECORD_TOTAL_CAP);
    ck_assert(list.total_capped && list.next);
}
END_TEST

START_TEST(a_list_of_nothing_is_no_error)
{
    start(_i);
    struct record_list list = read_list(ctx, &reader, &sample_outcome, LIST(.limit = 1));
    ck_assert_uint_eq(list.count, 0);
    ck_assert_uint_eq(list.total, 0);
    ck_assert_ptr_null(list.next);
}
END_TEST

START_TEST(positions_of_other_lists_are_refused)
{
    start(_i);
    plant_some();
    const char *next = read_list(ctx, &reader, &sample_outcome, LIST(.limit = 2)).next;
    ck_assert_ptr_nonnull(next);
    const struct record_list_request wrong[] = {
        LIST(.limit = 2, .after = next, .sort = "title"),
        LIST(.limit = 2, .after = next, .descending = true),
        LIST(.limit = 2, .after = ""),
        LIST(.limit = 2, .after = "AAAA"),
        LIST(.limit = 2, .after = "%00"),
        LIST(.limit = 2, .after = "' OR 1 = 1"),
        LIST(.limit = 2, .after = talloc_asprintf(ctx, "%sAA", next)),
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_error(read_list_error(ctx, &reader, &sample_outcome, wrong[i]), ERROR_INVALID, "no position in this list");
    ck_assert_error(read_list_error(ctx, &reader, &sample_agency, LIST(.limit = 2, .after = next)), ERROR_INVALID,
                    "no position in this list");
    /* every single changed letter is noticed */
    for (size_t i = 0; next[i]; i++) {
        char *changed = talloc_strdup(ctx, next);
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        ck_assert_error(read_list_error(ctx, &reader, &sample_outcome, LIST(.limit = 2, .after = changed)), ERROR_INVALID,
                        "no position in this list");
    }
}
END_TEST

START_TEST(a_position_outlives_its_record)
{
    start(_i);
    plant_some();
    const char *next = read_list(ctx, &reader, &sample_outcome, LIST(.limit = 2)).next;
    struct record *last = read_record(ctx, &reader, &sample_outcome, "4.2");
    plant(&garden, (struct planted){.def = &sample_outcome, .id = last->id, .partnership = 7, .withdrawn = true,
                                    .values = {"ref", "4.2", "title", "gone"}});
    ck_assert_str_eq(keys(LIST(.limit = 2, .after = next)), "4.10 10.1 A9");
}
END_TEST

/* Whoever compares positions before and after must not see that something was saved in between. */
START_TEST(a_position_tells_nothing_of_hidden_records)
{
    const char *next[2];
    for (int hidden = 0; hidden < 2; hidden++) {
        start(_i);
        if (hidden) {
            plant(&garden, (struct planted){.def = &sample_outcome, .partnership = 7, .visible = VISIBLE_PARTNERS,
                                            .values = {"ref", "4.2", "title", "zebra"}});
            plant(&garden, (struct planted){.def = &sample_outcome, .partnership = 8, .values = {"ref", "4.1", "title", "theirs"}});
        }
        outcome("4.02", "zebra", NULL); /* in the order of the key the same as the hidden one */
        outcome("4.002", "zebra", NULL);
        outcome("4.10", "Ten", NULL);
        reader.actor.sees = VISIBLE_PUBLIC;
        for (size_t limit = 1; limit < 4; limit++)
            ck_assert_str_eq(keys(LIST(.limit = limit)), "4.02 4.002 4.10");
        const char *first = read_list(ctx, &reader, &sample_outcome, LIST(.limit = 1)).next;
        next[hidden] = talloc_asprintf(NULL, "%s %s", first, read_list(ctx, &reader, &sample_outcome,
                                                                      LIST(.limit = 1, .after = first)).next);
        if (!hidden)
            teardown();
    }
    ck_assert_str_eq(next[0], next[1]);
    talloc_free((void *)(uintptr_t)next[0]);
    talloc_free((void *)(uintptr_t)next[1]);
}
END_TEST

START_TEST(what_cannot_be_asked_is_said)
{
    start(_i);
    ck_assert_error(read_list_error(ctx, &reader, &sample_outcome, LIST(.limit = 0)), ERROR_INVALID, "1 to 1000 records");
    ck_assert_error(read_list_error(ctx, &reader, &sample_outcome, LIST(.limit = 1001)), ERROR_INVALID, "1 to 1000 records");
    ck_assert_error(read_list_error(ctx, &reader, &sample_outcome, LIST(.limit = 1, .sort = "says")), ERROR_INVALID,
                    "can be sorted by: ref,title,due,status,size,children.");
    ck_assert_error(read_list_error(ctx, &reader, &sample_outcome, LIST(.limit = 1, .sort = "id; DROP TABLE outcome")),
                    ERROR_INVALID, "can be sorted by");
    ck_assert_error(read_list_error(ctx, &reader, &sample_outcome, LIST(.limit = 1, .where_field = "title")), ERROR_INVALID,
                    "cannot be chosen by that field");
    ck_assert_error(read_list_error(ctx, &reader, &sample_outcome, LIST(.limit = 1, .where_field = "nothing")),
                    ERROR_INVALID, "cannot be chosen by that field");
    ck_assert_error(read_list_error(ctx, &reader, &sample_outcome, LIST(.limit = 1, .where_field = "status")),
                    ERROR_INVALID, "cannot be chosen by that field");
    char *long_search = talloc_array(ctx, char, 202);
    memset(long_search, 'a', 201);
    long_search[201] = '\0';
    ck_assert_error(read_list_error(ctx, &reader, &sample_outcome, LIST(.limit = 1, .words = long_search)), ERROR_INVALID,
                    "at most 200 characters");
    ck_assert_error(read_list_error(ctx, &reader, &sample_outcome, LIST(.limit = 1, .words = "a b c d e f g h i j k")),
                    ERROR_INVALID, "at most 10 words");
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("lists");
    TCase *pages = tcase_create("pages");
    tcase_add_checked_fixture(pages, NULL, teardown);
    tcase_set_timeout(pages, 60);
    tcase_add_test_on_engines(pages, the_order_is_that_of_the_key);
    tcase_add_test_on_engines(pages, declared_sorts_order_as_people_do);
    tcase_add_test_on_engines(pages, a_month_stands_after_its_last_day);
    tcase_add_test_on_engines(pages, keys_that_sort_alike_are_all_listed);
    tcase_add_test_on_engines(pages, own_and_shared_records_are_merged);
    tcase_add_test_on_engines(pages, a_list_can_be_of_what_points_to_one_record);
    tcase_add_test_on_engines(pages, references_come_with_key_and_label_in_order);
    tcase_add_test_on_engines(pages, a_page_of_many_looks_up_every_reference);
    tcase_add_test_on_engines(pages, every_word_of_a_search_must_occur);
    tcase_add_test_on_engines(pages, totals_count_all_pages_up_to_the_cap);
    tcase_add_test_on_engines(pages, a_list_of_nothing_is_no_error);
    tcase_add_test_on_engines(pages, positions_of_other_lists_are_refused);
    tcase_add_test_on_engines(pages, a_position_outlives_its_record);
    tcase_add_test_on_engines(pages, a_position_tells_nothing_of_hidden_records);
    tcase_add_test_on_engines(pages, what_cannot_be_asked_is_said);
    suite_add_tcase(suite, pages);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
