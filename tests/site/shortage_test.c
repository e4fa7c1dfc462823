/* Memory or the disk runs out in the middle of a command: it says so, ends with its documented code, and the database is as
 * it was. Every command is run again and again, each time failing elsewhere. */
#include "../support/program.h"
#include "../support/site.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

/* Of all allocations of a command the first ones are made to fail, each in turn, and the rest evenly. */
#define FIRST 10

static void *ctx;

/* ---- a small database ---- */

static const char *rows(const char *name)
{
    const char *text = strcmp(name, "risk") == 0 ? "ref,title,raised_on,source,visible,known_from\n"
                                                   "one,A first risk,2019-02-11,1,public,2019-02-11\n"
                                                   "two,A second risk,2019-02-12,1,partners,2019-02-12\n"
                     : strcmp(name, "action") == 0 ? "ref,title,agencies,source,visible,known_from\n"
                                                     "act,An action,police;school,1,public,2019-02-11\n"
                                                   : "ref,title,kind,visible,known_from\n"
                                                     "police,The police,police,public,2018-04-01\n"
                                                     "school,A school,school,public,2018-04-01\n";
    return text;
}

static void add_small(void *on, const struct scratch *scratch)
{
    static const struct {
        const char *name, *text;
    } shared[] = {
        {"partnership", "code,title,kind,visible,known_from\nbuckinghamshire,A Partnership,partnership,public,2018-04-01\n"},
        {"source", "number,title,publisher,kind,visible,known_from\n1,A paper,A council,minutes,public,2018-04-01\n"},
        {"area", "code,title,kind,visible,known_from\nE1,Area,local-authority,public,2018-04-01\n"},
        {"edition", "code,title,in_force_from,source,visible,known_from\nWT,Guidance,2015-01-01,1,public,2018-04-01\n"},
        {"requirement", "ref,edition,duty,says,verify,source,visible,known_from\nR1,WT,must,Report.,no,1,public,2018-04-01\n"},
    };
    PROGRAM_DO(on, "migrate", "--db", scratch->owner);
    const char *folder = scratch_folder(on);
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        file_put(talloc_asprintf(on, "%s/%s.csv", folder, shared[i].name), shared[i].text);
    site_import(on, scratch, folder, "--shared");
    folder = scratch_folder(on);
    file_put(talloc_asprintf(on, "%s/agency.csv", folder), rows("agency"));
    file_put(talloc_asprintf(on, "%s/report.csv", folder),
             "ref,title,period_from,period_to,known_on,area,edition,edition_reason,status,visible,known_from\n"
             "2018-19,A report,2018-04-01,2019-03-31,2019-12-31,E1,WT,In force.,draft,public,2019-12-31\n");
    site_import(on, scratch, folder, "buckinghamshire");
}

static const struct scratch_kept small = {.name = "site_small", .fill = add_small};

static const char *history(const struct scratch *scratch)
{
    return PROGRAM_DO(ctx, "verify", "--db", scratch->application);
}

/* ---- commands that run short ---- */

struct command_case {
    const char *name;
    bool begins; /* with an empty database */
    bool writes; /* into the database */
};

static const struct command_case cases[] = {
    {"migrate", true, true}, {"import", false, true}, {"export", false, false}, {"verify", false, false}, {"report", false, false},
};
#define CASES (int)(sizeof cases / sizeof *cases)

/* A command with all it needs. One that writes gets a database of its own for every attempt. */
struct attempt {
    const struct command_case *command;
    int engine;
    struct scratch *scratch;
    const char *in, *out;
};

static struct attempt attempts_of(const struct command_case *command, int engine)
{
    struct attempt attempt = {.command = command, .engine = engine, .in = scratch_folder(ctx), .out = scratch_folder(ctx)};
    file_put(talloc_asprintf(ctx, "%s/risk.csv", attempt.in), rows("risk"));
    file_put(talloc_asprintf(ctx, "%s/action.csv", attempt.in), rows("action"));
    return attempt;
}

static void prepare(struct attempt *attempt)
{
    if (attempt->command->begins)
        attempt->scratch = scratch_database(ctx, attempt->engine);
    else if (!attempt->scratch || attempt->command->writes)
        attempt->scratch = scratch_copy_of(ctx, attempt->engine, &small);
}

static struct run_end run(const struct attempt *attempt, const struct run_setting *setting)
{
    const char *arguments[12] = {attempt->command->name}, *name = attempt->command->name;
    size_t count = 1;
    if (strcmp(name, "import") == 0 || strcmp(name, "export") == 0)
        arguments[count++] = strcmp(name, "import") == 0 ? attempt->in : attempt->out;
    arguments[count++] = "--db";
    arguments[count++] = attempt->command->begins ? attempt->scratch->owner : attempt->scratch->application;
    if (strcmp(name, "report") == 0) {
        arguments[count++] = "--period=2018-19";
        arguments[count++] = "--out";
        arguments[count++] = attempt->out;
    }
    return program_run(ctx, setting, arguments);
}

static long count_allocations(struct attempt *attempt)
{
    const char *file = talloc_asprintf(ctx, "%s/count", scratch_folder(ctx));
    struct run_setting setting = {.preload = built_path(ctx, "tests/site/failing_malloc.so"),
                                  .variables = {talloc_asprintf(ctx, "COUNT_IN=%s", file)}};
    prepare(attempt);
    struct run_end end = run(attempt, &setting);
    ck_assert_msg(end.code == 0, "%s: %s", attempt->command->name, end.err);
    long count = strtol(file_text(ctx, file), NULL, 10);
    ck_assert_int_gt(count, 100);
    return count;
}

/* To a connection that cannot be had for want of memory libpq gives no reason of its own. */
static void check_end(const struct run_end *end, const char *what, int engine)
{
    bool told = end->code == 8 || (engine == STORE_POSTGRES && (end->code == 5 || end->code == 6));
    ck_assert_msg(end->code == 0 || told, "%s: ended with %d: %s", what, end->code, end->err);
    if (end->code == 8)
        ck_assert_msg(strstr(end->err, "goldthread: There was not enough memory"), "%s: %s", what, end->err);
    ck_assert_msg(end->code == 0 || strncmp(end->err, "goldthread: ", 12) == 0, "%s: %s", what, end->err);
}

/* One run with the allocation failing at one point. True when it noticed. `before` is the history of the database that it
 * begins with. */
static bool try_at(struct attempt *attempt, const char *before, const char *mode, long number)
{
    struct run_setting setting = {.preload = built_path(ctx, "tests/site/failing_malloc.so"),
                                  .variables = {talloc_asprintf(ctx, "%s=%ld", mode, number)}};
    const char *what = talloc_asprintf(ctx, "%s with %s=%ld", attempt->command->name, mode, number);
    prepare(attempt);
    struct run_end end = run(attempt, &setting);
    check_end(&end, what, attempt->engine);
    if (!attempt->command->writes)
        return end.code != 0;
    if (!attempt->command->begins && end.code != 0)
        ck_assert_msg(strcmp(before, history(attempt->scratch)) == 0, "%s changed something", what);
    /* Now there is memory, and the same command does its work. */
    struct run_end again = run(attempt, NULL);
    ck_assert_msg(again.code == 0, "after %s: %d %s", what, again.code, again.err);
    return end.code != 0;
}

static long point(long all, int i, int points)
{
    return i < FIRST ? i + 1 : FIRST + (all - FIRST) * (i - FIRST + 1) / (points - FIRST);
}

static void run_short_of_memory(const struct command_case *command, int engine, int points)
{
    ctx = talloc_new(NULL);
    struct attempt attempt = attempts_of(command, engine);
    long all = count_allocations(&attempt);
    const char *before = history(scratch_copy_of(ctx, engine, &small));
    int noticed = 0;
    for (int i = 0; i < points; i++)
        noticed += try_at(&attempt, before, i % 2 ? "FAIL_AT" : "FAIL_FROM", point(all, i, points));
    ck_assert_msg(noticed > points / 2, "%s: of %d runs short of memory only %d noticed", command->name, points, noticed);
    if (!command->writes)
        ck_assert_str_eq(before, history(attempt.scratch));
    talloc_free(ctx);
}

START_TEST(a_command_without_memory_says_so_and_changes_nothing)
{
    run_short_of_memory(&cases[_i], STORE_SQLITE, 60);
}
END_TEST

START_TEST(nor_does_it_on_postgresql)
{
    run_short_of_memory(&cases[_i], STORE_POSTGRES, 24);
}
END_TEST

/* ---- a server that runs short ---- */

START_TEST(the_site_outlives_a_shortage_of_memory)
{
    static const char *const addresses[] = {"/", "/outcomes", "/threads/agency-social-workers", "/measures.csv", "/nowhere",
                                            "/search?q=workers", "/measures/agency-social-workers", "/reports/2018-19"};
    ctx = talloc_new(NULL);
    struct scratch *scratch = scratch_copy_of(ctx, STORE_SQLITE, &site_sample);
    setenv("LD_PRELOAD", built_path(ctx, "tests/site/failing_malloc.so"), 1);
    setenv("FAIL_EVERY", "331", 1);
    struct site *site = site_start(ctx, scratch);
    unsetenv("LD_PRELOAD");
    site_page(ctx, site, "/");
    ck_assert_int_eq(kill(site->pid, SIGUSR1), 0);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
        struct reply reply = site_get(ctx, site, addresses[i % 8]);
        bool known = reply.status == 0 || reply.status == 200 || reply.status == 404 || reply.status == 500 || reply.status == 503;
        ck_assert_msg(known, "%s answers %d", addresses[i % 8], reply.status);
        refused += reply.status == 503 || reply.status == 500 || reply.status == 0;
    }
    ck_assert_int_gt(refused, 20);
    ck_assert_int_eq(kill(site->pid, SIGUSR1), 0);
    for (int i = 0; i < 40; i++)
        if (i % 8 != 4)
            site_page(ctx, site, addresses[i % 8]);
    ck_assert_int_eq(site_stop(site), 0);
    talloc_free(ctx);
}
END_TEST

/* ---- a disk that is full ---- */

START_TEST(an_import_on_a_full_disk_leaves_the_database_as_it_was)
{
    ctx = talloc_new(NULL);
    struct scratch *scratch = scratch_copy_of(ctx, STORE_SQLITE, &site_sample);
    const char *before = history(scratch), *folder = scratch_folder(ctx);
    char *csv = talloc_strdup(ctx, "ref,title,raised_on,source,visible,known_from\n");
    for (int i = 0; i < 20000; i++)
        csv = talloc_asprintf_append_buffer(csv, "risk-%d,Risk,2019-02-11,5,public,2019-02-11\n", i);
    file_put(talloc_asprintf(ctx, "%s/risk.csv", folder), csv);
    static const size_t sizes[] = {4096, 100000, 1000000, 3000000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct run_setting setting = {.file_most = sizes[i]};
        struct run_end end =
            program_run(ctx, &setting, (const char *const[]){"import", folder, "--db", scratch->name, NULL});
        ck_assert_msg(end.code == 6, "with files of %zu bytes it ended with %d: %s", sizes[i], end.code, end.err);
        ck_assert_msg(strstr(end.err, scratch->name) && (strstr(end.err, "disk") || strstr(end.err, "full")), "%s", end.err);
        ck_assert_str_eq(before, history(scratch));
    }
    PROGRAM_DO(ctx, "import", folder, "--db", scratch->name);
    talloc_free(ctx);
}
END_TEST

START_TEST(an_export_or_report_on_a_full_disk_leaves_the_last_one_whole)
{
    ctx = talloc_new(NULL);
    struct scratch *scratch = scratch_copy_of(ctx, STORE_SQLITE, &site_sample);
    const char *folder = scratch_folder(ctx), *figures = talloc_asprintf(ctx, "%s/observation.csv", folder);
    const char *report = talloc_asprintf(ctx, "%s/report.html", folder);
    PROGRAM_DO(ctx, "export", folder, "--shared", "--db", scratch->name);
    PROGRAM_DO(ctx, "report", "--period", "2018-19", "--out", folder, "--db", scratch->name);
    const char *first_figures = file_text(ctx, figures), *first_report = file_text(ctx, report);

    struct run_setting setting = {.file_most = 100000};
    struct run_end end = program_run(ctx, &setting, (const char *const[]){"export", folder, "--shared", "--db", scratch->name, NULL});
    ck_assert_msg(end.code == 7, "export ended with %d: %s", end.code, end.err);
    end = program_run(ctx, &setting, (const char *const[]){"report", "--period", "2018-19", "--out", folder, "--db", scratch->name, NULL});
    ck_assert_msg(end.code == 7, "report ended with %d: %s", end.code, end.err);
    ck_assert_ptr_nonnull(strstr(end.err, "report.html"));
    ck_assert_str_eq(first_figures, file_text(ctx, figures));
    ck_assert_str_eq(first_report, file_text(ctx, report));
    talloc_free(ctx);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("site/shortage");
    TCase *tcase = tcase_create("shortage");
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, a_command_without_memory_says_so_and_changes_nothing, 0, CASES);
    tcase_add_loop_test(tcase, nor_does_it_on_postgresql, 0, CASES);
    tcase_add_test(tcase, the_site_outlives_a_shortage_of_memory);
    tcase_add_test(tcase, an_import_on_a_full_disk_leaves_the_database_as_it_was);
    tcase_add_test(tcase, an_export_or_report_on_a_full_disk_leaves_the_last_one_whole);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
