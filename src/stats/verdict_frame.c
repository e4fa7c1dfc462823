/* Choosing the figures of a verdict. Leaving out is the only thing done to them: what is left out is counted and named
 * as a threat, never mended. */
#include "stats/verdict_frame.h"

#include "stats/averages.h"

#include <math.h>
#include <talloc.h>

/* Another action counts as simultaneous when it began in the half year before the start, or later. */
#define SIMULTANEOUS_DAYS 183
/* How many of the last figures before the start may have triggered it, and how extreme they must be. */
#define TRIGGERS_LOOKED_AT 3
#define TRIGGER_SIGMAS 2.5
/* A shift inside the baseline: both sides at least this long, and this many standard errors. About 1 in 100 baselines
 * of 24 independent figures reach it by chance (simulated: make calibrate, family "independent"). */
#define SHIFT_SIDE_LEAST 3
#define SHIFT_ERRORS 4.0

/* ---- periods ---- */

int32_t verdict_slot(enum verdict_rhythm rhythm, struct date day)
{
    if (rhythm == VERDICT_WEEKLY) /* Thursday to Wednesday: any seven days will do */
        return day.days >= 0 ? day.days / 7 : -((6 - day.days) / 7);
    struct civil civil = date_to_civil(day);
    return civil.year * (int32_t)rhythm + (civil.month - 1) / (12 / (int32_t)rhythm);
}

struct date verdict_slot_start(enum verdict_rhythm rhythm, int32_t slot)
{
    if (rhythm == VERDICT_WEEKLY)
        return (struct date){slot * 7};
    int32_t year = slot / (int32_t)rhythm, part = slot % (int32_t)rhythm;
    return date_from_civil(year, part * (12 / (int32_t)rhythm) + 1, 1);
}

int32_t verdict_period_over(const struct verdict_series *series, int32_t day)
{
    if (series->snapshots)
        return day;
    if (series->rhythm == VERDICT_WEEKLY)
        return day + 7;
    struct civil civil = date_to_civil((struct date){day});
    int months = civil.year * 12 + civil.month - 1 + 12 / (int)series->rhythm;
    struct date first = date_from_civil(months / 12, months % 12 + 1, 1);
    struct date same = date_from_civil(months / 12, months % 12 + 1, civil.day);
    return date_is_none(same) ? date_month_end(first).days : same.days;
}

/* ---- from points to figures ---- */

static struct error *figure_of(void *ctx, const struct verdict_series *series, const struct point *point,
                               double *figure)
{
    double multiply = series->multiply != 0 ? series->multiply : 1;
    *figure = point->value * multiply;
    if (series->kind == VERDICT_FIGURES)
        return NULL;
    if (!(point->out_of > 0) || point->value < 0 ||
        (series->kind == VERDICT_PROPORTION && point->value > point->out_of))
        return ERROR_NEW(ctx, ERROR_INVALID, "A figure has no proper denominator: %g of %g.", point->value,
                         point->out_of);
    *figure /= point->out_of;
    return NULL;
}

static struct error *frame_allocate(void *ctx, size_t count, struct verdict_frame *frame)
{
    *frame = (struct verdict_frame){0};
    frame->slots = talloc_array(ctx, int32_t, (unsigned)count + 1);
    TRY_MEMORY(frame->slots);
    frame->days = talloc_array(ctx, int32_t, (unsigned)count + 1);
    TRY_MEMORY(frame->days);
    frame->after = talloc_array(ctx, bool, (unsigned)count + 1);
    TRY_MEMORY(frame->after);
    double *numbers = talloc_array(ctx, double, 3 * (unsigned)count + 1);
    TRY_MEMORY(numbers);
    frame->figures = numbers;
    frame->events = numbers + count;
    frame->out_of = numbers + 2 * count;
    return NULL;
}

/* All known figures up to today, in order. */
static struct error *gather(void *ctx, const struct verdict_series *series, struct date today,
                            struct verdict_frame *frame)
{
    struct point *ordered = talloc_array(ctx, struct point, (unsigned)series->count + 1);
    TRY_MEMORY(ordered);
    TRY(frame_allocate(ctx, series->count, frame));
    series_order(series->points, series->count, ordered);
    for (size_t i = 0; i < series->count; i++) {
        const struct point *point = &ordered[i];
        if (!point_is_known(point) || point->day > today.days)
            continue;
        size_t k = frame->count;
        frame->slots[k] = verdict_slot(series->rhythm, (struct date){point->day});
        if (k > 0 && frame->slots[k] == frame->slots[k - 1])
            return ERROR_NEW(ctx, ERROR_INVALID, "There are two figures for the period that %s is in.",
                             date_words(ctx, (struct date){point->day}));
        TRY(figure_of(ctx, series, point, &frame->figures[k]));
        frame->days[k] = point->day;
        frame->events[k] = point->value;
        frame->out_of[k] = series->kind == VERDICT_FIGURES ? NAN : point->out_of;
        frame->count++;
    }
    talloc_free(ordered);
    return NULL;
}

/* ---- leaving out ---- */

static void leave_out(struct verdict_frame *frame, size_t index)
{
    frame->before -= !frame->after[index];
    frame->set_aside++;
    frame->count--;
    for (size_t i = index; i < frame->count; i++) {
        frame->slots[i] = frame->slots[i + 1];
        frame->days[i] = frame->days[i + 1];
        frame->figures[i] = frame->figures[i + 1];
        frame->after[i] = frame->after[i + 1];
        frame->events[i] = frame->events[i + 1];
        frame->out_of[i] = frame->out_of[i + 1];
    }
}

/* Before: periods over by the start. After: periods that begin when the lag is over. The rest is set aside. */
static void split(const struct verdict_question *question, struct verdict_frame *frame)
{
    const struct verdict_expectation *expectation = &question->expectation;
    int32_t begins = expectation->starts.days + expectation->lag_days, earliest = expectation->baseline_from.days;
    frame->before = 0;
    for (size_t i = 0; i < frame->count; i++) {
        frame->after[i] = frame->days[i] >= begins;
        frame->before += !frame->after[i];
    }
    for (size_t i = frame->count; i-- > 0;) {
        bool clear = verdict_period_over(&question->series, frame->days[i]) <= expectation->starts.days &&
                     frame->days[i] < expectation->starts.days;
        bool early = !date_is_none(expectation->baseline_from) && frame->days[i] < earliest;
        if (!frame->after[i] && (!clear || early))
            leave_out(frame, i);
    }
}

/* What came after the due date does not count, unless too little came by then. */
static void end_when_due(const struct verdict_question *question, struct verdict_frame *frame)
{
    size_t by_then = 0;
    for (size_t i = frame->before; i < frame->count; i++)
        by_then += frame->days[i] <= question->expectation.due.days;
    while (by_then >= VERDICT_AFTER_LEAST && frame->count > frame->before + by_then)
        leave_out(frame, frame->count - 1);
}

static void apply_new_definition(const struct verdict_question *question, int32_t day, struct verdict_frame *frame)
{
    int32_t starts = question->expectation.starts.days;
    bool before = day < starts;
    if (!before && day <= starts + question->expectation.lag_days)
        frame->defined_anew = true;
    for (size_t i = frame->count; i-- > 0;) {
        bool old = verdict_period_over(&question->series, frame->days[i]) <= day && frame->days[i] < day;
        bool new = frame->days[i] >= day;
        if ((before && !new) || (!before && frame->after[i] && !old)) {
            leave_out(frame, i);
            frame->threats |= VERDICT_THREAT_DEFINITION;
        }
    }
    if (!before && frame->count - frame->before < VERDICT_AFTER_LEAST)
        frame->defined_anew = frame->defined_anew || (frame->threats & VERDICT_THREAT_DEFINITION);
}

static void apply_events(const struct verdict_question *question, struct verdict_frame *frame)
{
    for (size_t e = 0; e < question->event_count; e++) {
        const struct verdict_event *event = &question->events[e];
        if (event->day.days > question->today.days)
            continue;
        if (event->kind != VERDICT_OTHER_ACTION) {
            apply_new_definition(question, event->day.days, frame);
            continue;
        }
        int32_t last = frame->count > frame->before ? frame->days[frame->count - 1] : question->today.days;
        if (event->day.days >= question->expectation.starts.days - SIMULTANEOUS_DAYS && event->day.days <= last) {
            frame->two_actions = true;
            frame->other_action = frame->other_action ? frame->other_action : event->what;
            frame->threats |= VERDICT_THREAT_OTHER_ACTION;
        }
    }
}

/* ---- the baseline itself ---- */

struct moments {
    double mean, sum_of_squares; /* about the mean */
};

static struct moments moments_of(const double *figures, size_t count)
{
    struct moments moments = {mean_of(figures, count), 0};
    for (size_t i = 0; i < count; i++)
        moments.sum_of_squares += (figures[i] - moments.mean) * (figures[i] - moments.mean);
    return moments;
}

/* The straight line through figures. */
struct line {
    double time, time_spread; /* mean period, and the sum of squares about it */
    double mean, slope;
    double sum_of_squares;    /* of the figures about the line */
};

static struct line line_through(const double *figures, const int32_t *slots, size_t count)
{
    struct line line = {.mean = mean_of(figures, count)};
    double product = 0;
    for (size_t i = 0; i < count; i++)
        line.time += (double)slots[i] / (double)count;
    for (size_t i = 0; i < count; i++) {
        line.time_spread += (slots[i] - line.time) * (slots[i] - line.time);
        product += (slots[i] - line.time) * (figures[i] - line.mean);
    }
    line.slope = line.time_spread > 0 ? product / line.time_spread : 0;
    for (size_t i = 0; i < count; i++) {
        double rest = figures[i] - line.mean - line.slope * (slots[i] - line.time);
        line.sum_of_squares += rest * rest;
    }
    return line;
}

/* Leaves out figures just before the start that were extreme in the bad direction, seen from the line through those
 * before them: whoever acts on an extreme figure sees the next ones fall back by themselves. */
static void leave_out_triggers(const struct verdict_question *question, const double *adjusted,
                               struct verdict_frame *frame)
{
    if (frame->before < VERDICT_BEFORE_LEAST + TRIGGERS_LOOKED_AT)
        return;
    size_t last = frame->before, quiet = last - TRIGGERS_LOOKED_AT;
    struct line line = line_through(adjusted, frame->slots, quiet);
    double sigma = sqrt(line.sum_of_squares / (double)(quiet - 2));
    double bad = question->expectation.direction == VERDICT_UP ? -1 : 1;
    for (size_t i = last; i-- > quiet;) {
        double ahead = frame->slots[i] - line.time;
        double error = sigma * sqrt(1 + 1 / (double)quiet + ahead * ahead / line.time_spread);
        if (bad * (adjusted[i] - line.mean - line.slope * ahead) > TRIGGER_SIGMAS * error) {
            leave_out(frame, i);
            frame->threats |= VERDICT_THREAT_REGRESSION;
        }
    }
}

/* Where the baseline shifted from one level to another, if that explains it better than a drift does: the number of
 * figures before the shift, or 0. */
static size_t find_shift(const double *figures, const int32_t *slots, size_t count)
{
    double most = 0, left = 0;
    size_t found = 0;
    for (size_t k = SHIFT_SIDE_LEAST; k + SHIFT_SIDE_LEAST <= count; k++) {
        struct moments early = moments_of(figures, k), late = moments_of(figures + k, count - k);
        double squares = early.sum_of_squares + late.sum_of_squares;
        double error = sqrt(squares / (double)(count - 2) * (1 / (double)k + 1 / (double)(count - k)));
        double size = fabs(late.mean - early.mean) / error;
        if (error > 0 && size > most) {
            most = size;
            left = squares;
            found = k;
        }
    }
    return most > SHIFT_ERRORS && left < line_through(figures, slots, count).sum_of_squares ? found : 0;
}

static struct error *examine_baseline(void *ctx, const struct verdict_question *question, struct verdict_frame *frame)
{
    int32_t rhythm = (int32_t)question->series.rhythm;
    if (frame->before < VERDICT_BEFORE_LEAST || frame->count > EFFECT_FIGURES_MOST)
        return NULL;
    double *adjusted = talloc_array(ctx, double, (unsigned)frame->count);
    TRY_MEMORY(adjusted);
    struct effect_figures figures = {frame->slots, frame->figures, frame->after, frame->count, rhythm};
    bool long_enough = rhythm > 1 && rhythm <= EFFECT_SEASONS_MOST && frame->before >= 2 * (size_t)rhythm;
    bool evident = false;
    if (long_enough)
        TRY(effect_seasons_evident(ctx, &figures, &evident));
    figures.seasons = frame->seasons = evident ? rhythm : 0;
    frame->seasons_examined = long_enough;
    TRY(effect_deseasonalise(ctx, &figures, adjusted));
    size_t shift = find_shift(adjusted, frame->slots, frame->before);
    if (shift > 0) {
        frame->threats |= VERDICT_THREAT_SHIFT_BEFORE;
        frame->moved_before = true;
    }
    leave_out_triggers(question, adjusted, frame);
    talloc_free(adjusted);
    return NULL;
}

static void note_gaps_and_seasons(const struct verdict_question *question, struct verdict_frame *frame)
{
    for (size_t i = 1; i < frame->count; i++)
        if (frame->slots[i] - frame->slots[i - 1] > 1 && i != frame->before)
            frame->threats |= VERDICT_THREAT_GAPS;
    if (question->series.rhythm != VERDICT_ANNUAL && !frame->seasons_examined)
        frame->threats |= VERDICT_THREAT_SEASON;
    if (frame->before < 12)
        frame->threats |= VERDICT_THREAT_SHORT;
}

struct error *verdict_frame_of(void *ctx, const struct verdict_question *question, struct verdict_frame *frame)
{
    TRY(gather(ctx, &question->series, question->today, frame));
    split(question, frame);
    end_when_due(question, frame);
    apply_events(question, frame);
    TRY(examine_baseline(ctx, question, frame));
    note_gaps_and_seasons(question, frame);
    return NULL;
}

/* ---- against the neighbours ---- */

/* The median of the neighbours' figures in one period; NAN where none has one. `at` keeps each one's place. */
static double median_in(const struct verdict_frame *frames, size_t count, size_t *at, int32_t slot, double *figures)
{
    size_t found = 0;
    for (size_t n = 0; n < count; n++) {
        while (at[n] < frames[n].count && frames[n].slots[at[n]] < slot)
            at[n]++;
        if (at[n] < frames[n].count && frames[n].slots[at[n]] == slot)
            figures[found++] = frames[n].figures[at[n]];
    }
    return median_of(figures, found, figures + count);
}

struct error *verdict_frame_against(void *ctx, const struct verdict_question *question,
                                    const struct verdict_frame *frame, struct verdict_frame *against, bool *possible)
{
    size_t neighbours = question->neighbour_count;
    struct verdict_frame *frames = talloc_array(ctx, struct verdict_frame, (unsigned)neighbours + 1);
    TRY_MEMORY(frames);
    size_t *at = talloc_zero_array(ctx, size_t, (unsigned)neighbours + 1);
    TRY_MEMORY(at);
    double *figures = talloc_array(ctx, double, 2 * (unsigned)neighbours + 1);
    TRY_MEMORY(figures);
    for (size_t n = 0; n < neighbours; n++)
        TRY(gather(ctx, &question->neighbours[n], question->today, &frames[n]));
    TRY(frame_allocate(ctx, frame->count, against));
    for (size_t i = 0; i < frame->count; i++) {
        double median = median_in(frames, neighbours, at, frame->slots[i], figures);
        if (isnan(median))
            continue;
        size_t k = against->count++;
        against->slots[k] = frame->slots[i];
        against->days[k] = frame->days[i];
        against->figures[k] = frame->figures[i] - median;
        against->after[k] = frame->after[i];
        against->before += !frame->after[i];
    }
    against->seasons = frame->seasons && against->before >= 2 * (size_t)frame->seasons ? frame->seasons : 0;
    *possible = against->before >= VERDICT_BEFORE_LEAST && against->count - against->before >= VERDICT_AFTER_LEAST;
    return NULL;
}
