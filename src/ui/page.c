/* The frame around every page, for the site and for a file that stands alone. */
#include "ui/page.h"

#include "ui/assets.h"

#include <ctype.h>

static const char *home_of(const struct page *page)
{
    return page->home ? page->home : "/";
}

/* A style sheet's own bytes inside the page. They are ours and hold no "</style", which a test makes sure of. */
static void inline_style(struct html *h, const char *name)
{
    const struct asset *asset = asset_find(name);
    if (!asset)
        return;
    html_literal(h, "<style>");
    html_add(h, asset->bytes, asset->count);
    html_literal(h, "</style>\n");
}

/* A text as a style sheet's string: what could end the string or the style is written by its number. */
static void style_string(struct html *h, const char *text)
{
    char escape[8];
    html_literal(h, "\"");
    for (const char *c = text ? text : ""; *c; c++) {
        if ((unsigned char)*c >= 0x80 || isalnum((unsigned char)*c) || strchr(" .,;:()-", *c)) {
            html_add(h, c, 1);
            continue;
        }
        int length = snprintf(escape, sizeof escape, "\\%x ", (unsigned)(unsigned char)*c);
        html_add(h, escape, (size_t)length);
    }
    html_literal(h, "\"");
}

/* On paper every page says what kind of copy it is, of what, and which page. */
static void paper_margins(struct html *h, const struct page *page)
{
    html_literal(h, "<style>@page{margin:14mm 14mm 13mm;font-family:Helvetica,Arial,sans-serif;font-size:8pt;color:#383f43");
    if (page->banner) {
        html_literal(h, ";@top-center{content:");
        style_string(h, page->banner);
        html_literal(h, "}");
    }
    html_literal(h, ";@bottom-left{content:");
    style_string(h, page->title);
    html_literal(h, "}@bottom-right{content:\"Page \" counter(page) \" of \" counter(pages)}}</style>\n");
}

static void head_files(struct html *h, const struct page *page)
{
    if (h->place == HTML_STANDALONE) {
        html_literal(h, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n");
        inline_style(h, "govuk.css");
        inline_style(h, "goldthread.css");
        paper_margins(h, page);
        return;
    }
    html_literal(h, "<link rel=\"stylesheet\"");
    html_attribute(h, "href", asset_address("govuk.css"));
    html_literal(h, ">\n<link rel=\"stylesheet\"");
    html_attribute(h, "href", asset_address("goldthread.css")); /* last: it sets the colours anew */
    html_literal(h, ">\n<link rel=\"icon\" type=\"image/svg+xml\"");
    html_attribute(h, "href", asset_address("favicon.svg"));
    html_literal(h, ">\n");
}

static void head_alternate(struct html *h, const char *type, const char *address)
{
    if (!address || !html_can_link(h, address))
        return;
    html_literal(h, "<link rel=\"alternate\"");
    html_attribute(h, "type", type);
    html_address(h, "href", address);
    html_literal(h, ">\n");
}

static void head(struct html *h, const struct page *page)
{
    html_literal(h, "<!DOCTYPE html>\n<html lang=\"en-GB\" class=\"govuk-template\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    if (page->error)
        html_literal(h, "Error: ");
    html_text(h, page->title);
    if (page->partnership) {
        html_literal(h, " – ");
        html_text(h, page->partnership);
    }
    html_literal(h, "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n"
                    "<meta name=\"theme-color\" content=\"#12436d\">\n");
    if (page->description) {
        html_literal(h, "<meta name=\"description\"");
        html_attribute(h, "content", page->description);
        html_literal(h, ">\n");
    }
    if (page->private)
        html_literal(h, "<meta name=\"robots\" content=\"noindex\">\n");
    if (page->path && html_can_link(h, page->path)) {
        html_literal(h, "<link rel=\"canonical\"");
        html_address(h, "href", page->path);
        html_literal(h, ">\n");
    }
    head_files(h, page);
    head_alternate(h, "text/csv", page->csv);
    head_alternate(h, "application/json", page->json);
    html_literal(h, "</head>\n");
}

static void service_navigation(struct html *h, const struct page *page)
{
    if (!page->navigation || h->place == HTML_STANDALONE)
        return;
    html_literal(h, "<section aria-label=\"Service information\" class=\"govuk-service-navigation\" "
                    "data-module=\"govuk-service-navigation\"><div class=\"govuk-width-container\">"
                    "<div class=\"govuk-service-navigation__container\">\n"
                    "<nav aria-label=\"Menu\" class=\"govuk-service-navigation__wrapper\">"
                    "<button type=\"button\" class=\"govuk-service-navigation__toggle govuk-js-service-navigation-toggle\" "
                    "aria-controls=\"navigation\" hidden aria-hidden=\"true\">Menu</button>\n"
                    "<ul class=\"govuk-service-navigation__list\" id=\"navigation\">\n");
    for (const struct govuk_link_item *item = page->navigation; item->text; item++) {
        html_literal(h, "<li class=\"govuk-service-navigation__item");
        if (item->current)
            html_literal(h, " govuk-service-navigation__item--active");
        html_literal(h, "\"><a class=\"govuk-service-navigation__link\"");
        html_address(h, "href", item->href);
        if (item->current)
            html_literal(h, " aria-current=\"true\"><strong class=\"govuk-service-navigation__active-fallback\">");
        else
            html_literal(h, ">");
        html_text(h, item->text);
        if (item->current)
            html_literal(h, "</strong>");
        html_literal(h, "</a></li>\n");
    }
    html_literal(h, "</ul></nav></div></div></section>\n");
}

static void banner(struct html *h, const struct page *page)
{
    if (!page->banner)
        return;
    html_literal(h, "<div class=\"govuk-phase-banner govuk-width-container\"><p class=\"govuk-phase-banner__content\">"
                    "<strong class=\"govuk-tag govuk-phase-banner__content__tag\">");
    html_text(h, page->banner_tag ? page->banner_tag : "Note");
    html_literal(h, "</strong> <span class=\"govuk-phase-banner__text\">");
    html_text(h, page->banner);
    html_literal(h, "</span></p></div>\n");
}

static void header(struct html *h, const struct page *page)
{
    html_literal(h, "<header class=\"govuk-template__header\">\n<div class=\"govuk-generic-header\">"
                    "<div class=\"govuk-generic-header__container govuk-width-container\">"
                    "<div class=\"govuk-generic-header__logo\">");
    if (html_can_link(h, home_of(page))) {
        html_literal(h, "<a class=\"govuk-generic-header__homepage-link\"");
        html_address(h, "href", home_of(page));
        html_literal(h, ">");
        html_text(h, page->partnership);
        html_literal(h, "</a>");
    } else {
        html_literal(h, "<span class=\"govuk-generic-header__homepage-link\">");
        html_text(h, page->partnership);
        html_literal(h, "</span>");
    }
    html_literal(h, "</div></div></div>\n");
    service_navigation(h, page);
    banner(h, page);
    html_literal(h, "</header>\n");
}

static void breadcrumbs(struct html *h, const struct page *page)
{
    if (!page->breadcrumbs || h->place == HTML_STANDALONE)
        return;
    html_literal(h, "<nav class=\"govuk-breadcrumbs\" aria-label=\"Breadcrumb\"><ol class=\"govuk-breadcrumbs__list\">\n");
    for (const struct govuk_link_item *item = page->breadcrumbs; item->text; item++) {
        html_literal(h, "<li class=\"govuk-breadcrumbs__list-item\"><a class=\"govuk-breadcrumbs__link\"");
        html_address(h, "href", item->href);
        html_literal(h, ">");
        html_text(h, item->text);
        html_literal(h, "</a></li>\n");
    }
    html_literal(h, "</ol></nav>\n");
}

void page_begin(struct html *h, const struct page *page)
{
    head(h, page);
    html_literal(h, "<body class=\"govuk-template__body\">");
    if (h->place == HTML_WEB) {
        html_literal(h, "<script");
        html_attribute(h, "src", asset_address("boot.js"));
        html_literal(h, "></script>");
    }
    html_literal(h, "\n<a href=\"#main-content\" class=\"govuk-skip-link\" data-module=\"govuk-skip-link\">Skip to main "
                    "content</a>\n");
    header(h, page);
    html_literal(h, "<div class=\"govuk-width-container\">\n");
    breadcrumbs(h, page);
    html_literal(h, "<main class=\"govuk-main-wrapper\" id=\"main-content\">\n");
}

static void footer(struct html *h, const struct page *page)
{
    html_literal(h, "<footer class=\"govuk-template__footer\"><div class=\"govuk-footer\">"
                    "<div class=\"govuk-width-container\">\n");
    if (page->footer && page->footer->text && h->place == HTML_WEB) {
        html_literal(h, "<h2 class=\"govuk-visually-hidden\">About this site</h2>\n"
                        "<ul class=\"govuk-footer__inline-list\">\n");
        for (const struct govuk_link_item *item = page->footer; item->text; item++) {
            html_literal(h, "<li class=\"govuk-footer__inline-list-item\"><a class=\"govuk-footer__link\"");
            html_address(h, "href", item->href);
            html_literal(h, ">");
            html_text(h, item->text);
            html_literal(h, "</a></li>\n");
        }
        html_literal(h, "</ul>\n");
    }
    if (page->licence) {
        html_literal(h, "<p class=\"gt-footer__line\">");
        html_text(h, page->licence);
        html_literal(h, " <a class=\"govuk-footer__link\" rel=\"license\" "
                        "href=\"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/\">"
                        "Open Government Licence v3.0</a></p>\n");
    }
    if (page->note) {
        html_literal(h, "<p class=\"gt-footer__line\">");
        html_text(h, page->note);
        html_literal(h, "</p>\n");
    }
    html_literal(h, "</div></div></footer>\n");
}

void page_end(struct html *h, const struct page *page)
{
    html_literal(h, "</main>\n</div>\n");
    footer(h, page);
    if (h->place == HTML_WEB) {
        html_literal(h, "<script type=\"module\"");
        html_attribute(h, "src", asset_address("init.js"));
        html_literal(h, "></script>\n");
    }
    html_literal(h, "</body>\n</html>\n");
}

void page_heading(struct html *h, struct page_heading heading)
{
    govuk_heading(h, (struct govuk_heading){.text = heading.text, .level = 1, .size = GOVUK_SIZE_L, .caption = heading.caption});
    if (heading.lead)
        govuk_paragraph(h, (struct govuk_paragraph){.text = heading.lead, .lead = true});
}

void page_siblings(struct html *h, const struct page *page)
{
    bool csv = page->csv && html_can_link(h, page->csv), json = page->json && html_can_link(h, page->json);
    if (!csv && !json)
        return;
    html_literal(h, "<p class=\"govuk-body-s gt-siblings\">Download the data: ");
    if (csv)
        govuk_link(h, (struct govuk_link){.text = "CSV", .href = page->csv, .hidden = "file of this table", .no_visited = true});
    if (csv && json)
        html_literal(h, " or ");
    if (json)
        govuk_link(h, (struct govuk_link){.text = "JSON", .href = page->json, .hidden = "file of this table", .no_visited = true});
    html_literal(h, "</p>\n");
}

/* One row a status: its title and what is ordinarily said. The last stands for every other. */
static const struct {
    int status;
    const char *title, *says;
} errors[] = {
    {400, "The request could not be understood", "Something in the address is not as this site expects it."},
    {403, "You may not see this page", "This page is for partners who have signed in and whose role allows it."},
    {404, "Page not found", "If you typed the address, check that it is right. If you followed a link, what it led to may "
                            "have been withdrawn, or may not be public."},
    {405, "That cannot be done at this address", "The page can be read but does not take what was sent."},
    {409, "Somebody else changed this in the meantime", "Go back, load the page again and make your change once more."},
    {413, "What was sent is too large", "Send less at a time."},
    {429, "Too many requests", "Wait a minute, then try again."},
    {503, "The service is busy", "Nothing is lost. Wait a minute, then try again."},
    {500, "There is a problem with the service", "It is not your fault and nothing you sent was half saved. Try again later."},
};

static size_t error_row(int status)
{
    size_t last = sizeof errors / sizeof *errors - 1, row = 0;
    while (row < last && errors[row].status != status)
        row++;
    return row;
}

const char *page_error_title(int status)
{
    return errors[error_row(status)].title;
}

void page_error(struct html *h, struct page_error error)
{
    size_t row = error_row(error.status);
    page_heading(h, (struct page_heading){.text = errors[row].title});
    if (error.message)
        govuk_paragraph(h, (struct govuk_paragraph){.text = error.message});
    govuk_paragraph(h, (struct govuk_paragraph){.text = errors[row].says});
    govuk_paragraph_begin(h, (struct govuk_paragraph){.text = "You can "});
    if (error.search) {
        govuk_link(h, (struct govuk_link){.text = "search for what you need", .href = error.search});
        html_text(h, " or ");
    }
    govuk_link(h, (struct govuk_link){.text = "go to the first page", .href = error.home ? error.home : "/"});
    html_text(h, ".");
    govuk_paragraph_end(h);
    if (error.reference) {
        govuk_paragraph_begin(h, (struct govuk_paragraph){.text = "If you report this, please quote ", .small = true, .muted = true});
        govuk_strong(h, error.reference);
        html_text(h, ".");
        govuk_paragraph_end(h);
    }
}
