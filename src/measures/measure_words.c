/* Values as people read them. */
#include "measures/measures.h"

#include "base/buffer.h"

#include <math.h>
#include <string.h>
#include <talloc.h>

/* How a unit is written around a figure. */
static const struct {
    const char *unit, *before, *after;
} writings[] = {
    {"percent", "", "%"},
    {"count", "", ""},
    {"rate-per-1000", "", " per 1,000"},
    {"rate-per-10000", "", " per 10,000"},
    {"rate-per-100000", "", " per 100,000"},
    {"pounds", "£", ""},
    {"days", "", " days"},
    {"weeks", "", " weeks"},
    {"ratio", "", " per worker"},
    {"rank", "", ""},
    {"score", "", ""},
};

static size_t writing_of(const struct measure *measure)
{
    for (size_t i = 0; i < sizeof writings / sizeof *writings; i++)
        if (strcmp(writings[i].unit, measure->unit) == 0)
            return i;
    return 1;
}

const char *measure_unit_suffix(const struct measure *measure)
{
    return writings[writing_of(measure)].after;
}

const char *measure_value_words(void *ctx, const struct measure *measure, const char *text)
{
    size_t writing = writing_of(measure);
    struct buffer words = buffer_on(ctx);
    const char *digits = text[0] == '-' ? text + 1 : text;
    size_t whole = strcspn(digits, ".");
    if (text[0] == '-')
        buffer_text(&words, "−");
    buffer_text(&words, writings[writing].before);
    for (size_t i = 0; i < whole; i++) {
        buffer_char(&words, digits[i]);
        if ((whole - i - 1) % 3 == 0 && i + 1 < whole)
            buffer_char(&words, ',');
    }
    buffer_text(&words, digits + whole);
    buffer_text(&words, writings[writing].after);
    return words.failed ? NULL : buffer_cstr(&words);
}

const char *measure_period_words(void *ctx, const struct measure *measure, struct period period)
{
    bool annual = strcmp(measure->frequency, "annual") == 0;
    struct civil from = date_to_civil(period.from), to = date_to_civil(period.to);
    if (annual && period_days(period) == 1)
        return talloc_asprintf(ctx, "%d", to.year);
    bool whole_year = annual && period_days(period) >= 365 && period_days(period) <= 366;
    bool has_short_name = (from.month == 1 || from.month == 4 || from.month == 9) && from.day == 1;
    if (whole_year && !has_short_name)
        return talloc_asprintf(ctx, "year to %.3s %d", date_month_name(to.month), to.year);
    return period_short_label(ctx, period);
}

const char *measure_number_words(void *ctx, const struct measure *measure, double value)
{
    const char *text = talloc_asprintf(ctx, "%.*f", measure->places, value);
    return text ? measure_value_words(ctx, measure, text) : NULL;
}

const char *observation_status_words(const char *status)
{
    const int field = register_field_index(&observation_register, "status");
    return field_choice_words(&observation_register.fields[field], status);
}
