/* The yearly report's chapter of priorities and risks. */
#include "app/web.h"
#include "priorities/priorities.h"
#include "ui/govuk.h"
#include "ui/table_view.h"

#include <talloc.h>

#define ALL 1000

/* ---- priorities ---- */

static const struct column priority_columns[] = {
    {"title", "Priority", COLUMN_TEXT, .row_heading = true},
    {"leads", "Who leads", COLUMN_TEXT},
    {"declared_on", "Declared", COLUMN_DATE},
    {"time", "For", COLUMN_TEXT},
    {"source", "Source", COLUMN_TEXT},
};
#define PRIORITY_COLUMNS (sizeof priority_columns / sizeof *priority_columns)

static struct error *add_priority(struct report_job *job, const struct record *priority, struct table *table)
{
    struct cell cells[PRIORITY_COLUMNS] = {{0}};
    struct period time = {DATE_NONE, DATE_NONE};
    const char *leads, *from = record_text(priority, "valid_from"), *to = record_text(priority, "valid_to");
    bool begins = from && date_parse(from, &time.from), ends = to && date_parse(to, &time.to);
    bool dated = begins || ends;
    TRY(record_words(job, priority, "leads", &leads));
    TRY(report_name_cell(job, priority, &cells[0]));
    cells[0].note = record_text(priority, "says");
    cells[1] = (struct cell){.value = leads, .shown = leads ? NULL : "not stated"};
    cells[2].value = record_text(priority, "declared_on");
    cells[3].shown = "not stated";
    if (dated)
        TRY_MEMORY(cells[3].value = cells[3].shown = period_label(job, time));
    TRY(report_source_cell(job, report_source_of(priority), record_text(priority, "place"), &cells[4]));
    return table_add_row(table, cells);
}

static struct error *show_priorities(struct report_job *job, struct html *h)
{
    struct record_list list;
    struct record_list_request request = {.limit = ALL};
    struct table *table = table_new(job, "Priorities", priority_columns, PRIORITY_COLUMNS);
    TRY_MEMORY(table);
    TRY(record_list(job, &job->known, &priority_register, &request, &list));
    for (size_t i = 0; i < list.count; i++)
        TRY(add_priority(job, list.at[i], table));
    table->empty = "No priority is recorded as known by then.";
    table_view(h, table, (struct table_view){.stack = true});
    return NULL;
}

/* ---- risks ---- */

static const struct column risk_columns[] = {
    {"title", "Risk to children", COLUMN_TEXT, .row_heading = true},
    {"raised_on", "Raised", COLUMN_DATE},
    {"good_is", "What good looks like", COLUMN_TEXT},
    {"actions", "What was done about it", COLUMN_TEXT},
    {"source", "Source", COLUMN_TEXT},
};
#define RISK_COLUMNS (sizeof risk_columns / sizeof *risk_columns)

static struct error *add_risk(struct report_job *job, const struct record *risk, struct table *table)
{
    struct cell cells[RISK_COLUMNS] = {{0}};
    const char *actions, *good_is = record_text(risk, "good_is");
    TRY(record_words(job, risk, "actions", &actions));
    TRY(report_name_cell(job, risk, &cells[0]));
    cells[0].note = record_text(risk, "says");
    cells[1].value = record_text(risk, "raised_on");
    cells[2] = (struct cell){.value = good_is, .shown = good_is ? NULL : "not stated"};
    cells[3] = (struct cell){.value = actions, .shown = actions ? NULL : "no action is recorded"};
    TRY(report_source_cell(job, report_source_of(risk), record_text(risk, "place"), &cells[4]));
    return table_add_row(table, cells);
}

static struct error *show_risks(struct report_job *job, struct html *h)
{
    struct record_list list;
    struct record_list_request request = {.limit = ALL, .sort = "raised_on"};
    struct table *table = table_new(job, "Risks", risk_columns, RISK_COLUMNS);
    TRY_MEMORY(table);
    TRY(record_list(job, &job->known, &risk_register, &request, &list));
    for (size_t i = 0; i < list.count; i++)
        TRY(add_risk(job, list.at[i], table));
    table->empty = "No risk is recorded as known by then.";
    table_view(h, table, (struct table_view){.stack = true});
    return NULL;
}

static struct error *write(struct report_job *job, struct html *h)
{
    TRY(show_priorities(job, h));
    return show_risks(job, h);
}

const struct report_section priorities_section = {
    .place = 30, .id = "priorities", .title = "Priorities and risks", .write = write,
    .lead = "What was put first for children, and what was worried about.",
};
