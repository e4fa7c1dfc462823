/* The server as its clients see it: answers, HEAD, entity tags, error pages, headers, starting and stopping. */
#include "http/router.h"
#include "http/server.h"

#include "../support/http_client.h"

#include <check.h>
#include <signal.h>
#include <string.h>
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

static const struct route routes[] = {
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
    buffer_format(&response->body, "sorry: %s (%s)", error->message, request->address.path);
    return NULL;
}

static void begin(void)
{
    ctx = talloc_new(NULL);
    ck_assert_ptr_null(router_make(ctx, routes, sizeof routes / sizeof *routes, &router));
    ck_assert_ptr_null(server_start(ctx, &(struct server_config){.handle = answer, .error_page = error_page}, &server));
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
    ck_assert_str_eq(reply_header(ctx, &reply, "X-Content-Type-Options"), "nosniff");
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
    ck_assert_str_eq(reply_header(ctx, &second, "ETag"), etag);
}
END_TEST

START_TEST(turns_a_failure_into_a_page)
{
    struct reply reply = client_get(ctx, server_port(server), "/fail", "");
    ck_assert_int_eq(reply.status, 500);
    ck_assert_str_eq(reply.body, "sorry: The register could not be read. (/fail)");
    reply = client_get(ctx, server_port(server), "/nowhere", "");
    ck_assert_int_eq(reply.status, 404);
    reply = client_get(ctx, server_port(server), "/%zz", "");
    ck_assert_int_eq(reply.status, 400);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("http server");
    TCase *pages = tcase_create("pages");
    tcase_add_checked_fixture(pages, begin, end);
    tcase_add_test(pages, answers_a_page);
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
