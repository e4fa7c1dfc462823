/* The forms in which one address can be answered: the page itself, and beside it "page.csv", "page.json" ... A form is a
 * row of the table in format.c; the router splits off no other ending, so that a reference may hold dots ("4.7"). */
#ifndef GOLDTHREAD_HTTP_FORMAT_H
#define GOLDTHREAD_HTTP_FORMAT_H

#include <stddef.h>

/* One bit each, so that a route can say which forms it offers: .formats = FORMAT_HTML | FORMAT_CSV. */
enum format {
    FORMAT_HTML = 1 << 0,
    FORMAT_CSV = 1 << 1,
    FORMAT_JSON = 1 << 2,
};

/* "text/csv; charset=utf-8" and so on. */
const char *format_content_type(enum format format);

/* "csv", "json"; "" for a page. For a link: buffer_format(b, "%s.%s", path, format_ending(FORMAT_CSV)). */
const char *format_ending(enum format format);

/* The form that the end of a path's last segment names, and in *stem how many bytes stand before the point:
 * "4.7.csv" is FORMAT_CSV with a stem of 3; "4.7" is FORMAT_HTML with a stem of 3, all of it; so is ".csv". */
enum format format_of_segment(const char *segment, size_t *stem);

#endif
