/* The SQLite engine: statements, rows and transactions. Opening is in sqlite_open.c, tables in sqlite_tables.c. */
#include "store/sqlite_internal.h"

#include <string.h>
#include <talloc.h>

/* --- preparing ---------------------------------------------------------------------------------------------------- */

static int finalize(struct sqlite_statement *statement)
{
    sqlite3_finalize(statement->prepared);
    return 0;
}

/* SQLite reads $1 as a name; find where each of $1..$n stands, and that no other name is used. */
static struct error *find_positions(const void *ctx, struct sqlite_statement *statement, const char *sql)
{
    int count = sqlite3_bind_parameter_count(statement->prepared);
    statement->count = (size_t)count;
    statement->positions = talloc_array(statement, int, (unsigned)count);
    TRY_MEMORY(statement->positions);
    for (int i = 0; i < count; i++) {
        char name[16];
        snprintf(name, sizeof name, "$%d", i + 1);
        statement->positions[i] = sqlite3_bind_parameter_index(statement->prepared, name);
        if (statement->positions[i] == 0)
            return ERROR_DETAIL(ctx, ERROR_INTERNAL, sql, "A statement has %d parameters, but %s is not one of them.",
                                count, name);
    }
    return NULL;
}

/* One statement and nothing after it, as PostgreSQL demands. */
static struct error *one_statement(const void *ctx, const struct sqlite_statement *statement, const char *sql,
                                   const char *rest)
{
    if (!statement->prepared || rest[strspn(rest, " \t\r\n;")])
        return ERROR_DETAIL(ctx, ERROR_INTERNAL, sql, "One statement was expected, and there is %s.",
                            statement->prepared ? "more" : "none");
    return NULL;
}

static struct error *prepare(const void *ctx, struct store_connection *connection, const char *sql,
                             struct sqlite_statement **out)
{
    struct sqlite_statement *statement = talloc_zero(connection, struct sqlite_statement);
    TRY_MEMORY(statement);
    talloc_set_destructor(statement, finalize);
    const char *rest = "";
    int code =
        sqlite3_prepare_v3(sqlite_of(connection), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->prepared, &rest);
    struct error *error = code == SQLITE_OK ? one_statement(ctx, statement, sql, rest)
                                            : sqlite_error(ctx, connection, code, sql);
    if (!error)
        error = find_positions(ctx, statement, sql);
    if (!error && !statement_add(&connection->statements, &statement->statement, sql))
        error = error_out_of_memory();
    if (error) {
        talloc_free(statement);
        return error;
    }
    *out = statement;
    return NULL;
}

/* Gives the statement back to the cache, without the values it was given. */
static void give_back(struct store_connection *connection, struct sqlite_statement *statement)
{
    sqlite3_reset(statement->prepared);
    if (statement->count > 0)
        sqlite3_clear_bindings(statement->prepared);
    statement->statement.in_use = false;
    statement_trim(&connection->statements, STATEMENTS_MOST);
}

/* A prepared statement from the cache or new, in use from now on. */
static struct error *take(const void *ctx, struct store_connection *connection, const char *sql,
                          struct sqlite_statement **out)
{
    *out = (struct sqlite_statement *)statement_find(&connection->statements, sql);
    if (!*out)
        TRY(prepare(ctx, connection, sql, out));
    (*out)->statement.in_use = true;
    return NULL;
}

static int bind_value(sqlite3_stmt *prepared, int position, const struct store_value *value, void (*keep)(void *))
{
    switch (value->kind) {
    case STORE_KIND_NULL:
        return sqlite3_bind_null(prepared, position);
    case STORE_KIND_INTEGER:
        return sqlite3_bind_int64(prepared, position, value->integer);
    case STORE_KIND_TEXT:
        return sqlite3_bind_text64(prepared, position, value->count ? value->bytes : "", value->count, keep,
                                   SQLITE_UTF8);
    case STORE_KIND_BYTES:
        /* A NULL pointer would bind null, which no bytes are not. */
        return sqlite3_bind_blob64(prepared, position, value->count ? value->bytes : "", value->count, keep);
    }
    return SQLITE_MISUSE;
}

/* `keep` is SQLITE_STATIC when the values outlive the run, else SQLITE_TRANSIENT. */
static struct error *bind(const void *ctx, struct store_connection *connection, struct sqlite_statement *statement,
                          const struct store_value *values, size_t count, void (*keep)(void *))
{
    const char *sql = statement->statement.sql;
    if (count != statement->count)
        return ERROR_DETAIL(ctx, ERROR_INTERNAL, sql, "A statement of %zu parameters was given %zu values.",
                            statement->count, count);
    for (size_t i = 0; i < count; i++) {
        int code = bind_value(statement->prepared, statement->positions[i], &values[i], keep);
        if (code != SQLITE_OK)
            return sqlite_error(ctx, connection, code, sql);
    }
    return NULL;
}

/* Only a writing transaction may change anything: a read that turned into a write could not wait its turn. */
static struct error *may_change(const void *ctx, const struct store_connection *connection,
                                const struct sqlite_statement *statement)
{
    if (connection->transaction == TRANSACTION_WRITING || sqlite3_stmt_readonly(statement->prepared))
        return NULL;
    return ERROR_DETAIL(ctx, ERROR_INTERNAL, statement->statement.sql,
                        "A change was tried outside a writing transaction.");
}

/* --- running ------------------------------------------------------------------------------------------------------ */

static struct error *start(const void *ctx, struct store_connection *connection, struct sqlite_statement *statement,
                           const struct store_value *values, size_t count, bool *row)
{
    TRY(may_change(ctx, connection, statement));
    TRY(bind(ctx, connection, statement, values, count, SQLITE_TRANSIENT));
    int code = sqlite3_step(statement->prepared);
    *row = code == SQLITE_ROW;
    return *row || code == SQLITE_DONE ? NULL : sqlite_error(ctx, connection, code, statement->statement.sql);
}

static struct error *sqlite_query(const void *ctx, struct store_connection *connection, const char *sql,
                                  const struct store_value *values, size_t count, struct store_rows *rows)
{
    struct sqlite_statement *statement;
    TRY(take(ctx, connection, sql, &statement));
    bool row;
    struct error *error = start(ctx, connection, statement, values, count, &row);
    if (error) {
        give_back(connection, statement);
        return error;
    }
    rows->statement = &statement->statement;
    rows->result = statement->prepared;
    rows->column_count = sqlite3_column_count(statement->prepared);
    rows->state = row ? ROWS_FIRST : ROWS_FINISHED;
    return NULL;
}

static struct error *sqlite_next(const void *ctx, struct store_rows *rows, bool *more)
{
    int code = sqlite3_step(rows->result);
    *more = code == SQLITE_ROW;
    return *more || code == SQLITE_DONE ? NULL : sqlite_error(ctx, rows->connection, code, rows->statement->sql);
}

static void sqlite_end(struct store_rows *rows)
{
    give_back(rows->connection, (struct sqlite_statement *)rows->statement);
}

static bool sqlite_is_null(const struct store_rows *rows, int column)
{
    return sqlite3_column_type(rows->result, column) == SQLITE_NULL;
}

static int64_t sqlite_get_integer(const struct store_rows *rows, int column)
{
    return sqlite3_column_int64(rows->result, column);
}

static const char *sqlite_get_text(const struct store_rows *rows, int column)
{
    return (const char *)sqlite3_column_text(rows->result, column);
}

static const void *sqlite_get_bytes(const struct store_rows *rows, int column, size_t *count)
{
    const void *bytes = sqlite3_column_blob(rows->result, column);
    *count = (size_t)sqlite3_column_bytes(rows->result, column);
    /* SQLite gives NULL for no bytes; only null is that here. */
    return !bytes && !sqlite_is_null(rows, column) ? "" : bytes;
}

static struct error *run_to_end(const void *ctx, struct store_connection *connection,
                                struct sqlite_statement *statement, const struct store_value *values, size_t count,
                                int64_t *changed)
{
    sqlite3 *database = sqlite_of(connection);
    const char *sql = statement->statement.sql;
    TRY(bind(ctx, connection, statement, values, count, SQLITE_STATIC));
    int64_t before = sqlite3_total_changes64(database);
    int code = sqlite3_step(statement->prepared);
    if (code == SQLITE_ROW)
        return ERROR_DETAIL(ctx, ERROR_INTERNAL, sql, "A statement that should give no rows gave some.");
    if (code != SQLITE_DONE)
        return sqlite_error(ctx, connection, code, sql);
    /* sqlite3_changes tells of the last INSERT, UPDATE or DELETE, which need not be this statement. */
    *changed = sqlite3_total_changes64(database) == before ? 0 : sqlite3_changes64(database);
    return NULL;
}

/* Nobody but store_write and store_read begins or ends a transaction. */
static struct error *still_in_transaction(const void *ctx, struct store_connection *connection, const char *sql)
{
    if (!sqlite3_get_autocommit(sqlite_of(connection)))
        return NULL;
    return ERROR_DETAIL(ctx, ERROR_INTERNAL, sql, "A statement ended the transaction it was part of.");
}

static struct error *sqlite_execute(const void *ctx, struct store_connection *connection, const char *sql,
                                    const struct store_value *values, size_t count, int64_t *changed)
{
    struct sqlite_statement *statement;
    TRY(take(ctx, connection, sql, &statement));
    struct error *error = run_to_end(ctx, connection, statement, values, count, changed);
    give_back(connection, statement);
    return error ? error : still_in_transaction(ctx, connection, sql);
}

/* The pager counts what it sees change, by this connection or any other, when a transaction first reads. */
static int64_t sqlite_version(const struct store_connection *connection)
{
    unsigned version = 0;
    sqlite3 *database = sqlite_of(connection);
    if (sqlite3_txn_state(database, "main") == SQLITE_TXN_NONE ||
        sqlite3_file_control(database, "main", SQLITE_FCNTL_DATA_VERSION, &version) != SQLITE_OK)
        return 0;
    return (int64_t)version + 1;
}

static struct error *run_script(const void *ctx, struct store_connection *connection, const char *sql)
{
    while (*sql) {
        sqlite3_stmt *prepared = NULL;
        const char *rest;
        int code = sqlite3_prepare_v2(sqlite_of(connection), sql, -1, &prepared, &rest);
        if (code != SQLITE_OK)
            return sqlite_error(ctx, connection, code, sql);
        while (prepared && (code = sqlite3_step(prepared)) == SQLITE_ROW)
            continue;
        struct error *error =
            code == SQLITE_DONE || code == SQLITE_OK ? NULL : sqlite_error(ctx, connection, code, sql);
        sqlite3_finalize(prepared);
        TRY(error);
        TRY(still_in_transaction(ctx, connection, sql));
        sql = rest;
    }
    return NULL;
}

/* --- transactions ------------------------------------------------------------------------------------------------- */

/* BEGIN, COMMIT and ROLLBACK come from the cache too: preparing them would cost as much as a small query. */
static struct error *control(const void *ctx, struct store_connection *connection, const char *sql)
{
    struct sqlite_statement *statement;
    TRY(take(ctx, connection, sql, &statement));
    int code = sqlite3_step(statement->prepared);
    struct error *error = code == SQLITE_DONE ? NULL : sqlite_error(ctx, connection, code, sql);
    give_back(connection, statement);
    return error;
}

static struct error *sqlite_begin(const void *ctx, struct store_connection *connection,
                                  const struct store_scope *scope, bool writing)
{
    (void)scope;
    TRY(sqlite_follow_file(connection));
    return control(ctx, connection, writing ? "BEGIN IMMEDIATE" : "BEGIN");
}

static struct error *sqlite_commit(const void *ctx, struct store_connection *connection)
{
    return control(ctx, connection, "COMMIT");
}

static void sqlite_roll_back(struct store_connection *connection)
{
    /* Some failures, a full disk among them, have rolled back already. */
    if (!sqlite3_get_autocommit(sqlite_of(connection)))
        sqlite3_exec(sqlite_of(connection), "ROLLBACK", NULL, NULL, NULL);
}

const struct engine sqlite_engine = {
    .kind = STORE_SQLITE,
    .dialect = {.types = {"INTEGER", "INTEGER", "TEXT", "BLOB"},
                .options = " STRICT",
                .keyed_options = " STRICT, WITHOUT ROWID"},
    .takes_turns = true,
    .open = sqlite_open,
    .connect = sqlite_connect,
    .close = sqlite_close,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .roll_back = sqlite_roll_back,
    .query = sqlite_query,
    .next = sqlite_next,
    .end = sqlite_end,
    .is_null = sqlite_is_null,
    .get_integer = sqlite_get_integer,
    .get_text = sqlite_get_text,
    .get_bytes = sqlite_get_bytes,
    .execute = sqlite_execute,
    .version = sqlite_version,
    .script = run_script,
    .ids_make = sqlite_ids_make,
    .next_ids = sqlite_next_ids,
    .backup = sqlite_backup,
    .table_names = sqlite_table_names,
    .table_read = sqlite_table_read,
    .append_only = sqlite_append_only,
    .drop_trigger = sqlite_drop_trigger,
};
