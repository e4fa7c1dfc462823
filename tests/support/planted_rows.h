/* Rows put straight into a register's tables, past every rule of saving: for tests of reading, which must hold whatever
 * is there. */
#ifndef GOLDTHREAD_TESTS_PLANTED_ROWS_H
#define GOLDTHREAD_TESTS_PLANTED_ROWS_H

#include "engines.h"
#include "record/record.h"

/* Where rows are planted: a database of its own with the sample registers. Each planting is a version with the next entry
 * number. */
struct garden {
    void *ctx;
    struct scratch *scratch;
    struct store_connection *connection; /* as the program runs: on PostgreSQL neither owner nor superuser */
    struct store_connection *owner;      /* may change the schema */
    struct registers *registers;
    int64_t entry;
};

/* `engine` is _i of a test added by tcase_add_test_on_engines. */
struct garden garden_start(void *ctx, int engine);

/* One version of one record. */
struct planted {
    const struct register_def *def;
    int64_t id; /* 0: a new record */
    int64_t partnership;
    enum visibility visible;
    bool withdrawn;
    const char *known_from; /* NULL: 2020-01-01 */
    const char *values[20]; /* field, text, field, text ...; a REF's text is an id, a REF_MANY's ids joined by ; */
};

/* Plants it and makes it the current version. Returns the record's id; stops the test when the database refuses. */
int64_t plant(struct garden *garden, struct planted planted);

#endif
