/* Control charts of stats/spc.h as people see them: the finding first, icons, the drawing wide and narrow, a key to its shapes,
 * what must be known of it, and its figures as a table. It draws what the engine answered and computes nothing. */
#ifndef GOLDTHREAD_UI_CHART_SPC_H
#define GOLDTHREAD_UI_CHART_SPC_H

#include "stats/spc.h"
#include "ui/chart.h"

/* Where the limits begin anew: the day a segment of the result begins, and what is known of it. */
struct chart_break {
    struct date from;
    const char *reason;     /* a sentence; NULL: none is recorded */
    bool proposed;          /* no person has confirmed it */
    bool counted_anew;      /* figures before and after are not counted alike: the line between them is broken too */
};

/* A day to be marked by a line: the start of an action, the day it was due. One after the last figure is not drawn. */
struct chart_day {
    struct date day;
    const char *words; /* short: "start" */
};

struct control_chart {
    const char *title;    /* in ten words or fewer; NULL: control_chart_headline */
    const char *subtitle; /* measure, place, period, unit */
    const char *finding;  /* the engine's sentences (stats/sentence.h): shown, and the drawing's description */
    struct chart_origin origin;
    const char *caveat;   /* NULL: none */
    const char *place;       /* the name on the line; NULL: "Latest" */
    const char *short_place; /* for the narrow drawing, at most ten letters; NULL: "Latest" */
    const struct spc_result *result;
    /* One for each point of the result, in its order: label, day, why it is missing, whether it came later. The value that
     * is drawn is the result's. */
    const struct chart_point *points;
    struct chart_unit unit;
    const struct chart_break *breaks; /* a segment that begins on the day of none of them is only said to begin anew */
    size_t break_count;
    const struct chart_day *days; /* the latest first, so that no line runs through another's words */
    size_t day_count;
    const char *known_on; /* as in struct run_chart */
    int heading_level;    /* of the title; 0 reads as 3 */
};

void control_chart(struct html *h, const struct control_chart *chart);

/* "A change for the better is seen": what the result comes to, in ten words or fewer. */
const char *control_chart_headline(const struct spc_result *result);

/* Every figure with its lines and what the rules saw, in a <details>. */
void control_chart_table(struct html *h, const struct control_chart *chart, bool open);

/* The drawing alone as a file of its own, with its colours inside. */
void control_chart_file(struct html *h, const struct control_chart *chart);

/* ---- icons ---- */

/* Variation and assurance of a result, each a drawing with its words; nothing where neither may be said. */
struct control_icons {
    const struct spc_result *result;
    bool small; /* for cards: the words are heard and not shown */
};
void control_icons(struct html *h, struct control_icons icons);

/* Do the figures cross their middle line too seldom, or stay on one side for too long, although no single figure is marked?
 * Then neither "usual ups and downs" nor a direction may be said. */
bool control_chart_level_moved(const struct spc_result *result);

/* "change for the better: lower", "usual ups and downs" ...; "" for none. */
const char *variation_words(enum spc_variation variation);
/* "the target will hardly ever be met" ...; "" for none. */
const char *assurance_words(enum spc_assurance assurance);

#endif
