/* Which record a key stands for: a hash table for each register and partnership, filled from the database all at once
 * when there are many drafts, otherwise key by key. */
#include "record/save.h"

#include "base/buffer.h"
#include "base/text.h"

#include <inttypes.h>
#include <sodium.h>
#include <talloc.h>

#define KEY_JOINT '\x1f'
#define KEY_BLOCK 65536

struct error *save_value(const struct field_def *field, const char *text, struct store_value *value)
{
    int64_t number;
    if (!text)
        *value = store_null();
    else if (field->kind != FIELD_INTEGER && field->kind != FIELD_SCALE && field->kind != FIELD_REF)
        *value = store_text(text);
    else if (text_to_integer(text, &number))
        *value = store_integer(number);
    else /* draft_check lets none pass */
        return ERROR_NEW(NULL, ERROR_INTERNAL, "A number could not be read.");
    return NULL;
}

/* --- the hash table ----------------------------------------------------------------------------------------------- */

static size_t hash_of(const struct save *save, const char *key)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t hash;
    (void)crypto_shorthash(bytes, (const unsigned char *)key, strlen(key), save->seed);
    memcpy(&hash, bytes, sizeof hash);
    return (size_t)hash;
}

/* The slot of the key, or the empty one where it belongs. The table is never full. */
static struct key_slot *slot_of(const struct save *save, const struct key_map *map, const char *key)
{
    size_t i = hash_of(save, key) & (map->room - 1);
    while (map->slots[i].key && strcmp(map->slots[i].key, key) != 0)
        i = (i + 1) & (map->room - 1);
    return &map->slots[i];
}

static struct error *grow(const struct save *save, struct key_map *map)
{
    struct key_map bigger = {.room = map->room ? map->room * 2 : 64, .count = map->count, .complete = map->complete};
    bigger.slots = talloc_zero_array(save->ctx, struct key_slot, (unsigned)bigger.room);
    TRY_MEMORY(bigger.slots);
    for (size_t i = 0; i < map->room; i++)
        if (map->slots[i].key)
            *slot_of(save, &bigger, map->slots[i].key) = map->slots[i];
    talloc_free(map->slots);
    *map = bigger;
    return NULL;
}

/* A copy that lives as long as the save; NULL without memory. */
static const char *keep_key(struct save *save, const char *key)
{
    size_t size = strlen(key) + 1;
    if (size > save->key_room) {
        size_t room = size > KEY_BLOCK ? size : KEY_BLOCK;
        save->key_text = talloc_size(save->ctx, room);
        save->key_room = save->key_text ? room : 0;
        if (!save->key_text)
            return NULL;
    }
    char *copy = memcpy(save->key_text, key, size);
    save->key_text += size;
    save->key_room -= size;
    return copy;
}

/* The slot of the key, made if need be with a copy of it. */
static struct error *slot_made(struct save *save, struct key_map *map, const char *key, struct key_slot **slot)
{
    if ((map->count + 1) * 2 > map->room)
        TRY(grow(save, map));
    *slot = slot_of(save, map, key);
    if ((*slot)->key)
        return NULL;
    (*slot)->key = keep_key(save, key);
    TRY_MEMORY((*slot)->key);
    map->count++;
    return NULL;
}

/* --- from the database -------------------------------------------------------------------------------------------- */

/* "SELECT id, withdrawn, KEY ... FROM REGISTER WHERE partnership = $1" */
static void select_keys(struct buffer *sql, const struct register_shape *shape)
{
    buffer_text(sql, "SELECT id, withdrawn");
    for (size_t i = 0; i < shape->key_count; i++)
        buffer_format(sql, ", %s", shape->def->fields[shape->key[i]].name);
    buffer_format(sql, " FROM %s WHERE partnership = $1", shape->def->name);
}

/* A column of the key as text, appended. */
static void add_part(struct buffer *key, const struct store_rows *rows, int column, const struct field_def *field)
{
    if (field->kind == FIELD_INTEGER || field->kind == FIELD_SCALE || field->kind == FIELD_REF)
        buffer_integer(key, store_get_integer(rows, column));
    else
        buffer_text(key, store_get_text(rows, column));
}

static struct error *load_all(struct save *save, struct save_register *in, struct key_map *map, int64_t partnership)
{
    void *scratch = talloc_new(save->ctx);
    TRY_MEMORY(scratch);
    struct buffer sql = buffer_on(scratch), key = buffer_on(scratch);
    select_keys(&sql, in->shape);
    TRY(buffer_error(&sql));
    struct store_value value = store_integer(partnership);
    struct store_rows *rows;
    TRY(store_query(scratch, save->writer->connection, sql.data, &value, 1, &rows));
    for (bool more;;) {
        TRY(store_next(rows, &more));
        if (!more)
            break;
        buffer_clear(&key);
        for (size_t i = 0; i < in->shape->key_count; i++) {
            if (i > 0)
                buffer_char(&key, KEY_JOINT);
            add_part(&key, rows, (int)i + 2, &in->shape->def->fields[in->shape->key[i]]);
        }
        TRY(buffer_error(&key));
        struct key_slot *slot;
        TRY(slot_made(save, map, buffer_cstr(&key), &slot));
        slot->id = store_get_integer(rows, 0);
        slot->withdrawn = store_get_integer(rows, 1) != 0;
    }
    map->complete = true;
    talloc_free(scratch);
    return NULL;
}

static struct error *load_one(struct save *save, struct save_register *in, int64_t partnership,
                              const char *const *parts, struct key_slot *slot)
{
    void *scratch = talloc_new(save->ctx);
    TRY_MEMORY(scratch);
    struct buffer sql = buffer_on(scratch);
    struct store_value *values = talloc_array(scratch, struct store_value, (unsigned)(in->shape->key_count + 1));
    TRY_MEMORY(values);
    values[0] = store_integer(partnership);
    select_keys(&sql, in->shape);
    for (size_t i = 0; i < in->shape->key_count; i++) {
        const struct field_def *field = &in->shape->def->fields[in->shape->key[i]];
        buffer_format(&sql, " AND %s = $%zu", field->name, i + 2);
        TRY(save_value(field, parts[i], &values[i + 1]));
    }
    TRY(buffer_error(&sql));
    struct store_rows *rows;
    bool more;
    TRY(store_query(scratch, save->writer->connection, sql.data, values, in->shape->key_count + 1, &rows));
    TRY(store_next(rows, &more));
    if (more) {
        slot->id = store_get_integer(rows, 0);
        slot->withdrawn = store_get_integer(rows, 1) != 0;
    }
    talloc_free(scratch);
    return NULL;
}

struct error *save_find_key(struct save *save, struct save_register *in, bool shared, const char *const *parts,
                            struct key_slot **slot)
{
    struct key_map *map = shared && save->where != 0 ? &in->shared : &in->own;
    int64_t partnership = shared ? 0 : save->where;
    if (save->many && !map->complete)
        TRY(load_all(save, in, map, partnership));
    struct buffer key = buffer_on(save->ctx);
    const char *text = parts[0];
    if (in->shape->key_count > 1) {
        for (size_t i = 0; i < in->shape->key_count; i++) {
            if (i > 0)
                buffer_char(&key, KEY_JOINT);
            buffer_text(&key, parts[i]);
        }
        TRY(buffer_error(&key));
        text = key.data;
    }
    size_t before = map->count;
    TRY(slot_made(save, map, text, slot));
    talloc_free(key.data);
    if (map->count > before && !map->complete)
        TRY(load_one(save, in, partnership, parts, *slot));
    return NULL;
}
