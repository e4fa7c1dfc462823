/* Drawing a control chart: the breaks, the lines, the figures by shape, and the words that name them. */
#include "ui/chart_spc_draw.h"

#include "ui/assets.h"

#include <math.h>
#include <talloc.h>

#define BAND_LINES 2 /* of words over the ground, for breaks */

struct spc_drawing {
    struct chart_frame *frame;
    const struct control_chart *chart;
    const struct spc_result *result;
};

/* ---- shapes ---- */

enum spc_shape spc_shape_of(enum spc_variation variation)
{
    static const enum spc_shape shapes[] = {
        [SPC_VARIATION_NONE] = SPC_SHAPE_DOT,         [SPC_COMMON_CAUSE] = SPC_SHAPE_DOT,
        [SPC_IMPROVEMENT_HIGH] = SPC_SHAPE_BETTER,    [SPC_IMPROVEMENT_LOW] = SPC_SHAPE_BETTER,
        [SPC_CONCERN_HIGH] = SPC_SHAPE_WORSE,         [SPC_CONCERN_LOW] = SPC_SHAPE_WORSE,
        [SPC_NEUTRAL_HIGH] = SPC_SHAPE_NEITHER,       [SPC_NEUTRAL_LOW] = SPC_SHAPE_NEITHER,
    };
    return shapes[variation];
}

void spc_shape_draw(struct html *h, enum spc_shape shape, bool excluded, double x, double y, double size)
{
    static const char *const classes[SPC_SHAPES][2] = {
        [SPC_SHAPE_DOT] = {"gt-spc__dot", "gt-spc__dot gt-spc__excluded"},
        [SPC_SHAPE_BETTER] = {"gt-spc__better", "gt-spc__better gt-spc__excluded"},
        [SPC_SHAPE_WORSE] = {"gt-spc__worse", "gt-spc__worse gt-spc__excluded"},
        [SPC_SHAPE_NEITHER] = {"gt-spc__neither", "gt-spc__neither gt-spc__excluded"},
    };
    const char *class = classes[shape][excluded];
    switch (shape) {
    case SPC_SHAPE_DOT:
        svg_circle(h, class, x, y, size * 0.8);
        return;
    case SPC_SHAPE_WORSE:
        svg_rect(h, class, x - size * 0.95, y - size * 0.95, size * 1.9, size * 1.9);
        return;
    case SPC_SHAPE_BETTER:
        svg_path_begin(h, class);
        svg_path_point(h, true, x, y - size * 1.3);
        svg_path_point(h, false, x + size * 1.25, y + size * 0.9);
        svg_path_point(h, false, x - size * 1.25, y + size * 0.9);
        break;
    case SPC_SHAPE_NEITHER:
        svg_path_begin(h, class);
        svg_path_point(h, true, x, y - size * 1.35);
        svg_path_point(h, false, x + size * 1.35, y);
        svg_path_point(h, false, x, y + size * 1.35);
        svg_path_point(h, false, x - size * 1.35, y);
        break;
    }
    html_literal(h, "Z");
    svg_path_end(h);
}

/* Smaller where they stand close. */
static double point_size(const struct spc_drawing *d)
{
    size_t count = d->result->point_count;
    double spacing = (d->frame->plot.right - d->frame->plot.left) / (double)(count > 1 ? count - 1 : 1);
    return fmax(2.2, fmin(5.5, spacing * 0.5));
}

/* ---- what it holds ---- */

static void widen(double *lowest, double *highest, double value)
{
    if (!isfinite(value))
        return;
    *lowest = fmin(*lowest, value);
    *highest = fmax(*highest, value);
}

struct chart_scale control_chart_scale(const struct control_chart *chart)
{
    double lowest = INFINITY, highest = -INFINITY;
    for (size_t i = 0; i < chart->result->point_count; i++) {
        const struct spc_point *point = &chart->result->points[i];
        widen(&lowest, &highest, point->value);
        widen(&lowest, &highest, point->centre);
        widen(&lowest, &highest, point->lower);
        widen(&lowest, &highest, point->upper);
        widen(&lowest, &highest, point->target);
    }
    return chart_scale_for(lowest, highest, chart->unit, 4);
}

const struct chart_break *control_chart_break(const struct control_chart *chart, const struct spc_segment *segment)
{
    for (size_t i = 0; i < chart->break_count; i++) {
        if (chart->breaks[i].from.days == segment->from)
            return &chart->breaks[i];
    }
    return NULL;
}

char control_chart_letter(size_t segment)
{
    return (char)('A' + (segment - 1) % 26);
}

/* ---- lines ---- */

enum spc_line { SPC_LINE_CENTRE, SPC_LINE_LOWER, SPC_LINE_UPPER, SPC_LINE_TARGET };

static double line_at(const struct spc_point *point, enum spc_line line)
{
    switch (line) {
    case SPC_LINE_CENTRE:
        return point->centre;
    case SPC_LINE_LOWER:
        return point->lower;
    case SPC_LINE_UPPER:
        return point->upper;
    case SPC_LINE_TARGET:
        break;
    }
    return point->target;
}

/* The last height of a line; NAN: it has none. */
static double line_end(const struct spc_result *result, enum spc_line line)
{
    for (size_t i = result->point_count; i > 0; i--) {
        if (!isnan(line_at(&result->points[i - 1], line)))
            return line_at(&result->points[i - 1], line);
    }
    return NAN;
}

static bool has_line(const struct spc_result *result, enum spc_line line, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        if (!isnan(line_at(&result->points[i], line)))
            return true;
    }
    return false;
}

/* A line over some points as steps that change half-way between them: level where it does not vary. */
static void stepped_line(struct spc_drawing *d, enum spc_line line, const char *class, size_t first, size_t count)
{
    const struct chart_frame *frame = d->frame;
    size_t end = first + count;
    bool drawing = false;
    double before = NAN;
    if (!has_line(d->result, line, first, end))
        return;
    svg_path_begin(frame->h, class);
    for (size_t i = first; i < end; i++) {
        double value = line_at(&d->result->points[i], line), left = chart_frame_before(frame, i);
        double right = i + 1 < d->result->point_count ? chart_frame_before(frame, i + 1) : frame->ground.right;
        bool ends = i + 1 == end || isnan(line_at(&d->result->points[i + 1], line));
        if (!isnan(value)) {
            double y = chart_y(&frame->plot, value);
            bool moves = !drawing || value > before || value < before;
            if (moves && drawing)
                svg_path_point(frame->h, false, left, chart_y(&frame->plot, before));
            if (moves)
                svg_path_point(frame->h, !drawing, left, y);
            if (ends)
                svg_path_point(frame->h, false, right, y);
        }
        drawing = !isnan(value);
        before = value;
    }
    svg_path_end(frame->h);
}

static void segment_lines(struct spc_drawing *d)
{
    for (size_t i = 0; i < d->result->segment_count; i++) {
        const struct spc_segment *segment = &d->result->segments[i];
        const char *limit = segment->refusal == SPC_TRIAL ? "gt-spc__limit gt-spc__limit--trial" : "gt-spc__limit";
        stepped_line(d, SPC_LINE_LOWER, limit, segment->first, segment->count);
        stepped_line(d, SPC_LINE_UPPER, limit, segment->first, segment->count);
        if (segment->refusal != SPC_SPARSE) /* the average of almost nothing says nothing */
            stepped_line(d, SPC_LINE_CENTRE, "gt-spc__centre", segment->first, segment->count);
    }
    html_literal(d->frame->h, "\n");
}

/* Is there a break between this point and the one before it across which figures are not alike? */
static bool counted_anew(const struct spc_drawing *d, size_t i)
{
    const struct spc_segment *segment = &d->result->segments[d->result->points[i].segment];
    const struct chart_break *broken = control_chart_break(d->chart, segment);
    return i == segment->first && broken && broken->counted_anew;
}

static void value_line(struct spc_drawing *d)
{
    const struct spc_point *points = d->result->points;
    svg_path_begin(d->frame->h, "gt-spc__line");
    html_literal(d->frame->h, "M0 0");
    bool drawing = false;
    for (size_t i = 0; i < d->result->point_count; i++) {
        bool known = !isnan(points[i].value);
        if (known)
            svg_path_point(d->frame->h, !drawing || counted_anew(d, i), chart_frame_x(d->frame, i),
                           chart_y(&d->frame->plot, points[i].value));
        drawing = known;
    }
    svg_path_end(d->frame->h);
}

static void figures(struct spc_drawing *d)
{
    double size = point_size(d);
    for (size_t i = 0; i < d->result->point_count; i++) {
        const struct spc_point *point = &d->result->points[i];
        if (!isnan(point->value))
            spc_shape_draw(d->frame->h, spc_shape_of(point->variation), point->excluded, chart_frame_x(d->frame, i),
                           chart_y(&d->frame->plot, point->value), size);
    }
    html_literal(d->frame->h, "\n");
}

/* ---- breaks ---- */

/* What stands at a break's line: its letter, and that it is proposed or why it is. */
static const char *break_words(const struct chart_break *broken, const struct spc_segment *segment)
{
    if (broken && broken->proposed)
        return "proposed, not yet confirmed";
    const char *reason = broken && broken->reason ? broken->reason : segment->reason;
    return reason ? reason : "limits begin anew";
}

/* Writes the words beside the line where there is more room; the letter alone where there is too little. */
static void name_break(struct spc_drawing *d, double x, char letter, const char *words, struct chart_labels *taken)
{
    struct chart_frame *frame = d->frame;
    bool to_right = frame->ground.right - x >= x - frame->ground.left;
    double room = (to_right ? frame->width - x : x) - 8;
    char *text = talloc_asprintf(frame->h->out.ctx, "%c: %s", letter, words);
    struct text_line lines[BAND_LINES];
    if (!text) {
        frame->h->out.failed = true;
        return;
    }
    size_t count = room > 70 ? lettering_wrap((struct lettering){frame->letters.size, true}, text, fmin(room, 300), lines, BAND_LINES) : 0;
    struct chart_box box = {to_right ? x : x - room, 0, to_right ? x + room : x, frame->ground.top};
    if (count == 0 || !chart_label_take(taken, box)) {
        lines[0] = (struct text_line){.text = text, .count = 1};
        count = 1;
    }
    int last = BAND_LINES - 1 + (chart_frame_has_later(frame) ? 1 : 0);
    for (size_t i = 0; i < count; i++)
        svg_text(frame->h, (struct svg_text){.x = to_right ? x + 5 : x - 5,
                                             .y = chart_frame_above(last - (int)(count - 1 - i)),
                                             .anchor = to_right ? SVG_START : SVG_END,
                                             .class = "gt-spc__break-words",
                                             .text = lines[i].text,
                                             .count = lines[i].count,
                                             .shortened = lines[i].shortened});
    talloc_free(text);
}

static void break_lines(struct spc_drawing *d)
{
    struct chart_frame *frame = d->frame;
    for (size_t i = 1; i < d->result->segment_count; i++) {
        const struct spc_segment *segment = &d->result->segments[i];
        const struct chart_break *broken = control_chart_break(d->chart, segment);
        double x = chart_frame_before(frame, segment->first);
        const char *class = broken && broken->proposed ? "gt-spc__break gt-spc__break--proposed" : "gt-spc__break";
        svg_line(frame->h, class, x, 2, x, frame->ground.bottom);
    }
}

static void break_names(struct spc_drawing *d)
{
    struct chart_frame *frame = d->frame;
    struct chart_labels taken = {.within = {0, 0, frame->width, frame->height}};
    for (size_t i = 1; i < d->result->segment_count; i++) {
        const struct spc_segment *segment = &d->result->segments[i];
        const struct chart_break *broken = control_chart_break(d->chart, segment);
        name_break(d, chart_frame_before(frame, segment->first), control_chart_letter(i), break_words(broken, segment), &taken);
    }
}

/* ---- marked days ---- */

/* The first figure that does not come before the day; the count of points where there is none. */
static size_t point_from(const struct spc_drawing *d, struct date day)
{
    size_t i = 0;
    while (i < d->result->point_count && date_compare(d->chart->points[i].at, day) < 0)
        i++;
    return i;
}

static size_t marked_day_count(const struct spc_drawing *d)
{
    size_t count = 0;
    for (size_t i = 0; i < d->chart->day_count; i++)
        count += point_from(d, d->chart->days[i].day) < d->result->point_count;
    return count;
}

/* Each marked day has a line of words to itself over the ground, under those of the breaks, so that none runs into another. */
static void marked_days(struct spc_drawing *d)
{
    struct chart_frame *frame = d->frame;
    int row = (chart_frame_has_later(frame) ? 1 : 0) + (d->result->segment_count > 1 ? BAND_LINES : 0);
    for (size_t i = 0; i < d->chart->day_count; i++) {
        size_t point = point_from(d, d->chart->days[i].day);
        if (point == d->result->point_count)
            continue;
        double x = chart_frame_before(frame, point), y = chart_frame_above(row++);
        bool to_right = frame->ground.right - x >= x - frame->ground.left;
        svg_line(frame->h, "gt-spc__day", x, y - frame->letters.size, x, frame->ground.bottom);
        svg_text(frame->h, (struct svg_text){.x = to_right ? x + 5 : x - 5, .y = y, .anchor = to_right ? SVG_START : SVG_END,
                                             .class = "gt-spc__day-words", .text = d->chart->days[i].words});
    }
}

void control_chart_series(struct chart_frame *frame, const struct control_chart *chart)
{
    struct spc_drawing d = {.frame = frame, .chart = chart, .result = chart->result};
    segment_lines(&d);
    stepped_line(&d, SPC_LINE_TARGET, "gt-spc__target", 0, d.result->point_count);
    value_line(&d);
    figures(&d);
    break_lines(&d);
}

/* ---- names ---- */

static void collect_names(const struct spc_drawing *d, struct end_names *names)
{
    const struct spc_result *result = d->result;
    const struct chart_frame *frame = d->frame;
    bool trial = result->segments[result->segment_count - 1].refusal == SPC_TRIAL;
    bool median = result->chart == SPC_RUN || result->chart == SPC_G;
    const char *const words[] = {[SPC_LINE_CENTRE] = median ? "Middle value" : "Average",
                                 [SPC_LINE_LOWER] = trial ? "Lower limit, on trial" : "Lower limit",
                                 [SPC_LINE_UPPER] = trial ? "Upper limit, on trial" : "Upper limit",
                                 [SPC_LINE_TARGET] = "Target"};
    names->count = 0;
    for (enum spc_line line = SPC_LINE_CENTRE; line <= SPC_LINE_TARGET; line++) {
        double value = line_end(result, line);
        bool sparse = line == SPC_LINE_CENTRE && result->segments[result->segment_count - 1].refusal == SPC_SPARSE;
        if (!isnan(value) && !sparse)
            end_names_add(frame, names, (struct end_name){.name = words[line], .value = value, .x = frame->ground.right,
                                                          .y = chart_y(&frame->plot, value)});
    }
    if (result->latest == result->point_count)
        return;
    const char *place = frame->narrow ? d->chart->short_place : d->chart->place;
    double latest = result->points[result->latest].value;
    end_names_add(frame, names, (struct end_name){.name = place ? place : "Latest", .value = latest, .own = true,
                                                  .x = chart_frame_x(frame, result->latest),
                                                  .y = chart_y(&frame->plot, latest)});
}

/* ---- the whole ---- */

static bool all_later(const struct chart_frame *frame)
{
    for (size_t i = 0; i < frame->point_count; i++) {
        if (!frame->points[i].later)
            return false;
    }
    return true;
}

static void lay_out(struct spc_drawing *d)
{
    struct end_names names;
    struct chart_frame *frame = d->frame;
    int lines = (chart_frame_has_later(frame) ? 1 : 0) + (d->result->segment_count > 1 ? BAND_LINES : 0) + (int)marked_day_count(d);
    frame->plot.scale = control_chart_scale(d->chart);
    frame->plot.bottom = 1; /* heights do not matter yet */
    collect_names(d, &names);
    chart_frame_lay_out(frame, end_names_width(frame, &names), lines);
}

/* The rules of the style sheet that drawings use, for a drawing that no page's style sheet reaches. */
static void own_styles(struct html *h)
{
    const struct asset *sheet = asset_find("goldthread.css");
    const char *from = sheet ? strstr(sheet->bytes, "/* Drawings: begin */") : NULL;
    const char *to = from ? strstr(from, "/* Drawings: end */") : NULL;
    if (!to) {
        h->out.failed = true;
        return;
    }
    const char *colours = strstr(sheet->bytes, ":root {"), *colours_end = colours ? strchr(colours, '}') : NULL;
    if (!colours_end) {
        h->out.failed = true;
        return;
    }
    html_literal(h, "<style>text { font: 14px \"Helvetica Neue\", Helvetica, Arial, sans-serif; }\n");
    html_add(h, colours, (size_t)(colours_end + 1 - colours));
    html_literal(h, "\n");
    html_add(h, from, (size_t)(to - from));
    html_literal(h, "</style>\n");
}

void control_chart_draw(struct html *h, const struct control_chart *chart, bool narrow, bool file, const char *description)
{
    struct end_names names;
    struct chart_frame frame = chart_frame_begin(h, narrow, chart->unit, chart->points, chart->result->point_count);
    struct spc_drawing d = {.frame = &frame, .chart = chart, .result = chart->result};
    frame.untinted = all_later(&frame);
    lay_out(&d);
    svg_begin(h, (struct svg){.width = frame.width,
                              .height = frame.height,
                              .class = narrow ? "gt-chart__drawing gt-chart__drawing--narrow" : "gt-chart__drawing",
                              .title = chart->title ? chart->title : control_chart_headline(chart->result),
                              .description = description,
                              .file = file});
    if (file)
        own_styles(h);
    chart_frame_ground(&frame);
    chart_frame_periods(&frame);
    chart_frame_missing(&frame);
    control_chart_series(&frame, chart);
    break_names(&d);
    marked_days(&d);
    collect_names(&d, &names);
    end_names_write(&frame, &names);
    svg_end(h);
}
