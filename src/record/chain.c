/* The chains: their ends, and adding to them. Whether one holds is chain_verify.c. */
#include "record/chain.h"

#include "record/change.h"
#include "record/schema_tables.h"

#include <talloc.h>

static int64_t clock_now(void *state)
{
    (void)state;
    return (int64_t)time(NULL);
}

static void sodium_bytes(void *state, void *bytes, size_t count)
{
    (void)state;
    randombytes_buf(bytes, count);
}

struct circumstances circumstances_real(void)
{
    /* It fails only where there is no randomness at all, and then randombytes_buf stops the program. */
    int unused = sodium_init();
    (void)unused;
    return (struct circumstances){.now = clock_now, .random = sodium_bytes};
}

static int compare_fields(const void *a, const void *b, void *state)
{
    const struct field_def *fields = state;
    return strcmp(fields[*(const size_t *)a].name, fields[*(const size_t *)b].name);
}

size_t *chain_field_order(void *ctx, const struct register_shape *shape)
{
    size_t *order = talloc_array(ctx, size_t, (unsigned)shape->field_count);
    if (!order)
        return NULL;
    for (size_t i = 0; i < shape->field_count; i++)
        order[i] = i;
    qsort_r(order, shape->field_count, sizeof *order, compare_fields, (void *)shape->def->fields);
    return order;
}

struct error *chain_end(void *ctx, struct store_connection *connection, int64_t partnership, struct chain_end *end)
{
    struct store_value value = store_integer(partnership);
    struct store_rows *rows;
    bool more;
    void *scratch = talloc_new(ctx);
    TRY_MEMORY(scratch);
    *end = (struct chain_end){0};
    TRY(store_query(scratch, connection,
                    "SELECT number, hash FROM " TABLE_ENTRY " WHERE partnership = $1 ORDER BY number DESC LIMIT 1",
                    &value, 1, &rows));
    TRY(store_next(rows, &more));
    if (more) {
        size_t count;
        const void *hash = store_get_bytes(rows, 1, &count);
        if (count != DIGEST_BYTES)
            return ERROR_NEW(ctx, ERROR_STORE,
                             "The last entry of the history has no proper hash. Run goldthread verify.");
        end->number = store_get_integer(rows, 0);
        memcpy(end->hash, hash, DIGEST_BYTES);
    }
    talloc_free(scratch);
    return NULL;
}

struct error *chain_append(struct store_connection *connection, const struct chain_end *end, struct entry_facts facts)
{
    unsigned char hash[DIGEST_BYTES];
    facts.number = end->number + 1;
    facts.previous = end->number > 0 ? end->hash : NULL;
    digest_entry(&facts, hash);
    struct store_value values[] = {
        store_integer(facts.partnership),
        store_integer(facts.number),
        store_text(facts.recorded_at),
        store_text(facts.actor),
        store_text(facts.kind),
        store_text(facts.summary),
        store_integer(facts.versions),
        store_bytes(facts.content, DIGEST_BYTES),
        store_bytes(end->hash, facts.previous ? DIGEST_BYTES : 0),
        store_bytes(hash, DIGEST_BYTES),
    };
    return store_execute(connection,
                         "INSERT INTO " TABLE_ENTRY
                         " (partnership, number, recorded_at, actor, kind, summary, versions, "
                         "content, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                         values, sizeof values / sizeof *values, NULL);
}

struct error *chain_head(const struct reader *reader, int64_t partnership, int64_t *number, char hash[CHAIN_HASH_HEX])
{
    struct chain_end end;
    TRY(chain_end(reader->connection, reader->connection, partnership, &end));
    *number = end.number;
    hash[0] = '\0';
    if (end.number > 0)
        (void)sodium_bin2hex(hash, CHAIN_HASH_HEX, end.hash, DIGEST_BYTES);
    return NULL;
}
