/* Whole files: limits when reading, and writing all or nothing. */
#include "base/file.h"

#include <check.h>
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

static void *ctx;

static void set_up(void)
{
    ctx = talloc_new(NULL);
}

static void tear_down(void)
{
    talloc_free(ctx);
}

/* A folder of its own for the test, which empties it. */
static char *new_folder(void)
{
    char *folder = talloc_strdup(ctx, "/tmp/goldthread-file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    return folder;
}

static int entries_in(const char *folder)
{
    int count = 0;
    DIR *entries = opendir(folder);
    while (readdir(entries))
        count++;
    closedir(entries);
    return count - 2; /* . and .. */
}

START_TEST(writes_replaces_and_reads_back)
{
    char *folder = new_folder(), *path = talloc_asprintf(ctx, "%s/a", folder), *bytes;
    size_t count = 99;
    ck_assert_ptr_null(file_write(ctx, path, "one", 3));
    ck_assert_ptr_null(file_write(ctx, path, "t\0o", 3));
    ck_assert_ptr_null(file_read(ctx, path, 3, &bytes, &count));
    ck_assert_uint_eq(count, 3);
    ck_assert_mem_eq(bytes, "t\0o", 4);
    ck_assert_int_eq(entries_in(folder), 1);
    ck_assert_ptr_null(file_write(ctx, path, "", 0));
    ck_assert_ptr_null(file_read(ctx, path, 0, &bytes, &count));
    ck_assert_uint_eq(count, 0);
    unlink(path);
    rmdir(folder);
}
END_TEST

START_TEST(refuses_what_is_missing_too_large_or_no_file)
{
    char *folder = new_folder(), *path = talloc_asprintf(ctx, "%s/a", folder), *bytes;
    char *pipe_path = talloc_asprintf(ctx, "%s/pipe", folder);
    size_t count;
    ck_assert_int_eq(file_read(ctx, path, 9, &bytes, &count)->kind, ERROR_NOT_FOUND);
    ck_assert_ptr_null(file_write(ctx, path, "four", 4));
    ck_assert_int_eq(file_read(ctx, path, 3, &bytes, &count)->kind, ERROR_INVALID);
    ck_assert_int_eq(file_read(ctx, folder, 9, &bytes, &count)->kind, ERROR_INVALID);
    ck_assert_int_eq(mkfifo(pipe_path, 0600), 0);
    ck_assert_int_eq(file_read(ctx, pipe_path, 9, &bytes, &count)->kind, ERROR_INVALID);
    unlink(pipe_path);
    unlink(path);
    rmdir(folder);
}
END_TEST

START_TEST(a_failed_write_leaves_nothing_behind)
{
    char *folder = new_folder(), *taken = talloc_asprintf(ctx, "%s/taken", folder);
    ck_assert_int_eq(mkdir(taken, 0700), 0); /* a folder cannot be replaced by a file */
    ck_assert_int_eq(file_write(ctx, taken, "x", 1)->kind, ERROR_IO);
    ck_assert_int_eq(entries_in(folder), 1);
    ck_assert_int_eq(file_write(ctx, talloc_asprintf(ctx, "%s/no/a", folder), "x", 1)->kind, ERROR_IO);
    rmdir(taken);
    rmdir(folder);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("file");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, writes_replaces_and_reads_back);
    tcase_add_test(tests, refuses_what_is_missing_too_large_or_no_file);
    tcase_add_test(tests, a_failed_write_leaves_nothing_behind);
    Suite *suite = suite_create("base/file");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
