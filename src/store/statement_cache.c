/* Prepared statements in a hash table and a list by last use. */
#include "store/statement_cache.h"

#include "base/text.h"

#include <string.h>
#include <talloc.h>

static void unlink_use(struct statement_cache *cache, struct statement *statement)
{
    *(statement->newer ? &statement->newer->older : &cache->newest) = statement->older;
    *(statement->older ? &statement->older->newer : &cache->oldest) = statement->newer;
}

static void link_newest(struct statement_cache *cache, struct statement *statement)
{
    statement->newer = NULL;
    statement->older = cache->newest;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = statement;
    cache->newest = statement;
}

struct statement *statement_find(struct statement_cache *cache, const char *sql)
{
    size_t length = strlen(sql);
    uint64_t hash = text_hash(sql, length);
    struct statement *found = cache->buckets[hash % STATEMENT_BUCKETS];
    while (found && (found->hash != hash || found->in_use || found->length != length ||
                     memcmp(found->sql, sql, length) != 0))
        found = found->same_bucket;
    if (found && found != cache->newest) {
        unlink_use(cache, found);
        link_newest(cache, found);
    }
    return found;
}

bool statement_add(struct statement_cache *cache, struct statement *statement, const char *sql)
{
    statement->sql = talloc_strdup(statement, sql);
    if (!statement->sql)
        return false;
    statement->length = strlen(sql);
    statement->hash = text_hash(sql, statement->length);
    statement->in_use = false;
    statement->kept_at = 0;

    struct statement **bucket = &cache->buckets[statement->hash % STATEMENT_BUCKETS];
    statement->same_bucket = *bucket;
    *bucket = statement;
    link_newest(cache, statement);
    cache->count++;
    return true;
}

void statement_drop(struct statement_cache *cache, struct statement *statement)
{
    struct statement **at = &cache->buckets[statement->hash % STATEMENT_BUCKETS];
    while (*at != statement)
        at = &(*at)->same_bucket;
    *at = statement->same_bucket;
    unlink_use(cache, statement);
    cache->count--;
    talloc_free(statement);
}

void statement_trim(struct statement_cache *cache, size_t most)
{
    struct statement *statement = cache->oldest;
    while (statement && cache->count > most) {
        struct statement *newer = statement->newer;
        if (!statement->in_use)
            statement_drop(cache, statement);
        statement = newer;
    }
}
