/* The list of the gallery's pages. */
#include "gallery.h"

static void overview(struct html *h)
{
    govuk_list_begin(h, (struct govuk_list){0});
    for (const struct gallery_page *page = gallery_pages; page->file; page++) {
        govuk_list_item_begin(h);
        govuk_link(h, (struct govuk_link){.text = page->title ? page->title : page_error_title(404), .href = page->file});
        govuk_list_item_end(h);
    }
    govuk_list_end(h, (struct govuk_list){0});
}

static void not_found(struct html *h)
{
    page_error(h, (struct page_error){.status = 404, .reference = "7f3a", .search = "components.html", .home = "index.html"});
}

static void all_of_it(struct html *h)
{
    gallery_components(h);
    gallery_charts(h);
    gallery_control(h);
    gallery_thread(h);
}

const struct gallery_page gallery_pages[] = {
    {.file = "index.html", .title = "Overview", .lead = "What pages are made of, each piece once.", .body = overview},
    {.file = "components.html", .title = "Components", .caption = "Gallery", .body = gallery_components},
    {.file = "charts.html", .title = "Charts", .caption = "Gallery", .body = gallery_charts},
    {.file = "control.html", .title = "Control charts", .caption = "Gallery", .body = gallery_control},
    {.file = "thread.html", .title = "Health assessments of children in care", .caption = "Golden thread", .body = gallery_thread},
    {.file = "measures.html", .title = "Measures", .caption = "Gallery", .body = gallery_measures},
    {.file = "error.html", .title = NULL, .body = not_found},
    {.file = "report.html", .title = "A file that stands alone", .standalone = true, .body = all_of_it},
    {0}};
