/* Reading as screens do, in a transaction of the actor's own, in one call each. A failure fails the test, but for those
 * that give the error back. */
#ifndef GOLDTHREAD_TESTS_READING_H
#define GOLDTHREAD_TESTS_READING_H

#include "record/record.h"

/* Runs SQL with {register}; rows as "a|b; c|d", NULL as -. */
const char *read_query(void *ctx, const struct reader *reader, const char *sql);
CHECKED struct error *read_query_error(void *ctx, const struct reader *reader, const char *sql);

/* NULL: not found. */
struct record *read_record(void *ctx, const struct reader *reader, const struct register_def *def, const char *key);
struct record *read_record_id(void *ctx, const struct reader *reader, const struct register_def *def, int64_t id);

struct record_list read_list(void *ctx, const struct reader *reader, const struct register_def *def,
                             struct record_list_request request);
CHECKED struct error *read_list_error(void *ctx, const struct reader *reader, const struct register_def *def,
                                      struct record_list_request request);

/* The keys on all pages joined by a blank, turning them one after another. */
const char *read_keys(void *ctx, const struct reader *reader, const struct register_def *def,
                      struct record_list_request request);

/* The texts of one field in all versions, newest first, joined by " < ". */
const char *read_history(void *ctx, const struct reader *reader, const struct record *record, const char *field);

#endif
