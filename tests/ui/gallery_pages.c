/* The list of the gallery's pages. */
#include "gallery.h"


const struct gallery_page gallery_pages[] = {
    {.file = "index.html", .title = "Overview", .lead = "What pages are made of, each piece once.", .body = gallery_components},
    {.file = "components.html", .title = "Components", .caption = "Gallery", .body = gallery_components},
    {.file = "report.html", .title = "A file that stands alone", .standalone = true, .body = gallery_components},
    {0}};
