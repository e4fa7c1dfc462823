/* Reading CSV strictly, from bytes in memory, row by row; and going on after a fault, so that all are listed. */
#include "exchange/csv.h"

#include "base/file.h"
#include "base/list.h"

#include <stdint.h>
#include <talloc.h>

/* A place in the file. */
struct place {
    const char *at;
    size_t line, column;
};

struct csv_reader {
    const char *name;
    const char *begin, *end;
    struct place place;
    struct csv_limits limits;
    struct fault_list *faults;
    struct csv_notes notes;
    size_t width; /* cells a row must have; 0: not known, because the header has a fault */
    size_t rows;  /* read so far, without the header */
    bool row_faulty;
    struct buffer text; /* the texts of the row being read, each followed by a NUL */
    LIST_OF(struct csv_cell) cells;
    struct csv_row header, row;
};

/* ---- places and faults ---- */

/* The place `count` bytes further on. */
static struct place further(struct place place, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned char byte = (unsigned char)place.at[i];
        if (byte == '\n') {
            place.line++;
            place.column = 1;
        } else if ((byte & 0xC0) != 0x80) { /* not the second or later byte of a character */
            place.column++;
        }
    }
    place.at += count;
    return place;
}

static void advance(struct csv_reader *reader, size_t count)
{
    reader->place = further(reader->place, count);
}

static size_t left_after(const struct csv_reader *reader, const char *at)
{
    return (size_t)(reader->end - at);
}

/* Moves to the beginning of the next line. */
static void skip_line(struct csv_reader *reader)
{
    const char *at = reader->place.at, *newline = memchr(at, '\n', left_after(reader, at));
    advance(reader, newline ? (size_t)(newline + 1 - at) : left_after(reader, at));
}

static struct error *add_fault(struct csv_reader *reader, struct place place, const char *found, const char *expected)
{
    TRY_MEMORY(found);
    reader->row_faulty = true;
    return fault_add(
        reader->faults,
        (struct fault){
            .file = reader->name, .line = place.line, .column = place.column, .found = found, .expected = expected});
}

/* A fault whose `found` is the character at that place, or the byte that belongs to none. */
static struct error *add_character_fault(struct csv_reader *reader, struct place place, const char *expected)
{
    size_t left = left_after(reader, place.at), length = 1;
    while (length < 4 && length < left && ((unsigned char)place.at[length] & 0xC0) == 0x80)
        length++;
    if (!text_is_utf8(place.at, length))
        length = 1;
    char *found = fault_quote(reader, place.at, length);
    TRY(add_fault(reader, place, found, expected));
    talloc_free(found); /* a file may have thousands */
    return NULL;
}

static struct error *add_count_fault(struct csv_reader *reader, struct place place, size_t count)
{
    char *found = count == 1 ? talloc_strdup(reader, "1 cell") : talloc_asprintf(reader, "%zu cells", count);
    char *expected = talloc_asprintf(reader, "%zu, as in the first line", reader->width);
    TRY_MEMORY(expected);
    TRY(add_fault(reader, place, found, expected));
    talloc_free(found);
    talloc_free(expected);
    return NULL;
}

static struct error *add_limit_fault(struct csv_reader *reader, struct place place, size_t count, size_t most,
                                     const char *of_what)
{
    char *found = talloc_asprintf(reader, count > most ? "%zu %s" : "more than %zu %s", count, of_what);
    char *expected = talloc_asprintf(reader, "at most %zu", most);
    TRY_MEMORY(expected);
    TRY(add_fault(reader, place, found, expected));
    talloc_free(found);
    talloc_free(expected);
    return NULL;
}

/* ---- cells ---- */

/* True where a line ends: at LF, CR LF, or the end of the file. */
static bool at_line_end(const struct csv_reader *reader, const char *at)
{
    return at == reader->end || *at == '\n' || (*at == '\r' && at + 1 < reader->end && at[1] == '\n');
}

/* Keeps the cell that begins at `start`, whose text is what was added to reader->text from `offset` on. */
static struct error *keep_cell(struct csv_reader *reader, struct place start, size_t offset)
{
    size_t length = reader->text.used - offset;
    if (length > reader->limits.cell_bytes)
        TRY(add_limit_fault(reader, start, length, reader->limits.cell_bytes, "bytes in a cell"));
    buffer_char(&reader->text, '\0');
    struct csv_cell cell = {.length = length, .line = start.line, .column = start.column};
    return LIST_ADD(reader, &reader->cells, cell);
}

/* Checks that the cell's bytes, quotation marks and all, are text. */
static struct error *check_utf8(struct csv_reader *reader, struct place start, size_t count)
{
    size_t sound = text_utf8_prefix(start.at, count);
    if (sound == count)
        return NULL;
    struct place bad = further(start, sound);
    return add_character_fault(reader, bad, *bad.at == '\0' ? "text without NUL" : "text in UTF-8");
}

/* Reads a cell that does not begin with a quotation mark, up to the comma or the end of the line. */
static struct error *read_plain_cell(struct csv_reader *reader)
{
    struct place start = reader->place;
    const char *at = start.at, *quote = NULL, *carriage_return = NULL;
    for (; !at_line_end(reader, at) && *at != ','; at++) {
        if (*at == '"' && !quote)
            quote = at;
        if (*at == '\r' && !carriage_return)
            carriage_return = at;
    }
    size_t count = (size_t)(at - start.at), offset = reader->text.used;
    if (quote)
        TRY(add_character_fault(reader, further(start, (size_t)(quote - start.at)),
                                "the whole cell in quotation marks, and those inside it doubled"));
    if (carriage_return)
        TRY(add_character_fault(reader, further(start, (size_t)(carriage_return - start.at)),
                                "a line that ends in LF or CR LF"));
    TRY(check_utf8(reader, start, count));
    reader->notes.quoting |= csv_is_quoted(start.at, count, false);
    buffer_add(&reader->text, start.at, count);
    advance(reader, count);
    return keep_cell(reader, start, offset);
}

/* Reads a cell that begins with a quotation mark, past the one that closes it. *sound is false when the rest of the
 * line had to be passed over. */
static struct error *read_quoted_cell(struct csv_reader *reader, bool *sound)
{
    struct place start = reader->place;
    size_t offset = reader->text.used;
    const char *from = start.at + 1, *mark;
    for (;;) {
        mark = memchr(from, '"', left_after(reader, from));
        if (!mark) {
            /* Where it was meant to close cannot be known. The next line is the likeliest place to go on. */
            *sound = false;
            TRY(add_fault(reader, start, "a quotation mark that is never closed", "a closing quotation mark"));
            skip_line(reader);
            return NULL;
        }
        buffer_add(&reader->text, from, (size_t)(mark - from));
        if (mark + 1 == reader->end || mark[1] != '"')
            break;
        buffer_char(&reader->text, '"');
        from = mark + 2;
    }
    size_t count = (size_t)(mark + 1 - start.at);
    TRY(check_utf8(reader, start, count));
    advance(reader, count);
    bool last = at_line_end(reader, reader->place.at);
    *sound = last || *reader->place.at == ',';
    if (!*sound) {
        TRY(add_character_fault(reader, reader->place,
                                "a comma or the end of the line after the closing quotation mark"));
        skip_line(reader);
        return NULL;
    }
    reader->notes.quoting |= !csv_is_quoted(buffer_cstr(&reader->text) + offset, reader->text.used - offset,
                                            last && reader->cells.count == 0);
    return keep_cell(reader, start, offset);
}

/* ---- rows ---- */

/* Passes over the line end that the row stopped at. */
static void end_line(struct csv_reader *reader)
{
    const char *at = reader->place.at;
    if (at == reader->end) {
        reader->notes.no_final_newline = true;
        return;
    }
    reader->notes.crlf |= *at == '\r';
    advance(reader, *at == '\r' ? 2 : 1);
}

/* Gives the cells their texts, which do not move any more. */
static struct error *finish_row(struct csv_reader *reader, struct csv_row *row, size_t line)
{
    TRY(buffer_error(&reader->text));
    const char *text = buffer_cstr(&reader->text);
    for (size_t i = 0; i < reader->cells.count; i++) {
        reader->cells.at[i].text = text;
        text += reader->cells.at[i].length + 1;
    }
    *row =
        (struct csv_row){.cells = reader->cells.at, .count = reader->cells.count, .number = reader->rows, .line = line};
    return NULL;
}

/* Checks how many cells the row has, unless a fault in it already explains the difference. */
static struct error *check_count(struct csv_reader *reader, struct place end)
{
    size_t count = reader->cells.count;
    if (reader->row_faulty || reader->width == 0 || count == reader->width)
        return NULL;
    if (count < reader->width)
        return add_count_fault(reader, end, count);
    const struct csv_cell *surplus = &reader->cells.at[reader->width];
    return add_count_fault(reader, (struct place){.line = surplus->line, .column = surplus->column}, count);
}

/* Reads one row; reader->row_faulty tells whether it is of use. */
static struct error *read_row(struct csv_reader *reader, struct csv_row *row)
{
    size_t line = reader->place.line;
    reader->row_faulty = false;
    reader->cells.count = 0;
    buffer_clear(&reader->text);
    if (at_line_end(reader, reader->place.at)) {
        TRY(add_fault(reader, reader->place, "an empty line", "a row of cells"));
        end_line(reader);
        return NULL;
    }
    for (;;) {
        bool sound = true;
        if (reader->cells.count == reader->limits.cells) {
            TRY(add_limit_fault(reader, reader->place, reader->cells.count, reader->limits.cells, "cells in a row"));
            skip_line(reader);
            return NULL;
        }
        if (reader->place.at < reader->end && *reader->place.at == '"')
            TRY(read_quoted_cell(reader, &sound));
        else
            TRY(read_plain_cell(reader));
        if (!sound)
            return NULL;
        if (at_line_end(reader, reader->place.at))
            break;
        advance(reader, 1); /* the comma */
    }
    TRY(check_count(reader, reader->place));
    end_line(reader);
    return finish_row(reader, row, line);
}

struct error *csv_next(struct csv_reader *reader, const struct csv_row **row)
{
    *row = NULL;
    while (reader->place.at < reader->end && reader->faults->more == 0) {
        if (reader->rows == reader->limits.rows) {
            TRY(add_limit_fault(reader, reader->place, reader->rows, reader->limits.rows, "rows"));
            reader->place.at = reader->end;
            return NULL;
        }
        reader->rows++;
        TRY(read_row(reader, &reader->row));
        if (!reader->row_faulty && reader->header.count > 0) {
            *row = &reader->row;
            return NULL;
        }
    }
    return NULL;
}

/* ---- the header ---- */

static struct error *check_names(struct csv_reader *reader, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct csv_cell *name = &row->cells[i];
        struct place place = {.line = name->line, .column = name->column};
        if (name->length == 0)
            TRY(add_fault(reader, place, "nothing", "the name of a column"));
        for (size_t before = 0; before < i; before++)
            if (name->length > 0 && strcmp(name->text, row->cells[before].text) == 0) {
                TRY(add_fault(reader, place, fault_quote(reader, name->text, name->length),
                              "a name that no column before it has"));
                break;
            }
    }
    return NULL;
}

/* One name that looks like several: then no cell of the file is what it seems. */
static struct error *check_commas(struct csv_reader *reader, const struct csv_row *row, bool *commas)
{
    *commas = row->count > 1 || !strpbrk(row->cells[0].text, ";\t");
    if (*commas)
        return NULL;
    return add_fault(reader, (struct place){.line = 1, .column = 1},
                     fault_quote(reader, row->cells[0].text, row->cells[0].length),
                     "column names with commas between them, not semicolons or tabs");
}

/* Recognises files that are something else altogether: one fault is enough for them. */
static struct error *check_beginning(struct csv_reader *reader, bool *is_csv)
{
    static const struct {
        const char *bytes;
        size_t count;
        const char *what;
    } others[] = {{"\xFF\xFE", 2, "text in UTF-16"},
                  {"\xFE\xFF", 2, "text in UTF-16"},
                  {"PK\x03\x04", 4, "a ZIP archive, as spreadsheets are"},
                  {"\x1F\x8B", 2, "a gzip archive"},
                  {"%PDF-", 5, "a PDF document"}};
    size_t count = left_after(reader, reader->begin);
    *is_csv = false;
    if (count > reader->limits.bytes)
        return add_limit_fault(reader, reader->place, count, reader->limits.bytes, "bytes");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (count >= others[i].count && memcmp(reader->begin, others[i].bytes, others[i].count) == 0 &&
            !text_is_utf8(reader->begin, count)) /* else it is text that happens to begin so */
            return add_fault(reader, reader->place, others[i].what, "CSV, text in UTF-8");
    if (count >= 3 && memcmp(reader->begin, "\xEF\xBB\xBF", 3) == 0) {
        reader->notes.byte_order_mark = true;
        reader->place.at += 3; /* an editor shows no column for it */
    }
    if (reader->place.at == reader->end)
        return add_fault(reader, reader->place, "an empty file", "a first line of column names");
    *is_csv = true;
    return NULL;
}

/* Room for the texts of a row: they never need more than the file has, and a NUL. */
static struct buffer row_text(struct csv_reader *reader, size_t count)
{
    struct buffer text = buffer_on(reader);
    text.max = count + 2;
    return text;
}

static struct error *read_header(struct csv_reader *reader)
{
    bool is_csv, commas;
    struct csv_row header = {0};
    TRY(check_beginning(reader, &is_csv));
    if (!is_csv) {
        reader->place.at = reader->end;
        return NULL;
    }
    TRY(read_row(reader, &header));
    if (reader->row_faulty)
        return NULL;
    reader->width = header.count;
    TRY(check_names(reader, &header));
    TRY(check_commas(reader, &header, &commas));
    if (!commas)
        return NULL;
    reader->header = header;
    /* The header keeps these; rows get their own. */
    reader->text = row_text(reader, left_after(reader, reader->begin));
    reader->cells.at = NULL;
    reader->cells.count = reader->cells.room = 0;
    return NULL;
}

struct error *csv_open(const void *ctx, const char *name, const char *bytes, size_t count,
                       const struct csv_limits *limits, struct fault_list *faults, struct csv_reader **reader)
{
    struct csv_reader *opened = talloc_zero(ctx, struct csv_reader);
    TRY_MEMORY(opened);
    *opened = (struct csv_reader){.name = name,
                                  .begin = bytes,
                                  .end = bytes + count,
                                  .place = {.at = bytes, .line = 1, .column = 1},
                                  .limits = limits ? *limits : CSV_LIMITS_DEFAULT,
                                  .faults = faults,
                                  .text = row_text(opened, count)};
    *reader = opened;
    return read_header(opened);
}

struct error *csv_open_file(const void *ctx, const char *path, const struct csv_limits *limits,
                            struct fault_list *faults, struct csv_reader **reader)
{
    char *bytes;
    size_t count;
    TRY(file_read(ctx, path, limits ? limits->bytes : CSV_LIMITS_DEFAULT.bytes, &bytes, &count));
    return csv_open(ctx, path, bytes, count, limits, faults, reader);
}

/* ---- what the reader knows ---- */

const struct csv_row *csv_header(const struct csv_reader *reader)
{
    return reader->header.count > 0 ? &reader->header : NULL;
}

int csv_column(const struct csv_reader *reader, const char *name)
{
    for (size_t i = 0; i < reader->header.count; i++)
        if (strcmp(reader->header.cells[i].text, name) == 0)
            return (int)i;
    return -1;
}

struct csv_notes csv_notes(const struct csv_reader *reader)
{
    return reader->notes;
}

struct error *csv_notes_words(const void *ctx, const struct csv_reader *reader, struct text_list *words)
{
    const struct csv_notes *notes = &reader->notes;
    const struct {
        bool is_so;
        const char *says;
    } all[] = {{notes->byte_order_mark, "begins with a byte order mark, which was skipped"},
               {notes->crlf, "has lines that end in CR LF; LF is canonical"},
               {notes->no_final_newline, "has a last line that does not end; LF is canonical"},
               {notes->quoting, "has cells quoted otherwise than the canonical form does"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!all[i].is_so)
            continue;
        char *note = talloc_asprintf(ctx, "%s %s", reader->name, all[i].says);
        TRY_MEMORY(note);
        TRY(LIST_ADD(ctx, words, note));
    }
    return NULL;
}

size_t csv_position(const struct csv_reader *reader)
{
    return (size_t)(reader->place.at - reader->begin);
}

struct error *csv_fault(struct csv_reader *reader, const struct csv_cell *cell, const char *field, const char *expected)
{
    char *found = fault_quote(reader, cell->text, cell->length);
    TRY_MEMORY(found);
    TRY(fault_add(reader->faults, (struct fault){.file = reader->name,
                                                 .line = cell->line,
                                                 .column = cell->column,
                                                 .field = field,
                                                 .found = found,
                                                 .expected = expected}));
    talloc_free(found);
    return NULL;
}
