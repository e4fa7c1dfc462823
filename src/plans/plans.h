/* Plans, outcomes, actions and expectations: what other rooms may use of this one. */
#ifndef GOLDTHREAD_PLANS_PLANS_H
#define GOLDTHREAD_PLANS_PLANS_H

#include "app/feature.h"
#include "measures/measures.h"
#include "stats/milestone.h"
#include "stats/verdict.h"

extern const struct register_def plan_register;
extern const struct register_def section_register;
extern const struct register_def outcome_register;
extern const struct register_def rating_register;
extern const struct register_def action_register;
extern const struct register_def expectation_register;
extern const struct register_def milestone_register;
extern const struct panel outcome_ratings, expectation_itself, outcome_expectations, action_expectations, minute_expectations,
    measure_expectations;
extern const struct screen newest_plan_screen, plan_screen;
extern const struct report_section plans_section, actions_section;
extern const struct feature plans_feature;

/* A point of the declared path, and what the figures say of it. */
struct expected_point {
    struct period due;     /* the day, month or year declared; by its last day it was wanted */
    const char *due_words; /* "30 April 2020", "April 2020" or "2020" */
    const char *text;      /* the declared value as typed */
    double value;
    bool ahead;            /* looking at another day: it was still to come on that day */
    struct milestone_answer answer; /* of one ahead, only the sentence says something */
    const char *mark;      /* for base/table.h: "reached" "not-reached" "no-figure" "depends"; NULL: ahead */
};

/* Has the declaration been followed by a change of one measure that is seen? */
struct expectation_verdict {
    struct verdict said;     /* one of the engine's seven answers; its path is not asked */
    bool asked;              /* the engine was; otherwise the record lacks what it needs, and the sentence says what */
    struct date on;          /* the day looked from */
    struct date starts;      /* DATE_NONE: not recorded */
    struct period due;       /* the day, month or year; both ends DATE_NONE: not recorded */
    const char *const *notes; /* what had to be taken from the record, in sentences */
    size_t note_count;
};

/* What was declared, with the published figures set beside it. Owned by the context it was read on. */
struct expectation {
    struct record *record;      /* the declaration as recorded */
    const char *on_register;    /* "outcome" "action" "minute": what it was declared on */
    struct record_reference on;
    struct area area;
    struct measure **measures;  /* one, or each definition that may have been meant */
    struct observation_series *series; /* one a measure, for the area */
    size_t measure_count;
    struct expected_point *points;
    size_t point_count;
    struct expectation_verdict *verdicts; /* one a measure */
};

/* The figures are those the reader's actor may see and, looking at another day, knew. `today` is the day the verdict looks from,
 * unless the reader looks at another one. */
CHECKED struct error *expectation_read(void *ctx, const struct reader *reader, int64_t id, struct date today,
                                       struct expectation **expectation);

/* Fills the verdicts of an expectation that is otherwise read: a part of expectation_read. The comparator is the statistical
 * neighbours' median; breaks in the series, other expectations of the measure and other actions for outcomes with this measure
 * are its calendar. */
CHECKED struct error *expectation_judge(void *ctx, const struct reader *reader, struct date today, struct expectation *expectation);

/* Every expectation declared on this record, or on a "measure" about it: `on_register` is "outcome", "action", "minute" or
 * "measure". */
CHECKED struct error *expectations_on(void *ctx, const struct reader *reader, const char *on_register, int64_t on, struct date today,
                                      struct expectation ***expectations, size_t *count);

/* "to fall from 30% (October 2019) to 25% by April 2020 and 20% by September 2020": what was declared, in words. */
CHECKED struct error *expectation_words(void *ctx, const struct expectation *expectation, const char **words);

/* The declaration in words, a chart for each definition with the declared path, each milestone's sentence, the verdict, the
 * caveat. */
CHECKED struct error *expectation_show(void *ctx, const struct expectation *expectation, struct date known_on,
                                       int heading_level, struct html *h);

#endif
