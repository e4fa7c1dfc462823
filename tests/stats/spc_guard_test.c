/* Where the default profile gives no answer, measured: how often chance alone raises an icon, and that real
 * changes are still told. */
#include "stats/spc.h"

#include <check.h>
#include <gsl/gsl_randist.h>
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

#define SERIES 4000
#define POINTS 24

/* The share of in-control series that show a special-cause icon. Events have the mean given; with `rates` they are
 * divided by a denominator that varies by a tenth, so that the figures are no whole numbers. */
static double share_of_icons(double mean, bool rates, const struct spc_options *options)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    struct spc_result *result;
    struct point points[POINTS];
    size_t icons = 0;
    ck_assert_ptr_null(spc_result_make(ctx, POINTS, 1, &result));
    for (size_t s = 0; s < SERIES; s++) {
        for (size_t i = 0; i < POINTS; i++) {
            double exposure = rates ? 0.9 + 0.2 * gsl_rng_uniform(random) : 1;
            points[i] = (struct point){.day = (int32_t)(i * 30),
                                       .value = gsl_ran_poisson(random, mean * exposure) / exposure};
        }
        ck_assert_ptr_null(spc_chart(ctx, points, POINTS, options, result));
        icons += result->variation > SPC_COMMON_CAUSE ? 1 : 0;
    }
    gsl_rng_free(random);
    return (double)icons / SERIES;
}

static struct spc_result *chart(const double *values, size_t count, struct spc_options options)
{
    struct point points[64];
    struct spc_result *result;
    for (size_t i = 0; i < count; i++)
        points[i] = (struct point){.day = (int32_t)(i * 30), .value = values[i]};
    struct error *error = spc_chart_new(ctx, points, count, &options, &result);
    ck_assert_msg(!error, "%s", error ? error->message : "");
    return result;
}

START_TEST(sparse_counts_seldom_raise_an_icon)
{
    const struct spc_options options = {.improvement = IMPROVEMENT_DOWN};
    const double means[] = {0.1, 0.2, 0.5, 1, 2};
    for (size_t i = 0; i < 5; i++) {
        for (int rates = 0; rates < 2; rates++) {
            double share = share_of_icons(means[i], rates, &options);
            ck_assert_msg(share <= 0.03, "mean %g%s: %g", means[i], rates ? ", rates" : "", share);
        }
    }
}
END_TEST

START_TEST(the_compatible_profile_is_as_bad_as_its_model)
{
    /* NHSRplotthedots: 81% and 55%. */
    const struct spc_options options = {.improvement = IMPROVEMENT_DOWN, .profile = &spc_profile_nhsr};
    ck_assert_double_eq_tol(share_of_icons(0.1, false, &options), 0.81, 0.03);
    ck_assert_double_eq_tol(share_of_icons(0.2, false, &options), 0.55, 0.03);
}
END_TEST

START_TEST(ordinary_counts_are_answered)
{
    const struct spc_options options = {.improvement = IMPROVEMENT_DOWN};
    double share = share_of_icons(10, false, &options);
    ck_assert_msg(share > 0.005 && share < 0.03, "%g", share);
}
END_TEST

START_TEST(a_fall_to_nought_is_still_told)
{
    const double values[] = {20.5, 18.2, 22.1, 19.4, 21.3, 20.8, 17.9, 22.6, 19.1, 20.2, 21.9,
                             18.7, 20.4, 19.8, 21.1, 0,    0,    0,    0,    0,    0,    0};
    struct spc_result *result = chart(values, 22, (struct spc_options){.improvement = IMPROVEMENT_DOWN});
    ck_assert_int_eq(result->refusal, SPC_ANSWERED);
    ck_assert_int_eq(result->variation, SPC_IMPROVEMENT_LOW);
}
END_TEST

START_TEST(a_crowd_at_a_hundred_per_cent_is_refused)
{
    const double values[] = {100, 100, 91.7, 100, 83.3, 100, 100, 91.7, 100, 100, 100, 91.7, 100, 100};
    struct spc_result *result = chart(values, 14, (struct spc_options){.improvement = IMPROVEMENT_UP});
    ck_assert_int_eq(result->refusal, SPC_SPARSE);
    ck_assert_int_eq(result->variation, SPC_VARIATION_NONE);
}
END_TEST

/* Steps count between neighbours only: here all of them are nought, or there are none. */
START_TEST(figures_that_differ_across_gaps_only_have_no_limits)
{
    const double level[] = {60.5, NAN, 87.5, 87.5, 87.5, 87.5, 87.5, 87.5};
    const double apart[] = {60.5, NAN, 61.5, NAN, 59.5, NAN, 62.5, NAN, 60.5, NAN, 61};
    struct spc_result *result = chart(level, 8, (struct spc_options){0});
    ck_assert_int_eq(result->refusal, SPC_ONE_VALUE);
    ck_assert_int_eq(result->variation, SPC_VARIATION_NONE);
    ck_assert(isnan(result->points[0].upper));
    result = chart(apart, 11, (struct spc_options){0});
    ck_assert_int_eq(result->refusal, SPC_TOO_FEW);
    ck_assert_int_eq(result->variation, SPC_VARIATION_NONE);
    ck_assert_uint_eq(result->points[4].rules, 0);
}
END_TEST

START_TEST(negative_figures_are_no_counts)
{
    const double values[] = {0, 1, -1, 0, 1, 0, -1, 1, 0, 0, 1, -1, 0, 1};
    ck_assert_int_eq(chart(values, 14, (struct spc_options){0})->refusal, SPC_ANSWERED);
}
END_TEST

START_TEST(proportions_with_few_on_either_side_are_refused)
{
    struct point points[14];
    struct spc_result *result;
    for (size_t i = 0; i < 14; i++)
        points[i] = (struct point){.day = (int32_t)(i * 30), .value = i % 3 ? 12 : 11, .out_of = 12};
    const struct spc_options options = {.chart = SPC_P};
    ck_assert_ptr_null(spc_chart_new(ctx, points, 14, &options, &result));
    ck_assert_int_eq(result->refusal, SPC_SPARSE);
    ck_assert_int_eq(result->instead, SPC_G);
}
END_TEST

START_TEST(an_earlier_segment_is_guarded_by_itself)
{
    const double values[] = {0, 0, 1, 0, 0, 0, 0, 12, 15, 11, 14, 13, 12, 16, 11, 12, 15, 14, 13, 12, 14};
    const struct rebase rebase = {7 * 30, "the service opened"};
    struct spc_result *result = chart(values, 21, (struct spc_options){.rebases = &rebase, .rebase_count = 1});
    ck_assert_int_eq(result->segments[0].refusal, SPC_SPARSE);
    ck_assert(isnan(result->points[3].upper) && !isnan(result->points[10].upper));
    ck_assert_int_eq(result->refusal, SPC_ANSWERED);
}
END_TEST

START_TEST(a_moving_range_chart_is_guarded_by_its_ranges_alone)
{
    /* A gap puts one figure more into the baseline than there are ranges: the raw figure left at its end once took
     * part in the guard's reckoning, so that the level of the series decided whether a chart was drawn. */
    enum spc_refusal refusals[2];
    for (int i = 0; i < 2; i++) {
        double values[24], level = i * 1e6;
        for (size_t v = 0; v < 24; v++)
            values[v] = v == 10 ? NAN : v == 12 ? level + 0.25 : level;
        refusals[i] = chart(values, 24, (struct spc_options){.chart = SPC_MR})->refusal;
    }
    ck_assert_int_eq(refusals[0], refusals[1]);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("spc guard");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_add_test(cases, sparse_counts_seldom_raise_an_icon);
    tcase_add_test(cases, the_compatible_profile_is_as_bad_as_its_model);
    tcase_add_test(cases, ordinary_counts_are_answered);
    tcase_add_test(cases, a_fall_to_nought_is_still_told);
    tcase_add_test(cases, a_crowd_at_a_hundred_per_cent_is_refused);
    tcase_add_test(cases, figures_that_differ_across_gaps_only_have_no_limits);
    tcase_add_test(cases, negative_figures_are_no_counts);
    tcase_add_test(cases, proportions_with_few_on_either_side_are_refused);
    tcase_add_test(cases, an_earlier_segment_is_guarded_by_itself);
    tcase_add_test(cases, a_moving_range_chart_is_guarded_by_its_ranges_alone);
    Suite *suite = suite_create("spc guard");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
