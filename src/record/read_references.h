/* Keys and labels of records that are pointed to, looked up many at a time. Inside record/ only. */
#ifndef GOLDTHREAD_RECORD_READ_REFERENCES_H
#define GOLDTHREAD_RECORD_READ_REFERENCES_H

#include "base/buffer.h"
#include "base/list.h"
#include "record/record.h"
#include "record/register_shape.h"

/* Records of one register: first their ids, then those of them the actor may see. */
struct reference_set {
    const struct register_shape *shape;
    LIST_OF(int64_t) ids;
    LIST_OF(struct record_reference) found; /* sorted by id */
};

/* Adds an id to be looked up. */
CHECKED struct error *reference_set_want(void *ctx, struct reference_set *set, int64_t id);
/* Looks the ids up. The texts are owned by ctx. */
CHECKED struct error *reference_set_read(void *ctx, const struct reader *reader, struct reference_set *set);
/* Writes the query that does: id, key and label of the records of that many ids. */
void references_write(struct buffer *sql, const struct actor *actor, const struct register_shape *shape, size_t parameters);
/* NULL: not there, or not to be seen. */
const struct record_reference *reference_set_find(const struct reference_set *set, int64_t id);

/* A query for some of many ids. It is written for a few sizes only, so that few statements are prepared: a list that is
 * shorter than its size repeats its last id. */
#define ID_LIST_MOST 64
struct id_list {
    const int64_t *ids;
    size_t count;
};
/* Takes the next ids off the list and sets `values` to them; returns how many parameters that are; 0 at the end. */
size_t id_list_next(struct id_list *list, struct store_value values[ID_LIST_MOST]);
/* Writes "($1, $2)". */
void id_list_write(struct buffer *sql, size_t parameters);

/* Sorts the ids and leaves each once. Returns how many remain. */
size_t ids_distinct(int64_t *ids, size_t count);

#endif
