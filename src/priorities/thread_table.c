/* The thread as a table: the picture's twin for those who read rather than look, and its CSV and JSON. */
#include "app/web.h"
#include "priorities/thread.h"
#include "ui/marks.h"

#include <talloc.h>

static const struct column columns[] = {
    {"step", "Step", COLUMN_TEXT},
    {"kind", "Kind", COLUMN_TEXT, .data_only = true},
    {"what", "What", COLUMN_TEXT, .row_heading = true},
    {"says", "What it says", COLUMN_TEXT},
    {"date", "When", COLUMN_DATE},
    {"result", "Result", COLUMN_TEXT},
    {"since_report", "Since the report", COLUMN_FLAG},
    {"recorded", "Recorded", COLUMN_FLAG, .data_only = true},
    {"source", "Source", COLUMN_TEXT},
};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)

static struct error *add_row(void *ctx, const struct thread_step *node, const char *address, struct table *table)
{
    bool dated = !date_is_none(node->on.to);
    const char *iso = dated ? when_text(ctx, node->on) : NULL, *words = dated ? period_label(ctx, node->on) : NULL;
    const char *cite = node->source_number ? talloc_asprintf(ctx, "[%s]", node->source_number) : NULL;
    const char *source = node->source_number ? talloc_asprintf(ctx, "/sources/%s", node->source_number) : NULL;
    if ((dated && (!iso || !words)) || (node->source_number && (!cite || !source)))
        return error_out_of_memory();
    return table_add_row(table, (struct cell[]){
        {.value = thread_column_words(node->column)},
        {.value = node->kind},
        {.value = node->title, .href = address},
        {.value = node->says, .shown = node->says ? NULL : "–"},
        {.value = iso, .shown = dated ? words : "–"},
        {.value = node->mark, .shown = node->mark ? status_mark_word(node->mark) : "–", .mark = node->mark},
        {.value = node->later ? "yes" : "no", .shown = node->later ? "Since" : "–"},
        {.value = node->hole ? "no" : "yes"},
        {.value = node->source_number, .shown = cite ? cite : "–", .href = source},
    });
}

struct error *thread_table(void *ctx, const struct reader *reader, const struct thread *thread, struct table **table)
{
    struct table *made = table_new(ctx, thread->record->label, columns, COLUMN_COUNT);
    TRY_MEMORY(made);
    for (int column = 0; column < THREAD_COLUMNS; column++)
        for (size_t i = 0; i < thread->steps.count; i++) {
            const struct thread_step *node = &thread->steps.at[i];
            if ((int)node->column != column)
                continue;
            const char *href = node->def ? record_address(ctx, reader->registers, node->def, node->key) : NULL;
            if (node->def && !href)
                return error_out_of_memory();
            TRY(add_row(made, node, href, made));
        }
    made->total = table_row_count(made);
    *table = made;
    return NULL;
}
