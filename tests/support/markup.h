/* Is a piece of HTML sound? For tests of what writes pages. */
#ifndef GOLDTHREAD_TESTS_SUPPORT_MARKUP_H
#define GOLDTHREAD_TESTS_SUPPORT_MARKUP_H

#include <stddef.h>

/* NULL when every tag that opens closes in its turn, every attribute is quoted and stands once in its tag, no id stands
 * twice, and every id that aria-labelledby, aria-describedby or for speaks of is there; otherwise what is wrong, in a static
 * text. `fragment` that are part of a page may speak of ids outside: then pass check_ids 0. */
const char *markup_fault(const char *html, int check_ids);

/* How often `part` stands in `html`. */
size_t markup_count(const char *html, const char *part);

#endif
