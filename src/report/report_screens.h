/* The room's screens, and what they share. */
#ifndef GOLDTHREAD_REPORT_REPORT_SCREENS_H
#define GOLDTHREAD_REPORT_REPORT_SCREENS_H

#include "report/report_queries.h"

extern const struct screen reports_screen, report_screen, report_coverage_screen, requirements_screen, sources_screen;

/* Links to the same page for every edition: BASE?edition=CODE. */
CHECKED struct error *edition_views(struct visit *visit, const char *base, const char *current, struct html *h);

#endif
