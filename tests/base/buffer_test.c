/* Bytes that grow: numbers, formats, the maximum, and memory that runs out. */
#include "base/buffer.h"

#include "../support/narrow.h"

#include <check.h>
#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <talloc.h>

START_TEST(integers_are_written_as_printf_writes_them)
{
    static const long long values[] = {0, 7, 10, -1, 1234567890, LLONG_MAX, LLONG_MIN};
    void *ctx = talloc_new(NULL);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct buffer buffer = buffer_on(ctx);
        buffer_integer(&buffer, values[i]);
        char expected[32];
        snprintf(expected, sizeof expected, "%lld", values[i]);
        ck_assert_str_eq(buffer_cstr(&buffer), expected);
    }
    talloc_free(ctx);
}
END_TEST

/* Writes with the buffer's own format and with printf, after something that is there already. */
#define ASSERT_FORMAT(...)                                                                                             \
    do {                                                                                                               \
        struct buffer buffer = buffer_on(ctx);                                                                         \
        buffer_text(&buffer, "before ");                                                                               \
        buffer_format(&buffer, __VA_ARGS__);                                                                           \
        char expected[256];                                                                                            \
        size_t at = (size_t)snprintf(expected, sizeof expected, "before ");                                            \
        snprintf(expected + at, sizeof expected - at, __VA_ARGS__);                                                    \
        ck_assert_str_eq(buffer_cstr(&buffer), expected);                                                              \
        ck_assert_uint_eq(buffer.used, strlen(expected));                                                              \
    } while (0)

START_TEST(formats_are_written_as_printf_writes_them)
{
    void *ctx = talloc_new(NULL);
    ASSERT_FORMAT("nothing but text");
    ASSERT_FORMAT("%s", "");
    ASSERT_FORMAT("%s.%s = $%zu", "o", "status", (size_t)12);
    ASSERT_FORMAT("%d and %lld", INT_MIN, LLONG_MIN);
    ASSERT_FORMAT("%zu", SIZE_MAX);
    ASSERT_FORMAT("100%%, then %s and %d", "text", 5);
    ASSERT_FORMAT("%s then %04d-%02d-%02d, %s %.2f %c %-5s|", "day", 2018, 9, 3, "x", 1.005, 'c', "ab");
    ASSERT_FORMAT("%d %u %s %" PRId64 " %d", -1, 7u, "between", INT64_MIN, 3);
    ASSERT_FORMAT("%.*s%s", 2, "shortened", " end");
    talloc_free(ctx);
}
END_TEST

START_TEST(what_passes_the_maximum_fails_and_stays_failed)
{
    void *ctx = talloc_new(NULL);
    struct buffer buffer = buffer_on(ctx);
    buffer.max = 10;
    buffer_format(&buffer, "%s-%d", "12345", 678);
    ck_assert_ptr_null(buffer_error(&buffer));
    buffer_format(&buffer, "%s", "ab");
    ck_assert(buffer.failed);
    buffer_format(&buffer, "%s %5d", "a", 1);
    buffer_char(&buffer, 'a');
    ck_assert_str_eq(buffer_cstr(&buffer), "12345-678");
    ck_assert_int_eq(buffer_error(&buffer)->kind, ERROR_INTERNAL);
    talloc_free(ctx);
}
END_TEST

START_TEST(room_made_in_advance_holds_an_empty_text)
{
    void *ctx = talloc_new(NULL);
    struct buffer buffer = buffer_on(ctx);
    buffer_reserve(&buffer, 1000);
    ck_assert_str_eq(buffer_cstr(&buffer), "");
    const char *data = buffer.data;
    for (int i = 0; i < 1000; i++)
        buffer_char(&buffer, 'x');
    ck_assert_ptr_eq(buffer.data, data);
    buffer_reserve(&buffer, buffer.max);
    ck_assert(buffer.failed);
    talloc_free(ctx);
}
END_TEST

START_TEST(no_memory_is_an_error)
{
    void *ctx = talloc_new(NULL);
    struct buffer buffer = buffer_on(narrow_context(ctx, 400));
    for (int i = 0; i < 100; i++)
        buffer_format(&buffer, "%s %d %x;", "some text", i, (unsigned)i);
    ck_assert(buffer.failed);
    ck_assert_int_eq(buffer_error(&buffer)->kind, ERROR_MEMORY);
    talloc_free(ctx);
}
END_TEST

START_TEST(a_cleared_buffer_is_empty_and_keeps_its_room)
{
    void *ctx = talloc_new(NULL);
    struct buffer buffer = buffer_on(ctx);
    ck_assert_str_eq(buffer_cstr(&buffer), "");
    buffer_text(&buffer, NULL);
    ck_assert_ptr_null(buffer.data);
    buffer_text(&buffer, "something");
    const char *data = buffer.data;
    buffer_clear(&buffer);
    ck_assert_str_eq(buffer_cstr(&buffer), "");
    buffer_text(&buffer, "else");
    ck_assert_ptr_eq(buffer.data, data);
    talloc_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("buffer");
    TCase *tcase = tcase_create("buffer");
    tcase_add_test(tcase, integers_are_written_as_printf_writes_them);
    tcase_add_test(tcase, formats_are_written_as_printf_writes_them);
    tcase_add_test(tcase, what_passes_the_maximum_fails_and_stays_failed);
    tcase_add_test(tcase, room_made_in_advance_holds_an_empty_text);
    tcase_add_test(tcase, no_memory_is_an_error);
    tcase_add_test(tcase, a_cleared_buffer_is_empty_and_keeps_its_room);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
