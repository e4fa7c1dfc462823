/* The report's own queries: which report, which edition, and how far one meets the other. For this room alone. */
#ifndef GOLDTHREAD_REPORT_REPORT_QUERIES_H
#define GOLDTHREAD_REPORT_REPORT_QUERIES_H

#include "report/report.h"

/* The report of this very period; of several the one that knows most. ERROR_NOT_FOUND names the reports there are. */
CHECKED struct error *report_find_period(void *ctx, const struct reader *reader, struct period period,
                                         struct record **report);

/* The edition of this code, or of the only code that ends so: "WT2026" and "2026". ERROR_NOT_FOUND names those there are. */
CHECKED struct error *edition_find(void *ctx, const struct reader *reader, const char *asked, struct record **edition);

/* The day a date field holds; DATE_NONE: nothing recorded. */
struct date report_date(const struct record *record, const char *field);
struct period report_period(const struct record *report);

/* One requirement, and what was found when somebody looked whether the report meets it. */
struct coverage_line {
    struct record *requirement;
    struct record *found; /* NULL: nobody has looked yet */
};

/* A report set against all requirements of one edition: two numbers, never one, since what was looked at and what was met
 * are different things. */
struct coverage {
    struct record *edition;
    LIST_OF(struct coverage_line) lines; /* in the order of the requirements' references */
    size_t looked_at;
    size_t applying; /* all but those found not to apply */
    size_t met, partly, not_met, not_recorded;
};

CHECKED struct error *coverage_read(void *ctx, const struct reader *reader, const struct record *report,
                                    struct record *edition, struct coverage *coverage);

/* A state for a cell or mark, with its word: of a line nobody has looked at, too. */
const char *coverage_state(const struct coverage_line *line);
const char *coverage_state_words(const struct coverage_line *line);

/* "8 of 8 requirements have been looked at. 1 of 8 is met, 5 partly ...": NULL without memory. */
const char *coverage_words(void *ctx, const struct coverage *coverage);

/* How often each source is named by records that may be seen. */
struct source_use {
    int64_t id;
    size_t places;
};
CHECKED struct error *source_uses(void *ctx, const struct reader *reader, struct source_use **uses, size_t *count);

#endif
