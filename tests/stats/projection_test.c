/* Projections, paths and times to a target. */
#include "stats/projection.h"

#include <check.h>
#include <math.h>

static struct line falling(double noise)
{
    static double t[24], y[24];
    for (int i = 0; i < 24; i++) {
        t[i] = i;
        y[i] = 40 - 0.5 * i + (i % 3 - 1) * noise;
    }
    return line_through(t, y, 24);
}

START_TEST(a_projection_widens_with_distance)
{
    struct line line = falling(1);
    struct projected near = project_line(&line, 24), far = project_line(&line, 36);
    ck_assert_double_eq_tol(near.mean - far.mean, -12 * line.slope, 1e-9);
    ck_assert(far.upper_95 - far.lower_95 > near.upper_95 - near.lower_95);
    ck_assert(near.upper_95 > near.upper_80 && near.lower_95 < near.lower_80);
    ck_assert_uint_eq(projection_most(24), 12);
}
END_TEST

START_TEST(smoothing_follows_and_passes_over_gaps)
{
    const double constant[] = {5, 5, NAN, 5}, none[] = {NAN, NAN};
    struct projected steps[3];
    project_smoothed(constant, 4, 0.3, steps, 3);
    ck_assert_double_eq(steps[2].mean, 5);
    ck_assert_double_eq(steps[2].upper_95, 5);
    project_smoothed(none, 2, 0.3, steps, 3);
    ck_assert(isnan(steps[0].mean));
}
END_TEST

START_TEST(holt_follows_a_line_and_its_exact_spread_is_the_narrower)
{
    const double line[] = {1, 2, 3, 4, 5}, rough[] = {1, 3, 2, 5, 3, 6};
    struct projected exact[4], wide[4];
    project_holt(line, 5, 0.4, 0.1, HOLT_EXACT, exact, 4);
    ck_assert_double_eq_tol(exact[3].mean - exact[2].mean, exact[1].mean - exact[0].mean, 1e-12);
    project_holt(rough, 6, 0.4, 0.1, HOLT_EXACT, exact, 4);
    project_holt(rough, 6, 0.4, 0.1, HOLT_AS_FORECAST, wide, 4);
    ck_assert_double_eq_tol(exact[0].upper_95, wide[0].upper_95, 1e-12);
    ck_assert(exact[3].upper_95 < wide[3].upper_95);
    ck_assert_double_eq(exact[3].mean, wide[3].mean);
}
END_TEST

START_TEST(a_path_and_where_the_figures_stand)
{
    const struct path path = {0, 31, 12, 25};
    ck_assert_double_eq(path_at(&path, -3), 31);
    ck_assert_double_eq(path_at(&path, 6), 28);
    ck_assert_double_eq(path_at(&path, 20), 25);
    ck_assert_int_eq(path_compare(&path, 6, 24, 32, IMPROVEMENT_DOWN, false), PATH_ON_TRACK);
    ck_assert_int_eq(path_compare(&path, 6, 20, 24, IMPROVEMENT_DOWN, false), PATH_ON_TRACK);
    ck_assert_int_eq(path_compare(&path, 6, 26, 32, IMPROVEMENT_DOWN, false), PATH_WILL_NOT_MEET);
    ck_assert_int_eq(path_compare(&path, 6, 29, 32, IMPROVEMENT_DOWN, true), PATH_BEHIND);
    ck_assert_int_eq(path_compare(&path, 6, 26, 32, IMPROVEMENT_DOWN, true), PATH_ON_TRACK);
    ck_assert_int_eq(path_compare(&path, 6, NAN, 32, IMPROVEMENT_DOWN, true), PATH_NOT_KNOWN);
    ck_assert_int_eq(path_compare(&path, 6, 24, 32, IMPROVEMENT_NEITHER, true), PATH_NOT_KNOWN);
}
END_TEST

START_TEST(time_to_a_target)
{
    struct line line = falling(1);
    struct time_to_target time = time_to_target(&line, 25, 23, IMPROVEMENT_DOWN);
    ck_assert(time.on_course && !time.reached);
    ck_assert_double_eq_tol(line.intercept + line.slope * (23 + time.estimate), 25, 1e-9);
    ck_assert(time.lower_95 < time.lower_80 && time.lower_80 < time.estimate);
    ck_assert(time.estimate < time.upper_80 && time.upper_80 < time.upper_95);
    ck_assert(!time_to_target(&line, 45, 23, IMPROVEMENT_UP).on_course);
    ck_assert(time_to_target(&line, 35, 23, IMPROVEMENT_DOWN).reached);
}
END_TEST

START_TEST(a_slope_that_may_be_nought_leads_nowhere)
{
    const double t[] = {0, 1, 2, 3, 4, 5, 6, 7}, y[] = {5, 9, 4, 8, 5, 9, 3, 8};
    struct line line = line_through(t, y, 8);
    struct time_to_target time = time_to_target(&line, 0, 7, line.slope < 0 ? IMPROVEMENT_DOWN : IMPROVEMENT_UP);
    ck_assert(!time.on_course && isnan(time.estimate));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("projection");
    tcase_add_test(cases, a_projection_widens_with_distance);
    tcase_add_test(cases, smoothing_follows_and_passes_over_gaps);
    tcase_add_test(cases, holt_follows_a_line_and_its_exact_spread_is_the_narrower);
    tcase_add_test(cases, a_path_and_where_the_figures_stand);
    tcase_add_test(cases, time_to_a_target);
    tcase_add_test(cases, a_slope_that_may_be_nought_leads_nowhere);
    Suite *suite = suite_create("projection");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
