/* The frame's own commands, and what other commands use of them. */
#ifndef GOLDTHREAD_APP_FRAME_COMMANDS_H
#define GOLDTHREAD_APP_FRAME_COMMANDS_H

#include "app/application.h"

extern const struct command migrate_command, import_command, export_command, verify_command, serve_command;

/* Prints each fault to the run's error stream; with any, returns ERROR_INVALID saying how many and `kept`. */
CHECKED struct error *command_print_faults(struct command_run *run, const struct fault_list *faults, const char *kept);

/* Imports a folder with a progress bar and printed faults. */
CHECKED struct error *command_import(struct command_run *run, const struct reader *writer, int64_t where,
                                     const char *folder, struct change_counts *counts);

/* Prints the head of a partnership's chain (0: the shared records') as it is now, for somebody outside to keep. */
CHECKED struct error *command_print_head(struct command_run *run, struct store_connection *connection, int64_t partnership);

#endif
