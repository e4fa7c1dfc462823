/* Opening a SQLite file, setting it up, and what its errors mean to a person. */
#include "store/sqlite_internal.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

/* Reading through the page table instead of copying: enough for the whole of what most partnerships have. */
#define MAPPED_BYTES "268435456"
#define CACHE_KIBIBYTES "16384"
/* A write-ahead log left larger than this by an import is cut back. */
#define LOG_BYTES "67108864"

/* SQLite takes these once a process, before its first use. Statistics of memory would make all threads queue for one
 * lock; URI names would let "file:x?mode=memory" mean something else than a file of that name. */
static void configure_process(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_URI, 0);
}

struct error *sqlite_open(struct store *store, const char *where)
{
    static pthread_once_t configured = PTHREAD_ONCE_INIT;
    pthread_once(&configured, configure_process);

    /* To SQLite these mean a database in memory or a temporary one, of which every connection would have its own. */
    if (!*where || *where == ':')
        return ERROR_NEW(store, ERROR_INVALID, "\"%s\" is not the name of a file to keep the records in.", where);
    store->address = talloc_strdup(store, where);
    TRY_MEMORY(store->address);
    store->where = store->address;
    return NULL;
}

/* --- errors ------------------------------------------------------------------------------------------------------- */

/* Of each first column %s is the file. Extended codes come before the primary codes they belong to. */
static const struct {
    int code;
    enum error_kind kind;
    const char *says;
} meanings[] = {
    {SQLITE_CONSTRAINT_UNIQUE, ERROR_CONFLICT, "There already is a record with the same key in %s."},
    {SQLITE_CONSTRAINT_PRIMARYKEY, ERROR_CONFLICT, "There already is a record with the same key in %s."},
    {SQLITE_CONSTRAINT_ROWID, ERROR_CONFLICT, "There already is a record with the same key in %s."},
    {SQLITE_CONSTRAINT_FOREIGNKEY, ERROR_CONFLICT, "A record refers to another that is not in %s."},
    {SQLITE_CONSTRAINT_NOTNULL, ERROR_CONFLICT, "A record lacks something that %s requires."},
    {SQLITE_CONSTRAINT_TRIGGER, ERROR_CONFLICT,
     "A table of %s is append-only: what is recorded there can be added to, never changed or deleted."},
    {SQLITE_CONSTRAINT, ERROR_CONFLICT, "The change contradicts what is recorded in %s."},
    {SQLITE_BUSY, ERROR_BUSY,
     "Another program is writing to %s and did not finish in time. Nothing was changed; try again in a moment."},
    {SQLITE_LOCKED, ERROR_BUSY, "%s is in use. Nothing was changed; try again in a moment."},
    {SQLITE_FULL, ERROR_STORE, "The disk that holds %s is full. Nothing was changed; make room on it and try again."},
    {SQLITE_READONLY, ERROR_STORE,
     "%s can only be read. To change it, give this user the right to write to it and to the folder it is in."},
    {SQLITE_PERM, ERROR_STORE, "This user may not open %s. Check the rights on the file and its folder."},
    {SQLITE_CANTOPEN, ERROR_STORE,
     "%s cannot be opened. Check that its folder is there and that this user may write to it."},
    {SQLITE_NOTADB, ERROR_STORE, "%s is not a database of Goldthread: it is a file of another kind. Check the name."},
    {SQLITE_CORRUPT, ERROR_STORE, "The database %s is damaged. Stop using it and restore the last backup."},
    {SQLITE_IOERR, ERROR_STORE,
     "The disk that holds %s could not be read or written. Check the disk; nothing was changed."},
    {SQLITE_TOOBIG, ERROR_INVALID, "A value is too long to be kept in %s."},
    {SQLITE_INTERRUPT, ERROR_BUSY, "The work on %s was interrupted. Nothing was changed; try again."},
};

struct error *sqlite_error(const void *ctx, struct store_connection *connection, int code, const char *sql)
{
    if ((code & 0xff) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM)
        return error_out_of_memory();
    sqlite3 *database = sqlite_of(connection);
    char *detail = talloc_asprintf(ctx, "SQLite %d: %s%s%s", code, database ? sqlite3_errmsg(database) : "",
                                   sql ? "; in: " : "", sql ? sql : "");
    enum error_kind kind = ERROR_INTERNAL;
    const char *says = "The database %s did not understand what it was asked. This is a fault of the program.";
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].code == code || meanings[i].code == (code & 0xff)) {
            kind = meanings[i].kind;
            says = meanings[i].says;
            break;
        }
    /* The sentence is one of the constants above: a %s for the file and nothing else. */
    const char *file = connection->store->where, *gap = strstr(says, "%s");
    struct error *error =
        ERROR_DETAIL(ctx, kind, detail, "%.*s%s%s", (int)(gap - says), says, file, gap + strlen("%s"));
    talloc_free(detail);
    return error;
}

/* --- connecting --------------------------------------------------------------------------------------------------- */

/* SQLite would make the file readable by everybody; the log and index beside it copy the file's rights. Only a file
 * that is made here is opened here: closing it would otherwise drop the locks this process has on it. */
static void make_private(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
}

static struct error *set(struct store_connection *connection, const char *sql)
{
    int code = sqlite3_exec(sqlite_of(connection), sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? NULL : sqlite_error(store_shelf(connection), connection, code, sql);
}

/* Puts a new file into write-ahead mode. Changing the mode does not wait by itself while another process does the
 * same. */
static struct error *set_log_mode(struct store_connection *connection)
{
    static const char sql[] = "PRAGMA journal_mode = WAL";
    void *shelf = store_shelf(connection);
    sqlite3_stmt *statement = NULL;
    int code = SQLITE_BUSY;
    for (int wait = 0; wait < OTHER_PROCESS_WAIT_SECONDS * 100 && (code & 0xff) == SQLITE_BUSY; wait++) {
        if (wait > 0)
            sqlite3_sleep(10);
        code = sqlite3_prepare_v2(sqlite_of(connection), sql, -1, &statement, NULL);
        if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW)
            break;
        sqlite3_finalize(statement);
        statement = NULL;
    }
    if (code != SQLITE_ROW)
        return sqlite_error(shelf, connection, code, sql);

    bool set = strcmp((const char *)sqlite3_column_text(statement, 0), "wal") == 0;
    sqlite3_finalize(statement);
    if (!set && !sqlite3_db_readonly(sqlite_of(connection), "main"))
        return ERROR_NEW(
            shelf, ERROR_STORE,
            "%s cannot be shared safely where it is: put it on a disk of this machine, not on a network drive.",
            connection->store->where);
    return NULL;
}

static struct error *configure(struct store_connection *connection)
{
    sqlite3 *database = sqlite_of(connection);
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, OTHER_PROCESS_WAIT_SECONDS * 1000);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, (int)VALUE_BYTES_MOST);
    sqlite3_limit(database, SQLITE_LIMIT_VARIABLE_NUMBER, VALUES_MOST);
    static const struct {
        int option, value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_DQS_DML, 0},     {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (sqlite3_db_config(database, options[i].option, options[i].value, NULL) != SQLITE_OK)
            return ERROR_NEW(store_shelf(connection), ERROR_INTERNAL, "This SQLite (%s) is too old.",
                             sqlite3_libversion());

    TRY(set_log_mode(connection));
    /* Recursive triggers, so that INSERT OR REPLACE cannot get round an append-only table. */
    return set(connection, "PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON; PRAGMA temp_store = MEMORY;"
                           "PRAGMA cache_size = -" CACHE_KIBIBYTES "; PRAGMA mmap_size = " MAPPED_BYTES ";"
                           "PRAGMA journal_size_limit = " LOG_BYTES);
}

static struct error *open_file(struct store_connection *connection, int flags)
{
    sqlite3 *database = NULL;
    /* No mutex: a connection is used by one thread at a time. */
    int code = sqlite3_open_v2(connection->store->address, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | flags,
                               NULL);
    connection->native = database;
    if (code != SQLITE_OK)
        return sqlite_error(store_shelf(connection), connection, code, NULL);
    return configure(connection);
}

struct error *sqlite_connect(struct store_connection *connection)
{
    make_private(connection->store->address);
    return open_file(connection, SQLITE_OPEN_CREATE);
}

/* A backup is restored by putting another file in this one's place. The old one would still be read, unseen by anybody,
 * for as long as it is open; and a file that is gone must not come back empty. */
struct error *sqlite_follow_file(struct store_connection *connection)
{
    int moved = 0;
    if (connection->native)
        sqlite3_file_control(sqlite_of(connection), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (connection->native && !moved)
        return NULL;
    sqlite_close(connection);
    struct error *error = open_file(connection, 0);
    if (error)
        sqlite_close(connection);
    return error;
}

void sqlite_close(struct store_connection *connection)
{
    statement_trim(&connection->statements, 0);
    sqlite3_close_v2(sqlite_of(connection));
    connection->native = NULL;
}
