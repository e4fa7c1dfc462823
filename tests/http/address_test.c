/* Reading addresses: what is decoded, and what is refused. */
#include "http/address.h"

#include <check.h>
#include <string.h>
#include <talloc.h>

static void *ctx;

static void begin(void)
{
    ctx = talloc_new(NULL);
}

static void end(void)
{
    talloc_free(ctx);
}

static struct address read_ok(const char *target)
{
    struct address address;
    struct error *error = address_read(ctx, target, &address);
    ck_assert_msg(!error, "%s: %s", target, error ? error->message : "");
    return address;
}

START_TEST(splits_a_path)
{
    struct address address = read_ok("/outcome/4.7%2Fa%20b/?x");
    ck_assert_str_eq(address.path, "/outcome/4.7%2Fa%20b/");
    ck_assert_str_eq(address.query, "x");
    ck_assert_uint_eq(address.segments.count, 3);
    ck_assert_str_eq(address.segments.at[0], "outcome");
    ck_assert_str_eq(address.segments.at[1], "4.7/a b");
    ck_assert_str_eq(address.segments.at[2], "");
    ck_assert_uint_eq(read_ok("/").segments.count, 0);
    ck_assert_uint_eq(read_ok("/?").segments.count, 0);
    ck_assert_str_eq(read_ok("/a+b").segments.at[0], "a+b");
    ck_assert_str_eq(read_ok("/%C3%A9lan").segments.at[0], "élan");
}
END_TEST

START_TEST(reads_a_query)
{
    struct address address = read_ok("/?q=late+checks%21&a&b=&q=x%3Dy=z&&=only");
    ck_assert_uint_eq(address.values.count, 5);
    const char *const expected[][2] = {{"q", "late checks!"}, {"a", ""}, {"b", ""}, {"q", "x=y=z"}, {"", "only"}};
    for (size_t i = 0; i < 5; i++) {
        ck_assert_str_eq(address.values.at[i].name, expected[i][0]);
        ck_assert_str_eq(address.values.at[i].value, expected[i][1]);
    }
    ck_assert_str_eq(read_ok("/?t=a%0D%0Ab%09c").values.at[0].value, "a\r\nb\tc");
    ck_assert_str_eq(read_ok("/?a?b=c?").values.at[0].name, "a?b");
}
END_TEST

static const char *const refused[] = {
    "", "outcome", "http://localhost/", "*",                           /* no path */
    "/%", "/%4", "/%zz", "/%4g", "/a%", "/a%2", "/?q=%", "/?%f=1",     /* no escapes */
    "/%00", "/a%00b", "/?q=%00", "/%0a", "/%7f", "/%1b[0m", "/?q=%1b", /* NUL, control characters */
    "/.", "/..", "/a/../b", "/%2e", "/%2E%2e/", "/.%2e", "/a/%2e.",    /* dot segments */
    "/%ff", "/%c0%af", "/%ed%a0%80", "/%f4%90%80%80", "/%c3", "/?q=%c0%80", "/%e2%82", /* not UTF-8 */
    "/a b", "/a\tb", "/a#b", "/\xc3\xa9", "/a\\b", "/\x7f", "/a\r",                    /* has to be escaped */
};

START_TEST(refuses)
{
    struct address address;
    struct error *error = address_read(ctx, refused[_i], &address);
    ck_assert_msg(error, "%s was taken", refused[_i]);
    ck_assert_int_eq(error->kind, ERROR_INVALID);
}
END_TEST

static char *repeated(const char *first, const char *piece, size_t times)
{
    char *text = talloc_strdup(ctx, first);
    for (size_t i = 0; i < times; i++)
        text = talloc_strdup_append_buffer(text, piece);
    return text;
}

START_TEST(keeps_to_its_limits)
{
    struct address address;
    ck_assert_uint_eq(read_ok(repeated("", "/a", ADDRESS_SEGMENTS_MOST)).segments.count, ADDRESS_SEGMENTS_MOST);
    ck_assert_ptr_nonnull(address_read(ctx, repeated("", "/a", ADDRESS_SEGMENTS_MOST + 1), &address));
    ck_assert_uint_eq(read_ok(repeated("/?", "a&", ADDRESS_VALUES_MOST)).values.count, ADDRESS_VALUES_MOST);
    ck_assert_ptr_nonnull(address_read(ctx, repeated("/?", "a&", ADDRESS_VALUES_MOST + 1), &address));
    ck_assert_uint_eq(strlen(read_ok(repeated("/", "a", ADDRESS_MOST - 1)).path), ADDRESS_MOST);
    ck_assert_ptr_nonnull(address_read(ctx, repeated("/", "a", ADDRESS_MOST), &address));
}
END_TEST

/* Every byte but NUL and the controls goes through both ways, in a path and in a query. */
START_TEST(encodes_what_it_decodes)
{
    static const char *const texts[] = {"4.7", "a b+c", "50% & more?", "2018/19", "é – “x”", "-._~", "", "#\\|^`{}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *encoded = address_encode(ctx, texts[i]);
        struct address address = read_ok(talloc_asprintf(ctx, "/x%s?v=%s", encoded, encoded));
        ck_assert_str_eq(address.segments.at[0] + 1, texts[i]);
        ck_assert_str_eq(address.values.at[0].value, texts[i]);
    }
    ck_assert_str_eq(address_encode(ctx, "a b/é"), "a%20b%2F%C3%A9");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("http/address");
    TCase *tcase = tcase_create("addresses");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, splits_a_path);
    tcase_add_test(tcase, reads_a_query);
    tcase_add_loop_test(tcase, refuses, 0, sizeof refused / sizeof *refused);
    tcase_add_test(tcase, keeps_to_its_limits);
    tcase_add_test(tcase, encodes_what_it_decodes);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
