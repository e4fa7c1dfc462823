/* The components of the GOV.UK design system that our pages use, one function each. Options are designated initialisers,
 * and a zeroed option is the ordinary case: govuk_button(h, (struct govuk_button){.text = "Save"}). All text is escaped; an
 * address that may not be linked leaves its text as plain text. A component that can hold others is a _begin and an _end.
 * Lists given whole end with an item whose first member is NULL. */
#ifndef GOLDTHREAD_UI_GOVUK_H
#define GOLDTHREAD_UI_GOVUK_H

#include "ui/html.h"

/* ---- Text ---- */

enum govuk_size { GOVUK_SIZE_OF_LEVEL, GOVUK_SIZE_XL, GOVUK_SIZE_L, GOVUK_SIZE_M, GOVUK_SIZE_S };

struct govuk_heading {
    const char *text;
    int level;            /* 1 to 6; 0 reads as 2. A page has one level 1, written by page_heading */
    enum govuk_size size; /* by default level 1 is L, 2 M, the rest S */
    const char *caption;  /* a smaller line before the text and part of the heading; NULL: none */
    const char *id;       /* to link to; NULL: none */
    const char *href;     /* the heading's text is a link; NULL: it is not */
};
void govuk_heading(struct html *h, struct govuk_heading heading);

struct govuk_paragraph {
    const char *text;
    bool lead;  /* the larger first paragraph of a page */
    bool small; /* for sources and side remarks */
    bool muted; /* grey: secondary text */
};
void govuk_paragraph(struct html *h, struct govuk_paragraph paragraph);
/* A paragraph of pieces: html_text, govuk_link, govuk_strong between the two. `.text`, if given, comes first. */
void govuk_paragraph_begin(struct html *h, struct govuk_paragraph paragraph);
void govuk_paragraph_end(struct html *h);

struct govuk_link {
    const char *text;
    const char *href;     /* NULL or unsafe: the text stands alone */
    const char *hidden;   /* words for screen readers after the text, so that "Change" says what; NULL: none */
    const char *current;  /* aria-current: "page", "true"; NULL: none */
    const char *rel;      /* "license", "nofollow"; NULL: none */
    bool strong;
    bool download;        /* the browser saves it */
    bool no_visited;      /* do not tell visited ones apart: navigation, state that changes */
};
void govuk_link(struct html *h, struct govuk_link link);

void govuk_strong(struct html *h, const char *text);
/* Words that only screen readers say. They are set apart from what comes before by a space. */
void govuk_hidden(struct html *h, const char *text);

enum govuk_list_kind { GOVUK_LIST_BULLET, GOVUK_LIST_NUMBER, GOVUK_LIST_PLAIN };
struct govuk_list {
    enum govuk_list_kind kind;
    const char *const *items; /* NULL at the end */
    bool spaced;              /* room between items of several lines */
};
void govuk_list(struct html *h, struct govuk_list list);
void govuk_list_begin(struct html *h, struct govuk_list list); /* writes `.items` first, if given */
void govuk_list_item(struct html *h, const char *text);
void govuk_list_item_begin(struct html *h);
void govuk_list_item_end(struct html *h);
void govuk_list_end(struct html *h, struct govuk_list list); /* the same kind as at the beginning */

struct govuk_tag {
    const char *text;   /* an adjective; a tag is a status, never a link */
    const char *colour; /* "grey" "green" "teal" "blue" "purple" "magenta" "red" "orange" "yellow"; NULL: the default blue */
};
void govuk_tag(struct html *h, struct govuk_tag tag);

void govuk_inset(struct html *h, const char *text);
void govuk_inset_begin(struct html *h);
void govuk_inset_end(struct html *h);

void govuk_warning(struct html *h, const char *text);

struct govuk_details {
    const char *summary; /* what opens it */
    const char *text;    /* the first paragraph inside; NULL: none */
    bool open;
};
void govuk_details(struct html *h, struct govuk_details details);
void govuk_details_begin(struct html *h, struct govuk_details details);
void govuk_details_end(struct html *h);

struct govuk_notification {
    const char *title;   /* NULL: "Important", or "Success" */
    const char *heading; /* what happened, in a sentence */
    const char *text;    /* more of it; NULL: none */
    bool success;        /* announced at once; only for what the person just did */
};
void govuk_notification(struct html *h, struct govuk_notification notification);

void govuk_section_break(struct html *h);

/* ---- Keys and values ---- */

struct govuk_summary_list {
    const char *title; /* a card with this title around it; NULL: the list alone */
    const char *href;  /* the card's title is a link; NULL: it is not */
    int title_level;   /* of the card's heading; 0 reads as 2 */
    bool compact;      /* less room between rows and in the key's column */
};
void govuk_summary_list_begin(struct html *h, struct govuk_summary_list list);
void govuk_summary_list_end(struct html *h, struct govuk_summary_list list);

struct govuk_summary_row {
    const char *key;
    const char *value;       /* NULL and no html: the muted words of `absent` */
    const char *href;        /* the value is a link */
    const char *absent;      /* what to say when there is no value: "not recorded here"; NULL: "not stated" */
    const char *note;        /* a smaller muted line below; NULL: none */
    struct markup html;      /* instead of value */
    const char *action;      /* a link on the right: "Change"; NULL: none */
    const char *action_href;
};
void govuk_summary_row(struct html *h, struct govuk_summary_row row);
/* A row whose value is written between the two. */
void govuk_summary_row_begin(struct html *h, const char *key);
void govuk_summary_row_end(struct html *h);

/* ---- Ways on ---- */

struct govuk_link_item {
    const char *text;
    const char *href;
    bool current;
};

/* Views of one thing as pages of their own (Chart | Table | About), drawn as tabs. The current one is not a link. */
struct govuk_sub_navigation {
    const char *label; /* for screen readers: "Views of this measure" */
    const struct govuk_link_item *items;
};
void govuk_sub_navigation(struct html *h, struct govuk_sub_navigation navigation);

/* By key: only the neighbours are known. Writes nothing when both are NULL. */
struct govuk_pagination {
    const char *previous, *next;             /* addresses */
    const char *previous_label, *next_label; /* what is there: "Outcomes 51 to 100"; NULL: none */
};
void govuk_pagination(struct html *h, struct govuk_pagination pagination);

/* ---- Tasks ---- */

struct govuk_task {
    const char *title;
    const char *href;   /* NULL: nothing can be done about it here */
    const char *hint;   /* each line of it stands by itself; NULL: none */
    const char *mark;   /* a state of marks.h shown at the right; NULL: `status` as plain text */
    const char *status; /* the state's words; with a mark, instead of the mark's own word */
};
void govuk_task_list_begin(struct html *h);
void govuk_task(struct html *h, struct govuk_task task);
void govuk_task_list_end(struct html *h);

/* ---- Forms ---- */

struct govuk_form {
    const char *action;
    const char *label; /* for screen readers: "Filter outcomes"; NULL: none */
    bool post;         /* otherwise GET: everything asked stands in the address */
    bool search;       /* role="search" */
    bool in_a_row;     /* fields beside each other where there is room, for filters */
};
void govuk_form_begin(struct html *h, struct govuk_form form);
void govuk_form_end(struct html *h, struct govuk_form form);

struct govuk_input {
    const char *name;
    const char *label;
    const char *id;           /* NULL: the name */
    const char *type;         /* NULL: "text" */
    const char *value;
    const char *hint;
    const char *error;        /* what is wrong with it; NULL: nothing known */
    const char *autocomplete; /* "current-password"; NULL: none */
    const char *inputmode;    /* "numeric"; NULL: none */
    int width;                /* in characters: 2, 3, 4, 5, 10 or 20; 0: all there is */
    int max_length;           /* 0: no limit told to the browser */
};
void govuk_input(struct html *h, struct govuk_input input);

struct govuk_option {
    const char *text;
    const char *value; /* NULL: the text */
};
struct govuk_select {
    const char *name;
    const char *label;
    const char *id; /* NULL: the name */
    const char *hint;
    const char *value; /* the option chosen; NULL: the first */
    const struct govuk_option *options;
};
void govuk_select(struct html *h, struct govuk_select select);

struct govuk_button {
    const char *text;
    const char *name, *value; /* NULL: none */
    const char *href;         /* a link that looks like a button; NULL: submits the form it is in */
    bool secondary;
    bool warning; /* for what cannot be undone */
};
void govuk_button(struct html *h, struct govuk_button button);

/* A field that the form carries along unseen. */
void govuk_carried(struct html *h, const char *name, const char *value);

#endif
