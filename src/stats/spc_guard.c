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

/* How many figures of the baseline lie from low to high. */
static size_t count_between(const struct spc_span *span, double low, double high)
{
    size_t between = 0;
    for (size_t i = 0; i < span->baseline_count; i++)
        between += span->baseline[i] >= low && span->baseline[i] <= high ? 1 : 0;
    return between;
}

static bool all_whole(const struct spc_span *span)
{
    for (size_t i = 0; i < span->baseline_count; i++) {
        double figure = span->baseline[i];
        if (!isnan(figure) && !(figure < 1e15 && (double)(int64_t)figure >= figure))
            return false;
    }
    return true;
}

/* Many figures at one end of the scale, and so near it that (distance / sigma) squared, which for rates of events
 * is about the number of events behind each, is low. Sigma by the moving range, so that a step does not count as
 * spread. */
static bool crowds(const struct spc_span *span, double end, double distance)
{
    size_t known = count_known(span->baseline, span->baseline_count);
    if ((double)count_between(span, end, end) < SHARE_PILED_UP * (double)known)
        return false;
    double range = span->unscreened;
    if (isnan(range))
        range = average_moving_range(span->baseline, span->baseline_count, 0, NULL);
    double sigma = range / SPC_D2;
    return distance * distance / (sigma * sigma) < EVENTS_FOR_CROWDED;
}

/* Few events where only the figures are known: whole numbers whose mean is low, or a crowd at nought, or at 1 or
 * 100 where none is above it. */
static bool piled_up(const struct spc_span *span)
{
    double lowest = INFINITY, top = -INFINITY;
    for (size_t i = 0; i < span->baseline_count; i++) {
        lowest = span->baseline[i] < lowest ? span->baseline[i] : lowest;
        top = span->baseline[i] > top ? span->baseline[i] : top;
    }
    bool ceiling = fabs(top - 1) < 1e-9 || fabs(top - 100) < 1e-9;
    if (lowest < 0 || (lowest >= EVENTS_FOR_LIMITS && !ceiling))
        return false;
    double mean = mean_of(span->baseline, span->baseline_count);
    return (mean < EVENTS_FOR_LIMITS && all_whole(span)) || crowds(span, 0, mean) ||
           (ceiling && crowds(span, top, top - mean));
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

/* Without two figures that follow each other there is no step to work limits out from. */
static bool has_limits(const struct spc_span *span)
{
    for (size_t i = 0; i < span->count; i++) {
        if (!isnan(span->points[i].value))
            return !isnan(span->points[i].upper);
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
    if (span->result->chart != SPC_RUN && !has_limits(span))
        return SPC_TOO_FEW;
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
