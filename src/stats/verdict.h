/* The verdict on what an action declared: "this will bring repeat referrals from 31% to 25% by March". Has the
 * declaration been followed by a change that is seen? The engine never says why a series changed, and never "impact":
 * people do.
 *
 * A change is seen when three things agree: the figures after the start differ from those before, in the declared
 * direction, by more than chance (95% interval without 0) both when their level before is taken to go on and when
 * their drift before is; the control chart on the baseline frozen at the start marks a special cause in that
 * direction; and, where neighbours are given, the difference from their median says so too. How often that is wrong
 * was measured: see docs/calibration.md (make calibrate). Pure: no clock, no file. */
#ifndef GOLDTHREAD_STATS_VERDICT_H
#define GOLDTHREAD_STATS_VERDICT_H

#include "base/date.h"
#include "base/error.h"
#include "stats/milestone.h"
#include "stats/series.h"
#include "stats/verdict_effect.h"

#include <stdbool.h>
#include <stddef.h>

enum verdict_answer {
    VERDICT_NOT_STARTED,
    VERDICT_TOO_EARLY,
    VERDICT_SEEN_CONFIRMED,     /* change seen, size confirmed: the interval's near end reaches the declared size */
    VERDICT_SEEN,               /* change seen, size not confirmed */
    VERDICT_NOT_SEEN,           /* the interval excludes the declared size */
    VERDICT_CANNOT_TELL,
    VERDICT_WRONG_DIRECTION     /* a change is seen, the other way */
};
#define VERDICT_ANSWERS 7

/* ---- what is asked ---- */

enum verdict_direction { VERDICT_UP, VERDICT_DOWN };

/* What was declared, as it was frozen. */
struct verdict_expectation {
    const char *measure;  /* "repeat referrals", as it stands inside a sentence */
    const char *unit;     /* directly after a figure: "%", " days"; NULL: none */
    int decimals;         /* 0 to 6 */
    enum verdict_direction direction;
    double size;          /* the declared change without its sign, in the unit of the figures; 0: none was declared */
    struct date declared; /* when it was frozen; DATE_NONE: not recorded */
    struct date starts;   /* the action */
    int lag_days;         /* from the start until the measure can answer; figures of that time are set aside */
    struct date due;
    struct date baseline_from; /* DATE_NONE: from the first figure */
};

/* Periods a year. */
enum verdict_rhythm { VERDICT_ANNUAL = 1, VERDICT_QUARTERLY = 4, VERDICT_MONTHLY = 12, VERDICT_WEEKLY = 52 };

enum verdict_kind {
    VERDICT_FIGURES,    /* point.value as it is: counts, days, scores, published percentages */
    VERDICT_PROPORTION, /* point.value out of point.out_of, times `multiply` (100 for percent) */
    VERDICT_RATE        /* the same, where value may exceed out_of: per 10,000 children */
};

/* A series: point.day is the first day of the period the figure covers, or the day a count was taken. One point a
 * period, in any order; a missing period may be marked missing or left out. */
struct verdict_series {
    const struct point *points;
    size_t count;
    enum verdict_rhythm rhythm;
    enum verdict_kind kind;
    double multiply; /* 0 means 1 */
    bool snapshots;  /* each figure is a count on its day, not of a period */
};

enum verdict_event_kind {
    VERDICT_DEFINITION_CHANGED, /* of the measure, its recording, or the area: figures before and after differ */
    VERDICT_REBASED,            /* a person approved a new baseline from this day */
    VERDICT_OTHER_ACTION        /* that works on the same measure began */
};

struct verdict_event {
    struct date day;
    enum verdict_event_kind kind;
    const char *what; /* as it stands inside a sentence; NULL: not named */
};

struct verdict_question {
    struct verdict_expectation expectation;
    struct verdict_series series;
    const struct verdict_series *neighbours; /* same rhythm, own kinds; their median is the comparator */
    size_t neighbour_count;
    const struct verdict_event *events;
    size_t event_count;
    struct date today;
    const struct milestone *path;                   /* figures wanted on the way, each compared by itself */
    size_t path_count;
    const struct milestone_definition *definitions; /* what the path is compared with */
    size_t definition_count;
};

/* ---- what is answered ---- */

/* Why there is no plainer answer. */
enum verdict_reason {
    VERDICT_PLAIN,            /* there is */
    VERDICT_NOT_DUE,
    VERDICT_FEW_AFTER,        /* fewer than 3 figures since the start and lag */
    VERDICT_FEW_BEFORE,       /* fewer than 8 before the start that can be compared */
    VERDICT_SPARSE,           /* too few events a period */
    VERDICT_SAME_FIGURES,     /* nearly all figures are the same */
    VERDICT_DEFINED_ANEW,     /* the definition changed when the action started */
    VERDICT_DECLARED_LATE,    /* after figures that it speaks of */
    VERDICT_TWO_ACTIONS,      /* there is a change, and another action that may have made it */
    VERDICT_OTHERS_TOO,       /* there is a change, and not against the neighbours */
    VERDICT_MOVED_BEFORE,     /* the series had shifted before the action started */
    VERDICT_DRIFT,            /* it depends on whether the drift before the start would have gone on */
    VERDICT_NO_SIGNAL,        /* the means differ, but the chart shows no signal */
    VERDICT_WIDE              /* the interval holds both no change and the declared one */
};

/* What else might explain, or hide, a change. Bits. */
enum verdict_threat {
    VERDICT_THREAT_TREND = 1 << 0,         /* the series was drifting before the start */
    VERDICT_THREAT_SEASON = 1 << 1,        /* the baseline is too short to know whether the time of year matters */
    VERDICT_THREAT_CORRELATION = 1 << 2,   /* each figure depends on the one before; the interval allows for it */
    VERDICT_THREAT_REGRESSION = 1 << 3,    /* started after an extreme figure, which was left out */
    VERDICT_THREAT_DEFINITION = 1 << 4,    /* the definition changed within the series; one side was left out */
    VERDICT_THREAT_OTHER_ACTION = 1 << 5,
    VERDICT_THREAT_NO_COMPARATOR = 1 << 6, /* what happened elsewhere was not looked at */
    VERDICT_THREAT_SHORT = 1 << 7,         /* fewer than 12 figures before */
    VERDICT_THREAT_GAPS = 1 << 8,          /* figures are missing */
    VERDICT_THREAT_SHIFT_BEFORE = 1 << 9,  /* the series shifted from one level to another before the start */
    VERDICT_THREAT_UNDATED = 1 << 10       /* when the expectation was declared is not recorded */
};
#define VERDICT_THREATS 11

struct verdict {
    enum verdict_answer answer;
    enum verdict_reason reason;
    struct effect level;       /* against the level before; in the unit, positive is up */
    struct effect trend;       /* against the drift before, continued */
    struct effect told;        /* the more cautious of the two here: the one to print; .possible false: none */
    bool told_trend;           /* it is `trend` */
    bool seasonal;             /* like periods were compared */
    struct effect against_neighbours; /* the more cautious of its two; .possible false where there is none */
    const char *other_action;  /* the calendar's words for another action in the way; NULL: none, or not named */
    size_t before, after;      /* figures that count */
    size_t set_aside;          /* figures left out: of the lag, before a rebase, extreme */
    bool signal;               /* on the frozen baseline: a special cause in the declared direction, not undone later */
    bool signal_against;       /* the same, the other way */
    double power;              /* chance of seeing the declared size with these figures; NAN: no size or no effect */
    unsigned threats;
    struct date look_again;    /* DATE_NONE: more figures alone will not settle it */
    const char *sentence;      /* the answer with its reason; texts are owned by ctx */
    const char *const *assumptions;
    size_t assumption_count;
    const char *const *threat_texts; /* one a threat present */
    size_t threat_count;
    const char *const *would_change; /* what would change the answer */
    size_t would_change_count;
    struct milestone_answer *path;   /* one a milestone of the path, in its order */
};

/* Judges. ERROR_INVALID: a date missing or the due date before the start, two figures for one period, a size or a
 * figure that is not a number, a denominator of 0 or less, neighbours of another rhythm, a milestone that cannot be
 * compared. */
CHECKED struct error *verdict_judge(void *ctx, const struct verdict_question *question, struct verdict *verdict);

/* "change seen, size confirmed", "too early" ... */
const char *verdict_answer_words(enum verdict_answer answer);

/* "change-seen-confirmed", "too-early" ...: for files and addresses. */
const char *verdict_answer_name(enum verdict_answer answer);

#endif
