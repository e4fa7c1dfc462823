/* The gallery's pages: what gallery.c writes and gallery_*.c fill. */
#ifndef GOLDTHREAD_TESTS_UI_GALLERY_H
#define GOLDTHREAD_TESTS_UI_GALLERY_H

#include "ui/page.h"

struct gallery_page {
    const char *file, *title, *caption, *lead;
    bool standalone;
    void (*body)(struct html *h);
};

/* Ends with a zeroed one. */
extern const struct gallery_page gallery_pages[];

void gallery_components(struct html *h);
void gallery_charts(struct html *h);
void gallery_control(struct html *h);
void gallery_measures(struct html *h);
void gallery_thread(struct html *h);

#endif
