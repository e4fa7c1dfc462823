/* A screen's table as a file: all of its rows, whatever a page shows of them. For web.c alone. */
#ifndef GOLDTHREAD_APP_TABLE_FILE_H
#define GOLDTHREAD_APP_TABLE_FILE_H

#include "app/feature.h"
#include "http/response.h"

/* Writes the table of the visit's screen as CSV or JSON, page after page in the visit's one transaction, so that memory does
 * not grow with the rows. */
CHECKED struct error *table_file_write(struct visit *visit, const struct screen *screen, struct response *response);

#endif
