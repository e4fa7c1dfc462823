/* import, export and verify as commands, with the sample itself, on both engines. */
#include "../support/program.h"
#include "../support/site.h"

#include <dirent.h>
#include <sqlite3.h>
#include <string.h>
#include <talloc.h>

#define FOLDERS 2

/* The sample's folders, and how a command is told whose records are meant. */
static const struct {
    const char *folder, *option, *code;
} parts[FOLDERS] = {{"sample/shared", "--shared", NULL}, {"sample/buckinghamshire", "--partnership", "buckinghamshire"}};

static void *ctx;
static struct scratch *scratch;

static void set_up(int engine)
{
    ctx = talloc_new(NULL);
    scratch = scratch_copy_of(ctx, engine, &site_sample);
}

static struct run_end command(const char *name, const char *folder, size_t part)
{
    return program_run(ctx, NULL, (const char *const[]){name, folder, "--db", scratch->application, parts[part].option,
                                                        parts[part].code, NULL});
}

static const char *command_done(const char *name, const char *folder, size_t part)
{
    struct run_end end = command(name, folder, part);
    ck_assert_msg(end.code == 0, "%s: %s", name, end.err);
    ck_assert_str_eq(end.err, "");
    return end.out;
}

static size_t csv_count(const char *folder)
{
    size_t count = 0;
    DIR *files = opendir(folder);
    ck_assert_ptr_nonnull(files);
    for (struct dirent *file; (file = readdir(files));)
        count += strlen(file->d_name) > 4 && strcmp(file->d_name + strlen(file->d_name) - 4, ".csv") == 0;
    closedir(files);
    return count;
}

/* Every file of the first folder is in the second byte for byte, and there is none besides. */
static void check_same_files(const char *one, const char *other)
{
    ck_assert_uint_eq(csv_count(one), csv_count(other));
    DIR *files = opendir(one);
    for (struct dirent *file; (file = readdir(files));) {
        if (!strstr(file->d_name, ".csv"))
            continue;
        const char *before = file_text(ctx, talloc_asprintf(ctx, "%s/%s", one, file->d_name));
        const char *after = file_text(ctx, talloc_asprintf(ctx, "%s/%s", other, file->d_name));
        ck_assert_msg(strcmp(before, after) == 0, "%s comes back otherwise", file->d_name);
    }
    closedir(files);
}

/* What verify says: entries, versions and heads. */
static const char *history(void)
{
    return PROGRAM_DO(ctx, "verify", "--db", scratch->application, "--partnership", "buckinghamshire");
}

START_TEST(the_sample_comes_back_byte_for_byte)
{
    set_up(_i);
    for (size_t i = 0; i < FOLDERS; i++) {
        const char *folder = scratch_folder(ctx);
        command_done("export", folder, i);
        check_same_files(source_path(ctx, parts[i].folder), folder);
        /* And over what is there already. */
        command_done("export", folder, i);
        check_same_files(source_path(ctx, parts[i].folder), folder);
    }
    talloc_free(ctx);
}
END_TEST

START_TEST(importing_it_again_changes_nothing)
{
    set_up(_i);
    const char *before = history();
    for (size_t i = 0; i < FOLDERS; i++)
        ck_assert_ptr_nonnull(strstr(command_done("import", source_path(ctx, parts[i].folder), i), "0 added, 0 changed, "));
    ck_assert_str_eq(before, history());
    talloc_free(ctx);
}
END_TEST

/* One row is sound; of the others each has something wrong. */
static const char *const faulty = "ref,title,raised_on,likelihood,source,visible,known_from\n"
                                  "sound,A sound risk,2019-02-11,3,5,public,2019-02-11\n"
                                  "late,A risk of no day,2019-02-30,3,5,public,2019-02-11\n"
                                  "high,A risk too high,2019-02-11,6,5,public,2019-02-11\n"
                                  "unsourced,A risk of no source,2019-02-11,3,no-such,public,2019-02-11\n"
                                  "seen,A risk for whom,2019-02-11,3,5,everybody,2019-02-11\n";

START_TEST(with_a_fault_every_fault_is_told_and_nothing_is_kept)
{
    static const char *const told[] = {"risk.csv:3:23: ", "risk.csv:4:33: ", "risk.csv:5:44: ", "risk.csv:6:37: ",
                                       "action.csv:1:5: "};
    set_up(_i);
    const char *before = history(), *folder = scratch_folder(ctx);
    file_put(talloc_asprintf(ctx, "%s/risk.csv", folder), faulty);
    file_put(talloc_asprintf(ctx, "%s/action.csv", folder), "ref,tittle,source\na,An action,5\n");
    struct run_end end = command("import", folder, 1);
    ck_assert_int_eq(end.code, 2);
    ck_assert_str_eq(end.out, "");
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        ck_assert_msg(strstr(end.err, told[i]) != NULL, "no fault at %s in %s", told[i], end.err);
    ck_assert_ptr_nonnull(strstr(end.err, "Nothing was imported."));
    ck_assert_str_eq(before, history());
    struct site *site = site_start(ctx, scratch);
    ck_assert_ptr_null(strstr(site_page(ctx, site, "/risks"), "A sound risk"));
    talloc_free(ctx);
}
END_TEST

START_TEST(a_change_is_one_more_entry_and_keeps_what_was)
{
    set_up(_i);
    const char *folder = scratch_folder(ctx), *path = talloc_asprintf(ctx, "%s/risk.csv", folder);
    file_put(path, "ref,title,raised_on,source,visible,known_from\nnew,As it was first called,2019-02-11,5,public,2019-02-11\n");
    ck_assert_ptr_nonnull(strstr(command_done("import", folder, 1), "1 added, 0 changed, 0 as they were"));
    file_put(path, "ref,title,raised_on,source,visible,known_from\nnew,As it is called now,2019-02-11,5,public,2019-06-11\n");
    ck_assert_ptr_nonnull(strstr(command_done("import", folder, 1), "0 added, 1 changed, 0 as they were"));
    ck_assert_ptr_nonnull(strstr(history(), "This partnership: 3 entries"));
    struct site *site = site_start(ctx, scratch);
    const char *page = site_page(ctx, site, "/risks/new");
    ck_assert(strstr(page, "As it is called now") && strstr(page, "11 June 2019") && strstr(page, "11 February 2019"));
    talloc_free(ctx);
}
END_TEST

/* ---- verify ---- */

static void execute(sqlite3 *database, const char *sql)
{
    char *wrong = NULL;
    int done = sqlite3_exec(database, sql, NULL, NULL, &wrong);
    ck_assert_msg(done == SQLITE_OK, "%s: %s", sql, wrong);
}

/* The column of text that a query gives, each followed by a semicolon. */
static const char *script_of(sqlite3 *database, const char *query)
{
    sqlite3_stmt *statement;
    char *script = talloc_strdup(ctx, "");
    ck_assert_int_eq(sqlite3_prepare_v2(database, query, -1, &statement, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        script = talloc_asprintf_append(script, "%s;", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return script;
}

/* With the database's own tool, somebody who may write the file takes the triggers off, and puts them on again. */
static void tamper(const char *sql)
{
    sqlite3 *database;
    ck_assert_int_eq(sqlite3_open(scratch->name, &database), SQLITE_OK);
    const char *make = script_of(database, "SELECT sql FROM sqlite_master WHERE type = 'trigger'");
    execute(database, script_of(database, "SELECT 'DROP TRIGGER \"' || name || '\"' FROM sqlite_master WHERE type = 'trigger'"));
    execute(database, sql);
    ck_assert_int_gt(sqlite3_changes(database), 0);
    execute(database, make);
    sqlite3_close(database);
}

static const char *const tamperings[] = {
    "UPDATE outcome SET title = 'Another title' WHERE ref = '6.1'",
    "UPDATE outcome SET visible = 1 WHERE ref = '6.1'",
    "UPDATE observation SET value = '1' WHERE id = (SELECT MAX(id) FROM observation)",
    "DELETE FROM milestone_version WHERE record = (SELECT MIN(record) FROM milestone_version)",
    "DELETE FROM outcome_leads WHERE record = (SELECT MIN(record) FROM outcome_leads)",
    "UPDATE entry SET recorded_at = '2020-01-01T00:00:00Z'",
};

START_TEST(verify_finds_what_was_changed_past_the_program)
{
    set_up(STORE_SQLITE);
    tamper(tamperings[_i]);
    struct run_end end = program_run(ctx, NULL, (const char *const[]){"verify", "--db", scratch->name, NULL});
    ck_assert_msg(end.code == 4, "after %s verify ended with %d: %s%s", tamperings[_i], end.code, end.out, end.err);
    ck_assert_ptr_nonnull(strstr(end.err, "The history does not hold"));
    ck_assert_ptr_null(strstr(end.out, "The history holds."));
    talloc_free(ctx);
}
END_TEST

START_TEST(a_head_printed_earlier_is_found_again)
{
    set_up(_i);
    const char *before = history(), *head = strstr(before, "Head ");
    ck_assert_ptr_nonnull(head);
    head = talloc_strndup(ctx, head + 5, 64);
    const char *folder = scratch_folder(ctx);
    file_put(talloc_asprintf(ctx, "%s/risk.csv", folder),
             "ref,title,raised_on,source,visible,known_from\nnew,A new risk,2019-02-11,5,public,2019-02-11\n");
    command_done("import", folder, 1);
    PROGRAM_DO(ctx, "verify", "--db", scratch->application, "--partnership", "buckinghamshire", "--head", head);
    talloc_free(ctx);
}
END_TEST

START_TEST(files_for_a_spreadsheet_run_no_formula)
{
    set_up(STORE_SQLITE);
    const char *folder = scratch_folder(ctx), *out = scratch_folder(ctx);
    file_put(talloc_asprintf(ctx, "%s/risk.csv", folder),
             "ref,title,raised_on,source,visible,known_from\nnew,=1+1,2019-02-11,5,public,2019-02-11\n");
    command_done("import", folder, 1);
    command_done("export", out, 1);
    ck_assert_ptr_nonnull(strstr(file_text(ctx, talloc_asprintf(ctx, "%s/risk.csv", out)), "new,=1+1,"));
    PROGRAM_DO(ctx, "export", out, "--db", scratch->name, "--for-spreadsheet");
    ck_assert_ptr_nonnull(strstr(file_text(ctx, talloc_asprintf(ctx, "%s/risk.csv", out)), "new,'=1+1,"));
    talloc_free(ctx);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("site/transfer");
    TCase *tcase = tcase_create("transfer");
    tcase_set_timeout(tcase, 240);
    tcase_add_test_on_engines(tcase, the_sample_comes_back_byte_for_byte);
    tcase_add_test_on_engines(tcase, importing_it_again_changes_nothing);
    tcase_add_test_on_engines(tcase, with_a_fault_every_fault_is_told_and_nothing_is_kept);
    tcase_add_test_on_engines(tcase, a_change_is_one_more_entry_and_keeps_what_was);
    tcase_add_test_on_engines(tcase, a_head_printed_earlier_is_found_again);
    tcase_add_loop_test(tcase, verify_finds_what_was_changed_past_the_program, 0, sizeof tamperings / sizeof *tamperings);
    tcase_add_test(tcase, files_for_a_spreadsheet_run_no_formula);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
