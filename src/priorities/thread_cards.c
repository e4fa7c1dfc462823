/* Threads on cards, for the first page: the question, the figures of its first measure, and what is known at each milestone or, where
 * none was declared, the verdict. */
#include "app/web.h"
#include "priorities/thread.h"
#include "ui/layout.h"
#include "ui/marks.h"

#include <ctype.h>
#include <talloc.h>

/* "25% by April 2020: no figure for that date", a mark each. */
static struct error *read_marks(void *ctx, const struct thread *thread, struct measure_card *card)
{
    struct card_mark *marks = talloc_zero_array(ctx, struct card_mark, (unsigned)thread->steps.count + 1);
    TRY_MEMORY(marks);
    card->marks = marks;
    for (size_t i = 0; i < thread->steps.count; i++) {
        const struct thread_step *step = &thread->steps.at[i];
        if (step->column != THREAD_FIGURES || !step->mark)
            continue;
        const char *state = status_mark_word(step->mark);
        marks[card->mark_count].state = step->mark;
        marks[card->mark_count].word = talloc_asprintf(ctx, "%s: %c%s", step->title, tolower((unsigned char)state[0]), state + 1);
        TRY_MEMORY(marks[card->mark_count++].word);
    }
    return NULL;
}

static struct error *read_figures(void *ctx, const struct thread *thread, struct measure_card *card)
{
    struct run_chart chart;
    if (thread->measures.count == 0)
        return NULL;
    const struct measure *measure = thread->measures.at[0]; /* that of the first expectation, if any was declared */
    struct measure_chart of = {.measure = measure, .series = &thread->series.at[0], .known_on = DATE_NONE};
    TRY(measure_chart_make(ctx, &of, &chart));
    card->series = chart.subtitle;
    card->points = chart.points;
    card->point_count = chart.point_count;
    card->unit = chart.unit;
    card->origin = chart.origin;
    card->caveat = chart.caveat;
    return NULL;
}

/* Where a change was declared without milestones, the verdict is what there is to say. */
static const char *verdict_of(const struct thread *thread)
{
    for (size_t e = 0; e < thread->expectations.count; e++) {
        const struct expectation *expectation = thread->expectations.at[e];
        if (expectation->point_count == 0 && expectation->measure_count > 0)
            return expectation->verdicts[0].said.sentence;
    }
    return NULL;
}

static struct error *holes_words(void *ctx, const struct thread *thread, const char **words)
{
    size_t holes = 0;
    for (size_t i = 0; i < thread->steps.count; i++)
        holes += thread->steps.at[i].hole;
    *words = NULL;
    if (holes > 0)
        TRY_MEMORY(*words = talloc_asprintf(ctx, "Holes in the record: %zu", holes));
    return NULL;
}

struct error *thread_cards(struct visit *visit, struct html *h)
{
    const char **keys;
    size_t count;
    TRY(thread_keys(visit->ctx, &visit->reader, &keys, &count));
    cards_begin(h, (struct cards){.label = "Threads"});
    for (size_t i = 0; i < count; i++) {
        struct thread *thread;
        TRY(thread_read(visit->ctx, &visit->reader, keys[i], application_today(visit->application), &thread));
        struct measure_card card = {.title = thread->record->label, .lead = record_text(thread->record, "question"),
                                    .finding = verdict_of(thread)};
        TRY_MEMORY(card.href = record_address(visit->ctx, visit->reader.registers, &thread_register, keys[i]));
        TRY(read_figures(visit->ctx, thread, &card));
        TRY(read_marks(visit->ctx, thread, &card));
        TRY(holes_words(visit->ctx, thread, &card.compare));
        measure_card(h, &card);
    }
    cards_end(h);
    return NULL;
}
