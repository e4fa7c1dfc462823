/* The wording of findings, word for word: each is compared with its line in sentences.txt, "name: finding". */
#include "stats/sentence.h"

#include "base/date.h"
#include "base/file.h"

#include <check.h>
#include <math.h>
#include <talloc.h>

static void *ctx;
static char *golden; /* sentences.txt */

static void open_context(void)
{
    size_t count;
    ctx = talloc_new(NULL);
    const char *slash = strrchr(__FILE__, '/');
    const char *path = talloc_asprintf(ctx, "%.*ssentences.txt", (int)(slash ? slash + 1 - __FILE__ : 0), __FILE__);
    ck_assert_ptr_null(file_read(ctx, path, 1 << 20, &golden, &count));
}

static void close_context(void)
{
    talloc_free(ctx);
}

/* The finding must stand in the golden file under this name. */
static void says(const char *name, const char *finding)
{
    const char *line = talloc_asprintf(ctx, "\n%s: %s\n", name, finding);
    ck_assert_msg(strstr(golden, line) != NULL, "no such line:%s", line);
}

/* ---- charts ---- */

#define MOST 64

struct series {
    struct point points[MOST];
    size_t count;
};

static struct series monthly(const double *values, size_t count)
{
    struct series series = {.count = count};
    for (size_t i = 0; i < count; i++) {
        struct date day = date_from_civil(2022 + (int)i / 12, 1 + (int)i % 12, 1);
        series.points[i] =
            (struct point){.day = day.days, .value = values[i], .out_of = 400, .missing = isnan(values[i])};
    }
    return series;
}

#define MONTHLY(...) monthly((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))
#define STEADY 50, 52, 49, 51, 48, 50, 53, 49, 51, 47, 50, 52, 48, 50, 50

static const struct sentence_words words = {.measure = "Repeat referrals", .unit = "%", .decimals = 1, .step = "month"};

static void chart_says(const char *name, struct series series, struct spc_options options)
{
    struct spc_result *result;
    struct error *error = spc_chart_new(ctx, series.points, series.count, &options, &result);
    ck_assert_msg(!error, "%s", error ? error->message : "");
    says(name, sentence_spc(ctx, result, &words));
}

START_TEST(no_change)
{
    struct target_step target = {INT32_MIN, 60};
    struct spc_options options = {.improvement = IMPROVEMENT_DOWN, .targets = &target, .target_count = 1};
    chart_says("common", MONTHLY(STEADY), (struct spc_options){0});
    chart_says("common-pass", MONTHLY(STEADY), options);
    target.value = 51;
    chart_says("common-hit-or-miss", MONTHLY(STEADY), options);
    target.value = 30;
    chart_says("common-fail", MONTHLY(STEADY), options);
    chart_says("common-gap", MONTHLY(STEADY, NAN, 51, 49), (struct spc_options){0});
    chart_says("common-late", MONTHLY(STEADY, NAN), (struct spc_options){0});
}
END_TEST

/* What does not join a run is not claimed to. */
START_TEST(runs_as_they_are)
{
    struct series series = MONTHLY(STEADY, 49, 48, 49, 53, 49, 48, 49, 48, 49);
    const int32_t excluded[] = {series.points[18].day};
    struct spc_options options = {.improvement = IMPROVEMENT_DOWN, .baseline = 15, .excluded = excluded,
                                  .excluded_count = 1};
    chart_says("shift-but-one", series, options);
    options = (struct spc_options){.improvement = IMPROVEMENT_DOWN, .baseline = 15};
    chart_says("trend-after-gap", MONTHLY(STEADY, 50.1, 50.2, 50.3, 50.4, 50.5, 50.6, 50.7, NAN, 49.1, 49.2, 49.3, 49.4,
                                          49.5, 49.6, 49.7), options);
    options = (struct spc_options){.chart = SPC_RUN};
    chart_says("run-on-centre", MONTHLY(2, 8, 2, 2, 8, 2, 2, 8, 2, 2, 8, 2, 2, 8, 2, 2, 2, 2, 2, 2, 8, 8, 5, 8, 8, 5, 8, 8,
                                        8, 8, 8, 8), options);
    chart_says("run-gap", MONTHLY(STEADY, NAN, 51, 49), options);
    options = (struct spc_options){.chart = SPC_RUN, .profile = &spc_profile_anhoej};
    chart_says("run-late", MONTHLY(STEADY, 51, NAN, NAN), options);
    options = (struct spc_options){.chart = SPC_MR};
    chart_says("steps", MONTHLY(STEADY, 51, 49), options);
}
END_TEST

START_TEST(runs_that_are_over)
{
    struct spc_options options = {.chart = SPC_RUN, .profile = &spc_profile_anhoej, .runs_method = RUNS_BEST_BOX};
    chart_says("run-over", MONTHLY(30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 60, 61, 20, 62, 63, 21, 64, 65, 22, 66, 67, 23, 68,
                                  69, 24, 70, 71, 25, 72, 73, 26, 74, 75, 27, 76, 77, 28, 78, 79, 29), options);
}
END_TEST

START_TEST(few_in_a_part)
{
    struct series series = MONTHLY(STEADY, 70, 72, 69);
    struct rebase rebase = {series.points[15].day, NULL};
    struct spc_options options = {.rebases = &rebase, .rebase_count = 1};
    chart_says("too-few-anew", series, options);
    const int32_t excluded[] = {series.points[0].day, series.points[1].day};
    options = (struct spc_options){.excluded = excluded, .excluded_count = 2};
    series.count = 6;
    chart_says("too-few-left", series, options);
    chart_says("too-few-apart", MONTHLY(60, NAN, 61, NAN, 59, NAN, 62, NAN, 60, NAN, 61), (struct spc_options){0});
    chart_says("one-value-many", MONTHLY(90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 40, 41, 42,
                                         43, 44, 90, 90), (struct spc_options){.baseline = 18});
}
END_TEST

/* A reader must not take "no change" for "nothing ever changed". */
START_TEST(no_change_now_but_earlier)
{
    struct spc_options options = {.baseline = 15};
    chart_says("common-once-earlier", MONTHLY(STEADY, 61, 50, 51), options);
    chart_says("common-often-earlier", MONTHLY(STEADY, 61, 62, 50, 51), options);
}
END_TEST

START_TEST(change_by_each_rule)
{
    struct spc_options options = {.improvement = IMPROVEMENT_DOWN, .baseline = 15};
    chart_says("limit-worse", MONTHLY(STEADY, 61), options);
    chart_says("limit-better", MONTHLY(STEADY, 40.5), options);
    chart_says("shift-better", MONTHLY(STEADY, 49, 48, 49, 48, 49, 48, 49, 48), options);
    chart_says("trend-worse", MONTHLY(STEADY, 50.1, 50.2, 50.3, 50.4, 50.5, 50.6), options);
    chart_says("two-in-three-worse", MONTHLY(STEADY, 55, 50.5, 55.5), options);
    chart_says("both-ways", MONTHLY(STEADY, 56, 55, 54, 53, 52, 51.5, 51), options);
    options.improvement = IMPROVEMENT_NEITHER;
    chart_says("limit-neither", MONTHLY(STEADY, 61), options);
    options.improvement = IMPROVEMENT_UP;
    chart_says("shift-worse", MONTHLY(STEADY, 49, 48, 49, 48, 49, 48, 49, 48), options);
}
END_TEST

START_TEST(limits_begun_anew)
{
    struct series series = MONTHLY(STEADY, 70, 72, 69, 71, 68, 70, 73, 69);
    struct rebase rebase = {series.points[15].day, "contacts without further action are no longer counted"};
    struct spc_options options = {.rebases = &rebase, .rebase_count = 1};
    chart_says("rebased", series, options);
    rebase.reason = NULL;
    chart_says("rebased-no-reason", series, options);
}
END_TEST

START_TEST(no_answer)
{
    struct target_step target = {INT32_MIN, 95};
    struct spc_options options = {.improvement = IMPROVEMENT_UP, .targets = &target, .target_count = 1};
    struct series none = {.count = 0};
    chart_says("no-figures", none, options);
    chart_says("too-few", MONTHLY(31, 30, 32), options);
    chart_says("constant", MONTHLY(100, 100, 100, 100, 100, 100), options);
    target.value = 101;
    chart_says("constant-fail", MONTHLY(100, 100, 100, 100, 100, 100), options);
    options.target_count = 0;
    chart_says("one-value", MONTHLY(90, 90, 90, 90, 90, 90, 90, 90, 40, 90, 90, 90, 90, 90), options);
    chart_says("sparse", MONTHLY(0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0), options);
    chart_says("stale", MONTHLY(STEADY, NAN, NAN), options);
    options.chart = SPC_P;
    chart_says("sparse-proportion", MONTHLY(0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0), options);
}
END_TEST

START_TEST(run_charts)
{
    struct spc_options options = {.chart = SPC_RUN, .improvement = IMPROVEMENT_UP};
    chart_says("run-common", MONTHLY(STEADY, 51, 49), options);
    chart_says("run-long", MONTHLY(STEADY, 60, 61, 62, 60, 61, 62, 60, 61, 62), options);
    options.profile = &spc_profile_anhoej;
    chart_says("run-few-crossings",
               MONTHLY(1, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 1, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 1, 2, 1, 2), options);
}
END_TEST

START_TEST(few_figures_are_on_trial)
{
    chart_says("trial", MONTHLY(50, 52, 49, 51, 48, 50, 53), (struct spc_options){0});
}
END_TEST

/* ---- figures, funnels, groups, lines ---- */

START_TEST(figures)
{
    const struct sentence_words plain = {.decimals = 0}, two = {.decimals = 2, .unit = " days"};
    ck_assert_str_eq(sentence_figure(ctx, &plain, 1114), "1,114");
    ck_assert_str_eq(sentence_figure(ctx, &plain, 999.6), "1,000");
    ck_assert_str_eq(sentence_figure(ctx, &plain, -1234567), "−1,234,567");
    ck_assert_str_eq(sentence_figure(ctx, &plain, -0.2), "0");
    ck_assert_str_eq(sentence_figure(ctx, &two, 3.14159), "3.14 days");
    ck_assert_str_eq(sentence_figure(ctx, &two, NAN), "no figure");
}
END_TEST

START_TEST(funnels)
{
    struct funnel_area areas[42];
    struct funnel_result *result;
    const struct sentence_words rate = {.measure = "Protection plans", .unit = " per 10,000", .decimals = 1};
    for (size_t i = 0; i < 42; i++) {
        char *name = talloc_asprintf(ctx, "Area %02zu", i);
        areas[i] = (struct funnel_area){name, 100 + (double)(i % 5), 20000};
    }
    areas[7].events = 400;
    areas[9].events = 137;
    areas[11].events = 20;
    areas[41].out_of = 0;
    areas[41].events = 0;
    const struct funnel_options options = {.kind = FUNNEL_RATE, .multiply = 10000, .adjust = FUNNEL_ADJUST_NEVER};
    ck_assert_ptr_null(funnel_make(ctx, areas, 42, &options, &result));
    says("funnel", sentence_funnel(ctx, result, &rate));
    says("funnel-above", sentence_funnel_area(ctx, result, 7, &rate));
    says("funnel-between", sentence_funnel_area(ctx, result, 9, &rate));
    says("funnel-below", sentence_funnel_area(ctx, result, 11, &rate));
    says("funnel-inside", sentence_funnel_area(ctx, result, 20, &rate));
    says("funnel-unknown", sentence_funnel_area(ctx, result, 41, &rate));
}
END_TEST

START_TEST(groups)
{
    struct comparison c = compare_proportions_newcombe((struct tally){31, 100}, (struct tally){15, 100}, 0.95);
    struct comparison percent = {c.estimate * 100, c.lower * 100, c.upper * 100, NAN, NAN, NAN};
    says("difference-clear", sentence_comparison(ctx, &percent, false, "before June 2023", "since then", &words));
    c = compare_rates((struct tally){6, 100}, (struct tally){8, 100}, 0.95);
    says("ratio-unclear", sentence_comparison(ctx, &c, true, "before June 2023", "since then", &words));
    c = compare_rates((struct tally){0, 100}, (struct tally){8, 100}, 0.95);
    says("ratio-none", sentence_comparison(ctx, &c, true, "before June 2023", "since then", &words));
    struct interval interval = interval_wilson(6, 40, 0.95);
    says("interval", sentence_interval(ctx, interval, 6, 40, 100, &words));
}
END_TEST

START_TEST(lines_and_paths)
{
    double t[24], y[24];
    for (int i = 0; i < 24; i++) {
        t[i] = i;
        y[i] = 40 - 0.5 * i + (i % 2 ? 0.4 : -0.4);
    }
    struct line line = line_through(t, y, 24);
    struct time_to_target time = time_to_target(&line, 25, 23, IMPROVEMENT_DOWN);
    says("time", sentence_time_to_target(ctx, &time, 25, &words));
    time = time_to_target(&line, 25, 23, IMPROVEMENT_UP);
    says("time-reached", sentence_time_to_target(ctx, &time, 25, &words));
    time = time_to_target(&line, 45, 23, IMPROVEMENT_UP);
    says("time-off-course", sentence_time_to_target(ctx, &time, 45, &words));

    for (int i = 12; i < 24; i++)
        y[i] -= 6;
    struct segmented fit = segmented_regression(t, y, 24, 12, 0.95, 2);
    says("segmented", sentence_segmented(ctx, &fit, 23, 0.95, "January 2023", &words));
    fit = segmented_regression(t, y, 13, 12, 0.95, 2);
    says("segmented-too-few", sentence_segmented(ctx, &fit, 23, 0.95, "January 2023", &words));

    const struct path path = {0, 31, 12, 25};
    const enum path_result results[] = {PATH_NOT_KNOWN, PATH_ON_TRACK, PATH_BEHIND, PATH_WILL_NOT_MEET};
    for (size_t i = 0; i < 4; i++)
        says(talloc_asprintf(ctx, "path-%zu", i), sentence_path(ctx, results[i], &path, 6, &words));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("sentence");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_add_test(cases, no_change);
    tcase_add_test(cases, no_change_now_but_earlier);
    tcase_add_test(cases, change_by_each_rule);
    tcase_add_test(cases, runs_as_they_are);
    tcase_add_test(cases, runs_that_are_over);
    tcase_add_test(cases, few_in_a_part);
    tcase_add_test(cases, limits_begun_anew);
    tcase_add_test(cases, no_answer);
    tcase_add_test(cases, run_charts);
    tcase_add_test(cases, few_figures_are_on_trial);
    tcase_add_test(cases, figures);
    tcase_add_test(cases, funnels);
    tcase_add_test(cases, groups);
    tcase_add_test(cases, lines_and_paths);
    Suite *suite = suite_create("sentences");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
