/* Means, medians, quantiles and the average moving range. */
#include "stats/averages.h"

#include <math.h>

#define FEW_FIGURES 64

double mean_of(const double *figures, size_t count)
{
    long double sum = 0;
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(figures[i])) {
            sum += figures[i];
            known++;
        }
    }
    if (known == 0)
        return NAN;
    long double mean = sum / (long double)known, left = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(figures[i]))
            left += figures[i] - mean;
    }
    return (double)(mean + left / (long double)known);
}

double variance_of(const double *figures, size_t count)
{
    double mean = mean_of(figures, count);
    size_t known = count_known(figures, count);
    if (known < 2)
        return NAN;
    long double squares = 0, left = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(figures[i]))
            continue;
        long double difference = (long double)figures[i] - mean;
        squares += difference * difference;
        left += difference;
    }
    return (double)((squares - left * left / (long double)known) / (long double)(known - 1));
}

double sum_of(const double *figures, size_t count)
{
    long double sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(figures[i]))
            sum += figures[i];
    }
    return (double)sum;
}

size_t count_known(const double *figures, size_t count)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        known += isnan(figures[i]) ? 0 : 1;
    return known;
}

static void sink(double *figures, size_t root, size_t count)
{
    double moving = figures[root];
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && figures[child] < figures[child + 1])
            child++;
        if (!(moving < figures[child]))
            break;
        figures[root] = figures[child];
    }
    figures[root] = moving;
}

/* Quickest where the figures are few, as in most series. */
static void sort_by_insertion(double *figures, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        double moving = figures[i];
        size_t at = i;
        for (; at > 0 && moving < figures[at - 1]; at--)
            figures[at] = figures[at - 1];
        figures[at] = moving;
    }
}

static void sort_by_heap(double *figures, size_t count)
{
    for (size_t i = count / 2; i-- > 0;)
        sink(figures, i, count);
    for (size_t end = count; end > 1;) {
        double largest = figures[0];
        figures[0] = figures[--end];
        figures[end] = largest;
        sink(figures, 0, end);
    }
}

void sort_figures(double *figures, size_t count)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        double figure = figures[i];
        if (!isnan(figure)) {
            figures[i] = figures[known];
            figures[known++] = figure;
        }
    }
    if (known <= FEW_FIGURES)
        sort_by_insertion(figures, known);
    else
        sort_by_heap(figures, known);
}

double median_of(const double *figures, size_t count, double *scratch)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(figures[i]))
            scratch[known++] = figures[i];
    }
    if (known == 0)
        return NAN;
    sort_figures(scratch, known);
    if (known % 2)
        return scratch[known / 2];
    return mean_of(scratch + known / 2 - 1, 2);
}

double quantile_of_sorted(const double *sorted, size_t count, double share)
{
    if (count == 0)
        return NAN;
    double place = (double)(count - 1) * share;
    size_t below = (size_t)place;
    if (below + 1 >= count)
        return sorted[count - 1];
    double part = place - (double)below;
    return part > 0 ? (1 - part) * sorted[below] + part * sorted[below + 1] : sorted[below];
}

/* The mean of the ranges that are below `under`; *greatest is the greatest of them, 0 when there is none. */
static double mean_range_below(const double *figures, size_t count, double under, double *greatest)
{
    long double sum = 0;
    size_t known = 0;
    *greatest = 0;
    for (size_t i = 1; i < count; i++) {
        double range = fabs(figures[i] - figures[i - 1]);
        if (range < under) {
            sum += range;
            known++;
            *greatest = range > *greatest ? range : *greatest;
        }
    }
    return known ? (double)(sum / (long double)known) : NAN;
}

double average_moving_range(const double *figures, size_t count, double screen_factor, double *unscreened)
{
    double greatest;
    double all = mean_range_below(figures, count, INFINITY, &greatest);
    if (unscreened)
        *unscreened = all;
    if (screen_factor > 0 && greatest >= screen_factor * all)
        return mean_range_below(figures, count, screen_factor * all, &greatest);
    return all;
}
