/* Text: UTF-8, splitting and joining, and reading numbers. How texts are compared lives in text_compare.c. */
#include "base/text.h"

#include "base/buffer.h"
#include "base/list.h"

#include <talloc.h>
#include <unictype.h>
#include <unistr.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

size_t text_utf8_prefix(const char *bytes, size_t count)
{
    if (count == 0)
        return 0;
    const char *nul = memchr(bytes, '\0', count);
    size_t most = nul ? (size_t)(nul - bytes) : count;
    const uint8_t *bad = u8_check((const uint8_t *)bytes, most);
    return bad ? (size_t)((const char *)bad - bytes) : most;
}

bool text_is_utf8(const char *bytes, size_t count)
{
    return text_utf8_prefix(bytes, count) == count;
}

/* Reads one character at s, of which `left` bytes remain; gives its length. What is not UTF-8 reads as U+FFFD. */
static size_t character_at(const char *s, size_t left, ucs4_t *character)
{
    int length = u8_mbtouc(character, (const uint8_t *)s, left);
    return length > 0 ? (size_t)length : 1;
}

size_t text_length(const char *s)
{
    size_t left = strlen(s), length = 0;
    while (left > 0) {
        ucs4_t character;
        size_t bytes = character_at(s, left, &character);
        s += bytes;
        left -= bytes;
        length++;
    }
    return length;
}

char *text_shorten(const void *ctx, const char *s, size_t most)
{
    size_t left = strlen(s), length = 0, kept = 0; /* kept: the bytes of the first most - 1 characters */
    const char *at = s;
    while (left > 0 && length < most) {
        ucs4_t character;
        size_t bytes = character_at(at, left, &character);
        at += bytes;
        left -= bytes;
        length++;
        if (length < most)
            kept = (size_t)(at - s);
    }
    if (left == 0)
        return talloc_strdup(ctx, s);
    return most == 0 ? talloc_strdup(ctx, "") : talloc_asprintf(ctx, "%.*s…", (int)kept, s);
}

/* Every query is found by its text, and those are some hundred bytes: mixed eight bytes at a time. */
uint64_t text_hash(const char *bytes, size_t count)
{
    uint64_t hash = count;
    for (; count >= sizeof hash; bytes += sizeof hash, count -= sizeof hash) {
        uint64_t word;
        memcpy(&word, bytes, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    while (count-- > 0)
        hash = (hash ^ (unsigned char)*bytes++) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 32;
}

bool text_to_integer(const char *s, int64_t *out)
{
    bool negative = *s == '-';
    const char *digits = negative ? s + 1 : s;
    if (!is_digit(*digits) || (*digits == '0' && (digits[1] != '\0' || negative)))
        return false;
    uint64_t most = (uint64_t)INT64_MAX + (negative ? 1 : 0), value = 0;
    for (; is_digit(*digits); digits++) {
        uint64_t digit = (uint64_t)(*digits - '0');
        if (value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    if (*digits != '\0')
        return false;
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

/* What a figure in decimal notation consists of. */
struct figure {
    uint64_t digits; /* all its digits as one integer, exact while there are at most 15 */
    int significant; /* digits without leading zeros */
    int after_point;
};

/* True when s is decimal notation as text_to_decimal describes it. */
static bool figure_parse(const char *s, struct figure *figure)
{
    *figure = (struct figure){0};
    const char *at = *s == '-' ? s + 1 : s;
    if (!is_digit(*at) || (*at == '0' && is_digit(at[1])))
        return false;
    bool point = false;
    for (; is_digit(*at) || *at == '.'; at++) {
        if (at - s >= TEXT_DECIMAL_MOST)
            return false;
        if (*at == '.') {
            if (point || !is_digit(at[1]))
                return false;
            point = true;
            continue;
        }
        if (*at != '0' || figure->significant > 0)
            figure->significant++;
        if (figure->significant <= 15)
            figure->digits = figure->digits * 10 + (uint64_t)(*at - '0');
        figure->after_point += point;
    }
    return *at == '\0';
}

bool text_to_decimal(const char *s, double *out)
{
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    struct figure figure;
    if (!figure_parse(s, &figure))
        return false;
    double value;
    if (figure.significant <= 15 && figure.after_point <= 22) {
        /* Both numbers are exact doubles, so one division rounds correctly (Clinger 1990), whatever the locale. */
        value = (double)figure.digits / tens[figure.after_point];
        value = *s == '-' ? -value : value;
    } else {
        char *end;
        value = strtod(s, &end);
        if (*end != '\0') /* a locale with another decimal point: refuse rather than misread */
            return false;
    }
    *out = value + 0.0; /* -0 becomes 0 */
    return true;
}

struct error *text_split(const void *ctx, const char *s, char separator, struct text_list *parts)
{
    if (*s == '\0')
        return NULL;
    for (;;) {
        const char *end = strchr(s, separator);
        char *part = end ? talloc_strndup(ctx, s, (size_t)(end - s)) : talloc_strdup(ctx, s);
        TRY_MEMORY(part);
        TRY(LIST_ADD(ctx, parts, part));
        if (!end)
            return NULL;
        s = end + 1;
    }
}

char *text_trim(const void *ctx, const char *s)
{
    size_t left = strlen(s);
    const char *first = NULL, *end = s, *at = s;
    while (left > 0) {
        ucs4_t character;
        size_t bytes = character_at(at, left, &character);
        if (!uc_is_property_white_space(character)) {
            first = first ? first : at;
            end = at + bytes;
        }
        at += bytes;
        left -= bytes;
    }
    return first ? talloc_strndup(ctx, first, (size_t)(end - first)) : talloc_strdup(ctx, "");
}

char *text_join(const void *ctx, const struct text_list *parts, const char *separator)
{
    size_t size = 1, between = strlen(separator);
    for (size_t i = 0; i < parts->count; i++)
        size += strlen(parts->at[i]) + between;
    char *joined = talloc_size(ctx, size), *at = joined;
    if (!joined)
        return NULL;
    for (size_t i = 0; i < parts->count; i++) {
        if (i > 0)
            at = mempcpy(at, separator, between);
        at = mempcpy(at, parts->at[i], strlen(parts->at[i]));
    }
    *at = '\0';
    return joined;
}
