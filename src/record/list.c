/* Lists: one page of a register in a declared order, read from where the page before ended, at a cost that does not grow
 * with what lies beyond the page. */
#include "record/list_query.h"
#include "record/read_rows.h"

#include "base/buffer.h"

#include <talloc.h>

/* How far along the list the reading is. */
struct progress {
    struct buffer sort, natural_key; /* of the row read last, or of the position the page began from */
    int64_t passed;                  /* rows with these two, so far */
    int64_t leave_out;               /* that the page before had already */
};

/* Takes note of a row; whether it belongs to the page. */
static struct error *note_row(struct progress *progress, const struct list_query *query, const struct batch *batch,
                              const struct store_rows *rows, bool *of_page)
{
    int column = batch_column_count(batch->shape);
    const char *natural_key = store_get_text(rows, column), *sort = query->sorted ? store_get_text(rows, column + 1) : "";
    sort = sort ? sort : "";
    if (strcmp(buffer_cstr(&progress->natural_key), natural_key) != 0 || strcmp(buffer_cstr(&progress->sort), sort) != 0) {
        buffer_clear(&progress->natural_key);
        buffer_clear(&progress->sort);
        buffer_text(&progress->natural_key, natural_key);
        buffer_text(&progress->sort, sort);
        progress->passed = progress->leave_out = 0;
    }
    progress->passed++;
    *of_page = progress->passed > progress->leave_out;
    TRY(buffer_error(&progress->natural_key));
    return buffer_error(&progress->sort);
}

static struct error *write_next(void *ctx, const struct list_query *query, const struct progress *progress, const char **next)
{
    struct list_position position = {buffer_cstr(&progress->sort), buffer_cstr(&progress->natural_key), progress->passed};
    if (position.passed > LIST_PASSED_MOST)
        return ERROR_NEW(ctx, ERROR_INTERNAL, "More than %d records have one place in a list.", LIST_PASSED_MOST);
    *next = list_position_write(ctx, query->order, &position);
    TRY_MEMORY(*next);
    return NULL;
}

/* Takes the page's rows. The position is that of the last of them, if another row follows. */
static struct error *read_page(void *ctx, const struct reader *reader, const struct list_query *query, size_t limit,
                               struct batch *batch, const char **next)
{
    struct store_rows *rows = NULL;
    struct progress progress = {.sort = buffer_on(ctx), .natural_key = buffer_on(ctx), .leave_out = query->after.passed};
    const char *last = NULL;
    *next = NULL;
    buffer_text(&progress.sort, query->after.sort);
    buffer_text(&progress.natural_key, query->after.natural_key);
    TRY(store_query(ctx, reader->connection, query->page, query->page_values.at, query->page_values.count, &rows));
    for (bool more = true, of_page;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        if (batch->rows.count == limit)
            break;
        TRY(note_row(&progress, query, batch, rows, &of_page));
        if (!of_page)
            continue;
        TRY(batch_take(ctx, batch, rows));
        if (batch->rows.count == limit)
            TRY(write_next(ctx, query, &progress, &last));
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
