/* Golden cases in general: reading them, writing answers, and who answers which family. */
#include "golden.h"

#include "base/buffer.h"
#include "exchange/csv.h"

#include <math.h>
#include <talloc.h>

/* ---- reading ---- */

static struct error *keep_row(const void *ctx, const struct csv_row *row, const char **cells)
{
    for (size_t i = 0; i < row->count; i++) {
        cells[i] = talloc_strdup(ctx, row->cells[i].text);
        TRY_MEMORY(cells[i]);
    }
    return NULL;
}

static struct error *read_rows(const void *ctx, struct csv_reader *reader, struct golden_table *table)
{
    const struct csv_row *row = csv_header(reader);
    *table = (struct golden_table){0};
    if (!row)
        return NULL;
    table->columns = row->count;
    table->names = talloc_array(ctx, const char *, (unsigned)row->count);
    TRY_MEMORY(table->names);
    TRY(keep_row(ctx, row, table->names));
    for (;;) {
        TRY(csv_next(reader, &row));
        if (!row)
            return NULL;
        size_t needed = (table->rows + 1) * table->columns;
        table->cells = talloc_realloc(ctx, table->cells, const char *, (unsigned)needed);
        TRY_MEMORY(table->cells);
        TRY(keep_row(ctx, row, table->cells + table->rows * table->columns));
        table->rows++;
    }
}

static struct error *check_faults(const void *ctx, const struct fault_list *faults)
{
    if (faults->count > 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "%s", fault_text(ctx, &faults->at[0]));
    return NULL;
}

struct error *golden_parse(const void *ctx, const char *name, const char *text, struct golden_table *table)
{
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    TRY(csv_open(ctx, name, text, strlen(text), NULL, &faults, &reader));
    TRY(read_rows(ctx, reader, table));
    return check_faults(ctx, &faults);
}

struct error *golden_read(const void *ctx, const char *path, struct golden_table *table)
{
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    TRY(csv_open_file(ctx, path, NULL, &faults, &reader));
    TRY(read_rows(ctx, reader, table));
    return check_faults(ctx, &faults);
}

struct error *golden_read_case(const void *ctx, const char *folder, const char *name, struct golden_case *golden)
{
    const char *dash = strrchr(name, '-');
    *golden = (struct golden_case){
        .name = name,
        .family = dash ? talloc_strndup(ctx, name, (size_t)(dash - name)) : name,
    };
    TRY(golden_read(ctx, talloc_asprintf(ctx, "%s/%s/input.csv", folder, name), &golden->input));
    return golden_read(ctx, talloc_asprintf(ctx, "%s/%s/params.csv", folder, name), &golden->params);
}

static int column_of(const struct golden_table *table, const char *column)
{
    for (size_t i = 0; i < table->columns; i++) {
        if (strcmp(table->names[i], column) == 0)
            return (int)i;
    }
    return -1;
}

bool golden_has_column(const struct golden_table *table, const char *column)
{
    return column_of(table, column) >= 0;
}

const char *golden_cell(const struct golden_table *table, size_t row, const char *column)
{
    int at = column_of(table, column);
    return at < 0 ? "" : table->cells[row * table->columns + (size_t)at];
}

const char *golden_param(const struct golden_case *golden, const char *key)
{
    for (size_t i = 0; i < golden->params.rows; i++) {
        if (strcmp(golden_cell(&golden->params, i, "key"), key) == 0)
            return golden_cell(&golden->params, i, "value");
    }
    return "";
}

double golden_number(const char *text)
{
    char *end;
    double figure = strtod(text, &end);
    return *text == '\0' || *end != '\0' ? NAN : figure;
}

double golden_figure(const struct golden_table *table, size_t row, const char *column)
{
    return golden_number(golden_cell(table, row, column));
}

double golden_param_figure(const struct golden_case *golden, const char *key, double otherwise)
{
    double figure = golden_number(golden_param(golden, key));
    return isnan(figure) ? otherwise : figure;
}

bool golden_param_true(const struct golden_case *golden, const char *key)
{
    return strcmp(golden_param(golden, key), "TRUE") == 0;
}

/* ---- writing ---- */

struct golden_writer {
    struct buffer out;
    size_t columns, at;
};

struct error *golden_writer_make(const void *ctx, const char *columns, struct golden_writer **writer)
{
    struct golden_writer *made = talloc_zero(ctx, struct golden_writer);
    TRY_MEMORY(made);
    made->out = buffer_on(made);
    made->columns = 1;
    for (const char *c = columns; *c; c++)
        made->columns += *c == ',' ? 1 : 0;
    buffer_format(&made->out, "%s\n", columns);
    *writer = made;
    return NULL;
}

void golden_text(struct golden_writer *writer, const char *text)
{
    buffer_text(&writer->out, text);
    writer->at = (writer->at + 1) % writer->columns;
    buffer_char(&writer->out, writer->at == 0 ? '\n' : ',');
}

static void number_cell(struct golden_writer *writer, double figure, const char *otherwise)
{
    char text[40];
    if (isnan(figure))
        snprintf(text, sizeof text, "%s", otherwise);
    else if (isinf(figure))
        snprintf(text, sizeof text, "%s", figure > 0 ? "Inf" : "-Inf");
    else
        snprintf(text, sizeof text, "%.17g", figure);
    golden_text(writer, text);
}

void golden_number_cell(struct golden_writer *writer, double figure)
{
    number_cell(writer, figure, "NaN");
}

void golden_number_or_empty(struct golden_writer *writer, double figure)
{
    number_cell(writer, figure, "");
}

void golden_count(struct golden_writer *writer, size_t count)
{
    number_cell(writer, (double)count, "");
}

void golden_bool(struct golden_writer *writer, bool truth)
{
    golden_text(writer, truth ? "TRUE" : "FALSE");
}

struct error *golden_written(struct golden_writer *writer, const char **text)
{
    TRY(buffer_error(&writer->out));
    *text = buffer_cstr(&writer->out);
    return NULL;
}

/* ---- who answers ---- */

struct error *golden_answer(const void *ctx, const struct golden_case *golden, struct golden_answer *answer)
{
    static const struct {
        const char *family;
        struct error *(*answer)(const void *, const struct golden_case *, struct golden_answer *);
    } families[] = {
        {"xmr", golden_xmr},
        {"i", golden_qic},
        {"p", golden_qic},
        {"u", golden_qic},
        {"run", golden_qic},
        {"rare", golden_qic},
        {"nhsattr", golden_nhs_rules},
        {"funnel", golden_funnel},
        {"funnel2", golden_funnel_powerbi},
        {"fingertips", golden_fingertips},
        {"ci", golden_interval},
        {"its", golden_segmented},
        {"prepost", golden_before_and_after},
        {"forecast", golden_projection},
    };
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (strcmp(families[i].family, golden->family) == 0)
            return families[i].answer(ctx, golden, answer);
    }
    return ERROR_NEW(ctx, ERROR_INVALID, "There is no family of golden cases named %s.", golden->family);
}
