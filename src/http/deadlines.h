/* Time limits for connections. The library closes one on which nothing moves at all; a client that sends one byte now and
 * then, to keep it for ever, is shut out here. For server.c and exchange.c alone. */
#ifndef GOLDTHREAD_HTTP_DEADLINES_H
#define GOLDTHREAD_HTTP_DEADLINES_H

#include "base/error.h"

#include <microhttpd.h>

struct deadlines;

/* Starts the thread that looks once a second. `seconds` is what a fresh connection has for its first request. */
CHECKED struct error *deadlines_start(void *ctx, unsigned seconds, struct deadlines **deadlines);

/* Ends the thread. Call it when no connection is left. */
void deadlines_stop(struct deadlines *deadlines);

/* The library's callback for connections that open and close; `cls` is the struct deadlines. */
void deadlines_notify(void *cls, struct MHD_Connection *connection, void **context,
                      enum MHD_ConnectionNotificationCode what);

/* The connection has so many seconds from now on until the next call; 0: as long as it likes. */
void deadlines_set(struct MHD_Connection *connection, unsigned seconds);

#endif
