/* Priorities and risks: what was put first, what is worried about, and where each leads. */
#include "app/web.h"
#include "priorities/priorities.h"
#include "ui/layout.h"
#include "ui/page.h"
#include "ui/table_view.h"

#include <talloc.h>

#define ALL 1000

static const struct column columns[] = {
    {"kind", "Kind", COLUMN_TEXT},
    {"title", "What", COLUMN_TEXT, .row_heading = true},
    {"says", "What was said", COLUMN_TEXT},
    {"good", "What good looks like", COLUMN_TEXT, .data_only = true},
    {"leads", "Who leads", COLUMN_TEXT},
    {"since", "Declared or raised", COLUMN_DATE},
    {"source", "Source", COLUMN_TEXT},
    {"ref", "Reference", COLUMN_TEXT, .data_only = true},
};

/* One row: a priority or a risk. */
static struct error *add_row(struct visit *visit, const struct record *record, const char *kind, const char *leads_field,
                             const char *date_field, const char *good_field, struct table *table)
{
    const char *leads, *since;
    const struct record_value *source = record_value(record, "source");
    TRY(record_words(visit->ctx, record, leads_field, &leads));
    TRY(record_words(visit->ctx, record, date_field, &since));
    const char *href = record_address(visit->ctx, visit->reader.registers, record->def, record->key);
    const char *cite = source->reference_count ? talloc_asprintf(visit->ctx, "[%s]", source->references[0].key) : NULL;
    const char *cited = source->reference_count ? talloc_asprintf(visit->ctx, "/sources/%s", source->references[0].key) : NULL;
    TRY_MEMORY(href);
    if (source->reference_count && (!cite || !cited))
        return error_out_of_memory();
    return table_add_row(table, (struct cell[]){
        {.value = kind},
        {.value = record->label, .href = href},
        {.value = record_text(record, "says"), .shown = record_text(record, "says") ? NULL : "not stated"},
        {.value = good_field ? record_text(record, good_field) : NULL},
        {.value = leads, .shown = leads ? NULL : "not stated"},
        {.value = record_text(record, date_field), .shown = since},
        {.value = source->text, .shown = cite ? cite : "not stated", .href = cited},
        {.value = record->key},
    });
}

static struct error *priorities_table(struct visit *visit, struct table **table)
{
    struct record_list_request request = {.limit = ALL};
    struct record_list priorities, risks;
    struct table *made = table_new(visit->ctx, "Priorities and risks", columns, sizeof columns / sizeof *columns);
    TRY_MEMORY(made);
    TRY(record_list(visit->ctx, &visit->reader, &priority_register, &request, &priorities));
    TRY(record_list(visit->ctx, &visit->reader, &risk_register, &request, &risks));
    for (size_t i = 0; i < priorities.count; i++)
        TRY(add_row(visit, priorities.at[i], "priority", "leads", "declared_on", NULL, made));
    for (size_t i = 0; i < risks.count; i++)
        TRY(add_row(visit, risks.at[i], "risk", "owner", "raised_on", "good_is", made));
    made->total = table_row_count(made);
    made->empty = "Nothing is recorded here.";
    *table = made;
    return NULL;
}

static struct error *show_part(struct visit *visit, const struct table *table, const char *kind, struct section section, const char *lead,
                               struct html *h)
{
    struct table *part;
    TRY(table_part(visit->ctx, table, "kind", kind, section.heading, &part));
    section_begin(h, section);
    govuk_paragraph(h, (struct govuk_paragraph){.text = lead});
    table_view(h, part, (struct table_view){.caption_hidden = true, .stack = true});
    section_end(h);
    return NULL;
}

static struct error *priorities_page(struct visit *visit, const struct table *table, struct html *h)
{
    visit->title = "Priorities and risks";
    page_heading(h, (struct page_heading){
        .text = visit->title,
        .lead = "What the partnership said it would put first for children, and what it was worried about."});
    TRY(show_part(visit, table, "priority", (struct section){.heading = "Priorities", .id = "priorities"},
                  "Each with the agencies that lead. A set of priorities can change during a year; the earlier ones are kept.", h));
    return show_part(visit, table, "risk", (struct section){.heading = "Risks to children", .id = "risks"},
                     "Taken from the risk log and from meetings, with the day they were raised.", h);
}

const struct screen priority_screen = {"/priorities", "Priorities and risks", priorities_table, priorities_page};
