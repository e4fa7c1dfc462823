/* Reading a series from CSV, strictly: every cell is what its column promises, or a fault with its place. */
#include "statistics/series_file.h"

#include "base/date.h"
#include "base/text.h"
#include "exchange/csv.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#define CASES_MOST 10000000

/* ---- dates ---- */

/* "2023" or "2023-04", and nothing else: the first day of it. */
static bool read_month(const char *text, bool has_month, int32_t *day)
{
    size_t length = strlen(text);
    char whole[16];
    struct date date;
    if (length != (has_month ? 7u : 4u))
        return false;
    snprintf(whole, sizeof whole, "%s%s", text, has_month ? "-01" : "-01-01");
    if (!date_parse(whole, &date))
        return false;
    *day = date.days;
    return true;
}

bool date_form_read(enum date_form form, const char *text, int32_t *day)
{
    struct date date;
    int64_t number;
    switch (form) {
    case DATE_FORM_DAY:
        if (!date_parse(text, &date))
            return false;
        *day = date.days;
        return true;
    case DATE_FORM_MONTH:
        return read_month(text, true, day);
    case DATE_FORM_YEAR:
        return read_month(text, false, day);
    case DATE_FORM_NUMBER:
        if (!text_to_integer(text, &number) || number < 1 || number > CASES_MOST)
            return false;
        *day = (int32_t)number;
        return true;
    }
    return false;
}

bool date_form_of(const char *text, enum date_form *form)
{
    int32_t day;
    for (enum date_form each = DATE_FORM_DAY; each <= DATE_FORM_NUMBER; each++) {
        if (date_form_read(each, text, &day)) {
            *form = each;
            return true;
        }
    }
    return false;
}

const char *date_form_words(enum date_form form)
{
    static const char *const words[] = {
        [DATE_FORM_DAY] = "a day such as 2023-04-01",
        [DATE_FORM_MONTH] = "a month such as 2023-04",
        [DATE_FORM_YEAR] = "a year such as 2023",
        [DATE_FORM_NUMBER] = "a number of 1 or more, the case's place in the row",
    };
    return words[form];
}

static char *name_day(const void *ctx, int32_t day)
{
    return date_words(ctx, (struct date){day});
}

static char *name_month(const void *ctx, int32_t day)
{
    return date_month_words(ctx, (struct date){day});
}

static char *name_year(const void *ctx, int32_t day)
{
    return talloc_asprintf(ctx, "%d", date_to_civil((struct date){day}).year);
}

static char *name_case(const void *ctx, int32_t day)
{
    return talloc_asprintf(ctx, "case %" PRId32, day);
}

date_form_name *date_form_namer(enum date_form form)
{
    static date_form_name *const names[] = {name_day, name_month, name_year, name_case};
    return names[form];
}

char *date_form_short_name(const void *ctx, enum date_form form, int32_t day)
{
    struct date date = {day};
    if (form == DATE_FORM_DAY)
        return date_short_words(ctx, date);
    if (form == DATE_FORM_MONTH)
        return period_short_label(ctx, (struct period){date, date_month_end(date)});
    return form == DATE_FORM_YEAR ? name_year(ctx, day) : talloc_asprintf(ctx, "%" PRId32, day);
}

char *date_form_text(const void *ctx, enum date_form form, int32_t day)
{
    char *iso = form == DATE_FORM_NUMBER ? talloc_asprintf(ctx, "%" PRId32, day) : date_iso(ctx, (struct date){day});
    if (iso && (form == DATE_FORM_MONTH || form == DATE_FORM_YEAR))
        iso[form == DATE_FORM_MONTH ? 7 : 4] = '\0';
    return iso;
}

/* What one figure stands for, by the middle distance between dates. */
static int by_distance(const void *left, const void *right)
{
    const int32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static const char *step_of(const int32_t *distances, size_t count)
{
    static const struct {
        int32_t from, to;
        const char *step;
    } steps[] = {{1, 1, "day"}, {7, 7, "week"}, {14, 14, "fortnight"}, {28, 31, "month"}, {89, 92, "quarter"}, {365, 366, "year"}};
    int32_t middle = count ? distances[count / 2] : 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (middle >= steps[i].from && middle <= steps[i].to)
            return steps[i].step;
    return "period";
}

static struct error *find_step(void *ctx, struct series_file *series)
{
    series->step = "case";
    if (series->form == DATE_FORM_NUMBER || series->count == 0)
        return NULL;
    struct point *ordered = talloc_array(ctx, struct point, (unsigned)series->count);
    int32_t *distances = talloc_array(ctx, int32_t, (unsigned)series->count);
    TRY_MEMORY(ordered);
    TRY_MEMORY(distances);
    series_order(series->points, series->count, ordered);
    for (size_t i = 1; i < series->count; i++)
        distances[i - 1] = ordered[i].day - ordered[i - 1].day;
    qsort(distances, series->count - 1, sizeof *distances, by_distance);
    series->step = step_of(distances, series->count - 1);
    talloc_free(ordered);
    talloc_free(distances);
    return NULL;
}

/* ---- figures ---- */

/* What a kind of chart asks of its figures. */
static bool needs_denominator(enum spc_chart chart)
{
    return chart == SPC_P || chart == SPC_P_PRIME || chart == SPC_U || chart == SPC_U_PRIME || chart == SPC_I_PRIME;
}

static bool counts_events(enum spc_chart chart)
{
    return chart == SPC_P || chart == SPC_P_PRIME || chart == SPC_U || chart == SPC_U_PRIME || chart == SPC_C || chart == SPC_G;
}

/* The publishers' symbols for a figure that is not there, and nothing at all. */
static bool stands_for_none(const char *text)
{
    static const char *const symbols[] = {"", "c", "x", "z", "low", "u", "k", "NA"};
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (strcmp(symbols[i], text) == 0)
            return true;
    return false;
}

/* The file while it is read. */
struct reading {
    void *ctx;
    const struct series_file_request *request;
    struct csv_reader *reader;
    int date, value, denominator, target; /* columns; -1: none */
    LIST_OF(int) other_columns;
    bool has_form;
    struct series_file *series;
    LIST_OF(struct point) points;
    LIST_OF(struct target_step) targets;
    LIST_OF(double) others;
    LIST_OF(struct series_place) places;
};

static struct error *read_date(struct reading *reading, const struct csv_cell *cell, int32_t *day)
{
    struct series_file *series = reading->series;
    if (!reading->has_form && date_form_of(cell->text, &series->form))
        reading->has_form = true;
    if (!reading->has_form)
        return csv_fault(reading->reader, cell, "date", "a day such as 2023-04-01, a month such as 2023-04, a year, or a case's number");
    return date_form_read(series->form, cell->text, day)
               ? NULL
               : csv_fault(reading->reader, cell, "date", date_form_words(series->form));
}

/* A number, or NAN for one of the symbols. */
static struct error *read_number(struct reading *reading, const struct csv_cell *cell, const char *field, double *number)
{
    *number = NAN;
    if (stands_for_none(cell->text) || text_to_decimal(cell->text, number))
        return NULL;
    return csv_fault(reading->reader, cell, field, "a number such as 31 or 31.5, or nothing where there is none");
}

static void note_decimals(struct series_file *series, const char *text)
{
    const char *point = strchr(text, '.');
    size_t decimals = point ? strlen(point + 1) : 0;
    if (decimals > (size_t)series->decimals)
        series->decimals = decimals > 3 ? 3 : (int)decimals;
}

static struct error *check_figure(struct reading *reading, const struct csv_row *row, const struct point *point)
{
    enum spc_chart chart = reading->request->chart;
    bool proportion = chart == SPC_P || chart == SPC_P_PRIME;
    const struct csv_cell *value = &row->cells[reading->value];
    if (counts_events(chart) && point->value < 0)
        TRY(csv_fault(reading->reader, value, "value", "a count, which is not negative"));
    if (chart == SPC_T && !(point->value > 0))
        TRY(csv_fault(reading->reader, value, "value", "a time between two events, above nought"));
    if (reading->denominator >= 0 && point->out_of < 0)
        TRY(csv_fault(reading->reader, &row->cells[reading->denominator], "denominator", "a number that is not negative"));
    if (proportion && point->value > point->out_of)
        TRY(csv_fault(reading->reader, value, "value", "a count no greater than its denominator"));
    return NULL;
}

static struct error *read_others(struct reading *reading, const struct csv_row *row)
{
    for (size_t i = 0; i < reading->other_columns.count; i++) {
        double figure;
        TRY(read_number(reading, &row->cells[reading->other_columns.at[i]], reading->request->other_columns[i], &figure));
        TRY(LIST_ADD(reading->ctx, &reading->others, figure));
    }
    return NULL;
}

static struct error *read_row(struct reading *reading, const struct csv_row *row)
{
    struct point point = {.out_of = NAN};
    double target;
    const struct csv_cell *value = &row->cells[reading->value];
    TRY(read_date(reading, &row->cells[reading->date], &point.day));
    TRY(read_number(reading, value, "value", &point.value));
    if (reading->denominator >= 0)
        TRY(read_number(reading, &row->cells[reading->denominator], "denominator", &point.out_of));
    point.missing = isnan(point.value) || (needs_denominator(reading->request->chart) && isnan(point.out_of));
    if (!point.missing)
        TRY(check_figure(reading, row, &point));
    if (!isnan(point.value))
        note_decimals(reading->series, value->text);
    TRY(LIST_ADD(reading->ctx, &reading->points, point));
    const struct csv_cell *date = &row->cells[reading->date];
    TRY(LIST_ADD(reading->ctx, &reading->places, ((struct series_place){date->line, date->column})));
    TRY(read_others(reading, row));
    if (reading->target < 0)
        return NULL;
    TRY(read_number(reading, &row->cells[reading->target], "target", &target));
    return LIST_ADD(reading->ctx, &reading->targets, ((struct target_step){point.day, target}));
}

/* A column that must be there and is not: a fault of the header. */
static struct error *need_column(struct reading *reading, const struct csv_row *header, const char *name, int *column)
{
    *column = csv_column(reading->reader, name);
    if (*column >= 0)
        return NULL;
    const char *expected = talloc_asprintf(reading->ctx, "a column %s among these", name);
    TRY_MEMORY(expected);
    return csv_fault(reading->reader, &header->cells[0], name, expected);
}

static struct error *read_header(struct reading *reading, struct fault_list *faults, bool *sound)
{
    const struct csv_row *header = csv_header(reading->reader);
    const char *target = reading->request->target_column;
    size_t before = faults->count;
    *sound = false;
    if (!header)
        return NULL;
    TRY(need_column(reading, header, "date", &reading->date));
    TRY(need_column(reading, header, "value", &reading->value));
    reading->denominator = csv_column(reading->reader, "denominator");
    if (needs_denominator(reading->request->chart))
        TRY(need_column(reading, header, "denominator", &reading->denominator));
    reading->target = csv_column(reading->reader, "target");
    if (target)
        TRY(need_column(reading, header, target, &reading->target));
    for (const char *const *other = reading->request->other_columns; other && *other; other++) {
        int column;
        TRY(need_column(reading, header, *other, &column));
        TRY(LIST_ADD(reading->ctx, &reading->other_columns, column));
    }
    *sound = faults->count == before;
    return NULL;
}

static struct error *read_rows(struct reading *reading, bool sound)
{
    for (;;) {
        const struct csv_row *row;
        TRY(csv_next(reading->reader, &row));
        if (!row)
            return NULL;
        if (sound)
            TRY(read_row(reading, row));
    }
}

struct error *series_file_read(void *ctx, const struct series_file_request *request, struct fault_list *faults,
                               struct series_file *series)
{
    struct csv_limits limits = CSV_LIMITS_DEFAULT;
    struct reading reading = {.ctx = ctx, .request = request, .series = series};
    bool sound;
    *series = (struct series_file){0};
    limits.rows = SPC_POINTS_MOST;
    TRY(csv_open_file(ctx, request->path, &limits, faults, &reading.reader));
    TRY(read_header(&reading, faults, &sound));
    TRY(read_rows(&reading, sound));
    series->points = reading.points.at;
    series->count = reading.points.count;
    series->targets = reading.targets.at;
    series->target_count = reading.targets.count;
    series->others = reading.others.at;
    series->places = reading.places.at;
    series->has_denominators = reading.denominator >= 0;
    if (faults->count == 0 && series->count == 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "%s has no row under its header.", request->path);
    return faults->count == 0 ? find_step(ctx, series) : NULL;
}
