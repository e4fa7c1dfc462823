/* Days, spans of days and instants: read strictly, and written for machines and for people. A day is a number, so that
 * comparing and adding are arithmetic. No clock is read here: who needs "today" is given it.
 * Every function that returns `char *` gives a new text owned by ctx, or NULL when out of memory (use TRY_MEMORY). */
#ifndef GOLDTHREAD_BASE_DATE_H
#define GOLDTHREAD_BASE_DATE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* A day of the Gregorian calendar, as in London. */
struct date {
    int32_t days; /* since 1 January 1970; negative before */
};

/* No day: not stated, or open-ended in a period. Sorts before every day. */
#define DATE_NONE ((struct date){INT32_MIN})

/* The days that can be written: 1 January 1800 to 31 December 2200. */
#define DATE_YEAR_FIRST 1800
#define DATE_YEAR_LAST 2200

struct civil {
    int year, month, day; /* month 1 to 12, day 1 to 31 */
};

bool date_is_none(struct date date);

/* DATE_NONE when there is no such day or its year is out of range. */
struct date date_from_civil(int year, int month, int day);

/* The date must be a day; all zero for DATE_NONE or a day out of range. */
struct civil date_to_civil(struct date date);

/* Reads exactly YYYY-MM-DD, a real day in range. False, and *out untouched, for anything else. */
CHECKED bool date_parse(const char *s, struct date *out);

/* "2019-12-31"; "" for DATE_NONE, as in the three below. */
char *date_iso(const void *ctx, struct date date);
char *date_words(const void *ctx, struct date date);       /* "31 December 2019" */
char *date_short_words(const void *ctx, struct date date); /* "31 Dec 2019" */
char *date_month_words(const void *ctx, struct date date); /* "December 2019" */

/* "January" for 1 to "December" for 12; "" otherwise. */
const char *date_month_name(int month);

/* Negative, zero or positive as a is before, on or after b. */
int date_compare(struct date a, struct date b);

/* DATE_NONE when date is, or when the result is out of range. */
struct date date_add_days(struct date date, int days);

/* The last day of the date's month. */
struct date date_month_end(struct date date);

/* ---- instants: seconds since 1970-01-01T00:00:00Z, in UTC, leap seconds not counted ---- */

/* The day it is in London at that instant. Summer time as in the European Union's directive 2000/84/EC, which the
 * United Kingdom's law (Summer Time Act 1972 as amended in 2002) still follows: from 01:00 UTC on the last Sunday of
 * March to 01:00 UTC on the last Sunday of October. Years before 1996, when the autumn date was another, are read
 * alike. DATE_NONE when out of range. */
struct date date_of_instant(int64_t instant);

/* Seconds that London's clocks are ahead of UTC at that instant: 0 or 3600. */
int instant_london_offset(int64_t instant);

/* The instant at which the day begins in London. The day's last second is the next day's beginning less one. */
int64_t instant_at_start_of(struct date date);

/* "2026-11-23T19:08:15Z"; "" when out of range. */
char *instant_iso(const void *ctx, int64_t instant);

/* "23 November 2026 at 7:08pm", London time; "" when out of range. */
char *instant_words(const void *ctx, int64_t instant);

/* Reads exactly YYYY-MM-DDTHH:MM:SSZ. False, and *out untouched, for anything else. */
CHECKED bool instant_parse(const char *s, int64_t *out);

/* ---- periods ---- */

/* From a day to a day, both included. Either may be DATE_NONE: open on that side. */
struct period {
    struct date from, to;
};

/* For a heading or a sentence:
 *   a financial year, 1 April to 31 March         "2018-19"
 *   a calendar year                               "2019"
 *   an academic year, 1 September to 31 August    "2018/19 academic year"
 *   a whole month                                 "October 2019"
 *   whole months of one year, as a quarter        "July to September 2019"
 *   a single day                                  "30 September 2018"
 *   anything else                                 "1 May 2018 to 3 June 2019"
 *   open on one side                              "from 1 May 2018", "up to 3 June 2019"; on both "any time" */
char *period_label(const void *ctx, struct period period);

/* The same for a chart's axis: "2018-19", "2019", "2018/19", "Oct 2019", "Jul–Sep 2019", "30 Sep 2018". */
char *period_short_label(const void *ctx, struct period period);

/* Reads what a person types on the command line or in an address:
 *   2018-19                  the financial year        2018/19       the academic year
 *   2019                     the calendar year         2019-10       the month
 *   2018-09-30               the single day            2018-04-01..2019-03-31   from a day to a day
 * "2009-10" can be meant as a year or as a month: when the second part is the year after the first (2000-01 to 2011-12)
 * it is the FINANCIAL YEAR, because annual figures are what is mostly asked for; October 2009 is then written
 * 2009-10-01..2009-10-31. False, and *out untouched, for anything else, or when it ends before it begins. */
CHECKED bool period_parse(const char *s, struct period *out);

/* Reads when something was or is due, as precisely as somebody said: 2019-10-31 is the day, 2019-10 the month, 2019 the year.
 * Unlike above "2009-10" is always October 2009. "By" then means its last day, and period_label says it with just this
 * precision. False, and *out untouched, for anything else. */
CHECKED bool when_parse(const char *s, struct period *out);

/* As it stands in a sentence: "on 31 October 2019", "in October 2019", "in 2019". */
char *when_words(const void *ctx, struct period when);

/* The day, month or year as when_parse reads it back. */
char *when_text(const void *ctx, struct period when);

/* The shortest form that period_parse reads back as this very period; an open side is left out ("2018-04-01.."). */
char *period_text(const void *ctx, struct period period);

bool period_equal(struct period a, struct period b);
bool period_contains(struct period period, struct date date);

/* By the last day, then the first: the order of a series. An open end sorts last. */
int period_compare(struct period a, struct period b);

/* Days in it, both ends counted; 0 when open. */
int period_days(struct period period);

#endif
