/* Reading the breaks of a series: from which days its figures are not counted as before. */
#include "measures/measures.h"

#include <string.h>
#include <talloc.h>

static struct error *keep_text(void *ctx, const struct store_rows *rows, int column, const char **text)
{
    const char *found = store_get_text(rows, column);
    *text = found ? talloc_strdup(ctx, found) : NULL;
    return found && !*text ? error_out_of_memory() : NULL;
}

static struct error *read_break(void *ctx, const struct store_rows *rows, struct series_break *made)
{
    const char *from = store_get_text(rows, 2), *status = store_get_text(rows, 5);
    *made = (struct series_break){.proposed = strcmp(status, "confirmed") != 0};
    TRY(keep_text(ctx, rows, 0, &made->ref));
    TRY(keep_text(ctx, rows, 1, &made->title));
    TRY(keep_text(ctx, rows, 3, &made->reason));
    TRY(keep_text(ctx, rows, 4, &made->evidence));
    TRY(keep_text(ctx, rows, 6, &made->source_number));
    if (!date_parse(from, &made->from))
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The day of break %s cannot be read.", made->ref);
    return NULL;
}

struct error *measure_breaks(void *ctx, const struct reader *reader, const struct measure *measure, int64_t area,
                             struct series_break **breaks, size_t *count)
{
    struct store_rows *rows;
    LIST_OF(struct series_break) list = {0};
    TRY(record_query(ctx, reader,
                     "SELECT b.ref, b.title, b.from_on, b.reason, b.evidence, b.status, s.number "
                     "FROM {break_in_series} AS b JOIN {break_in_series.measures} AS l ON l.record = b.id "
                     "LEFT JOIN {source} AS s ON s.id = b.source "
                     "WHERE l.target = $1 AND b.area = $2 AND b.status <> 'rejected' ORDER BY b.from_on, b.status, b.id",
                     (struct store_value[]){store_integer(measure->id), store_integer(area)}, 2, &rows));
    for (;;) {
        bool more;
        struct series_break next;
        TRY(store_next(rows, &more));
        if (!more)
            break;
        TRY(read_break(ctx, rows, &next));
        if (list.count == 0 || date_compare(list.at[list.count - 1].from, next.from) != 0)
            TRY(LIST_ADD(ctx, &list, next));
    }
    *breaks = list.at;
    *count = list.count;
    return NULL;
}
