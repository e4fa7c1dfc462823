/* From a measure's figures to a run chart: labels, gaps, comparisons, the median, and a title that says what the figures do. */
#include "measures/measures.h"

#include "stats/averages.h"

#include <math.h>
#include <string.h>
#include <talloc.h>

/* Fewer points than this carry no control limits and no icons: docs/statistics.md. */
#define POINTS_FOR_LIMITS 13

static bool same_period(struct period a, struct period b)
{
    return date_compare(a.from, b.from) == 0 && date_compare(a.to, b.to) == 0;
}

static struct error *points_of(void *ctx, const struct measure_chart *of, struct chart_point **points)
{
    struct chart_point *made = talloc_zero_array(ctx, struct chart_point, (unsigned)of->series->count + 1);
    TRY_MEMORY(made);
    for (size_t i = 0; i < of->series->count; i++) {
        const struct observation *o = &of->series->at[i];
        made[i] = (struct chart_point){
            .label = measure_period_words(ctx, of->measure, o->period),
            .at = o->period.to,
            .value = o->text ? o->value : 0,
            .missing = o->text ? NULL : o->status,
            .later = !date_is_none(of->known_on) && date_compare(o->known_from, of->known_on) > 0,
            .provisional = strcmp(o->standing, "provisional") == 0,
        };
        TRY_MEMORY(made[i].label);
    }
    *points = made;
    return NULL;
}

/* A comparison's value for each of the chart's periods. */
static struct error *aligned(void *ctx, const struct observation_series *own, const struct observation_series *other, const double **values)
{
    double *made = talloc_array(ctx, double, (unsigned)own->count + 1);
    TRY_MEMORY(made);
    for (size_t i = 0; i < own->count; i++) {
        made[i] = NAN;
        for (size_t j = 0; j < other->count; j++)
            if (other->at[j].text && same_period(own->at[i].period, other->at[j].period))
                made[i] = other->at[j].value;
    }
    *values = made;
    return NULL;
}

static struct error *comparisons_of(void *ctx, const struct measure_chart *of, struct chart_comparison **comparisons)
{
    struct chart_comparison *made = talloc_zero_array(ctx, struct chart_comparison, (unsigned)of->comparison_count + 1);
    TRY_MEMORY(made);
    for (size_t i = 0; i < of->comparison_count; i++) {
        made[i].label = of->comparisons[i].area_title;
        made[i].short_label = of->styles[i] == CHART_LINE_NEIGHBOURS ? "Neighbours" : NULL;
        made[i].style = of->styles[i];
        TRY(aligned(ctx, of->series, &of->comparisons[i], &made[i].values));
    }
    *comparisons = made;
    return NULL;
}

static const struct observation *earliest(const struct observation_series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->at[i].text)
            return &series->at[i];
    return NULL;
}

/* "From 80% in 2018 to 95% in 2025": what the figures do, and no more. */
static struct error *title_of(void *ctx, const struct measure_chart *of, const char **title)
{
    const struct observation *first = earliest(of->series), *last = series_latest(of->series);
    *title = "No figure has been published";
    if (!first)
        return NULL;
    *title = "One figure has been published";
    if (first == last)
        return NULL;
    const char *from = measure_value_words(ctx, of->measure, first->text), *to = measure_value_words(ctx, of->measure, last->text);
    const char *since = measure_period_words(ctx, of->measure, first->period);
    const char *until = measure_period_words(ctx, of->measure, last->period);
    if (!from || !to || !since || !until)
        return error_out_of_memory();
    *title = talloc_asprintf(ctx, "From %s (%s) to %s (%s)", from, since, to, until);
    return *title ? NULL : error_out_of_memory();
}

static struct error *median_line(void *ctx, const struct observation_series *series, struct run_chart *chart)
{
    double *figures = talloc_array(ctx, double, (unsigned)series->count * 2 + 1);
    TRY_MEMORY(figures);
    for (size_t i = 0; i < series->count; i++)
        figures[i] = series->at[i].text ? series->at[i].value : NAN;
    chart->median = median_of(figures, series->count, figures + series->count);
    chart->has_median = !isnan(chart->median);
    return NULL;
}

struct error *measure_chart_make(void *ctx, const struct measure_chart *of, struct run_chart *chart)
{
    struct chart_point *points;
    struct chart_comparison *comparisons;
    *chart = (struct run_chart){
        .place = of->series->area_title,
        .unit = measure_chart_unit(of->measure),
        .point_count = of->series->count,
        .comparison_count = of->comparison_count,
        .declared = DATE_NONE,
    };
    TRY(measure_origin(ctx, of->measure, series_latest(of->series), &chart->origin));
    TRY(measure_caveats(ctx, of->measure, series_latest(of->series), &chart->caveat));
    TRY(points_of(ctx, of, &points));
    TRY(comparisons_of(ctx, of, &comparisons));
    TRY(title_of(ctx, of, &chart->title));
    TRY(median_line(ctx, of->series, chart));
    chart->points = points;
    chart->comparisons = comparisons;
    chart->subtitle = talloc_asprintf(ctx, "%s, %s%s%s", of->measure->title, of->series->area_title, chart->unit.after ? "," : "",
                                      chart->unit.after ? chart->unit.after : "");
    TRY_MEMORY(chart->subtitle);
    if (!date_is_none(of->known_on))
        TRY_MEMORY(chart->known_on = date_words(ctx, of->known_on));
    return NULL;
}

const char *measure_chart_why(void *ctx, const struct observation_series *series)
{
    size_t values = 0;
    for (size_t i = 0; i < series->count; i++)
        values += series->at[i].text != NULL;
    if (values < 2)
        return talloc_strdup(ctx, "One figure cannot be charted, and nothing can be said of a change.");
    if (values >= POINTS_FOR_LIMITS)
        return talloc_asprintf(ctx, "A run chart: the line in the middle is the median, with as many of the %zu figures "
                                    "above it as below.", values);
    return talloc_asprintf(ctx, "%zu figures are too few to tell a change from the usual ups and downs, so this chart has no control "
                                "limits and no icons: a run chart, whose middle line is the median.", values);
}
