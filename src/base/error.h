/* How things fail. A function that can fail returns `struct error *`: NULL means that all went well. TRY() passes a
 * failure up; one place at the top of a command or a request turns it into an exit code or a page.
 *
 * An error is owned by the talloc context it was made on and lives as long as that. Running out of memory is a static
 * error, so that reporting it needs no memory. A person's wrong input is not an error but a list of faults: see fault.h. */
#ifndef GOLDTHREAD_BASE_ERROR_H
#define GOLDTHREAD_BASE_ERROR_H

enum error_kind {
    ERROR_INVALID,   /* what was asked or given is wrong; message says what, where and what was expected */
    ERROR_NOT_FOUND, /* there is no such thing, or this actor may not know of it */
    ERROR_CONFLICT,  /* it would contradict what is already recorded */
    ERROR_BUSY,      /* try again: a lock, a lost connection, a full queue */
    ERROR_STORE,     /* the database refused or is not there */
    ERROR_IO,        /* a file or a socket */
    ERROR_MEMORY,    /* out of memory */
    ERROR_INTERNAL   /* a fault of ours */
};

struct error {
    enum error_kind kind;
    const char *message; /* one or two sentences for a person, British English, ending in a full stop */
    const char *detail;  /* for the log: SQL, errno, the library's own words; may be NULL; never shown to the public */
    const char *file;    /* where in the source it was noticed */
    int line;
};

#define CHECKED __attribute__((warn_unused_result))

/* Makes an error on ctx. `detail` may be NULL and is copied. Never returns NULL: without memory it is the static one. */
CHECKED struct error *error_make(const void *ctx, enum error_kind kind, const char *file, int line, const char *detail,
                                 const char *format, ...) __attribute__((format(printf, 6, 7), returns_nonnull));

/* The one error that needs no memory. */
CHECKED struct error *error_out_of_memory(void) __attribute__((returns_nonnull));

/* ERROR_NEW(ctx, ERROR_INVALID, "There is no outcome %s.", ref) */
#define ERROR_NEW(ctx, kind, ...) error_make((ctx), (kind), __FILE__, __LINE__, NULL, __VA_ARGS__)
/* The same with a detail for the log before the message. */
#define ERROR_DETAIL(ctx, kind, detail, ...) error_make((ctx), (kind), __FILE__, __LINE__, (detail), __VA_ARGS__)

/* Leaves the function with the failure of `expression`, if it failed. */
#define TRY(expression)                                                                                                \
    do {                                                                                                               \
        struct error *try_error_ = (expression);                                                                       \
        if (try_error_)                                                                                                \
            return try_error_;                                                                                         \
    } while (0)

/* Leaves the function with "out of memory" if the pointer just allocated is NULL. */
#define TRY_MEMORY(pointer)                                                                                            \
    do {                                                                                                               \
        if (!(pointer))                                                                                                \
            return error_out_of_memory();                                                                              \
    } while (0)

/* The documented exit code of a command that ended with this error (NULL: 0). See docs/command-line.md. */
int error_exit_code(const struct error *error);

/* The HTTP status that says the same. */
int error_http_status(const struct error *error);

#endif
