/* The yearly report's chapter of threads, as they could be followed on its known-on day; and, set apart, what became of them
 * since. */
#include "priorities/thread.h"
#include "ui/govuk.h"
#include "ui/layout.h"
#include "ui/table_view.h"

#include <string.h>
#include <talloc.h>

static const struct column columns[] = {
    {"step", "Step", COLUMN_TEXT},
    {"what", "What", COLUMN_TEXT, .row_heading = true},
    {"says", "What it says", COLUMN_TEXT},
    {"date", "When", COLUMN_DATE},
    {"source", "Source", COLUMN_TEXT},
};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)

static struct error *add_step(struct report_job *job, const struct thread_step *step, struct table *table)
{
    const char *iso = date_is_none(step->on.to) ? NULL : when_text(job, step->on), *place = NULL;
    struct cell source;
    if (step->def)
        TRY(report_place(job, step->def, step->key, &place));
    TRY(report_source_cell(job, step->source_number, NULL, &source));
    if (!step->source_number)
        source.shown = "–";
    return table_add_row(table, (struct cell[]){
        {.value = thread_column_words(step->column)},
        {.value = step->title, .href = place, .note = step->kind},
        {.value = step->says, .shown = step->says ? NULL : "–"},
        {.value = step->hole ? NULL : iso, .shown = step->hole || !iso ? "–" : NULL},
        source});
}

/* The steps for which `wanted` says yes, column after column. */
static struct error *show_steps(struct report_job *job, const struct thread *thread, const struct thread *but_not_in,
                                bool (*wanted)(const struct thread_step *, const struct thread *), const char *title, struct html *h)
{
    struct table *table = table_new(job, title, columns, COLUMN_COUNT);
    TRY_MEMORY(table);
    for (int column = 0; column < THREAD_COLUMNS; column++)
        for (size_t i = 0; i < thread->steps.count; i++)
            if ((int)thread->steps.at[i].column == column && wanted(&thread->steps.at[i], but_not_in))
                TRY(add_step(job, &thread->steps.at[i], table));
    if (table_row_count(table) > 0)
        table_view(h, table, (struct table_view){.stack = true});
    return NULL;
}

static bool any_step(const struct thread_step *step, const struct thread *but_not_in)
{
    (void)step;
    (void)but_not_in;
    return true;
}

/* A record of the thread that was not in it then. */
static bool new_record(const struct thread_step *step, const struct thread *then)
{
    if (!step->def)
        return false;
    for (size_t i = 0; then && i < then->steps.count; i++)
        if (then->steps.at[i].def == step->def && then->steps.at[i].id == step->id)
            return false;
    return true;
}

static struct error *cite_measures(struct report_job *job, const struct thread *thread, struct html *h)
{
    govuk_paragraph_begin(h, (struct govuk_paragraph){.text = "The figures are from", .small = true});
    for (size_t m = 0; m < thread->measures.count; m++) {
        const char *number = thread->measures.at[m]->source_number;
        bool again = false;
        for (size_t i = 0; i < m && number; i++)
            again = again || (thread->measures.at[i]->source_number && strcmp(thread->measures.at[i]->source_number, number) == 0);
        if (!again)
            TRY(report_cite_in(job, h, number));
    }
    html_text(h, ".");
    govuk_paragraph_end(h);
    return NULL;
}

/* ---- as it was known ---- */

static void show_judgement(const struct record *record, struct html *h)
{
    static const char *const fields[] = {"can_show", "cannot_show", "asks"};
    struct govuk_summary_list list = {0};
    govuk_summary_list_begin(h, list);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct field_def *field = &thread_register.fields[register_field_index(&thread_register, fields[i])];
        govuk_summary_row(h, (struct govuk_summary_row){.key = field->label, .value = record_text(record, fields[i]),
                                                        .absent = "not recorded here"});
    }
    govuk_summary_list_end(h, list);
}

/* Nothing of the thread as it was known came since; what was wanted by a later day was still to come. */
static struct error *look_ahead(struct report_job *job, struct thread *thread)
{
    for (size_t i = 0; i < thread->steps.count; i++) {
        struct thread_step *step = &thread->steps.at[i];
        bool ahead = step->column == THREAD_FIGURES && date_compare(step->on.to, job->known_on) > 0;
        step->later = false;
        if (ahead)
            TRY_MEMORY(step->title = talloc_asprintf(job, "%s: still to come", step->title));
    }
    return NULL;
}

static struct error *show_thread(struct report_job *job, const char *key, bool first, struct html *h)
{
    struct thread *thread;
    TRY(thread_read(job, &job->known, key, job->known_on, &thread));
    thread->known_on = job->known_on;
    TRY(look_ahead(job, thread));
    const char *id = report_show(job, &thread_register, key);
    TRY_MEMORY(id);
    section_begin(h, (struct section){.heading = thread->record->label, .level = 3, .id = id, .page_break = !first});
    govuk_paragraph(h, (struct govuk_paragraph){.text = record_text(thread->record, "question")});
    TRY(thread_draw(job, &job->known, thread, h));
    TRY(thread_charts(job, thread, 4, h));
    TRY(cite_measures(job, thread, h));
    show_judgement(thread->record, h);
    TRY(show_steps(job, thread, NULL, any_step, "The same thread as a table", h));
    section_end(h);
    return NULL;
}

static struct error *write(struct report_job *job, struct html *h)
{
    const char **keys;
    size_t count;
    TRY(thread_keys(job, &job->known, &keys, &count));
    for (size_t i = 0; i < count; i++)
        TRY(show_thread(job, keys[i], i == 0, h));
    if (count == 0)
        govuk_paragraph(h, (struct govuk_paragraph){.text = "No thread is recorded as known by then."});
    return NULL;
}

const struct report_section threads_section = {
    .place = 40, .id = "threads", .title = "The threads", .write = write,
    .lead = "Each follows one worry about children, through what was declared, to what the published figures said by then. "
            "Dashed boxes are places where the record holds nothing.",
};

/* ---- what became of it ---- */

static struct error *show_since(struct report_job *job, const char *key, bool first, struct html *h)
{
    struct thread *now, *then = NULL;
    struct error *failure = thread_read(job, &job->known, key, job->known_on, &then);
    if (failure && failure->kind != ERROR_NOT_FOUND)
        return failure;
    TRY(thread_read(job, &job->now, key, job->today, &now));
    now->known_on = job->known_on;
    const char *heading = talloc_asprintf(job, "%s, since", now->record->label);
    TRY_MEMORY(heading);
    section_begin(h, (struct section){.heading = heading, .level = 3, .page_break = !first});
    TRY(thread_charts(job, now, 4, h));
    TRY(cite_measures(job, now, h));
    TRY(show_steps(job, now, then, new_record, "Recorded since", h));
    section_end(h);
    return NULL;
}

static struct error *write_since(struct report_job *job, struct html *h)
{
    const char **keys;
    size_t count;
    TRY(thread_keys(job, &job->now, &keys, &count));
    for (size_t i = 0; i < count; i++)
        TRY(show_since(job, keys[i], i == 0, h));
    return NULL;
}

const struct report_section threads_since_section = {
    .place = 60, .id = "since", .title = "Since this report: the threads", .since = true, .write = write_since,
    .lead = "What the figures published after the day this report's knowledge ends say of what had been declared.",
};
