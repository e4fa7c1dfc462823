/* Writing records: one save, one history entry, in one chain a partnership. */
#ifndef GOLDTHREAD_RECORD_CHANGE_H
#define GOLDTHREAD_RECORD_CHANGE_H

#include "record/record.h"

/* The clock and the dice, passed in so that tests can hold them. */
struct circumstances {
    int64_t (*now)(void *state); /* seconds since 1970, UTC */
    void (*random)(void *state, void *bytes, size_t count);
    void *state;
};
struct circumstances circumstances_real(void);

/* Where a value was typed, from 1, the column in characters. */
struct draft_place {
    uint32_t line, column;
};

/* What is to be saved: one text a field as in CSV (NULL or "": nothing), with where it was typed, for faults. */
struct record_draft {
    const struct register_def *def;
    const char **texts;  /* one a field, in the order declared */
    const bool *missing; /* one a field: the file has no such column; NULL: it has all of them */
    enum visibility visible;
    bool visible_assumed;    /* nobody stated it: a record keeps the one it has */
    struct date known_from;  /* DATE_NONE: today, and `known_from_assumed` */
    bool known_from_assumed; /* nobody stated it: it is for a version that differs, and is no difference by itself */
    bool withdrawn;
    const char *file;                 /* where it came from, living as long as the faults; NULL: a form */
    const struct draft_place *places; /* one a field, then that of known_from; NULL: a form */
};

/* "public", "partners" or "unit", as in CSV. */
const char *visibility_code(enum visibility visible);
CHECKED bool visibility_parse(const char *code, enum visibility *visible);

/* The text of a declared field; NULL where there is nothing. */
const char *draft_text(const struct record_draft *draft, const char *field);
/* Adds a fault at a field of the draft, or at known_from. `found` is printed as it is (fault_quote what may be
 * anything; NULL reads "nothing"); `ctx` is for scratch. */
CHECKED struct error *draft_fault(void *ctx, const struct record_draft *draft, const char *field,
                                  struct fault_list *faults, const char *found, const char *expected);

/* Everything about a draft that can be judged without the database: kinds, lengths, required, one_of; and, once all of
 * these hold, the register's check. record_save_all does it for every draft. Texts must be UTF-8 in the one form of
 * their kind (register.h): nothing is trimmed or mended here.
 *   TEXT, LONG_TEXT  no control characters, line separators or bidirectional overrides; LF in LONG_TEXT; not only blanks
 *   part of a key    besides, no ~ or ; in it, no blank at its ends, not . or .. (it stands in lists and addresses) */
CHECKED struct error *draft_check(void *ctx, const struct record_draft *draft, struct fault_list *faults);

struct change_counts {
    size_t added, changed, equal;
};

/* Saves drafts of any registers together as one chain entry of kind "save": adds new keys, changes rows that differ,
 * ignores equal ones; nothing to add or change makes no entry. References resolve among the drafts and the database
 * after all are read, the own partnership's before the shared one's, never to a withdrawn record. Faults
 * (draft_check's, a key that is there twice, missing references, changed frozen fields, changed append-only records, a
 * key that the shared partnership has already, known_from before the version it would replace or after today) are added
 * to `faults`; if there is any in it, earlier ones too, nothing is kept (the error is NULL, counts are zero). `where`
 * is the partnership that owns the rows: the actor's own, or 0 for a shared_writer. Runs inside store_write. Memory
 * grows with the drafts (about 1 KB each besides their texts). */
CHECKED struct error *record_save_all(void *ctx, const struct reader *writer, const struct circumstances *circumstances,
                                      int64_t where, struct record_draft *const *drafts, size_t count,
                                      const char *summary, void (*progress)(void *, size_t done, size_t of),
                                      void *progress_state, struct fault_list *faults, struct change_counts *counts);

/* --- the chain ---------------------------------------------------------------------------------------------------- */

#define CHAIN_HASH_HEX 65 /* 64 hexadecimal digits and a NUL */

/* The latest entry's number and hash of a partnership's chain; number 0 and an empty hash for an empty chain. Inside
 * store_read or store_write. */
CHECKED struct error *chain_head(const struct reader *reader, int64_t partnership, int64_t *number,
                                 char hash[CHAIN_HASH_HEX]);

struct chain_report {
    int64_t entries, versions, erased; /* counted; erased: values */
    char head[CHAIN_HASH_HEX];
    struct fault_list faults; /* what does not hold, in words; none: it verifies */
};

/* Reads a partnership's whole chain: every entry follows from the one before and has the versions it sealed, every
 * value and link is what its version's digests say, every erasure has its entry, every current row and link is its
 * latest version's. What does not hold is a fault, not an error. `expected_head` (may be NULL) is a head printed
 * earlier that must occur: only that shows entries taken off the end. The actor must see everything. Opens its own
 * read; memory does not grow with the chain. */
CHECKED struct error *chain_verify(void *ctx, const struct reader *reader, int64_t partnership,
                                   const char *expected_head, struct chain_report *report);

/* A retention rule's erasure of one field in every version of a record, the current one too: value and salt go, its
 * digest stays, the chain still verifies. Logged as an entry of kind "erase" of its own. ERROR_NOT_FOUND: no such
 * record in the writer's reach; ERROR_INVALID: no such field, part of the key, or nothing recorded in it. Inside
 * store_write. */
CHECKED struct error *record_erase(void *ctx, const struct reader *writer, const struct circumstances *circumstances,
                                   const struct register_def *def, int64_t id, const char *field, const char *reason);

#endif
