/* What was said and decided where it was minuted. */
#include "meetings/meetings.h"

const struct register_def minute_register = {
    .name = "minute", .title = "Minute", .plural = "Minutes",
    .says = "One thing a meeting noted, decided or was told, as its published minutes have it.",
    .fields = (const struct field_def[]) {
        { "ref",     FIELD_TEXT,      .label = "Reference", .required = true, .max = 60 },
        { "title",   FIELD_TEXT,      .required = true },
        { "body",    FIELD_TEXT,      .required = true, .label = "Meeting of" },
        { "held_on", FIELD_WHEN,      .required = true },
        { "item",    FIELD_TEXT },
        { "says",    FIELD_LONG_TEXT, .required = true, .label = "What was minuted" },
        { "source",  FIELD_REF,       .to = "source", .required = true },
        { "place",   FIELD_TEXT,      .says = "Page or paragraph in the source" },
        FIELDS_END
    },
    .key = "ref", .sorts = "held_on,title",
};
