/* Whole files: reading with a limit, and writing by renaming. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

static struct error *read_open_file(const void *ctx, int file, const char *path, size_t most, char **bytes,
                                    size_t *count)
{
    struct stat about;
    if (fstat(file, &about) != 0)
        return ERROR_DETAIL(ctx, ERROR_IO, strerror(errno), "The file %s could not be read.", path);
    if (!S_ISREG(about.st_mode))
        return ERROR_NEW(ctx, ERROR_INVALID, "%s is not a regular file.", path);
    if ((unsigned long long)about.st_size > most)
        return ERROR_NEW(ctx, ERROR_INVALID, "The file %s has %lld bytes; at most %zu can be read.", path,
                         (long long)about.st_size, most);
    size_t size = (size_t)about.st_size, used = 0;
    char *read_bytes = talloc_size(ctx, size + 1);
    TRY_MEMORY(read_bytes);
    while (used < size) {
        ssize_t got = read(file, read_bytes + used, size - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return ERROR_DETAIL(ctx, ERROR_IO, strerror(errno), "The file %s could not be read.", path);
        if (got == 0) /* it was cut short meanwhile */
            break;
        used += (size_t)got;
    }
    read_bytes[used] = '\0';
    *bytes = read_bytes;
    *count = used;
    return NULL;
}

struct error *file_read(const void *ctx, const char *path, size_t most, char **bytes, size_t *count)
{
    /* O_NONBLOCK so that a pipe given as a file is refused rather than waited for. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
        return ERROR_NEW(ctx, ERROR_NOT_FOUND, "There is no file %s.", path);
    if (file < 0)
        return ERROR_DETAIL(ctx, ERROR_IO, strerror(errno), "The file %s could not be opened.", path);
    struct error *error = read_open_file(ctx, file, path, most, bytes, count);
    close(file);
    return error;
}

/* Writes all bytes and waits for the disk; false, with errno, when it cannot. */
static bool write_all(int file, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t put = write(file, bytes, count);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes += put;
        count -= (size_t)put;
    }
    return fsync(file) == 0;
}

struct error *file_write(const void *ctx, const char *path, const char *bytes, size_t count)
{
    char *beside = talloc_asprintf(ctx, "%s.%ld.new", path, (long)getpid());
    TRY_MEMORY(beside);
    int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (file < 0)
        return ERROR_NEW(ctx, ERROR_IO, "The file %s could not be written: %s.", path, strerror(errno));
    bool written = write_all(file, bytes, count);
    written = close(file) == 0 && written;
    if (written && rename(beside, path) == 0)
        return NULL;
    int reason = errno;
    unlink(beside);
    return ERROR_NEW(ctx, ERROR_IO, "The file %s could not be written: %s.", path, strerror(reason));
}
