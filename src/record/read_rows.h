/* From rows to records: a batch of rows is taken as it comes, then all its references are looked up at once. Inside
 * record/ only. */
#ifndef GOLDTHREAD_RECORD_READ_ROWS_H
#define GOLDTHREAD_RECORD_READ_ROWS_H

#include "base/buffer.h"
#include "base/list.h"
#include "record/record.h"
#include "record/register_shape.h"

/* One record whose references are still ids: those of a REF_MANY are its value's text. */
struct batch_row {
    struct record *record;
    struct record_value *values; /* the record's, still to be filled in */
    int64_t *ids;                /* one a field: what a REF points to; 0: nothing */
};

struct row_value;

struct batch {
    const struct register_shape *shape;
    struct row_value *current; /* the row being taken; NULL until the first */
    LIST_OF(struct batch_row) rows;
};

/* Writes the columns that batch_take reads, in its order, of a row called `alias` whose record's id is in the column `id`. */
void batch_columns(struct buffer *sql, const struct register_shape *shape, const char *alias, const char *id);
/* How many columns those are. */
int batch_column_count(const struct register_shape *shape);

/* Adds the current row, whose columns are batch_columns from the first on, as a record owned by ctx. */
CHECKED struct error *batch_take(void *ctx, struct batch *batch, const struct store_rows *rows);

/* Looks up what the rows refer to, as far as the actor may see it, and completes the records: references, key, label. */
CHECKED struct error *batch_finish(void *ctx, const struct reader *reader, struct batch *batch);

#endif
