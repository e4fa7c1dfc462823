/* Funnels: what must hold of any, beyond what other programs answer (golden_test.c). */
#include "stats/funnel.h"

#include "stats/distribution.h"

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

#define AREAS 153

/* Rates of 55 per 10,000 for areas from 8,000 to 160,000 children that differ by chance, and beyond it by
 * `between` (the standard deviation of the logarithm). */
static void simulate(gsl_rng *random, double between, struct funnel_area *areas)
{
    static char names[AREAS][8];
    for (size_t i = 0; i < AREAS; i++) {
        double population = 8000 * pow(20, (double)i / (AREAS - 1));
        snprintf(names[i], sizeof names[i], "A%03zu", i);
        double rate = 0.0055 * exp(gsl_ran_gaussian(random, between));
        areas[i] = (struct funnel_area){names[i], gsl_ran_poisson(random, rate * population), population};
    }
}

static struct funnel_result *funnel(const struct funnel_area *areas, size_t count, struct funnel_options options)
{
    struct funnel_result *result;
    struct error *error = funnel_make(ctx, areas, count, &options, &result);
    ck_assert_msg(!error, "%s", error ? error->message : "");
    return result;
}

/* The share of areas outside the 99.8% limits over 200 simulated funnels. */
static double share_outside(double between, struct funnel_options options, double *tau2)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    struct funnel_area areas[AREAS];
    size_t outside = 0;
    *tau2 = 0;
    for (int i = 0; i < 200; i++) {
        void *scratch = talloc_new(ctx), *outer = ctx;
        ctx = scratch;
        simulate(random, between, areas);
        struct funnel_result *result = funnel(areas, AREAS, options);
        outside += result->outside_998;
        *tau2 += result->tau2 / 200;
        ctx = outer;
        talloc_free(scratch);
    }
    gsl_rng_free(random);
    return (double)outside / (200 * AREAS);
}

START_TEST(rates_by_chance_alone_stay_inside)
{
    double tau2;
    const struct funnel_options options = {.kind = FUNNEL_RATE, .multiply = 10000};
    double share = share_outside(0, options, &tau2);
    ck_assert_msg(share < 0.006, "%g outside", share);
    ck_assert(tau2 < 0.0003);
}
END_TEST

START_TEST(each_way_of_measuring_what_lies_between_areas)
{
    /* True tau squared is (0.3 / 2)^2 = 0.0225 on the square root scale; winsorising understates it. */
    struct funnel_options options = {.kind = FUNNEL_RATE, .multiply = 10000, .between = FUNNEL_PAULE_MANDEL};
    double tau2, share = share_outside(0.3, options, &tau2);
    ck_assert_msg(fabs(tau2 - 0.0225) < 0.0015 && share < 0.006, "Paule-Mandel %g, %g outside", tau2, share);
    options.between = FUNNEL_MOMENTS;
    share = share_outside(0.3, options, &tau2);
    ck_assert_msg(fabs(tau2 - 0.0225) < 0.0015 && share < 0.006, "moments %g, %g outside", tau2, share);
    options.between = FUNNEL_WINSORISED;
    share = share_outside(0.3, options, &tau2);
    ck_assert_msg(tau2 > 0.010 && tau2 < 0.015 && share < 0.03, "winsorised %g, %g outside", tau2, share);
    options.adjust = FUNNEL_ADJUST_NEVER;
    ck_assert(share_outside(0.3, options, &tau2) > 0.4);
}
END_TEST

START_TEST(a_rate_is_a_ratio_scaled_back)
{
    struct funnel_area areas[AREAS], ratios[AREAS];
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    simulate(random, 0.15, areas);
    gsl_rng_free(random);
    struct funnel_result *rate = funnel(areas, AREAS, (struct funnel_options){.kind = FUNNEL_RATE, .multiply = 10000});
    for (size_t i = 0; i < AREAS; i++)
        ratios[i] = (struct funnel_area){areas[i].name, areas[i].events, rate->points[i].expected};
    struct funnel_result *ratio = funnel(ratios, AREAS, (struct funnel_options){.kind = FUNNEL_RATIO});
    ck_assert_double_eq_tol(rate->tau2, ratio->tau2, 1e-12);
    for (size_t i = 0; i < AREAS; i++) {
        double scaled_back = ratio->points[i].limits.upper_998 * rate->target;
        ck_assert_double_eq_tol(rate->points[i].limits.upper_998, scaled_back, 1e-9);
        ck_assert_int_eq(rate->points[i].position, ratio->points[i].position);
    }
}
END_TEST

START_TEST(order_and_parts_of_an_area_do_not_matter)
{
    const struct funnel_area whole[] = {{"a", 10, 1000}, {"b", 30, 2000}, {"c", 5, 700}, {"d", 22, 2200}};
    const struct funnel_area parts[] = {
        {"d", 22, 2200}, {"b", 10, 500}, {"c", 5, 700}, {"b", 20, 1500}, {"a", 10, 1000}};
    const struct funnel_options options = {.kind = FUNNEL_PROPORTION};
    struct funnel_result *a = funnel(whole, 4, options), *b = funnel(parts, 5, options);
    ck_assert_uint_eq(b->count, 4);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_str_eq(a->points[i].name, b->points[i].name);
        ck_assert(a->points[i].z == b->points[i].z && a->points[i].limits.upper_95 == b->points[i].limits.upper_95);
    }
}
END_TEST

START_TEST(neighbours_may_take_tau2_from_all_areas)
{
    const struct funnel_area areas[] = {{"a", 110, 100}, {"b", 92, 100}, {"c", 130, 100}};
    struct funnel_options options = {.kind = FUNNEL_RATIO, .has_tau2 = true, .tau2 = 0.01};
    struct funnel_result *result = funnel(areas, 3, options);
    ck_assert_double_eq(result->tau2, 0.01);
    ck_assert_double_eq_tol(result->points[0].limits.upper_998,
                            pow(1 + normal_quantile(0.999) * sqrt(1.0 / 400 + 0.01), 2), 1e-12);
}
END_TEST

START_TEST(exact_limits_hold_the_chance_they_promise)
{
    /* 60 cases at 5%: 3 events expected. The limit lies between the two numbers of events where the chance of more
     * passes one in a thousand. */
    const struct funnel_area areas[] = {{"a", 3, 60}, {"b", 147, 2940}};
    const struct funnel_options options = {
        .kind = FUNNEL_PROPORTION, .adjust = FUNNEL_ADJUST_NEVER, .exact_binomial = true};
    struct funnel_result *result = funnel(areas, 2, options);
    struct funnel_limits limits = funnel_chance_at(result, 60);
    size_t allowed = (size_t)ceil(limits.upper_998 * 60);
    ck_assert(1 - binomial_at_most(allowed, 60, 0.05) <= 0.001);
    ck_assert(1 - binomial_at_most(allowed - 1, 60, 0.05) > 0.001);
    ck_assert_double_eq(limits.lower_998, 0);
}
END_TEST

START_TEST(areas_without_events_or_denominator_are_borne)
{
    const struct funnel_area areas[] = {{"a", 0, 40}, {"b", 10, 100}, {"c", 0, 0}, {"d", 12, 100}};
    struct funnel_result *result = funnel(areas, 4, (struct funnel_options){.kind = FUNNEL_RATE});
    ck_assert_int_eq(result->points[2].position, FUNNEL_NOT_KNOWN);
    ck_assert(isnan(result->points[2].limits.upper_95));
    ck_assert(isfinite(result->points[0].z) && isfinite(result->tau2));
    result = funnel(areas, 4, (struct funnel_options){.kind = FUNNEL_RATIO, .scale = FUNNEL_LOG});
    ck_assert(isinf(result->points[0].z) && isfinite(result->tau2));
}
END_TEST

START_TEST(nonsense_is_refused)
{
    const struct funnel_area negative[] = {{"a", -1, 40}}, above[] = {{"a", 41, 40}}, empty[] = {{"a", 0, 0}};
    struct funnel_result *result;
    const struct funnel_options options = {.kind = FUNNEL_PROPORTION};
    ck_assert_str_eq(funnel_make(ctx, negative, 1, &options, &result)->message,
                     "The figures of a must be nought or more.");
    ck_assert_str_eq(funnel_make(ctx, above, 1, &options, &result)->message,
                     "a has more events than cases they are counted among.");
    ck_assert_str_eq(funnel_make(ctx, empty, 1, &options, &result)->message,
                     "No area has a denominator, so there is nothing to compare.");
    ck_assert_ptr_nonnull(funnel_make(ctx, empty, 0, &options, &result));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("funnel");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_add_test(cases, rates_by_chance_alone_stay_inside);
    tcase_add_test(cases, each_way_of_measuring_what_lies_between_areas);
    tcase_add_test(cases, a_rate_is_a_ratio_scaled_back);
    tcase_add_test(cases, order_and_parts_of_an_area_do_not_matter);
    tcase_add_test(cases, neighbours_may_take_tau2_from_all_areas);
    tcase_add_test(cases, exact_limits_hold_the_chance_they_promise);
    tcase_add_test(cases, areas_without_events_or_denominator_are_borne);
    tcase_add_test(cases, nonsense_is_refused);
    Suite *suite = suite_create("funnel");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
