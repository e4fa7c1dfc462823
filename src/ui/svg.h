/* Drawings: a thin layer over the HTML writer for src/ui alone. Colours and strokes are classes of goldthread.css, so that
 * the content security policy holds and paper may differ; sizes are px at which the drawing is shown. */
#ifndef GOLDTHREAD_UI_SVG_H
#define GOLDTHREAD_UI_SVG_H

#include "ui/html.h"
#include "ui/lettering.h"

struct svg {
    double width, height;
    const char *class;
    const char *title; /* with a description: role="img". NULL: decoration, hidden from screen readers */
    const char *description;
    bool file; /* not part of a page: a file of its own */
};
void svg_begin(struct html *h, struct svg svg);
void svg_end(struct html *h);

void svg_line(struct html *h, const char *class, double x1, double y1, double x2, double y2);
void svg_rect(struct html *h, const char *class, double x, double y, double width, double height);
void svg_circle(struct html *h, const char *class, double x, double y, double radius);

/* A path written step by step: M or L and a point; `first` says which. Begin writes up to the quotation mark of d. */
void svg_path_begin(struct html *h, const char *class);
void svg_path_point(struct html *h, bool first, double x, double y);
void svg_path_end(struct html *h);

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };
struct svg_text {
    double x, y; /* of the anchor, on the base line */
    enum svg_anchor anchor;
    const char *class;
    const char *text;
    size_t count;   /* bytes of it; 0: all */
    bool shortened; /* an ellipsis follows */
};
void svg_text(struct html *h, struct svg_text text);

#endif
