/* The progress bar: there when a person at a terminal waits longer than a second, and only then. */
#include "../support/program.h"
#include "../support/site.h"

#include <pty.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

#define ROWS 3000

static void *ctx;
static struct scratch *scratch;
static const char *folder;

static void set_up(void)
{
    ctx = talloc_new(NULL);
    scratch = scratch_copy_of(ctx, STORE_SQLITE, &site_sample);
    folder = scratch_folder(ctx);
    char *csv = talloc_strdup(ctx, "ref,title,raised_on,source,visible,known_from\n");
    for (int i = 0; i < ROWS; i++)
        csv = talloc_asprintf_append_buffer(csv, "risk-%d,Risk,2019-02-11,5,public,2019-02-11\n", i);
    file_put(talloc_asprintf(ctx, "%s/risk.csv", folder), csv);
}

static void tear_down(void)
{
    talloc_free(ctx);
}

static void wait_ms(long ms)
{
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* All that is written to the other end until it is closed. */
static const char *read_to_end(int from)
{
    char *text = talloc_strdup(ctx, ""), block[4096];
    for (ssize_t got; (got = read(from, block, sizeof block)) > 0;)
        text = talloc_strndup_append_buffer(text, block, (size_t)got);
    close(from);
    return text;
}

/* Imports the folder with its messages going to a terminal or a pipe, while for `held_ms` somebody else holds the database
 * and it must wait. Gives back all that came. */
static const char *import(bool terminal, long held_ms)
{
    sqlite3 *other;
    int ours, theirs, ends[2];
    if (terminal) {
        ck_assert_int_eq(openpty(&ours, &theirs, NULL, NULL, NULL), 0);
    } else {
        ck_assert_int_eq(pipe(ends), 0);
        ours = ends[0];
        theirs = ends[1];
    }
    ck_assert_int_eq(sqlite3_open(scratch->name, &other), SQLITE_OK);
    if (held_ms)
        ck_assert_int_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    const char *const arguments[] = {"import", folder, "--db", scratch->name, NULL};
    pid_t child = program_start(ctx, arguments, theirs, theirs);
    close(theirs);
    if (held_ms) {
        wait_ms(held_ms);
        ck_assert_int_eq(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    }
    sqlite3_close(other);
    const char *text = read_to_end(ours);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s", text);
    return text;
}

START_TEST(who_waits_at_a_terminal_sees_a_bar_that_goes_away)
{
    const char *seen = import(true, 1300);
    const char *bar = strstr(seen, "\r\033[KSaving "), *clear = NULL;
    ck_assert_msg(bar && strstr(bar, "] ") && strstr(bar, " of 3000"), "%s", seen);
    for (const char *at = seen; (at = strstr(at, "\r\033[K")); at++)
        clear = at;
    ck_assert_msg(strncmp(clear, "\r\033[K3000 added", strlen("\r\033[K3000 added")) == 0, "the bar is left standing: %s", clear);
}
END_TEST

START_TEST(a_file_or_a_pipe_gets_none)
{
    ck_assert_str_eq(import(false, 1300), "3000 added, 0 changed, 0 as they were.\n");
}
END_TEST

START_TEST(what_is_done_in_a_second_shows_none)
{
    for (int attempt = 0; attempt < 20; attempt++) {
        double began = seconds();
        const char *seen = import(true, 0);
        if (seconds() - began >= 1)
            continue; /* this machine is busy, and the bar was right */
        ck_assert_msg(!strchr(seen, '\033'), "%s", seen);
        return;
    }
    ck_abort_msg("Importing %d rows took longer than a second twenty times.", ROWS);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("site/progress");
    TCase *tcase = tcase_create("progress");
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, who_waits_at_a_terminal_sees_a_bar_that_goes_away);
    tcase_add_test(tcase, a_file_or_a_pipe_gets_none);
    tcase_add_test(tcase, what_is_done_in_a_second_shows_none);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
