/* The program itself, run as somebody at a shell would run it. Whatever goes wrong in starting it fails the test. */
#ifndef GOLDTHREAD_TESTS_PROGRAM_H
#define GOLDTHREAD_TESTS_PROGRAM_H

#include <stddef.h>
#include <sys/types.h>

/* How a run ended. */
struct run_end {
    int code;              /* the exit code; 128 and the signal's number when a signal ended it */
    const char *out, *err; /* what it wrote; owned by the context of the run */
};

/* What is special about a run; all zero: nothing. */
struct run_setting {
    const char *preload;   /* a shared object put before all others */
    const char *variables[8]; /* further lines of the environment, "NAME=value" */
    size_t file_most;      /* the largest file it may write, in bytes; 0: any */
    const char *out;       /* where its output goes; NULL: into run_end.out */
};

/* Runs BUILD/goldthread, the one built beside this test, to its end: PROGRAM_RUN(ctx, "import", folder, "--db", file) */
#define PROGRAM_RUN(ctx, ...) program_run((ctx), NULL, (const char *const[]){__VA_ARGS__, NULL})
struct run_end program_run(void *ctx, const struct run_setting *setting, const char *const *arguments);

/* The same, checked to end well. Gives back what it printed. */
#define PROGRAM_DO(ctx, ...) program_do((ctx), (const char *const[]){__VA_ARGS__, NULL})
const char *program_do(void *ctx, const char *const *arguments);

/* Runs a line of shell in that folder, where `goldthread` is the program; output as a person would see it in a file. */
struct run_end shell_run(void *ctx, const char *folder, const char *line);

/* Starts it and comes back at once; out and err may be one descriptor. It ends with the test. */
pid_t program_start(void *ctx, const char *const *arguments, int out, int err);

/* Where things are: what was built beside this test, and the top folder of the source. On ctx. */
const char *built_path(void *ctx, const char *name);
const char *source_path(void *ctx, const char *name);

/* All of a file; fails the test when it is not there. */
const char *file_text(void *ctx, const char *path);
void file_put(const char *path, const char *text);

#endif
