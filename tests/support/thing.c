/* The table of the store's tests. */
#include "thing.h"

#include "engines.h"

static const struct store_column columns[] = {
    {"id", STORE_COLUMN_ID},
    {"number", STORE_COLUMN_INTEGER},
    {"words", STORE_COLUMN_TEXT},
    {"bytes", STORE_COLUMN_BYTES},
    {"other", STORE_COLUMN_INTEGER, .references = "thing"},
    {0},
};
static const struct store_index indexes[] = {{"words", .unique = true}, {0}};
const struct store_table thing = {.name = "thing", .columns = columns, .indexes = indexes};

const struct store_scope thing_scope = {.partnership = 1};

static struct error *make(struct store_connection *connection, void *argument)
{
    (void)argument;
    return store_table_make(connection, &thing);
}

struct store_connection *thing_start(void *ctx, int engine)
{
    return thing_make(ctx, scratch_database(ctx, engine));
}

struct store_connection *thing_make(void *ctx, const struct scratch *scratch)
{
    struct store_connection *connection = scratch_connect(ctx, scratch, SCRATCH_OWNER);
    ck_assert_fine(store_write(connection, NULL, make, NULL));
    return connection;
}

struct statement_to_run {
    const char *sql;
    const struct store_value *values;
    size_t count;
    int64_t *changed;
};

static struct error *run(struct store_connection *connection, void *argument)
{
    struct statement_to_run *one = argument;
    return store_execute(connection, one->sql, one->values, one->count, one->changed);
}

struct error *thing_change(struct store_connection *connection, const char *sql, const struct store_value *values,
                           size_t count, int64_t *changed)
{
    struct statement_to_run one = {sql, values, count, changed};
    return store_write(connection, &thing_scope, run, &one);
}

static struct error *run_script(struct store_connection *connection, void *argument)
{
    return store_script(connection, *(const char **)argument);
}

struct error *thing_script(struct store_connection *connection, const char *sql)
{
    return store_write(connection, &thing_scope, run_script, &sql);
}

struct error *thing_add(struct store_connection *connection, int64_t id, const char *words)
{
    struct store_value values[] = {store_integer(id), store_text(words)};
    return thing_change(connection, "INSERT INTO thing (id, words) VALUES ($1, $2)", values, 2, NULL);
}

int64_t thing_count(struct store_connection *connection)
{
    int64_t count = -1;
    ck_assert_fine(store_query_integer(connection, "SELECT COUNT(*) FROM thing", NULL, 0, -1, &count));
    return count;
}
