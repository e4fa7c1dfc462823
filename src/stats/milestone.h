/* Milestones: a figure wanted by a date, and whether the published figure for that date reached it. The simplest thing
 * that can be asked of a plan, and often the only one: many measures have one figure a year. Nothing is interpolated: a
 * date between two figures has no figure. Whether an action *changed* a series is another question: see verdict.h. */
#ifndef GOLDTHREAD_STATS_MILESTONE_H
#define GOLDTHREAD_STATS_MILESTONE_H

#include "base/date.h"
#include "base/error.h"

#include <stddef.h>

enum milestone_result {
    MILESTONE_REACHED,
    MILESTONE_NOT_REACHED,
    MILESTONE_NO_FIGURE, /* no observation ends at, or was taken on, the due date; or its value was withheld */
    MILESTONE_DEPENDS    /* on the definition: one that may have been meant says reached, another says not */
};

enum milestone_direction {
    MILESTONE_AT_LEAST, /* the figure was to rise to the value */
    MILESTONE_AT_MOST   /* the figure was to fall to the value */
};

/* Which day an observation must end on to count as the figure for the due date. */
enum milestone_match {
    MILESTONE_BY_LENGTH,   /* same month when the observation covers a month or less, otherwise the very day */
    MILESTONE_SAME_DAY,    /* the very day */
    MILESTONE_SAME_MONTH,  /* any day of the due date's month */
    MILESTONE_WITHIN_DAYS  /* at most match_days before or after */
};

struct milestone {
    struct date due;       /* "by April 2020" is 30 April 2020 */
    double value;          /* in the unit of the observations */
    enum milestone_direction direction;
    enum milestone_match match;
    int match_days;        /* for MILESTONE_WITHIN_DAYS */
    const char *due_words; /* how the plan put the date, "September 2020"; NULL: the day in words */
    const char *measure;   /* "agency social workers", as it stands inside a sentence */
    const char *unit;      /* written directly after a figure: "%", " days"; NULL: none */
    int decimals;          /* 0 to 6, how many a published figure of this measure has */
};

enum figure_status {
    FIGURE_KNOWN,
    FIGURE_SUPPRESSED,    /* published as withheld to protect people */
    FIGURE_NOT_AVAILABLE  /* published as not available, or the row is there and the figure is not */
};

struct milestone_observation {
    struct period period; /* a snapshot: from and to are the same day. `to` must be a day */
    enum figure_status status;
    double value;         /* only when FIGURE_KNOWN; must be finite then */
};

/* One way the measure may have been meant, with its published series in any order. */
struct milestone_definition {
    const char *basis; /* "of all plans", "excluding exceptions"; NULL: the measure has one definition only */
    const struct milestone_observation *observations;
    size_t count;
};

#define MILESTONE_NONE SIZE_MAX

/* What one definition says. The three are indexes into its observations, or MILESTONE_NONE. */
struct milestone_comparison {
    enum milestone_result result; /* never MILESTONE_DEPENDS */
    size_t compared;              /* the observation taken as the figure for the date, even if it was withheld */
    size_t before, after;         /* where there is no figure: the nearest known ones on either side */
};

struct milestone_answer {
    enum milestone_result result;
    struct milestone_comparison *comparisons; /* one a definition, in the order given; owned by ctx */
    size_t count;
    const char *sentence; /* one or two sentences in plain British English, owned by ctx */
};

#define MILESTONE_DEFINITIONS_MOST 16

/* Compares the milestone with what was published. Among observations that match the date the nearest to it counts, of
 * two equally near the later, of two for the same day the first given that is known. Definitions without a figure for
 * the date have no say while another has one; the sentence names them. Fails on no definition, more than
 * MILESTONE_DEFINITIONS_MOST, no due date, a value that is not finite, or an observation without an end (all
 * ERROR_INVALID). */
CHECKED struct error *milestone_check(void *ctx, const struct milestone *milestone,
                                      const struct milestone_definition *definitions, size_t count,
                                      struct milestone_answer *answer);

/* "reached", "not reached", "no figure for that date", "depends on the definition". */
const char *milestone_result_words(enum milestone_result result);

/* The same as a mark of base/table.h: "reached", "not-reached", "no-figure", "depends". */
const char *milestone_result_mark(enum milestone_result result);

#endif
