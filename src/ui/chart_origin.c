/* What stands in words wherever figures are shown: where they are from and how they were counted; and a figure that stands alone. */
#include "ui/chart_frame.h"

#include "ui/govuk.h"

#include <ctype.h>
#include <talloc.h>

void chart_origin_words(struct html *h, const struct chart_origin *origin, bool series)
{
    if (!origin->source)
        return;
    html_text(h, "Source: ");
    govuk_link(h, (struct govuk_link){.text = origin->source, .href = origin->href});
    if (origin->published)
        html_format(h, ", %s %s", series ? "last figure published" : "published", origin->published);
    html_text(h, ".");
    if (origin->basis)
        html_format(h, " Basis: %c%s.", tolower((unsigned char)origin->basis[0]), origin->basis + 1);
}

void chart_origin_note(struct html *h, const struct chart_origin *origin, bool series)
{
    if (!origin->source)
        return;
    html_literal(h, "<li class=\"gt-chart__source\">");
    chart_origin_words(h, origin, series);
    html_literal(h, "</li>\n");
}

void chart_one_figure(struct html *h, struct chart_unit unit, const struct chart_point *point)
{
    char *figure = chart_figure(h->out.ctx, unit, point);
    if (!figure)
        h->out.failed = true;
    html_literal(h, "<p class=\"gt-card__latest\"><span class=\"gt-card__number\">");
    html_text(h, figure);
    html_literal(h, "</span>");
    html_text(h, unit.after);
    html_literal(h, ", ");
    html_text(h, point->label);
    html_literal(h, "</p>\n");
    talloc_free(figure);
}
