/* The verdict on an expectation: the question is put together from the records that its reader may see, the day looked from, and
 * nothing else; the answer is stats/verdict.h's. */
#include "plans/plans.h"

#include "base/text.h"
#include "stats/verdict_frame.h"

#include <math.h>
#include <string.h>
#include <talloc.h>

/* The question while it is put together. */
struct asking {
    void *ctx;
    const struct reader *reader;
    const struct expectation *expectation;
    const struct measure *measure;
    const struct observation_series *series;
    struct verdict_question question;
    LIST_OF(struct verdict_event) events;
    LIST_OF(const char *) notes;
    struct expectation_verdict *verdict;
};

/* ---- where the engine cannot be asked ---- */

/* The engine's own words and form, for a reason that lies in the record. */
static struct error *answer_without_asking(struct asking *asking, const char *reason, const char *would_change)
{
    const char **texts = talloc_array(asking->ctx, const char *, 1);
    TRY_MEMORY(texts);
    TRY_MEMORY(reason);
    texts[0] = would_change;
    struct verdict *said = &asking->verdict->said;
    *said = (struct verdict){.answer = VERDICT_CANNOT_TELL, .look_again = DATE_NONE, .power = NAN, .would_change = texts,
                             .would_change_count = 1};
    said->sentence = talloc_asprintf(asking->ctx, "%s: %s. %s", asking->measure->title, verdict_answer_words(said->answer), reason);
    return said->sentence ? NULL : error_out_of_memory();
}

/* ---- the declaration ---- */

static struct error *note(struct asking *asking, char *words)
{
    TRY_MEMORY(words);
    return LIST_ADD(asking->ctx, &asking->notes, words);
}

/* Start and due date: the action's own where it bears the expectation; otherwise the day of declaring, and the outcome's. */
static struct error *read_days(struct asking *asking)
{
    const struct expectation *expectation = asking->expectation;
    struct verdict_expectation *asked = &asking->question.expectation;
    struct record *bearer = NULL;
    bool action = expectation->on_register && strcmp(expectation->on_register, "action") == 0;
    bool outcome = expectation->on_register && strcmp(expectation->on_register, "outcome") == 0;
    if (action || outcome)
        TRY(record_find_id(asking->ctx, asking->reader, action ? &action_register : &outcome_register, expectation->on.id, &bearer));
    struct period declared = record_when(expectation->record, "declared_on"), nothing = {DATE_NONE, DATE_NONE};
    asking->verdict->due = expectation->point_count > 0 ? expectation->points[expectation->point_count - 1].due
                           : bearer                     ? record_when(bearer, "due")
                                                        : nothing;
    asked->declared = declared.to;
    asked->due = asking->verdict->due.to;
    asked->starts = action ? record_when(bearer, "started_on").from : DATE_NONE; /* a figure of that month is none before it */
    if (!date_is_none(asked->starts) || date_is_none(asked->declared))
        return NULL;
    asked->starts = asked->declared;
    const char *words = period_label(asking->ctx, declared);
    TRY_MEMORY(words);
    bool day = date_compare(declared.from, declared.to) == 0;
    return note(asking, talloc_asprintf(asking->ctx, "The %s %s, is taken for the start: no other is recorded.",
                                        day ? "day it was declared," : "last day of the time it was declared,", words));
}

/* How much was declared: the size, or the way from the baseline to the last milestone; 0 where neither is recorded. */
static double declared_size(const struct expectation *expectation, bool down)
{
    double size, baseline;
    const char *text = record_text(expectation->record, "size"), *from = record_text(expectation->record, "baseline");
    if (text && text_to_decimal(text, &size))
        return fabs(size);
    if (!from || !text_to_decimal(from, &baseline) || expectation->point_count == 0)
        return 0;
    double rise = expectation->points[expectation->point_count - 1].value - baseline;
    return fmax(0, down ? -rise : rise);
}

static struct error *read_declaration(struct asking *asking)
{
    const struct measure *measure = asking->measure;
    const char *suffix = measure_unit_suffix(measure);
    bool down = strcmp(record_text(asking->expectation->record, "direction"), "down") == 0;
    asking->question.expectation = (struct verdict_expectation){
        .measure = measure->title,
        .unit = strcmp(measure->unit, "pounds") == 0 ? " pounds" : *suffix ? suffix : NULL,
        .decimals = measure->places,
        .direction = down ? VERDICT_DOWN : VERDICT_UP,
        .size = declared_size(asking->expectation, down),
        .baseline_from = DATE_NONE,
    };
    return read_days(asking);
}

/* ---- the figures ---- */

static struct error *series_of(void *ctx, const struct observation_series *from, const struct verdict_series *like,
                               struct verdict_series *series)
{
    struct point *points = talloc_array(ctx, struct point, (unsigned)from->count + 1);
    TRY_MEMORY(points);
    for (size_t i = 0; i < from->count; i++) {
        const struct observation *o = &from->at[i];
        points[i] = (struct point){o->period.from.days, o->text ? o->value : NAN, NAN, !o->text};
    }
    *series = *like;
    series->points = points;
    series->count = from->count;
    return NULL;
}

/* Has each period one figure at most? */
static bool one_a_period(const struct verdict_series *series)
{
    for (size_t i = 0; i < series->count; i++)
        for (size_t k = 0; k < i; k++)
            if (verdict_slot(series->rhythm, (struct date){series->points[i].day}) ==
                verdict_slot(series->rhythm, (struct date){series->points[k].day}))
                return false;
    return true;
}

static bool find_rhythm(const struct measure *measure, enum verdict_rhythm *rhythm)
{
    static const struct {
        const char *frequency;
        enum verdict_rhythm rhythm;
    } rhythms[] = {{"monthly", VERDICT_MONTHLY}, {"quarterly", VERDICT_QUARTERLY}, {"annual", VERDICT_ANNUAL}};
    for (size_t i = 0; i < sizeof rhythms / sizeof *rhythms; i++) {
        if (strcmp(rhythms[i].frequency, measure->frequency) == 0) {
            *rhythm = rhythms[i].rhythm;
            return true;
        }
    }
    return false;
}

/* The neighbours' median stands for them: its own median is itself. */
static struct error *read_neighbours(struct asking *asking)
{
    struct observation_series median;
    struct verdict_series *neighbours = talloc(asking->ctx, struct verdict_series);
    TRY_MEMORY(neighbours);
    TRY(measure_neighbours_median(asking->ctx, asking->reader, asking->measure, asking->expectation->area.id, &median));
    TRY(series_of(asking->ctx, &median, &asking->question.series, neighbours));
    asking->question.neighbours = neighbours;
    asking->question.neighbour_count = median.count > 0 && one_a_period(neighbours) ? 1 : 0;
    return NULL;
}

/* ---- the calendar ---- */

static struct error *read_breaks(struct asking *asking)
{
    struct series_break *breaks;
    size_t count;
    TRY(measure_breaks(asking->ctx, asking->reader, asking->measure, asking->expectation->area.id, &breaks, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(LIST_ADD(asking->ctx, &asking->events, ((struct verdict_event){breaks[i].from, VERDICT_DEFINITION_CHANGED, breaks[i].title})));
        if (breaks[i].proposed)
            TRY(note(asking, talloc_asprintf(asking->ctx, "The break of %s is proposed and not yet confirmed; no change is read across it.",
                                             date_words(asking->ctx, breaks[i].from))));
    }
    return NULL;
}

/* Adds an event for each row: the day it began, and its title. */
static struct error *add_others(struct asking *asking, const char *sql, const struct store_value *values, size_t count)
{
    struct store_rows *rows;
    TRY(record_query(asking->ctx, asking->reader, sql, values, count, &rows));
    for (;;) {
        bool more;
        struct verdict_event event = {.kind = VERDICT_OTHER_ACTION};
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        struct period began;
        if (!when_parse(store_get_text(rows, 0), &began))
            return ERROR_NEW(asking->ctx, ERROR_INTERNAL, "The day on which “%s” began cannot be read.", store_get_text(rows, 1));
        event.day = began.from;
        event.what = talloc_asprintf(asking->ctx, "“%s”", store_get_text(rows, 1));
        TRY_MEMORY(event.what);
        TRY(LIST_ADD(asking->ctx, &asking->events, event));
    }
}

/* What else works on this measure: other expectations of it, and actions for outcomes that it measures. An outcome and the actions
 * for it are one thing, not two. */
static struct error *read_other_actions(struct asking *asking)
{
    const struct expectation *expectation = asking->expectation;
    const char *on = expectation->on_register ? expectation->on_register : "";
    struct store_value measure = store_integer(asking->measure->id);
    struct store_value outcome = store_integer(strcmp(on, "outcome") == 0 ? expectation->on.id : 0);
    struct store_value action = store_integer(strcmp(on, "action") == 0 ? expectation->on.id : 0);
    struct store_value minute = store_integer(strcmp(on, "minute") == 0 ? expectation->on.id : 0);
    TRY(add_others(asking,
                   "SELECT COALESCE(a.started_on, e.declared_on), e.title FROM {expectation} AS e "
                   "JOIN {expectation.measures} AS l ON l.record = e.id LEFT JOIN {action} AS a ON a.id = e.action "
                   "WHERE l.target = $1 AND e.area = $2 AND e.id <> $3 "
                   "AND (e.outcome IS NULL OR e.outcome <> $4) AND (e.action IS NULL OR e.action <> $5) "
                   "AND (e.minute IS NULL OR e.minute <> $6) "
                   "AND NOT EXISTS (SELECT 1 FROM {action.outcomes} AS mine WHERE mine.record = $5 AND mine.target = e.outcome) "
                   "AND NOT EXISTS (SELECT 1 FROM {action.outcomes} AS its WHERE its.record = e.action AND its.target = $4) "
                   "ORDER BY 1, e.natural_key",
                   (struct store_value[]){measure, store_integer(expectation->area.id), store_integer(expectation->record->id), outcome,
                                          action, minute}, 6));
    return add_others(asking,
                      "SELECT a.started_on, a.title FROM {action} AS a WHERE a.started_on IS NOT NULL AND a.id <> $2 "
                      "AND EXISTS (SELECT 1 FROM {action.outcomes} AS ao JOIN {outcome.measures} AS om ON om.record = ao.target "
                      "WHERE ao.record = a.id AND om.target = $1) "
                      "AND NOT EXISTS (SELECT 1 FROM {action.outcomes} AS own WHERE own.record = a.id AND own.target = $3) "
                      "ORDER BY a.started_on, a.natural_key",
                      (struct store_value[]){measure, action, outcome}, 3);
}

/* ---- asking ---- */

/* Answers where the record itself does not let the engine be asked. */
static struct error *refuse(struct asking *asking, bool rhythm, bool *refused)
{
    const struct verdict_expectation *asked = &asking->question.expectation;
    const char *starts = date_words(asking->ctx, asked->starts), *due = when_words(asking->ctx, asking->verdict->due);
    TRY_MEMORY(starts);
    TRY_MEMORY(due);
    *refused = true;
    if (date_is_none(asked->due))
        return answer_without_asking(asking, "By when the change was wanted is not recorded.", "A due date of what bears the expectation.");
    if (date_is_none(asked->starts) || date_compare(asked->due, asked->starts) < 0)
        return answer_without_asking(asking, talloc_asprintf(asking->ctx, "It was due %s, before the start on %s.", due, starts),
                                     "A start that lies before the due date.");
    if (!rhythm)
        return answer_without_asking(asking, "Its figures do not come by month, quarter or year.",
                                     "Figures that come at a steady distance.");
    bool cumulative = strcmp(asking->measure->basis, "cumulative") == 0;
    if (cumulative && asking->question.series.rhythm != VERDICT_ANNUAL)
        return answer_without_asking(asking, "Its figures are added up from the beginning of each year, so that one cannot be compared "
                                             "with the next.", "Figures of each month or quarter by itself.");
    if (!one_a_period(&asking->question.series))
        return answer_without_asking(asking, "It has two figures for one period.", "One figure for each period.");
    *refused = false;
    return NULL;
}

static struct error *judge(struct asking *asking)
{
    enum verdict_rhythm rhythm = VERDICT_ANNUAL;
    struct verdict_series like = {.kind = VERDICT_FIGURES, .snapshots = strcmp(asking->measure->basis, "snapshot") == 0};
    bool has_rhythm = find_rhythm(asking->measure, &rhythm), refused;
    like.rhythm = rhythm;
    TRY(read_declaration(asking));
    TRY(series_of(asking->ctx, asking->series, &like, &asking->question.series));
    asking->verdict->starts = asking->question.expectation.starts;
    TRY(refuse(asking, has_rhythm, &refused));
    asking->verdict->asked = !refused;
    if (refused)
        return NULL;
    TRY(read_neighbours(asking));
    TRY(read_breaks(asking));
    TRY(read_other_actions(asking));
    asking->question.events = asking->events.at;
    asking->question.event_count = asking->events.count;
    asking->verdict->notes = asking->notes.at;
    asking->verdict->note_count = asking->notes.count;
    return verdict_judge(asking->ctx, &asking->question, &asking->verdict->said);
}

struct error *expectation_judge(void *ctx, const struct reader *reader, struct date today, struct expectation *expectation)
{
    struct date as_at = reader->actor.as_at;
    expectation->verdicts = talloc_zero_array(ctx, struct expectation_verdict, (unsigned)expectation->measure_count + 1);
    TRY_MEMORY(expectation->verdicts);
    for (size_t i = 0; i < expectation->measure_count; i++) {
        struct expectation_verdict *verdict = &expectation->verdicts[i];
        verdict->on = date_is_none(as_at) ? today : as_at;
        struct asking asking = {.ctx = ctx, .reader = reader, .expectation = expectation, .measure = expectation->measures[i],
                                .series = &expectation->series[i], .question = {.today = verdict->on}, .verdict = verdict};
        TRY(judge(&asking));
    }
    return NULL;
}
