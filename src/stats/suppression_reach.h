/* How far one cell of a table can move while every published figure and every sum stays as it is: the question an
 * attacker asks of hidden cells, and the one that suppression.c asks before it publishes. A linear programme, solved
 * by a primal simplex method over a condensed tableau. Cells are numbered from 0 and change by y[cell]; a relation
 * says that the changes of its parts add up to the change of its total. Belongs to suppression.c alone. */
#ifndef GOLDTHREAD_STATS_SUPPRESSION_REACH_H
#define GOLDTHREAD_STATS_SUPPRESSION_REACH_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reach;

/* A number between 1 and 2 that differs from cell to cell without pattern (a pattern would let sums of them coincide)
 * and is the same in every run: the finaliser of splitmix64 (Steele, Lea and Flood 2014). */
double reach_spread(size_t cell);

/* One sum: the changes of the parts add up to that of the total, or to nothing when the total is published. The cells
 * of one sum are different from each other. */
struct reach_sum {
    size_t total; /* REACH_FIXED: published */
    const size_t *parts;
    size_t count;
};

#define REACH_FIXED SIZE_MAX

/* What may change, and what each unit of change costs. Arrays of one entry a cell. */
struct reach_terms {
    const double *room_down; /* how far the cell may fall, 0 or more */
    const double *room_up;   /* how far it may rise, 0 or more; INFINITY: without limit */
    const double *cost;      /* of each unit it moves, 0 or more; NULL: any movement will do */
};

/* The system of these sums over `cells` cells, all at rest; owned by ctx. The sums must live as long. */
CHECKED struct error *reach_new(void *ctx, size_t cells, const struct reach_sum *sums, size_t sum_count,
                                struct reach **out);

/* Moves `cell` by `distance` (up when positive, down when negative), the others following as the sums demand within
 * their room, at the least cost the method finds. *possible: every cell's change is in y, and sums and room were
 * checked on it, whether its cost is the very least or not. Otherwise there is no room, and y is a change that goes as
 * far as it can. The system may be asked any number of times: what it remembers only makes the next answer faster.
 * Fails only for want of memory. */
CHECKED struct error *reach_move(struct reach *reach, const struct reach_terms *terms, size_t cell, double distance,
                                 double *y, bool *possible);

#endif
