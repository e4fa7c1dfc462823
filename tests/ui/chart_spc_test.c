/* Control charts on a page: shape and words beside every colour, limits that step and break, what is proposed said so, and the
 * same figures as a table. */
#include "ui/chart_spc.h"

#include "../support/markup.h"

#include <check.h>
#include <math.h>
#include <talloc.h>

#define FIGURES_MOST 200

static void *ctx;
static struct html h;
static struct point points[FIGURES_MOST];
static struct chart_point labels[FIGURES_MOST];

static void setup(void)
{
    ctx = talloc_new(NULL);
    h = html_on(ctx);
}

static void teardown(void)
{
    talloc_free(ctx);
}

static const char *sound(void)
{
    ck_assert_ptr_null(html_error(&h));
    const char *html = buffer_cstr(&h.out), *fault = markup_fault(html, 1);
    ck_assert_msg(!fault, "%s", fault ? fault : "");
    ck_assert_uint_eq(markup_count(html, "\"nan\"") + markup_count(html, "Lnan") + markup_count(html, "inf\""), 0);
    return html;
}

static struct date month(size_t i)
{
    return date_from_civil(2024 + (int)i / 12, (int)i % 12 + 1, 1);
}

/* The figures as a chart of the site; months from January 2024. */
static struct control_chart chart_of(const double *values, size_t count, const struct spc_options *options)
{
    struct spc_result *result;
    for (size_t i = 0; i < count; i++) {
        points[i] = (struct point){.day = month(i).days, .value = values[i], .missing = isnan(values[i])};
        labels[i] = (struct chart_point){.label = talloc_asprintf(ctx, "month %zu", i + 1), .at = month(i),
                                         .missing = isnan(values[i]) ? "x" : NULL};
    }
    ck_assert_ptr_null(spc_chart_new(ctx, points, count, options, &result));
    return (struct control_chart){.subtitle = "Things, here", .finding = "What <the> engine says.", .result = result, .points = labels};
}

/* 12 about 20, then 12 about 30: a step up. */
static void step_up(double values[24])
{
    for (int i = 0; i < 24; i++)
        values[i] = (i < 12 ? 20 : 30) + (i * 7) % 5;
}

START_TEST(each_kind_of_change_has_its_own_shape)
{
    const enum improvement ways[] = {IMPROVEMENT_UP, IMPROVEMENT_DOWN, IMPROVEMENT_NEITHER};
    const char *const shapes[] = {"<path class=\"gt-spc__better\"", "<rect class=\"gt-spc__worse\"", "<path class=\"gt-spc__neither\""};
    const char *const headlines[] = {"A change for the better is seen", "A change for the worse is seen", "A rise is seen"};
    const char *const words[] = {"Variation: change for the better: higher", "Variation: change for the worse: higher",
                                 "Variation: a rise, neither better nor worse in itself"};
    double values[24];
    step_up(values);
    for (int i = 0; i < 3; i++) {
        buffer_clear(&h.out);
        struct control_chart chart = chart_of(values, 24, &(struct spc_options){.improvement = ways[i]});
        control_chart(&h, &chart);
        const char *html = sound();
        ck_assert_uint_ge(markup_count(html, shapes[i]), 2 * 12 + 1); /* wide, narrow, key */

        ck_assert_ptr_nonnull(strstr(html, headlines[i]));
        ck_assert_ptr_nonnull(strstr(html, words[i]));
        ck_assert_uint_eq(markup_count(html, "role=\"img\""), 2);
        ck_assert_uint_eq(markup_count(html, "What &lt;the&gt; engine says."), 3); /* two descriptions, one paragraph */
    }
}
END_TEST

START_TEST(usual_ups_and_downs_are_dots_alone)
{
    double values[20];
    for (int i = 0; i < 20; i++)
        values[i] = 20 + (i * 7) % 5;
    struct control_chart chart = chart_of(values, 20, &(struct spc_options){.improvement = IMPROVEMENT_UP});
    control_chart(&h, &chart);
    const char *html = sound();
    ck_assert_uint_eq(markup_count(html, "<circle class=\"gt-spc__dot\""), 40);
    ck_assert_uint_eq(markup_count(html, "gt-key"), 0);
    ck_assert_ptr_nonnull(strstr(html, "No change is seen beyond the usual ups and downs"));
}
END_TEST

START_TEST(limits_break_where_they_begin_anew)
{
    double values[26];
    for (int i = 0; i < 26; i++)
        values[i] = (i < 13 ? 50 : 20) + (i * 7) % 5;
    struct rebase rebase = {month(13).days, "contacts are counted apart"};
    struct chart_break proposed = {month(13), "contacts are counted apart", true, true};
    struct control_chart chart = chart_of(values, 26, &(struct spc_options){.rebases = &rebase, .rebase_count = 1});
    chart.breaks = &proposed;
    chart.break_count = 1;
    control_chart(&h, &chart);
    const char *html = sound();
    ck_assert_uint_eq(markup_count(html, "<path class=\"gt-spc__limit\""), 8); /* two segments, two limits, two drawings */
    ck_assert_uint_eq(markup_count(html, "gt-spc__break--proposed"), 2);
    ck_assert_ptr_nonnull(strstr(html, "A: proposed, not yet confirmed"));
    ck_assert_ptr_nonnull(strstr(html, ": limits begin anew with month 14 (proposed, not yet confirmed). contacts are counted apart."));
    const char *line = strstr(html, "gt-spc__line\" d=\"M0 0");
    ck_assert_ptr_nonnull(line);
    char path[4000];
    snprintf(path, sizeof path, "%.3990s", line);
    *strstr(path, "\"/>") = '\0';
    ck_assert_uint_eq(markup_count(path, "M"), 3); /* its own beginning, before, and after the break */

    proposed.proposed = false;
    proposed.counted_anew = false;
    buffer_clear(&h.out);
    control_chart(&h, &chart);
    html = sound();
    ck_assert_uint_eq(markup_count(html, "not yet confirmed"), 0);
    ck_assert_ptr_nonnull(strstr(html, "A: contacts are counted"));
}
END_TEST

START_TEST(limits_on_trial_are_dashed_and_said)
{
    const double values[] = {12, 15, 11, 14, 13, 16, 12, 15, 14};
    struct control_chart chart = chart_of(values, 9, &(struct spc_options){.improvement = IMPROVEMENT_UP});
    control_chart(&h, &chart);
    const char *html = sound();
    ck_assert_uint_eq(markup_count(html, "gt-spc__limit--trial"), 4);
    ck_assert_ptr_nonnull(strstr(html, "gt-icon--trial"));
    ck_assert_ptr_nonnull(strstr(html, "usual ups and downs (on trial)"));
    ck_assert_ptr_nonnull(strstr(html, "month 1 to month 9: few figures as yet, so the limits are on trial."));
}
END_TEST

START_TEST(where_there_is_no_answer_there_are_words_and_no_icon)
{
    double sparse[24] = {0}, same[20];
    sparse[9] = 1;
    for (int i = 0; i < 20; i++)
        same[i] = 100;
    struct control_chart chart = chart_of(sparse, 24, &(struct spc_options){.chart = SPC_C, .improvement = IMPROVEMENT_DOWN});
    control_chart(&h, &chart);
    const char *html = sound();
    ck_assert_ptr_nonnull(strstr(html, "Too few events to judge by"));
    ck_assert_ptr_nonnull(strstr(html, "too few events in each period for limits to mean anything."));
    ck_assert_uint_eq(markup_count(html, "gt-icon"), 0);
    ck_assert_uint_eq(markup_count(html, "<path class=\"gt-spc__limit"), 0);
    buffer_clear(&h.out);
    chart = chart_of(same, 20, &(struct spc_options){.improvement = IMPROVEMENT_UP});
    control_chart(&h, &chart);
    ck_assert_ptr_nonnull(strstr(sound(), "The figures do not vary"));
    buffer_clear(&h.out);
    const double none[] = {NAN, NAN};
    chart = chart_of(none, 2, &(struct spc_options){0});
    control_chart(&h, &chart);
    ck_assert_ptr_nonnull(strstr(sound(), "There is no figure, so there is no chart."));
}
END_TEST

START_TEST(figures_set_aside_and_missing_are_marked)
{
    double values[18];
    for (int i = 0; i < 18; i++)
        values[i] = 30 + (i * 7) % 5;
    values[7] = 12;
    values[3] = NAN;
    int32_t aside = month(7).days;
    struct control_chart chart = chart_of(values, 18, &(struct spc_options){.excluded = &aside, .excluded_count = 1});
    control_chart(&h, &chart);
    const char *html = sound();
    ck_assert_uint_eq(markup_count(html, "gt-spc__excluded"), 3);
    ck_assert_ptr_nonnull(strstr(html, "Set aside: month 8."));
    ck_assert_ptr_nonnull(strstr(html, "No figure for month 4."));
    ck_assert_ptr_nonnull(strstr(html, "hollow: set aside"));
}
END_TEST

START_TEST(the_table_has_every_figure_and_what_was_seen)
{
    double values[24];
    step_up(values);
    struct target_step target = {month(0).days, 25};
    struct control_chart chart =
        chart_of(values, 24, &(struct spc_options){.improvement = IMPROVEMENT_UP, .targets = &target, .target_count = 1});
    control_chart_table(&h, &chart, false);
    const char *html = sound();
    ck_assert_uint_eq(markup_count(html, "<th scope=\"row\""), 24);
    ck_assert_uint_ge(markup_count(html, "7 or more in a row above the average"), 12);
    ck_assert_ptr_nonnull(strstr(html, ">Target</th>"));
}
END_TEST

START_TEST(a_file_brings_its_own_colours)
{
    double values[24];
    step_up(values);
    struct control_chart chart = chart_of(values, 24, &(struct spc_options){.improvement = IMPROVEMENT_UP});
    control_chart_file(&h, &chart);
    const char *svg = buffer_cstr(&h.out);
    ck_assert_ptr_null(html_error(&h));
    ck_assert_int_eq(strncmp(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\"", 38), 0);
    ck_assert_ptr_nonnull(strstr(svg, ".gt-spc__better { fill: #0072c6; }"));
    ck_assert_ptr_nonnull(strstr(svg, "--gt-red: #ca3535"));
}
END_TEST

START_TEST(long_and_wild_series_are_drawn_too)
{
    double values[FIGURES_MOST];
    for (int i = 0; i < FIGURES_MOST; i++)
        values[i] = i % 9 ? 1e9 * sin(i) : NAN;
    struct control_chart chart = chart_of(values, FIGURES_MOST, &(struct spc_options){0});
    control_chart(&h, &chart);
    sound();
    buffer_clear(&h.out);
    const double one[] = {3};
    chart = chart_of(one, 1, &(struct spc_options){0});
    control_chart(&h, &chart);
    ck_assert_ptr_nonnull(strstr(sound(), "Too few figures to judge by"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("control charts");
    TCase *tests = tcase_create("drawn and told");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, each_kind_of_change_has_its_own_shape);
    tcase_add_test(tests, usual_ups_and_downs_are_dots_alone);
    tcase_add_test(tests, limits_break_where_they_begin_anew);
    tcase_add_test(tests, limits_on_trial_are_dashed_and_said);
    tcase_add_test(tests, where_there_is_no_answer_there_are_words_and_no_icon);
    tcase_add_test(tests, figures_set_aside_and_missing_are_marked);
    tcase_add_test(tests, the_table_has_every_figure_and_what_was_seen);
    tcase_add_test(tests, a_file_brings_its_own_colours);
    tcase_add_test(tests, long_and_wild_series_are_drawn_too);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
