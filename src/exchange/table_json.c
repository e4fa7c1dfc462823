/* A table as JSON. */
#include "exchange/table_json.h"

#include "base/text.h"
#include "exchange/json.h"

static void write_value(struct json_writer *json, enum column_kind kind, const char *value)
{
    double ignored;
    if (value && kind == COLUMN_NUMBER && text_to_decimal(value, &ignored))
        json_write_decimal(json, value);
    else if (value && kind == COLUMN_FLAG && (strcmp(value, "yes") == 0 || strcmp(value, "no") == 0))
        json_write_flag(json, *value == 'y');
    else
        json_write_text(json, value);
}

static void write_columns(struct json_writer *json, const struct table *table)
{
    static const char *const kinds[] = {
        [COLUMN_TEXT] = "text", [COLUMN_NUMBER] = "number", [COLUMN_DATE] = "date", [COLUMN_FLAG] = "flag"};
    json_write_array(json);
    for (size_t i = 0; i < table->column_count; i++) {
        json_write_object(json);
        json_write_key(json, "name");
        json_write_text(json, table->columns[i].name);
        json_write_key(json, "label");
        json_write_text(json, table->columns[i].label);
        json_write_key(json, "kind");
        json_write_text(json, kinds[table->columns[i].kind]);
        json_write_object_end(json);
    }
    json_write_array_end(json);
}

void table_json_begin(struct json_writer *json, const struct table *table)
{
    json_write_object(json);
    json_write_key(json, "title");
    json_write_text(json, table->title);
    json_write_key(json, "columns");
    write_columns(json, table);
    json_write_key(json, "rows");
    json_write_array(json);
}

void table_json_rows(struct json_writer *json, const struct table *table)
{
    for (size_t row = 0; row < table_row_count(table); row++) {
        json_write_object(json);
        for (size_t column = 0; column < table->column_count; column++) {
            json_write_key(json, table->columns[column].name);
            write_value(json, table->columns[column].kind, table_cell(table, row, column)->value);
        }
        json_write_object_end(json);
    }
}

struct error *table_json_end(struct json_writer *json, size_t total, bool at_least)
{
    json_write_array_end(json);
    json_write_key(json, "total");
    json_write_integer(json, (long long)total);
    json_write_key(json, "total_is_at_least");
    json_write_flag(json, at_least);
    json_write_object_end(json);
    TRY(json_write_finish(json));
    buffer_char(json->out, '\n');
    return buffer_error(json->out);
}

struct error *table_json(struct buffer *out, const struct table *table)
{
    struct json_writer json = json_writer_on(out);
    table_json_begin(&json, table);
    table_json_rows(&json, table);
    return table_json_end(&json, table->total, table->total_capped);
}
