/* A process that is killed while it saves: what it was told is saved is there, and nothing is there by half. */
#include "store/store.h"

#include "../support/engines.h"
#include "../support/thing.h"

#include <signal.h>
#include <sys/wait.h>
#include <talloc.h>
#include <unistd.h>

#define KILLINGS 5

static void *ctx;

static void open_context(void)
{
    ctx = talloc_new(NULL);
}

static void close_context(void)
{
    talloc_free(ctx);
}

static struct error *make(struct store_connection *connection, void *argument)
{
    (void)argument;
    return store_table_make(connection, &thing);
}

/* Two rows that belong together: id and its negative. */
static struct error *save_pair(struct store_connection *connection, void *argument)
{
    struct store_value values[] = {store_integer(*(int64_t *)argument), store_integer(-*(int64_t *)argument)};
    TRY(store_execute(connection, "INSERT INTO thing (id) VALUES ($1)", &values[0], 1, NULL));
    return store_execute(connection, "INSERT INTO thing (id) VALUES ($1)", &values[1], 1, NULL);
}

/* In the child: saves pairs from `id` on, and writes each one's number to the pipe once it is acknowledged. */
_Noreturn static void save_until_killed(const struct scratch *scratch, int pipe_end, int64_t id)
{
    void *own = talloc_new(NULL);
    struct store *store;
    struct store_connection *connection;
    struct error *error = store_open(own, scratch->owner, &store);
    if (!error)
        error = store_connect(own, store, &connection);
    for (; !error; id++) {
        error = store_write(connection, &thing_scope, save_pair, &id);
        if (!error && write(pipe_end, &id, sizeof id) != sizeof id)
            break;
    }
    if (error)
        fprintf(stderr, "%s (%s)\n", error->message, error->detail);
    _exit(1);
}

/* Kills a child after it has acknowledged a number of pairs. Gives the last one acknowledged. */
static int64_t kill_in_the_middle(const struct scratch *scratch, int64_t from, int acknowledged)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        close(ends[0]);
        save_until_killed(scratch, ends[1], from);
    }
    close(ends[1]);
    int64_t last = from - 1;
    for (int i = 0; i < acknowledged; i++)
        ck_assert_int_eq(read(ends[0], &last, sizeof last), sizeof last);
    ck_assert_int_eq(kill(child, SIGKILL), 0);
    /* What it still acknowledged before it died counts as well. */
    while (read(ends[0], &last, sizeof last) == sizeof last)
        continue;
    close(ends[0]);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return last;
}

static int64_t number_of(struct store_connection *connection, const char *sql)
{
    int64_t number;
    ck_assert_fine(store_query_integer(connection, sql, NULL, 0, 0, &number));
    return number;
}

START_TEST(what_was_acknowledged_is_there_after_a_kill)
{
    struct scratch *scratch = scratch_database(ctx, _i);
    struct store_connection *connection = scratch_connect(ctx, scratch, SCRATCH_OWNER);
    ck_assert_fine(store_write(connection, NULL, make, NULL));
    talloc_free(connection);
    int64_t last = 0;
    for (int i = 0; i < KILLINGS; i++) {
        last = kill_in_the_middle(scratch, last + 1, 20 + 17 * i);
        connection = scratch_connect(ctx, scratch, SCRATCH_OWNER);
        /* The killed child's server process may still be at it for a moment: a write waits for its turn. */
        ck_assert_fine(thing_change(connection, "UPDATE thing SET number = 0", NULL, 0, NULL));
        int64_t highest = number_of(connection, "SELECT MAX(id) FROM thing");
        ck_assert_int_ge(highest, last);
        ck_assert_int_le(highest, last + 1); /* one may have been saved and not yet acknowledged */
        ck_assert_int_eq(number_of(connection, "SELECT COUNT(*) FROM thing"), 2 * highest);
        ck_assert_int_eq(number_of(connection, "SELECT MIN(id) FROM thing"), -highest);
        ck_assert_int_eq(number_of(connection, "SELECT SUM(id) FROM thing"), 0);
        last = highest;
        talloc_free(connection);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("crash");
    TCase *tcase = tcase_create("crash");
    tcase_add_checked_fixture(tcase, open_context, close_context);
    tcase_set_timeout(tcase, 120);
    suite_add_tcase(s, tcase);
    tcase_add_test_on_engines(tcase, what_was_acknowledged_is_there_after_a_kill);
    return s;
}

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
