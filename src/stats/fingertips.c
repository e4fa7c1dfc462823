/* Areas against an average as the public health profiles of England label them. No overdispersion is allowed for. */
#include "stats/distribution.h"
#include "stats/funnel.h"
#include "stats/intervals.h"

#include <math.h>

/* The profiles describe a Wilson interval turned round; it comes down to the plain limits of a p chart, not cut. */
static void proportion_limits(struct fingertips *area, double average, double out_of)
{
    double error = sqrt(average * (1 - average) / out_of);
    double k95 = normal_quantile(0.975), k998 = normal_quantile(0.999);
    area->lower_95 = average - k95 * error;
    area->upper_95 = average + k95 * error;
    area->lower_998 = average - k998 * error;
    area->upper_998 = average + k998 * error;
}

static void own_interval(struct fingertips *area, double events, double out_of)
{
    struct interval wide = interval_rate(events, out_of, 0.998), narrow = interval_rate(events, out_of, 0.95);
    area->lower_95 = narrow.lower;
    area->upper_95 = narrow.upper;
    area->lower_998 = wide.lower;
    area->upper_998 = wide.upper;
}

static enum fingertips_label label_of(const struct fingertips *area, double average, bool limits_of_average)
{
    /* Either the value leaves the average's limits, or the average leaves the value's interval. */
    double value = limits_of_average ? area->value : average;
    bool above_998 = value > area->upper_998, below_998 = value < area->lower_998;
    bool above_95 = value > area->upper_95, below_95 = value < area->lower_95;
    if (above_998 || below_998)
        return above_998 == limits_of_average ? FINGERTIPS_HIGH_0001 : FINGERTIPS_LOW_0001;
    if (above_95 || below_95)
        return above_95 == limits_of_average ? FINGERTIPS_HIGH_0025 : FINGERTIPS_LOW_0025;
    return FINGERTIPS_NOT_SIGNIFICANT;
}

struct fingertips fingertips_compare(enum fingertips_statistic statistic, double events, double out_of, double average,
                                     double multiply)
{
    struct fingertips area = {.value = events / out_of};
    bool proportion = statistic == FINGERTIPS_PROPORTION;
    if (proportion)
        proportion_limits(&area, average, out_of);
    else
        own_interval(&area, events, out_of);
    area.label = label_of(&area, average, proportion);
    double *const figures[] = {&area.value, &area.lower_95, &area.upper_95, &area.lower_998, &area.upper_998};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        *figures[i] *= multiply;
    return area;
}
