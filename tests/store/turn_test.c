/* Writers take turns: nobody overwrites another's work, nobody starves, and who gives up leaves the queue in order. */
#include "store/turn.h"

#include "../support/engines.h"
#include "../support/thing.h"

#include <limits.h>
#include <stdatomic.h>
#include <talloc.h>
#include <unistd.h>

#define WRITERS 4

static void *ctx;

static void open_context(void)
{
    ctx = talloc_new(NULL);
}

static void close_context(void)
{
    talloc_free(ctx);
}

/* --- writing to the store ----------------------------------------------------------------------------------------- */

struct writer {
    struct store *store;
    pthread_barrier_t *start;
    atomic_bool *stop;
    struct error *error;
    long writes;
};

/* Reads and writes back: a turn that two had at once would lose a count. */
static struct error *count_one(struct store_connection *connection, void *argument)
{
    (void)argument;
    int64_t number;
    TRY(store_query_integer(connection, "SELECT number FROM thing WHERE id = 1", NULL, 0, -1, &number));
    struct store_value value = store_integer(number + 1);
    return store_execute(connection, "UPDATE thing SET number = $1 WHERE id = 1", &value, 1, NULL);
}

static void *write_on_and_on(void *argument)
{
    struct writer *writer = argument;
    void *own = talloc_new(NULL);
    struct store_connection *connection;
    writer->error = store_connect(own, writer->store, &connection);
    pthread_barrier_wait(writer->start);
    while (!writer->error && !atomic_load(writer->stop)) {
        writer->error = store_write(connection, &thing_scope, count_one, NULL);
        writer->writes++;
    }
    if (writer->error)
        fprintf(stderr, "%s (%s)\n", writer->error->message, writer->error->detail);
    talloc_free(own);
    return NULL;
}

START_TEST(four_writers_lose_nothing_and_none_starves)
{
    struct store_connection *connection = thing_start(ctx, _i);
    ck_assert_fine(thing_change(connection, "INSERT INTO thing (id, number) VALUES (1, 0)", NULL, 0, NULL));
    atomic_bool stop = false;
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, WRITERS + 1);
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.store = store_of(connection), .start = &start, .stop = &stop};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, write_on_and_on, &writers[i]), 0);
    }
    pthread_barrier_wait(&start);
    usleep(1500000);
    atomic_store(&stop, true);
    long total = 0, fewest = LONG_MAX, most = 0;
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        ck_assert(!writers[i].error);
        total += writers[i].writes;
        fewest = writers[i].writes < fewest ? writers[i].writes : fewest;
        most = writers[i].writes > most ? writers[i].writes : most;
    }
    pthread_barrier_destroy(&start);
    int64_t counted;
    ck_assert_fine(store_query_integer(connection, "SELECT number FROM thing", NULL, 0, -1, &counted));
    ck_assert_int_eq(counted, total);
    /* In turn, each has nearly as many as any other; behind a busy handler one may have a tenth or none. */
    ck_assert_int_gt(fewest, most / 2);
}
END_TEST

/* --- the queue itself --------------------------------------------------------------------------------------------- */

struct queuer {
    struct turn *turn;
    atomic_int *order;
    int seconds;
    int place; /* in which it had its turn; 0: it gave up */
};

static void *queue_up(void *argument)
{
    struct queuer *queuer = argument;
    if (turn_take(queuer->turn, queuer->seconds)) {
        queuer->place = atomic_fetch_add(queuer->order, 1) + 1;
        turn_give(queuer->turn);
    }
    return NULL;
}

/* Whether somebody other than `last` is at the end of the queue now; `last` is then that one. */
static bool queue_grew(struct turn *turn, struct waiter **last)
{
    pthread_mutex_lock(&turn->mutex);
    bool grew = turn->last != *last;
    *last = turn->last;
    pthread_mutex_unlock(&turn->mutex);
    return grew;
}

START_TEST(turns_are_given_in_the_order_asked_for)
{
    struct turn turn;
    turn_init(&turn);
    atomic_int order = 0;
    struct queuer queuers[6];
    pthread_t threads[6];
    struct waiter *last = NULL;
    ck_assert(turn_take(&turn, 0));
    for (int i = 0; i < 6; i++) {
        /* The second, fourth and last give up: from the middle of the queue, and from its end. */
        queuers[i] = (struct queuer){&turn, &order, i % 2 == 1 ? 1 : 50, 0};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, queue_up, &queuers[i]), 0);
        while (!queue_grew(&turn, &last))
            usleep(100);
    }
    for (int i = 1; i < 6; i += 2)
        pthread_join(threads[i], NULL);
    turn_give(&turn);
    for (int i = 0; i < 6; i += 2)
        pthread_join(threads[i], NULL);
    static const int places[] = {1, 0, 2, 0, 3, 0};
    for (int i = 0; i < 6; i++)
        ck_assert_int_eq(queuers[i].place, places[i]);
    ck_assert(turn_take(&turn, 0));
    ck_assert(!turn_take(&turn, 0));
    turn_give(&turn);
    ck_assert(turn_take(&turn, 0));
    turn_give(&turn);
    turn_release(&turn);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("turn");
    TCase *tcase = tcase_create("turn");
    tcase_add_checked_fixture(tcase, open_context, close_context);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(s, tcase);
    tcase_add_test(tcase, turns_are_given_in_the_order_asked_for);
    tcase_add_test_on_engines(tcase, four_writers_lose_nothing_and_none_starves);
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
