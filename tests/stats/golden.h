/* Golden cases: each is a folder with the input of a reference program and what it answered. Here the engine
 * answers the same question and writes it in the same columns, for the check in golden_test.c and for the program
 * `golden`. */
#ifndef GOLDTHREAD_TESTS_STATS_GOLDEN_H
#define GOLDTHREAD_TESTS_STATS_GOLDEN_H

#include "base/error.h"
#include "stats/funnel.h"
#include "stats/spc.h"

#include <stdbool.h>
#include <stddef.h>

/* A CSV file in memory. */
struct golden_table {
    size_t columns, rows;
    const char **names; /* one a column */
    const char **cells; /* row by row */
};

struct golden_case {
    const char *name;   /* "xmr-001" */
    const char *family; /* "xmr" */
    struct golden_table input;
    struct golden_table params; /* key,value */
};

/* What the engine answers: CSV texts owned by ctx. */
struct golden_answer {
    const char *expected, *summary;
};

/* Reads a file whole; a missing one is ERROR_NOT_FOUND. */
CHECKED struct error *golden_read(const void *ctx, const char *path, struct golden_table *table);
CHECKED struct error *golden_parse(const void *ctx, const char *name, const char *text, struct golden_table *table);
CHECKED struct error *golden_read_case(const void *ctx, const char *folder, const char *name,
                                       struct golden_case *golden);

/* Answers a case of any family. */
CHECKED struct error *golden_answer(const void *ctx, const struct golden_case *golden, struct golden_answer *answer);

/* ---- for the families ---- */

/* "" when there is no such column or key. */
const char *golden_cell(const struct golden_table *table, size_t row, const char *column);
const char *golden_param(const struct golden_case *golden, const char *key);
bool golden_has_column(const struct golden_table *table, const char *column);

/* NAN for an empty cell and for what is no number. */
double golden_number(const char *text);
double golden_figure(const struct golden_table *table, size_t row, const char *column);
double golden_param_figure(const struct golden_case *golden, const char *key, double otherwise);
bool golden_param_true(const struct golden_case *golden, const char *key);

/* improvement_direction; TRUE or FALSE as a screening. */
enum improvement golden_direction(const struct golden_case *golden);
enum spc_screening golden_screening(const struct golden_case *golden, const char *key);

/* group, numerator, denominator. */
CHECKED struct error *golden_read_areas(const void *ctx, const struct golden_table *input,
                                        struct funnel_area **areas);

/* A table being written, cell by cell. */
struct golden_writer;
CHECKED struct error *golden_writer_make(const void *ctx, const char *columns, struct golden_writer **writer);
void golden_text(struct golden_writer *writer, const char *text);
void golden_number_cell(struct golden_writer *writer, double figure); /* NAN as "NaN" */
void golden_number_or_empty(struct golden_writer *writer, double figure);
void golden_count(struct golden_writer *writer, size_t count);
void golden_bool(struct golden_writer *writer, bool truth);
CHECKED struct error *golden_written(struct golden_writer *writer, const char **text);

CHECKED struct error *golden_xmr(const void *ctx, const struct golden_case *golden, struct golden_answer *answer);
CHECKED struct error *golden_qic(const void *ctx, const struct golden_case *golden, struct golden_answer *answer);
CHECKED struct error *golden_nhs_rules(const void *ctx, const struct golden_case *golden,
                                       struct golden_answer *answer);
CHECKED struct error *golden_funnel(const void *ctx, const struct golden_case *golden, struct golden_answer *answer);
CHECKED struct error *golden_funnel_powerbi(const void *ctx, const struct golden_case *golden,
                                            struct golden_answer *answer);
CHECKED struct error *golden_fingertips(const void *ctx, const struct golden_case *golden,
                                        struct golden_answer *answer);
CHECKED struct error *golden_interval(const void *ctx, const struct golden_case *golden,
                                      struct golden_answer *answer);
CHECKED struct error *golden_segmented(const void *ctx, const struct golden_case *golden,
                                       struct golden_answer *answer);
CHECKED struct error *golden_before_and_after(const void *ctx, const struct golden_case *golden,
                                              struct golden_answer *answer);
CHECKED struct error *golden_projection(const void *ctx, const struct golden_case *golden,
                                        struct golden_answer *answer);

#endif
