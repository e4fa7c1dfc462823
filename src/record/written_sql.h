/* SQL put together from declarations and from who asks, kept with the connection: putting it together for each page would
 * cost as much as running it. Inside record/ only.
 *
 *     struct written_sql sql = written_sql_find(ctx, reader, "references %s %zu", shape->def->name, count);
 *     if (!sql.text) {
 *         references_write(&sql.draft, &reader->actor, shape, count);
 *         TRY(written_sql_keep(&sql));
 *     }
 *     TRY(store_query(ctx, reader->connection, sql.text, ...)); */
#ifndef GOLDTHREAD_RECORD_WRITTEN_SQL_H
#define GOLDTHREAD_RECORD_WRITTEN_SQL_H

#include "base/buffer.h"
#include "record/record.h"

struct written_sql {
    const struct reader *reader;
    struct buffer key;   /* the registers, the actor, and what the SQL is for */
    struct buffer draft; /* empty; where to write the SQL when there is none */
    const char *text;    /* NULL: to be written */
};

/* Looks for SQL that does what `what` says for this reader's actor. Two texts that differ must differ in what is said. */
struct written_sql written_sql_find(void *ctx, const struct reader *reader, const char *what, ...)
    __attribute__((format(printf, 3, 4)));

/* Keeps the draft for the next time and sets `text`. Fails when a write into the draft did. */
CHECKED struct error *written_sql_keep(struct written_sql *sql);

#endif
