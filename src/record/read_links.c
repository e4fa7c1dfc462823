/* The links of many-references, for all rows of a batch at once: one query a field. */
#include "record/read_links.h"

#include "record/read_references.h"

#include <talloc.h>

/* Rows by record, to find those a link belongs to. */
struct row_place {
    int64_t id;
    size_t row;
};

static int compare_places(const void *a, const void *b)
{
    const struct row_place *x = a, *y = b;
    return x->id != y->id ? (x->id > y->id) - (x->id < y->id) : (x->row > y->row) - (x->row < y->row);
}

/* The batch's rows sorted by record; *ids are those records, each once. */
static struct error *place_rows(void *ctx, const struct batch *batch, struct row_place **places, struct id_list *ids)
{
    *places = talloc_array(ctx, struct row_place, (unsigned)batch->rows.count);
    int64_t *records = talloc_array(ctx, int64_t, (unsigned)batch->rows.count);
    if (!*places || !records)
        return error_out_of_memory();
    for (size_t i = 0; i < batch->rows.count; i++) {
        records[i] = batch->rows.at[i].record->id;
        (*places)[i] = (struct row_place){records[i], i};
    }
    qsort(*places, batch->rows.count, sizeof **places, compare_places);
    *ids = (struct id_list){records, ids_distinct(records, batch->rows.count)};
    return NULL;
}

/* Gives a link to every row that has it: the one row of its record, or those versions of it that had the link. */
static struct error *add_link(void *ctx, const struct batch *batch, const struct row_place *places,
                              const struct store_rows *rows, struct field_links *all)
{
    int64_t record = store_get_integer(rows, 0), entry = store_get_integer(rows, 2);
    bool ends = !store_is_null(rows, 3);
    size_t low = 0, high = batch->rows.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (places[middle].id < record)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < batch->rows.count && places[low].id == record; low++) {
        int64_t seen = batch->rows.at[places[low].row].entry;
        if (entry > seen || (ends && store_get_integer(rows, 3) <= seen))
            continue;
        TRY(LIST_ADD(ctx, &all->links, ((struct link){places[low].row, store_get_integer(rows, 1)})));
    }
    return NULL;
}

/* The links of one field, in order. Which records they are of the actor was allowed to see; whether what they point to may be seen
 * is decided where it is looked up. */
static struct error *read_links(void *ctx, const struct reader *reader, const struct batch *batch, size_t field,
                                const struct row_place *places, struct id_list ids, struct field_links *all)
{
    struct store_value values[ID_LIST_MOST];
    bool past = batch->versions || !date_is_none(reader->actor.as_at);
    for (size_t size; (size = id_list_next(&ids, values)) > 0;) {
        struct buffer sql = buffer_on(ctx);
        buffer_format(&sql, "SELECT l.record, l.target, l.entry, l.ended FROM %s AS l WHERE l.record IN ",
                      batch->shape->link_tables[field]);
        id_list_write(&sql, size);
        buffer_format(&sql, "%s ORDER BY l.position, l.entry", past ? "" : " AND l.ended IS NULL");
        TRY(buffer_error(&sql));
        struct store_rows *rows = NULL;
        TRY(store_query(ctx, reader->connection, buffer_cstr(&sql), values, size, &rows));
        for (bool more = true;;) {
            TRY(store_next(rows, &more));
            if (!more)
                break;
            TRY(add_link(ctx, batch, places, rows, all));
        }
    }
    return NULL;
}

/* Puts the links of each row together, keeping their order. */
static struct error *group_by_row(void *ctx, struct field_links *all, size_t row_count)
{
    size_t *next = talloc_zero_array(ctx, size_t, (unsigned)row_count + 1);
    all->first = talloc_zero_array(ctx, size_t, (unsigned)row_count + 1);
    struct link *mixed = talloc_array(ctx, struct link, (unsigned)all->links.count);
    if (!next || !all->first || !mixed)
        return error_out_of_memory();
    for (size_t i = 0; i < all->links.count; i++) {
        mixed[i] = all->links.at[i];
        all->first[mixed[i].row + 1]++;
    }
    for (size_t row = 0; row < row_count; row++) {
        all->first[row + 1] += all->first[row];
        next[row] = all->first[row];
    }
    for (size_t i = 0; i < all->links.count; i++)
        all->links.at[next[mixed[i].row]++] = mixed[i];
    return NULL;
}

struct error *field_links_read(void *ctx, const struct reader *reader, const struct batch *batch, size_t field,
                               struct field_links *links)
{
    struct row_place *places = NULL;
    struct id_list ids;
    TRY(place_rows(ctx, batch, &places, &ids));
    TRY(read_links(ctx, reader, batch, field, places, ids, links));
    return group_by_row(ctx, links, batch->rows.count);
}
