/* The numbered migrations of schema/, embedded in the program; and the schema's functions with other migrations than
 * these, for tests. Inside record/ only. */
#ifndef GOLDTHREAD_RECORD_SCHEMA_MIGRATIONS_H
#define GOLDTHREAD_RECORD_SCHEMA_MIGRATIONS_H

#include "record/schema.h"

struct migration {
    int number;       /* from 1 without gaps */
    const char *name; /* of its file in schema/ */
    const char *sql;
};

struct migrations {
    const struct migration *at;
    size_t count;
};

/* Those of this program. */
extern const struct migrations schema_migrations;

CHECKED struct error *schema_state_by(void *ctx, struct store_connection *connection, const struct registers *registers,
                                      const struct migrations *migrations, enum schema_state *state,
                                      const char ***sentences, size_t *count);
CHECKED struct error *schema_migrate_by(void *ctx, struct store_connection *connection, const struct registers *registers,
                                        const struct migrations *migrations, const char **backup);

#endif
