/* The words inside a run chart's drawing: none may run over another, out of the picture, or be too small to read. */
#include "ui/chart_run_labels.h"

#include <math.h>

#define NAMES_MOST 16
#define NAME_LINES 4
#define NAME_GAP 30      /* from the ground's edge to the names: room for the leading lines */
#define VALUES_WORTH 34  /* px between points below which only the telling values are written */

void run_drawing_tick_words(const struct run_drawing *d, size_t i, char *out, size_t room)
{
    char number[CHART_NUMBER_ROOM];
    snprintf(out, room, "%s%s", chart_number(number, d->plot.scale.ticks[i], d->plot.scale.decimals),
             d->chart->unit.suffix ? d->chart->unit.suffix : "");
}

/* A name at a line's end: its words, the line's end, and where it will stand. */
struct end_name {
    const char *name;
    char figure[CHART_NUMBER_ROOM + 16];
    bool own;
    double x, y;   /* the line's end */
    double middle; /* of the words */
    struct text_line lines[NAME_LINES];
    size_t line_count;
};

static double line_height(const struct run_drawing *d)
{
    return d->letters.size * 1.2;
}

static double name_width_most(const struct run_drawing *d)
{
    return d->narrow ? 80 : 150;
}

static void add_name(const struct run_drawing *d, struct end_name *names, size_t *count, struct end_name name, double value)
{
    if (*count == NAMES_MOST)
        return;
    char number[CHART_NUMBER_ROOM];
    snprintf(name.figure, sizeof name.figure, "%s%s", chart_number(number, value, d->chart->unit.decimals),
             d->chart->unit.suffix ? d->chart->unit.suffix : "");
    struct lettering letters = {d->letters.size, name.own};
    name.line_count = lettering_wrap(letters, name.name, name_width_most(d), name.lines, NAME_LINES - 1);
    names[(*count)++] = name;
}

/* Every line that has an end, with heights by `plot`; gives how many. */
static size_t collect_names(const struct run_drawing *d, struct end_name names[NAMES_MOST])
{
    const struct run_chart *chart = d->chart;
    size_t count = 0, last = run_chart_last(chart);
    const char *place = d->narrow ? (chart->short_place ? chart->short_place : "This area")
                                  : (chart->place ? chart->place : "This area");
    add_name(d, names, &count, (struct end_name){.name = place, .own = true, .x = chart_x(&d->plot, chart->points[last].at),
                                                 .y = chart_y(&d->plot, chart->points[last].value)},
             chart->points[last].value);
    for (size_t i = 0; i < chart->comparison_count; i++) {
        const struct chart_comparison *comparison = &chart->comparisons[i];
        size_t end = run_chart_comparison_last(chart, comparison);
        if (end == RUN_CHART_NONE)
            continue;
        const char *name = d->narrow && comparison->short_label ? comparison->short_label : comparison->label;
        add_name(d, names, &count, (struct end_name){.name = name, .x = chart_x(&d->plot, chart->points[end].at),
                                                     .y = chart_y(&d->plot, comparison->values[end])},
                 comparison->values[end]);
    }
    if (chart->has_median)
        add_name(d, names, &count, (struct end_name){.name = "Median", .x = d->ground.right, .y = chart_y(&d->plot, chart->median)},
                 chart->median);
    return count;
}

static double figure_width(const struct run_drawing *d, const struct end_name *name)
{
    return lettering_width((struct lettering){d->letters.size, true}, name->figure, strlen(name->figure));
}

static double last_line_width(const struct run_drawing *d, const struct end_name *name)
{
    struct text_line line = name->lines[name->line_count - 1];
    return lettering_width((struct lettering){d->letters.size, name->own}, line.text, line.count);
}

/* Does the figure stand on the last line of the name, after a space? */
static bool figure_beside(const struct run_drawing *d, const struct end_name *name)
{
    return last_line_width(d, name) + 5 + figure_width(d, name) <= name_width_most(d);
}

static double name_height(const struct run_drawing *d, const struct end_name *name)
{
    return line_height(d) * (double)(name->line_count + (figure_beside(d, name) ? 0 : 1));
}

double run_drawing_names_width(const struct run_drawing *d)
{
    struct end_name names[NAMES_MOST];
    struct run_drawing anywhere = *d; /* heights do not matter yet */
    anywhere.plot.bottom = 1;
    size_t count = collect_names(&anywhere, names);
    double widest = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t line = 0; line < names[i].line_count; line++)
            widest = fmax(widest, lettering_width((struct lettering){d->letters.size, names[i].own}, names[i].lines[line].text,
                                                  names[i].lines[line].count));
        double beside = figure_beside(d, &names[i]) ? last_line_width(d, &names[i]) + 5 : 0;
        widest = fmax(widest, beside + figure_width(d, &names[i]));
    }
    return NAME_GAP + ceil(widest * 1.04) + 2;
}

/* Each name as near its line's end as the others allow: pushed down from the top, then up from the bottom. */
static void spread(const struct run_drawing *d, struct end_name *names, size_t count)
{
    for (size_t i = 1; i < count; i++) { /* by height: a few names, so insertion */
        struct end_name moving = names[i];
        size_t at = i;
        for (; at > 0 && names[at - 1].y > moving.y; at--)
            names[at] = names[at - 1];
        names[at] = moving;
    }
    double free_from = 0;
    for (size_t i = 0; i < count; i++) {
        double half = name_height(d, &names[i]) / 2;
        names[i].middle = fmax(names[i].y, free_from + half);
        free_from = names[i].middle + half + 4;
    }
    double free_to = d->height;
    for (size_t i = count; i > 0; i--) {
        double half = name_height(d, &names[i - 1]) / 2;
        names[i - 1].middle = fmin(names[i - 1].middle, free_to - half);
        free_to = names[i - 1].middle - half - 4;
    }
}

static void write_name(struct run_drawing *d, const struct end_name *name)
{
    double left = d->ground.right + NAME_GAP, y = name->middle - name_height(d, name) / 2 + d->letters.size;
    svg_path_begin(d->h, name->own ? "gt-run__lead gt-run__lead--own" : "gt-run__lead");
    svg_path_point(d->h, true, name->x + (name->own ? 7 : 0), name->y);
    svg_path_point(d->h, false, fmax(d->ground.right, name->x + 7), name->y);
    svg_path_point(d->h, false, left - 5, name->middle);
    svg_path_end(d->h);
    const char *class = name->own ? "gt-run__name gt-run__name--own" : "gt-run__name";
    for (size_t i = 0; i < name->line_count; i++) {
        struct text_line line = name->lines[i];
        svg_text(d->h, (struct svg_text){.x = left, .y = y, .class = class, .text = line.text, .count = line.count,
                                         .shortened = line.shortened});
        y += line_height(d);
    }
    bool beside = figure_beside(d, name);
    svg_text(d->h, (struct svg_text){.x = beside ? left + last_line_width(d, name) * 1.02 + 5 : left,
                                     .y = beside ? y - line_height(d) : y,
                                     .class = name->own ? "gt-run__name gt-run__name--own" : "gt-run__name gt-run__name--figure",
                                     .text = name->figure});
}

void run_drawing_names(struct run_drawing *d)
{
    struct end_name names[NAMES_MOST];
    size_t count = collect_names(d, names);
    spread(d, names, count);
    for (size_t i = 0; i < count; i++)
        write_name(d, &names[i]);
    html_literal(d->h, "\n");
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
        if (chart_label_take(&d->labels, *box))
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
        double width = fmax(lettering_width((struct lettering){d->letters.size, true}, figure, strlen(figure)),
                            lettering_width(d->letters, by, strlen(by)));
        struct chart_box box;
        double x = chart_x(&d->plot, milestone->by), y = chart_y(&d->plot, milestone->value);
        if (!take_beside(d, x, y, width + 4, line_height(d) * 2, sides, 9, &box))
            continue; /* the list under the chart has it in words */
        double middle = (box.left + box.right) / 2;
        svg_text(d->h, (struct svg_text){.x = middle, .y = box.top + d->letters.size * 0.95, .anchor = SVG_MIDDLE,
                                         .class = "gt-run__goal-words gt-run__goal-words--figure", .text = figure});
        svg_text(d->h, (struct svg_text){.x = middle, .y = box.top + d->letters.size * 0.95 + line_height(d),
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
    double spacing = (d->plot.right - d->plot.left) / (double)(chart->point_count > 1 ? chart->point_count - 1 : 1);
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
        double width = lettering_width((struct lettering){d->letters.size, true}, words, strlen(words)) + 2;
        struct chart_box box;
        if (!take_beside(d, chart_x(&d->plot, point->at), chart_y(&d->plot, point->value), width, d->letters.size * 1.05,
                         is_valley(chart, i) ? valley : hill, 7, &box))
            continue;
        svg_text(d->h, (struct svg_text){.x = (box.left + box.right) / 2, .y = box.bottom - d->letters.size * 0.18,
                                         .anchor = SVG_MIDDLE, .class = "gt-run__value", .text = words});
    }
}
