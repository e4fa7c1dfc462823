/* Limits of counts, proportions and rates: p, u and c charts, Laney's p' and u', and the I' chart. */
#include "stats/averages.h"
#include "stats/spc_limits.h"

#include <math.h>

/* All events over all denominators of the baseline, never the mean of the rates. Both sums are doubles before they
 * are divided, so that a figure that is the same fraction comes out as the same number and lies on the centre. */
static double pooled_rate(const struct spc_span *span)
{
    if (span->options->has_centre)
        return span->options->centre;
    long double events = 0, out_of = 0;
    for (size_t i = 0; i < span->count; i++) {
        const struct spc_point *point = &span->points[i];
        if (point->fed_limits && !isnan(point->value)) {
            events += point->events;
            out_of += point->out_of;
        }
    }
    return out_of > 0 ? (double)events / (double)out_of : NAN;
}

/* Laney (2002): how many times wider than chance the figures vary, from the moving range of their z-scores.
 * `variance` is that of one unit of the denominator. */
static double sigma_z(struct spc_span *span, double centre, double variance)
{
    size_t known = 0;
    for (size_t i = 0; i < span->count; i++) {
        const struct spc_point *point = &span->points[i];
        if (!point->fed_limits)
            continue;
        if (span->profile->guards && point->after_gap && known > 0)
            span->baseline[known++] = NAN;
        span->baseline[known++] = (point->value - centre) / sqrt(variance / point->out_of);
    }
    double range = spc_moving_range(span, span->baseline, known, SPC_SCREEN_FACTOR);
    span->segment->moving_range = range;
    span->segment->sigma_z = range / SPC_D2;
    return span->segment->sigma_z;
}

static void set_stepped_lines(struct spc_span *span, double centre, double variance, double widen, double highest)
{
    for (size_t i = 0; i < span->count; i++) {
        struct spc_point *point = &span->points[i];
        double sigma = point->out_of > 0 ? sqrt(variance / point->out_of) : NAN;
        spc_set_lines(point, centre, 3 * sigma * widen, 0, highest);
    }
}

void spc_limits_proportion(struct spc_span *span)
{
    double centre = pooled_rate(span), variance = centre * (1 - centre);
    double widen = span->result->chart == SPC_P_PRIME ? sigma_z(span, centre, variance) : 1;
    set_stepped_lines(span, centre, variance, widen, 1);
}

void spc_limits_rate(struct spc_span *span)
{
    double centre = pooled_rate(span);
    double widen = span->result->chart == SPC_U_PRIME ? sigma_z(span, centre, centre) : 1;
    set_stepped_lines(span, centre, centre, widen, INFINITY);
}

void spc_limits_count(struct spc_span *span)
{
    double centre = span->options->has_centre ? span->options->centre : mean_of(span->baseline, span->baseline_count);
    spc_set_all_lines(span, centre, 3 * sqrt(centre), 0, INFINITY);
}

/* Taylor's I' chart ("Normalized individuals control chart", 2017): each step gives an estimate of the sigma of
 * one unit of denominator. All points feed it, whatever the baseline. */
void spc_limits_i_prime(struct spc_span *span)
{
    double centre = pooled_rate(span);
    double *sigmas = span->baseline;
    size_t steps = 0;
    for (size_t i = 1; i < span->count; i++) {
        const struct spc_point *before = &span->points[i - 1], *point = &span->points[i];
        if (point->out_of > 0 && before->out_of > 0 && !(span->profile->guards && point->after_gap)) {
            sigmas[steps++] = sqrt(acos(-1) / 2) * fabs(point->value - before->value) /
                              sqrt(1 / before->out_of + 1 / point->out_of);
        }
    }
    double sigma = mean_of(sigmas, steps);
    if (span->result->screened) {
        double under = SPC_SCREEN_FACTOR_I_PRIME * sigma;
        for (size_t i = 0; i < steps; i++)
            sigmas[i] = sigmas[i] < under ? sigmas[i] : NAN;
        double screened = mean_of(sigmas, steps);
        span->one_value = sigma > 0 && !(screened > 0);
        sigma = span->profile->guards && span->one_value ? sigma : screened;
    }
    double lowest = spc_lowest(span);
    for (size_t i = 0; i < span->count; i++) {
        double of_point = span->points[i].out_of > 0 ? sigma / sqrt(span->points[i].out_of) : NAN;
        spc_set_lines(&span->points[i], centre, 3 * of_point, lowest, INFINITY);
    }
}
