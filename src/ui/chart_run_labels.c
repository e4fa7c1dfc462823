/* The words inside a run chart's drawing: none may run over another, out of the picture, or be too small to read. */
#include "ui/chart_run_labels.h"

#include <math.h>

#define VALUES_WORTH 34 /* px between points below which only the telling values are written */

void run_drawing_collect_names(const struct run_drawing *d, struct end_names *names)
{
    const struct run_chart *chart = d->chart;
    const struct chart_frame *frame = &d->frame;
    size_t last = run_chart_last(chart);
    const char *place = frame->narrow ? (chart->short_place ? chart->short_place : "This area")
                                      : (chart->place ? chart->place : "This area");
    names->count = 0;
    end_names_add(frame, names, (struct end_name){
        .name = place, .value = chart->points[last].value, .own = true, .x = chart_frame_x(frame, last),
        .y = chart_y(&frame->plot, chart->points[last].value)});
    for (size_t i = 0; i < chart->comparison_count; i++) {
        const struct chart_comparison *comparison = &chart->comparisons[i];
        size_t end = run_chart_comparison_last(chart, comparison);
        if (end == RUN_CHART_NONE)
            continue;
        double value = comparison->values[end];
        const char *name = frame->narrow && comparison->short_label ? comparison->short_label : comparison->label;
        end_names_add(frame, names, (struct end_name){.name = name, .value = value, .x = chart_frame_x(frame, end),
                                                      .y = chart_y(&frame->plot, value)});
    }
    if (chart->has_median)
        end_names_add(frame, names, (struct end_name){.name = "Median", .value = chart->median, .x = frame->ground.right,
                                                      .y = chart_y(&frame->plot, chart->median)});
}

/* Where words may stand about a point, best first. */
enum side { SIDE_ABOVE, SIDE_BELOW, SIDE_RIGHT, SIDE_LEFT };

static struct chart_box box_beside(double x, double y, double width, double height, enum side side, double off)
{
    double left = x - width / 2, top = y - height / 2;
    if (side == SIDE_ABOVE)
        top = y - off - height;
    else if (side == SIDE_BELOW)
        top = y + off;
    else if (side == SIDE_RIGHT)
        left = x + off;
    else
        left = x - off - width;
    return (struct chart_box){left, top, left + width, top + height};
}

static bool take_beside(struct run_drawing *d, double x, double y, double width, double height, const enum side sides[4],
                        double off, struct chart_box *box)
{
    for (size_t i = 0; i < 4; i++) {
        *box = box_beside(x, y, width, height, sides[i], off);
        if (chart_label_take(&d->frame.labels, *box))
            return true;
    }
    return false;
}

void run_drawing_goal_words(struct run_drawing *d)
{
    static const enum side sides[4] = {SIDE_RIGHT, SIDE_BELOW, SIDE_LEFT, SIDE_ABOVE};
    for (size_t i = 0; i < d->chart->milestone_count; i++) {
        const struct chart_milestone *milestone = &d->chart->milestones[i];
        char number[CHART_NUMBER_ROOM], figure[CHART_NUMBER_ROOM + 16], by[64];
        snprintf(figure, sizeof figure, "%s%s", chart_number_as_wanted(number, milestone->value),
                 d->chart->unit.suffix ? d->chart->unit.suffix : "");
        snprintf(by, sizeof by, "by %s", milestone->by_words);
        double width = fmax(lettering_width((struct lettering){d->frame.letters.size, true}, figure, strlen(figure)),
                            lettering_width(d->frame.letters, by, strlen(by)));
        struct chart_box box;
        double x = chart_x(&d->frame.plot, milestone->by), y = chart_y(&d->frame.plot, milestone->value);
        if (!take_beside(d, x, y, width + 4, chart_frame_line_height(&d->frame) * 2, sides, 9, &box))
            continue; /* the list under the chart has it in words */
        double middle = (box.left + box.right) / 2, first = box.top + d->frame.letters.size * 0.95;
        svg_text(d->frame.h, (struct svg_text){.x = middle, .y = first, .anchor = SVG_MIDDLE,
                                               .class = "gt-run__goal-words gt-run__goal-words--figure", .text = figure});
        svg_text(d->frame.h, (struct svg_text){.x = middle, .y = first + chart_frame_line_height(&d->frame),
                                               .anchor = SVG_MIDDLE, .class = "gt-run__goal-words", .text = by});
    }
}

/* Is this the value that the words above the line should be above of? A valley's words go below. */
static bool is_valley(const struct run_chart *chart, size_t i)
{
    double value = chart->points[i].value;
    bool before = i > 0 && !chart->points[i - 1].missing, after = i + 1 < chart->point_count && !chart->points[i + 1].missing;
    if (!before && !after)
        return false;
    return (!before || value < chart->points[i - 1].value) && (!after || value < chart->points[i + 1].value);
}

void run_drawing_values(struct run_drawing *d)
{
    static const enum side hill[4] = {SIDE_ABOVE, SIDE_BELOW, SIDE_RIGHT, SIDE_LEFT};
    static const enum side valley[4] = {SIDE_BELOW, SIDE_ABOVE, SIDE_RIGHT, SIDE_LEFT};
    const struct run_chart *chart = d->chart;
    double spacing = (d->frame.plot.right - d->frame.plot.left) / (double)(chart->point_count > 1 ? chart->point_count - 1 : 1);
    size_t first = run_chart_first(chart), last = run_chart_last(chart);
    size_t lowest = run_chart_lowest(chart), highest = run_chart_highest(chart);
    for (size_t i = 0; i < chart->point_count; i++) {
        const struct chart_point *point = &chart->points[i];
        bool telling = i == first || i == lowest || i == highest;
        if (point->missing || i == last || (spacing < VALUES_WORTH && !telling))
            continue;
        char number[CHART_NUMBER_ROOM], words[CHART_NUMBER_ROOM + 16];
        snprintf(words, sizeof words, "%s%s", chart_number(number, point->value, chart->unit.decimals),
                 chart->unit.suffix ? chart->unit.suffix : "");
        double width = lettering_width((struct lettering){d->frame.letters.size, true}, words, strlen(words)) + 2;
        struct chart_box box;
        if (!take_beside(d, chart_x(&d->frame.plot, point->at), chart_y(&d->frame.plot, point->value), width, d->frame.letters.size * 1.05,
                         is_valley(chart, i) ? valley : hill, 7, &box))
            continue;
        svg_text(d->frame.h, (struct svg_text){.x = (box.left + box.right) / 2, .y = box.bottom - d->frame.letters.size * 0.18,
                                         .anchor = SVG_MIDDLE, .class = "gt-run__value", .text = words});
    }
}
