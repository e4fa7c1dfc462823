/* What the files of `goldthread verdict` share: the options as read, and the answer. */
#ifndef GOLDTHREAD_STATISTICS_VERDICT_COMMAND_H
#define GOLDTHREAD_STATISTICS_VERDICT_COMMAND_H

#include "stats/verdict_frame.h"
#include "statistics/answer.h"
#include "statistics/series_file.h"

struct verdict_run {
    struct command_run *run;
    const char *path;
    struct series_file series;
    struct figure_words words;
    struct verdict_question question;
    struct verdict verdict;
    struct verdict_frame frame; /* the figures that counted */
    struct spc_result *chart;   /* on the baseline frozen at the start, without the figures that did not count */
};

/* Reads the file and every option. */
CHECKED struct error *verdict_run_read(struct command_run *run, struct verdict_run *verdict);

/* The figure a point stands for: per cent of its denominator, and so on; NAN where there is none. */
double verdict_figure(const struct verdict_series *series, const struct point *point);

/* Finding, what it rests on, and table; or CSV or JSON, as the options ask. */
CHECKED struct error *verdict_run_print(struct verdict_run *verdict);

#endif
