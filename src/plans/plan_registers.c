/* The improvement plan: its sections, the outcomes wanted, how each is rated, what is done, and what change is expected. */
#include "plans/plans.h"

const struct register_def plan_register = {
    .name = "plan", .title = "Plan", .plural = "Plans",
    .says = "A published plan in sections, each with the outcomes it wants. A new version supersedes the one before.",
    .fields = (const struct field_def[]) {
        { "ref",        FIELD_TEXT, .label = "Reference", .required = true, .max = 60 },
        { "title",      FIELD_TEXT, .required = true },
        { "version",    FIELD_TEXT },
        { "agreed_on",  FIELD_WHEN },
        { "agreed_by",  FIELD_TEXT },
        { "supersedes", FIELD_REF, .to = "plan" },
        { "says",       FIELD_LONG_TEXT, .label = "What it is" },
        { "source",     FIELD_REF, .to = "source", .required = true },
        { "place",      FIELD_TEXT },
        FIELDS_END
    },
    .key = "ref",
};

const struct register_def section_register = {
    .name = "section", .title = "Plan section", .plural = "Plan sections",
    .says = "One part of a plan: what we want to see, what needs to change, and the dimensions its outcomes are rated on.",
    .fields = (const struct field_def[]) {
        { "ref",        FIELD_TEXT,      .label = "Reference", .required = true, .max = 60 },
        { "plan",       FIELD_REF,       .to = "plan", .required = true },
        { "number",     FIELD_INTEGER,   .required = true, .min = 1, .max = 99 },
        { "title",      FIELD_TEXT,      .required = true },
        { "wants",      FIELD_LONG_TEXT, .label = "What we want to see", .says = "One a line" },
        { "needs",      FIELD_LONG_TEXT, .label = "What needs to change", .says = "One a line" },
        { "dimensions", FIELD_LONG_TEXT, .label = "Rated on", .says = "One a line, in the order of the paper" },
        { "rating_note", FIELD_TEXT,     .label = "About the ratings", .says = "Why ratings are absent, such as colours that could not be read" },
        { "source",     FIELD_REF,       .to = "source" },
        { "place",      FIELD_TEXT },
        FIELDS_END
    },
    .key = "ref",
};

static const struct choice delivery_statuses[] = {
    {"not-started", "Not started"}, {"in-progress", "In progress"}, {"completed", "Completed"}, {"stopped", "Stopped"}, CHOICES_END,
};

const struct register_def outcome_register = {
    .name = "outcome", .title = "Outcome", .plural = "Outcomes",
    .says = "What a plan wants to be true for children or for practice, who leads on it, and one post that answers for it.",
    .fields = (const struct field_def[]) {
        { "ref",         FIELD_TEXT,     .label = "Reference", .required = true, .max = 60 },
        { "section",     FIELD_REF,      .to = "section", .required = true },
        { "title",       FIELD_TEXT,     .required = true, .max = 300 },
        { "says",        FIELD_LONG_TEXT, .label = "What it is" },
        { "leads",       FIELD_REF_MANY, .to = "role" },
        { "accountable", FIELD_REF,      .to = "role", .says = "The one post that answers for it" },
        { "due",         FIELD_WHEN },
        { "status",      FIELD_CHOICE,   .choices = delivery_statuses, .says = "Delivery, kept apart from any colour" },
        { "priorities",  FIELD_REF_MANY, .to = "priority" },
        { "measures",    FIELD_REF_MANY, .to = "measure" },
        { "source",      FIELD_REF,      .to = "source", .required = true },
        { "place",       FIELD_TEXT },
        FIELDS_END
    },
    .key = "ref", .sorts = "title,due,status",
};

static const struct choice rating_standings[] = {
    {"proposed", "Proposed by the owner"}, {"agreed", "Agreed by a group"}, CHOICES_END,
};

static const struct choice colours[] = {
    {"red", "Red: off track"}, {"amber", "Amber: at risk"}, {"green", "Green: on track"}, CHOICES_END,
};

const struct register_def rating_register = {
    .name = "rating", .title = "Rating", .plural = "Ratings",
    .says = "A person's judgement of delivery on one dimension, proposed by the owner or agreed by a group, with a sentence.",
    .fields = (const struct field_def[]) {
        { "outcome",   FIELD_REF,       .to = "outcome", .required = true },
        { "dimension", FIELD_TEXT,      .required = true },
        { "standing",  FIELD_CHOICE,    .choices = rating_standings, .required = true },
        { "rated_on",  FIELD_DATE,      .required = true },
        { "colour",    FIELD_CHOICE,    .choices = colours, .required = true },
        { "sentence",  FIELD_LONG_TEXT, .required = true },
        { "rated_by",  FIELD_REF,       .to = "role" },
        { "source",    FIELD_REF,       .to = "source" },
        FIELDS_END
    },
    .key = "outcome,dimension,standing,rated_on",
};

const struct register_def action_register = {
    .name = "action", .title = "Action", .plural = "Actions",
    .says = "Something an agency undertook to do, and when.",
    .fields = (const struct field_def[]) {
        { "ref",        FIELD_TEXT,     .label = "Reference", .required = true, .max = 60 },
        { "title",      FIELD_TEXT,     .required = true },
        { "says",       FIELD_LONG_TEXT, .label = "What it is" },
        { "owner",      FIELD_REF,      .to = "role" },
        { "agencies",   FIELD_REF_MANY, .to = "agency" },
        { "priorities", FIELD_REF_MANY, .to = "priority" },
        { "outcomes",   FIELD_REF_MANY, .to = "outcome" },
        { "started_on", FIELD_WHEN },
        { "due",        FIELD_WHEN },
        { "done_on",    FIELD_WHEN },
        { "status",     FIELD_CHOICE,   .choices = delivery_statuses },
        { "source",     FIELD_REF,      .to = "source", .required = true },
        { "place",      FIELD_TEXT },
        FIELDS_END
    },
    .key = "ref", .sorts = "title,due",
};

static const struct choice directions[] = {
    {"up", "Up"}, {"down", "Down"}, CHOICES_END,
};

const struct register_def expectation_register = {
    .name = "expectation", .title = "Expectation", .plural = "Expectations",
    .says = "The change that was expected, declared before the figures came: which measure, which way, how much, by when. It cannot be changed afterwards.",
    .fields = (const struct field_def[]) {
        { "ref",            FIELD_TEXT,      .label = "Reference", .required = true, .max = 60 },
        { "title",          FIELD_TEXT,      .required = true, .frozen = true },
        { "outcome",        FIELD_REF,       .to = "outcome", .frozen = true },
        { "action",         FIELD_REF,       .to = "action", .frozen = true },
        { "minute",         FIELD_REF,       .to = "minute", .frozen = true },
        { "measures",       FIELD_REF_MANY,  .to = "measure", .required = true, .frozen = true,
          .says = "More than one where the declaration does not say which definition it means" },
        { "area",           FIELD_REF,       .to = "area", .required = true, .frozen = true },
        { "direction",      FIELD_CHOICE,    .choices = directions, .required = true, .frozen = true },
        { "baseline",       FIELD_DECIMAL,   .frozen = true },
        { "baseline_on",    FIELD_WHEN,      .frozen = true },
        { "size",           FIELD_DECIMAL,   .frozen = true, .says = "How much change, where no milestones were declared" },
        { "declared_on",    FIELD_WHEN,      .required = true, .frozen = true },
        { "declared_where", FIELD_TEXT,      .required = true, .frozen = true },
        { "caveat",         FIELD_LONG_TEXT, .says = "What comparing it with the figures can and cannot show" },
        { "source",         FIELD_REF,       .to = "source", .required = true, .frozen = true },
        { "place",          FIELD_TEXT,      .frozen = true },
        FIELDS_END
    },
    .key = "ref", .one_of = "outcome,action,minute", .sorts = "declared_on",
};

const struct register_def milestone_register = {
    .name = "milestone", .title = "Milestone", .plural = "Milestones",
    .says = "One point on the path of an expectation: the value declared for a day. It cannot be changed afterwards.",
    .fields = (const struct field_def[]) {
        { "expectation", FIELD_REF,     .to = "expectation", .required = true, .sealed = true },
        { "due",         FIELD_WHEN,    .required = true },
        { "value",       FIELD_DECIMAL, .required = true, .frozen = true },
        FIELDS_END
    },
    .key = "expectation,due",
};
