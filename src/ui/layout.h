/* How a page is divided: sections, columns, cards, a timeline. What stands in them is govuk.h's. */
#ifndef GOLDTHREAD_UI_LAYOUT_H
#define GOLDTHREAD_UI_LAYOUT_H

#include "ui/html.h"

/* A section with its heading, which names it for screen readers. */
struct section {
    const char *heading;
    const char *id;    /* to link to; NULL: none */
    int level;         /* 0 reads as 2 */
    bool set_apart;    /* a ruled and tinted block for what must not be mixed with the rest: "since this report" */
    bool page_break;   /* on paper it begins a page */
};
void section_begin(struct html *h, struct section section);
void section_end(struct html *h);

enum columns_width { COLUMN_TWO_THIRDS, COLUMN_ONE_THIRD, COLUMN_HALF, COLUMN_FULL };
void columns_begin(struct html *h);
void column_begin(struct html *h, enum columns_width width);
void column_end(struct html *h);
void columns_end(struct html *h);

/* Cards of one size in as many columns as fit, one on a telephone: an unordered list. */
struct cards {
    const char *label; /* for screen readers; NULL: none */
    bool narrow;       /* 230 px wide rather than 310 */
};
void cards_begin(struct html *h, struct cards cards);
void cards_end(struct html *h);

struct card {
    const char *title; /* NULL: none */
    const char *id;    /* of the title, to link to; NULL: none */
    const char *href;  /* where the title leads; without a title, the figure's words */
    int level;         /* of the title's heading; 0 reads as 3 */
    const char *text;  /* a paragraph; NULL: none */
    const char *figure;       /* a large figure; NULL: none */
    const char *figure_words; /* beside it: "of 42 outcomes have a due date" */
};
void card(struct html *h, struct card card);
void card_begin(struct html *h, struct card card); /* more may be written before card_end */
void card_end(struct html *h);

/* What happened, in order. */
struct timeline_entry {
    const char *title;
    const char *href;
    const char *by;   /* a role or an agency; NULL: none */
    const char *when; /* for people: "18 September 2018" */
    const char *when_iso; /* for machines: "2018-09-18"; NULL: none */
    const char *text; /* NULL: none */
    bool gap;         /* nothing is recorded here: dashed, with the title saying so */
    bool later;       /* came after the report's known-on date: set apart */
};
void timeline_begin(struct html *h);
void timeline_entry(struct html *h, struct timeline_entry entry);
void timeline_entry_begin(struct html *h, struct timeline_entry entry); /* more may be written before timeline_entry_end */
void timeline_entry_end(struct html *h);
void timeline_end(struct html *h);

#endif
