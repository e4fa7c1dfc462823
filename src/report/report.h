/* Editions, requirements, the yearly report and its coverage: what other rooms may use of this one. */
#ifndef GOLDTHREAD_REPORT_REPORT_H
#define GOLDTHREAD_REPORT_REPORT_H

#include "app/feature.h"

extern const struct register_def edition_register;
extern const struct register_def requirement_register;
extern const struct register_def report_register;
extern const struct register_def coverage_register;
extern const struct feature report_feature;

#endif
