/* The second lock: on PostgreSQL, SQL that goes round everything else still sees and changes only what the
 * transaction's scope may, as the application and as the tables' owner. */
#include "store/store.h"

#include "../support/engines.h"
#include "../support/thing.h"

#include <talloc.h>

static void *ctx;
static struct store_connection *owner, *application;

static const struct store_column note_columns[] = {
    {"id", STORE_COLUMN_ID},
    {"partnership", STORE_COLUMN_INTEGER, .required = true},
    {"visible", STORE_COLUMN_INTEGER, .required = true},
    {"words", STORE_COLUMN_TEXT},
    {0},
};
static const struct store_table note = {.name = "note", .columns = note_columns, .scoped = true};

static const struct store_column link_columns[] = {
    {"record", STORE_COLUMN_INTEGER, .required = true, .references = "note"},
    {"target", STORE_COLUMN_INTEGER, .required = true, .references = "note"},
    {"partnership", STORE_COLUMN_INTEGER, .required = true},
    {0},
};
static const struct store_table note_link = {
    .name = "note_link", .columns = link_columns, .primary_key = "record, target", .scoped_by_partnership = true};

static struct error *make_tables(struct store_connection *connection, void *argument)
{
    (void)argument;
    TRY(store_table_make(connection, &note_link)); /* before the table it refers to */
    return store_table_make(connection, &note);
}

static struct error *run_one(struct store_connection *connection, void *argument)
{
    return store_execute(connection, *(const char **)argument, NULL, 0, NULL);
}

static struct error *change_as(struct store_connection *connection, struct store_scope scope, const char *sql)
{
    return store_write(connection, &scope, run_one, &sql);
}

struct question {
    const char *sql;
    int64_t answer;
};

static struct error *ask(struct store_connection *connection, void *argument)
{
    struct question *question = argument;
    return store_query_integer(connection, question->sql, NULL, 0, -1, &question->answer);
}

/* What a query that knows nothing of scopes answers in this one; NULL is no scope. */
static int64_t ask_as(struct store_connection *connection, const struct store_scope *scope, const char *sql)
{
    struct question question = {sql, -2};
    ck_assert_fine(store_read(connection, scope, ask, &question));
    return question.answer;
}

static const struct store_scope shared_writer = {.partnership = 0, .visible = 9, .shared_writer = true};
static const struct store_scope first = {.partnership = 1, .visible = 9}, second = {.partnership = 2, .visible = 9};
static const struct store_scope first_public = {.partnership = 1, .visible = 0};

/* Notes 1 (shared), 2 and 3 (of partnership 1, public and partners'), 4 (of partnership 2); links 1-1, 2-3 and 4-4. */
static void start(void)
{
    ctx = talloc_new(NULL);
    struct scratch *scratch = scratch_database(ctx, STORE_POSTGRES);
    owner = scratch_connect(ctx, scratch, SCRATCH_OWNER);
    application = scratch_connect(ctx, scratch, SCRATCH_APPLICATION);
    ck_assert_fine(store_write(owner, NULL, make_tables, NULL));
    ck_assert_fine(change_as(application, shared_writer, "INSERT INTO note VALUES (1, 0, 0, 'all')"));
    ck_assert_fine(change_as(application, shared_writer, "INSERT INTO note_link VALUES (1, 1, 0)"));
    ck_assert_fine(change_as(application, first, "INSERT INTO note VALUES (2, 1, 0, 'a'), (3, 1, 1, 'b')"));
    ck_assert_fine(change_as(application, first, "INSERT INTO note_link VALUES (2, 3, 1)"));
    ck_assert_fine(change_as(application, second, "INSERT INTO note VALUES (4, 2, 0, 'c')"));
    ck_assert_fine(change_as(application, second, "INSERT INTO note_link VALUES (4, 4, 2)"));
}

static void finish(void)
{
    talloc_free(ctx);
}

static const char sum[] = "SELECT SUM(id) FROM note", links[] = "SELECT SUM(record) FROM note_link";

START_TEST(raw_sql_sees_its_scope_only)
{
    struct store_connection *users[] = {application, owner};
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(ask_as(users[i], &first, sum), 1 + 2 + 3);
        ck_assert_int_eq(ask_as(users[i], &first_public, sum), 1 + 2);
        ck_assert_int_eq(ask_as(users[i], &second, sum), 1 + 4);
        ck_assert_int_eq(ask_as(users[i], &shared_writer, sum), 1);
        ck_assert_int_eq(ask_as(users[i], &(struct store_scope){.partnership = 3, .visible = -1}, sum), -1);
        ck_assert_int_eq(ask_as(users[i], &first, links), 1 + 2);
        ck_assert_int_eq(ask_as(users[i], &second, links), 1 + 4);
    }
}
END_TEST

START_TEST(without_a_scope_nothing_is_seen)
{
    struct store_connection *users[] = {application, owner};
    for (size_t i = 0; i < 2; i++) {
        int64_t answer;
        /* Before and after a scope was set on the connection, in a transaction and outside one. */
        for (int again = 0; again < 2; again++) {
            ck_assert_int_eq(ask_as(users[i], NULL, sum), -1);
            ck_assert_int_eq(ask_as(users[i], NULL, links), -1);
            ck_assert_fine(store_query_integer(users[i], sum, NULL, 0, -1, &answer));
            ck_assert_int_eq(answer, -1);
            ck_assert_fine(store_query_integer(users[i], links, NULL, 0, -1, &answer));
            ck_assert_int_eq(answer, -1);
            ck_assert_int_eq(ask_as(users[i], &first, sum), 6);
        }
    }
}
END_TEST

START_TEST(only_the_own_partnership_is_written)
{
    struct store_connection *users[] = {application, owner};
    static const struct {
        const struct store_scope *scope;
        const char *sql;
    } refused[] = {
        {&first, "INSERT INTO note VALUES (9, 2, 0, 'x')"},
        {&first, "INSERT INTO note VALUES (9, 0, 0, 'x')"},
        {&first, "UPDATE note SET partnership = 2 WHERE id = 2"},
        {&first, "UPDATE note SET partnership = 0 WHERE id = 2"},
        {&first, "UPDATE note SET words = 'x' WHERE id = 1"},
        {&first, "INSERT INTO note_link VALUES (2, 2, 2)"},
        {&first, "INSERT INTO note_link VALUES (2, 2, 0)"},
        {&shared_writer, "INSERT INTO note VALUES (9, 2, 0, 'x')"},
    };
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < sizeof refused / sizeof *refused; j++)
            ck_assert_error(change_as(users[i], *refused[j].scope, refused[j].sql), ERROR_STORE, "partnership");
        ck_assert_error(store_write(users[i], NULL, run_one, &(const char *){"INSERT INTO note VALUES (9, 1, 0, 'x')"}),
                        ERROR_STORE, "partnership");
        struct store_scope pretender = {.partnership = 0, .visible = 9};
        ck_assert_error(change_as(users[i], pretender, "INSERT INTO note VALUES (9, 0, 0, 'x')"), ERROR_STORE,
                        "partnership");
        /* What is not seen cannot be touched, and what is only shared cannot be deleted: nothing happens. */
        ck_assert_fine(change_as(users[i], first, "UPDATE note SET words = 'x' WHERE id = 4"));
        ck_assert_fine(change_as(users[i], first, "DELETE FROM note WHERE id IN (1, 4)"));
        ck_assert_fine(change_as(users[i], first_public, "DELETE FROM note WHERE id = 3"));
    }
    ck_assert_int_eq(ask_as(application, &second, "SELECT COUNT(*) FROM note WHERE words = 'c'"), 1);
    ck_assert_int_eq(ask_as(application, &first, sum), 6);
}
END_TEST

START_TEST(a_shared_writer_writes_both)
{
    struct store_scope both = first;
    both.shared_writer = true;
    ck_assert_fine(change_as(application, both, "INSERT INTO note VALUES (10, 0, 0, 'x'), (20, 1, 0, 'y')"));
    ck_assert_fine(change_as(application, both, "UPDATE note SET words = 'z' WHERE id = 1"));
    ck_assert_fine(change_as(application, both, "DELETE FROM note WHERE id IN (10, 20)"));
    ck_assert_int_eq(ask_as(application, &second, "SELECT COUNT(*) FROM note WHERE words = 'z'"), 1);
}
END_TEST

START_TEST(the_application_cannot_lift_the_lock)
{
    static const char *const attempts[] = {
        "ALTER TABLE note DISABLE ROW LEVEL SECURITY", "DROP POLICY goldthread_visible_1_read ON note",
        "ALTER TABLE note NO FORCE ROW LEVEL SECURITY", "SET LOCAL ROLE goldthread_owner", "DROP TABLE note_link"};
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        ck_assert_ptr_nonnull(change_as(application, first, attempts[i]));
    ck_assert_int_eq(ask_as(application, &first, sum), 6);
}
END_TEST

static struct error *make_changed(struct store_connection *connection, void *argument)
{
    return store_table_make(connection, argument);
}

START_TEST(a_lock_that_was_changed_is_noticed_and_mended)
{
    static const char *const changes[] = {
        "ALTER TABLE note DISABLE ROW LEVEL SECURITY", "ALTER TABLE note NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY goldthread_visible_1_read ON note", "CREATE POLICY everybody ON note USING (true)"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const char **sentences;
        size_t count;
        const char *change = changes[i];
        ck_assert_fine(store_write(owner, NULL, run_one, &change));
        ck_assert_fine(store_table_differences(ctx, owner, &note, &sentences, &count));
        ck_assert_uint_eq(count, 1);
        ck_assert_str_eq(sentences[0], "The table note does not have the row-level security it should have.");
        struct store_table copy = note;
        ck_assert_fine(store_write(owner, NULL, make_changed, &copy));
        ck_assert_fine(store_table_differences(ctx, owner, &note, &sentences, &count));
        ck_assert_uint_eq(count, 0);
        ck_assert_int_eq(ask_as(application, &first_public, sum), 3);
    }
    struct store_table open = note;
    open.scoped = false;
    ck_assert_fine(store_write(owner, NULL, make_changed, &open));
    ck_assert_int_eq(ask_as(application, NULL, sum), 10);
}
END_TEST

/* The policies must not cost an index its use. */
START_TEST(policies_are_worked_out_once_a_query)
{
    struct store_rows *rows;
    bool more, scanned = false;
    ck_assert_fine(store_query(ctx, owner, "EXPLAIN (COSTS OFF) SELECT words FROM note WHERE id = 3", NULL, 0, &rows));
    for (;;) {
        ck_assert_fine(store_next(rows, &more));
        if (!more)
            break;
        scanned = scanned || strstr(store_get_text(rows, 0), "InitPlan");
    }
    ck_assert(scanned);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("scope");
    TCase *tcase = tcase_create("row-level security");
    tcase_add_checked_fixture(tcase, start, finish);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(s, tcase);
    tcase_add_test(tcase, raw_sql_sees_its_scope_only);
    tcase_add_test(tcase, without_a_scope_nothing_is_seen);
    tcase_add_test(tcase, only_the_own_partnership_is_written);
    tcase_add_test(tcase, a_shared_writer_writes_both);
    tcase_add_test(tcase, the_application_cannot_lift_the_lock);
    tcase_add_test(tcase, a_lock_that_was_changed_is_noticed_and_mended);
    tcase_add_test(tcase, policies_are_worked_out_once_a_query);
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
