/* A run chart in words and as a table: what its drawing shows, for who hears the page, for a mail and for paper. */
#include "ui/chart_run.h"

#include "ui/govuk.h"
#include "ui/table_view.h"

#include <math.h>
#include <talloc.h>

#define POINTS_SPELT_OUT 12 /* with more than this many, only the first, lowest, highest and last are told */

static void add_figure(struct buffer *out, const struct run_chart *chart, double value)
{
    char number[CHART_NUMBER_ROOM];
    buffer_text(out, chart_number(number, value, chart->unit.decimals));
    buffer_text(out, chart->unit.suffix);
}

static void add_point(struct buffer *out, const struct run_chart *chart, size_t i)
{
    const struct chart_point *point = &chart->points[i];
    if (point->missing)
        buffer_format(out, "no figure for %s (%s)", point->label, chart_missing_words(point->missing));
    else {
        add_figure(out, chart, point->value);
        buffer_format(out, " in %s", point->label);
    }
}

static void add_all_points(struct buffer *out, const struct run_chart *chart)
{
    for (size_t i = 0; i < chart->point_count; i++) {
        buffer_text(out, i ? ", " : "");
        add_point(out, chart, i);
    }
}

static void add_main_points(struct buffer *out, const struct run_chart *chart)
{
    buffer_text(out, "first ");
    add_point(out, chart, run_chart_first(chart));
    buffer_text(out, ", lowest ");
    add_point(out, chart, run_chart_lowest(chart));
    buffer_text(out, ", highest ");
    add_point(out, chart, run_chart_highest(chart));
    buffer_text(out, ", last ");
    add_point(out, chart, run_chart_last(chart));
}

static void add_milestones(struct buffer *out, const struct run_chart *chart)
{
    for (size_t i = 0; i < chart->milestone_count; i++) {
        buffer_text(out, i ? ", " : " Wanted: ");
        char number[CHART_NUMBER_ROOM];
        buffer_text(out, chart_number_as_wanted(number, chart->milestones[i].value));
        buffer_format(out, "%s by %s", chart->unit.suffix ? chart->unit.suffix : "", chart->milestones[i].by_words);
    }
    if (chart->milestone_count)
        buffer_text(out, ".");
}

static void add_comparisons(struct buffer *out, const struct run_chart *chart)
{
    for (size_t i = 0; i < chart->comparison_count; i++) {
        size_t last = run_chart_comparison_last(chart, &chart->comparisons[i]);
        if (last == RUN_CHART_NONE)
            continue;
        buffer_format(out, " %s: ", chart->comparisons[i].label);
        add_figure(out, chart, chart->comparisons[i].values[last]);
        buffer_format(out, " in %s.", chart->points[last].label);
    }
}

static void add_later(struct buffer *out, const struct run_chart *chart)
{
    size_t later = 0, first = 0;
    for (size_t i = chart->point_count; i > 0; i--) {
        if (chart->points[i - 1].later) {
            later++;
            first = i - 1;
        }
    }
    if (!later)
        return;
    buffer_format(out, " Published since this report: %s", chart->points[first].label);
    buffer_text(out, later > 1 ? " and what follows." : ".");
}

char *run_chart_words(const void *ctx, const struct run_chart *chart)
{
    void *owner = talloc_new(ctx);
    struct buffer out = buffer_on(owner);
    if (run_chart_first(chart) == RUN_CHART_NONE) {
        buffer_text(&out, "No figure is published.");
    } else {
        buffer_format(&out, "%s, %s to %s: ", chart->place ? chart->place : "This area", chart->points[0].label,
                      chart->points[chart->point_count - 1].label);
        if (chart->point_count <= POINTS_SPELT_OUT)
            add_all_points(&out, chart);
        else
            add_main_points(&out, chart);
        buffer_text(&out, ".");
        if (chart->has_median) {
            buffer_text(&out, " Median ");
            add_figure(&out, chart, chart->median);
            buffer_text(&out, ".");
        }
        add_milestones(&out, chart);
        add_comparisons(&out, chart);
        add_later(&out, chart);
    }
    char *words = out.failed ? NULL : talloc_steal(ctx, out.data);
    talloc_free(owner);
    return words;
}

/* The cells of one period: its name, this place, each comparison. */
static struct error *add_row(void *ctx, struct table *table, const struct run_chart *chart, size_t i, struct cell *cells)
{
    const struct chart_point *point = &chart->points[i];
    char *shown = chart_figure(ctx, chart->unit, point);
    TRY_MEMORY(shown);
    cells[0] = (struct cell){.value = point->label,
                             .note = point->later ? "since this report" : point->provisional ? "provisional" : NULL};
    cells[1] = (struct cell){.value = point->missing ? NULL : shown, .shown = shown};
    for (size_t j = 0; j < chart->comparison_count; j++) {
        double value = chart->comparisons[j].values[i];
        struct chart_point other = {.value = value, .missing = isfinite(value) ? NULL : "none"};
        char *figure = chart_figure(ctx, chart->unit, &other);
        TRY_MEMORY(figure);
        cells[2 + j] = (struct cell){.value = other.missing ? NULL : figure, .shown = figure};
    }
    return table_add_row(table, cells);
}

static struct error *table_of(void *ctx, const struct run_chart *chart, struct table **out)
{
    size_t count = 2 + chart->comparison_count;
    struct column *columns = talloc_zero_array(ctx, struct column, (unsigned)count);
    struct cell *cells = talloc_zero_array(ctx, struct cell, (unsigned)count);
    TRY_MEMORY(columns);
    TRY_MEMORY(cells);
    columns[0] = (struct column){.name = "period", .label = "Period", .row_heading = true};
    columns[1] = (struct column){
        .name = "value", .label = chart->place ? chart->place : "This area", .kind = COLUMN_NUMBER};
    for (size_t j = 0; j < chart->comparison_count; j++)
        columns[2 + j] = (struct column){.name = "comparison", .label = chart->comparisons[j].label, .kind = COLUMN_NUMBER};
    struct table *table = table_new(ctx, chart->subtitle ? chart->subtitle : chart->title, columns, count);
    TRY_MEMORY(table);
    for (size_t i = 0; i < chart->point_count; i++)
        TRY(add_row(ctx, table, chart, i, cells));
    *out = table;
    return NULL;
}

void run_chart_table(struct html *h, const struct run_chart *chart, bool open)
{
    void *scratch = talloc_new(h->out.ctx);
    struct table *table = NULL;
    struct error *error = scratch ? table_of(scratch, chart, &table) : error_out_of_memory();
    if (error) {
        h->out.failed = true;
    } else {
        govuk_details_begin(h, (struct govuk_details){.summary = "The figures of this chart", .open = open});
        table_view(h, table, (struct table_view){.caption_hidden = true});
        govuk_details_end(h);
    }
    talloc_free(scratch);
}
