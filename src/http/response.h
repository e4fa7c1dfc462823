/* The answer to one request: a status, a few headers, a body. It starts as "200, a page, ask again each time" with an
 * empty body, and a handler changes what differs. Nothing is sent before the handler returns NULL: if it fails, all of this
 * is thrown away and config.error_page writes an answer instead. */
#ifndef GOLDTHREAD_HTTP_RESPONSE_H
#define GOLDTHREAD_HTTP_RESPONSE_H

#include "base/buffer.h"
#include "http/request.h"

#include <stdint.h>

#define RESPONSE_HEADERS_MOST 8

enum response_cache {
    CACHE_REVALIDATE, /* "no-cache": may be kept, asked about each time; with an ETag that costs a 304. For pages. */
    CACHE_IMMUTABLE,  /* a year: for an address that has the version in it, such as a style sheet */
    CACHE_NEVER       /* "no-store": for what must not stay on a shared computer */
};

struct response {
    void *ctx;                 /* where to make what the answer needs; the request's memory, except for error pages */
    unsigned status;           /* 200 unless set */
    const char *content_type;  /* that of request->format unless set */
    enum response_cache cache; /* CACHE_REVALIDATE unless set */
    struct buffer body;        /* write here; sent without being copied */
    struct {
        const void *bytes; /* instead of body: see response_lend */
        size_t count;
    } lent;
    struct response_file *file;  /* what did not stay in memory; NULL: all did. See response_relieve */
    _Atomic uint64_t *in_files;  /* how many bytes all answers of the server have in files; NULL: nobody counts */
    bool etag_from_body;
    char etag[40]; /* with its quotation marks; "" for none */
    struct {
        struct named_value at[RESPONSE_HEADERS_MOST];
        size_t count;
    } headers;
};

/* A handler need not call this: the server does before each. */
void response_init(struct response *response, void *ctx);

/* Gives the answer a strong ETag made from its body as it is when the handler returns, so it may be called at any time. A
 * client that already has the same bytes (If-None-Match) is answered 304 without a body. Only for status 200. */
void response_set_etag_from_body(struct response *response);

/* The same with a tag computed otherwise: up to 32 bytes of letters, digits, "-" and "_", without quotation marks. It must
 * change whenever any byte of the answer does. */
CHECKED struct error *response_set_etag(struct response *response, const char *tag);

/* Sets a header that is not one of the fields above and not one of security.h's. Both texts are copied. ERROR_INTERNAL
 * for a name that is no token, a value with a control character in it, or one header too many. */
CHECKED struct error *response_set_header(struct response *response, const char *name, const char *value);

/* Sends the reader on with `status` (303 after a change, 308 for a new home) to an address of ours: it starts with exactly
 * one slash. The body becomes a line that says so. */
CHECKED struct error *response_redirect(struct response *response, unsigned status, const char *to);

/* Offers the answer as a file to keep. `name` becomes letters, digits, ".", "-" and "_" only. */
CHECKED struct error *response_download_as(struct response *response, const char *name);

/* Sends bytes that live as long as the program (a built-in style sheet) instead of `body`. */
void response_lend(struct response *response, const void *bytes, size_t count);

/* For an answer as long as a register: called now and then while writing, it moves the body to a file without a name once there
 * is more than a megabyte of it, so that memory does not grow with the answer. The file goes with the request. ERROR_BUSY when
 * the server's answers have RESPONSE_FILES_MOST bytes in such files already; ERROR_IO when the disk is full. */
#define RESPONSE_FILES_MOST ((uint64_t)2 << 30)
CHECKED struct error *response_relieve(struct response *response);

/* For the server: the finished answer. Fails when a write into the body did; computes the ETag; turns it into a 304 when
 * the client has it already. */
CHECKED struct error *response_finish(struct response *response, const struct request *request);

#endif
