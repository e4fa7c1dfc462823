/* The application: what every command and every request stands on. It knows the features as a list, never by name. */
#ifndef GOLDTHREAD_APP_APPLICATION_H
#define GOLDTHREAD_APP_APPLICATION_H

#include "app/feature.h"

struct application {
    const struct feature *const *features; /* ends with NULL */
    struct registers *registers;
    struct store *store;                   /* set once a command has opened it */
    struct circumstances circumstances;
};

/* The day it is in Europe/London: asked anew each time, since a site runs for weeks. */
struct date application_today(const struct application *application);

/* Checks the features' declarations; the clock and randomness come from `circumstances`. Owned by ctx. */
CHECKED struct error *application_make(void *ctx, const struct feature *const *rooms,
                                       struct circumstances circumstances, struct application **application);

/* Opens the database of --db (default goldthread.db) and requires its schema to be current; an empty or older one is
 * migrated first if `migrate`. The connection belongs to the run. */
CHECKED struct error *application_open(struct command_run *run, bool migrate, struct store_connection **connection);

/* The partnership of --partnership, or the only one there is. ERROR_INVALID naming those there are when that is not clear. */
CHECKED struct error *application_partnership(struct command_run *run, struct store_connection *connection,
                                              int64_t *partnership);

/* Finds the command in argv, checks its options and runs it. Returns the exit code; messages are already written. */
int command_line_run(const struct feature *const *rooms, int argc, char **argv, FILE *out, FILE *error);

/* The commands of the frame itself; ends with NULL. */
extern const struct command *const frame_commands[];

/* Options that several commands share. */
#define OPTION_DB {"--db", "FILE", "The database: a file name or postgresql://... (default goldthread.db)", false}
#define OPTION_PARTNERSHIP {"--partnership", "CODE", "Which partnership, if the database holds several", false}

#endif
