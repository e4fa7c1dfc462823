/* Bars that compare places: a table of figures whose cells also draw them, so that nothing needs a second form. */
#include "ui/chart_scale.h"

#include "ui/govuk.h"

#include <math.h>
#include <talloc.h>

/* The end of the scale: the largest value, or 100 where the figures are per cent and come near it. */
static double scale_end(const struct bar_chart *chart)
{
    double largest = 0;
    for (size_t i = 0; i < chart->bar_count; i++) {
        if (!chart->bars[i].missing)
            largest = fmax(largest, chart->bars[i].value);
    }
    bool percent = chart->unit.suffix && strcmp(chart->unit.suffix, "%") == 0;
    return percent && largest > 50 && largest <= 100 ? 100 : largest;
}

/* The bar is stretched to the cell's width, so that it is right in every window without a style of its own. */
static void draw_bar(struct html *h, const struct bar *bar, double end)
{
    html_literal(h, "<svg class=\"gt-bar__drawing\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" "
                    "focusable=\"false\">");
    if (!bar->missing && end > 0)
        svg_rect(h, bar->own ? "gt-bar__own" : bar->summary ? "gt-bar__summary" : "gt-bar__other", 0, 0,
                 100 * fmax(bar->value, 0) / end, 10);
    html_literal(h, "</svg>");
}

static void bar_row(struct html *h, const struct bar_chart *chart, const struct bar *bar, double end)
{
    struct chart_point point = {.value = bar->value, .missing = bar->missing};
    char *figure = chart_figure(h->out.ctx, chart->unit, &point);
    if (!figure)
        h->out.failed = true;
    html_literal(h, "<tr class=\"gt-bar");
    if (bar->own)
        html_literal(h, " gt-bar--own");
    if (bar->summary)
        html_literal(h, " gt-bar--summary");
    html_literal(h, "\"><th scope=\"row\" class=\"gt-bar__label\">");
    govuk_link(h, (struct govuk_link){.text = bar->label, .href = bar->href});
    html_literal(h, "</th><td class=\"gt-bar__cell\"><span class=\"gt-bar__pair\">");
    draw_bar(h, bar, end);
    if (bar->missing)
        html_literal(h, "<span class=\"gt-bar__none\">");
    else
        html_literal(h, "<span class=\"gt-bar__figure\">");
    html_text(h, figure);
    html_literal(h, "</span></span></td></tr>\n");
    talloc_free(figure);
}

void bar_chart(struct html *h, const struct bar_chart *chart)
{
    char id[32];
    snprintf(id, sizeof id, "bars-%u", html_id(h));
    html_literal(h, "<figure class=\"gt-chart\" aria-labelledby=\"");
    html_text(h, id);
    html_literal(h, "\">\n");
    govuk_heading(h, (struct govuk_heading){.text = chart->title, .level = chart->heading_level ? chart->heading_level : 3,
                                            .size = GOVUK_SIZE_S, .id = id});
    html_literal(h, "<table class=\"gt-bars\">");
    if (chart->subtitle) {
        html_literal(h, "<caption class=\"gt-chart__subtitle gt-bars__caption\">");
        html_text(h, chart->subtitle);
        html_literal(h, "</caption>");
    }
    html_literal(h, "\n<thead><tr><th scope=\"col\" class=\"gt-bars__head\">");
    html_text(h, chart->what);
    html_literal(h, "</th><th scope=\"col\" class=\"gt-bars__head\">");
    html_text(h, chart->value);
    html_literal(h, "</th></tr></thead>\n<tbody>\n");
    double end = scale_end(chart);
    for (size_t i = 0; i < chart->bar_count; i++)
        bar_row(h, chart, &chart->bars[i], end);
    html_literal(h, "</tbody></table>\n");
    if (chart->source) {
        html_literal(h, "<p class=\"gt-chart__notes gt-chart__source\">Source: ");
        html_text(h, chart->source);
        html_literal(h, "</p>\n");
    }
    html_literal(h, "</figure>\n");
}
