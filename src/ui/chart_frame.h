/* What the drawings of a series share, for src/ui alone: the ground with its grid and axis, the names of the periods, the
 * marks of missing figures, and the names at the ends of the lines. Only what stands on the ground differs. */
#ifndef GOLDTHREAD_UI_CHART_FRAME_H
#define GOLDTHREAD_UI_CHART_FRAME_H

#include "ui/chart_scale.h"

/* A drawing is made for a column of at least CHART_WIDE px, or for a narrower one. */
#define CHART_WIDE 740
#define CHART_NARROW 290

/* A drawing in progress. Made by chart_frame_begin, which leaves the scale, the days and the layout to be set. */
struct chart_frame {
    struct html *h;
    bool narrow;
    double width, height;
    struct lettering letters;
    struct chart_unit unit;
    const struct chart_point *points;
    size_t point_count;
    bool untinted;           /* what came later is not set apart: all of it did, and words say so */
    struct chart_plot plot;
    struct chart_box ground; /* the rectangle of the grid; the plot stands a little inside */
    double lane;             /* the height at which missing values are marked */
    struct chart_labels labels;
};

/* The days of the points are included; others are added by chart_frame_include. */
struct chart_frame chart_frame_begin(struct html *h, bool narrow, struct chart_unit unit, const struct chart_point *points,
                                     size_t point_count);
void chart_frame_include(struct chart_frame *frame, struct date day);

/* Sets the ground and the plot, once the scale is set and `names_width` is known, with room for lines of words over the
 * ground; the first of them is for what came later, if anything did. */
void chart_frame_lay_out(struct chart_frame *frame, double names_width, int lines_above);

/* Is any point set apart because it came later? */
bool chart_frame_has_later(const struct chart_frame *frame);

/* The base line of a line of words over the ground, from 0. */
double chart_frame_above(int line);

/* The tinted ground of what came later, the grid and its figures, the axis. */
void chart_frame_ground(struct chart_frame *frame);

/* The periods under the axis: from the last backwards, in the smallest step in which none runs into another. */
void chart_frame_periods(struct chart_frame *frame);

/* Under the axis, the reason why there is no figure. */
void chart_frame_missing(struct chart_frame *frame);

double chart_frame_x(const struct chart_frame *frame, size_t point);

/* Half-way between a point and the one before it; at the left edge for the first. */
double chart_frame_before(const struct chart_frame *frame, size_t point);

/* "1,114", "25%" as the chart's unit wants it; gives `out`. */
#define CHART_FIGURE_ROOM (CHART_NUMBER_ROOM + 16)
const char *chart_frame_figure(const struct chart_frame *frame, double value, char out[CHART_FIGURE_ROOM]);

double chart_frame_line_height(const struct chart_frame *frame);

/* "23.2%, 2025": one figure large, with its unit and its period. */
void chart_one_figure(struct html *h, struct chart_unit unit, const struct chart_point *point);

/* "Source: Children's social work workforce, last figure published 28 February 2026. Basis: as things stood on the day." as a
 * piece of text; nothing for an origin without a source. `series`: of several figures the last one was published then. */
void chart_origin_words(struct html *h, const struct chart_origin *origin, bool series);
/* The same as the last item of the notes under a chart. */
void chart_origin_note(struct html *h, const struct chart_origin *origin, bool series);

/* ---- names at the ends of the lines ---- */

#define END_NAMES_MOST 16
#define END_NAME_LINES 4

/* A name at a line's end: its words, the line's end, and where it will stand. */
struct end_name {
    const char *name;
    double value; /* written after it */
    bool own;     /* of the line the chart is about */
    double x, y;  /* the line's end */
    double middle;
    char figure[CHART_FIGURE_ROOM];
    struct text_line lines[END_NAME_LINES];
    size_t line_count;
};

struct end_names {
    struct end_name at[END_NAMES_MOST];
    size_t count;
};

/* Adds one by its name, value, own, x and y; nothing when there are END_NAMES_MOST. */
void end_names_add(const struct chart_frame *frame, struct end_names *names, struct end_name name);

/* How wide the names are, with the room before and after them. */
double end_names_width(const struct chart_frame *frame, const struct end_names *names);

/* Writes the names, each led to its line, none over another. */
void end_names_write(const struct chart_frame *frame, struct end_names *names);

#endif
