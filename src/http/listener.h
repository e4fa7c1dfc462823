/* Opening the socket that the server listens at. */
#ifndef GOLDTHREAD_HTTP_LISTENER_H
#define GOLDTHREAD_HTTP_LISTENER_H

#include "base/error.h"

#include <stdint.h>

/* A bound, listening, non-blocking socket in *fd, the caller's to close, and in *bound the port it got. `address` is a
 * numeric IPv4 or IPv6 address. Errors as for server_start. */
CHECKED struct error *listener_open(void *ctx, const char *address, uint16_t port, int *fd, uint16_t *bound);

#endif
