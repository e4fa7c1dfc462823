/* The frame of a drawing: ground, grid, axis, periods and missing figures. */
#include "ui/chart_frame.h"

#include <math.h>

#define INSET 16     /* from the ground's edges to the first and last day */
#define LANE 28      /* under the plot, for the marks of missing values */
#define AXIS_WORDS 26

struct chart_frame chart_frame_begin(struct html *h, bool narrow, struct chart_unit unit, const struct chart_point *points,
                                     size_t point_count)
{
    struct chart_frame frame = {.h = h,
                                .narrow = narrow,
                                .width = narrow ? CHART_NARROW : CHART_WIDE,
                                .height = narrow ? 300 : 370,
                                .letters = {narrow ? 13 : 14, false},
                                .unit = unit,
                                .points = points,
                                .point_count = point_count,
                                .plot = {.first_day = INT32_MAX, .last_day = INT32_MIN}};
    for (size_t i = 0; i < point_count; i++)
        chart_frame_include(&frame, points[i].at);
    return frame;
}

void chart_frame_include(struct chart_frame *frame, struct date day)
{
    if (date_is_none(day))
        return;
    if (day.days < frame->plot.first_day)
        frame->plot.first_day = day.days;
    if (day.days > frame->plot.last_day)
        frame->plot.last_day = day.days;
}

bool chart_frame_has_later(const struct chart_frame *frame)
{
    bool any = false;
    for (size_t i = 0; i < frame->point_count; i++)
        any = any || frame->points[i].later;
    return any && !frame->untinted;
}

double chart_frame_above(int line)
{
    return 18 + 16.0 * line;
}

static void tick_words(const struct chart_frame *frame, size_t i, char out[CHART_FIGURE_ROOM])
{
    char number[CHART_NUMBER_ROOM];
    snprintf(out, CHART_FIGURE_ROOM, "%s%s", chart_number(number, frame->plot.scale.ticks[i], frame->plot.scale.decimals),
             frame->unit.suffix ? frame->unit.suffix : "");
}

const char *chart_frame_figure(const struct chart_frame *frame, double value, char out[CHART_FIGURE_ROOM])
{
    char number[CHART_NUMBER_ROOM];
    snprintf(out, CHART_FIGURE_ROOM, "%s%s", chart_number(number, value, frame->unit.decimals),
             frame->unit.suffix ? frame->unit.suffix : "");
    return out;
}

double chart_frame_line_height(const struct chart_frame *frame)
{
    return frame->letters.size * 1.2;
}

void chart_frame_lay_out(struct chart_frame *frame, double names_width, int lines_above)
{
    double widest = 0;
    for (size_t i = 0; i < frame->plot.scale.tick_count; i++) {
        char words[CHART_FIGURE_ROOM];
        tick_words(frame, i, words);
        widest = fmax(widest, lettering_width(frame->letters, words, strlen(words)));
    }
    bool lane = false;
    for (size_t i = 0; i < frame->point_count; i++)
        lane = lane || frame->points[i].missing;
    frame->ground = (struct chart_box){.left = ceil(widest) + 10,
                                       .top = lines_above ? chart_frame_above(lines_above - 1) + 10 : 14,
                                       .right = frame->width - names_width,
                                       .bottom = frame->height - AXIS_WORDS - (lane ? LANE : 0)};
    frame->lane = frame->ground.bottom + LANE / 2.0 + 2;
    frame->plot.left = frame->ground.left + INSET;
    frame->plot.right = frame->ground.right - INSET;
    frame->plot.top = frame->ground.top + 8;
    frame->plot.bottom = frame->ground.bottom;
    if (frame->plot.scale.from != 0)
        frame->plot.bottom -= 12;
    frame->labels.within =
        (struct chart_box){frame->ground.left, frame->ground.top, frame->ground.right + 2, frame->ground.bottom};
}

double chart_frame_x(const struct chart_frame *frame, size_t point)
{
    return chart_x(&frame->plot, frame->points[point].at);
}

double chart_frame_before(const struct chart_frame *frame, size_t point)
{
    return point ? (chart_frame_x(frame, point - 1) + chart_frame_x(frame, point)) / 2 : frame->ground.left;
}

/* The tinted ground from half-way before the first point that came later, if all after it did too. */
static void later_ground(const struct chart_frame *frame)
{
    size_t first = frame->point_count;
    while (first > 0 && frame->points[first - 1].later)
        first--;
    if (first == frame->point_count || frame->untinted)
        return;
    double left = chart_frame_before(frame, first);
    svg_rect(frame->h, "gt-run__later", left, 2, frame->ground.right - left, frame->ground.bottom - 2);
    svg_line(frame->h, "gt-run__later-edge", left, 2, left, frame->ground.bottom);
    struct lettering letters = {frame->letters.size, true};
    const char *words = "Since this report";
    if (left + 6 + lettering_width(letters, words, strlen(words)) > frame->ground.right + 4)
        words = "Since report";
    bool fits = left + 6 + lettering_width(letters, words, strlen(words)) <= frame->ground.right + 4;
    svg_text(frame->h, (struct svg_text){.x = fits ? left + 6 : frame->ground.right,
                                         .y = chart_frame_above(0),
                                         .anchor = fits ? SVG_START : SVG_END,
                                         .class = "gt-run__later-words",
                                         .text = words});
}

void chart_frame_ground(struct chart_frame *frame)
{
    later_ground(frame);
    for (size_t i = 0; i < frame->plot.scale.tick_count; i++) {
        double y = chart_y(&frame->plot, frame->plot.scale.ticks[i]);
        char words[CHART_FIGURE_ROOM];
        tick_words(frame, i, words);
        svg_line(frame->h, "gt-run__grid", frame->ground.left, y, frame->ground.right, y);
        svg_text(frame->h, (struct svg_text){.x = frame->ground.left - 8,
                                             .y = y + frame->letters.size * 0.35,
                                             .anchor = SVG_END,
                                             .class = "gt-run__axis-words",
                                             .text = words});
    }
    svg_line(frame->h, "gt-run__axis", frame->ground.left, frame->ground.bottom, frame->ground.right, frame->ground.bottom);
    html_literal(frame->h, "\n");
}

/* Where the middle of a period's label stands: under its point, but not out of the picture. */
static double label_x(const struct chart_frame *frame, size_t i, double *width)
{
    const char *label = frame->points[i].label;
    *width = lettering_width(frame->letters, label, strlen(label));
    double x = fmin(chart_frame_x(frame, i), frame->ground.right + INSET - *width / 2);
    return fmax(x, *width / 2);
}

static bool labels_fit(const struct chart_frame *frame, size_t step)
{
    double free_to = frame->ground.right + INSET;
    for (size_t i = frame->point_count; i > 0; i = i > step ? i - step : 0) {
        double width, x = label_x(frame, i - 1, &width);
        if (x + width / 2 > free_to)
            return false;
        free_to = x - width / 2 - 8;
    }
    return true;
}

void chart_frame_periods(struct chart_frame *frame)
{
    size_t step = 1;
    while (step < frame->point_count && !labels_fit(frame, step))
        step++;
    if (step > 6) /* of months, whole years and half years read best */
        step = (step + 5) / 6 * 6;
    for (size_t i = frame->point_count; i > 0; i = i > step ? i - step : 0) {
        double width, x = label_x(frame, i - 1, &width), tick = chart_frame_x(frame, i - 1);
        svg_line(frame->h, "gt-run__axis", tick, frame->ground.bottom, tick, frame->ground.bottom + 5);
        svg_text(frame->h, (struct svg_text){.x = x,
                                             .y = frame->height - 6,
                                             .anchor = SVG_MIDDLE,
                                             .class = "gt-run__axis-words",
                                             .text = frame->points[i - 1].label});
    }
}

void chart_frame_missing(struct chart_frame *frame)
{
    double free_from = 0;
    for (size_t i = 0; i < frame->point_count; i++) {
        const char *missing = frame->points[i].missing;
        double x = chart_frame_x(frame, i);
        if (!missing || x - 8 < free_from)
            continue;
        bool symbol = strlen(missing) <= 3;
        svg_circle(frame->h, "gt-run__missing", x, frame->lane, 11);
        svg_text(frame->h, (struct svg_text){.x = x,
                                             .y = frame->lane + frame->letters.size * 0.33,
                                             .anchor = SVG_MIDDLE,
                                             .class = "gt-run__axis-words",
                                             .text = symbol ? missing : "–"});
        free_from = x + 8;
    }
}
