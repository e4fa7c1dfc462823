/* What a feature room hands the application: its registers, screens, panels, report sections and commands. A room declares
 * one `const struct feature`, src/features.c lists it, and the frame in this room does the rest. */
#ifndef GOLDTHREAD_APP_FEATURE_H
#define GOLDTHREAD_APP_FEATURE_H

#include "base/table.h"
#include "record/change.h"
#include "record/record.h"

#include <stdio.h>

struct html;    /* ui/html.h */
struct request; /* http/request.h */

/* --- screens ------------------------------------------------------------------------------------------------------- */

/* One request being answered: what every screen is given. It lives as long as the request, inside one read transaction, so
 * that everything on a page is of one moment. */
struct visit {
    void *ctx;              /* everything made for this request belongs here */
    struct reader reader;   /* what may be read, as whom; see record/record.h */
    const struct request *request;
    struct application *application;
    struct record *partnership; /* whose site this is */

    const char *after;      /* the table begins after this position, as the page before gave it; NULL: with the first row */

    /* Set by the screen before it returns, used by the frame around it: */
    const char *title;       /* of the page; required */
    const char *navigation;  /* path of the current navigation item; NULL: found from the path */
    const struct crumb { const char *text, *href; } *crumbs; /* ends with {NULL}; without the page itself */
    const char *language_note;
};

/* A part of the path named in the screen's pattern: visit_parameter(visit, "ref"). Never NULL for a name in the pattern. */
const char *visit_parameter(const struct visit *visit, const char *name);
/* A query parameter; NULL: not given. */
const char *visit_query(const struct visit *visit, const char *name);

/* One page, with its table. The same table answers at the same path with .csv and .json: all its rows, for which the frame asks
 * page after page, from visit->after on, as long as the table says where the next begins (table->after). */
struct screen {
    const char *path;  /* "/threads/{ref}" */
    const char *title; /* in the navigation, in the order of the features; NULL: not there */
    /* The page's one query. NULL: the page has no table and no .csv or .json. */
    CHECKED struct error *(*table)(struct visit *visit, struct table **table);
    /* Writes the inside of <main>: composes components, writes no tags, runs no SQL. */
    CHECKED struct error *(*page)(struct visit *visit, const struct table *table, struct html *html);
};

/* A part of another room's record page: shown under the record, after its fields. */
struct panel {
    const char *on; /* name of the register whose record pages it joins */
    CHECKED struct error *(*show)(struct visit *visit, const struct record *record, struct html *html);
};

/* --- the report ---------------------------------------------------------------------------------------------------- */

/* The yearly report being written. Sections of all rooms share it. */
struct report_job {
    void *ctx;
    struct reader known;  /* as it was known on known_on: the report itself */
    struct reader now;    /* as it is known today: only for "since this report" */
    struct record *report;
    struct record *partnership;
    struct period period;
    struct date known_on;
    struct record *edition; /* the one asked for; the report's own otherwise */
    struct date today;
    LIST_OF(const char *) cited; /* numbers of the sources cited so far, in order of first citation */
    LIST_OF(const char *) shown; /* ids of the records that have a place of their own in the file so far */
};

/* The mark of a citation, "[3]", for the source of this number, remembering it for the list of sources. NULL without memory
 * or without a source. */
const char *report_cite(struct report_job *job, const char *source_number);

/* Where the report lists this source: "#source-3". NULL without memory. */
const char *report_source_place(void *ctx, const char *source_number);

/* Writes the mark, linked to the list of sources, after a space; nothing for NULL. */
CHECKED struct error *report_cite_in(struct report_job *job, struct html *h, const char *source_number);

/* The id for the heading under which a section shows this record: later sections link there. NULL without memory. */
const char *report_show(struct report_job *job, const struct register_def *def, const char *key);

/* "#outcome-4.7" when the report shows this record before here; NULL: it does not. */
CHECKED struct error *report_place(struct report_job *job, const struct register_def *def, const char *key,
                                   const char **address);

/* What a cell of a report's table says of a record: its name where later sections link to it; its source. */
CHECKED struct error *report_name_cell(struct report_job *job, const struct record *record, struct cell *cell);
CHECKED struct error *report_source_cell(struct report_job *job, const char *source_number, const char *place, struct cell *cell);

/* A record's own source: its number; NULL: it names none that may be seen. */
const char *report_source_of(const struct record *record);

/* Where a day stands to the report: its period, and the time after it up to known_on. */
enum report_time { REPORT_BEFORE, REPORT_IN_PERIOD, REPORT_AFTER };
enum report_time report_time(const struct report_job *job, struct date date);
/* A heading for what happened then: "Before 2018-19", "In 2018-19", "After it, known by 31 December 2019". NULL: no memory. */
const char *report_time_words(struct report_job *job, enum report_time time);

struct report_section {
    int place;         /* sections stand in this order */
    const char *id;    /* the anchor */
    const char *title; /* its heading */
    const char *lead;  /* the sentence under it; NULL: none */
    bool since;        /* what became known only after known_on: set apart from the report itself */
    CHECKED struct error *(*write)(struct report_job *job, struct html *html);
};

/* --- commands ------------------------------------------------------------------------------------------------------ */

struct option {
    const char *name;    /* "--db" */
    const char *value;   /* what its value is called in the help: "FILE"; NULL: a switch */
    const char *says;
    bool required;
    bool many;           /* may be given again, each time with another value */
};
#define OPTIONS_END {.name = NULL}

/* A command being run. Arguments have been checked against the declared options before it starts. */
struct command_run {
    void *ctx;
    struct application *application;
    const struct command *command;
    const struct option_given { const char *name, *value; } *given;
    size_t given_count;
    const char **arguments; /* those that are not options */
    size_t argument_count;
    FILE *out, *error;      /* results; messages */
};

/* The value of an option, "" for a switch; NULL: not given. */
const char *command_option(const struct command_run *run, const char *name);

/* The values of an option that may be given again, in the order given: the one at `i`, from 0; NULL: there are no more. */
const char *command_option_at(const struct command_run *run, const char *name, size_t i);

struct command {
    const char *name;      /* "import" */
    const char *arguments; /* in the help: "DIR"; NULL: none */
    size_t argument_count; /* exactly so many */
    const char *says;      /* one line */
    const char *help;      /* paragraphs and examples, after the options */
    const struct option *options;
    CHECKED struct error *(*run)(struct command_run *run);
};

/* --- the room ------------------------------------------------------------------------------------------------------ */

struct feature {
    const char *name;
    const struct register_def *const *registers;    /* ends with NULL; NULL: none; likewise below */
    const struct screen *const *screens;
    const struct panel *const *panels;
    const struct report_section *const *report_sections;
    const struct command *const *commands;
};

/* All rooms, in the order of the navigation; ends with NULL. src/features.c */
extern const struct feature *const features[];

#endif
