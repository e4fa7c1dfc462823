/* What the store itself costs on both engines: transactions and queries a second. Prints, asserts nothing. Arguments:
 * the addresses of empty databases. */
#include "store/store.h"

#include <pthread.h>
#include <talloc.h>

#define ROWS 20000
#define SECONDS 2.0
#define WRITERS_MOST 4

static const struct store_column columns[] = {
    {"id", STORE_COLUMN_ID},
    {"partnership", STORE_COLUMN_INTEGER, .required = true},
    {"visible", STORE_COLUMN_INTEGER, .required = true},
    {"title", STORE_COLUMN_TEXT},
    {0},
};
static const struct store_index indexes[] = {{"partnership, title, id"}, {0}};
static const struct store_table note = {.name = "note", .columns = columns, .indexes = indexes, .scoped = true};
static const struct store_scope scope = {.partnership = 1, .visible = 1};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct error *make_table(struct store_connection *connection, void *argument)
{
    (void)argument;
    return store_table_make(connection, &note);
}

static struct error *insert(struct store_connection *connection, int64_t id)
{
    char title[32];
    snprintf(title, sizeof title, "note %d", (int)id);
    struct store_value values[] = {store_integer(id), store_text(title)};
    return store_execute(connection, "INSERT INTO note (id, partnership, visible, title) VALUES ($1, 1, 0, $2)", values,
                         2, NULL);
}

static struct error *fill(struct store_connection *connection, void *argument)
{
    (void)argument;
    int64_t first;
    TRY(store_next_ids(connection, "note", ROWS, &first));
    for (int64_t id = first; id < first + ROWS; id++)
        TRY(insert(connection, id));
    return NULL;
}

/* A small save: ids and two rows. */
static struct error *save(struct store_connection *connection, void *argument)
{
    (void)argument;
    int64_t first;
    TRY(store_next_ids(connection, "note", 2, &first));
    TRY(insert(connection, first));
    return insert(connection, first + 1);
}

static struct error *read_all(void *ctx, struct store_connection *connection, const char *sql, struct store_value value)
{
    struct store_rows *rows;
    TRY(store_query(ctx, connection, sql, &value, 1, &rows));
    bool more = true;
    while (more)
        TRY(store_next(rows, &more));
    return NULL;
}

/* A page: five queries, one of them a list of twenty. */
static struct error *page(struct store_connection *connection, void *argument)
{
    int64_t id = *(int64_t *)argument = (*(int64_t *)argument * 7919 + 1) % ROWS + 1;
    void *scratch = talloc_new(NULL);
    TRY_MEMORY(scratch);
    static const char *const queries[] = {
        "SELECT title FROM note WHERE id = $1", "SELECT title, visible FROM note WHERE id = $1",
        "SELECT partnership FROM note WHERE id = $1", "SELECT visible, id FROM note WHERE id = $1"};
    for (size_t i = 0; i < 4; i++)
        TRY(read_all(scratch, connection, queries[i], store_integer(id)));
    char title[32];
    snprintf(title, sizeof title, "note %d", (int)id);
    TRY(read_all(scratch, connection,
                 "SELECT id, title FROM note WHERE partnership = 1 AND title > $1 ORDER BY title, id LIMIT 20",
                 store_text(title)));
    talloc_free(scratch);
    return NULL;
}

static struct error *one_query(struct store_connection *connection, void *argument)
{
    for (int64_t i = 0; i < 1000; i++)
        TRY(read_all(argument, connection, "SELECT title FROM note WHERE id = $1", store_integer(i * 7 + 1)));
    talloc_free_children(argument);
    return NULL;
}

/* --- measuring ---------------------------------------------------------------------------------------------------- */

struct work {
    struct store *store;
    bool writing;
    struct error *(*function)(struct store_connection *, void *);
    void *argument;
    long done;
    double longest;
    struct error *error;
};

static void *work_on(void *argument)
{
    struct work *work = argument;
    struct store_connection *connection;
    void *own = talloc_new(NULL);
    int64_t place = 1;
    work->error = store_connect(own, work->store, &connection);
    double end = now() + SECONDS;
    for (double begun = now(); begun < end && !work->error;) {
        work->error = (work->writing ? store_write : store_read)(connection, &scope, work->function,
                                                                 work->argument ? work->argument : &place);
        double finished = now();
        work->longest = finished - begun > work->longest ? finished - begun : work->longest;
        begun = finished;
        work->done++;
    }
    if (work->error)
        fprintf(stderr, "%s (%s)\n", work->error->message, work->error->detail ? work->error->detail : "");
    talloc_free(own);
    return NULL;
}

static void measure(struct store *store, const char *what, int threads, struct work work, int times)
{
    pthread_t running[WRITERS_MOST];
    struct work works[WRITERS_MOST];
    void *ctx = talloc_new(NULL);
    for (int i = 0; i < threads; i++) {
        works[i] = work;
        works[i].store = store;
        if (work.argument)
            works[i].argument = ctx;
        if (pthread_create(&running[i], NULL, work_on, &works[i]) != 0)
            exit(1);
    }
    long done = 0;
    double longest = 0;
    for (int i = 0; i < threads; i++) {
        pthread_join(running[i], NULL);
        done += works[i].done * times;
        longest = works[i].longest > longest ? works[i].longest : longest;
    }
    printf("  %-44s %9.0f a second  %8.1f us  longest %6.1f ms\n", what, (double)done / SECONDS,
           SECONDS * threads / (double)done * 1e6, longest * 1e3);
    fflush(stdout);
    talloc_free(ctx);
}

static struct error *bench(void *ctx, const char *where)
{
    struct store *store;
    struct store_connection *connection;
    TRY(store_open(ctx, where, &store));
    TRY(store_connect(ctx, store, &connection));
    TRY(store_write(connection, NULL, make_table, NULL));
    printf("%s\n", store_engine(store) == STORE_SQLITE ? "SQLite" : "PostgreSQL");
    double begun = now();
    TRY(store_write(connection, &scope, fill, NULL));
    printf("  %-44s %9.0f a second\n", "rows inserted in one transaction", ROWS / (now() - begun));
    measure(store, "query of one row by key", 1, (struct work){.function = one_query, .argument = ctx}, 1000);
    measure(store, "read transaction of 5 queries, 1 thread", 1, (struct work){.function = page}, 1);
    measure(store, "read transaction of 5 queries, 2 threads", 2, (struct work){.function = page}, 1);
    measure(store, "write transaction of 2 rows, 1 thread", 1, (struct work){.writing = true, .function = save}, 1);
    measure(store, "write transaction of 2 rows, 4 threads", 4, (struct work){.writing = true, .function = save}, 1);
    return NULL;
}

int main(int count, char **arguments)
{
    void *ctx = talloc_new(NULL);
    struct error *error = NULL;
    for (int i = 1; i < count && !error; i++)
        error = bench(ctx, arguments[i]);
    if (error)
        fprintf(stderr, "%s (%s)\n", error->message, error->detail ? error->detail : "");
    talloc_free(ctx);
    return error ? 1 : 0;
}
