/* A series in a CSV file: one figure a row, by the columns date and value, and where there are such denominator and target. */
#ifndef GOLDTHREAD_STATISTICS_SERIES_FILE_H
#define GOLDTHREAD_STATISTICS_SERIES_FILE_H

#include "app/feature.h"
#include "stats/series.h"
#include "stats/spc.h"

/* How the dates of a file are written; all of one file alike. */
enum date_form {
    DATE_FORM_DAY,   /* 2023-04-01 */
    DATE_FORM_MONTH, /* 2023-04: its first day */
    DATE_FORM_YEAR,  /* 2023: its first day */
    DATE_FORM_NUMBER /* 1, 2, 3: cases, not days */
};

/* Reads a date of that form as a day of struct point. False for anything else. */
CHECKED bool date_form_read(enum date_form form, const char *text, int32_t *day);

/* Which form a text has; false for none. */
CHECKED bool date_form_of(const char *text, enum date_form *form);

/* "a month such as 2023-04" */
const char *date_form_words(enum date_form form);

/* The name of a figure's day in a sentence: "1 April 2023", "April 2023", "2023", "case 12"; and short, for an axis. They are
 * owned by ctx, NULL: no memory. */
typedef char *date_form_name(const void *ctx, int32_t day);
date_form_name *date_form_namer(enum date_form form);
char *date_form_short_name(const void *ctx, enum date_form form, int32_t day);

/* The day as the file writes it; NULL: no memory. */
char *date_form_text(const void *ctx, enum date_form form, int32_t day);

struct series_file_request {
    const char *path;
    enum spc_chart chart;      /* what its figures must be: a p chart needs denominators no smaller than its numerators ... */
    const char *target_column; /* NULL: "target", if there is one */
    const char *const *other_columns; /* of further figures for the same dates, NULL-ended; NULL: none */
};

struct series_file {
    struct point *points; /* in the order of the file */
    size_t count;
    enum date_form form;
    const char *step;     /* what one figure stands for, by the usual distance of its dates: "month", "case"; "period" */
    int decimals;         /* the most that any value has, at most 3 */
    bool has_denominators;
    struct target_step *targets; /* one a row of the target's column; an empty cell ends the target */
    size_t target_count;
    double *others;       /* of each row, its figures in the other columns in their order; NAN: none */
    struct series_place { size_t line, column; } *places; /* of each point's date */
};

/* Reads the file. What is wrong in it goes to `faults`, with line and column; then the series is not to be used. An error: it
 * cannot be read at all. */
CHECKED struct error *series_file_read(void *ctx, const struct series_file_request *request, struct fault_list *faults,
                                       struct series_file *series);

#endif
