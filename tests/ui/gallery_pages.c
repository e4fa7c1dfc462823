/* The list of the gallery's pages. */
#include "gallery.h"


const struct gallery_page gallery_pages[] = {
    {.file = "index.html", .title = "Overview", .lead = "What pages are made of, each piece once.", .body = gallery_components},
    {.file = "components.html", .title = "Components", .caption = "Gallery", .body = gallery_components},
    {.file = "report.html", .title = "A file that stands alone", .standalone = true, .body = gallery_components},
    {.file = "charts.html", .title = "Charts", .caption = "Gallery", .body = gallery_charts},
    {.file = "thread.html", .title = "Health assessments of children in care", .caption = "Golden thread", .body = gallery_thread},
    {.file = "measures.html", .title = "Measures", .caption = "Gallery", .body = gallery_measures},
    {0}};
