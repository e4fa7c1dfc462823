/* Suppression: which figures of a release must be hidden so that nobody can work out a small count of children, not
 * even from the sums of rows, columns, parent areas, periods and earlier releases. Pure: figures in, decisions out.
 *
 * First the small counts are hidden (the rule). Then further figures, until every hidden one passes a test that is an
 * attacker's own calculation: by linear programming over everything shown, each hidden small count can still be any
 * value of the rule's range, and no hidden figure can be narrowed to fewer values than that range has. The test is
 * made against an attacker who also knows that zeros are never hidden; only where hiding everything would not help does
 * 0 count among the values that a small count may have. The changes that prove it are found one by one (after Fischetti
 * and Salazar-Gonzalez, "Models and algorithms for optimizing cell suppression in tabular data with linear constraints",
 * JASA 95, 2000; one programme a cell, its support hidden, then whatever turns out to be needless shown again).
 *
 * Hide everything derived from a hidden figure too: its rate, its point on a chart, its place in a mean. What is proved,
 * what it costs and what it does not cover: docs/statistics.md. */
#ifndef GOLDTHREAD_STATS_SUPPRESSION_H
#define GOLDTHREAD_STATS_SUPPRESSION_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct suppression_rule {
    int64_t high;   /* counts from 1 to this are hidden; 1 to 1000 */
    bool hide_zero; /* 0 is hidden like a small count; otherwise it is shown */
};

/* Counts from 1 to 5 hidden, zero shown: what the Department for Education does with children looked after. */
#define SUPPRESSION_RULE_DEFAULT ((struct suppression_rule){.high = 5, .hide_zero = false})

enum suppression_before {
    SUPPRESSION_NEW,       /* in no earlier release */
    SUPPRESSION_PUBLISHED, /* an earlier release shows this very figure: hiding it now protects nobody */
    SUPPRESSION_WITHHELD   /* an earlier release hides this very figure: it must stay hidden */
};

struct suppression_cell {
    int64_t value;                  /* the true count, 0 to 10^12 */
    enum suppression_before before; /* a figure that was since revised is a cell of its own */
    double weight;                  /* what hiding it costs the reader, compared with others; 0 counts as 1 */
    int64_t known_low, known_high;  /* a reader knows anyway that it is from one to the other; both 0: nothing known */
};

/* Counts in that the figure is shown somewhere rounded to a multiple of `unit` (2 or more), ties either way. */
void suppression_know_rounded(struct suppression_cell *cell, int64_t unit);

/* Counts in that the figure is shown somewhere as so many per `scale` (100, 10,000) of a denominator above 0 that the
 * reader knows, to so many decimals (0 to 6). */
void suppression_know_rate(struct suppression_cell *cell, int64_t denominator, int64_t scale, unsigned decimals);

/* value[total] = sum of value[parts]. Any sum that a reader may know: a row, a column, an area, a year of quarters. */
struct suppression_sum {
    size_t total;
    const size_t *parts; /* different cells, none of them the total */
    size_t count;
};

/* A figure that shows its numerator to whoever knows its denominator. */
struct suppression_rate {
    size_t numerator, denominator; /* cells */
    bool share;                    /* a part of the whole: what is left of the whole is a count of children too */
};

struct suppression_problem {
    struct suppression_rule rule;
    const struct suppression_cell *cells;
    size_t cell_count; /* at most SUPPRESSION_CELLS_MOST */
    const struct suppression_sum *sums;
    size_t sum_count;
    const struct suppression_rate *rates;
    size_t rate_count;
};

#define SUPPRESSION_CELLS_MOST 20000

enum suppression_status {
    SUPPRESSION_SHOWN,
    SUPPRESSION_SMALL, /* hidden by the rule */
    SUPPRESSION_OTHER, /* hidden to protect others, or because an earlier release hides it. Show both alike! */
};

struct suppression_result {
    enum suppression_status *status; /* one a cell, owned by ctx */
    bool *rate_hidden;               /* one a rate, owned by ctx */
    bool *exposed;     /* one a cell, owned by ctx: hidden, but what is known already gives it away or narrows it */
    size_t small, other, exposed_count;
    size_t fractional; /* proofs that only hold for an attacker who reckons with fractions of children; mostly 0 */
};

/* Decides for every cell and rate. Takes up to half a second for 800 figures that hang together by sums, seconds for
 * 2,500, minutes for 6,000; figures that no sum ties together cost nothing extra. Fails when values are out of range,
 * a sum does not add up (ERROR_INVALID, naming figure, sum or rate by its number from 1), or for want of memory. */
CHECKED struct error *suppression_decide(void *ctx, const struct suppression_problem *problem,
                                         struct suppression_result *result);

/* ---- tables ---- */

/* A dimension of a table: areas, categories, periods. Each item may belong to a parent item, which is then the sum of
 * its children. Items may stand in any order. */
struct suppression_dimension {
    const size_t *parent; /* of each item the number of its parent, or SUPPRESSION_TOP */
    size_t count;
};

#define SUPPRESSION_TOP SIZE_MAX
#define SUPPRESSION_DIMENSIONS_MOST 6

/* All sums of a table with these dimensions, owned by ctx. Cells are numbered with the last dimension running fastest:
 * cell(i, j) = i * dimensions[1].count + j. Fails when a parent is not an item or items go in a circle. */
CHECKED struct error *suppression_table_sums(void *ctx, const struct suppression_dimension *dimensions, size_t count,
                                             struct suppression_sum **sums, size_t *sum_count);

/* A weight for each cell, owned by ctx: 1 for the innermost, 2 more for each level of the tree below it, in every
 * dimension: totals are what most readers come for. */
CHECKED struct error *suppression_table_weights(void *ctx, const struct suppression_dimension *dimensions, size_t count,
                                                double **weights);

#endif
