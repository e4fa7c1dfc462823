/* The words inside a run chart's drawing, for src/ui alone: ticks, names at the lines' ends, milestones, values. */
#ifndef GOLDTHREAD_UI_CHART_RUN_LABELS_H
#define GOLDTHREAD_UI_CHART_RUN_LABELS_H

#include "ui/chart_run.h"

/* A drawing in progress. */
struct run_drawing {
    struct html *h;
    const struct run_chart *chart;
    bool narrow;
    double width, height;
    struct lettering letters;
    struct chart_plot plot;
    struct chart_box ground; /* the rectangle of the grid; the plot stands a little inside */
    double lane;             /* the height at which missing values are marked */
    struct chart_labels labels;
};

/* The words of tick i, in `out`. */
void run_drawing_tick_words(const struct run_drawing *d, size_t i, char *out, size_t room);

/* How wide the names at the lines' ends are, with the room before and after them. */
double run_drawing_names_width(const struct run_drawing *d);

/* Writes the names at the lines' ends, each led to its line, none over another. */
void run_drawing_names(struct run_drawing *d);

/* Writes figure and date at each milestone, where there is room. */
void run_drawing_goal_words(struct run_drawing *d);

/* Writes the values of points, where there is room; the last is in the name at the line's end. */
void run_drawing_values(struct run_drawing *d);

#endif
