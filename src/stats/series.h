/* A series: figures of one measure in the order of their days. What every chart is drawn from. */
#ifndef GOLDTHREAD_STATS_SERIES_H
#define GOLDTHREAD_STATS_SERIES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One figure. The day only orders the figures and names them in messages (struct date counts days in the same
 * way), so a chart of cases rather than dates may number them 1, 2, 3. */
struct point {
    int32_t day;
    double value;  /* the figure itself; for a proportion or a rate its numerator; ignored when missing */
    double out_of; /* for a proportion or a rate its denominator; other charts ignore it */
    bool missing;  /* there should be a figure for this day and there is none; NaN and infinity count as missing */
};

/* What is better, as the partnership has said. Nothing is better or worse until somebody says so. */
enum improvement {
    IMPROVEMENT_NEITHER,
    IMPROVEMENT_UP,
    IMPROVEMENT_DOWN
};

/* A target, and the first day it holds; it holds until the next one's day. */
struct target_step {
    int32_t from;
    double value; /* NAN: from that day there is no target */
};

/* The target that holds on a day, NAN when none does. The steps may be in any order; of two that begin on one day the
 * later one given counts. */
double target_on(const struct target_step *steps, size_t count, int32_t day);

/* True when the point holds a finite figure. */
static inline bool point_is_known(const struct point *point)
{
    return !point->missing && isfinite(point->value);
}

/* True when the points stand in the order that series_order gives them, as they mostly do. */
bool series_is_ordered(const struct point *points, size_t count);

/* Copies the points to `ordered` (room for count, not overlapping) by day; points of one day by value, then
 * denominator, missing ones first, so that the result does not depend on the order they were given in. */
void series_order(const struct point *points, size_t count, struct point *ordered);

#endif
