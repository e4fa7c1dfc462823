/* A measure on the wall: its name, latest figure and a small drawing of the series, all cards drawn to one size. */
#include "ui/chart_spc_draw.h"

#include "ui/govuk.h"
#include "ui/marks.h"

#include <math.h>
#include <talloc.h>

#define PERIOD_ROOM 9 /* letters of a period that fit beside another; a longer one is named by its last month */
#define WIDTH 250 /* that of a card's inside in a window of 320 px */
#define HEIGHT 100
#define TOP 8
#define BOTTOM 72

struct card_drawing {
    struct html *h;
    const struct measure_card *card;
    struct chart_plot plot;
    size_t first, last; /* points with a value; first > last: none */
};

static void find_ends(struct card_drawing *d)
{
    d->first = 1;
    d->last = 0;
    bool found = false;
    for (size_t i = 0; i < d->card->point_count; i++) {
        if (d->card->points[i].missing)
            continue;
        if (!found)
            d->first = i;
        d->last = i;
        found = true;
    }
}

static void set_plot(struct card_drawing *d)
{
    const struct measure_card *card = d->card;
    double lowest = card->has_target ? card->target : INFINITY, highest = card->has_target ? card->target : -INFINITY;
    for (size_t i = d->first; i <= d->last; i++) {
        if (card->points[i].missing)
            continue;
        lowest = fmin(lowest, card->points[i].value);
        highest = fmax(highest, card->points[i].value);
    }
    for (size_t i = 0; card->control && i < card->control->result->point_count; i++) { /* the limits too; fmin passes NAN over */
        lowest = fmin(lowest, card->control->result->points[i].lower);
        highest = fmax(highest, card->control->result->points[i].upper);
    }
    d->plot = (struct chart_plot){.left = 8, .right = WIDTH - 10, .top = TOP, .bottom = BOTTOM,
                                  .first_day = card->points[0].at.days,
                                  .last_day = card->points[card->point_count - 1].at.days};
    d->plot.scale = chart_scale_for(lowest, highest, card->unit, 4);
    /* A small picture spends no height on round ends: the line fills it. */
    if (highest > lowest) {
        d->plot.scale.to = highest;
        d->plot.scale.from = d->plot.scale.from > 0 || lowest < 0 ? lowest : 0;
    }
}

static void card_control(struct card_drawing *d)
{
    struct chart_frame frame = {.h = d->h, .width = WIDTH, .height = HEIGHT, .points = d->card->points,
                                .point_count = d->card->point_count, .plot = d->plot,
                                .ground = {.left = 2, .top = 0, .right = WIDTH - 2, .bottom = BOTTOM + 6}};
    control_chart_series(&frame, d->card->control);
}

static void card_line(struct card_drawing *d)
{
    svg_path_begin(d->h, "gt-run__line gt-run__line--own");
    bool broken = true;
    for (size_t i = d->first; i <= d->last; i++) {
        const struct chart_point *point = &d->card->points[i];
        if (!point->missing)
            svg_path_point(d->h, broken, chart_x(&d->plot, point->at), chart_y(&d->plot, point->value));
        broken = point->missing;
    }
    svg_path_end(d->h);
    for (size_t i = d->first; i <= d->last; i++) {
        const struct chart_point *point = &d->card->points[i];
        if (!point->missing)
            svg_circle(d->h, point->later ? "gt-run__point gt-run__point--later" : "gt-run__point",
                       chart_x(&d->plot, point->at), chart_y(&d->plot, point->value), i == d->last ? 5 : 3.5);
    }
}

/* "2018: 80%" under one end of the line: the period and its figure, or that there is none. */
static void end_words(struct card_drawing *d, size_t i, enum svg_anchor anchor)
{
    const struct chart_point *point = &d->card->points[i];
    char number[CHART_NUMBER_ROOM], words[CHART_NUMBER_ROOM + 80], period[CHART_NUMBER_ROOM];
    struct civil day = date_to_civil(point->at);
    if (strlen(point->label) <= PERIOD_ROOM)
        snprintf(period, sizeof period, "%s", point->label);
    else
        snprintf(period, sizeof period, "%.3s %d", date_month_name(day.month), day.year);
    if (point->missing)
        snprintf(words, sizeof words, "%s: no figure", period);
    else
        snprintf(words, sizeof words, "%s: %s%s", period,
                 chart_number(number, point->value, d->card->unit.decimals), d->card->unit.suffix ? d->card->unit.suffix : "");
    svg_text(d->h, (struct svg_text){.x = anchor == SVG_END ? WIDTH : 0, .y = HEIGHT - 4, .anchor = anchor,
                                     .class = "gt-run__axis-words", .text = words});
}

/* The card in the window's own words: drawings of cards are described by their ends only. */
static char *card_words(const struct card_drawing *d)
{
    const struct measure_card *card = d->card;
    const void *ctx = d->h->out.ctx;
    if (card->control && card->finding)
        return talloc_strdup(ctx, card->finding);
    char *from = chart_figure(ctx, card->unit, &card->points[d->first]);
    char *to = chart_figure(ctx, card->unit, &card->points[d->last]);
    char *words = NULL;
    if (from && to)
        words = talloc_asprintf(ctx, "From %s (%s) to %s (%s).", from, card->points[d->first].label, to,
                                card->points[d->last].label);
    talloc_free(from);
    talloc_free(to);
    return words;
}

static void card_drawing(struct card_drawing *d)
{
    const struct measure_card *card = d->card;
    char *words = card_words(d);
    if (!words)
        d->h->out.failed = true;
    svg_begin(d->h, (struct svg){.width = WIDTH, .height = HEIGHT, .class = "gt-card__drawing", .title = card->title,
                                 .description = words});
    svg_line(d->h, "gt-run__axis", 0, BOTTOM + 6, WIDTH, BOTTOM + 6);
    if (card->has_target) {
        double y = chart_y(&d->plot, card->target);
        svg_line(d->h, "gt-run__wanted", 2, y, WIDTH - 2, y);
    }
    if (card->control)
        card_control(d);
    else
        card_line(d);
    end_words(d, 0, SVG_START);
    end_words(d, card->point_count - 1, SVG_END);
    svg_end(d->h);
    talloc_free(words);
}

/* The one figure there is is not the latest asked for. */
static void no_latest(struct html *h, const struct chart_point *latest)
{
    govuk_paragraph_begin(h, (struct govuk_paragraph){.small = true, .muted = true});
    html_format(h, "%s: no figure", latest->label);
    govuk_paragraph_end(h);
}

void measure_card(struct html *h, const struct measure_card *card)
{
    struct card_drawing drawing = {.h = h, .card = card};
    find_ends(&drawing);
    html_literal(h, "<li class=\"gt-card gt-card--measure\">\n");
    govuk_heading(h, (struct govuk_heading){.text = card->title, .href = card->href,
                                            .level = card->heading_level ? card->heading_level : 3, .size = GOVUK_SIZE_S});
    if (card->lead)
        govuk_paragraph(h, (struct govuk_paragraph){.text = card->lead});
    if (card->series)
        govuk_paragraph(h, (struct govuk_paragraph){.text = card->series, .small = true, .muted = true});
    if (drawing.first > drawing.last) {
        govuk_paragraph(h, (struct govuk_paragraph){.text = "No figure is published for this place.", .small = true, .muted = true});
    } else {
        set_plot(&drawing);
        if (card->control)
            control_icons(h, (struct control_icons){.result = card->control->result, .small = true});
        chart_one_figure(h, card->unit, &card->points[drawing.last]);
        if (drawing.first < drawing.last)
            card_drawing(&drawing);
        else if (drawing.last + 1 < card->point_count)
            no_latest(h, &card->points[card->point_count - 1]);
    }
    for (size_t i = 0; i < card->mark_count; i++) {
        html_literal(h, "<p class=\"gt-card__mark\">");
        status_mark(h, (struct status_mark){.state = card->marks[i].state, .word = card->marks[i].word});
        html_literal(h, "</p>\n");
    }
    if (card->finding)
        govuk_paragraph(h, (struct govuk_paragraph){.text = card->finding, .small = true});
    if (card->compare)
        govuk_paragraph(h, (struct govuk_paragraph){.text = card->compare, .small = true, .muted = true});
    if (card->origin.source || card->caveat) {
        html_literal(h, "<p class=\"gt-card__origin\">");
        chart_origin_words(h, &card->origin, drawing.first < drawing.last);
        html_text(h, card->origin.source && card->caveat ? " " : "");
        html_text(h, card->caveat);
        html_literal(h, "</p>\n");
    }
    html_literal(h, "</li>\n");
}
