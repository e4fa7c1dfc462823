/* The yearly report's chapter of evidence: what was seen and said of the year, and how much weight it carries; and what
 * became known only afterwards. */
#include "app/web.h"
#include "evidence/evidence.h"
#include "ui/govuk.h"
#include "ui/table_view.h"

#include <talloc.h>

#define ALL 1000

static const struct column columns[] = {
    {"effective_on", "Tells about", COLUMN_DATE},
    {"title", "Evidence", COLUMN_TEXT, .row_heading = true},
    {"finding", "What was found", COLUMN_TEXT},
    {"source", "Source", COLUMN_TEXT},
};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)

/* "Inspection finding, of strong weight; received 18 December 2019". */
static struct error *about_words(struct report_job *job, const struct record *evidence, const char **words)
{
    const char *kind, *weight, *received;
    TRY(record_words(job, evidence, "kind", &kind));
    TRY(record_words(job, evidence, "weight", &weight));
    TRY(record_words(job, evidence, "received_on", &received));
    *words = talloc_asprintf(job, "%s. Weight: %s. Received %s.", kind, weight, received);
    return *words ? NULL : error_out_of_memory();
}

static struct error *add_row(struct report_job *job, const struct record *evidence, struct table *table)
{
    struct cell name, source;
    TRY(report_name_cell(job, evidence, &name));
    TRY(about_words(job, evidence, &name.note));
    TRY(report_source_cell(job, report_source_of(evidence), record_text(evidence, "place"), &source));
    return table_add_row(table, (struct cell[]){{.value = record_text(evidence, "effective_on")}, name,
                                                {.value = record_text(evidence, "finding")}, source});
}

static struct error *show_time(struct report_job *job, const struct record_list *list, enum report_time time, struct html *h)
{
    const char *heading = report_time_words(job, time);
    struct table *table = table_new(job, heading, columns, COLUMN_COUNT);
    TRY_MEMORY(heading);
    TRY_MEMORY(table);
    for (size_t i = 0; i < list->count; i++) {
        if (report_time(job, record_when(list->at[i], "effective_on").to) == time)
            TRY(add_row(job, list->at[i], table));
    }
    if (table_row_count(table) > 0)
        table_view(h, table, (struct table_view){.stack = true});
    return NULL;
}

static struct error *write(struct report_job *job, struct html *h)
{
    struct record_list list;
    struct record_list_request request = {.limit = ALL, .sort = "effective_on"};
    TRY(record_list(job, &job->known, &evidence_register, &request, &list));
    if (list.count == 0)
        govuk_paragraph(h, (struct govuk_paragraph){.text = "No evidence is recorded as known by then."});
    TRY(show_time(job, &list, REPORT_BEFORE, h));
    TRY(show_time(job, &list, REPORT_IN_PERIOD, h));
    return show_time(job, &list, REPORT_AFTER, h);
}

const struct report_section evidence_section = {
    .place = 38, .id = "evidence", .title = "What was seen and said", .write = write,
    .lead = "Findings, figures and voices that bear on whether children are better off, by the day they tell about.",
};

static struct error *write_since(struct report_job *job, struct html *h)
{
    struct record_list list;
    struct record_list_request request = {.limit = ALL, .sort = "effective_on"};
    struct table *table = table_new(job, "Evidence received since this report", columns, COLUMN_COUNT);
    TRY_MEMORY(table);
    TRY(record_list(job, &job->now, &evidence_register, &request, &list));
    for (size_t i = 0; i < list.count; i++)
        if (date_compare(list.at[i]->known_from, job->known_on) > 0)
            TRY(add_row(job, list.at[i], table));
    table->empty = "No evidence has been recorded since.";
    table_view(h, table, (struct table_view){.caption_hidden = true, .stack = true});
    return NULL;
}

const struct report_section evidence_since_section = {
    .place = 64, .id = "since-evidence", .title = "Since this report: evidence", .since = true, .write = write_since,
    .lead = "Received after the day this report's knowledge ends, whatever the day it tells about.",
};
