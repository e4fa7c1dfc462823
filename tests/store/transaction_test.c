/* Transactions on both engines: all or nothing, whatever fails and whenever; ids; errors that last long enough. */
#include "store/store.h"

#include "../support/engines.h"
#include "../support/thing.h"

#include <pthread.h>
#include <talloc.h>

static void *ctx;

static void open_context(void)
{
    ctx = talloc_new(NULL);
}

static void close_context(void)
{
    talloc_free(ctx);
}

static struct error *insert(struct store_connection *connection, int64_t id)
{
    struct store_value value = store_integer(id);
    return store_execute(connection, "INSERT INTO thing (id) VALUES ($1)", &value, 1, NULL);
}

/* --- all or nothing ----------------------------------------------------------------------------------------------- */

static struct error *insert_and_fail(struct store_connection *connection, void *argument)
{
    TRY(insert(connection, 1));
    return ERROR_NEW(argument, ERROR_INVALID, "The function thought better of it.");
}

START_TEST(an_error_of_the_function_undoes_everything)
{
    struct store_connection *connection = thing_start(ctx, _i);
    ck_assert_error(store_write(connection, &thing_scope, insert_and_fail, ctx), ERROR_INVALID, "thought better");
    ck_assert_int_eq(thing_count(connection), 0);
    ck_assert_fine(thing_add(connection, 1, "a"));
    ck_assert_int_eq(thing_count(connection), 1);
}
END_TEST

static struct error *swallow_a_failure(struct store_connection *connection, void *argument)
{
    int *further = argument;
    TRY(insert(connection, 1));
    struct error *swallowed = insert(connection, 1);
    ck_assert_ptr_nonnull(swallowed);
    ck_assert_error(insert(connection, 2), ERROR_INTERNAL, "after another had failed");
    int64_t value;
    ck_assert_error(store_query_integer(connection, "SELECT 1", NULL, 0, 0, &value), ERROR_INTERNAL, "after another");
    ++*further;
    return NULL;
}

START_TEST(a_failed_statement_dooms_its_transaction)
{
    struct store_connection *connection = thing_start(ctx, _i);
    int further = 0;
    ck_assert_error(store_write(connection, &thing_scope, swallow_a_failure, &further), ERROR_INTERNAL, "had failed");
    ck_assert_int_eq(further, 1);
    ck_assert_int_eq(thing_count(connection), 0);
    ck_assert_fine(thing_add(connection, 1, "a"));
}
END_TEST

static struct error *nest(struct store_connection *connection, void *argument)
{
    (void)argument;
    ck_assert_error(store_write(connection, &thing_scope, nest, NULL), ERROR_INTERNAL, "inside another");
    ck_assert_error(store_read(connection, &thing_scope, nest, NULL), ERROR_INTERNAL, "inside another");
    ck_assert_error(store_backup(connection, "never"), ERROR_INTERNAL, "inside another");
    return insert(connection, 1);
}

START_TEST(transactions_do_not_nest)
{
    struct store_connection *connection = thing_start(ctx, _i);
    ck_assert_fine(store_write(connection, &thing_scope, nest, NULL));
    ck_assert_int_eq(thing_count(connection), 1);
}
END_TEST

static struct error *save_three(struct store_connection *connection, void *argument)
{
    (void)argument;
    int64_t first;
    TRY(store_next_ids(connection, "thing", 2, &first));
    TRY(insert(connection, first));
    TRY(insert(connection, first + 1));
    TRY(store_script(connection, "INSERT INTO thing (id) VALUES (1000)"));
    struct store_rows *rows;
    TRY(store_query(ctx, connection, "SELECT id FROM thing", NULL, 0, &rows));
    return NULL;
}

START_TEST(a_failure_at_any_statement_keeps_nothing)
{
    struct store_connection *connection = thing_start(ctx, _i);
    long after = 0;
    for (;; after++) {
        ck_assert_int_lt(after, 20);
        store_fail_after(connection, after);
        struct error *error = store_write(connection, &thing_scope, save_three, NULL);
        store_fail_after(connection, -1);
        if (!error)
            break;
        ck_assert_error(error, ERROR_STORE, "because a test asked for it");
        ck_assert_int_eq(thing_count(connection), 0);
    }
    /* beginning, ids, two inserts, script, query, commit */
    ck_assert_int_eq(after, 7);
    ck_assert_int_eq(thing_count(connection), 3);
}
END_TEST

START_TEST(errors_outlive_further_transactions)
{
    struct store_connection *connection = thing_start(ctx, _i);
    ck_assert_fine(thing_add(connection, 1, "a"));
    struct error *first = thing_add(connection, 1, "b");
    ck_assert_error(first, ERROR_CONFLICT, "same key");
    for (int i = 0; i < 6; i++)
        ck_assert_error(thing_add(connection, 1, "b"), ERROR_CONFLICT, "same key");
    for (int i = 2; i < 40; i++) /* those that succeed do not count but for the first */
        ck_assert_fine(thing_add(connection, i, NULL));
    ck_assert_error(first, ERROR_CONFLICT, "same key");

    size_t before = talloc_total_size(connection);
    for (int i = 0; i < 200; i++)
        ck_assert_ptr_nonnull(thing_add(connection, 1, "b"));
    ck_assert_uint_lt(talloc_total_size(connection), before + 20000);
}
END_TEST

/* --- reading ------------------------------------------------------------------------------------------------------ */

static struct error *count_twice(struct store_connection *connection, void *argument)
{
    struct store_connection *other = argument;
    int64_t before = thing_count(connection);
    TRY(thing_add(other, 100, "meanwhile"));
    ck_assert_int_eq(thing_count(connection), before);
    return NULL;
}

START_TEST(a_read_sees_one_moment)
{
    struct store_connection *connection = thing_start(ctx, _i);
    struct store_connection *other;
    ck_assert_fine(store_connect(ctx, store_of(connection), &other));
    ck_assert_fine(store_read(connection, &thing_scope, count_twice, other));
    ck_assert_int_eq(thing_count(connection), 1);
}
END_TEST

static struct error *count_columns(struct store_connection *connection, void *argument)
{
    struct store_rows *rows;
    TRY(store_query(ctx, connection, "SELECT * FROM thing", NULL, 0, &rows));
    *(int *)argument = store_column_count(rows);
    return NULL;
}

START_TEST(tables_changed_by_another_are_read_anew)
{
    struct store_connection *connection = thing_start(ctx, _i);
    struct store_connection *other;
    ck_assert_fine(store_connect(ctx, store_of(connection), &other));
    int columns = 0;
    ck_assert_fine(store_read(connection, &thing_scope, count_columns, &columns));
    ck_assert_int_eq(columns, 5);
    ck_assert_fine(thing_script(other, "ALTER TABLE thing ADD COLUMN more TEXT"));
    ck_assert_fine(store_read(connection, &thing_scope, count_columns, &columns));
    ck_assert_int_eq(columns, 6);
    ck_assert_fine(thing_script(other, "ALTER TABLE thing ADD COLUMN still_more TEXT"));
    ck_assert_fine(count_columns(connection, &columns));
    ck_assert_int_eq(columns, 7);
}
END_TEST

/* --- ids ---------------------------------------------------------------------------------------------------------- */

struct ids {
    const char *table;
    size_t count;
    int64_t first;
};

static struct error *take_ids(struct store_connection *connection, void *argument)
{
    struct ids *ids = argument;
    return store_next_ids(connection, ids->table, ids->count, &ids->first);
}

START_TEST(ids_are_unbroken_and_never_given_twice)
{
    struct store_connection *connection = thing_start(ctx, _i);
    struct ids ids = {"thing", 1, 0};
    ck_assert_fine(store_write(connection, &thing_scope, take_ids, &ids));
    ck_assert_int_ge(ids.first, 1);
    int64_t next = ids.first + 1;
    static const size_t counts[] = {5, 1, 1000, 1};
    for (size_t i = 0; i < 4; i++) {
        ids.count = counts[i];
        ck_assert_fine(store_write(connection, &thing_scope, take_ids, &ids));
        ck_assert_int_eq(ids.first, next);
        next += (int64_t)counts[i];
    }
    ids.table = "nothing";
    ck_assert_ptr_nonnull(store_write(connection, &thing_scope, take_ids, &ids));
    ids.table = "thing";
    ids.count = 0;
    ck_assert_error(store_write(connection, &thing_scope, take_ids, &ids), ERROR_INTERNAL, "0 ids");
}
END_TEST

/* Two partnerships, which on PostgreSQL do not wait for each other, use their ids at once. */
struct taker {
    struct store *store;
    int64_t partnership;
    struct error *error;
};

static struct error *take_and_use(struct store_connection *connection, void *argument)
{
    (void)argument;
    int64_t first;
    TRY(store_next_ids(connection, "thing", 7, &first));
    for (int64_t id = first; id < first + 7; id++)
        TRY(insert(connection, id));
    return NULL;
}

static void *take_many(void *argument)
{
    struct taker *taker = argument;
    void *own = talloc_new(NULL);
    struct store_scope scope = {.partnership = taker->partnership};
    struct store_connection *connection;
    taker->error = store_connect(own, taker->store, &connection);
    for (int i = 0; i < 50 && !taker->error; i++)
        taker->error = store_write(connection, &scope, take_and_use, NULL);
    if (taker->error)
        fprintf(stderr, "%s (%s)\n", taker->error->message, taker->error->detail);
    talloc_free(own);
    return NULL;
}

START_TEST(ids_taken_at_once_do_not_collide)
{
    struct store_connection *connection = thing_start(ctx, _i);
    struct taker takers[2];
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        takers[i] = (struct taker){store_of(connection), i + 1, NULL};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, take_many, &takers[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        ck_assert(!takers[i].error);
    }
    ck_assert_int_eq(thing_count(connection), 2 * 50 * 7);
}
END_TEST

/* --- statements kept ready ---------------------------------------------------------------------------------------- */

START_TEST(prepared_statements_are_bounded)
{
    struct store_connection *connection = thing_start(ctx, _i);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 700; i++) {
            char sql[64];
            snprintf(sql, sizeof sql, "SELECT %d", i);
            int64_t value;
            ck_assert_fine(store_query_integer(connection, sql, NULL, 0, -1, &value));
            ck_assert_int_eq(value, i);
        }
    int64_t prepared;
    ck_assert_fine(store_query_integer(connection,
                                       _i == STORE_SQLITE ? "SELECT COUNT(*) FROM sqlite_stmt"
                                                          : "SELECT COUNT(*) FROM pg_prepared_statements",
                                       NULL, 0, -1, &prepared));
    ck_assert_int_ge(prepared, 200);
    ck_assert_int_le(prepared, 257);
}
END_TEST

START_TEST(one_text_is_prepared_once)
{
    struct store_connection *connection = thing_start(ctx, _i);
    static const char sql[] = "SELECT COUNT(*) FROM thing WHERE words = $1 OR number = $2";
    for (int i = 0; i < 50; i++) {
        struct store_value values[] = {i & 1 ? store_text("a") : store_null(), i & 2 ? store_integer(i) : store_null()};
        int64_t value;
        ck_assert_fine(store_query_integer(connection, sql, values, 2, -1, &value));
    }
    int64_t prepared;
    struct store_value text = store_text(sql);
    ck_assert_fine(store_query_integer(connection,
                                       _i == STORE_SQLITE
                                           ? "SELECT COUNT(*) FROM sqlite_stmt WHERE sql = $1"
                                           : "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement = $1",
                                       &text, 1, -1, &prepared));
    ck_assert_int_eq(prepared, 1);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("transaction");
    TCase *tcase = tcase_create("transaction");
    tcase_add_checked_fixture(tcase, open_context, close_context);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(s, tcase);
    tcase_add_test_on_engines(tcase, an_error_of_the_function_undoes_everything);
    tcase_add_test_on_engines(tcase, a_failed_statement_dooms_its_transaction);
    tcase_add_test_on_engines(tcase, transactions_do_not_nest);
    tcase_add_test_on_engines(tcase, a_failure_at_any_statement_keeps_nothing);
    tcase_add_test_on_engines(tcase, errors_outlive_further_transactions);
    tcase_add_test_on_engines(tcase, a_read_sees_one_moment);
    tcase_add_test_on_engines(tcase, tables_changed_by_another_are_read_anew);
    tcase_add_test_on_engines(tcase, ids_are_unbroken_and_never_given_twice);
    tcase_add_test_on_engines(tcase, ids_taken_at_once_do_not_collide);
    tcase_add_test_on_engines(tcase, prepared_statements_are_bounded);
    tcase_add_test_on_engines(tcase, one_text_is_prepared_once);
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
