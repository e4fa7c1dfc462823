/* The first lines of a request, checked more strictly than libmicrohttpd 0.9.75 does: it takes a bare LF for a line's end,
 * cuts a header off at a NUL, joins folded lines, and accepts Content-Length beside Transfer-Encoding. A proxy before us
 * may read such a request differently, and the difference is where requests are smuggled through. */
#ifndef GOLDTHREAD_HTTP_HEAD_H
#define GOLDTHREAD_HTTP_HEAD_H

#include "http/refusal.h"
#include "http/request.h"

struct MHD_Connection;

#define HEAD_MOST ((size_t)16 << 10) /* bytes from the method to the empty line */

/* What the first line said, each as the library holds it. */
struct head_line {
    const char *method;
    const char *target; /* our copy of it, made before the library cut it up */
    const char *version;
};

/* Why the request is refused; NULL when it is fine, and then request->method and ->headers are filled in. The headers are
 * the library's memory, which lasts until the answer was sent. */
const struct refusal *head_read(struct MHD_Connection *connection, const struct head_line *line, size_t body_most,
                                struct request *request);

#endif
