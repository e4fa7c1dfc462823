/* Days and instants. Periods live in period.c. */
#include "base/date.h"

#include <limits.h>
#include <string.h>
#include <talloc.h>

#define DAY_SECONDS 86400

static const char *const month_names[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};

/* Days from 1 January 1970 to the civil date, and back: the era method for the proleptic Gregorian calendar, in which a
 * year begins in March and 400 years are 146,097 days. Years here are never negative. */
static int32_t days_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int of_era = y % 400;
    int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return y / 400 * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static struct civil civil_of(int32_t days)
{
    int shifted = days + 719468, era = shifted / 146097, of_era = shifted % 146097;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (5 * of_year + 2) / 153;
    struct civil civil = {.day = of_year - (153 * month + 2) / 5 + 1, .month = month < 10 ? month + 3 : month - 9};
    civil.year = year + era * 400 + (civil.month <= 2);
    return civil;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool date_is_none(struct date date)
{
    return date.days == DATE_NONE.days;
}

static bool in_range(struct date date)
{
    return date.days >= days_of(DATE_YEAR_FIRST, 1, 1) && date.days <= days_of(DATE_YEAR_LAST, 12, 31);
}

struct date date_from_civil(int year, int month, int day)
{
    if (year < DATE_YEAR_FIRST || year > DATE_YEAR_LAST || month < 1 || month > 12 || day < 1 ||
        day > month_days(year, month))
        return DATE_NONE;
    return (struct date){days_of(year, month, day)};
}

struct civil date_to_civil(struct date date)
{
    return in_range(date) ? civil_of(date.days) : (struct civil){0};
}

/* The number in `count` digits at s; -1 when they are not all digits. */
static int digits_at(const char *s, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        value = value * 10 + (s[i] - '0');
    }
    return value;
}

/* Reads YYYY-MM-DD at s, whatever follows it; s has at least ten bytes. */
static struct date date_at(const char *s)
{
    int year = digits_at(s, 4), month = digits_at(s + 5, 2), day = digits_at(s + 8, 2);
    return s[4] == '-' && s[7] == '-' ? date_from_civil(year, month, day) : DATE_NONE;
}

bool date_parse(const char *s, struct date *out)
{
    if (strnlen(s, 11) != 10)
        return false;
    struct date date = date_at(s);
    if (date_is_none(date))
        return false;
    *out = date;
    return true;
}

char *date_iso(const void *ctx, struct date date)
{
    struct civil civil = date_to_civil(date);
    if (civil.year == 0)
        return talloc_strdup(ctx, "");
    return talloc_asprintf(ctx, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

static char *put_number(char *at, int number)
{
    if (number >= 10)
        at = put_number(at, number / 10);
    *at = (char)('0' + number % 10);
    return at + 1;
}

/* "3 September 2018" with the first `letters` letters of the month. By hand, for lists have a date in every row. */
static char *day_words(const void *ctx, struct date date, size_t letters)
{
    struct civil civil = date_to_civil(date);
    if (civil.year == 0)
        return talloc_strdup(ctx, "");
    const char *month = month_names[civil.month - 1];
    size_t length = strnlen(month, letters);
    char text[40], *at = put_number(text, civil.day);
    *at++ = ' ';
    memcpy(at, month, length);
    at += length;
    *at++ = ' ';
    at = put_number(at, civil.year);
    return talloc_strndup(ctx, text, (size_t)(at - text));
}

char *date_words(const void *ctx, struct date date)
{
    return day_words(ctx, date, SIZE_MAX);
}

char *date_short_words(const void *ctx, struct date date)
{
    return day_words(ctx, date, 3);
}

char *date_month_words(const void *ctx, struct date date)
{
    struct civil civil = date_to_civil(date);
    if (civil.year == 0)
        return talloc_strdup(ctx, "");
    return talloc_asprintf(ctx, "%s %d", month_names[civil.month - 1], civil.year);
}

const char *date_month_name(int month)
{
    return month >= 1 && month <= 12 ? month_names[month - 1] : "";
}

int date_compare(struct date a, struct date b)
{
    return (a.days > b.days) - (a.days < b.days);
}

struct date date_add_days(struct date date, int days)
{
    int64_t sum = (int64_t)date.days + days;
    struct date moved = {sum < INT32_MIN || sum > INT32_MAX ? INT32_MIN : (int32_t)sum};
    return in_range(date) && in_range(moved) ? moved : DATE_NONE;
}

struct date date_month_end(struct date date)
{
    struct civil civil = date_to_civil(date);
    return civil.year == 0 ? DATE_NONE : date_from_civil(civil.year, civil.month, month_days(civil.year, civil.month));
}

/* 01:00 UTC on the last Sunday of a month of 31 days. Day 0, 1 January 1970, was a Thursday. */
static int64_t last_sunday_at_one(int year, int month)
{
    int32_t last = days_of(year, month, 31);
    int weekday = (last % 7 + 7 + 4) % 7; /* Sunday is 0 */
    return ((int64_t)last - weekday) * DAY_SECONDS + 3600;
}

/* The day number that an instant falls on in UTC, rounding towards the past; false when out of range. */
static bool day_of_instant(int64_t instant, struct date *day)
{
    int64_t days = instant / DAY_SECONDS - (instant % DAY_SECONDS < 0);
    if (days < INT32_MIN + 1 || days > INT32_MAX)
        return false;
    *day = (struct date){(int32_t)days};
    return in_range(*day);
}

int instant_london_offset(int64_t instant)
{
    struct date day;
    if (!day_of_instant(instant, &day))
        return 0;
    int year = civil_of(day.days).year;
    return instant >= last_sunday_at_one(year, 3) && instant < last_sunday_at_one(year, 10) ? 3600 : 0;
}

struct date date_of_instant(int64_t instant)
{
    struct date utc, london;
    if (!day_of_instant(instant, &utc) || !day_of_instant(instant + instant_london_offset(instant), &london))
        return DATE_NONE;
    return london;
}

int64_t instant_at_start_of(struct date date)
{
    int64_t midnight = (int64_t)date.days * DAY_SECONDS;
    /* The clocks change at 01:00 UTC, never between 23:00 and 00:00 UTC, so the offset is the same at both. */
    return midnight - instant_london_offset(midnight);
}

char *instant_iso(const void *ctx, int64_t instant)
{
    struct date day;
    if (!day_of_instant(instant, &day))
        return talloc_strdup(ctx, "");
    struct civil civil = civil_of(day.days);
    int second = (int)(instant - (int64_t)day.days * DAY_SECONDS);
    return talloc_asprintf(ctx, "%04d-%02d-%02dT%02d:%02d:%02dZ", civil.year, civil.month, civil.day, second / 3600,
                           second / 60 % 60, second % 60);
}

char *instant_words(const void *ctx, int64_t instant)
{
    struct date day = date_of_instant(instant);
    struct civil civil = date_to_civil(day);
    if (civil.year == 0)
        return talloc_strdup(ctx, "");
    int minute = (int)(instant + instant_london_offset(instant) - (int64_t)day.days * DAY_SECONDS) / 60;
    int hour = minute / 60;
    return talloc_asprintf(ctx, "%d %s %d at %d:%02d%s", civil.day, month_names[civil.month - 1], civil.year,
                           hour % 12 == 0 ? 12 : hour % 12, minute % 60, hour < 12 ? "am" : "pm");
}

bool instant_parse(const char *s, int64_t *out)
{
    if (strnlen(s, 21) != 20)
        return false;
    struct date day = date_at(s);
    int hour = digits_at(s + 11, 2), minute = digits_at(s + 14, 2), second = digits_at(s + 17, 2);
    if (date_is_none(day) || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != 'Z' || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    *out = (int64_t)day.days * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    return true;
}
