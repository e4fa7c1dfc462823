/* What the files of the SQLite engine share. Inside store/ only. */
#ifndef GOLDTHREAD_STORE_SQLITE_INTERNAL_H
#define GOLDTHREAD_STORE_SQLITE_INTERNAL_H

#include "store/store_internal.h"

#include <sqlite3.h>

struct sqlite_statement {
    struct statement statement; /* first: the cache knows only this */
    sqlite3_stmt *prepared;
    int *positions; /* of $1..$n among SQLite's parameters, which it numbers by first use */
    size_t count;
};

static inline sqlite3 *sqlite_of(const struct store_connection *connection)
{
    return connection->native;
}

/* The error for an extended result code. `sql` is for the log and may be NULL. */
CHECKED struct error *sqlite_error(const void *ctx, struct store_connection *connection, int code, const char *sql);

/* Opening and closing: sqlite_open.c. */
CHECKED struct error *sqlite_open(struct store *store, const char *where);
CHECKED struct error *sqlite_connect(struct store_connection *connection);
void sqlite_close(struct store_connection *connection);
/* Opens the file anew when another one, or none, stands in its place. Outside a transaction only. */
CHECKED struct error *sqlite_follow_file(struct store_connection *connection);

/* Tables: sqlite_tables.c. */
CHECKED struct error *sqlite_ids_make(struct store_connection *connection, const char *table);
CHECKED struct error *sqlite_next_ids(struct store_connection *connection, const char *table, size_t count,
                                      int64_t *first);
CHECKED struct error *sqlite_backup(const void *ctx, struct store_connection *connection, const char *to_file);
CHECKED struct error *sqlite_table_names(void *ctx, struct store_connection *connection, struct text_list *names);
CHECKED struct error *sqlite_table_read(void *ctx, struct store_connection *connection, const char *table,
                                        struct actual_table *actual);
void sqlite_append_only(struct buffer *sql, const struct store_table *table, const struct append_only_names *names);
void sqlite_drop_trigger(struct buffer *sql, const char *table, const char *trigger);

#endif
