/* Writing a table as aligned lines. */
#include "exchange/table_lines.h"

#include "base/text.h"

#include <talloc.h>

#define GAP 2 /* blanks between columns */

/* What a person reads in a cell. */
static const char *shown(const struct cell *cell)
{
    return cell->shown ? cell->shown : cell->value ? cell->value : "";
}

static void blanks(struct buffer *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_char(out, ' ');
}

static void add_cell(struct buffer *out, const char *text, size_t width, bool right, bool last)
{
    size_t length = text_length(text), rest = width > length ? width - length : 0;
    if (right)
        blanks(out, rest);
    buffer_text(out, text);
    if (!right && !last)
        blanks(out, rest);
    if (!last)
        blanks(out, GAP);
}

static size_t width_of(const struct table *table, size_t column)
{
    size_t width = text_length(table->columns[column].label);
    for (size_t row = 0; row < table_row_count(table); row++) {
        size_t length = text_length(shown(table_cell(table, row, column)));
        width = length > width ? length : width;
    }
    return width;
}

struct error *table_lines(struct buffer *out, const struct table *table)
{
    size_t *widths = talloc_zero_array(out->ctx, size_t, (unsigned)table->column_count + 1), last = 0, all = 0;
    TRY_MEMORY(widths);
    for (size_t c = 0; c < table->column_count; c++) {
        if (table->columns[c].data_only)
            continue;
        widths[c] = width_of(table, c);
        all += widths[c] + (all ? GAP : 0);
        last = c;
    }
    for (size_t c = 0; c <= last; c++)
        if (!table->columns[c].data_only)
            add_cell(out, table->columns[c].label, widths[c], table->columns[c].kind == COLUMN_NUMBER, c == last);
    buffer_char(out, '\n');
    for (size_t i = 0; i < all; i++)
        buffer_char(out, '-');
    buffer_char(out, '\n');
    for (size_t row = 0; row < table_row_count(table); row++) {
        for (size_t c = 0; c <= last; c++)
            if (!table->columns[c].data_only)
                add_cell(out, shown(table_cell(table, row, c)), widths[c], table->columns[c].kind == COLUMN_NUMBER, c == last);
        buffer_char(out, '\n');
    }
    talloc_free(widths);
    return buffer_error(out);
}
