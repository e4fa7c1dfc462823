/* From declarations to tables. For each register R: table R (current rows, with foreign keys), R_version (append-only, every
 * version with its salts and digest), and R_FIELD for each REF_MANY. Besides: entry (the chain) and meta (the schema's
 * number). Their columns are in schema_tables.h. */
#ifndef GOLDTHREAD_RECORD_SCHEMA_H
#define GOLDTHREAD_RECORD_SCHEMA_H

#include "record/record.h"

/* The number of the newest migration in schema/. */
int schema_number(void);

enum schema_state { SCHEMA_EMPTY, SCHEMA_CURRENT, SCHEMA_OLDER, SCHEMA_NEWER, SCHEMA_DIFFERENT };

/* How the database stands to the declarations; for DIFFERENT and NEWER *sentences says how, one a difference. */
CHECKED struct error *schema_state(void *ctx, struct store_connection *connection, const struct registers *registers,
                                   enum schema_state *state, const char ***sentences, size_t *count);

/* Makes an empty database current; adds the tables, indexes and nullable columns that one lacks (a new sort is filled in);
 * brings an older one up to date after backing it up (SQLite: beside it, NAME.before-N, *backup says where; PostgreSQL:
 * *backup is NULL, its keeper runs pg_dump); does nothing to a current one. All of it in one transaction, undone if the
 * outcome is not what is declared. A newer or another program's database, and one with something that nothing declares (a
 * field or sort taken away asks for a numbered migration), is ERROR_CONFLICT saying how it differs. Needs a connection
 * that owns the tables. */
CHECKED struct error *schema_migrate(void *ctx, struct store_connection *connection, const struct registers *registers,
                                     const char **backup);

/* What serve and the other commands call first: current or an error that says what to run. */
CHECKED struct error *schema_require(void *ctx, struct store_connection *connection, const struct registers *registers);

#endif
