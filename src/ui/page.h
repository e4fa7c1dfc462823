/* The frame around every page: head, header, navigation, breadcrumbs, the words that say what kind of copy this is, and the
 * footer. The same frame makes a page of the site (HTML_WEB: styles and scripts from /assets/, a strict content security
 * policy) and a file that stands alone (HTML_STANDALONE: styles inside, no script, nothing fetched, ready for print). */
#ifndef GOLDTHREAD_UI_PAGE_H
#define GOLDTHREAD_UI_PAGE_H

#include "ui/govuk.h"

/* The policy that pages of the site are written for: the header's value, to be sent with each of them. */
#define PAGE_CONTENT_SECURITY_POLICY                                                                                   \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "    \
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

struct page {
    const char *title;       /* of this page: "Outcome 4.7"; the partnership's name is put after it */
    const char *partnership; /* whose pages these are */
    const char *home;        /* NULL: "/" */
    const char *description; /* one sentence for search engines and shared links; NULL: none */
    const char *path;        /* the canonical address of this view; NULL: none is told */
    const char *csv, *json;  /* the same page's table at these addresses; NULL: none */
    const char *banner_tag;  /* "Worked example"; NULL with a banner: "Note" */
    const char *banner;      /* the words under the header, also printed on paper; NULL: none */
    const struct govuk_link_item *navigation;  /* NULL: none */
    const struct govuk_link_item *breadcrumbs; /* from the home page down to the parent of this one; NULL: none */
    const struct govuk_link_item *footer;      /* links in the footer; NULL: none */
    const char *licence; /* a sentence after the links: whose figures these are and under which licence; NULL: none */
    const char *note;    /* the footer's last line: version, "known on", the chain's head; NULL: none */
    bool private;        /* search engines stay out: error pages, pages for signed-in people */
    bool error;          /* the title starts with "Error: " */
};

/* Everything up to the inside of <main>; page_end writes the rest, with the same struct. */
void page_begin(struct html *h, const struct page *page);
void page_end(struct html *h, const struct page *page);

/* The page's one heading of level 1, as the first thing in <main>. */
struct page_heading {
    const char *text;
    const char *caption; /* what kind of thing it is: "Outcome 4.7"; NULL: none */
    const char *lead;    /* a larger sentence under it; NULL: none */
};
void page_heading(struct html *h, struct page_heading heading);

/* "Download this as CSV or JSON", from the page's own addresses; nothing when it has neither. */
void page_siblings(struct html *h, const struct page *page);

/* The body of an error page: what happened, what the reader can do, and a reference that the log has too. */
struct page_error {
    int status;            /* 404, 500 ... */
    const char *message;   /* our own sentence about it; NULL: the status's ordinary one */
    const char *reference; /* of the log line; NULL: none */
    const char *home;      /* NULL: "/" */
    const char *search;    /* address of a page to search from; NULL: none */
};
void page_error(struct html *h, struct page_error error);
/* The title for the same page: "Page not found". */
const char *page_error_title(int status);

#endif
