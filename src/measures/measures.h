/* Areas, neighbours, measures and observations: what other rooms may use of this one. */
#ifndef GOLDTHREAD_MEASURES_MEASURES_H
#define GOLDTHREAD_MEASURES_MEASURES_H

#include "app/feature.h"
#include "ui/chart_spc.h"

extern const struct register_def area_register;
extern const struct register_def neighbour_register;
extern const struct register_def measure_register;
extern const struct register_def observation_register;
extern const struct register_def break_register;
extern const struct screen wall_screen, measure_chart_screen, measure_table_screen, measure_about_screen;
extern const struct report_section area_section, measures_section, figures_since_section;
extern const struct feature measures_feature;

/* One measure, as much of it as a page, a chart or a sentence needs. Owned by the context it was read on. */
struct measure {
    int64_t id;
    const char *ref, *title, *topic, *definition, *numerator, *denominator;
    const char *unit;      /* code of the unit: "percent" */
    int places;            /* decimal places to show */
    const char *polarity;  /* "up" "down" "neither" */
    const char *frequency; /* "annual" ... */
    const char *basis;     /* "in-period" "cumulative" "snapshot" */
    const char *caveat;    /* NULL: none */
    const char *source_number, *source_title;
};

/* One published value, or the reason there is none. */
struct observation {
    int64_t id;
    struct period period;     /* a snapshot's from and to are the same day */
    struct period published_on; /* the day or month */
    struct date known_from;
    const char *text;         /* the value as published; NULL: see status */
    double value;             /* meaningful only where text is not NULL */
    const char *status;       /* "c" "x" "z" "low" "u"; NULL: there is a value */
    const char *standing;     /* "final" "provisional" "restated" */
    const char *reason, *caveat, *source_number, *source_title; /* NULL: none */
};

/* A measure's values for one area in the order of their periods; of several releases for a period the latest one known. */
struct observation_series {
    struct observation *at;
    size_t count, room;
    const char *area_code, *area_title;
};

/* ERROR_NOT_FOUND if the actor may see no such measure. */
CHECKED struct error *measure_find(void *ctx, const struct reader *reader, const char *ref, struct measure **measure);
CHECKED struct error *measure_find_id(void *ctx, const struct reader *reader, int64_t id, struct measure **measure);

/* All measures the actor may see, by topic and title. */
CHECKED struct error *measure_all(void *ctx, const struct reader *reader, struct measure ***measures, size_t *count);

CHECKED struct error *measure_series(void *ctx, const struct reader *reader, const struct measure *measure, int64_t area,
                                     struct observation_series *series);

/* A day from which a measure's figures for an area are not counted as before: proposed or confirmed, never rejected. */
struct series_break {
    const char *ref, *title;
    struct date from;
    const char *reason, *evidence;
    const char *source_number; /* NULL: it may not be seen */
    bool proposed;             /* no person has confirmed it yet */
};

/* The breaks in order of day, at most one a day: a confirmed one before a proposed one. */
CHECKED struct error *measure_breaks(void *ctx, const struct reader *reader, const struct measure *measure, int64_t area,
                                     struct series_break **breaks, size_t *count);

/* For each period the median of the statistical neighbours' values (those that have one; the area itself is not among
 * them), by the newest model that names neighbours for this area. Each observation's caveat says of how many. Empty when
 * there are no neighbours. For rates and percentages only: counts are not compared, and the series is empty. */
CHECKED struct error *measure_neighbours_median(void *ctx, const struct reader *reader, const struct measure *measure,
                                                int64_t area, struct observation_series *series);

/* The day up to which the newest yearly report knows; what was published later is set apart. DATE_NONE: no report. */
CHECKED struct error *known_on_newest(void *ctx, const struct reader *reader, struct date *known_on);

/* An area by its code. */
struct area {
    int64_t id, parent; /* parent 0: none */
    const char *code, *title;
};
CHECKED struct error *area_find(void *ctx, const struct reader *reader, const char *code, struct area *area);
CHECKED struct error *area_find_id(void *ctx, const struct reader *reader, int64_t id, struct area *area);

/* A value as people read it: "32.1%", "1,114", "£105,683", "52.4 per 10,000". `text` is decimal text. NULL: no memory. */
const char *measure_value_words(void *ctx, const struct measure *measure, const char *text);
/* The same for a number that was computed, to the measure's places. */
const char *measure_number_words(void *ctx, const struct measure *measure, double value);
/* A period as short as the measure's rhythm allows: "2018" for a yearly count on a day or a calendar year, "2018-19" for a
 * financial year, "year to Sep 2018" for another year, else as period_short_label. NULL: no memory. */
const char *measure_period_words(void *ctx, const struct measure *measure, struct period period);
/* Written directly after a figure: "%", " per 10,000", "" for counts. */
const char *measure_unit_suffix(const struct measure *measure);
/* How charts write its figures: "%" on each, a longer unit only where a figure stands alone. */
struct chart_unit measure_chart_unit(const struct measure *measure);
/* Where a figure of it is from, when that came out, and on what basis it was counted. `o` NULL: of the measure alone. */
CHECKED struct error *measure_origin(void *ctx, const struct measure *measure, const struct observation *o,
                                     struct chart_origin *origin);
/* The measure's caveat, the figure's own, and that it is provisional or restated; NULL: nothing of that is so. */
CHECKED struct error *measure_caveats(void *ctx, const struct measure *measure, const struct observation *o, const char **caveats);
/* The latest figure that has a value; NULL: none has. */
const struct observation *series_latest(const struct observation_series *series);
/* What a status means, in words: "confidential: hidden by the publisher to protect people". */
const char *observation_status_words(const char *status);

/* What a chart of a measure is made from: filled by measure_chart_make, changed by whoever adds a declared path. */
struct measure_chart {
    const struct measure *measure;
    const struct observation_series *series;       /* the area's own */
    const struct observation_series *comparisons;  /* none to four, each with its style */
    const enum chart_line_style *styles;
    size_t comparison_count;
    struct date known_on;                          /* later figures are set apart; DATE_NONE: none are */
};

/* A chart of a series of any length in years or months: a run chart with its median, titled with what the figures do. */
CHECKED struct error *measure_chart_make(void *ctx, const struct measure_chart *of, struct run_chart *chart);

/* Why the chart has no limits or icons, in a sentence. */
const char *measure_chart_why(void *ctx, const struct observation_series *series);

/* ---- control charts, where the figures are enough ---- */

/* What the engine answers of a series, and its chart. All owned by the context it was made on. */
struct measure_control {
    struct spc_result *result;
    struct control_chart chart;   /* ready to be drawn; a title says first what is proposed */
    const char *finding;          /* the engine's sentences */
    const char *short_finding;    /* its first ones, for the wall */
    const struct series_break *break_at; /* the last break within what is shown; NULL: none */
    size_t known, shown;          /* figures there are, and figures that the chart shows */
};

/* Are there figures often enough (by month or quarter) and enough of them (13) for a control chart? */
bool measure_has_control(const struct measure *measure, const struct observation_series *series);

/* The control chart of a series that has one: of the latest 36 months or 24 quarters (limits tell of the present only when they
 * come from it), or of all. A period without a figure is a gap. No limit and no run crosses a break; a proposed one is drawn too,
 * and said to be proposed. */
CHECKED struct error *measure_control_make(void *ctx, const struct measure_chart *of, const struct series_break *breaks,
                                           size_t break_count, bool all_years, struct measure_control *control);

/* A break that was decided has the day of the decision; one that is proposed has none. */
CHECKED struct error *break_check(void *ctx, const struct record_draft *draft, struct fault_list *faults);

/* An observation has a value or a status, not both and not neither; its period does not end before it begins; a restated
 * one says why. */
CHECKED struct error *observation_check(void *ctx, const struct record_draft *draft, struct fault_list *faults);

#endif
