/* Minutes: what other rooms may use of this one. */
#ifndef GOLDTHREAD_MEETINGS_MEETINGS_H
#define GOLDTHREAD_MEETINGS_MEETINGS_H

#include "app/feature.h"

extern const struct register_def minute_register;
extern const struct report_section minutes_section;
extern const struct feature meetings_feature;

#endif
