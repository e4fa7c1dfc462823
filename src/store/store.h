/* Where records are kept: one SQLite file, or one PostgreSQL database given by a connection string. This room knows
 * SQL and nothing of registers. What differs between the two engines stays behind this header.
 *
 * SQL is one text for both engines, in their common subset, upper case, always with parameters $1..$n. Values and
 * identifiers differ in how the engines hold them, so the store uses few kinds: 64-bit integers, text, bytes. Dates
 * are text YYYY-MM-DD, instants text YYYY-MM-DDTHH:MM:SSZ, decimals text as typed: they sort, compare and come back
 * exactly alike on both (on PostgreSQL text columns carry COLLATE "C", so that order is byte order everywhere). A
 * statement names each of its parameters $1..$n, and a parameter has one kind: say col IS NOT DISTINCT FROM $1, not
 * ($1 IS NULL OR ...).
 *
 * Threads: a struct store may be shared; a struct store_connection is used by one thread at a time.
 *
 * Errors: ERROR_BUSY: try again later (a lock, a lost connection, a statement that took too long). ERROR_CONFLICT:
 * it would contradict what is recorded (unique, foreign key, append-only). ERROR_STORE: the database refused or is not
 * there (disk full, read-only, damaged, not a database). ERROR_INTERNAL: a fault of ours. The message says what, where
 * and what to do; the detail has the SQL. An error of a call that takes no ctx is kept by its connection, and outlives
 * at least seven further transactions on it. */
#ifndef GOLDTHREAD_STORE_STORE_H
#define GOLDTHREAD_STORE_STORE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;            /* which database, and the lock that makes writers take turns in this process */
struct store_connection; /* one conversation with it, with its cache of prepared statements */
struct store_rows;       /* the answer to a query, read row by row */

enum store_engine { STORE_SQLITE, STORE_POSTGRES };

/* --- opening ------------------------------------------------------------------------------------------------------ */

/* `where` is a file name or postgresql://...; the file is made (readable by its owner only) when the first connection
 * is opened. Nothing is connected yet. Owned by ctx. */
CHECKED struct error *store_open(void *ctx, const char *where, struct store **store);
enum store_engine store_engine(const struct store *store);
/* The file name, or the connection string without its password: for messages. */
const char *store_where(const struct store *store);

/* A conversation, owned by ctx and closed when ctx is freed. SQLite: WAL, synchronous=FULL, foreign keys on, defensive,
 * double-quoted strings off, trusted schema off. PostgreSQL: statement timeout, UTC, one retry on a dropped connection
 * outside a transaction. */
CHECKED struct error *store_connect(void *ctx, struct store *store, struct store_connection **connection);
struct store *store_of(struct store_connection *connection);

/* --- values ------------------------------------------------------------------------------------------------------- */

enum store_kind { STORE_KIND_NULL, STORE_KIND_INTEGER, STORE_KIND_TEXT, STORE_KIND_BYTES };

/* A parameter. The bytes are borrowed until the call that takes it returns. */
struct store_value {
    enum store_kind kind;
    int64_t integer;
    const char *bytes; /* text need not end in NUL; it must be UTF-8 without NUL, else the statement is ERROR_INVALID */
    size_t count;
};

struct store_value store_null(void);
struct store_value store_integer(int64_t value);
struct store_value store_text(const char *text); /* NULL: null */
struct store_value store_bytes(const void *bytes, size_t count);

/* --- statements --------------------------------------------------------------------------------------------------- */

/* Runs a query. The rows are owned by ctx and end when ctx is freed, when they have been read to the end, or with the
 * transaction; several queries may be open at once on a connection, even of the same text. Statements are prepared
 * once a connection and text, in a bounded least-recently-used cache. INSERT, UPDATE and DELETE with RETURNING have
 * been done when it returns. Do not change a table while reading rows of it. PostgreSQL holds the whole answer in
 * memory. */
CHECKED struct error *store_query(void *ctx, struct store_connection *connection, const char *sql,
                                  const struct store_value *values, size_t count, struct store_rows **rows);

/* Moves to the next row: *more is false after the last. Texts read from the row before are gone; copy what you keep. */
CHECKED struct error *store_next(struct store_rows *rows, bool *more);
/* Ends a query before its last row. Optional: freeing ctx does it. */
void store_end(struct store_rows *rows);

/* The current row's values by column number from 0. Text ends in NUL and is NULL where the value is null. */
bool store_is_null(const struct store_rows *rows, int column);
int64_t store_get_integer(const struct store_rows *rows, int column); /* 0 where null */
const char *store_get_text(const struct store_rows *rows, int column);
const void *store_get_bytes(const struct store_rows *rows, int column, size_t *count);
int store_column_count(const struct store_rows *rows);

/* Runs a statement that returns no rows, inside store_write; *changed (may be NULL) is the number of rows touched. */
CHECKED struct error *store_execute(struct store_connection *connection, const char *sql,
                                    const struct store_value *values, size_t count, int64_t *changed);

/* Runs several statements without parameters, for schema changes; within the caller's store_write. */
CHECKED struct error *store_script(struct store_connection *connection, const char *sql);

/* One integer from a query of one row and one column; `otherwise` when there is no row or it is null. */
CHECKED struct error *store_query_integer(struct store_connection *connection, const char *sql,
                                          const struct store_value *values, size_t count, int64_t otherwise,
                                          int64_t *value);

/* What a connection sees, as a number: equal numbers in two reading transactions of one connection mean that nobody saved
 * anything between them, so what the first read the second need not read again. 0: it cannot be told, as on PostgreSQL,
 * in a writing transaction, and before the first statement of any. */
int64_t store_version(const struct store_connection *connection);

/* store_query_integer for what is asked on every page and changes seldom, such as a total: without parameters, and
 * answered from memory as long as store_version allows. */
CHECKED struct error *store_query_integer_kept(struct store_connection *connection, const char *sql, int64_t otherwise,
                                               int64_t *value);

/* Texts that a connection keeps for its user until it closes: SQL that is put together from parts need be so only once.
 * NULL: none is kept under that key. */
const char *store_kept_text(const struct store_connection *connection, const char *key);
/* Keeps a copy of a text under a key that has none, and returns the copy; `text` itself when there is no room for it. */
const char *store_keep_text(struct store_connection *connection, const char *key, const char *text);

/* --- transactions ------------------------------------------------------------------------------------------------- */

/* Who this transaction acts for: on PostgreSQL the row-level security policies read it (set_config, local to the
 * transaction: goldthread.partnership, goldthread.visible); SQLite has no second lock and ignores it. */
struct store_scope {
    int64_t partnership; /* rows of this partnership and of the shared partnership 0 */
    int visible;         /* rows whose visibility is at most this; see record/record.h */
    bool shared_writer;  /* may write rows of partnership 0 */
};

/* Runs `function` in a transaction: committed if it returns NULL, else rolled back and its error returned. The only
 * place that begins, commits, rolls back or unlocks. A write waits its fair turn behind one lock a process (SQLite:
 * BEGIN IMMEDIATE inside that lock; PostgreSQL: serialised a partnership by an advisory lock; a shared writer also
 * takes partnership 0's). Not nestable. A scope of NULL acts for nobody, as schema changes do: on PostgreSQL it sees
 * no row of a scoped table.
 *
 * A statement that failed dooms its transaction: every later one fails, and nothing is committed. On PostgreSQL the
 * function is called once more after a serialisation failure, a deadlock or a changed schema, so it begins by
 * resetting what it writes for its caller. */
CHECKED struct error *store_write(struct store_connection *connection, const struct store_scope *scope,
                                  struct error *(*function)(struct store_connection *, void *), void *argument);

/* The same for reading: one consistent snapshot, refusing writes. */
CHECKED struct error *store_read(struct store_connection *connection, const struct store_scope *scope,
                                 struct error *(*function)(struct store_connection *, void *), void *argument);

/* --- schema ------------------------------------------------------------------------------------------------------- */

enum store_column_kind { STORE_COLUMN_ID, STORE_COLUMN_INTEGER, STORE_COLUMN_TEXT, STORE_COLUMN_BYTES };

struct store_column {
    const char *name;
    enum store_column_kind kind; /* ID: the primary key, called id; given by store_next_ids, never by the engine */
    bool required;               /* NOT NULL */
    const char *references;      /* table whose id this is: a deferrable, initially deferred foreign key; NULL: none */
};

struct store_index {
    const char *columns; /* "partnership, title, id" */
    const char *where;   /* partial index condition; NULL: whole */
    bool unique;
};

/* A table to be made, rendered for the engine at hand. The arrays end with a zeroed item. */
struct store_table {
    const char *name;
    const struct store_column *columns;
    const struct store_index *indexes;  /* may be NULL */
    const char *primary_key;            /* "record, target" for tables without an ID column; NULL: the ID column */
    bool append_only;                   /* UPDATE and DELETE are refused by the database itself */
    const char *erasing; /* append_only, but an UPDATE that changes this column is let through: how a retention
                            rule erases a value, leaving its mark; NULL: no UPDATE at all */
    bool scoped;         /* has partnership and visible: PostgreSQL row-level security, forced, by store_scope */
    bool scoped_by_partnership;         /* has partnership only: the same without visibility */
};

/* Makes the table with its indexes, triggers and policies if it is absent; adds columns it lacks (nullable ones only: a
 * required column that is missing is an error saying that it needs a migration); adds and drops indexes, triggers and
 * policies until they are as declared. Inside store_write. A table may be referred to before it is made. */
CHECKED struct error *store_table_make(struct store_connection *connection, const struct store_table *table);

/* Lets whoever owns the table see and change all its rows, as a migration must, until store_table_make guards it again in the
 * same store_write. SQLite: nothing, there is no guard. */
CHECKED struct error *store_table_unguard(struct store_connection *connection, const char *table);

/* What differs between the database and the table as declared, as sentences; *count 0: nothing. Owned by ctx. */
CHECKED struct error *store_table_differences(void *ctx, struct store_connection *connection,
                                              const struct store_table *table, const char ***sentences, size_t *count);

/* The names of all tables there but the store's own, sorted, owned by ctx. */
CHECKED struct error *store_table_names(void *ctx, struct store_connection *connection, const char ***names,
                                        size_t *count);

/* Takes `count` fresh ids for a table with an ID column; *first, at least 1, is the first of an unbroken run. Inside
 * store_write. Ids of a write that was rolled back may be lost or given again. */
CHECKED struct error *store_next_ids(struct store_connection *connection, const char *table, size_t count,
                                     int64_t *first);

/* Copies the whole database, as last committed, to a new file (SQLite's backup interface); outside any transaction. An
 * existing file is ERROR_CONFLICT. On PostgreSQL it fails, saying to use pg_dump. */
CHECKED struct error *store_backup(struct store_connection *connection, const char *to_file);

/* --- for tests ---------------------------------------------------------------------------------------------------- */

/* The statement after the next `after` ones on this connection fails as if the database had refused it; -1: never. The
 * beginning and the commit of a transaction count as statements. It fails once. */
void store_fail_after(struct store_connection *connection, long after);

#endif
