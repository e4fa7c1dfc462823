/* Any bytes as a CSV file: no crash; every row as wide as the header and text throughout; and what was read, written
 * in the canonical form, reads back the same. The first byte chooses between the default limits and very small ones. */
#include "fuzz.h"

#include "base/list.h"
#include "exchange/csv.h"

#include <talloc.h>

/* A column without a name, or named twice: the rows are given all the same, and writing them keeps the fault. */
static bool is_of_header(const struct fault *fault, const struct csv_row *header)
{
    for (size_t i = 0; header && i < header->count; i++)
        if (fault->line == header->cells[i].line && fault->column == header->cells[i].column)
            return true;
    return false;
}

/* Reads all rows and writes them in the canonical form; the number of faults but those of the header's names. */
static size_t rewrite(void *ctx, const char *bytes, size_t count, const struct csv_limits *limits, struct buffer *out,
                      struct csv_notes *notes)
{
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    const struct csv_row *row;
    MUST(!csv_open(ctx, "f", bytes, count, limits, &faults, &reader));
    const struct csv_row *header = csv_header(reader);
    row = header;
    do {
        if (row) {
            const char **texts = talloc_size(ctx, row->count * sizeof *texts);
            MUST(row->count == header->count && row->count > 0 && row->line > 0);
            for (size_t i = 0; i < row->count; i++) {
                MUST(text_is_utf8(row->cells[i].text, row->cells[i].length));
                MUST(row->cells[i].text[row->cells[i].length] == '\0');
                MUST(row->cells[i].line >= row->line && row->cells[i].column > 0);
                MUST(!limits || row->cells[i].length <= limits->cell_bytes);
                texts[i] = row->cells[i].text;
            }
            csv_write_row(out, texts, row->count, CSV_CANONICAL);
        }
        MUST(!csv_next(reader, &row));
    } while (row);
    MUST(faults.more > 0 || csv_position(reader) == count);
    size_t kept = 0;
    for (size_t i = 0; i < faults.count; i++) {
        const char *text = fault_text(ctx, &faults.at[i]);
        MUST(text && text_is_utf8(text, strlen(text)) && !strpbrk(text, "\r\n\x1B"));
        MUST(faults.at[i].line > 0 && faults.at[i].column > 0);
        kept += is_of_header(&faults.at[i], header);
    }
    *notes = csv_notes(reader);
    return faults.count - kept + (header ? 0 : 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct csv_limits small = {.bytes = 200, .rows = 4, .cells = 4, .cell_bytes = 8};
    if (size == 0)
        return 0;
    void *ctx = talloc_new(NULL);
    char *bytes = talloc_memdup(ctx, data + 1, size - 1);
    struct buffer first = buffer_on(ctx), second = buffer_on(ctx);
    struct csv_notes notes;
    size_t faults = rewrite(ctx, bytes, size - 1, data[0] & 1 ? &small : NULL, &first, &notes);
    if (faults == 0 && !notes.byte_order_mark && !notes.crlf && !notes.no_final_newline && !notes.quoting)
        MUST(first.used == size - 1 && memcmp(first.data, bytes, first.used) == 0);
    if (first.used > 0) {
        MUST(rewrite(ctx, first.data, first.used, NULL, &second, &notes) == 0);
        MUST(first.used == second.used && memcmp(first.data, second.data, first.used) == 0);
        MUST(!notes.byte_order_mark && !notes.crlf && !notes.no_final_newline && !notes.quoting);
    }
    talloc_free(ctx);
    return 0;
}
