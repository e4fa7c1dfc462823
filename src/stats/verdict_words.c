/* The words of a verdict. Sentences put the measure before a colon, so that they read well whether it is one thing or
 * many. */
#include "stats/verdict_words.h"

#include "base/buffer.h"
#include "base/list.h"

#include <math.h>
#include <talloc.h>

struct text_row {
    const char **at;
    size_t count, room;
};

/* ---- pieces ---- */

/* What a difference is measured in: two percentages differ by percentage points. */
static const char *unit_of_difference(const struct verdict_expectation *expectation)
{
    if (!expectation->unit)
        return "";
    return strcmp(expectation->unit, "%") == 0 ? " percentage points" : expectation->unit;
}

static void write_size(struct buffer *b, const struct verdict_expectation *expectation, double size)
{
    buffer_format(b, "%.*f", expectation->decimals, fabs(size));
}

static const char *way(double difference)
{
    return difference < 0 ? "lower" : "higher";
}

/* "between 1.2 and 3.4 lower", "between 1.2 lower and 3.4 higher". */
static void write_interval(struct buffer *b, const struct verdict_expectation *expectation, const struct effect *effect)
{
    double near = effect->low, far = effect->high;
    bool one_way = (near > 0) == (far > 0);
    if (one_way && near < 0) {
        near = effect->high;
        far = effect->low;
    }
    buffer_text(b, "between ");
    write_size(b, expectation, near);
    if (!one_way)
        buffer_format(b, " %s", way(near));
    buffer_text(b, " and ");
    write_size(b, expectation, far);
    buffer_format(b, " %s", way(far));
}

/* "6.2 percentage points lower than before (95% interval: between 5.1 and 7.3 lower)". */
static void write_effect(struct buffer *b, const struct verdict_expectation *expectation, const struct verdict *verdict)
{
    const struct effect *told = &verdict->told;
    write_size(b, expectation, told->estimate);
    buffer_format(b, "%s %s than %s (95%% interval: ", unit_of_difference(expectation), way(told->estimate),
                  verdict->told_trend ? "its earlier course led to expect" : "before");
    write_interval(b, expectation, told);
    buffer_text(b, ")");
}

/* "a fall of 5.0 percentage points". */
static void write_declared(struct buffer *b, const struct verdict_expectation *expectation)
{
    const char *what = expectation->direction == VERDICT_UP ? "a rise" : "a fall";
    if (!(expectation->size > 0)) {
        buffer_format(b, "%s of no stated size", what);
        return;
    }
    buffer_format(b, "%s of ", what);
    write_size(b, expectation, expectation->size);
    buffer_text(b, unit_of_difference(expectation));
}

static struct error *write_day(struct buffer *b, struct date day)
{
    char *words = date_words(b->ctx, day);
    TRY_MEMORY(words);
    buffer_text(b, words);
    return NULL;
}

/* ---- the sentence ---- */

static struct error *write_since(struct buffer *b, const struct verdict_question *question)
{
    buffer_text(b, " Since ");
    TRY(write_day(b, question->expectation.starts));
    buffer_text(b, " it has been on average ");
    return NULL;
}

static struct error *write_too_early(struct buffer *b, const struct verdict_question *question,
                                     const struct verdict *verdict)
{
    const char *figures = verdict->after == 1 ? "figure has" : "figures have";
    if (verdict->reason == VERDICT_NOT_DUE) {
        buffer_text(b, " It is due on ");
        TRY(write_day(b, question->expectation.due));
        buffer_format(b, "; %zu %s come since it started.", verdict->after, figures);
    } else {
        buffer_format(b, " Only %zu %s come that can show it; at least 3 are needed.", verdict->after, figures);
    }
    return NULL;
}

/* Reasons that need no numbers. */
static const char *const plain_reasons[] = {
    [VERDICT_SPARSE] = "There are too few events in each period for an average or a chart to carry an answer. Adding "
                       "periods together, or charting the time between events, may.",
    [VERDICT_SAME_FIGURES] = "Nearly all figures are the same, so there is no usual variation to set a change against.",
    [VERDICT_DEFINED_ANEW] = "What the figure counts changed while the action was starting, so that before and after "
                             "cannot be compared.",
    [VERDICT_MOVED_BEFORE] = "The figure had already shifted before the action started.",
    [VERDICT_WIDE] = NULL,
};

static void write_seen_but(struct buffer *b, const struct verdict *verdict)
{
    switch (verdict->reason) {
    case VERDICT_TWO_ACTIONS:
        buffer_format(b, ", but another action on it began about then%s%s: which of them it followed cannot be told.",
                      verdict->other_action ? ", " : "", verdict->other_action ? verdict->other_action : "");
        break;
    case VERDICT_OTHERS_TOO:
        buffer_text(b, ", but the neighbours' figures moved too, and against theirs no change is certain.");
        break;
    case VERDICT_DRIFT:
        buffer_text(b, ". Whether that is a change depends on whether its drift before the start is taken to go on.");
        break;
    default:
        buffer_text(b, ", but the control chart on the figures before the start shows no signal that way.");
    }
}

static struct error *write_cannot_tell(struct buffer *b, const struct verdict_question *question,
                                       const struct verdict *verdict)
{
    const struct verdict_expectation *expectation = &question->expectation;
    if (verdict->reason == VERDICT_FEW_BEFORE) {
        buffer_format(b, " Only %zu comparable %s from before the start; at least 8 are needed.", verdict->before,
                      verdict->before == 1 ? "figure comes" : "figures come");
    } else if (verdict->reason == VERDICT_DECLARED_LATE) {
        buffer_text(b, " It was declared on ");
        TRY(write_day(b, expectation->declared));
        buffer_text(b, ", when figures that it speaks of were there already.");
    } else if (verdict->reason == VERDICT_WIDE) {
        TRY(write_since(b, question));
        write_effect(b, expectation, verdict);
        bool sized = expectation->size > 0;
        buffer_text(b, sized ? ": that rules out neither no change nor " : ": no change is not ruled out; ");
        write_declared(b, expectation);
        buffer_text(b, sized ? "." : " was declared.");
    } else if (plain_reasons[verdict->reason]) {
        buffer_format(b, " %s", plain_reasons[verdict->reason]);
    } else {
        TRY(write_since(b, question));
        write_effect(b, expectation, verdict);
        write_seen_but(b, verdict);
    }
    return NULL;
}

static struct error *write_found(struct buffer *b, const struct verdict_question *question,
                                 const struct verdict *verdict)
{
    const struct verdict_expectation *expectation = &question->expectation;
    TRY(write_since(b, question));
    write_effect(b, expectation, verdict);
    buffer_text(b, "; ");
    write_declared(b, expectation);
    if (verdict->answer == VERDICT_SEEN_CONFIRMED)
        buffer_text(b, " was declared, and the whole interval reaches it.");
    else if (verdict->answer == VERDICT_NOT_SEEN)
        buffer_text(b, " was declared, and the interval rules that out.");
    else
        buffer_text(b, " was declared.");
    return NULL;
}

static struct error *write_sentence(void *ctx, const struct verdict_question *question, struct verdict *verdict)
{
    struct buffer b = buffer_on(ctx);
    buffer_format(&b, "%s: %s.", question->expectation.measure, verdict_answer_words(verdict->answer));
    switch (verdict->answer) {
    case VERDICT_NOT_STARTED:
        buffer_text(&b, " The action starts on ");
        TRY(write_day(&b, question->expectation.starts));
        buffer_text(&b, ".");
        break;
    case VERDICT_TOO_EARLY: TRY(write_too_early(&b, question, verdict)); break;
    case VERDICT_CANNOT_TELL: TRY(write_cannot_tell(&b, question, verdict)); break;
    default: TRY(write_found(&b, question, verdict)); break;
    }
    TRY(buffer_error(&b));
    if (b.data[0] >= 'a' && b.data[0] <= 'z')
        b.data[0] = (char)(b.data[0] - 'a' + 'A');
    verdict->sentence = b.data;
    return NULL;
}

/* ---- assumptions, threats, what would change it ---- */

static struct error *add(void *ctx, struct text_row *row, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static struct error *add(void *ctx, struct text_row *row, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = talloc_vasprintf(ctx, format, arguments);
    va_end(arguments);
    TRY_MEMORY(text);
    return LIST_ADD(ctx, row, text);
}

static struct error *write_assumptions(void *ctx, const struct verdict_question *question, struct verdict *verdict)
{
    struct text_row row = {0};
    if (verdict->told.possible) {
        TRY(add(ctx, &row, "The %zu figures before the start show what would have gone on without the action: at their "
                           "level, and along their drift. Both were tried, and the more cautious is told.",
                verdict->before));
        TRY(add(ctx, &row, "The %zu figures after it are taken together: the effect is their average.",
                verdict->after));
        if (question->expectation.lag_days > 0)
            TRY(add(ctx, &row, "The action was given %d days to show, as declared; figures of that time are set aside.",
                    question->expectation.lag_days));
        if (verdict->seasonal)
            TRY(add(ctx, &row, "The time of year matters: like %s are compared with like.",
                    question->series.rhythm == VERDICT_QUARTERLY ? "quarters" : "months"));
        if (verdict->told.rho > 0)
            TRY(add(ctx, &row,
                    "Each figure is allowed to depend on the one before (correlation %.1f), which widens the interval.",
                    verdict->told.rho));
    }
    TRY(add(ctx, &row, "This says whether the figures changed, not why."));
    verdict->assumptions = row.at;
    verdict->assumption_count = row.count;
    return NULL;
}

static const char *const threat_texts[VERDICT_THREATS] = {
    "The figure was drifting before the action started.",
    "The figures do not go back far enough to know whether the time of year matters.",
    "Each figure depends on the one before it; the interval is wider for that.",
    "The action began after an unusually bad figure, which was left out: better ones follow such figures anyway.",
    "What the figure counts changed within the series; one side of the change was left out.",
    "Another action on the same measure began about then.",
    "No comparison with neighbours was given: what happened everywhere would look the same.",
    "Fewer than 12 figures come from before the start.",
    "Figures are missing.",
    "The figure had shifted from one level to another before the action started.",
    "When the expectation was declared is not recorded.",
};

static struct error *write_threats(void *ctx, struct verdict *verdict)
{
    struct text_row row = {0};
    for (int threat = 0; threat < VERDICT_THREATS; threat++)
        if (verdict->threats & (1u << threat))
            TRY(add(ctx, &row, "%s", threat_texts[threat]));
    verdict->threat_texts = row.at;
    verdict->threat_count = row.count;
    return NULL;
}

static struct error *add_for_reason(void *ctx, const struct verdict *verdict, struct text_row *row)
{
    switch (verdict->reason) {
    case VERDICT_WIDE:
    case VERDICT_NO_SIGNAL:
    case VERDICT_DRIFT:
        if (!date_is_none(verdict->look_again))
            return add(ctx, row, "More figures: by %s there would be enough for a change of the declared size to show "
                                 "four times in five.", date_words(ctx, verdict->look_again));
        return add(ctx, row, "More figures alone hardly: a measure that varies less, or is taken more often, would.");
    case VERDICT_NOT_DUE:
    case VERDICT_FEW_AFTER: return add(ctx, row, "The figures still to come.");
    case VERDICT_FEW_BEFORE: return add(ctx, row, "Earlier figures on the same definition.");
    case VERDICT_SPARSE: return add(ctx, row, "Longer periods, such as quarters or years, or days between events.");
    case VERDICT_SAME_FIGURES: return add(ctx, row, "A measure that can tell good from better.");
    case VERDICT_DEFINED_ANEW: return add(ctx, row, "Earlier figures worked out anew on the present definition.");
    case VERDICT_DECLARED_LATE: return add(ctx, row, "Figures from after the day it was declared.");
    case VERDICT_TWO_ACTIONS: return add(ctx, row, "A place or group that only one of the actions reached.");
    case VERDICT_OTHERS_TOO: return add(ctx, row, "A clearer difference from the neighbours.");
    case VERDICT_MOVED_BEFORE: return add(ctx, row, "A recorded reason for the shift, and a baseline after it.");
    case VERDICT_PLAIN: break;
    }
    return NULL;
}

static struct error *write_what_would_change(void *ctx, const struct verdict_question *question,
                                             struct verdict *verdict)
{
    struct text_row row = {0};
    bool seen = verdict->answer == VERDICT_SEEN || verdict->answer == VERDICT_SEEN_CONFIRMED;
    TRY(add_for_reason(ctx, verdict, &row));
    if (verdict->answer == VERDICT_SEEN && question->expectation.size > 0)
        TRY(add(ctx, &row, "Size confirmed: if the near end of the interval came to reach the declared size."));
    if (seen || verdict->answer == VERDICT_WRONG_DIRECTION)
        TRY(add(ctx, &row, "A change of definition or another action that is not in the calendar yet."));
    if (seen && question->neighbour_count == 0)
        TRY(add(ctx, &row, "Neighbours whose figures moved in the same way."));
    if (verdict->answer == VERDICT_NOT_SEEN)
        TRY(add(ctx, &row, "A lag that is longer than declared, if it can be shown why."));
    verdict->would_change = row.at;
    verdict->would_change_count = row.count;
    return NULL;
}

struct error *verdict_write_words(void *ctx, const struct verdict_question *question, struct verdict *verdict)
{
    TRY(write_sentence(ctx, question, verdict));
    TRY(write_assumptions(ctx, question, verdict));
    TRY(write_threats(ctx, verdict));
    return write_what_would_change(ctx, question, verdict);
}
