/* A table of base/table.h as accessible HTML: a caption, headings with scope, sort links with aria-sort, numbers to the
 * right, marks as shape and word, in a region that scrolls by itself where the screen is narrow. */
#ifndef GOLDTHREAD_UI_TABLE_VIEW_H
#define GOLDTHREAD_UI_TABLE_VIEW_H

#include "base/table.h"
#include "ui/html.h"

struct table_view {
    const char *path;      /* this page's path, to sort and to page: "/outcome"; NULL: neither is offered */
    const char *query;     /* what else the address asks for, already escaped: "section=4&q=neglect"; NULL: nothing */
    bool caption_hidden;   /* the heading above says the same: the caption is only for screen readers */
    bool count;            /* "42 rows" or "more than 1,000 rows" above, from the table's total */
    const char *one, *many; /* what a row is: "outcome", "outcomes"; NULL: "row", "rows" */
    bool stack;            /* on a narrow screen each row becomes a list of label and value rather than scrolling */
};

/* The table's own previous and next become pagination links. An empty table is its `empty` sentence. */
void table_view(struct html *h, const struct table *table, struct table_view view);

#endif
