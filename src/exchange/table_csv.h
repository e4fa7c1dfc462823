/* A table as CSV: one row of column names, then the values for machines. Links, notes and marks are a page's
 * business. */
#ifndef GOLDTHREAD_EXCHANGE_TABLE_CSV_H
#define GOLDTHREAD_EXCHANGE_TABLE_CSV_H

#include "base/buffer.h"
#include "base/table.h"
#include "exchange/csv.h"

/* Writes the table to the end of `out`, a value that is not recorded as an empty cell. */
CHECKED struct error *table_csv(struct buffer *out, const struct table *table, enum csv_form form);

#endif
