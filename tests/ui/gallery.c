/* Writes a folder of pages that show every component and chart, for the browser tests and for looking at:
 * gallery DIR. What the pages say is invented; the figures are those of the sample's three threads. */
#include "gallery.h"

#include "ui/assets.h"

#include <errno.h>
#include <sys/stat.h>
#include <talloc.h>

static const struct govuk_link_item navigation[] = {
    {"Overview", "index.html", false}, {"Components", "components.html", false}, {"Charts", "charts.html", false}, {"Control charts", "control.html", false},
    {"Thread", "thread.html", false},  {"Measures", "measures.html", false},     {0}};

static const struct govuk_link_item footer[] = {
    {"Accessibility", "index.html", false}, {"Privacy", "index.html", false}, {"Sources", "index.html", false}, {0}};

/* The page's navigation with the current one marked; belongs to ctx. */
static const struct govuk_link_item *navigation_at(void *ctx, const char *file)
{
    struct govuk_link_item *items = talloc_memdup(ctx, navigation, sizeof navigation);
    for (struct govuk_link_item *item = items; item->text; item++)
        item->current = strcmp(item->href, file) == 0;
    return items;
}

static int write_bytes(const char *folder, const char *name, const char *bytes, size_t count)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, count, file) != count || fclose(file)) {
        fprintf(stderr, "gallery: %s: %s\n", path, strerror(errno));
        return 1;
    }
    return 0;
}

static int write_page(const char *folder, const struct gallery_page *page)
{
    void *ctx = talloc_new(NULL);
    struct html h = html_on(ctx);
    h.place = page->standalone ? HTML_STANDALONE : HTML_WEB;
    const struct govuk_link_item crumbs[] = {{"Overview", "index.html", false}, {0}};
    struct page frame = {.title = page->title ? page->title : page_error_title(404),
                         .partnership = "Exampleshire Safeguarding Children Partnership",
                         .home = "index.html",
                         .description = "A page that shows what pages are made of.",
                         .banner_tag = "Worked example",
                         .banner = "Worked example from public papers; not a publication of the Buckinghamshire partnership",
                         .navigation = navigation_at(ctx, page->file),
                         .breadcrumbs = crumbs,
                         .footer = footer,
                         .csv = "index.csv",
                         .json = "index.json",
                         .licence = "Contains public sector information licensed under the",
                         .note = "Known on 31 December 2019."};
    page_begin(&h, &frame);
    if (page->title) {
        page_heading(&h, (struct page_heading){.text = page->title, .caption = page->caption, .lead = page->lead});
        page->body(&h);
        page_siblings(&h, &frame);
    } else { /* an error page brings its own heading */
        page->body(&h);
    }
    page_end(&h, &frame);
    struct error *error = html_error(&h);
    if (error)
        fprintf(stderr, "gallery: %s: %s\n", page->file, error->message);
    int failed = error ? 1 : write_bytes(folder, page->file, h.out.data, h.out.used);
    talloc_free(ctx);
    return failed;
}

int main(int count, char **arguments)
{
    if (count != 2) {
        fprintf(stderr, "usage: gallery DIR\n");
        return 2;
    }
    char assets[1024];
    snprintf(assets, sizeof assets, "%s/assets", arguments[1]);
    mkdir(arguments[1], 0777);
    mkdir(assets, 0777);
    int failed = write_bytes(arguments[1], "policy.txt", PAGE_CONTENT_SECURITY_POLICY, strlen(PAGE_CONTENT_SECURITY_POLICY));
    for (size_t i = 0; i < embedded_asset_count; i++)
        failed |= write_bytes(assets, embedded_assets[i].name, embedded_assets[i].bytes, embedded_assets[i].count);
    for (const struct gallery_page *page = gallery_pages; page->file; page++)
        failed |= write_page(arguments[1], page);
    return failed;
}
