/* Looking up what records point to: one query for each register pointed to, whatever the number of rows and fields. */
#include "record/read_references.h"

#include "record/select_rows.h"
#include "record/written_sql.h"

#include <talloc.h>

static int compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

size_t ids_distinct(int64_t *ids, size_t count)
{
    if (count == 0)
        return 0;
    qsort(ids, count, sizeof *ids, compare_ids);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++)
        if (ids[i] != ids[kept - 1])
            ids[kept++] = ids[i];
    return kept;
}

size_t id_list_next(struct id_list *list, struct store_value values[ID_LIST_MOST])
{
    if (list->count == 0)
        return 0;
    static const size_t sizes[] = {1, 2, 4, 8, ID_LIST_MOST};
    size_t size = sizes[0];
    for (size_t i = 0; i + 1 < sizeof sizes / sizeof *sizes && list->count > size; i++)
        size = sizes[i + 1];
    size_t taken = list->count < size ? list->count : size;
    for (size_t i = 0; i < size; i++)
        values[i] = store_integer(list->ids[i < taken ? i : taken - 1]);
    list->ids += taken;
    list->count -= taken;
    return size;
}

void id_list_write(struct buffer *sql, size_t parameters)
{
    for (size_t i = 0; i < parameters; i++)
        buffer_format(sql, "%s$%zu", i ? ", " : "(", i + 1);
    buffer_char(sql, ')');
}

/* The column that names a record of this register to a person; its key when it has no other. */
static const char *label_column(const struct register_shape *shape)
{
    return shape->def->fields[shape->label >= 0 ? (size_t)shape->label : shape->key[0]].name;
}

static struct error *take_references(void *ctx, struct reference_set *set, struct store_rows *rows)
{
    for (bool more = true;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        const char *key = store_get_text(rows, 1), *label = store_get_text(rows, 2);
        struct record_reference reference = {.id = store_get_integer(rows, 0)};
        reference.key = talloc_strdup(ctx, key ? key : "");
        reference.label = label && (!key || strcmp(key, label) != 0) ? talloc_strdup(ctx, label) : reference.key;
        if (!reference.key || !reference.label)
            return error_out_of_memory();
        TRY(LIST_ADD(ctx, &set->found, reference));
    }
}

static int compare_found(const void *a, const void *b)
{
    return compare_ids(&((const struct record_reference *)a)->id, &((const struct record_reference *)b)->id);
}

void references_write(struct buffer *sql, const struct actor *actor, const struct register_shape *shape, size_t parameters)
{
    buffer_format(sql, "SELECT o.id, o.%s, o.%s FROM ", shape->def->fields[shape->key[0]].name, label_column(shape));
    select_rows(sql, actor, shape, PARTNERSHIPS_ALL_BY_ID, SELECT_PROMISED);
    buffer_text(sql, " AS o WHERE o.id IN ");
    id_list_write(sql, parameters);
}

/* Neighbouring rows mostly point to the same few records, which are not worth a sort. */
struct error *reference_set_want(void *ctx, struct reference_set *set, int64_t id)
{
    size_t count = set->ids.count < 8 ? set->ids.count : 8;
    for (size_t i = 1; i <= count; i++)
        if (set->ids.at[set->ids.count - i] == id)
            return NULL;
    return LIST_ADD(ctx, &set->ids, id);
}

struct error *reference_set_read(void *ctx, const struct reader *reader, struct reference_set *set)
{
    struct store_value values[ID_LIST_MOST];
    struct id_list list = {set->ids.at, ids_distinct(set->ids.at, set->ids.count)};
    for (size_t size; (size = id_list_next(&list, values)) > 0;) {
        struct written_sql sql = written_sql_find(ctx, reader, "references %s %zu", set->shape->def->name, size);
        if (!sql.text) {
            references_write(&sql.draft, &reader->actor, set->shape, size);
            TRY(written_sql_keep(&sql));
        }
        struct store_rows *rows = NULL;
        TRY(store_query(ctx, reader->connection, sql.text, values, size, &rows));
        TRY(take_references(ctx, set, rows));
    }
    if (set->found.count)
        qsort(set->found.at, set->found.count, sizeof *set->found.at, compare_found);
    return NULL;
}

const struct record_reference *reference_set_find(const struct reference_set *set, int64_t id)
{
    if (set->found.count == 0)
        return NULL;
    struct record_reference wanted = {.id = id};
    return bsearch(&wanted, set->found.at, set->found.count, sizeof *set->found.at, compare_found);
}
