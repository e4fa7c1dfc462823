/* Fuzzes the router with addresses, and with patterns: the input's first line is a pattern to add, the rest an address. What
 * it finds has to be spelt by the address. */
#include "fuzz.h"

#include "http/router.h"

#include <stdbool.h>
#include <talloc.h>

static struct error *answer(void *worker, struct request *request, struct response *response)
{
    (void)worker;
    buffer_text(&response->body, request->route->pattern);
    return buffer_error(&response->body);
}

#define ALL (FORMAT_HTML | FORMAT_CSV | FORMAT_JSON)

static const struct route routes[] = {
    {"/", answer, 0, NULL},
    {"/outcome/{ref}", answer, ALL, NULL},
    {"/outcome/new", answer, FORMAT_HTML, NULL},
    {"/{register}", answer, FORMAT_CSV, NULL},
    {"/{register}/{id}/history", answer, ALL, NULL},
    {"/assets/{file...}", answer, FORMAT_HTML, NULL},
};

/* A rest is several segments joined by slashes: none of them may lead upwards. */
static bool leads_upwards(const char *rest)
{
    size_t length = strlen(rest);
    return strcmp(rest, "..") == 0 || strncmp(rest, "../", 3) == 0 || strstr(rest, "/../") ||
           (length > 2 && strcmp(rest + length - 3, "/..") == 0);
}

static void check_found(const struct request *request)
{
    const struct route *route = request->route;
    unsigned formats = route->formats ? route->formats : FORMAT_HTML;
    MUST((formats & request->format) && request->in_path.count <= REQUEST_IN_PATH_MOST);
    for (size_t i = 0; i < request->in_path.count; i++) {
        const char *value = request->in_path.at[i].value;
        bool is_rest = i + 1 == request->in_path.count && strstr(route->pattern, "...}");
        MUST(value && *value && !(is_rest && leads_upwards(value)) && request_in_path(request, request->in_path.at[i].name));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    void *ctx = talloc_new(NULL);
    char *pattern = talloc_strndup(ctx, (const char *)bytes, count);
    char *line = pattern ? strchr(pattern, '\n') : NULL;
    const char *target = line ? line + 1 : pattern;
    if (line)
        *line = '\0';
    struct router *router = NULL;
    MUST(pattern && !router_make(ctx, routes, sizeof routes / sizeof *routes, &router));
    struct route added = {.pattern = pattern, .handle = answer, .formats = FORMAT_HTML | FORMAT_JSON};
    struct error *refused = line ? router_add(router, &added, 1) : NULL;
    struct request request = {.ctx = ctx, .format = FORMAT_HTML};
    struct response response;
    response_init(&response, ctx);
    if (!refused && !address_read(ctx, target, &request.address)) {
        struct error *error = router_answer(router, NULL, &request, &response);
        MUST(!error || error->kind == ERROR_NOT_FOUND);
        if (request.route)
            check_found(&request);
    }
    talloc_free(ctx);
    return 0;
}
