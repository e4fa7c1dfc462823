/* Where the boxes of a thread's wide picture stand, and the way of each line between them; for src/ui alone. */
#ifndef GOLDTHREAD_UI_THREAD_LAYOUT_H
#define GOLDTHREAD_UI_THREAD_LAYOUT_H

#include "ui/lettering.h"
#include "ui/thread_picture.h"

#define THREAD_WIDTH 1140.0
#define THREAD_LETTERS 14.0
#define THREAD_LINE 18.0
#define THREAD_PADDING 9.0
#define THREAD_LINES_MOST 18

enum thread_line_kind { THREAD_LINE_DATE, THREAD_LINE_TITLE, THREAD_LINE_TEXT, THREAD_LINE_MARK, THREAD_LINE_LATER };

struct thread_line {
    enum thread_line_kind kind;
    struct text_line words;
    bool first; /* of its kind */
};

struct thread_box {
    double x, y, width, height;
    struct thread_line lines[THREAD_LINES_MOST];
    size_t line_count;
};

struct thread_point {
    double x, y;
};

/* The way of one link's line. Between columns it bends, across a column it runs straight where no box stands: the first piece is
 * a bend, the next one straight, and so on in turn. Within one column all pieces are straight. */
struct thread_route {
    bool open; /* dashed */
    bool within_column;
    struct thread_point *points;
    size_t count;
};

struct thread_layout {
    const struct thread_picture *thread;
    double column_width, box_width; /* from column to column, and of a box */
    double top, height;             /* where boxes begin, and of the whole picture */
    struct thread_box *boxes;       /* one a node */
    struct thread_route *routes;    /* one a link that is drawn: one that a chain of others says already is not */
    size_t route_count;
};

/* Owned by ctx; NULL: no memory. */
struct thread_layout *thread_layout(void *ctx, const struct thread_picture *thread);

/* Is this link dashed? */
bool thread_link_is_open(const struct thread_picture *thread, const struct thread_link *link);

/* Are both its ends nodes of the thread, and is it not against the order of the columns? Any other link is left out. */
bool thread_link_is_sound(const struct thread_picture *thread, const struct thread_link *link);

#endif
