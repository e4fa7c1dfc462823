/* Control charts: is this figure, or this run of figures, more than the usual ups and downs?
 *
 * A chart is a centre line and two limits worked out from the series itself, rules that name the points which the
 * usual variation does not explain ("special cause"), and two answers about the latest figures: variation (has
 * something changed, and for the better?) and assurance (will the target be met?). Formulas, sources and every
 * difference from other programs: docs/statistics.md.
 *
 * Everything here is a pure function of its arguments: no clock, file or global state; safe from several threads. */
#ifndef GOLDTHREAD_STATS_SPC_H
#define GOLDTHREAD_STATS_SPC_H

#include "base/error.h"
#include "stats/run_chart.h"
#include "stats/series.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stored with every result; changes whenever any figure or rule might come out otherwise than before. */
#define STATS_ENGINE_VERSION "1.0"

enum spc_chart {
    SPC_XMR,     /* single figures, limits from their moving range: the NHS's usual chart; also called I or X chart */
    SPC_MR,      /* the moving ranges themselves */
    SPC_P,       /* proportions with their denominators */
    SPC_P_PRIME, /* proportions, limits widened or narrowed by how they really vary (Laney) */
    SPC_U,       /* counts per unit of exposure */
    SPC_U_PRIME, /* the same, Laney */
    SPC_C,       /* counts with an unchanging exposure */
    SPC_I_PRIME, /* single figures weighted by their denominators */
    SPC_T,       /* time between rare events */
    SPC_G,       /* cases between rare events */
    SPC_RUN      /* the median and runs about it: no limits */
};
#define SPC_CHARTS 11

#define SPC_POINTS_MOST 1000000

/* ---- what is asked ---- */

enum spc_two_in_three {
    SPC_TWO_IN_THREE_NONE,
    SPC_TWO_IN_THREE_MDC,     /* two beyond 2 sigma, or even 3; all three on that side (MDC since 2023) */
    SPC_TWO_IN_THREE_NHSR,    /* two between 2 and 3 sigma; all three on that side of the centre */
    SPC_TWO_IN_THREE_POWERBI  /* two more beyond 2 sigma on one side than on the other */
};

/* A body of rules. Callers choose one of those below; the members are there to be read. */
struct spc_profile {
    const char *name; /* "mdc" */
    const char *says; /* one sentence for a person */
    double sigmas_per_range; /* three sigma as a multiple of the average moving range: 2.66 or 3/1.128 */
    bool screens;            /* leaves out ranges of 3.267 averages or more before averaging again, once */
    int shift_length;        /* points on one side of the centre; 0: no such rule */
    int trend_length;        /* points each above (below) the one before; 0: no such rule */
    enum spc_two_in_three two_in_three;
    bool runs;               /* unusually long runs and unusually few crossings are signals (Anhoej) */
    bool guards;             /* answers nothing where the method cannot carry it: see enum spc_refusal */
    bool joins_same_day;     /* figures of one day are averaged, not refused */
    bool skips_unknown_days; /* a rebase on a day without a figure is passed over, not refused */
    bool trend_by_next;      /* within two trends the next step gives the direction, even a tie (reads as a fall) */
    bool flags_undefined;    /* a point without limits counts as below them */
};

extern const struct spc_profile spc_profile_mdc;     /* "mdc": NHS England, Making Data Count; the default */
extern const struct spc_profile spc_profile_nhsr;    /* "nhsr-0.2.2": as NHSRplotthedots 0.2.2, its faults included */
extern const struct spc_profile spc_profile_anhoej;  /* "anhoej": limits, and runs by Anhoej's limits; as qicharts2 */
extern const struct spc_profile spc_profile_powerbi; /* "powerbi-spc": as the Power BI visual with all rules on */

/* NULL when there is none of that name. */
const struct spc_profile *spc_profile_named(const char *name);

struct rebase {
    int32_t day;        /* of the first figure of the new segment */
    const char *reason; /* why; printed on the chart; may be NULL */
};

enum spc_screening {
    SPC_SCREEN_AS_PROFILE,
    SPC_SCREEN_ON,
    SPC_SCREEN_OFF
};

/* Zeroed, this asks for an XmR chart by the mdc profile without target, rebase, baseline or exclusion. */
struct spc_options {
    enum spc_chart chart;
    const struct spc_profile *profile; /* NULL: spc_profile_mdc */
    enum improvement improvement;
    const struct target_step *targets; /* in any order */
    size_t target_count;
    const struct rebase *rebases;      /* in any order; the limits are worked out anew from each one's day */
    size_t rebase_count;
    size_t baseline;                   /* the first so many points of each segment set the limits; 0: all of them */
    const int32_t *excluded;           /* days whose figures are drawn but set no limits and join no run */
    size_t excluded_count;
    enum spc_screening screening;
    int shift_length, trend_length;    /* 0: as the profile says */
    enum runs_method runs_method;
    bool has_centre;                   /* the centre is given, not worked out */
    double centre;                     /* on the scale of the figures before `multiply` */
    double multiply;                   /* everything is multiplied by it after testing: 100, 1000, 10000; 0 means 1 */
    bool not_below_zero;               /* limits of XmR and I' charts are cut at 0 where no figure is negative */
};

/* ---- what is answered ---- */

/* Every rule that fired at a point, as bits; those of one rule have the higher direction first. */
enum spc_rule {
    SPC_ABOVE_LIMIT = 1 << 0,
    SPC_BELOW_LIMIT = 1 << 1,
    SPC_RISING = 1 << 2,  /* one of a trend's points */
    SPC_FALLING = 1 << 3,
    SPC_TWO_IN_THREE_HIGH = 1 << 4,
    SPC_TWO_IN_THREE_LOW = 1 << 5,
    SPC_SHIFT_HIGH = 1 << 6, /* one of shift_length or more on one side of the centre */
    SPC_SHIFT_LOW = 1 << 7,
    SPC_RUN_HIGH = 1 << 8,   /* in a run longer than chance allows (profile with `runs`) */
    SPC_RUN_LOW = 1 << 9
};
#define SPC_RULES_HIGH (SPC_ABOVE_LIMIT | SPC_RISING | SPC_TWO_IN_THREE_HIGH | SPC_SHIFT_HIGH | SPC_RUN_HIGH)
#define SPC_RULES_LOW (SPC_BELOW_LIMIT | SPC_FALLING | SPC_TWO_IN_THREE_LOW | SPC_SHIFT_LOW | SPC_RUN_LOW)

enum spc_variation {
    SPC_VARIATION_NONE, /* not to be said: see the refusal */
    SPC_COMMON_CAUSE,   /* the usual ups and downs */
    SPC_IMPROVEMENT_HIGH,
    SPC_IMPROVEMENT_LOW,
    SPC_CONCERN_HIGH,
    SPC_CONCERN_LOW,
    SPC_NEUTRAL_HIGH,   /* a change upwards, where neither way is better */
    SPC_NEUTRAL_LOW
};

enum spc_assurance {
    SPC_ASSURANCE_NONE, /* no target, neither way is better, or not to be said */
    SPC_PASS,           /* the usual variation lies wholly on the good side of the target */
    SPC_FAIL,           /* wholly on the bad side */
    SPC_HIT_OR_MISS     /* it takes in the target */
};

/* Why a guarded profile does not answer, or answers less: the gravest first. Limits, marks and icons belong to one
 * segment each; the result's refusal is the last segment's, or SPC_STALE. */
enum spc_refusal {
    SPC_ANSWERED,
    SPC_TOO_FEW,      /* fewer than 5 figures, or no two without a gap between them: no limits */
    SPC_NO_VARIATION, /* every figure of the baseline is the same: limits do not apply; assurance compares directly */
    SPC_SPARSE,       /* few events a period, or piled up at nought (or at 100%): no limits, no marks, no icons */
    SPC_ONE_VALUE,    /* nearly all are the same: only points outside the limits are marked, no icons */
    SPC_STALE,        /* two or more of the latest figures are missing: limits and marks, no icons */
    SPC_TRIAL         /* 5 to 12 figures: limits on trial, to be drawn dashed, and icons to be greyed */
};

/* One figure of the chart. NAN where there is nothing to say. */
struct spc_point {
    int32_t day;
    double value;
    double events, out_of;   /* numerator and denominator, summed over the day; NAN on charts without denominators */
    double centre;
    double lower, upper;     /* the control limits: 3 sigma, or what stands for it */
    double lower_2, upper_2; /* two thirds of the way to them */
    double lower_1, upper_1; /* a third */
    double target;
    size_t segment;          /* index into segments */
    bool fed_limits;         /* belongs to the baseline and is not excluded (a missing one too: it feeds a gap) */
    bool excluded;
    bool after_gap;          /* a figure is missing before it, so that no run reaches across */
    int side;                /* -1 below, 0 on, 1 above the centre; 0 when missing */
    unsigned rules;          /* enum spc_rule, all that fired */
    enum spc_rule rule;      /* the one the profile puts first; 0 when none fired */
    enum spc_variation variation; /* by that rule and what is better; SPC_VARIATION_NONE when the value is missing */
};

struct spc_segment {
    size_t first, count;      /* points, missing ones too */
    size_t known;             /* figures */
    size_t baseline_known;    /* figures that fed the limits */
    int32_t from;             /* day of the first point */
    const char *reason;       /* of its rebase; NULL for the first segment */
    enum spc_refusal refusal; /* never SPC_STALE */
    double centre;
    double lower, upper;      /* mean over the segment of what was drawn */
    double moving_range;      /* the average used, after screening; of z-scores for Laney's charts; NAN otherwise */
    double sigma_z;           /* Laney's charts: how far the figures vary beyond chance; NAN otherwise */
    size_t gaps;              /* missing figures */
    size_t improvements, concerns, neutrals, commons; /* points by variation */
    size_t outside;           /* points beyond the limits */
    struct runs runs;         /* about the centre; excluded points left out; all 0 on an mr chart */
};

struct spc_result {
    /* The frame: room in the arrays, set by whoever made the result. */
    struct spc_point *points;
    size_t points_room;
    struct spc_segment *segments;
    size_t segments_room;
    double *scratch;          /* three figures a point */
    struct point *ordered;    /* one a point */
    struct spc_step *steps;   /* one a point; within the room */

    size_t point_count, segment_count;
    enum spc_chart chart;
    const struct spc_profile *profile;
    const char *engine;       /* STATS_ENGINE_VERSION */
    enum improvement improvement;
    bool screened;
    int shift_length, trend_length;
    double multiply;

    enum spc_refusal refusal;
    enum spc_chart instead;   /* where refused: the chart that would answer; otherwise the chart itself */
    bool quarters_instead;    /* adding periods together (months to quarters) would help too */
    enum spc_variation variation; /* icon: the latest known figure's; greyed when refusal is SPC_TRIAL */
    enum spc_assurance assurance; /* icon: the latest target against the latest limits */
    bool both_ways;           /* the latest figure carries rules of improvement and of concern: say both */
    size_t latest;            /* index of the latest known figure; point_count when there is none */
    bool latest_missing;      /* a later one is missing, so the icons speak of an older figure */
};

/* A result with room for so many points and segments, to be used again and again by spc_chart. Owned by ctx. */
CHECKED struct error *spc_result_make(const void *ctx, size_t points, size_t segments, struct spc_result **result);

/* Fills `result`, whose room must suffice (as many segments as rebases and one more). Asks for no memory unless it
 * fails. The points may come in any order. ERROR_INVALID, with a sentence naming the day: two figures for one day
 * on a chart that has no way to join them; a rebase on a day without a figure; a negative count, or a numerator
 * above its denominator on a p chart; a time of nought on a t chart; a number of the options that is not finite.
 * Errors belong to ctx. */
CHECKED struct error *spc_chart(const void *ctx, const struct point *points, size_t count,
                                const struct spc_options *options, struct spc_result *result);

/* Both at once: a new result on ctx. */
CHECKED struct error *spc_chart_new(const void *ctx, const struct point *points, size_t count,
                                    const struct spc_options *options, struct spc_result **result);

/* ---- words ---- */

/* "xmr", "mr", "p", "pp", "u", "up", "c", "ip", "t", "g", "run"; and back: "i" reads as xmr, "p'" as pp, "u'" as up,
 * "i'" as ip. */
const char *spc_chart_name(enum spc_chart chart);
CHECKED bool spc_chart_named(const char *name, enum spc_chart *chart);

/* "XmR chart", "p chart", "chart of days between events (t chart)" ... as it stands inside a sentence. */
const char *spc_chart_title(enum spc_chart chart);

/* "common_cause", "improvement_high" ... as in file names of icons and in CSV; "" for SPC_VARIATION_NONE. */
const char *spc_variation_name(enum spc_variation variation);

/* "pass", "fail", "hit_or_miss"; "" for none. */
const char *spc_assurance_name(enum spc_assurance assurance);

/* "above_limit", "rising", ... one bit; "" for 0. */
const char *spc_rule_name(enum spc_rule rule);

/* What the rule saw, for a person: "above the upper limit", "7 points or more, each lower than the last". Lengths
 * are the result's. "" for 0. Owned by ctx; NULL when out of memory. */
char *spc_rule_words(const void *ctx, const struct spc_result *result, enum spc_rule rule);

/* "too few figures for limits yet" ...; "" when answered. */
const char *spc_refusal_words(enum spc_refusal refusal);

#endif
