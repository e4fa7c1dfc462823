/* What the screens of measures share. */
#ifndef GOLDTHREAD_MEASURES_MEASURE_SCREENS_H
#define GOLDTHREAD_MEASURES_MEASURE_SCREENS_H

#include "measures/measures.h"

/* The area of the partnership whose site it is. ERROR_NOT_FOUND when it has none. */
CHECKED struct error *partnership_area(struct visit *visit, struct area *area);

/* The value for the very period; NULL: there is none. */
const struct observation *observation_at(const struct observation_series *series, struct period period);

#endif
