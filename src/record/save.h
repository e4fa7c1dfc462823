/* A save under way: the drafts grouped by register, with what was found out about each on the way from text to row.
 * Inside record/ only. The steps, one file each: save_keys.c (which key is which record), save_resolve.c (which record
 * a draft is and what it points to), save_compare.c (what differs from the row there is), save_write.c (rows, versions,
 * links, entry). Everything is found out before anything is written, so that a fault leaves nothing to undo. */
#ifndef GOLDTHREAD_RECORD_SAVE_H
#define GOLDTHREAD_RECORD_SAVE_H

#include "record/change.h"
#include "record/register_shape.h"

/* --- keys --------------------------------------------------------------------------------------------------------- */

struct save_item;

/* What one key stands for. */
struct key_slot {
    const char *key; /* the key's columns as text, joined by U+001F; a REF as its id */
    int64_t id;      /* 0: no such record; negative: a new one, see save_item */
    bool withdrawn;
    struct save_item *item; /* the draft that has this key; NULL: none */
};

/* The keys of one register in one partnership: a hash table. */
struct key_map {
    struct key_slot *slots;
    size_t room, count;
    bool complete; /* all there are have been read: what is not here is not there */
};

/* --- the save ----------------------------------------------------------------------------------------------------- */

enum save_state { SAVE_ADD, SAVE_CHANGE, SAVE_EQUAL };

/* Ids of records; negative ones are new records of the register pointed to. */
struct id_list {
    int64_t *at; /* &one, where there is but one */
    size_t count;
    int64_t one;
};

struct save_item {
    const struct record_draft *draft;
    bool *wrong; /* one a field: draft_check found something there; NULL: nowhere */
    int64_t id;  /* negative until written: -1 is the first new record of its register, -2 the second ...; 0: not found
                    out */
    enum save_state state;
    enum visibility visible;
    struct date known_from;
    struct id_list *references; /* one a field that refers, in the order declared */
};

/* Whether draft_check found something wrong in the field: its value is not to be used. */
static inline bool item_is_wrong(const struct save_item *item, size_t field)
{
    return item->wrong && item->wrong[field];
}

struct save_register {
    const struct register_shape *shape;
    struct save_item *items; /* its part of save.items */
    size_t count;
    struct key_map own, shared; /* of the partnership saved to, and of partnership 0 */
    size_t added;
    int64_t first_id; /* of the first new record, once taken */
};

struct save {
    void *ctx; /* lives as long as the save */
    const struct reader *writer;
    const struct circumstances *circumstances;
    int64_t where;
    int64_t now;
    struct date today;
    unsigned char seed[16];  /* of the hash tables, so that nobody can choose keys that collide */
    bool many;               /* enough drafts to read whole tables rather than one row at a time */
    struct save_item *items; /* by register, in the order of the registers' names; then as given, later by id */
    size_t count;
    struct save_register *registers; /* as many as there are, sorted by name */
    size_t register_count;
    struct fault_list *faults;
    void (*progress)(void *, size_t done, size_t of);
    void *progress_state;
    char *key_text; /* where the next key is copied to: a talloc chunk for each would be four times as large */
    size_t key_room;
};

struct save_register *save_register_of(struct save *save, const struct register_shape *shape);

/* The text of a field, NULL where there is nothing. */
static inline const char *item_text(const struct save_item *item, size_t field)
{
    const char *text = item->draft->texts[field];
    return text && *text ? text : NULL;
}

/* The place of a field among those that refer. */
size_t save_reference_index(const struct register_shape *shape, size_t field);

/* --- steps -------------------------------------------------------------------------------------------------------- */

/* The slot of a key in the own or (shared) in partnership 0; .id 0 when there is no such record. `parts` are the key's
 * columns as in the slot's key, for asking the database. The slot may move when another key is looked up. */
CHECKED struct error *save_find_key(struct save *save, struct save_register *in, bool shared, const char *const *parts,
                                    struct key_slot **slot);

CHECKED struct error *save_resolve(struct save *save);
CHECKED struct error *save_compare(struct save *save);
CHECKED struct error *save_write_all(struct save *save, const char *summary, struct change_counts *counts);

/* A column's value: NULL as null; whole numbers and references as integers; everything else as text. */
CHECKED struct error *save_value(const struct field_def *field, const char *text, struct store_value *value);

#endif
