/* Values and periods as people read them, and the rules an observation keeps. */
#include "measures/measures.h"

#include <check.h>
#include <talloc.h>

static void *ctx;

static void begin(void)
{
    ctx = talloc_new(NULL);
}

static void end(void)
{
    talloc_free(ctx);
}

static struct measure of_unit(const char *unit, const char *frequency)
{
    return (struct measure){.unit = unit, .places = 1, .frequency = frequency};
}

START_TEST(values_carry_their_unit_and_keep_their_digits)
{
    const struct {
        const char *unit, *text, *words;
    } cases[] = {
        {"percent", "32.10", "32.10%"},  {"count", "1114", "1,114"},           {"count", "1234567", "1,234,567"},
        {"count", "999", "999"},         {"pounds", "293565", "£293,565"},     {"percent", "-0.5", "−0.5%"},
        {"rate-per-10000", "52.4", "52.4 per 10,000"}, {"count", "1000.25", "1,000.25"}, {"weeks", "31", "31 weeks"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct measure measure = of_unit(cases[i].unit, "annual");
        ck_assert_str_eq(measure_value_words(ctx, &measure, cases[i].text), cases[i].words);
    }
}
END_TEST

START_TEST(computed_numbers_have_the_measures_places)
{
    struct measure measure = of_unit("percent", "annual");
    ck_assert_str_eq(measure_number_words(ctx, &measure, 30.0), "30.0%");
    ck_assert_str_eq(measure_number_words(ctx, &measure, 1234.56), "1,234.6%");
}
END_TEST

static struct period between(const char *from, const char *to)
{
    struct period period;
    ck_assert(date_parse(from, &period.from) && date_parse(to, &period.to));
    return period;
}

START_TEST(yearly_periods_are_named_by_their_year)
{
    struct measure yearly = of_unit("percent", "annual"), monthly = of_unit("count", "monthly");
    ck_assert_str_eq(measure_period_words(ctx, &yearly, between("2018-09-30", "2018-09-30")), "2018");
    ck_assert_str_eq(measure_period_words(ctx, &yearly, between("2018-04-01", "2019-03-31")), "2018-19");
    ck_assert_str_eq(measure_period_words(ctx, &yearly, between("2019-01-01", "2019-12-31")), "2019");
    ck_assert_str_eq(measure_period_words(ctx, &yearly, between("2017-10-01", "2018-09-30")), "year to Sep 2018");
    ck_assert_str_eq(measure_period_words(ctx, &monthly, between("2022-12-01", "2022-12-31")), "Dec 2022");
}
END_TEST

START_TEST(a_status_is_words_never_a_number)
{
    ck_assert_ptr_nonnull(strstr(observation_status_words("c"), "confidential"));
    ck_assert_ptr_nonnull(strstr(observation_status_words("low"), "not nought"));
}
END_TEST

/* The faults of an observation with these values for value, status, period_from, period_to, standing and reason. */
static size_t faults_of(const char *value, const char *status, const char *from, const char *to, const char *standing, const char *reason)
{
    const struct {
        const char *name, *text;
    } given[] = {{"value", value}, {"status", status}, {"period_from", from}, {"period_to", to}, {"standing", standing}, {"reason", reason}};
    const char **texts = talloc_zero_array(ctx, const char *, 32);
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        texts[register_field_index(&observation_register, given[i].name)] = given[i].text;
    struct record_draft draft = {.def = &observation_register, .texts = texts, .known_from = DATE_NONE};
    struct fault_list faults = fault_list_on(ctx);
    ck_assert_ptr_null(observation_check(ctx, &draft, &faults));
    return faults.count;
}

START_TEST(an_observation_has_a_value_or_a_reason_for_none)
{
    ck_assert_uint_eq(faults_of("1", NULL, "2019-01-01", "2019-12-31", "final", NULL), 0);
    ck_assert_uint_eq(faults_of(NULL, "c", "2019-01-01", "2019-12-31", "final", NULL), 0);
    ck_assert_uint_eq(faults_of(NULL, NULL, "2019-01-01", "2019-12-31", "final", NULL), 1);
    ck_assert_uint_eq(faults_of("1", "c", "2019-01-01", "2019-12-31", "final", NULL), 1);
    ck_assert_uint_eq(faults_of("1", NULL, "2019-12-31", "2019-01-01", "final", NULL), 1);
    ck_assert_uint_eq(faults_of("1", NULL, "2019-01-01", "2019-12-31", "restated", NULL), 1);
    ck_assert_uint_eq(faults_of("1", NULL, "2019-01-01", "2019-12-31", "restated", "A recount."), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("measure words and rules");
    TCase *words = tcase_create("words");
    tcase_add_checked_fixture(words, begin, end);
    tcase_add_test(words, values_carry_their_unit_and_keep_their_digits);
    tcase_add_test(words, computed_numbers_have_the_measures_places);
    tcase_add_test(words, yearly_periods_are_named_by_their_year);
    tcase_add_test(words, a_status_is_words_never_a_number);
    tcase_add_test(words, an_observation_has_a_value_or_a_reason_for_none);
    suite_add_tcase(suite, words);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
