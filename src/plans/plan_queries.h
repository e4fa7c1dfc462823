/* The plan's queries: for this room's screens. */
#ifndef GOLDTHREAD_PLANS_PLAN_QUERIES_H
#define GOLDTHREAD_PLANS_PLAN_QUERIES_H

#include "app/web.h"
#include "plans/plans.h"

/* The plan agreed last; ERROR_NOT_FOUND when there is none. */
CHECKED struct error *plan_newest(void *ctx, const struct reader *reader, int64_t *id);

/* The plan's sections in order. */
CHECKED struct error *plan_sections(void *ctx, const struct reader *reader, const struct record *plan,
                                    struct record_list *sections);

/* A row for every outcome and dimension of the plan. */
CHECKED struct error *plan_table(struct visit *visit, const struct record *plan, struct table **table);

/* An outcome's ratings, a row a dimension of its section: dimension, standing, colour, about the rating. */
CHECKED struct error *outcome_ratings_table(struct visit *visit, const struct record *outcome, struct table **table);

/* Takes the next line from *lines and moves on; NULL after the last (or without memory). Owned by ctx. */
const char *plan_next_line(void *ctx, const char **lines);

#endif
