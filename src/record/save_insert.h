/* Rows on their way into one table, several a statement. Inside record/ only. */
#ifndef GOLDTHREAD_RECORD_SAVE_INSERT_H
#define GOLDTHREAD_RECORD_SAVE_INSERT_H

#include "base/list.h"
#include "store/store.h"

/* Names in a row, for LIST_ADD. */
struct name_list {
    const char **at;
    size_t count, room;
};

struct insert {
    struct store_connection *connection;
    const char *one, *many; /* statements for one row, and for INSERT_ROWS of them */
    size_t columns;
    size_t rows;                /* waiting */
    struct store_value *values; /* of the waiting rows */
};

#define INSERT_ROWS 32

CHECKED struct error *insert_make(void *ctx, struct store_connection *connection, const char *table,
                                  const struct name_list *columns, struct insert *insert);

/* Where the next row's values go, as many as there are columns. What they point to must live until insert_flush. */
CHECKED struct error *insert_row(struct insert *insert, struct store_value **values);

/* Sends the rows that wait. */
CHECKED struct error *insert_flush(struct insert *insert);

#endif
