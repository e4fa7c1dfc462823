/* Writing CSV in the canonical form, or guarded for a spreadsheet. */
#include "exchange/csv.h"

bool csv_is_quoted(const char *text, size_t length, bool alone)
{
    if (length == 0)
        return alone;
    char first = text[0], last = text[length - 1];
    if (first == ' ' || first == '\t' || last == ' ' || last == '\t')
        return true;
    if (length >= 3 && memcmp(text, "\uFEFF", 3) == 0) /* first in a file, it would pass for a byte order mark */
        return true;
    for (size_t i = 0; i < length; i++)
        if (text[i] == ',' || text[i] == '"' || text[i] == '\r' || text[i] == '\n')
            return true;
    return false;
}

/* True when a spreadsheet might run the text as a formula. */
static bool is_formula(const char *text)
{
    double ignored;
    return *text != '\0' && strchr("=+-@\t\r\n", *text) != NULL && !text_to_decimal(text, &ignored);
}

static void write_cell(struct buffer *out, const char *text, bool alone, bool guarded)
{
    size_t length = strlen(text);
    if (!csv_is_quoted(text, length, alone)) {
        if (guarded)
            buffer_char(out, '\'');
        buffer_add(out, text, length);
        return;
    }
    buffer_char(out, '"');
    if (guarded)
        buffer_char(out, '\'');
    for (const char *mark; (mark = strchr(text, '"')) != NULL; text = mark + 1) {
        buffer_add(out, text, (size_t)(mark - text));
        buffer_text(out, "\"\"");
    }
    buffer_text(out, text);
    buffer_char(out, '"');
}

void csv_write_start(struct buffer *out, enum csv_form form)
{
    if (form == CSV_FOR_SPREADSHEET)
        buffer_text(out, "\xEF\xBB\xBF");
}

void csv_write_row(struct buffer *out, const char *const *cells, size_t count, enum csv_form form)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = cells[i] ? cells[i] : "";
        if (i > 0)
            buffer_char(out, ',');
        write_cell(out, text, count == 1, form == CSV_FOR_SPREADSHEET && is_formula(text));
    }
    buffer_char(out, '\n');
}
