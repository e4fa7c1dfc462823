/* Connecting to PostgreSQL, setting the session up, and what its errors mean to a person. */
#include "store/postgres_internal.h"

#include <talloc.h>

#define OLDEST_SERVER 130000
#define QUOTED(number) QUOTED_(number)
#define QUOTED_(number) #number
#define STATEMENT_SECONDS_TEXT QUOTED(STATEMENT_SECONDS)
#define WRITE_WAIT_SECONDS_TEXT QUOTED(WRITE_WAIT_SECONDS)

/* Reading is the rule; a writing transaction says so itself. Compiling queries to machine code (jit) costs more than
 * any of ours gains. A session left in the middle of a transaction would hold the write lock. */
static const char session[] =
    "SET TIME ZONE 'UTC'; SET client_min_messages = warning; SET bytea_output = 'hex'; SET row_security = on;"
    "SET standard_conforming_strings = on; SET jit = off; SET default_transaction_read_only = on;"
    "SET statement_timeout = '" STATEMENT_SECONDS_TEXT "s'; SET lock_timeout = '" WRITE_WAIT_SECONDS_TEXT "s';"
    "SET idle_in_transaction_session_timeout = '10min'";

/* --- address ------------------------------------------------------------------------------------------------------ */

static const char *part(const PQconninfoOption *options, const char *keyword)
{
    for (const PQconninfoOption *option = options; option->keyword; option++)
        if (strcmp(option->keyword, keyword) == 0)
            return option->val;
    return NULL;
}

/* The address as it may be shown: without password and options. */
static char *address_to_show(const void *ctx, const PQconninfoOption *options)
{
    const char *user = part(options, "user"), *host = part(options, "host"), *port = part(options, "port");
    const char *database = part(options, "dbname");
    return talloc_asprintf(ctx, "postgresql://%s%s%s%s%s/%s", user ? user : "", user ? "@" : "", host ? host : "",
                           port ? ":" : "", port ? port : "", database ? database : "");
}

struct error *postgres_open(struct store *store, const char *where)
{
    char *message = NULL;
    PQconninfoOption *options = PQconninfoParse(where, &message);
    bool explained = message != NULL; /* without memory there is nothing to explain with */
    PQfreemem(message);
    if (!options && !explained)
        return error_out_of_memory();
    if (!options)
        /* Neither the address nor libpq's message is repeated: a password may be in them. */
        return ERROR_NEW(talloc_parent(store), ERROR_INVALID,
                         "The database address is not well formed: expected postgresql://USER@HOST/DATABASE.");
    store->address = talloc_strdup(store, where);
    store->where = address_to_show(store, options);
    PQconninfoFree(options);
    return store->address && store->where ? NULL : error_out_of_memory();
}

/* --- errors ------------------------------------------------------------------------------------------------------- */

/* By the beginning of the SQLSTATE, longer ones first. Of each sentence the one %s is the database. */
static const struct {
    const char *state;
    enum error_kind kind;
    const char *says;
} meanings[] = {
    {STATE_APPEND_ONLY, ERROR_CONFLICT,
     "A table of %s is append-only: what is recorded there can be added to, never changed or deleted."},
    {"23505", ERROR_CONFLICT, "There already is a record with the same key in %s."},
    {"23503", ERROR_CONFLICT, "A record refers to another that is not in %s."},
    {"23502", ERROR_CONFLICT, "A record lacks something that %s requires."},
    {"23", ERROR_CONFLICT, "The change contradicts what is recorded in %s."},
    {"40", ERROR_BUSY, "Others changed the same records of %s at the same time. Nothing was changed; try again."},
    {"55P03", ERROR_BUSY,
     "Others have been saving to %s for " WRITE_WAIT_SECONDS_TEXT " seconds. Nothing was changed; try again later."},
    {"57014", ERROR_BUSY,
     "%s took longer than " STATEMENT_SECONDS_TEXT " seconds to answer. Nothing was changed; try again later."},
    {"57P", ERROR_BUSY, "The server of %s is stopping or starting. Nothing was changed; try again in a moment."},
    {"08P01", ERROR_INTERNAL,
     "The database %s was given other values than it was told of. This is a fault of the program."},
    {"08", ERROR_BUSY, "The connection to %s was lost. Nothing was changed; try again."},
    {"53100", ERROR_STORE,
     "The disk of the server that holds %s is full. Nothing was changed; make room on it and try again."},
    {"53300", ERROR_BUSY,
     "The server of %s has too many connections. Try again in a moment, or raise max_connections."},
    {"53", ERROR_BUSY, "The server of %s is short of memory. Nothing was changed; try again in a moment."},
    {"0A000", ERROR_BUSY, "The tables of %s were changed at this moment. Nothing else was changed; try again."},
    {"25006", ERROR_INTERNAL, "A change of %s was tried outside a writing transaction."},
    {"42501", ERROR_STORE, "The database user may not do this in %s: its rights or its partnership do not allow it."},
    {"54", ERROR_INVALID, "A value is too long to be kept in %s."},
    {"XX001", ERROR_STORE, "The database %s is damaged. Stop using it and restore the last backup."},
    {"XX002", ERROR_STORE, "An index of %s is damaged. Stop using it and run REINDEX, or restore the last backup."},
    {"", ERROR_INTERNAL, "The database %s did not understand what it was asked. This is a fault of the program."},
};

bool postgres_lost(const struct store_connection *connection)
{
    return PQstatus(postgres_of(connection)->server) == CONNECTION_BAD;
}

/* What doing the transaction again can mend: it lost against another, or the tables changed under a prepared
 * statement. */
static void note_remedy(struct store_connection *connection, const char *state)
{
    bool changed_tables = strcmp(state, "0A000") == 0;
    bool collided = strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0;
    if (changed_tables)
        postgres_of(connection)->stale = true;
    if (collided)
        postgres_of(connection)->collided = true;
    connection->again = changed_tables || collided;
}

struct error *postgres_error(const void *ctx, struct store_connection *connection, PGresult *result, const char *sql)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    if (!state)
        state = postgres_lost(connection) ? "08006" : "";
    note_remedy(connection, state);
    const char *words = result ? PQresultErrorMessage(result) : PQerrorMessage(postgres_of(connection)->server);
    if (!*state && strncmp(words, "out of memory", strlen("out of memory")) == 0) {
        PQclear(result); /* libpq's own words: the server has a state for its shortages */
        return error_out_of_memory();
    }
    char *detail = talloc_asprintf(ctx, "PostgreSQL %s: %s%s%s", state, words, sql ? "in: " : "", sql ? sql : "");

    size_t i = 0;
    while (strncmp(state, meanings[i].state, strlen(meanings[i].state)) != 0)
        i++;
    const char *says = meanings[i].says, *gap = strstr(says, "%s");
    struct error *error = ERROR_DETAIL(ctx, meanings[i].kind, detail, "%.*s%s%s", (int)(gap - says), says,
                                       connection->store->where, gap + strlen("%s"));
    talloc_free(detail);
    PQclear(result);
    return error;
}

/* --- connecting --------------------------------------------------------------------------------------------------- */

static void ignore_notice(void *nobody, const char *message)
{
    (void)nobody;
    (void)message;
}

static struct error *set_up(const void *ctx, struct store_connection *connection)
{
    PGconn *server = postgres_of(connection)->server;
    if (PQstatus(server) != CONNECTION_OK)
        return ERROR_DETAIL(ctx, ERROR_STORE, PQerrorMessage(server),
                            "The database %s cannot be reached. Check that its server runs, and the address, the user "
                            "and the password.",
                            connection->store->where);
    PQsetNoticeProcessor(server, ignore_notice, NULL);
    if (PQserverVersion(server) < OLDEST_SERVER)
        return ERROR_NEW(ctx, ERROR_STORE, "The server of %s is too old: PostgreSQL 13 or newer is needed.",
                         connection->store->where);
    const char *encoding = PQparameterStatus(server, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return ERROR_NEW(ctx, ERROR_STORE, "The database %s keeps text as %s; make one with the encoding UTF8.",
                         connection->store->where, encoding ? encoding : "something unknown");
    PGresult *result = PQexec(server, session);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return postgres_error(ctx, connection, result, session);
    PQclear(result);
    return NULL;
}

struct error *postgres_connect(struct store_connection *connection)
{
    struct postgres *postgres = talloc_zero(connection, struct postgres);
    TRY_MEMORY(postgres);
    connection->native = postgres;
    /* What the address says comes later and so wins. */
    static const char *const keywords[] = {"connect_timeout", "fallback_application_name", "dbname", "client_encoding",
                                           NULL};
    const char *const values[] = {"10", "goldthread", connection->store->address, "UTF8", NULL};
    postgres->server = PQconnectdbParams(keywords, values, 1);
    TRY_MEMORY(postgres->server);
    return set_up(store_shelf(connection), connection);
}

struct error *postgres_reconnect(const void *ctx, struct store_connection *connection)
{
    struct postgres *postgres = postgres_of(connection);
    postgres->forgotten = true;
    statement_trim(&connection->statements, 0);
    postgres->forgotten = postgres->stale = false;
    PQreset(postgres->server);
    return set_up(ctx, connection);
}

void postgres_close(struct store_connection *connection)
{
    struct postgres *postgres = postgres_of(connection);
    if (!postgres)
        return;
    PQfinish(postgres->server);
    postgres->server = NULL;
    statement_trim(&connection->statements, 0);
}
