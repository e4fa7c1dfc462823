/* Whole files: read with a limit, written so that a reader never sees half of one. */
#ifndef GOLDTHREAD_BASE_FILE_H
#define GOLDTHREAD_BASE_FILE_H

#include "base/error.h"

#include <stddef.h>

/* Reads a regular file of at most `most` bytes. *bytes is owned by ctx and followed by a NUL that is not counted.
 * ERROR_NOT_FOUND: there is none; ERROR_INVALID: not a regular file, or larger; ERROR_IO otherwise. */
CHECKED struct error *file_read(const void *ctx, const char *path, size_t most, char **bytes, size_t *count);

/* Writes the bytes to a new file beside `path`, on the disk, and then gives it that name, replacing what was there. Its
 * mode is 0666 less the umask. ERROR_IO when it cannot; then what was there is still there. */
CHECKED struct error *file_write(const void *ctx, const char *path, const char *bytes, size_t count);

#endif
