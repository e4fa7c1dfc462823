/* Which figures a verdict rests on: those before the start, back to the last change of definition, and those after
 * start and lag, up to the due date. Made for verdict.c; whoever shows a verdict's figures asks here which of them counted. */
#ifndef GOLDTHREAD_STATS_VERDICT_FRAME_H
#define GOLDTHREAD_STATS_VERDICT_FRAME_H

#include "stats/verdict.h"

#include <stdint.h>

struct verdict_frame {
    int32_t *slots;  /* the period of each figure: months since year 0, quarters, years, weeks */
    int32_t *days;
    double *figures;
    bool *after;     /* those before come first */
    double *events, *out_of; /* of proportions and rates; NAN otherwise */
    size_t count, before;
    size_t set_aside;
    unsigned threats;
    bool defined_anew; /* the definition changed while the action was starting */
    bool moved_before; /* the series shifted before the start, too late to leave out what came before */
    bool two_actions;
    const char *other_action; /* of the question; NULL: not named */
    int32_t seasons; /* periods a year where like must be compared with like, else 0 */
    bool seasons_examined; /* the baseline is long enough to know whether it must */
};

/* The number of the period that a day is in. */
int32_t verdict_slot(enum verdict_rhythm rhythm, struct date day);

/* The first day of a period. */
struct date verdict_slot_start(enum verdict_rhythm rhythm, int32_t slot);

/* The day after the period that begins on `day`; of snapshots, the day itself. */
int32_t verdict_period_over(const struct verdict_series *series, int32_t day);

/* Chooses the figures. Errors as verdict_judge. */
CHECKED struct error *verdict_frame_of(void *ctx, const struct verdict_question *question, struct verdict_frame *frame);

/* The same figures less the median of the neighbours in each period; periods without one are left out. *possible: at
 * least 8 before and 3 after remain. */
CHECKED struct error *verdict_frame_against(void *ctx, const struct verdict_question *question,
                                            const struct verdict_frame *frame, struct verdict_frame *against,
                                            bool *possible);

#define VERDICT_BEFORE_LEAST 8
#define VERDICT_AFTER_LEAST 3

#endif
