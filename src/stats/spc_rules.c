/* The rules that name special causes. Each marks all the points it is about, so that a reader sees where a run
 * began. */
#include "stats/spc_limits.h"

#include <math.h>

/* One point that takes part in runs (known and not excluded), with what the rules ask of it. They read these
 * rather than the points: half the time of a chart went into stepping over what is missing. */
struct spc_step {
    double value;
    uint32_t index;      /* of the point in its segment */
    signed char side;    /* of the centre */
    signed char beyond;  /* 2 sigma, as the two-in-three rule counts it */
    bool broken;         /* something is missing between the step before and this one */
};

/* The points of one segment and the steps among them. */
struct walk {
    struct spc_point *points;
    size_t count;
    struct spc_step *steps;
    size_t step_count;
};

/* A figure that differs from the centre only by rounding lies on it. */
static int side_of(double value, double centre)
{
    double difference = value - centre;
    double least = 1e-12 * (fabs(value) + fabs(centre));
    return (difference > least) - (difference < -least);
}

/* Beyond 2 sigma as the variant counts it: -1, 0 or 1. */
static int beyond_two_sigma(const struct spc_point *point, enum spc_two_in_three variant)
{
    if (variant == SPC_TWO_IN_THREE_NHSR && (point->value > point->upper || point->value < point->lower))
        return 0;
    return (point->value > point->upper_2) - (point->value < point->lower_2);
}

static void take_steps(struct walk *walk, enum spc_two_in_three variant)
{
    bool broken = false;
    size_t taken = 0;
    for (size_t i = 0; i < walk->count; i++) {
        struct spc_point *point = &walk->points[i];
        point->side = side_of(point->value, point->centre);
        broken = broken || point->after_gap;
        if (isnan(point->value) || point->excluded)
            continue;
        struct spc_step *step = &walk->steps[taken++];
        step->value = point->value;
        step->index = (uint32_t)i;
        step->side = (signed char)point->side;
        step->beyond = (signed char)beyond_two_sigma(point, variant);
        step->broken = broken;
        broken = false;
    }
    walk->step_count = taken;
}

/* Marks step `last` and those before it, `length` in all. */
static void mark_back(const struct walk *walk, size_t last, size_t length, unsigned rule)
{
    for (size_t i = 0; i < length; i++)
        walk->points[walk->steps[last - i].index].rules |= rule;
}

static void apply_limits(const struct walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        struct spc_point *point = &walk->points[i];
        if (point->value > point->upper)
            point->rules |= SPC_ABOVE_LIMIT;
        if (point->value < point->lower)
            point->rules |= SPC_BELOW_LIMIT;
    }
}

static void flag_undefined(const struct walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        if (isnan(walk->points[i].upper) && !isnan(walk->points[i].value))
            walk->points[i].rules |= SPC_BELOW_LIMIT;
    }
}

/* In these loops the usual point, which no rule marks, costs no jump that a processor would have to guess: a run
 * grows or begins anew by arithmetic, and only one that is long enough is marked, going back. */
static void apply_shift(const struct walk *walk, size_t length)
{
    size_t run = 0;
    int side = 0;
    for (size_t i = 0; i < walk->step_count; i++) {
        const struct spc_step *step = &walk->steps[i];
        size_t goes_on = (size_t)((step->side == side) & !step->broken);
        run = run * goes_on + 1;
        side = step->side;
        if (run >= length && side != 0)
            mark_back(walk, i, run == length ? length : 1, side > 0 ? SPC_SHIFT_HIGH : SPC_SHIFT_LOW);
    }
}

/* `run` counts points: a pivot is the last of one trend and the first of the next. */
static void apply_trend(const struct walk *walk, size_t length)
{
    size_t run = 1;
    int direction = 0;
    for (size_t i = 1; i < walk->step_count; i++) {
        const struct spc_step *step = &walk->steps[i];
        double rise = step->value - walk->steps[i - 1].value;
        int now = ((rise > 0) - (rise < 0)) & (step->broken ? 0 : ~0);
        size_t goes_on = (size_t)(now == direction);
        run = (run - 1) * goes_on + 2;
        direction = now;
        if (run >= length && direction != 0)
            mark_back(walk, i, run == length ? length : 1, direction > 0 ? SPC_RISING : SPC_FALLING);
    }
}

/* Step `last` and the two before it, as far as nothing is missing between them. */
static void mark_two_in_three(const struct walk *walk, size_t last, enum spc_two_in_three variant)
{
    const struct spc_step *steps = walk->steps;
    size_t filled = steps[last].broken ? 1 : last < 2 || steps[last - 1].broken ? 2 : 3;
    int sum = 0, sides = 0;
    for (size_t w = 0; w < filled; w++) {
        sum += steps[last - w].beyond;
        sides += steps[last - w].side;
    }
    bool one_side = filled == 3 && (sides == 3 || sides == -3);
    if ((sum < 2 && sum > -2) || !(one_side || variant == SPC_TWO_IN_THREE_POWERBI))
        return;
    for (size_t w = 0; w < filled; w++) {
        if (steps[last - w].beyond != 0)
            mark_back(walk, last - w, 1, sum > 0 ? SPC_TWO_IN_THREE_HIGH : SPC_TWO_IN_THREE_LOW);
    }
}

/* Windows of three neighbours; the visual's also of the first two. Only those are looked into in which two steps or
 * more are beyond 2 sigma, whatever the side: `beyond` has a bit for each of the three. */
static void apply_two_in_three(const struct walk *walk, enum spc_two_in_three variant)
{
    unsigned beyond = 0;
    for (size_t i = 0; i < walk->step_count; i++) {
        beyond = (beyond << 1 & 7) | (walk->steps[i].beyond != 0);
        if (beyond & (beyond - 1))
            mark_two_in_three(walk, i, variant);
    }
}

/* Marks every run longer than chance allows. As in the count of runs, points on the centre are passed over, though
 * those within a run are marked with it; nor does a gap break one. */
static void apply_runs(const struct walk *walk, size_t longest_most)
{
    size_t first = 0, run = 0;
    int side = 0;
    for (size_t i = 0; i < walk->step_count; i++) {
        if (walk->steps[i].side == 0)
            continue;
        if (walk->steps[i].side != side) {
            first = i;
            run = 0;
            side = walk->steps[i].side;
        }
        if (++run > longest_most)
            mark_back(walk, i, i - first + 1, side > 0 ? SPC_RUN_HIGH : SPC_RUN_LOW);
    }
}

/* Of a point that ends one trend and begins another, the second leg counts. NHSRplotthedots asks for the sign of
 * the next step whenever this point and the next are both in a trend, be it the same or not, and reads a tie as a
 * fall. */
static enum spc_rule trend_of(const struct walk *walk, size_t i, bool by_next)
{
    const struct spc_point *point = &walk->points[i];
    unsigned trends = point->rules & (SPC_RISING | SPC_FALLING);
    const struct spc_point *next = i + 1 < walk->count ? point + 1 : NULL;
    if (by_next && trends && next && (next->rules & (SPC_RISING | SPC_FALLING)))
        return next->value > point->value ? SPC_RISING : SPC_FALLING;
    if (trends != (SPC_RISING | SPC_FALLING))
        return trends;
    for (size_t n = i + 1; n < walk->count; n++) {
        if (!isnan(walk->points[n].value) && !walk->points[n].excluded)
            return walk->points[n].value > point->value ? SPC_RISING : SPC_FALLING;
    }
    return SPC_FALLING;
}

/* The order of NHSRplotthedots, which is also that of the icons: limits, trend, two in three, shift. */
static enum spc_rule first_rule(const struct walk *walk, size_t i, const struct spc_profile *profile)
{
    static const enum spc_rule order[] = {SPC_TWO_IN_THREE_HIGH, SPC_TWO_IN_THREE_LOW, SPC_SHIFT_HIGH,
                                          SPC_SHIFT_LOW,         SPC_RUN_HIGH,         SPC_RUN_LOW};
    unsigned rules = walk->points[i].rules;
    if (rules & (SPC_ABOVE_LIMIT | SPC_BELOW_LIMIT))
        return rules & (SPC_ABOVE_LIMIT | SPC_BELOW_LIMIT);
    if (rules & (SPC_RISING | SPC_FALLING))
        return trend_of(walk, i, profile->trend_by_next);
    for (size_t r = 0; r < sizeof order / sizeof *order; r++) {
        if (rules & order[r])
            return order[r];
    }
    return 0;
}

void spc_apply_rules(struct spc_result *result, size_t segment_index)
{
    const struct spc_segment *segment = &result->segments[segment_index];
    const struct spc_profile *profile = result->profile;
    struct walk walk = {.points = result->points + segment->first, .count = segment->count, .steps = result->steps};
    take_steps(&walk, profile->two_in_three);
    if (segment->refusal == SPC_TOO_FEW || segment->refusal == SPC_NO_VARIATION || segment->refusal == SPC_SPARSE)
        return;

    apply_limits(&walk);
    if (profile->flags_undefined)
        flag_undefined(&walk);
    enum spc_chart chart = result->chart;
    bool steady = chart != SPC_MR && chart != SPC_RUN && segment->refusal != SPC_ONE_VALUE;
    /* Times and cases between events are skewed: only what needs no symmetry beyond a middle line applies to them. */
    bool symmetric = steady && chart != SPC_T && chart != SPC_G;
    if (steady && result->shift_length > 0)
        apply_shift(&walk, (size_t)result->shift_length);
    if (symmetric && result->trend_length > 0)
        apply_trend(&walk, (size_t)result->trend_length);
    if (symmetric && profile->two_in_three != SPC_TWO_IN_THREE_NONE)
        apply_two_in_three(&walk, profile->two_in_three);
    if ((profile->runs && chart != SPC_MR) || chart == SPC_RUN)
        apply_runs(&walk, segment->runs.longest_most);
    for (size_t i = 0; i < walk.count; i++) {
        if (walk.points[i].rules)
            walk.points[i].rule = first_rule(&walk, i, profile);
    }
}

size_t spc_step_size(void)
{
    return sizeof(struct spc_step);
}
