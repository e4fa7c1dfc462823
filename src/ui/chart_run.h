/* The parts of a run chart, for src/ui alone: what is common to its drawings, its words and its notes. */
#ifndef GOLDTHREAD_UI_CHART_RUN_H
#define GOLDTHREAD_UI_CHART_RUN_H

#include "ui/chart_frame.h"

/* The vertical scale that holds everything the chart shows; the same in both drawings. The chart has a value. */
struct chart_scale run_chart_scale(const struct run_chart *chart);

#define RUN_CHART_NONE SIZE_MAX

/* Index of the first or last point with a value, and of the lowest or highest; RUN_CHART_NONE: no point has one. */
size_t run_chart_first(const struct run_chart *chart);
size_t run_chart_last(const struct run_chart *chart);
size_t run_chart_lowest(const struct run_chart *chart);
size_t run_chart_highest(const struct run_chart *chart);

/* Index of the last value of a comparison; RUN_CHART_NONE: it has none. */
size_t run_chart_comparison_last(const struct run_chart *chart, const struct chart_comparison *comparison);

/* Draws it for a column of at least CHART_WIDE px, or for a narrower one. */
void run_chart_draw(struct html *h, const struct run_chart *chart, bool narrow, const char *description);

#endif
