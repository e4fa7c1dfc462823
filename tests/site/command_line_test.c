/* The commands as somebody at a shell meets them: help, examples, mistakes, exit codes, and docs/command-line.md. */
#include "../support/program.h"
#include "../support/site.h"

#include "base/error.h"

#include <sqlite3.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

static void *ctx;
static const char *page; /* docs/command-line.md */

static void set_up(void)
{
    ctx = talloc_new(NULL);
    page = file_text(ctx, source_path(ctx, "docs/command-line.md"));
}

static void tear_down(void)
{
    talloc_free(ctx);
}

/* ---- help ---- */

/* The names of all commands, from the program's own list; ends with NULL. */
static const char **commands(void)
{
    const char *help = PROGRAM_DO(ctx, "--help");
    const char **names = talloc_zero_array(ctx, const char *, 40);
    size_t count = 0;
    for (const char *line = strstr(help, "\n  "); line; line = strstr(line + 1, "\n  "))
        if (line[3] >= 'a' && line[3] <= 'z' && count < 39)
            names[count++] = talloc_strndup(names, line + 3, strcspn(line + 3, " "));
    ck_assert_uint_ge(count, 7);
    return names;
}

/* The text with four blanks before each line that is not empty, as a page shows it. */
static const char *indented(const char *text)
{
    char *made = talloc_strdup(ctx, "");
    while (*text) {
        size_t length = strcspn(text, "\n");
        made = talloc_asprintf_append_buffer(made, "%s%.*s\n", length ? "    " : "", (int)length, text);
        text += length + (text[length] == '\n');
    }
    return made;
}

static void check_documented(const char *asked, const char *said)
{
    const char *shown = talloc_asprintf(ctx, "    $ goldthread %s\n%s", asked, indented(said));
    ck_assert_msg(strstr(page, shown) != NULL, "docs/command-line.md has something else for goldthread %s: run make docs", asked);
}

START_TEST(every_command_says_what_it_does_as_the_page_has_it)
{
    check_documented("--help", PROGRAM_DO(ctx, "--help"));
    for (const char **name = commands(); *name; name++) {
        struct run_end end = program_run(ctx, NULL, (const char *const[]){*name, "--help", NULL});
        ck_assert_int_eq(end.code, 0);
        ck_assert_str_eq(end.err, "");
        ck_assert_msg(strstr(end.out, "\nexample: goldthread "), "%s --help has no example", *name);
        check_documented(talloc_asprintf(ctx, "%s --help", *name), end.out);
    }
}
END_TEST

/* The lines after "example: " in a command's help, in shell's terms one script. Servers are given a free port and stopped
 * after a moment. */
static const char *examples_of(const char *command)
{
    const char *help = PROGRAM_DO(ctx, command, "--help"), *at = strstr(help, "\nexample: ");
    char *script = talloc_strdup(ctx, "set -e\n");
    for (at += strlen("\nexample: "); *at;) {
        at += strspn(at, " ");
        size_t length = strcspn(at, "\n");
        char *line = talloc_strndup(ctx, at, length), *port = strstr(line, " --port 8080"), *serve = strstr(line, "goldthread serve");
        if (port)
            *port = '\0';
        if (serve)
            line = talloc_asprintf(ctx, "%.*stimeout --foreground --preserve-status -s INT 2 %s --port 0", (int)(serve - line), line, serve);
        script = talloc_asprintf_append(script, "%s\n", line);
        at += length + (at[length] == '\n');
    }
    return script;
}

START_TEST(every_example_works_as_it_is_printed)
{
    const char *folder = scratch_folder(ctx);
    ck_assert_int_eq(symlink(source_path(ctx, "sample"), talloc_asprintf(ctx, "%s/sample", folder)), 0);
    const char *const order[] = {"migrate", "import", "export", "verify", "serve", "demo", "report", "spc", "funnel", "verdict", NULL};
    for (const char **name = commands(); *name; name++) {
        bool known = false;
        for (size_t i = 0; order[i]; i++)
            known = known || strcmp(order[i], *name) == 0;
        ck_assert_msg(known, "This test does not try the examples of %s", *name);
    }
    for (size_t i = 0; order[i]; i++) {
        const char *script = examples_of(order[i]);
        struct run_end end = shell_run(ctx, folder, script);
        ck_assert_msg(end.code == 0, "%s ended with %d: %s%s", script, end.code, end.out, end.err);
        ck_assert_str_eq(end.err, "");
    }
    static const char *const made[] = {"partnership.db", "backup/outcome.csv", "demo/report.html", "reports/report.html", "referrals.svg", "verdict.svg"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        ck_assert_msg(access(talloc_asprintf(ctx, "%s/%s", folder, made[i]), R_OK) == 0, "There is no %s", made[i]);
}
END_TEST

/* ---- mistakes ---- */

/* Runs, and checks the code, that nothing stands on standard output, and what is said. */
static void check_refused(int code, const char *said, const char *const *arguments)
{
    struct run_end end = program_run(ctx, NULL, arguments);
    ck_assert_msg(end.code == code, "goldthread %s ended with %d, not %d: %s", arguments[0], end.code, code, end.err);
    ck_assert_str_eq(end.out, "");
    ck_assert_msg(strstr(end.err, said) != NULL, "goldthread %s says: %s", arguments[0], end.err);
    ck_assert_msg(strncmp(end.err, "goldthread: ", 12) == 0 || strstr(end.err, "\ngoldthread: "), "%s", end.err);
}
#define CHECK_REFUSED(code, said, ...) check_refused((code), (said), (const char *const[]){__VA_ARGS__, NULL})

START_TEST(a_mistake_is_said_on_standard_error)
{
    const char *folder = scratch_folder(ctx), *db = talloc_asprintf(ctx, "%s/new.db", folder);
    CHECK_REFUSED(2, "there is no command sing", "sing");
    CHECK_REFUSED(2, "has no option --colour", "serve", "--colour", "red");
    CHECK_REFUSED(2, "Expected: goldthread import DIR", "import");
    CHECK_REFUSED(2, "whole number from 0 to 65535", "serve", "--db", db, "--port", "65536");
    CHECK_REFUSED(2, "whole number from 0 to 65535", "serve", "--db", db, "--port", "8080x");
    CHECK_REFUSED(2, "--period takes a year", "report", "--period", "soon", "--out", folder, "--db", db);
    CHECK_REFUSED(2, "--known-on takes a day", "report", "--period", "2018-19", "--known-on", "2019-02-30", "--out", folder,
                  "--db", db);
    ck_assert_msg(access(db, F_OK) != 0, "A mistake made a database.");
}
END_TEST

/* ---- exit codes ---- */

START_TEST(the_page_lists_every_exit_code)
{
    for (int kind = ERROR_INVALID; kind <= ERROR_INTERNAL; kind++) {
        struct error error = {.kind = (enum error_kind)kind};
        const char *row = talloc_asprintf(ctx, "\n| %d | ", error_exit_code(&error));
        ck_assert_msg(strstr(page, row) != NULL, "docs/command-line.md has no exit code %d", error_exit_code(&error));
    }
    ck_assert_ptr_nonnull(strstr(page, "\n| 0 | done |"));
    size_t rows = 0;
    for (const char *row = strstr(page, "\n| "); row; row = strstr(row + 1, "\n| "))
        rows += row[3] >= '0' && row[3] <= '9';
    ck_assert_uint_eq(rows, ERROR_INTERNAL + 2);
}
END_TEST

static struct scratch *sample(void)
{
    return scratch_copy_of(ctx, STORE_SQLITE, &site_sample);
}

START_TEST(exit_codes_are_as_the_page_says)
{
    const char *folder = scratch_folder(ctx), *db = sample()->name;
    CHECK_REFUSED(2, "holds no partnership nowhere", "export", folder, "--db", db, "--partnership", "nowhere");
    CHECK_REFUSED(3, "no report", "report", "--period", "1999-00", "--out", folder, "--db", db);
    CHECK_REFUSED(3, "1066", "report", "--period", "2018-19", "--edition", "1066", "--out", folder, "--db", db);
    struct run_end end = program_run(ctx, NULL, (const char *const[]){
        "verify", "--db", db, "--head", "0000000000000000000000000000000000000000000000000000000000000000", NULL});
    ck_assert_int_eq(end.code, 4);
    ck_assert_ptr_nonnull(strstr(end.err, "The history does not hold"));

    const char *not_one = talloc_asprintf(ctx, "%s/notes.txt", folder);
    file_put(not_one, talloc_asprintf(ctx, "%0*d", 5000, 7));
    CHECK_REFUSED(6, "notes.txt", "verify", "--db", not_one);
    CHECK_REFUSED(3, "none.db", "verify", "--db", talloc_asprintf(ctx, "%s/nowhere/none.db", folder));
    CHECK_REFUSED(6, "none.db", "migrate", "--db", talloc_asprintf(ctx, "%s/nowhere/none.db", folder));

    CHECK_REFUSED(3, "nowhere", "import", talloc_asprintf(ctx, "%s/nowhere", folder), "--db", db);
    CHECK_REFUSED(7, "notes.txt", "export", not_one, "--db", db);
    CHECK_REFUSED(7, "notes.txt", "report", "--period", "2018-19", "--out", not_one, "--db", db);
}
END_TEST

START_TEST(what_another_holds_is_busy)
{
    const char *folder = scratch_folder(ctx), *db = sample()->name;
    file_put(talloc_asprintf(ctx, "%s/risk.csv", folder), "ref,title,raised_on,source,visible,known_from\n"
                                                          "r,Risk,2019-02-11,5,public,2019-02-11\n");
    sqlite3 *other;
    ck_assert_int_eq(sqlite3_open(db, &other), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    CHECK_REFUSED(5, "try again", "import", folder, "--db", db);
    ck_assert_int_eq(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    PROGRAM_DO(ctx, "import", folder, "--db", db);
}
END_TEST

START_TEST(a_port_that_is_taken_is_a_network_error)
{
    struct site *site = site_start(ctx, sample());
    CHECK_REFUSED(7, talloc_asprintf(ctx, "%u", site->port), "serve", "--db", sample()->name, "--port",
                  talloc_asprintf(ctx, "%u", site->port));
}
END_TEST

START_TEST(output_that_cannot_be_written_is_not_passed_over)
{
    struct run_setting full = {.out = "/dev/full"};
    struct run_end end = program_run(ctx, &full, (const char *const[]){"verify", "--db", sample()->name, NULL});
    ck_assert_int_eq(end.code, 7);
    ck_assert_ptr_nonnull(strstr(end.err, "could not be written"));
}
END_TEST

START_TEST(a_newer_or_strange_database_is_refused_unchanged)
{
    const char *db = sample()->name;
    sqlite3 *other;
    ck_assert_int_eq(sqlite3_open(db, &other), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(other, "DROP TABLE risk_actions", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    struct run_end end = program_run(ctx, NULL, (const char *const[]){"serve", "--db", db, "--port", "0", NULL});
    ck_assert_int_ne(end.code, 0);
    ck_assert_msg(strstr(end.err, "risk_actions") || strstr(end.err, "migrate"), "%s", end.err);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("site/command line");
    TCase *tcase = tcase_create("command line");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 240);
    tcase_add_test(tcase, every_command_says_what_it_does_as_the_page_has_it);
    tcase_add_test(tcase, every_example_works_as_it_is_printed);
    tcase_add_test(tcase, a_mistake_is_said_on_standard_error);
    tcase_add_test(tcase, the_page_lists_every_exit_code);
    tcase_add_test(tcase, exit_codes_are_as_the_page_says);
    tcase_add_test(tcase, what_another_holds_is_busy);
    tcase_add_test(tcase, a_port_that_is_taken_is_a_network_error);
    tcase_add_test(tcase, output_that_cannot_be_written_is_not_passed_over);
    tcase_add_test(tcase, a_newer_or_strange_database_is_refused_unchanged);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
