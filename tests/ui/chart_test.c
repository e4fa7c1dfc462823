/* Charts: what they say in words, how they scale, and that hostile or thin series cannot break their drawings. */
#include "ui/chart_scale.h"

#include "../support/markup.h"

#include <check.h>
#include <math.h>
#include <talloc.h>

static void *ctx;
static struct html h;

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
    const char *fault = markup_fault(buffer_cstr(&h.out), 1);
    ck_assert_msg(!fault, "%s", fault ? fault : "");
    ck_assert_uint_eq(markup_count(buffer_cstr(&h.out), "nan"), 0);
    ck_assert_uint_eq(markup_count(buffer_cstr(&h.out), "inf"), 0);
    return buffer_cstr(&h.out);
}

static struct chart_point point(int year, double value)
{
    return (struct chart_point){.label = talloc_asprintf(ctx, "%d", year), .at = date_from_civil(year, 3, 31), .value = value};
}

static void expect_scale(double lowest, double highest, const char *suffix, double from, double to)
{
    struct chart_scale scale = chart_scale_for(lowest, highest, (struct chart_unit){suffix, 1}, 4);
    ck_assert_double_eq_tol(scale.from, from, 1e-9);
    ck_assert_double_eq_tol(scale.to, to, 1e-9);
    ck_assert_uint_ge(scale.tick_count, 2);
    ck_assert(scale.ticks[0] >= scale.from - 1e-9 && scale.ticks[scale.tick_count - 1] <= scale.to + 1e-9);
}

START_TEST(scales_are_round)
{
    expect_scale(80, 99, "%", 80, 100);
    expect_scale(15.1, 33.4, "%", 15, 35);
    expect_scale(3, 98, NULL, 0, 100);    /* zero is near */
    expect_scale(5, 5, "%", 4.5, 5.5);    /* flat */
    expect_scale(0, 0, NULL, 0, 0.1);     /* nothing at all */
    expect_scale(-5, 12, NULL, -5, 15);
}
END_TEST

START_TEST(numbers_for_people)
{
    char out[CHART_NUMBER_ROOM];
    ck_assert_str_eq(chart_number(out, 1234567.25, 1), "1,234,567.2");
    ck_assert_str_eq(chart_number(out, -1234, 0), "-1,234");
    ck_assert_str_eq(chart_number(out, -0.01, 1), "0.0");
    ck_assert_str_eq(chart_number(out, 999, 0), "999");
    ck_assert_str_eq(chart_number(out, NAN, 0), "too large");
    ck_assert_str_eq(chart_number_as_wanted(out, 25), "25");
    ck_assert_str_eq(chart_number_as_wanted(out, 12.5), "12.5");
}
END_TEST

START_TEST(a_missing_figure_says_why)
{
    struct chart_point missing = {.missing = "c"};
    ck_assert_str_eq(chart_figure(ctx, (struct chart_unit){"%", 1}, &missing), "confidential: too few children to publish (c)");
    missing.missing = "the return was late";
    ck_assert_str_eq(chart_figure(ctx, (struct chart_unit){"%", 1}, &missing), "the return was late");
    struct chart_point known = point(2019, 38.3);
    ck_assert_str_eq(chart_figure(ctx, (struct chart_unit){"%", 1}, &known), "38.3%");
}
END_TEST

START_TEST(the_words_follow_the_figures)
{
    struct chart_point points[] = {point(2018, 15.9), point(2019, 30.8), point(2020, 32.1)};
    points[1].missing = "x";
    points[2].later = true;
    const double england[] = {15.4, NAN, 15.8};
    const struct chart_comparison comparisons[] = {{"England", NULL, CHART_LINE_COUNTRY, england}};
    const struct chart_milestone milestones[] = {{.by = date_from_civil(2020, 9, 30), .value = 20, .by_words = "Sep 2020"}};
    struct run_chart chart = {.title = "T", .place = "Here", .unit = {"%", 1}, .points = points, .point_count = 3, .has_median = true,
                              .median = 24, .comparisons = comparisons, .comparison_count = 1, .milestones = milestones, .milestone_count = 1};
    ck_assert_str_eq(run_chart_words(ctx, &chart),
                     "Here, 2018 to 2020: 15.9% in 2018, no figure for 2019 (not available), 32.1% in 2020. Median 24.0%. "
                     "Wanted: 20% by Sep 2020. England: 15.8% in 2020. Published since this report: 2020.");
    points[2].value = 19;
    ck_assert_ptr_nonnull(strstr(run_chart_words(ctx, &chart), "19.0% in 2020"));
}
END_TEST

START_TEST(a_long_series_is_told_by_its_main_points)
{
    struct chart_point points[30];
    for (int i = 0; i < 30; i++)
        points[i] = point(1990 + i, i == 7 ? 50 : i == 9 ? 1 : 10 + i % 3);
    struct run_chart chart = {.title = "T", .points = points, .point_count = 30};
    ck_assert_str_eq(run_chart_words(ctx, &chart),
                     "This area, 1990 to 2019: first 10 in 1990, lowest 1 in 1999, highest 50 in 1997, last 12 in 2019.");
    run_chart(&h, &chart);
    sound();
}
END_TEST

START_TEST(the_chart_shows_both_drawings_gaps_and_what_came_later)
{
    struct chart_point points[] = {point(2018, 80), point(2019, 92), point(2020, 0), point(2021, 99)};
    points[2].missing = "c";
    points[3].later = true;
    struct run_chart chart = {.title = "A <message>", .subtitle = "S & S", .origin = {.source = "Dept"}, .caveat = "Annual", .place = "Here",
                              .unit = {"%", 0}, .points = points, .point_count = 4, .known_on = "31 December 2019"};
    run_chart(&h, &chart);
    run_chart_table(&h, &chart, true);
    const char *html = sound();
    ck_assert_uint_eq(markup_count(html, "role=\"img\""), 2);
    ck_assert_uint_eq(markup_count(html, "gt-run__point--later\""), 2);
    ck_assert_uint_eq(markup_count(html, "<circle class=\"gt-run__missing\""), 2);
    ck_assert_ptr_nonnull(strstr(html, "No figure for 2020: confidential: too few children to publish (c)."));
    ck_assert_ptr_nonnull(strstr(html, "published after 31 December 2019: since this report."));
    ck_assert_ptr_nonnull(strstr(html, "The scale starts at 80%, not at zero."));
    ck_assert_ptr_nonnull(strstr(html, "Source: Dept"));
    ck_assert_ptr_nonnull(strstr(html, "A &lt;message&gt;"));
}
END_TEST

START_TEST(a_line_stops_at_a_gap)
{
    struct chart_point points[] = {point(2018, 1), point(2019, 2), point(2020, 3), point(2021, 4), point(2022, 5)};
    points[2].missing = "x";
    run_chart(&h, &(struct run_chart){.title = "T", .points = points, .point_count = 5});
    const char *line = strstr(sound(), "gt-run__line--own\" d=\"");
    char path[400];
    snprintf(path, sizeof path, "%.390s", line);
    *strstr(path, "\"/>") = '\0';
    ck_assert_uint_eq(markup_count(path, "M"), 3); /* the path's own beginning and two pieces */
    ck_assert_uint_eq(markup_count(path, "L"), 2);
}
END_TEST

START_TEST(thin_and_wild_series_are_drawn_too)
{
    struct chart_point none[] = {point(2018, 0), point(2019, 0)};
    none[0].missing = none[1].missing = "x";
    run_chart(&h, &(struct run_chart){.title = "None", .points = none, .point_count = 2});
    ck_assert_ptr_nonnull(strstr(sound(), "No figure is published for this place"));
    run_chart(&h, &(struct run_chart){.title = "Empty"});
    struct chart_point one[] = {point(2018, 0)};
    run_chart(&h, &(struct run_chart){.title = "One", .points = one, .point_count = 1});
    struct chart_point wild[] = {point(2018, 1e9), point(2018, -1e9), point(2018, 0.001)};
    run_chart(&h, &(struct run_chart){.title = "Wild", .points = wild, .point_count = 3, .unit = {NULL, 3}});
    sound();
}
END_TEST

START_TEST(a_single_figure_is_written_and_not_drawn)
{
    struct chart_point points[] = {point(2018, 10633)};
    const double england[] = {12000};
    const struct chart_comparison comparisons[] = {{.label = "England", .style = CHART_LINE_COUNTRY, .values = england}};
    struct run_chart chart = {.title = "One figure", .place = "Here", .unit = {.before = "£", .after = " a year"}, .points = points, .point_count = 1,
                              .comparisons = comparisons, .comparison_count = 1, .caveat = "As printed.",
                              .origin = {.source = "A & B", .href = "/sources/3", .published = "1 May 2019", .basis = "As things stood on the day"}};
    run_chart(&h, &chart);
    ck_assert_uint_eq(markup_count(sound(), "<svg"), 0);
    ck_assert_ptr_nonnull(strstr(sound(), "£10,633</span> a year, 2018"));
    ck_assert_ptr_nonnull(strstr(sound(), "England: £12,000"));
    ck_assert_ptr_nonnull(strstr(sound(), ">A &amp; B</a>, published 1 May 2019. Basis: as things stood on the day."));
    struct measure_card card = {.title = "Alone", .points = points, .point_count = 1, .unit = chart.unit, .origin = chart.origin, .caveat = chart.caveat};
    measure_card(&h, &card);
    ck_assert_uint_eq(markup_count(sound(), "<svg"), 0);
    ck_assert_uint_eq(markup_count(sound(), "£10,633</span> a year, 2018"), 2);
    ck_assert_ptr_nonnull(strstr(sound(), "as things stood on the day. As printed.</p>"));
}
END_TEST

START_TEST(bars_and_cards_are_sound)
{
    const struct bar bars[] = {{.label = "A & B", .value = 97, .own = true, .href = "/a"}, {.label = "C", .missing = "c"},
                               {.label = "D", .value = -3}, {.label = "England", .value = 89, .summary = true}};
    bar_chart(&h, &(struct bar_chart){.title = "T", .subtitle = "S", .what = "Area", .value = "Share", .unit = {"%", 0}, .bars = bars, .bar_count = 4});
    ck_assert_ptr_nonnull(strstr(sound(), "width=\"97\""));
    ck_assert_ptr_nonnull(strstr(sound(), "confidential"));
    bar_chart(&h, &(struct bar_chart){.title = "None", .bars = bars + 1, .bar_count = 1});
    struct chart_point points[] = {point(2018, 80), point(2019, 92)};
    points[1].missing = "x";
    measure_card(&h, &(struct measure_card){.title = "<M>", .href = "/m", .points = points, .point_count = 2, .unit = {"%", 0}, .finding = "Up & up"});
    ck_assert_ptr_nonnull(strstr(sound(), "80%</span>, 2018"));
    ck_assert_ptr_nonnull(strstr(sound(), "2019: no figure"));
    measure_card(&h, &(struct measure_card){.title = "None", .points = points + 1, .point_count = 1});
    measure_card(&h, &(struct measure_card){.title = "None at all"});
    ck_assert_uint_eq(markup_count(sound(), "No figure is published"), 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("chart");
    TCase *tests = tcase_create("chart");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, scales_are_round);
    tcase_add_test(tests, numbers_for_people);
    tcase_add_test(tests, a_missing_figure_says_why);
    tcase_add_test(tests, the_words_follow_the_figures);
    tcase_add_test(tests, a_long_series_is_told_by_its_main_points);
    tcase_add_test(tests, the_chart_shows_both_drawings_gaps_and_what_came_later);
    tcase_add_test(tests, a_line_stops_at_a_gap);
    tcase_add_test(tests, thin_and_wild_series_are_drawn_too);
    tcase_add_test(tests, a_single_figure_is_written_and_not_drawn);
    tcase_add_test(tests, bars_and_cards_are_sound);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
