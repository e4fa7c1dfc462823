/* Golden cases in general: reading them, writing answers, and who answers which family. */
#include "golden.h"

#include "base/buffer.h"
#include "base/text.h"
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

/* A missing figure has three spellings. */
static bool is_missing(const char *text)
{
    return *text == '\0' || strcmp(text, "NA") == 0 || strcmp(text, "NaN") == 0;
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

static struct error *check_figures(const void *ctx, const struct golden_table *input)
{
    static const char *const texts[] = {"date", "group", "period"};
    for (size_t row = 0; row < input->rows; row++) {
        for (size_t i = 0; i < input->columns; i++) {
            const char *cell = input->cells[row * input->columns + i];
            if (!is_one_of(input->names[i], texts, sizeof texts / sizeof *texts) && !is_missing(cell) &&
                isnan(golden_number(cell)))
                return ERROR_NEW(ctx, ERROR_INVALID, "input.csv, line %zu, column %s: %s is not a number.", row + 2,
                                 input->names[i], cell);
        }
    }
    return NULL;
}

/* Counts are whole and not negative; other figures may be any number. */
static struct error *check_parameter(const void *ctx, const char *key, const char *value)
{
    static const char *const counts[] = {"part", "freeze", "exclude", "fix_after_n_points", "baseline_first_n",
                                         "trend_n", "shift_n", "newey_west_lag", "h"};
    static const char *const figures[] = {"target", "cl", "multiply", "multiplier", "trim_by", "limit", "confidence",
                                          "alpha", "beta", "intervention_t", "levels"};
    bool count = is_one_of(key, counts, sizeof counts / sizeof *counts);
    struct text_list parts = {0};
    if (!count && !is_one_of(key, figures, sizeof figures / sizeof *figures))
        return NULL;
    TRY(text_split(ctx, value, ';', &parts));
    for (size_t i = 0; i < parts.count; i++) {
        double figure = golden_number(parts.at[i]);
        bool whole = figure >= 0 && figure <= INT32_MAX && !(floor(figure) < figure);
        if (!is_missing(parts.at[i]) && (count ? !whole : isnan(figure)))
            return ERROR_NEW(ctx, ERROR_INVALID, "params.csv: %s is %s and must be a %snumber.", key, parts.at[i],
                             count ? "whole " : "");
    }
    return NULL;
}

static struct error *check_case(const void *ctx, const struct golden_case *golden)
{
    if (golden->input.columns == 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "input.csv is empty; it must have a line that names its columns.");
    if (!golden_has_column(&golden->params, "key") || !golden_has_column(&golden->params, "value"))
        return ERROR_NEW(ctx, ERROR_INVALID, "params.csv must have the columns key and value.");
    for (size_t i = 0; i < golden->params.rows; i++) {
        TRY(check_parameter(ctx, golden_cell(&golden->params, i, "key"), golden_cell(&golden->params, i, "value")));
    }
    return check_figures(ctx, &golden->input);
}

struct error *golden_read_case(const void *ctx, const char *folder, const char *name, struct golden_case *golden)
{
    const char *dash = strrchr(name, '-');
    *golden = (struct golden_case){
        .name = name,
        .family = dash ? talloc_strndup(ctx, name, (size_t)(dash - name)) : name,
    };
    TRY(golden_read(ctx, talloc_asprintf(ctx, "%s/%s/input.csv", folder, name), &golden->input));
    TRY(golden_read(ctx, talloc_asprintf(ctx, "%s/%s/params.csv", folder, name), &golden->params));
    return check_case(ctx, golden);
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
