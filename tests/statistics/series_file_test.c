/* Series in CSV files: dates of every form, gaps that are never 0, and each fault with its line and column. */
#include "statistics/series_file.h"

#include "../support/engines.h"
#include "../support/program.h"

#include <check.h>
#include <math.h>
#include <talloc.h>

static void *ctx;
static const char *path;
static struct fault_list faults;
static struct series_file series;

static void begin(void)
{
    ctx = talloc_new(NULL);
    path = talloc_asprintf(ctx, "%s/series.csv", scratch_folder(ctx));
}

static void end(void)
{
    talloc_free(ctx);
}

/* Reads the text as a file for this chart; the faults are in `faults`. */
static void read_as(enum spc_chart chart, const char *text, const char *target_column)
{
    faults = fault_list_on(ctx);
    file_put(path, text);
    struct series_file_request request = {.path = path, .chart = chart, .target_column = target_column};
    struct error *failure = series_file_read(ctx, &request, &faults, &series);
    ck_assert_msg(!failure, "%s", failure ? failure->message : "");
}

/* The only fault of the file, without its name. */
static void expect_fault(enum spc_chart chart, const char *text, const char *said)
{
    read_as(chart, text, NULL);
    ck_assert_uint_eq(faults.count, 1);
    const char *fault = fault_text(ctx, &faults.at[0]);
    ck_assert_int_eq(strncmp(fault, path, strlen(path)), 0);
    ck_assert_str_eq(fault + strlen(path), said);
}

START_TEST(dates_have_one_form)
{
    static const struct {
        const char *text, *step, *name, *short_name;
        enum date_form form;
    } cases[] = {
        {"date,value\n2023-04,1\n2023-05,2\n2023-07,2\n2023-08,1\n", "month", "April 2023", "Apr 2023", DATE_FORM_MONTH},
        {"date,value\n2023-04-03,1\n2023-04-10,2\n2023-04-17,2\n", "week", "3 April 2023", "3 Apr 2023", DATE_FORM_DAY},
        {"date,value\n2020,1\n2022,2\n2021,2\n", "year", "2020", "2020", DATE_FORM_YEAR},
        {"date,value\n7,1\n8,2\n9,2\n", "case", "case 7", "7", DATE_FORM_NUMBER},
        {"date,value\n2023-01,1\n2023-04,2\n2023-07,2\n", "quarter", "January 2023", "Jan 2023", DATE_FORM_MONTH},
        {"date,value\n2023-01-01,1\n", "period", "1 January 2023", "1 Jan 2023", DATE_FORM_DAY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_as(SPC_XMR, cases[i].text, NULL);
        ck_assert_uint_eq(faults.count, 0);
        ck_assert_int_eq(series.form, cases[i].form);
        ck_assert_str_eq(series.step, cases[i].step);
        ck_assert_str_eq(date_form_namer(series.form)(ctx, series.points[0].day), cases[i].name);
        ck_assert_str_eq(date_form_short_name(ctx, series.form, series.points[0].day), cases[i].short_name);
    }
}
END_TEST

START_TEST(a_gap_is_never_nought)
{
    read_as(SPC_XMR, "date,value,note\n2023-01,1.5,\n2023-02,,late\n2023-03,c,\n2023-04,0,\n2023-05,1.25,\n", NULL);
    ck_assert_uint_eq(faults.count, 0);
    ck_assert_uint_eq(series.count, 5);
    ck_assert(series.points[1].missing && series.points[2].missing && !series.points[3].missing);
    ck_assert_double_eq(series.points[3].value, 0);
    ck_assert_int_eq(series.decimals, 2);
    read_as(SPC_P, "date,value,denominator\n2023-01,3,\n2023-02,3,9\n", NULL);
    ck_assert(series.points[0].missing && !series.points[1].missing);
}
END_TEST

START_TEST(targets_come_from_their_column)
{
    read_as(SPC_XMR, "date,value,target\n2023-01,1,5\n2023-02,2,\n2023-03,2,4\n", NULL);
    ck_assert_uint_eq(series.target_count, 3);
    ck_assert_double_eq(target_on(series.targets, 3, series.points[0].day), 5);
    ck_assert(isnan(target_on(series.targets, 3, series.points[1].day)));
    ck_assert_double_eq(target_on(series.targets, 3, series.points[2].day), 4);
    read_as(SPC_XMR, "date,value,goal\n2023-01,1,5\n", NULL);
    ck_assert_uint_eq(series.target_count, 0);
    read_as(SPC_XMR, "date,value,goal\n2023-01,1,5\n", "goal");
    ck_assert_uint_eq(series.target_count, 1);
}
END_TEST

START_TEST(a_fault_says_where_what_and_what_was_expected)
{
    expect_fault(SPC_XMR, "date,value\n2023-01,3\n2023-02,abc\n",
                 ":3:9: found \"abc\", expected a number such as 31 or 31.5, or nothing where there is none");
    expect_fault(SPC_XMR, "date,value\n2023-01,3\n2023-02-01,4\n", ":3:1: found \"2023-02-01\", expected a month such as 2023-04");
    expect_fault(SPC_XMR, "date,value\n2023-13,3\n",
                 ":2:1: found \"2023-13\", expected a day such as 2023-04-01, a month such as 2023-04, a year, or a case's number");
    expect_fault(SPC_XMR, "day,value\n2023-01,3\n", ":1:1: found \"day\", expected a column date among these");
    expect_fault(SPC_XMR, "date,figure\n2023-01,3\n", ":1:1: found \"date\", expected a column value among these");
    expect_fault(SPC_U, "date,value\n2023-01,3\n", ":1:1: found \"date\", expected a column denominator among these");
    expect_fault(SPC_P, "date,value,denominator\n2023-01,60,52\n",
                 ":2:9: found \"60\", expected a count no greater than its denominator");
    expect_fault(SPC_C, "date,value\n2023-01,-3\n", ":2:9: found \"-3\", expected a count, which is not negative");
    expect_fault(SPC_T, "date,value\n2023-01,0\n", ":2:9: found \"0\", expected a time between two events, above nought");
    expect_fault(SPC_U, "date,value,denominator\n2023-01,3,-1\n", ":2:11: found \"-1\", expected a number that is not negative");
}
END_TEST

START_TEST(every_fault_is_listed)
{
    read_as(SPC_XMR, "date,value\n2023-01,a\n,3\n2023-03,1,2\n2023-04,1e3\n", NULL);
    ck_assert_uint_eq(faults.count, 4);
}
END_TEST

START_TEST(a_file_without_rows_is_refused)
{
    struct series_file_request request = {.path = path};
    faults = fault_list_on(ctx);
    file_put(path, "date,value\n");
    struct error *failure = series_file_read(ctx, &request, &faults, &series);
    ck_assert_ptr_nonnull(failure);
    ck_assert_ptr_nonnull(strstr(failure->message, "has no row under its header"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("series in files");
    TCase *tests = tcase_create("read");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, dates_have_one_form);
    tcase_add_test(tests, a_gap_is_never_nought);
    tcase_add_test(tests, targets_come_from_their_column);
    tcase_add_test(tests, a_fault_says_where_what_and_what_was_expected);
    tcase_add_test(tests, every_fault_is_listed);
    tcase_add_test(tests, a_file_without_rows_is_refused);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
