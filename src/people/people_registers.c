/* Who keeps children safe together: partnerships, the agencies in them, and the posts people hold. The sample names posts,
 * never people. */
#include "people/people.h"

static const struct choice partnership_kinds[] = {
    {"board", "Local safeguarding children board"},
    {"partnership", "Safeguarding children partnership"},
    CHOICES_END,
};

const struct register_def partnership_register = {
    .name = "partnership", .title = "Partnership", .plural = "Partnerships",
    .says = "The bodies of one area that by law keep children safe together, under the name they had at the time.",
    .fields = (const struct field_def[]) {
        { "code",       FIELD_TEXT,   .required = true, .max = 60, .says = "Names the partnership on the command line" },
        { "title",      FIELD_TEXT,   .required = true, .label = "Name" },
        { "kind",       FIELD_CHOICE, .choices = partnership_kinds, .required = true },
        { "area",       FIELD_REF,    .to = "area" },
        { "valid_from", FIELD_DATE,   .label = "From" },
        { "valid_to",   FIELD_DATE,   .label = "To" },
        { "successor",  FIELD_REF,    .to = "partnership" },
        { "banner",     FIELD_TEXT,   .says = "Words shown at the top of every page, such as what these pages are not" },
        { "source",     FIELD_REF,    .to = "source" },
        { "note",       FIELD_LONG_TEXT },
        FIELDS_END
    },
    .key = "code", .home = HOME_SHARED,
};

static const struct choice agency_kinds[] = {
    {"council", "Council"},
    {"district-council", "District council"},
    {"police", "Police"},
    {"health", "Health"},
    {"probation", "Probation"},
    {"court-service", "Family court advisory service"},
    {"school", "School or college"},
    {"voluntary", "Voluntary or community body"},
    {"board", "Board or partnership"},
    {"inspectorate", "Inspectorate"},
    {"government", "Government department"},
    CHOICES_END,
};

const struct register_def agency_register = {
    .name = "agency", .title = "Agency", .plural = "Agencies",
    .says = "An organisation that works with children here. It keeps its place when it is renamed or replaced.",
    .fields = (const struct field_def[]) {
        { "ref",        FIELD_TEXT,   .label = "Reference", .required = true, .max = 60 },
        { "title",      FIELD_TEXT,   .required = true, .label = "Name" },
        { "kind",       FIELD_CHOICE, .choices = agency_kinds, .required = true },
        { "valid_from", FIELD_DATE,   .label = "From" },
        { "valid_to",   FIELD_DATE,   .label = "To" },
        { "successor",  FIELD_REF,    .to = "agency" },
        { "source",     FIELD_REF,    .to = "source" },
        { "note",       FIELD_LONG_TEXT },
        FIELDS_END
    },
    .key = "ref", .sorts = "title,kind", .home = HOME_EITHER,
};

const struct register_def role_register = {
    .name = "role", .title = "Role", .plural = "Roles",
    .says = "A post in an agency that leads or answers for something. People come and go; the post stays.",
    .fields = (const struct field_def[]) {
        { "ref",        FIELD_TEXT,   .label = "Reference", .required = true, .max = 60 },
        { "post",       FIELD_TEXT,   .required = true },
        { "agency",     FIELD_REF,    .to = "agency" },
        { "valid_from", FIELD_DATE,   .label = "From" },
        { "valid_to",   FIELD_DATE,   .label = "To" },
        { "source",     FIELD_REF,    .to = "source" },
        FIELDS_END
    },
    .key = "ref", .label = "post", .sorts = "post", .home = HOME_OWN,
};
