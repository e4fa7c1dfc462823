/* SQLite's catalogue, its triggers, its ids and its backups. */
#include "store/sqlite_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <talloc.h>
#include <unistd.h>

/* --- ids ---------------------------------------------------------------------------------------------------------- */

struct error *sqlite_ids_make(struct store_connection *connection, const char *table)
{
    TRY(store_script(connection, "CREATE TABLE IF NOT EXISTS " IDS_TABLE
                                 " (name TEXT PRIMARY KEY NOT NULL, next INTEGER NOT NULL) STRICT, WITHOUT ROWID"));
    struct store_value name = store_text(table);
    return store_execute(connection, "INSERT INTO " IDS_TABLE " (name, next) VALUES ($1, 1) ON CONFLICT DO NOTHING",
                         &name, 1, NULL);
}

struct error *sqlite_next_ids(struct store_connection *connection, const char *table, size_t count, int64_t *first)
{
    struct store_value values[] = {store_text(table), store_integer((int64_t)count)};
    TRY(store_query_integer(connection,
                            "UPDATE " IDS_TABLE " SET next = next + $2 WHERE name = $1 RETURNING next - $2", values, 2,
                            0, first));
    if (*first == 0)
        return ERROR_NEW(store_shelf(connection), ERROR_INTERNAL, "The table %s has no ids to give.", table);
    return NULL;
}

/* --- backup ------------------------------------------------------------------------------------------------------- */

static struct error *copy_all(const void *ctx, struct store_connection *connection, sqlite3 *to, const char *to_file)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", sqlite_of(connection), "main");
    int code = backup ? SQLITE_OK : sqlite3_extended_errcode(to);
    if (backup) {
        code = sqlite3_backup_step(backup, -1);
        int finished = sqlite3_backup_finish(backup);
        if (code == SQLITE_DONE)
            code = finished;
    }
    if (code == SQLITE_OK)
        return NULL;
    return ERROR_DETAIL(ctx, (code & 0xff) == SQLITE_BUSY ? ERROR_BUSY : ERROR_STORE, sqlite3_errstr(code),
                        "The backup %s of %s could not be written: %s. Check the disk and try again.", to_file,
                        connection->store->where, sqlite3_errstr(code));
}

struct error *sqlite_backup(const void *ctx, struct store_connection *connection, const char *to_file)
{
    int file = open(to_file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return ERROR_NEW(ctx, errno == EEXIST ? ERROR_CONFLICT : ERROR_IO,
                         "The backup %s cannot be made: %s. Nothing was overwritten.", to_file, strerror(errno));
    close(file);

    sqlite3 *to = NULL;
    int code = sqlite3_open_v2(to_file, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    struct error *error = code == SQLITE_OK ? copy_all(ctx, connection, to, to_file)
                                            : ERROR_DETAIL(ctx, ERROR_IO, sqlite3_errstr(code),
                                                           "The backup %s cannot be opened.", to_file);
    sqlite3_close_v2(to);
    if (error)
        unlink(to_file);
    return error;
}

/* --- the catalogue ------------------------------------------------------------------------------------------------ */

struct error *sqlite_table_names(void *ctx, struct store_connection *connection, struct text_list *names)
{
    return store_read_names(
        ctx, connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        "AND name <> '" IDS_TABLE "' ORDER BY name",
        NULL, 0, names);
}

/* Materialised, or the foreign keys would be listed anew for each column. */
static const char columns_of[] =
    "WITH f AS MATERIALIZED (SELECT \"from\", \"table\" FROM pragma_foreign_key_list($1)) "
    "SELECT c.name, c.type, c.\"notnull\", f.\"table\" FROM pragma_table_info($1) c "
    "LEFT JOIN f ON f.\"from\" = c.name ORDER BY c.cid";

struct error *sqlite_table_read(void *ctx, struct store_connection *connection, const char *table,
                                struct actual_table *actual)
{
    *actual = (struct actual_table){0};
    struct store_value name = store_text(table);
    int64_t strict;
    TRY(store_query_integer(connection, "SELECT strict FROM pragma_table_list($1) WHERE schema = 'main'", &name, 1, -1,
                            &strict));
    if (strict < 0)
        return NULL;
    actual->there = true;
    actual->strict = strict == 1;
    TRY(store_read_columns(ctx, connection, columns_of, &name, actual));
    TRY(store_read_names(ctx, connection, "SELECT name FROM pragma_index_list($1) WHERE origin = 'c' ORDER BY name",
                         &name, 1, &actual->indexes));
    TRY(store_read_names(ctx, connection,
                         "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1 ORDER BY name", &name,
                         1, &actual->triggers));
    struct text_list key = {0};
    TRY(store_read_names(ctx, connection, "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk", &name, 1,
                         &key));
    actual->primary_key = text_join(ctx, &key, ", ");
    TRY_MEMORY(actual->primary_key);
    return NULL;
}

void sqlite_append_only(struct buffer *sql, const struct store_table *table, const struct append_only_names *names)
{
    buffer_format(sql, "CREATE TRIGGER \"%s\" BEFORE UPDATE ON \"%s\"", names->no_update, table->name);
    if (table->erasing)
        buffer_format(sql, " WHEN NEW.\"%s\" IS OLD.\"%s\"", table->erasing, table->erasing);
    buffer_format(sql, " BEGIN SELECT RAISE(ABORT, '%s is append-only'); END;\n", table->name);
    buffer_format(
        sql, "CREATE TRIGGER \"%s\" BEFORE DELETE ON \"%s\" BEGIN SELECT RAISE(ABORT, '%s is append-only'); END;\n",
        names->no_delete, table->name, table->name);
}

void sqlite_drop_trigger(struct buffer *sql, const char *table, const char *trigger)
{
    (void)table;
    buffer_format(sql, "DROP TRIGGER \"%s\";\n", trigger);
}
