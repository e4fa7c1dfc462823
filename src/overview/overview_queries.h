/* What the first page counts. */
#ifndef GOLDTHREAD_OVERVIEW_OVERVIEW_QUERIES_H
#define GOLDTHREAD_OVERVIEW_OVERVIEW_QUERIES_H

#include "app/feature.h"

struct overview_counts {
    int64_t priorities, risks;
    int64_t outcomes, outcomes_due, outcomes_completed, outcomes_rated;
    int64_t expectations, actions, evidence;
    int64_t measures;
    int64_t sources;
};

CHECKED struct error *overview_count(void *ctx, const struct reader *reader, struct overview_counts *counts);

/* The newest report's key and title, NULL when there is none; its coverage: requirements of its edition, how many were looked
 * at, how many are met. */
struct overview_report {
    const char *key, *title;
    int64_t requirements, looked_at, met;
};
CHECKED struct error *overview_report(void *ctx, const struct reader *reader, struct overview_report *report);

#endif
