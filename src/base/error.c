/* Errors: making one, and what it means to a shell or a browser. */
#include "base/error.h"

#include <stdarg.h>
#include <talloc.h>

static struct error out_of_memory = {
    .kind = ERROR_MEMORY,
    .message = "There was not enough memory to finish this. Nothing was changed.",
    .file = __FILE__,
    .line = __LINE__,
};

struct error *error_out_of_memory(void)
{
    return &out_of_memory;
}

struct error *error_make(const void *ctx, enum error_kind kind, const char *file, int line, const char *detail,
                         const char *format, ...)
{
    struct error *error = talloc_zero(ctx, struct error);
    if (!error)
        return error_out_of_memory();

    va_list arguments;
    va_start(arguments, format);
    error->message = talloc_vasprintf(error, format, arguments);
    va_end(arguments);
    error->detail = detail ? talloc_strdup(error, detail) : NULL;
    if (!error->message || (detail && !error->detail))
        return error_out_of_memory();

    error->kind = kind;
    error->file = file;
    error->line = line;
    return error;
}

/* One row a kind: what a shell and a browser are told. */
static const struct {
    int exit_code;
    int http_status;
} meanings[] = {
    [ERROR_INVALID] = {2, 400}, [ERROR_NOT_FOUND] = {3, 404}, [ERROR_CONFLICT] = {4, 409}, [ERROR_BUSY] = {5, 503},
    [ERROR_STORE] = {6, 500},   [ERROR_IO] = {7, 500},        [ERROR_MEMORY] = {8, 503},   [ERROR_INTERNAL] = {9, 500},
};

int error_exit_code(const struct error *error)
{
    return error ? meanings[error->kind].exit_code : 0;
}

int error_http_status(const struct error *error)
{
    return error ? meanings[error->kind].http_status : 200;
}
