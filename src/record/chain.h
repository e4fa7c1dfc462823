/* Adding to a partnership's chain. Inside record/ only; reading it is in change.h. */
#ifndef GOLDTHREAD_RECORD_CHAIN_H
#define GOLDTHREAD_RECORD_CHAIN_H

#include "record/digest.h"
#include "record/record.h"
#include "record/register_shape.h"

#define CHAIN_KIND_SAVE "save"
#define CHAIN_KIND_ERASE "erase"

/* How the summary of an erasure begins: the field, then "outcome number 12". chain_verify looks for it. */
#define ERASED_SUMMARY "Erased %s of %s: "

/* The positions of a register's fields in the byte order of their names, the order in which a version is hashed. Owned
 * by ctx; NULL without memory. */
size_t *chain_field_order(void *ctx, const struct register_shape *shape);

/* The end of a chain: what the next entry follows. */
struct chain_end {
    int64_t number; /* 0: the chain is empty */
    unsigned char hash[DIGEST_BYTES];
};
CHECKED struct error *chain_end(void *ctx, struct store_connection *connection, int64_t partnership,
                                struct chain_end *end);

/* Adds the entry number end->number + 1: `facts` without .number and .previous, which come from `end`. */
CHECKED struct error *chain_append(struct store_connection *connection, const struct chain_end *end,
                                   struct entry_facts facts);

#endif
