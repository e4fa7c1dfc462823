/* The drawing of a run chart, wide and narrow: the ground first, then lines, points, and the words that name them. */
#include "ui/chart_run.h"

#include "ui/chart_run_labels.h"

#include <math.h>
#include <talloc.h>

#define INSET 16     /* from the ground's edges to the first and last day */
#define POINT 5      /* radius of a point */
#define LANE 28      /* under the plot, for the marks of missing values */
#define AXIS_WORDS 26

static void layout(struct run_drawing *d)
{
    const struct run_chart *chart = d->chart;
    d->plot.scale = run_chart_scale(chart);
    double widest = 0;
    for (size_t i = 0; i < d->plot.scale.tick_count; i++) {
        char words[CHART_NUMBER_ROOM + 16];
        run_drawing_tick_words(d, i, words, sizeof words);
        widest = fmax(widest, lettering_width(d->letters, words, strlen(words)));
    }
    bool lane = false, band = false;
    for (size_t i = 0; i < chart->point_count; i++) {
        lane = lane || chart->points[i].missing;
        band = band || chart->points[i].later;
    }
    d->ground = (struct chart_box){.left = ceil(widest) + 10,
                                   .top = band ? 28 : 14,
                                   .right = d->width - run_drawing_names_width(d),
                                   .bottom = d->height - AXIS_WORDS - (lane ? LANE : 0)};
    d->lane = d->ground.bottom + LANE / 2.0 + 2;
    d->plot.left = d->ground.left + INSET;
    d->plot.right = d->ground.right - INSET;
    d->plot.top = d->ground.top + 8;
    d->plot.bottom = d->ground.bottom;
    if (d->plot.scale.from != 0)
        d->plot.bottom -= 12;
    d->labels.within = (struct chart_box){d->ground.left, d->ground.top, d->ground.right + 2, d->ground.bottom};
}

static void include_day(struct run_drawing *d, struct date day)
{
    if (date_is_none(day))
        return;
    if (day.days < d->plot.first_day)
        d->plot.first_day = day.days;
    if (day.days > d->plot.last_day)
        d->plot.last_day = day.days;
}

static void days(struct run_drawing *d)
{
    const struct run_chart *chart = d->chart;
    d->plot.first_day = INT32_MAX;
    d->plot.last_day = INT32_MIN;
    for (size_t i = 0; i < chart->point_count; i++)
        include_day(d, chart->points[i].at);
    for (size_t i = 0; i < chart->milestone_count; i++)
        include_day(d, chart->milestones[i].by);
    if (chart->has_declared_value)
        include_day(d, chart->declared);
}

static double point_x(const struct run_drawing *d, size_t i)
{
    return chart_x(&d->plot, d->chart->points[i].at);
}

static double point_y(const struct run_drawing *d, size_t i)
{
    return chart_y(&d->plot, d->chart->points[i].value);
}

/* The tinted ground from half-way before the first point that came later, if all after it did too. */
static void later_ground(struct run_drawing *d)
{
    const struct run_chart *chart = d->chart;
    size_t first = chart->point_count;
    while (first > 0 && chart->points[first - 1].later)
        first--;
    if (first == chart->point_count)
        return;
    double left = first ? (point_x(d, first - 1) + point_x(d, first)) / 2 : d->ground.left;
    svg_rect(d->h, "gt-run__later", left, 2, d->ground.right - left, d->ground.bottom - 2);
    svg_line(d->h, "gt-run__later-edge", left, 2, left, d->ground.bottom);
    struct lettering letters = {d->letters.size, true};
    const char *words = "Since this report";
    if (left + 6 + lettering_width(letters, words, strlen(words)) > d->ground.right + 4)
        words = "Since report";
    bool fits = left + 6 + lettering_width(letters, words, strlen(words)) <= d->ground.right + 4;
    svg_text(d->h, (struct svg_text){.x = fits ? left + 6 : d->ground.right,
                                     .y = 18,
                                     .anchor = fits ? SVG_START : SVG_END,
                                     .class = "gt-run__later-words",
                                     .text = words});
}

static void ground(struct run_drawing *d)
{
    later_ground(d);
    for (size_t i = 0; i < d->plot.scale.tick_count; i++) {
        double y = chart_y(&d->plot, d->plot.scale.ticks[i]);
        char words[CHART_NUMBER_ROOM + 16];
        run_drawing_tick_words(d, i, words, sizeof words);
        svg_line(d->h, "gt-run__grid", d->ground.left, y, d->ground.right, y);
        svg_text(d->h, (struct svg_text){.x = d->ground.left - 8,
                                         .y = y + d->letters.size * 0.35,
                                         .anchor = SVG_END,
                                         .class = "gt-run__axis-words",
                                         .text = words});
    }
    svg_line(d->h, "gt-run__axis", d->ground.left, d->ground.bottom, d->ground.right, d->ground.bottom);
    html_literal(d->h, "\n");
}

/* From the last period backwards, each label that does not run into the one after it. */
static void period_labels(struct run_drawing *d)
{
    double free_to = d->ground.right + INSET;
    for (size_t i = d->chart->point_count; i > 0; i--) {
        const char *label = d->chart->points[i - 1].label;
        double width = lettering_width(d->letters, label, strlen(label)), x = point_x(d, i - 1);
        x = fmin(x, d->ground.right + INSET - width / 2);
        x = fmax(x, width / 2);
        if (x + width / 2 > free_to)
            continue;
        svg_line(d->h, "gt-run__axis", point_x(d, i - 1), d->ground.bottom, point_x(d, i - 1), d->ground.bottom + 5);
        svg_text(d->h, (struct svg_text){.x = x,
                                         .y = d->height - 6,
                                         .anchor = SVG_MIDDLE,
                                         .class = "gt-run__axis-words",
                                         .text = label});
        free_to = x - width / 2 - 8;
    }
}

static void missing_marks(struct run_drawing *d)
{
    for (size_t i = 0; i < d->chart->point_count; i++) {
        const char *missing = d->chart->points[i].missing;
        if (!missing)
            continue;
        double x = point_x(d, i);
        bool symbol = strlen(missing) <= 3;
        svg_circle(d->h, "gt-run__missing", x, d->lane, 11);
        svg_text(d->h, (struct svg_text){.x = x,
                                         .y = d->lane + d->letters.size * 0.33,
                                         .anchor = SVG_MIDDLE,
                                         .class = "gt-run__axis-words",
                                         .text = symbol ? missing : "–"});
    }
}

static void comparison_line(struct run_drawing *d, const struct chart_comparison *comparison)
{
    static const char *const classes[] = {[CHART_LINE_NEIGHBOURS] = "gt-run__line gt-run__line--neighbours",
                                          [CHART_LINE_REGION] = "gt-run__line gt-run__line--region",
                                          [CHART_LINE_COUNTRY] = "gt-run__line gt-run__line--country",
                                          [CHART_LINE_OTHER] = "gt-run__line gt-run__line--other"};
    svg_path_begin(d->h, classes[comparison->style]);
    bool broken = true, any = false;
    for (size_t i = 0; i < d->chart->point_count; i++) {
        if (isfinite(comparison->values[i])) {
            svg_path_point(d->h, broken, point_x(d, i), chart_y(&d->plot, comparison->values[i]));
            any = true;
        }
        broken = !isfinite(comparison->values[i]);
    }
    if (!any)
        html_literal(d->h, "M0 0");
    svg_path_end(d->h);
}

/* One path for the pieces that are alike: those up to the report, or those that came later. */
static void own_line(struct run_drawing *d, bool later)
{
    const struct chart_point *points = d->chart->points;
    svg_path_begin(d->h, later ? "gt-run__line gt-run__line--own gt-run__line--since" : "gt-run__line gt-run__line--own");
    html_literal(d->h, "M0 0");
    bool drawing = false;
    for (size_t i = 1; i < d->chart->point_count; i++) {
        bool piece = !points[i - 1].missing && !points[i].missing && points[i].later == later;
        if (piece && !drawing)
            svg_path_point(d->h, true, point_x(d, i - 1), point_y(d, i - 1));
        if (piece)
            svg_path_point(d->h, false, point_x(d, i), point_y(d, i));
        drawing = piece;
    }
    svg_path_end(d->h);
}

static void own_points(struct run_drawing *d)
{
    for (size_t i = 0; i < d->chart->point_count; i++) {
        const struct chart_point *point = &d->chart->points[i];
        if (point->missing)
            continue;
        svg_circle(d->h, point->later ? "gt-run__point gt-run__point--later" : "gt-run__point", point_x(d, i), point_y(d, i),
                   POINT);
        chart_label_take(&d->labels, (struct chart_box){point_x(d, i) - POINT, point_y(d, i) - POINT, point_x(d, i) + POINT,
                                                        point_y(d, i) + POINT});
    }
    html_literal(d->h, "\n");
}

static void wanted_path(struct run_drawing *d)
{
    const struct run_chart *chart = d->chart;
    if (!chart->milestone_count)
        return;
    svg_path_begin(d->h, "gt-run__wanted");
    bool from_declared = chart->has_declared_value && !date_is_none(chart->declared);
    if (from_declared)
        svg_path_point(d->h, true, chart_x(&d->plot, chart->declared), chart_y(&d->plot, chart->declared_value));
    for (size_t i = 0; i < chart->milestone_count; i++)
        svg_path_point(d->h, i == 0 && !from_declared, chart_x(&d->plot, chart->milestones[i].by),
                       chart_y(&d->plot, chart->milestones[i].value));
    svg_path_end(d->h);
    for (size_t i = 0; i < chart->milestone_count; i++) {
        double x = chart_x(&d->plot, chart->milestones[i].by), y = chart_y(&d->plot, chart->milestones[i].value);
        svg_circle(d->h, "gt-run__goal", x, y, 7);
        svg_circle(d->h, "gt-run__goal-heart", x, y, 2.5);
        chart_label_take(&d->labels, (struct chart_box){x - 8, y - 8, x + 8, y + 8});
    }
}

void run_chart_draw(struct html *h, const struct run_chart *chart, bool narrow, const char *description)
{
    struct run_drawing *d = talloc_zero(h->out.ctx, struct run_drawing);
    if (!d) {
        h->out.failed = true;
        return;
    }
    d->h = h;
    d->chart = chart;
    d->narrow = narrow;
    d->width = narrow ? RUN_CHART_NARROW : RUN_CHART_WIDE;
    d->height = narrow ? 300 : 370;
    d->letters = (struct lettering){narrow ? 13 : 14, false};
    days(d);
    layout(d);
    svg_begin(h, (struct svg){.width = d->width,
                              .height = d->height,
                              .class = narrow ? "gt-chart__drawing gt-chart__drawing--narrow" : "gt-chart__drawing",
                              .title = chart->title,
                              .description = description});
    ground(d);
    period_labels(d);
    missing_marks(d);
    if (chart->has_median) {
        double y = chart_y(&d->plot, chart->median);
        svg_line(h, "gt-run__median", d->ground.left, y, d->ground.right, y);
    }
    for (size_t i = 0; i < chart->comparison_count; i++)
        comparison_line(d, &chart->comparisons[i]);
    wanted_path(d);
    own_line(d, false);
    own_line(d, true);
    own_points(d);
    run_drawing_names(d);
    run_drawing_goal_words(d);
    run_drawing_values(d);
    svg_end(h);
    talloc_free(d);
}
