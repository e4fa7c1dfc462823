/* Milestones: reached, not reached, no figure for that date, depends on the definition; and the words for each. */
#include "stats/milestone.h"

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

static struct milestone_observation snapshot(int year, int month, int day, double value)
{
    struct date taken = date_from_civil(year, month, day);
    return (struct milestone_observation){{taken, taken}, FIGURE_KNOWN, value};
}

static struct milestone_observation month(int year, int number, double value)
{
    struct date first = date_from_civil(year, number, 1);
    return (struct milestone_observation){{first, date_month_end(first)}, FIGURE_KNOWN, value};
}

static struct milestone_observation year(int number, double value)
{
    return (struct milestone_observation){
        {date_from_civil(number, 1, 1), date_from_civil(number, 12, 31)}, FIGURE_KNOWN, value};
}

static struct milestone_answer check_one(struct milestone milestone, const struct milestone_observation *observations,
                                         size_t count)
{
    struct milestone_definition definition = {NULL, observations, count};
    struct milestone_answer answer;
    ck_assert_ptr_null(milestone_check(ctx, &milestone, &definition, 1, &answer));
    return answer;
}

/* Agency social workers as a share of all, published once a year at 30 September. */
static const struct milestone agency = {
    .value = 20, .direction = MILESTONE_AT_MOST, .measure = "agency social workers", .unit = "%", .decimals = 1};

START_TEST(an_annual_count_has_no_figure_for_april)
{
    struct milestone_observation published[] = {snapshot(2021, 9, 30, 33.4), snapshot(2018, 9, 30, 15.9),
                                                snapshot(2020, 9, 30, 32.1), snapshot(2019, 9, 30, 30.8)};
    struct milestone april = agency, september = agency;
    april.due = date_from_civil(2020, 4, 30);
    april.due_words = "April 2020";
    april.value = 25;
    september.due = date_from_civil(2020, 9, 30);
    september.due_words = "September 2020";

    struct milestone_answer answer = check_one(april, published, 4);
    ck_assert_int_eq(answer.result, MILESTONE_NO_FIGURE);
    ck_assert_uint_eq(answer.comparisons[0].compared, MILESTONE_NONE);
    ck_assert_uint_eq(answer.comparisons[0].before, 3);
    ck_assert_uint_eq(answer.comparisons[0].after, 2);
    ck_assert_str_eq(answer.sentence,
                     "Agency social workers: at most 25% was wanted by April 2020. There is no figure for "
                     "April 2020. The nearest figures are 30.8% (30 September 2019) and 32.1% (30 "
                     "September 2020).");

    answer = check_one(september, published, 4);
    ck_assert_int_eq(answer.result, MILESTONE_NOT_REACHED);
    ck_assert_uint_eq(answer.comparisons[0].compared, 2);
    ck_assert_str_eq(answer.sentence,
                     "Agency social workers: at most 20% was wanted by September 2020. It was not "
                     "reached: 32.1% (30 September 2020).");
}
END_TEST

START_TEST(definitions_that_disagree_are_named)
{
    struct milestone_observation all[] = {year(2018, 30.2), year(2019, 38.3)}, without[] = {year(2019, 40.0)};
    struct milestone_definition definitions[] = {{"of all plans", all, 2}, {"excluding exceptions", without, 1}};
    struct milestone milestone = {.due = date_from_civil(2019, 12, 31), .value = 40, .due_words = "December 2019",
                                  .measure = "plans issued within 20 weeks", .unit = "%", .decimals = 1};
    struct milestone_answer answer;
    ck_assert_ptr_null(milestone_check(ctx, &milestone, definitions, 2, &answer));
    ck_assert_int_eq(answer.result, MILESTONE_DEPENDS);
    ck_assert_int_eq(answer.comparisons[0].result, MILESTONE_NOT_REACHED);
    ck_assert_uint_eq(answer.comparisons[0].compared, 1);
    ck_assert_int_eq(answer.comparisons[1].result, MILESTONE_REACHED);
    ck_assert_str_eq(answer.sentence,
                     "Plans issued within 20 weeks: at least 40% was wanted by December 2019. Whether it was reached "
                     "depends on the definition, which was not said: reached with 40.0% excluding exceptions (2019), "
                     "not reached with 38.3% of all plans (2019).");
}
END_TEST

START_TEST(definitions_that_agree_or_are_silent)
{
    struct milestone_observation high[] = {year(2019, 41.0)}, higher[] = {year(2019, 44.5)}, old[] = {year(2018, 10)};
    struct milestone_definition definitions[] = {
        {"of all plans", high, 1}, {"excluding exceptions", higher, 1}, {"of new requests", old, 1}};
    struct milestone milestone = {
        .due = date_from_civil(2019, 12, 31), .value = 40, .measure = "plans in time", .unit = "%", .decimals = 1};
    struct milestone_answer answer;
    ck_assert_ptr_null(milestone_check(ctx, &milestone, definitions, 3, &answer));
    ck_assert_int_eq(answer.result, MILESTONE_REACHED);
    ck_assert_str_eq(answer.sentence,
                     "Plans in time: at least 40% was wanted by 31 December 2019. It was reached: 41.0% of "
                     "all plans (2019) and 44.5% excluding exceptions (2019). There is no figure for "
                     "that date of new requests.");
}
END_TEST

START_TEST(the_very_value_reaches)
{
    struct milestone_observation published[] = {snapshot(2020, 9, 30, 20.0)};
    struct milestone milestone = agency;
    milestone.due = date_from_civil(2020, 9, 30);
    ck_assert_int_eq(check_one(milestone, published, 1).result, MILESTONE_REACHED);
    milestone.direction = MILESTONE_AT_LEAST;
    ck_assert_int_eq(check_one(milestone, published, 1).result, MILESTONE_REACHED);
    milestone.value = 20.1;
    ck_assert_int_eq(check_one(milestone, published, 1).result, MILESTONE_NOT_REACHED);
    published[0].value = 0.1 + 0.2; /* not exactly 0.3 */
    milestone.value = 0.3;
    milestone.direction = MILESTONE_AT_MOST;
    ck_assert_int_eq(check_one(milestone, published, 1).result, MILESTONE_REACHED);
}
END_TEST

START_TEST(a_month_matches_its_month_and_a_quarter_its_last_day)
{
    struct milestone_observation monthly[] = {month(2020, 3, 5), month(2020, 4, 6), month(2020, 5, 7)};
    struct milestone milestone = {.due = date_from_civil(2020, 4, 10), .value = 6, .measure = "visits"};
    struct milestone_answer answer = check_one(milestone, monthly, 3);
    ck_assert_int_eq(answer.result, MILESTONE_REACHED);
    ck_assert_uint_eq(answer.comparisons[0].compared, 1);
    ck_assert_str_eq(answer.sentence,
                     "Visits: at least 6 was wanted by 10 April 2020. It was reached: 6 (April 2020).");
    milestone.match = MILESTONE_SAME_DAY;
    ck_assert_int_eq(check_one(milestone, monthly, 3).result, MILESTONE_NO_FIGURE);

    struct milestone_observation quarter = {
        {date_from_civil(2020, 1, 1), date_from_civil(2020, 3, 31)}, FIGURE_KNOWN, 9};
    milestone.match = MILESTONE_BY_LENGTH;
    milestone.due = date_from_civil(2020, 3, 31);
    ck_assert_int_eq(check_one(milestone, &quarter, 1).result, MILESTONE_REACHED);
    milestone.due = date_from_civil(2020, 3, 30);
    ck_assert_int_eq(check_one(milestone, &quarter, 1).result, MILESTONE_NO_FIGURE);
}
END_TEST

START_TEST(within_days_takes_the_nearest_then_the_later)
{
    struct milestone_observation taken[] = {snapshot(2020, 9, 20, 1), snapshot(2020, 9, 28, 2),
                                            snapshot(2020, 10, 2, 3)};
    struct milestone milestone = agency;
    milestone.due = date_from_civil(2020, 9, 30);
    milestone.match = MILESTONE_WITHIN_DAYS;
    milestone.match_days = 10;
    ck_assert_uint_eq(check_one(milestone, taken, 3).comparisons[0].compared, 2);
    milestone.due = date_from_civil(2020, 9, 27);
    ck_assert_uint_eq(check_one(milestone, taken, 3).comparisons[0].compared, 1);
    milestone.due = date_from_civil(2020, 11, 27);
    ck_assert_int_eq(check_one(milestone, taken, 3).result, MILESTONE_NO_FIGURE);
}
END_TEST

START_TEST(a_withheld_figure_is_no_figure)
{
    struct milestone_observation published[] = {snapshot(2019, 9, 30, 8), snapshot(2020, 9, 30, NAN)};
    published[1].status = FIGURE_SUPPRESSED;
    struct milestone milestone = agency;
    milestone.due = date_from_civil(2020, 9, 30);
    struct milestone_answer answer = check_one(milestone, published, 2);
    ck_assert_int_eq(answer.result, MILESTONE_NO_FIGURE);
    ck_assert_uint_eq(answer.comparisons[0].compared, 1);
    ck_assert_str_eq(answer.sentence,
                     "Agency social workers: at most 20% was wanted by 30 September 2020. The figure for 30 "
                     "September 2020 is withheld to protect people. The nearest figure is 8.0% (30 "
                     "September 2019).");
    published[1].status = FIGURE_NOT_AVAILABLE;
    ck_assert_ptr_nonnull(strstr(check_one(milestone, published, 2).sentence, "was not available."));
    ck_assert_int_eq(check_one(milestone, NULL, 0).result, MILESTONE_NO_FIGURE);
}
END_TEST

START_TEST(what_cannot_be_compared_is_refused)
{
    struct milestone_observation published[] = {snapshot(2020, 9, 30, NAN)};
    struct milestone_definition definition = {NULL, published, 1};
    struct milestone_answer answer;
    struct milestone milestone = agency;
    milestone.due = date_from_civil(2020, 9, 30);
    ck_assert_int_eq(milestone_check(ctx, &milestone, &definition, 1, &answer)->kind, ERROR_INVALID);
    published[0] = snapshot(2020, 9, 30, 1);
    published[0].period.to = DATE_NONE;
    ck_assert_int_eq(milestone_check(ctx, &milestone, &definition, 1, &answer)->kind, ERROR_INVALID);
    ck_assert_int_eq(milestone_check(ctx, &milestone, &definition, 0, &answer)->kind, ERROR_INVALID);
    published[0] = snapshot(2020, 9, 30, 1);
    milestone.due = DATE_NONE;
    ck_assert_int_eq(milestone_check(ctx, &milestone, &definition, 1, &answer)->kind, ERROR_INVALID);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("milestone");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_add_test(cases, an_annual_count_has_no_figure_for_april);
    tcase_add_test(cases, definitions_that_disagree_are_named);
    tcase_add_test(cases, definitions_that_agree_or_are_silent);
    tcase_add_test(cases, the_very_value_reaches);
    tcase_add_test(cases, a_month_matches_its_month_and_a_quarter_its_last_day);
    tcase_add_test(cases, within_days_takes_the_nearest_then_the_later);
    tcase_add_test(cases, a_withheld_figure_is_no_figure);
    tcase_add_test(cases, what_cannot_be_compared_is_refused);
    Suite *suite = suite_create("milestone");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
