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
    for (size_t i = 0; i < table->column_count; i++)
        TRY(LIST_ADD(table, &table->cells, cells[i]));
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

struct table *table_part(const void *ctx, const struct table *whole, const char *column, const char *value, const char *title)
{
    size_t chosen = 0;
    while (chosen < whole->column_count && strcmp(whole->columns[chosen].name, column) != 0)
        chosen++;
    struct column *columns = chosen < whole->column_count ? columns_without(ctx, whole, chosen) : NULL;
    struct table *part = columns ? table_new(ctx, title, columns, whole->column_count - 1) : NULL;
    for (size_t row = 0; part && row < table_row_count(whole); row++) {
        const char *held = table_cell(whole, row, chosen)->value;
        if (!held || strcmp(held, value) != 0)
            continue;
        for (size_t i = 0; i < whole->column_count; i++)
            if (i != chosen && LIST_ADD(part, &part->cells, *table_cell(whole, row, i)))
                return NULL;
    }
    if (part) {
        part->empty = whole->empty;
        part->total = table_row_count(part);
    }
    return part;
}
