/* Rows put straight into a register's tables, past every rule of saving: for tests of reading, which must hold whatever
 * is there. */
#ifndef GOLDTHREAD_TESTS_PLANTED_ROWS_H
#define GOLDTHREAD_TESTS_PLANTED_ROWS_H

#include "record/record.h"

/* Where rows are planted. Each planting is a version with the next entry number. */
struct garden {
    void *ctx;
    struct store_connection *connection;
    const struct registers *registers;
    int64_t entry;
};

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
