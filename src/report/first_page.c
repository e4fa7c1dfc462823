/* The report's first page: what we set out to do, what changed, what did not, what cannot be told, what we ask of members.
 * Nothing here claims impact: it sorts what was declared beforehand by what the published figures answered. */
#include "base/text.h"
#include "plans/plans.h"
#include "priorities/priorities.h"
#include "report/report_write.h"
#include "ui/govuk.h"
#include "ui/table_view.h"

#include <string.h>
#include <talloc.h>

#define ALL 1000

/* What the page is made from. */
struct first_page {
    struct report_job *job;
    struct html *h;
    struct record_list priorities, threads;
    LIST_OF(struct expectation *) expectations;
    struct coverage coverage;
};

static const struct govuk_list bullets = {.kind = GOVUK_LIST_BULLET};

static void part_heading(struct first_page *page, const char *text)
{
    govuk_heading(page->h, (struct govuk_heading){.text = text, .level = 3, .size = GOVUK_SIZE_S});
}

static struct error *item(struct first_page *page, const char *strong, const char *text, const char *source)
{
    govuk_list_item_begin(page->h);
    if (strong) {
        govuk_strong(page->h, strong);
        html_text(page->h, " ");
    }
    html_text(page->h, text);
    TRY(report_cite_in(page->job, page->h, source));
    govuk_list_item_end(page->h);
    return NULL;
}

/* ---- reading ---- */

static struct error *read_expectations(struct first_page *page)
{
    struct report_job *job = page->job;
    struct record_list list;
    struct record_list_request request = {.limit = ALL};
    TRY(record_list(job, &job->known, &expectation_register, &request, &list));
    for (size_t i = 0; i < list.count; i++) {
        struct expectation *expectation;
        TRY(expectation_read(job, &job->known, list.at[i]->id, job->known_on, &expectation));
        TRY(LIST_ADD(job, &page->expectations, expectation));
    }
    return NULL;
}

static struct error *read_page(struct first_page *page)
{
    struct report_job *job = page->job;
    struct record_list_request request = {.limit = ALL};
    TRY(record_list(job, &job->known, &priority_register, &request, &page->priorities));
    TRY(record_list(job, &job->known, &thread_register, &request, &page->threads));
    TRY(read_expectations(page));
    return coverage_read(job, &job->now, job->report, job->edition, &page->coverage);
}

/* ---- what we set out to do ---- */

/* Whether the priority held in the report's period; one that began only afterwards is for the next. */
static bool is_of_period(const struct report_job *job, const struct record *priority, bool next)
{
    struct date from = report_date(priority, "valid_from"), to = report_date(priority, "valid_to");
    if (date_is_none(from))
        from = record_when(priority, "declared_on").to;
    bool after = date_compare(from, job->period.to) > 0;
    bool before = !date_is_none(to) && date_compare(to, job->period.from) < 0;
    return next ? after : !after && !before;
}

/* One line: the names of the priorities of the period, or of what follows it. */
static struct error *show_priorities(struct first_page *page, const char *lead, bool next)
{
    struct html *h = page->h;
    const char *source = NULL;
    size_t shown = 0;
    for (size_t i = 0; i < page->priorities.count; i++) {
        const struct record *priority = page->priorities.at[i];
        if (!is_of_period(page->job, priority, next))
            continue;
        const char *own = report_source_of(priority);
        if (shown++ == 0) {
            govuk_list_item_begin(h);
            govuk_strong(h, lead);
            html_text(h, " ");
        } else {
            html_text(h, "; ");
            if (source && (!own || strcmp(own, source) != 0))
                TRY(report_cite_in(page->job, h, source));
        }
        html_text(h, priority->label);
        source = own;
    }
    if (shown == 0)
        return NULL;
    html_text(h, ".");
    TRY(report_cite_in(page->job, h, source));
    govuk_list_item_end(h);
    return NULL;
}

static struct error *show_declared(struct first_page *page)
{
    part_heading(page, "What we set out to do");
    if (page->priorities.count + page->expectations.count == 0) {
        govuk_paragraph(page->h, (struct govuk_paragraph){.text = "No priority and no expected change is recorded."});
        return NULL;
    }
    govuk_list_begin(page->h, bullets);
    TRY(show_priorities(page, "Priorities:", false));
    TRY(show_priorities(page, "Declared for the time after:", true));
    for (size_t i = 0; i < page->expectations.count; i++) {
        const struct expectation *expectation = page->expectations.at[i];
        const char *words, *declared;
        TRY(expectation_words(page->job, expectation, &words));
        TRY_MEMORY(declared = when_words(page->job, record_when(expectation->record, "declared_on")));
        const char *strong = talloc_asprintf(page->job, "%s:", expectation->record->label);
        const char *text = talloc_asprintf(page->job, "%s. Declared %s.", words, declared);
        TRY_MEMORY(strong);
        TRY_MEMORY(text);
        TRY(item(page, strong, text, report_source_of(expectation->record)));
    }
    govuk_list_end(page->h, bullets);
    return NULL;
}

/* ---- what changed, what did not, what cannot be told ---- */

enum answer_part { PART_CHANGED, PART_NOT, PART_OPEN };

static enum answer_part part_of(const struct expected_point *point)
{
    if (point->ahead)
        return PART_OPEN;
    switch (point->answer.result) {
    case MILESTONE_REACHED:
        return PART_CHANGED;
    case MILESTONE_NOT_REACHED:
        return PART_NOT;
    case MILESTONE_NO_FIGURE:
    case MILESTONE_DEPENDS:
        break;
    }
    return PART_OPEN;
}

static enum answer_part part_of_verdict(enum verdict_answer answer)
{
    switch (answer) {
    case VERDICT_SEEN:
    case VERDICT_SEEN_CONFIRMED:
        return PART_CHANGED;
    case VERDICT_NOT_SEEN:
    case VERDICT_WRONG_DIRECTION:
        return PART_NOT;
    case VERDICT_NOT_STARTED:
    case VERDICT_TOO_EARLY:
    case VERDICT_CANNOT_TELL:
        break;
    }
    return PART_OPEN;
}

/* The number of the source of the figure that answers; the declaration's own where there is none. */
static const char *answer_source(const struct expectation *expectation, const struct expected_point *point)
{
    for (size_t i = 0; i < point->answer.count; i++) {
        size_t compared = point->answer.comparisons[i].compared;
        if (compared != MILESTONE_NONE)
            return expectation->series[i].at[compared].source_number;
    }
    return report_source_of(expectation->record);
}

/* "Agency social workers" of the sentence "Agency social workers: at most ..."; *rest is what follows. */
static const char *name_of(void *ctx, const char *sentence, const char **rest)
{
    const char *colon = strstr(sentence, ": ");
    *rest = colon ? colon + 2 : sentence;
    return talloc_strndup(ctx, sentence, colon ? (size_t)(colon + 1 - sentence) : 0);
}

static struct error *begin_answer(struct first_page *page, const struct expectation *expectation, const struct expected_point *point,
                                  const char **rest)
{
    const char *name = point->ahead ? talloc_asprintf(page->job, "%s:", expectation->record->label)
                                    : name_of(page->job, point->answer.sentence, rest);
    TRY_MEMORY(name);
    govuk_list_item_begin(page->h);
    govuk_strong(page->h, name);
    return NULL;
}

/* Where no milestone was declared, the verdict answers. */
static struct error *show_verdicts(struct first_page *page, const struct expectation *expectation, enum answer_part part, size_t *shown)
{
    for (size_t m = 0; m < expectation->measure_count && expectation->point_count == 0; m++) {
        const struct verdict *said = &expectation->verdicts[m].said;
        const char *rest, *name = name_of(page->job, said->sentence, &rest);
        TRY_MEMORY(name);
        if (part_of_verdict(said->answer) != part)
            continue;
        if ((*shown)++ == 0)
            govuk_list_begin(page->h, bullets);
        TRY(item(page, name, rest, expectation->measures[m]->source_number));
    }
    return NULL;
}

/* One item an expectation: its milestones whose answers belong here. */
static struct error *show_answers(struct first_page *page, enum answer_part part, size_t *shown)
{
    *shown = 0;
    for (size_t i = 0; i < page->expectations.count; i++) {
        const struct expectation *expectation = page->expectations.at[i];
        bool begun = false;
        for (size_t p = 0; p < expectation->point_count; p++) {
            const struct expected_point *point = &expectation->points[p];
            const char *sentence = point->answer.sentence;
            if (part_of(point) != part)
                continue;
            if ((*shown)++ == 0)
                govuk_list_begin(page->h, bullets);
            if (!begun)
                TRY(begin_answer(page, expectation, point, &sentence));
            begun = true;
            html_format(page->h, " %s", sentence);
            TRY(report_cite_in(page->job, page->h, answer_source(expectation, point)));
        }
        if (begun)
            govuk_list_item_end(page->h);
        TRY(show_verdicts(page, expectation, part, shown));
    }
    return NULL;
}

static struct error *show_changed(struct first_page *page, const char *heading, enum answer_part part, const char *none)
{
    size_t shown;
    part_heading(page, heading);
    TRY(show_answers(page, part, &shown));
    if (shown > 0)
        govuk_list_end(page->h, bullets);
    else
        govuk_paragraph(page->h, (struct govuk_paragraph){.text = none});
    return NULL;
}

/* The first sentence of a text: the rest stands in the thread's own chapter. */
static const char *first_sentence(void *ctx, const char *text)
{
    for (const char *c = text; *c; c++)
        if (*c == '.' && (c[1] == ' ' || c[1] == '\n' || c[1] == '\0'))
            return talloc_strndup(ctx, text, (size_t)(c + 1 - text));
    return talloc_strdup(ctx, text);
}

static struct error *show_open(struct first_page *page)
{
    size_t shown;
    part_heading(page, "What cannot be told");
    TRY(show_answers(page, PART_OPEN, &shown));
    for (size_t i = 0; i < page->threads.count; i++) {
        const struct record *thread = page->threads.at[i];
        const char *cannot = record_text(thread, "cannot_show");
        if (!cannot)
            continue;
        if (shown++ == 0)
            govuk_list_begin(page->h, bullets);
        const char *strong = talloc_asprintf(page->job, "%s:", thread->label), *sentence = first_sentence(page->job, cannot);
        TRY_MEMORY(strong);
        TRY_MEMORY(sentence);
        TRY(item(page, strong, sentence, NULL));
    }
    if (shown > 0)
        govuk_list_end(page->h, bullets);
    return NULL;
}

/* ---- the figures behind the threads ---- */

static const struct column figure_columns[] = {
    {"measure", "The figures behind the threads", COLUMN_TEXT, .row_heading = true},
    {"before", "Before", COLUMN_NUMBER},
    {"latest", "Latest", COLUMN_NUMBER},
    {"figures", "Figures", COLUMN_NUMBER},
    {"source", "Source", COLUMN_TEXT},
};

static struct error *figure_cell(struct report_job *job, const struct measure *measure, const struct observation *observation,
                                 struct cell *cell)
{
    *cell = (struct cell){.shown = "none"};
    if (!observation)
        return NULL;
    cell->value = observation->text;
    cell->shown = observation->text ? measure_value_words(job, measure, observation->text)
                                    : observation_status_words(observation->status);
    cell->note = measure_period_words(job, measure, observation->period);
    TRY_MEMORY(cell->shown);
    TRY_MEMORY(cell->note);
    return NULL;
}

static struct error *figure_row(struct report_job *job, const struct measure *measure, int64_t area, struct table *table)
{
    struct observation_series series;
    struct cell before, latest;
    TRY(measure_series(job, &job->known, measure, area, &series));
    TRY(figure_cell(job, measure, series.count > 1 ? &series.at[series.count - 2] : NULL, &before));
    TRY(figure_cell(job, measure, series.count > 0 ? &series.at[series.count - 1] : NULL, &latest));
    const char *source = series.count > 0 ? series.at[series.count - 1].source_number : measure->source_number;
    const char *mark = report_cite(job, source), *place = source ? report_source_place(job, source) : NULL;
    const char *count = talloc_asprintf(job, "%zu", series.count);
    const int polarity = register_field_index(&measure_register, "polarity");
    const char *better = field_choice_words(&measure_register.fields[polarity], measure->polarity), *caveats;
    const struct observation *last = series.count > 0 ? &series.at[series.count - 1] : NULL;
    struct chart_origin origin;
    TRY(measure_origin(job, measure, last, &origin));
    TRY(measure_caveats(job, measure, last, &caveats));
    const char *note = talloc_asprintf(job, "%s. %s.%s%s", better, origin.basis, caveats ? " " : "", caveats ? caveats : "");
    TRY_MEMORY(count);
    TRY_MEMORY(note);
    return table_add_row(table, (struct cell[]){
        {.value = measure->title, .note = note}, before, latest, {.value = count},
        {.value = mark, .href = place, .note = origin.published}});
}

/* Whether a change was declared of this measure by the threads' expectations. */
static bool is_expected(const struct first_page *page, const struct record *thread, int64_t measure)
{
    const struct record_value *named = record_value(thread, "expectations");
    for (size_t i = 0; i < named->reference_count; i++)
        for (size_t e = 0; e < page->expectations.count; e++) {
            const struct expectation *expectation = page->expectations.at[e];
            for (size_t m = 0; expectation->record->id == named->references[i].id && m < expectation->measure_count; m++)
                if (expectation->measures[m]->id == measure)
                    return true;
        }
    return false;
}

/* The measures of all threads, each once, for the area of its thread: those of which something was declared; all of them
 * where nothing was. */
static struct error *figures_table(struct first_page *page, struct table *table)
{
    struct report_job *job = page->job;
    LIST_OF(int64_t) seen = {0};
    for (size_t t = 0; t < page->threads.count; t++) {
        const struct record_value *measures = record_value(page->threads.at[t], "measures");
        const struct record_value *area = record_value(page->threads.at[t], "area");
        for (size_t m = 0; m < measures->reference_count && area->reference_count > 0; m++) {
            struct measure *measure;
            bool skip = record_value(page->threads.at[t], "expectations")->reference_count > 0 &&
                         !is_expected(page, page->threads.at[t], measures->references[m].id);
            for (size_t i = 0; i < seen.count; i++)
                skip = skip || seen.at[i] == measures->references[m].id;
            if (skip)
                continue;
            TRY(LIST_ADD(job, &seen, measures->references[m].id));
            TRY(measure_find_id(job, &job->known, measures->references[m].id, &measure));
            TRY(figure_row(job, measure, area->references[0].id, table));
        }
    }
    return NULL;
}

static struct error *show_figures(struct first_page *page)
{
    struct table *table = table_new(page->job, "The figures behind the threads", figure_columns,
                                    sizeof figure_columns / sizeof *figure_columns);
    TRY_MEMORY(table);
    TRY(figures_table(page, table));
    if (table_row_count(table) == 0)
        return NULL;
    govuk_paragraph(page->h, (struct govuk_paragraph){
        .text = "Shown, not judged: with so few figures nothing can tell a change from the usual ups and downs."});
    table_view(page->h, table, (struct table_view){.caption_hidden = true, .stack = true});
    return NULL;
}

/* ---- what we ask of members ---- */

static struct error *show_lines(struct first_page *page, const char *strong, const char *text, const char *source)
{
    struct text_list lines = {0};
    TRY(text_split(page->job, text, '\n', &lines));
    for (size_t i = 0; i < lines.count; i++)
        if (lines.at[i][0])
            TRY(item(page, strong, lines.at[i], source));
    return NULL;
}

static const char *gap_supplier(const struct coverage_line *line)
{
    const char *missing = line->found ? record_text(line->found, "missing") : NULL;
    const char *supplier = line->found ? record_text(line->found, "supplier") : NULL;
    return missing ? supplier ? supplier : "whoever holds it" : NULL;
}

/* Whether a line before this one has the same supplier, who is then named already. */
static bool is_named(const struct coverage *coverage, size_t line)
{
    const char *supplier = gap_supplier(&coverage->lines.at[line]);
    for (size_t i = 0; i < line; i++) {
        const char *before = gap_supplier(&coverage->lines.at[i]);
        if (before && strcmp(before, supplier) == 0)
            return true;
    }
    return false;
}

/* "The treasurer (A-2, A-7)": who would supply what is missing, each once, with the requirements. */
static struct error *gap_words(struct first_page *page, const char **words)
{
    const struct coverage *coverage = &page->coverage;
    char *text = NULL;
    for (size_t i = 0; i < coverage->lines.count; i++) {
        const char *supplier = gap_supplier(&coverage->lines.at[i]);
        if (!supplier || is_named(coverage, i))
            continue;
        text = text ? talloc_asprintf_append(text, "; %s", supplier) : talloc_strdup(page->job, supplier);
        const char *joint = " (";
        for (size_t j = i; text && j < coverage->lines.count; j++) {
            const char *other = gap_supplier(&coverage->lines.at[j]);
            if (!other || strcmp(other, supplier) != 0)
                continue;
            text = talloc_asprintf_append(text, "%s%s", joint, coverage->lines.at[j].requirement->key);
            joint = ", ";
        }
        text = text ? talloc_asprintf_append(text, ")") : NULL;
        TRY_MEMORY(text);
    }
    *words = text;
    return NULL;
}

static struct error *show_gaps(struct first_page *page)
{
    const char *words;
    TRY(gap_words(page, &words));
    if (!words)
        return NULL;
    govuk_list_item_begin(page->h);
    html_format(page->h, "Ask those who hold it for what this report lacks against %s, ", page->coverage.edition->label);
    govuk_link(page->h, (struct govuk_link){.text = "as its own chapter says", .href = "#coverage", .no_visited = true});
    html_format(page->h, ": %s.", words);
    govuk_list_item_end(page->h);
    return NULL;
}

static struct error *show_asks(struct first_page *page)
{
    part_heading(page, "What we ask of members");
    govuk_list_begin(page->h, bullets);
    for (size_t i = 0; i < page->threads.count; i++)
        if (record_text(page->threads.at[i], "asks"))
            TRY(show_lines(page, NULL, record_text(page->threads.at[i], "asks"), NULL));
    TRY(show_gaps(page));
    govuk_list_end(page->h, bullets);
    return NULL;
}

static struct error *write_first_page(struct report_job *job, struct html *h)
{
    struct first_page *page = talloc_zero(job, struct first_page);
    TRY_MEMORY(page);
    page->job = job;
    page->h = h;
    TRY(read_page(page));
    TRY(show_declared(page));
    TRY(show_changed(page, "What changed", PART_CHANGED,
                     "No published figure known by then reached what was declared. That does not mean that nothing changed."));
    TRY(show_changed(page, "What did not", PART_NOT,
                     "No published figure known by then fell short of what was declared for its day."));
    TRY(show_open(page));
    TRY(show_figures(page));
    return show_asks(page);
}

const struct report_section first_page_section = {
    .place = 10, .id = "summary", .title = "The year in short", .write = write_first_page,
};
