/* Filling in sort_FIELD where it is NULL: the row is older than the sort. */
#include "record/schema_sorts.h"

#include "base/list.h"
#include "record/register_shape.h"
#include "record/schema_tables.h"

#include <inttypes.h>
#include <talloc.h>

/* Rows filled in at a time. */
#define ROWS_MOST 1000

struct unsorted {
    int64_t id;
    const char *order;
};

struct unsorted_list {
    struct unsorted *at;
    size_t count, room;
};

/* The first rows that lack the sort, with what it should be. */
static struct error *read_unsorted(void *ctx, struct store_connection *connection, const struct register_def *def,
                                   const struct field_def *field, struct unsorted_list *list)
{
    struct store_rows *rows = NULL;
    const char *sql = talloc_asprintf(ctx, "SELECT id, %s FROM %s WHERE sort_%s IS NULL ORDER BY id LIMIT %d", field->name,
                                      def->name, field->name, ROWS_MOST);
    TRY_MEMORY(sql);
    TRY(store_query(ctx, connection, sql, NULL, 0, &rows));
    for (bool more = true;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        const char *text = store_get_text(rows, 1);
        if (!store_is_null(rows, 1) && (field->kind == FIELD_INTEGER || field->kind == FIELD_SCALE))
            text = talloc_asprintf(ctx, "%" PRId64, store_get_integer(rows, 1));
        struct unsorted row = {store_get_integer(rows, 0), row_sort_text(ctx, field, text)};
        TRY_MEMORY(row.order);
        TRY(LIST_ADD(ctx, list, row));
    }
}

static struct error *fill_sort(void *ctx, struct store_connection *connection, const struct register_def *def,
                               const struct field_def *field)
{
    const char *sql = talloc_asprintf(ctx, "UPDATE %s SET sort_%s = $2 WHERE id = $1", def->name, field->name);
    TRY_MEMORY(sql);
    for (size_t filled = ROWS_MOST; filled == ROWS_MOST;) {
        void *scratch = talloc_new(ctx);
        TRY_MEMORY(scratch);
        struct unsorted_list list = {0};
        TRY(read_unsorted(scratch, connection, def, field, &list));
        for (size_t i = 0; i < list.count; i++) {
            struct store_value values[] = {store_integer(list.at[i].id), store_text(list.at[i].order)};
            TRY(store_execute(connection, sql, values, 2, NULL));
        }
        filled = list.count;
        talloc_free(scratch);
    }
    return NULL;
}

struct error *schema_fill_sorts(void *ctx, struct store_connection *connection, const struct registers *registers)
{
    for (size_t i = 0; i < registers->count; i++)
        for (const struct field_def *field = registers->shapes[i].def->fields; field->name; field++)
            if (field_has_sort_column(registers->shapes[i].def, field))
                TRY(fill_sort(ctx, connection, registers->shapes[i].def, field));
    return NULL;
}
