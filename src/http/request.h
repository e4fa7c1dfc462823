/* One request, read whole and checked before a handler sees it.
 *
 * A handler is a function of three arguments. It makes what it needs on request->ctx (never freeing any of it), writes the
 * answer into the response, and passes failures up:
 *
 *     static struct error *outcome_page(void *worker, struct request *request, struct response *response)
 *     {
 *         struct worker *me = worker;                                  // what config.worker_start made for this thread
 *         const char *ref = request_in_path(request, "ref");           // {ref} of the route's pattern, decoded
 *         const char *words = request_parameter(request, "q");         // NULL when the query does not say
 *         struct outcome *outcome = NULL;
 *         TRY(outcome_find(request->ctx, me->connection, ref, &outcome)); // ERROR_NOT_FOUND becomes the 404 page
 *         buffer_text(&response->body, ...);                           // or ui's HTML writer on &response->body
 *         response_set_etag_from_body(response);
 *         return NULL;
 *     }
 *
 * `worker` is this thread's own, so it needs no lock. Only GET and HEAD arrive; a handler treats both alike, and the server
 * leaves the body out for HEAD. */
#ifndef GOLDTHREAD_HTTP_REQUEST_H
#define GOLDTHREAD_HTTP_REQUEST_H

#include "http/address.h"
#include "http/format.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REQUEST_HEADERS_MOST 64
#define REQUEST_IN_PATH_MOST 8 /* variables in one route's pattern */

enum request_method { METHOD_GET, METHOD_HEAD };

struct response;
struct route;

struct request {
    void *ctx; /* this request's memory, capped; freed in one call after the answer was sent or the client has gone */
    enum request_method method;
    struct address address;    /* the path and the query, as sent and decoded */
    enum format format;        /* which form was asked for; set by the router from the path's ending */
    const struct route *route; /* the route that matched; NULL before the router was asked */
    struct {
        struct named_value at[REQUEST_IN_PATH_MOST];
        size_t count;
    } in_path;
    struct {
        struct named_value at[REQUEST_HEADERS_MOST];
        size_t count;
    } headers;        /* in the order they came; the values are bytes as sent, without NUL, not checked to be UTF-8 */
    const char *body; /* never NULL; followed by a NUL that is not counted, and may hold others */
    size_t body_length;
};

/* The decoded value of a variable of the route's pattern. Never NULL for a name that the pattern has. */
const char *request_in_path(const struct request *request, const char *name);

/* The first value that the query gives for `name`, "" when it only names it, NULL when it does not. At most
 * ADDRESS_VALUES_MOST values in all; none is longer than the address. */
const char *request_parameter(const struct request *request, const char *name);

/* The same for the value number `index` (from 0) under that name, as ticked boxes send them; NULL after the last. */
const char *request_parameter_at(const struct request *request, const char *name, size_t index);

/* Reads an integer from the query. Not there: *value is `otherwise`. Not an integer, or outside least..most:
 * ERROR_INVALID (a 400 page that names the parameter). */
CHECKED struct error *request_integer(const struct request *request, const char *name, int64_t least, int64_t most,
                                      int64_t otherwise, int64_t *value);

/* The value of a header, its name in any case; NULL when it was not sent. */
const char *request_header(const struct request *request, const char *name);

#endif
