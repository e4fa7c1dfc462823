/* Writing JSON: escapes, commas, nesting, and calls out of order; jansson reads it back. */
#include "exchange/json.h"

#include <check.h>
#include <jansson.h>
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

START_TEST(writes_values_with_commas_where_they_belong)
{
    struct buffer out = buffer_on(ctx);
    struct json_writer json = json_writer_on(&out);
    json_write_object(&json);
    json_write_key(&json, "a");
    json_write_array(&json);
    json_write_integer(&json, -7);
    json_write_decimal(&json, "12.30");
    json_write_flag(&json, true);
    json_write_null(&json);
    json_write_array(&json);
    json_write_array_end(&json);
    json_write_object(&json);
    json_write_object_end(&json);
    json_write_array_end(&json);
    json_write_key(&json, "b");
    json_write_text(&json, "x");
    json_write_key(&json, "c");
    json_write_text(&json, NULL);
    json_write_object_end(&json);
    ck_assert_ptr_null(json_write_finish(&json));
    ck_assert_str_eq(buffer_cstr(&out), "{\"a\":[-7,12.30,true,null,[],{}],\"b\":\"x\",\"c\":null}");
}
END_TEST

static const char *text(const char *s)
{
    struct buffer out = buffer_on(ctx);
    struct json_writer json = json_writer_on(&out);
    json_write_text(&json, s);
    ck_assert_ptr_null(json_write_finish(&json));
    json_error_t error;
    json_t *read = json_loads(buffer_cstr(&out), JSON_DECODE_ANY, &error);
    ck_assert_msg(read != NULL, "%s: %s", buffer_cstr(&out), error.text);
    json_decref(read);
    return buffer_cstr(&out);
}

START_TEST(escapes_texts)
{
    ck_assert_str_eq(text(""), "\"\"");
    ck_assert_str_eq(text("say \"so\" \\ /"), "\"say \\\"so\\\" \\\\ /\"");
    ck_assert_str_eq(text("a\tb\nc\rd\be\ff\x01g\x1F\x7F"), "\"a\\tb\\nc\\rd\\be\\ff\\u0001g\\u001f\\u007f\"");
    ck_assert_str_eq(text("é\u2028\u2029\U0001F600"), "\"é\\u2028\\u2029\U0001F600\"");
    ck_assert_str_eq(text("a\xFF"
                          "b\xED\xA0\x80"),
                     "\"a\uFFFDb\uFFFD\uFFFD\uFFFD\"");
}
END_TEST

START_TEST(every_character_reads_back)
{
    for (uint32_t character = 1; character < 0x3000; character++) {
        char utf8[4] = {0};
        if (character < 0x80) {
            utf8[0] = (char)character;
        } else if (character < 0x800) {
            utf8[0] = (char)(0xC0 | character >> 6);
            utf8[1] = (char)(0x80 | (character & 0x3F));
        } else {
            utf8[0] = (char)(0xE0 | character >> 12);
            utf8[1] = (char)(0x80 | (character >> 6 & 0x3F));
            utf8[2] = (char)(0x80 | (character & 0x3F));
        }
        json_t *read = json_loads(text(utf8), JSON_DECODE_ANY, NULL);
        ck_assert_str_eq(json_string_value(read), utf8);
        json_decref(read);
    }
}
END_TEST

/* Calls out of order: o and O begin and end an object, a and A an array, k writes a key, v a value, n a bad number. */
static struct error *outcome_of(const char *calls)
{
    struct buffer out = buffer_on(ctx);
    struct json_writer json = json_writer_on(&out);
    for (; *calls; calls++) {
        switch (*calls) {
        case 'o': json_write_object(&json); break;
        case 'O': json_write_object_end(&json); break;
        case 'a': json_write_array(&json); break;
        case 'A': json_write_array_end(&json); break;
        case 'k': json_write_key(&json, "k"); break;
        case 'v': json_write_null(&json); break;
        case 'n': json_write_decimal(&json, "1e5"); break;
        }
    }
    return json_write_finish(&json);
}

START_TEST(reports_calls_out_of_order)
{
    static const char *const good[] = {"v", "oO", "aA", "okvO", "okaAO", "avvA", "okokvOkvO"};
    static const char *const bad[] = {"",    "vv",    "aAv", "o",   "a",   "O", "A",   "oA",  "aO", "ov",
                                      "okO", "okkvO", "k",   "akA", "okv", "n", "anA", "oko", "aAA"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(outcome_of(good[i]) == NULL, "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error *error = outcome_of(bad[i]);
        ck_assert_msg(error && error->kind == ERROR_INTERNAL, "%s", bad[i]);
    }
}
END_TEST

START_TEST(refuses_to_nest_too_deeply)
{
    for (int depth = JSON_DEPTH_MOST; depth <= JSON_DEPTH_MOST + 1; depth++) {
        struct buffer out = buffer_on(ctx);
        struct json_writer json = json_writer_on(&out);
        for (int i = 0; i < depth; i++)
            json_write_array(&json);
        for (int i = 0; i < depth; i++)
            json_write_array_end(&json);
        ck_assert((json_write_finish(&json) == NULL) == (depth == JSON_DEPTH_MOST));
    }
}
END_TEST

START_TEST(passes_on_that_the_buffer_is_full)
{
    struct buffer out = buffer_on(ctx);
    out.max = 4;
    struct json_writer json = json_writer_on(&out);
    json_write_text(&json, "too long for it");
    ck_assert_ptr_nonnull(json_write_finish(&json));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("json");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, writes_values_with_commas_where_they_belong);
    tcase_add_test(tests, escapes_texts);
    tcase_add_test(tests, every_character_reads_back);
    tcase_add_test(tests, reports_calls_out_of_order);
    tcase_add_test(tests, refuses_to_nest_too_deeply);
    tcase_add_test(tests, passes_on_that_the_buffer_is_full);
    Suite *suite = suite_create("exchange/json");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
