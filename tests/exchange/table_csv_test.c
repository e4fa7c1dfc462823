/* A table as CSV: the values for machines and nothing of the page. */
#include "exchange/table_csv.h"

#include <check.h>
#include <talloc.h>

static void *ctx;

static void set_up(void)
{
    ctx = talloc_new(NULL);
}

static void tear_down(void)
{
    talloc_free(ctx);
}

static const struct column columns[] = {
    {.name = "ref", .label = "Ref", .row_heading = true},
    {.name = "share", .label = "Share, \"up to date\"", .kind = COLUMN_NUMBER},
    {.name = "on", .label = "On", .kind = COLUMN_DATE, .data_only = true},
    {.name = "final", .label = "Final", .kind = COLUMN_FLAG},
};

/* Three rows with everything that a page would show otherwise. */
static struct table *table(void)
{
    static const struct cell rows[][4] = {
        {{.value = "4.7", .href = "/outcome/4.7"},
         {.value = "80.0", .shown = "80%", .note = "of 400"},
         {.value = "2018-09-30"},
         {.value = "yes", .mark = "met"}},
        {{.value = "=4,8"}, {.value = NULL, .shown = "confidential (c)"}, {.value = NULL}, {.value = "no"}},
        {{.value = "é"}, {.value = "-1e5"}, {.value = ""}, {.value = "perhaps"}},
    };
    struct table *made = table_new(ctx, "Outcomes", columns, 4);
    ck_assert_ptr_nonnull(made);
    for (size_t i = 0; i < 3; i++)
        ck_assert_ptr_null(table_add_row(made, rows[i]));
    return made;
}

START_TEST(writes_names_and_values)
{
    struct buffer out = buffer_on(ctx);
    ck_assert_ptr_null(table_csv(&out, table(), CSV_CANONICAL));
    ck_assert_str_eq(buffer_cstr(&out),
                     "ref,share,on,final\n4.7,80.0,2018-09-30,yes\n\"=4,8\",,,no\né,-1e5,,perhaps\n");
}
END_TEST

START_TEST(guards_a_spreadsheet)
{
    struct buffer out = buffer_on(ctx);
    ck_assert_ptr_null(table_csv(&out, table(), CSV_FOR_SPREADSHEET));
    ck_assert_str_eq(buffer_cstr(&out),
                     "\xEF\xBB\xBF"
                     "ref,share,on,final\n4.7,80.0,2018-09-30,yes\n\"'=4,8\",,,no\né,'-1e5,,perhaps\n");
}
END_TEST

START_TEST(says_when_it_does_not_fit)
{
    struct buffer out = buffer_on(ctx);
    out.max = 10;
    ck_assert_ptr_nonnull(table_csv(&out, table(), CSV_CANONICAL));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("table_csv");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, writes_names_and_values);
    tcase_add_test(tests, guards_a_spreadsheet);
    tcase_add_test(tests, says_when_it_does_not_fit);
    Suite *suite = suite_create("exchange/table_csv");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
