/* The HTML writer that every component stands on. Text is escaped unless its type says that it is HTML already (struct
 * markup), attributes are always quoted, addresses are checked. Like the buffer below it, it fails once and stays failed:
 * write freely, ask html_error at the end.
 *
 * Screens do not write tags: they call the components of page.h, govuk.h, marks.h, table_view.h and chart.h, and from here
 * html_text, html_format and the parts. The functions under "For components" are for src/ui alone. */
#ifndef GOLDTHREAD_UI_HTML_H
#define GOLDTHREAD_UI_HTML_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* HTML that is finished and safe to write as it stands. Made only by HTML_LITERAL and html_taken; the bytes belong to the
 * context of the writer they were taken from. All zero: nothing. */
struct markup {
    const char *bytes;
    size_t count; /* MARKUP_FAILED: the part could not be written, and what includes it fails too */
};

#define MARKUP_FAILED ((size_t)-1)

/* Where the page will be read. */
enum html_place {
    HTML_WEB,       /* on the site: styles and scripts are files of ours, links lead to the site's own paths */
    HTML_STANDALONE /* one file alone, in a mail or on paper: nothing is fetched, and a path leads to `site` or nowhere */
};

struct html {
    struct buffer out;
    enum html_place place;
    const char *site; /* HTML_STANDALONE: put before the site's own paths, "https://partnership.example"; NULL: they become
                         plain text, since they would lead nowhere */
    unsigned *ids;    /* the last number given by html_id, shared by the page and its parts; NULL only after a failure */
};

/* An empty writer whose bytes belong to ctx. */
struct html html_on(void *ctx);

/* Text for a person, escaped; NULL writes nothing. Control characters become U+FFFD. */
void html_text(struct html *h, const char *text);
void html_text_n(struct html *h, const char *bytes, size_t count);
void html_integer(struct html *h, long long value);

/* printf, and the whole result escaped. */
void html_format(struct html *h, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What is HTML already. */
void html_markup(struct html *h, struct markup markup);

/* A writer for a piece of the page at h, to be handed to a component that takes a struct markup:
 *     struct html value = html_part(h);
 *     govuk_link(&value, (struct govuk_link){.text = "4.7", .href = "/outcome/4.7"});
 *     govuk_summary_row(h, (struct govuk_summary_row){.key = "Outcome", .html = html_taken(&value)}); */
struct html html_part(struct html *h);
struct markup html_taken(const struct html *part);

/* NULL when every write succeeded. */
CHECKED struct error *html_error(const struct html *h);

/* May this address stand in a link? A path, query or fragment of ours, http:, https: or mailto:; never a scheme such as
 * javascript:, never "//host", white space, control characters or backslashes. NULL and "" may not. */
bool html_address_is_safe(const char *address);

/* Will html_address write it here? False for an unsafe one, and for a path in a standalone file without a site. */
bool html_can_link(const struct html *h, const char *address);

/* The bytes escaped for a query's name or value: everything but unreserved characters (RFC 3986, section 2.3) as %XX. NULL
 * when out of memory. */
char *html_query_escape(const void *ctx, const char *text);

/* ---- For components ---- */

/* Bytes as they are. The writer's own quick way into the buffer: a page is some thousand short pieces. */
static inline void html_add(struct html *h, const char *bytes, size_t count)
{
    struct buffer *out = &h->out;
    if (!out->failed && count < out->room - out->used && count <= out->max - out->used) {
        memcpy(out->data + out->used, bytes, count);
        out->used += count;
        out->data[out->used] = '\0';
    } else {
        buffer_add(out, bytes, count);
    }
}

/* A piece of HTML typed in the source: the "" "" makes anything but a literal fail to compile. */
#define html_literal(h, literal) html_add((h), "" literal "", sizeof(literal) - 1)
#define HTML_LITERAL(literal) ((struct markup){"" literal "", sizeof(literal) - 1})

/* ` name="value"`, escaped; nothing when value is NULL. `name` is a literal. */
void html_attribute(struct html *h, const char *name, const char *value);
void html_attribute_integer(struct html *h, const char *name, long long value);

/* ` name="value"` with a number of at most two decimals and no superfluous zeros, as drawings need. */
void html_attribute_number(struct html *h, const char *name, double value);
void html_number(struct html *h, double value);

/* ` name="address"`; nothing at all when the address may not be linked here. */
void html_address(struct html *h, const char *name, const char *address);

/* A number that no other part of this page has: part of an id. */
unsigned html_id(struct html *h);

#endif
