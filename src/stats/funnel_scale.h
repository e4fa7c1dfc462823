/* Between the files of the funnel only: the scale on which the areas' figures are taken for normal, the spread
 * between areas, and the limits. Callers of the room read funnel.h. */
#ifndef GOLDTHREAD_STATS_FUNNEL_SCALE_H
#define GOLDTHREAD_STATS_FUNNEL_SCALE_H

#include "stats/funnel.h"

/* The average on the funnel's scale; `target` before `multiply`. */
double funnel_target_on_scale(const struct funnel_options *options, double target);

/* Sets y, s and z of the point from its events and out_of. */
void funnel_place(const struct funnel_options *options, double target_on_scale, struct funnel_point *point);

/* phi, tau2 and used of the result, z_used and trimmed of its points. `scratch`: two figures a point. */
void funnel_measure_between(struct funnel_result *result, double *scratch);

#endif
