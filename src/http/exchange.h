/* One request and its answer on their way through the server: read by an I/O thread, answered by a worker, sent by the I/O
 * thread again. Only one of them holds it at a time, so nothing in it needs a lock. For server.c and workers.c alone. */
#ifndef GOLDTHREAD_HTTP_EXCHANGE_H
#define GOLDTHREAD_HTTP_EXCHANGE_H

#include "http/deadlines.h"
#include "http/refusal.h"
#include "http/request.h"
#include "http/response.h"
#include "http/server.h"

#include <microhttpd.h>
#include <time.h>

struct workers;

/* What every exchange of a server has in common; constant while it runs. */
struct exchange_rules {
    struct server_config config; /* with its defaults filled in */
    struct workers *workers;
    _Atomic uint64_t *in_files; /* bytes that answers being sent have in files */
};

struct exchange {
    const struct exchange_rules *rules;
    struct MHD_Connection *connection;
    void *memory;       /* this exchange and the handler's allocations; parentless, capped */
    void *error_memory; /* the error page's, so that there is some when the handler used up its own; NULL until then */
    struct timespec started;
    const char *target;            /* as sent; NULL when the library found none */
    const struct refusal *refusal; /* answer this instead of asking a worker */
    struct error *address_error;   /* what address_read found wrong; the error page will say */
    struct request request;
    struct response response;
    struct buffer body;
    size_t body_dropped; /* bytes past the maximum that were read and thrown away */
    enum { EXCHANGE_NEW, EXCHANGE_READING, EXCHANGE_WITH_WORKER, EXCHANGE_ANSWERED } stage;
    bool given;                  /* to the workers, who then count it until exchange_end */
    struct MHD_Response *answer; /* made by the worker */
    struct exchange *next;       /* in the workers' queue */
};

/* The library's callbacks; `cls` is the struct exchange_rules. */
void *exchange_begin(void *cls, const char *target, struct MHD_Connection *connection);
enum MHD_Result exchange_continue(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_size, void **context);
void exchange_end(void *cls, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode how);

/* A worker's part: runs the handler, makes the answer, and gives the exchange back to its I/O thread. After this the worker
 * may not touch it. */
void exchange_answer(struct exchange *exchange, void *worker);

#endif
