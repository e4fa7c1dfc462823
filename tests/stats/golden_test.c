/* Every golden case of cases/ is answered and compared with what the reference program answered: text exactly,
 * numbers within a billionth. Where the reference gave no answer (error.txt) the engine must give a sensible one. */
#include "golden.h"

#include <check.h>
#include <dirent.h>
#include <math.h>
#include <sys/stat.h>
#include <talloc.h>

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

int main(void)
{
    TCase *cases = tcase_create("golden");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_add_test(cases, every_case_agrees);
    tcase_set_timeout(cases, 120);
    Suite *suite = suite_create("golden cases");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
