/* A fresh database for a test, on either engine, so that one test body proves both:
 *
 *     START_TEST(a_row_comes_back)
 *     {
 *         struct scratch *scratch = scratch_database(ctx, _i);
 *         struct store_connection *connection = scratch_connect(ctx, scratch, SCRATCH_OWNER);
 *         ...
 *     }
 *     tcase_add_test_on_engines(tcase, a_row_comes_back);
 *
 *     int main(int count, char **arguments)
 *     {
 *         engines_begin(arguments);
 *         ...
 *
 * Nothing is skipped: a database that cannot be had fails the test, saying why. */
#ifndef GOLDTHREAD_TESTS_ENGINES_H
#define GOLDTHREAD_TESTS_ENGINES_H

#include "store/store.h"

#include <check.h>

/* First in main(): when the program was not started by tools/with-postgres, starts itself again through it. */
void engines_begin(char **arguments);

/* Adds a test to a case twice; in it, _i is the engine. */
#define tcase_add_test_on_engines(tcase, test) tcase_add_loop_test((tcase), (test), STORE_SQLITE, STORE_POSTGRES + 1)

/* Who connects. SQLite knows no users. */
enum scratch_user {
    SCRATCH_APPLICATION, /* as the program should run: neither owner nor superuser */
    SCRATCH_OWNER,       /* may make tables; row-level security is forced on it too */
};

struct scratch {
    enum store_engine engine;
    const char *name;                /* the file, or the database's name */
    const char *application, *owner; /* for store_open; on SQLite both are the file */
};

/* An empty database of this test's own; `engine` is _i. It is thrown away with the tests' folder. */
struct scratch *scratch_database(void *ctx, int engine);

/* A copy of a database that nobody is connected to. */
struct scratch *scratch_copy(void *ctx, const struct scratch *from);

/* A database that all tests of a run share as their beginning. */
struct scratch_kept {
    const char *name;
    const struct scratch_kept *from; /* what it is a copy of before it is filled; NULL: an empty database */
    void (*fill)(void *ctx, const struct scratch *scratch); /* once in a run, for the first test that asks */
};

/* A copy of it, for this test alone. */
struct scratch *scratch_copy_of(void *ctx, int engine, const struct scratch_kept *kept);

/* Opens a store of its own on it and connects; a failure fails the test. */
struct store_connection *scratch_connect(void *ctx, const struct scratch *scratch, enum scratch_user user);

/* A folder of this test's own, empty. */
const char *scratch_folder(void *ctx);

/* Ends all other conversations with the database, as a restart of the server would. PostgreSQL only. */
void scratch_break_connections(const struct scratch *scratch);

/* Whether the database takes new conversations; with false, those there are end too. PostgreSQL only. */
void scratch_allow_connections(const struct scratch *scratch, bool allowed);

/* Fails the test, with message and detail, unless the expression is NULL. */
#define ck_assert_fine(expression)                                                                                     \
    do {                                                                                                               \
        const struct error *fine_ = (expression);                                                                      \
        if (fine_)                                                                                                     \
            ck_abort_msg("%s: %s (%s, %s:%d)", #expression, fine_->message, fine_->detail ? fine_->detail : "",        \
                         fine_->file ? fine_->file : "", fine_->line);                                                 \
    } while (0)

/* Fails the test unless the expression is an error of that kind whose message has those words in it. */
#define ck_assert_error(expression, expected_kind, words)                                                              \
    do {                                                                                                               \
        const struct error *error_ = (expression);                                                                     \
        if (!error_)                                                                                                   \
            ck_abort_msg("%s: did not fail", #expression);                                                             \
        if (error_->kind != (expected_kind) || !strstr(error_->message, (words)))                                      \
            ck_abort_msg("%s: failed otherwise: %d %s (%s)", #expression, (int)error_->kind, error_->message,          \
                         error_->detail ? error_->detail : "");                                                        \
    } while (0)

#endif
