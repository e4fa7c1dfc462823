/* Where a chart cannot carry an answer, a guarded profile gives none and says which chart would. In-control counts
 * of 0.2 a month raise a "special cause" icon on half of all XmR charts that are drawn unguarded. */
#include "stats/averages.h"
#include "stats/spc_limits.h"

#include <math.h>

/* Fewer figures than this: no limits. Fewer than the second: limits on trial (Making Data Count asks for 13). */
#define FIGURES_FOR_LIMITS 5
#define FIGURES_FOR_ICONS 13
/* A mean of fewer events a period than this, and moving ranges say little: measured in docs/statistics.md. */
#define EVENTS_FOR_LIMITS 2
/* From this share of figures at nought (or at a natural ceiling), while so few events seem to stand behind each,
 * they pile up too much for symmetric limits. */
#define SHARE_PILED_UP 0.25
#define EVENTS_FOR_CROWDED 3

static bool all_equal(const struct spc_span *span)
{
    double first = NAN;
    for (size_t i = 0; i < span->count; i++) {
        const struct spc_point *point = &span->points[i];
        if (!point->fed_limits || isnan(point->value))
            continue;
        if (point->value < first || point->value > first)
            return false;
        first = point->value;
    }
    return true;
}

/* Events, or for proportions also non-events, that are too few to chart period by period. */
static bool few_events(const struct spc_span *span)
{
    long double events = 0, others = 0;
    for (size_t i = 0; i < span->count; i++) {
        const struct spc_point *point = &span->points[i];
        if (point->fed_limits && !isnan(point->value)) {
            events += point->events;
            others += point->out_of - point->events;
        }
    }
    long double least = EVENTS_FOR_LIMITS * (long double)span->segment->baseline_known;
    bool proportion = span->result->chart == SPC_P || span->result->chart == SPC_P_PRIME;
    return events < least || (proportion && others < least);
}

/* What the figures of the baseline look like to someone who does not know how they were counted. */
struct look {
    bool whole, negative;
    size_t known, at_nought, at_top;
    double top, mean, sigma; /* sigma by the moving range, so that a step does not count as spread */
};

static struct look look_at(const struct spc_span *span)
{
    struct look look = {.whole = true, .top = -INFINITY};
    long double sum = 0;
    for (size_t i = 0; i < span->count; i++) {
        const struct spc_point *point = &span->points[i];
        double value = point->value;
        if (!point->fed_limits || isnan(value))
            continue;
        if (value < 0) {
            look.negative = true;
            return look;
        }
        look.known++;
        sum += value;
        look.whole = look.whole && value < 1e15 && !((double)(int64_t)value < value);
        look.at_nought += !(value > 0) ? 1 : 0;
        look.at_top = value > look.top ? 1 : look.at_top + (value < look.top ? 0 : 1);
        look.top = value > look.top ? value : look.top;
    }
    look.mean = (double)(sum / (long double)look.known);
    double range = span->unscreened;
    if (isnan(range))
        range = average_moving_range(span->baseline, span->baseline_count, 0, NULL);
    look.sigma = range / SPC_D2;
    return look;
}

/* Many figures at one end of the scale, and so near it that (distance / sigma) squared, which for rates of events
 * is about the number of events behind each, is low. */
static bool crowds(const struct look *look, size_t at_end, double distance)
{
    double events = distance * distance / (look->sigma * look->sigma);
    return (double)at_end >= SHARE_PILED_UP * (double)look->known && events < EVENTS_FOR_CROWDED;
}

/* Few events where only the figures are known: whole numbers whose mean is low, or a crowd at nought, or at 1 or
 * 100 where none is above it. */
static bool piled_up(const struct spc_span *span)
{
    struct look look = look_at(span);
    if (look.negative)
        return false;
    bool ceiling = fabs(look.top - 1) < 1e-9 || fabs(look.top - 100) < 1e-9;
    return (look.whole && look.mean < EVENTS_FOR_LIMITS) || crowds(&look, look.at_nought, look.mean) ||
           (ceiling && crowds(&look, look.at_top, look.top - look.mean));
}

static bool is_sparse(const struct spc_span *span)
{
    switch (span->result->chart) {
    case SPC_P:
    case SPC_P_PRIME:
    case SPC_U:
    case SPC_U_PRIME:
    case SPC_I_PRIME:
        return few_events(span);
    case SPC_XMR:
    case SPC_MR:
    case SPC_C:
        return piled_up(span);
    case SPC_T:
    case SPC_G:
    case SPC_RUN:
        break; /* made for rare events, or free of limits */
    }
    return false;
}

static enum spc_refusal refusal_of(const struct spc_span *span)
{
    const struct spc_segment *segment = span->segment;
    if (segment->known < FIGURES_FOR_LIMITS || segment->baseline_known < FIGURES_FOR_LIMITS)
        return SPC_TOO_FEW;
    if (all_equal(span))
        return SPC_NO_VARIATION;
    if (is_sparse(span))
        return SPC_SPARSE;
    if (span->one_value)
        return SPC_ONE_VALUE;
    return segment->known < FIGURES_FOR_ICONS ? SPC_TRIAL : SPC_ANSWERED;
}

void spc_guard(struct spc_span *span)
{
    enum spc_refusal refusal = refusal_of(span);
    span->segment->refusal = refusal;
    if (refusal != SPC_TOO_FEW && refusal != SPC_NO_VARIATION && refusal != SPC_SPARSE)
        return;
    for (size_t i = 0; i < span->count; i++)
        spc_set_lines(&span->points[i], span->points[i].centre, NAN, -INFINITY, INFINITY);
}
