/* What stands in the first line of a request: a path and perhaps a query, read strictly. An escape that is none, bytes
 * that are not UTF-8, a NUL or another control character, a dot segment ("." or "..", escaped or not) are refused rather
 * than repaired, since the proxy before us and the code behind us must see the same address. */
#ifndef GOLDTHREAD_HTTP_ADDRESS_H
#define GOLDTHREAD_HTTP_ADDRESS_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

#define ADDRESS_MOST 4096        /* bytes of the whole, as sent */
#define ADDRESS_SEGMENTS_MOST 16 /* between the slashes of a path */
#define ADDRESS_VALUES_MOST 100  /* name=value pairs of a query */

/* A name with a value, both decoded: of the query, or of a variable in a route's pattern. */
struct named_value {
    const char *name;
    const char *value; /* "" when the query says only the name */
};

struct address {
    const char *path;  /* as sent, still escaped, without the query: "/outcome/4.7"; safe to repeat in a link */
    const char *query; /* as sent, still escaped, without the question mark; "" when there is none */
    struct {
        const char **at; /* the decoded parts between the slashes: "/a/b%2Fc/" has "a", "b/c" and ""; "/" has none */
        size_t count;
    } segments;
    struct {
        struct named_value *at; /* in the order of the query; "+" in it is a blank */
        size_t count;
    } values;
};

/* Reads `target` ("/outcome/4.7?q=late+checks"). Everything in *address is owned by ctx. ERROR_INVALID with a sentence
 * for a person when it is refused. */
CHECKED struct error *address_read(void *ctx, const char *target, struct address *address);

/* Decodes the escapes of `count` bytes; `plus` says whether "+" is a blank (in a query) or itself (in a path). *text is
 * owned by ctx. */
CHECKED struct error *address_decode(void *ctx, const char *bytes, size_t count, bool plus, const char **text);

/* Bytes escaped so that they can stand in one segment of a path or one value of a query. */
void address_write(struct buffer *address, const char *bytes, size_t count);

/* `text` escaped so that it can stand as one segment of a path or one value of a query; owned by ctx. NULL: no memory. */
char *address_encode(void *ctx, const char *text);

#endif
