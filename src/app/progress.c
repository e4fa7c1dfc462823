/* The progress bar. */
#include "app/progress.h"

#include <time.h>
#include <unistd.h>

#define WIDTH 30
#define QUIET_MS 1000
#define EVERY_MS 100

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct progress progress_begin(FILE *stream)
{
    return (struct progress){.stream = stream, .terminal = isatty(fileno(stream)) == 1, .began_ms = monotonic_ms()};
}

void progress_show(void *progress, const char *what, size_t done, size_t of)
{
    struct progress *bar = progress;
    int64_t now = monotonic_ms();
    if (!bar->terminal || now - bar->began_ms < QUIET_MS || now - bar->shown_ms < EVERY_MS || of == 0)
        return;
    int filled = (int)(done * WIDTH / of);
    fprintf(bar->stream, "\r\033[K%-24.24s [", what);
    for (int i = 0; i < WIDTH; i++)
        fputc(i < filled ? '#' : '.', bar->stream);
    fprintf(bar->stream, "] %zu of %zu", done, of);
    fflush(bar->stream);
    bar->shown_ms = now;
    bar->shown = true;
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", progress->stream);
}
