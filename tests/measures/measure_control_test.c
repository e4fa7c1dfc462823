/* From a measure's figures to a control chart: which figures, gaps where a period is left out, and breaks that nothing crosses. */
#include "measures/measures.h"

#include <check.h>
#include <math.h>
#include <talloc.h>

static void *ctx;
static struct measure measure;
static struct observation_series series;

static void begin(void)
{
    ctx = talloc_new(NULL);
    measure = (struct measure){.ref = "contacts", .title = "Contacts", .unit = "count", .polarity = "down", .frequency = "monthly",
                               .basis = "in-period"};
    series = (struct observation_series){.area_title = "Exampleshire"};
}

static void end(void)
{
    talloc_free(ctx);
}

/* Adds the figure of a period of so many months that begins with the month counted from January 2020. */
static void figure(int month, int months, double value)
{
    struct date from = date_from_civil(2020 + month / 12, month % 12 + 1, 1);
    int last = month + months - 1;
    struct date to = date_month_end(date_from_civil(2020 + last / 12, last % 12 + 1, 1));
    struct observation o = {.period = {from, to}, .value = value, .text = talloc_asprintf(ctx, "%g", value), .standing = "final",
                            .known_from = to};
    ck_assert_ptr_null(LIST_ADD(ctx, &series, o));
}

static struct measure_control made(const struct series_break *breaks, size_t count, bool all_years)
{
    struct measure_control control;
    struct measure_chart of = {.measure = &measure, .series = &series, .known_on = DATE_NONE};
    struct error *failure = measure_control_make(ctx, &of, breaks, count, all_years, &control);
    ck_assert_msg(!failure, "%s", failure ? failure->message : "");
    return control;
}

START_TEST(thirteen_by_month_or_quarter_are_enough_and_years_never)
{
    for (int i = 0; i < 12; i++)
        figure(i, 1, 20 + i % 3);
    ck_assert(!measure_has_control(&measure, &series));
    figure(12, 1, 21);
    ck_assert(measure_has_control(&measure, &series));
    series.at[4].text = NULL;
    ck_assert(!measure_has_control(&measure, &series));
    series.at[4].text = "22";
    measure.frequency = "quarterly";
    ck_assert(measure_has_control(&measure, &series));
    measure.frequency = "annual";
    ck_assert(!measure_has_control(&measure, &series));
}
END_TEST

START_TEST(the_latest_three_years_are_shown_unless_all_are_asked_for)
{
    for (int i = 0; i < 60; i++)
        figure(i, 1, 200 + (i * 7) % 30);
    struct measure_control control = made(NULL, 0, false);
    ck_assert_uint_eq(control.known, 60);
    ck_assert_uint_eq(control.shown, 36);
    ck_assert_str_eq(control.chart.points[0].label, "Jan 2022");
    ck_assert_str_eq(control.chart.points[35].label, "Dec 2024");
    ck_assert_uint_eq(made(NULL, 0, true).shown, 60);
}
END_TEST

START_TEST(a_period_left_out_is_a_gap)
{
    for (int i = 0; i < 20; i++)
        if (i != 7 && i != 8)
            figure(i, 1, 200 + (i * 7) % 30);
    struct measure_control control = made(NULL, 0, false);
    ck_assert_uint_eq(control.shown, 20);
    ck_assert_uint_eq(control.known, 18);
    ck_assert(isnan(control.result->points[7].value) && isnan(control.result->points[8].value));
    ck_assert_str_eq(control.chart.points[8].label, "Sep 2020");
    ck_assert_ptr_nonnull(control.chart.points[8].missing);
    ck_assert_ptr_nonnull(strstr(control.finding, "2 figures are missing"));
}
END_TEST

START_TEST(quarters_are_named_as_quarters)
{
    measure.frequency = "quarterly";
    for (int i = 0; i < 16; i++)
        figure(i * 3, 3, 100 + (i * 7) % 20);
    struct measure_control control = made(NULL, 0, false);
    ck_assert_uint_eq(control.shown, 16);
    ck_assert_ptr_nonnull(strstr(control.finding, "The latest figure is 105 in October to December 2023"));
}
END_TEST

/* 20 months about 1,100, then 16 about 550: what a change in counting looks like. */
static void a_fall(void)
{
    for (int i = 0; i < 36; i++)
        figure(i, 1, i < 20 ? 1100 + (i * 37) % 200 : 520 + (i * 37) % 90);
}

START_TEST(without_a_break_the_fall_is_called_what_it_is)
{
    a_fall();
    struct measure_control control = made(NULL, 0, false);
    ck_assert_int_eq(control.result->variation, SPC_IMPROVEMENT_LOW);
}
END_TEST

START_TEST(no_change_is_read_across_a_proposed_break)
{
    struct series_break proposed = {.ref = "b", .from = date_from_civil(2021, 9, 1), .reason = "Fewer contacts are counted.",
                                    .proposed = true};
    a_fall();
    struct measure_control control = made(&proposed, 1, false);
    ck_assert_uint_eq(control.result->segment_count, 2);
    ck_assert_uint_eq(control.result->segments[1].first, 20);
    ck_assert_int_eq(control.result->variation, SPC_COMMON_CAUSE);
    ck_assert_ptr_eq(control.break_at, &proposed);
    ck_assert(control.chart.breaks[0].proposed && control.chart.breaks[0].counted_anew);
    ck_assert_str_eq(control.chart.title, "A break is proposed from September 2021, not yet confirmed");
    ck_assert_ptr_nonnull(strstr(control.finding, "proposed, not yet confirmed, and no change is read across it. Figures since then:"));
    ck_assert_ptr_null(strstr(control.finding, "for the better"));
    ck_assert_ptr_null(strstr(control.short_finding, "for the better"));
    ck_assert_ptr_nonnull(strstr(control.short_finding, "proposed, not yet confirmed"));
}
END_TEST

START_TEST(a_confirmed_break_gives_its_reason)
{
    struct series_break confirmed = {.ref = "b", .from = date_from_civil(2021, 9, 1), .reason = "Fewer contacts are counted."};
    a_fall();
    struct measure_control control = made(&confirmed, 1, false);
    ck_assert_ptr_nonnull(strstr(control.finding, "they begin there because of this: Fewer contacts are counted."));
    ck_assert_ptr_null(strstr(control.finding, "proposed"));
    ck_assert_ptr_null(control.chart.title);
}
END_TEST

START_TEST(breaks_outside_what_is_shown_are_left_out)
{
    struct series_break early = {.ref = "b", .from = date_from_civil(2019, 9, 1), .reason = "Earlier.", .proposed = true};
    struct series_break late = {.ref = "c", .from = date_from_civil(2029, 9, 1), .reason = "Later.", .proposed = true};
    a_fall();
    ck_assert_uint_eq(made(&early, 1, false).result->segment_count, 1);
    struct measure_control control = made(&late, 1, false);
    ck_assert_uint_eq(control.result->segment_count, 1);
    ck_assert_ptr_null(control.break_at);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("control charts of measures");
    TCase *tests = tcase_create("made");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, thirteen_by_month_or_quarter_are_enough_and_years_never);
    tcase_add_test(tests, the_latest_three_years_are_shown_unless_all_are_asked_for);
    tcase_add_test(tests, a_period_left_out_is_a_gap);
    tcase_add_test(tests, quarters_are_named_as_quarters);
    tcase_add_test(tests, without_a_break_the_fall_is_called_what_it_is);
    tcase_add_test(tests, no_change_is_read_across_a_proposed_break);
    tcase_add_test(tests, a_confirmed_break_gives_its_reason);
    tcase_add_test(tests, breaks_outside_what_is_shown_are_left_out);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
