/* Rows become records here: each in one piece of memory, references looked up for all rows together. */
#include "record/read_rows.h"

#include "base/text.h"
#include "record/read_references.h"

#include <inttypes.h>
#include <talloc.h>

#define INTEGER_ROOM 24 /* the longest 64-bit number and its NUL */

/* The columns before the fields. */
enum { COLUMN_ID, COLUMN_PARTNERSHIP, COLUMN_VISIBLE, COLUMN_KNOWN_FROM, COLUMN_RECORDED_AT, COLUMN_FIELDS };

static void write_column(struct buffer *sql, const char *alias, const char *name)
{
    buffer_text(sql, ", ");
    buffer_text(sql, alias);
    buffer_char(sql, '.');
    buffer_text(sql, name);
}

void batch_columns(struct buffer *sql, const struct register_shape *shape, const char *alias, const char *id)
{
    static const char *const common[] = {"partnership", "visible", "known_from", "recorded_at"};
    buffer_format(sql, "%s.%s", alias, id);
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        write_column(sql, alias, common[i]);
    for (const struct field_def *field = shape->def->fields; field->name; field++)
        write_column(sql, alias, field->name);
}

int batch_column_count(const struct register_shape *shape)
{
    return COLUMN_FIELDS + (int)shape->field_count;
}

/* --- one row ----------------------------------------------------------------------------------------------------------- */

static bool is_number(const struct field_def *field)
{
    return field->kind == FIELD_INTEGER || field->kind == FIELD_SCALE;
}

/* One field of the current row: what it points to, or its text. */
struct row_value {
    int64_t id;
    const char *text; /* NULL: nothing recorded; the database's until the next row, or `digits` */
    size_t size;      /* with its NUL */
    char digits[INTEGER_ROOM];
};

static void row_value(const struct field_def *field, const struct store_rows *rows, int column, struct row_value *value)
{
    value->id = 0;
    value->text = NULL;
    if (field->kind == FIELD_REF) {
        value->id = store_get_integer(rows, column);
    } else if (!is_number(field)) {
        value->text = store_get_text(rows, column);
    } else if (!store_is_null(rows, column)) {
        snprintf(value->digits, sizeof value->digits, "%" PRId64, store_get_integer(rows, column));
        value->text = value->digits;
    }
    value->size = value->text ? strlen(value->text) + 1 : 0;
}

/* Reads the fields of the current row; returns how many bytes their texts take. */
static size_t row_values(const struct batch *batch, const struct store_rows *rows)
{
    size_t size = 0;
    for (size_t i = 0; i < batch->shape->field_count; i++) {
        row_value(&batch->shape->def->fields[i], rows, COLUMN_FIELDS + (int)i, &batch->current[i]);
        size += batch->current[i].size;
    }
    return size;
}

/* Copies what was read, its texts to `text`, which has room for them. */
static void keep_values(const struct batch *batch, struct batch_row *row, char *text)
{
    for (size_t i = 0; i < batch->shape->field_count; i++) {
        const struct row_value *value = &batch->current[i];
        row->ids[i] = value->id;
        if (!value->text)
            continue;
        memcpy(text, value->text, value->size);
        row->values[i].text = text;
        text += value->size;
    }
}

struct error *batch_take(void *ctx, struct batch *batch, const struct store_rows *rows)
{
    const struct register_shape *shape = batch->shape;
    if (!batch->current)
        batch->current = talloc_array(ctx, struct row_value, (unsigned)shape->field_count);
    TRY_MEMORY(batch->current);
    size_t values_size = shape->field_count * (sizeof(struct record_value) + sizeof(int64_t));
    struct record *record = talloc_size(ctx, sizeof *record + values_size + row_values(batch, rows));
    TRY_MEMORY(record);
    talloc_set_name_const(record, "struct record");
    memset(record, 0, sizeof *record + values_size);

    struct batch_row row = {.record = record, .values = (struct record_value *)(void *)(record + 1)};
    row.ids = (int64_t *)(void *)(row.values + shape->field_count);
    keep_values(batch, &row, (char *)(row.ids + shape->field_count));

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

/* What all references of a batch point to, by register. */
struct batch_references {
    struct reference_set *sets;
    size_t count;
};

static struct reference_set *set_for(struct batch_references *references, const struct register_shape *target)
{
    for (size_t i = 0; i < references->count; i++)
        if (references->sets[i].shape == target)
            return &references->sets[i];
    references->sets[references->count] = (struct reference_set){.shape = target};
    return &references->sets[references->count++];
}

/* Takes the next id off a list as it is kept, "12;7": false at its end. */
static bool next_id(const char **rest, int64_t *id)
{
    if (!*rest || !**rest)
        return false;
    const char *at = *rest;
    for (*id = 0; *at >= '0' && *at <= '9'; at++)
        *id = *id * 10 + (*at - '0');
    *rest = *at == ';' ? at + 1 : NULL;
    return true;
}

static struct error *gather_many(void *ctx, const struct batch *batch, size_t field, struct reference_set *set)
{
    int64_t id = 0;
    for (size_t row = 0; row < batch->rows.count; row++)
        for (const char *rest = batch->rows.at[row].values[field].text; next_id(&rest, &id);)
            TRY(reference_set_want(ctx, set, id));
    return NULL;
}

static struct error *gather_one(void *ctx, const struct batch *batch, size_t field, struct reference_set *set)
{
    for (size_t row = 0; row < batch->rows.count; row++)
        if (batch->rows.at[row].ids[field])
            TRY(reference_set_want(ctx, set, batch->rows.at[row].ids[field]));
    return NULL;
}

/* Gathers the ids of every field by the register they point to, and looks them up. */
static struct error *look_up(void *ctx, const struct reader *reader, const struct batch *batch,
                             struct batch_references *references)
{
    for (size_t i = 0; i < batch->shape->field_count; i++) {
        enum field_kind kind = batch->shape->def->fields[i].kind;
        if (kind == FIELD_REF)
            TRY(gather_one(ctx, batch, i, set_for(references, batch->shape->targets[i])));
        if (kind == FIELD_REF_MANY)
            TRY(gather_many(ctx, batch, i, set_for(references, batch->shape->targets[i])));
    }
    for (size_t i = 0; i < references->count; i++)
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

/* How many ids a list as it is kept has. */
static size_t count_ids(const char *ids)
{
    size_t count = ids != NULL;
    for (; ids && *ids; ids++)
        count += *ids == ';';
    return count;
}

/* Turns the ids of a REF_MANY field of every row into references to those the actor may see, in their order. */
static struct error *fill_ref_many(void *ctx, struct batch *batch, size_t field, const struct reference_set *set)
{
    size_t room = 0;
    for (size_t row = 0; row < batch->rows.count; row++)
        room += count_ids(batch->rows.at[row].values[field].text);
    struct record_reference *own = talloc_array(ctx, struct record_reference, (unsigned)room);
    TRY_MEMORY(own);
    for (size_t row = 0; row < batch->rows.count; row++) {
        struct record_value *value = &batch->rows.at[row].values[field];
        const char *rest = value->text;
        *value = (struct record_value){.references = own};
        for (int64_t id = 0; next_id(&rest, &id);) {
            const struct record_reference *found = reference_set_find(set, id);
            if (found)
                own[value->reference_count++] = *found;
        }
        own += value->reference_count;
        if (value->reference_count) {
            value->text = join_keys(ctx, value->references, value->reference_count);
            TRY_MEMORY(value->text);
        }
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
    struct batch_references references = {0};
    references.sets = talloc_zero_array(ctx, struct reference_set, (unsigned)shape->field_count);
    TRY_MEMORY(references.sets);
    TRY(look_up(ctx, reader, batch, &references));
    for (size_t i = 0; i < shape->field_count; i++) {
        if (shape->def->fields[i].kind == FIELD_REF)
            TRY(fill_ref(ctx, batch, i, set_for(&references, shape->targets[i])));
        if (shape->def->fields[i].kind == FIELD_REF_MANY)
            TRY(fill_ref_many(ctx, batch, i, set_for(&references, shape->targets[i])));
    }
    for (size_t row = 0; row < batch->rows.count; row++)
        TRY(name_record(ctx, shape, batch->rows.at[row].record));
    return NULL;
}
