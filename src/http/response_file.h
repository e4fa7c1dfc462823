/* The part of an answer that does not stay in memory: a file without a name, which goes with the request. For response.c and
 * exchange.c alone. */
#ifndef GOLDTHREAD_HTTP_RESPONSE_FILE_H
#define GOLDTHREAD_HTTP_RESPONSE_FILE_H

#include "http/response.h"

#define RESPONSE_FILE_DIGEST 16

/* Moves the whole body to the file, which is made if there is none. Errors as response_relieve. */
CHECKED struct error *response_file_add(struct response *response);

/* A digest of all that was added. */
void response_file_digest(const struct response_file *file, unsigned char digest[RESPONSE_FILE_DIGEST]);

uint64_t response_file_length(const struct response_file *file);

/* Another descriptor of the file, for the caller to close; -1 when the system has none left. */
int response_file_open(const struct response_file *file);

#endif
