/* Control charts by the default profile: limits, rules, icons, refusals, and that the order of the figures is
 * nothing to them. What other programs answer is in golden_test.c. */
#include "stats/spc.h"

#include "base/date.h"

#include <check.h>
#include <math.h>
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

#define MOST 64

struct series {
    struct point points[MOST];
    size_t count;
};

/* Monthly figures from January 2020; NAN is a missing one. */
static struct series monthly(const double *values, size_t count)
{
    struct series series = {.count = count};
    for (size_t i = 0; i < count; i++) {
        struct date day = date_from_civil(2020 + (int)i / 12, 1 + (int)i % 12, 1);
        series.points[i] = (struct point){.day = day.days, .value = values[i], .missing = isnan(values[i])};
    }
    return series;
}

#define MONTHLY(...) monthly((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static struct spc_result *chart(const struct series *series, const struct spc_options *options)
{
    struct spc_result *result;
    struct error *error = spc_chart_new(ctx, series->points, series->count, options, &result);
    ck_assert_msg(!error, "%s", error ? error->message : "");
    return result;
}

static const char *refusal_of(const struct series *series, const struct spc_options *options)
{
    struct spc_result *result;
    struct error *error = spc_chart_new(ctx, series->points, series->count, options, &result);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->kind, ERROR_INVALID);
    return error->message;
}

/* Fifteen figures about 50 without a signal: mean 50, mean moving range 37/14. */
#define STEADY 50, 52, 49, 51, 48, 50, 53, 49, 51, 47, 50, 52, 48, 50, 50

START_TEST(limits_are_the_mean_and_266_moving_ranges)
{
    struct series series = MONTHLY(STEADY);
    struct spc_result *result = chart(&series, &(struct spc_options){.improvement = IMPROVEMENT_UP});
    const struct spc_point *point = &result->points[3];
    ck_assert_double_eq_tol(point->centre, 50, 1e-12);
    ck_assert_double_eq_tol(result->segments[0].moving_range, 36.0 / 14, 1e-12);
    ck_assert_double_eq_tol(point->upper, 50 + 2.66 * 36 / 14, 1e-12);
    ck_assert_double_eq_tol(point->lower, 50 - 2.66 * 36 / 14, 1e-12);
    ck_assert_double_eq_tol(point->upper_2 - 50, (point->upper - 50) * 2 / 3, 1e-12);
    ck_assert_int_eq(result->variation, SPC_COMMON_CAUSE);
    ck_assert_int_eq(result->refusal, SPC_ANSWERED);
    ck_assert_str_eq(result->profile->name, "mdc");
    ck_assert_str_eq(result->engine, STATS_ENGINE_VERSION);
    for (size_t i = 0; i < result->point_count; i++)
        ck_assert(result->points[i].fed_limits);
}
END_TEST

START_TEST(order_of_the_figures_does_not_matter)
{
    struct series series = MONTHLY(STEADY, 61, 0.1, 62, 1e9), shuffled = series;
    for (size_t i = 0; i < series.count; i++)
        shuffled.points[(i * 7) % series.count] = series.points[i];
    const struct spc_options options = {.improvement = IMPROVEMENT_DOWN};
    struct spc_result *a = chart(&series, &options), *b = chart(&shuffled, &options);
    ck_assert_uint_eq(a->point_count, b->point_count);
    for (size_t i = 0; i < a->point_count; i++) {
        ck_assert_int_eq(a->points[i].day, b->points[i].day);
        ck_assert(a->points[i].value == b->points[i].value && a->points[i].upper == b->points[i].upper);
        ck_assert_uint_eq(a->points[i].rules, b->points[i].rules);
    }
}
END_TEST

START_TEST(every_rule_that_fired_is_kept_and_the_limit_wins)
{
    /* Seven rising figures, all above the mean, the last beyond the limit. */
    struct series series = MONTHLY(STEADY, 51, 52, 53, 54, 55, 56, 70);
    struct spc_result *result =
        chart(&series, &(struct spc_options){.improvement = IMPROVEMENT_DOWN, .baseline = 15});
    const struct spc_point *last = &result->points[21];
    ck_assert_uint_eq(last->rules & (SPC_ABOVE_LIMIT | SPC_RISING | SPC_SHIFT_HIGH),
                      SPC_ABOVE_LIMIT | SPC_RISING | SPC_SHIFT_HIGH);
    ck_assert_int_eq(last->rule, SPC_ABOVE_LIMIT);
    ck_assert_int_eq(result->points[16].rule, SPC_RISING);
    ck_assert_int_eq(result->variation, SPC_CONCERN_HIGH);
    ck_assert(!last->fed_limits && result->points[14].fed_limits);
}
END_TEST

START_TEST(six_are_no_run_and_seven_are)
{
    struct series six = MONTHLY(STEADY, 51, 51, 51, 51, 51, 51), seven = MONTHLY(STEADY, 51, 51, 51, 51, 51, 51, 51);
    const struct spc_options options = {.improvement = IMPROVEMENT_UP, .baseline = 15};
    ck_assert_int_eq(chart(&six, &options)->variation, SPC_COMMON_CAUSE);
    struct spc_result *result = chart(&seven, &options);
    ck_assert_int_eq(result->variation, SPC_IMPROVEMENT_HIGH);
    ck_assert_int_eq(result->points[15].rule, SPC_SHIFT_HIGH);
    ck_assert_int_eq(result->points[14].rule, 0);
}
END_TEST

START_TEST(a_gap_breaks_a_run_and_a_trend)
{
    struct series shift = MONTHLY(STEADY, 51, 51, 51, NAN, 51, 51, 51, 51);
    const struct spc_options options = {.improvement = IMPROVEMENT_UP, .baseline = 15};
    struct spc_result *result = chart(&shift, &options);
    ck_assert_int_eq(result->variation, SPC_COMMON_CAUSE);
    ck_assert_uint_eq(result->segments[0].gaps, 1);
    struct series trend = MONTHLY(STEADY, 50.1, 50.2, 50.3, NAN, 50.4, 50.5, 50.6, 50.7);
    ck_assert_int_eq(chart(&trend, &options)->variation, SPC_COMMON_CAUSE);
    /* The same when the month is not there at all. */
    memmove(&shift.points[18], &shift.points[19], (shift.count - 19) * sizeof shift.points[0]);
    shift.count--;
    result = chart(&shift, &options);
    ck_assert_int_eq(result->variation, SPC_COMMON_CAUSE);
    ck_assert(result->points[18].after_gap);
}
END_TEST

START_TEST(two_in_three_counts_what_lies_beyond_the_limit)
{
    /* Limits 50 -/+ 6.84: one between 2 and 3 sigma, one beyond, a third on the same side. */
    struct series series = MONTHLY(STEADY, 55, 50.5, 58);
    struct spc_options options = {.improvement = IMPROVEMENT_NEITHER, .baseline = 15};
    struct spc_result *result = chart(&series, &options);
    ck_assert_uint_eq(result->points[15].rules, SPC_TWO_IN_THREE_HIGH);
    ck_assert_uint_eq(result->points[16].rules, 0);
    ck_assert_int_eq(result->variation, SPC_NEUTRAL_HIGH);
    options.profile = &spc_profile_nhsr;
    ck_assert_uint_eq(chart(&series, &options)->points[15].rules, 0);
}
END_TEST

START_TEST(a_rebase_begins_anew_and_says_why)
{
    struct series series = MONTHLY(STEADY, 70, 72, 69, 71, 68, 70, 73, 69, 71, 67, 70, 72, 68, 70, 70);
    const struct rebase rebase = {series.points[15].day, "new recording rule"};
    struct spc_result *result = chart(&series, &(struct spc_options){.rebases = &rebase, .rebase_count = 1});
    ck_assert_uint_eq(result->segment_count, 2);
    ck_assert_double_eq_tol(result->points[14].centre, 50, 1e-12);
    ck_assert_double_eq_tol(result->points[15].centre, 70, 1e-12);
    ck_assert_str_eq(result->segments[1].reason, "new recording rule");
    ck_assert_int_eq(result->variation, SPC_COMMON_CAUSE);
}
END_TEST

START_TEST(a_rebase_on_a_day_without_a_figure_is_refused)
{
    struct series series = MONTHLY(STEADY);
    struct rebase rebase = {date_from_civil(2020, 6, 15).days, NULL};
    const struct spc_options options = {.rebases = &rebase, .rebase_count = 1};
    ck_assert_str_eq(refusal_of(&series, &options),
                     "There is no figure for 15 June 2020, so the limits cannot begin anew on it. The next figure is "
                     "for 1 July 2020.");
    rebase.day = date_from_civil(2031, 1, 1).days;
    ck_assert_str_eq(refusal_of(&series, &options),
                     "The limits cannot begin anew on 1 January 2031: there is no figure for that day or later.");
}
END_TEST

START_TEST(two_figures_for_one_day_are_refused)
{
    struct series series = MONTHLY(STEADY);
    series.points[4].day = series.points[3].day;
    ck_assert_str_eq(refusal_of(&series, &(struct spc_options){0}),
                     "There are 2 figures for 1 April 2020; this chart needs one a day.");
}
END_TEST

START_TEST(constants_carry_no_limits_and_meet_a_target_or_do_not)
{
    struct series series = MONTHLY(100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100);
    struct target_step target = {INT32_MIN, 95};
    const struct spc_options options = {.improvement = IMPROVEMENT_UP, .targets = &target, .target_count = 1};
    struct spc_result *result = chart(&series, &options);
    ck_assert_int_eq(result->refusal, SPC_NO_VARIATION);
    ck_assert_int_eq(result->variation, SPC_VARIATION_NONE);
    ck_assert_int_eq(result->assurance, SPC_PASS);
    ck_assert(isnan(result->points[5].upper));
    target.value = 101;
    ck_assert_int_eq(chart(&series, &options)->assurance, SPC_FAIL);
}
END_TEST

START_TEST(one_spike_is_marked_and_nothing_else)
{
    struct series series = MONTHLY(90, 90, 90, 90, 90, 90, 90, 90, 40, 90, 90, 90, 90, 90, 90, 90);
    struct spc_result *result = chart(&series, &(struct spc_options){.improvement = IMPROVEMENT_UP});
    ck_assert_int_eq(result->refusal, SPC_ONE_VALUE);
    ck_assert_int_eq(result->variation, SPC_VARIATION_NONE);
    for (size_t i = 0; i < result->point_count; i++)
        ck_assert_int_eq(result->points[i].rule, i == 8 ? SPC_BELOW_LIMIT : 0);
}
END_TEST

START_TEST(sparse_counts_get_no_icon_and_another_chart)
{
    struct series series = MONTHLY(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    struct spc_result *result = chart(&series, &(struct spc_options){.improvement = IMPROVEMENT_DOWN});
    ck_assert_int_eq(result->refusal, SPC_SPARSE);
    ck_assert_int_eq(result->variation, SPC_VARIATION_NONE);
    ck_assert_int_eq(result->instead, SPC_T);
    ck_assert(result->quarters_instead);
    for (size_t i = 0; i < result->point_count; i++)
        ck_assert_uint_eq(result->points[i].rules, 0);
}
END_TEST

START_TEST(few_figures_mean_no_limits_then_limits_on_trial)
{
    struct series series = MONTHLY(STEADY);
    series.count = 4;
    struct spc_result *result = chart(&series, &(struct spc_options){0});
    ck_assert_int_eq(result->refusal, SPC_TOO_FEW);
    ck_assert(isnan(result->points[0].upper));
    series.count = 5;
    ck_assert_int_eq(chart(&series, &(struct spc_options){0})->refusal, SPC_TRIAL);
    series.count = 12;
    result = chart(&series, &(struct spc_options){0});
    ck_assert_int_eq(result->refusal, SPC_TRIAL);
    ck_assert(!isnan(result->points[0].upper));
    series.count = 13;
    ck_assert_int_eq(chart(&series, &(struct spc_options){0})->refusal, SPC_ANSWERED);
    series.count = 0;
    ck_assert_uint_eq(chart(&series, &(struct spc_options){0})->point_count, 0);
}
END_TEST

START_TEST(a_late_figure_is_borne_and_two_are_not)
{
    struct series one = MONTHLY(STEADY, 90, NAN), two = MONTHLY(STEADY, 90, NAN, NAN);
    const struct spc_options options = {.improvement = IMPROVEMENT_UP, .baseline = 15};
    struct spc_result *result = chart(&one, &options);
    ck_assert_int_eq(result->variation, SPC_IMPROVEMENT_HIGH);
    ck_assert(result->latest_missing);
    ck_assert_uint_eq(result->latest, 15);
    result = chart(&two, &options);
    ck_assert_int_eq(result->refusal, SPC_STALE);
    ck_assert_int_eq(result->variation, SPC_VARIATION_NONE);
}
END_TEST

START_TEST(the_latest_target_decides_the_assurance)
{
    struct series series = MONTHLY(STEADY);
    const struct target_step steps[] = {{series.points[8].day, 60}, {INT32_MIN, 40}};
    struct spc_options options = {.improvement = IMPROVEMENT_UP, .targets = steps, .target_count = 2};
    struct spc_result *result = chart(&series, &options);
    ck_assert_int_eq(result->assurance, SPC_FAIL);
    ck_assert_double_eq(result->points[7].target, 40);
    ck_assert_double_eq(result->points[8].target, 60);
    options.improvement = IMPROVEMENT_DOWN;
    ck_assert_int_eq(chart(&series, &options)->assurance, SPC_PASS);
    options.improvement = IMPROVEMENT_NEITHER;
    ck_assert_int_eq(chart(&series, &options)->assurance, SPC_ASSURANCE_NONE);
}
END_TEST

START_TEST(improvement_and_concern_at_once_are_both_kept)
{
    /* A fall of seven that ends above the mean of a low baseline: falling, yet on the high side. */
    struct series series = MONTHLY(STEADY, 56, 55, 54, 53, 52, 51.5, 51);
    struct spc_result *result =
        chart(&series, &(struct spc_options){.improvement = IMPROVEMENT_DOWN, .baseline = 15});
    ck_assert_int_eq(result->points[21].rule, SPC_FALLING);
    ck_assert_int_eq(result->variation, SPC_IMPROVEMENT_LOW);
    ck_assert(result->both_ways);
}
END_TEST

START_TEST(excluded_points_set_no_limits)
{
    struct series series = MONTHLY(STEADY, 500);
    const int32_t excluded = series.points[15].day;
    const struct spc_options options = {
        .excluded = &excluded, .excluded_count = 1, .improvement = IMPROVEMENT_UP};
    struct spc_result *result = chart(&series, &options);
    ck_assert_double_eq_tol(result->points[0].centre, 50, 1e-12);
    ck_assert(result->points[15].excluded && !result->points[15].fed_limits);
    ck_assert_uint_eq(result->points[15].rules, SPC_ABOVE_LIMIT);
}
END_TEST

START_TEST(a_proportion_above_one_is_refused)
{
    struct series series = MONTHLY(STEADY);
    for (size_t i = 0; i < series.count; i++)
        series.points[i].out_of = 49;
    ck_assert_str_eq(refusal_of(&series, &(struct spc_options){.chart = SPC_P}),
                     "The numerator for 1 January 2020 is greater than its denominator.");
}
END_TEST

static void add_tests(TCase *cases)
{
    tcase_add_test(cases, limits_are_the_mean_and_266_moving_ranges);
    tcase_add_test(cases, order_of_the_figures_does_not_matter);
    tcase_add_test(cases, every_rule_that_fired_is_kept_and_the_limit_wins);
    tcase_add_test(cases, six_are_no_run_and_seven_are);
    tcase_add_test(cases, a_gap_breaks_a_run_and_a_trend);
    tcase_add_test(cases, two_in_three_counts_what_lies_beyond_the_limit);
    tcase_add_test(cases, a_rebase_begins_anew_and_says_why);
    tcase_add_test(cases, a_rebase_on_a_day_without_a_figure_is_refused);
    tcase_add_test(cases, two_figures_for_one_day_are_refused);
    tcase_add_test(cases, constants_carry_no_limits_and_meet_a_target_or_do_not);
    tcase_add_test(cases, one_spike_is_marked_and_nothing_else);
    tcase_add_test(cases, sparse_counts_get_no_icon_and_another_chart);
    tcase_add_test(cases, few_figures_mean_no_limits_then_limits_on_trial);
    tcase_add_test(cases, a_late_figure_is_borne_and_two_are_not);
    tcase_add_test(cases, the_latest_target_decides_the_assurance);
    tcase_add_test(cases, improvement_and_concern_at_once_are_both_kept);
    tcase_add_test(cases, excluded_points_set_no_limits);
    tcase_add_test(cases, a_proportion_above_one_is_refused);
}

/* NHSRplotthedots calls a missing last figure common cause, and so a series of nothing else. */
START_TEST(a_series_without_figures_has_the_packages_icon_in_its_profile_only)
{
    struct target_step target = {INT32_MIN, 5};
    struct point points[] = {{.day = 1, .missing = true}, {.day = 2, .missing = true}};
    struct spc_options options = {.improvement = IMPROVEMENT_UP, .targets = &target, .target_count = 1};
    struct spc_result *result;
    ck_assert_ptr_null(spc_chart_new(ctx, points, 2, &options, &result));
    ck_assert_int_eq(result->variation, SPC_VARIATION_NONE);
    ck_assert_int_eq(result->assurance, SPC_ASSURANCE_NONE);
    options.profile = &spc_profile_nhsr;
    ck_assert_ptr_null(spc_chart_new(ctx, points, 2, &options, &result));
    ck_assert_int_eq(result->variation, SPC_COMMON_CAUSE);
    ck_assert_int_eq(result->assurance, SPC_HIT_OR_MISS);
    ck_assert_ptr_null(spc_chart_new(ctx, points, 0, &options, &result));
    ck_assert_int_eq(result->variation, SPC_VARIATION_NONE);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("spc");
    tcase_add_checked_fixture(cases, open_context, close_context);
    add_tests(cases);
    tcase_add_test(cases, a_series_without_figures_has_the_packages_icon_in_its_profile_only);
    Suite *suite = suite_create("control charts");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
