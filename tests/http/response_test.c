/* What an answer may say about itself, and when it becomes a 304; what a request says. */
#include "http/response_file.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

static void *ctx;
static struct request request;
static struct response response;

static void begin(void)
{
    ctx = talloc_new(NULL);
    request = (struct request){.ctx = ctx, .format = FORMAT_HTML};
    response_init(&response, ctx);
}

static void end(void)
{
    talloc_free(ctx);
}

static const char *const bad_headers[][2] = {
    {"", "x"},           {"A B", "x"},         {"A:", "x"},           {"A\r\nB", "x"},     {"Vary", "a\r\nSet-Cookie: b"},
    {"Vary", "a\nb"},    {"Vary", "\x7f"},     {"content-type", "x"}, {"ETag", "\"x\""},   {"Content-Length", "3"},
    {"Connection", "x"}, {"Date", "x"},        {"Cache-Control", ""}, {"Trailer", "x"},    {"Transfer-Encoding", "x"},
    {"Upgrade", "x"},    {"Referrer-Policy", "unsafe-url"},           {"content-security-policy", "default-src *"},
};

START_TEST(refuses_headers)
{
    ck_assert_msg(response_set_header(&response, bad_headers[_i][0], bad_headers[_i][1]), "%s", bad_headers[_i][0]);
    ck_assert_uint_eq(response.headers.count, 0);
}
END_TEST

START_TEST(takes_a_few_headers)
{
    for (int i = 0; i < RESPONSE_HEADERS_MOST; i++)
        ck_assert_ptr_null(response_set_header(&response, "Link", "</style.css>; rel=preload"));
    ck_assert_ptr_nonnull(response_set_header(&response, "Link", "one too many"));
}
END_TEST

START_TEST(redirects_only_home)
{
    const char *const elsewhere[] = {"", "x", "http://example.org/", "//example.org/", "/\\example.org", "/a\r\nB: c"};
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        ck_assert_msg(response_redirect(&response, 303, elsewhere[i]), "%s", elsewhere[i]);
    ck_assert_uint_eq(response.status, 200);
    buffer_text(&response.body, "thrown away");
    ck_assert_ptr_null(response_redirect(&response, 303, "/outcome/4.7"));
    ck_assert_uint_eq(response.status, 303);
    ck_assert_str_eq(buffer_cstr(&response.body), "This page is at /outcome/4.7\n");
}
END_TEST

START_TEST(names_a_download_safely)
{
    ck_assert_ptr_null(response_download_as(&response, "out\"comes/..\r\n.csv"));
    ck_assert_str_eq(response.headers.at[0].value, "attachment; filename=\"out-comes-..--.csv\"");
}
END_TEST

/* The answer after a handler wrote `body` and the client said that it holds `held`. */
static void finish(const char *body, const char *held)
{
    response_init(&response, ctx);
    buffer_text(&response.body, body);
    response_set_etag_from_body(&response);
    request.headers.count = held ? 1 : 0;
    request.headers.at[0] = (struct named_value){"if-none-match", held};
    ck_assert_ptr_null(response_finish(&response, &request));
}

START_TEST(every_byte_of_a_body_counts)
{
    enum { LENGTH = 20000 };
    char *body = talloc_size(ctx, LENGTH + 1);
    memset(body, 'a', LENGTH);
    body[LENGTH] = '\0';
    finish(body, NULL);
    char tag[sizeof response.etag];
    memcpy(tag, response.etag, sizeof tag);
    for (int i = 0; i < LENGTH; i += 131) {
        body[i] = 'b';
        finish(body, NULL);
        ck_assert_str_ne(response.etag, tag);
        body[i] = 'a';
    }
    finish(body + 1, NULL);
    ck_assert_str_ne(response.etag, tag);
}
END_TEST

/* The tag is made from pieces: what they are counts, and which stands where. */
START_TEST(the_order_of_a_bodys_pieces_counts)
{
    enum { PIECES = 40 };
    char tags[PIECES + 1][sizeof response.etag];
    for (int moved = 0; moved <= PIECES; moved++) {
        struct buffer body = buffer_on(ctx);
        for (int i = 0; i < PIECES; i++)
            buffer_format(&body, "piece%s", i == moved ? "one" : "two");
        finish(buffer_cstr(&body), NULL);
        memcpy(tags[moved], response.etag, sizeof tags[moved]);
        for (int before = 0; before < moved; before++)
            ck_assert_str_ne(tags[before], tags[moved]);
    }
    for (size_t length = 0; length < 70; length++) { /* lengths of nothing but NUL bytes */
        response_init(&response, ctx);
        buffer_add(&response.body, (char[70]){0}, length);
        response_set_etag_from_body(&response);
        request.headers.count = 0;
        ck_assert_ptr_null(response_finish(&response, &request));
        ck_assert_str_ne(response.etag, tags[0]);
        memcpy(tags[0], response.etag, sizeof tags[0]);
    }
}
END_TEST

START_TEST(tags_a_body)
{
    finish("one", NULL);
    char one[sizeof response.etag];
    memcpy(one, response.etag, sizeof one);
    ck_assert_uint_eq(strlen(one), 24);
    finish("one", NULL);
    ck_assert_str_eq(response.etag, one);
    finish("two", NULL);
    ck_assert_str_ne(response.etag, one);
    ck_assert_uint_eq(response.status, 200);
}
END_TEST

START_TEST(compares_tags)
{
    finish("one", NULL);
    const char *etag = talloc_strdup(ctx, response.etag);
    const char *const held[] = {"%s", "W/%s", "\"a\",%s", " \"a\" , W/\"b\", %s ,", "*"};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        const char *put = strstr(held[i], "%s");
        finish("one", put ? talloc_asprintf(ctx, "%.*s%s%s", (int)(put - held[i]), held[i], etag, put + 2) : held[i]);
        ck_assert_msg(response.status == 304, "%s", held[i]);
        ck_assert_uint_eq(response.lent.count, 0);
    }
    const char *unquoted = talloc_strndup(ctx, etag + 1, strlen(etag) - 2);
    const char *const others[] = {"", "\"", "\"\"", "W/", ",", "\"a\"", unquoted, etag + 1, "**", "x, *", "w/\"a\""};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        finish("one", others[i]);
        ck_assert_msg(response.status == 200, "%s", others[i]);
        ck_assert_uint_eq(response.lent.count, 3);
    }
}
END_TEST

START_TEST(tags_only_what_was_found)
{
    response_set_etag_from_body(&response);
    response.status = 404;
    ck_assert_ptr_null(response_finish(&response, &request));
    ck_assert_str_eq(response.etag, "");
}
END_TEST

START_TEST(sends_what_has_no_tag)
{
    request.headers.count = 1;
    request.headers.at[0] = (struct named_value){"If-None-Match", "*"};
    ck_assert_ptr_null(response_finish(&response, &request));
    ck_assert_uint_eq(response.status, 200);
}
END_TEST

START_TEST(takes_a_tag)
{
    ck_assert_ptr_null(response_set_etag(&response, "abc-DEF_019"));
    ck_assert_str_eq(response.etag, "\"abc-DEF_019\"");
    const char *const bad[] = {"", "\"a\"", "a b", "é", "123456789012345678901234567890123"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(response_set_etag(&response, bad[i]), "%s", bad[i]);
}
END_TEST

START_TEST(reports_a_body_that_did_not_fit)
{
    response.body.max = 10;
    buffer_text(&response.body, "more than ten bytes");
    ck_assert_ptr_nonnull(response_finish(&response, &request));
}
END_TEST

START_TEST(reads_parameters)
{
    ck_assert_ptr_null(address_read(ctx, "/?q=a&q=b&page=12&deep=99999999999999999999&x=0x1&r=", &request.address));
    ck_assert_str_eq(request_parameter(&request, "q"), "a");
    ck_assert_str_eq(request_parameter_at(&request, "q", 1), "b");
    ck_assert_ptr_null(request_parameter_at(&request, "q", 2));
    ck_assert_ptr_null(request_parameter(&request, "none"));
    ck_assert_ptr_null(request_in_path(&request, "ref"));
    int64_t value = 0;
    ck_assert_ptr_null(request_integer(&request, "page", 1, 12, 1, &value));
    ck_assert_int_eq(value, 12);
    ck_assert_ptr_null(request_integer(&request, "none", 1, 12, 7, &value));
    ck_assert_int_eq(value, 7);
    struct error *error = request_integer(&request, "page", 1, 11, 1, &value);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->kind, ERROR_INVALID);
    ck_assert_ptr_nonnull(strstr(error->message, "page="));
    const char *const bad[] = {"deep", "x", "r", "q"};
    for (size_t i = 0; i < 4; i++)
        ck_assert_ptr_nonnull(request_integer(&request, bad[i], INT64_MIN, INT64_MAX, 1, &value));
}
END_TEST

/* Fills the body with so many bytes of one letter, then lets it move. */
static void write_much(char letter, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_char(&response.body, letter);
    ck_assert_ptr_null(response_relieve(&response));
}

START_TEST(a_long_body_moves_to_a_file)
{
    const size_t much = ((size_t)1 << 20) + 1;
    _Atomic uint64_t in_files = 0;
    char tag[sizeof response.etag];
    for (int pass = 0; pass < 2; pass++) {
        void *memory = talloc_new(ctx);
        response_init(&response, memory);
        response.in_files = &in_files;
        response_set_etag_from_body(&response);
        write_much('a', 1000);
        ck_assert_ptr_null(response.file);
        write_much('b', much);
        ck_assert_ptr_nonnull(response.file);
        ck_assert_uint_eq(response.body.used, 0);
        write_much('c', 10);
        ck_assert_ptr_null(response_finish(&response, &request));
        ck_assert_uint_eq(in_files, 1000 + much + 10);
        ck_assert_uint_eq(response_file_length(response.file), 1000 + much + 10);
        int file = response_file_open(response.file);
        char bytes[2000];
        ck_assert_int_eq(pread(file, bytes, 1001, 0), 1001);
        ck_assert(bytes[0] == 'a' && bytes[999] == 'a' && bytes[1000] == 'b');
        ck_assert_int_eq(pread(file, bytes, 100, (off_t)(1000 + much)), 10);
        ck_assert(bytes[0] == 'c');
        close(file);
        if (pass == 0)
            memcpy(tag, response.etag, sizeof tag);
        ck_assert_str_eq(response.etag, tag); /* the same bytes, the same tag */
        talloc_free(memory);
        ck_assert_uint_eq(in_files, 0);
    }
}
END_TEST

START_TEST(all_files_together_have_a_limit)
{
    _Atomic uint64_t in_files = RESPONSE_FILES_MOST - 1000;
    void *memory = talloc_new(ctx);
    response_init(&response, memory);
    response.in_files = &in_files;
    for (size_t i = 0; i <= (size_t)1 << 20; i++)
        buffer_char(&response.body, 'x');
    struct error *error = response_relieve(&response);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->kind, ERROR_BUSY);
    talloc_free(memory);
    ck_assert_uint_eq(in_files, RESPONSE_FILES_MOST - 1000);
}
END_TEST

START_TEST(without_room_for_a_file_it_says_so)
{
    response_init(&response, ctx);
    setenv("TMPDIR", "/nowhere/at-all", 1);
    for (size_t i = 0; i <= (size_t)1 << 20; i++)
        buffer_char(&response.body, 'x');
    struct error *error = response_relieve(&response);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->kind, ERROR_IO);
    unsetenv("TMPDIR");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("http/response");
    TCase *tcase = tcase_create("answers");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, refuses_headers, 0, sizeof bad_headers / sizeof *bad_headers);
    tcase_add_test(tcase, takes_a_few_headers);
    tcase_add_test(tcase, redirects_only_home);
    tcase_add_test(tcase, names_a_download_safely);
    tcase_add_test(tcase, tags_a_body);
    tcase_add_test(tcase, every_byte_of_a_body_counts);
    tcase_add_test(tcase, the_order_of_a_bodys_pieces_counts);
    tcase_add_test(tcase, compares_tags);
    tcase_add_test(tcase, tags_only_what_was_found);
    tcase_add_test(tcase, sends_what_has_no_tag);
    tcase_add_test(tcase, takes_a_tag);
    tcase_add_test(tcase, a_long_body_moves_to_a_file);
    tcase_add_test(tcase, all_files_together_have_a_limit);
    tcase_add_test(tcase, without_room_for_a_file_it_says_so);
    tcase_add_test(tcase, reports_a_body_that_did_not_fit);
    tcase_add_test(tcase, reads_parameters);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
