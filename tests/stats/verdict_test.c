/* Verdicts: every answer and every reason from series made for it, word for word; the calendar; the neighbours; and the
 * regression against figures worked out elsewhere. How often verdicts err is measured by bench/calibrate.c. */
#include "stats/verdict.h"

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

/* Noise without chance: fractions of the golden ratio's multiples, spread evenly over -1 to 1 and without order. */
static double noise(size_t i)
{
    double turned = (double)(i + 1) * 0.6180339887498949;
    return 2 * (turned - floor(turned)) - 1;
}

struct story {
    struct point points[60];
    struct verdict_question question;
};

/* Monthly figures from April 2021: 24 about `level` before 1 April 2023, 12 about `after` since. */
static struct story monthly(double level, double after, double spread)
{
    struct story story = {.question = {
        .expectation = {.measure = "repeat referrals", .unit = "%", .decimals = 1, .direction = VERDICT_DOWN, .size = 5,
                        .declared = date_from_civil(2023, 2, 1), .starts = date_from_civil(2023, 4, 1),
                        .due = date_from_civil(2024, 3, 31), .baseline_from = DATE_NONE},
        .series = {.count = 36, .rhythm = VERDICT_MONTHLY},
        .today = date_from_civil(2024, 5, 1)}};
    for (int i = 0; i < 36; i++) {
        int month = 3 + i;
        story.points[i] = (struct point){.day = date_from_civil(2021 + month / 12, month % 12 + 1, 1).days,
                                         .value = (i < 24 ? level : after) + spread * noise((size_t)i)};
    }
    return story;
}

static struct verdict judge(struct story *story)
{
    struct verdict verdict;
    story->question.series.points = story->points;
    struct error *error = verdict_judge(ctx, &story->question, &verdict);
    ck_assert_msg(error == NULL, "%s", error ? error->message : "");
    return verdict;
}

static void check_answer(const struct verdict *verdict, enum verdict_answer answer, enum verdict_reason reason,
                         const char *sentence)
{
    ck_assert_msg(verdict->answer == answer && verdict->reason == reason, "answer %d, reason %d: %s", verdict->answer,
                  verdict->reason, verdict->sentence);
    if (sentence)
        ck_assert_str_eq(verdict->sentence, sentence);
}

static bool says(const char *const *texts, size_t count, const char *piece)
{
    for (size_t i = 0; i < count; i++)
        if (strstr(texts[i], piece))
            return true;
    return false;
}

/* ---- the answers ---- */

START_TEST(a_fall_larger_than_declared_is_confirmed)
{
    struct story story = monthly(31, 24, 0.5);
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_SEEN_CONFIRMED, VERDICT_PLAIN,
                 "Repeat referrals: change seen, size confirmed. Since 1 April 2023 it has been on average 7.2 "
                 "percentage points lower than its earlier course led to expect (95% interval: between 6.8 and 7.5"
                 " lower); a fall of 5.0 percentage points was declared, and the whole interval reaches it.");
    ck_assert_uint_eq(verdict.before, 24);
    ck_assert_uint_eq(verdict.after, 12);
    ck_assert(verdict.signal && !verdict.signal_against);
    ck_assert(fabs(verdict.level.estimate + 7) < 0.1);
    ck_assert_double_ge(verdict.power, 0.99);
    ck_assert(date_is_none(verdict.look_again));
    ck_assert(says(verdict.assumptions, verdict.assumption_count, "not why"));
    ck_assert(says(verdict.threat_texts, verdict.threat_count, "No comparison with neighbours"));
}
END_TEST

START_TEST(a_fall_about_as_large_as_declared_is_seen)
{
    struct story story = monthly(31, 26, 1.5);
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_SEEN, VERDICT_PLAIN,
                 "Repeat referrals: change seen, size not confirmed. Since 1 April 2023 it has been on average 5.5"
                 " percentage points lower than its earlier course led to expect (95% interval: between 4.3 and "
                 "6.6 lower); a fall of 5.0 percentage points was declared.");
    ck_assert(says(verdict.would_change, verdict.would_change_count, "near end"));
}
END_TEST

START_TEST(no_change_is_said_when_the_declared_one_is_ruled_out)
{
    struct story story = monthly(31, 31, 1);
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_NOT_SEEN, VERDICT_PLAIN,
                 "Repeat referrals: no change seen. Since 1 April 2023 it has been on average 0.3 percentage "
                 "points lower than its earlier course led to expect (95% interval: between 1.1 lower and 0.5 "
                 "higher); a fall of 5.0 percentage points was declared, and the interval rules that out.");
}
END_TEST

START_TEST(wide_figures_cannot_tell)
{
    struct story story = monthly(31, 30, 9);
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_WIDE,
                 "Repeat referrals: cannot tell. Since 1 April 2023 it has been on average 3.7 percentage points "
                 "lower than its earlier course led to expect (95% interval: between 10.6 lower and 3.2 higher): "
                 "that rules out neither no change nor a fall of 5.0 percentage points.");
    ck_assert_double_lt(verdict.power, 0.8);
    story.question.expectation.size = 0;
    verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_WIDE, NULL);
    ck_assert_ptr_nonnull(
        strstr(verdict.sentence, "no change is not ruled out; a fall of no stated size was declared."));
    ck_assert(isnan(verdict.power));
}
END_TEST

START_TEST(a_rise_is_the_wrong_direction)
{
    struct story story = monthly(31, 36, 1);
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_WRONG_DIRECTION, VERDICT_PLAIN,
                 "Repeat referrals: change in the wrong direction. Since 1 April 2023 it has been on average 4.7 "
                 "percentage points higher than its earlier course led to expect (95% interval: between 3.9 and "
                 "5.5 higher); a fall of 5.0 percentage points was declared.");
    story.question.expectation.direction = VERDICT_UP;
    verdict = judge(&story);
    ck_assert(verdict.answer == VERDICT_SEEN || verdict.answer == VERDICT_SEEN_CONFIRMED);
}
END_TEST

START_TEST(before_its_time_there_is_no_verdict)
{
    struct story story = monthly(31, 24, 0.5);
    story.question.today = date_from_civil(2023, 3, 31);
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_NOT_STARTED, VERDICT_PLAIN,
                 "Repeat referrals: not started. The action starts on 1 April 2023.");
    story.question.today = date_from_civil(2024, 1, 15); /* ten figures, and a clear fall: still not due */
    verdict = judge(&story);
    check_answer(&verdict, VERDICT_TOO_EARLY, VERDICT_NOT_DUE,
                 "Repeat referrals: too early. It is due on 31 March 2024; 10 figures have come since it started.");
    ck_assert_int_eq(verdict.look_again.days, date_from_civil(2024, 3, 31).days);
    story.question.expectation.due = date_from_civil(2023, 5, 31);
    story.question.today = date_from_civil(2023, 6, 5);
    story.question.expectation.lag_days = 40;
    verdict = judge(&story);
    check_answer(&verdict, VERDICT_TOO_EARLY, VERDICT_FEW_AFTER,
                 "Repeat referrals: too early. Only 1 figure has come that can show it; at least 3 are needed.");
    ck_assert_int_gt(verdict.look_again.days, story.question.today.days);
}
END_TEST

/* ---- what stands against an answer ---- */

START_TEST(a_drift_that_goes_on_is_no_change)
{
    struct story story = monthly(0, 0, 0.6);
    for (int i = 0; i < 36; i++)
        story.points[i].value += 40 - 0.3 * i;
    struct verdict verdict = judge(&story);
    ck_assert_double_lt(verdict.level.estimate, -5); /* compared with the mean before, it fell as declared */
    ck_assert(verdict.signal);
    ck_assert(verdict.trend.low < 0 && verdict.trend.high > 0);
    ck_assert(verdict.threats & VERDICT_THREAT_TREND);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_WIDE,
                 "Repeat referrals: cannot tell. Since 1 April 2023 it has been on average 5.5 percentage points "
                 "lower than before (95% interval: between 12.9 lower and 1.9 higher): that rules out neither no "
                 "change nor a fall of 5.0 percentage points.");
}
END_TEST

START_TEST(the_time_of_year_is_no_change)
{
    static const double season[12] = {4, 4, 4, 0, 0, 0, -4, -4, -4, 0, 0, 0};
    struct story story = monthly(31, 31, 0.4);
    for (int i = 0; i < 36; i++)
        story.points[i].value += season[i % 12];
    story.question.series.count = 33; /* the year after ends before the months that are high */
    story.question.expectation.due = date_from_civil(2023, 12, 31);
    struct verdict verdict = judge(&story);
    ck_assert(verdict.seasonal);
    check_answer(&verdict, VERDICT_NOT_SEEN, VERDICT_PLAIN, NULL);
    ck_assert(says(verdict.assumptions, verdict.assumption_count, "like months are compared"));
}
END_TEST

START_TEST(a_new_definition_cuts_the_series)
{
    struct story story = monthly(31, 24, 0.5);
    struct verdict_event event = {date_from_civil(2022, 4, 1), VERDICT_DEFINITION_CHANGED, "closed referrals counted"};
    for (int i = 0; i < 12; i++)
        story.points[i].value += 20;
    story.question.events = &event;
    story.question.event_count = 1;
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_SEEN_CONFIRMED, VERDICT_PLAIN, NULL);
    ck_assert_uint_eq(verdict.before, 12);
    ck_assert_uint_eq(verdict.set_aside, 12);
    ck_assert(verdict.threats & VERDICT_THREAT_DEFINITION);

    event.day = date_from_civil(2023, 4, 1);
    verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_DEFINED_ANEW,
                 "Repeat referrals: cannot tell. What the figure counts changed while the action was starting, so "
                 "that before and after cannot be compared.");
    event.day = date_from_civil(2022, 10, 1);
    verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_FEW_BEFORE,
                 "Repeat referrals: cannot tell. Only 6 comparable figures come from before the start; at least 8 are "
                 "needed.");
    event.day = date_from_civil(2023, 3, 1); /* one is one figure, not figures */
    verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_FEW_BEFORE,
                 "Repeat referrals: cannot tell. Only 1 comparable figure comes from before the start; at least 8 are "
                 "needed.");
    event.day = date_from_civil(2023, 10, 1); /* six months after the start still count */
    for (int i = 0; i < 12; i++)
        story.points[i].value -= 20;
    verdict = judge(&story);
    ck_assert_uint_eq(verdict.after, 6);
    ck_assert_int_eq(verdict.answer, VERDICT_SEEN_CONFIRMED);
}
END_TEST

START_TEST(two_actions_cannot_be_told_apart)
{
    struct story story = monthly(31, 24, 0.5);
    struct verdict_event event = {date_from_civil(2023, 6, 1), VERDICT_OTHER_ACTION, "the new front door"};
    story.question.events = &event;
    story.question.event_count = 1;
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_TWO_ACTIONS,
                 "Repeat referrals: cannot tell. Since 1 April 2023 it has been on average 7.2 percentage points "
                 "lower than its earlier course led to expect (95% interval: between 6.8 and 7.5 lower), but "
                 "another action on it began about then, the new front door: which of them it followed cannot be "
                 "told.");
    event.day = date_from_civil(2021, 6, 1);
    verdict = judge(&story);
    ck_assert_int_eq(verdict.answer, VERDICT_SEEN_CONFIRMED);
}
END_TEST

START_TEST(what_happens_everywhere_is_not_ascribed)
{
    struct story story = monthly(31, 24, 0.5);
    struct point others[3][36];
    struct verdict_series neighbours[3];
    for (size_t n = 0; n < 3; n++) {
        for (size_t i = 0; i < 36; i++) {
            others[n][i] = story.points[i];
            others[n][i].value = (i < 24 ? 28 : 21) + (double)n + 0.5 * noise(7 * i + n);
        }
        neighbours[n] = (struct verdict_series){.points = others[n], .count = 36, .rhythm = VERDICT_MONTHLY};
    }
    story.question.neighbours = neighbours;
    story.question.neighbour_count = 3;
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_OTHERS_TOO,
                 "Repeat referrals: cannot tell. Since 1 April 2023 it has been on average 7.2 percentage points "
                 "lower than its earlier course led to expect (95% interval: between 6.8 and 7.5 lower), but the "
                 "neighbours' figures moved too, and against theirs no change is certain.");
    ck_assert(verdict.against_neighbours.possible);
    for (size_t n = 0; n < 3; n++)
        for (size_t i = 24; i < 36; i++)
            others[n][i].value += 7;
    verdict = judge(&story);
    ck_assert_int_eq(verdict.answer, VERDICT_SEEN_CONFIRMED);
    ck_assert(!(verdict.threats & VERDICT_THREAT_NO_COMPARATOR));
}
END_TEST

/* Neighbours whose difference never varies leave nothing to compare with, and the reader is told so. */
START_TEST(neighbours_that_never_differ_are_no_comparison)
{
    struct story story = monthly(31, 24, 1);
    struct point same[36];
    for (size_t i = 0; i < 36; i++) {
        same[i] = story.points[i];
        same[i].value -= 2;
    }
    struct verdict_series neighbour = {.points = same, .count = 36, .rhythm = VERDICT_MONTHLY};
    story.question.neighbours = &neighbour;
    story.question.neighbour_count = 1;
    struct verdict verdict = judge(&story);
    ck_assert(!verdict.against_neighbours.possible);
    ck_assert(verdict.threats & VERDICT_THREAT_NO_COMPARATOR);
}
END_TEST

START_TEST(an_extreme_figure_before_the_start_is_left_out)
{
    struct story story = monthly(31, 31, 1);
    story.points[23].value = 40; /* why the action was started */
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_NOT_SEEN, VERDICT_PLAIN, NULL);
    ck_assert(verdict.threats & VERDICT_THREAT_REGRESSION);
    ck_assert_uint_eq(verdict.before, 23);
}
END_TEST

START_TEST(a_shift_before_the_start_is_not_the_action)
{
    struct story story = monthly(31, 24, 0.5);
    for (int i = 19; i < 24; i++)
        story.points[i].value -= 7;
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_MOVED_BEFORE, NULL);
    ck_assert(verdict.threats & VERDICT_THREAT_SHIFT_BEFORE);
}
END_TEST

START_TEST(sparse_and_constant_figures_carry_nothing)
{
    struct story story = monthly(0, 0, 0);
    for (int i = 0; i < 36; i++)
        story.points[i].value = i % 7 == 0;
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_SPARSE, NULL);
    for (int i = 0; i < 36; i++)
        story.points[i].value = 12;
    verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_SAME_FIGURES, NULL);

    story.question.series.kind = VERDICT_PROPORTION; /* 1 of 40 a month: the proportion varies, the events are few */
    for (int i = 0; i < 36; i++)
        story.points[i].value = i % 3 == 0, story.points[i].out_of = 40 + i % 5;
    verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_SPARSE, NULL);
}
END_TEST

START_TEST(what_is_declared_afterwards_is_no_expectation)
{
    struct story story = monthly(31, 24, 0.5);
    story.question.expectation.declared = date_from_civil(2023, 9, 1);
    struct verdict verdict = judge(&story);
    check_answer(&verdict, VERDICT_CANNOT_TELL, VERDICT_DECLARED_LATE,
                 "Repeat referrals: cannot tell. It was declared on 1 September 2023, when figures that it speaks of "
                 "were there already.");
    story.question.expectation.declared = DATE_NONE;
    verdict = judge(&story);
    ck_assert_int_eq(verdict.answer, VERDICT_SEEN_CONFIRMED);
    ck_assert(verdict.threats & VERDICT_THREAT_UNDATED);
}
END_TEST

START_TEST(order_and_gaps_change_nothing_else)
{
    struct story story = monthly(31, 26, 1.5);
    struct verdict first = judge(&story);
    for (size_t i = 0; i < 18; i++) {
        struct point point = story.points[i];
        story.points[i] = story.points[35 - i];
        story.points[35 - i] = point;
    }
    struct verdict second = judge(&story);
    ck_assert_str_eq(first.sentence, second.sentence);
    story.points[3].missing = true;
    second = judge(&story);
    ck_assert(second.threats & VERDICT_THREAT_GAPS);
    ck_assert_uint_eq(second.before + second.after, 35);
}
END_TEST

START_TEST(lag_is_set_aside)
{
    struct story story = monthly(31, 24, 0.5);
    story.points[24].value = 31;
    story.points[25].value = 29;
    story.question.expectation.lag_days = 61;
    struct verdict verdict = judge(&story);
    ck_assert_uint_eq(verdict.after, 10);
    ck_assert_uint_eq(verdict.set_aside, 2);
    ck_assert_int_eq(verdict.answer, VERDICT_SEEN_CONFIRMED);
}
END_TEST

START_TEST(a_path_is_answered_date_by_date)
{
    struct story story = monthly(31, 24, 0.5);
    struct milestone path[] = {
        {.due = date_from_civil(2023, 9, 30), .value = 28, .direction = MILESTONE_AT_MOST,
         .measure = "repeat referrals", .unit = "%", .decimals = 1},
        {.due = date_from_civil(2024, 3, 31), .value = 20, .direction = MILESTONE_AT_MOST,
         .measure = "repeat referrals", .unit = "%", .decimals = 1}};
    struct milestone_observation observed = {
        {date_from_civil(2023, 9, 1), date_from_civil(2023, 9, 30)}, FIGURE_KNOWN, 24.1};
    struct milestone_definition definition = {NULL, &observed, 1};
    story.question.path = path;
    story.question.path_count = 2;
    story.question.definitions = &definition;
    story.question.definition_count = 1;
    struct verdict verdict = judge(&story);
    ck_assert_int_eq(verdict.path[0].result, MILESTONE_REACHED);
    ck_assert_int_eq(verdict.path[1].result, MILESTONE_NO_FIGURE);
}
END_TEST

START_TEST(what_cannot_be_judged_is_refused)
{
    struct verdict verdict;
    struct story story = monthly(31, 24, 0.5);
    story.question.series.points = story.points;
    story.question.expectation.due = date_from_civil(2023, 1, 1);
    ck_assert_int_eq(verdict_judge(ctx, &story.question, &verdict)->kind, ERROR_INVALID);
    story = monthly(31, 24, 0.5);
    story.question.series.points = story.points;
    story.points[5].day = story.points[4].day + 3;
    struct error *error = verdict_judge(ctx, &story.question, &verdict);
    ck_assert_int_eq(error->kind, ERROR_INVALID);
    ck_assert_str_eq(error->message, "There are two figures for the period that 4 August 2021 is in.");
    story = monthly(31, 24, 0.5);
    story.question.series.points = story.points;
    story.question.series.kind = VERDICT_PROPORTION;
    ck_assert_int_eq(verdict_judge(ctx, &story.question, &verdict)->kind, ERROR_INVALID);
}
END_TEST

/* ---- the regression ---- */

START_TEST(the_level_effect_is_the_difference_of_means)
{
    int32_t slots[] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    double figures[] = {3, 5, 4, 6, 2, 9, 8, 10, 9};
    bool after[] = {false, false, false, false, false, true, true, true, true};
    struct effect_figures data = {slots, figures, after, 9, 0};
    struct effect level, trend;
    ck_assert_ptr_null(effect_estimate(ctx, &data, EFFECT_LEVEL, 0, &level));
    ck_assert_double_eq_tol(level.estimate, 5, 1e-12);
    /* pooled variance 12/7; Student's t with 7 degrees of freedom: 2.364624 */
    ck_assert_double_eq_tol(level.error, sqrt(12.0 / 7 * (1.0 / 5 + 1.0 / 4)), 1e-12);
    ck_assert_double_eq_tol(level.degrees, 7, 1e-9);
    ck_assert_double_eq_tol(level.high - level.estimate, 2.3646242510103 * level.error, 1e-9);

    /* the line through the first five, 4 - 0.1 (t - 2), at t = 6.5 is 3.55; the mean after is 9 */
    ck_assert_ptr_null(effect_estimate(ctx, &data, EFFECT_TREND, 0, &trend));
    ck_assert_double_eq_tol(trend.slope, -0.1, 1e-12);
    ck_assert_double_eq_tol(trend.estimate, 9 - 3.55, 1e-12);
}
END_TEST

START_TEST(dependence_widens_the_interval)
{
    int32_t slots[40];
    double figures[40];
    bool after[40];
    for (int i = 0; i < 40; i++) {
        slots[i] = i;
        after[i] = i >= 20;
        figures[i] = 10 + (i > 0 ? 0.8 * (figures[i - 1] - 10) : 0) + noise((size_t)i * 3);
    }
    struct effect_figures data = {slots, figures, after, 40, 0};
    struct effect free, floored;
    ck_assert_ptr_null(effect_estimate(ctx, &data, EFFECT_LEVEL, 0, &free));
    ck_assert_ptr_null(effect_estimate(ctx, &data, EFFECT_LEVEL, 0.9, &floored));
    ck_assert_double_ge(floored.rho, 0.9);
    ck_assert_double_gt(floored.high - floored.low, free.high - free.low);
    ck_assert_double_lt(floored.degrees, 38);
    for (int i = 0; i < 40; i++)
        figures[i] = 7;
    ck_assert_ptr_null(effect_estimate(ctx, &data, EFFECT_LEVEL, 0, &free));
    ck_assert(!free.possible);
}
END_TEST

static TCase *answers_case(void)
{
    TCase *cases = tcase_create("answers");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_add_test(cases, neighbours_that_never_differ_are_no_comparison);
    tcase_add_test(cases, a_fall_larger_than_declared_is_confirmed);
    tcase_add_test(cases, a_fall_about_as_large_as_declared_is_seen);
    tcase_add_test(cases, no_change_is_said_when_the_declared_one_is_ruled_out);
    tcase_add_test(cases, wide_figures_cannot_tell);
    tcase_add_test(cases, a_rise_is_the_wrong_direction);
    tcase_add_test(cases, before_its_time_there_is_no_verdict);
    tcase_add_test(cases, a_path_is_answered_date_by_date);
    tcase_add_test(cases, what_cannot_be_judged_is_refused);
    return cases;
}

static TCase *threats_case(void)
{
    TCase *cases = tcase_create("threats");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_add_test(cases, a_drift_that_goes_on_is_no_change);
    tcase_add_test(cases, the_time_of_year_is_no_change);
    tcase_add_test(cases, a_new_definition_cuts_the_series);
    tcase_add_test(cases, two_actions_cannot_be_told_apart);
    tcase_add_test(cases, what_happens_everywhere_is_not_ascribed);
    tcase_add_test(cases, an_extreme_figure_before_the_start_is_left_out);
    tcase_add_test(cases, a_shift_before_the_start_is_not_the_action);
    tcase_add_test(cases, sparse_and_constant_figures_carry_nothing);
    tcase_add_test(cases, what_is_declared_afterwards_is_no_expectation);
    tcase_add_test(cases, order_and_gaps_change_nothing_else);
    tcase_add_test(cases, lag_is_set_aside);
    return cases;
}

static TCase *regression_case(void)
{
    TCase *cases = tcase_create("regression");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_add_test(cases, the_level_effect_is_the_difference_of_means);
    tcase_add_test(cases, dependence_widens_the_interval);
    return cases;
}

int main(void)
{
    Suite *suite = suite_create("verdict");
    suite_add_tcase(suite, answers_case());
    suite_add_tcase(suite, threats_case());
    suite_add_tcase(suite, regression_case());
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
