/* A verification under way. Inside record/ only. The parts, one file each: chain_verify.c (entries), chain_versions.c
 * (versions, their values and links), chain_rows.c (current rows and links). All read page by page. */
#ifndef GOLDTHREAD_RECORD_CHAIN_VERIFY_H
#define GOLDTHREAD_RECORD_CHAIN_VERIFY_H

#include "record/chain.h"
#include "record/change.h"
#include "record/register_shape.h"

struct verification {
    void *ctx;
    const struct reader *reader;
    int64_t partnership;
    struct chain_report *report;
};

#define VERIFY_PAGE 256

/* Adds what does not hold: found and expected, in words. `found` may be NULL for want of memory, which is an error
 * then. */
CHECKED struct error *verify_fault(const struct verification *verification, const char *found, const char *expected);

/* The text of a column as it was hashed; NULL where it is null. *failed tells of want of memory. */
CHECKED struct error *verify_text(const void *ctx, const struct field_def *field, const struct store_rows *rows,
                                  int column, const char **text);

/* Whether a name stands in a list joined by commas; NULL: in none. */
bool verify_listed(const char *list, const char *name);

/* "outcome number 12" */
const char *verify_record_words(const void *ctx, const struct register_shape *shape, int64_t record);

/* --- versions ----------------------------------------------------------------------------------------------------- */

/* One version as it was read. */
struct version_row {
    int64_t entry, record, visible, withdrawn;
    const char *known_from, *recorded_at, *erased;
    const unsigned char *salts, *digest;
    size_t salts_count, digest_count;
    const char **columns; /* one a field */
};

/* All versions of a register in the partnership, by entry and record. */
struct version_cursor {
    struct verification *verification;
    const struct register_shape *shape;
    size_t *order; /* chain_field_order */
    void *page;    /* owns the rows */
    struct version_row *rows;
    size_t count, at;
    int64_t entry, record; /* the last one read */
};

CHECKED struct error *version_cursor_begin(struct verification *verification, const struct register_shape *shape,
                                           struct version_cursor *cursor);

/* The version the cursor stands on; NULL after the last. */
CHECKED struct error *version_cursor_look(struct version_cursor *cursor, const struct version_row **row);
void version_cursor_pass(struct version_cursor *cursor);

/* Checks the version's values against its digest. */
CHECKED struct error *version_check(const struct version_cursor *cursor, const struct version_row *row);

/* --- current rows ------------------------------------------------------------------------------------------------- */

/* Checks a register's current rows and links against their latest versions. */
CHECKED struct error *verify_rows(struct verification *verification, const struct register_shape *shape);

#endif
