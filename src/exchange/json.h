/* Writing JSON (RFC 8259) straight into a buffer, without building a tree. The writer sees to commas, escapes and
 * nesting; a call out of order (a value without its key, an end without its beginning) is remembered, and
 * json_write_finish reports it. Reading JSON is jansson's business, whose names begin with json_ too: hence
 * json_write_. */
#ifndef GOLDTHREAD_EXCHANGE_JSON_H
#define GOLDTHREAD_EXCHANGE_JSON_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>

#define JSON_DEPTH_MOST 32

struct json_writer {
    struct buffer *out;
    int depth;
    bool is_object[JSON_DEPTH_MOST + 1]; /* by depth; depth 0 is the document */
    bool has_items[JSON_DEPTH_MOST + 1];
    bool has_key;      /* a key was written and waits for its value */
    const char *wrong; /* the first call out of order, in words; NULL: none */
};

/* Writes one JSON value to the end of `out`. */
struct json_writer json_writer_on(struct buffer *out);

void json_write_object(struct json_writer *json);
void json_write_object_end(struct json_writer *json);
void json_write_array(struct json_writer *json);
void json_write_array_end(struct json_writer *json);

/* The name of the next value, in an object. Names are not checked for being there twice. */
void json_write_key(struct json_writer *json, const char *key);

/* NULL is written as null; bytes that are not UTF-8 become U+FFFD. */
void json_write_text(struct json_writer *json, const char *text);

void json_write_integer(struct json_writer *json, long long value);
/* Digit for digit; it must be as text_to_decimal accepts it. */
void json_write_decimal(struct json_writer *json, const char *decimal);

void json_write_flag(struct json_writer *json, bool flag);
void json_write_null(struct json_writer *json);

/* NULL when one whole value was written and everything fitted. ERROR_INTERNAL: a call was out of order. */
CHECKED struct error *json_write_finish(const struct json_writer *json);

#endif
