/* Limits from the moving range: XmR and mr charts, and what other charts borrow of them. */
#include "stats/averages.h"
#include "stats/spc_limits.h"

#include <math.h>

static double cut(double line, double lowest, double highest)
{
    return line < lowest ? lowest : line > highest ? highest : line;
}

void spc_set_lines(struct spc_point *point, double centre, double three_sigma, double lowest, double highest)
{
    double two_sigma = 2.0 / 3 * three_sigma, sigma = 1.0 / 3 * three_sigma;
    point->centre = centre;
    point->lower = cut(centre - three_sigma, lowest, highest);
    point->lower_2 = cut(centre - two_sigma, lowest, highest);
    point->lower_1 = cut(centre - sigma, lowest, highest);
    point->upper_1 = cut(centre + sigma, lowest, highest);
    point->upper_2 = cut(centre + two_sigma, lowest, highest);
    point->upper = cut(centre + three_sigma, lowest, highest);
}

void spc_set_all_lines(struct spc_span *span, double centre, double three_sigma, double lowest, double highest)
{
    struct spc_point lines;
    spc_set_lines(&lines, centre, three_sigma, lowest, highest);
    for (size_t i = 0; i < span->count; i++) {
        struct spc_point *point = &span->points[i];
        point->centre = lines.centre;
        point->lower = lines.lower;
        point->upper = lines.upper;
        point->lower_2 = lines.lower_2;
        point->upper_2 = lines.upper_2;
        point->lower_1 = lines.lower_1;
        point->upper_1 = lines.upper_1;
    }
}

double spc_moving_range(struct spc_span *span, const double *figures, size_t count, double screen_factor)
{
    double all;
    double screened = average_moving_range(figures, count, screen_factor, &all);
    span->unscreened = all;
    if (all >= 0 && !(screened > 0))
        span->one_value = true;
    /* Figures that differ only across a gap leave steps of nought: no limits come of them. */
    if (span->profile->guards && span->one_value)
        return all > 0 ? all : NAN;
    return span->result->screened ? screened : all;
}

double spc_lowest(const struct spc_span *span)
{
    if (!span->options->not_below_zero)
        return -INFINITY;
    for (size_t i = 0; i < span->result->point_count; i++) {
        if (span->result->points[i].value < 0)
            return -INFINITY;
    }
    return 0;
}

void spc_limits_xmr(struct spc_span *span)
{
    const struct spc_options *options = span->options;
    double centre = options->has_centre ? options->centre : mean_of(span->baseline, span->baseline_count);
    double range = spc_moving_range(span, span->baseline, span->baseline_count, SPC_SCREEN_FACTOR);
    double three_sigma = span->profile->sigmas_per_range * range, lowest = spc_lowest(span);
    span->segment->moving_range = range;
    spc_set_all_lines(span, centre, three_sigma, lowest, INFINITY);
}

void spc_limits_moving_range(struct spc_span *span)
{
    /* From the last to the first, so that each still finds the figure before it. */
    for (size_t i = span->count; i-- > 0;) {
        struct spc_point *point = &span->points[i];
        point->value = i > 0 && !point->after_gap ? fabs(point->value - point[-1].value) : NAN;
    }
    span->baseline_count = 0;
    for (size_t i = 0; i < span->count; i++) {
        if (span->points[i].fed_limits)
            span->baseline[span->baseline_count++] = span->points[i].value;
    }
    const struct spc_options *options = span->options;
    double centre = options->has_centre ? options->centre : mean_of(span->baseline, span->baseline_count);
    span->segment->moving_range = centre;
    for (size_t i = 0; i < span->count; i++) {
        struct spc_point *point = &span->points[i];
        point->centre = centre;
        point->lower = point->lower_2 = point->lower_1 = 0;
        point->upper = SPC_SCREEN_FACTOR * centre;
        point->upper_2 = point->upper * 2 / 3;
        point->upper_1 = point->upper / 3;
    }
}
