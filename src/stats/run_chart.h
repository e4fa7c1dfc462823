/* Runs on either side of a centre line: how long the longest is, how often the line is crossed, and whether that
 * is more than chance. Used for run charts, where the centre is the median, and for the runs of control charts.
 *
 * Points on the centre line say nothing and are left out ("useful" points are the others), and so are missing
 * ones: they neither break a run nor lengthen it. Limits by Anhoej and Olesen (2014), "Run charts revisited", PLoS
 * ONE 9(11). */
#ifndef GOLDTHREAD_STATS_RUN_CHART_H
#define GOLDTHREAD_STATS_RUN_CHART_H

#include <stdbool.h>
#include <stddef.h>

/* Which limits decide. The two boxes were searched by computer for 10 to 100 useful points; outside that range
 * they fall back on RUNS_ANHOEJ. Anhoej and Wentzel-Larsen (2020), "Smooth operator: modifying the Anhoej rules to
 * improve runs analysis in statistical process control", PLoS ONE 15(6), table of the supplement. */
enum runs_method {
    RUNS_ANHOEJ,
    RUNS_BEST_BOX,
    RUNS_CUT_BOX
};

struct runs {
    size_t useful;           /* points not on the centre line */
    size_t longest;          /* points in the longest run; 0 when none is useful */
    size_t longest_most;     /* the longest that chance allows: round(log2(useful)) + 3, halves to even */
    size_t crossings;        /* times the line is crossed: runs less one */
    size_t crossings_fewest; /* the fewest that chance allows: the 5% point of the binomial(useful - 1, 1/2) */
    bool too_long;           /* longest > longest_most */
    bool too_few_crossings;  /* crossings < crossings_fewest */
    bool signal;             /* by the method asked for; with RUNS_ANHOEJ either of the two above */
};

/* The runs of figures about their centres, one centre a figure; NAN in either leaves the figure out. */
struct runs runs_about(const double *figures, const double *centres, size_t count, enum runs_method method);

/* The limits alone, for a number of useful points: 0 gives 0. */
size_t runs_longest_most(size_t useful);
size_t runs_crossings_fewest(size_t useful);

#endif
