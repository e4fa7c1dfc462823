/* Reading addresses: escapes, segments, queries. No socket and no library's request is known here, so that all of it can
 * be fuzzed. */
#include "http/address.h"

#include "base/list.h"
#include "base/text.h"

#include <string.h>
#include <talloc.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* A query may carry the line ends and tabs of a text box; nothing else below the blank has a place in an address. */
static bool allowed(unsigned char c, bool plus)
{
    if (c >= 0x20 && c != 0x7f)
        return true;
    return plus && (c == '\t' || c == '\n' || c == '\r');
}

struct error *address_decode(void *ctx, const char *bytes, size_t count, bool plus, const char **text)
{
    char *decoded = talloc_size(ctx, count + 1);
    TRY_MEMORY(decoded);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        char c = bytes[i];
        if (c == '%') {
            int high = count - i > 2 ? hex_value(bytes[i + 1]) : -1;
            int low = count - i > 2 ? hex_value(bytes[i + 2]) : -1;
            if (high < 0 || low < 0)
                return ERROR_NEW(ctx, ERROR_INVALID, "The address has a %% that two hexadecimal digits do not follow.");
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (!allowed((unsigned char)c, plus))
            return ERROR_NEW(ctx, ERROR_INVALID, "The address has a control character in it.");
        decoded[used++] = c;
    }
    decoded[used] = '\0';
    if (!text_is_utf8(decoded, used))
        return ERROR_NEW(ctx, ERROR_INVALID, "The address has bytes that are not UTF-8.");
    *text = decoded;
    return NULL;
}

/* What is not escaped must be visible ASCII, and "#" never leaves a browser. */
static struct error *check_raw(void *ctx, const char *target)
{
    size_t length = strnlen(target, ADDRESS_MOST + 1);
    if (length > ADDRESS_MOST)
        return ERROR_NEW(ctx, ERROR_INVALID, "The address is longer than %d bytes.", ADDRESS_MOST);
    if (target[0] != '/')
        return ERROR_NEW(ctx, ERROR_INVALID, "The address does not start with a slash.");
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)target[i];
        if (c <= 0x20 || c >= 0x7f || c == '#' || c == '\\')
            return ERROR_NEW(ctx, ERROR_INVALID, "The address has a character that must be escaped.");
    }
    return NULL;
}

static struct error *read_path(void *ctx, struct address *address)
{
    const char *rest = address->path + 1;
    address->segments.at = talloc_array(ctx, const char *, ADDRESS_SEGMENTS_MOST);
    TRY_MEMORY(address->segments.at);
    if (!*rest)
        return NULL;
    for (;;) {
        size_t length = strcspn(rest, "/");
        if (address->segments.count == ADDRESS_SEGMENTS_MOST)
            return ERROR_NEW(ctx, ERROR_INVALID, "The address has more than %d parts.", ADDRESS_SEGMENTS_MOST);
        const char *segment = NULL;
        TRY(address_decode(ctx, rest, length, false, &segment));
        if (strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0)
            return ERROR_NEW(ctx, ERROR_INVALID, "The address has a part that is only dots.");
        address->segments.at[address->segments.count++] = segment;
        if (!rest[length])
            return NULL;
        rest += length + 1;
    }
}

static struct error *read_query(void *ctx, struct address *address)
{
    size_t room = 0;
    for (const char *rest = address->query; *rest; rest += strcspn(rest, "&"), rest += *rest == '&') {
        size_t length = strcspn(rest, "&");
        if (length == 0)
            continue;
        if (address->values.count == ADDRESS_VALUES_MOST)
            return ERROR_NEW(ctx, ERROR_INVALID, "The address asks for more than %d things.", ADDRESS_VALUES_MOST);
        if (address->values.count == room && !list_grow(ctx, (void **)&address->values.at, &room, sizeof *address->values.at))
            return error_out_of_memory();
        const char *equals = memchr(rest, '=', length);
        size_t name = equals ? (size_t)(equals - rest) : length;
        struct named_value value = {.value = ""};
        TRY(address_decode(ctx, rest, name, true, &value.name));
        if (equals)
            TRY(address_decode(ctx, equals + 1, length - name - 1, true, &value.value));
        address->values.at[address->values.count++] = value;
    }
    return NULL;
}

struct error *address_read(void *ctx, const char *target, struct address *address)
{
    *address = (struct address){.path = "/", .query = ""};
    TRY(check_raw(ctx, target));
    size_t length = strcspn(target, "?");
    address->path = talloc_strndup(ctx, target, length);
    TRY_MEMORY(address->path);
    if (target[length]) {
        address->query = talloc_strdup(ctx, target + length + 1);
        TRY_MEMORY(address->query);
    }
    TRY(read_path(ctx, address));
    return read_query(ctx, address);
}

static bool is_unreserved(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("-._~", c);
}

void address_write(struct buffer *address, const char *bytes, size_t count)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t start = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (is_unreserved(c))
            continue;
        buffer_add(address, bytes + start, i - start);
        buffer_add(address, (char[]){'%', digits[c >> 4], digits[c & 15]}, 3);
        start = i + 1;
    }
    buffer_add(address, bytes + start, count - start);
}

char *address_encode(void *ctx, const char *text)
{
    struct buffer encoded = buffer_on(ctx);
    buffer_reserve(&encoded, strlen(text));
    address_write(&encoded, text, strlen(text));
    return encoded.failed ? NULL : encoded.data;
}
