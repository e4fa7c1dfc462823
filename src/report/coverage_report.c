/* The report's chapter on itself: how far it meets what the edition of the guidance asks. */
#include "report/report_write.h"
#include "ui/govuk.h"
#include "ui/layout.h"
#include "ui/marks.h"
#include "ui/table_view.h"

#include <string.h>
#include <talloc.h>

/* ---- by which records ---- */

/* Was the record known when the report was written? */
static struct error *was_known(struct report_job *job, const struct register_def *def, int64_t id, bool *known)
{
    struct record *record;
    struct error *failure = record_find_id(job->ctx, &job->known, def, id, &record);
    *known = failure == NULL;
    return failure && failure->kind != ERROR_NOT_FOUND ? failure : NULL;
}

static struct error *show_reference(struct report_job *job, const struct register_def *def, const struct record_reference *reference,
                                    struct html *h)
{
    const char *place;
    bool known;
    TRY(was_known(job, def, reference->id, &known));
    if (strcmp(def->name, "source") == 0) {
        const char *mark = report_cite(job, reference->key);
        TRY_MEMORY(mark);
        TRY_MEMORY(place = report_source_place(job, reference->key));
    } else {
        TRY(report_place(job, def, reference->key, &place));
    }
    govuk_link(h, (struct govuk_link){.text = reference->label, .href = place, .no_visited = true});
    if (!known)
        html_text(h, " (known only since this report)");
    return NULL;
}

/* One line a register: "Minutes: ...; ...". */
static struct error *show_records(struct report_job *job, const struct record *found, struct html *h)
{
    struct govuk_list plain = {.kind = GOVUK_LIST_PLAIN};
    size_t shown = 0;
    govuk_list_begin(h, plain);
    for (const struct field_def *f = found->def->fields; f->name; f++) {
        const struct record_value *value = record_value(found, f->name);
        if (f->kind != FIELD_REF_MANY || value->reference_count == 0)
            continue;
        const struct register_def *def = registers_find(job->now.registers, f->to);
        govuk_list_item_begin(h);
        govuk_strong(h, value->reference_count == 1 ? def->title : def->plural);
        html_text(h, ": ");
        for (size_t i = 0; i < value->reference_count; i++) {
            html_text(h, i ? "; " : "");
            TRY(show_reference(job, def, &value->references[i], h));
        }
        govuk_list_item_end(h);
        shown++;
    }
    if (shown == 0)
        govuk_list_item(h, "none");
    govuk_list_end(h, plain);
    return NULL;
}

/* ---- one requirement ---- */

static struct error *show_line(struct report_job *job, const struct coverage_line *line, struct html *h)
{
    const struct record *requirement = line->requirement;
    const char *ref = record_text(requirement, "ref"), *duty, *condition = record_text(requirement, "condition");
    const int field = register_field_index(&requirement_register, "duty");
    duty = field_choice_words(&requirement_register.fields[field], record_text(requirement, "duty"));
    const char *title = talloc_asprintf(job, "%s (%s)", ref, duty);
    TRY_MEMORY(title);
    struct govuk_summary_list list = {.title = title, .title_level = 4, .compact = true};
    govuk_summary_list_begin(h, list);

    govuk_summary_row_begin(h, "Requirement, in our words");
    html_text(h, record_text(requirement, "says"));
    if (condition)
        html_format(h, " Applies when: %s.", condition);
    if (strcmp(record_text(requirement, "verify"), "yes") == 0)
        html_text(h, " (Wording still to be checked against the guidance.)");
    TRY(report_cite_in(job, h, report_source_of(requirement)));
    govuk_summary_row_end(h);

    govuk_summary_row_begin(h, "State");
    status_mark(h, (struct status_mark){.state = coverage_state(line), .word = coverage_state_words(line), .meaning = ""});
    govuk_summary_row_end(h);
    if (line->found) {
        govuk_summary_row(h, (struct govuk_summary_row){.key = "Why", .value = record_text(line->found, "reason")});
        govuk_summary_row_begin(h, "By which records");
        TRY(show_records(job, line->found, h));
        govuk_summary_row_end(h);
        if (record_text(line->found, "missing"))
            govuk_summary_row(h, (struct govuk_summary_row){.key = "What is missing", .value = record_text(line->found, "missing")});
        if (record_text(line->found, "supplier"))
            govuk_summary_row(h, (struct govuk_summary_row){.key = "Who would supply it", .value = record_text(line->found, "supplier")});
    }
    govuk_summary_list_end(h, list);
    return NULL;
}

/* ---- the edition answered to, and those beside it ---- */

static void show_numbers(const struct coverage *coverage, void *ctx, struct html *h)
{
    const struct {
        size_t of, all;
        const char *words;
    } numbers[] = {
        {coverage->looked_at, coverage->lines.count, "requirements have been looked at"},
        {coverage->met, coverage->applying, "requirements that apply are met"},
    };
    cards_begin(h, (struct cards){.narrow = true, .label = "How complete this report is"});
    for (int i = 0; i < 2; i++)
        card(h, (struct card){.figure = talloc_asprintf(ctx, "%zu of %zu", numbers[i].of, numbers[i].all),
                              .figure_words = numbers[i].words});
    cards_end(h);
}

static struct error *show_edition(struct report_job *job, const struct coverage *coverage, struct html *h)
{
    const char *words = coverage_words(job, coverage), *applies = record_text(coverage->edition, "applies");
    TRY_MEMORY(words);
    govuk_heading(h, (struct govuk_heading){.text = coverage->edition->label, .level = 3});
    govuk_paragraph_begin(h, (struct govuk_paragraph){.text = applies});
    TRY(report_cite_in(job, h, report_source_of(coverage->edition)));
    govuk_paragraph_end(h);
    show_numbers(coverage, job, h);
    govuk_paragraph(h, (struct govuk_paragraph){.text = words});
    for (size_t i = 0; i < coverage->lines.count; i++)
        TRY(show_line(job, &coverage->lines.at[i], h));
    return NULL;
}

static const struct column beside_columns[] = {
    {"ref", "Requirement", COLUMN_TEXT},
    {"says", "In our words", COLUMN_TEXT, .row_heading = true},
    {"state", "State", COLUMN_TEXT},
    {"missing", "What is missing", COLUMN_TEXT},
};

/* An edition for comparison: a row a requirement. */
static struct error *show_beside(struct report_job *job, const struct coverage *coverage, struct html *h)
{
    const char *heading = talloc_asprintf(job, "Beside it: %s", coverage->edition->label), *words = coverage_words(job, coverage);
    struct table *table = table_new(job, coverage->edition->label, beside_columns, sizeof beside_columns / sizeof *beside_columns);
    TRY_MEMORY(heading);
    TRY_MEMORY(words);
    TRY_MEMORY(table);
    for (size_t i = 0; i < coverage->lines.count; i++) {
        const struct coverage_line *line = &coverage->lines.at[i];
        const char *missing = line->found ? record_text(line->found, "missing") : NULL;
        TRY(table_add_row(table, (struct cell[]){
            {.value = record_text(line->requirement, "ref")},
            {.value = record_text(line->requirement, "says")},
            {.value = coverage_state(line), .shown = coverage_state_words(line), .mark = coverage_state(line)},
            {.value = missing, .shown = missing ? NULL : "–"}}));
    }
    govuk_heading(h, (struct govuk_heading){.text = heading, .level = 3});
    govuk_paragraph(h, (struct govuk_paragraph){.text = words});
    table_view(h, table, (struct table_view){.caption_hidden = true, .stack = true});
    return NULL;
}

/* The report's own edition, when another was asked for, and those recorded for comparison. */
static struct error *show_others(struct report_job *job, struct html *h)
{
    static const char *const fields[] = {"edition", "compared_with"};
    for (int f = 0; f < 2; f++) {
        const struct record_value *value = record_value(job->report, fields[f]);
        for (size_t i = 0; i < value->reference_count; i++) {
            struct record *edition;
            struct coverage coverage;
            if (value->references[i].id == job->edition->id)
                continue;
            TRY(record_find_id(job, &job->now, &edition_register, value->references[i].id, &edition));
            TRY(coverage_read(job, &job->now, job->report, edition, &coverage));
            TRY(show_beside(job, &coverage, h));
        }
    }
    return NULL;
}

static struct error *write_coverage(struct report_job *job, struct html *h)
{
    struct coverage coverage;
    const struct record_value *own = record_value(job->report, "edition");
    bool is_own = own->reference_count > 0 && own->references[0].id == job->edition->id;
    govuk_paragraph(h, (struct govuk_paragraph){
        .text = is_own ? record_text(job->report, "edition_reason")
                       : "This edition was asked for when the report was written. It is not the one the report answers to, which "
                         "stands beside it below."});
    TRY(coverage_read(job, &job->now, job->report, job->edition, &coverage));
    TRY(show_edition(job, &coverage, h));
    return show_others(job, h);
}

const struct report_section coverage_section = {
    .place = 80, .id = "coverage", .title = "What the law asks of this report", .write = write_coverage,
    .lead = "Each thing the edition of the statutory guidance asks, in our own words; whether the records meet it; and what is "
            "missing. \u201cNot recorded\u201d means that this sample does not hold it, not that it was not done.",
};
