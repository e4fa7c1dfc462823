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
/* From this share of figures at nought (or at a natural ceiling), they pile up too much for symmetric limits. */
#define SHARE_PILED_UP 0.25

static bool all_equal(const struct spc_span *span)
{
    double first = NAN;
    for (size_t i = 0; i < span->count; i++) {
        const struct spc_point *point = &span->points[i];
        if (!point->fed_limits || isnan(point->value))
            continue;
        if (isnan(first))
            first = point->value;
        else if (point->value < first || point->value > first)
            return false;
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

/* The same where only the figures are known: whole numbers whose mean is low, or many figures at nought, or at 1
 * or 100 where none is above it. */
static bool piled_up(const struct spc_span *span)
{
    bool whole = true;
    size_t at_nought = 0, at_top = 0, known = 0;
    double top = -INFINITY;
    long double sum = 0;
    for (size_t i = 0; i < span->count; i++) {
        const struct spc_point *point = &span->points[i];
        if (!point->fed_limits || isnan(point->value))
            continue;
        double value = point->value;
        if (value < 0)
            return false;
        known++;
        sum += value;
        whole = whole && floor(value) >= value;
        at_nought += !(value > 0);
        at_top = value > top ? 1 : at_top + !(value < top);
        top = fmax(top, value);
    }
    double piled = SHARE_PILED_UP * (double)known;
    bool ceiling = fabs(top - 1) < 1e-9 || fabs(top - 100) < 1e-9;
    return (whole && sum < EVENTS_FOR_LIMITS * (long double)known) || (double)at_nought >= piled ||
           (ceiling && (double)at_top >= piled);
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
