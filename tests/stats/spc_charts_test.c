/* Control charts of counts, proportions, rates and rare events: formulas worked out by hand. */
#include "stats/spc.h"

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

#define COUNT 14

static const double events[COUNT] = {12, 9, 15, 11, 8, 14, 10, 13, 9, 12, 11, 16, 7, 13};
static const double of[COUNT] = {100, 80, 120, 100, 90, 110, 100, 95, 105, 100, 90, 120, 80, 110};

static struct spc_result *chart_of(struct spc_options options)
{
    struct point points[COUNT];
    struct spc_result *result;
    for (size_t i = 0; i < COUNT; i++)
        points[i] = (struct point){.day = (int32_t)i, .value = events[i], .out_of = of[i]};
    struct error *error = spc_chart_new(ctx, points, COUNT, &options, &result);
    ck_assert_msg(!error, "%s", error ? error->message : "");
    return result;
}

static double pooled(void)
{
    double all = 0, sum = 0;
    for (size_t i = 0; i < COUNT; i++) {
        all += events[i];
        sum += of[i];
    }
    return all / sum;
}

START_TEST(a_p_chart)
{
    double c = pooled(), sigma = sqrt(c * (1 - c) / 80);
    struct spc_result *result = chart_of((struct spc_options){.chart = SPC_P, .multiply = 100});
    const struct spc_point *point = &result->points[1];
    ck_assert_double_eq_tol(point->centre, 100 * c, 1e-10);
    ck_assert_double_eq_tol(point->upper, 100 * (c + 3 * sigma), 1e-10);
    ck_assert_double_eq_tol(point->lower, 100 * fmax(c - 3 * sigma, 0), 1e-10);
    ck_assert_double_eq_tol(point->value, 100 * 9 / 80.0, 1e-10);
    ck_assert_double_eq(point->events, 9);
    ck_assert_double_eq(point->out_of, 80);
    ck_assert_int_eq(result->variation, SPC_COMMON_CAUSE);
}
END_TEST

START_TEST(a_u_chart_and_a_c_chart)
{
    double c = pooled();
    struct spc_result *result = chart_of((struct spc_options){.chart = SPC_U});
    ck_assert_double_eq_tol(result->points[2].upper, c + 3 * sqrt(c / 120), 1e-12);
    result = chart_of((struct spc_options){.chart = SPC_C});
    ck_assert_double_eq_tol(result->points[2].centre, 160.0 / 14, 1e-12);
    ck_assert_double_eq_tol(result->points[2].upper, 160.0 / 14 + 3 * sqrt(160.0 / 14), 1e-12);
}
END_TEST

START_TEST(laney_widens_by_sigma_z)
{
    struct spc_result *plain = chart_of((struct spc_options){.chart = SPC_P});
    struct spc_result *laney = chart_of((struct spc_options){.chart = SPC_P_PRIME});
    double sigma_z = laney->segments[0].sigma_z;
    ck_assert(sigma_z > 0.3 && sigma_z < 1.5);
    const struct spc_point *a = &plain->points[3], *b = &laney->points[3];
    ck_assert_double_eq_tol(b->upper - b->centre, (a->upper - a->centre) * sigma_z, 1e-12);
}
END_TEST

START_TEST(rows_of_one_day_are_added)
{
    struct point points[COUNT + 1];
    struct spc_result *result;
    for (size_t i = 0; i < COUNT; i++)
        points[i] = (struct point){.day = (int32_t)i, .value = events[i], .out_of = of[i]};
    points[2] = (struct point){.day = 2, .value = 5, .out_of = 20};
    points[COUNT] = (struct point){.day = 2, .value = 10, .out_of = 100};
    const struct spc_options options = {.chart = SPC_U};
    ck_assert_ptr_null(spc_chart_new(ctx, points, COUNT + 1, &options, &result));
    ck_assert_uint_eq(result->point_count, COUNT);
    ck_assert_double_eq(result->points[2].events, 15);
    ck_assert_double_eq(result->points[2].value, 0.125);
}
END_TEST

START_TEST(an_i_prime_chart_with_even_denominators_is_an_xmr_chart)
{
    struct point points[COUNT], plain[COUNT];
    struct spc_result *prime, *xmr;
    for (size_t i = 0; i < COUNT; i++) {
        points[i] = (struct point){.day = (int32_t)i, .value = events[i] * 50, .out_of = 50};
        plain[i] = (struct point){.day = (int32_t)i, .value = events[i]};
    }
    struct spc_options options = {.chart = SPC_I_PRIME, .screening = SPC_SCREEN_OFF};
    ck_assert_ptr_null(spc_chart_new(ctx, points, COUNT, &options, &prime));
    options.chart = SPC_XMR;
    ck_assert_ptr_null(spc_chart_new(ctx, plain, COUNT, &options, &xmr));
    /* The exact constant 3 sqrt(pi) / 2 against 2.66. */
    double reach = prime->points[0].upper - prime->points[0].centre;
    ck_assert_double_eq_tol(reach / (xmr->points[0].upper - xmr->points[0].centre), 2.6586808 / 2.66, 1e-7);
}
END_TEST

START_TEST(a_t_chart_is_an_xmr_chart_of_transformed_times)
{
    struct point points[COUNT], transformed[COUNT];
    struct spc_result *t, *xmr;
    for (size_t i = 0; i < COUNT; i++) {
        points[i] = (struct point){.day = (int32_t)i, .value = events[i]};
        transformed[i] = (struct point){.day = (int32_t)i, .value = pow(events[i], 1 / 3.6)};
    }
    struct spc_options options = {.chart = SPC_T};
    ck_assert_ptr_null(spc_chart_new(ctx, points, COUNT, &options, &t));
    options.chart = SPC_XMR;
    ck_assert_ptr_null(spc_chart_new(ctx, transformed, COUNT, &options, &xmr));
    ck_assert_double_eq_tol(t->points[0].upper, pow(xmr->points[0].upper, 3.6), 1e-9);
    ck_assert_double_eq(t->points[3].value, 11);
    points[5].value = 0;
    options.chart = SPC_T;
    ck_assert_ptr_nonnull(spc_chart_new(ctx, points, COUNT, &options, &t));
}
END_TEST

/* The power and its inverse leave a last digit behind, which made a run of times that are all the same. */
START_TEST(a_time_that_is_the_mean_lies_on_the_centre)
{
    const double times[] = {8, 15, 3.7};
    for (size_t t = 0; t < sizeof times / sizeof *times; t++) {
        struct point points[COUNT];
        struct spc_result *result;
        for (size_t i = 0; i < COUNT; i++)
            points[i] = (struct point){.day = (int32_t)i, .value = times[t]};
        const struct spc_options options = {.chart = SPC_T, .profile = &spc_profile_anhoej};
        ck_assert_ptr_null(spc_chart_new(ctx, points, COUNT, &options, &result));
        ck_assert_double_eq(result->points[0].centre, times[t]);
        ck_assert_uint_eq(result->segments[0].runs.useful, 0);
    }
}
END_TEST

/* A quotient rounded to 64 bits and again to 53 need not be the double nearest to it. */
START_TEST(equal_fractions_lie_on_the_centre)
{
    for (int n = 2; n < 3000; n += 7) {
        for (int x = 1; x < n; x += 5) {
            struct point points[2] = {{.day = 1, .value = x, .out_of = n}, {.day = 2, .value = 2 * x, .out_of = 2 * n}};
            struct spc_result *result;
            const struct spc_options options = {.chart = SPC_P, .profile = &spc_profile_anhoej};
            ck_assert_ptr_null(spc_chart_new(ctx, points, 2, &options, &result));
            ck_assert_double_eq(result->points[0].value, result->points[0].centre);
            talloc_free(result);
        }
    }
}
END_TEST

START_TEST(a_g_chart_shows_the_median_and_geometric_limits)
{
    struct spc_result *result = chart_of((struct spc_options){.chart = SPC_G});
    double mean = 160.0 / 14;
    ck_assert_double_eq(result->points[0].centre, 11.5);
    ck_assert_double_eq_tol(result->points[0].upper, mean + 3 * sqrt(mean * (mean + 1)), 1e-12);
    ck_assert_double_eq(result->points[0].lower, 0);
}
END_TEST

START_TEST(a_moving_range_chart)
{
    struct spc_result *result = chart_of((struct spc_options){.chart = SPC_MR});
    ck_assert(isnan(result->points[0].value));
    ck_assert_double_eq(result->points[1].value, 3);
    ck_assert_double_eq_tol(result->points[0].upper, 3.267 * result->points[0].centre, 1e-12);
}
END_TEST

START_TEST(a_period_without_cases_has_no_figure)
{
    struct point points[COUNT];
    struct spc_result *result;
    for (size_t i = 0; i < COUNT; i++)
        points[i] = (struct point){.day = (int32_t)i, .value = events[i], .out_of = of[i]};
    points[6] = (struct point){.day = 6, .value = 0, .out_of = 0};
    const struct spc_options options = {.chart = SPC_P};
    ck_assert_ptr_null(spc_chart_new(ctx, points, COUNT, &options, &result));
    ck_assert(isnan(result->points[6].value) && isnan(result->points[6].upper));
    ck_assert_uint_eq(result->segments[0].gaps, 1);
    ck_assert(result->points[7].after_gap);
}
END_TEST

START_TEST(names_read_back)
{
    for (int i = 0; i < SPC_CHARTS; i++) {
        enum spc_chart chart;
        ck_assert(spc_chart_named(spc_chart_name((enum spc_chart)i), &chart) && chart == (enum spc_chart)i);
    }
    enum spc_chart chart;
    ck_assert(spc_chart_named("i", &chart) && chart == SPC_XMR);
    ck_assert(!spc_chart_named("x", &chart));
    ck_assert_ptr_eq(spc_profile_named("mdc"), &spc_profile_mdc);
    ck_assert_ptr_eq(spc_profile_named("anhoej"), &spc_profile_anhoej);
    ck_assert_ptr_null(spc_profile_named("other"));
    ck_assert_str_eq(spc_rule_name(SPC_SHIFT_LOW), "shift_low");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("spc charts");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_add_test(cases, a_p_chart);
    tcase_add_test(cases, a_u_chart_and_a_c_chart);
    tcase_add_test(cases, laney_widens_by_sigma_z);
    tcase_add_test(cases, rows_of_one_day_are_added);
    tcase_add_test(cases, an_i_prime_chart_with_even_denominators_is_an_xmr_chart);
    tcase_add_test(cases, a_t_chart_is_an_xmr_chart_of_transformed_times);
    tcase_add_test(cases, a_time_that_is_the_mean_lies_on_the_centre);
    tcase_add_test(cases, equal_fractions_lie_on_the_centre);
    tcase_add_test(cases, a_g_chart_shows_the_median_and_geometric_limits);
    tcase_add_test(cases, a_moving_range_chart);
    tcase_add_test(cases, a_period_without_cases_has_no_figure);
    tcase_add_test(cases, names_read_back);
    Suite *suite = suite_create("spc charts");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
