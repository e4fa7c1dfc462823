/* A table as lines of text for a terminal: columns as wide as what stands in them, numbers to the right. Links, marks and notes are
 * a page's business, and so are notes. */
#ifndef GOLDTHREAD_EXCHANGE_TABLE_LINES_H
#define GOLDTHREAD_EXCHANGE_TABLE_LINES_H

#include "base/buffer.h"
#include "base/table.h"

/* Writes the headings, a rule, and a line for each row to the end of `out`: what is for people (`shown`), without columns that
 * are data only. */
CHECKED struct error *table_lines(struct buffer *out, const struct table *table);

#endif
