/* One table for the tests of the store, and short ways to fill and count it. Every failure fails the test. */
#ifndef GOLDTHREAD_TESTS_THING_H
#define GOLDTHREAD_TESTS_THING_H

#include "store/store.h"

/* id, number, words (unique), bytes, other (refers to thing) */
extern const struct store_table thing;

/* A scope for tests that have no partnerships. */
extern const struct store_scope thing_scope;

/* A fresh database of that engine with the table in it, and a connection to it on ctx. */
struct store_connection *thing_start(void *ctx, int engine);

/* The same in a database there is already. */
struct scratch;
struct store_connection *thing_make(void *ctx, const struct scratch *scratch);

/* Runs one statement in a write of its own. */
CHECKED struct error *thing_change(struct store_connection *connection, const char *sql,
                                   const struct store_value *values, size_t count, int64_t *changed);

/* Runs a script in a write of its own. */
CHECKED struct error *thing_script(struct store_connection *connection, const char *sql);

CHECKED struct error *thing_add(struct store_connection *connection, int64_t id, const char *words);

int64_t thing_count(struct store_connection *connection);

#endif
