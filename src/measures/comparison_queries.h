/* Whom a measure is compared with on its pages. */
#ifndef GOLDTHREAD_MEASURES_COMPARISON_QUERIES_H
#define GOLDTHREAD_MEASURES_COMPARISON_QUERIES_H

#include "measures/measures.h"

/* What ?compare= may say besides an area's code. */
#define COMPARE_USUAL "usual" /* the neighbours' median, the region, England */
#define COMPARE_NONE "none"

#define COMPARISONS_MOST 3

struct comparison {
    const char *choice; /* as it stands, or would stand, in the address */
    struct observation_series series[COMPARISONS_MOST];
    enum chart_line_style styles[COMPARISONS_MOST];
    size_t count;
};

/* `choice` NULL: the usual one, or none for counts. ERROR_NOT_FOUND for a code that names no area. */
CHECKED struct error *comparison_read(void *ctx, const struct reader *reader, const struct measure *measure,
                                      const struct area *area, const char *choice, struct comparison *comparison);

/* The areas that have figures for this measure, by name, but for the one it is about. */
CHECKED struct error *comparison_choices(void *ctx, const struct reader *reader, const struct measure *measure,
                                         const struct area *area, struct area **areas, size_t *count);

#endif
