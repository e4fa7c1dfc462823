/* CSV as in RFC 4180, in UTF-8: a strict reader that names the place of every cell and every fault, and a writer of
 * the canonical form. Knows no register: what the cells mean is the caller's business.
 *
 * Canonical: no byte order mark; lines end in LF, the last one too; a cell is quoted only when it contains a comma,
 * a quotation mark, CR or LF, begins or ends with a space or tab, begins with U+FEFF, or is empty and alone in its
 * row. Reading a canonical file and writing what was read gives the same bytes; writing any table of UTF-8 texts and
 * reading it gives the same texts. */
#ifndef GOLDTHREAD_EXCHANGE_CSV_H
#define GOLDTHREAD_EXCHANGE_CSV_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/fault.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* ---- reading ---- */

struct csv_cell {
    const char *text;    /* UTF-8 without NUL inside, followed by a NUL; "" when empty */
    size_t length;       /* bytes */
    size_t line, column; /* where the cell begins (its quotation mark, if quoted), from 1, columns in characters */
};

struct csv_row {
    const struct csv_cell *cells; /* as many as the header has */
    size_t count;
    size_t number; /* 1 for the first row after the header; rows with faults count too */
    size_t line;   /* where it begins */
};

struct csv_limits {
    size_t bytes;      /* of the file */
    size_t rows;       /* without the header */
    size_t cells;      /* a row */
    size_t cell_bytes; /* of one cell's text */
};

#define CSV_LIMITS_DEFAULT ((struct csv_limits){.bytes = 64u << 20, .rows = 1000000, .cells = 200, .cell_bytes = 65536})

/* Departures from the canonical form that are read all the same. All false: the file is canonical, if without
 * faults. */
struct csv_notes {
    bool byte_order_mark;  /* the file began with one; it is skipped */
    bool crlf;             /* some lines ended in CR LF */
    bool no_final_newline; /* the last line did not end */
    bool quoting;          /* a cell was quoted without need, or not quoted in spite of spaces at its ends */
};

struct csv_reader;

/* Begins reading `count` bytes, which must outlive the reader, and reads the header row. `name` is the file's name in
 * faults and must outlive the list. Limits NULL: the default. Everything wrong with the file is appended to `faults`,
 * here and in csv_next, never returned as an error: after the last row, the file was sound if no fault was added. */
CHECKED struct error *csv_open(const void *ctx, const char *name, const char *bytes, size_t count,
                               const struct csv_limits *limits, struct fault_list *faults, struct csv_reader **reader);

/* The same for the file at `path`, which is its name too. Errors: as file_read; a file that is too large is one. */
CHECKED struct error *csv_open_file(const void *ctx, const char *path, const struct csv_limits *limits,
                                    struct fault_list *faults, struct csv_reader **reader);

/* The column names; one that is empty or there twice is a fault, but hides no other: rows are given all the same. NULL when
 * the line cannot be read as names at all: then csv_next gives no row, but still reports what else is wrong. Valid as long
 * as the reader. */
const struct csv_row *csv_header(const struct csv_reader *reader);

/* The index of the first column of that name; -1 when there is none. */
int csv_column(const struct csv_reader *reader, const char *name);

/* The next row without a fault; *row is NULL after the last. Rows with faults are reported and passed over. The row and
 * its texts are valid until the next call. Fails only for want of memory. */
CHECKED struct error *csv_next(struct csv_reader *reader, const struct csv_row **row);

/* Complete after csv_next has given NULL. */
struct csv_notes csv_notes(const struct csv_reader *reader);

/* The notes in words, one text each: "rows.csv begins with a byte order mark, which was skipped". */
CHECKED struct error *csv_notes_words(const void *ctx, const struct csv_reader *reader, struct text_list *words);

/* How far reading has come, in bytes, for a progress bar. */
size_t csv_position(const struct csv_reader *reader);

/* Adds the fault that the cell holds something other than `expected` to the reader's list; `field` may be NULL. */
CHECKED struct error *csv_fault(struct csv_reader *reader, const struct csv_cell *cell, const char *field,
                                const char *expected);

/* ---- writing ---- */

enum csv_form {
    CSV_CANONICAL,
    /* Begins with a byte order mark, and a cell that a spreadsheet would take for a formula (it begins with = + - @
     * tab, CR or LF) gets an apostrophe before it, unless it is a plain negative number. Not for reading back. */
    CSV_FOR_SPREADSHEET
};

/* What a file begins with: call it once, before the first row. */
void csv_write_start(struct buffer *out, enum csv_form form);

/* One row, the header too. A NULL cell is empty. Texts must be UTF-8. count is at least 1. */
void csv_write_row(struct buffer *out, const char *const *cells, size_t count, enum csv_form form);

/* True when the canonical form puts the cell in quotation marks; `alone`: it is the only one of its row. */
bool csv_is_quoted(const char *text, size_t length, bool alone);

#endif
