/* What the files of `goldthread spc` share: the options as read, and the result. */
#ifndef GOLDTHREAD_STATISTICS_SPC_COMMAND_H
#define GOLDTHREAD_STATISTICS_SPC_COMMAND_H

#include "statistics/series_file.h"

struct spc_run {
    struct command_run *run;
    const char *path;
    struct series_file series;
    struct spc_options options;
    struct spc_result *result;
    const char *measure, *unit; /* unit NULL: none */
    int decimals;
    const char *finding;
};

/* Reads the file and every option. */
CHECKED struct error *spc_run_read(struct command_run *run, struct spc_run *spc);

/* The points as a table for people and machines. */
CHECKED struct error *spc_run_table(struct spc_run *spc, struct table **table);

/* Finding, table, CSV or JSON, as the options ask. */
CHECKED struct error *spc_run_print(struct spc_run *spc);

/* Writes the chart to a file. */
CHECKED struct error *spc_run_draw(struct spc_run *spc, const char *path);

#endif
