/* What was expected, and what came: shown on the expectation's own page, on that of the outcome, action or minute that
 * bears it, and of the measure it is about. */
#include "app/web.h"
#include "base/text.h"
#include "plans/plans.h"
#include "ui/govuk.h"
#include "ui/layout.h"
#include "ui/marks.h"

#include <string.h>
#include <talloc.h>

/* The chart of one of the expectation's measures, with the declared path and each milestone's answer. */
static struct error *chart_with_path(void *ctx, const struct expectation *expectation, size_t measure, struct date known_on,
                                     int heading_level, struct html *h)
{
    struct run_chart chart;
    struct measure_chart of = {
        .measure = expectation->measures[measure], .series = &expectation->series[measure], .known_on = known_on};
    struct chart_milestone *milestones = talloc_zero_array(ctx, struct chart_milestone, (unsigned)expectation->point_count + 1);
    const char *baseline = record_text(expectation->record, "baseline");
    TRY_MEMORY(milestones);
    TRY(measure_chart_make(ctx, &of, &chart));
    for (size_t i = 0; i < expectation->point_count; i++) {
        const struct expected_point *point = &expectation->points[i];
        const struct milestone_comparison *own = &point->answer.comparisons[measure];
        milestones[i] = (struct chart_milestone){
            .by = point->due.to, .value = point->value, .by_words = period_short_label(ctx, point->due),
            .state = point->ahead ? NULL : milestone_result_mark(own->result),
            .sentence = expectation->measure_count == 1 ? point->answer.sentence : "By this definition alone.",
        };
        TRY_MEMORY(milestones[i].by_words);
    }
    chart.milestones = milestones;
    chart.milestone_count = expectation->point_count;
    chart.heading_level = heading_level;
    chart.declared = record_when(expectation->record, "baseline_on").to;
    if (baseline && !date_is_none(chart.declared))
        chart.has_declared_value = text_to_decimal(baseline, &chart.declared_value);
    run_chart(h, &chart);
    const char *why = measure_chart_why(ctx, &expectation->series[measure]);
    TRY_MEMORY(why);
    govuk_paragraph(h, (struct govuk_paragraph){.text = why, .small = true});
    return NULL;
}

/* Where it is not said which definition was meant, the answer to each milestone stands before the charts of all of them. */
static void show_answers(const struct expectation *expectation, struct html *h)
{
    for (size_t i = 0; i < expectation->point_count; i++) {
        govuk_paragraph_begin(h, (struct govuk_paragraph){0});
        status_mark(h, (struct status_mark){.state = expectation->points[i].mark});
        html_text(h, ". ");
        html_text(h, expectation->points[i].answer.sentence);
        govuk_paragraph_end(h);
    }
}

/* ---- the verdict ---- */

/* Sentences as one text; NULL where there are none. */
static struct error *add_sentences(void *ctx, const char *const *sentences, size_t count, const char **text)
{
    char *made = NULL;
    for (size_t i = 0; i < count; i++) {
        made = made ? talloc_asprintf_append(made, " %s", sentences[i]) : talloc_strdup(ctx, sentences[i]);
        TRY_MEMORY(made);
    }
    *text = made;
    return NULL;
}

/* "As on 28 November 2026, from 24 figures before the start and 12 after it." and what had to be taken from the record. */
static struct error *basis_words(void *ctx, const struct expectation_verdict *verdict, const char **words)
{
    const char *on = date_words(ctx, verdict->on), *notes;
    TRY_MEMORY(on);
    TRY(add_sentences(ctx, verdict->notes, verdict->note_count, &notes));
    *words = talloc_asprintf(ctx, "As on %s, from %zu figures before the start and %zu after it.%s%s", on, verdict->said.before,
                             verdict->said.after, notes ? " " : "", notes ? notes : "");
    return *words ? NULL : error_out_of_memory();
}

/* What stands under a verdict's sentence. */
enum { WOULD_CHANGE, LOOK_AGAIN, THREATS, BASIS, VERDICT_ROWS };
static const char *const verdict_rows[VERDICT_ROWS] = {
    [WOULD_CHANGE] = "What would change the answer",
    [LOOK_AGAIN] = "When to look again",
    [THREATS] = "What else might explain or hide a change",
    [BASIS] = "Judged",
};

static struct error *rows_of(void *ctx, const struct expectation_verdict *verdict, const char *rows[VERDICT_ROWS])
{
    const struct verdict *said = &verdict->said;
    rows[LOOK_AGAIN] = rows[BASIS] = NULL;
    TRY(add_sentences(ctx, said->would_change, said->would_change_count, &rows[WOULD_CHANGE]));
    TRY(add_sentences(ctx, said->threat_texts, said->threat_count, &rows[THREATS]));
    if (!date_is_none(said->look_again))
        TRY_MEMORY(rows[LOOK_AGAIN] = date_words(ctx, said->look_again));
    else if (said->answer == VERDICT_CANNOT_TELL)
        rows[LOOK_AGAIN] = "No day can be named: more figures alone will not settle it.";
    return verdict->asked ? basis_words(ctx, verdict, &rows[BASIS]) : NULL;
}

static bool same_rows(const char *const a[VERDICT_ROWS], const char *const b[VERDICT_ROWS])
{
    for (size_t i = 0; i < VERDICT_ROWS; i++)
        if (strcmp(a[i] ? a[i] : "", b[i] ? b[i] : "") != 0)
            return false;
    return true;
}

static void show_rows(struct html *h, const char *const rows[VERDICT_ROWS])
{
    struct govuk_summary_list list = {0};
    govuk_summary_list_begin(h, list);
    for (size_t i = 0; i < VERDICT_ROWS; i++)
        if (rows[i])
            govuk_summary_row(h, (struct govuk_summary_row){.key = verdict_rows[i], .value = rows[i]});
    govuk_summary_list_end(h, list);
}

/* Definitions of which the same is to be said share its rows. */
static struct error *show_verdicts(void *ctx, const struct expectation *expectation, int heading_level, struct html *h)
{
    const char *rows[VERDICT_ROWS], *next[VERDICT_ROWS] = {NULL};
    govuk_heading(h, (struct govuk_heading){.text = "Has a change been seen?", .level = heading_level, .size = GOVUK_SIZE_S});
    govuk_paragraph(h, (struct govuk_paragraph){
        .text = "A milestone asks whether one figure was reached. This asks whether the figures changed, as declared, by more than their "
                "usual ups and downs; it does not say why.", .small = true});
    for (size_t i = 0; i < expectation->measure_count; i++) {
        bool last = i + 1 == expectation->measure_count;
        TRY(rows_of(ctx, &expectation->verdicts[i], rows));
        if (!last)
            TRY(rows_of(ctx, &expectation->verdicts[i + 1], next));
        govuk_paragraph(h, (struct govuk_paragraph){.text = expectation->verdicts[i].said.sentence});
        if (last || !same_rows(rows, next))
            show_rows(h, rows);
    }
    return NULL;
}

struct error *expectation_show(void *ctx, const struct expectation *expectation, struct date known_on, int heading_level,
                               struct html *h)
{
    const char *words, *where = record_text(expectation->record, "declared_where");
    const char *declared = when_words(ctx, record_when(expectation->record, "declared_on"));
    TRY(expectation_words(ctx, expectation, &words));
    const char *entered = instant_words(ctx, expectation->record->recorded_at);
    const char *sentence = talloc_asprintf(ctx, "Declared %s (%s): %s. Entered here on %s.", declared, where, words, entered);
    TRY_MEMORY(declared);
    TRY_MEMORY(entered);
    TRY_MEMORY(sentence);
    govuk_paragraph_begin(h, (struct govuk_paragraph){0});
    govuk_strong(h, expectation->record->label);
    html_text(h, ". ");
    html_text(h, sentence);
    govuk_paragraph_end(h);
    if (expectation->measure_count > 1)
        show_answers(expectation, h);
    for (size_t i = 0; i < expectation->measure_count; i++)
        TRY(chart_with_path(ctx, expectation, i, known_on, heading_level, h));
    TRY(show_verdicts(ctx, expectation, heading_level, h));
    if (record_text(expectation->record, "caveat"))
        govuk_inset(h, record_text(expectation->record, "caveat"));
    return NULL;
}

static struct error *show_all(struct visit *visit, struct expectation *const *expectations, size_t count, struct html *h)
{
    struct date known_on;
    if (count == 0)
        return NULL;
    TRY(known_on_newest(visit->ctx, &visit->reader, &known_on));
    section_begin(h, (struct section){.heading = "What was expected, and what came", .id = "expected"});
    for (size_t i = 0; i < count; i++)
        TRY(expectation_show(visit->ctx, expectations[i], known_on, 3, h));
    section_end(h);
    return NULL;
}

static struct error *show_on_bearer(struct visit *visit, const struct record *record, struct html *h)
{
    struct expectation **expectations;
    size_t count;
    struct date today = application_today(visit->application);
    TRY(expectations_on(visit->ctx, &visit->reader, record->def->name, record->id, today, &expectations, &count));
    return show_all(visit, expectations, count, h);
}

static struct error *show_on_itself(struct visit *visit, const struct record *record, struct html *h)
{
    struct expectation *expectation;
    TRY(expectation_read(visit->ctx, &visit->reader, record->id, application_today(visit->application), &expectation));
    return show_all(visit, &expectation, 1, h);
}

const struct panel expectation_itself = {"expectation", show_on_itself};
const struct panel outcome_expectations = {"outcome", show_on_bearer};
const struct panel action_expectations = {"action", show_on_bearer};
const struct panel minute_expectations = {"minute", show_on_bearer};
const struct panel measure_expectations = {"measure", show_on_bearer};
