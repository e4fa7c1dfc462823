/* The registers that tests of the engine use: declarations only. */
#include "sample_registers.h"

const struct register_def sample_area = {
    .name = "area", .title = "Area", .plural = "Areas", .says = "A place.",
    .fields = (const struct field_def[]) {
        { "code",  FIELD_TEXT, .required = true, .max = 20 },
        { "title", FIELD_TEXT, .required = true },
        FIELDS_END
    },
    .key = "code", .sorts = "title", .home = HOME_SHARED,
};

static const struct choice agency_kinds[] = {
    {"council", "Council"}, {"police", "Police"}, {"health", "Health"}, CHOICES_END,
};

const struct register_def sample_agency = {
    .name = "agency", .title = "Agency", .plural = "Agencies", .says = "An organisation that works with children.",
    .fields = (const struct field_def[]) {
        { "ref",   FIELD_TEXT,   .required = true, .max = 60 },
        { "title", FIELD_TEXT,   .required = true },
        { "kind",  FIELD_CHOICE, .choices = agency_kinds },
        { "area",  FIELD_REF,    .to = "area" },
        FIELDS_END
    },
    .key = "ref", .sorts = "title,kind", .home = HOME_EITHER,
};

static const struct choice outcome_statuses[] = {
    {"not-started", "Not started"}, {"in-progress", "In progress"}, {"completed", "Completed"}, CHOICES_END,
};

const struct register_def sample_outcome = {
    .name = "outcome", .title = "Outcome", .plural = "Outcomes", .says = "What should be true for children.",
    .fields = (const struct field_def[]) {
        { "ref",         FIELD_TEXT,      .required = true, .max = 60 },
        { "title",       FIELD_TEXT,      .required = true, .max = 300 },
        { "says",        FIELD_LONG_TEXT, .label = "What it says" },
        { "leads",       FIELD_REF_MANY,  .to = "agency" },
        { "owner",       FIELD_REF,       .to = "agency" },
        { "follows",     FIELD_REF_MANY,  .to = "outcome" },
        { "parent",      FIELD_REF,       .to = "outcome" },
        { "level",       FIELD_SCALE,     .min = 1, .max = 5 },
        { "children",    FIELD_INTEGER },
        { "size",        FIELD_DECIMAL },
        { "due",         FIELD_WHEN },
        { "is_open",     FIELD_FLAG },
        { "status",      FIELD_CHOICE,    .choices = outcome_statuses },
        { "published_at", FIELD_URL },
        FIELDS_END
    },
    .key = "ref", .sorts = "title,due,status,size,children",
};

static const struct choice colours[] = {
    {"red", "Red"}, {"amber", "Amber"}, {"green", "Green"}, CHOICES_END,
};

const struct register_def sample_rating = {
    .name = "rating", .title = "Rating", .plural = "Ratings", .says = "A person's judgement.",
    .fields = (const struct field_def[]) {
        { "outcome",  FIELD_REF,    .to = "outcome", .required = true },
        { "rated_on", FIELD_DATE,   .required = true },
        { "colour",   FIELD_CHOICE, .choices = colours, .required = true },
        { "sentence", FIELD_LONG_TEXT },
        FIELDS_END
    },
    .key = "outcome,rated_on", .sorts = "rated_on",
};

const struct register_def sample_task = {
    .name = "task", .title = "Task", .plural = "Tasks", .says = "Something an agency undertook to do.",
    .fields = (const struct field_def[]) {
        { "ref",         FIELD_TEXT, .required = true, .max = 60 },
        { "title",       FIELD_TEXT, .required = true, .frozen = true },
        { "outcome",     FIELD_REF,  .to = "outcome", .frozen = true },
        { "agency",      FIELD_REF,  .to = "agency" },
        { "started_on",  FIELD_DATE },
        { "done_on",     FIELD_DATE },
        FIELDS_END
    },
    .key = "ref", .one_of = "outcome,agency", .visible = VISIBLE_PARTNERS,
};

const struct register_def sample_reading = {
    .name = "reading", .title = "Reading", .plural = "Readings", .says = "A value for an area and a day.",
    .fields = (const struct field_def[]) {
        { "area",         FIELD_REF,     .to = "area", .required = true },
        { "day",          FIELD_DATE,    .required = true },
        { "published_on", FIELD_WHEN,    .required = true },
        { "value",        FIELD_DECIMAL },
        FIELDS_END
    },
    .key = "area,day,published_on", .home = HOME_EITHER, .append_only = true,
};

const struct register_def *const sample_registers[] = {
    &sample_area, &sample_agency, &sample_outcome, &sample_rating, &sample_task, &sample_reading, NULL,
};
