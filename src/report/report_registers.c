/* The yearly report and what the law's editions ask of it. The requirements are data, chosen by the report's edition. */
#include "report/report.h"

const struct register_def edition_register = {
    .name = "edition", .title = "Edition", .plural = "Editions",
    .says = "An edition of the statutory guidance Working Together to Safeguard Children, and when it was in force.",
    .fields = (const struct field_def[]) {
        { "code",          FIELD_TEXT, .required = true, .max = 20 },
        { "title",         FIELD_TEXT, .required = true },
        { "in_force_from", FIELD_DATE, .required = true },
        { "in_force_to",   FIELD_DATE },
        { "supersedes",    FIELD_REF,  .to = "edition" },
        { "applies",       FIELD_LONG_TEXT, .label = "Which reports it governs" },
        { "source",        FIELD_REF,  .to = "source", .required = true },
        FIELDS_END
    },
    .key = "code", .home = HOME_SHARED,
};

static const struct choice duties[] = {
    {"must", "Must"}, {"should", "Should"}, {"process", "Process"}, CHOICES_END,
};

const struct register_def requirement_register = {
    .name = "requirement", .title = "Requirement", .plural = "Requirements",
    .says = "One thing an edition asks of the yearly report, in our own words.",
    .fields = (const struct field_def[]) {
        { "ref",         FIELD_TEXT,      .label = "Reference", .required = true, .max = 20 },
        { "edition",     FIELD_REF,       .to = "edition", .required = true },
        { "duty",        FIELD_CHOICE,    .choices = duties, .required = true },
        { "says",        FIELD_LONG_TEXT, .required = true, .label = "Requirement" },
        { "condition",   FIELD_TEXT,      .label = "Applies when" },
        { "proved_by",   FIELD_TEXT,      .max = 300, .says = "The kinds of record that would show it" },
        { "verify",      FIELD_FLAG,      .required = true, .label = "Wording to be checked",
          .says = "Yes: recalled from the guidance and not yet compared with its text" },
        { "source",      FIELD_REF,       .to = "source", .required = true },
        FIELDS_END
    },
    .key = "ref", .label = "says", .home = HOME_SHARED,
};

static const struct choice report_statuses[] = {
    {"draft", "Draft"}, {"published", "Published"}, {"worked-example", "Worked example, not published by the partnership"}, CHOICES_END,
};

const struct register_def report_register = {
    .name = "report", .title = "Yearly report", .plural = "Reports",
    .says = "The report a partnership must publish every year: its period, the day its knowledge ends, and the edition it answers to.",
    .fields = (const struct field_def[]) {
        { "ref",            FIELD_TEXT,      .label = "Reference", .required = true, .max = 60 },
        { "title",          FIELD_TEXT,      .required = true },
        { "period_from",    FIELD_DATE,      .required = true },
        { "period_to",      FIELD_DATE,      .required = true },
        { "known_on",       FIELD_DATE,      .required = true, .says = "What became known later stands under: since this report" },
        { "area",           FIELD_REF,       .to = "area", .required = true },
        { "edition",        FIELD_REF,       .to = "edition", .required = true },
        { "edition_reason", FIELD_LONG_TEXT, .required = true, .label = "Why this edition" },
        { "compared_with",  FIELD_REF_MANY,  .to = "edition", .label = "Shown beside it" },
        { "status",         FIELD_CHOICE,    .choices = report_statuses, .required = true },
        { "introduction",   FIELD_LONG_TEXT },
        { "area_measures",  FIELD_REF_MANY,  .to = "measure", .label = "Measures that describe the area" },
        { "source",         FIELD_REF,       .to = "source" },
        FIELDS_END
    },
    .key = "ref",
};

static const struct choice coverage_states[] = {
    {"met", "Met"}, {"partly", "Partly met"}, {"not-met", "Not met"}, {"not-recorded", "Not recorded in this sample"},
    {"not-applicable", "Does not apply"}, CHOICES_END,
};

const struct register_def coverage_register = {
    .name = "coverage", .title = "Coverage", .plural = "Coverage",
    .says = "Whether a report meets one requirement, by which records, what is missing and who would supply it.",
    .fields = (const struct field_def[]) {
        { "report",      FIELD_REF,       .to = "report", .required = true },
        { "requirement", FIELD_REF,       .to = "requirement", .required = true },
        { "state",       FIELD_CHOICE,    .choices = coverage_states, .required = true },
        { "reason",      FIELD_LONG_TEXT, .required = true },
        { "priorities",  FIELD_REF_MANY,  .to = "priority" },
        { "risks",       FIELD_REF_MANY,  .to = "risk" },
        { "plans",       FIELD_REF_MANY,  .to = "plan" },
        { "outcomes",    FIELD_REF_MANY,  .to = "outcome" },
        { "actions",     FIELD_REF_MANY,  .to = "action" },
        { "minutes",     FIELD_REF_MANY,  .to = "minute" },
        { "evidence",    FIELD_REF_MANY,  .to = "evidence" },
        { "measures",    FIELD_REF_MANY,  .to = "measure" },
        { "sources",     FIELD_REF_MANY,  .to = "source" },
        { "missing",     FIELD_LONG_TEXT, .label = "What is missing" },
        { "supplier",    FIELD_TEXT,      .label = "Who would supply it", .max = 300 },
        FIELDS_END
    },
    .key = "report,requirement",
};
