/* GOV.UK components around a record: summary lists and cards, sub-navigation, pagination, task lists. */
#include "ui/govuk.h"
#include "ui/marks.h"

void govuk_summary_list_begin(struct html *h, struct govuk_summary_list list)
{
    if (list.title) {
        char level = (char)('0' + (list.title_level >= 1 && list.title_level <= 6 ? list.title_level : 2));
        html_literal(h, "<div class=\"govuk-summary-card\"><div class=\"govuk-summary-card__title-wrapper\"><h");
        html_add(h, &level, 1);
        html_literal(h, " class=\"govuk-summary-card__title\">");
        govuk_link(h, (struct govuk_link){.text = list.title, .href = list.href});
        html_literal(h, "</h");
        html_add(h, &level, 1);
        html_literal(h, "></div>\n<div class=\"govuk-summary-card__content\">\n");
    }
    html_literal(h, "<dl class=\"govuk-summary-list");
    if (list.compact)
        html_literal(h, " gt-summary-list--compact");
    html_literal(h, "\">\n");
}

void govuk_summary_list_end(struct html *h, struct govuk_summary_list list)
{
    html_literal(h, "</dl>\n");
    if (list.title)
        html_literal(h, "</div></div>\n");
}

static void summary_row_open(struct html *h, const char *key, bool has_action)
{
    html_literal(h, "<div class=\"govuk-summary-list__row");
    if (!has_action)
        html_literal(h, " govuk-summary-list__row--no-actions");
    html_literal(h, "\"><dt class=\"govuk-summary-list__key\">");
    html_text(h, key);
    html_literal(h, "</dt>\n<dd class=\"govuk-summary-list__value\">");
}

void govuk_summary_row_begin(struct html *h, const char *key)
{
    summary_row_open(h, key, false);
}

void govuk_summary_row_end(struct html *h)
{
    html_literal(h, "</dd></div>\n");
}

void govuk_summary_row(struct html *h, struct govuk_summary_row row)
{
    bool has_action = row.action && html_can_link(h, row.action_href);
    summary_row_open(h, row.key, has_action);
    if (row.html.count) {
        html_markup(h, row.html);
    } else if (row.value) {
        govuk_link(h, (struct govuk_link){.text = row.value, .href = row.href});
    } else {
        html_literal(h, "<span class=\"gt-muted\">");
        html_text(h, row.absent ? row.absent : "not stated");
        html_literal(h, "</span>");
    }
    if (row.note) {
        html_literal(h, "\n<span class=\"gt-note\">");
        html_text(h, row.note);
        html_literal(h, "</span>");
    }
    html_literal(h, "</dd>");
    if (has_action) {
        html_literal(h, "\n<dd class=\"govuk-summary-list__actions\">");
        govuk_link(h, (struct govuk_link){.text = row.action, .href = row.action_href, .hidden = row.key});
        html_literal(h, "</dd>");
    }
    html_literal(h, "</div>\n");
}

void govuk_sub_navigation(struct html *h, struct govuk_sub_navigation navigation)
{
    html_literal(h, "<nav class=\"gt-views\"");
    html_attribute(h, "aria-label", navigation.label);
    html_literal(h, "><ul class=\"gt-views__list\">\n");
    for (const struct govuk_link_item *item = navigation.items; item && item->text; item++) {
        html_literal(h, "<li class=\"gt-views__item");
        if (item->current)
            html_literal(h, " gt-views__item--current");
        html_literal(h, "\"><a class=\"gt-views__link\"");
        html_address(h, "href", item->href);
        if (item->current)
            html_literal(h, " aria-current=\"page\"");
        html_literal(h, ">");
        html_text(h, item->text);
        html_literal(h, "</a></li>\n");
    }
    html_literal(h, "</ul></nav>\n");
}

static void pagination_label(struct html *h, const char *label)
{
    if (!label)
        return;
    html_literal(h, "<span class=\"govuk-visually-hidden\">:</span>\n<span class=\"govuk-pagination__link-label\">");
    html_text(h, label);
    html_literal(h, "</span>");
}

/* The arrows are drawn here, not taken from anywhere. */
#define ARROW_PREVIOUS                                                                                                 \
    "<svg class=\"govuk-pagination__icon govuk-pagination__icon--prev\" xmlns=\"http://www.w3.org/2000/svg\" "         \
    "height=\"13\" width=\"15\" aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 15 13\">"                       \
    "<path d=\"M7 1L1.5 6.5L7 12M1.5 6.5H15\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/></svg>\n"
#define ARROW_NEXT                                                                                                     \
    "<svg class=\"govuk-pagination__icon govuk-pagination__icon--next\" xmlns=\"http://www.w3.org/2000/svg\" "         \
    "height=\"13\" width=\"15\" aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 15 13\">"                       \
    "<path d=\"M8 1L13.5 6.5L8 12M13.5 6.5H0\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/></svg>\n"

void govuk_pagination(struct html *h, struct govuk_pagination pagination)
{
    if (!pagination.previous && !pagination.next)
        return;
    html_literal(h, "<nav class=\"govuk-pagination govuk-pagination--block\" aria-label=\"Pages\">\n");
    if (pagination.previous) {
        html_literal(h, "<div class=\"govuk-pagination__prev\"><a class=\"govuk-link govuk-pagination__link\"");
        html_address(h, "href", pagination.previous);
        html_literal(h, " rel=\"prev\">" ARROW_PREVIOUS
                        "<span class=\"govuk-pagination__link-title\">Previous<span class=\"govuk-visually-hidden\"> "
                        "page</span></span>");
        pagination_label(h, pagination.previous_label);
        html_literal(h, "</a></div>\n");
    }
    if (pagination.next) {
        html_literal(h, "<div class=\"govuk-pagination__next\"><a class=\"govuk-link govuk-pagination__link\"");
        html_address(h, "href", pagination.next);
        html_literal(h, " rel=\"next\">" ARROW_NEXT
                        "<span class=\"govuk-pagination__link-title\">Next<span class=\"govuk-visually-hidden\"> "
                        "page</span></span>");
        pagination_label(h, pagination.next_label);
        html_literal(h, "</a></div>\n");
    }
    html_literal(h, "</nav>\n");
}

void govuk_task_list_begin(struct html *h)
{
    html_literal(h, "<ul class=\"govuk-task-list\">\n");
}

void govuk_task_list_end(struct html *h)
{
    html_literal(h, "</ul>\n");
}

void govuk_task(struct html *h, struct govuk_task task)
{
    bool linked = html_can_link(h, task.href);
    unsigned id = html_id(h);
    html_literal(h, "<li class=\"govuk-task-list__item");
    if (linked)
        html_literal(h, " govuk-task-list__item--with-link");
    html_literal(h, "\"><div class=\"govuk-task-list__name-and-hint\">");
    if (linked) {
        html_literal(h, "<a class=\"govuk-link govuk-task-list__link\"");
        html_address(h, "href", task.href);
        html_literal(h, " aria-describedby=\"task-status-");
        html_integer(h, id);
        html_literal(h, "\">");
        html_text(h, task.title);
        html_literal(h, "</a>");
    } else {
        html_literal(h, "<div>");
        html_text(h, task.title);
        html_literal(h, "</div>");
    }
    for (const char *hint = task.hint; hint && *hint; hint += strcspn(hint, "\n"), hint += *hint == '\n') {
        html_literal(h, "\n<div class=\"govuk-task-list__hint\">");
        html_text_n(h, hint, strcspn(hint, "\n"));
        html_literal(h, "</div>");
    }
    html_literal(h, "</div>\n<div class=\"govuk-task-list__status\" id=\"task-status-");
    html_integer(h, id);
    html_literal(h, "\">");
    if (task.mark)
        status_mark(h, (struct status_mark){.state = task.mark, .word = task.status});
    else
        html_text(h, task.status);
    html_literal(h, "</div></li>\n");
}
