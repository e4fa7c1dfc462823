/* Areas, neighbours, measures and observations: what other rooms may use of this one. */
#ifndef GOLDTHREAD_MEASURES_MEASURES_H
#define GOLDTHREAD_MEASURES_MEASURES_H

#include "app/feature.h"

extern const struct register_def area_register;
extern const struct register_def neighbour_register;
extern const struct register_def measure_register;
extern const struct register_def observation_register;
extern const struct feature measures_feature;

/* An observation has a value or a status, not both and not neither; its period does not end before it begins; a restated
 * one says why. */
CHECKED struct error *observation_check(void *ctx, const struct record_draft *draft, struct fault_list *faults);

#endif
