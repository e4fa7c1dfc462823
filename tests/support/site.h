/* The web site, served by the program itself and read as a browser would, following its links. */
#ifndef GOLDTHREAD_TESTS_SITE_H
#define GOLDTHREAD_TESTS_SITE_H

#include "engines.h"
#include "http_client.h"

#include <sys/types.h>

struct site {
    pid_t pid;
    uint16_t port;
    const char *said; /* what it printed when it began to serve */
    const char *log;  /* the file its messages go to */
};

/* A database with the Buckinghamshire sample in it: scratch_copy_of(ctx, _i, &site_sample). On PostgreSQL its tables belong
 * to the owner, and whoever serves is not the owner. */
extern const struct scratch_kept site_sample;

/* Imports a folder for the sample's partnership, or with "--shared" for all. */
void site_import(void *ctx, const struct scratch *scratch, const char *folder, const char *partnership);

/* Starts `goldthread serve` on a free port for the sample's partnership, and waits until it says that it serves. It ends
 * with the test. */
struct site *site_start(void *ctx, const struct scratch *scratch);

/* Asks it to stop, as Ctrl-C does; its exit code. */
int site_stop(struct site *site);

struct reply site_get(void *ctx, const struct site *site, const char *address);

/* The page as text; fails the test unless it is answered with 200. */
const char *site_page(void *ctx, const struct site *site, const char *address);

/* One page found by following links. */
struct site_page {
    const char *address;
    const char *from; /* the page that links to it */
    struct reply reply;
    const char *etag;
};

struct site_pages {
    struct site_page *at;
    size_t count, room;
};

/* Everything that can be reached from the first page and from the addresses in `also` (ended by NULL; may be NULL): pages,
 * CSV, JSON, assets. Of the records and lists of one register at most `most` of each. In the order found. */
struct site_pages site_walk(void *ctx, const struct site *site, const char *const *also, size_t most);

/* The page of that address among them; NULL: not there. */
const struct site_page *site_pages_find(const struct site_pages *pages, const char *address);

#endif
