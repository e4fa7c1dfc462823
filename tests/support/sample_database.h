/* A fresh database on either engine with the program's own registers and the sample loaded, for tests of the rooms that
 * read several registers together. A test may import more on top. Every failure fails the test. */
#ifndef GOLDTHREAD_TESTS_SAMPLE_DATABASE_H
#define GOLDTHREAD_TESTS_SAMPLE_DATABASE_H

#include "app/application.h"

struct sample_database {
    void *ctx;
    struct application *application;
    struct store_connection *connection; /* as the owner of the tables */
    int64_t partnership;                 /* Buckinghamshire's */
    struct reader reader;                /* the public's */
};

struct sample_database *sample_database_open(void *ctx, int engine);

/* Imports one file's text on top of it, for the partnership or (shared) for all. No fault is expected. */
void sample_database_import(struct sample_database *sample, bool shared, const char *file, const char *text);

/* The same where a fault is expected: gives the first one. Nothing is kept. */
const char *sample_database_import_fault(struct sample_database *sample, bool shared, const char *file, const char *text);

/* Runs a reading function inside a transaction with the reader's scope. */
void sample_database_read(struct sample_database *sample, struct error *(*function)(struct store_connection *, void *),
                          void *argument);

#endif
