/* Sections, columns, cards and timelines. */
#include "ui/layout.h"

#include "ui/govuk.h"

void section_begin(struct html *h, struct section section)
{
    unsigned id = html_id(h);
    html_literal(h, "<section class=\"gt-section");
    if (section.set_apart)
        html_literal(h, " gt-section--set-apart");
    if (section.page_break)
        html_literal(h, " gt-section--new-page");
    html_literal(h, "\" aria-labelledby=\"");
    if (section.id) {
        html_text(h, section.id);
    } else {
        html_literal(h, "section-");
        html_integer(h, id);
    }
    html_literal(h, "\">\n");
    char own[32];
    snprintf(own, sizeof own, "section-%u", id);
    govuk_heading(h, (struct govuk_heading){
                         .text = section.heading, .level = section.level, .id = section.id ? section.id : own});
}

void section_end(struct html *h)
{
    html_literal(h, "</section>\n");
}

void columns_begin(struct html *h)
{
    html_literal(h, "<div class=\"govuk-grid-row\">\n");
}

void column_begin(struct html *h, enum columns_width width)
{
    static const char *const classes[] = {
        [COLUMN_TWO_THIRDS] = "govuk-grid-column-two-thirds", [COLUMN_ONE_THIRD] = "govuk-grid-column-one-third",
        [COLUMN_HALF] = "govuk-grid-column-one-half", [COLUMN_FULL] = "govuk-grid-column-full"};
    html_literal(h, "<div");
    html_attribute(h, "class", classes[width]);
    html_literal(h, ">\n");
}

void column_end(struct html *h)
{
    html_literal(h, "</div>\n");
}

void columns_end(struct html *h)
{
    html_literal(h, "</div>\n");
}

void cards_begin(struct html *h, struct cards cards)
{
    html_literal(h, "<ul class=\"gt-cards");
    if (cards.narrow)
        html_literal(h, " gt-cards--narrow");
    html_literal(h, "\"");
    html_attribute(h, "aria-label", cards.label);
    html_literal(h, ">\n");
}

void cards_end(struct html *h)
{
    html_literal(h, "</ul>\n");
}

void card_begin(struct html *h, struct card card)
{
    html_literal(h, "<li class=\"gt-card\">\n");
    if (card.figure) {
        html_literal(h, "<p class=\"gt-card__figure\"><span class=\"gt-card__number\">");
        html_text(h, card.figure);
        html_literal(h, "</span> ");
        govuk_link(h, (struct govuk_link){.text = card.figure_words, .href = card.title ? NULL : card.href});
        html_literal(h, "</p>\n");
    }
    if (card.title)
        govuk_heading(h, (struct govuk_heading){.text = card.title, .id = card.id, .href = card.href,
                                                .level = card.level ? card.level : 3, .size = GOVUK_SIZE_S});
    if (card.text)
        govuk_paragraph(h, (struct govuk_paragraph){.text = card.text, .small = true});
}

void card_end(struct html *h)
{
    html_literal(h, "</li>\n");
}

void card(struct html *h, struct card card)
{
    card_begin(h, card);
    card_end(h);
}

void timeline_begin(struct html *h)
{
    html_literal(h, "<ol class=\"gt-timeline\">\n");
}

void timeline_end(struct html *h)
{
    html_literal(h, "</ol>\n");
}

void timeline_entry_begin(struct html *h, struct timeline_entry entry)
{
    html_literal(h, "<li class=\"gt-timeline__entry");
    if (entry.gap)
        html_literal(h, " gt-timeline__entry--gap");
    if (entry.later)
        html_literal(h, " gt-timeline__entry--later");
    html_literal(h, "\">");
    if (entry.when) {
        html_literal(h, "<p class=\"gt-timeline__when\"><time");
        html_attribute(h, "datetime", entry.when_iso);
        html_literal(h, ">");
        html_text(h, entry.when);
        html_literal(h, "</time></p>\n");
    }
    html_literal(h, "<p class=\"gt-timeline__title\">");
    govuk_link(h, (struct govuk_link){.text = entry.title, .href = entry.href, .strong = !entry.gap});
    if (entry.by) {
        html_literal(h, " <span class=\"gt-muted\">by ");
        html_text(h, entry.by);
        html_literal(h, "</span>");
    }
    html_literal(h, "</p>\n");
    if (entry.text)
        govuk_paragraph(h, (struct govuk_paragraph){.text = entry.text});
}

void timeline_entry_end(struct html *h)
{
    html_literal(h, "</li>\n");
}

void timeline_entry(struct html *h, struct timeline_entry entry)
{
    timeline_entry_begin(h, entry);
    timeline_entry_end(h);
}
