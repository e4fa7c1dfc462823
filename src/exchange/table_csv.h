/* A table as CSV: one row of column names, then the values for machines. Links, notes and marks are a page's
 * business. */
#ifndef GOLDTHREAD_EXCHANGE_TABLE_CSV_H
#define GOLDTHREAD_EXCHANGE_TABLE_CSV_H

#include "base/buffer.h"
#include "base/table.h"
#include "exchange/csv.h"

/* Writes the table to the end of `out`, a value that is not recorded as an empty cell. */
CHECKED struct error *table_csv(struct buffer *out, const struct table *table, enum csv_form form);

/* The same in parts: the column names, then rows of tables with the same columns, as often as there are pages. */
CHECKED struct error *table_csv_begin(struct buffer *out, const struct table *table, enum csv_form form);
CHECKED struct error *table_csv_rows(struct buffer *out, const struct table *table, enum csv_form form);

#endif
