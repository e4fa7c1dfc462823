/* The sources: each paper once, by its number, with its licence and how much rests on it. */
#include "app/web.h"
#include "report/report_screens.h"
#include "ui/page.h"
#include "ui/table_view.h"

#include <talloc.h>

#define ALL 1000

static const struct column columns[] = {
    {"number", "No.", COLUMN_NUMBER},
    {"title", "Source", COLUMN_TEXT, .row_heading = true},
    {"publisher", "Publisher", COLUMN_TEXT},
    {"kind", "Kind", COLUMN_TEXT},
    {"published_on", "Published", COLUMN_DATE},
    {"used", "Used in", COLUMN_NUMBER},
    {"licence", "Licence", COLUMN_TEXT},
    {"attribution", "Attribution", COLUMN_TEXT, .data_only = true},
    {"url", "Address", COLUMN_TEXT, .data_only = true},
};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)

static size_t places_of(const struct source_use *uses, size_t count, int64_t source)
{
    for (size_t i = 0; i < count; i++)
        if (uses[i].id == source)
            return uses[i].places;
    return 0;
}

static struct error *add_row(struct visit *visit, const struct record *source, size_t places, struct table *table)
{
    const char *kind, *published;
    TRY(record_words(visit->ctx, source, "kind", &kind));
    TRY(record_words(visit->ctx, source, "published_on", &published));
    const char *href = record_address(visit->ctx, visit->reader.registers, source->def, source->key);
    const char *count = talloc_asprintf(visit->ctx, "%zu", places);
    const char *words = talloc_asprintf(visit->ctx, "%zu place%s", places, places == 1 ? "" : "s");
    if (!href || !count || !words)
        return error_out_of_memory();
    return table_add_row(table, (struct cell[]){
        {.value = record_text(source, "number")},
        {.value = source->label, .href = href, .note = record_text(source, "attribution")},
        {.value = record_text(source, "publisher")},
        {.value = record_text(source, "kind"), .shown = kind},
        {.value = record_text(source, "published_on"), .shown = published},
        {.value = count, .shown = words},
        {.value = record_text(source, "licence")},
        {.value = record_text(source, "attribution")},
        {.value = record_text(source, "url")}});
}

static struct error *sources_table(struct visit *visit, struct table **table)
{
    struct record_list list;
    struct record_list_request request = {.limit = ALL};
    struct source_use *uses;
    size_t count;
    struct table *made = table_new(visit->ctx, "Sources", columns, COLUMN_COUNT);
    TRY_MEMORY(made);
    TRY(record_list(visit->ctx, &visit->reader, registers_find(visit->reader.registers, "source"), &request, &list));
    TRY(source_uses(visit->ctx, &visit->reader, &uses, &count));
    for (size_t i = 0; i < list.count; i++)
        TRY(add_row(visit, list.at[i], places_of(uses, count, list.at[i]->id), made));
    made->total = table_row_count(made);
    made->empty = "No source is recorded here.";
    *table = made;
    return NULL;
}

static struct error *sources_page(struct visit *visit, const struct table *table, struct html *h)
{
    visit->title = "Sources";
    page_heading(h, (struct page_heading){
        .text = "Sources",
        .lead = "Every figure and finding here rests on a published paper. Each is entered once, and cited by its number."});
    table_view(h, table, (struct table_view){.caption_hidden = true, .count = true, .one = "source", .many = "sources", .stack = true});
    return NULL;
}

const struct screen sources_screen = {"/sources", "Sources", sources_table, sources_page};
