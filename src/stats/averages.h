/* Means, medians and quantiles of figures that may have gaps. NAN stands for a missing figure and is passed over.
 * Sums are carried in long double and means are taken twice (the second time over what the first left), so that a
 * result does not move in its first nine digits whatever the size of the figures. */
#ifndef GOLDTHREAD_STATS_AVERAGES_H
#define GOLDTHREAD_STATS_AVERAGES_H

#include <stddef.h>

/* NAN when there is no figure. */
double mean_of(const double *figures, size_t count);

/* The sample variance (n - 1); NAN for fewer than two figures. */
double variance_of(const double *figures, size_t count);

/* 0 when there is no figure. */
double sum_of(const double *figures, size_t count);

/* How many are not NAN. */
size_t count_known(const double *figures, size_t count);

/* Sorts ascending, in place, NAN last. No memory is asked for. */
void sort_figures(double *figures, size_t count);

/* The middle figure, or the mean of the two middle ones; NAN when there is none. `scratch` has room for count. */
double median_of(const double *figures, size_t count, double *scratch);

/* The quantile at `share` (0 to 1) of sorted figures without NAN: linear between the two order statistics around
 * (count - 1) * share, which is type 7 of Hyndman and Fan (1996) and what R and spreadsheets do. NAN when count is
 * 0. */
double quantile_of_sorted(const double *sorted, size_t count, double share);

/* The mean absolute difference between neighbours. A NAN between two figures is no neighbour: both ranges that
 * touch it fall away. When screen_factor is above 0, ranges that are not below screen_factor times that mean are
 * then left out and the mean taken again, once. NAN when no range remains. `unscreened`, if not NULL, gets the
 * mean before that. */
double average_moving_range(const double *figures, size_t count, double screen_factor, double *unscreened);

#endif
