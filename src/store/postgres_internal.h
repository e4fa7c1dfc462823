/* What the files of the PostgreSQL engine share. Inside store/ only. */
#ifndef GOLDTHREAD_STORE_POSTGRES_INTERNAL_H
#define GOLDTHREAD_STORE_POSTGRES_INTERNAL_H

#include "store/store_internal.h"

#include <libpq-fe.h>

/* Types whose numbers PostgreSQL keeps for ever (pg_type.dat). */
#define TYPE_INFERRED 0
#define TYPE_BOOL 16
#define TYPE_BYTEA 17
#define TYPE_INT8 20
#define TYPE_TEXT 25

/* The SQLSTATE that our own triggers raise. */
#define STATE_APPEND_ONLY "GT001"

struct postgres {
    PGconn *server;       /* NULL once closed */
    unsigned long number; /* of the last statement prepared: its name */
    bool forgotten;       /* the server knows the statements in the cache no more */
    bool collided;        /* the last transaction and another were in each other's way */
    bool stale;           /* the schema changed: prepare everything anew before the next transaction */
};

static inline struct postgres *postgres_of(const struct store_connection *connection)
{
    return connection->native;
}

/* Opening, closing and errors: postgres_open.c. */
CHECKED struct error *postgres_open(struct store *store, const char *where);
CHECKED struct error *postgres_connect(struct store_connection *connection);
void postgres_close(struct store_connection *connection);
/* True when the last failure was the loss of the connection. */
bool postgres_lost(const struct store_connection *connection);
/* Connects again after a loss; statements are prepared anew. */
CHECKED struct error *postgres_reconnect(const void *ctx, struct store_connection *connection);
/* The error of a failed result, which may be NULL and is cleared. `sql` is for the log. */
CHECKED struct error *postgres_error(const void *ctx, struct store_connection *connection, PGresult *result,
                                     const char *sql);

/* Tables: postgres_tables.c. */
CHECKED struct error *postgres_ids_make(struct store_connection *connection, const char *table);
CHECKED struct error *postgres_next_ids(struct store_connection *connection, const char *table, size_t count,
                                        int64_t *first);
CHECKED struct error *postgres_table_names(void *ctx, struct store_connection *connection, struct text_list *names);
CHECKED struct error *postgres_table_read(void *ctx, struct store_connection *connection, const char *table,
                                          struct actual_table *actual);
void postgres_append_only(struct buffer *sql, const struct store_table *table, const struct append_only_names *names);
void postgres_drop_trigger(struct buffer *sql, const char *table, const char *trigger);
void postgres_guard(struct buffer *sql, const char *table, enum guard guard);

#endif
