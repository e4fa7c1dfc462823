/* Tables from declarations on both engines: made, completed, compared, and protected where they are append-only. */
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

static void start(int engine)
{
    connection = scratch_connect(ctx, scratch_database(ctx, engine), SCRATCH_OWNER);
}

static struct error *make_one(struct store_connection *c, void *argument)
{
    return store_table_make(c, argument);
}

static struct error *make(const struct store_table *table)
{
    struct store_table copy = *table;
    return store_write(connection, NULL, make_one, &copy);
}

/* The differences, each on a line of its own. */
static const char *differences(const struct store_table *table)
{
    const char **sentences;
    size_t count;
    ck_assert_fine(store_table_differences(ctx, connection, table, &sentences, &count));
    char *all = talloc_strdup(ctx, "");
    for (size_t i = 0; i < count; i++)
        all = talloc_asprintf_append(all, "%s\n", sentences[i]);
    return all;
}

static struct error *run(const char *sql)
{
    return thing_script(connection, sql);
}

/* --- two registers that refer to each other, with versions and links ---------------------------------------------- */

static const struct store_column plan_columns[] = {
    {"id", STORE_COLUMN_ID},
    {"partnership", STORE_COLUMN_INTEGER, .required = true},
    {"visible", STORE_COLUMN_INTEGER, .required = true},
    {"title", STORE_COLUMN_TEXT, .required = true},
    {"first_action", STORE_COLUMN_INTEGER, .references = "action"},
    {"seal", STORE_COLUMN_BYTES},
    {0},
};
static const struct store_index plan_indexes[] = {
    {"partnership, title", .unique = true}, {"title DESC", .where = "visible = 0"}, {0}};
static const struct store_table plan = {
    .name = "plan", .columns = plan_columns, .indexes = plan_indexes, .scoped = true};

static const struct store_column action_columns[] = {
    {"id", STORE_COLUMN_ID},
    {"plan", STORE_COLUMN_INTEGER, .required = true, .references = "plan"},
    {"before", STORE_COLUMN_INTEGER, .references = "action"},
    {0},
};
static const struct store_table action = {.name = "action", .columns = action_columns};

static const struct store_column version_columns[] = {
    {"record", STORE_COLUMN_INTEGER, .required = true},
    {"entry", STORE_COLUMN_INTEGER, .required = true},
    {"partnership", STORE_COLUMN_INTEGER, .required = true},
    {"title", STORE_COLUMN_TEXT},
    {"erased", STORE_COLUMN_TEXT},
    {0},
};
static const struct store_table version = {.name = "plan_version",
                                           .columns = version_columns,
                                           .primary_key = "record, entry",
                                           .append_only = true,
                                           .erasing = "erased"};

static void make_all(void)
{
    ck_assert_fine(make(&plan));
    ck_assert_fine(make(&action));
    ck_assert_fine(make(&version));
}

START_TEST(tables_are_made_as_declared)
{
    start(_i);
    const char **names;
    size_t count;
    ck_assert_fine(store_table_names(ctx, connection, &names, &count));
    ck_assert_uint_eq(count, 0);
    ck_assert_str_eq(differences(&plan), "There is no table plan.\n");
    make_all();
    for (int again = 0; again < 2; again++) {
        ck_assert_str_eq(differences(&plan), "");
        ck_assert_str_eq(differences(&action), "");
        ck_assert_str_eq(differences(&version), "");
        ck_assert_fine(store_table_names(ctx, connection, &names, &count));
        ck_assert_uint_eq(count, 3);
        ck_assert_str_eq(names[0], "action");
        ck_assert_str_eq(names[1], "plan");
        ck_assert_str_eq(names[2], "plan_version");
        make_all();
    }
}
END_TEST

static struct error *fill(struct store_connection *c, void *argument)
{
    (void)argument;
    TRY(store_execute(c, "INSERT INTO action (id, plan) VALUES (1, 1)", NULL, 0, NULL));
    return store_execute(c, "INSERT INTO plan (id, partnership, visible, title, first_action) VALUES (1, 5, 0, 'A', 1)",
                         NULL, 0, NULL);
}

START_TEST(references_are_judged_at_the_end)
{
    start(_i);
    make_all();
    struct store_scope scope = {.partnership = 5};
    ck_assert_fine(store_write(connection, &scope, fill, NULL));
    ck_assert_error(run("INSERT INTO action (id, plan) VALUES (2, 77)"), ERROR_CONFLICT, "refers");
    ck_assert_error(run("DELETE FROM action"), ERROR_CONFLICT, "refers");
    ck_assert_error(run("INSERT INTO action (id) VALUES (3)"), ERROR_CONFLICT, "requires");
}
END_TEST

/* --- completing --------------------------------------------------------------------------------------------------- */

START_TEST(columns_that_may_be_empty_are_added)
{
    start(_i);
    ck_assert_fine(make(&thing));
    ck_assert_fine(thing_add(connection, 1, "a"));
    static const struct store_column longer[] = {
        {"id", STORE_COLUMN_ID},
        {"number", STORE_COLUMN_INTEGER},
        {"words", STORE_COLUMN_TEXT},
        {"bytes", STORE_COLUMN_BYTES},
        {"other", STORE_COLUMN_INTEGER, .references = "thing"},
        {"later", STORE_COLUMN_TEXT},
        {"another", STORE_COLUMN_INTEGER, .references = "thing"},
        {0},
    };
    static const struct store_index other_indexes[] = {{"later, id"}, {0}};
    struct store_table table = {.name = "thing", .columns = longer, .indexes = other_indexes};
    static const char lacking[] = "The table thing has no column later.\nThe table thing has no column another.\n"
                                  "The table thing lacks the index on (later, id).\n";
    ck_assert_int_eq(strncmp(differences(&table), lacking, strlen(lacking)), 0);
    ck_assert_fine(make(&table));
    ck_assert_str_eq(differences(&table), "");
    ck_assert_int_eq(thing_count(connection), 1);
    /* The unique index is gone with its declaration. */
    ck_assert_fine(thing_add(connection, 2, "a"));
    ck_assert_error(run("UPDATE thing SET another = 9"), ERROR_CONFLICT, "refers");
}
END_TEST

START_TEST(a_required_column_asks_for_a_migration)
{
    start(_i);
    ck_assert_fine(make(&thing));
    static const struct store_column columns[] = {
        {"id", STORE_COLUMN_ID}, {"number", STORE_COLUMN_INTEGER}, {"must", STORE_COLUMN_TEXT, .required = true}, {0}};
    struct store_table table = {.name = "thing", .columns = columns};
    ck_assert_error(make(&table), ERROR_STORE, "lacks the required column must. It needs a numbered migration");
    ck_assert_fine(make(&thing));
    ck_assert_str_eq(differences(&thing), "");
}
END_TEST

START_TEST(every_difference_is_said)
{
    start(_i);
    ck_assert_fine(make(&thing));
    static const struct store_column columns[] = {
        {"id", STORE_COLUMN_ID},
        {"number", STORE_COLUMN_TEXT},
        {"words", STORE_COLUMN_TEXT, .required = true},
        {"other", STORE_COLUMN_INTEGER},
        {0},
    };
    struct store_table table = {.name = "thing", .columns = columns, .append_only = true};
    const char *said = differences(&table);
    static const char *const expected[] = {
        "The column number of thing holds ",
        "The column words of thing can be empty, and should not.\n",
        "The column other of thing refers to thing, and should refer to nothing.\n",
        "The table thing has a column bytes that nothing declares.\n",
        "The table thing has an index thing_ix_",
        "The table thing is not protected against changes, and should be.\n",
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        if (!strstr(said, expected[i]))
            ck_abort_msg("\"%s\" is not said in:\n%s", expected[i], said);
    table = thing;
    table.primary_key = "id, number";
    ck_assert_ptr_nonnull(strstr(differences(&table), "has the primary key (id), and should have (id, number).\n"));
}
END_TEST

START_TEST(tables_made_by_hand_differ)
{
    start(_i);
    if (_i == STORE_SQLITE) {
        ck_assert_fine(run("CREATE TABLE thing (id INTEGER PRIMARY KEY, number INTEGER, words TEXT, bytes BLOB, "
                           "other INTEGER REFERENCES thing (id))"));
        ck_assert_str_eq(differences(&thing), "The table thing lacks the unique index on (words).\n"
                                              "The table thing does not check the kinds of its values (STRICT).\n");
    } else {
        ck_assert_fine(run("CREATE TABLE thing (id BIGINT PRIMARY KEY, number INTEGER, words TEXT, bytes BYTEA, "
                           "other BIGINT REFERENCES thing (id))"));
        ck_assert_str_eq(differences(&thing),
                         "The column number of thing holds integer, and should hold bigint.\n"
                         "The column words of thing holds text, and should hold text COLLATE \"C\".\n"
                         "The table thing lacks the unique index on (words).\n");
    }
}
END_TEST

START_TEST(declarations_that_cannot_be_are_refused)
{
    start(_i);
    static const struct store_column fine[] = {{"id", STORE_COLUMN_ID}, {0}};
    static const struct store_column odd_name[] = {{"id", STORE_COLUMN_ID}, {"a\" TEXT", STORE_COLUMN_TEXT}, {0}};
    static const struct store_column other_id[] = {{"number", STORE_COLUMN_ID}, {0}};
    static const struct store_column no_key[] = {{"number", STORE_COLUMN_INTEGER}, {0}};
    const struct {
        struct store_table table;
        const char *says;
    } cases[] = {
        {{.name = "x\"; DROP TABLE y; --", .columns = fine}, "cannot be the name of a table"},
        {{.name = "1st", .columns = fine}, "cannot be the name of a table"},
        {{.name = "t", .columns = odd_name}, "a name that cannot be"},
        {{.name = "t", .columns = other_id}, "must be called id"},
        {{.name = "t", .columns = no_key}, "no primary key"},
        {{.name = "t", .columns = fine, .scoped = true}, "no column partnership"},
        {{.name = "t", .columns = fine, .append_only = true, .erasing = "erased"}, "no column erased"},
        {{.name = "a_name_of_more_than_sixty_three_characters_is_cut_off_by_postgres", .columns = fine}, "cannot be"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_error(make(&cases[i].table), ERROR_INTERNAL, cases[i].says);
}
END_TEST

/* --- append-only -------------------------------------------------------------------------------------------------- */

START_TEST(append_only_tables_refuse_changes)
{
    start(_i);
    ck_assert_fine(make(&version));
    ck_assert_fine(
        run("INSERT INTO plan_version (record, entry, partnership, title) VALUES (1, 1, 5, 'A'), (2, 1, 5, 'B')"));
    static const char *const refused[] = {
        "UPDATE plan_version SET title = 'C' WHERE record = 1",
        "UPDATE plan_version SET erased = NULL, title = 'C'",
        "DELETE FROM plan_version WHERE record = 1",
        ("INSERT INTO plan_version (record, entry, partnership, title) VALUES (1, 1, 5, 'C') "
         "ON CONFLICT (record, entry) DO UPDATE SET title = 'C'"),
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        ck_assert_error(run(refused[i]), ERROR_CONFLICT, "append-only");
    ck_assert_error(
        run(_i == STORE_SQLITE
                ? "INSERT OR REPLACE INTO plan_version (record, entry, partnership, title) VALUES (1, 1, 5, 'C')"
                : "TRUNCATE plan_version"),
        ERROR_CONFLICT, "append-only");
    int64_t left;
    ck_assert_fine(store_query_integer(connection,
                                       "SELECT COUNT(*) FROM plan_version WHERE title IN ('A', 'B') AND erased IS NULL",
                                       NULL, 0, 0, &left));
    ck_assert_int_eq(left, 2);
    /* An erasure leaves its mark, and can be extended. */
    ck_assert_fine(run("UPDATE plan_version SET erased = 'title', title = NULL WHERE record = 1"));
    ck_assert_fine(run("UPDATE plan_version SET erased = 'title,note' WHERE record = 1"));
    ck_assert_error(run("UPDATE plan_version SET title = 'C' WHERE record = 1"), ERROR_CONFLICT, "append-only");
}
END_TEST

START_TEST(protection_follows_the_declaration)
{
    start(_i);
    struct store_table open = version, closed = version;
    open.append_only = false;
    open.erasing = closed.erasing = NULL;
    ck_assert_fine(make(&open));
    ck_assert_str_eq(differences(&version),
                     "The table plan_version is not protected against changes, and should be.\n");
    ck_assert_fine(make(&version));
    ck_assert_str_eq(differences(&version), "");
    ck_assert_str_eq(differences(&closed), "The table plan_version is not protected against changes, and should be.\n");
    ck_assert_fine(make(&closed));
    ck_assert_str_eq(differences(&closed), "");
    ck_assert_str_eq(differences(&open), "The table plan_version has a trigger that nothing declares.\n");
    ck_assert_fine(make(&open));
    ck_assert_str_eq(differences(&open), "");
    ck_assert_fine(run("DELETE FROM plan_version"));
}
END_TEST

START_TEST(a_failure_while_making_leaves_no_table)
{
    start(_i);
    for (long after = 0;; after++) {
        ck_assert_int_lt(after, 30);
        store_fail_after(connection, after);
        struct error *error = make(&plan);
        store_fail_after(connection, -1);
        if (!error)
            break;
        ck_assert_error(error, ERROR_STORE, "because a test asked for it");
        const char **names;
        size_t count;
        ck_assert_fine(store_table_names(ctx, connection, &names, &count));
        ck_assert_uint_eq(count, 0);
    }
    ck_assert_str_eq(differences(&plan), "");
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("schema");
    TCase *tcase = tcase_create("schema");
    tcase_add_checked_fixture(tcase, open_context, close_context);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(s, tcase);
    tcase_add_test_on_engines(tcase, tables_are_made_as_declared);
    tcase_add_test_on_engines(tcase, references_are_judged_at_the_end);
    tcase_add_test_on_engines(tcase, columns_that_may_be_empty_are_added);
    tcase_add_test_on_engines(tcase, a_required_column_asks_for_a_migration);
    tcase_add_test_on_engines(tcase, every_difference_is_said);
    tcase_add_test_on_engines(tcase, tables_made_by_hand_differ);
    tcase_add_test_on_engines(tcase, declarations_that_cannot_be_are_refused);
    tcase_add_test_on_engines(tcase, append_only_tables_refuse_changes);
    tcase_add_test_on_engines(tcase, protection_follows_the_declaration);
    tcase_add_test_on_engines(tcase, a_failure_while_making_leaves_no_table);
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
