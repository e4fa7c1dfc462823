/* Writing the yearly report: the sections of all rooms put together as one file that stands alone. For this room alone. */
#ifndef GOLDTHREAD_REPORT_REPORT_WRITE_H
#define GOLDTHREAD_REPORT_REPORT_WRITE_H

#include "app/application.h"
#include "base/buffer.h"
#include "report/report_queries.h"

struct report_request {
    struct application *application;
    struct store_connection *connection;
    int64_t partnership;
    struct period period;
    struct date known_on; /* DATE_NONE: the one recorded with the report */
    const char *edition;  /* its code or the end of it; NULL: the one recorded with the report */
    const char *site;     /* where the partnership's pages are, for links to records; NULL: nowhere */
};

/* What was written, for a message. */
struct report_made {
    struct buffer file;   /* the bytes of report.html */
    struct report_job *job;
    struct coverage coverage;
};

/* Reads everything as the public would, in one transaction of its own. Owned by ctx. */
CHECKED struct error *report_make(void *ctx, const struct report_request *request, struct report_made *made);

/* Makes it and writes FOLDER/report.html whole or not at all, making the folder if there is none. */
CHECKED struct error *report_save(void *ctx, const struct report_request *request, const char *folder,
                                  struct report_made *made, const char **path);

/* The room's own sections. */
extern const struct report_section first_page_section, about_section, coverage_section, sources_section;

#endif
