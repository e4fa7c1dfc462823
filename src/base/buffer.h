/* Bytes that grow: what pages, files and SQL are written into. A buffer has a hard maximum; passing it, or running out of
 * memory, sets `failed` and every later write is a no-op, so a writer writes freely and asks once at the end
 * (buffer_error). The bytes are always followed by a NUL that is not counted. */
#ifndef GOLDTHREAD_BASE_BUFFER_H
#define GOLDTHREAD_BASE_BUFFER_H

#include "base/error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char *data;   /* owned by ctx; NULL until something is written */
    size_t used;  /* bytes written, without the NUL */
    size_t room;  /* bytes allocated */
    size_t max;   /* never more than this many bytes */
    bool failed;  /* something did not fit or could not be allocated */
    void *ctx;    /* the talloc context that owns data */
};

#define BUFFER_MAX_DEFAULT ((size_t)64 << 20)

/* An empty buffer whose bytes belong to ctx. */
struct buffer buffer_on(void *ctx);

/* Makes room for so many bytes more at once: for who knows about how much is coming. */
void buffer_reserve(struct buffer *buffer, size_t more);

void buffer_add(struct buffer *buffer, const char *bytes, size_t count);
void buffer_text(struct buffer *buffer, const char *text); /* NULL writes nothing */
void buffer_char(struct buffer *buffer, char c);
void buffer_integer(struct buffer *buffer, long long value);
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_format_v(struct buffer *buffer, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

/* Forgets what was written, keeps the room. */
void buffer_clear(struct buffer *buffer);

/* The text so far, never NULL: "" when empty. */
const char *buffer_cstr(const struct buffer *buffer);

/* NULL when every write succeeded; otherwise the reason. */
CHECKED struct error *buffer_error(const struct buffer *buffer);

#endif
