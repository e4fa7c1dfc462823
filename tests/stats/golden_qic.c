/* Golden cases of qicharts2 (i, p, u, run, rare) and of the NHS rules in PowerBI-SPC (nhsattr), and what those
 * programs print otherwise than the engine keeps it. */
#include "golden.h"

#include "base/text.h"

#include <math.h>
#include <talloc.h>

/* The rows of a case in order of x, which stands for the day. */
struct rows {
    struct point *points;
    size_t count;
};

/* A row without an x is passed over, as qicharts2 does. */
static struct error *read_points(const void *ctx, const struct golden_case *golden, const char *numerator,
                                 const char *denominator, struct rows *rows)
{
    const struct golden_table *input = &golden->input;
    bool denominators = golden_has_column(input, denominator);
    struct point *points = talloc_array(ctx, struct point, (unsigned)input->rows + 1);
    *rows = (struct rows){.points = talloc_array(ctx, struct point, (unsigned)input->rows + 1)};
    TRY_MEMORY(points && rows->points);
    for (size_t i = 0; i < input->rows; i++) {
        double day = golden_figure(input, i, "x"), value = golden_figure(input, i, numerator);
        double out_of = denominators ? golden_figure(input, i, denominator) : 1;
        bool missing = isnan(value) || isnan(out_of);
        if (isnan(day))
            continue;
        if (!(fabs(day) <= INT32_MAX) || floor(day) < day)
            return ERROR_NEW(ctx, ERROR_INVALID, "Row %zu: x is %s and must be a whole number.", i + 1,
                             golden_cell(input, i, "x"));
        points[rows->count++] = (struct point){
            .day = (int32_t)day,
            .value = missing ? NAN : value,
            .out_of = missing ? 0 : out_of,
            .missing = missing,
        };
    }
    series_order(points, rows->count, rows->points);
    return NULL;
}

/* One row a day, for charts of which the engine asks for the figure itself: the sum of the day's numerators over that
 * of its denominators. */
static void divide(struct rows *rows)
{
    size_t days = 0;
    for (size_t i = 0, next; i < rows->count; i = next) {
        struct point day = {.day = rows->points[i].day};
        for (next = i; next < rows->count && rows->points[next].day == day.day; next++) {
            day.value += rows->points[next].missing ? 0 : rows->points[next].value;
            day.out_of += rows->points[next].out_of;
        }
        day.value /= day.out_of;
        day.missing = isnan(day.value);
        rows->points[days++] = day;
    }
    rows->count = days;
}

/* Charts that work with denominators add up the rows of one day themselves. */
static bool needs_division(const struct golden_case *golden, enum spc_chart chart, const char *denominator)
{
    return golden_has_column(&golden->input, denominator) &&
           (chart == SPC_XMR || chart == SPC_RUN || chart == SPC_MR || chart == SPC_T || chart == SPC_G);
}

/* The days of the points with the numbers in `named`, counted from 1, each number moved on by `on`. A number beyond
 * either end names nothing. */
static struct error *days_of(const void *ctx, const struct rows *rows, const char *named, size_t on, int32_t **days,
                             size_t *found)
{
    struct text_list numbers = {0};
    TRY(text_split(ctx, named, ';', &numbers));
    *days = talloc_array(ctx, int32_t, (unsigned)numbers.count + 1);
    TRY_MEMORY(*days);
    *found = 0;
    for (size_t n = 0; n < numbers.count; n++) {
        double number = golden_number(numbers.at[n]) + (double)on, day = 0;
        for (size_t i = 0; i < rows->count; i++) {
            day += i == 0 || rows->points[i].day != rows->points[i - 1].day ? 1 : 0;
            if (day < number || day > number)
                continue;
            (*days)[(*found)++] = rows->points[i].day;
            break;
        }
    }
    return NULL;
}

/* `part` names the last point of each earlier part, `exclude` points. */
static struct error *read_parts(const void *ctx, const struct golden_case *golden, const struct rows *rows,
                                struct spc_options *options)
{
    const char *parts = golden_param(golden, "part");
    int32_t *starts, *excluded;
    TRY(days_of(ctx, rows, parts, 1, &starts, &options->rebase_count));
    TRY(days_of(ctx, rows, golden_param(golden, "exclude"), 0, &excluded, &options->excluded_count));
    struct rebase *rebases = talloc_zero_array(ctx, struct rebase, (unsigned)options->rebase_count + 1);
    TRY_MEMORY(rebases);
    for (size_t i = 0; i < options->rebase_count; i++)
        rebases[i].day = starts[i];
    options->rebases = rebases;
    options->excluded = excluded;
    if (*parts == '\0')
        options->baseline = (size_t)golden_param_figure(golden, "freeze", 0);
    return NULL;
}

static enum runs_method runs_method(const struct golden_case *golden)
{
    const char *named = golden_param(golden, "runs_method");
    if (strcmp(named, "bestbox") == 0)
        return RUNS_BEST_BOX;
    return strcmp(named, "cutbox") == 0 ? RUNS_CUT_BOX : RUNS_ANHOEJ;
}

/* The package has no lower 2-sigma line on a t chart where the engine draws it at nought. */
static double qic_lower_2(const struct spc_result *result, const struct spc_point *point)
{
    return result->chart == SPC_T && !(point->lower_2 > 0) ? NAN : point->lower_2;
}

/* Nor does it leave out the lower limit of one whose figures do not vary. */
static double qic_lower(const struct spc_result *result, double lower)
{
    return result->chart == SPC_T && isnan(lower) ? 0 : lower;
}

/* The denominator of the i-th point; NAN on a chart without. An I' chart without denominators takes the number of
 * figures of the day for one. */
static double qic_denominator(const struct golden_case *golden, const struct rows *rows,
                              const struct spc_result *result, size_t i)
{
    bool given = golden_has_column(&golden->input, "n");
    if (needs_division(golden, result->chart, "n"))
        return rows->points[i].out_of;
    if (!given && result->chart != SPC_I_PRIME)
        return NAN;
    return isnan(result->points[i].out_of) ? 0 : result->points[i].out_of;
}

static struct error *write_qic_points(const void *ctx, const struct golden_case *golden, const struct rows *rows,
                                      const struct spc_result *result, const char **text)
{
    struct golden_writer *w;
    TRY(golden_writer_make(ctx, "row,x,y,n,part,used_in_limits,cl,lcl,lcl_95,ucl_95,ucl,sigma_signal", &w));
    for (size_t i = 0; i < result->point_count; i++) {
        const struct spc_point *point = &result->points[i];
        const struct spc_segment *segment = &result->segments[point->segment];
        bool no_range = result->chart == SPC_MR && i == segment->first;
        golden_count(w, i + 1);
        golden_number_cell(w, point->day);
        if (no_range || result->chart == SPC_C)
            golden_number_or_empty(w, point->value);
        else
            golden_number_cell(w, point->value);
        golden_number_or_empty(w, qic_denominator(golden, rows, result, i));
        golden_count(w, point->segment + 1);
        golden_bool(w, point->fed_limits);
        golden_number_cell(w, point->centre);
        golden_number_or_empty(w, qic_lower(result, point->lower));
        golden_number_or_empty(w, qic_lower_2(result, point));
        golden_number_or_empty(w, point->upper_2);
        golden_number_or_empty(w, point->upper);
        golden_bool(w, point->rules & (SPC_ABOVE_LIMIT | SPC_BELOW_LIMIT));
    }
    return golden_written(w, text);
}

static size_t included(const struct spc_result *result, const struct spc_segment *segment)
{
    size_t count = 0;
    for (size_t i = 0; i < segment->count; i++)
        count += result->points[segment->first + i].excluded ? 0 : 1;
    return count;
}

static struct error *write_qic_summary(const void *ctx, const struct spc_result *result, const char **text)
{
    struct golden_writer *w;
    TRY(golden_writer_make(ctx,
                           "part,n_obs,n_useful,longest_run,longest_run_max,n_crossings,n_crossings_min,runs_signal,"
                           "sigma_signals,cl_mean,lcl_mean,ucl_mean",
                           &w));
    for (size_t i = 0; i < result->segment_count; i++) {
        const struct spc_segment *segment = &result->segments[i];
        const struct runs *runs = &segment->runs;
        bool none = runs->useful == 0;
        golden_count(w, i + 1);
        golden_count(w, included(result, segment));
        golden_count(w, runs->useful);
        golden_number_or_empty(w, none ? NAN : (double)runs->longest);
        golden_number_or_empty(w, none ? NAN : (double)runs->longest_most);
        golden_number_or_empty(w, none ? NAN : (double)runs->crossings);
        golden_number_or_empty(w, none ? NAN : (double)runs->crossings_fewest);
        golden_bool(w, runs->signal);
        golden_count(w, segment->outside);
        golden_number_cell(w, segment->centre);
        golden_number_cell(w, qic_lower(result, segment->lower));
        golden_number_cell(w, segment->upper);
    }
    return golden_written(w, text);
}

struct error *golden_qic(const void *ctx, const struct golden_case *golden, struct golden_answer *answer)
{
    struct rows rows;
    struct spc_options options = {
        .profile = &spc_profile_anhoej,
        .screening = golden_screening(golden, "screened_mr"),
        .runs_method = runs_method(golden),
        .has_centre = *golden_param(golden, "cl") != '\0',
        .centre = golden_param_figure(golden, "cl", 0),
        .multiply = golden_param_figure(golden, "multiply", 1),
        .not_below_zero = strcmp(golden_param(golden, "y_neg"), "FALSE") == 0,
    };
    struct spc_result *result;
    if (!spc_chart_named(golden_param(golden, "chart"), &options.chart))
        return ERROR_NEW(ctx, ERROR_INVALID, "There is no chart named %s.", golden_param(golden, "chart"));
    TRY(read_points(ctx, golden, "y", "n", &rows));
    if (needs_division(golden, options.chart, "n"))
        divide(&rows);
    TRY(read_parts(ctx, golden, &rows, &options));
    TRY(spc_chart_new(ctx, rows.points, rows.count, &options, &result));
    TRY(write_qic_points(ctx, golden, &rows, result, &answer->expected));
    return write_qic_summary(ctx, result, &answer->summary);
}

/* ---- nhsattr ---- */

/* The visual takes rows without a figure out before it begins. */
static void drop_missing(struct rows *rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (!rows->points[i].missing)
            rows->points[kept++] = rows->points[i];
    }
    rows->count = kept;
}

static const unsigned powerbi_rules[4][2] = {
    {SPC_ABOVE_LIMIT, SPC_BELOW_LIMIT},
    {SPC_SHIFT_HIGH, SPC_SHIFT_LOW},
    {SPC_RISING, SPC_FALLING},
    {SPC_TWO_IN_THREE_HIGH, SPC_TWO_IN_THREE_LOW},
};

/* 1, -1 or 0 for one rule at a point. The pivot of two trends belongs to the later one there. */
static int powerbi_direction(const struct spc_point *point, size_t rule)
{
    bool high = point->rules & powerbi_rules[rule][0], low = point->rules & powerbi_rules[rule][1];
    if (high && low)
        return point[1].value > point->value ? 1 : -1;
    return high ? 1 : low ? -1 : 0;
}

static const char *powerbi_flag(int direction, enum improvement improvement)
{
    if (direction == 0)
        return "none";
    if (improvement == IMPROVEMENT_NEITHER)
        return direction > 0 ? "neutral_high" : "neutral_low";
    return (direction > 0) == (improvement == IMPROVEMENT_UP) ? "improvement" : "deterioration";
}

static const char *powerbi_icons(const void *ctx, const struct spc_result *result)
{
    const struct spc_point *last = &result->points[result->point_count - 1];
    bool high = false, low = false, up = result->improvement == IMPROVEMENT_UP;
    for (size_t r = 0; r < 4; r++) {
        high = high || powerbi_direction(last, r) > 0;
        low = low || powerbi_direction(last, r) < 0;
    }
    if (!high && !low)
        return "commonCause";
    if (result->improvement == IMPROVEMENT_NEITHER)
        return high && low ? "neutralLow;neutralHigh" : high ? "neutralHigh" : "neutralLow";
    const char *better = up ? "improvementHigh" : "improvementLow", *worse = up ? "concernLow" : "concernHigh";
    if (high && low)
        return talloc_asprintf(ctx, "%s;%s", better, worse);
    return high == up ? better : worse;
}

static struct error *write_powerbi_points(const void *ctx, const struct spc_result *result, const char **text)
{
    struct golden_writer *w;
    TRY(golden_writer_make(ctx,
                           "row,value,cl,lcl,lcl_95,lcl_68,ucl_68,ucl_95,ucl,astronomical,shift,trend,two_in_three,"
                           "astronomical_flag,shift_flag,trend_flag,two_in_three_flag",
                           &w));
    for (size_t i = 0; i < result->point_count; i++) {
        const struct spc_point *p = &result->points[i];
        const double figures[] = {p->value,   p->centre,  p->lower,   p->lower_2,
                                  p->lower_1, p->upper_1, p->upper_2, p->upper};
        golden_count(w, i + 1);
        for (size_t f = 0; f < sizeof figures / sizeof *figures; f++)
            golden_number_cell(w, figures[f]);
        for (size_t r = 0; r < 4; r++) {
            int direction = powerbi_direction(p, r);
            golden_text(w, direction > 0 ? "upper" : direction < 0 ? "lower" : "none");
        }
        for (size_t r = 0; r < 4; r++)
            golden_text(w, powerbi_flag(powerbi_direction(p, r), result->improvement));
    }
    return golden_written(w, text);
}

static struct error *write_powerbi_summary(const void *ctx, const struct spc_result *result, double target,
                                           const char **text)
{
    static const char *const assurances[] = {
        [SPC_ASSURANCE_NONE] = "none",
        [SPC_PASS] = "consistentPass",
        [SPC_FAIL] = "consistentFail",
        [SPC_HIT_OR_MISS] = "inconsistent",
    };
    struct golden_writer *w;
    TRY(golden_writer_make(ctx, "variation_icons,assurance_icon,target", &w));
    golden_text(w, powerbi_icons(ctx, result));
    golden_text(w, assurances[result->assurance]);
    golden_number_or_empty(w, target);
    return golden_written(w, text);
}

struct error *golden_nhs_rules(const void *ctx, const struct golden_case *golden, struct golden_answer *answer)
{
    struct rows rows;
    struct target_step target = {INT32_MIN, golden_param_figure(golden, "target", NAN)};
    struct spc_options options = {
        .profile = &spc_profile_powerbi,
        .improvement = golden_direction(golden),
        .targets = &target,
        .target_count = isnan(target.value) ? 0u : 1u,
        .baseline = (size_t)golden_param_figure(golden, "baseline_first_n", 0),
        .screening = golden_screening(golden, "screen_outliers"),
        .shift_length = (int)golden_param_figure(golden, "shift_n", 0),
        .trend_length = (int)golden_param_figure(golden, "trend_n", 0),
    };
    struct spc_result *result;
    if (!spc_chart_named(golden_param(golden, "chart"), &options.chart))
        return ERROR_NEW(ctx, ERROR_INVALID, "There is no chart named %s.", golden_param(golden, "chart"));
    TRY(read_points(ctx, golden, "numerator", "denominator", &rows));
    drop_missing(&rows);
    if (rows.count == 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "There is no figure to chart.");
    if (needs_division(golden, options.chart, "denominator"))
        divide(&rows);
    TRY(spc_chart_new(ctx, rows.points, rows.count, &options, &result));
    TRY(write_powerbi_points(ctx, result, &answer->expected));
    return write_powerbi_summary(ctx, result, target.value, &answer->summary);
}
