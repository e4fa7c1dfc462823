/* The yearly report's chapters of the plan: the outcomes it wants, with status and colour, and the actions undertaken. */
#include "app/web.h"
#include "plans/plan_queries.h"
#include "ui/govuk.h"
#include "ui/table_view.h"

#include <string.h>
#include <talloc.h>

#define ALL 1000

/* ---- outcomes ---- */

static const struct column outcome_columns[] = {
    {"ref", "Ref", COLUMN_TEXT},
    {"title", "Outcome wanted", COLUMN_TEXT, .row_heading = true},
    {"leads", "Who leads", COLUMN_TEXT},
    {"due", "Due", COLUMN_DATE},
    {"status", "Status", COLUMN_TEXT},
    {"ratings", "Colours", COLUMN_TEXT},
};
#define OUTCOME_COLUMNS (sizeof outcome_columns / sizeof *outcome_columns)

/* "Quality agreed: Red; ..." of the ratings known, or why there is none. */
static struct error *rating_words(struct report_job *job, const struct record *outcome, const char *note, struct cell *cell)
{
    struct record_list list;
    struct record_list_request request = {.limit = ALL, .where_field = "outcome", .where_id = outcome->id};
    char *text = NULL;
    TRY(record_list(job, &job->known, &rating_register, &request, &list));
    for (size_t i = 0; i < list.count; i++) {
        const char *colour, *standing;
        TRY(record_words(job, list.at[i], "colour", &colour));
        TRY(record_words(job, list.at[i], "standing", &standing));
        const char *dimension = record_text(list.at[i], "dimension"), *rated_on = record_text(list.at[i], "rated_on");
        text = text ? talloc_asprintf_append(text, "; %s: %s (%s, %s)", dimension, colour, standing, rated_on)
                    : talloc_asprintf(job, "%s: %s (%s, %s)", dimension, colour, standing, rated_on);
        TRY_MEMORY(text);
    }
    *cell = (struct cell){.value = text, .shown = text ? NULL : note ? "could not be read" : "not stated"};
    return NULL;
}

static struct error *add_outcome(struct report_job *job, const struct record *outcome, const char *note, struct table *table)
{
    struct cell cells[OUTCOME_COLUMNS] = {{0}};
    const char *leads, *status;
    TRY(record_words(job, outcome, "leads", &leads));
    TRY(record_words(job, outcome, "status", &status));
    cells[0].value = outcome->key;
    TRY(report_name_cell(job, outcome, &cells[1]));
    cells[1].note = record_text(outcome, "says");
    cells[2] = (struct cell){.value = leads, .shown = leads ? NULL : "not stated"};
    cells[3] = (struct cell){.value = record_text(outcome, "due"), .shown = record_text(outcome, "due") ? NULL : "not stated"};
    cells[4] = (struct cell){.value = status, .shown = status ? NULL : "not stated"};
    TRY(rating_words(job, outcome, note, &cells[5]));
    return table_add_row(table, cells);
}

static struct error *show_section(struct report_job *job, const struct record *section, struct html *h)
{
    struct record_list outcomes;
    struct record_list_request request = {.limit = ALL, .where_field = "section", .where_id = section->id};
    const char *note = record_text(section, "rating_note"), *wants = record_text(section, "wants");
    const char *heading = talloc_asprintf(job, "%s. %s", record_text(section, "number"), section->label);
    const char *id = report_show(job, section->def, section->key);
    struct table *table = table_new(job, heading, outcome_columns, OUTCOME_COLUMNS);
    TRY_MEMORY(heading);
    TRY_MEMORY(id);
    TRY_MEMORY(table);
    TRY(record_list(job, &job->known, &outcome_register, &request, &outcomes));
    for (size_t i = 0; i < outcomes.count; i++)
        TRY(add_outcome(job, outcomes.at[i], note, table));
    table->empty = "No outcome of this section is recorded.";

    struct govuk_list bullets = {.kind = GOVUK_LIST_BULLET};
    govuk_heading(h, (struct govuk_heading){.text = heading, .level = 4, .id = id});
    govuk_list_begin(h, bullets);
    for (const char *line; (line = plan_next_line(job, &wants)) != NULL;)
        govuk_list_item(h, line);
    govuk_list_end(h, bullets);
    if (note)
        govuk_paragraph(h, (struct govuk_paragraph){.text = note, .small = true, .muted = true});
    table_view(h, table, (struct table_view){.caption_hidden = true, .stack = true});
    return NULL;
}

static struct error *show_plan(struct report_job *job, const struct record *plan, struct html *h)
{
    struct record_list sections;
    const char *agreed, *id = report_show(job, plan->def, plan->key);
    TRY_MEMORY(id);
    TRY(record_words(job, plan, "agreed_on", &agreed));
    TRY(plan_sections(job, &job->known, plan, &sections));
    govuk_heading(h, (struct govuk_heading){.text = plan->label, .level = 3, .id = id});
    govuk_paragraph_begin(h, (struct govuk_paragraph){.text = record_text(plan, "says")});
    html_format(h, " Agreed: %s.", agreed ? agreed : "not stated");
    TRY(report_cite_in(job, h, report_source_of(plan)));
    govuk_paragraph_end(h);
    for (size_t i = 0; i < sections.count; i++)
        TRY(show_section(job, sections.at[i], h));
    return NULL;
}

static struct error *write_plans(struct report_job *job, struct html *h)
{
    struct record_list plans;
    struct record_list_request request = {.limit = ALL};
    TRY(record_list(job, &job->known, &plan_register, &request, &plans));
    for (size_t i = 0; i < plans.count; i++)
        TRY(show_plan(job, plans.at[i], h));
    if (plans.count == 0)
        govuk_paragraph(h, (struct govuk_paragraph){.text = "No plan is recorded as known by then."});
    return NULL;
}

const struct report_section plans_section = {
    .place = 32, .id = "plan", .title = "The plan and the outcomes it wants", .write = write_plans,
    .lead = "Status is delivery, as the plan states it. It says nothing of whether children are better off.",
};

/* ---- actions ---- */

static const struct column action_columns[] = {
    {"title", "Action", COLUMN_TEXT, .row_heading = true},
    {"who", "Who", COLUMN_TEXT},
    {"started_on", "Began", COLUMN_DATE},
    {"due", "Due", COLUMN_DATE},
    {"done_on", "Done", COLUMN_DATE},
    {"status", "Status", COLUMN_TEXT},
    {"source", "Source", COLUMN_TEXT},
};
#define ACTION_COLUMNS (sizeof action_columns / sizeof *action_columns)

static struct cell day_cell(const struct record *record, const char *field)
{
    const char *day = record_text(record, field);
    return (struct cell){.value = day, .shown = day ? NULL : "–"};
}

static struct error *add_action(struct report_job *job, const struct record *action, struct table *table)
{
    struct cell cells[ACTION_COLUMNS] = {{0}};
    const char *owner, *agencies, *status;
    TRY(record_words(job, action, "owner", &owner));
    TRY(record_words(job, action, "agencies", &agencies));
    TRY(record_words(job, action, "status", &status));
    TRY(report_name_cell(job, action, &cells[0]));
    cells[0].note = record_text(action, "says");
    cells[1] = (struct cell){.value = agencies ? agencies : owner, .shown = agencies || owner ? NULL : "not stated",
                             .note = agencies ? owner : NULL};
    cells[2] = day_cell(action, "started_on");
    cells[3] = day_cell(action, "due");
    cells[4] = day_cell(action, "done_on");
    cells[5] = (struct cell){.value = status, .shown = status ? NULL : "not stated"};
    TRY(report_source_cell(job, report_source_of(action), record_text(action, "place"), &cells[6]));
    return table_add_row(table, cells);
}

/* Done before the period began: no part of this report. */
static bool is_past(const struct report_job *job, const struct record *action)
{
    struct date done = record_when(action, "done_on").to;
    return !date_is_none(done) && report_time(job, done) == REPORT_BEFORE;
}

static struct error *show_status(struct report_job *job, const struct record_list *actions, const char *status, const char *heading,
                                 struct html *h)
{
    struct table *table = table_new(job, heading, action_columns, ACTION_COLUMNS);
    TRY_MEMORY(table);
    for (size_t i = 0; i < actions->count; i++) {
        const char *own = record_text(actions->at[i], "status");
        bool same = status ? own && strcmp(own, status) == 0 : !own;
        if (same && !is_past(job, actions->at[i]))
            TRY(add_action(job, actions->at[i], table));
    }
    if (table_row_count(table) > 0)
        table_view(h, table, (struct table_view){.stack = true});
    return NULL;
}

static struct error *write_actions(struct report_job *job, struct html *h)
{
    struct record_list actions;
    struct record_list_request request = {.limit = ALL};
    const struct choice *statuses = outcome_register.fields[register_field_index(&outcome_register, "status")].choices;
    TRY(record_list(job, &job->known, &action_register, &request, &actions));
    if (actions.count == 0)
        govuk_paragraph(h, (struct govuk_paragraph){.text = "No action is recorded as known by then."});
    for (const struct choice *s = statuses; s->code; s++)
        TRY(show_status(job, &actions, s->code, s->words, h));
    return show_status(job, &actions, NULL, "No status stated", h);
}

const struct report_section actions_section = {
    .place = 34, .id = "actions", .title = "What was done", .write = write_actions,
    .lead = "Actions known by then, by their status. What was done is not what changed: see the threads for that.",
};
