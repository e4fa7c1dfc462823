/* Text: UTF-8 checked, folded for searching, keyed for sorting, read as numbers, split and joined. Nothing here
 * knows a format or a record. Every function that returns `char *` gives a new text owned by ctx, or NULL when out
 * of memory (use TRY_MEMORY). Text handed in is NUL-terminated; bytes in it that are not UTF-8 are treated as
 * U+FFFD, never trusted. */
#ifndef GOLDTHREAD_BASE_TEXT_H
#define GOLDTHREAD_BASE_TEXT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Texts in a row; fits LIST_ADD of base/list.h. Empty when zeroed. */
struct text_list {
    char **at;
    size_t count, room;
};

/* True when the bytes are well-formed UTF-8 (Unicode 15, table 3-7: no overlong form, no surrogate, nothing above
 * U+10FFFF) and hold no NUL, which nothing here could carry. */
bool text_is_utf8(const char *bytes, size_t count);

/* How many of the bytes, from the first on, are such text: `count` when all are. */
size_t text_utf8_prefix(const char *bytes, size_t count);

/* How many characters (code points) the text has. */
size_t text_length(const char *s);

/* The text itself when it has at most `most` characters; otherwise its beginning and an ellipsis, `most` in all. */
char *text_shorten(const void *ctx, const char *s, size_t most);

/* A number to find a text by in a table of our own texts, such as SQL. It resists nobody: not for what others typed. */
uint64_t text_hash(const char *bytes, size_t count);

/* The form in which texts are compared when searching: compatibility forms resolved, case folded, accents stripped,
 * apostrophes dropped, and every run of anything but letters and digits one space: "  Élan – Children's  " gives
 * "elan childrens". The database keeps it beside the text, so a change here asks for a migration. */
char *text_fold(const void *ctx, const char *s);

/* A piece of an address: the folded text's ASCII words joined by hyphens, at most TEXT_SLUG_MOST bytes, cut between
 * words where there is one. "" when nothing remains: the caller must then have something else to say. */
#define TEXT_SLUG_MOST 80
char *text_slug(const void *ctx, const char *s);

/* A text whose byte order (strcmp, COLLATE BINARY, COLLATE "C") is the natural order of references: "4.2" before
 * "4.10", "a9" before "A10". Lower-cased; every run of ASCII digits without its leading zeros is padded to
 * TEXT_KEY_DIGITS; a longer run sorts after all those, the shorter of two such first. "4.2" and "4.02" have one key:
 * add a second sort. */
#define TEXT_KEY_DIGITS 10
char *text_natural_key(const void *ctx, const char *s);

/* Reads an integer in its one spelling: optional minus, digits without leading zeros; no plus, no blank, no "-0".
 * False, and *out untouched, for anything else or what does not fit. */
CHECKED bool text_to_integer(const char *s, int64_t *out);

/* Reads a figure in decimal notation: optional minus, digits without superfluous leading zeros, optionally a point
 * and digits; at most TEXT_DECIMAL_MOST bytes. No exponent, no infinity, no blank, no ".5" and no "5.". The double
 * nearest to what is written; -0 reads as 0. False, and *out untouched, for anything else. */
#define TEXT_DECIMAL_MOST 40
CHECKED bool text_to_decimal(const char *s, double *out);

/* Appends the parts between separators to `parts`, empty ones too and as they are ("a;;b" has three); "" has none. */
CHECKED struct error *text_split(const void *ctx, const char *s, char separator, struct text_list *parts);

/* Without white space (Unicode's) at either end. */
char *text_trim(const void *ctx, const char *s);

/* The parts with `separator` between each two. */
char *text_join(const void *ctx, const struct text_list *parts, const char *separator);

#endif
