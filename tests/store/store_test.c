/* The contract of store.h on both engines: values come back as they went in, statements, rows and transactions behave
 * alike. */
#include "store/store.h"

#include "../support/engines.h"
#include "../support/thing.h"

#include <talloc.h>

static void *ctx;
static struct store_connection *connection;

static void open_context(void)
{
    ctx = talloc_new(NULL);
}

static void close_context(void)
{
    talloc_free(ctx);
}

/* A database of this test with the table thing, and a connection to it. */
static void start(int engine)
{
    connection = thing_start(ctx, engine);
}

/* --- values ------------------------------------------------------------------------------------------------------- */

START_TEST(values_come_back_as_they_went_in)
{
    start(_i);
    static const char bytes[] = "\0\1\xff'\\x\0";
    static const char words[] = "Élan – “golden” \t\n'; DROP TABLE thing; --";
    struct store_value values[] = {store_integer(1), store_integer(INT64_MIN), store_text(words),
                                   store_bytes(bytes, sizeof bytes), store_integer(1)};
    ck_assert_fine(thing_change(connection,
                                "INSERT INTO thing (other, id, number, words, bytes) VALUES ($5, $1, $2, $3, $4)",
                                values, 5, NULL));
    struct store_value second[] = {store_integer(2), store_integer(INT64_MAX), store_text(""), store_bytes(NULL, 0),
                                   store_null()};
    ck_assert_fine(thing_change(connection,
                                "INSERT INTO thing (other, id, number, words, bytes) VALUES ($5, $1, $2, $3, $4)",
                                second, 5, NULL));

    struct store_rows *rows;
    bool more;
    size_t count;
    ck_assert_fine(
        store_query(ctx, connection, "SELECT id, number, words, bytes, other FROM thing ORDER BY id", NULL, 0, &rows));
    ck_assert_int_eq(store_column_count(rows), 5);
    ck_assert_fine(store_next(rows, &more));
    ck_assert(more);
    ck_assert_int_eq(store_get_integer(rows, 0), 1);
    ck_assert_int_eq(store_get_integer(rows, 1), INT64_MIN);
    ck_assert_str_eq(store_get_text(rows, 2), words);
    const void *got = store_get_bytes(rows, 3, &count);
    ck_assert_uint_eq(count, sizeof bytes);
    ck_assert_mem_eq(got, bytes, sizeof bytes);
    ck_assert_int_eq(store_get_integer(rows, 4), 1);

    ck_assert_fine(store_next(rows, &more));
    ck_assert(more);
    ck_assert_int_eq(store_get_integer(rows, 1), INT64_MAX);
    ck_assert_str_eq(store_get_text(rows, 1), "9223372036854775807");
    ck_assert(!store_is_null(rows, 2));
    ck_assert_str_eq(store_get_text(rows, 2), "");
    ck_assert_ptr_nonnull(store_get_bytes(rows, 3, &count));
    ck_assert_uint_eq(count, 0);
    ck_assert(store_is_null(rows, 4));
    ck_assert_ptr_null(store_get_text(rows, 4));
    ck_assert_ptr_null(store_get_bytes(rows, 4, &count));
    ck_assert_int_eq(store_get_integer(rows, 4), 0);
    ck_assert_fine(store_next(rows, &more));
    ck_assert(!more);
    ck_assert_fine(store_next(rows, &more));
    ck_assert(!more);
    ck_assert_ptr_null(store_get_text(rows, 2));
}
END_TEST

START_TEST(text_needs_no_nul_and_is_checked)
{
    start(_i);
    struct store_value values[] = {store_integer(1), {.kind = STORE_KIND_TEXT, .bytes = "goldthread", .count = 4}};
    ck_assert_fine(thing_change(connection, "INSERT INTO thing (id, words) VALUES ($1, $2)", values, 2, NULL));
    int64_t found = 0;
    ck_assert_fine(store_query_integer(connection, "SELECT id FROM thing WHERE words = 'gold'", NULL, 0, 0, &found));
    ck_assert_int_eq(found, 1);

    values[0] = store_integer(2);
    values[1] = (struct store_value){.kind = STORE_KIND_TEXT, .bytes = "a\0b", .count = 3};
    ck_assert_error(thing_change(connection, "INSERT INTO thing (id, words) VALUES ($1, $2)", values, 2, NULL),
                    ERROR_INVALID, "UTF-8");
    values[1] = store_text("\xc3(");
    ck_assert_error(thing_change(connection, "INSERT INTO thing (id, words) VALUES ($1, $2)", values, 2, NULL),
                    ERROR_INVALID, "UTF-8");
    ck_assert_int_eq(thing_count(connection), 1);
}
END_TEST

START_TEST(parameters_are_bound_by_their_number)
{
    start(_i);
    struct store_value values[] = {store_integer(20), store_integer(3), store_integer(100)};
    int64_t result = 0;
    ck_assert_fine(store_query_integer(connection, "SELECT $3 - $1 * $2 + $1", values, 3, 0, &result));
    ck_assert_int_eq(result, 60);
    /* 64 bits, not what the constant beside it suggests. */
    values[0] = store_integer(INT64_C(1) << 40);
    ck_assert_fine(store_query_integer(connection, "SELECT $1 + 1", values, 1, 0, &result));
    ck_assert_int_eq(result, (INT64_C(1) << 40) + 1);
}
END_TEST

START_TEST(a_parameter_may_be_null_now_and_a_value_then)
{
    start(_i);
    static const char sql[] = "INSERT INTO thing (id, number, words, bytes) VALUES ($1, $2, $3, $4)";
    for (int64_t i = 0; i < 16; i++) {
        char words[16];
        snprintf(words, sizeof words, "w%d", (int)i);
        struct store_value values[] = {store_integer(i), i & 1 ? store_integer(i) : store_null(),
                                       store_text(i & 2 ? words : NULL), i & 4 ? store_bytes(&i, 3) : store_null()};
        ck_assert_fine(thing_change(connection, sql, values, 4, NULL));
    }
    int64_t count;
    ck_assert_fine(store_query_integer(
        connection, "SELECT COUNT(number) * 10000 + COUNT(words) * 100 + COUNT(bytes) FROM thing", NULL, 0, 0, &count));
    ck_assert_int_eq(count, 80808);
}
END_TEST

START_TEST(text_is_ordered_by_bytes)
{
    start(_i);
    static const char *const words[] = {"b", "B", "a", "é", "Z", "10", "9"};
    for (int64_t i = 0; i < 7; i++)
        ck_assert_fine(thing_add(connection, i + 1, words[i]));
    static const char *const ordered[] = {"10", "9", "B", "Z", "a", "b", "é"};
    struct store_rows *rows;
    ck_assert_fine(store_query(ctx, connection, "SELECT words FROM thing ORDER BY words", NULL, 0, &rows));
    for (size_t i = 0; i < 7; i++) {
        bool more;
        ck_assert_fine(store_next(rows, &more));
        ck_assert_str_eq(store_get_text(rows, 0), ordered[i]);
    }
    store_end(rows);
    int64_t after = 0;
    struct store_value b = store_text("Z");
    ck_assert_fine(store_query_integer(connection, "SELECT COUNT(*) FROM thing WHERE words > $1", &b, 1, 0, &after));
    ck_assert_int_eq(after, 3);
}
END_TEST

START_TEST(a_comparison_is_one_or_zero)
{
    start(_i);
    struct store_rows *rows;
    bool more;
    ck_assert_fine(store_query(ctx, connection, "SELECT 1 < 2, 2 < 1", NULL, 0, &rows));
    ck_assert_fine(store_next(rows, &more));
    ck_assert_int_eq(store_get_integer(rows, 0), 1);
    ck_assert_str_eq(store_get_text(rows, 0), "1");
    ck_assert_int_eq(store_get_integer(rows, 1), 0);
    ck_assert_str_eq(store_get_text(rows, 1), "0");
}
END_TEST

/* --- rows --------------------------------------------------------------------------------------------------------- */

START_TEST(several_answers_of_one_text_are_read_at_once)
{
    start(_i);
    for (int64_t i = 1; i <= 5; i++) {
        char words[16];
        snprintf(words, sizeof words, "w%d", (int)i);
        ck_assert_fine(thing_add(connection, i, words));
    }
    static const char sql[] = "SELECT id FROM thing WHERE id > $1 ORDER BY id";
    struct store_rows *outer;
    struct store_value from = store_integer(0);
    ck_assert_fine(store_query(ctx, connection, sql, &from, 1, &outer));
    int64_t pairs = 0;
    bool more;
    for (;;) {
        ck_assert_fine(store_next(outer, &more));
        if (!more)
            break;
        struct store_rows *inner;
        struct store_value above = store_integer(store_get_integer(outer, 0));
        ck_assert_fine(store_query(ctx, connection, sql, &above, 1, &inner));
        bool another;
        for (;;) {
            ck_assert_fine(store_next(inner, &another));
            if (!another)
                break;
            ck_assert_int_gt(store_get_integer(inner, 0), above.integer);
            pairs++;
        }
    }
    ck_assert_int_eq(pairs, 10);
}
END_TEST

START_TEST(values_need_not_outlive_the_call)
{
    start(_i);
    char *words = talloc_strdup(ctx, "a first text");
    ck_assert_fine(thing_add(connection, 1, words));
    ck_assert_fine(thing_add(connection, 2, "a second text"));
    struct store_value value = store_text(words);
    struct store_rows *rows;
    ck_assert_fine(store_query(ctx, connection, "SELECT $1, id FROM thing ORDER BY id", &value, 1, &rows));
    memset(words, 'x', strlen(words));
    talloc_free(words);
    bool more;
    for (int i = 0; i < 2; i++) {
        ck_assert_fine(store_next(rows, &more));
        ck_assert_str_eq(store_get_text(rows, 0), "a first text");
    }
}
END_TEST

struct leaked_rows {
    struct store_rows *rows;
};

static struct error *leave_rows_open(struct store_connection *c, void *argument)
{
    struct leaked_rows *leaked = argument;
    bool more;
    TRY(store_query(ctx, c, "SELECT id FROM thing ORDER BY id", NULL, 0, &leaked->rows));
    return store_next(leaked->rows, &more);
}

START_TEST(rows_end_with_their_transaction)
{
    start(_i);
    ck_assert_fine(thing_add(connection, 1, "a"));
    ck_assert_fine(thing_add(connection, 2, "b"));
    struct leaked_rows leaked = {0};
    bool more;
    ck_assert_fine(store_read(connection, &thing_scope, leave_rows_open, &leaked));
    ck_assert_error(store_next(leaked.rows, &more), ERROR_INTERNAL, "transaction");
    ck_assert_ptr_null(store_get_text(leaked.rows, 0));
    ck_assert_fine(store_write(connection, &thing_scope, leave_rows_open, &leaked));
    ck_assert_error(store_next(leaked.rows, &more), ERROR_INTERNAL, "transaction");
    ck_assert_fine(thing_add(connection, 3, "c"));
}
END_TEST

START_TEST(rows_may_outlive_their_connection)
{
    start(_i);
    ck_assert_fine(thing_add(connection, 1, "a"));
    struct store_rows *rows, *freed;
    bool more;
    ck_assert_fine(store_query(ctx, connection, "SELECT id FROM thing", NULL, 0, &rows));
    ck_assert_fine(store_query(ctx, connection, "SELECT id FROM thing", NULL, 0, &freed));
    talloc_free(freed);
    talloc_free(connection);
    ck_assert_error(store_next(rows, &more), ERROR_INTERNAL, "transaction");
    talloc_free(rows);
}
END_TEST

/* --- statements --------------------------------------------------------------------------------------------------- */

static struct error *add_and_return(struct store_connection *c, void *argument)
{
    (void)argument;
    struct store_rows *rows;
    TRY(store_query(ctx, c, "INSERT INTO thing (id, words) VALUES (7, 'seven'), (8, 'eight') RETURNING id", NULL, 0,
                    &rows));
    return NULL; /* unread: it has been done all the same */
}

START_TEST(returning_is_done_when_the_query_returns)
{
    start(_i);
    ck_assert_fine(store_write(connection, &thing_scope, add_and_return, NULL));
    ck_assert_int_eq(thing_count(connection), 2);
}
END_TEST

START_TEST(rows_touched_are_counted)
{
    start(_i);
    ck_assert_fine(thing_add(connection, 1, "a"));
    ck_assert_fine(thing_add(connection, 2, "b"));
    static const struct {
        const char *sql;
        int64_t changed;
    } cases[] = {
        {"UPDATE thing SET number = 1", 2},
        {"UPDATE thing SET number = 2 WHERE id = 99", 0},
        {"INSERT INTO thing (id, words) VALUES (3, 'a') ON CONFLICT DO NOTHING", 0},
        {"DELETE FROM thing WHERE id = 1", 1},
        {"CREATE TABLE another (a INTEGER)", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t changed = -1;
        ck_assert_fine(thing_change(connection, cases[i].sql, NULL, 0, &changed));
        ck_assert_int_eq(changed, cases[i].changed);
    }
}
END_TEST

START_TEST(wrong_statements_are_refused)
{
    start(_i);
    struct store_rows *rows;
    struct store_value one = store_integer(1);
    ck_assert_error(store_query(ctx, connection, "SELEC 1", NULL, 0, &rows), ERROR_INTERNAL, "did not understand");
    ck_assert_error(store_query(ctx, connection, "SELECT nothing FROM thing", NULL, 0, &rows), ERROR_INTERNAL, "");
    ck_assert_error(store_query(ctx, connection, "SELECT \"words as text\"", NULL, 0, &rows), ERROR_INTERNAL, "");
    ck_assert_error(store_query(ctx, connection, "SELECT 1; SELECT 2", NULL, 0, &rows), ERROR_INTERNAL, "");
    ck_assert_error(store_query(ctx, connection, "SELECT $1", NULL, 0, &rows), ERROR_INTERNAL, "");
    ck_assert_error(thing_change(connection, "SELECT id FROM thing UNION SELECT 1", NULL, 0, NULL), ERROR_INTERNAL,
                    "no rows");
    ck_assert_error(thing_change(connection, "COMMIT", NULL, 0, NULL), ERROR_INTERNAL, "");
    ck_assert_fine(store_query(ctx, connection, "SELECT $1 ; ", &one, 1, &rows));
}
END_TEST

static struct error *add_a_thing(struct store_connection *c, void *argument)
{
    return store_execute(c, argument, NULL, 0, NULL);
}

START_TEST(nothing_is_changed_outside_a_write)
{
    start(_i);
    static char sql[] = "INSERT INTO thing (id, words) VALUES (1, 'a')";
    struct store_rows *rows;
    ck_assert_error(store_execute(connection, sql, NULL, 0, NULL), ERROR_INTERNAL, "outside a writing transaction");
    ck_assert_error(store_script(connection, sql), ERROR_INTERNAL, "outside a writing transaction");
    ck_assert_error(store_read(connection, &thing_scope, add_a_thing, sql), ERROR_INTERNAL,
                    "outside a writing transaction");
    ck_assert_error(store_query(ctx, connection, "INSERT INTO thing (id, words) VALUES (1, 'a') RETURNING id", NULL, 0,
                                &rows),
                    ERROR_INTERNAL, "outside a writing transaction");
    ck_assert_int_eq(thing_count(connection), 0);
}
END_TEST

START_TEST(contradictions_are_conflicts)
{
    start(_i);
    ck_assert_fine(thing_add(connection, 1, "a"));
    ck_assert_error(thing_add(connection, 1, "b"), ERROR_CONFLICT, "same key");
    ck_assert_error(thing_add(connection, 2, "a"), ERROR_CONFLICT, "same key");
    ck_assert_int_eq(thing_count(connection), 1);
    /* A reference is judged at the end: within the transaction it may dangle. */
    struct store_value nowhere[] = {store_integer(2), store_integer(99)};
    ck_assert_error(thing_change(connection, "INSERT INTO thing (id, other) VALUES ($1, $2)", nowhere, 2, NULL),
                    ERROR_CONFLICT, "refers");
    ck_assert_fine(thing_change(connection, "INSERT INTO thing (id, other) VALUES (2, 3), (3, 2)", NULL, 0, NULL));
    ck_assert_int_eq(thing_count(connection), 3);
}
END_TEST

START_TEST(a_script_is_several_statements)
{
    start(_i);
    ck_assert_fine(thing_script(connection, "CREATE TABLE one (a INTEGER);\n-- a remark; with a semicolon\n"
                                            "INSERT INTO one VALUES (1); INSERT INTO one VALUES (2);\n\n"));
    ck_assert_fine(thing_script(connection, ""));
    int64_t count;
    ck_assert_fine(store_query_integer(connection, "SELECT COUNT(*) FROM one", NULL, 0, 0, &count));
    ck_assert_int_eq(count, 2);
    /* One that fails leaves nothing of the others. */
    ck_assert_error(thing_script(connection, "INSERT INTO one VALUES (3); INSERT INTO nothing VALUES (4)"),
                    ERROR_INTERNAL, "");
    ck_assert_fine(store_query_integer(connection, "SELECT COUNT(*) FROM one", NULL, 0, 0, &count));
    ck_assert_int_eq(count, 2);
}
END_TEST

START_TEST(a_column_added_later_is_seen_by_a_prepared_query)
{
    start(_i);
    ck_assert_fine(thing_add(connection, 1, "a"));
    for (int columns = 5; columns <= 6; columns++) {
        struct store_rows *rows;
        ck_assert_fine(store_query(ctx, connection, "SELECT * FROM thing", NULL, 0, &rows));
        ck_assert_int_eq(store_column_count(rows), columns);
        store_end(rows);
        ck_assert_fine(thing_script(connection, columns == 5 ? "ALTER TABLE thing ADD COLUMN more TEXT" : ""));
    }
}
END_TEST

START_TEST(one_integer_or_otherwise)
{
    start(_i);
    int64_t value = 0;
    ck_assert_fine(store_query_integer(connection, "SELECT 42", NULL, 0, -1, &value));
    ck_assert_int_eq(value, 42);
    ck_assert_fine(store_query_integer(connection, "SELECT id FROM thing", NULL, 0, -1, &value));
    ck_assert_int_eq(value, -1);
    ck_assert_fine(store_query_integer(connection, "SELECT MAX(id) FROM thing", NULL, 0, -2, &value));
    ck_assert_int_eq(value, -2);
}
END_TEST

/* A reading transaction whose total is asked for after something else has been read. */
static struct error *read_total(struct store_connection *on, void *argument)
{
    int64_t any = 0;
    TRY(store_query_integer(on, "SELECT MAX(id) FROM thing", NULL, 0, -1, &any));
    return store_query_integer_kept(on, "SELECT SUM(id) FROM thing", -1, argument);
}

static int64_t total(struct store_connection *on)
{
    int64_t value = 0;
    ck_assert_fine(store_read(on, &thing_scope, read_total, &value));
    return value;
}

static struct error *read_version(struct store_connection *on, void *argument)
{
    int64_t any = 0, *version = argument;
    version[0] = store_version(on);
    TRY(store_query_integer(on, "SELECT MAX(id) FROM thing", NULL, 0, -1, &any));
    version[1] = store_version(on);
    return NULL;
}

START_TEST(a_kept_answer_is_never_stale)
{
    struct scratch *scratch = scratch_database(ctx, _i);
    connection = thing_make(ctx, scratch);
    struct store_connection *other = scratch_connect(ctx, scratch, SCRATCH_OWNER);
    ck_assert_int_eq(total(connection), -1);
    ck_assert_fine(thing_add(other, 1, "a"));
    ck_assert_int_eq(total(connection), 1);
    ck_assert_int_eq(total(other), 1);
    ck_assert_fine(thing_add(connection, 2, "b"));
    ck_assert_int_eq(total(connection), 3);
    ck_assert_int_eq(total(other), 3);
    ck_assert_fine(thing_change(other, "DELETE FROM thing WHERE id = 2", NULL, 0, NULL));
    ck_assert_int_eq(total(connection), 1);
    /* outside a reading transaction nothing is kept */
    int64_t value = 0;
    ck_assert_fine(store_query_integer_kept(connection, "SELECT SUM(id) FROM thing", -1, &value));
    ck_assert_fine(thing_add(other, 5, "c"));
    ck_assert_fine(store_query_integer_kept(connection, "SELECT SUM(id) FROM thing", -1, &value));
    ck_assert_int_eq(value, 6);
    /* nor is an answer that could not be had */
    store_fail_after(other, 2);
    ck_assert_error(store_read(other, &thing_scope, read_total, &value), ERROR_STORE, "");
    ck_assert_int_eq(total(other), 6);
}
END_TEST

START_TEST(sqlite_keeps_an_answer_until_somebody_saves)
{
    start(STORE_SQLITE);
    int64_t version[2], again[2];
    ck_assert_fine(store_read(connection, &thing_scope, read_version, version));
    ck_assert_fine(store_read(connection, &thing_scope, read_version, again));
    ck_assert_int_eq(version[0], 0);
    ck_assert_int_ne(version[1], 0);
    ck_assert_int_eq(version[1], again[1]);
    ck_assert_int_eq(store_version(connection), 0);

    ck_assert_fine(thing_add(connection, 7, "a"));
    ck_assert_int_eq(total(connection), 7);
    int64_t value = 0;
    store_fail_after(connection, 2); /* BEGIN, one query, and then COMMIT is the next statement */
    ck_assert_error(store_read(connection, &thing_scope, read_total, &value), ERROR_STORE, "");
    ck_assert_int_eq(value, 7);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("store");
    TCase *values = tcase_create("values"), *rows = tcase_create("rows"), *statements = tcase_create("statements");
    TCase *cases[] = {values, rows, statements};
    for (size_t i = 0; i < 3; i++) {
        tcase_add_checked_fixture(cases[i], open_context, close_context);
        tcase_set_timeout(cases[i], 60);
        suite_add_tcase(s, cases[i]);
    }
    tcase_add_test_on_engines(values, values_come_back_as_they_went_in);
    tcase_add_test_on_engines(values, text_needs_no_nul_and_is_checked);
    tcase_add_test_on_engines(values, parameters_are_bound_by_their_number);
    tcase_add_test_on_engines(values, a_parameter_may_be_null_now_and_a_value_then);
    tcase_add_test_on_engines(values, text_is_ordered_by_bytes);
    tcase_add_test_on_engines(values, a_comparison_is_one_or_zero);
    tcase_add_test_on_engines(rows, several_answers_of_one_text_are_read_at_once);
    tcase_add_test_on_engines(rows, values_need_not_outlive_the_call);
    tcase_add_test_on_engines(rows, rows_end_with_their_transaction);
    tcase_add_test_on_engines(rows, rows_may_outlive_their_connection);
    tcase_add_test_on_engines(statements, returning_is_done_when_the_query_returns);
    tcase_add_test_on_engines(statements, rows_touched_are_counted);
    tcase_add_test_on_engines(statements, wrong_statements_are_refused);
    tcase_add_test_on_engines(statements, nothing_is_changed_outside_a_write);
    tcase_add_test_on_engines(statements, contradictions_are_conflicts);
    tcase_add_test_on_engines(statements, a_script_is_several_statements);
    tcase_add_test_on_engines(statements, a_column_added_later_is_seen_by_a_prepared_query);
    tcase_add_test_on_engines(statements, one_integer_or_otherwise);
    tcase_add_test_on_engines(statements, a_kept_answer_is_never_stale);
    tcase_add_test(statements, sqlite_keeps_an_answer_until_somebody_saves);
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
