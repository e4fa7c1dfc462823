/* Finds the handler for an address. Routes are declared as a table:
 *
 *     static const struct route routes[] = {
 *         {"/", overview_page},
 *         {"/outcome/{ref}", outcome_page, FORMAT_HTML | FORMAT_CSV | FORMAT_JSON},
 *         {"/outcome/new", outcome_new_page},                  // static text beats a variable
 *         {"/{register}", list_page, FORMAT_HTML | FORMAT_CSV, .about = &something},
 *         {"/assets/{file...}", asset},                        // the rest of the path, slashes and all; only at the end
 *     };
 *     struct router *router = NULL;
 *     TRY(router_make(ctx, routes, sizeof routes / sizeof *routes, &router));
 *     ... and in config.handle:
 *     return router_answer(router, worker, request, response);
 *
 * Segments are compared one by one from the left; at each, text beats a variable, and a variable beats a rest; when the
 * better branch leads nowhere the next is tried. A variable never matches an empty segment.
 *
 * "/outcome/4.7.csv" finds the route of "/outcome/4.7" with request->format FORMAT_CSV if that route offers it. If it does
 * not, the ending is taken as part of the name ("/assets/site.json"), and often that is simply not found. Where the point
 * was escaped, "/outcome/x%2Ecsv", it is always part of the name. */
#ifndef GOLDTHREAD_HTTP_ROUTER_H
#define GOLDTHREAD_HTTP_ROUTER_H

#include "http/request.h"
#include "http/response.h"

struct route {
    const char *pattern;
    struct error *(*handle)(void *worker, struct request *request, struct response *response); /* see request.h */
    unsigned formats;  /* an or of enum format; 0 is FORMAT_HTML alone */
    const void *about; /* for the handler: request->route->about */
};

struct router;

/* Reads the patterns once. The routes must live as long as the router. ERROR_INTERNAL naming the pattern when one cannot be
 * read, or two match exactly the same addresses. Routes of several tables: call router_add for each further table. */
CHECKED struct error *router_make(void *ctx, const struct route *routes, size_t count, struct router **router);
CHECKED struct error *router_add(struct router *router, const struct route *routes, size_t count);

/* Finds the route for request->address and sets request->route, ->format and ->in_path; ERROR_NOT_FOUND when there is none.
 * Takes no lock: any number of threads may ask at a time. */
CHECKED struct error *router_find(const struct router *router, struct request *request);

/* router_find, then the route's handler. An address that would be found without its last slash is redirected there. */
CHECKED struct error *router_answer(const struct router *router, void *worker, struct request *request,
                                    struct response *response);

#endif
