/* The web server: a few threads read requests whole and send answers, a few workers run the handlers. A slow client holds
 * no worker; a slow handler holds up nobody while another worker is free. TLS and HTTP/2 are a proxy's business.
 *
 *     struct server *server = NULL;
 *     TRY(server_start(ctx, &(struct server_config){
 *         .port = 8080,
 *         .application = app,                 // handed to worker_start
 *         .worker_start = open_connection,    // once in each worker's thread
 *         .handle = answer,                   // usually one line: return router_answer(...)
 *         .error_page = error_page,
 *     }, &server));
 *     ... tell http://{server_address(server)}:{server_port(server)}/ ...
 *     return server_run_until_signalled(server);
 *
 * What is refused before any handler runs, whatever the body: 400 for a request that two readers could understand
 * differently (Content-Length with Transfer-Encoding, two of either, an encoding other than chunked, no Host or two, a
 * header name that is no token, a NUL, a bare LF, a folded line, extra blanks), 405 for methods other than GET and HEAD,
 * 413 for a body over body_most, 414 and 431 for addresses and headers that are too long, 503 when too many wait. Addresses
 * that address.h refuses reach error_page as ERROR_INVALID. */
#ifndef GOLDTHREAD_HTTP_SERVER_H
#define GOLDTHREAD_HTTP_SERVER_H

#include "base/error.h"
#include "http/request.h"
#include "http/response.h"

#include <stddef.h>
#include <stdint.h>

/* Zero (or NULL) means the default named beside each field. */
struct server_config {
    const char *address;           /* an IPv4 or IPv6 address to listen at: 127.0.0.1, the loopback alone */
    uint16_t port;                 /* 0: any free one, told by server_port() */
    unsigned workers;              /* handlers running at a time: 4 */
    unsigned io_threads;           /* 1 */
    unsigned connections_most;     /* open at a time: 512; more wait to be accepted */
    unsigned waiting_most;         /* requests waiting for a worker: 256; further ones are told 503, try again */
    size_t body_most;              /* bytes of a request's body: 1 MiB */
    size_t memory_most;            /* bytes that one request may allocate: 64 MiB; then allocations fail */
    unsigned idle_seconds;         /* a connection on which nothing moves is closed after: 20 */
    unsigned request_seconds;      /* a request must have arrived whole within, counted from the answer before: 30 */
    unsigned answer_seconds;       /* an answer must have been taken within: 300 */
    unsigned grace_seconds;        /* when stopping, requests in flight have: 10 */

    void *application; /* passed to worker_start and to nothing else */

    /* Makes one worker's own state (say, a database connection) on ctx and in that worker's thread; ctx is freed in the same
     * thread when the server stops, so closing belongs in a talloc destructor. A failure makes server_start fail. May be
     * NULL: then `worker` is `application`, which all of them share. */
    struct error *(*worker_start)(void *ctx, void *application, void **worker);

    /* Answers one request: see request.h. */
    struct error *(*handle)(void *worker, struct request *request, struct response *response);

    /* Writes the page for a failure of `handle` into `response`, which has been reset, has memory of its own, and already
     * has the status of error_http_status(). May be NULL, and may fail: then a short plain page is sent. `request` is as the
     * handler left it; for an address that could not be read its path is "/" and it has no values. When the
     * fault is ours (a status from 500 on) the server has logged the error already. */
    struct error *(*error_page)(void *worker, const struct request *request, const struct error *error,
                                struct response *response);
};

struct server;

/* Starts listening and answering, and returns. ERROR_IO that names the port when it is taken; ERROR_INVALID for an address
 * that is none; otherwise what worker_start said. Threads started here leave all signals to the caller's. The server lives
 * on ctx; freeing it without server_stop stops it too. */
CHECKED struct error *server_start(void *ctx, const struct server_config *config, struct server **server);

/* Where it listens. */
const char *server_address(const struct server *server);
uint16_t server_port(const struct server *server);

/* Accepts nothing more, lets requests in flight finish (an answer not taken within grace_seconds is cut off; a handler is
 * always waited for), ends all threads and frees the server. */
void server_stop(struct server *server);

/* Waits for SIGTERM or SIGINT, then server_stop. A second signal during the stop has its usual effect. */
CHECKED struct error *server_run_until_signalled(struct server *server);

#endif
