/* Funnel plots: one figure of many areas for one period. Which areas differ from the rest by more than chance,
 * given how small some are? Methods: Spiegelhalter (2005, 2012); sources and differences in docs/statistics.md.
 * Nothing is coloured red or green: outside the 95% limits is worth a look (8 of 153 areas lie there by chance),
 * outside 99.8% an outlier. */
#ifndef GOLDTHREAD_STATS_FUNNEL_H
#define GOLDTHREAD_STATS_FUNNEL_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum funnel_kind {
    FUNNEL_PROPORTION, /* events of out_of, such as children seen of children known; arcsine scale */
    FUNNEL_RATE,       /* events for a population: expected = population x average rate, then as a ratio */
    FUNNEL_RATIO,      /* observed to expected events, the average being 1 */
    FUNNEL_COUNTS      /* ratio of two counts that both vary by chance, such as plans to referrals; log scale */
};

/* The scale on which a ratio (or a rate) is taken for normal. */
enum funnel_scale {
    FUNNEL_SQUARE_ROOT, /* areas without events are welcome; limits are squared back */
    FUNNEL_LOG          /* as the NHS's summary hospital mortality indicator */
};

/* How far areas differ for reasons of their own (tau squared, on the funnel's scale). */
enum funnel_between {
    FUNNEL_WINSORISED, /* method of moments, z-scores drawn in to the 10th and 90th percentile: published and robust,
                          but understates it by nearly half when there are no true outliers */
    FUNNEL_TRUNCATED,  /* the same, the outermost tenths left out: the mortality indicator's way */
    FUNNEL_MOMENTS,    /* DerSimonian and Laird, nothing trimmed */
    FUNNEL_PAULE_MANDEL
};

enum funnel_adjust {
    FUNNEL_ADJUST_AUTO,  /* limits widened when tau squared is above nought */
    FUNNEL_ADJUST_NEVER  /* chance alone: exact Poisson for ratios, exact binomial or arcsine for proportions */
};

/* One figure of an area; several of one name are added. Missing figures are left out by the caller. */
struct funnel_area {
    const char *name;
    double events; /* observed */
    double out_of; /* denominator, population or expected */
};

struct funnel_options {
    enum funnel_kind kind;
    enum funnel_scale scale;     /* of ratios and rates */
    enum funnel_between between;
    enum funnel_adjust adjust;
    double trim;                 /* share drawn in or left out at each end; 0 means 0.1 */
    double multiply;             /* 100, 1000, 10000: of everything printed; 0 means 1 */
    bool round_expected;         /* ratios: expected rounded to two decimals first, as the mortality indicator does */
    bool exact_binomial;         /* proportions, unadjusted: exact limits where fewer than 5 events are expected */
    bool has_target;             /* compare with `target` (before `multiply`), not the areas' average; a ratio's is 1 */
    double target;
    bool has_tau2;               /* take tau squared as given, from a larger set of areas than those shown */
    double tau2;
};

struct funnel_limits {
    double lower_998, lower_95, lower_68;
    double upper_68, upper_95, upper_998;
};

enum funnel_position {
    FUNNEL_NOT_KNOWN, /* no denominator */
    FUNNEL_INSIDE,
    FUNNEL_ABOVE_95,  /* between the limits: worth a look */
    FUNNEL_BELOW_95,
    FUNNEL_ABOVE_998, /* an outlier */
    FUNNEL_BELOW_998
};

struct funnel_point {
    const char *name;             /* the caller's */
    double events, out_of;        /* added up; for a ratio out_of is the expected events, rounded if asked */
    double expected;              /* events the average would give; NAN for proportions of two counts */
    double ratio;                 /* events / out_of before any rounding, times `multiply` */
    double y, s;                  /* on the funnel's scale: figure and standard error */
    double z;                     /* (y - target) / s; infinite for no events on a log scale */
    double z_used;                /* after drawing in; NAN when left out of tau squared */
    bool trimmed;                 /* drawn in or left out */
    struct funnel_limits chance;  /* unadjusted */
    struct funnel_limits limits;  /* those that decide: widened where `adjusted` */
    enum funnel_position position;
};

struct funnel_result {
    struct funnel_point *points; /* by name */
    size_t count;
    struct funnel_options options;
    double target;               /* the average, times `multiply`; 1 for a ratio */
    double target_on_scale;
    size_t used;                 /* areas that tau squared was worked out from */
    double phi;                  /* mean square of their z-scores: 1 when chance explains everything */
    double tau2;
    bool adjusted;               /* the limits are widened */
    size_t outside_95, outside_998; /* areas; the first includes the second */
    const char *engine;
};

/* A new result on ctx. The areas may come in any order. ERROR_INVALID: no area with a denominator, a negative or
 * infinite figure, more events than out_of in a proportion. An area whose out_of is 0 is kept without limits. */
CHECKED struct error *funnel_make(const void *ctx, const struct funnel_area *areas, size_t count,
                                  const struct funnel_options *options, struct funnel_result **result);

/* The limits that decide at a denominator (for a ratio: expected events), for drawing the funnel. */
struct funnel_limits funnel_limits_at(const struct funnel_result *result, double out_of);
/* Those of chance alone. */
struct funnel_limits funnel_chance_at(const struct funnel_result *result, double out_of);

/* "above the 99.8% limit" ...; "inside the limits"; "no denominator". */
const char *funnel_position_words(enum funnel_position position);

/* ---- the national profiles' own way, for comparing with what they publish ---- */

enum fingertips_statistic {
    FINGERTIPS_PROPORTION,
    FINGERTIPS_RATE,
    FINGERTIPS_RATIO
};

enum fingertips_label {
    FINGERTIPS_NOT_SIGNIFICANT,
    FINGERTIPS_HIGH_0025, /* beyond the 95% limit */
    FINGERTIPS_LOW_0025,
    FINGERTIPS_HIGH_0001, /* beyond the 99.8% limit */
    FINGERTIPS_LOW_0001
};

/* One area against the average (per one of the denominator). For a proportion the limits are the average's at that
 * denominator; for a rate or ratio the interval of the area's own figure. Everything times `multiply`. */
struct fingertips {
    double value;
    double lower_95, upper_95, lower_998, upper_998;
    enum fingertips_label label;
};
struct fingertips fingertips_compare(enum fingertips_statistic statistic, double events, double out_of, double average,
                                     double multiply);

#endif
