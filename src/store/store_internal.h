/* What an engine is to the rest of this room, and what a connection and its rows are to the engines. Inside store/
 * only. */
#ifndef GOLDTHREAD_STORE_STORE_INTERNAL_H
#define GOLDTHREAD_STORE_STORE_INTERNAL_H

#include "base/buffer.h"
#include "base/list.h"
#include "base/text.h"
#include "store/kept_texts.h"
#include "store/statement_cache.h"
#include "store/store.h"
#include "store/turn.h"

/* How long a writer waits for the others of this process, and on PostgreSQL for a lock. */
#define WRITE_WAIT_SECONDS 30
/* How long SQLite waits for another process: the command line beside the server. */
#define OTHER_PROCESS_WAIT_SECONDS 5
/* How long a statement may take on PostgreSQL. */
#define STATEMENT_SECONDS 60
/* PostgreSQL's own limit, held on both. */
#define VALUES_MOST 65535
#define VALUE_BYTES_MOST ((size_t)256 << 20)

/* SQLite's store_next_ids; nobody else's business, so neither listed nor compared. */
#define IDS_TABLE "store_ids"

struct engine;

struct store {
    const struct engine *engine;
    char *address; /* what the engine connects to */
    char *where;   /* the same without a password */
    struct turn turn;
};

enum transaction { TRANSACTION_NONE, TRANSACTION_READING, TRANSACTION_WRITING };

#define ERROR_SHELVES 8

struct store_connection {
    struct store *store;
    const struct engine *engine;
    void *native; /* sqlite3 * or struct postgres * */
    struct statement_cache statements;
    struct kept_texts texts;
    struct store_rows *open_rows;
    enum transaction transaction;
    bool doomed;  /* a statement of this transaction failed */
    bool again;   /* the transaction failed in a way that asks for doing it again at once */
    long fail_after;
    /* Errors of calls without a ctx. A shelf with errors on it is cleared when its turn comes again. */
    void *shelves[ERROR_SHELVES];
    size_t shelf;
};

enum rows_state { ROWS_FIRST, ROWS_READING, ROWS_FINISHED, ROWS_CUT_OFF };

struct store_rows {
    struct store_connection *connection; /* NULL once ended */
    struct store_rows *before, *after;   /* the connection's other open rows */
    enum rows_state state;               /* FIRST: the engine stands on the first row, which nobody has seen */
    int column_count;
    struct statement *statement; /* the prepared statement, in use */
    void *result;                /* the engine's own */
};

struct actual_column {
    const char *name, *type;
    bool required;
    const char *references; /* NULL: none */
};

enum guard { GUARD_NONE, GUARD_PARTNERSHIP, GUARD_VISIBLE, GUARD_OTHER /* not made by us, or not wholly */ };

/* A table as it is in the database. */
struct actual_table {
    bool there;
    LIST_OF(struct actual_column) columns;
    const char *primary_key;   /* "record, target" */
    struct text_list indexes;  /* but the primary key's */
    struct text_list triggers; /* names */
    enum guard guard;          /* row-level security */
    bool strict;
};

struct append_only_names {
    char *no_update, *no_delete;
};

/* How the engines' tables differ. */
struct dialect {
    const char *types[4]; /* by enum store_column_kind: as written in CREATE TABLE and as found in the catalogue */
    const char *options;  /* after CREATE TABLE (...) */
    const char *keyed_options; /* the same for a table without an ID column */
    bool references_must_exist;
    bool has_guards;
};

struct engine {
    enum store_engine kind;
    struct dialect dialect;
    bool takes_turns; /* one writer a process */

    CHECKED struct error *(*open)(struct store *store, const char *where);
    CHECKED struct error *(*connect)(struct store_connection *connection);
    void (*close)(struct store_connection *connection);

    CHECKED struct error *(*begin)(const void *ctx, struct store_connection *connection,
                                   const struct store_scope *scope, bool writing);
    CHECKED struct error *(*commit)(const void *ctx, struct store_connection *connection);
    void (*roll_back)(struct store_connection *connection);

    /* Leaves `rows` standing on the first row, or finished. */
    CHECKED struct error *(*query)(const void *ctx, struct store_connection *connection, const char *sql,
                                   const struct store_value *values, size_t count, struct store_rows *rows);
    CHECKED struct error *(*next)(const void *ctx, struct store_rows *rows, bool *more);
    void (*end)(struct store_rows *rows);
    bool (*is_null)(const struct store_rows *rows, int column);
    int64_t (*get_integer)(const struct store_rows *rows, int column);
    const char *(*get_text)(const struct store_rows *rows, int column);
    const void *(*get_bytes)(const struct store_rows *rows, int column, size_t *count);

    CHECKED struct error *(*execute)(const void *ctx, struct store_connection *connection, const char *sql,
                                     const struct store_value *values, size_t count, int64_t *changed);
    /* store_version; NULL: it cannot tell */
    int64_t (*version)(const struct store_connection *connection);
    CHECKED struct error *(*script)(const void *ctx, struct store_connection *connection, const char *sql);

    CHECKED struct error *(*ids_make)(struct store_connection *connection, const char *table);
    CHECKED struct error *(*next_ids)(struct store_connection *connection, const char *table, size_t count,
                                      int64_t *first);
    CHECKED struct error *(*backup)(const void *ctx, struct store_connection *connection, const char *to_file);

    CHECKED struct error *(*table_names)(void *ctx, struct store_connection *connection, struct text_list *names);
    CHECKED struct error *(*table_read)(void *ctx, struct store_connection *connection, const char *table,
                                        struct actual_table *actual);
    /* SQL that makes the two triggers of an append-only table, appended to `sql`. */
    void (*append_only)(struct buffer *sql, const struct store_table *table, const struct append_only_names *names);
    void (*drop_trigger)(struct buffer *sql, const char *table, const char *trigger);
    /* SQL that replaces the table's row-level security; only where dialect.has_guards. */
    void (*guard)(struct buffer *sql, const char *table, enum guard guard);
};

extern const struct engine sqlite_engine;
extern const struct engine postgres_engine;

/* Where the errors of a connection's calls without a ctx go. */
void *store_shelf(struct store_connection *connection);

/* The first column of each row of the answer, copied onto ctx. */
CHECKED struct error *store_read_names(void *ctx, struct store_connection *connection, const char *sql,
                                       const struct store_value *values, size_t count, struct text_list *names);

/* The columns of `actual` by an engine's query of its catalogue: name, type, whether required, table referred to. */
CHECKED struct error *store_read_columns(void *ctx, struct store_connection *connection, const char *sql,
                                         const struct store_value *table, struct actual_table *actual);

/* Ends all open rows: their transaction is over, or the connection closes. */
void store_cut_off_rows(struct store_connection *connection);

#endif
