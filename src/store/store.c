/* The part of the store that is the same for both engines: opening, transactions, and the rules that every statement
 * keeps whichever engine runs it. */
#include "store/store.h"

#include "store/store_internal.h"

#include <talloc.h>

/* --- opening ------------------------------------------------------------------------------------------------------ */

static int release_store(struct store *store)
{
    turn_release(&store->turn);
    return 0;
}

struct error *store_open(void *ctx, const char *where, struct store **out)
{
    struct store *store = talloc_zero(ctx, struct store);
    TRY_MEMORY(store);
    turn_init(&store->turn);
    talloc_set_destructor(store, release_store);

    bool postgres = strncmp(where, "postgresql://", 13) == 0 || strncmp(where, "postgres://", 11) == 0;
    if (!postgres && strstr(where, "://"))
        return ERROR_NEW(ctx, ERROR_INVALID,
                         "\"%s\" is not a database: expected a file name or postgresql://USER@HOST/DATABASE.", where);
    store->engine = postgres ? &postgres_engine : &sqlite_engine;
    TRY(store->engine->open(store, where));
    *out = store;
    return NULL;
}

enum store_engine store_engine(const struct store *store)
{
    return store->engine->kind;
}

const char *store_where(const struct store *store)
{
    return store->where;
}

static int close_connection(struct store_connection *connection)
{
    store_cut_off_rows(connection);
    connection->engine->close(connection);
    return 0;
}

struct error *store_connect(void *ctx, struct store *store, struct store_connection **out)
{
    struct store_connection *connection = talloc_zero(ctx, struct store_connection);
    TRY_MEMORY(connection);
    connection->store = store;
    connection->engine = store->engine;
    connection->fail_after = -1;
    for (size_t i = 0; i < ERROR_SHELVES; i++) {
        connection->shelves[i] = talloc_new(connection);
        TRY_MEMORY(connection->shelves[i]);
    }
    talloc_set_destructor(connection, close_connection);

    struct error *error = store->engine->connect(connection);
    if (error) {
        /* The error must outlive the connection that could not be made. */
        if (error->kind != ERROR_MEMORY)
            talloc_steal(ctx, error);
        talloc_free(connection);
        return error;
    }
    *out = connection;
    return NULL;
}

struct store *store_of(struct store_connection *connection)
{
    return connection->store;
}

void *store_shelf(struct store_connection *connection)
{
    return connection->shelves[connection->shelf];
}

static void next_shelf(struct store_connection *connection)
{
    if (talloc_total_blocks(store_shelf(connection)) > 1) {
        connection->shelf = (connection->shelf + 1) % ERROR_SHELVES;
        talloc_free_children(store_shelf(connection));
    }
}

/* --- values ------------------------------------------------------------------------------------------------------- */

struct store_value store_null(void)
{
    return (struct store_value){.kind = STORE_KIND_NULL};
}

struct store_value store_integer(int64_t value)
{
    return (struct store_value){.kind = STORE_KIND_INTEGER, .integer = value};
}

struct store_value store_text(const char *text)
{
    if (!text)
        return store_null();
    return (struct store_value){.kind = STORE_KIND_TEXT, .bytes = text, .count = strlen(text)};
}

struct store_value store_bytes(const void *bytes, size_t count)
{
    return (struct store_value){.kind = STORE_KIND_BYTES, .bytes = bytes, .count = count};
}

/* The engines judge text differently: PostgreSQL refuses what is not UTF-8 and cannot hold a NUL, SQLite takes all. */
static struct error *check_values(const void *ctx, const char *sql, const struct store_value *values, size_t count)
{
    if (count > VALUES_MOST)
        return ERROR_DETAIL(ctx, ERROR_INTERNAL, sql, "A statement has %zu values; at most %d are possible.", count,
                            VALUES_MOST);
    for (size_t i = 0; i < count; i++) {
        if (values[i].count > VALUE_BYTES_MOST)
            return ERROR_DETAIL(ctx, ERROR_INVALID, sql, "A value of %zu bytes is too long; at most %zu can be kept.",
                                values[i].count, VALUE_BYTES_MOST);
        if (values[i].kind == STORE_KIND_TEXT && !text_is_utf8(values[i].bytes, values[i].count))
            return ERROR_DETAIL(ctx, ERROR_INVALID, sql,
                                "A text contains bytes that are not UTF-8, or a NUL: it cannot be kept.");
    }
    return NULL;
}

/* --- statements --------------------------------------------------------------------------------------------------- */

/* What every statement has to pass before its engine sees it. */
static struct error *may_run(const void *ctx, struct store_connection *connection, const char *sql)
{
    connection->again = false;
    if (connection->doomed)
        return ERROR_DETAIL(ctx, ERROR_INTERNAL, sql,
                            "A statement was tried after another had failed in the same transaction.");
    if (connection->fail_after >= 0 && connection->fail_after-- == 0)
        return ERROR_DETAIL(ctx, ERROR_STORE, sql, "The database %s refused a statement, because a test asked for it.",
                            connection->store->where);
    return NULL;
}

/* Notes that a transaction cannot be committed any more. */
static struct error *note_failure(struct store_connection *connection, struct error *error)
{
    if (error && connection->transaction != TRANSACTION_NONE)
        connection->doomed = true;
    return error;
}

static void leave_connection(struct store_rows *rows)
{
    struct store_connection *connection = rows->connection;
    if (!connection)
        return;
    connection->engine->end(rows);
    *(rows->before ? &rows->before->after : &connection->open_rows) = rows->after;
    if (rows->after)
        rows->after->before = rows->before;
    rows->connection = NULL;
}

static int end_freed_rows(struct store_rows *rows)
{
    leave_connection(rows);
    return 0;
}

void store_cut_off_rows(struct store_connection *connection)
{
    while (connection->open_rows) {
        struct store_rows *rows = connection->open_rows;
        leave_connection(rows);
        rows->state = ROWS_CUT_OFF;
    }
}

static struct error *query(void *ctx, struct store_connection *connection, const char *sql,
                           const struct store_value *values, size_t count, struct store_rows **out)
{
    TRY(may_run(ctx, connection, sql));
    TRY(check_values(ctx, sql, values, count));
    struct store_rows *rows = talloc_zero(ctx, struct store_rows);
    TRY_MEMORY(rows);
    TRY(connection->engine->query(ctx, connection, sql, values, count, rows));

    rows->connection = connection;
    rows->after = connection->open_rows;
    if (rows->after)
        rows->after->before = rows;
    connection->open_rows = rows;
    talloc_set_destructor(rows, end_freed_rows);
    if (rows->state == ROWS_FINISHED)
        leave_connection(rows);
    *out = rows;
    return NULL;
}

struct error *store_query(void *ctx, struct store_connection *connection, const char *sql,
                          const struct store_value *values, size_t count, struct store_rows **rows)
{
    return note_failure(connection, query(ctx, connection, sql, values, count, rows));
}

struct error *store_next(struct store_rows *rows, bool *more)
{
    *more = false;
    switch (rows->state) {
    case ROWS_FINISHED:
        return NULL;
    case ROWS_CUT_OFF:
        return ERROR_NEW(rows, ERROR_INTERNAL, "An answer was read further after its transaction had ended.");
    case ROWS_FIRST:
        rows->state = ROWS_READING;
        *more = true;
        return NULL;
    case ROWS_READING:
        break;
    }
    struct store_connection *connection = rows->connection;
    struct error *error = note_failure(connection, connection->engine->next(store_shelf(connection), rows, more));
    if (error || !*more)
        store_end(rows);
    return error;
}

void store_end(struct store_rows *rows)
{
    leave_connection(rows);
    rows->state = ROWS_FINISHED;
}

bool store_is_null(const struct store_rows *rows, int column)
{
    return !rows->connection || rows->connection->engine->is_null(rows, column);
}

int64_t store_get_integer(const struct store_rows *rows, int column)
{
    return rows->connection ? rows->connection->engine->get_integer(rows, column) : 0;
}

const char *store_get_text(const struct store_rows *rows, int column)
{
    return rows->connection ? rows->connection->engine->get_text(rows, column) : NULL;
}

const void *store_get_bytes(const struct store_rows *rows, int column, size_t *count)
{
    *count = 0;
    return rows->connection ? rows->connection->engine->get_bytes(rows, column, count) : NULL;
}

int store_column_count(const struct store_rows *rows)
{
    return rows->column_count;
}

static struct error *may_write(const void *ctx, struct store_connection *connection, const char *sql)
{
    if (connection->transaction != TRANSACTION_WRITING)
        return ERROR_DETAIL(ctx, ERROR_INTERNAL, sql, "A change was tried outside a writing transaction.");
    return may_run(ctx, connection, sql);
}

static struct error *execute(struct store_connection *connection, const char *sql, const struct store_value *values,
                             size_t count, int64_t *changed)
{
    void *ctx = store_shelf(connection);
    TRY(may_write(ctx, connection, sql));
    TRY(check_values(ctx, sql, values, count));
    int64_t touched = 0;
    TRY(connection->engine->execute(ctx, connection, sql, values, count, &touched));
    if (changed)
        *changed = touched;
    return NULL;
}

struct error *store_execute(struct store_connection *connection, const char *sql, const struct store_value *values,
                            size_t count, int64_t *changed)
{
    return note_failure(connection, execute(connection, sql, values, count, changed));
}

static struct error *script(struct store_connection *connection, const char *sql)
{
    TRY(may_write(store_shelf(connection), connection, sql));
    return connection->engine->script(store_shelf(connection), connection, sql);
}

struct error *store_script(struct store_connection *connection, const char *sql)
{
    return note_failure(connection, script(connection, sql));
}

struct error *store_query_integer(struct store_connection *connection, const char *sql,
                                  const struct store_value *values, size_t count, int64_t otherwise, int64_t *value)
{
    void *shelf = store_shelf(connection);
    struct store_rows *rows;
    TRY(store_query(shelf, connection, sql, values, count, &rows));
    bool more;
    struct error *error = store_next(rows, &more);
    if (!error)
        *value = more && !store_is_null(rows, 0) ? store_get_integer(rows, 0) : otherwise;
    talloc_free(rows);
    return error;
}

int64_t store_version(const struct store_connection *connection)
{
    bool reading = connection->transaction == TRANSACTION_READING && !connection->doomed && connection->engine->version;
    return reading ? connection->engine->version(connection) : 0;
}

struct error *store_query_integer_kept(struct store_connection *connection, const char *sql, int64_t otherwise,
                                       int64_t *value)
{
    int64_t version = store_version(connection);
    struct statement *statement = version ? statement_find(&connection->statements, sql) : NULL;
    if (statement && statement->kept_at == version) {
        *value = statement->kept;
        return NULL;
    }
    TRY(store_query_integer(connection, sql, NULL, 0, otherwise, value));
    statement = version ? statement_find(&connection->statements, sql) : NULL;
    if (statement) {
        statement->kept = *value;
        statement->kept_at = version;
    }
    return NULL;
}

const char *store_kept_text(const struct store_connection *connection, const char *key)
{
    return kept_texts_find(&connection->texts, key);
}

const char *store_keep_text(struct store_connection *connection, const char *key, const char *text)
{
    return kept_texts_add(connection, &connection->texts, key, text);
}

/* --- transactions ------------------------------------------------------------------------------------------------- */

static struct error *begin(struct store_connection *connection, const struct store_scope *scope, bool writing)
{
    TRY(may_run(store_shelf(connection), connection, "BEGIN"));
    TRY(connection->engine->begin(store_shelf(connection), connection, scope, writing));
    connection->transaction = writing ? TRANSACTION_WRITING : TRANSACTION_READING;
    return NULL;
}

static struct error *commit(struct store_connection *connection)
{
    void *shelf = store_shelf(connection);
    if (connection->doomed)
        return ERROR_NEW(shelf, ERROR_INTERNAL,
                         "A transaction in which a statement had failed was about to be committed. Nothing was kept.");
    TRY(may_run(shelf, connection, "COMMIT"));
    return connection->engine->commit(shelf, connection);
}

static struct error *attempt(struct store_connection *connection, const struct store_scope *scope, bool writing,
                             struct error *(*function)(struct store_connection *, void *), void *argument)
{
    TRY(begin(connection, scope, writing));
    struct error *error = function(connection, argument);
    store_cut_off_rows(connection);
    if (!error)
        error = commit(connection);
    if (error)
        connection->engine->roll_back(connection);
    connection->transaction = TRANSACTION_NONE;
    connection->doomed = false;
    return error;
}

static struct error *transact(struct store_connection *connection, const struct store_scope *scope, bool writing,
                              struct error *(*function)(struct store_connection *, void *), void *argument)
{
    struct error *error = attempt(connection, scope, writing, function, argument);
    if (error && connection->again)
        error = attempt(connection, scope, writing, function, argument);
    return error;
}

static struct error *not_nested(struct store_connection *connection)
{
    if (connection->transaction == TRANSACTION_NONE)
        return NULL;
    return ERROR_NEW(store_shelf(connection), ERROR_INTERNAL, "A transaction was begun inside another.");
}

struct error *store_write(struct store_connection *connection, const struct store_scope *scope,
                          struct error *(*function)(struct store_connection *, void *), void *argument)
{
    TRY(not_nested(connection));
    next_shelf(connection);
    struct turn *turn = connection->engine->takes_turns ? &connection->store->turn : NULL;
    if (turn && !turn_take(turn, WRITE_WAIT_SECONDS))
        return ERROR_NEW(store_shelf(connection), ERROR_BUSY,
                         "Others have been saving to %s for %d seconds. Nothing was changed; try again in a moment.",
                         connection->store->where, WRITE_WAIT_SECONDS);
    struct error *error = transact(connection, scope, true, function, argument);
    if (turn)
        turn_give(turn);
    return error;
}

struct error *store_read(struct store_connection *connection, const struct store_scope *scope,
                         struct error *(*function)(struct store_connection *, void *), void *argument)
{
    TRY(not_nested(connection));
    next_shelf(connection);
    return transact(connection, scope, false, function, argument);
}

/* --- the rest ----------------------------------------------------------------------------------------------------- */

struct error *store_next_ids(struct store_connection *connection, const char *table, size_t count, int64_t *first)
{
    if (count == 0 || count > INT32_MAX)
        return ERROR_NEW(store_shelf(connection), ERROR_INTERNAL, "%zu ids were asked for at once.", count);
    return connection->engine->next_ids(connection, table, count, first);
}

struct error *store_backup(struct store_connection *connection, const char *to_file)
{
    TRY(not_nested(connection));
    return connection->engine->backup(store_shelf(connection), connection, to_file);
}

void store_fail_after(struct store_connection *connection, long after)
{
    connection->fail_after = after;
}
