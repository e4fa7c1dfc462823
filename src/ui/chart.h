/* Charts: pictures of a few published figures, drawn at the size at which they are shown, once for wide columns and once for
 * narrow ones. The title is the message; lines carry their names; where a value is missing there is a gap and the reason.
 * A chart never says more than it is given: it computes no limits, no trend and no verdict. */
#ifndef GOLDTHREAD_UI_CHART_H
#define GOLDTHREAD_UI_CHART_H

#include "base/date.h"
#include "ui/html.h"

/* ---- What charts are made of ---- */

struct chart_point {
    const char *label;   /* its period, short, for the axis: "2018", "2018-19" */
    struct date at;      /* the day it stands for: the end of its period. Points are in order of it; none may be DATE_NONE */
    double value;        /* when nothing is missing */
    const char *missing; /* NULL: value holds. Else why there is none: "c" "x" "z" "low" "u", or words */
    bool later;          /* published after the day up to which the report knows */
    bool provisional;
};

struct chart_unit {
    const char *suffix; /* written after each figure: "%"; NULL: none. Longer units belong in the subtitle */
    int decimals;       /* as many as the source publishes: 0 to 3 */
    const char *before; /* written before each figure that stands in words: "£"; NULL: none */
    const char *after;  /* after a figure that stands alone: " per 10,000", " days"; NULL: none */
};

/* Where figures are from and how they were counted: what must stand wherever one is printed. NULL members: not known. */
struct chart_origin {
    const char *source;    /* the release's or paper's title */
    const char *href;      /* the source's page */
    const char *published; /* of the latest figure: "28 February 2026" */
    const char *basis;     /* "As things stood on the day" */
};

/* A figure as a chart writes it: "95%", "1,204", "£550", "15.9"; "not available (x)" for a missing one. Owned by ctx, NULL: no
 * memory. */
char *chart_figure(const void *ctx, struct chart_unit unit, const struct chart_point *point);

/* "c" as "confidential: too few children to publish"; words are given back as they are. */
const char *chart_missing_words(const char *missing);

enum chart_line_style { CHART_LINE_NEIGHBOURS, CHART_LINE_REGION, CHART_LINE_COUNTRY, CHART_LINE_OTHER };

/* Another series of the same measure over the same periods. */
struct chart_comparison {
    const char *label;       /* "Median of statistical neighbours" */
    const char *short_label; /* for the narrow drawing: "Neighbours"; NULL: label */
    enum chart_line_style style;
    const double *values;    /* one for each point of the chart; NAN: none */
};

/* What was wanted by when. */
struct chart_milestone {
    struct date by;
    double value;
    const char *by_words; /* short: "Apr 2020" */
    const char *state;    /* "reached" "not-reached" "no-figure" "depends"; NULL: not judged here */
    const char *sentence; /* what the record can say of it, shown under the chart; NULL: none */
};

/* ---- A run chart of a short series ---- */

struct run_chart {
    const char *title;    /* the message, in ten words or fewer */
    const char *subtitle; /* measure, place, period, unit */
    struct chart_origin origin;
    const char *caveat;   /* what they cannot show; NULL: none */
    const char *place;    /* the name on the line: "Buckinghamshire" */
    const char *short_place; /* for the narrow drawing, at most ten letters: "Bucks"; NULL: "This area" */
    struct chart_unit unit;
    const struct chart_point *points;
    size_t point_count;
    const struct chart_comparison *comparisons;
    size_t comparison_count;
    bool has_median; /* of which values is the caller's business */
    double median;
    struct date declared;        /* the day the milestones were declared; DATE_NONE: not known */
    bool has_declared_value;     /* what was known then: the dotted path starts there */
    double declared_value;
    const struct chart_milestone *milestones; /* in order of date */
    size_t milestone_count;
    const char *known_on; /* words of the day up to which the report knows: "31 December 2019"; NULL: no point is later */
    int heading_level;    /* of the title; 0 reads as 3 */
    bool compact;         /* only the narrow drawing: for charts that stand beside each other */
};

/* The figure with both drawings and what must be said under them. A single value is no chart: it is written large, with the
 * others' of its period. None at all: a paragraph that says so. */
void run_chart(struct html *h, const struct run_chart *chart);

/* The chart in words: every figure of up to 12 points, else first, lowest, highest and last. It is the drawing's description;
 * a mail or a report may print it. Owned by ctx; NULL: no memory. */
char *run_chart_words(const void *ctx, const struct run_chart *chart);

/* The chart's figures as a table in a <details>: one row a period, one column a line. */
void run_chart_table(struct html *h, const struct run_chart *chart, bool open);

/* ---- Bars that compare places in one period ---- */

struct bar {
    const char *label;
    const char *href;    /* NULL: none */
    double value;
    const char *missing; /* as in struct chart_point */
    bool own;            /* the place the page is about */
    bool summary;        /* not one of them but what they come to: a median, the region, England */
};

struct bar_chart {
    const char *title, *subtitle, *source;
    const char *what;  /* heading of the first column: "Local authority" */
    const char *value; /* heading of the second: "Share up to date, 2025" */
    struct chart_unit unit;
    const struct bar *bars;
    size_t bar_count;
    int heading_level; /* 0 reads as 3 */
};

/* A table whose figures are also bars, from zero: it is its own text alternative. */
void bar_chart(struct html *h, const struct bar_chart *chart);

/* ---- A card on the wall of measures ---- */

struct control_chart;

struct card_mark {
    const char *state; /* of marks.h */
    const char *word;  /* NULL: the state's own */
};

struct measure_card {
    const char *title;
    const char *href;
    const struct chart_point *points;
    size_t point_count;
    struct chart_unit unit;
    bool has_target;
    double target;
    const char *lead;    /* a sentence under the title: the question; NULL: none */
    const char *series;  /* whose figures are drawn, where the title does not say; NULL: it does */
    const char *finding; /* one sentence; NULL: none */
    const char *compare; /* a smaller line: "England 91% (2025)"; NULL: none */
    const struct card_mark *marks;
    size_t mark_count;
    struct chart_origin origin; /* with the caveat the smallest line, the last */
    const char *caveat;         /* NULL: none */
    int heading_level;   /* 0 reads as 3 */
    const struct control_chart *control; /* of chart_spc.h: icons and limits, and points by what the rules saw; NULL: none */
};

/* Inside cards_begin and cards_end. With fewer than two values there is no drawing: the figure says it. */
void measure_card(struct html *h, const struct measure_card *card);

#endif
