/* From figures and days to places in a drawing; for the charts of src/ui alone. */
#ifndef GOLDTHREAD_UI_CHART_SCALE_H
#define GOLDTHREAD_UI_CHART_SCALE_H

#include "ui/chart.h"
#include "ui/svg.h"

#define CHART_TICKS_MOST 12

/* The vertical axis: round figures from bottom to top. */
struct chart_scale {
    double from, to; /* the figures at the axis's ends; from < to */
    double ticks[CHART_TICKS_MOST];
    size_t tick_count;
    int decimals;    /* that the ticks need */
};

/* A scale in which lowest and highest fit with about `wanted` ticks. It starts at zero when nothing is below and zero is near
 * (lowest no more than 40 per cent of highest); with a suffix of "%" it does not pass 100 unless the figures do. */
struct chart_scale chart_scale_for(double lowest, double highest, struct chart_unit unit, size_t wanted);

/* Where things stand: the plot is the rectangle inside the drawing. */
struct chart_plot {
    double left, right, top, bottom;
    struct chart_scale scale;
    int32_t first_day, last_day; /* at left and right */
};

double chart_x(const struct chart_plot *plot, struct date day);
double chart_y(const struct chart_plot *plot, double value);

/* Boxes already taken by words, so that no label runs over another. */
#define CHART_LABELS_MOST 64
struct chart_box {
    double left, top, right, bottom;
};
struct chart_labels {
    struct chart_box taken[CHART_LABELS_MOST];
    size_t count;
    struct chart_box within; /* where labels may stand at all */
};
/* Takes the box if it is free and inside; false, and nothing taken, if not. */
bool chart_label_take(struct chart_labels *labels, struct chart_box box);

/* A number with thousands separated by commas and so many decimals, into `out`; gives `out`. */
#define CHART_NUMBER_ROOM 48
const char *chart_number(char out[CHART_NUMBER_ROOM], double value, int decimals);

/* The same with as few decimals, up to three, as the number needs: what was wanted was "25", not "25.0". */
const char *chart_number_as_wanted(char out[CHART_NUMBER_ROOM], double value);

#endif
