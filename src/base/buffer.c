/* Growing bytes with a hard maximum. */
#include "base/buffer.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>

struct buffer buffer_on(void *ctx)
{
    return (struct buffer){.ctx = ctx, .max = BUFFER_MAX_DEFAULT};
}

/* Makes room for `more` bytes and the NUL; false and failed when it cannot. */
static bool make_room(struct buffer *buffer, size_t more)
{
    if (buffer->failed)
        return false;
    if (more > buffer->max - buffer->used) {
        buffer->failed = true;
        return false;
    }
    size_t needed = buffer->used + more + 1;
    if (needed <= buffer->room)
        return true;
    size_t room = buffer->room ? buffer->room : 256;
    while (room < needed)
        room *= 2;
    char *grown = buffer->data ? talloc_realloc_size(buffer->ctx, buffer->data, room) : talloc_size(buffer->ctx, room);
    if (!grown) {
        buffer->failed = true;
        return false;
    }
    buffer->data = grown;
    buffer->room = room;
    return true;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t count)
{
    if (count == 0 || !make_room(buffer, count))
        return;
    memcpy(buffer->data + buffer->used, bytes, count);
    buffer->used += count;
    buffer->data[buffer->used] = '\0';
}

void buffer_text(struct buffer *buffer, const char *text)
{
    if (text)
        buffer_add(buffer, text, strlen(text));
}

void buffer_char(struct buffer *buffer, char c)
{
    buffer_add(buffer, &c, 1);
}

void buffer_integer(struct buffer *buffer, long long value)
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%lld", value);
    buffer_add(buffer, digits, (size_t)count);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buffer_format_v(buffer, format, arguments);
    va_end(arguments);
}

void buffer_format_v(struct buffer *buffer, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int count = vsnprintf(NULL, 0, format, arguments);
    if (count >= 0 && make_room(buffer, (size_t)count)) {
        vsnprintf(buffer->data + buffer->used, (size_t)count + 1, format, again);
        buffer->used += (size_t)count;
    } else {
        buffer->failed = true;
    }
    va_end(again);
}

void buffer_clear(struct buffer *buffer)
{
    buffer->used = 0;
    if (buffer->data)
        buffer->data[0] = '\0';
}

const char *buffer_cstr(const struct buffer *buffer)
{
    return buffer->data ? buffer->data : "";
}

struct error *buffer_error(const struct buffer *buffer)
{
    if (!buffer->failed)
        return NULL;
    if (buffer->used + 1 >= buffer->max)
        return ERROR_NEW(buffer->ctx, ERROR_INTERNAL, "The answer grew past %zu bytes and was stopped.", buffer->max);
    return error_out_of_memory();
}
