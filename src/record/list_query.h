/* The two queries of a list: its page, and how many records there are in all. Inside record/ only. */
#ifndef GOLDTHREAD_RECORD_LIST_QUERY_H
#define GOLDTHREAD_RECORD_LIST_QUERY_H

#include "base/list.h"
#include "record/list_position.h"
#include "record/record.h"
#include "record/register_shape.h"

struct value_list {
    struct store_value *at;
    size_t count, room;
};

struct list_query {
    const char *order; /* of which list a position is: register, sort and direction */
    bool sorted;       /* by a sort, not by the key */
    struct list_position after; /* where the page before ended; no natural_key: this is the first */
    /* The page and one record more, from .after itself on: as many as it passed are to be left out.
     * Columns: batch_columns, then natural_key, then the sort's if `sorted`. */
    const char *page;
    struct value_list page_values;
    const char *total; /* one number, at most RECORD_TOTAL_CAP + 1 */
    struct value_list total_values;
};

/* Checks the request and writes both. What cannot be asked is ERROR_INVALID. Owned by ctx; borrows the request's texts. */
CHECKED struct error *list_query_make(void *ctx, const struct reader *reader, const struct register_shape *shape,
                                      const struct record_list_request *request, struct list_query *query);

#endif
