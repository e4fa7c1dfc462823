/* What is wrong with a file or a form, place by place: a person's wrong input is a list of faults, not an error. */
#ifndef GOLDTHREAD_BASE_FAULT_H
#define GOLDTHREAD_BASE_FAULT_H

#include "base/error.h"

#include <stddef.h>

struct fault {
    const char *file;     /* as the person named it; NULL when the input is no file */
    size_t line, column;  /* from 1, the column in characters as an editor shows it; 0: not known */
    const char *field;    /* the field it is about, so that a form can show it there; NULL: none in particular */
    const char *found;    /* what is there, printable: fault_quote(), or words such as "the end of the file" */
    const char *expected; /* what should be: "a date as YYYY-MM-DD" */
};

/* Faults in the order they were found, as fault_list_on gives it. Its array and texts are owned by its ctx, whatever
 * scratch context the finder works on. */
struct fault_list {
    struct fault *at;
    size_t count, room;
    size_t more; /* found after FAULTS_MOST were kept: counted only */
    const void *ctx;
};

#define FAULTS_MOST 10000

/* An empty list on ctx. */
struct fault_list fault_list_on(const void *ctx);

/* Appends a copy of the fault and its texts, but for `file`, which must live as long as the list. A missing `found`
 * reads "nothing". Fails only for want of memory. */
CHECKED struct error *fault_add(struct fault_list *faults, struct fault fault);

/* The bytes in quotation marks as a person can read them in a terminal: at most FAULT_QUOTE_MOST characters and an
 * ellipsis; control characters, bidirectional overrides and bytes that are not UTF-8 as \n, \t, \u{202E}, \x{FF}. No
 * bytes at all are the words "nothing". NULL when out of memory. */
#define FAULT_QUOTE_MOST 40
char *fault_quote(const void *ctx, const char *bytes, size_t count);

/* "FILE:LINE:COLUMN: found ..., expected ..." without a newline; without a file, only what follows it. NULL: no
 * memory. */
char *fault_text(const void *ctx, const struct fault *fault);

#endif
