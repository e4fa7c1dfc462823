/* The web site: screens of all features, and of any register that has none of its own, behind one door. Each request runs
 * inside one read transaction as the public, so that a page is of one moment and nothing is seen that may not be. */
#ifndef GOLDTHREAD_APP_WEB_H
#define GOLDTHREAD_APP_WEB_H

#include "app/application.h"
#include "http/request.h"
#include "http/response.h"
#include "http/router.h"

/* The site of one partnership: immutable once made, shared by all workers. */
struct web {
    struct application *application;
    struct router *router;
    int64_t partnership;
    const struct govuk_link_item *navigation; /* the screens that have a title */
    const char *name, *banner;                /* of the partnership when the site was started, for pages that must not need
                                                 the database: errors. NULL: none */
};

CHECKED struct error *web_make(void *ctx, struct application *application, struct store_connection *connection,
                               int64_t partnership, struct web **web);

/* The callbacks of struct server_config; a worker is one thread's own struct web_worker. */
CHECKED struct error *web_worker_start(void *ctx, void *web, void **worker);
CHECKED struct error *web_handle(void *worker, struct request *request, struct response *response);
CHECKED struct error *web_error_page(void *worker, const struct request *request, const struct error *error,
                                     struct response *response);

/* The address of a record's page: "/outcomes/4.7". NULL without memory. */
char *record_address(void *ctx, const struct registers *registers, const struct register_def *def, const char *key);

/* What every record's page shows under its heading: its fields, the panels of other rooms if they do not stand elsewhere, what
 * names it, its history. A room with a page of its own for a register ends with this. */
CHECKED struct error *record_page_body(struct visit *visit, const struct record *record, bool panels, struct html *h);
/* The panels that other rooms have for this record. */
CHECKED struct error *record_panels(struct visit *visit, const struct record *record, struct html *h);

/* The list and record pages of any register, and the search over all of them. */
extern const struct screen *const register_screens[];

/* What a record says of a field, for people: the names of what it points to joined by ; , a date or a choice in words.
 * NULL: nothing recorded. Points *words there; fails only for want of memory. */
CHECKED struct error *record_words(void *ctx, const struct record *record, const char *field, const char **words);

/* The columns and rows of records of one register as a table: the key, then every field; long texts are in CSV and JSON only. */
CHECKED struct error *records_table(struct visit *visit, const struct register_def *def, const struct record_list *list,
                                    struct table **table);

#endif
