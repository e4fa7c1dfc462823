/* What the partnership put first, what it worries about, and the threads that follow a worry to what became of it. */
#include "priorities/priorities.h"

const struct register_def priority_register = {
    .name = "priority", .title = "Priority", .plural = "Priorities",
    .says = "What the partnership said it would put first, for which time, and which agencies lead.",
    .fields = (const struct field_def[]) {
        { "ref",         FIELD_TEXT,      .label = "Reference", .required = true, .max = 60 },
        { "title",       FIELD_TEXT,      .required = true },
        { "says",        FIELD_LONG_TEXT, .label = "What it is" },
        { "leads",       FIELD_REF_MANY,  .to = "agency" },
        { "declared_on", FIELD_WHEN,      .required = true },
        { "valid_from",  FIELD_DATE,      .label = "From" },
        { "valid_to",    FIELD_DATE,      .label = "To" },
        { "succeeds",    FIELD_REF_MANY,  .to = "priority", .says = "The priorities of an earlier set that it carries on" },
        { "source",      FIELD_REF,       .to = "source", .required = true },
        { "place",       FIELD_TEXT },
        FIELDS_END
    },
    .key = "ref", .sorts = "title,declared_on",
};

const struct register_def risk_register = {
    .name = "risk", .title = "Risk", .plural = "Risks",
    .says = "A risk to children that the partnership watches, with what good would look like.",
    .fields = (const struct field_def[]) {
        { "ref",        FIELD_TEXT,      .label = "Reference", .required = true, .max = 60 },
        { "title",      FIELD_TEXT,      .required = true },
        { "says",       FIELD_LONG_TEXT, .label = "What it is" },
        { "good_is",    FIELD_LONG_TEXT, .label = "What good looks like" },
        { "owner",      FIELD_REF,       .to = "role" },
        { "likelihood", FIELD_SCALE,     .min = 1, .max = 5 },
        { "raised_on",  FIELD_WHEN,      .required = true },
        { "priorities", FIELD_REF_MANY,  .to = "priority" },
        { "actions",    FIELD_REF_MANY,  .to = "action" },
        { "source",     FIELD_REF,       .to = "source", .required = true },
        { "place",      FIELD_TEXT },
        FIELDS_END
    },
    .key = "ref", .sorts = "title,raised_on",
};

const struct register_def thread_register = {
    .name = "thread", .title = "Thread", .plural = "Threads",
    .says = "A question followed from a concern, through what was declared, to what the published figures say became of it.",
    .fields = (const struct field_def[]) {
        { "ref",          FIELD_TEXT,      .label = "Reference", .required = true, .max = 60 },
        { "title",        FIELD_TEXT,      .required = true },
        { "question",     FIELD_TEXT,      .required = true, .max = 300 },
        { "area",         FIELD_REF,       .to = "area", .required = true },
        { "risks",        FIELD_REF_MANY,  .to = "risk" },
        { "minutes",      FIELD_REF_MANY,  .to = "minute" },
        { "priorities",   FIELD_REF_MANY,  .to = "priority" },
        { "outcomes",     FIELD_REF_MANY,  .to = "outcome" },
        { "actions",      FIELD_REF_MANY,  .to = "action" },
        { "expectations", FIELD_REF_MANY,  .to = "expectation" },
        { "measures",     FIELD_REF_MANY,  .to = "measure" },
        { "can_show",     FIELD_LONG_TEXT, .label = "What these figures can show" },
        { "cannot_show",  FIELD_LONG_TEXT, .label = "What they cannot show" },
        { "asks",         FIELD_LONG_TEXT, .label = "What we ask of members" },
        FIELDS_END
    },
    .key = "ref",
};
