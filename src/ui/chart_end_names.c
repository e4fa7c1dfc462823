/* Names at the ends of a drawing's lines: no legend, and none over another. */
#include "ui/chart_frame.h"

#include <math.h>

#define NAME_GAP 30 /* from the ground's edge to the names: room for the leading lines */

static double name_width_most(const struct chart_frame *frame)
{
    return frame->narrow ? 80 : 150;
}

void end_names_add(const struct chart_frame *frame, struct end_names *names, struct end_name name)
{
    if (names->count == END_NAMES_MOST)
        return;
    chart_frame_figure(frame, name.value, name.figure);
    struct lettering letters = {frame->letters.size, name.own};
    name.line_count = lettering_wrap(letters, name.name, name_width_most(frame), name.lines, END_NAME_LINES - 1);
    names->at[names->count++] = name;
}

static double figure_width(const struct chart_frame *frame, const struct end_name *name)
{
    return lettering_width((struct lettering){frame->letters.size, true}, name->figure, strlen(name->figure));
}

static double last_line_width(const struct chart_frame *frame, const struct end_name *name)
{
    struct text_line line = name->lines[name->line_count - 1];
    return lettering_width((struct lettering){frame->letters.size, name->own}, line.text, line.count);
}

/* Does the figure stand on the last line of the name, after a space? */
static bool figure_beside(const struct chart_frame *frame, const struct end_name *name)
{
    return last_line_width(frame, name) + 5 + figure_width(frame, name) <= name_width_most(frame);
}

static double name_height(const struct chart_frame *frame, const struct end_name *name)
{
    return chart_frame_line_height(frame) * (double)(name->line_count + (figure_beside(frame, name) ? 0 : 1));
}

double end_names_width(const struct chart_frame *frame, const struct end_names *names)
{
    double widest = 0;
    for (size_t i = 0; i < names->count; i++) {
        const struct end_name *name = &names->at[i];
        struct lettering letters = {frame->letters.size, name->own};
        for (size_t line = 0; line < name->line_count; line++)
            widest = fmax(widest, lettering_width(letters, name->lines[line].text, name->lines[line].count));
        double beside = figure_beside(frame, name) ? last_line_width(frame, name) + 5 : 0;
        widest = fmax(widest, beside + figure_width(frame, name));
    }
    return NAME_GAP + ceil(widest * 1.04) + 2;
}

/* Each name as near its line's end as the others allow: pushed down from the top, then up from the bottom. */
static void spread(const struct chart_frame *frame, struct end_names *names)
{
    for (size_t i = 1; i < names->count; i++) { /* by height: a few names, so insertion */
        struct end_name moving = names->at[i];
        size_t at = i;
        for (; at > 0 && names->at[at - 1].y > moving.y; at--)
            names->at[at] = names->at[at - 1];
        names->at[at] = moving;
    }
    double free_from = 0;
    for (size_t i = 0; i < names->count; i++) {
        double half = name_height(frame, &names->at[i]) / 2;
        names->at[i].middle = fmax(names->at[i].y, free_from + half);
        free_from = names->at[i].middle + half + 4;
    }
    double free_to = frame->height;
    for (size_t i = names->count; i > 0; i--) {
        double half = name_height(frame, &names->at[i - 1]) / 2;
        names->at[i - 1].middle = fmin(names->at[i - 1].middle, free_to - half);
        free_to = names->at[i - 1].middle - half - 4;
    }
}

static void write_name(const struct chart_frame *frame, const struct end_name *name)
{
    double left = frame->ground.right + NAME_GAP, y = name->middle - name_height(frame, name) / 2 + frame->letters.size;
    svg_path_begin(frame->h, name->own ? "gt-run__lead gt-run__lead--own" : "gt-run__lead");
    svg_path_point(frame->h, true, name->x + (name->own ? 7 : 0), name->y);
    svg_path_point(frame->h, false, fmax(frame->ground.right, name->x + 7), name->y);
    svg_path_point(frame->h, false, left - 5, name->middle);
    svg_path_end(frame->h);
    const char *class = name->own ? "gt-run__name gt-run__name--own" : "gt-run__name";
    for (size_t i = 0; i < name->line_count; i++) {
        struct text_line line = name->lines[i];
        svg_text(frame->h, (struct svg_text){.x = left, .y = y, .class = class, .text = line.text, .count = line.count,
                                             .shortened = line.shortened});
        y += chart_frame_line_height(frame);
    }
    bool beside = figure_beside(frame, name);
    svg_text(frame->h, (struct svg_text){
        .x = beside ? left + last_line_width(frame, name) * 1.02 + 5 : left,
        .y = beside ? y - chart_frame_line_height(frame) : y,
        .class = name->own ? "gt-run__name gt-run__name--own" : "gt-run__name gt-run__name--figure",
        .text = name->figure});
}

void end_names_write(const struct chart_frame *frame, struct end_names *names)
{
    spread(frame, names);
    for (size_t i = 0; i < names->count; i++)
        write_name(frame, &names->at[i]);
    html_literal(frame->h, "\n");
}
