/* Where a series is heading, and whether that reaches its target in time. A projection says what follows if nothing
 * changes; it is never a forecast of what will be done. */
#ifndef GOLDTHREAD_STATS_PROJECTION_H
#define GOLDTHREAD_STATS_PROJECTION_H

#include "stats/regression.h"
#include "stats/series.h"

#include <stdbool.h>
#include <stddef.h>

struct projected {
    double mean;
    double lower_80, upper_80, lower_95, upper_95;
};

/* A line's value at time t, with the interval for one new figure: s sqrt(1 + 1/n + (t - mean)^2 / Sxx), Student's
 * t with n - 2 degrees of freedom. */
struct projected project_line(const struct line *line, double t);

/* How far ahead a series of so many figures may honestly be projected: half its length. */
size_t projection_most(size_t count);

/* Simple exponential smoothing with a given alpha (0 to 1), from the first figure on; `steps` answers, one step
 * apart. A missing figure (NAN) is passed over. Intervals are Normal, their spread the root mean square of the
 * one-step errors. */
void project_smoothed(const double *figures, size_t count, double alpha, struct projected *steps, size_t step_count);

/* Holt's line with given alpha and beta: from the first figure and the first step on. */
enum holt_spread {
    HOLT_EXACT,      /* the spread that follows from these recursions: (alpha + alpha beta j)^2 at each step */
    HOLT_AS_FORECAST /* as R's forecast 8.20, holt(initial = "simple"), which takes (alpha + beta j)^2: wider */
};
void project_holt(const double *figures, size_t count, double alpha, double beta, enum holt_spread spread,
                  struct projected *steps, size_t step_count);

/* ---- a path to a target ---- */

enum path_result {
    PATH_NOT_KNOWN,        /* no limits to say it by, or no target */
    PATH_ON_TRACK,         /* the usual variation takes in the path, or lies on its good side */
    PATH_BEHIND,           /* it lies wholly on the bad side of the path, though the target itself is within reach */
    PATH_WILL_NOT_MEET     /* the target lies outside the usual variation, and no change for the better shows */
};

/* The straight line from (start, baseline) to (due, target). */
struct path {
    double start, baseline;
    double due, target;
};
double path_at(const struct path *path, double t); /* level before start and after due */

/* Compares the latest limits with the path at time t. `improving`: the latest figure is a special cause for the
 * better. */
enum path_result path_compare(const struct path *path, double t, double lower, double upper,
                              enum improvement improvement, bool improving);

/* When the line meets the target: time from `now` in the line's own unit, with Fieller's interval at 80 and at
 * 95%. */
struct time_to_target {
    bool on_course;  /* the slope leads to the target and its 95% interval excludes nought */
    bool reached;    /* the line is there already */
    double estimate; /* from `now`; NAN unless on course */
    double lower_80, upper_80, lower_95, upper_95; /* upper is INFINITY where the interval is open */
};
struct time_to_target time_to_target(const struct line *line, double target, double now, enum improvement improvement);

#endif
