/* Overdispersion: how much areas differ beyond chance, from their z-scores. */
#include "stats/averages.h"
#include "stats/funnel_scale.h"

#include <math.h>

static bool is_usable(const struct funnel_point *point)
{
    return !isnan(point->z);
}

static size_t gather(const struct funnel_result *result, double *z)
{
    size_t usable = 0;
    for (size_t i = 0; i < result->count; i++) {
        if (is_usable(&result->points[i]))
            z[usable++] = result->points[i].z;
    }
    sort_figures(z, usable);
    return usable;
}

static void winsorise(struct funnel_result *result, double trim, double *z)
{
    size_t usable = gather(result, z);
    double lowest = quantile_of_sorted(z, usable, trim), highest = quantile_of_sorted(z, usable, 1 - trim);
    for (size_t i = 0; i < result->count; i++) {
        struct funnel_point *point = &result->points[i];
        if (!is_usable(point))
            continue;
        /* One that is the very percentile counts as drawn in, as in FunnelPlotR. */
        point->trimmed = point->z <= lowest || point->z >= highest;
        point->z_used = point->z < lowest ? lowest : point->z > highest ? highest : point->z;
    }
}

/* Keeps the areas whose rank (ties share their mean rank) falls in none of the outer two of 1 / trim equal groups. */
static void truncate_ends(struct funnel_result *result, double trim, double *z)
{
    size_t usable = gather(result, z);
    double groups = 1 / trim;
    for (size_t i = 0; i < result->count; i++) {
        struct funnel_point *point = &result->points[i];
        if (!is_usable(point))
            continue;
        size_t below = 0, equal = 0;
        for (size_t j = 0; j < usable; j++) {
            below += z[j] < point->z ? 1 : 0;
            equal += !(z[j] < point->z) && !(z[j] > point->z) ? 1 : 0;
        }
        double rank = (double)below + ((double)equal + 1) / 2;
        double group = floor(rank * groups / ((double)usable + 1));
        point->trimmed = !(group > 0 && group < groups - 1);
        point->z_used = point->trimmed ? NAN : point->z;
    }
}

static void keep_all(struct funnel_result *result)
{
    for (size_t i = 0; i < result->count; i++)
        result->points[i].z_used = isfinite(result->points[i].z) ? result->points[i].z : NAN;
}

/* DerSimonian and Laird (1986), from the mean square of the z-scores. */
static double moments(const struct funnel_result *result)
{
    long double w1 = 0, w2 = 0, n = (long double)result->used;
    for (size_t i = 0; i < result->count; i++) {
        const struct funnel_point *point = &result->points[i];
        if (isnan(point->z_used))
            continue;
        long double weight = 1 / ((long double)point->s * point->s);
        w1 += weight;
        w2 += weight * weight;
    }
    long double excess = n * result->phi - (n - 1), scale = w1 - w2 / w1;
    return excess > 0 && scale > 0 ? (double)(excess / scale) : 0;
}

/* The weighted sum of squares about the weighted mean, less its expectation, at a tau squared. */
static double generalised_excess(const struct funnel_result *result, double tau2)
{
    long double weights = 0, sum = 0, squares = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < result->count; i++) {
            const struct funnel_point *point = &result->points[i];
            if (isnan(point->z_used))
                continue;
            long double weight = 1 / ((long double)point->s * point->s + tau2);
            if (pass == 0) {
                weights += weight;
                sum += weight * point->y;
            } else {
                long double distance = point->y - sum / weights;
                squares += weight * distance * distance;
            }
        }
    }
    return (double)(squares - ((long double)result->used - 1));
}

/* Paule and Mandel (1982): the tau squared at which the sum of squares is what it should be. Falls with tau
 * squared, so halving finds it. */
static double paule_mandel(const struct funnel_result *result)
{
    double low = 0, high = 1;
    if (!(generalised_excess(result, 0) > 0))
        return 0;
    while (generalised_excess(result, high) > 0 && high < 1e12)
        high *= 2;
    for (double middle; middle = (low + high) / 2, low < middle && middle < high;) {
        if (generalised_excess(result, middle) > 0)
            low = middle;
        else
            high = middle;
        if (high - low < 1e-14 * high)
            break;
    }
    return high;
}

void funnel_measure_between(struct funnel_result *result, double *scratch)
{
    const struct funnel_options *options = &result->options;
    double trim = options->trim > 0 && options->trim < 0.5 ? options->trim : 0.1;
    if (options->between == FUNNEL_WINSORISED)
        winsorise(result, trim, scratch);
    else if (options->between == FUNNEL_TRUNCATED)
        truncate_ends(result, trim, scratch);
    else
        keep_all(result);

    long double squares = 0;
    result->used = 0;
    for (size_t i = 0; i < result->count; i++) {
        double z = result->points[i].z_used;
        if (!isnan(z)) {
            squares += (long double)z * z;
            result->used++;
        }
    }
    result->phi = result->used ? (double)(squares / (long double)result->used) : NAN;
    if (options->has_tau2)
        result->tau2 = options->tau2;
    else if (result->used < 2 || !isfinite(result->phi))
        result->tau2 = 0;
    else
        result->tau2 = options->between == FUNNEL_PAULE_MANDEL ? paule_mandel(result) : moments(result);
}
