/* A table as CSV. */
#include "exchange/table_csv.h"

#include <talloc.h>

struct error *table_csv_begin(struct buffer *out, const struct table *table, enum csv_form form)
{
    const char **names = talloc_size(out->ctx, table->column_count * sizeof *names);
    TRY_MEMORY(names);
    csv_write_start(out, form);
    for (size_t column = 0; column < table->column_count; column++)
        names[column] = table->columns[column].name;
    csv_write_row(out, names, table->column_count, form);
    talloc_free(names);
    return buffer_error(out);
}

struct error *table_csv_rows(struct buffer *out, const struct table *table, enum csv_form form)
{
    const char **texts = talloc_size(out->ctx, table->column_count * sizeof *texts);
    TRY_MEMORY(texts);
    for (size_t row = 0; row < table_row_count(table); row++) {
        for (size_t column = 0; column < table->column_count; column++)
            texts[column] = table_cell(table, row, column)->value;
        csv_write_row(out, texts, table->column_count, form);
    }
    talloc_free(texts);
    return buffer_error(out);
}

struct error *table_csv(struct buffer *out, const struct table *table, enum csv_form form)
{
    TRY(table_csv_begin(out, table, form));
    return table_csv_rows(out, table, form);
}
