/* The golden thread as a model: what is linked, in columns from a concern to what the figures say, with its holes. A page's
 * picture, its table twin, and the report's chapter are all drawn from this one struct. */
#ifndef GOLDTHREAD_PRIORITIES_THREAD_H
#define GOLDTHREAD_PRIORITIES_THREAD_H

#include "plans/plans.h"
#include "priorities/priorities.h"

enum thread_column {
    THREAD_CONCERN,  /* a risk, or what a meeting noted */
    THREAD_DECLARED, /* a priority, an outcome wanted, a change expected */
    THREAD_ACTION,
    THREAD_EVIDENCE,
    THREAD_MEASURE,
    THREAD_FIGURES,  /* what the published figures say */
    THREAD_COLUMNS
};

/* What a column is called: "Concern", "Declared" ... */
const char *thread_column_words(enum thread_column column);

/* One box: a record, a sentence about figures, or a hole. */
struct thread_step {
    enum thread_column column;
    const struct register_def *def; /* the record's register; NULL: a hole or a finding */
    int64_t id;
    const char *key;
    const char *title;  /* of a hole: what is missing, in words */
    const char *says;   /* a sentence more; NULL: none */
    struct period on;   /* the day, month or year it was declared, seen or published; both ends DATE_NONE: not dated */
    const char *kind;   /* "Risk", "Outcome" ... */
    const char *source_number; /* NULL: none */
    const char *mark;   /* a state of base/table.h; NULL: none */
    bool hole;          /* nothing is recorded where something should be */
    bool later;         /* known only after the report's known-on date */
};

struct thread_tie {
    size_t from, to; /* indices of steps */
};

struct thread {
    struct record *record;
    struct area area;
    struct date known_on; /* of the newest report: what came later is set apart; DATE_NONE: no report */
    LIST_OF(struct thread_step) steps; /* column after column; evidence in the order of its dates, with the time without any */
    LIST_OF(struct thread_tie) ties;
    LIST_OF(struct expectation *) expectations;
    LIST_OF(struct measure *) measures; /* each once, those of the expectations too */
    LIST_OF(struct observation_series) series; /* one a measure */
};

/* Time without evidence longer than this is drawn as a hole. Half a year: the law asks for a look at least once a year, and
 * boards meet each quarter. */
#define THREAD_GAP_DAYS 183

/* Reads a thread as the reader's actor sees it. ERROR_NOT_FOUND for none. `today` ends the time in which evidence is
 * missed. */
CHECKED struct error *thread_read(void *ctx, const struct reader *reader, const char *ref, struct date today,
                                  struct thread **thread);
CHECKED struct error *thread_read_id(void *ctx, const struct reader *reader, int64_t id, struct date today,
                                     struct thread **thread);

/* The keys of all threads the actor may see, in order. */
CHECKED struct error *thread_keys(void *ctx, const struct reader *reader, const char ***keys, size_t *count);

/* The thread's steps as a table: step, what, when, says, source, whether since the report. */
CHECKED struct error *thread_table(void *ctx, const struct reader *reader, const struct thread *thread, struct table **table);

/* The picture, and the charts of its measures with what was expected of them. */
CHECKED struct error *thread_draw(void *ctx, const struct reader *reader, const struct thread *thread, struct html *h);
CHECKED struct error *thread_charts(void *ctx, const struct thread *thread, int heading_level, struct html *h);

#endif
