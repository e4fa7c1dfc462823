/* What is said and what it rests on: the published papers, each once, and the evidence taken from them. */
#include "evidence/evidence.h"

static const struct choice source_kinds[] = {
    {"statistics", "Official statistics"},
    {"statute", "Statute"},
    {"guidance", "Statutory guidance"},
    {"committee-paper", "Committee paper"},
    {"minutes", "Minutes"},
    {"inspection", "Inspection letter or report"},
    {"board-report", "Board or partnership report"},
    {"census", "Census"},
    {"other", "Other"},
    CHOICES_END,
};

const struct register_def source_register = {
    .name = "source", .title = "Source", .plural = "Sources",
    .says = "A published paper or data set, entered once and cited by its number wherever something rests on it.",
    .fields = (const struct field_def[]) {
        { "number",       FIELD_TEXT,   .required = true, .max = 10 },
        { "title",        FIELD_TEXT,   .required = true, .max = 300 },
        { "publisher",    FIELD_TEXT,   .required = true },
        { "kind",         FIELD_CHOICE, .choices = source_kinds, .required = true },
        { "published_on", FIELD_WHEN },
        { "url",          FIELD_URL,    .label = "Address" },
        { "licence",      FIELD_TEXT },
        { "attribution",  FIELD_TEXT,   .max = 500 },
        { "note",         FIELD_LONG_TEXT },
        FIELDS_END
    },
    .key = "number", .sorts = "title,published_on", .home = HOME_EITHER,
};

static const struct choice evidence_kinds[] = {
    {"inspection", "Inspection finding"},
    {"audit", "Practice audit"},
    {"statistics", "Figures"},
    {"board-discussion", "Discussion at a board or committee"},
    {"report", "Report"},
    {"staff", "What staff say"},
    {"voice", "What children and families say"},
    {"testimonial", "A quoted remark"},
    CHOICES_END,
};

static const struct choice weights[] = {
    {"strong", "Strong"},
    {"moderate", "Moderate"},
    {"weak", "Weak"},
    CHOICES_END,
};

const struct register_def evidence_register = {
    .name = "evidence", .title = "Evidence", .plural = "Evidence",
    .says = "Something seen or said that bears on whether children are better off: when it was true, when it was received.",
    .fields = (const struct field_def[]) {
        { "ref",          FIELD_TEXT,     .label = "Reference", .required = true, .max = 60 },
        { "title",        FIELD_TEXT,     .required = true },
        { "kind",         FIELD_CHOICE,   .choices = evidence_kinds, .required = true },
        { "effective_on", FIELD_WHEN,     .required = true, .says = "What it tells about: the day, or the last day of it" },
        { "received_on",  FIELD_WHEN,     .required = true, .says = "The day it was published or reached the partnership" },
        { "weight",       FIELD_CHOICE,   .choices = weights, .required = true },
        { "finding",      FIELD_LONG_TEXT, .required = true },
        { "priorities",   FIELD_REF_MANY, .to = "priority" },
        { "outcomes",     FIELD_REF_MANY, .to = "outcome" },
        { "actions",      FIELD_REF_MANY, .to = "action" },
        { "risks",        FIELD_REF_MANY, .to = "risk" },
        { "minutes",      FIELD_REF_MANY, .to = "minute" },
        { "source",       FIELD_REF,      .to = "source", .required = true },
        { "place",        FIELD_TEXT,     .says = "Page or paragraph in the source" },
        FIELDS_END
    },
    .key = "ref", .sorts = "effective_on,title",
};
