/* Sorts declared after records were saved. Inside record/ only. */
#ifndef GOLDTHREAD_RECORD_SCHEMA_SORTS_H
#define GOLDTHREAD_RECORD_SCHEMA_SORTS_H

#include "record/register.h"
#include "store/store.h"

/* Gives every record that was saved before a sort was declared its text to sort by: lists read no other. Inside store_write,
 * of tables that are not guarded. Versions stay as they are: they are append-only, and what they lack sorts last. */
CHECKED struct error *schema_fill_sorts(void *ctx, struct store_connection *connection, const struct registers *registers);

#endif
