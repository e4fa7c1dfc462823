/* Filling in an answer, and finishing it: headers checked, the entity tag, and the short answer for who has it already. */
#include "http/response.h"

#include "http/response_file.h"
#include "http/security.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>
#include <talloc.h>
#include <xxhash.h>

/* A body's tag tells a reader's own copy from the page as it is; it is no seal, so XXH3 will do, at a fifth of SipHash's cost.
 * Who could make two bodies of one tag gains nothing: it is their own page that a reader would keep. */
_Static_assert(sizeof(XXH128_canonical_t) == RESPONSE_FILE_DIGEST, "one length of tag");

#define ETAG_TAG_MOST 32
#define MEMORY_MOST ((size_t)1 << 20) /* of a body that may move to a file */

void response_init(struct response *response, void *ctx)
{
    *response = (struct response){
        .ctx = ctx,
        .status = 200,
        .content_type = format_content_type(FORMAT_HTML),
        .body = buffer_on(ctx),
    };
}

void response_set_etag_from_body(struct response *response)
{
    response->etag_from_body = true;
}

struct error *response_set_etag(struct response *response, const char *tag)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t length = strspn(tag, allowed);
    if (length == 0 || length > ETAG_TAG_MOST || tag[length])
        return ERROR_NEW(response->ctx, ERROR_INTERNAL, "An entity tag cannot be \"%.*s\".", ETAG_TAG_MOST, tag);
    snprintf(response->etag, sizeof response->etag, "\"%s\"", tag);
    return NULL;
}

static bool is_token(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~";
    return *name && strspn(name, allowed) == strlen(name);
}

/* Those that the server writes itself from the response's fields, or must, for the framing to be right. */
static bool is_ours(const char *name)
{
    static const char *const ours[] = {"Cache-Control",     "Connection", "Content-Length", "Content-Type", "Date",
                                       "Transfer-Encoding", "ETag",       "Upgrade",        "Trailer"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (strcasecmp(ours[i], name) == 0)
            return true;
    return security_header_is(name);
}

struct error *response_set_header(struct response *response, const char *name, const char *value)
{
    bool good = is_token(name) && !is_ours(name) && response->headers.count < RESPONSE_HEADERS_MOST;
    for (const char *at = value; *at && good; at++)
        good = (unsigned char)*at >= 0x20 && *at != 0x7f;
    if (!good)
        return ERROR_NEW(response->ctx, ERROR_INTERNAL, "The header %s cannot be set so.", name);
    struct named_value header = {talloc_strdup(response->ctx, name), talloc_strdup(response->ctx, value)};
    TRY_MEMORY(header.name);
    TRY_MEMORY(header.value);
    response->headers.at[response->headers.count++] = header;
    return NULL;
}

struct error *response_redirect(struct response *response, unsigned status, const char *to)
{
    if (to[0] != '/' || to[1] == '/' || to[1] == '\\')
        return ERROR_NEW(response->ctx, ERROR_INTERNAL, "A reader is sent on only to an address of ours, not to %s.", to);
    TRY(response_set_header(response, "Location", to));
    response->status = status;
    response->content_type = "text/plain; charset=utf-8";
    buffer_clear(&response->body);
    buffer_format(&response->body, "This page is at %s\n", to);
    return NULL;
}

struct error *response_download_as(struct response *response, const char *name)
{
    char *safe = talloc_strdup(response->ctx, name);
    TRY_MEMORY(safe);
    for (char *at = safe; *at; at++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_", *at))
            *at = '-';
    const char *value = talloc_asprintf(response->ctx, "attachment; filename=\"%s\"", safe);
    TRY_MEMORY(value);
    return response_set_header(response, "Content-Disposition", value);
}

void response_lend(struct response *response, const void *bytes, size_t count)
{
    response->lent.bytes = bytes;
    response->lent.count = count;
}

struct error *response_relieve(struct response *response)
{
    return response->body.used > MEMORY_MOST ? response_file_add(response) : NULL;
}

/* ---- finishing ---- */

static void etag_of(struct response *response)
{
    unsigned char digest[RESPONSE_FILE_DIGEST];
    if (response->file)
        response_file_digest(response->file, digest);
    else
        XXH128_canonicalFromHash((XXH128_canonical_t *)digest, XXH3_128bits(response->lent.bytes, response->lent.count));
    char tag[sodium_base64_ENCODED_LEN(sizeof digest, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    sodium_bin2base64(tag, sizeof tag, digest, sizeof digest, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    snprintf(response->etag, sizeof response->etag, "\"%s\"", tag);
}

/* Whether a list of entity tags, as If-None-Match has it, names ours. Compared weakly, as that header asks: a proxy that
 * compresses has made "x" into W/"x". */
static bool names_etag(const char *list, const char *etag)
{
    if (strcmp(list, "*") == 0)
        return true;
    size_t length = strlen(etag);
    for (const char *at = list; *at;) {
        at += strspn(at, " \t,");
        if (strncmp(at, "W/", 2) == 0)
            at += 2;
        if (*at != '"')
            return false;
        const char *end = strchr(at + 1, '"');
        if (!end)
            return false;
        if ((size_t)(end + 1 - at) == length && memcmp(at, etag, length) == 0)
            return true;
        at = end + 1;
    }
    return false;
}

struct error *response_finish(struct response *response, const struct request *request)
{
    TRY(buffer_error(&response->body));
    if (response->file)
        TRY(response_file_add(response));
    if (!response->lent.bytes)
        response_lend(response, buffer_cstr(&response->body), response->body.used);
    if (response->status != 200) {
        response->etag[0] = '\0';
        return NULL;
    }
    if (response->etag_from_body)
        etag_of(response);
    const char *held = request_header(request, "If-None-Match");
    if (held && response->etag[0] && names_etag(held, response->etag)) {
        response->status = 304;
        response->lent.count = 0;
        TALLOC_FREE(response->file);
    }
    return NULL;
}
