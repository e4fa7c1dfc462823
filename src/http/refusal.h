/* What the server itself says when a request is not fit for a handler, or a handler's failure has no page: a status and a
 * short fixed page, which need no memory. */
#ifndef GOLDTHREAD_HTTP_REFUSAL_H
#define GOLDTHREAD_HTTP_REFUSAL_H

#include <stddef.h>

struct refusal {
    unsigned status;
    const char *header, *value; /* one more header that this status asks for; NULL for none */
    const char *page;           /* HTML */
};

extern const struct refusal refusal_malformed; /* 400 */
extern const struct refusal refusal_missing;   /* 404 */
extern const struct refusal refusal_method;    /* 405 */
extern const struct refusal refusal_body;      /* 413 */
extern const struct refusal refusal_address;   /* 414 */
extern const struct refusal refusal_headers;   /* 431 */
extern const struct refusal refusal_failed;    /* 500 */
extern const struct refusal refusal_busy;      /* 503 */

/* The refusal for a failure that has this status and no page of its own: malformed, missing, busy, or else failed. */
const struct refusal *refusal_for_status(unsigned status);

#endif
