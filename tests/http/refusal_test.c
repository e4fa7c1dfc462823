/* Requests that no handler may see, sent byte for byte; and beside each kind one like it that is fine. */
#include "base/log.h"
#include "http/head.h"
#include "http/server.h"

#include "../support/http_client.h"

#include <check.h>
#include <stdatomic.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#define BODY_MOST 1000

static void *ctx;
static struct server *server;
static _Atomic int handled;

static struct error *answer(void *worker, struct request *request, struct response *response)
{
    (void)worker;
    handled++;
    buffer_format(&response->body, "body:%zu:%s", request->body_length, request->body);
    return NULL;
}

static void begin(void)
{
    ctx = talloc_new(NULL);
    struct server_config config = {.handle = answer, .body_most = BODY_MOST, .workers = 2};
    ck_assert_ptr_null(server_start(ctx, &config, &server));
}

static void end(void)
{
    server_stop(server);
    talloc_free(ctx);
}

#define H "Host: x\r\n"
#define BYTES(text) text, sizeof(text) - 1

static const struct sent {
    int status;
    const char *bytes;
    size_t count;
} requests[] = {
    /* how long the body is, said twice or oddly */
    {200, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n")},
    {200, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 3\r\n\r\nabc")},
    {200, BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 0\r\ncontent-length: 3\r\n\r\nabc")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 0, 3\r\n\r\nabc")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: +3\r\n\r\nabc")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: -1\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 3 \r\n\r\nabc")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 0x3\r\n\r\nabc")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Content-Length:\r\n\r\n")},
    {413, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 1001\r\n\r\n")},
    {413, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 9223372036854775807\r\n\r\n")},
    {413, BYTES("GET / HTTP/1.1\r\n" H "Content-Length: 99999999999999999999999\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding: gzip\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding: identity\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding: xchunked\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\nzz\r\n")},
    /* the host */
    {200, BYTES("GET / HTTP/1.1\r\nhost: localhost:8080\r\n\r\n")},
    {200, BYTES("GET / HTTP/1.1\r\nHost:[::1]:8080\r\n\r\n")},
    {200, BYTES("GET / HTTP/1.0\r\nHost: x\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.0\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\nHost:\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\nHost: x y\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\nHost: x/y\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n")},
    /* methods */
    {405, BYTES("POST / HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n")},
    {405, BYTES("POST / HTTP/1.1\r\n" H "Content-Length: 900\r\n\r\n")},
    {405, BYTES("DELETE / HTTP/1.1\r\n" H "\r\n")},
    {405, BYTES("get / HTTP/1.1\r\n" H "\r\n")},
    {405, BYTES("OPTIONS * HTTP/1.1\r\n" H "\r\n")},
    {405, BYTES("CONNECT x:1 HTTP/1.1\r\n" H "\r\n")},
    {405, BYTES("PRI * HTTP/1.1\r\n" H "\r\n")},
    {400, BYTES("G(T / HTTP/1.1\r\n" H "\r\n")},
    {400, BYTES("G\xc3\xa9T / HTTP/1.1\r\n" H "\r\n")},
    {400, BYTES("G\tET / HTTP/1.1\r\n" H "\r\n")},
    {400, BYTES("GET\0X / HTTP/1.1\r\n" H "\r\n")},
    /* NUL and other controls */
    {400, BYTES("GET /a\0b HTTP/1.1\r\n" H "\r\n")},
    {400, BYTES("GET /\0 HTTP/1.1\r\n" H "\r\n")},
    {400, BYTES("GET / HTTP/1.1\0\r\n" H "\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A: b\0c\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A: b\0\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A: \0\r\nB: c\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A: b\0\0\0\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A: b\0\0C: d\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A\0: b\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "\0A: b\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A: b\x01\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A: b\x7f\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A: b\rc\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A: b\r\r\n\r\n")},
    /* bare line feeds, folded lines, blanks where none belong */
    {400, BYTES("GET / HTTP/1.1\n" H "\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\nHost: x\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "\n")},
    {400, BYTES("GET / HTTP/1.1\n\n")},
    {400, BYTES("GET / HTTP/1.1\nHost: x\n\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A: b\r\n c\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A: b\r\n\tc\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n Host: x\r\n\r\n")},
    {400, BYTES("GET  / HTTP/1.1\r\n" H "\r\n")},
    {400, BYTES("GET /  HTTP/1.1\r\n" H "\r\n")},
    {400, BYTES("GET / HTTP/1.1 \r\n" H "\r\n")},
    {400, BYTES("GET /a b HTTP/1.1\r\n" H "\r\n")},
    {400, BYTES("GET /\t HTTP/1.1\r\n" H "\r\n")},
    {200, BYTES("GET / HTTP/1.1\r\n" H "A:\r\nB:   \t c \r\nC:d\r\nD: e:f\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A : b\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H ": b\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A b: c\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "A(b): c\r\n\r\n")},
    {400, BYTES("GET / HTTP/1.1\r\n" H "no colon\r\n\r\n")},
    /* targets; those that address.h refuses are in its test */
    {200, BYTES("GET /?a=b&c=d%20e&f HTTP/1.1\r\n" H "\r\n")},
    {200, BYTES("GET /?a=b?c&d==e&&&g+h HTTP/1.1\r\n" H "Cookie: a=b; c=d\r\nA: b\r\n\r\n")},
    {400, BYTES("GET http://x/ HTTP/1.1\r\n" H "\r\n")},
    {400, BYTES("GET /a%00b HTTP/1.1\r\n" H "\r\n")},
    /* versions */
    {400, BYTES("GET / HTTP/1.10\r\n" H "\r\n")},
    {400, BYTES("GET / http/1.1\r\n" H "\r\n")},
    {400, BYTES("GET / FTP/1.1\r\n" H "\r\n")},
    {400, BYTES("GET /\r\n" H "\r\n")},
    {505, BYTES("GET / HTTP/2.0\r\n" H "\r\n")},
};

START_TEST(answers_with)
{
    const struct sent *sent = &requests[_i];
    int fd = client_connect(server_port(server));
    client_send(fd, sent->bytes, sent->count);
    struct reply reply = client_read(ctx, fd, false);
    ck_assert_msg(reply.status == sent->status, "request %d: %d\n%s", _i, reply.status, sent->bytes);
    ck_assert_int_eq(handled, sent->status == 200);
    if (reply.status >= 400)
        ck_assert_msg(client_sees_close(fd, 5000), "request %d: the connection stays open", _i);
    /* The library has said its own answer's head twice when it comes to refuse a Content-Length itself. */
    if (reply_header(ctx, &reply, "Content-Security-Policy"))
        ck_assert_uint_eq(reply.excess, 0);
    close(fd);
    ck_assert_int_eq(client_get(ctx, server_port(server), "/", "").status, 200);
}
END_TEST

START_TEST(says_what_is_allowed)
{
    struct reply reply = client_ask(ctx, server_port(server), "PUT / HTTP/1.1\r\n" H "\r\n");
    ck_assert_str_eq(reply_header(ctx, &reply, "Allow"), "GET, HEAD");
}
END_TEST

static char *repeated(const char *piece, size_t times)
{
    char *text = talloc_zero_size(ctx, strlen(piece) * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * strlen(piece), piece, strlen(piece));
    return text;
}

static int status_of(const char *address, const char *headers)
{
    return client_get(ctx, server_port(server), address, headers).status;
}

START_TEST(limits_the_head)
{
    ck_assert_int_eq(status_of(talloc_asprintf(ctx, "/%s", repeated("a", ADDRESS_MOST - 1)), ""), 200);
    ck_assert_int_eq(status_of(talloc_asprintf(ctx, "/%s", repeated("a", ADDRESS_MOST)), ""), 414);
    ck_assert_int_eq(status_of(talloc_asprintf(ctx, "/%s", repeated("a", 100000)), ""), 414);
    ck_assert_int_eq(status_of("/", repeated("A: b\r\n", REQUEST_HEADERS_MOST - 1)), 200);
    ck_assert_int_eq(status_of("/", repeated("A: b\r\n", REQUEST_HEADERS_MOST)), 431);
    ck_assert_int_eq(status_of("/", talloc_asprintf(ctx, "A: %s\r\n", repeated("b", HEAD_MOST - 200))), 200);
    ck_assert_int_eq(status_of("/", talloc_asprintf(ctx, "A: %s\r\n", repeated("b", HEAD_MOST))), 431);
    ck_assert_int_eq(status_of("/", talloc_asprintf(ctx, "A: %s\r\n", repeated("b", 200000))), 431);
    ck_assert_int_eq(status_of("/", ""), 200);
}
END_TEST

/* The library splits a query into pairs of its own before we see it, and has to survive more than it has memory for. */
START_TEST(survives_many_parameters)
{
    ck_assert_int_eq(status_of(talloc_asprintf(ctx, "/?%s", repeated("a&", ADDRESS_VALUES_MOST)), ""), 200);
    ck_assert_int_eq(status_of(talloc_asprintf(ctx, "/?%s", repeated("a&", 300)), ""), 400);
    ck_assert_int_eq(status_of(talloc_asprintf(ctx, "/?%s", repeated("a&", 301)), ""), 0);
    ck_assert_int_eq(status_of(talloc_asprintf(ctx, "/?%s", repeated("&", 4000)), ""), 0);
    ck_assert_int_eq(status_of(talloc_asprintf(ctx, "/?%s", repeated("a=b&", 5000)), ""), 0);
    ck_assert_int_eq(status_of("/", repeated("a:b\r\n", 5000)), 431);
    ck_assert_int_eq(status_of("/", ""), 200);
}
END_TEST

START_TEST(limits_a_body)
{
    const char *fits = talloc_asprintf(ctx, "Content-Length: %d\r\n\r\n%s", BODY_MOST, repeated("b", BODY_MOST));
    struct reply reply = client_ask(ctx, server_port(server), talloc_asprintf(ctx, "GET / HTTP/1.1\r\n" H "%s", fits));
    ck_assert_int_eq(reply.status, 200);
    ck_assert_uint_eq(reply.body_length, strlen("body:1000:") + BODY_MOST);

    /* in chunks, so that nobody knows beforehand */
    const char *chunks = repeated("64\r\n0123456789012345678901234567890123456789012345678901234567890123456789"
                                  "012345678901234567890123456789\r\n", 11);
    reply = client_ask(ctx, server_port(server),
                       talloc_asprintf(ctx, "GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n%s0\r\n\r\n", chunks));
    ck_assert_int_eq(reply.status, 413);
    ck_assert_int_eq(handled, 1);
}
END_TEST

/* A body that never ends is cut off at last. */
START_TEST(ends_an_endless_body)
{
    int fd = client_connect(server_port(server));
    client_say(fd, "GET / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n");
    const char *chunk = talloc_asprintf(ctx, "10000\r\n%s\r\n", repeated("b", 65536));
    for (int i = 0; i < 400; i++)
        client_say(fd, chunk);
    ck_assert_int_eq(client_read(ctx, fd, false).status, 0);
    close(fd);
    ck_assert_int_eq(status_of("/", ""), 200);
}
END_TEST

/* A steady source of odd bytes, the same in every run. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

START_TEST(survives_mangled_requests)
{
    static const char whole[] = "GET /outcome/4.7?q=a%20b&c=d HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a\"\r\n"
                                "Content-Length: 3\r\n\r\nabcGET /second HTTP/1.1\r\nHost: x\r\n\r\n";
    static const char odd[] = "\0\r\n \t:;,%&=?/\\\"\x7f\x80\xff";
    uint32_t state = 20180930;
    for (int round = 0; round < 600; round++) {
        char bytes[sizeof whole];
        memcpy(bytes, whole, sizeof whole);
        for (uint32_t changes = next_random(&state) % 4; changes-- > 0;)
            bytes[next_random(&state) % (sizeof whole - 1)] = odd[next_random(&state) % (sizeof odd - 1)];
        int fd = client_connect(server_port(server));
        client_send(fd, bytes, next_random(&state) % sizeof whole);
        close(fd);
    }
    ck_assert_int_eq(status_of("/", ""), 200);
}
END_TEST

int main(void)
{
    log_set_least(LEVEL_ERROR + 1);
    Suite *suite = suite_create("http/refusal");
    TCase *tcase = tcase_create("refusals");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, answers_with, 0, sizeof requests / sizeof *requests);
    tcase_add_test(tcase, says_what_is_allowed);
    tcase_add_test(tcase, limits_the_head);
    tcase_add_test(tcase, survives_many_parameters);
    tcase_add_test(tcase, limits_a_body);
    tcase_add_test(tcase, ends_an_endless_body);
    tcase_add_test(tcase, survives_mangled_requests);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
