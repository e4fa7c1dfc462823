/* The drawing of a run chart, wide and narrow: the ground first, then lines, points, and the words that name them. */
#include "ui/chart_run.h"

#include "ui/chart_run_labels.h"

#include <math.h>
#include <talloc.h>

#define POINT 5 /* radius of a point */

static double point_x(const struct run_drawing *d, size_t i)
{
    return chart_frame_x(&d->frame, i);
}

static double point_y(const struct run_drawing *d, size_t i)
{
    return chart_y(&d->frame.plot, d->chart->points[i].value);
}

static void comparison_line(struct run_drawing *d, const struct chart_comparison *comparison)
{
    static const char *const classes[] = {[CHART_LINE_NEIGHBOURS] = "gt-run__line gt-run__line--neighbours",
                                          [CHART_LINE_REGION] = "gt-run__line gt-run__line--region",
                                          [CHART_LINE_COUNTRY] = "gt-run__line gt-run__line--country",
                                          [CHART_LINE_OTHER] = "gt-run__line gt-run__line--other"};
    svg_path_begin(d->frame.h, classes[comparison->style]);
    bool broken = true, any = false;
    for (size_t i = 0; i < d->chart->point_count; i++) {
        if (isfinite(comparison->values[i])) {
            svg_path_point(d->frame.h, broken, point_x(d, i), chart_y(&d->frame.plot, comparison->values[i]));
            any = true;
        }
        broken = !isfinite(comparison->values[i]);
    }
    if (!any)
        html_literal(d->frame.h, "M0 0");
    svg_path_end(d->frame.h);
}

/* One path for the pieces that are alike: those up to the report, or those that came later. */
static void own_line(struct run_drawing *d, bool later)
{
    const struct chart_point *points = d->chart->points;
    svg_path_begin(d->frame.h, later ? "gt-run__line gt-run__line--own gt-run__line--since" : "gt-run__line gt-run__line--own");
    html_literal(d->frame.h, "M0 0");
    bool drawing = false;
    for (size_t i = 1; i < d->chart->point_count; i++) {
        bool piece = !points[i - 1].missing && !points[i].missing && points[i].later == later;
        if (piece && !drawing)
            svg_path_point(d->frame.h, true, point_x(d, i - 1), point_y(d, i - 1));
        if (piece)
            svg_path_point(d->frame.h, false, point_x(d, i), point_y(d, i));
        drawing = piece;
    }
    svg_path_end(d->frame.h);
}

static void own_points(struct run_drawing *d)
{
    for (size_t i = 0; i < d->chart->point_count; i++) {
        const struct chart_point *point = &d->chart->points[i];
        if (point->missing)
            continue;
        svg_circle(d->frame.h, point->later ? "gt-run__point gt-run__point--later" : "gt-run__point", point_x(d, i), point_y(d, i),
                   POINT);
        chart_label_take(&d->frame.labels, (struct chart_box){point_x(d, i) - POINT, point_y(d, i) - POINT, point_x(d, i) + POINT,
                                                        point_y(d, i) + POINT});
    }
    html_literal(d->frame.h, "\n");
}

static void wanted_path(struct run_drawing *d)
{
    const struct run_chart *chart = d->chart;
    if (!chart->milestone_count)
        return;
    svg_path_begin(d->frame.h, "gt-run__wanted");
    bool from_declared = chart->has_declared_value && !date_is_none(chart->declared);
    if (from_declared)
        svg_path_point(d->frame.h, true, chart_x(&d->frame.plot, chart->declared), chart_y(&d->frame.plot, chart->declared_value));
    for (size_t i = 0; i < chart->milestone_count; i++)
        svg_path_point(d->frame.h, i == 0 && !from_declared, chart_x(&d->frame.plot, chart->milestones[i].by),
                       chart_y(&d->frame.plot, chart->milestones[i].value));
    svg_path_end(d->frame.h);
    for (size_t i = 0; i < chart->milestone_count; i++) {
        double x = chart_x(&d->frame.plot, chart->milestones[i].by), y = chart_y(&d->frame.plot, chart->milestones[i].value);
        svg_circle(d->frame.h, "gt-run__goal", x, y, 7);
        svg_circle(d->frame.h, "gt-run__goal-heart", x, y, 2.5);
        chart_label_take(&d->frame.labels, (struct chart_box){x - 8, y - 8, x + 8, y + 8});
    }
}

/* The days and the room that the chart needs beyond its points. */
static void lay_out(struct run_drawing *d)
{
    const struct run_chart *chart = d->chart;
    struct chart_frame *frame = &d->frame;
    struct end_names names;
    for (size_t i = 0; i < chart->milestone_count; i++)
        chart_frame_include(frame, chart->milestones[i].by);
    if (chart->has_declared_value)
        chart_frame_include(frame, chart->declared);
    frame->plot.scale = run_chart_scale(chart);
    frame->plot.bottom = 1; /* heights do not matter yet */
    run_drawing_collect_names(d, &names);
    chart_frame_lay_out(frame, end_names_width(frame, &names), chart_frame_has_later(frame) ? 1 : 0);
}

void run_chart_draw(struct html *h, const struct run_chart *chart, bool narrow, const char *description)
{
    struct run_drawing *d = talloc_zero(h->out.ctx, struct run_drawing);
    if (!d) {
        h->out.failed = true;
        return;
    }
    struct end_names names;
    d->chart = chart;
    d->frame = chart_frame_begin(h, narrow, chart->unit, chart->points, chart->point_count);
    lay_out(d);
    svg_begin(h, (struct svg){.width = d->frame.width,
                              .height = d->frame.height,
                              .class = narrow ? "gt-chart__drawing gt-chart__drawing--narrow" : "gt-chart__drawing",
                              .title = chart->title,
                              .description = description});
    chart_frame_ground(&d->frame);
    chart_frame_periods(&d->frame);
    chart_frame_missing(&d->frame);
    if (chart->has_median) {
        double y = chart_y(&d->frame.plot, chart->median);
        svg_line(h, "gt-run__median", d->frame.ground.left, y, d->frame.ground.right, y);
    }
    for (size_t i = 0; i < chart->comparison_count; i++)
        comparison_line(d, &chart->comparisons[i]);
    wanted_path(d);
    own_line(d, false);
    own_line(d, true);
    own_points(d);
    run_drawing_collect_names(d, &names);
    end_names_write(&d->frame, &names);
    run_drawing_goal_words(d);
    run_drawing_values(d);
    svg_end(h);
    talloc_free(d);
}
