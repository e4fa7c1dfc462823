/* What goes wrong around a database: it says what, where and what to do, and nothing is lost or kept by half. */
#include "store/store.h"

#include "../support/engines.h"
#include "../support/narrow.h"
#include "../support/thing.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#define SOMEBODY 65534 /* a user without rights, when the tests run as root */

static void *ctx;

static void open_context(void)
{
    ctx = talloc_new(NULL);
}

static void close_context(void)
{
    talloc_free(ctx);
}

static struct error *connect_to(const char *where)
{
    struct store *store;
    struct store_connection *connection;
    TRY(store_open(ctx, where, &store));
    return store_connect(ctx, store, &connection);
}

static void write_file(const char *path, const char *bytes, size_t count)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, count, file), count);
    ck_assert_int_eq(fclose(file), 0);
}

/* --- addresses ---------------------------------------------------------------------------------------------------- */

START_TEST(wrong_addresses_are_explained)
{
    const char *folder = scratch_folder(ctx);
    ck_assert_error(connect_to(""), ERROR_INVALID, "not the name of a file");
    ck_assert_error(connect_to(":memory:"), ERROR_INVALID, "not the name of a file");
    ck_assert_error(connect_to("mysql://host/name"), ERROR_INVALID, "expected a file name or postgresql://");
    ck_assert_error(connect_to(folder), ERROR_STORE, "cannot be opened");
    ck_assert_error(connect_to(talloc_asprintf(ctx, "%s/none/x.db", folder)), ERROR_STORE,
                    "Check that its folder is there");
    /* A name that looks like an address of SQLite's own is the name of a file. */
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert_fine(connect_to("file:x.db?mode=memory"));
    ck_assert_int_eq(access("file:x.db?mode=memory", F_OK), 0);
}
END_TEST

START_TEST(a_new_file_is_private)
{
    const char *path = store_where(store_of(thing_start(ctx, STORE_SQLITE)));
    struct stat status;
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_int_eq(status.st_mode & 0777, 0600);
    ck_assert_int_eq(stat(talloc_asprintf(ctx, "%s-wal", path), &status), 0);
    ck_assert_int_eq(status.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_password_is_never_shown)
{
    struct error *error = connect_to("postgresql://somebody:s3cret@/nothing?host=/nowhere&port=1&password=s3cret");
    ck_assert_error(error, ERROR_STORE, "somebody@/nowhere:1/nothing cannot be reached");
    ck_assert_ptr_null(strstr(error->message, "s3cret"));
    ck_assert_ptr_null(strstr(error->detail, "s3cret"));
    error = connect_to("postgresql://somebody:s3cret@host:%zz/nothing");
    ck_assert_error(error, ERROR_INVALID, "expected postgresql://USER@HOST/DATABASE");
    ck_assert_ptr_null(error->detail);
}
END_TEST

START_TEST(a_server_that_refuses_is_explained)
{
    const char *folder = getenv("GOLDTHREAD_TEST_FOLDER");
    ck_assert_error(connect_to(talloc_asprintf(ctx, "postgresql://goldthread_app@/nothing?host=%s/socket", folder)),
                    ERROR_STORE, "cannot be reached");
    ck_assert_error(connect_to(talloc_asprintf(ctx, "postgresql://nobody@/postgres?host=%s/socket", folder)),
                    ERROR_STORE, "cannot be reached");
}
END_TEST

/* --- files -------------------------------------------------------------------------------------------------------- */

START_TEST(a_file_of_another_kind_is_left_alone)
{
    char *path = talloc_asprintf(ctx, "%s/letter.db", scratch_folder(ctx));
    static const char letter[] = "Dear partners, this letter is not a database, however long it may go on and on. "
                                 "It is longer than the hundred bytes of the head of one.";
    write_file(path, letter, sizeof letter);
    ck_assert_error(connect_to(path), ERROR_STORE, "a file of another kind");
    FILE *file = fopen(path, "rb");
    char back[sizeof letter];
    ck_assert_uint_eq(fread(back, 1, sizeof back, file), sizeof letter);
    ck_assert_mem_eq(back, letter, sizeof letter);
    fclose(file);
}
END_TEST

START_TEST(a_damaged_file_is_said_to_be)
{
    struct store_connection *connection = thing_start(ctx, STORE_SQLITE);
    char *path = talloc_strdup(ctx, store_where(store_of(connection)));
    for (int i = 0; i < 400; i++)
        ck_assert_fine(thing_add(connection, i, talloc_asprintf(ctx, "%0200d", i)));
    talloc_free(connection);
    int file = open(path, O_WRONLY);
    char rubbish[4096];
    memset(rubbish, 0xa5, sizeof rubbish);
    for (off_t page = 2; page < 12; page++)
        ck_assert_int_eq(pwrite(file, rubbish, sizeof rubbish, page * 4096), sizeof rubbish);
    close(file);

    struct store *store;
    int64_t value;
    ck_assert_fine(store_open(ctx, path, &store));
    ck_assert_fine(store_connect(ctx, store, &connection));
    ck_assert_error(
        store_query_integer(connection, "SELECT SUM(LENGTH(words)) FROM thing NOT INDEXED", NULL, 0, 0, &value),
        ERROR_STORE, "is damaged");
}
END_TEST

START_TEST(a_read_only_file_is_read_and_not_changed)
{
    struct store_connection *connection = thing_start(ctx, STORE_SQLITE);
    ck_assert_fine(thing_add(connection, 1, "a"));
    const char *folder = scratch_folder(ctx);
    char *copy = talloc_asprintf(ctx, "%s/copy.db", folder);
    ck_assert_fine(store_backup(connection, copy));
    ck_assert_int_eq(chmod(copy, 0444), 0);
    ck_assert_int_eq(chmod(folder, 0777), 0);

    bool root = geteuid() == 0;
    ck_assert(!root || seteuid(SOMEBODY) == 0);
    struct store *store;
    struct store_connection *reading;
    struct error *opened = store_open(ctx, copy, &store);
    struct error *connected = opened ? opened : store_connect(ctx, store, &reading);
    struct error *changed = connected ? connected : thing_add(reading, 2, "b");
    int64_t count = connected ? -1 : thing_count(reading);
    ck_assert(!root || seteuid(0) == 0);
    ck_assert_fine(connected);
    ck_assert_int_eq(count, 1);
    ck_assert_error(changed, ERROR_STORE, "can only be read");
}
END_TEST

START_TEST(a_full_database_keeps_what_it_has)
{
    struct store_connection *connection = thing_start(ctx, STORE_SQLITE);
    int64_t pages;
    ck_assert_fine(store_query_integer(connection, "PRAGMA max_page_count = 30", NULL, 0, 0, &pages));
    struct error *error = NULL;
    int64_t saved = 0;
    for (; saved < 1000 && !error; saved += !error)
        error = thing_add(connection, saved, talloc_asprintf(ctx, "%01000d", (int)saved));
    ck_assert_error(error, ERROR_STORE, "is full. Nothing was changed; make room");
    ck_assert_int_gt(saved, 5);
    ck_assert_int_eq(thing_count(connection), saved);
    ck_assert_fine(store_query_integer(connection, "PRAGMA max_page_count = 300", NULL, 0, 0, &pages));
    ck_assert_fine(thing_add(connection, saved, "room again"));
}
END_TEST

START_TEST(a_disk_that_takes_no_more_keeps_what_it_has)
{
    struct store_connection *connection = thing_start(ctx, STORE_SQLITE);
    ck_assert_fine(thing_add(connection, 1, "a"));
    struct rlimit before, narrow;
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    narrow = before;
    narrow.rlim_cur = 200000;
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &narrow), 0);
    struct error *error = NULL;
    int64_t saved = 1;
    for (; saved < 1000 && !error; saved += !error)
        error = thing_add(connection, saved + 1, talloc_asprintf(ctx, "%01000d", (int)saved));
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    ck_assert_error(error, ERROR_STORE, "nothing was changed");
    ck_assert_int_eq(thing_count(connection), saved);
    ck_assert_fine(thing_add(connection, 5000, "room again"));
    ck_assert_int_eq(thing_count(connection), saved + 1);
}
END_TEST

/* --- another program ---------------------------------------------------------------------------------------------- */

static sqlite3 *lock_from_outside(struct store_connection *connection)
{
    sqlite3 *outside;
    ck_assert_int_eq(sqlite3_open(store_where(store_of(connection)), &outside), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(outside, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    return outside;
}

START_TEST(a_database_locked_for_long_is_busy)
{
    struct store_connection *connection = thing_start(ctx, STORE_SQLITE);
    sqlite3 *outside = lock_from_outside(connection);
    ck_assert_int_eq(thing_count(connection), 0); /* reading goes on */
    ck_assert_error(thing_add(connection, 1, "a"), ERROR_BUSY, "Another program is writing to");
    sqlite3_close(outside);
    ck_assert_fine(thing_add(connection, 1, "a"));
}
END_TEST

static void *unlock_soon(void *outside)
{
    usleep(500000);
    sqlite3_close(outside);
    return NULL;
}

START_TEST(a_database_locked_for_a_moment_is_waited_for)
{
    struct store_connection *connection = thing_start(ctx, STORE_SQLITE);
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, unlock_soon, lock_from_outside(connection)), 0);
    ck_assert_fine(thing_add(connection, 1, "a"));
    pthread_join(thread, NULL);
}
END_TEST

/* --- a server that goes away -------------------------------------------------------------------------------------- */

static struct scratch *scratch;

static struct store_connection *start_on_server(void)
{
    scratch = scratch_database(ctx, STORE_POSTGRES);
    struct store_connection *connection = scratch_connect(ctx, scratch, SCRATCH_OWNER);
    ck_assert_fine(thing_script(connection, "CREATE TABLE thing (id BIGINT PRIMARY KEY, words TEXT)"));
    return connection;
}

START_TEST(a_lost_connection_is_made_again_between_transactions)
{
    struct store_connection *connection = start_on_server();
    for (int i = 0; i < 3; i++) {
        scratch_break_connections(scratch);
        ck_assert_int_eq(thing_count(connection), 2 * i);
        ck_assert_fine(thing_add(connection, 2 * i, "a"));
        scratch_break_connections(scratch);
        ck_assert_fine(thing_add(connection, 2 * i + 1, "b"));
    }
}
END_TEST

static struct error *lose_in_the_middle(struct store_connection *connection, void *argument)
{
    int *calls = argument;
    ++*calls;
    TRY(store_execute(connection, "INSERT INTO thing (id) VALUES (1)", NULL, 0, NULL));
    scratch_break_connections(scratch);
    return store_execute(connection, "INSERT INTO thing (id) VALUES (2)", NULL, 0, NULL);
}

START_TEST(a_connection_lost_in_the_middle_keeps_nothing)
{
    struct store_connection *connection = start_on_server();
    int calls = 0;
    ck_assert_error(store_write(connection, &thing_scope, lose_in_the_middle, &calls), ERROR_BUSY,
                    "Nothing was changed");
    ck_assert_int_eq(calls, 1);
    ck_assert_int_eq(thing_count(connection), 0);
    ck_assert_fine(thing_add(connection, 1, "a"));
}
END_TEST

static struct error *lose_at_the_end(struct store_connection *connection, void *argument)
{
    (void)argument;
    TRY(store_execute(connection, "INSERT INTO thing (id) VALUES (1)", NULL, 0, NULL));
    scratch_break_connections(scratch);
    return NULL;
}

START_TEST(a_connection_lost_while_saving_leaves_it_unknown)
{
    struct store_connection *connection = start_on_server();
    ck_assert_error(store_write(connection, &thing_scope, lose_at_the_end, NULL), ERROR_STORE,
                    "It is not known whether the change was kept");
    ck_assert_int_eq(thing_count(connection), 0);
}
END_TEST

/* --- two writers in each other's way ------------------------------------------------------------------------------ */

struct crossing {
    struct store *store;
    pthread_barrier_t *both_began;
    int64_t partnership, first, second;
    int calls;
    struct error *error;
};

static struct error *change_both(struct store_connection *connection, void *argument)
{
    struct crossing *crossing = argument;
    struct store_value first = store_integer(crossing->first), second = store_integer(crossing->second);
    static const char sql[] = "UPDATE thing SET words = words || 'x' WHERE id = $1";
    crossing->calls++;
    TRY(store_execute(connection, sql, &first, 1, NULL));
    if (crossing->calls == 1)
        pthread_barrier_wait(crossing->both_began);
    return store_execute(connection, sql, &second, 1, NULL);
}

static void *cross(void *argument)
{
    struct crossing *crossing = argument;
    void *own = talloc_new(NULL);
    struct store_scope scope = {.partnership = crossing->partnership};
    struct store_connection *connection;
    crossing->error = store_connect(own, crossing->store, &connection);
    if (!crossing->error)
        crossing->error = store_write(connection, &scope, change_both, crossing);
    talloc_free(own);
    return NULL;
}

START_TEST(a_deadlock_is_tried_once_more)
{
    struct store_connection *connection = start_on_server();
    ck_assert_fine(thing_add(connection, 1, "a"));
    ck_assert_fine(thing_add(connection, 2, "b"));
    pthread_barrier_t both_began;
    pthread_barrier_init(&both_began, NULL, 2);
    struct crossing ways[] = {{store_of(connection), &both_began, 1, 1, 2, 0, NULL},
                              {store_of(connection), &both_began, 2, 2, 1, 0, NULL}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, cross, &ways[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&both_began);
    ck_assert(!ways[0].error && !ways[1].error);
    /* One of them lost and began again; or both did, when each noticed at the same moment. */
    ck_assert_int_ge(ways[0].calls + ways[1].calls, 3);
    ck_assert_int_le(ways[0].calls + ways[1].calls, 4);
    int64_t right;
    ck_assert_fine(store_query_integer(connection, "SELECT COUNT(*) FROM thing WHERE words IN ('axx', 'bxx')", NULL, 0,
                                       0, &right));
    ck_assert_int_eq(right, 2);
}
END_TEST

/* --- memory ------------------------------------------------------------------------------------------------------- */

/* Everything a command does with a database, on a context of limited size. */
static struct error *work(void *narrow, const char *where, int64_t id)
{
    struct store *store;
    struct store_connection *connection;
    struct store_rows *rows;
    bool more;
    TRY(store_open(narrow, where, &store));
    TRY(store_connect(narrow, store, &connection));
    TRY(thing_add(connection, id, "a longer text than most, to be kept and read again"));
    struct store_value value = store_integer(id);
    TRY(store_query(narrow, connection, "SELECT words, bytes FROM thing WHERE id = $1", &value, 1, &rows));
    TRY(store_next(rows, &more));
    return store_next(rows, &more);
}

START_TEST(running_out_of_memory_anywhere_is_an_error)
{
    struct scratch *fresh = scratch_database(ctx, _i);
    struct store_connection *connection = thing_make(ctx, fresh);
    struct error *error = NULL;
    int failures = 0;
    size_t most = 96;
    do {
        ck_assert_uint_lt(most, 100000);
        void *narrow = narrow_context(ctx, most);
        error = work(narrow, fresh->owner, 1);
        ck_assert(!error || error->kind == ERROR_MEMORY);
        failures += error != NULL;
        talloc_free(narrow);
        /* Kept or not, but wholly: one that was kept before memory ran out is taken away for the next try. */
        ck_assert_fine(thing_change(connection, "DELETE FROM thing", NULL, 0, NULL));
        most += 96;
    } while (error);
    ck_assert_int_gt(failures, 20);
}
END_TEST

/* --- backups ------------------------------------------------------------------------------------------------------ */

START_TEST(a_backup_is_the_whole_database)
{
    struct store_connection *connection = thing_start(ctx, STORE_SQLITE);
    for (int i = 0; i < 300; i++)
        ck_assert_fine(thing_add(connection, i, talloc_asprintf(ctx, "%0100d", i)));
    const char *folder = scratch_folder(ctx);
    char *path = talloc_asprintf(ctx, "%s/backup.db", folder);
    ck_assert_fine(store_backup(connection, path));
    ck_assert_error(store_backup(connection, path), ERROR_CONFLICT, "Nothing was overwritten");
    ck_assert_error(store_backup(connection, talloc_asprintf(ctx, "%s/none/b.db", folder)), ERROR_IO, "cannot be made");
    ck_assert_fine(thing_add(connection, 1000, "later"));

    struct store *store;
    struct store_connection *copy;
    const char **sentences;
    size_t count;
    ck_assert_fine(store_open(ctx, path, &store));
    ck_assert_fine(store_connect(ctx, store, &copy));
    ck_assert_int_eq(thing_count(copy), 300);
    ck_assert_fine(store_table_differences(ctx, copy, &thing, &sentences, &count));
    ck_assert_uint_eq(count, 0);
    ck_assert_fine(thing_add(copy, 1000, "in the copy"));
}
END_TEST

START_TEST(postgres_has_its_own_backups)
{
    struct store_connection *connection = start_on_server();
    ck_assert_error(store_backup(connection, "never.db"), ERROR_INVALID, "pg_dump");
    ck_assert_int_ne(access("never.db", F_OK), 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("failure");
    TCase *tcase = tcase_create("failure");
    tcase_add_checked_fixture(tcase, open_context, close_context);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(s, tcase);
    tcase_add_test(tcase, wrong_addresses_are_explained);
    tcase_add_test(tcase, a_new_file_is_private);
    tcase_add_test(tcase, a_password_is_never_shown);
    tcase_add_test(tcase, a_server_that_refuses_is_explained);
    tcase_add_test(tcase, a_file_of_another_kind_is_left_alone);
    tcase_add_test(tcase, a_damaged_file_is_said_to_be);
    tcase_add_test(tcase, a_read_only_file_is_read_and_not_changed);
    tcase_add_test(tcase, a_full_database_keeps_what_it_has);
    tcase_add_test(tcase, a_disk_that_takes_no_more_keeps_what_it_has);
    tcase_add_test(tcase, a_database_locked_for_long_is_busy);
    tcase_add_test(tcase, a_database_locked_for_a_moment_is_waited_for);
    tcase_add_test(tcase, a_lost_connection_is_made_again_between_transactions);
    tcase_add_test(tcase, a_connection_lost_in_the_middle_keeps_nothing);
    tcase_add_test(tcase, a_connection_lost_while_saving_leaves_it_unknown);
    tcase_add_test(tcase, a_deadlock_is_tried_once_more);
    tcase_add_test_on_engines(tcase, running_out_of_memory_anywhere_is_an_error);
    tcase_add_test(tcase, a_backup_is_the_whole_database);
    tcase_add_test(tcase, postgres_has_its_own_backups);
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
