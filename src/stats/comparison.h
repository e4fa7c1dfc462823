/* Before and after, or here and there: how large the difference of two groups is, and how sure. */
#ifndef GOLDTHREAD_STATS_COMPARISON_H
#define GOLDTHREAD_STATS_COMPARISON_H

#include <stddef.h>

/* Always the second group compared with the first. Members a method does not have are NAN; all of them when the
 * groups are too small for the method. */
struct comparison {
    double estimate;     /* second - first; or second / first for a ratio of rates */
    double lower, upper; /* its interval at the confidence asked for */
    double statistic, freedom;
    double p;            /* two-sided */
};

/* Means of two groups whose spread may differ (Welch 1947). NAN in either stands for no figure. At least two
 * figures each and some variation. */
struct comparison compare_means(const double *first, size_t first_count, const double *second, size_t second_count,
                                double confidence);

struct tally {
    double events, out_of;
};

/* Difference of two proportions: Pearson's chi-square, and the interval from the two variances; neither corrected for
 * continuity. */
struct comparison compare_proportions(struct tally first, struct tally second, double confidence);

/* The same by Newcombe's hybrid of two Wilson intervals (1998, method 10): better for small groups. No statistic,
 * no p. */
struct comparison compare_proportions_newcombe(struct tally first, struct tally second, double confidence);

/* Ratio of two rates, exact given the total number of events (Clopper and Pearson on the share of the second
 * group). The lower bound is 0 without events in the second group, the upper INFINITY without events in the first. */
struct comparison compare_rates(struct tally first, struct tally second, double confidence);

#endif
