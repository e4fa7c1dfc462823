/* A table as JSON:
 *   {"title":"Outcomes",
 *    "columns":[{"name":"ref","label":"Ref","kind":"text"}, ...],    kind: text, number, date or flag
 *    "rows":[{"ref":"4.7","value":80.0,"due":null}, ...],            a number digit for digit as recorded
 *    "total":42, "total_is_at_least":false}                          how many rows; true: more were not looked for */
#ifndef GOLDTHREAD_EXCHANGE_TABLE_JSON_H
#define GOLDTHREAD_EXCHANGE_TABLE_JSON_H

#include "base/buffer.h"
#include "base/table.h"
#include "exchange/json.h"

/* Writes the table and a newline to the end of `out`. A value in a number column that is no decimal number, and one
 * in a flag column that is neither "yes" nor "no", is written as a text. */
CHECKED struct error *table_json(struct buffer *out, const struct table *table);

/* The same in parts: what comes before the rows, rows of tables with the same columns as often as there are pages, what comes
 * after. */
void table_json_begin(struct json_writer *json, const struct table *table);
void table_json_rows(struct json_writer *json, const struct table *table);
CHECKED struct error *table_json_end(struct json_writer *json, size_t total, bool at_least);

#endif
