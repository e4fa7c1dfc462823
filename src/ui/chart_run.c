/* A run chart as a figure: the message as its title, the two drawings, and under them what the reader must know. */
#include "ui/chart_run.h"

#include "ui/govuk.h"
#include "ui/marks.h"

#include <math.h>
#include <talloc.h>

static size_t best(const struct run_chart *chart, double sign)
{
    size_t found = RUN_CHART_NONE;
    for (size_t i = 0; i < chart->point_count; i++) {
        if (!chart->points[i].missing &&
            (found == RUN_CHART_NONE || sign * chart->points[i].value > sign * chart->points[found].value))
            found = i;
    }
    return found;
}

size_t run_chart_lowest(const struct run_chart *chart)
{
    return best(chart, -1);
}

size_t run_chart_highest(const struct run_chart *chart)
{
    return best(chart, 1);
}

size_t run_chart_first(const struct run_chart *chart)
{
    for (size_t i = 0; i < chart->point_count; i++) {
        if (!chart->points[i].missing)
            return i;
    }
    return RUN_CHART_NONE;
}

size_t run_chart_last(const struct run_chart *chart)
{
    for (size_t i = chart->point_count; i > 0; i--) {
        if (!chart->points[i - 1].missing)
            return i - 1;
    }
    return RUN_CHART_NONE;
}

size_t run_chart_comparison_last(const struct run_chart *chart, const struct chart_comparison *comparison)
{
    for (size_t i = chart->point_count; i > 0; i--) {
        if (isfinite(comparison->values[i - 1]))
            return i - 1;
    }
    return RUN_CHART_NONE;
}

static void widen(double *lowest, double *highest, double value)
{
    if (!isfinite(value))
        return;
    *lowest = fmin(*lowest, value);
    *highest = fmax(*highest, value);
}

struct chart_scale run_chart_scale(const struct run_chart *chart)
{
    double lowest = INFINITY, highest = -INFINITY;
    for (size_t i = 0; i < chart->point_count; i++) {
        if (!chart->points[i].missing)
            widen(&lowest, &highest, chart->points[i].value);
        for (size_t j = 0; j < chart->comparison_count; j++)
            widen(&lowest, &highest, chart->comparisons[j].values[i]);
    }
    for (size_t i = 0; i < chart->milestone_count; i++)
        widen(&lowest, &highest, chart->milestones[i].value);
    if (chart->has_declared_value)
        widen(&lowest, &highest, chart->declared_value);
    if (chart->has_median)
        widen(&lowest, &highest, chart->median);
    return chart_scale_for(lowest, highest, chart->unit, 4);
}

/* "2020, 2021 and 2023": the periods of the points from `first` that have the same kind as it. */
static void periods_alike(struct html *h, const struct run_chart *chart, size_t first,
                          bool (*alike)(const struct chart_point *a, const struct chart_point *b))
{
    size_t left = 0;
    for (size_t i = first; i < chart->point_count; i++)
        left += alike(&chart->points[first], &chart->points[i]);
    for (size_t i = first; i < chart->point_count; i++) {
        if (!alike(&chart->points[first], &chart->points[i]))
            continue;
        html_text(h, chart->points[i].label);
        left--;
        html_text(h, left > 1 ? ", " : left == 1 ? " and " : "");
    }
}

static bool missing_alike(const struct chart_point *a, const struct chart_point *b)
{
    return a->missing && b->missing && strcmp(a->missing, b->missing) == 0;
}

static bool both_provisional(const struct chart_point *a, const struct chart_point *b)
{
    return a->provisional && b->provisional;
}

/* One line for each reason, with the periods that have it. */
static void note_gaps(struct html *h, const struct run_chart *chart)
{
    for (size_t i = 0; i < chart->point_count; i++) {
        bool told = false;
        for (size_t j = 0; j < i; j++)
            told = told || missing_alike(&chart->points[j], &chart->points[i]);
        if (!chart->points[i].missing || told)
            continue;
        govuk_list_item_begin(h);
        html_text(h, "No figure for ");
        periods_alike(h, chart, i, missing_alike);
        const char *words = chart_missing_words(chart->points[i].missing);
        if (words != chart->points[i].missing)
            html_format(h, ": %s (%s).", words, chart->points[i].missing);
        else
            html_format(h, ": %s.", words);
        govuk_list_item_end(h);
    }
}

static void note_provisional(struct html *h, const struct run_chart *chart)
{
    for (size_t i = 0; i < chart->point_count; i++) {
        if (!chart->points[i].provisional)
            continue;
        govuk_list_item_begin(h);
        html_text(h, "Provisional: ");
        periods_alike(h, chart, i, both_provisional);
        html_text(h, ".");
        govuk_list_item_end(h);
        return;
    }
}

static bool any_later(const struct run_chart *chart)
{
    for (size_t i = 0; i < chart->point_count; i++) {
        if (chart->points[i].later)
            return true;
    }
    return false;
}

static void note_later(struct html *h, const struct run_chart *chart, bool alone)
{
    govuk_list_item_begin(h);
    html_text(h, alone ? "Published" : "Hollow points on the tinted ground");
    if (chart->known_on)
        html_format(h, alone ? " after %s:" : " were published after %s:", chart->known_on);
    html_text(h, " since this report.");
    govuk_list_item_end(h);
}

static void note_milestones(struct html *h, const struct run_chart *chart)
{
    char number[CHART_NUMBER_ROOM];
    for (size_t i = 0; i < chart->milestone_count; i++) {
        const struct chart_milestone *milestone = &chart->milestones[i];
        if (!milestone->state && !milestone->sentence)
            continue;
        govuk_list_item_begin(h);
        html_format(h, "%s%s by %s: ", chart_number_as_wanted(number, milestone->value),
                    chart->unit.suffix ? chart->unit.suffix : "", milestone->by_words);
        if (milestone->state)
            status_mark(h, (struct status_mark){.state = milestone->state});
        if (milestone->sentence) {
            html_text(h, milestone->state ? ". " : "");
            html_text(h, milestone->sentence);
        }
        govuk_list_item_end(h);
    }
}

/* What must be said under the chart; `alone`: under a single figure. */
static void notes(struct html *h, const struct run_chart *chart, bool alone)
{
    struct chart_scale scale = run_chart_scale(chart);
    char number[CHART_NUMBER_ROOM];
    html_literal(h, "<ul class=\"gt-chart__notes\">\n");
    note_milestones(h, chart);
    note_gaps(h, chart);
    if (any_later(chart))
        note_later(h, chart, alone);
    note_provisional(h, chart);
    if (scale.from > 0 && !alone) {
        govuk_list_item_begin(h);
        html_format(h, "The scale starts at %s%s, not at zero.", chart_number(number, scale.from, scale.decimals),
                    chart->unit.suffix ? chart->unit.suffix : "");
        govuk_list_item_end(h);
    }
    if (chart->caveat)
        govuk_list_item(h, chart->caveat);
    chart_origin_note(h, &chart->origin, !alone);
    html_literal(h, "</ul>\n");
}

/* ---- a single figure ---- */

/* One value and nothing declared to set it beside: there is nothing to draw. */
static bool is_alone(const struct run_chart *chart)
{
    return run_chart_first(chart) == run_chart_last(chart) && chart->milestone_count == 0;
}

/* The value, large, with its unit and period; under it what others had then. */
static void one_figure(struct html *h, const struct run_chart *chart)
{
    size_t at = run_chart_first(chart);
    struct chart_point point = chart->points[at];
    chart_one_figure(h, chart->unit, &point);
    for (size_t i = 0; i < chart->comparison_count; i++) {
        point.value = chart->comparisons[i].values[at];
        if (isnan(point.value))
            continue;
        char *figure = chart_figure(h->out.ctx, chart->unit, &point);
        govuk_paragraph_begin(h, (struct govuk_paragraph){.small = true});
        html_format(h, "%s: %s", chart->comparisons[i].label, figure ? figure : "");
        govuk_paragraph_end(h);
        h->out.failed = h->out.failed || !figure;
        talloc_free(figure);
    }
}

void run_chart(struct html *h, const struct run_chart *chart)
{
    unsigned id = html_id(h);
    char title_id[32];
    snprintf(title_id, sizeof title_id, "chart-%u", id);
    html_literal(h, "<figure class=\"gt-chart");
    if (chart->compact)
        html_literal(h, " gt-chart--compact");
    html_literal(h, "\" aria-labelledby=\"");
    html_text(h, title_id);
    html_literal(h, "\">\n");
    govuk_heading(h, (struct govuk_heading){.text = chart->title,
                                            .level = chart->heading_level ? chart->heading_level : 3,
                                            .size = GOVUK_SIZE_S,
                                            .id = title_id});
    if (chart->subtitle) {
        html_literal(h, "<p class=\"gt-chart__subtitle\">");
        html_text(h, chart->subtitle);
        html_literal(h, "</p>\n");
    }
    if (run_chart_first(chart) == RUN_CHART_NONE) {
        govuk_paragraph(h, (struct govuk_paragraph){.text = "No figure is published for this place, so there is no chart."});
    } else if (is_alone(chart)) {
        one_figure(h, chart);
        notes(h, chart, true);
    } else {
        char *words = run_chart_words(h->out.ctx, chart);
        if (!words)
            h->out.failed = true;
        if (!chart->compact)
            run_chart_draw(h, chart, false, words);
        run_chart_draw(h, chart, true, words);
        notes(h, chart, false);
        talloc_free(words);
    }
    html_literal(h, "</figure>\n");
}
