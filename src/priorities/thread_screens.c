/* The golden thread on a page: the question, the picture with its holes, the charts, its twin as a table, and what came since
 * the report set apart. */
#include "app/web.h"
#include "priorities/thread.h"
#include "ui/layout.h"
#include "ui/marks.h"
#include "ui/page.h"
#include "ui/table_view.h"
#include "ui/thread_picture.h"

#include <string.h>
#include <talloc.h>

static const struct crumb threads_crumbs[] = {{"Threads", "/threads"}, {NULL, NULL}};

static struct error *find_thread(struct visit *visit, struct thread **thread)
{
    return thread_read(visit->ctx, &visit->reader, visit_parameter(visit, "key"), application_today(visit->application), thread);
}

static struct error *page_table(struct visit *visit, struct table **table)
{
    struct thread *thread;
    TRY(find_thread(visit, &thread));
    return thread_table(visit->ctx, &visit->reader, thread, table);
}

/* ---- the picture ---- */

static struct error *picture_node(void *ctx, const struct reader *reader, const struct thread_step *step, struct thread_node *node)
{
    *node = (struct thread_node){
        .column = step->column,
        .title = step->title,
        .text = step->column == THREAD_FIGURES || step->hole ? NULL : step->kind,
        .mark = step->mark,
        .hole = step->hole,
        .later = step->later,
    };
    if (!step->hole && !date_is_none(step->on.to))
        TRY_MEMORY(node->date = period_label(ctx, step->on));
    if (step->column == THREAD_FIGURES && step->source_number)
        TRY_MEMORY(node->text = talloc_asprintf(ctx, "Source %s", step->source_number));
    if (step->def)
        TRY_MEMORY(node->href = record_address(ctx, reader->registers, step->def, step->key));
    return NULL;
}

struct error *thread_draw(void *ctx, const struct reader *reader, const struct thread *thread, struct html *h)
{
    const char *columns[THREAD_COLUMNS];
    struct thread_node *nodes = talloc_zero_array(ctx, struct thread_node, (unsigned)thread->steps.count + 1);
    struct thread_link *links = talloc_zero_array(ctx, struct thread_link, (unsigned)thread->ties.count + 1);
    TRY_MEMORY(nodes);
    TRY_MEMORY(links);
    for (int i = 0; i < THREAD_COLUMNS; i++)
        columns[i] = thread_column_words((enum thread_column)i);
    for (size_t i = 0; i < thread->steps.count; i++)
        TRY(picture_node(ctx, reader, &thread->steps.at[i], &nodes[i]));
    for (size_t i = 0; i < thread->ties.count; i++)
        links[i] = (struct thread_link){thread->ties.at[i].from, thread->ties.at[i].to};
    const char *title = talloc_asprintf(ctx, "The thread: %s", thread->record->label);
    TRY_MEMORY(title);
    thread_picture(h, &(struct thread_picture){
        .title = title, .columns = columns, .column_count = THREAD_COLUMNS, .nodes = nodes, .node_count = thread->steps.count,
        .links = links, .link_count = thread->ties.count});
    return NULL;
}

/* ---- the charts ---- */

/* A measure on which nothing was declared in figures is drawn by itself; the others with their declared path. */
static bool is_expected(const struct thread *thread, const struct measure *measure)
{
    for (size_t e = 0; e < thread->expectations.count; e++)
        for (size_t m = 0; m < thread->expectations.at[e]->measure_count; m++)
            if (thread->expectations.at[e]->measures[m]->id == measure->id)
                return true;
    return false;
}

struct error *thread_charts(void *ctx, const struct thread *thread, int heading_level, struct html *h)
{
    for (size_t e = 0; e < thread->expectations.count; e++)
        TRY(expectation_show(ctx, thread->expectations.at[e], thread->known_on, heading_level, h));
    for (size_t m = 0; m < thread->measures.count; m++) {
        struct run_chart chart;
        struct measure_chart of = {.measure = thread->measures.at[m], .series = &thread->series.at[m], .known_on = thread->known_on};
        if (is_expected(thread, thread->measures.at[m]))
            continue;
        TRY(measure_chart_make(ctx, &of, &chart));
        chart.heading_level = heading_level;
        run_chart(h, &chart);
        const char *why = measure_chart_why(ctx, &thread->series.at[m]);
        TRY_MEMORY(why);
        govuk_paragraph(h, (struct govuk_paragraph){.text = why, .small = true});
    }
    return NULL;
}

/* ---- the page ---- */

static void show_judgement(const struct record *record, struct html *h)
{
    static const char *const fields[] = {"can_show", "cannot_show", "asks"};
    static const char *const titles[] = {"What these figures can show", "What they cannot show", "What we ask of members"};
    struct govuk_summary_list list = {0};
    govuk_summary_list_begin(h, list);
    for (int i = 0; i < 3; i++)
        govuk_summary_row(h, (struct govuk_summary_row){.key = titles[i], .value = record_text(record, fields[i]),
                                                        .absent = "not recorded here"});
    govuk_summary_list_end(h, list);
}

static struct error *show_holes(const struct thread *thread, struct html *h)
{
    struct govuk_list bullets = {.kind = GOVUK_LIST_BULLET};
    size_t holes = 0;
    for (size_t i = 0; i < thread->steps.count; i++)
        holes += thread->steps.at[i].hole;
    if (holes == 0)
        return NULL;
    govuk_heading(h, (struct govuk_heading){.text = "What the record does not hold", .level = 2, .size = GOVUK_SIZE_S});
    govuk_list_begin(h, bullets);
    for (size_t i = 0; i < thread->steps.count; i++)
        if (thread->steps.at[i].hole)
            govuk_list_item(h, thread->steps.at[i].title);
    govuk_list_end(h, bullets);
    return NULL;
}

static struct error *show_table_parts(struct visit *visit, const struct thread *thread, const struct table *table, struct html *h)
{
    struct table *before, *since;
    TRY(table_part(visit->ctx, table, "since_report", "no", "The thread up to the report", &before));
    TRY(table_part(visit->ctx, table, "since_report", "yes", "Since the report", &since));
    section_begin(h, (struct section){.heading = "The same thread as a table", .id = "table"});
    table_view(h, before, (struct table_view){.stack = true});
    section_end(h);
    if (table_row_count(since) == 0)
        return NULL;
    const char *known = date_words(visit->ctx, thread->known_on);
    const char *lead = talloc_asprintf(visit->ctx, "What became known after %s, when the newest report's knowledge ends.", known);
    TRY_MEMORY(known);
    TRY_MEMORY(lead);
    section_begin(h, (struct section){.heading = "Since this report", .id = "since", .set_apart = true});
    govuk_paragraph(h, (struct govuk_paragraph){.text = lead});
    table_view(h, since, (struct table_view){.caption_hidden = true, .stack = true});
    section_end(h);
    return NULL;
}

static struct error *page(struct visit *visit, const struct table *table, struct html *h)
{
    struct thread *thread;
    TRY(find_thread(visit, &thread));
    visit->title = thread->record->label;
    visit->crumbs = threads_crumbs;
    page_heading(h, (struct page_heading){
        .text = thread->record->label, .caption = "Golden thread", .lead = record_text(thread->record, "question")});
    TRY(thread_draw(visit->ctx, &visit->reader, thread, h));
    TRY(show_holes(thread, h));
    section_begin(h, (struct section){.heading = "What the figures say", .id = "figures"});
    TRY(thread_charts(visit->ctx, thread, 3, h));
    show_judgement(thread->record, h);
    section_end(h);
    return show_table_parts(visit, thread, table, h);
}

/* ---- all threads ---- */

static const struct column list_columns[] = {
    {"thread", "Thread", COLUMN_TEXT, .row_heading = true},
    {"question", "The question", COLUMN_TEXT},
    {"found", "What the figures say", COLUMN_TEXT},
    {"holes", "Holes in the record", COLUMN_NUMBER},
    {"ref", "Reference", COLUMN_TEXT, .data_only = true},
};

/* The answers at each milestone, joined; or the verdict and the run of figures where none was declared. */
static struct error *found_words(void *ctx, const struct thread *thread, const char **words)
{
    char *text = NULL;
    bool answers = false;
    for (size_t e = 0; e < thread->expectations.count; e++)
        answers = answers || thread->expectations.at[e]->point_count > 0;
    for (size_t i = 0; i < thread->steps.count; i++) {
        const struct thread_step *step = &thread->steps.at[i];
        if (step->column != THREAD_FIGURES || step->hole || (answers && !step->mark))
            continue;
        const char *part = answers ? talloc_asprintf(ctx, "%s: %s", step->title, status_mark_word(step->mark)) : step->says;
        TRY_MEMORY(part);
        text = text ? talloc_asprintf_append(text, "; %s", part) : talloc_strdup(ctx, part);
        TRY_MEMORY(text);
    }
    *words = text;
    return NULL;
}

struct error *threads_table(struct visit *visit, struct table **table)
{
    const char **keys;
    size_t count;
    struct table *made = table_new(visit->ctx, "Threads", list_columns, sizeof list_columns / sizeof *list_columns);
    TRY_MEMORY(made);
    TRY(thread_keys(visit->ctx, &visit->reader, &keys, &count));
    for (size_t i = 0; i < count; i++) {
        struct thread *thread;
        const char *found;
        size_t holes = 0;
        TRY(thread_read(visit->ctx, &visit->reader, keys[i], application_today(visit->application), &thread));
        TRY(found_words(visit->ctx, thread, &found));
        for (size_t s = 0; s < thread->steps.count; s++)
            holes += thread->steps.at[s].hole;
        const char *href = record_address(visit->ctx, visit->reader.registers, &thread_register, keys[i]);
        const char *counted = talloc_asprintf(visit->ctx, "%zu", holes);
        TRY_MEMORY(href);
        TRY_MEMORY(counted);
        TRY(table_add_row(made, (struct cell[]){{.value = thread->record->label, .href = href},
                                                {.value = record_text(thread->record, "question")},
                                                {.value = found, .shown = found ? NULL : "no figure has been published"},
                                                {.value = counted},
                                                {.value = keys[i]}}));
    }
    made->total = table_row_count(made);
    made->empty = "No thread has been drawn yet.";
    *table = made;
    return NULL;
}

static struct error *list_page(struct visit *visit, const struct table *table, struct html *h)
{
    visit->title = "Threads";
    page_heading(h, (struct page_heading){
        .text = "Threads",
        .lead = "Each follows one worry about children, through what was declared and done, to what the published figures say became "
                "of it."});
    table_view(h, table, (struct table_view){.caption_hidden = true, .stack = true});
    return NULL;
}

const struct screen threads_screen = {"/threads", "Threads", threads_table, list_page};
const struct screen thread_screen = {"/threads/{key}", NULL, page_table, page};
