/* Lists: one page of a register in a declared order, read from where the page before ended, at a cost that does not grow
 * with what lies beyond the page. */
#include "record/list_query.h"
#include "record/read_rows.h"

#include <talloc.h>

/* The position of the row just taken. */
static struct error *write_next(void *ctx, const struct list_query *query, const struct batch *batch,
                                const struct store_rows *rows, const char **next)
{
    int column = batch_column_count(batch->shape);
    const char *sort = query->sorted ? store_get_text(rows, column + 1) : "";
    struct list_position position = {
        .sort = sort ? sort : "",
        .natural_key = store_get_text(rows, column),
        .id = batch->rows.at[batch->rows.count - 1].record->id,
    };
    *next = list_position_write(ctx, query->order, &position);
    TRY_MEMORY(*next);
    return NULL;
}

/* Takes the page's rows. The position is that of the last of them, if another row follows. */
static struct error *read_page(void *ctx, const struct reader *reader, const struct list_query *query, size_t limit,
                               struct batch *batch, const char **next)
{
    struct store_rows *rows = NULL;
    const char *last = NULL;
    *next = NULL;
    TRY(store_query(ctx, reader->connection, query->page, query->page_values.at, query->page_values.count, &rows));
    for (bool more = true;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        if (batch->rows.count == limit)
            break;
        TRY(batch_take(ctx, batch, rows));
        if (batch->rows.count == limit)
            TRY(write_next(ctx, query, batch, rows, &last));
    }
    store_end(rows);
    *next = last;
    return NULL;
}

static struct error *read_total(const struct reader *reader, const struct list_query *query, struct record_list *list)
{
    int64_t total = 0;
    if (query->total_values.count)
        TRY(store_query_integer(reader->connection, query->total, query->total_values.at, query->total_values.count, 0,
                                &total));
    else
        TRY(store_query_integer_kept(reader->connection, query->total, 0, &total));
    list->total_capped = total > RECORD_TOTAL_CAP;
    list->total = list->total_capped ? RECORD_TOTAL_CAP : (size_t)total;
    return NULL;
}

static struct error *give_records(void *ctx, const struct batch *batch, struct record_list *list)
{
    list->at = talloc_array(ctx, struct record *, (unsigned)batch->rows.count);
    TRY_MEMORY(list->at);
    for (size_t i = 0; i < batch->rows.count; i++)
        list->at[i] = batch->rows.at[i].record;
    list->count = list->total = batch->rows.count;
    return NULL;
}

struct error *record_list(void *ctx, const struct reader *reader, const struct register_def *def,
                          const struct record_list_request *request, struct record_list *list)
{
    struct batch batch = {.shape = register_shape_of(reader->registers, def)};
    struct list_query query;
    *list = (struct record_list){0};
    if (!batch.shape)
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The register %s is not one of the program's.", def->name);
    TRY(list_query_make(ctx, reader, batch.shape, request, &query));
    TRY(read_page(ctx, reader, &query, request->limit, &batch, &list->next));
    TRY(batch_finish(ctx, reader, &batch));
    TRY(give_records(ctx, &batch, list));
    /* a first page with no other after it is all there is */
    return !request->uncounted && (request->after || list->next) ? read_total(reader, &query, list) : NULL;
}
