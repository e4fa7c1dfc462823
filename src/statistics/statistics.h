/* The statistics at the command line: a CSV file in, the finding and its table out. No database is opened. */
#ifndef GOLDTHREAD_STATISTICS_STATISTICS_H
#define GOLDTHREAD_STATISTICS_STATISTICS_H

#include "app/feature.h"

extern const struct command spc_command, funnel_command, verdict_command;
extern const struct feature statistics_feature;

#endif
