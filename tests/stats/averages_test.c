/* Means, medians, quantiles and moving ranges: by hand, with gaps, and where sums lose digits. */
#include "stats/averages.h"

#include <check.h>
#include <math.h>

START_TEST(means_keep_their_digits)
{
    const double far[] = {1e15 + 1, 1e15 + 2, 1e15 + 6}, gaps[] = {NAN, 2, NAN, 4}, none[] = {NAN, NAN};
    ck_assert_double_eq(mean_of(far, 3), 1e15 + 3);
    ck_assert_double_eq(variance_of(far, 3), 7);
    ck_assert_double_eq(mean_of(gaps, 4), 3);
    ck_assert_double_eq(variance_of(gaps, 4), 2);
    ck_assert_double_eq(sum_of(gaps, 4), 6);
    ck_assert(isnan(mean_of(none, 2)) && isnan(mean_of(none, 0)) && isnan(variance_of(gaps, 3)));
    ck_assert_uint_eq(count_known(gaps, 4), 2);
}
END_TEST

START_TEST(a_constant_is_its_own_mean)
{
    double tenths[1000];
    for (int i = 0; i < 1000; i++)
        tenths[i] = 0.1;
    ck_assert(!(mean_of(tenths, 1000) < 0.1) && !(mean_of(tenths, 1000) > 0.1));
}
END_TEST

START_TEST(medians_and_quantiles)
{
    const double figures[] = {5, NAN, 1, 4, 2}, odd[] = {3, 1, 2};
    const double sorted[] = {1, 2, 4, 8, 16};
    double scratch[5];
    ck_assert_double_eq(median_of(figures, 5, scratch), 3);
    ck_assert_double_eq(median_of(odd, 3, scratch), 2);
    ck_assert(isnan(median_of(figures + 1, 1, scratch)));
    ck_assert_double_eq(quantile_of_sorted(sorted, 5, 0), 1);
    ck_assert_double_eq(quantile_of_sorted(sorted, 5, 1), 16);
    ck_assert_double_eq(quantile_of_sorted(sorted, 5, 0.5), 4);
    ck_assert_double_eq_tol(quantile_of_sorted(sorted, 5, 0.9), 12.8, 1e-12);
    ck_assert(isnan(quantile_of_sorted(sorted, 0, 0.5)));
}
END_TEST

START_TEST(sorting_puts_gaps_last)
{
    double figures[200];
    for (size_t i = 0; i < 200; i++)
        figures[i] = i % 7 == 3 ? NAN : (double)((i * 73) % 199);
    sort_figures(figures, 200);
    size_t known = count_known(figures, 200);
    ck_assert_uint_eq(known, 171);
    for (size_t i = 1; i < known; i++)
        ck_assert(figures[i - 1] <= figures[i]);
    ck_assert(isnan(figures[known]));
}
END_TEST

START_TEST(a_gap_takes_both_its_ranges)
{
    const double figures[] = {1, 3, NAN, 9, 12};
    double all;
    ck_assert_double_eq(average_moving_range(figures, 5, 0, &all), 2.5);
    ck_assert_double_eq(all, 2.5);
    ck_assert(isnan(average_moving_range(figures, 1, 0, NULL)));
}
END_TEST

START_TEST(screening_is_strict_and_done_once)
{
    /* Ranges 1 (ten times) and 40: the mean is 50/11, so 40 goes and the ones stay. */
    const double spike[] = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 40};
    double all;
    ck_assert_double_eq(average_moving_range(spike, 12, 3.267, &all), 1);
    ck_assert_double_eq_tol(all, 50.0 / 11, 1e-12);
    /* Nothing but noughts and one spike: the noughts remain. */
    const double flat[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 5};
    ck_assert_double_eq(average_moving_range(flat, 10, 3.267, NULL), 0);
    /* All alike: no range is below 3.267 times nought. */
    ck_assert(isnan(average_moving_range(flat, 9, 3.267, &all)));
    ck_assert_double_eq(all, 0);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("averages");
    tcase_add_test(cases, means_keep_their_digits);
    tcase_add_test(cases, a_constant_is_its_own_mean);
    tcase_add_test(cases, medians_and_quantiles);
    tcase_add_test(cases, sorting_puts_gaps_last);
    tcase_add_test(cases, a_gap_takes_both_its_ranges);
    tcase_add_test(cases, screening_is_strict_and_done_once);
    Suite *suite = suite_create("averages");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
