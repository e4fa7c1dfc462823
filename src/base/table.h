/* A table as a query returns it: columns with machine names, rows of cells. One table has many renderings: an HTML table
 * on a page (ui), CSV and JSON at the same address (exchange), a section of the report. Whoever fills it has already
 * applied permission and suppression; a rendering decides nothing. Everything belongs to the context of the query. */
#ifndef GOLDTHREAD_BASE_TABLE_H
#define GOLDTHREAD_BASE_TABLE_H

#include "base/error.h"
#include "base/list.h"

#include <stdbool.h>
#include <stddef.h>

enum column_kind {
    COLUMN_TEXT,
    COLUMN_NUMBER, /* value is decimal text, right-aligned on a page, a bare number in JSON */
    COLUMN_DATE,   /* value is YYYY-MM-DD, or YYYY-MM or YYYY where no more is known */
    COLUMN_FLAG    /* value is "yes" or "no" */
};

struct column {
    const char *name;    /* in CSV and JSON: lower case, words joined by _ */
    const char *label;   /* on a page */
    enum column_kind kind;
    const char *sort;    /* the name to sort by in ?sort=, NULL: not sortable */
    bool data_only;      /* in CSV and JSON, not on the page */
    bool row_heading;    /* the cell names its row: <th scope="row"> on a page */
};

struct cell {
    const char *value; /* for machines; NULL: nothing recorded (an empty CSV cell, JSON null) */
    const char *shown; /* for people, NULL: the value itself; where value is NULL say why: "not stated", "confidential (c)" */
    const char *id;    /* what links within the same page lead to; unique there; NULL: none */
    const char *href;  /* where the page links it to, a path on this site; NULL: no link */
    const char *note;  /* a smaller line under it on the page; NULL: none. Never the only place of a fact: give it a column */
    const char *mark;  /* a state the page draws as shape and word: "red" "amber" "green" "complete" "not-stated" "met"
                          "partly" "not-met" "not-recorded" "reached" "not-reached" "no-figure" "depends"; NULL: none */
};

struct table {
    const char *title;            /* the caption, and the name in JSON */
    const struct column *columns; /* column_count of them */
    size_t column_count;
    LIST_OF(struct cell) cells;   /* row after row, column_count a row */
    const char *sorted_by;        /* which column's .sort, NULL: none */
    bool descending;
    const char *next;             /* query string of the next page, NULL: this was the last */
    const char *after;            /* the same as the query itself says it, for who reads page after page */
    const char *previous;         /* query string of the page before, NULL: this is the first */
    size_t total;                 /* how many rows the query has in all pages, counted up to total_cap */
    bool total_capped;            /* there are at least `total`; say "more than" */
    const char *empty;            /* what a page says when there are no rows */
};

/* An empty table with these columns, owned by ctx; NULL without memory. `columns` must outlive it. */
struct table *table_new(const void *ctx, const char *title, const struct column *columns, size_t column_count);

/* Appends one row of column_count cells. */
CHECKED struct error *table_add_row(struct table *table, const struct cell *cells);

/* A table of only those rows whose cell in `column` has this value, without that column: a part of the table under its own
 * title. `column` must be one of the table's; texts are shared with the whole. */
CHECKED struct error *table_part(const void *ctx, const struct table *whole, const char *column, const char *value,
                                 const char *title, struct table **part);

static inline size_t table_row_count(const struct table *table)
{
    return table->column_count ? table->cells.count / table->column_count : 0;
}

static inline const struct cell *table_cell(const struct table *table, size_t row, size_t column)
{
    return &table->cells.at[row * table->column_count + column];
}

#endif
