/* What the files of `goldthread spc` share: the options as read, and the result. */
#ifndef GOLDTHREAD_STATISTICS_SPC_COMMAND_H
#define GOLDTHREAD_STATISTICS_SPC_COMMAND_H

#include "statistics/answer.h"
#include "statistics/series_file.h"

struct control_chart; /* ui/chart_spc.h */

struct spc_run {
    struct command_run *run;
    const char *path;
    struct series_file series;
    struct spc_options options;
    struct spc_result *result;
    struct figure_words words;
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

/* What `goldthread verdict` uses too: every rule of those bits by name for machines (NULL: none), and in words for people with
 * what else there is to say of the figure ("" when nothing is) ... */
CHECKED struct error *spc_point_sees(void *ctx, const struct spc_result *result, const struct spc_point *point, const char **names,
                                     const char **sees);

/* ... and the chart of that result as a file; its points are made here. */
CHECKED struct error *spc_draw_file(void *ctx, enum date_form form, struct control_chart *chart, const char *path);

#endif
