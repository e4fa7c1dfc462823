/* The HTML writer: what is escaped, which addresses pass, how a failure sticks. */
#include "ui/html.h"

#include <check.h>
#include <limits.h>
#include <math.h>
#include <talloc.h>

static void *ctx;
static struct html h;

static void setup(void)
{
    ctx = talloc_new(NULL);
    h = html_on(ctx);
}

static void teardown(void)
{
    talloc_free(ctx);
}

static const char *written(void)
{
    ck_assert_ptr_null(html_error(&h));
    return buffer_cstr(&h.out);
}

START_TEST(text_is_escaped)
{
    html_text(&h, "<b a='1'>\"Tom & Jo\"</b> é \x01\x7F");
    ck_assert_str_eq(written(), "&lt;b a=&#39;1&#39;&gt;&quot;Tom &amp; Jo&quot;&lt;/b&gt; é \xEF\xBF\xBD\xEF\xBF\xBD");
}
END_TEST

/* Long texts are looked at eight bytes at a time: a sign that must be escaped is found at every place in them. */
START_TEST(a_sign_is_escaped_wherever_it_stands)
{
    for (int sign = 1; sign < 256; sign++)
        for (size_t place = 0; place < 19; place++) {
            char text[20] = "abcdefgh ijklmn opq", one[2] = {(char)sign, '\0'};
            text[place] = (char)sign;
            h = html_on(ctx);
            html_text(&h, one);
            const char *alone = talloc_strdup(ctx, written());
            h = html_on(ctx);
            html_text(&h, text);
            ck_assert_str_eq(written(), talloc_asprintf(ctx, "%.*s%s%s", (int)place, text, alone, text + place + 1));
        }
}
END_TEST

START_TEST(text_keeps_ordinary_white_space_and_ignores_null)
{
    html_text(&h, "a\tb\nc");
    html_text(&h, NULL);
    ck_assert_str_eq(written(), "a\tb\nc");
}
END_TEST

START_TEST(formatted_text_is_escaped_as_a_whole)
{
    html_format(&h, "%s > %d", "<x>", 3);
    ck_assert_str_eq(written(), "&lt;x&gt; &gt; 3");
}
END_TEST

START_TEST(attributes_are_quoted_and_escaped)
{
    html_attribute(&h, "title", "\" onclick=\"x");
    html_attribute(&h, "lang", NULL);
    ck_assert_str_eq(written(), " title=\"&quot; onclick=&quot;x\"");
}
END_TEST

START_TEST(numbers_have_two_decimals_at_most)
{
    const double values[] = {0, -0.001, 1.5, -2.25, 3.004, 100, 0.999};
    const char *words[] = {"0", "0", "1.5", "-2.25", "3", "100", "1"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        buffer_clear(&h.out);
        html_number(&h, values[i]);
        ck_assert_str_eq(written(), words[i]);
    }
}
END_TEST

START_TEST(integers_are_written_to_the_last_digit)
{
    html_integer(&h, 0);
    html_text(&h, " ");
    html_integer(&h, LLONG_MIN);
    html_text(&h, " ");
    html_integer(&h, LLONG_MAX);
    ck_assert_str_eq(written(), "0 -9223372036854775808 9223372036854775807");
}
END_TEST

START_TEST(a_number_that_is_none_fails_the_page)
{
    html_number(&h, NAN);
    ck_assert_ptr_nonnull(html_error(&h));
}
END_TEST

START_TEST(safe_addresses)
{
    const char *safe[] = {"/outcome/4.7", "?sort=due", "#main", "report.html", "https://example.org/a?b=c:d",
                          "HTTP://example.org", "mailto:someone@example.org", "/a:b", "/minutes?at=10:30"};
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
        ck_assert_msg(html_address_is_safe(safe[i]), "%s", safe[i]);
}
END_TEST

START_TEST(unsafe_addresses)
{
    const char *unsafe[] = {"", "javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "java\tscript:x", "data:text/html,x",
                            "//evil.example", "/\\evil.example", "vbscript:x", "https:evil", "1:2", "/a b", "a\nb", "\x01"};
    for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
        ck_assert_msg(!html_address_is_safe(unsafe[i]), "%s", unsafe[i]);
    ck_assert(!html_address_is_safe(NULL));
}
END_TEST

START_TEST(an_unsafe_address_writes_no_attribute)
{
    html_address(&h, "href", "javascript:alert(1)");
    html_address(&h, "href", "/a?b=\"c&d");
    ck_assert_str_eq(written(), " href=\"/a?b=&quot;c&amp;d\"");
}
END_TEST

START_TEST(a_standalone_file_links_only_where_there_is_something)
{
    h.place = HTML_STANDALONE;
    ck_assert(!html_can_link(&h, "/outcome"));
    ck_assert(html_can_link(&h, "#sources"));
    ck_assert(html_can_link(&h, "https://example.org/"));
    h.site = "https://partnership.example";
    ck_assert(html_can_link(&h, "/outcome"));
    html_address(&h, "href", "/outcome");
    html_address(&h, "href", "https://example.org/");
    ck_assert_str_eq(written(), " href=\"https://partnership.example/outcome\" href=\"https://example.org/\"");
}
END_TEST

START_TEST(a_part_is_written_where_it_is_put)
{
    struct html part = html_part(&h);
    html_text(&part, "<a>");
    ck_assert_uint_eq(html_id(&part), 1);
    ck_assert_uint_eq(html_id(&h), 2);
    html_markup(&h, html_taken(&part));
    ck_assert_str_eq(written(), "&lt;a&gt;");
}
END_TEST

START_TEST(a_failed_part_fails_the_page)
{
    struct html part = html_part(&h);
    part.out.max = 4;
    html_text(&part, "longer than four");
    html_markup(&h, html_taken(&part));
    ck_assert_ptr_nonnull(html_error(&h));
    html_text(&h, "nothing more is written");
    ck_assert_str_eq(buffer_cstr(&h.out), "");
}
END_TEST

START_TEST(a_full_buffer_fails_and_stays_failed)
{
    h.out.max = 300;
    for (int i = 0; i < 100; i++)
        html_text(&h, "0123456789");
    ck_assert_ptr_nonnull(html_error(&h));
    ck_assert_uint_le(h.out.used, 300);
}
END_TEST

START_TEST(query_values_are_escaped)
{
    ck_assert_str_eq(html_query_escape(ctx, "a b&c=d/é~-._"), "a%20b%26c%3Dd%2F%C3%A9~-._");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("html");
    TCase *tests = tcase_create("html");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, text_is_escaped);
    tcase_add_test(tests, a_sign_is_escaped_wherever_it_stands);
    tcase_add_test(tests, text_keeps_ordinary_white_space_and_ignores_null);
    tcase_add_test(tests, formatted_text_is_escaped_as_a_whole);
    tcase_add_test(tests, attributes_are_quoted_and_escaped);
    tcase_add_test(tests, numbers_have_two_decimals_at_most);
    tcase_add_test(tests, integers_are_written_to_the_last_digit);
    tcase_add_test(tests, a_number_that_is_none_fails_the_page);
    tcase_add_test(tests, safe_addresses);
    tcase_add_test(tests, unsafe_addresses);
    tcase_add_test(tests, an_unsafe_address_writes_no_attribute);
    tcase_add_test(tests, a_standalone_file_links_only_where_there_is_something);
    tcase_add_test(tests, a_part_is_written_where_it_is_put);
    tcase_add_test(tests, a_failed_part_fails_the_page);
    tcase_add_test(tests, a_full_buffer_fails_and_stays_failed);
    tcase_add_test(tests, query_values_are_escaped);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
