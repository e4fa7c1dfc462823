/* What a result says, in plain British English: one finding, used alike by the page, the report, the mail and the
 * screen reader. A finding says what is seen, since when, by which rule and against which target; never why, and
 * never who. It speaks of figures and change, not of impact, which only people may claim.
 *
 * Every function returns a new text owned by ctx, or NULL when out of memory (use TRY_MEMORY). */
#ifndef GOLDTHREAD_STATS_SENTENCE_H
#define GOLDTHREAD_STATS_SENTENCE_H

#include "stats/comparison.h"
#include "stats/funnel.h"
#include "stats/intervals.h"
#include "stats/projection.h"
#include "stats/regression.h"
#include "stats/spc.h"

/* How the measure and its figures are called. */
struct sentence_words {
    const char *measure; /* as it begins a sentence: "Repeat referrals" */
    const char *unit;    /* written directly after a figure: "%", " per 10,000"; NULL: none */
    int decimals;        /* 0 to 6 */
    const char *step;    /* what a figure stands for: "month", "quarter", "year"; NULL: "period" */
    char *(*when)(const void *ctx, int32_t day); /* the name of that period: "June 2023"; NULL: the month's name */
    const char *in;      /* the word before that name after a figure: "on" for days; NULL: "in" */
};

/* "1,114", "−3.5%": thousands separated, a true minus, no minus nought; "no figure" for NAN. */
char *sentence_figure(const void *ctx, const struct sentence_words *words, double value);

/* The finding of a control chart or run chart: two to six sentences. */
char *sentence_spc(const void *ctx, const struct spc_result *result, const struct sentence_words *words);

/* Only its first sentences, without limits, gaps and targets: for a wall of many measures. */
char *sentence_spc_short(const void *ctx, const struct spc_result *result, const struct sentence_words *words);

/* The finding of a funnel as a whole, and about one of its areas (an index of points). */
char *sentence_funnel(const void *ctx, const struct funnel_result *result, const struct sentence_words *words);
char *sentence_funnel_area(const void *ctx, const struct funnel_result *result, size_t area,
                           const struct sentence_words *words);

/* "15% (6 of 40): the true figure may well lie anywhere from 7% to 29%." `interval` times `multiply` is in the
 * unit. */
char *sentence_interval(const void *ctx, struct interval interval, double events, double out_of, double multiply,
                        const struct sentence_words *words);

/* Two groups of figures: a difference (`is_ratio` false, in the unit) or how many times as high. */
char *sentence_comparison(const void *ctx, const struct comparison *comparison, bool is_ratio, const char *first,
                          const char *second, const struct sentence_words *words);

/* Level and course before and after a change at `when`, and the effect at time t. */
char *sentence_segmented(const void *ctx, const struct segmented *fit, double t, double confidence, const char *when,
                         const struct sentence_words *words);

/* Whether and when a line meets its target; time is counted in `words->step`. */
char *sentence_time_to_target(const void *ctx, const struct time_to_target *time, double target,
                              const struct sentence_words *words);

/* Where a path to a target stands. */
char *sentence_path(const void *ctx, enum path_result result, const struct path *path, double t,
                    const struct sentence_words *words);

#endif
