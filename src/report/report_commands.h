/* The room's commands. */
#ifndef GOLDTHREAD_REPORT_REPORT_COMMANDS_H
#define GOLDTHREAD_REPORT_REPORT_COMMANDS_H

#include "report/report_write.h"

extern const struct command report_command, demo_command;

/* Prints what a run has written, and how far it covers what the law asks. */
CHECKED struct error *report_print(struct command_run *run, const struct report_made *made, const char *path);

#endif
