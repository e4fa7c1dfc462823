/* The headers that every answer carries, whoever wrote it and whatever it says: one table, in security.c. */
#ifndef GOLDTHREAD_HTTP_SECURITY_H
#define GOLDTHREAD_HTTP_SECURITY_H

#include <stdbool.h>
#include <stddef.h>

struct security_header {
    const char *name;
    const char *value;
};

/* The table, ended by a row without a name. */
extern const struct security_header security_headers[];

/* Whether the table has this header, its name in any case: such a one is not for a handler to set. */
bool security_header_is(const char *name);

#endif
