/* GOV.UK components of running text: headings, paragraphs, links, lists, tags, inset and warning text, details, banners. */
#include "ui/govuk.h"

static int heading_level(struct govuk_heading heading)
{
    return heading.level >= 1 && heading.level <= 6 ? heading.level : 2;
}

static const char *size_letter(struct govuk_heading heading)
{
    static const char *const of_size[] = {[GOVUK_SIZE_XL] = "xl", [GOVUK_SIZE_L] = "l", [GOVUK_SIZE_M] = "m",
                                          [GOVUK_SIZE_S] = "s"};
    static const char *const of_level[] = {"m", "l", "m", "s", "s", "s", "s"};
    if (heading.size > GOVUK_SIZE_OF_LEVEL && heading.size <= GOVUK_SIZE_S)
        return of_size[heading.size];
    return of_level[heading_level(heading)];
}

static void heading_tag(struct html *h, const char *before, struct govuk_heading heading)
{
    html_add(h, before, strlen(before));
    char digit = (char)('0' + heading_level(heading));
    html_add(h, &digit, 1);
}

void govuk_heading(struct html *h, struct govuk_heading heading)
{
    const char *size = size_letter(heading);
    heading_tag(h, "<h", heading);
    html_literal(h, " class=\"govuk-heading-");
    html_text(h, size);
    html_literal(h, "\"");
    html_attribute(h, "id", heading.id);
    html_literal(h, ">");
    if (heading.caption) {
        html_literal(h, "<span class=\"govuk-caption-");
        html_text(h, size[0] == 's' ? "m" : size);
        html_literal(h, "\">");
        html_text(h, heading.caption);
        html_literal(h, "</span> ");
    }
    if (heading.href)
        govuk_link(h, (struct govuk_link){.text = heading.text, .href = heading.href});
    else
        html_text(h, heading.text);
    heading_tag(h, "</h", heading);
    html_literal(h, ">\n");
}

void govuk_paragraph_begin(struct html *h, struct govuk_paragraph paragraph)
{
    html_literal(h, "<p class=\"");
    if (paragraph.lead)
        html_literal(h, "govuk-body-l");
    else if (paragraph.small)
        html_literal(h, "govuk-body-s");
    else
        html_literal(h, "govuk-body");
    if (paragraph.muted)
        html_literal(h, " gt-muted");
    html_literal(h, "\">");
    html_text(h, paragraph.text);
}

void govuk_paragraph_end(struct html *h)
{
    html_literal(h, "</p>\n");
}

void govuk_paragraph(struct html *h, struct govuk_paragraph paragraph)
{
    govuk_paragraph_begin(h, paragraph);
    govuk_paragraph_end(h);
}

void govuk_link(struct html *h, struct govuk_link link)
{
    bool linked = html_can_link(h, link.href);
    if (linked) {
        html_literal(h, "<a class=\"govuk-link");
        if (link.no_visited)
            html_literal(h, " govuk-link--no-visited-state");
        if (link.strong)
            html_literal(h, " govuk-!-font-weight-bold");
        html_literal(h, "\"");
        html_address(h, "href", link.href);
        html_attribute(h, "aria-current", link.current);
        html_attribute(h, "rel", link.rel);
        if (link.download)
            html_literal(h, " download");
        html_literal(h, ">");
    } else if (link.strong) {
        html_literal(h, "<strong>");
    }
    html_text(h, link.text);
    if (link.hidden)
        govuk_hidden(h, link.hidden);
    if (linked)
        html_literal(h, "</a>");
    else if (link.strong)
        html_literal(h, "</strong>");
}

void govuk_strong(struct html *h, const char *text)
{
    html_literal(h, "<strong>");
    html_text(h, text);
    html_literal(h, "</strong>");
}

void govuk_hidden(struct html *h, const char *text)
{
    html_literal(h, "<span class=\"govuk-visually-hidden\"> ");
    html_text(h, text);
    html_literal(h, "</span>");
}

void govuk_list_begin(struct html *h, struct govuk_list list)
{
    if (list.kind == GOVUK_LIST_NUMBER)
        html_literal(h, "<ol class=\"govuk-list govuk-list--number");
    else if (list.kind == GOVUK_LIST_PLAIN)
        html_literal(h, "<ul class=\"govuk-list");
    else
        html_literal(h, "<ul class=\"govuk-list govuk-list--bullet");
    if (list.spaced)
        html_literal(h, " govuk-list--spaced");
    html_literal(h, "\">\n");
    for (size_t i = 0; list.items && list.items[i]; i++)
        govuk_list_item(h, list.items[i]);
}

void govuk_list_end(struct html *h, struct govuk_list list)
{
    if (list.kind == GOVUK_LIST_NUMBER)
        html_literal(h, "</ol>\n");
    else
        html_literal(h, "</ul>\n");
}

void govuk_list(struct html *h, struct govuk_list list)
{
    govuk_list_begin(h, list);
    govuk_list_end(h, list);
}

void govuk_list_item_begin(struct html *h)
{
    html_literal(h, "<li>");
}

void govuk_list_item_end(struct html *h)
{
    html_literal(h, "</li>\n");
}

void govuk_list_item(struct html *h, const char *text)
{
    govuk_list_item_begin(h);
    html_text(h, text);
    govuk_list_item_end(h);
}

void govuk_tag(struct html *h, struct govuk_tag tag)
{
    html_literal(h, "<strong class=\"govuk-tag");
    if (tag.colour) {
        html_literal(h, " govuk-tag--");
        html_text(h, tag.colour);
    }
    html_literal(h, "\">");
    html_text(h, tag.text);
    html_literal(h, "</strong>");
}

void govuk_inset_begin(struct html *h)
{
    html_literal(h, "<div class=\"govuk-inset-text\">\n");
}

void govuk_inset_end(struct html *h)
{
    html_literal(h, "</div>\n");
}

void govuk_inset(struct html *h, const char *text)
{
    html_literal(h, "<div class=\"govuk-inset-text\">");
    html_text(h, text);
    govuk_inset_end(h);
}

void govuk_warning(struct html *h, const char *text)
{
    html_literal(h, "<div class=\"govuk-warning-text\"><span class=\"govuk-warning-text__icon\" aria-hidden=\"true\">!"
                    "</span>\n<strong class=\"govuk-warning-text__text\"><span class=\"govuk-visually-hidden\">Warning: "
                    "</span>");
    html_text(h, text);
    html_literal(h, "</strong></div>\n");
}

void govuk_details_begin(struct html *h, struct govuk_details details)
{
    html_literal(h, "<details class=\"govuk-details\"");
    if (details.open)
        html_literal(h, " open");
    html_literal(h, "><summary class=\"govuk-details__summary\"><span class=\"govuk-details__summary-text\">");
    html_text(h, details.summary);
    html_literal(h, "</span></summary>\n<div class=\"govuk-details__text\">\n");
    if (details.text)
        govuk_paragraph(h, (struct govuk_paragraph){.text = details.text});
}

void govuk_details_end(struct html *h)
{
    html_literal(h, "</div></details>\n");
}

void govuk_details(struct html *h, struct govuk_details details)
{
    govuk_details_begin(h, details);
    govuk_details_end(h);
}

void govuk_notification(struct html *h, struct govuk_notification notification)
{
    unsigned id = html_id(h);
    html_literal(h, "<div class=\"govuk-notification-banner");
    if (notification.success)
        html_literal(h, " govuk-notification-banner--success");
    html_literal(h, "\" data-module=\"govuk-notification-banner\" aria-labelledby=\"notification-");
    html_integer(h, id);
    if (notification.success)
        html_literal(h, "\" role=\"alert\">");
    else
        html_literal(h, "\" role=\"region\">");
    html_literal(h, "<div class=\"govuk-notification-banner__header\">"
                    "<h2 class=\"govuk-notification-banner__title\" id=\"notification-");
    html_integer(h, id);
    html_literal(h, "\">");
    html_text(h, notification.title ? notification.title : notification.success ? "Success" : "Important");
    html_literal(h, "</h2></div>\n<div class=\"govuk-notification-banner__content\">"
                    "<p class=\"govuk-notification-banner__heading\">");
    html_text(h, notification.heading);
    html_literal(h, "</p>");
    if (notification.text)
        govuk_paragraph(h, (struct govuk_paragraph){.text = notification.text});
    html_literal(h, "</div></div>\n");
}

void govuk_section_break(struct html *h)
{
    html_literal(h, "<hr class=\"govuk-section-break govuk-section-break--l govuk-section-break--visible\">\n");
}
