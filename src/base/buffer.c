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

void buffer_reserve(struct buffer *buffer, size_t more)
{
    if (make_room(buffer, more))
        buffer->data[buffer->used] = '\0';
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

/* By hand: pages and SQL are full of numbers, and printf would be most of their cost. */
static void add_unsigned(struct buffer *buffer, unsigned long long value)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    buffer_add(buffer, digits + at, sizeof digits - at);
}

void buffer_integer(struct buffer *buffer, long long value)
{
    if (value < 0)
        buffer_char(buffer, '-');
    add_unsigned(buffer, value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buffer_format_v(buffer, format, arguments);
    va_end(arguments);
}

/* Writes what one of the conversions that SQL and addresses are made of stands for, and returns where the format goes on;
 * NULL, with nothing written, for any other conversion. */
static const char *format_plain(struct buffer *buffer, const char *conversion, va_list *arguments)
{
    if (conversion[1] == 's') {
        const char *text = va_arg(*arguments, const char *);
        buffer_text(buffer, text ? text : "(null)");
        return conversion + 2;
    }
    if (conversion[1] == 'd') {
        buffer_integer(buffer, va_arg(*arguments, int));
        return conversion + 2;
    }
    if (strncmp(conversion, "%lld", 4) == 0) {
        buffer_integer(buffer, va_arg(*arguments, long long));
        return conversion + 4;
    }
    if (strncmp(conversion, "%zu", 3) == 0) {
        add_unsigned(buffer, va_arg(*arguments, size_t));
        return conversion + 3;
    }
    return NULL;
}

__attribute__((format(printf, 2, 0))) static void format_by_printf(struct buffer *buffer, const char *format, va_list *arguments)
{
    va_list again;
    va_copy(again, *arguments);
    int count = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (count >= 0 && make_room(buffer, (size_t)count)) {
        vsnprintf(buffer->data + buffer->used, (size_t)count + 1, format, *arguments);
        buffer->used += (size_t)count;
    } else {
        buffer->failed = true;
    }
}

/* Plain conversions one by one; from the first other one on, printf has the rest. */
void buffer_format_v(struct buffer *buffer, const char *format, va_list arguments)
{
    va_list rest;
    va_copy(rest, arguments);
    while (*format) {
        size_t literal = strcspn(format, "%");
        buffer_add(buffer, format, literal);
        format += literal;
        const char *after = *format ? format_plain(buffer, format, &rest) : format;
        if (!after) {
            format_by_printf(buffer, format, &rest);
            break;
        }
        format = after;
    }
    va_end(rest);
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
