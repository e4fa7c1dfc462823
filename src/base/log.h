/* The program's own log: one line of logfmt (key=value) on standard error for each event, for whoever runs the
 * program.
 *
 * No personal data: a line carries what the program did and how it went (event, duration, status, path without its
 * query, number of rows), never what a record says or a person typed. Safe to call from any thread; a line is one
 * write. */
#ifndef GOLDTHREAD_BASE_LOG_H
#define GOLDTHREAD_BASE_LOG_H

#include "base/error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

enum log_level { LEVEL_DEBUG, LEVEL_INFO, LEVEL_WARNING, LEVEL_ERROR };

/* The longest line, its newline included; a longer one is cut at a key. Below PIPE_BUF, so that lines never mix. */
#define LOG_LINE_MOST 2048

/* From now on only lines of this level and above are written; LEVEL_INFO to begin with. Called once, at start-up. */
void log_set_least(enum log_level least);

/* log_line(LEVEL_INFO, "request", "method", "GET", "status", "200", NULL): keys and values, then NULL. Keys are ours:
 * lower case, words joined by _. A NULL value is written as "-". */
void log_line(enum log_level level, const char *event, ...) __attribute__((sentinel));

/* Says that something failed: kind, place in the source and the detail; not the message, which may quote a person.
 * Out of memory is logged too: nothing here allocates. NULL is no failure and writes nothing. */
void log_error(const char *event, const struct error *error);

/* The line as log_line writes it at that instant, newline and NUL at its end; `size` at least LOG_LINE_MOST + 1.
 * Gives its length without the NUL. */
size_t log_format(char *line, size_t size, int64_t instant, enum log_level level, const char *event, va_list pairs);

#endif
