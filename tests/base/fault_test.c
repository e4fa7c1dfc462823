/* Faults: exactly how they read, and that a list stays bounded. */
#include "base/fault.h"

#include <check.h>
#include <string.h>
#include <talloc.h>

static void *ctx;

static void set_up(void)
{
    ctx = talloc_new(NULL);
}

static void tear_down(void)
{
    talloc_free(ctx);
}

START_TEST(reads_as_file_line_and_column)
{
    struct fault fault = {.file = "a/b.csv", .line = 3, .column = 12, .found = "\"x\"", .expected = "a date"};
    ck_assert_str_eq(fault_text(ctx, &fault), "a/b.csv:3:12: found \"x\", expected a date");
    fault.file = NULL;
    ck_assert_str_eq(fault_text(ctx, &fault), "found \"x\", expected a date");
}
END_TEST

START_TEST(quotes_what_was_found_so_that_a_terminal_is_safe)
{
    static const struct {
        const char *bytes;
        size_t count;
        const char *quoted;
    } cases[] = {
        {"", 0, "nothing"},
        {"31/12/2019", 10, "\"31/12/2019\""},
        {"é€", 5, "\"é€\""},
        {"a\tb\r\nc", 6, "\"a\\tb\\r\\nc\""},
        {"\x1B[2J", 4, "\"\\u{001B}[2J\""},
        {"a\0b", 3, "\"a\\u{0000}b\""},
        {"\xFF\xC3", 2, "\"\\x{FF}\\x{C3}\""},
        {"\u202Eevil\u2028", 10, "\"\\u{202E}evil\\u{2028}\""},
        {"say \"so\"", 8, "\"say \\\"so\\\"\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(fault_quote(ctx, cases[i].bytes, cases[i].count), cases[i].quoted);
}
END_TEST

START_TEST(shortens_what_is_long)
{
    char text[FAULT_QUOTE_MOST + 2];
    memset(text, 'x', sizeof text);
    ck_assert_uint_eq(strlen(fault_quote(ctx, text, FAULT_QUOTE_MOST)), FAULT_QUOTE_MOST + 2);
    char *longer = fault_quote(ctx, text, FAULT_QUOTE_MOST + 1);
    ck_assert_uint_eq(strlen(longer), FAULT_QUOTE_MOST + 2 + strlen("…"));
    ck_assert_str_eq(longer + FAULT_QUOTE_MOST + 1, "…\"");
}
END_TEST

START_TEST(keeps_copies_on_the_lists_own_context)
{
    struct fault_list faults = fault_list_on(ctx);
    void *scratch = talloc_new(NULL);
    char *found = talloc_strdup(scratch, "\"x\""), *field = talloc_strdup(scratch, "due");
    ck_assert_ptr_null(fault_add(&faults, (struct fault){.found = found, .expected = found, .field = field}));
    ck_assert_ptr_null(fault_add(&faults, (struct fault){.expected = "a date"}));
    talloc_free(scratch);
    ck_assert_str_eq(faults.at[0].found, "\"x\"");
    ck_assert_str_eq(faults.at[0].field, "due");
    ck_assert_str_eq(faults.at[1].found, "nothing");
    ck_assert_ptr_null(faults.at[1].field);
}
END_TEST

START_TEST(counts_what_it_does_not_keep)
{
    struct fault_list faults = fault_list_on(ctx);
    for (size_t i = 0; i < FAULTS_MOST + 5; i++)
        ck_assert_ptr_null(fault_add(&faults, (struct fault){.expected = "x"}));
    ck_assert_uint_eq(faults.count, FAULTS_MOST);
    ck_assert_uint_eq(faults.more, 5);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("fault");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, reads_as_file_line_and_column);
    tcase_add_test(tests, quotes_what_was_found_so_that_a_terminal_is_safe);
    tcase_add_test(tests, shortens_what_is_long);
    tcase_add_test(tests, keeps_copies_on_the_lists_own_context);
    tcase_add_test(tests, counts_what_it_does_not_keep);
    Suite *suite = suite_create("base/fault");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
