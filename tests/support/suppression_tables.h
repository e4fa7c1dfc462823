/* Tables for the suppression tests: random ones with hierarchies, real ones, and the same again in another order. */
#ifndef GOLDTHREAD_TESTS_SUPPRESSION_TABLES_H
#define GOLDTHREAD_TESTS_SUPPRESSION_TABLES_H

#include "stats/suppression.h"

#define SAMPLE_DIMENSIONS_MOST 3

/* A table and the problem made of it. */
struct sample {
    struct suppression_problem problem;
    struct suppression_cell *cells; /* the problem's */
    struct suppression_dimension dimensions[SAMPLE_DIMENSIONS_MOST];
    size_t dimension_count;
};

/* Reproducible random numbers: splitmix64 (Steele, Lea and Flood 2014). */
uint64_t random_bits(uint64_t *state);
size_t random_below(uint64_t *state, size_t limit);
double random_fraction(uint64_t *state);

/* A tree: item 0 the total, then `groups` groups (none when 0), then the leaves. */
struct suppression_dimension sample_tree(void *ctx, size_t leaves, size_t groups);

/* A table of zeros with these dimensions, its sums and its weights. Owned by ctx. */
struct sample *sample_of(void *ctx, const struct suppression_dimension *dimensions, size_t count);

/* Works out every total from its parts. */
void sample_add_up(struct sample *sample);

/* True for a cell that is no sum's total. */
bool sample_is_innermost(const struct sample *sample, size_t cell);

/* Fills the innermost cells at random: `spread` their mean, `zeros` the share of noughts; adds up. */
void sample_fill(struct sample *sample, uint64_t *state, double spread, double zeros);

/* One column of a table of two dimensions as shares of its rows' totals. */
void sample_add_shares(struct sample *sample, uint64_t *state);

/* A random table of at most so many rows and columns, and groups of them: some with shares, some hiding zeros. */
struct sample *sample_random(void *ctx, uint64_t *state, size_t rows_most, size_t columns_most);

/* The same with a third dimension of periods, which make a year. */
struct sample *sample_random_periods(void *ctx, uint64_t *state, size_t rows_most, size_t columns_most, size_t periods);

/* Reads a table of tests/stats/data: area, parent, then counts. Parents are groups of rows, and a column `q1/may` belongs
 * to the group q1; the top of either is the sum. */
struct sample *sample_read(void *ctx, const char *name);

/* Which cells a decision hides. Owned by ctx. */
bool *sample_hidden(void *ctx, const struct sample *sample, const struct suppression_result *result);

#endif
