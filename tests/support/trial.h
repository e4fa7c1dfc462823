/* A database with the sample registers and a folder of CSV files, for tests of saving, importing, exporting and of the
 * chain. The clock and the dice are held: two trials that do the same have the same bytes. Every failure that is not
 * asked for fails the test. */
#ifndef GOLDTHREAD_TESTS_TRIAL_H
#define GOLDTHREAD_TESTS_TRIAL_H

#include "record/transfer.h"

#define TRIAL_PARTNERSHIP 7

struct trial {
    void *ctx;
    int engine;
    struct registers *registers;
    struct store_connection *connection; /* as the program */
    struct store_connection *owner;      /* may drop a trigger */
    struct reader writer;                /* of TRIAL_PARTNERSHIP, and of the shared records */
    struct circumstances circumstances;
    int64_t now; /* the clock; starts at 2026-11-23T12:00:00Z */
    unsigned long long dice;
    const char *folder;
    struct change_counts counts; /* of the last import */
};

struct trial *trial_start(void *ctx, int engine);

/* Writes FOLDER/NAME; NULL: removes it. */
void trial_file(struct trial *trial, const char *name, const char *text);
/* What is in FOLDER/SUBFOLDER/NAME, "" when it is not there. */
const char *trial_read(struct trial *trial, const char *subfolder, const char *name);

/* Imports the folder for the partnership and gives the faults, one a line, without the folder's name; "": none. */
const char *trial_import(struct trial *trial, int64_t where);
CHECKED struct error *trial_import_error(struct trial *trial, int64_t where, struct fault_list *faults);

/* The same for one file alone. */
const char *trial_import_one(struct trial *trial, int64_t where, const char *name, const char *text);

/* Exports to FOLDER/SUBFOLDER and gives the number of records. */
size_t trial_export(struct trial *trial, int64_t where, const char *subfolder);

/* Verifies a partnership's chain and gives what does not hold, one a line. */
const char *trial_verify(struct trial *trial, int64_t partnership);

/* The faults, one a line, without the folder's name. */
const char *trial_faults(struct trial *trial, const struct fault_list *faults);

/* One number from the database, as TRIAL_PARTNERSHIP seeing everything. */
int64_t trial_count(struct trial *trial, const char *sql);

/* Takes the protection off the append-only tables. */
void trial_unprotect(struct trial *trial);

/* Runs SQL past every rule, as the owner of the tables. */
void trial_tamper(struct trial *trial, const char *sql);

#endif
