/* Scratch databases: files in the tests' folder, and databases on the PostgreSQL that tools/with-postgres started. */
#include "engines.h"

#include <libpq-fe.h>
#include <limits.h>
#include <talloc.h>
#include <unistd.h>

#define FOLDER "GOLDTHREAD_TEST_FOLDER"

/* tools/with-postgres in the nearest folder above the program: build/VARIANT/tests/ROOM/NAME_test. */
static void find_starter(char *path, size_t room)
{
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    while (length > 0) {
        while (length > 0 && program[length] != '/')
            length--;
        snprintf(path, room, "%.*s/tools/with-postgres", (int)length, program);
        if (access(path, X_OK) == 0)
            return;
        length--;
    }
    fprintf(stderr,
            "tools/with-postgres is in no folder above this program, so there is no PostgreSQL to test with.\n");
    exit(70);
}

void engines_begin(char **arguments)
{
    if (getenv(FOLDER))
        return;
    char starter[PATH_MAX + 32];
    find_starter(starter, sizeof starter);
    size_t count = 0;
    while (arguments[count])
        count++;
    char **command = talloc_zero_array(NULL, char *, (unsigned)count + 2);
    if (!command)
        exit(70);
    command[0] = starter;
    memcpy(&command[1], arguments, count * sizeof *arguments);
    execv(starter, command);
    perror(starter);
    exit(70);
}

static const char *folder(void)
{
    const char *named = getenv(FOLDER);
    if (!named)
        ck_abort_msg("There is no %s: main() must call engines_begin().", FOLDER);
    return named;
}

/* A name no other test has: tests are processes of their own, and some make several. */
static char *fresh_name(void *ctx)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return talloc_asprintf(ctx, "t%ld_%lld_%ld", (long)getpid(), (long long)now.tv_sec, now.tv_nsec);
}

const char *scratch_folder(void *ctx)
{
    char *path = talloc_asprintf(ctx, "%s/XXXXXX", folder());
    if (!mkdtemp(path))
        ck_abort_msg("No folder can be made in %s.", folder());
    return path;
}

static char *address(void *ctx, const char *role, const char *database)
{
    return talloc_asprintf(ctx, "postgresql://%s@/%s?host=%s/socket&port=5432", role, database, folder());
}

/* Runs a statement as a role on a database of the cluster. */
static void run_as(const char *role, const char *database, const char *sql)
{
    char *where = address(NULL, role, database);
    PGconn *server = PQconnectdb(where);
    if (PQstatus(server) != CONNECTION_OK)
        ck_abort_msg("PostgreSQL cannot be reached: %s", PQerrorMessage(server));
    PGresult *result = PQexec(server, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        ck_abort_msg("PostgreSQL refused: %s", PQerrorMessage(server));
    PQclear(result);
    PQfinish(server);
    talloc_free(where);
}

/* Where a database of that name is; it need not be there. */
static struct scratch *scratch_named(void *ctx, enum store_engine engine, const char *name)
{
    struct scratch *scratch = talloc_zero(ctx, struct scratch);
    scratch->engine = engine;
    if (engine == STORE_SQLITE) {
        scratch->name = talloc_asprintf(scratch, "%s/%s.db", folder(), name);
        scratch->application = scratch->owner = scratch->name;
        return scratch;
    }
    scratch->name = talloc_strdup(scratch, name);
    scratch->application = address(scratch, "goldthread_app", name);
    scratch->owner = address(scratch, "goldthread_owner", name);
    return scratch;
}

static void make_from(const struct scratch *scratch, const char *template)
{
    char *sql = talloc_asprintf(NULL, "CREATE DATABASE %s TEMPLATE %s", scratch->name, template);
    run_as("goldthread_owner", "postgres", sql);
    talloc_free(sql);
}

struct scratch *scratch_database(void *ctx, int engine)
{
    struct scratch *scratch = scratch_named(ctx, (enum store_engine)engine, fresh_name(ctx));
    if (scratch->engine == STORE_POSTGRES)
        make_from(scratch, "goldthread_template");
    return scratch;
}

static void copy_file(const char *from, const char *to)
{
    static char block[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    ck_assert_msg(in && out, "%s cannot be copied.", from);
    for (size_t got; (got = fread(block, 1, sizeof block, in)) > 0;)
        ck_assert_uint_eq(fwrite(block, 1, got, out), got);
    fclose(in);
    ck_assert_int_eq(fclose(out), 0);
}

/* Makes a database of that name as a copy of one that nobody is connected to. */
static void copy_to(void *ctx, const struct scratch *from, const struct scratch *to)
{
    if (from->engine == STORE_POSTGRES) {
        make_from(to, from->name);
        return;
    }
    char *journal = talloc_asprintf(ctx, "%s-wal", from->name);
    ck_assert_msg(access(journal, F_OK) != 0, "%s is in use.", from->name);
    copy_file(from->name, to->name);
}

struct scratch *scratch_copy(void *ctx, const struct scratch *from)
{
    struct scratch *copy = scratch_named(ctx, from->engine, fresh_name(ctx));
    copy_to(ctx, from, copy);
    return copy;
}

/* A file beside the databases says that the one of that name is whole. */
static struct scratch *kept_database(void *ctx, int engine, const struct scratch_kept *kept)
{
    char *mark = talloc_asprintf(ctx, "%s/%s.%d.filled", folder(), kept->name, engine);
    struct scratch *scratch = scratch_named(ctx, (enum store_engine)engine, kept->name);
    if (access(mark, F_OK) == 0)
        return scratch;
    if (kept->from)
        copy_to(ctx, kept_database(ctx, engine, kept->from), scratch);
    else if (scratch->engine == STORE_POSTGRES)
        make_from(scratch, "goldthread_template");
    kept->fill(ctx, scratch);
    if (scratch->engine == STORE_POSTGRES) /* as autovacuum would within a minute */
        run_as("postgres", scratch->name, "ANALYZE");
    FILE *made = fopen(mark, "wb");
    ck_assert_ptr_nonnull(made);
    fclose(made);
    return scratch;
}

struct scratch *scratch_copy_of(void *ctx, int engine, const struct scratch_kept *kept)
{
    return scratch_copy(ctx, kept_database(ctx, engine, kept));
}

struct store_connection *scratch_connect(void *ctx, const struct scratch *scratch, enum scratch_user user)
{
    struct store *store;
    struct store_connection *connection;
    ck_assert_fine(store_open(ctx, user == SCRATCH_OWNER ? scratch->owner : scratch->application, &store));
    ck_assert_fine(store_connect(ctx, store, &connection));
    return connection;
}

void scratch_break_connections(const struct scratch *scratch)
{
    char *sql = talloc_asprintf(
        NULL, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '%s'", scratch->name);
    run_as("postgres", "postgres", sql);
    talloc_free(sql);
}

void scratch_allow_connections(const struct scratch *scratch, bool allowed)
{
    char *sql = talloc_asprintf(NULL, "ALTER DATABASE %s ALLOW_CONNECTIONS %s", scratch->name, allowed ? "true" : "false");
    run_as("postgres", "postgres", sql);
    talloc_free(sql);
    if (!allowed)
        scratch_break_connections(scratch);
}
