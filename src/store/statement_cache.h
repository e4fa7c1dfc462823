/* The prepared statements of one connection, by their text: bounded, the least recently used goes first. Each engine
 * embeds struct statement at the beginning of its own. */
#ifndef GOLDTHREAD_STORE_STATEMENT_CACHE_H
#define GOLDTHREAD_STORE_STATEMENT_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STATEMENTS_MOST 256
#define STATEMENT_BUCKETS 512

struct statement {
    char *sql; /* owned by the statement */
    size_t length;
    uint64_t hash;
    bool in_use; /* by open rows: cannot be given out again or dropped */
    int64_t kept, kept_at; /* store_query_integer_kept: the answer, and the version of the database it is of; 0: none */
    struct statement *same_bucket;
    struct statement *newer, *older;
};

struct statement_cache {
    struct statement *buckets[STATEMENT_BUCKETS];
    struct statement *newest, *oldest;
    size_t count;
};

/* The statement of that text which is not in use, now the newest; NULL: none. */
struct statement *statement_find(struct statement_cache *cache, const char *sql);

/* Puts a statement in, setting all of its members; a talloc object, freed when it is dropped (its destructor tells the
 * engine). The text is copied. False: out of memory. */
bool statement_add(struct statement_cache *cache, struct statement *statement, const char *sql);

/* Takes a statement out and frees it. */
void statement_drop(struct statement_cache *cache, struct statement *statement);

/* Drops the oldest ones not in use while there are more than `most`. Statements in use may keep it above that. */
void statement_trim(struct statement_cache *cache, size_t most);

#endif
