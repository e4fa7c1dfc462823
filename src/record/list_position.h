/* Where a page of a list ended, as an opaque text. Inside record/ only. */
#ifndef GOLDTHREAD_RECORD_LIST_POSITION_H
#define GOLDTHREAD_RECORD_LIST_POSITION_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The last record of a page, by what lists are ordered by: of records that the actor may see, and of nothing else. (An id
 * would tell how many others were saved before it.) */
struct list_position {
    const char *sort;        /* its sort_FIELD; "" in the order of the key */
    const char *natural_key;
    int64_t passed;          /* how many records with these very two were passed, this one included: seldom more than 1 */
};
#define LIST_PASSED_MOST 1000

/* Writes a position. `order` says of which list it is: register, sort and direction. The text is URL-safe and carries a
 * check against accidents. It is no secret and no permission: whoever makes one up only chooses where, among the records
 * they may see, a page begins. Owned by ctx; NULL without memory. */
char *list_position_write(const void *ctx, const char *order, const struct list_position *position);

/* Reads one back: false when it was not written by list_position_write for this order. Texts are owned by ctx. */
CHECKED struct error *list_position_read(const void *ctx, const char *order, const char *text,
                                         struct list_position *position, bool *ours);

#endif
