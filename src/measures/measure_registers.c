/* Defined quantities, their values, and the places they are for: areas, statistical neighbours, measures, observations, and
 * the days from which figures are counted anew. */
#include "measures/measures.h"

static const struct choice area_kinds[] = {
    {"country", "Country"}, {"region", "Region"}, {"local-authority", "Local authority"}, CHOICES_END,
};

const struct register_def area_register = {
    .name = "area", .title = "Area", .plural = "Areas",
    .says = "A place that figures are published for, by its official code. Codes end when areas are reorganised.",
    .fields = (const struct field_def[]) {
        { "code",       FIELD_TEXT,   .required = true, .max = 20, .says = "The nine-character code of the Office for National Statistics" },
        { "title",      FIELD_TEXT,   .required = true, .label = "Name" },
        { "kind",       FIELD_CHOICE, .choices = area_kinds, .required = true },
        { "old_code",   FIELD_TEXT,   .max = 10, .says = "The three-digit number the Department for Education uses" },
        { "parent",     FIELD_REF,    .to = "area" },
        { "valid_from", FIELD_DATE,   .label = "From" },
        { "valid_to",   FIELD_DATE,   .label = "To" },
        { "successor",  FIELD_REF,    .to = "area" },
        { "source",     FIELD_REF,    .to = "source" },
        FIELDS_END
    },
    .key = "code", .sorts = "title", .home = HOME_SHARED,
};

const struct register_def neighbour_register = {
    .name = "neighbour", .title = "Statistical neighbour", .plural = "Statistical neighbours",
    .says = "An area much like another one, by the Department for Education's model: whom to compare with.",
    .fields = (const struct field_def[]) {
        { "area",      FIELD_REF,     .to = "area", .required = true },
        { "model",     FIELD_TEXT,    .required = true, .max = 20, .says = "The year or month of the model" },
        { "rank",      FIELD_INTEGER, .required = true, .min = 1, .max = 20 },
        { "neighbour", FIELD_REF,     .to = "area", .required = true },
        { "closeness", FIELD_TEXT,    .max = 40 },
        { "source",    FIELD_REF,     .to = "source", .required = true },
        FIELDS_END
    },
    .key = "area,model,rank", .home = HOME_SHARED,
};

static const struct choice polarities[] = {
    {"up", "Higher is better"}, {"down", "Lower is better"}, {"neither", "Neither way is better in itself"}, CHOICES_END,
};

static const struct choice frequencies[] = {
    {"monthly", "Monthly"}, {"quarterly", "Quarterly"}, {"termly", "Termly"}, {"annual", "Annual"}, {"once", "Once"}, CHOICES_END,
};

static const struct choice bases[] = {
    {"in-period", "Of what happened in the period"},
    {"cumulative", "Of what happened since the year began"},
    {"snapshot", "As things stood on the day"},
    CHOICES_END,
};

static const struct choice units[] = {
    {"percent", "%"},
    {"count", "number"},
    {"rate-per-1000", "per 1,000"},
    {"rate-per-10000", "per 10,000"},
    {"rate-per-100000", "per 100,000"},
    {"pounds", "£"},
    {"days", "days"},
    {"weeks", "weeks"},
    {"ratio", "per worker"},
    {"rank", "rank"},
    {"score", "score"},
    CHOICES_END,
};

const struct register_def measure_register = {
    .name = "measure", .title = "Measure", .plural = "Measures",
    .says = "A defined quantity: what is counted, out of what, how often, and which way is better for children.",
    .fields = (const struct field_def[]) {
        { "ref",         FIELD_TEXT,     .label = "Reference", .required = true, .max = 80 },
        { "title",       FIELD_TEXT,     .required = true },
        { "topic",       FIELD_TEXT,     .required = true },
        { "definition",  FIELD_LONG_TEXT, .required = true },
        { "numerator",   FIELD_TEXT,     .max = 500 },
        { "denominator", FIELD_TEXT,     .max = 500 },
        { "unit",        FIELD_CHOICE,   .choices = units, .required = true },
        { "places",      FIELD_INTEGER,  .min = 0, .max = 4, .label = "Decimal places" },
        { "polarity",    FIELD_CHOICE,   .choices = polarities, .required = true },
        { "frequency",   FIELD_CHOICE,   .choices = frequencies, .required = true },
        { "basis",       FIELD_CHOICE,   .choices = bases, .required = true },
        { "caveat",      FIELD_LONG_TEXT },
        { "source",      FIELD_REF,      .to = "source", .required = true },
        { "source_code", FIELD_TEXT,     .max = 60, .says = "The name the publisher gives it" },
        FIELDS_END
    },
    .key = "ref", .sorts = "title,topic", .home = HOME_EITHER,
};

static const struct choice observation_statuses[] = {
    {"c", "confidential: hidden by the publisher to protect people"},
    {"x", "not available"},
    {"z", "not applicable"},
    {"low", "rounds to nought but is not nought"},
    {"u", "too unreliable to publish"},
    CHOICES_END,
};

static const struct choice standings[] = {
    {"final", "Final"}, {"provisional", "Provisional"}, {"restated", "Restated"}, CHOICES_END,
};

const struct register_def observation_register = {
    .name = "observation", .title = "Observation", .plural = "Observations",
    .says = "A measure's published value for one period and one area. Never changed: a newer one supersedes it.",
    .fields = (const struct field_def[]) {
        { "measure",      FIELD_REF,     .to = "measure", .required = true },
        { "area",         FIELD_REF,     .to = "area", .required = true },
        { "period_from",  FIELD_DATE,    .required = true, .says = "For a snapshot, the day itself" },
        { "period_to",    FIELD_DATE,    .required = true },
        { "published_on", FIELD_WHEN,    .required = true },
        { "value",        FIELD_DECIMAL, .says = "Empty where there is a status instead; never 0 for a missing value" },
        { "status",       FIELD_CHOICE,  .label = "Reason there is no value", .choices = observation_statuses },
        { "standing",     FIELD_CHOICE,  .choices = standings, .required = true },
        { "reason",       FIELD_TEXT,    .says = "Why it was restated" },
        { "caveat",       FIELD_TEXT,    .max = 500 },
        { "source",       FIELD_REF,     .to = "source", .required = true },
        FIELDS_END
    },
    .key = "measure,area,period_to,period_from,published_on", .home = HOME_EITHER, .append_only = true,
    .check = observation_check,
};

static const struct choice break_statuses[] = {
    {"confirmed", "Confirmed"}, {"proposed", "Proposed, not yet confirmed"}, {"rejected", "Rejected"}, CHOICES_END,
};

const struct register_def break_register = {
    .name = "break_in_series", .title = "Break in series", .plural = "Breaks in series",
    .says = "A day from which figures are not counted as before, so that no change may be read across it. Anyone may propose one; "
            "a person who knows how the figures are recorded confirms or rejects it.",
    .fields = (const struct field_def[]) {
        { "ref",           FIELD_TEXT,      .required = true, .max = 80 },
        { "title",         FIELD_TEXT,      .required = true },
        { "measures",      FIELD_REF_MANY,  .to = "measure", .required = true },
        { "area",          FIELD_REF,       .to = "area", .required = true },
        { "from_on",       FIELD_DATE,      .required = true, .label = "From", .says = "The first day of figures counted anew" },
        { "reason",        FIELD_LONG_TEXT, .required = true, .says = "The likely reason, or the known one" },
        { "status",        FIELD_CHOICE,    .choices = break_statuses, .required = true },
        { "evidence",      FIELD_LONG_TEXT, .required = true, .says = "What points to it" },
        { "shown_by",      FIELD_REF_MANY,  .to = "measure", .label = "Measures that point to it" },
        { "decided_on",    FIELD_DATE,      .says = "When it was confirmed or rejected" },
        { "decided_where", FIELD_TEXT,      .label = "Decided where" },
        { "source",        FIELD_REF,       .to = "source", .required = true },
        FIELDS_END
    },
    .key = "ref", .sorts = "title,from_on,status", .home = HOME_EITHER, .check = break_check,
};
