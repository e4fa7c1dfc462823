/* Registers as registers_make resolved them: names turned into positions and pointers, once. Inside record/ only. */
#ifndef GOLDTHREAD_RECORD_REGISTER_SHAPE_H
#define GOLDTHREAD_RECORD_REGISTER_SHAPE_H

#include "record/register.h"

/* One register, resolved. */
struct register_shape {
    const struct register_def *def;
    const char *path; /* slug of the plural */
    size_t field_count;
    size_t key_count;
    size_t *key; /* key_count positions in def->fields */
    size_t sort_count;
    size_t *sorts; /* sort_count positions in def->fields, in the order declared */
    int label;     /* position of the label field; -1: the key is the label */
    const struct register_shape **targets; /* one a field: what a REF or REF_MANY points to; NULL otherwise */
    const char *version_table;
    const char **link_tables; /* one a field; NULL where it is not REF_MANY */
};

struct registers {
    size_t count;
    struct register_shape *shapes;              /* in the order declared */
    const struct register_shape **by_name;      /* sorted by name */
};

/* The shape of a register of these; NULL when it is not one of them. */
const struct register_shape *register_shape_of(const struct registers *registers, const struct register_def *def);
const struct register_shape *register_shape_named(const struct registers *registers, const char *name);

/* Takes the next name off a comma-separated list: false at its end. A name too long to be one comes back as "?". */
#define REGISTER_NAME_MOST 30
bool register_name_next(const char **rest, char name[REGISTER_NAME_MOST + 1]);

/* Whether a kind of field points to records of another register. */
static inline bool field_refers(const struct field_def *field)
{
    return field->kind == FIELD_REF || field->kind == FIELD_REF_MANY;
}

/* Whether a register's records may point to a target that lives there: what is shared cannot point to one partnership's. */
static inline bool home_may_refer(enum home from, enum home to)
{
    return from != HOME_SHARED || to != HOME_OWN;
}

/* Everything registers_make checks of one declaration by itself, and of all of them together. register_check.c. */
CHECKED struct error *register_check(const void *ctx, const struct register_def *def);
CHECKED struct error *registers_check_together(const void *ctx, const struct registers *registers);

/* Whether a name may not be a table or column because a database keeps the word for itself. register_words.c. */
bool register_word_reserved(const char *name);
/* Whether the engine has a column of this name in some table. */
bool register_word_taken(const char *name);

#endif
