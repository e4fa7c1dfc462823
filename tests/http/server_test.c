/* The server as its clients see it: answers, HEAD, entity tags, error pages, headers, memory. */
#include "base/log.h"
#include "http/router.h"
#include "http/security.h"
#include "http/server.h"

#include "../support/http_client.h"

#include <check.h>
#include <string.h>
#include <sys/socket.h>
#include <talloc.h>
#include <unistd.h>

static void *ctx;
static struct server *server;
static struct router *router;

static struct error *hello(void *worker, struct request *request, struct response *response)
{
    (void)worker;
    buffer_format(&response->body, "hello %s", request->route->pattern);
    response_set_etag_from_body(response);
    return NULL;
}

static struct error *outcome(void *worker, struct request *request, struct response *response)
{
    (void)worker;
    const char *words = request_parameter(request, "q");
    buffer_format(&response->body, "%s %s %s", format_ending(request->format), request_in_path(request, "ref"),
                  words ? words : "-");
    return NULL;
}

static struct error *failing(void *worker, struct request *request, struct response *response)
{
    (void)worker;
    buffer_text(&response->body, "half a page");
    return ERROR_DETAIL(request->ctx, ERROR_STORE, "secret", "The register could not be read.");
}

static const char style[] = "body { color: black }";

static struct error *asset(void *worker, struct request *request, struct response *response)
{
    (void)worker, (void)request;
    response->content_type = "text/css; charset=utf-8";
    response->cache = CACHE_IMMUTABLE;
    response_lend(response, style, sizeof style - 1);
    return response_set_header(response, "Vary", "Accept-Encoding");
}

/* Asks for more memory than a request may have. */
static struct error *greedy(void *worker, struct request *request, struct response *response)
{
    (void)worker, (void)response;
    TRY_MEMORY(talloc_size(request->ctx, (size_t)10 << 20));
    return NULL;
}

/* Writes without end, as an endless list would. */
static struct error *endless(void *worker, struct request *request, struct response *response)
{
    (void)worker, (void)request;
    while (!response->body.failed)
        buffer_text(&response->body, "and so on, ");
    return NULL;
}

/* A large page, all of whose bytes are known. */
static struct error *large(void *worker, struct request *request, struct response *response)
{
    (void)worker, (void)request;
    for (int i = 0; i < 200000; i++)
        buffer_format(&response->body, "%06d\n", i);
    return NULL;
}

static const struct route routes[] = {
    {.pattern = "/asset", .handle = asset},
    {.pattern = "/greedy", .handle = greedy},
    {.pattern = "/endless", .handle = endless},
    {.pattern = "/large", .handle = large},
    {.pattern = "/", .handle = hello},
    {.pattern = "/fail", .handle = failing},
    {.pattern = "/outcome/{ref}", .handle = outcome, .formats = FORMAT_HTML | FORMAT_CSV | FORMAT_JSON},
};

static struct error *answer(void *worker, struct request *request, struct response *response)
{
    return router_answer(router, worker, request, response);
}

static struct error *error_page(void *worker, const struct request *request, const struct error *error,
                                struct response *response)
{
    (void)worker;
    if (strcmp(request->address.path, "/fail") == 0 && request_parameter(request, "twice"))
        return ERROR_NEW(response->ctx, ERROR_INTERNAL, "No page either.");
    buffer_format(&response->body, "sorry: %s (%s)", error->message, request->address.path);
    return NULL;
}

static void begin(void)
{
    ctx = talloc_new(NULL);
    ck_assert_ptr_null(router_make(ctx, routes, sizeof routes / sizeof *routes, &router));
    struct server_config config = {.handle = answer, .error_page = error_page, .memory_most = (size_t)4 << 20};
    ck_assert_ptr_null(server_start(ctx, &config, &server));
}

static void end(void)
{
    server_stop(server);
    talloc_free(ctx);
}

START_TEST(answers_a_page)
{
    struct reply reply = client_get(ctx, server_port(server), "/", "");
    ck_assert_int_eq(reply.status, 200);
    ck_assert_str_eq(reply.body, "hello /");
    ck_assert_str_eq(reply_header(ctx, &reply, "Content-Type"), "text/html; charset=utf-8");
    ck_assert_str_eq(reply_header(ctx, &reply, "Cache-Control"), "no-cache");
    ck_assert_str_eq(reply_header(ctx, &reply, "Content-Length"), "7");
}
END_TEST

START_TEST(protects_every_answer)
{
    const char *const asked[] = {"GET / HTTP/1.1", "GET /fail HTTP/1.1", "GET /nowhere HTTP/1.1", "POST / HTTP/1.1",
                                 "GET /%zz HTTP/1.1", "BAD\\ / HTTP/1.1", "GET /outcome/ HTTP/1.1"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct reply reply =
            client_ask(ctx, server_port(server), talloc_asprintf(ctx, "%s\r\nHost: x\r\n\r\n", asked[i]));
        for (const struct security_header *header = security_headers; header->name; header++) {
            const char *value = reply_header(ctx, &reply, header->name);
            ck_assert_msg(value && strcmp(value, header->value) == 0, "%s: %s", asked[i], header->name);
        }
    }
    const char *policy = security_headers[0].value;
    ck_assert_str_eq(security_headers[0].name, "Content-Security-Policy");
    ck_assert_ptr_nonnull(strstr(policy, "default-src 'none'"));
    ck_assert_ptr_null(strstr(policy, "unsafe"));
}
END_TEST

START_TEST(leaves_the_body_out_for_head)
{
    int fd = client_connect(server_port(server));
    for (int i = 0; i < 2; i++) { /* twice: a body sent by mistake would be read as the second answer */
        client_say(fd, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
        struct reply reply = client_read(ctx, fd, true);
        ck_assert_int_eq(reply.status, 200);
        ck_assert_str_eq(reply_header(ctx, &reply, "Content-Length"), "7");
        ck_assert_ptr_nonnull(reply_header(ctx, &reply, "ETag"));
        ck_assert_uint_eq(reply.excess, 0);
    }
    close(fd);
}
END_TEST

START_TEST(lets_assets_be_kept)
{
    struct reply reply = client_get(ctx, server_port(server), "/asset", "");
    ck_assert_str_eq(reply.body, style);
    ck_assert_str_eq(reply_header(ctx, &reply, "Cache-Control"), "public, max-age=31536000, immutable");
    ck_assert_str_eq(reply_header(ctx, &reply, "Content-Type"), "text/css; charset=utf-8");
    ck_assert_str_eq(reply_header(ctx, &reply, "Vary"), "Accept-Encoding");
}
END_TEST

START_TEST(sends_a_large_page_whole)
{
    struct reply reply = client_get(ctx, server_port(server), "/large", "");
    ck_assert_uint_eq(reply.body_length, 200000 * 7);
    ck_assert_str_eq(reply.body + reply.body_length - 7, "199999\n");
}
END_TEST

START_TEST(caps_a_requests_memory)
{
    struct reply reply = client_get(ctx, server_port(server), "/greedy", "");
    ck_assert_int_eq(reply.status, 503);
    ck_assert_ptr_nonnull(strstr(reply.body, "sorry: "));
    reply = client_get(ctx, server_port(server), "/endless", "");
    ck_assert_int_ge(reply.status, 500);
    ck_assert_ptr_nonnull(strstr(reply.body, "sorry: "));
    ck_assert_int_eq(client_get(ctx, server_port(server), "/", "").status, 200);
}
END_TEST

START_TEST(answers_one_after_the_other)
{
    int fd = client_connect(server_port(server));
    client_say(fd, "GET /outcome/1 HTTP/1.1\r\nHost: x\r\n\r\n");
    ck_assert_str_eq(client_read(ctx, fd, false).body, " 1 -");
    client_say(fd, "GET /outcome/2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    ck_assert_str_eq(client_read(ctx, fd, false).body, " 2 -");
    ck_assert(client_sees_close(fd, 5000));
    close(fd);
}
END_TEST

START_TEST(answers_requests_sent_together)
{
    int fd = client_connect(server_port(server));
    client_say(fd, "GET /outcome/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /outcome/2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"
                   "abcGET /outcome/3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    char bytes[8192];
    size_t used = 0;
    for (ssize_t got; (got = recv(fd, bytes + used, sizeof bytes - 1 - used, 0)) > 0;)
        used += (size_t)got;
    bytes[used] = '\0';
    const char *at = bytes;
    for (int i = 1; i <= 3; i++) {
        at = strstr(at, talloc_asprintf(ctx, "\r\n\r\n %d -", i));
        ck_assert_msg(at, "answer %d is missing: %s", i, bytes);
    }
    close(fd);
}
END_TEST

START_TEST(passes_on_what_the_address_says)
{
    struct reply reply = client_get(ctx, server_port(server), "/outcome/4.7.csv?q=a+b%21", "");
    ck_assert_int_eq(reply.status, 200);
    ck_assert_str_eq(reply.body, "csv 4.7 a b!");
    ck_assert_str_eq(reply_header(ctx, &reply, "Content-Type"), "text/csv; charset=utf-8");
}
END_TEST

START_TEST(knows_what_the_client_has)
{
    struct reply first = client_get(ctx, server_port(server), "/", "");
    const char *etag = reply_header(ctx, &first, "ETag");
    ck_assert_ptr_nonnull(etag);
    const char *held = talloc_asprintf(ctx, "If-None-Match: \"x\", W/%s\r\n", etag);
    struct reply second = client_get(ctx, server_port(server), "/", held);
    ck_assert_int_eq(second.status, 304);
    ck_assert_uint_eq(second.body_length, 0);
    ck_assert_ptr_nonnull(reply_header(ctx, &second, "Cache-Control"));
    ck_assert_str_eq(reply_header(ctx, &second, "ETag"), etag);
}
END_TEST

START_TEST(turns_a_failure_into_a_page)
{
    struct reply reply = client_get(ctx, server_port(server), "/fail", "");
    ck_assert_int_eq(reply.status, 500);
    ck_assert_str_eq(reply.body, "sorry: The register could not be read. (/fail)");
    reply = client_get(ctx, server_port(server), "/fail?twice", "");
    ck_assert_int_eq(reply.status, 500);
    ck_assert_ptr_nonnull(strstr(reply.body, "Something went wrong here"));
    reply = client_get(ctx, server_port(server), "/nowhere", "");
    ck_assert_int_eq(reply.status, 404);
    reply = client_get(ctx, server_port(server), "/%zz", "");
    ck_assert_int_eq(reply.status, 400);
}
END_TEST

int main(void)
{
    log_set_least(LEVEL_ERROR + 1);
    Suite *suite = suite_create("http/server");
    TCase *pages = tcase_create("pages");
    tcase_add_checked_fixture(pages, begin, end);
    tcase_add_test(pages, answers_a_page);
    tcase_add_test(pages, protects_every_answer);
    tcase_add_test(pages, leaves_the_body_out_for_head);
    tcase_add_test(pages, lets_assets_be_kept);
    tcase_add_test(pages, sends_a_large_page_whole);
    tcase_add_test(pages, caps_a_requests_memory);
    tcase_add_test(pages, answers_one_after_the_other);
    tcase_add_test(pages, answers_requests_sent_together);
    tcase_add_test(pages, passes_on_what_the_address_says);
    tcase_add_test(pages, knows_what_the_client_has);
    tcase_add_test(pages, turns_a_failure_into_a_page);
    suite_add_tcase(suite, pages);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
