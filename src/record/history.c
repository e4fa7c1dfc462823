/* A record's history: its versions as they were, as far as the actor may see them. */
#include "record/read_rows.h"
#include "record/select_rows.h"
#include "record/written_sql.h"

#include <talloc.h>

/* Versions shown when a record has more. */
#define VERSIONS_MOST 1000

/* The versions of $1 that the actor may see, if the actor may see the record. */
static void write_versions(struct buffer *sql, const struct reader *reader, const struct register_shape *shape)
{
    const struct actor *actor = &reader->actor;
    buffer_text(sql, "SELECT ");
    batch_columns(sql, shape, "v", "record");
    buffer_format(sql, " FROM %s AS v WHERE v.record = $1 AND v.visible <= %d AND v.withdrawn = 0", shape->version_table,
                  (int)actor->sees);
    if (!date_is_none(actor->as_at)) {
        struct civil day = date_to_civil(actor->as_at);
        buffer_format(sql, " AND v.known_from <= '%04d-%02d-%02d'", day.year, day.month, day.day);
    }
    buffer_text(sql, " AND EXISTS (SELECT 1 FROM ");
    select_rows(sql, actor, shape, PARTNERSHIPS_ALL, SELECT_PROMISED);
    buffer_format(sql, " AS o WHERE o.id = $1) ORDER BY v.entry DESC LIMIT %d", VERSIONS_MOST);
}

struct error *record_history(void *ctx, const struct reader *reader, const struct record *record,
                             struct record ***versions, size_t *count)
{
    struct batch batch = {.shape = register_shape_of(reader->registers, record->def)};
    if (!batch.shape)
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The register %s is not one of the program's.", record->def->name);
    struct written_sql sql = written_sql_find(ctx, reader, "versions %s", record->def->name);
    if (!sql.text) {
        write_versions(&sql.draft, reader, batch.shape);
        TRY(written_sql_keep(&sql));
    }
    struct store_rows *rows = NULL;
    struct store_value id = store_integer(record->id);
    TRY(store_query(ctx, reader->connection, sql.text, &id, 1, &rows));
    for (bool more = true;;) {
        TRY(store_next(rows, &more));
        if (!more)
            break;
        TRY(batch_take(ctx, &batch, rows));
    }
    TRY(batch_finish(ctx, reader, &batch));
    *versions = talloc_array(ctx, struct record *, (unsigned)batch.rows.count);
    TRY_MEMORY(*versions);
    for (size_t i = 0; i < batch.rows.count; i++)
        (*versions)[i] = batch.rows.at[i].record;
    *count = batch.rows.count;
    return NULL;
}
