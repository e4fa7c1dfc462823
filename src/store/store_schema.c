/* Tables as declared: rendered for the engine at hand, and compared with what is in the database. */
#include "store/store_internal.h"

#include <stdarg.h>
#include <talloc.h>

/* PostgreSQL cuts longer names off without a word. */
#define NAME_MOST 63

/* --- names -------------------------------------------------------------------------------------------------------- */

static bool is_name(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return length > 0 && length <= NAME_MOST && name[length] == '\0' && name[0] >= 'a';
}

static const struct store_column *id_column(const struct store_table *table)
{
    for (const struct store_column *column = table->columns; column->name; column++)
        if (column->kind == STORE_COLUMN_ID)
            return column;
    return NULL;
}

static const char *primary_key(const struct store_table *table)
{
    const struct store_column *id = id_column(table);
    return table->primary_key ? table->primary_key : id ? id->name : "";
}

static const struct store_column *find_column(const struct store_table *table, const char *name)
{
    for (const struct store_column *column = table->columns; column->name; column++)
        if (strcmp(column->name, name) == 0)
            return column;
    return NULL;
}

static bool in_primary_key(const struct store_table *table, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = primary_key(table); (at = strstr(at, name)); at += length) {
        bool begins = at == primary_key(table) || at[-1] == ' ' || at[-1] == ',';
        if (begins && (at[length] == '\0' || at[length] == ',' || at[length] == ' '))
            return true;
    }
    return false;
}

static struct error *check_declaration(const void *ctx, const struct store_table *table)
{
    if (!is_name(table->name))
        return ERROR_NEW(ctx, ERROR_INTERNAL, "\"%s\" cannot be the name of a table.", table->name);
    for (const struct store_column *column = table->columns; column->name; column++)
        if (!is_name(column->name) || (column->references && !is_name(column->references)))
            return ERROR_NEW(ctx, ERROR_INTERNAL, "The column \"%s\" of the table %s has a name that cannot be.",
                             column->name, table->name);
    const struct store_column *id = id_column(table);
    if (id && strcmp(id->name, "id") != 0)
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The ID column of the table %s must be called id.", table->name);
    if (!*primary_key(table))
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The table %s has no primary key.", table->name);
    static const char *const guarding[] = {"partnership", "visible"};
    size_t needed = table->scoped ? 2 : table->scoped_by_partnership ? 1 : 0;
    for (size_t i = 0; i < needed; i++)
        if (!find_column(table, guarding[i]))
            return ERROR_NEW(ctx, ERROR_INTERNAL, "The scoped table %s has no column %s.", table->name, guarding[i]);
    if (table->erasing && !find_column(table, table->erasing))
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The table %s has no column %s that marks an erasure.", table->name,
                         table->erasing);
    return NULL;
}

/* An index is named by what it is, so that comparing names compares definitions. FNV-1a. */
static char *index_name(const void *ctx, const struct store_table *table, const struct store_index *index)
{
    char *definition = talloc_asprintf(ctx, "%s|%d|%s|%s", table->name, index->unique, index->columns,
                                       index->where ? index->where : "");
    if (!definition)
        return NULL;
    uint32_t hash = 2166136261U;
    for (const char *at = definition; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619U;
    return talloc_asprintf(ctx, "%.45s_ix_%08x", table->name, hash);
}

/* Likewise: the name says what may still be changed. */
static struct error *append_only_names(const void *ctx, const struct store_table *table,
                                       struct append_only_names *names)
{
    names->no_update = table->erasing
                           ? talloc_asprintf(ctx, "%s_no_update_but_%s", table->name, table->erasing)
                           : talloc_asprintf(ctx, "%s_no_update", table->name);
    names->no_delete = talloc_asprintf(ctx, "%s_no_delete", table->name);
    if (!names->no_update || !names->no_delete)
        return error_out_of_memory();
    if (strlen(names->no_update) > NAME_MOST)
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The name %s is too long for a trigger.", names->no_update);
    return NULL;
}

static bool list_has(const struct text_list *list, const char *text)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->at[i], text) == 0)
            return true;
    return false;
}

static enum guard declared_guard(const struct store_table *table)
{
    return table->scoped ? GUARD_VISIBLE : table->scoped_by_partnership ? GUARD_PARTNERSHIP : GUARD_NONE;
}

/* --- reading the catalogue ---------------------------------------------------------------------------------------- */

struct error *store_read_names(void *ctx, struct store_connection *connection, const char *sql,
                               const struct store_value *values, size_t count, struct text_list *names)
{
    struct store_rows *rows;
    TRY(store_query(ctx, connection, sql, values, count, &rows));
    bool more;
    for (;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        char *name = talloc_strdup(ctx, store_get_text(rows, 0));
        TRY_MEMORY(name);
        TRY(LIST_ADD(ctx, names, name));
    }
}

struct error *store_read_columns(void *ctx, struct store_connection *connection, const char *sql,
                                 const struct store_value *table, struct actual_table *actual)
{
    struct store_rows *rows;
    TRY(store_query(ctx, connection, sql, table, 1, &rows));
    bool more;
    for (;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        struct actual_column column = {
            .name = talloc_strdup(ctx, store_get_text(rows, 0)),
            .type = talloc_strdup(ctx, store_get_text(rows, 1)),
            .required = store_get_integer(rows, 2) != 0,
            .references = store_is_null(rows, 3) ? NULL : talloc_strdup(ctx, store_get_text(rows, 3)),
        };
        if (!column.name || !column.type || (!column.references && !store_is_null(rows, 3)))
            return error_out_of_memory();
        TRY(LIST_ADD(ctx, &actual->columns, column));
    }
}

/* --- rendering ---------------------------------------------------------------------------------------------------- */

static void write_column(struct buffer *sql, const struct dialect *dialect, const struct store_column *column)
{
    buffer_format(sql, "\"%s\" %s", column->name, dialect->types[column->kind]);
    if (column->kind == STORE_COLUMN_ID)
        buffer_text(sql, " PRIMARY KEY");
    if (column->required || column->kind == STORE_COLUMN_ID)
        buffer_text(sql, " NOT NULL");
    if (column->references)
        buffer_format(sql, " REFERENCES \"%s\" (id) DEFERRABLE INITIALLY DEFERRED", column->references);
}

static void write_table(struct buffer *sql, const struct dialect *dialect, const struct store_table *table)
{
    buffer_format(sql, "CREATE TABLE \"%s\" (", table->name);
    for (const struct store_column *column = table->columns; column->name; column++) {
        if (column != table->columns)
            buffer_text(sql, ", ");
        write_column(sql, dialect, column);
    }
    bool keyed = !id_column(table);
    if (keyed)
        buffer_format(sql, ", PRIMARY KEY (%s)", table->primary_key);
    buffer_format(sql, ")%s;\n", keyed ? dialect->keyed_options : dialect->options);
}

static void write_index(struct buffer *sql, const struct store_table *table, const struct store_index *index,
                        const char *name)
{
    buffer_format(sql, "CREATE %sINDEX \"%s\" ON \"%s\" (%s)", index->unique ? "UNIQUE " : "", name, table->name,
                  index->columns);
    if (index->where)
        buffer_format(sql, " WHERE %s", index->where);
    buffer_text(sql, ";\n");
}

/* Where a table referred to must be there already, one that is not yet is begun with its id alone and completed when
 * its own turn comes. */
static void write_begun_table(struct buffer *sql, const struct dialect *dialect, const struct store_table *table)
{
    for (const struct store_column *column = table->columns; dialect->references_must_exist && column->name; column++)
        if (column->references && strcmp(column->references, table->name) != 0)
            buffer_format(sql, "CREATE TABLE IF NOT EXISTS \"%s\" (id %s PRIMARY KEY NOT NULL);\n", column->references,
                          dialect->types[STORE_COLUMN_ID]);
}

static const struct actual_column *find_actual(const struct actual_table *actual, const char *name)
{
    for (size_t i = 0; i < actual->columns.count; i++)
        if (strcmp(actual->columns.at[i].name, name) == 0)
            return &actual->columns.at[i];
    return NULL;
}

static struct error *write_missing_columns(const void *ctx, struct buffer *sql, const struct dialect *dialect,
                                           const struct store_table *table, const struct actual_table *actual)
{
    bool begun = dialect->references_must_exist && actual->columns.count == 1;
    for (const struct store_column *column = table->columns; column->name; column++) {
        if (find_actual(actual, column->name))
            continue;
        if (column->required && !begun)
            return ERROR_NEW(ctx, ERROR_STORE,
                             "The table %s lacks the required column %s. It needs a numbered migration that says what "
                             "its existing rows should have there.",
                             table->name, column->name);
        buffer_format(sql, "ALTER TABLE \"%s\" ADD COLUMN ", table->name);
        write_column(sql, dialect, column);
        buffer_text(sql, ";\n");
    }
    return NULL;
}

/* --- making ------------------------------------------------------------------------------------------------------- */

static struct error *index_declared(const void *ctx, const struct store_table *table, const char *name, bool *declared)
{
    *declared = false;
    for (const struct store_index *index = table->indexes; index && index->columns && !*declared; index++) {
        char *known = index_name(ctx, table, index);
        TRY_MEMORY(known);
        *declared = strcmp(known, name) == 0;
    }
    return NULL;
}

static struct error *write_indexes(const void *ctx, struct buffer *sql, const struct store_table *table,
                                   const struct actual_table *actual)
{
    bool declared;
    for (size_t i = 0; i < actual->indexes.count; i++) {
        TRY(index_declared(ctx, table, actual->indexes.at[i], &declared));
        if (!declared)
            buffer_format(sql, "DROP INDEX \"%s\";\n", actual->indexes.at[i]);
    }
    for (const struct store_index *index = table->indexes; index && index->columns; index++) {
        char *name = index_name(ctx, table, index);
        TRY_MEMORY(name);
        if (!list_has(&actual->indexes, name))
            write_index(sql, table, index, name);
    }
    return NULL;
}

static struct error *write_triggers(const void *ctx, struct buffer *sql, const struct engine *engine,
                                    const struct store_table *table, const struct actual_table *actual)
{
    struct append_only_names names;
    TRY(append_only_names(ctx, table, &names));
    size_t in_place = 0;
    for (size_t i = 0; i < actual->triggers.count; i++) {
        const char *name = actual->triggers.at[i];
        in_place += strcmp(name, names.no_update) == 0 || strcmp(name, names.no_delete) == 0;
    }
    if (in_place == actual->triggers.count && in_place == (table->append_only ? 2 : 0))
        return NULL;
    for (size_t i = 0; i < actual->triggers.count; i++)
        engine->drop_trigger(sql, table->name, actual->triggers.at[i]);
    if (table->append_only)
        engine->append_only(sql, table, &names);
    return NULL;
}

static struct error *write_changes(const void *ctx, struct buffer *sql, const struct engine *engine,
                                   const struct store_table *table, const struct actual_table *actual)
{
    write_begun_table(sql, &engine->dialect, table);
    if (actual->there)
        TRY(write_missing_columns(ctx, sql, &engine->dialect, table, actual));
    else
        write_table(sql, &engine->dialect, table);
    TRY(write_indexes(ctx, sql, table, actual));
    TRY(write_triggers(ctx, sql, engine, table, actual));
    if (engine->dialect.has_guards && actual->guard != declared_guard(table))
        engine->guard(sql, table->name, declared_guard(table));
    return buffer_error(sql);
}

static struct error *table_make(void *scratch, struct store_connection *connection, const struct store_table *table)
{
    void *shelf = store_shelf(connection);
    TRY(check_declaration(shelf, table));
    struct actual_table actual;
    TRY(connection->engine->table_read(scratch, connection, table->name, &actual));
    struct buffer sql = buffer_on(scratch);
    TRY(write_changes(shelf, &sql, connection->engine, table, &actual));
    if (sql.used > 0)
        TRY(store_script(connection, buffer_cstr(&sql)));
    return id_column(table) ? connection->engine->ids_make(connection, table->name) : NULL;
}

struct error *store_table_make(struct store_connection *connection, const struct store_table *table)
{
    /* On the shelf, where a failure leaves it with its error; freed at once when all went well. */
    void *scratch = talloc_new(store_shelf(connection));
    TRY_MEMORY(scratch);
    TRY(table_make(scratch, connection, table));
    talloc_free(scratch);
    return NULL;
}

struct error *store_table_unguard(struct store_connection *connection, const char *table)
{
    if (!connection->engine->dialect.has_guards)
        return NULL;
    void *scratch = talloc_new(store_shelf(connection));
    TRY_MEMORY(scratch);
    struct buffer sql = buffer_on(scratch);
    connection->engine->guard(&sql, table, GUARD_NONE);
    TRY(buffer_error(&sql));
    TRY(store_script(connection, buffer_cstr(&sql)));
    talloc_free(scratch);
    return NULL;
}

/* --- comparing ---------------------------------------------------------------------------------------------------- */

struct comparison {
    void *ctx;
    const struct store_table *table;
    const struct dialect *dialect;
    LIST_OF(const char *) sentences;
};

static struct error *say(struct comparison *comparison, const char *format, ...) __attribute__((format(printf, 2, 3)));

static struct error *say(struct comparison *comparison, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *sentence = talloc_vasprintf(comparison->ctx, format, arguments);
    va_end(arguments);
    TRY_MEMORY(sentence);
    return LIST_ADD(comparison->ctx, &comparison->sentences, (const char *)sentence);
}

static struct error *compare_column(struct comparison *comparison, const struct store_column *column,
                                    const struct actual_column *actual)
{
    const char *table = comparison->table->name, *name = column->name;
    if (!actual)
        return say(comparison, "The table %s has no column %s.", table, name);
    const char *type = comparison->dialect->types[column->kind];
    if (strcmp(actual->type, type) != 0)
        TRY(say(comparison, "The column %s of %s holds %s, and should hold %s.", name, table, actual->type, type));
    /* SQLite does not say NOT NULL of a key, and PostgreSQL always does. */
    if (actual->required != column->required && !in_primary_key(comparison->table, name))
        TRY(say(comparison, "The column %s of %s %s be empty, and %s.", name, table,
                actual->required ? "cannot" : "can", column->required ? "should not" : "should"));
    const char *is = actual->references ? actual->references : "nothing";
    const char *should = column->references ? column->references : "nothing";
    if (strcmp(is, should) != 0)
        TRY(say(comparison, "The column %s of %s refers to %s, and should refer to %s.", name, table, is, should));
    return NULL;
}

static struct error *compare_columns(struct comparison *comparison, const struct actual_table *actual)
{
    const struct store_table *table = comparison->table;
    for (const struct store_column *column = table->columns; column->name; column++)
        TRY(compare_column(comparison, column, find_actual(actual, column->name)));
    for (size_t i = 0; i < actual->columns.count; i++)
        if (!find_column(table, actual->columns.at[i].name))
            TRY(say(comparison, "The table %s has a column %s that nothing declares.", table->name,
                    actual->columns.at[i].name));
    if (strcmp(actual->primary_key, primary_key(table)) != 0)
        TRY(say(comparison, "The table %s has the primary key (%s), and should have (%s).", table->name,
                actual->primary_key, primary_key(table)));
    return NULL;
}

static struct error *compare_indexes(struct comparison *comparison, const struct actual_table *actual)
{
    const struct store_table *table = comparison->table;
    for (const struct store_index *index = table->indexes; index && index->columns; index++) {
        char *name = index_name(comparison->ctx, table, index);
        TRY_MEMORY(name);
        if (!list_has(&actual->indexes, name))
            TRY(say(comparison, "The table %s lacks the %sindex on (%s).", table->name, index->unique ? "unique " : "",
                    index->columns));
    }
    bool declared;
    for (size_t i = 0; i < actual->indexes.count; i++) {
        TRY(index_declared(comparison->ctx, table, actual->indexes.at[i], &declared));
        if (!declared)
            TRY(say(comparison, "The table %s has an index %s that nothing declares.", table->name,
                    actual->indexes.at[i]));
    }
    return NULL;
}

static struct error *compare_protection(struct comparison *comparison, const struct actual_table *actual)
{
    const struct store_table *table = comparison->table;
    struct append_only_names names;
    TRY(append_only_names(comparison->ctx, table, &names));
    bool protected = list_has(&actual->triggers, names.no_update) && list_has(&actual->triggers, names.no_delete);
    if (table->append_only && !protected)
        TRY(say(comparison, "The table %s is not protected against changes, and should be.", table->name));
    size_t expected = table->append_only ? 2 : 0;
    if (actual->triggers.count > expected && (protected || !table->append_only))
        TRY(say(comparison, "The table %s has a trigger that nothing declares.", table->name));
    if (comparison->dialect->has_guards && actual->guard != declared_guard(table))
        TRY(say(comparison, "The table %s does not have the row-level security it should have.", table->name));
    return NULL;
}

struct error *store_table_differences(void *ctx, struct store_connection *connection, const struct store_table *table,
                                      const char ***sentences, size_t *count)
{
    struct comparison comparison = {.ctx = ctx, .table = table, .dialect = &connection->engine->dialect};
    TRY(check_declaration(ctx, table));
    struct actual_table actual;
    TRY(connection->engine->table_read(ctx, connection, table->name, &actual));
    if (!actual.there) {
        TRY(say(&comparison, "There is no table %s.", table->name));
    } else {
        TRY(compare_columns(&comparison, &actual));
        TRY(compare_indexes(&comparison, &actual));
        TRY(compare_protection(&comparison, &actual));
        if (!actual.strict)
            TRY(say(&comparison, "The table %s does not check the kinds of its values (STRICT).", table->name));
    }
    *sentences = comparison.sentences.at;
    *count = comparison.sentences.count;
    return NULL;
}

struct error *store_table_names(void *ctx, struct store_connection *connection, const char ***names, size_t *count)
{
    struct text_list list = {0};
    TRY(connection->engine->table_names(ctx, connection, &list));
    *names = (const char **)list.at;
    *count = list.count;
    return NULL;
}
