/* The HTML writer: escaping, attributes and addresses. What is written belongs to the components. */
#include "ui/html.h"

#include <math.h>
#include <stdint.h>
#include <talloc.h>

struct html html_on(void *ctx)
{
    struct html h = {.out = buffer_on(ctx), .ids = talloc_zero(ctx, unsigned)};
    h.out.failed = !h.ids;
    return h;
}

/* What stands for each byte that may not stand for itself; the index is the class of the byte in `byte_class`. */
static const struct {
    const char *bytes;
    size_t count;
} escapes[] = {{"", 0}, {"&amp;", 5}, {"&lt;", 4}, {"&gt;", 4}, {"&quot;", 6}, {"&#39;", 5}, {"\xEF\xBF\xBD", 3}};

#define CONTROL 6

/* 0: writes as it is; otherwise the index in `escapes`. Tab, line feed and carriage return are ordinary white space. */
static const unsigned char byte_class[256] = {
    [0x00] = CONTROL, [0x01] = CONTROL, [0x02] = CONTROL, [0x03] = CONTROL, [0x04] = CONTROL, [0x05] = CONTROL,
    [0x06] = CONTROL, [0x07] = CONTROL, [0x08] = CONTROL, [0x0B] = CONTROL, [0x0C] = CONTROL, [0x0E] = CONTROL,
    [0x0F] = CONTROL, [0x10] = CONTROL, [0x11] = CONTROL, [0x12] = CONTROL, [0x13] = CONTROL, [0x14] = CONTROL,
    [0x15] = CONTROL, [0x16] = CONTROL, [0x17] = CONTROL, [0x18] = CONTROL, [0x19] = CONTROL, [0x1A] = CONTROL,
    [0x1B] = CONTROL, [0x1C] = CONTROL, [0x1D] = CONTROL, [0x1E] = CONTROL, [0x1F] = CONTROL, [0x7F] = CONTROL,
    ['&'] = 1,        ['<'] = 2,        ['>'] = 3,        ['"'] = 4,        ['\''] = 5,
};

#define EVERY_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/* The high bit of a byte is set when one of the eight is less than `than`, which is at most 128; none when none is. */
static uint64_t bytes_less(uint64_t word, unsigned char than)
{
    return (word - EVERY_BYTE(than)) & ~word & EVERY_BYTE(0x80);
}

/* The same when one of them has this value. */
static uint64_t bytes_equal(uint64_t word, unsigned char value)
{
    return bytes_less(word ^ EVERY_BYTE(value), 1);
}

/* How many bytes from the first on surely write as they are: texts mostly have nothing else, so eight are looked at at once. */
static size_t plain_bytes(const char *bytes, size_t count)
{
    size_t plain = 0;
    for (; count - plain >= sizeof(uint64_t); plain += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, bytes + plain, sizeof word);
        /* & is ' and < is > but for one bit */
        if (bytes_less(word, 0x20) | bytes_equal(word, '"') | bytes_equal(word | EVERY_BYTE(1), '\'') |
            bytes_equal(word | EVERY_BYTE(2), '>') | bytes_equal(word, 0x7F))
            break;
    }
    return plain;
}

void html_text_n(struct html *h, const char *bytes, size_t count)
{
    size_t start = 0;
    for (size_t i = plain_bytes(bytes, count); i < count; i++) {
        unsigned char class = byte_class[(unsigned char)bytes[i]];
        if (class == 0)
            continue;
        html_add(h, bytes + start, i - start);
        html_add(h, escapes[class].bytes, escapes[class].count);
        start = i + 1;
    }
    html_add(h, bytes + start, count - start);
}

void html_text(struct html *h, const char *text)
{
    if (text)
        html_text_n(h, text, strlen(text));
}

void html_integer(struct html *h, long long value)
{
    buffer_integer(&h->out, value);
}

void html_format(struct html *h, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = talloc_vasprintf(h->out.ctx, format, arguments);
    va_end(arguments);
    if (!text)
        h->out.failed = true;
    html_text(h, text);
    talloc_free(text);
}

void html_markup(struct html *h, struct markup markup)
{
    if (markup.count == MARKUP_FAILED)
        h->out.failed = true;
    else
        html_add(h, markup.bytes ? markup.bytes : "", markup.count);
}

struct html html_part(struct html *h)
{
    return (struct html){
        .out = {.ctx = h->out.ctx, .max = h->out.max, .failed = h->out.failed},
        .place = h->place,
        .site = h->site,
        .ids = h->ids,
    };
}

struct markup html_taken(const struct html *part)
{
    if (part->out.failed)
        return (struct markup){"", MARKUP_FAILED};
    return (struct markup){buffer_cstr(&part->out), part->out.used};
}

struct error *html_error(const struct html *h)
{
    return buffer_error(&h->out);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool starts_with_scheme(const char *address, const char *scheme)
{
    for (; *scheme; scheme++, address++) {
        if ((*address | 0x20) != *scheme && *address != *scheme)
            return false;
    }
    return true;
}

bool html_address_is_safe(const char *address)
{
    if (!address || !*address || (address[0] == '/' && address[1] == '/'))
        return false;
    for (const char *c = address; *c; c++) {
        if ((unsigned char)*c <= ' ' || *c == 0x7F || *c == '\\')
            return false;
    }
    size_t before = address[0] == '/' ? 0 : strcspn(address, ":/?#");
    if (address[before] != ':')
        return true; /* no scheme: it stays on this site */
    return is_letter(address[0]) && (starts_with_scheme(address, "https://") || starts_with_scheme(address, "http://") ||
                                     starts_with_scheme(address, "mailto:"));
}

/* Does the address need the site before it to lead anywhere from a file? */
static bool is_of_the_site(const char *address)
{
    return address[0] == '/' || (address[0] != '#' && address[strcspn(address, ":/?#")] != ':');
}

bool html_can_link(const struct html *h, const char *address)
{
    if (!html_address_is_safe(address))
        return false;
    return h->place == HTML_WEB || !is_of_the_site(address) || (h->site && address[0] == '/');
}

char *html_query_escape(const void *ctx, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    char *escaped = talloc_size(ctx, 3 * strlen(text) + 1);
    if (!escaped)
        return NULL;
    talloc_set_name_const(escaped, "char");
    char *to = escaped;
    for (const char *c = text; *c; c++) {
        if (is_letter(*c) || (*c >= '0' && *c <= '9') || strchr("-._~", *c)) {
            *to++ = *c;
        } else {
            *to++ = '%';
            *to++ = digits[(unsigned char)*c >> 4];
            *to++ = digits[(unsigned char)*c & 15];
        }
    }
    *to = '\0';
    return escaped;
}

/* ` name="` */
static void attribute_open(struct html *h, const char *name)
{
    html_literal(h, " ");
    html_add(h, name, strlen(name));
    html_literal(h, "=\"");
}

void html_attribute(struct html *h, const char *name, const char *value)
{
    if (!value)
        return;
    attribute_open(h, name);
    html_text(h, value);
    html_literal(h, "\"");
}

void html_attribute_integer(struct html *h, const char *name, long long value)
{
    attribute_open(h, name);
    html_integer(h, value);
    html_literal(h, "\"");
}

void html_number(struct html *h, double value)
{
    if (!isfinite(value) || fabs(value) > 1e12) {
        h->out.failed = true; /* no drawing reaches that far: a fault of ours that must not go out as a picture */
        return;
    }
    long long hundredths = llround(value * 100);
    if (hundredths < 0)
        html_literal(h, "-");
    long long size = hundredths < 0 ? -hundredths : hundredths;
    html_integer(h, size / 100);
    int rest = (int)(size % 100);
    if (rest == 0)
        return;
    char decimals[3] = {'.', (char)('0' + rest / 10), (char)('0' + rest % 10)};
    html_add(h, decimals, rest % 10 ? 3 : 2);
}

void html_attribute_number(struct html *h, const char *name, double value)
{
    attribute_open(h, name);
    html_number(h, value);
    html_literal(h, "\"");
}

void html_address(struct html *h, const char *name, const char *address)
{
    if (!html_can_link(h, address))
        return;
    attribute_open(h, name);
    if (h->place == HTML_STANDALONE && is_of_the_site(address))
        html_text(h, h->site);
    html_text(h, address);
    html_literal(h, "\"");
}

unsigned html_id(struct html *h)
{
    return h->ids ? ++*h->ids : 0;
}
