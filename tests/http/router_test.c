/* Which route an address finds, in which form, with which values. */
#include "http/router.h"

#include <check.h>
#include <string.h>
#include <talloc.h>

static void *ctx;
static struct router *router;

static struct error *answer(void *worker, struct request *request, struct response *response)
{
    (void)worker;
    buffer_text(&response->body, request->route->pattern);
    return NULL;
}

#define ALL (FORMAT_HTML | FORMAT_CSV | FORMAT_JSON)

static const struct route routes[] = {
    {"/", answer, 0, NULL},
    {"/outcome", answer, ALL, NULL},
    {"/outcome/{ref}", answer, ALL, NULL},
    {"/outcome/new", answer, 0, NULL},
    {"/outcome/{ref}/actions", answer, FORMAT_CSV, NULL},
    {"/outcome/new/draft", answer, 0, NULL},
    {"/{register}", answer, FORMAT_HTML | FORMAT_CSV, NULL},
    {"/{register}/{id}", answer, 0, NULL},
    {"/{register}/{id}/history", answer, 0, NULL},
    {"/assets/{file...}", answer, 0, NULL},
    {"/assets/site.css", answer, 0, NULL},
};

static void begin(void)
{
    ctx = talloc_new(NULL);
    ck_assert_ptr_null(router_make(ctx, routes, sizeof routes / sizeof *routes, &router));
}

static void end(void)
{
    talloc_free(ctx);
}

static struct request request_for(const char *target)
{
    struct request request = {.ctx = ctx, .format = FORMAT_HTML};
    ck_assert_ptr_null(address_read(ctx, target, &request.address));
    return request;
}

/* "name=value name=value" of what the path gave. */
static const char *values_of(const struct request *request)
{
    char *text = talloc_strdup(ctx, "");
    for (size_t i = 0; i < request->in_path.count; i++)
        text = talloc_asprintf_append_buffer(text, "%s%s=%s", i ? " " : "", request->in_path.at[i].name,
                                             request->in_path.at[i].value);
    return text;
}

static const struct expectation {
    const char *target;
    const char *pattern; /* NULL: nothing is found */
    enum format format;
    const char *values;
} expectations[] = {
    {"/", "/", FORMAT_HTML, ""},
    {"/outcome", "/outcome", FORMAT_HTML, ""},
    {"/outcome.csv", "/outcome", FORMAT_CSV, ""},
    {"/outcome/4.7", "/outcome/{ref}", FORMAT_HTML, "ref=4.7"},
    {"/outcome/4.7.csv?page=2", "/outcome/{ref}", FORMAT_CSV, "ref=4.7"},
    {"/outcome/4.7.json", "/outcome/{ref}", FORMAT_JSON, "ref=4.7"},
    {"/outcome/4.7.csv.json", "/outcome/{ref}", FORMAT_JSON, "ref=4.7.csv"},
    {"/outcome/4.7.xlsx", "/outcome/{ref}", FORMAT_HTML, "ref=4.7.xlsx"},
    {"/outcome/a%2Fb%20c", "/outcome/{ref}", FORMAT_HTML, "ref=a/b c"},
    {"/outcome/4%2E7%2Ecsv", "/outcome/{ref}", FORMAT_HTML, "ref=4.7.csv"},
    {"/outcome/.csv", "/outcome/{ref}", FORMAT_HTML, "ref=.csv"},
    {"/outcome/new", "/outcome/new", FORMAT_HTML, ""},
    {"/outcome/new.csv", "/outcome/{ref}", FORMAT_CSV, "ref=new"},
    {"/outcome/4.7/actions.csv", "/outcome/{ref}/actions", FORMAT_CSV, "ref=4.7"},
    {"/outcome/4.7/actions", NULL, FORMAT_HTML, ""},
    {"/outcome/4.7.csv/actions.csv", "/outcome/{ref}/actions", FORMAT_CSV, "ref=4.7.csv"},
    {"/outcome/new/draft", "/outcome/new/draft", FORMAT_HTML, ""},
    {"/outcome/new/history", "/{register}/{id}/history", FORMAT_HTML, "register=outcome id=new"},
    {"/outcome/4.7/history", "/{register}/{id}/history", FORMAT_HTML, "register=outcome id=4.7"},
    {"/risk", "/{register}", FORMAT_HTML, "register=risk"},
    {"/risk.csv", "/{register}", FORMAT_CSV, "register=risk"},
    {"/risk.json", "/{register}", FORMAT_HTML, "register=risk.json"},
    {"/risk/7.csv", "/{register}/{id}", FORMAT_HTML, "register=risk id=7.csv"},
    {"/assets/a/b/c.js", "/assets/{file...}", FORMAT_HTML, "file=a/b/c.js"},
    {"/assets/data.json", "/assets/{file...}", FORMAT_HTML, "file=data.json"},
    {"/assets/site.css", "/assets/site.css", FORMAT_HTML, ""},
    {"/assets/x%2F..%2Fy/z/w", NULL, FORMAT_HTML, ""},
    {"/assets//x/y", NULL, FORMAT_HTML, ""},
    {"//", NULL, FORMAT_HTML, ""},
    {"/outcome/", NULL, FORMAT_HTML, ""},
    {"/a/b/c/d", NULL, FORMAT_HTML, ""},
};

START_TEST(finds)
{
    const struct expectation *expected = &expectations[_i];
    struct request request = request_for(expected->target);
    struct error *error = router_find(router, &request);
    if (!expected->pattern) {
        ck_assert_msg(error && error->kind == ERROR_NOT_FOUND, "%s found %s", expected->target,
                      error ? "an error" : request.route->pattern);
        ck_assert_ptr_null(request.route);
        return;
    }
    ck_assert_msg(!error, "%s found nothing", expected->target);
    ck_assert_str_eq(request.route->pattern, expected->pattern);
    ck_assert_int_eq(request.format, expected->format);
    ck_assert_str_eq(values_of(&request), expected->values);
}
END_TEST

START_TEST(answers_in_the_form_asked_for)
{
    struct request request = request_for("/outcome/4.7.json");
    struct response response;
    response_init(&response, ctx);
    ck_assert_ptr_null(router_answer(router, NULL, &request, &response));
    ck_assert_str_eq(response.content_type, "application/json");
    ck_assert_str_eq(buffer_cstr(&response.body), "/outcome/{ref}");
}
END_TEST

START_TEST(leads_on_from_a_last_slash)
{
    struct request request = request_for("/outcome/4.7/?q=a%20b");
    struct response response;
    response_init(&response, ctx);
    ck_assert_ptr_null(router_answer(router, NULL, &request, &response));
    ck_assert_uint_eq(response.status, 308);
    ck_assert_str_eq(response.headers.at[0].name, "Location");
    ck_assert_str_eq(response.headers.at[0].value, "/outcome/4.7?q=a%20b");

    const char *const elsewhere[] = {"//", "//outcome/", "/outcome//", "/a/b/c/d/"};
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        request = request_for(elsewhere[i]);
        response_init(&response, ctx);
        struct error *error = router_answer(router, NULL, &request, &response);
        ck_assert_msg(error && error->kind == ERROR_NOT_FOUND, "%s", elsewhere[i]);
    }
}
END_TEST

static const char *const bad_patterns[] = {
    "outcome", "/outcome/", "//a", "/a//b", "/{}", "/{", "/a{b}", "/{a}b", "/{...}", "/{a...}/b", "/{a...}/", "",
    "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}",
};

START_TEST(refuses_patterns)
{
    struct route bad = {.pattern = bad_patterns[_i], .handle = answer};
    struct error *error = router_add(router, &bad, 1);
    ck_assert_msg(error, "%s was taken", bad.pattern);
    ck_assert_ptr_nonnull(strstr(error->message, bad.pattern));
}
END_TEST

START_TEST(refuses_two_routes_for_one_address)
{
    struct route same = {.pattern = "/{kind}/{number}", .handle = answer};
    struct error *error = router_add(router, &same, 1);
    ck_assert_ptr_nonnull(error);
    ck_assert_ptr_nonnull(strstr(error->message, "/{register}/{id}"));
    struct route empty = {.pattern = "/without"};
    ck_assert_ptr_nonnull(router_add(router, &empty, 1));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("http/router");
    TCase *tcase = tcase_create("routes");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, finds, 0, sizeof expectations / sizeof *expectations);
    tcase_add_test(tcase, answers_in_the_form_asked_for);
    tcase_add_test(tcase, leads_on_from_a_last_slash);
    tcase_add_loop_test(tcase, refuses_patterns, 0, sizeof bad_patterns / sizeof *bad_patterns);
    tcase_add_test(tcase, refuses_two_routes_for_one_address);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
