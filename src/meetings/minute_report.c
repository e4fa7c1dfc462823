/* The yearly report's chapter of minutes: what meetings noted and decided in the year and up to its known-on day. */
#include "app/web.h"
#include "meetings/meetings.h"
#include "ui/govuk.h"
#include "ui/table_view.h"

#include <talloc.h>

#define ALL 1000

static const struct column columns[] = {
    {"held_on", "Held on", COLUMN_DATE},
    {"title", "Meeting and matter", COLUMN_TEXT, .row_heading = true},
    {"says", "What was minuted", COLUMN_TEXT},
    {"source", "Source", COLUMN_TEXT},
};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)

static struct error *add_row(struct report_job *job, const struct record *minute, struct table *table)
{
    struct cell name, source;
    TRY(report_name_cell(job, minute, &name));
    TRY(report_source_cell(job, report_source_of(minute), record_text(minute, "place"), &source));
    name.note = record_text(minute, "body");
    return table_add_row(table, (struct cell[]){{.value = record_text(minute, "held_on")}, name,
                                                {.value = record_text(minute, "says")}, source});
}

static struct error *show_time(struct report_job *job, const struct record_list *list, enum report_time time, struct html *h)
{
    const char *heading = report_time_words(job, time);
    struct table *table = table_new(job, heading, columns, COLUMN_COUNT);
    TRY_MEMORY(heading);
    TRY_MEMORY(table);
    for (size_t i = 0; i < list->count; i++) {
        if (report_time(job, record_when(list->at[i], "held_on").to) == time)
            TRY(add_row(job, list->at[i], table));
    }
    if (table_row_count(table) > 0)
        table_view(h, table, (struct table_view){.stack = true});
    return NULL;
}

static struct error *write(struct report_job *job, struct html *h)
{
    struct record_list list;
    struct record_list_request request = {.limit = ALL, .sort = "held_on"};
    TRY(record_list(job, &job->known, &minute_register, &request, &list));
    if (list.count == 0)
        govuk_paragraph(h, (struct govuk_paragraph){.text = "No minute is recorded as known by then."});
    TRY(show_time(job, &list, REPORT_IN_PERIOD, h));
    return show_time(job, &list, REPORT_AFTER, h);
}

const struct report_section minutes_section = {
    .place = 36, .id = "minutes", .title = "What was minuted", .write = write,
    .lead = "What meetings noted, decided or were told, in our own words, by the day they met.",
};
