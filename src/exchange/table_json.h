/* A table as JSON:
 *   {"title":"Outcomes",
 *    "columns":[{"name":"ref","label":"Ref","kind":"text"}, ...],    kind: text, number, date or flag
 *    "rows":[{"ref":"4.7","value":80.0,"due":null}, ...],            a number digit for digit as recorded
 *    "total":42, "total_is_at_least":false,                          rows on all pages
 *    "next":null, "previous":null}                                   the query string of the page after and before */
#ifndef GOLDTHREAD_EXCHANGE_TABLE_JSON_H
#define GOLDTHREAD_EXCHANGE_TABLE_JSON_H

#include "base/buffer.h"
#include "base/table.h"

/* Writes the table and a newline to the end of `out`. A value in a number column that is no decimal number, and one
 * in a flag column that is neither "yes" nor "no", is written as a text. */
CHECKED struct error *table_json(struct buffer *out, const struct table *table);

#endif
