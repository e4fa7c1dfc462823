/* Rows on their way into one table: a statement of many rows spares a round trip for each of them. */
#include "record/save_insert.h"

#include "base/buffer.h"

#include <talloc.h>

static const char *statement(void *ctx, const char *table, const struct name_list *columns, size_t rows)
{
    struct buffer sql = buffer_on(ctx);
    buffer_format(&sql, "INSERT INTO %s (", table);
    for (size_t i = 0; i < columns->count; i++)
        buffer_format(&sql, "%s%s", i ? ", " : "", columns->at[i]);
    buffer_text(&sql, ") VALUES ");
    for (size_t row = 0, number = 1; row < rows; row++) {
        buffer_text(&sql, row ? ", (" : "(");
        for (size_t i = 0; i < columns->count; i++)
            buffer_format(&sql, "%s$%zu", i ? ", " : "", number++);
        buffer_char(&sql, ')');
    }
    return sql.failed ? NULL : sql.data;
}

struct error *insert_make(void *ctx, struct store_connection *connection, const char *table,
                          const struct name_list *columns, struct insert *insert)
{
    *insert = (struct insert){.connection = connection, .columns = columns->count};
    insert->one = statement(ctx, table, columns, 1);
    TRY_MEMORY(insert->one);
    insert->many = statement(ctx, table, columns, INSERT_ROWS);
    TRY_MEMORY(insert->many);
    insert->values = talloc_array(ctx, struct store_value, (unsigned)(INSERT_ROWS * columns->count));
    TRY_MEMORY(insert->values);
    return NULL;
}

struct error *insert_row(struct insert *insert, struct store_value **values)
{
    if (insert->rows == INSERT_ROWS)
        TRY(insert_flush(insert));
    *values = &insert->values[insert->rows++ * insert->columns];
    return NULL;
}

struct error *insert_flush(struct insert *insert)
{
    size_t rows = insert->rows;
    insert->rows = 0;
    if (rows == INSERT_ROWS)
        return store_execute(insert->connection, insert->many, insert->values, rows * insert->columns, NULL);
    for (size_t i = 0; i < rows; i++)
        TRY(store_execute(insert->connection, insert->one, &insert->values[i * insert->columns], insert->columns,
                          NULL));
    return NULL;
}
