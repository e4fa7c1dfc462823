/* Finding one record, by its key or its id, and asking it for its values. */
#include "base/text.h"
#include "record/read_rows.h"
#include "record/select_rows.h"
#include "record/written_sql.h"

#include <talloc.h>

static struct error *not_found(const void *ctx, const struct register_def *def, const char *key)
{
    char *quoted = fault_quote(ctx, key, strlen(key));
    TRY_MEMORY(quoted);
    return ERROR_NEW(ctx, ERROR_NOT_FOUND, "There is no such record under %s: %s.", def->plural, quoted);
}

static struct error *shape_for(const void *ctx, const struct reader *reader, const struct register_def *def,
                               const struct register_shape **shape)
{
    *shape = register_shape_of(reader->registers, def);
    if (!*shape)
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The register %s is not one of the program's.", def->name);
    return NULL;
}

/* "SELECT ... FROM (...) AS o WHERE " */
static void write_select(struct buffer *sql, const struct reader *reader, const struct register_shape *shape)
{
    buffer_text(sql, "SELECT ");
    batch_columns(sql, shape, "o", "id");
    buffer_text(sql, " FROM ");
    select_rows(sql, &reader->actor, shape, PARTNERSHIPS_ALL, SELECT_ALL);
    buffer_text(sql, " AS o WHERE ");
}

/* Runs a query for at most one record; *record is NULL when there is none. */
static struct error *read_one(void *ctx, const struct reader *reader, const struct register_shape *shape,
                              const char *sql, const struct store_value *values, size_t count, struct record **record)
{
    struct batch batch = {.shape = shape};
    struct store_rows *rows = NULL;
    bool found = false;
    *record = NULL;
    TRY(store_query(ctx, reader->connection, sql, values, count, &rows));
    TRY(store_next(rows, &found));
    if (found) {
        TRY(batch_take(ctx, &batch, rows));
        store_end(rows);
        TRY(batch_finish(ctx, reader, &batch));
        *record = batch.rows.at[0].record;
    }
    return NULL;
}

struct error *record_find_id(void *ctx, const struct reader *reader, const struct register_def *def, int64_t id,
                             struct record **record)
{
    const struct register_shape *shape = NULL;
    TRY(shape_for(ctx, reader, def, &shape));
    struct written_sql sql = written_sql_find(ctx, reader, "by id %s", def->name);
    if (!sql.text) {
        write_select(&sql.draft, reader, shape);
        buffer_text(&sql.draft, "o.id = $1");
        TRY(written_sql_keep(&sql));
    }
    struct store_value value = store_integer(id);
    TRY(read_one(ctx, reader, shape, sql.text, &value, 1, record));
    if (!*record)
        return ERROR_NEW(ctx, ERROR_NOT_FOUND, "There is no such record under %s.", def->plural);
    return NULL;
}

/* The id of the record whose one-field key this is, as far as the actor may see it; 0: none. */
static struct error *find_target(void *ctx, const struct reader *reader, const struct register_shape *shape,
                                 const char *key, int64_t *id)
{
    struct written_sql sql = written_sql_find(ctx, reader, "id by key %s", shape->def->name);
    if (!sql.text) {
        buffer_text(&sql.draft, "SELECT o.id FROM ");
        select_rows(&sql.draft, &reader->actor, shape, PARTNERSHIPS_ALL, SELECT_PROMISED);
        buffer_format(&sql.draft, " AS o WHERE o.%s = $1 ORDER BY o.partnership DESC LIMIT 1",
                      shape->def->fields[shape->key[0]].name);
        TRY(written_sql_keep(&sql));
    }
    struct store_value value = store_text(key);
    return store_query_integer(reader->connection, sql.text, &value, 1, 0, id);
}

/* A part of a key as a value to look for; *possible is false when no record can have it. */
static struct error *key_value(void *ctx, const struct reader *reader, const struct register_shape *shape, size_t field,
                               const char *part, struct store_value *value, bool *possible)
{
    int64_t number = 0;
    enum field_kind kind = shape->def->fields[field].kind;
    *possible = *part && text_is_utf8(part, strlen(part));
    if (!*possible)
        return NULL;
    if (kind == FIELD_REF) {
        TRY(find_target(ctx, reader, shape->targets[field], part, &number));
        *possible = number != 0;
        *value = store_integer(number);
    } else if (kind == FIELD_INTEGER || kind == FIELD_SCALE) {
        *possible = text_to_integer(part, &number);
        *value = store_integer(number);
    } else {
        *value = store_text(part);
    }
    return NULL;
}

/* Splits a key into its parts. A key of one field is one part, whatever signs are in it. */
static struct error *split_key(void *ctx, const struct register_shape *shape, const char *key, struct text_list *parts)
{
    if (shape->key_count > 1)
        return text_split(ctx, key, '~', parts);
    char *whole = talloc_strdup(ctx, key);
    TRY_MEMORY(whole);
    return LIST_ADD(ctx, parts, whole);
}

/* Finds the SQL that reads a record by the values of its key. */
static struct error *find_by_key(void *ctx, const struct reader *reader, const struct register_shape *shape, const char **found)
{
    struct written_sql sql = written_sql_find(ctx, reader, "by key %s", shape->def->name);
    if (!sql.text) {
        write_select(&sql.draft, reader, shape);
        for (size_t i = 0; i < shape->key_count; i++)
            buffer_format(&sql.draft, "%so.%s = $%zu", i ? " AND " : "", shape->def->fields[shape->key[i]].name, i + 1);
        /* a partnership's own record comes before a shared one that got the same key later */
        buffer_text(&sql.draft, " ORDER BY o.partnership DESC LIMIT 1");
        TRY(written_sql_keep(&sql));
    }
    *found = sql.text;
    return NULL;
}

struct error *record_find(void *ctx, const struct reader *reader, const struct register_def *def, const char *key,
                          struct record **record)
{
    const struct register_shape *shape = NULL;
    TRY(shape_for(ctx, reader, def, &shape));
    struct text_list parts = {0};
    TRY(split_key(ctx, shape, key, &parts));
    if (parts.count != shape->key_count)
        return not_found(ctx, def, key);

    struct store_value *values = talloc_array(ctx, struct store_value, (unsigned)parts.count);
    TRY_MEMORY(values);
    for (size_t i = 0; i < parts.count; i++) {
        bool possible = false;
        TRY(key_value(ctx, reader, shape, shape->key[i], parts.at[i], &values[i], &possible));
        if (!possible)
            return not_found(ctx, def, key);
    }
    const char *sql = NULL;
    TRY(find_by_key(ctx, reader, shape, &sql));
    TRY(read_one(ctx, reader, shape, sql, values, parts.count, record));
    return *record ? NULL : not_found(ctx, def, key);
}

const struct record_value *record_value(const struct record *record, const char *field)
{
    static const struct record_value nothing = {0};
    int i = register_field_index(record->def, field);
    return i < 0 ? &nothing : &record->values[i];
}

const char *record_text(const struct record *record, const char *field)
{
    return record_value(record, field)->text;
}

struct period record_when(const struct record *record, const char *field)
{
    struct period when = {DATE_NONE, DATE_NONE};
    const char *text = record_text(record, field);
    return text && when_parse(text, &when) ? when : (struct period){DATE_NONE, DATE_NONE};
}
