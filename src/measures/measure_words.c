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

struct chart_unit measure_chart_unit(const struct measure *measure)
{
    const char *before = writings[writing_of(measure)].before, *after = measure_unit_suffix(measure);
    bool percent = strcmp(after, "%") == 0;
    return (struct chart_unit){.suffix = percent ? after : NULL, .decimals = measure->places, .before = before[0] ? before : NULL,
                               .after = percent || !after[0] ? NULL : after};
}

static const char *basis_words(const struct measure *measure)
{
    return field_choice_words(&measure_register.fields[register_field_index(&measure_register, "basis")], measure->basis);
}

struct error *measure_origin(void *ctx, const struct measure *measure, const struct observation *o, struct chart_origin *origin)
{
    const char *number = o && o->source_number ? o->source_number : measure->source_number;
    const char *title = o && o->source_title ? o->source_title : measure->source_title;
    bool quoted = title && measure->source_title && strcmp(title, measure->source_title) != 0;
    *origin = (struct chart_origin){.source = title ? title : "not stated", .basis = basis_words(measure)};
    if (quoted)
        TRY_MEMORY(origin->source = talloc_asprintf(ctx, "%s, quoting %s", title, measure->source_title));
    if (number)
        TRY_MEMORY(origin->href = talloc_asprintf(ctx, "/sources/%s", number));
    if (o)
        TRY_MEMORY(origin->published = period_label(ctx, o->published_on));
    return NULL;
}

struct error *measure_caveats(void *ctx, const struct measure *measure, const struct observation *o, const char **caveats)
{
    const struct field_def *field = &observation_register.fields[register_field_index(&observation_register, "standing")];
    const char *standing = o && strcmp(o->standing, "final") != 0 ? field_choice_words(field, o->standing) : NULL;
    const char *parts[] = {measure->caveat, o ? o->caveat : NULL, standing, standing ? "." : NULL, o ? o->reason : NULL};
    struct buffer words = buffer_on(ctx);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buffer_text(&words, words.used > 0 && parts[i] && parts[i] != parts[3] ? " " : "");
        buffer_text(&words, parts[i] ? parts[i] : "");
    }
    *caveats = words.used > 0 ? words.data : NULL;
    return words.failed ? error_out_of_memory() : NULL;
}

const struct observation *series_latest(const struct observation_series *series)
{
    for (size_t i = series->count; i > 0; i--)
        if (series->at[i - 1].text)
            return &series->at[i - 1];
    return NULL;
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
