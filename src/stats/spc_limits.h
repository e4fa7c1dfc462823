/* Between the files of the control charts only: the centre and limits of one segment, chart by chart. Callers of
 * the room read spc.h. */
#ifndef GOLDTHREAD_STATS_SPC_LIMITS_H
#define GOLDTHREAD_STATS_SPC_LIMITS_H

#include "stats/spc.h"

/* A range of 3.267 averages or more is screened out (D4 for two figures; Nelson 1982); the I' chart has its own,
 * nearer to the exact 1 + 3 sqrt(pi/2 - 1). */
#define SPC_SCREEN_FACTOR 3.267
#define SPC_SCREEN_FACTOR_I_PRIME 3.2665
/* The mean range of two figures in sigmas, as printed in every table (exactly 2 / sqrt(pi) = 1.12838). */
#define SPC_D2 1.128

/* One segment while its limits are worked out. */
struct spc_span {
    struct spc_result *result;
    const struct spc_options *options;
    const struct spc_profile *profile;
    struct spc_segment *segment;
    struct spc_point *points; /* the segment's */
    size_t count;
    double *baseline;         /* the figures that feed the limits, excluded ones closed up, NAN for each gap */
    size_t baseline_count;
    double unscreened;        /* the average moving range before screening; NAN when it was not asked for */
    bool one_value;           /* the ranges were nearly all nought, so that screening had to be given up */
};

/* Sets centre, lower, upper and the inner lines of every point, moving_range and sigma_z of the segment. */
void spc_limits_xmr(struct spc_span *span);
void spc_limits_moving_range(struct spc_span *span); /* turns the values into ranges first */
void spc_limits_proportion(struct spc_span *span);   /* p and p' */
void spc_limits_rate(struct spc_span *span);         /* u and u' */
void spc_limits_count(struct spc_span *span);
void spc_limits_i_prime(struct spc_span *span);
void spc_limits_time_between(struct spc_span *span);
void spc_limits_cases_between(struct spc_span *span);
void spc_centre_median(struct spc_span *span);

/* The six lines at `three_sigma` about the centre, cut to lowest..highest. */
void spc_set_lines(struct spc_point *point, double centre, double three_sigma, double lowest, double highest);

/* The same lines at every point of the segment. */
void spc_set_all_lines(struct spc_span *span, double centre, double three_sigma, double lowest, double highest);

/* Below what no limit is drawn: nought where that was asked for and no figure of the chart is negative. */
double spc_lowest(const struct spc_span *span);

/* The average moving range by the profile and the options, with the guarded profiles' way out when screening leaves
 * nothing: the unscreened average. */
double spc_moving_range(struct spc_span *span, const double *figures, size_t count, double screen_factor);

/* What a guarded profile refuses for the segment, and takes back the limits that must not be shown. */
void spc_guard(struct spc_span *span);

/* Charts whose figures have denominators, and whose limits therefore step up and down. */
bool spc_has_denominators(enum spc_chart chart);

/* The rules, point by point. */
void spc_apply_rules(struct spc_result *result, size_t segment);

/* Bytes of one of the result's steps. */
size_t spc_step_size(void);

/* The icons and counts, once every point has its rules. */
void spc_answer(struct spc_result *result, const struct spc_options *options);

#endif
