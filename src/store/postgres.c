/* The PostgreSQL engine: statements, rows and transactions. Connecting is in postgres_open.c, tables in
 * postgres_tables.c. */
#include "store/postgres_internal.h"

#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <talloc.h>

struct postgres_statement {
    struct statement statement; /* first: the cache knows only this */
    struct postgres *postgres;
    char name[24];
    Oid *types; /* of $1..$n */
    size_t count;
};

/* --- preparing ---------------------------------------------------------------------------------------------------- */

static int deallocate(struct postgres_statement *statement)
{
    struct postgres *postgres = statement->postgres;
    if (!postgres->server || postgres->forgotten || !*statement->name)
        return 0;
    /* In a failed transaction this is refused: then the server keeps one statement too many until the session ends. */
    char sql[64];
    snprintf(sql, sizeof sql, "DEALLOCATE %s", statement->name);
    PQclear(PQexec(postgres->server, sql));
    return 0;
}

static Oid type_of(const struct store_value *value)
{
    switch (value->kind) {
    case STORE_KIND_NULL:
        return TYPE_INFERRED;
    case STORE_KIND_INTEGER:
        return TYPE_INT8;
    case STORE_KIND_TEXT:
        return TYPE_TEXT;
    case STORE_KIND_BYTES:
        return TYPE_BYTEA;
    }
    return TYPE_INFERRED;
}

/* Whether a prepared statement takes these values: null goes with any type. */
static bool takes(const struct postgres_statement *statement, const struct store_value *values, size_t count)
{
    if (statement->count != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        Oid type = type_of(&values[i]);
        if (type != TYPE_INFERRED && type != statement->types[i])
            return false;
    }
    return true;
}

/* Prepares a statement for the kinds of these values. Where a value is null, the type that `earlier` (may be NULL) had
 * is kept, so that each text is soon prepared for all its parameters and stays so. */
static struct error *prepare(const void *ctx, struct store_connection *connection, const char *sql,
                             const struct store_value *values, size_t count, const struct postgres_statement *earlier,
                             struct postgres_statement **out)
{
    struct postgres *postgres = postgres_of(connection);
    struct postgres_statement *statement = talloc_zero(connection, struct postgres_statement);
    TRY_MEMORY(statement);
    statement->postgres = postgres;
    statement->types = talloc_zero_array(statement, Oid, (unsigned)count);
    statement->count = count;
    if (!statement->types || !statement_add(&connection->statements, &statement->statement, sql)) {
        talloc_free(statement);
        return error_out_of_memory();
    }
    for (size_t i = 0; i < count; i++) {
        statement->types[i] = type_of(&values[i]);
        if (statement->types[i] == TYPE_INFERRED && earlier && i < earlier->count)
            statement->types[i] = earlier->types[i];
    }

    char name[sizeof statement->name];
    snprintf(name, sizeof name, "s%lu", ++postgres->number);
    PGresult *result = PQprepare(postgres->server, name, sql, (int)count, statement->types);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        struct error *error = postgres_error(ctx, connection, result, sql);
        statement_drop(&connection->statements, &statement->statement);
        return error;
    }
    PQclear(result);
    memcpy(statement->name, name, sizeof name);
    talloc_set_destructor(statement, deallocate);
    *out = statement;
    return NULL;
}

/* A prepared statement for these values, from the cache or new. */
static struct error *take(const void *ctx, struct store_connection *connection, const char *sql,
                          const struct store_value *values, size_t count, struct postgres_statement **out)
{
    struct postgres_statement *found = (struct postgres_statement *)statement_find(&connection->statements, sql);
    if (found && takes(found, values, count)) {
        *out = found;
        return NULL;
    }
    TRY(prepare(ctx, connection, sql, values, count, found, out));
    if (found)
        statement_drop(&connection->statements, &found->statement);
    statement_trim(&connection->statements, STATEMENTS_MOST);
    return NULL;
}

/* The values as libpq takes them: all binary, so that nothing is quoted, copied or cut at a NUL. */
struct arguments {
    const char **values;
    int *lengths, *formats;
    uint64_t *integers; /* big-endian */
};

static struct error *write_arguments(void *ctx, const struct store_value *values, size_t count,
                                     struct arguments *arguments)
{
    unsigned places = (unsigned)count + 1;
    arguments->values = talloc_zero_array(ctx, const char *, places);
    arguments->lengths = talloc_zero_array(ctx, int, places);
    arguments->formats = talloc_zero_array(ctx, int, places);
    arguments->integers = talloc_zero_array(ctx, uint64_t, places);
    if (!arguments->values || !arguments->lengths || !arguments->formats || !arguments->integers)
        return error_out_of_memory();
    for (size_t i = 0; i < count; i++) {
        arguments->formats[i] = 1;
        if (values[i].kind == STORE_KIND_INTEGER) {
            arguments->integers[i] = htobe64((uint64_t)values[i].integer);
            arguments->values[i] = (const char *)&arguments->integers[i];
            arguments->lengths[i] = sizeof arguments->integers[i];
        } else if (values[i].kind != STORE_KIND_NULL) {
            arguments->values[i] = values[i].count ? values[i].bytes : "";
            arguments->lengths[i] = (int)values[i].count;
        }
    }
    return NULL;
}

/* --- running ------------------------------------------------------------------------------------------------------ */

static bool is_fine(const PGresult *result)
{
    return PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
}

static struct error *run_once(void *ctx, struct store_connection *connection, const char *sql,
                              const struct store_value *values, size_t count, PGresult **out)
{
    struct postgres_statement *statement = NULL;
    TRY(take(ctx, connection, sql, values, count, &statement));
    struct arguments arguments;
    TRY(write_arguments(ctx, values, count, &arguments));
    PGresult *result = PQexecPrepared(postgres_of(connection)->server, statement->name, (int)count, arguments.values,
                                      arguments.lengths, arguments.formats, 0);
    if (!is_fine(result))
        return postgres_error(ctx, connection, result, sql);
    *out = result;
    return NULL;
}

/* Forgets all prepared statements, here and there; outside a transaction. */
static void prepare_anew(struct store_connection *connection)
{
    struct postgres *postgres = postgres_of(connection);
    postgres->forgotten = true;
    statement_trim(&connection->statements, 0);
    postgres->forgotten = postgres->stale = false;
    PQclear(PQexec(postgres->server, "DEALLOCATE ALL"));
}

/* Runs a statement. Outside a transaction one retry after a lost connection or a changed table is safe: nothing is
 * changed there (default_transaction_read_only). */
static struct error *run(const void *ctx, struct store_connection *connection, const char *sql,
                         const struct store_value *values, size_t count, PGresult **result)
{
    void *scratch = talloc_new(ctx);
    TRY_MEMORY(scratch);
    struct error *error = run_once(scratch, connection, sql, values, count, result);
    if (error && connection->transaction == TRANSACTION_NONE && (postgres_lost(connection) || connection->again)) {
        error = NULL;
        if (postgres_lost(connection))
            error = postgres_reconnect(scratch, connection);
        else
            prepare_anew(connection);
        if (!error)
            error = run_once(scratch, connection, sql, values, count, result);
    }
    if (error && error->kind != ERROR_MEMORY)
        talloc_steal(ctx, error);
    talloc_free(scratch);
    return error;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

struct answer {
    PGresult *result;
    int row;
    unsigned char **decoded; /* a column: room for the longest of its bytes; NULL where it has none */
};

static struct error *make_room(struct answer *answer, int columns)
{
    answer->decoded = talloc_zero_array(answer, unsigned char *, (unsigned)columns);
    TRY_MEMORY(answer->decoded);
    for (int column = 0; column < columns; column++) {
        if (PQftype(answer->result, column) != TYPE_BYTEA)
            continue;
        int longest = 0;
        for (int row = 0; row < PQntuples(answer->result); row++) {
            int length = PQgetlength(answer->result, row, column);
            longest = length > longest ? length : longest;
        }
        answer->decoded[column] = talloc_size(answer->decoded, (size_t)longest / 2 + 1);
        TRY_MEMORY(answer->decoded[column]);
    }
    return NULL;
}

static struct error *postgres_query(const void *ctx, struct store_connection *connection, const char *sql,
                                    const struct store_value *values, size_t count, struct store_rows *rows)
{
    struct answer *answer = talloc_zero(rows, struct answer);
    TRY_MEMORY(answer);
    TRY(run(ctx, connection, sql, values, count, &answer->result));
    rows->column_count = PQnfields(answer->result);
    struct error *error = make_room(answer, rows->column_count);
    if (error) {
        PQclear(answer->result);
        return error;
    }
    rows->result = answer;
    rows->state = PQntuples(answer->result) > 0 ? ROWS_FIRST : ROWS_FINISHED;
    return NULL;
}

static struct error *postgres_next(const void *ctx, struct store_rows *rows, bool *more)
{
    (void)ctx;
    struct answer *answer = rows->result;
    answer->row++;
    *more = answer->row < PQntuples(answer->result);
    return NULL;
}

static void postgres_end(struct store_rows *rows)
{
    struct answer *answer = rows->result;
    PQclear(answer->result);
    answer->result = NULL;
}

static bool postgres_is_null(const struct store_rows *rows, int column)
{
    const struct answer *answer = rows->result;
    return column < 0 || column >= rows->column_count || PQgetisnull(answer->result, answer->row, column);
}

static const char *postgres_get_text(const struct store_rows *rows, int column)
{
    const struct answer *answer = rows->result;
    if (postgres_is_null(rows, column))
        return NULL;
    const char *text = PQgetvalue(answer->result, answer->row, column);
    /* A comparison is 1 or 0, as in SQLite. */
    if (PQftype(answer->result, column) == TYPE_BOOL)
        return *text == 't' ? "1" : "0";
    return text;
}

static int64_t postgres_get_integer(const struct store_rows *rows, int column)
{
    const char *text = postgres_get_text(rows, column);
    return text ? strtoll(text, NULL, 10) : 0;
}

static unsigned char hexadecimal(char c)
{
    return (unsigned char)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static const void *postgres_get_bytes(const struct store_rows *rows, int column, size_t *count)
{
    const struct answer *answer = rows->result;
    if (postgres_is_null(rows, column))
        return NULL;
    const char *value = PQgetvalue(answer->result, answer->row, column);
    *count = (size_t)PQgetlength(answer->result, answer->row, column);
    if (!answer->decoded[column])
        return value;
    /* \x and two digits a byte */
    *count = *count / 2 - 1;
    for (size_t i = 0; i < *count; i++)
        answer->decoded[column][i] =
            (unsigned char)(hexadecimal(value[2 + 2 * i]) << 4 | hexadecimal(value[3 + 2 * i]));
    return answer->decoded[column];
}

/* --- statements without rows -------------------------------------------------------------------------------------- */

/* Nobody but store_write and store_read begins or ends a transaction. */
static struct error *still_in_transaction(const void *ctx, struct store_connection *connection, const char *sql)
{
    if (PQtransactionStatus(postgres_of(connection)->server) == PQTRANS_INTRANS)
        return NULL;
    return ERROR_DETAIL(ctx, ERROR_INTERNAL, sql, "A statement ended the transaction it was part of.");
}

static struct error *postgres_execute(const void *ctx, struct store_connection *connection, const char *sql,
                                      const struct store_value *values, size_t count, int64_t *changed)
{
    PGresult *result;
    TRY(run(ctx, connection, sql, values, count, &result));
    bool rows = PQntuples(result) > 0;
    *changed = strtoll(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    if (rows)
        return ERROR_DETAIL(ctx, ERROR_INTERNAL, sql, "A statement that should give no rows gave some.");
    return still_in_transaction(ctx, connection, sql);
}

static struct error *run_text(const void *ctx, struct store_connection *connection, const char *sql)
{
    PGresult *result = PQexec(postgres_of(connection)->server, sql);
    if (!is_fine(result) && PQresultStatus(result) != PGRES_EMPTY_QUERY)
        return postgres_error(ctx, connection, result, sql);
    PQclear(result);
    return NULL;
}

static struct error *postgres_script(const void *ctx, struct store_connection *connection, const char *sql)
{
    /* Making an index on a large table may take its time. */
    TRY(run_text(ctx, connection, "SET LOCAL statement_timeout = 0"));
    postgres_of(connection)->stale = true;
    TRY(run_text(ctx, connection, sql));
    return still_in_transaction(ctx, connection, sql);
}

/* --- transactions ------------------------------------------------------------------------------------------------- */

/* One advisory lock a partnership and one (-1) for writes that act for nobody; the upper half is ours ("GT"). */
static int64_t lock_of(int64_t partnership)
{
    return (INT64_C(0x4754) << 48) ^ partnership;
}

static void write_locks(char *sql, size_t room, const struct store_scope *scope)
{
    int64_t partnership = scope ? scope->partnership : -1;
    /* The shared partnership's first, always: two writers then never wait for each other. */
    bool shared = scope && scope->shared_writer && partnership != 0;
    if (shared)
        snprintf(sql, room, "SELECT pg_advisory_xact_lock(%" PRId64 "); SELECT pg_advisory_xact_lock(%" PRId64 ")",
                 lock_of(0), lock_of(partnership));
    else
        snprintf(sql, room, "SELECT pg_advisory_xact_lock(%" PRId64 ")", lock_of(partnership));
}

/* All of it in one message: the beginning, the scope for row-level security, and for a write its turn. A write reads
 * what is committed when each statement begins, so that what it sees after waiting for its turn is what others left. */
static void write_begin(char *sql, size_t room, const struct store_scope *scope, bool writing)
{
    char settings[320] = "", locks[160] = "";
    if (scope)
        snprintf(settings, sizeof settings,
                 "SELECT set_config('goldthread.partnership', '%" PRId64 "', true),"
                 " set_config('goldthread.visible', '%d', true), set_config('goldthread.shared_writer', '%d', true);",
                 scope->partnership, scope->visible, scope->shared_writer);
    if (writing)
        write_locks(locks, sizeof locks, scope);
    snprintf(sql, room, "BEGIN ISOLATION LEVEL %s; %s%s",
             writing ? "READ COMMITTED READ WRITE" : "REPEATABLE READ READ ONLY", settings, locks);
}

static void postgres_roll_back(struct store_connection *connection)
{
    PGconn *server = postgres_of(connection)->server;
    /* The unlocking is for goldthread_take_ids, if it was cut short between its locking and unlocking. */
    if (PQstatus(server) == CONNECTION_OK && PQtransactionStatus(server) != PQTRANS_IDLE)
        PQclear(PQexec(server, "ROLLBACK; SELECT pg_advisory_unlock_all()"));
}

/* Two that collided and begin again in the same moment would collide again, so each waits for a time of its own. */
static void stand_aside(struct postgres *postgres)
{
    postgres->collided = false;
    int milliseconds = PQbackendPID(postgres->server) % 50 * 5;
    nanosleep(&(struct timespec){.tv_nsec = milliseconds * 1000000L}, NULL);
}

static struct error *postgres_begin(const void *ctx, struct store_connection *connection,
                                    const struct store_scope *scope, bool writing)
{
    char sql[640];
    write_begin(sql, sizeof sql, scope, writing);
    if (postgres_lost(connection))
        TRY(postgres_reconnect(ctx, connection));
    if (postgres_of(connection)->stale)
        prepare_anew(connection);
    if (postgres_of(connection)->collided)
        stand_aside(postgres_of(connection));
    struct error *error = run_text(ctx, connection, sql);
    if (error && postgres_lost(connection)) {
        TRY(postgres_reconnect(ctx, connection));
        error = run_text(ctx, connection, sql);
    }
    if (error)
        postgres_roll_back(connection);
    return error;
}

static struct error *postgres_commit(const void *ctx, struct store_connection *connection)
{
    PGresult *result = PQexec(postgres_of(connection)->server, "COMMIT");
    if (postgres_lost(connection)) {
        struct error *error =
            ERROR_DETAIL(ctx, ERROR_STORE, PQerrorMessage(postgres_of(connection)->server),
                         "The connection to %s was lost while saving. It is not known whether the change was kept: "
                         "look before you try again.",
                         connection->store->where);
        PQclear(result);
        return error;
    }
    if (!is_fine(result))
        return postgres_error(ctx, connection, result, "COMMIT");
    /* COMMIT of a failed transaction succeeds at rolling back. */
    bool committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
    PQclear(result);
    return committed ? NULL
                     : ERROR_NEW(ctx, ERROR_INTERNAL, "A transaction that had failed was about to be committed.");
}

static struct error *postgres_backup(const void *ctx, struct store_connection *connection, const char *to_file)
{
    (void)to_file;
    return ERROR_NEW(ctx, ERROR_INVALID, "%s is a PostgreSQL database: back it up with PostgreSQL's own pg_dump.",
                     connection->store->where);
}

const struct engine postgres_engine = {
    .kind = STORE_POSTGRES,
    .dialect = {.types = {"bigint", "bigint", "text COLLATE \"C\"", "bytea"},
                .options = "",
                .keyed_options = "",
                .references_must_exist = true,
                .has_guards = true},
    .open = postgres_open,
    .connect = postgres_connect,
    .close = postgres_close,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .roll_back = postgres_roll_back,
    .query = postgres_query,
    .next = postgres_next,
    .end = postgres_end,
    .is_null = postgres_is_null,
    .get_integer = postgres_get_integer,
    .get_text = postgres_get_text,
    .get_bytes = postgres_get_bytes,
    .execute = postgres_execute,
    .script = postgres_script,
    .ids_make = postgres_ids_make,
    .next_ids = postgres_next_ids,
    .backup = postgres_backup,
    .table_names = postgres_table_names,
    .table_read = postgres_table_read,
    .append_only = postgres_append_only,
    .drop_trigger = postgres_drop_trigger,
    .guard = postgres_guard,
};
