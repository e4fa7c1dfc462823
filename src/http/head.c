/* Checking a request's head byte for byte.
 *
 * libmicrohttpd cuts the head up in place: it puts a NUL where the method, the target and each header's name end, and two
 * where it found CR LF, one where it found LF alone, and hands out pointers into that one buffer, whose length it tells
 * (MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE). So every piece must begin exactly where the one before it and its separator
 * end, up to the last byte; where it does not, the head held something that the library passed over in silence. Should
 * another version keep its pieces elsewhere, every request is refused and every test fails: it cannot fail open. One thing
 * looks the same either way: a NUL just before a bare LF; both are taken for the line's end, and nothing hides there. */
#include "http/head.h"

#include <microhttpd.h>
#include <string.h>
#include <strings.h>

static bool is_token(const char *text, size_t length)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~";
    return length > 0 && strspn(text, allowed) == length;
}

/* A walk over the buffer: where the next piece has to begin. */
struct walk {
    const char *next;
    struct request *request;
    bool broken;
    bool crowded;
};

static bool is_line_end(const char *at)
{
    return at[0] == '\0' && at[1] == '\0';
}

static bool is_visible(const char *value, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)value[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static enum MHD_Result walk_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_length,
                                   const char *value, size_t value_length)
{
    (void)kind;
    struct walk *walk = cls;
    walk->broken = name != walk->next || !is_token(name, name_length) || !value;
    if (walk->broken)
        return MHD_NO;
    const char *start = name + name_length + 1; /* the colon's NUL, then blanks, then the value */
    start += strspn(start, " \t");
    walk->broken = value != start || !is_visible(value, value_length) || !is_line_end(value + value_length);
    if (walk->broken)
        return MHD_NO;
    walk->next = value + value_length + 2;

    struct request *request = walk->request;
    walk->crowded = request->headers.count == REQUEST_HEADERS_MOST;
    if (walk->crowded)
        return MHD_NO;
    request->headers.at[request->headers.count++] = (struct named_value){name, value};
    return MHD_YES;
}

/* One header of that name at most; *value is NULL when there is none. */
static bool at_most_one(const struct request *request, const char *name, const char **value)
{
    *value = NULL;
    for (size_t i = 0; i < request->headers.count; i++)
        if (strcasecmp(request->headers.at[i].name, name) == 0) {
            if (*value)
                return false;
            *value = request->headers.at[i].value;
        }
    return true;
}

/* A name or address, perhaps with a port: no blank, no list, no path. */
static bool is_host(const char *host)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:[]";
    return *host && strspn(host, allowed) == strlen(host);
}

/* How long the body is has to be said in one way or not at all. */
static const struct refusal *check_framing(const struct request *request, const char *version, size_t body_most)
{
    const char *host = NULL, *length = NULL, *encoding = NULL;
    if (!at_most_one(request, "Host", &host) || !host || !is_host(host))
        return &refusal_malformed;
    if (!at_most_one(request, "Content-Length", &length) || !at_most_one(request, "Transfer-Encoding", &encoding))
        return &refusal_malformed;
    if (encoding)
        return length || strcasecmp(encoding, "chunked") != 0 || strcmp(version, "HTTP/1.1") != 0 ? &refusal_malformed
                                                                                                     : NULL;
    if (!length)
        return NULL;
    size_t digits = strspn(length, "0123456789");
    if (digits == 0 || length[digits])
        return &refusal_malformed;
    length += strspn(length, "0");
    return strlen(length) > 15 || strtoull(length, NULL, 10) > body_most ? &refusal_body : NULL;
}

static const struct refusal *walk_head(struct MHD_Connection *connection, const struct head_line *line,
                                       struct request *request)
{
    size_t target = strlen(line->target);
    if (line->version != line->method + strlen(line->method) + 1 + target + 1)
        return &refusal_malformed;
    if (strcmp(line->version, "HTTP/1.1") != 0 && strcmp(line->version, "HTTP/1.0") != 0)
        return &refusal_malformed;
    const char *end = line->version + strlen(line->version);
    if (!is_line_end(end))
        return &refusal_malformed;

    struct walk walk = {.next = end + 2, .request = request};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, walk_header, &walk);
    if (walk.crowded)
        return &refusal_headers;
    const union MHD_ConnectionInfo *size = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (walk.broken || !size || walk.next + 2 != line->method + size->header_size || !is_line_end(walk.next))
        return &refusal_malformed;
    return size->header_size > HEAD_MOST ? &refusal_headers : NULL;
}

const struct refusal *head_read(struct MHD_Connection *connection, const struct head_line *line, size_t body_most,
                                struct request *request)
{
    if (strlen(line->target) > ADDRESS_MOST)
        return &refusal_address;
    const struct refusal *refusal = walk_head(connection, line, request);
    if (!refusal)
        refusal = check_framing(request, line->version, body_most);
    if (refusal)
        return refusal;
    if (strcmp(line->method, "GET") == 0)
        request->method = METHOD_GET;
    else if (strcmp(line->method, "HEAD") == 0)
        request->method = METHOD_HEAD;
    else
        return is_token(line->method, strlen(line->method)) ? &refusal_method : &refusal_malformed;
    return NULL;
}
