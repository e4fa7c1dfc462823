/* Days and instants: strict reading, the calendar over four centuries, and London's summer time. */
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

static struct date day(const char *text)
{
    struct date date;
    ck_assert_msg(date_parse(text, &date), "%s", text);
    return date;
}

START_TEST(knows_every_day_from_1800_to_2200)
{
    struct date date = date_from_civil(1800, 1, 1);
    for (int days = 0; !date_is_none(date); date = date_add_days(date, 1), days++) {
        time_t seconds = (time_t)date.days * 86400;
        struct tm expected;
        gmtime_r(&seconds, &expected);
        struct civil civil = date_to_civil(date);
        ck_assert_int_eq(civil.year, expected.tm_year + 1900);
        ck_assert_int_eq(civil.month, expected.tm_mon + 1);
        ck_assert_int_eq(civil.day, expected.tm_mday);
        ck_assert_int_eq(date_from_civil(civil.year, civil.month, civil.day).days, date.days);
        if (civil.year == 2200 && civil.month == 12 && civil.day == 31)
            ck_assert_int_eq(days, 146461); /* 401 years, 97 of them leap years */
    }
    ck_assert(date_is_none(date_from_civil(1799, 12, 31)));
    ck_assert(date_is_none(date_from_civil(2201, 1, 1)));
}
END_TEST

START_TEST(reads_dates_strictly)
{
    static const char *const bad[] = {"",           "2019-2-01",  "2019-02-1",   "2019-02-29",
                                      "1900-02-29", "2019-04-31", "2019-00-10",  "2019-13-10",
                                      "2019-01-00", "2019-01-32", "1799-12-31",  "2201-01-01",
                                      "2019/01/01", "01-01-2019", "2019-01-01 ", " 2019-01-01",
                                      "2019-01-0x", "+019-01-01", "2019-01-01T", "20190101",
                                      "-019-01-01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct date date = {42};
        ck_assert_msg(!date_parse(bad[i], &date), "%s", bad[i]);
        ck_assert_int_eq(date.days, 42);
    }
    ck_assert_int_eq(day("1970-01-01").days, 0);
    ck_assert_int_eq(day("2000-02-29").days, 11016);
    ck_assert_int_eq(day("1800-01-01").days, -62091);
}
END_TEST

START_TEST(writes_dates_for_machines_and_people)
{
    ck_assert_str_eq(date_iso(ctx, day("2019-12-31")), "2019-12-31");
    ck_assert_str_eq(date_words(ctx, day("2019-12-01")), "1 December 2019");
    ck_assert_str_eq(date_short_words(ctx, day("2019-09-30")), "30 Sep 2019");
    ck_assert_str_eq(date_month_words(ctx, day("2019-05-07")), "May 2019");
    ck_assert_str_eq(date_iso(ctx, DATE_NONE), "");
    ck_assert_str_eq(date_words(ctx, DATE_NONE), "");
    ck_assert_str_eq(date_iso(ctx, (struct date){INT32_MAX}), "");
    ck_assert_str_eq(date_month_name(0), "");
    ck_assert_str_eq(date_month_name(13), "");
}
END_TEST

START_TEST(compares_and_adds_within_the_range)
{
    ck_assert_int_lt(date_compare(DATE_NONE, day("1800-01-01")), 0);
    ck_assert_int_lt(date_compare(day("2019-01-01"), day("2019-01-02")), 0);
    ck_assert_int_eq(date_compare(day("2019-01-01"), day("2019-01-01")), 0);
    ck_assert_int_gt(date_compare((struct date){INT32_MAX}, DATE_NONE), 0);
    ck_assert_str_eq(date_iso(ctx, date_add_days(day("2019-02-28"), 1)), "2019-03-01");
    ck_assert_str_eq(date_iso(ctx, date_add_days(day("2020-03-01"), -1)), "2020-02-29");
    ck_assert(date_is_none(date_add_days(day("2200-12-31"), 1)));
    ck_assert(date_is_none(date_add_days(day("2019-01-01"), INT32_MIN)));
    ck_assert(date_is_none(date_add_days(DATE_NONE, 1)));
    ck_assert_str_eq(date_iso(ctx, date_month_end(day("2020-02-10"))), "2020-02-29");
    ck_assert(date_is_none(date_month_end(DATE_NONE)));
}
END_TEST

START_TEST(london_changes_its_clocks_as_the_rule_says)
{
    /* The C library with the same rule, as a POSIX time zone, is the second opinion: every hour of 1996 to 2050. */
    setenv("TZ", "GMT0BST,M3.5.0/1,M10.5.0/2", 1);
    tzset();
    for (int64_t instant = 820454400; instant < 2556144000; instant += 3600) {
        time_t seconds = (time_t)instant;
        struct tm london;
        localtime_r(&seconds, &london);
        struct civil civil = date_to_civil(date_of_instant(instant));
        if (civil.day != london.tm_mday || civil.month != london.tm_mon + 1 || civil.year != london.tm_year + 1900)
            ck_abort_msg("%s", instant_iso(ctx, instant));
        ck_assert_int_eq(instant_london_offset(instant), london.tm_isdst ? 3600 : 0);
        ck_assert_int_eq(instant_london_offset(instant - 1), instant_london_offset(instant - 3600));
    }
}
END_TEST

START_TEST(days_begin_at_londons_midnight)
{
    static const char *const days[] = {"2026-01-01", "2026-03-28", "2026-03-29", "2026-03-30", "2026-07-01",
                                       "2026-10-24", "2026-10-25", "2026-10-26", "1900-01-01", "2199-12-31"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct date date = day(days[i]);
        int64_t start = instant_at_start_of(date);
        ck_assert_int_eq(date_of_instant(start).days, date.days);
        ck_assert_int_eq(date_of_instant(start - 1).days, date.days - 1);
    }
    ck_assert_str_eq(instant_iso(ctx, instant_at_start_of(day("2026-07-01"))), "2026-06-30T23:00:00Z");
}
END_TEST

START_TEST(writes_and_reads_instants)
{
    int64_t instant = 99;
    ck_assert(instant_parse("2026-11-23T19:08:15Z", &instant));
    ck_assert_str_eq(instant_iso(ctx, instant), "2026-11-23T19:08:15Z");
    ck_assert_str_eq(instant_words(ctx, instant), "23 November 2026 at 7:08pm");
    ck_assert(instant_parse("2026-06-30T23:05:00Z", &instant));
    ck_assert_str_eq(instant_words(ctx, instant), "1 July 2026 at 12:05am");
    ck_assert(instant_parse("2026-06-30T11:59:59Z", &instant));
    ck_assert_str_eq(instant_words(ctx, instant), "30 June 2026 at 12:59pm");
    ck_assert(instant_parse("1969-12-31T23:59:59Z", &instant));
    ck_assert_int_eq(instant, -1);
    ck_assert_str_eq(instant_iso(ctx, -1), "1969-12-31T23:59:59Z");
    ck_assert_str_eq(instant_iso(ctx, INT64_MAX), "");
    ck_assert_str_eq(instant_words(ctx, INT64_MIN), "");
    ck_assert(date_is_none(date_of_instant(INT64_MIN)));
    static const char *const bad[] = {"",
                                      "2026-11-23",
                                      "2026-11-23T19:08:15",
                                      "2026-11-23 19:08:15Z",
                                      "2026-11-23T24:00:00Z",
                                      "2026-11-23T19:60:15Z",
                                      "2026-11-23T19:08:60Z",
                                      "2026-02-30T19:08:15Z",
                                      "2026-11-23T19:08:15z",
                                      "2026-11-23T19:08:15Z ",
                                      "2026-11-23T-1:08:15Z",
                                      "2026-11-23T19.08.15Z"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        instant = 42;
        ck_assert_msg(!instant_parse(bad[i], &instant), "%s", bad[i]);
        ck_assert_int_eq(instant, 42);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("date");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, knows_every_day_from_1800_to_2200);
    tcase_add_test(tests, reads_dates_strictly);
    tcase_add_test(tests, writes_dates_for_machines_and_people);
    tcase_add_test(tests, compares_and_adds_within_the_range);
    tcase_add_test(tests, london_changes_its_clocks_as_the_rule_says);
    tcase_add_test(tests, days_begin_at_londons_midnight);
    tcase_add_test(tests, writes_and_reads_instants);
    Suite *suite = suite_create("base/date");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
