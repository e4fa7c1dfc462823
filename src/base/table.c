/* Tables: making one and adding rows. */
#include "base/table.h"

#include <string.h>
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
    while (table->cells.room - table->cells.count < table->column_count)
        if (!list_grow(table, (void **)&table->cells.at, &table->cells.room, sizeof *table->cells.at))
            return error_out_of_memory();
    memcpy(table->cells.at + table->cells.count, cells, table->column_count * sizeof *cells);
    table->cells.count += table->column_count;
    return NULL;
}

/* The columns of the whole but one. */
static struct column *columns_without(const void *ctx, const struct table *whole, size_t left_out)
{
    struct column *columns = talloc_zero_array(ctx, struct column, (unsigned)whole->column_count);
    for (size_t from = 0, to = 0; columns && from < whole->column_count; from++)
        if (from != left_out)
            columns[to++] = whole->columns[from];
    return columns;
}

struct error *table_part(const void *ctx, const struct table *whole, const char *column, const char *value,
                         const char *title, struct table **part)
{
    size_t chosen = 0;
    while (chosen + 1 < whole->column_count && strcmp(whole->columns[chosen].name, column) != 0)
        chosen++;
    struct column *columns = columns_without(ctx, whole, chosen);
    TRY_MEMORY(columns);
    struct table *made = table_new(ctx, title, columns, whole->column_count - 1);
    TRY_MEMORY(made);
    for (size_t row = 0; row < table_row_count(whole); row++) {
        const char *held = table_cell(whole, row, chosen)->value;
        if (!held || strcmp(held, value) != 0)
            continue;
        for (size_t i = 0; i < whole->column_count; i++)
            if (i != chosen)
                TRY(LIST_ADD(made, &made->cells, *table_cell(whole, row, i)));
    }
    made->empty = whole->empty;
    made->total = table_row_count(made);
    *part = made;
    return NULL;
}
