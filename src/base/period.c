/* Periods: what a span of days is called, and how a person writes one. */
#include "base/date.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>

/* The spans that have a name of their own. */
enum period_kind {
    PERIOD_FINANCIAL_YEAR,
    PERIOD_CALENDAR_YEAR,
    PERIOD_ACADEMIC_YEAR,
    PERIOD_MONTH,
    PERIOD_MONTHS, /* several whole months of one calendar year */
    PERIOD_DAY,
    PERIOD_OTHER,
    PERIOD_OPEN
};

static struct period from_to(int from_year, int from_month, int from_day, int to_year, int to_month, int to_day)
{
    return (struct period){date_from_civil(from_year, from_month, from_day),
                           date_from_civil(to_year, to_month, to_day)};
}

/* True when there is no day to write: none was stated, or it is out of range. */
static bool is_open(struct date date)
{
    return date_to_civil(date).year == 0;
}

static enum period_kind period_kind(struct period period)
{
    if (is_open(period.from) || is_open(period.to))
        return PERIOD_OPEN;
    if (date_compare(period.from, period.to) == 0)
        return PERIOD_DAY;
    int year = date_to_civil(period.from).year;
    if (period_equal(period, from_to(year, 4, 1, year + 1, 3, 31)))
        return PERIOD_FINANCIAL_YEAR;
    if (period_equal(period, from_to(year, 1, 1, year, 12, 31)))
        return PERIOD_CALENDAR_YEAR;
    if (period_equal(period, from_to(year, 9, 1, year + 1, 8, 31)))
        return PERIOD_ACADEMIC_YEAR;
    struct civil from = date_to_civil(period.from), to = date_to_civil(period.to);
    if (from.day != 1 || from.year != to.year || date_compare(period.to, date_month_end(period.to)) != 0)
        return PERIOD_OTHER;
    return from.month == to.month ? PERIOD_MONTH : PERIOD_MONTHS;
}

/* A date in the words of a label. */
struct spoken {
    char text[32];
};

static struct spoken spoken(struct date date, bool brief)
{
    struct spoken words = {""};
    struct civil civil = date_to_civil(date);
    snprintf(words.text, sizeof words.text, "%d %.*s %d", civil.day, brief ? 3 : 9, date_month_name(civil.month),
             civil.year);
    return words;
}

static char *open_label(const void *ctx, struct period period, bool brief)
{
    if (!is_open(period.from))
        return talloc_asprintf(ctx, "from %s", spoken(period.from, brief).text);
    if (!is_open(period.to))
        return talloc_asprintf(ctx, "up to %s", spoken(period.to, brief).text);
    return talloc_strdup(ctx, "any time");
}

/* Both labels differ only in the length of month names and in the joining words. */
static char *label(const void *ctx, struct period period, bool brief)
{
    struct civil from = date_to_civil(period.from), to = date_to_civil(period.to);
    const char *first_month = date_month_name(from.month), *last_month = date_month_name(to.month);
    int letters = brief ? 3 : 9;
    switch (period_kind(period)) {
    case PERIOD_FINANCIAL_YEAR: return talloc_asprintf(ctx, "%d-%02d", from.year, to.year % 100);
    case PERIOD_CALENDAR_YEAR: return talloc_asprintf(ctx, "%d", from.year);
    case PERIOD_ACADEMIC_YEAR:
        return talloc_asprintf(ctx, "%d/%02d%s", from.year, to.year % 100, brief ? "" : " academic year");
    case PERIOD_MONTH: return talloc_asprintf(ctx, "%.*s %d", letters, first_month, from.year);
    case PERIOD_MONTHS:
        return talloc_asprintf(ctx, "%.*s%s%.*s %d", letters, first_month, brief ? "–" : " to ", letters, last_month,
                               from.year);
    case PERIOD_DAY: return brief ? date_short_words(ctx, period.from) : date_words(ctx, period.from);
    case PERIOD_OPEN: return open_label(ctx, period, brief);
    case PERIOD_OTHER: break;
    }
    return talloc_asprintf(ctx, "%s%s%s", spoken(period.from, brief).text, brief ? "–" : " to ",
                           spoken(period.to, brief).text);
}

char *period_label(const void *ctx, struct period period)
{
    return label(ctx, period, false);
}

char *period_short_label(const void *ctx, struct period period)
{
    return label(ctx, period, true);
}

/* A date as it stands in a range; nothing for an open side. */
static struct spoken written(struct date date)
{
    struct spoken text = {""};
    struct civil civil = date_to_civil(date);
    if (civil.year != 0)
        snprintf(text.text, sizeof text.text, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    return text;
}

char *period_text(const void *ctx, struct period period)
{
    struct civil from = date_to_civil(period.from);
    switch (period_kind(period)) {
    case PERIOD_FINANCIAL_YEAR: return talloc_asprintf(ctx, "%d-%02d", from.year, (from.year + 1) % 100);
    case PERIOD_CALENDAR_YEAR: return talloc_asprintf(ctx, "%d", from.year);
    case PERIOD_ACADEMIC_YEAR: return talloc_asprintf(ctx, "%d/%02d", from.year, (from.year + 1) % 100);
    case PERIOD_DAY: return talloc_strdup(ctx, written(period.from).text);
    case PERIOD_MONTH:
        if ((from.year + 1) % 100 != from.month) /* else it would read as the financial year */
            return talloc_asprintf(ctx, "%d-%02d", from.year, from.month);
        break;
    case PERIOD_MONTHS:
    case PERIOD_OTHER:
    case PERIOD_OPEN: break;
    }
    return talloc_asprintf(ctx, "%s..%s", written(period.from).text, written(period.to).text);
}

/* The number in these digits. */
static int number_of(const char *digits, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++)
        number = number * 10 + (digits[i] - '0');
    return number;
}

/* "2018", "2018-19", "2018/19", "2019-10". */
static bool year_parse(const char *s, struct period *out)
{
    size_t length = strlen(s);
    if (strspn(s, "0123456789") != 4 || (length != 4 && length != 7))
        return false;
    int year = number_of(s, 4);
    if (length == 4) {
        *out = from_to(year, 1, 1, year, 12, 31);
        return !date_is_none(out->from);
    }
    if ((s[4] != '-' && s[4] != '/') || strspn(s + 5, "0123456789") != 2)
        return false;
    int second = number_of(s + 5, 2);
    bool next = second == (year + 1) % 100;
    if (s[4] == '/') {
        *out = from_to(year, 9, 1, year + 1, 8, 31);
        return next && !date_is_none(out->from) && !date_is_none(out->to);
    }
    if (next) {
        *out = from_to(year, 4, 1, year + 1, 3, 31);
        return !date_is_none(out->from) && !date_is_none(out->to);
    }
    out->from = date_from_civil(year, second, 1);
    out->to = date_month_end(out->from);
    return !date_is_none(out->from);
}

/* "2018-04-01..2019-03-31", either date left out. */
static bool range_parse(const char *s, struct period *out)
{
    const char *dots = strstr(s, "..");
    char first[11] = "";
    if (!dots || dots - s > 10)
        return false;
    memcpy(first, s, (size_t)(dots - s));
    *out = (struct period){DATE_NONE, DATE_NONE};
    if ((*first && !date_parse(first, &out->from)) || (dots[2] && !date_parse(dots + 2, &out->to)))
        return false;
    return date_is_none(out->to) || date_compare(out->from, out->to) <= 0;
}

bool period_parse(const char *s, struct period *out)
{
    struct period period;
    if (strnlen(s, 23) > 22)
        return false;
    if (date_parse(s, &period.from))
        period.to = period.from;
    else if (!year_parse(s, &period) && !range_parse(s, &period))
        return false;
    *out = period;
    return true;
}

bool when_parse(const char *s, struct period *out)
{
    size_t length = strnlen(s, 11);
    struct period when = {DATE_NONE, DATE_NONE};
    if (length == 10 && date_parse(s, &when.from))
        when.to = when.from;
    else if (length == 4 && strspn(s, "0123456789") == 4)
        when = from_to(number_of(s, 4), 1, 1, number_of(s, 4), 12, 31);
    else if (length == 7 && strspn(s, "0123456789") == 4 && s[4] == '-' && strspn(s + 5, "0123456789") == 2)
        when.to = date_month_end(when.from = date_from_civil(number_of(s, 4), number_of(s + 5, 2), 1));
    if (date_is_none(when.from))
        return false;
    *out = when;
    return true;
}

char *when_words(const void *ctx, struct period when)
{
    char *label = period_label(ctx, when);
    return label ? talloc_asprintf(ctx, "%s %s", period_kind(when) == PERIOD_DAY ? "on" : "in", label) : NULL;
}

char *when_text(const void *ctx, struct period when)
{
    struct civil civil = date_to_civil(when.to);
    enum period_kind kind = period_kind(when);
    return kind == PERIOD_CALENDAR_YEAR ? talloc_asprintf(ctx, "%04d", civil.year)
           : kind == PERIOD_MONTH       ? talloc_asprintf(ctx, "%04d-%02d", civil.year, civil.month)
                                        : date_iso(ctx, when.to);
}

bool period_equal(struct period a, struct period b)
{
    return date_compare(a.from, b.from) == 0 && date_compare(a.to, b.to) == 0;
}

bool period_contains(struct period period, struct date date)
{
    return !date_is_none(date) && date_compare(period.from, date) <= 0 &&
           (date_is_none(period.to) || date_compare(date, period.to) <= 0);
}

int period_compare(struct period a, struct period b)
{
    if (date_is_none(a.to) != date_is_none(b.to))
        return date_is_none(a.to) ? 1 : -1;
    int by_end = date_compare(a.to, b.to);
    return by_end != 0 ? by_end : date_compare(a.from, b.from);
}

int period_days(struct period period)
{
    return date_is_none(period.from) || date_is_none(period.to) ? 0 : period.to.days - period.from.days + 1;
}
