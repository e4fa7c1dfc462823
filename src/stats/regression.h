/* Straight lines through a series: one line, and one that may step and turn at a day (segmented regression, the
 * usual interrupted time series). Ordinary least squares; standard errors also by Newey and West, which allow for
 * neighbours that resemble each other. */
#ifndef GOLDTHREAD_STATS_REGRESSION_H
#define GOLDTHREAD_STATS_REGRESSION_H

#include <stdbool.h>
#include <stddef.h>

struct coefficient {
    double estimate;
    double error;            /* ordinary standard error */
    double error_newey_west; /* NAN unless asked for */
    double t, p;             /* by the ordinary error */
    double lower, upper;     /* by the ordinary error */
};

enum segmented_term {
    SEGMENTED_INTERCEPT,   /* the level where t is 0 */
    SEGMENTED_SLOPE,       /* per unit of t before the change */
    SEGMENTED_LEVEL,       /* the step at the change */
    SEGMENTED_SLOPE_CHANGE /* how much steeper after it */
};
#define SEGMENTED_TERMS 4

/* y = b0 + b1 t + b2 D + b3 D (t - change), D being 1 from `change` on. All NAN when there are too few figures on
 * either side (two each, and one more than terms in all) or no two different times on a side. */
struct segmented {
    struct coefficient terms[SEGMENTED_TERMS];
    double covariance[SEGMENTED_TERMS][SEGMENTED_TERMS]; /* by Newey and West where asked for, else ordinary */
    size_t count;              /* figures used */
    double freedom;            /* count less terms */
    double sigma;              /* residual standard error */
    double r2;
    double durbin_watson;      /* near 2: neighbours do not resemble each other */
    double change;
};

/* Newey and West's lag by their rule of thumb, floor(4 (n / 100)^(2/9)). */
size_t newey_west_lag(size_t count);
#define NEWEY_WEST_NONE ((size_t)-1)

/* The figures at times t (any unit, ascending), NAN in y being no figure. `lag`: of the Newey-West errors
 * (Bartlett weights, times n / (n - 4) for short series), or NEWEY_WEST_NONE. */
struct segmented segmented_regression(const double *t, const double *y, size_t count, double change,
                                      double confidence, size_t lag);

/* The effect at time t, level and slope together (b2 + b3 (t - change)), and its standard error by the covariance
 * kept. */
struct effect_at {
    double estimate, error;
};
struct effect_at segmented_effect(const struct segmented *fit, double t);

/* One line through (t, y): NAN throughout for fewer than three figures or one time only. */
struct line {
    double intercept, slope;
    double intercept_error, slope_error;
    double sigma, r2;
    double mean_t, spread_t; /* mean, and sum of squares about it */
    size_t count;
};
struct line line_through(const double *t, const double *y, size_t count);

#endif
