/* Rows become records here: each in one piece of memory, references looked up for all rows together. */
#include "record/read_rows.h"

#include "base/text.h"
#include "record/read_links.h"
#include "record/read_references.h"

#include <inttypes.h>
#include <talloc.h>

#define INTEGER_ROOM 24 /* the longest 64-bit number and its NUL */

/* The columns before the fields. */
enum { COLUMN_ID, COLUMN_PARTNERSHIP, COLUMN_VISIBLE, COLUMN_KNOWN_FROM, COLUMN_RECORDED_AT, COLUMN_ENTRY, COLUMN_FIELDS };

void batch_columns(struct buffer *sql, const struct register_shape *shape, const char *alias)
{
    buffer_format(sql, "%s.id, %s.partnership, %s.visible, %s.known_from, %s.recorded_at, %s.entry", alias, alias, alias,
                  alias, alias, alias);
    for (const struct field_def *field = shape->def->fields; field->name; field++)
        if (field->kind != FIELD_REF_MANY)
            buffer_format(sql, ", %s.%s", alias, field->name);
}

int batch_column_count(const struct register_shape *shape)
{
    int count = COLUMN_FIELDS;
    for (const struct field_def *field = shape->def->fields; field->name; field++)
        count += field->kind != FIELD_REF_MANY;
    return count;
}

/* --- one row ----------------------------------------------------------------------------------------------------------- */

static bool is_number(const struct field_def *field)
{
    return field->kind == FIELD_INTEGER || field->kind == FIELD_SCALE;
}

/* How many bytes the texts of the current row take. */
static size_t row_text_size(const struct register_shape *shape, const struct store_rows *rows)
{
    size_t size = 0;
    int column = COLUMN_FIELDS;
    for (const struct field_def *field = shape->def->fields; field->name; field++) {
        if (field->kind == FIELD_REF_MANY)
            continue;
        const char *text = field->kind == FIELD_REF || is_number(field) ? NULL : store_get_text(rows, column);
        size += text ? strlen(text) + 1 : is_number(field) ? INTEGER_ROOM : 0;
        column++;
    }
    return size;
}

/* Writes the texts of the current row into `text`, which has room for them. */
static void row_texts(const struct register_shape *shape, const struct store_rows *rows, struct batch_row *row, char *text)
{
    int column = COLUMN_FIELDS;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field_def *field = &shape->def->fields[i];
        if (field->kind == FIELD_REF_MANY)
            continue;
        if (field->kind == FIELD_REF) {
            row->ids[i] = store_get_integer(rows, column);
        } else if (!store_is_null(rows, column)) {
            row->values[i].text = text;
            if (is_number(field)) {
                text += snprintf(text, INTEGER_ROOM, "%" PRId64, store_get_integer(rows, column)) + 1;
            } else {
                const char *value = store_get_text(rows, column);
                size_t size = strlen(value) + 1;
                memcpy(text, value, size);
                text += size;
            }
        }
        column++;
    }
}

struct error *batch_take(void *ctx, struct batch *batch, const struct store_rows *rows)
{
    const struct register_shape *shape = batch->shape;
    size_t values_size = shape->field_count * (sizeof(struct record_value) + sizeof(int64_t));
    struct record *record = talloc_size(ctx, sizeof *record + values_size + row_text_size(shape, rows));
    TRY_MEMORY(record);
    talloc_set_name_const(record, "struct record");
    memset(record, 0, sizeof *record + values_size);

    struct batch_row row = {.record = record, .values = (struct record_value *)(void *)(record + 1)};
    row.ids = (int64_t *)(void *)(row.values + shape->field_count);
    row_texts(shape, rows, &row, (char *)(row.ids + shape->field_count));
    row.entry = store_get_integer(rows, COLUMN_ENTRY);

    record->def = shape->def;
    record->values = row.values;
    record->id = store_get_integer(rows, COLUMN_ID);
    record->partnership = store_get_integer(rows, COLUMN_PARTNERSHIP);
    record->visible = (enum visibility)store_get_integer(rows, COLUMN_VISIBLE);
    const char *known_from = store_get_text(rows, COLUMN_KNOWN_FROM);
    const char *recorded_at = store_get_text(rows, COLUMN_RECORDED_AT);
    if (!known_from || !date_parse(known_from, &record->known_from) || !recorded_at ||
        !instant_parse(recorded_at, &record->recorded_at))
        return ERROR_NEW(ctx, ERROR_STORE, "A record of %s has no readable dates.", shape->def->name);
    return LIST_ADD(ctx, &batch->rows, row);
}

/* --- what rows refer to -------------------------------------------------------------------------------------------------- */

/* Everything a batch refers to: the links of its REF_MANY fields, and what all its references point to. */
struct batch_references {
    struct field_links *links; /* one a field; used by REF_MANY */
    struct reference_set *sets;
    size_t set_count;
};

static struct reference_set *set_for(struct batch_references *references, const struct register_shape *target)
{
    for (size_t i = 0; i < references->set_count; i++)
        if (references->sets[i].shape == target)
            return &references->sets[i];
    references->sets[references->set_count] = (struct reference_set){.shape = target};
    return &references->sets[references->set_count++];
}

/* Gathers the ids of every field by the register they point to. */
static struct error *gather(void *ctx, const struct reader *reader, const struct batch *batch,
                            struct batch_references *references)
{
    for (size_t i = 0; i < batch->shape->field_count; i++) {
        const struct field_def *field = &batch->shape->def->fields[i];
        if (!field_refers(field))
            continue;
        struct reference_set *set = set_for(references, batch->shape->targets[i]);
        if (field->kind == FIELD_REF_MANY) {
            TRY(field_links_read(ctx, reader, batch, i, &references->links[i]));
            for (size_t l = 0; l < references->links[i].links.count; l++)
                TRY(LIST_ADD(ctx, &set->ids, references->links[i].links.at[l].id));
        } else {
            for (size_t row = 0; row < batch->rows.count; row++)
                if (batch->rows.at[row].ids[i])
                    TRY(LIST_ADD(ctx, &set->ids, batch->rows.at[row].ids[i]));
        }
    }
    for (size_t i = 0; i < references->set_count; i++)
        TRY(reference_set_read(ctx, reader, &references->sets[i]));
    return NULL;
}

/* Fills in the one reference of a REF field of every row; rows share one array. */
static struct error *fill_ref(void *ctx, struct batch *batch, size_t field, const struct reference_set *set)
{
    struct record_reference *all = talloc_array(ctx, struct record_reference, (unsigned)batch->rows.count);
    TRY_MEMORY(all);
    for (size_t row = 0; row < batch->rows.count; row++) {
        const struct record_reference *found = reference_set_find(set, batch->rows.at[row].ids[field]);
        if (!found)
            continue;
        all[row] = *found;
        batch->rows.at[row].values[field] =
            (struct record_value){.text = found->key, .references = &all[row], .reference_count = 1};
    }
    return NULL;
}

/* The keys joined by ; as in CSV. */
static const char *join_keys(void *ctx, const struct record_reference *references, size_t count)
{
    if (count == 1)
        return references->key;
    struct buffer text = buffer_on(ctx);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_char(&text, ';');
        buffer_text(&text, references[i].key);
    }
    return text.failed ? NULL : buffer_cstr(&text);
}

static struct error *fill_ref_many(void *ctx, struct batch *batch, size_t field, const struct field_links *links,
                                   const struct reference_set *set)
{
    struct record_reference *all = talloc_array(ctx, struct record_reference, (unsigned)links->links.count);
    TRY_MEMORY(all);
    for (size_t row = 0; row < batch->rows.count; row++) {
        struct record_reference *own = &all[links->first[row]];
        size_t count = 0;
        for (size_t l = links->first[row]; l < links->first[row + 1]; l++) {
            const struct record_reference *found = reference_set_find(set, links->links.at[l].id);
            if (found)
                own[count++] = *found;
        }
        if (!count)
            continue;
        const char *text = join_keys(ctx, own, count);
        TRY_MEMORY(text);
        batch->rows.at[row].values[field] =
            (struct record_value){.text = text, .references = own, .reference_count = count};
    }
    return NULL;
}

/* The key's parts joined by ~, and the label: its own text, or the key. */
static struct error *name_record(void *ctx, const struct register_shape *shape, struct record *record)
{
    const char *first = record->values[shape->key[0]].text;
    record->key = first ? first : "";
    if (shape->key_count > 1) {
        struct buffer key = buffer_on(ctx);
        for (size_t i = 0; i < shape->key_count; i++) {
            if (i)
                buffer_char(&key, '~');
            buffer_text(&key, record->values[shape->key[i]].text);
        }
        TRY(buffer_error(&key));
        record->key = buffer_cstr(&key);
    }
    const char *label = shape->label >= 0 ? record->values[shape->label].text : NULL;
    record->label = label ? label : record->key;
    return NULL;
}

struct error *batch_finish(void *ctx, const struct reader *reader, struct batch *batch)
{
    const struct register_shape *shape = batch->shape;
    if (batch->rows.count == 0)
        return NULL;
    struct batch_references references = {
        .links = talloc_zero_array(ctx, struct field_links, (unsigned)shape->field_count),
        .sets = talloc_zero_array(ctx, struct reference_set, (unsigned)shape->field_count),
    };
    if (!references.links || !references.sets)
        return error_out_of_memory();
    TRY(gather(ctx, reader, batch, &references));
    for (size_t i = 0; i < shape->field_count; i++) {
        if (shape->def->fields[i].kind == FIELD_REF)
            TRY(fill_ref(ctx, batch, i, set_for(&references, shape->targets[i])));
        if (shape->def->fields[i].kind == FIELD_REF_MANY)
            TRY(fill_ref_many(ctx, batch, i, &references.links[i], set_for(&references, shape->targets[i])));
    }
    for (size_t row = 0; row < batch->rows.count; row++)
        TRY(name_record(ctx, shape, batch->rows.at[row].record));
    return NULL;
}
