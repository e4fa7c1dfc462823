/* A server whose pages cost nothing, to measure what the server itself costs. Prints its port and runs until signalled.
 * `quiet` as first argument leaves out the log's line for each request. */
#include "base/log.h"
#include "http/router.h"
#include "http/server.h"

#include <talloc.h>

static struct error *small(void *worker, struct request *request, struct response *response)
{
    (void)worker, (void)request;
    buffer_text(&response->body, "Hello, world\n");
    return NULL;
}

/* A page of 50 rows, some 8 KB, with its entity tag. */
static struct error *list(void *worker, struct request *request, struct response *response)
{
    (void)worker, (void)request;
    for (int i = 0; i < 50; i++)
        buffer_format(&response->body,
                      "<tr><th scope=\"row\"><a href=\"/outcome/4.%d\">4.%d</a></th><td>Every child who comes into care has a "
                      "health check within 20 working days</td><td>On track</td></tr>\n",
                      i, i);
    response_set_etag_from_body(response);
    return NULL;
}

static const struct route routes[] = {
    {.pattern = "/", .handle = small},
    {.pattern = "/list", .handle = list, .formats = FORMAT_HTML | FORMAT_CSV},
};

static struct error *answer(void *worker, struct request *request, struct response *response)
{
    return router_answer(worker, worker, request, response);
}

static struct error *run(void *ctx)
{
    struct router *router = NULL;
    TRY(router_make(ctx, routes, sizeof routes / sizeof *routes, &router));
    struct server *server = NULL;
    TRY(server_start(ctx, &(struct server_config){.handle = answer, .application = router}, &server));
    printf("%u\n", server_port(server));
    fflush(stdout);
    return server_run_until_signalled(server);
}

int main(int count, char **arguments)
{
    if (count > 1 && strcmp(arguments[1], "quiet") == 0)
        log_set_least(LEVEL_WARNING);
    void *ctx = talloc_new(NULL);
    struct error *error = run(ctx);
    if (error)
        fprintf(stderr, "%s\n", error->message);
    int code = error_exit_code(error);
    talloc_free(ctx);
    return code;
}
