/* What differs between a draft and the row there is, and whether it may. */
#include "record/save.h"

#include "base/buffer.h"

#include <inttypes.h>
#include <talloc.h>

/* Fewer rows than this are asked for one by one. */
#define ONE_BY_ONE_MOST 200

/* The columns before the fields in select_rows. */
#define COLUMNS_BEFORE 4

/* --- one record --------------------------------------------------------------------------------------------------- */

/* A field that differs: whether it may, and that the record has to be saved. `recorded` NULL: nothing is; of what
 * refers, only that matters. */
static struct error *differs(struct save *save, const struct register_shape *shape, struct save_item *item,
                             size_t field, const char *recorded)
{
    const struct field_def *def = &shape->def->fields[field];
    const char *text = item_text(item, field);
    item->state = SAVE_CHANGE;
    bool missing = item->draft->missing && item->draft->missing[field];
    if (!missing && !def->frozen && !shape->def->append_only)
        return NULL;
    const char *found = missing ? talloc_asprintf(save->ctx, "no column %s", def->name)
                                : fault_quote(save->ctx, text, text ? strlen(text) : 0);
    TRY_MEMORY(found);
    const char *before = recorded && field_refers(def)
                             ? "what is recorded"
                             : fault_quote(save->ctx, recorded, recorded ? strlen(recorded) : 0);
    TRY_MEMORY(before);
    const char *why = missing        ? "one, since this record has a value there:"
                      : !def->frozen ? "what is recorded and never changes (a newer record supersedes it):"
                                     : "what was declared and may not change:";
    const char *expected = talloc_asprintf(save->ctx, "%s %s", why, before);
    TRY_MEMORY(expected);
    return draft_fault(save->ctx, item->draft, def->name, save->faults, found, expected);
}

/* Compares a REF or plain column with the draft. */
static struct error *compare_column(struct save *save, const struct register_shape *shape, struct save_item *item,
                                    size_t field, const struct store_rows *rows, int column)
{
    const struct field_def *def = &shape->def->fields[field];
    const char *text = item_text(item, field), *recorded;
    char digits[24];
    if (store_is_null(rows, column))
        return text ? differs(save, shape, item, field, NULL) : NULL;
    if (def->kind == FIELD_REF) {
        int64_t id = text ? item->references[save_reference_index(shape, field)].at[0] : 0;
        return id != store_get_integer(rows, column) ? differs(save, shape, item, field, "") : NULL;
    }
    if (def->kind == FIELD_INTEGER || def->kind == FIELD_SCALE) {
        (void)snprintf(digits, sizeof digits, "%" PRId64, store_get_integer(rows, column));
        recorded = digits;
    } else {
        recorded = store_get_text(rows, column);
    }
    return !text || strcmp(text, recorded) != 0 ? differs(save, shape, item, field, recorded) : NULL;
}

static struct error *fault_known_from(struct save *save, const struct save_item *item, const char *before,
                                      struct date day)
{
    const char *found = date_iso(save->ctx, item->known_from), *iso = date_iso(save->ctx, day);
    TRY_MEMORY(found);
    TRY_MEMORY(iso);
    const char *expected = talloc_asprintf(save->ctx, "%s %s", before, iso);
    TRY_MEMORY(expected);
    return draft_fault(save->ctx, item->draft, "known_from", save->faults, found, expected);
}

/* Compares everything but the many-references, which have tables of their own. The row: id, visible, withdrawn,
 * known_from, then the fields. */
static struct error *compare_row(struct save *save, const struct register_shape *shape, struct save_item *item,
                                 const struct store_rows *rows)
{
    struct date known_from;
    if (item->draft->visible_assumed)
        item->visible = (enum visibility)store_get_integer(rows, 1);
    if (!date_parse(store_get_text(rows, 3), &known_from))
        return ERROR_NEW(save->ctx, ERROR_STORE, "The database holds a %s with no date from when it was known.",
                         shape->def->name);
    if (item->visible != (enum visibility)store_get_integer(rows, 1) ||
        item->draft->withdrawn != (store_get_integer(rows, 2) != 0) ||
        (!item->draft->known_from_assumed && date_compare(item->known_from, known_from) != 0)) {
        item->state = SAVE_CHANGE;
        if (shape->def->append_only)
            TRY(draft_fault(save->ctx, item->draft, "known_from", save->faults,
                            "a change of who may see it or since when it is known",
                            "a record that is left as it is: it never changes"));
    }
    int column = COLUMNS_BEFORE;
    for (size_t field = 0; field < shape->field_count; field++) {
        if (shape->def->fields[field].kind == FIELD_REF_MANY)
            continue;
        if (!item_is_wrong(item, field))
            TRY(compare_column(save, shape, item, field, rows, column));
        column++;
    }
    if (item->state == SAVE_CHANGE && date_compare(item->known_from, known_from) < 0)
        TRY(fault_known_from(save, item, "a day not before that of the version it would replace,", known_from));
    return NULL;
}

/* --- many records ------------------------------------------------------------------------------------------------- */

/* The + keeps a planner without statistics from reading all of the partnership for a few ids. */
static void select_rows(struct buffer *sql, const struct register_shape *shape)
{
    buffer_text(sql, "SELECT id, visible, withdrawn, known_from");
    for (size_t field = 0; field < shape->field_count; field++)
        if (shape->def->fields[field].kind != FIELD_REF_MANY)
            buffer_format(sql, ", %s", shape->def->fields[field].name);
    buffer_format(sql, " FROM %s WHERE +partnership = $1 AND id BETWEEN $2 AND $3 ORDER BY id", shape->def->name);
}

/* The rows of items from..to (sorted by id) are read in one go and walked beside them. */
static struct error *compare_rows(struct save *save, const struct register_shape *shape, struct save_item **items,
                                  size_t count)
{
    void *scratch = talloc_new(save->ctx);
    TRY_MEMORY(scratch);
    struct buffer sql = buffer_on(scratch);
    select_rows(&sql, shape);
    TRY(buffer_error(&sql));
    struct store_value values[] = {store_integer(save->where), store_integer(items[0]->id),
                                   store_integer(items[count - 1]->id)};
    struct store_rows *rows;
    TRY(store_query(scratch, save->writer->connection, sql.data, values, 3, &rows));
    for (size_t i = 0; i < count;) {
        bool more;
        TRY(store_next(rows, &more));
        if (!more)
            return ERROR_NEW(save->ctx, ERROR_STORE, "A %s is gone while it was being saved.", shape->def->name);
        if (store_get_integer(rows, 0) == items[i]->id)
            TRY(compare_row(save, shape, items[i++], rows));
    }
    talloc_free(scratch);
    return NULL;
}

/* Walks the current links of one field, which come by record and place, beside the items. */
static struct error *walk_links(struct save *save, const struct register_shape *shape, size_t field,
                                struct save_item **items, size_t count, struct store_rows *rows)
{
    size_t index = save_reference_index(shape, field);
    bool more;
    TRY(store_next(rows, &more));
    for (size_t i = 0; i < count; i++) {
        const struct id_list *ids = &items[i]->references[index];
        size_t place = 0;
        bool same = true;
        while (more && store_get_integer(rows, 0) < items[i]->id)
            TRY(store_next(rows, &more));
        for (; more && store_get_integer(rows, 0) == items[i]->id; place++) {
            same &= place < ids->count && ids->at[place] == store_get_integer(rows, 1);
            TRY(store_next(rows, &more));
        }
        if ((!same || place != ids->count) && !item_is_wrong(items[i], field))
            TRY(differs(save, shape, items[i], field, place > 0 ? "" : NULL));
    }
    return NULL;
}

static struct error *compare_links(struct save *save, const struct register_shape *shape, size_t field,
                                   struct save_item **items, size_t count)
{
    void *scratch = talloc_new(save->ctx);
    TRY_MEMORY(scratch);
    const char *sql = talloc_asprintf(scratch,
                                      "SELECT record, target FROM %s WHERE partnership = $1 AND ended IS NULL "
                                      "AND record BETWEEN $2 AND $3 ORDER BY record, position",
                                      shape->link_tables[field]);
    TRY_MEMORY(sql);
    struct store_value values[] = {store_integer(save->where), store_integer(items[0]->id),
                                   store_integer(items[count - 1]->id)};
    struct store_rows *rows;
    TRY(store_query(scratch, save->writer->connection, sql, values, 3, &rows));
    TRY(walk_links(save, shape, field, items, count, rows));
    talloc_free(scratch);
    return NULL;
}

static struct error *compare_some(struct save *save, const struct register_shape *shape, struct save_item **items,
                                  size_t count)
{
    for (size_t field = 0; field < shape->field_count; field++)
        if (shape->link_tables[field])
            TRY(compare_links(save, shape, field, items, count));
    return compare_rows(save, shape, items, count);
}

static int by_id(const void *a, const void *b)
{
    int64_t x = (*(struct save_item *const *)a)->id, y = (*(struct save_item *const *)b)->id;
    return (x > y) - (x < y);
}

static struct error *compare_register(struct save *save, const struct save_register *in)
{
    struct save_item **items = talloc_array(save->ctx, struct save_item *, (unsigned)(in->count + 1));
    TRY_MEMORY(items);
    size_t count = 0;
    for (size_t i = 0; i < in->count; i++)
        if (in->items[i].id > 0)
            items[count++] = &in->items[i];
    qsort(items, count, sizeof *items, by_id);
    if (count > ONE_BY_ONE_MOST)
        TRY(compare_some(save, in->shape, items, count));
    else
        for (size_t i = 0; i < count; i++)
            TRY(compare_some(save, in->shape, &items[i], 1));
    talloc_free(items);
    return NULL;
}

struct error *save_compare(struct save *save)
{
    for (size_t i = 0; i < save->count; i++)
        if (date_compare(save->items[i].known_from, save->today) > 0)
            TRY(fault_known_from(save, &save->items[i], "a day not after today,", save->today));
    for (size_t i = 0; i < save->register_count; i++)
        TRY(compare_register(save, &save->registers[i]));
    return NULL;
}
