/* Runs about a centre line and the limits chance sets to them. */
#include "stats/run_chart.h"

#include "stats/distribution.h"

#include <check.h>
#include <math.h>

START_TEST(limits_are_those_of_the_published_table)
{
    static const struct {
        size_t useful, longest_most, crossings_fewest;
    } table[] = {{10, 6, 2}, {12, 7, 3}, {20, 7, 6}, {24, 8, 8}, {36, 8, 13}, {1, 3, 0}, {0, 0, 0}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        ck_assert_uint_eq(runs_longest_most(table[i].useful), table[i].longest_most);
        ck_assert_uint_eq(runs_crossings_fewest(table[i].useful), table[i].crossings_fewest);
    }
}
END_TEST

START_TEST(the_crossings_limit_is_the_binomials)
{
    /* From a table up to 100, term by term up to 1001, and by another library's sums beyond. */
    for (size_t useful = 2; useful < 1200; useful += useful < 130 ? 1 : 97)
        ck_assert_uint_eq(runs_crossings_fewest(useful), binomial_quantile(0.05, useful - 1, 0.5));
    ck_assert_uint_eq(runs_crossings_fewest(1001), binomial_quantile(0.05, 1000, 0.5));
    ck_assert_uint_eq(runs_crossings_fewest(1002), binomial_quantile(0.05, 1001, 0.5));
}
END_TEST

static struct runs about_zero(const double *figures, size_t count, enum runs_method method)
{
    static const double centres[40];
    return runs_about(figures, centres, count, method);
}

START_TEST(points_on_the_line_and_gaps_are_passed_over)
{
    const double figures[] = {1, 2, 0, 1, NAN, 1, -1, -1, 0, 1};
    struct runs runs = about_zero(figures, 10, RUNS_ANHOEJ);
    ck_assert_uint_eq(runs.useful, 7);
    ck_assert_uint_eq(runs.longest, 4);
    ck_assert_uint_eq(runs.crossings, 2);
    ck_assert(!runs.signal);
}
END_TEST

START_TEST(a_long_run_and_few_crossings_are_signals)
{
    double figures[20];
    for (size_t i = 0; i < 20; i++)
        figures[i] = i < 10 ? -1 : 1;
    struct runs runs = about_zero(figures, 20, RUNS_ANHOEJ);
    ck_assert(runs.too_long && runs.too_few_crossings && runs.signal);
    /* Seven of twenty on one side is the most that chance allows. */
    for (size_t i = 0; i < 20; i++)
        figures[i] = i < 7 ? -1 : i % 2 ? 1 : -1;
    runs = about_zero(figures, 20, RUNS_ANHOEJ);
    ck_assert_uint_eq(runs.longest, 7);
    ck_assert(!runs.signal);
}
END_TEST

/* The chance that a random series of n useful points stays inside crossings >= fewest and longest <= most, counted
 * over all series by dynamic programming: p[crossings][current run]. */
static double chance_inside(size_t n, size_t fewest, size_t most)
{
    static double now[101][20], next[101][20];
    memset(now, 0, sizeof now);
    now[0][1] = 1;
    for (size_t i = 1; i < n; i++) {
        memset(next, 0, sizeof next);
        for (size_t c = 0; c < i; c++) {
            for (size_t run = 1; run <= most; run++) {
                if (run < most)
                    next[c][run + 1] += now[c][run] / 2;
                next[c + 1][1] += now[c][run] / 2;
            }
        }
        memcpy(now, next, sizeof now);
    }
    double inside = 0;
    for (size_t c = fewest; c < n; c++) {
        for (size_t run = 1; run <= most; run++)
            inside += now[c][run];
    }
    return inside;
}

/* The largest longest run, with many crossings, that the method lets pass for n useful points; likewise below. */
static size_t most_allowed(size_t n)
{
    double figures[100], centres[100] = {0};
    for (size_t most = 19;; most--) {
        for (size_t i = 0; i < n; i++)
            figures[i] = i < most ? 1 : (i - most) % 2 ? 1 : -1;
        if (n > most && !runs_about(figures, centres, n, RUNS_BEST_BOX).signal)
            return most;
    }
}

static size_t fewest_allowed(size_t n)
{
    double figures[100], centres[100] = {0};
    for (size_t crossings = 0;; crossings++) {
        /* As even as can be: `crossings + 1` runs of nearly one length. */
        for (size_t i = 0; i < n; i++)
            figures[i] = i * (crossings + 1) / n % 2 ? 1 : -1;
        struct runs runs = runs_about(figures, centres, n, RUNS_BEST_BOX);
        if (runs.longest <= most_allowed(n) && !runs.signal)
            return crossings;
    }
}

START_TEST(the_best_box_keeps_its_promised_specificity)
{
    /* The boxes were chosen to give a false signal at most 7.5% of the time. */
    for (size_t n = 10; n <= 100; n++) {
        double inside = chance_inside(n, fewest_allowed(n), most_allowed(n));
        ck_assert_msg(inside >= 0.925 && inside < 0.98, "%zu useful points: %g", n, inside);
    }
}
END_TEST

/* Runs of the given lengths, on one side and the other in turn. */
static size_t of_lengths(const size_t *lengths, size_t runs, double *figures)
{
    size_t count = 0;
    for (size_t r = 0; r < runs; r++) {
        for (size_t i = 0; i < lengths[r]; i++)
            figures[count++] = r % 2 ? -1 : 1;
    }
    return count;
}

START_TEST(the_cut_box_cuts_the_corner_only)
{
    /* 30 useful points: the box is 11 crossings and 10 in a run; the cut asks 12 crossings of a run of 10. */
    static const size_t corner[] = {10, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1};
    static const size_t beside[] = {10, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1};
    double figures[40];
    ck_assert_uint_eq(of_lengths(corner, 12, figures), 30);
    struct runs best = about_zero(figures, 30, RUNS_BEST_BOX), cut = about_zero(figures, 30, RUNS_CUT_BOX);
    ck_assert_uint_eq(cut.longest, 10);
    ck_assert_uint_eq(cut.crossings, 11);
    ck_assert(cut.signal && !best.signal);
    ck_assert_uint_eq(of_lengths(beside, 13, figures), 30);
    ck_assert(!about_zero(figures, 30, RUNS_CUT_BOX).signal);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("run chart");
    tcase_add_test(cases, limits_are_those_of_the_published_table);
    tcase_add_test(cases, the_crossings_limit_is_the_binomials);
    tcase_add_test(cases, points_on_the_line_and_gaps_are_passed_over);
    tcase_add_test(cases, a_long_run_and_few_crossings_are_signals);
    tcase_add_test(cases, the_best_box_keeps_its_promised_specificity);
    tcase_add_test(cases, the_cut_box_cuts_the_corner_only);
    Suite *suite = suite_create("run charts");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
