/* The log: one line, whatever the values. */
#include "base/log.h"

#include <check.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
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

__attribute__((sentinel)) static const char *line(const char *event, ...)
{
    char *text = talloc_size(ctx, LOG_LINE_MOST + 1);
    va_list pairs;
    va_start(pairs, event);
    size_t count = log_format(text, LOG_LINE_MOST + 1, 1795460895, LEVEL_INFO, event, pairs);
    va_end(pairs);
    ck_assert_uint_eq(count, strlen(text));
    ck_assert_int_eq(text[count - 1], '\n');
    ck_assert_ptr_eq(strchr(text, '\n'), text + count - 1);
    return text;
}

#define BEGINNING "time=2026-11-23T19:08:15Z level=info event="

START_TEST(writes_pairs)
{
    ck_assert_str_eq(line("request", "method", "GET", "path", "/plans", "ms", "1.5", NULL),
                     BEGINNING "request method=GET path=/plans ms=1.5\n");
    ck_assert_str_eq(line("x", "a", (const char *)NULL, "b", "", NULL), BEGINNING "x a=- b=\"\"\n");
}
END_TEST

START_TEST(no_value_escapes_its_quotation_marks)
{
    ck_assert_str_eq(line("x", "a", "two words", "b", "k=v", "c", "say \"so\"\\", NULL),
                     BEGINNING "x a=\"two words\" b=\"k=v\" c=\"say \\\"so\\\"\\\\\"\n");
    ck_assert_str_eq(line("x", "a", "1\nlevel=error\x1B\x7F", NULL),
                     BEGINNING "x a=\"1\\u000alevel=error\\u001b\\u007f\"\n");
    ck_assert_str_eq(line("x", "a", "é", "b", "\xC3(", NULL), BEGINNING "x a=\"é\" b=\"?(\"\n");
}
END_TEST

START_TEST(a_line_too_long_loses_whole_pairs)
{
    char *value = talloc_zero_size(ctx, LOG_LINE_MOST);
    memset(value, 'v', LOG_LINE_MOST - 1);
    ck_assert_str_eq(line("x", "a", "1", "long", value, "b", "2", NULL), BEGINNING "x a=1\n");
}
END_TEST

/* What the function writes to standard error. */
static const char *standard_error_of(void (*function)(void))
{
    char name[] = "/tmp/goldthread-log-XXXXXX";
    int file = mkstemp(name), kept = dup(STDERR_FILENO);
    ck_assert_int_ge(file, 0);
    unlink(name);
    int appending = fcntl(file, F_SETFL, O_APPEND);
    ck_assert_int_eq(appending, 0);
    dup2(file, STDERR_FILENO);
    function();
    dup2(kept, STDERR_FILENO);
    close(kept);
    off_t size = lseek(file, 0, SEEK_END);
    char *text = talloc_zero_size(ctx, (size_t)size + 1);
    ck_assert_int_eq(pread(file, text, (size_t)size, 0), size);
    close(file);
    return text;
}

static void log_by_level(void)
{
    log_set_least(LEVEL_WARNING);
    log_line(LEVEL_INFO, "quiet", NULL);
    log_line(LEVEL_WARNING, "loud", NULL);
    log_error("none", NULL);
    log_error("failed", &(struct error){.kind = ERROR_STORE,
                                        .message = "Jane was not saved.",
                                        .detail = "disk full",
                                        .file = "src/x.c",
                                        .line = 7});
    log_error("memory", error_out_of_memory());
}

START_TEST(writes_levels_from_the_least_on_and_errors_without_their_message)
{
    const char *text = standard_error_of(log_by_level);
    ck_assert_ptr_null(strstr(text, "quiet"));
    ck_assert_ptr_null(strstr(text, "Jane"));
    ck_assert_ptr_null(strstr(text, "none"));
    ck_assert_ptr_nonnull(strstr(text, "level=warning event=loud\n"));
    ck_assert_ptr_nonnull(strstr(text, "level=error event=failed kind=store at=src/x.c:7 detail=\"disk full\"\n"));
    ck_assert_ptr_nonnull(strstr(text, "event=memory kind=memory"));
}
END_TEST

static void *log_lines(void *unused)
{
    for (int i = 0; i < 500; i++)
        log_line(LEVEL_ERROR, "event", "a", "the same words in every line", NULL);
    return unused;
}

static void log_from_threads(void)
{
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, log_lines, NULL), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}

START_TEST(lines_of_threads_do_not_mix)
{
    static const char tail[] = "level=error event=event a=\"the same words in every line\"";
    const char *text = standard_error_of(log_from_threads);
    int lines = 0;
    for (const char *at = text, *end; (end = strchr(at, '\n')) != NULL; at = end + 1, lines++) {
        ck_assert_int_eq(end - at, (int)(sizeof "time=2026-11-23T19:08:15Z " - 1 + sizeof tail - 1));
        ck_assert_int_eq(strncmp(end - (sizeof tail - 1), tail, sizeof tail - 1), 0);
    }
    ck_assert_int_eq(lines, 2000);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("log");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, writes_pairs);
    tcase_add_test(tests, no_value_escapes_its_quotation_marks);
    tcase_add_test(tests, a_line_too_long_loses_whole_pairs);
    tcase_add_test(tests, writes_levels_from_the_least_on_and_errors_without_their_message);
    tcase_add_test(tests, lines_of_threads_do_not_mix);
    Suite *suite = suite_create("base/log");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
