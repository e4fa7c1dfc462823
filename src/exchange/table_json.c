/* A table as JSON. */
#include "exchange/table_json.h"

#include "base/text.h"
#include "exchange/json.h"

static void write_value(struct json_writer *json, enum column_kind kind, const char *value)
{
    double ignored;
    if (value && kind == COLUMN_NUMBER && text_to_decimal(value, &ignored))
        json_decimal(json, value);
    else if (value && kind == COLUMN_FLAG && (strcmp(value, "yes") == 0 || strcmp(value, "no") == 0))
        json_flag(json, *value == 'y');
    else
        json_text(json, value);
}

static void write_columns(struct json_writer *json, const struct table *table)
{
    static const char *const kinds[] = {
        [COLUMN_TEXT] = "text", [COLUMN_NUMBER] = "number", [COLUMN_DATE] = "date", [COLUMN_FLAG] = "flag"};
    json_array(json);
    for (size_t i = 0; i < table->column_count; i++) {
        json_object(json);
        json_key(json, "name");
        json_text(json, table->columns[i].name);
        json_key(json, "label");
        json_text(json, table->columns[i].label);
        json_key(json, "kind");
        json_text(json, kinds[table->columns[i].kind]);
        json_object_end(json);
    }
    json_array_end(json);
}

static void write_rows(struct json_writer *json, const struct table *table)
{
    json_array(json);
    for (size_t row = 0; row < table_row_count(table); row++) {
        json_object(json);
        for (size_t column = 0; column < table->column_count; column++) {
            json_key(json, table->columns[column].name);
            write_value(json, table->columns[column].kind, table_cell(table, row, column)->value);
        }
        json_object_end(json);
    }
    json_array_end(json);
}

struct error *table_json(struct buffer *out, const struct table *table)
{
    struct json_writer json = json_writer_on(out);
    json_object(&json);
    json_key(&json, "title");
    json_text(&json, table->title);
    json_key(&json, "columns");
    write_columns(&json, table);
    json_key(&json, "rows");
    write_rows(&json, table);
    json_key(&json, "total");
    json_integer(&json, (long long)table->total);
    json_key(&json, "total_is_at_least");
    json_flag(&json, table->total_capped);
    json_key(&json, "next");
    json_text(&json, table->next);
    json_key(&json, "previous");
    json_text(&json, table->previous);
    json_object_end(&json);
    TRY(json_finish(&json));
    buffer_char(out, '\n');
    return buffer_error(out);
}
