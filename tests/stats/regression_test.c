/* Lines through series: what was put in comes out, gaps are passed over, and too little is refused. */
#include "stats/regression.h"

#include <check.h>
#include <math.h>

#define COUNT 30

static double t[COUNT], y[COUNT];

/* 10 + 0.5 t, stepping up by 4 and turning to 0.5 - 0.3 a step at t = 18, with a ripple that is no trend. */
static void fill(double ripple)
{
    for (int i = 0; i < COUNT; i++) {
        t[i] = i;
        y[i] = 10 + 0.5 * i + (i >= 18 ? 4 - 0.3 * (i - 18) : 0) + (i % 2 ? ripple : -ripple);
    }
}

START_TEST(the_step_and_the_turn_are_found)
{
    fill(0);
    struct segmented fit = segmented_regression(t, y, COUNT, 18, 0.95, NEWEY_WEST_NONE);
    ck_assert_double_eq_tol(fit.terms[SEGMENTED_INTERCEPT].estimate, 10, 1e-9);
    ck_assert_double_eq_tol(fit.terms[SEGMENTED_SLOPE].estimate, 0.5, 1e-10);
    ck_assert_double_eq_tol(fit.terms[SEGMENTED_LEVEL].estimate, 4, 1e-9);
    ck_assert_double_eq_tol(fit.terms[SEGMENTED_SLOPE_CHANGE].estimate, -0.3, 1e-10);
    ck_assert_double_eq_tol(segmented_effect(&fit, 28).estimate, 1, 1e-9);
    ck_assert(isnan(fit.terms[0].error_newey_west));
    ck_assert_uint_eq(fit.count, COUNT);
}
END_TEST

START_TEST(a_far_origin_changes_nothing_but_the_intercept)
{
    fill(0.3);
    struct segmented near = segmented_regression(t, y, COUNT, 18, 0.95, 2);
    for (int i = 0; i < COUNT; i++)
        t[i] += 19000;
    struct segmented far = segmented_regression(t, y, COUNT, 19018, 0.95, 2);
    for (int k = SEGMENTED_SLOPE; k < SEGMENTED_TERMS; k++) {
        ck_assert_double_eq_tol(far.terms[k].estimate, near.terms[k].estimate, 1e-9);
        ck_assert_double_eq_tol(far.terms[k].error, near.terms[k].error, 1e-9);
        ck_assert_double_eq_tol(far.terms[k].error_newey_west, near.terms[k].error_newey_west, 1e-9);
    }
    ck_assert_double_eq_tol(far.terms[0].estimate, near.terms[0].estimate - 19000 * near.terms[1].estimate, 1e-6);
}
END_TEST

START_TEST(newey_west_without_lag_is_whites_error)
{
    /* Lag 0 keeps the squares only; a ripple of one size makes every square alike, and White's error then equals the
     * ordinary one, both widened by n / (n - 4). */
    fill(0.3);
    struct segmented fit = segmented_regression(t, y, COUNT, 18, 0.95, 0);
    for (int k = 0; k < SEGMENTED_TERMS; k++)
        ck_assert_double_eq_tol(fit.terms[k].error_newey_west / fit.terms[k].error, 1, 0.05);
    /* Neighbours that oppose each other make the robust error smaller. */
    struct segmented lagged = segmented_regression(t, y, COUNT, 18, 0.95, 2);
    ck_assert(lagged.terms[SEGMENTED_LEVEL].error_newey_west < fit.terms[SEGMENTED_LEVEL].error);
    ck_assert(fit.durbin_watson > 3);
}
END_TEST

START_TEST(a_missing_figure_is_passed_over)
{
    fill(0.3);
    double shorter_t[COUNT], shorter_y[COUNT];
    int kept = 0;
    for (int i = 0; i < COUNT; i++) {
        if (i != 5 && i != 20) {
            shorter_t[kept] = t[i];
            shorter_y[kept++] = y[i];
        }
    }
    y[5] = y[20] = NAN;
    struct segmented a = segmented_regression(t, y, COUNT, 18, 0.95, 3);
    struct segmented b = segmented_regression(shorter_t, shorter_y, (size_t)kept, 18, 0.95, 3);
    for (int k = 0; k < SEGMENTED_TERMS; k++) {
        ck_assert_double_eq_tol(a.terms[k].estimate, b.terms[k].estimate, 1e-9);
        ck_assert_double_eq_tol(a.terms[k].error_newey_west, b.terms[k].error_newey_west, 1e-9);
    }
    ck_assert_uint_eq(a.count, COUNT - 2);
}
END_TEST

/* Two figures on one side are met exactly, so that their error is nought: rounding must not make it no number. */
START_TEST(a_side_that_is_met_exactly_has_no_error)
{
    for (int last = COUNT; last > 20; last--) {
        fill(0.3);
        struct segmented fit = segmented_regression(t, y, (size_t)last, t[last - 2], 0.95, 2);
        ck_assert(fit.terms[SEGMENTED_SLOPE_CHANGE].error_newey_west >= 0);
        fit = segmented_regression(t, y, (size_t)last, t[2], 0.95, 2);
        for (int k = 0; k < SEGMENTED_TERMS; k++)
            ck_assert(fit.terms[k].error_newey_west >= 0);
    }
}
END_TEST

START_TEST(too_little_is_not_fitted)
{
    fill(0.3);
    ck_assert(isnan(segmented_regression(t, y, COUNT, 29, 0.95, 1).terms[0].estimate));
    ck_assert(isnan(segmented_regression(t, y, COUNT, 1, 0.95, 1).terms[0].estimate));
    ck_assert(isnan(segmented_regression(t + 16, y + 16, 4, 18, 0.95, 1).sigma));
    ck_assert(isnan(segmented_regression(t, y, 0, 18, 0.95, 1).sigma));
}
END_TEST

START_TEST(one_line)
{
    const double x[] = {1, 2, 3, 4}, z[] = {2, 4, NAN, 8};
    struct line line = line_through(x, z, 4);
    ck_assert_double_eq_tol(line.slope, 2, 1e-12);
    ck_assert_double_eq_tol(line.intercept, 0, 1e-12);
    ck_assert_uint_eq(line.count, 3);
    ck_assert(isnan(line_through(x, z, 2).slope));
}
END_TEST

START_TEST(the_rule_of_thumb_for_the_lag)
{
    ck_assert_uint_eq(newey_west_lag(100), 4);
    ck_assert_uint_eq(newey_west_lag(24), 2);
    ck_assert_uint_eq(newey_west_lag(12), 2);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("regression");
    tcase_add_test(cases, the_step_and_the_turn_are_found);
    tcase_add_test(cases, a_far_origin_changes_nothing_but_the_intercept);
    tcase_add_test(cases, newey_west_without_lag_is_whites_error);
    tcase_add_test(cases, a_missing_figure_is_passed_over);
    tcase_add_test(cases, a_side_that_is_met_exactly_has_no_error);
    tcase_add_test(cases, too_little_is_not_fitted);
    tcase_add_test(cases, one_line);
    tcase_add_test(cases, the_rule_of_thumb_for_the_lag);
    Suite *suite = suite_create("regression");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
