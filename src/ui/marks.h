/* States as people see them: a shape, a word and a meaning for those who hear the page. Never colour alone, so that paper
 * and every eye can read them. The states are those of base/table.h's cell.mark. */
#ifndef GOLDTHREAD_UI_MARKS_H
#define GOLDTHREAD_UI_MARKS_H

#include "ui/html.h"

struct status_mark {
    const char *state;   /* "red" "amber" "green" "complete" "not-stated" "met" "partly" "not-met" "not-recorded" "reached"
                            "not-reached" "no-figure" "depends"; any other is drawn as not stated, never as a colour */
    const char *word;    /* NULL: the state's own: "Red", "Not stated", "Partly met" ... */
    const char *meaning; /* said but not shown, "off track"; NULL: the state's own; "": none */
};
void status_mark(struct html *h, struct status_mark mark);

/* The state's own word: "Green"; that of "not-stated" for a state not known. */
const char *status_mark_word(const char *state);

/* The shape alone, drawn in a square of 16 at the origin of the drawing it stands in. */
void status_mark_shape(struct html *h, const char *state);

#endif
