/* Every golden case of cases/ is answered and compared with what the reference program answered: text exactly,
 * numbers within a billionth. Where the reference gave no answer (error.txt) the engine must give a sensible one. */
#include "golden.h"

#include "base/file.h"

#include <check.h>
#include <dirent.h>
#include <math.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

static void *ctx;

static void open_context(void)
{
    ctx = talloc_new(NULL);
}

static void close_context(void)
{
    talloc_free(ctx);
}

/* The folder beside this file. */
static const char *cases_folder(void)
{
    const char *slash = strrchr(__FILE__, '/');
    return talloc_asprintf(ctx, "%.*scases", (int)(slash ? slash + 1 - __FILE__ : 0), __FILE__);
}

static bool is_funnel_limit(const char *column)
{
    return strstr(column, "lcl") || strstr(column, "ucl");
}

/* Limits of FunnelPlotR that are wrong (docs/statistics.md, "Funnels"): never to be reproduced. */
static bool is_known_defect(const struct golden_case *golden, const char *column)
{
    bool outliers = strncmp(column, "outlier", 7) == 0;
    if (strcmp(golden->family, "funnel") != 0)
        return false;
    if (strcmp(golden_param(golden, "data_type"), "RC") == 0)
        return outliers || is_funnel_limit(column);
    return strcmp(golden_param(golden, "sr_method"), "CQC") == 0 && (outliers || strncmp(column, "od_", 3) == 0);
}

/* How near a number must come: the reference's own accuracy where that is less than nine digits. */
static double tolerance_of(const struct golden_case *golden, const char *column)
{
    const char *family = golden->family;
    if (strcmp(family, "prepost") == 0 || strcmp(family, "its") == 0 || strcmp(family, "forecast") == 0)
        return 1e-7;
    if (strcmp(family, "funnel") == 0 && is_funnel_limit(column))
        return 1e-6;
    if (strcmp(family, "funnel2") == 0 && strcmp(golden_param(golden, "od_adjust"), "no") == 0)
        return 1e-7;
    return 1e-9;
}

static bool is_same(const char *a, const char *b, double tolerance)
{
    char *end_a, *end_b;
    if (strcmp(a, b) == 0)
        return true;
    double x = strtod(a, &end_a), y = strtod(b, &end_b);
    if (*a == '\0' || *b == '\0' || *end_a != '\0' || *end_b != '\0')
        return false;
    if (isnan(x) || isnan(y) || isinf(x) || isinf(y))
        return (isnan(x) && isnan(y)) || x == y;
    return fabs(x - y) <= tolerance * fmax(1, fmax(fabs(x), fabs(y)));
}

/* NULL when the answer agrees with the file; otherwise the first difference. */
static const char *difference(const struct golden_case *golden, const char *file, const char *answered)
{
    struct golden_table want, got;
    const char *path = talloc_asprintf(ctx, "%s/%s/%s", cases_folder(), golden->name, file);
    struct error *error = golden_read(ctx, path, &want);
    if (error)
        return error->kind == ERROR_NOT_FOUND ? NULL : error->message;
    error = golden_parse(ctx, file, answered, &got);
    if (error)
        return error->message;
    if (want.rows != got.rows)
        return talloc_asprintf(ctx, "%s: %zu rows, expected %zu", file, got.rows, want.rows);
    for (size_t row = 0; row < want.rows; row++) {
        for (size_t column = 0; column < want.columns; column++) {
            const char *name = want.names[column];
            const char *expected = golden_cell(&want, row, name), *found = golden_cell(&got, row, name);
            if (!is_known_defect(golden, name) && !is_same(expected, found, tolerance_of(golden, name)))
                return talloc_asprintf(ctx, "%s row %zu %s: %s, expected %s", file, row + 1, name, found, expected);
        }
    }
    return NULL;
}

static const char *check_case(const char *name)
{
    struct golden_case golden;
    struct golden_answer answer = {0};
    struct error *error = golden_read_case(ctx, cases_folder(), name, &golden);
    if (!error)
        error = golden_answer(ctx, &golden, &answer);
    if (error)
        return error->message;
    const char *found = difference(&golden, "expected.csv", answer.expected);
    return found ? found : difference(&golden, "summary.csv", answer.summary);
}

START_TEST(every_case_agrees)
{
    DIR *folder = opendir(cases_folder());
    size_t agreed = 0, failed = 0;
    ck_assert_ptr_nonnull(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (!strchr(entry->d_name, '-'))
            continue;
        const char *found = check_case(entry->d_name);
        if (found)
            fprintf(stderr, "%s: %s\n", entry->d_name, found);
        agreed += found ? 0 : 1;
        failed += found ? 1 : 0;
    }
    closedir(folder);
    ck_assert_uint_eq(failed, 0);
    ck_assert_uint_ge(agreed, 157);
}
END_TEST

/* ---- cases of our own ---- */

/* The error of a case given as text, or NULL; its answer in *answer. */
static const char *answer_text(const char *name, const char *input, const char *params, struct golden_answer *answer)
{
    const char *folder = talloc_asprintf(ctx, "%s/golden-%d", P_tmpdir, (int)getpid());
    const char *of_case = talloc_asprintf(ctx, "%s/%s", folder, name);
    const char *input_path = talloc_asprintf(ctx, "%s/input.csv", of_case);
    const char *params_path = talloc_asprintf(ctx, "%s/params.csv", of_case);
    struct golden_case golden;
    ck_assert(mkdir(folder, 0700) == 0 && mkdir(of_case, 0700) == 0);
    ck_assert_ptr_null(file_write(ctx, input_path, input, strlen(input)));
    ck_assert_ptr_null(file_write(ctx, params_path, params, strlen(params)));
    struct error *error = golden_read_case(ctx, folder, name, &golden);
    if (!error)
        error = golden_answer(ctx, &golden, answer);
    ck_assert(unlink(input_path) == 0 && unlink(params_path) == 0 && rmdir(of_case) == 0 && rmdir(folder) == 0);
    return error ? error->message : NULL;
}

static void refuses(const char *name, const char *input, const char *params, const char *says)
{
    struct golden_answer answer;
    const char *error = answer_text(name, input, params, &answer);
    ck_assert_msg(error && strstr(error, says), "%s, expected: %s", error ? error : "no error", says);
}

START_TEST(a_malformed_case_is_refused_with_its_place)
{
    const char *xmr = "key,value\nchart,xmr\n";
    refuses("xmr-1", "", xmr, "empty");
    refuses("xmr-1", "date,value\n2020-01-01,5\n2020-02-01,five\n", xmr, "line 3, column value: five");
    refuses("xmr-1", "date,value\n2020-13-01,5\n", xmr, "Row 1 has no date");
    refuses("xmr-1", "date,value\n", "key\nchart\n", "the columns key and value");
    refuses("xmr-1", "date,value\n", "key,value\nfix_after_n_points,-3\n", "fix_after_n_points is -3");
    refuses("p-1", "x,y,n\n1,2,3\n", "key,value\nchart,pie\n", "no chart named pie");
    refuses("p-1", "x,y,n\n1.5,2,3\n", "key,value\nchart,p\n", "x is 1.5");
    refuses("nhsattr-1", "x,numerator,denominator\n1,,\n", "key,value\nchart,p\n", "no figure");
    refuses("forecast-1", "t,y\n", "key,value\nkind,lm\nh,3\n", "no figure");
    refuses("pie-1", "x\n1\n", xmr, "no family of golden cases named pie");
}
END_TEST

/* Answers a case that must have one; returns its summary. */
static const char *expected_of(const char *name, const char *input, const char *params, struct golden_table *table)
{
    struct golden_answer answer;
    const char *error = answer_text(name, input, params, &answer);
    ck_assert_msg(!error, "%s", error);
    ck_assert_ptr_null(golden_parse(ctx, "expected.csv", answer.expected, table));
    return answer.summary;
}

START_TEST(a_part_beyond_the_last_point_is_none)
{
    struct golden_table table;
    const char *summary = expected_of("run-1", "x,y\n1,4\n2,5\n3,6\n", "key,value\nchart,run\npart,0;3;9\nexclude,7\n",
                                    &table);
    ck_assert_uint_eq(table.rows, 3);
    ck_assert_str_eq(golden_cell(&table, 2, "part"), "1");
    ck_assert_ptr_nonnull(strstr(summary, "\n1,3,"));
}
END_TEST

START_TEST(rows_of_one_x_are_added_before_they_are_divided)
{
    struct golden_table table;
    expected_of("i-1", "x,y,n\n2,3,4\n1,1,2\n2,1,12\n,9,9\n3,,5\n", "key,value\nchart,i\n", &table);
    ck_assert_uint_eq(table.rows, 3);
    ck_assert_str_eq(golden_cell(&table, 1, "y"), "0.25");
    ck_assert_str_eq(golden_cell(&table, 1, "n"), "16");
    ck_assert_str_eq(golden_cell(&table, 2, "y"), "NaN");
    ck_assert_str_eq(golden_cell(&table, 2, "n"), "0");
}
END_TEST

START_TEST(a_statistic_of_nothing_is_no_number)
{
    struct golden_table table;
    expected_of("prepost-1", "period,numerator,denominator\npre,0,9\npost,0,8\n",
              "key,value\nkind,two_proportion\nconfidence,0.95\n", &table);
    ck_assert_str_eq(golden_cell(&table, 0, "statistic"), "NaN");
}
END_TEST

START_TEST(a_rebase_on_a_day_without_a_figure_is_passed_over_for_parity)
{
    struct golden_table table;
    const char *params = "key,value\nchart,xmr\nrebase,2020-01-15\n";
    expected_of("xmr-1", "date,value\n2020-01-01,4\n2020-02-01,5\n", params, &table);
    ck_assert_str_eq(golden_cell(&table, 1, "rebase_group"), "0");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("golden");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_add_test(cases, every_case_agrees);
    tcase_add_test(cases, a_malformed_case_is_refused_with_its_place);
    tcase_add_test(cases, a_part_beyond_the_last_point_is_none);
    tcase_add_test(cases, rows_of_one_x_are_added_before_they_are_divided);
    tcase_add_test(cases, a_statistic_of_nothing_is_no_number);
    tcase_add_test(cases, a_rebase_on_a_day_without_a_figure_is_passed_over_for_parity);
    tcase_set_timeout(cases, 120);
    Suite *suite = suite_create("golden cases");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
