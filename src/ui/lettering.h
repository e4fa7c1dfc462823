/* How wide words will be when a drawing shows them, and where to break them: a picture has no browser to wrap its text.
 * Widths are those of Helvetica and Arial, which the style sheet asks for; other faces differ by a few per cent, so leave
 * room. */
#ifndef GOLDTHREAD_UI_LETTERING_H
#define GOLDTHREAD_UI_LETTERING_H

#include <stdbool.h>
#include <stddef.h>

struct lettering {
    double size; /* in px */
    bool bold;
};

/* In px. What is not ASCII counts as a broad letter. */
double lettering_width(struct lettering lettering, const char *text, size_t count);

/* A line of a wrapped text: a piece of the text itself. `shortened`: an ellipsis must follow it. */
struct text_line {
    const char *text;
    size_t count;
    bool shortened;
};

/* Breaks the text between words into lines no wider than `width`, at most `most` of them; a word too long for a line is
 * broken inside, and what does not fit any more is left off (shortened). Gives how many lines; 0 for NULL or "". */
size_t lettering_wrap(struct lettering lettering, const char *text, double width, struct text_line *lines, size_t most);

#endif
