/* Writing records: one save, one history entry, in one chain a partnership. */
#ifndef GOLDTHREAD_RECORD_CHANGE_H
#define GOLDTHREAD_RECORD_CHANGE_H

#include "record/record.h"

/* The clock and the dice, passed in so that tests can hold them. */
struct circumstances {
    int64_t (*now)(void *state);                             /* seconds since 1970, UTC */
    void (*random)(void *state, void *bytes, size_t count);
    void *state;
};
struct circumstances circumstances_real(void);

/* What is to be saved: one text a field as in CSV (NULL: nothing), with where it was typed, for faults. */
struct record_draft {
    const struct register_def *def;
    const char **texts;          /* one a field, in the order declared */
    enum visibility visible;
    struct date known_from;      /* DATE_NONE: today */
    bool withdrawn;
    const char *file;            /* where it came from; NULL: a form */
    long line;                   /* 0: none */
    const long *columns;         /* the column of each field in that line; NULL: none */
};

const char *draft_text(const struct record_draft *draft, const char *field);
/* Adds a fault at a field of the draft; texts are owned by ctx, which must live as long as the faults. */
CHECKED struct error *draft_fault(void *ctx, const struct record_draft *draft, const char *field,
                                  struct fault_list *faults, const char *found, const char *expected);

/* Everything about a draft that can be judged without the database: kinds, lengths, required, one_of, the register's check. */
CHECKED struct error *draft_check(void *ctx, const struct record_draft *draft, struct fault_list *faults);

struct change_counts {
    size_t added, changed, equal;
};

/* Saves drafts of any registers together as one chain entry: adds new keys, changes rows that differ, ignores equal ones.
 * References resolve among the drafts and the database after all are read. Faults (missing references, changed frozen
 * fields, changed append-only records, a key that the shared partnership has already, known_from before the version it
 * would replace) are added to `faults`; if there is any, nothing is kept (the error is NULL, counts are zero).
 * `where` is the partnership that owns the rows: the actor's own, or 0 for a shared_writer. Runs inside store_write. */
CHECKED struct error *record_save_all(void *ctx, const struct reader *writer, const struct circumstances *circumstances,
                                      int64_t where, struct record_draft *const *drafts, size_t count,
                                      const char *summary, void (*progress)(void *, size_t done, size_t of),
                                      void *progress_state, struct fault_list *faults, struct change_counts *counts);

/* --- the chain ----------------------------------------------------------------------------------------------------- */

#define CHAIN_HASH_HEX 65 /* 64 hexadecimal digits and a NUL */

/* The latest entry's number and hash of a partnership's chain; number 0 and an empty hash for an empty chain. */
CHECKED struct error *chain_head(const struct reader *reader, int64_t partnership, int64_t *number,
                                 char hash[CHAIN_HASH_HEX]);

struct chain_report {
    int64_t entries, versions, erased; /* counted */
    char head[CHAIN_HASH_HEX];
    struct fault_list faults;              /* what does not hold, in words; none: it verifies */
};

/* Reads a partnership's whole chain: every entry follows from the one before, every version matches its entry, every current
 * row and link matches its latest version. `expected_head` (may be NULL) is a head printed earlier that must occur. */
CHECKED struct error *chain_verify(void *ctx, const struct reader *reader, int64_t partnership,
                                   const char *expected_head, struct chain_report *report);

/* A retention rule's erasure of one field in every version of a record: value and salt go, its digest stays, the chain
 * still verifies. Logged as an entry of its own. Inside store_write. */
CHECKED struct error *record_erase(void *ctx, const struct reader *writer, const struct circumstances *circumstances,
                                   const struct register_def *def, int64_t id, const char *field, const char *reason);

#endif
