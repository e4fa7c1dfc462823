/* The words inside a run chart's drawing, for src/ui alone: names at the lines' ends, milestones, values. */
#ifndef GOLDTHREAD_UI_CHART_RUN_LABELS_H
#define GOLDTHREAD_UI_CHART_RUN_LABELS_H

#include "ui/chart_run.h"

/* A drawing in progress. */
struct run_drawing {
    struct chart_frame frame;
    const struct run_chart *chart;
};

/* Every line that has an end, with heights by the plot as it stands. */
void run_drawing_collect_names(const struct run_drawing *d, struct end_names *names);

/* Writes figure and date at each milestone, where there is room. */
void run_drawing_goal_words(struct run_drawing *d);

/* Writes the values of points, where there is room; the last is in the name at the line's end. */
void run_drawing_values(struct run_drawing *d);

#endif
