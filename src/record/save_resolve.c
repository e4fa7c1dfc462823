/* Which record each draft is, and which records it points to. */
#include "record/save.h"

#include "base/text.h"

#include <inttypes.h>
#include <talloc.h>

size_t save_reference_index(const struct register_shape *shape, size_t field)
{
    size_t index = 0;
    for (size_t i = 0; i < field; i++)
        index += field_refers(&shape->def->fields[i]);
    return index;
}

/* --- references --------------------------------------------------------------------------------------------------- */

/* The record that a text points to, 0: none. */
static struct error *find_reference(struct save *save, const struct register_shape *target, const char *text,
                                    int64_t *id)
{
    struct save_register *in = save_register_of(save, target);
    struct key_slot *slot;
    *id = 0;
    if (save->where == 0 || target->def->home != HOME_SHARED) {
        TRY(save_find_key(save, in, false, &text, &slot));
        *id = slot->withdrawn ? 0 : slot->id;
    }
    if (*id == 0 && save->where != 0 && target->def->home != HOME_OWN) {
        TRY(save_find_key(save, in, true, &text, &slot));
        *id = slot->withdrawn ? 0 : slot->id;
    }
    return NULL;
}

static struct error *fault_missing(struct save *save, const struct save_item *item, const struct field_def *field,
                                   const struct register_shape *target, const char *text)
{
    const char *found = fault_quote(save->ctx, text, strlen(text));
    TRY_MEMORY(found);
    const char *expected = talloc_asprintf(save->ctx, "the %s of a recorded %s", target->def->key, field->to);
    TRY_MEMORY(expected);
    return draft_fault(save->ctx, item->draft, field->name, save->faults, found, expected);
}

/* Resolves one reference into the next of the ids; a missing one becomes a fault and 0. */
static struct error *resolve_one(struct save *save, const struct register_shape *shape, const struct save_item *item,
                                 size_t field, const char *text, struct id_list *ids)
{
    int64_t id;
    TRY(find_reference(save, shape->targets[field], text, &id));
    if (id == 0)
        TRY(fault_missing(save, item, &shape->def->fields[field], shape->targets[field], text));
    ids->at[ids->count++] = id;
    return NULL;
}

/* Resolves one field's text into the ids it points to, once. */
static struct error *resolve_field(struct save *save, const struct register_shape *shape, struct save_item *item,
                                   size_t field)
{
    struct id_list *ids = &item->references[save_reference_index(shape, field)];
    const char *text = item_text(item, field);
    struct text_list parts = {0};
    if (!text || ids->count > 0)
        return NULL;
    void *scratch = NULL;
    if (shape->def->fields[field].kind == FIELD_REF_MANY) {
        scratch = talloc_new(save->ctx);
        TRY_MEMORY(scratch);
        TRY(text_split(scratch, text, ';', &parts));
    }
    ids->at = parts.count > 1 ? talloc_array(save->ctx, int64_t, (unsigned)parts.count) : &ids->one;
    TRY_MEMORY(ids->at);
    if (parts.count == 0)
        TRY(resolve_one(save, shape, item, field, text, ids));
    for (size_t i = 0; i < parts.count; i++)
        TRY(resolve_one(save, shape, item, field, parts.at[i], ids));
    talloc_free(scratch);
    return NULL;
}

/* --- identity ----------------------------------------------------------------------------------------------------- */

static bool key_refers(const struct register_shape *shape)
{
    for (size_t i = 0; i < shape->key_count; i++)
        if (field_refers(&shape->def->fields[shape->key[i]]))
            return true;
    return false;
}

/* The key as a person reads it, quoted, for a fault. */
static const char *key_words(struct save *save, const struct register_shape *shape, const struct save_item *item)
{
    char *words = talloc_strdup(save->ctx, "");
    for (size_t i = 0; i < shape->key_count && words; i++)
        words = talloc_asprintf_append(words, "%s%s", i ? "~" : "", item_text(item, shape->key[i]));
    return words ? fault_quote(save->ctx, words, strlen(words)) : NULL;
}

static struct error *fault_key(struct save *save, const struct register_shape *shape, const struct save_item *item,
                               const char *expected)
{
    const char *found = key_words(save, shape, item);
    TRY_MEMORY(found);
    TRY_MEMORY(expected);
    return draft_fault(save->ctx, item->draft, shape->def->fields[shape->key[0]].name, save->faults, found, expected);
}

static struct error *fault_twice(struct save *save, const struct register_shape *shape, const struct save_item *item,
                                 const struct save_item *first)
{
    const struct record_draft *draft = first->draft;
    if (!draft->places || !draft->file)
        return fault_key(save, shape, item, "a key that no other record here has");
    return fault_key(save, shape, item,
                     talloc_asprintf(save->ctx, "a key that no other row has: line %u of %s has it",
                                     draft->places[shape->key[0]].line, draft->file));
}

/* The key's columns as text, owned by `parts`; *known is false when one of them points nowhere. */
static struct error *key_parts(struct save *save, const struct register_shape *shape, struct save_item *item,
                               const char **parts, bool *known)
{
    *known = true;
    for (size_t i = 0; i < shape->key_count; i++) {
        size_t field = shape->key[i];
        parts[i] = item_text(item, field);
        if (!parts[i] || item_is_wrong(item, field)) {
            *known = false;
            return NULL;
        }
        if (shape->def->fields[field].kind != FIELD_REF)
            continue;
        TRY(resolve_field(save, shape, item, field));
        int64_t id = item->references[save_reference_index(shape, field)].at[0];
        parts[i] = talloc_asprintf(parts, "%" PRId64, id);
        TRY_MEMORY(parts[i]);
        *known &= id != 0;
    }
    return NULL;
}

/* Finds the record the draft is, or numbers it as a new one. */
static struct error *identify(struct save *save, struct save_register *in, struct save_item *item, const char **parts)
{
    const struct register_shape *shape = in->shape;
    struct key_slot *slot;
    bool known;
    talloc_free_children(parts);
    TRY(key_parts(save, shape, item, parts, &known));
    if (!known)
        return NULL;
    TRY(save_find_key(save, in, false, parts, &slot));
    if (slot->item)
        return fault_twice(save, shape, item, slot->item);
    bool new = slot->id == 0;
    item->id = new ? -(int64_t)++in->added : slot->id;
    item->state = new ? SAVE_ADD : SAVE_EQUAL;
    *slot = (struct key_slot){slot->key, item->id, item->draft->withdrawn, item};
    if (!new || save->where == 0 || shape->def->home != HOME_EITHER)
        return NULL;
    TRY(save_find_key(save, in, true, parts, &slot));
    if (slot->id == 0 || slot->withdrawn)
        return NULL;
    return fault_key(save, shape, item, talloc_asprintf(save->ctx, "a key that no shared %s has", shape->def->name));
}

static struct error *identify_register(struct save *save, struct save_register *in)
{
    const char **parts = talloc_array(save->ctx, const char *, (unsigned)in->shape->key_count);
    TRY_MEMORY(parts);
    for (size_t i = 0; i < in->count; i++)
        TRY(identify(save, in, &in->items[i], parts));
    return NULL;
}

/* --- home --------------------------------------------------------------------------------------------------------- */

static struct error *check_home(struct save *save, const struct save_register *in)
{
    const struct register_def *def = in->shape->def;
    if (in->count == 0 || def->home == HOME_EITHER || (def->home == HOME_SHARED) == (save->where == 0))
        return NULL;
    bool shared = def->home == HOME_SHARED;
    const char *found = talloc_asprintf(
        save->ctx, shared ? "%s, which all partnerships share" : "%s, which belong to one partnership each",
        def->plural);
    TRY_MEMORY(found);
    return draft_fault(save->ctx, in->items[0].draft, def->fields[0].name, save->faults, found,
                       shared ? "records of one partnership" : "records that all partnerships share");
}

/* A new record may not be added to what was sealed when it was saved: only one that is itself new takes it (id negative). */
static struct error *check_sealed(struct save *save, const struct register_shape *shape, const struct save_item *item, size_t field)
{
    const struct field_def *def = &shape->def->fields[field];
    const struct id_list *to = &item->references[save_reference_index(shape, field)];
    if (!def->sealed || item->id >= 0 || to->count == 0 || to->at[0] < 0)
        return NULL;
    const char *text = item_text(item, field);
    const char *found = talloc_asprintf(save->ctx, "another %s of %s, which is saved already", shape->def->title, text ? text : "it");
    TRY_MEMORY(found);
    return draft_fault(save->ctx, item->draft, def->name, save->faults, found, "none: what was declared stays as it was declared");
}

static struct error *resolve_item(struct save *save, const struct register_shape *shape, struct save_item *item)
{
    for (size_t field = 0; field < shape->field_count; field++)
        if (field_refers(&shape->def->fields[field]) && !item_is_wrong(item, field)) {
            TRY(resolve_field(save, shape, item, field));
            TRY(check_sealed(save, shape, item, field));
        }
    return NULL;
}

/* Registers whose keys point nowhere are identified first: the others' keys point to those (register_check). */
struct error *save_resolve(struct save *save)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < save->register_count; i++)
            if (key_refers(save->registers[i].shape) == (pass == 1))
                TRY(identify_register(save, &save->registers[i]));
    for (size_t i = 0; i < save->register_count; i++) {
        struct save_register *in = &save->registers[i];
        TRY(check_home(save, in));
        for (size_t j = 0; j < in->count; j++)
            TRY(resolve_item(save, in->shape, &in->items[j]));
    }
    return NULL;
}
