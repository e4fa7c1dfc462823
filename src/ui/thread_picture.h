/* The golden thread as a picture: what was a concern, what was declared, what was done, and what the figures say, from left
 * to right, with the places where the record has nothing drawn as dashed boxes. On a narrow screen the same thread runs from
 * top to bottom. Its boxes are real links; a table says the same. */
#ifndef GOLDTHREAD_UI_THREAD_PICTURE_H
#define GOLDTHREAD_UI_THREAD_PICTURE_H

#include "ui/html.h"

struct thread_node {
    size_t column;      /* index into the thread's columns */
    const char *title;  /* for a hole, what is not recorded: "No evidence recorded between 18 Sep 2018 and 4 Dec 2019" */
    const char *text;   /* a line or two; NULL: none */
    const char *date;   /* for people: "September 2018"; NULL: none */
    const char *href;   /* NULL: none */
    const char *mark;   /* a state of marks.h; NULL: none */
    const char *mark_word;
    bool hole;          /* nothing is recorded here */
    bool later;         /* came after the report's known-on date */
};

struct thread_link {
    size_t from, to; /* indexes of nodes; from stands in an earlier column, or above in the same one */
};

struct thread_picture {
    const char *title;          /* of the picture, for screen readers: "The thread of outcome 4.7" */
    const char *const *columns; /* "Concern", "Declared", "Action", ... in order */
    size_t column_count;        /* 2 to 7 */
    const struct thread_node *nodes; /* within a column, in the order in which they stand */
    size_t node_count;
    const struct thread_link *links; /* a link to or from a hole is dashed */
    size_t link_count;
};

void thread_picture(struct html *h, const struct thread_picture *thread);

/* The same as a table: step, what, when, state, what follows from it. */
void thread_picture_table(struct html *h, const struct thread_picture *thread, const char *caption);

#endif
