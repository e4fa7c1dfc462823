/* The log. It reads the clock itself, unlike everything else below app/: a line tells when the program did
 * something, and nothing is ever computed from it. */
#include "base/log.h"

#include "base/date.h"
#include "base/text.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

static _Atomic int least_level = LEVEL_INFO;

/* A line being written; what does not fit whole is left out. */
struct line {
    char *at;
    size_t used, most;
    bool full;
};

static void add_bytes(struct line *line, const char *bytes, size_t count)
{
    if (line->full || count > line->most - line->used) {
        line->full = true;
        return;
    }
    memcpy(line->at + line->used, bytes, count);
    line->used += count;
}

static bool is_bare(const char *value)
{
    return *value != '\0' &&
           value[strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/+-,@%~")] == '\0';
}

/* Writes the value; quoted when it has anything but plain characters, control characters as \uXXXX, so that no value
 * can begin a line or a key of its own. */
static void add_value(struct line *line, const char *value)
{
    if (is_bare(value)) {
        add_bytes(line, value, strlen(value));
        return;
    }
    bool is_text = text_is_utf8(value, strlen(value));
    add_bytes(line, "\"", 1);
    for (; *value; value++) {
        unsigned char byte = (unsigned char)*value;
        char escaped[8];
        if (byte == '"' || byte == '\\')
            add_bytes(line, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\%c", byte));
        else if (byte < 0x20 || byte == 0x7F)
            add_bytes(line, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", byte));
        else if (byte >= 0x80 && !is_text)
            add_bytes(line, "?", 1);
        else
            add_bytes(line, value, 1);
    }
    add_bytes(line, "\"", 1);
}

/* Writes one pair, or nothing of it when the line is too short. */
static void add_pair(struct line *line, const char *key, const char *value)
{
    size_t before = line->used;
    if (before > 0)
        add_bytes(line, " ", 1);
    add_bytes(line, key, strlen(key));
    add_bytes(line, "=", 1);
    add_value(line, value ? value : "-");
    if (line->full)
        line->used = before;
}

size_t log_format(char *text, size_t size, int64_t instant, enum log_level level, const char *event, va_list pairs)
{
    static const char *const names[] = {"debug", "info", "warning", "error"};
    struct line line = {.at = text, .most = (size < LOG_LINE_MOST + 1 ? size : LOG_LINE_MOST + 1) - 2};
    char time[32] = "-";
    int64_t day = instant / 86400;
    struct civil civil = {0};
    if (instant >= 0 && day < INT32_MAX)
        civil = date_to_civil((struct date){(int32_t)day});
    int second = (int)(instant % 86400);
    if (civil.year != 0)
        snprintf(time, sizeof time, "%04d-%02d-%02dT%02d:%02d:%02dZ", civil.year, civil.month, civil.day, second / 3600,
                 second / 60 % 60, second % 60);
    add_pair(&line, "time", time);
    add_pair(&line, "level", names[level]);
    add_pair(&line, "event", event);
    for (const char *key; (key = va_arg(pairs, const char *)) != NULL;)
        add_pair(&line, key, va_arg(pairs, const char *));
    text[line.used] = '\n';
    text[line.used + 1] = '\0';
    return line.used + 1;
}

void log_set_least(enum log_level least)
{
    atomic_store(&least_level, (int)least);
}

void log_line(enum log_level level, const char *event, ...)
{
    if ((int)level < atomic_load(&least_level))
        return;
    char line[LOG_LINE_MOST + 1];
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    va_list pairs;
    va_start(pairs, event);
    size_t count = log_format(line, sizeof line, (int64_t)now.tv_sec, level, event, pairs);
    va_end(pairs);
    /* One write, so that lines of several threads do not mix. There is nobody to tell when it fails. */
    ssize_t ignored = write(STDERR_FILENO, line, count);
    (void)ignored;
}

void log_error(const char *event, const struct error *error)
{
    static const char *const kinds[] = {
        [ERROR_INVALID] = "invalid", [ERROR_NOT_FOUND] = "not_found", [ERROR_CONFLICT] = "conflict",
        [ERROR_BUSY] = "busy",       [ERROR_STORE] = "store",         [ERROR_IO] = "io",
        [ERROR_MEMORY] = "memory",   [ERROR_INTERNAL] = "internal"};
    if (!error)
        return;
    char place[256];
    snprintf(place, sizeof place, "%s:%d", error->file ? error->file : "-", error->line);
    log_line(LEVEL_ERROR, event, "kind", kinds[error->kind], "at", place, "detail", error->detail, NULL);
}
