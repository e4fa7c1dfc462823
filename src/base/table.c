/* Tables: making one and adding rows. */
#include "base/table.h"

#include <talloc.h>

struct table *table_new(const void *ctx, const char *title, const struct column *columns, size_t column_count)
{
    struct table *table = talloc_zero(ctx, struct table);
    if (!table)
        return NULL;
    table->title = title;
    table->columns = columns;
    table->column_count = column_count;
    return table;
}

struct error *table_add_row(struct table *table, const struct cell *cells)
{
    for (size_t i = 0; i < table->column_count; i++)
        TRY(LIST_ADD(table, &table->cells, cells[i]));
    return NULL;
}
