/* Rare events: charts of the time (t) and of the cases (g) between them, and the median for a run chart. */
#include "stats/averages.h"
#include "stats/spc_limits.h"

#include <math.h>

/* Times between events of a Poisson process are exponential; to the power 1/3.6 they are nearly Normal (Nelson
 * 1994, "A control chart for parts-per-million nonconforming items"). */
#define TIME_POWER 3.6

static void power(struct spc_point *point, double exponent)
{
    double *const figures[] = {&point->value,   &point->centre,  &point->lower,  &point->lower_2,
                               &point->lower_1, &point->upper_1, &point->upper_2, &point->upper};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        *figures[i] = *figures[i] < 0 ? 0 : pow(*figures[i], exponent);
}

void spc_limits_time_between(struct spc_span *span)
{
    struct spc_options transformed = *span->options;
    const struct spc_options *given = span->options;
    transformed.centre = pow(given->centre, 1 / TIME_POWER);
    for (size_t i = 0; i < span->baseline_count; i++)
        span->baseline[i] = pow(span->baseline[i], 1 / TIME_POWER);
    span->options = &transformed;
    spc_limits_xmr(span);
    span->options = given;
    double centre = NAN;
    for (size_t i = 0; i < span->count; i++) {
        double value = span->points[i].value;
        power(&span->points[i], TIME_POWER);
        span->points[i].value = value;
        if (fabs(value - span->points[i].centre) <= 1e-12 * value)
            centre = value;
    }
    /* A time that was the mean lies on the centre line, whatever the two powers left of it. */
    for (size_t i = 0; i < span->count && !isnan(centre); i++)
        span->points[i].centre = centre;
}

/* Geometric: the variance of the cases between events whose mean is m is m (m + 1). The line drawn is the median,
 * since half the points should lie on either side of it; of a given mean it is 0.693 of that. */
void spc_limits_cases_between(struct spc_span *span)
{
    const struct spc_options *options = span->options;
    double mean = options->has_centre ? options->centre : mean_of(span->baseline, span->baseline_count);
    double median = options->has_centre ? 0.693 * mean
                                        : median_of(span->baseline, span->baseline_count, span->baseline);
    spc_set_all_lines(span, mean, 3 * sqrt(mean * (mean + 1)), 0, INFINITY);
    for (size_t i = 0; i < span->count; i++)
        span->points[i].centre = median;
}

void spc_centre_median(struct spc_span *span)
{
    double centre = span->options->has_centre
                        ? span->options->centre
                        : median_of(span->baseline, span->baseline_count, span->baseline);
    spc_set_all_lines(span, centre, NAN, -INFINITY, INFINITY);
}
