/* A growing array of any one type, owned by a talloc context. An anonymous or named struct declared with LIST_OF is the
 * list; `.at[i]` for i < `.count` are its items. It is empty when zeroed.
 *
 *     LIST_OF(struct fault) faults = {0};
 *     TRY(LIST_ADD(ctx, &faults, fault));
 */
#ifndef GOLDTHREAD_BASE_LIST_H
#define GOLDTHREAD_BASE_LIST_H

#include "base/error.h"

#include <stddef.h>

#define LIST_OF(type)                                                                                                  \
    struct {                                                                                                           \
        type *at;                                                                                                      \
        size_t count, room;                                                                                            \
    }

/* Appends a copy of `item`; fails only for want of memory. */
#define LIST_ADD(ctx, list, item)                                                                                      \
    ((list)->count < (list)->room || list_grow((ctx), (void **)&(list)->at, &(list)->room, sizeof *(list)->at)         \
         ? ((list)->at[(list)->count++] = (item), (struct error *)NULL)                                                \
         : error_out_of_memory())

/* Makes room for at least one more item. `at` points at the list's array pointer. False: out of memory, nothing changed. */
int list_grow(const void *ctx, void **at, size_t *room, size_t size);

#endif
