/* Confidence intervals for one count: what else could the true value be? */
#ifndef GOLDTHREAD_STATS_INTERVALS_H
#define GOLDTHREAD_STATS_INTERVALS_H

#include <stdbool.h>

/* An estimate and the interval about it; all NAN when the input makes no sense. Confidence is 0.95 or 0.998, say. */
struct interval {
    double estimate, lower, upper;
};

/* events of out_of, as a proportion (0 to 1). Wilson (1927), which the public health profiles of England use; may
 * be asked of any out_of above 0 and never leaves 0 to 1. */
struct interval interval_wilson(double events, double out_of, double confidence);

/* events of out_of by the exact (Clopper-Pearson) interval. */
struct interval interval_binomial(double events, double out_of, double confidence);

/* A count: exact Poisson limits through chi-square (Garwood 1936). */
struct interval interval_poisson(double events, double confidence);

/* A count: Byar's approximation (Breslow and Day 1987), good from about 10 events on. */
struct interval interval_byar(double events, double confidence);

/* A rate of events per unit of exposure as the public health profiles give it: exact below 10 events, Byar from
 * there. */
struct interval interval_rate(double events, double exposure, double confidence);

#endif
