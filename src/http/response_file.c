/* Moving an answer's body to a file as it grows, within what all answers together may have there. */
#include "http/response_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>
#include <xxhash.h>

struct response_file {
    int descriptor;
    uint64_t length;
    _Atomic uint64_t *all; /* struct response's in_files */
    XXH3_state_t *digest; /* its own allocation: it must lie on a multiple of 64 */
};

static int close_file(struct response_file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    if (file->all)
        *file->all -= file->length;
    XXH3_freeState(file->digest);
    return 0;
}

static struct error *no_room(struct response *response, int reason)
{
    return ERROR_DETAIL(response->ctx, ERROR_IO, strerror(reason), "There is no room to prepare an answer of this length.");
}

static struct error *make_file(struct response *response)
{
    const char *folder = getenv("TMPDIR");
    struct response_file *made = talloc_zero(response->ctx, struct response_file);
    char *name = talloc_asprintf(response->ctx, "%s/goldthread-XXXXXX", folder && *folder ? folder : "/tmp");
    TRY_MEMORY(made);
    TRY_MEMORY(name);
    made->descriptor = -1;
    talloc_set_destructor(made, close_file);
    made->digest = XXH3_createState();
    if (!made->digest || XXH3_128bits_reset(made->digest) != XXH_OK)
        return error_out_of_memory();
    made->descriptor = mkostemp(name, O_CLOEXEC);
    if (made->descriptor < 0)
        return no_room(response, errno);
    unlink(name);
    made->all = response->in_files;
    response->file = made;
    return NULL;
}

struct error *response_file_add(struct response *response)
{
    TRY(buffer_error(&response->body));
    if (!response->file)
        TRY(make_file(response));
    struct response_file *file = response->file;
    const char *bytes = buffer_cstr(&response->body);
    size_t count = response->body.used;
    file->length += count;
    if (file->all && atomic_fetch_add(file->all, count) + count > RESPONSE_FILES_MOST)
        return ERROR_NEW(response->ctx, ERROR_BUSY, "Too many long answers are being sent at the same time.");
    if (XXH3_128bits_update(file->digest, bytes, count) != XXH_OK)
        return error_out_of_memory();
    while (count > 0) {
        ssize_t put = write(file->descriptor, bytes, count);
        if (put < 0 && errno != EINTR)
            return no_room(response, errno);
        bytes += put > 0 ? put : 0;
        count -= put > 0 ? (size_t)put : 0;
    }
    buffer_clear(&response->body);
    return NULL;
}

void response_file_digest(const struct response_file *file, unsigned char digest[RESPONSE_FILE_DIGEST])
{
    XXH128_canonicalFromHash((XXH128_canonical_t *)digest, XXH3_128bits_digest(file->digest));
}

uint64_t response_file_length(const struct response_file *file)
{
    return file->length;
}

int response_file_open(const struct response_file *file)
{
    return fcntl(file->descriptor, F_DUPFD_CLOEXEC, 0);
}
