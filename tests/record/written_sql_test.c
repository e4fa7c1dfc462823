/* SQL written once: found again for the same actor and the same purpose, and never for another's. */
#include "../support/planted_rows.h"
#include "../support/sample_registers.h"
#include "record/written_sql.h"

#include <check.h>
#include <talloc.h>

static void *ctx;
static struct garden garden;
static struct reader reader;

static void start(int engine)
{
    ctx = talloc_new(NULL);
    garden = garden_start(ctx, engine);
    reader = (struct reader){garden.connection, garden.registers, actor_public(7)};
}

static void teardown(void)
{
    talloc_free(ctx);
}

static const char *found(const struct reader *as, const char *what)
{
    return written_sql_find(ctx, as, "%s", what).text;
}

START_TEST(what_was_written_is_found_again)
{
    start(_i);
    struct written_sql sql = written_sql_find(ctx, &reader, "%s %d", "list", 2);
    ck_assert_ptr_null(sql.text);
    buffer_text(&sql.draft, "SELECT 1");
    ck_assert_fine(written_sql_keep(&sql));
    ck_assert_str_eq(sql.text, "SELECT 1");
    ck_assert_ptr_eq(found(&reader, "list 2"), sql.text);
    ck_assert_ptr_null(found(&reader, "list 3"));
}
END_TEST

START_TEST(another_actor_never_gets_it)
{
    start(_i);
    struct written_sql sql = written_sql_find(ctx, &reader, "list");
    buffer_text(&sql.draft, "SELECT 1");
    ck_assert_fine(written_sql_keep(&sql));

    struct reader elsewhere = reader, partner = reader, then = reader, otherwise = reader;
    elsewhere.actor.partnership = 8;
    partner.actor.sees = VISIBLE_PARTNERS;
    then.actor = actor_as_at(then.actor, date_from_civil(2019, 12, 31));
    ck_assert_fine(registers_make(ctx, sample_registers, (struct registers **)&otherwise.registers));
    ck_assert_ptr_nonnull(found(&reader, "list"));
    ck_assert_ptr_null(found(&elsewhere, "list"));
    ck_assert_ptr_null(found(&partner, "list"));
    ck_assert_ptr_null(found(&then, "list"));
    ck_assert_ptr_null(found(&otherwise, "list"));
}
END_TEST

START_TEST(what_could_not_be_written_is_not_kept)
{
    start(_i);
    struct written_sql sql = written_sql_find(ctx, &reader, "list");
    sql.draft.failed = true;
    ck_assert_ptr_nonnull(written_sql_keep(&sql));
    ck_assert_ptr_null(found(&reader, "list"));
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("written SQL");
    TCase *tests = tcase_create("written SQL");
    tcase_add_checked_fixture(tests, NULL, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test_on_engines(tests, what_was_written_is_found_again);
    tcase_add_test_on_engines(tests, another_actor_never_gets_it);
    tcase_add_test_on_engines(tests, what_could_not_be_written_is_not_kept);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
