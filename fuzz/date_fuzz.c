/* Any text as a date, an instant or a period, and any eight bytes as a period: what is read is written back the
 * same. */
#include "fuzz.h"

#include "base/date.h"
#include "base/text.h"

#include <talloc.h>

static void check_text(void *ctx, const char *text)
{
    struct date date;
    struct period period;
    int64_t instant;
    if (date_parse(text, &date)) {
        MUST(strcmp(date_iso(ctx, date), text) == 0);
        MUST(date_of_instant(instant_at_start_of(date)).days == date.days);
    }
    if (instant_parse(text, &instant))
        MUST(strcmp(instant_iso(ctx, instant), text) == 0);
    if (period_parse(text, &period)) {
        struct period again;
        MUST(period_parse(period_text(ctx, period), &again) && period_equal(period, again));
        MUST(strlen(period_text(ctx, period)) <= strlen(text));
    }
}

static void check_numbers(void *ctx, const uint8_t *data)
{
    struct period period, again;
    int64_t instant;
    memcpy(&period, data, sizeof period);
    memcpy(&instant, data, sizeof instant);
    MUST(*period_label(ctx, period) && *period_short_label(ctx, period) && *period_text(ctx, period));
    MUST(!date_is_none(date_of_instant(instant)) || *instant_iso(ctx, instant) == '\0' ||
         *instant_words(ctx, instant) == '\0');
    period.from.days = period.from.days % 73000; /* within two centuries of 1970, less a year */
    period.to.days = period.to.days % 73000;
    if (date_compare(period.from, period.to) > 0 || date_to_civil(period.from).year == 0)
        return;
    MUST(period_parse(period_text(ctx, period), &again) && period_equal(period, again));
    MUST(period_contains(period, period.to) && period_days(period) > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *ctx = talloc_new(NULL);
    check_text(ctx, talloc_strndup(ctx, (const char *)data, size));
    if (size >= 8)
        check_numbers(ctx, data);
    talloc_free(ctx);
    return 0;
}
