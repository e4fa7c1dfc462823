/* The threads that run handlers, and the queue before them: first come, first served. For server.c and exchange.c alone. */
#ifndef GOLDTHREAD_HTTP_WORKERS_H
#define GOLDTHREAD_HTTP_WORKERS_H

#include "http/exchange.h"

#include <stdbool.h>

struct workers;

/* Starts config->workers threads and waits until each has its state; the first failure ends them all and is returned. */
CHECKED struct error *workers_start(void *ctx, const struct server_config *config, struct workers **workers);

/* Queues an exchange. False: the queue is full or the workers are stopping, and the exchange is still the caller's. */
CHECKED bool workers_give(struct workers *workers, struct exchange *exchange);

/* Says that an exchange given to them has been sent, or cut off, and is gone. */
void workers_forget(struct workers *workers);

/* Takes nothing more, answers what is queued, ends the threads; then waits until every exchange is gone, but no longer than
 * `seconds` from the call. */
void workers_stop(struct workers *workers, unsigned seconds);

/* Whether workers_stop has been called; an answer then tells its client to close the connection. */
bool workers_stopping(struct workers *workers);

#endif
