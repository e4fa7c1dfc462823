/* Periods: their names, and reading what people type. */
#include "base/date.h"

#include <check.h>
#include <talloc.h>

static void *ctx;

static void set_up(void)
{
    ctx = talloc_new(NULL);
}

static void tear_down(void)
{
    talloc_free(ctx);
}

static struct period period(const char *text)
{
    struct period parsed;
    ck_assert_msg(period_parse(text, &parsed), "%s", text);
    return parsed;
}

static const struct {
    const char *typed, *label, *short_label, *text; /* text NULL: as typed */
} names[] = {
    {"2018-19", "2018-19", "2018-19", NULL},
    {"1999-00", "1999-00", "1999-00", NULL},
    {"2019", "2019", "2019", NULL},
    {"2018/19", "2018/19 academic year", "2018/19", NULL},
    {"2019-10", "October 2019", "Oct 2019", NULL},
    {"2009-10", "2009-10", "2009-10", NULL},
    {"2009-11", "November 2009", "Nov 2009", NULL},
    {"2009-10-01..2009-10-31", "October 2009", "Oct 2009", NULL},
    {"2020-02-01..2020-02-29", "February 2020", "Feb 2020", "2020-02"},
    {"2020-02-01..2020-02-28", "1 February 2020 to 28 February 2020", "1 Feb 2020–28 Feb 2020", NULL},
    {"2019-07-01..2019-09-30", "July to September 2019", "Jul–Sep 2019", NULL},
    {"2019-04-01..2019-10-31", "April to October 2019", "Apr–Oct 2019", NULL},
    {"2018-04-01..2019-03-31", "2018-19", "2018-19", "2018-19"},
    {"2018-09-01..2019-08-31", "2018/19 academic year", "2018/19", "2018/19"},
    {"2019-01-01..2019-12-31", "2019", "2019", "2019"},
    {"2018-09-30", "30 September 2018", "30 Sep 2018", NULL},
    {"2018-09-30..2018-09-30", "30 September 2018", "30 Sep 2018", "2018-09-30"},
    {"2018-05-01..2019-06-03", "1 May 2018 to 3 June 2019", "1 May 2018–3 Jun 2019", NULL},
    {"2018-10-01..2019-03-31", "1 October 2018 to 31 March 2019", "1 Oct 2018–31 Mar 2019", NULL},
    {"2018-05-01..", "from 1 May 2018", "from 1 May 2018", NULL},
    {"..2019-06-03", "up to 3 June 2019", "up to 3 Jun 2019", NULL},
    {"..", "any time", "any time", NULL},
};

START_TEST(names_periods_and_reads_the_names_back)
{
    struct period parsed = period(names[_i].typed);
    ck_assert_str_eq(period_label(ctx, parsed), names[_i].label);
    ck_assert_str_eq(period_short_label(ctx, parsed), names[_i].short_label);
    ck_assert_str_eq(period_text(ctx, parsed), names[_i].text ? names[_i].text : names[_i].typed);
    ck_assert(period_equal(period(period_text(ctx, parsed)), parsed));
}
END_TEST

START_TEST(every_whole_month_reads_back)
{
    for (struct date first = date_from_civil(1995, 1, 1); date_to_civil(first).year < 2030;
         first = date_add_days(date_month_end(first), 1)) {
        struct period month = {first, date_month_end(first)};
        ck_assert(period_equal(period(period_text(ctx, month)), month));
    }
}
END_TEST

START_TEST(refuses_what_is_no_period)
{
    static const char *const bad[] = {"",
                                      "19",
                                      "2018-1",
                                      "2018-13",
                                      "2018-00",
                                      "2018/20",
                                      "2018/17",
                                      "1799",
                                      "2201",
                                      "2200-01",
                                      "1799-00",
                                      "2018-19 ",
                                      " 2018-19",
                                      "2018--19",
                                      "2018-1a",
                                      "2019-02-30",
                                      "2019-06-03..2018-05-01",
                                      "2018-05-01...2019-06-03",
                                      "2018..2019",
                                      "2018-05-01..2019-06-03x",
                                      "abcd",
                                      "20189",
                                      "2018_19",
                                      "2018-05-01.2019-06-03"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct period parsed = {{1}, {2}};
        ck_assert_msg(!period_parse(bad[i], &parsed), "%s", bad[i]);
        ck_assert(parsed.from.days == 1 && parsed.to.days == 2);
    }
}
END_TEST

START_TEST(knows_what_lies_in_a_period_and_which_comes_first)
{
    struct date inside = date_from_civil(2018, 4, 1), outside = date_from_civil(2018, 3, 31);
    ck_assert(period_contains(period("2018-19"), inside));
    ck_assert(period_contains(period("2018-19"), date_from_civil(2019, 3, 31)));
    ck_assert(!period_contains(period("2018-19"), outside));
    ck_assert(!period_contains(period("2018-19"), date_from_civil(2019, 4, 1)));
    ck_assert(!period_contains(period(".."), DATE_NONE));
    ck_assert(period_contains(period(".."), outside));
    ck_assert(period_contains(period("2018-04-01.."), inside));
    ck_assert(!period_contains(period("2018-04-01.."), outside));
    ck_assert_int_eq(period_days(period("2019-20")), 366);
    ck_assert_int_eq(period_days(period("2018-09-30")), 1);
    ck_assert_int_eq(period_days(period("2018-09-30..")), 0);
    ck_assert_int_lt(period_compare(period("2018-19"), period("2019")), 0);
    ck_assert_int_gt(period_compare(period("2019-12"), period("2019")), 0);
    ck_assert_int_eq(period_compare(period("2019"), period("2019")), 0);
    ck_assert_int_gt(period_compare(period("2018-04-01.."), period("2100")), 0);
    ck_assert_int_lt(period_compare(period("2100"), period("2018-04-01..")), 0);
}
END_TEST

START_TEST(reads_a_date_as_precisely_as_it_is_known)
{
    static const struct {
        const char *text, *from, *to, *label, *words;
    } whens[] = {
        {"2019-10-31", "2019-10-31", "2019-10-31", "31 October 2019", "on 31 October 2019"},
        {"2019-10", "2019-10-01", "2019-10-31", "October 2019", "in October 2019"},
        {"2009-10", "2009-10-01", "2009-10-31", "October 2009", "in October 2009"}, /* never the financial year */
        {"2020-02", "2020-02-01", "2020-02-29", "February 2020", "in February 2020"},
        {"2019", "2019-01-01", "2019-12-31", "2019", "in 2019"},
    };
    for (size_t i = 0; i < sizeof whens / sizeof *whens; i++) {
        struct period when = {DATE_NONE, DATE_NONE};
        ck_assert(when_parse(whens[i].text, &when));
        ck_assert_str_eq(date_iso(ctx, when.from), whens[i].from);
        ck_assert_str_eq(date_iso(ctx, when.to), whens[i].to);
        ck_assert_str_eq(period_label(ctx, when), whens[i].label);
        ck_assert_str_eq(when_words(ctx, when), whens[i].words);
        ck_assert_str_eq(when_text(ctx, when), whens[i].text);
    }
}
END_TEST

START_TEST(refuses_what_is_no_day_month_or_year)
{
    static const char *const bad[] = {"",        "19",      "201",      "2019-",   "2019-0",     "2019-00",    "2019-13",
                                      "2019-1",  "2019/10", "2019-10-", "2019-10x", "2019-10-32", "2019-02-30", "2018-1a",
                                      "1799",    "2201-01", "-2019",    "2019 ",   "2018-19",    "2018/19",    "2019-10-1",
                                      "10-2019", "October 2019", "2019-10-01..2019-10-31", "2019-10-31T00:00:00Z"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct period when = {{1}, {2}};
        ck_assert_msg(!when_parse(bad[i], &when), "%s", bad[i]);
        ck_assert(when.from.days == 1 && when.to.days == 2);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("period");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, names_periods_and_reads_the_names_back, 0, sizeof names / sizeof *names);
    tcase_add_test(tests, every_whole_month_reads_back);
    tcase_add_test(tests, refuses_what_is_no_period);
    tcase_add_test(tests, knows_what_lies_in_a_period_and_which_comes_first);
    tcase_add_test(tests, reads_a_date_as_precisely_as_it_is_known);
    tcase_add_test(tests, refuses_what_is_no_day_month_or_year);
    Suite *suite = suite_create("base/period");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
