/* A progress bar for work that keeps a person at a terminal waiting longer than a second. Silent when the stream is not a
 * terminal, and for the first second. */
#ifndef GOLDTHREAD_APP_PROGRESS_H
#define GOLDTHREAD_APP_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
    FILE *stream;
    bool terminal;
    int64_t began_ms, shown_ms; /* on the monotonic clock */
    bool shown;
};

struct progress progress_begin(FILE *stream);
/* Its first argument is a struct progress, so that it can be handed to the engine as a callback. */
void progress_show(void *progress, const char *what, size_t done, size_t of);
/* Clears the bar. */
void progress_end(struct progress *progress);

#endif
