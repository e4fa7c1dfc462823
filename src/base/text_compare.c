/* The forms in which texts are compared: folded for searching, as a slug in an address, as a key for sorting. */
#include "base/buffer.h"
#include "base/text.h"

#include <talloc.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

static void add_character(struct buffer *buffer, ucs4_t character)
{
    uint8_t bytes[6];
    int count = u8_uctomb(bytes, character, (ptrdiff_t)sizeof bytes);
    if (count > 0)
        buffer_add(buffer, (const char *)bytes, (size_t)count);
}

/* The buffer's text, which its context owns; NULL when a write failed. */
static char *finished(struct buffer *buffer)
{
    if (buffer->failed)
        return NULL;
    return buffer->data ? buffer->data : talloc_strdup(buffer->ctx, "");
}

/* Letters that no decomposition takes apart, but that people type plainly. Folded case only. */
static const char *plain_letters(ucs4_t character)
{
    switch (character) {
    case 0x00E6: return "ae";
    case 0x00F0: return "d";
    case 0x00F8: return "o";
    case 0x00FE: return "th";
    case 0x0111: return "d";
    case 0x0127: return "h";
    case 0x0131: return "i";
    case 0x0142: return "l";
    case 0x0153: return "oe";
    default: return NULL;
    }
}

static bool is_apostrophe(ucs4_t character)
{
    return character == '\'' || character == 0x2018 || character == 0x2019 || character == 0x02BC;
}

/* Writes words, a single space between each two; what separates them is remembered until the next word begins. */
struct word_writer {
    struct buffer *out;
    bool separated;
};

/* Before each character of a word. */
static void begin_character(struct word_writer *words)
{
    if (words->separated && words->out->used > 0)
        buffer_char(words->out, ' ');
    words->separated = false;
}

static void fold_character(struct word_writer *words, ucs4_t character)
{
    if (is_apostrophe(character) ||
        uc_is_general_category_withtable(character, UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Me))
        return;
    if (!uc_is_general_category_withtable(character, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_Mc)) {
        words->separated = true;
        return;
    }
    begin_character(words);
    const char *plain = plain_letters(character);
    if (plain)
        buffer_text(words->out, plain);
    else
        add_character(words->out, character);
}

/* Most texts are ASCII and need no tables. */
static bool fold_ascii(struct word_writer *words, const char *s)
{
    for (const char *at = s; *at; at++)
        if ((unsigned char)*at >= 0x80)
            return false;
    for (; *s; s++) {
        char c = *s >= 'A' && *s <= 'Z' ? (char)(*s - 'A' + 'a') : *s;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            begin_character(words);
            buffer_char(words->out, c);
        } else if (c != '\'') {
            words->separated = true;
        }
    }
    return true;
}

/* The text as characters; what is not UTF-8 becomes U+FFFD. NULL: no memory. */
static uint32_t *characters_of(const void *ctx, const char *s, size_t *count)
{
    size_t left = strlen(s);
    uint32_t *characters = talloc_size(ctx, (left + 1) * sizeof *characters);
    *count = 0;
    while (characters && left > 0) {
        ucs4_t character;
        int bytes = u8_mbtouc(&character, (const uint8_t *)s, left);
        characters[(*count)++] = character;
        s += bytes;
        left -= (size_t)bytes;
    }
    return characters;
}

char *text_fold(const void *ctx, const char *s)
{
    struct buffer out = buffer_on((void *)ctx);
    struct word_writer words = {.out = &out};
    if (fold_ascii(&words, s))
        return finished(&out);
    size_t count, resolved_count, folded_count;
    uint32_t *characters = characters_of(ctx, s, &count);
    if (!characters)
        return NULL;
    /* Compatibility first: a few such characters resolve to capitals, which must still be folded. libunistring gives
     * memory of malloc, so this is the one place that frees. */
    uint32_t *resolved = u32_normalize(UNINORM_NFKD, characters, count, NULL, &resolved_count);
    talloc_free(characters);
    uint32_t *folded =
        resolved ? u32_casefold(resolved, resolved_count, NULL, UNINORM_NFKD, NULL, &folded_count) : NULL;
    free(resolved);
    if (!folded)
        return NULL;
    for (size_t i = 0; i < folded_count; i++)
        fold_character(&words, folded[i]);
    free(folded);
    return finished(&out);
}

char *text_slug(const void *ctx, const char *s)
{
    char *slug = text_fold(ctx, s);
    if (!slug)
        return NULL;
    size_t used = 0, cut = 0; /* cut: where the last whole word that fits ends */
    for (const char *at = slug; *at && used <= TEXT_SLUG_MOST; at++) {
        if (*at == ' ') {
            if (used > 0 && slug[used - 1] != '-') {
                cut = used;
                slug[used++] = '-';
            }
        } else if ((unsigned char)*at < 0x80) {
            slug[used++] = *at;
        }
    }
    if (used > TEXT_SLUG_MOST)
        used = cut > 0 ? cut : TEXT_SLUG_MOST;
    while (used > 0 && slug[used - 1] == '-')
        used--;
    slug[used] = '\0';
    return slug;
}

/* Writes the digit run at s as a key and gives its length. */
static size_t add_digit_run(struct buffer *key, const char *s)
{
    size_t length = strspn(s, "0123456789"), zeros = strspn(s, "0");
    size_t digits = length - zeros;
    if (digits <= TEXT_KEY_DIGITS)
        buffer_add(key, "0000000000", TEXT_KEY_DIGITS - digits);
    else
        buffer_format(key, ":%08zu", digits); /* a colon sorts after the digits: longer numbers after the padded ones */
    buffer_add(key, s + zeros, digits);
    return length;
}

char *text_natural_key(const void *ctx, const char *s)
{
    struct buffer key = buffer_on((void *)ctx);
    size_t left = strlen(s);
    while (left > 0) {
        size_t length;
        if (*s >= '0' && *s <= '9') {
            length = add_digit_run(&key, s);
        } else {
            ucs4_t character;
            length = (size_t)u8_mbtouc(&character, (const uint8_t *)s, left);
            add_character(&key, uc_tolower(character));
        }
        s += length;
        left -= length;
    }
    return finished(&key);
}
