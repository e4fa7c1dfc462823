/* The rules that name special causes. Each marks all the points it is about, so that a reader sees where a run
 * began. */
#include "stats/spc_limits.h"

#include <math.h>

/* The points of a segment that take part in runs, one after the other: known and not excluded. Kept in the points
 * themselves so that no memory is needed: next_known steps over the others. */
struct walk {
    struct spc_point *points;
    size_t count;
};

/* The index of the next point after `from` that takes part, count when there is none; *broken when no run reaches
 * it. */
static size_t next_known(const struct walk *walk, size_t from, bool *broken)
{
    *broken = false;
    size_t i = from;
    for (; i < walk->count; i++) {
        const struct spc_point *point = &walk->points[i];
        *broken = *broken || point->after_gap;
        if (!isnan(point->value) && !point->excluded)
            break;
    }
    return i;
}

static void mark(const struct walk *walk, size_t first, size_t last, unsigned rule)
{
    for (size_t i = first; i <= last; i++) {
        if (!isnan(walk->points[i].value) && !walk->points[i].excluded)
            walk->points[i].rules |= rule;
    }
}

static void apply_limits(const struct walk *walk, bool flags_undefined)
{
    for (size_t i = 0; i < walk->count; i++) {
        struct spc_point *point = &walk->points[i];
        if (point->value > point->upper)
            point->rules |= SPC_ABOVE_LIMIT;
        else if (point->value < point->lower)
            point->rules |= SPC_BELOW_LIMIT;
        else if (flags_undefined && isnan(point->upper) && !isnan(point->value))
            point->rules |= SPC_BELOW_LIMIT;
    }
}

static void apply_shift(const struct walk *walk, size_t length)
{
    size_t first = 0, last = 0, run = 0;
    int side = 0;
    bool broken;
    for (size_t i = next_known(walk, 0, &broken); i < walk->count; i = next_known(walk, i + 1, &broken)) {
        int now = walk->points[i].side;
        if (broken || now != side || now == 0) {
            if (run >= length)
                mark(walk, first, last, side > 0 ? SPC_SHIFT_HIGH : SPC_SHIFT_LOW);
            first = i;
            run = 0;
            side = now;
        }
        run += now != 0 ? 1 : 0;
        last = i;
    }
    if (run >= length)
        mark(walk, first, last, side > 0 ? SPC_SHIFT_HIGH : SPC_SHIFT_LOW);
}

/* `run` counts points: a pivot is the last of one trend and the first of the next. */
static void apply_trend(const struct walk *walk, size_t length)
{
    size_t first = 0, last = 0, run = 0;
    int direction = 0;
    bool broken;
    for (size_t i = next_known(walk, 0, &broken); i < walk->count; i = next_known(walk, i + 1, &broken)) {
        double step = run > 0 && !broken ? walk->points[i].value - walk->points[last].value : 0;
        int now = (step > 0) - (step < 0);
        if (now == 0 || now != direction) {
            if (direction != 0 && run >= length)
                mark(walk, first, last, direction > 0 ? SPC_RISING : SPC_FALLING);
            first = now == 0 ? i : last;
            run = now == 0 ? 0 : 1;
            direction = now;
        }
        run++;
        last = i;
    }
    if (direction != 0 && run >= length)
        mark(walk, first, last, direction > 0 ? SPC_RISING : SPC_FALLING);
}

/* Beyond 2 sigma as the variant counts it: -1, 0 or 1. */
static int beyond_two_sigma(const struct spc_point *point, enum spc_two_in_three variant)
{
    if (variant == SPC_TWO_IN_THREE_NHSR && (point->value > point->upper || point->value < point->lower))
        return 0;
    return (point->value > point->upper_2) - (point->value < point->lower_2);
}

static void apply_two_in_three(const struct walk *walk, enum spc_two_in_three variant)
{
    size_t window[3] = {0};
    size_t filled = 0;
    bool broken;
    for (size_t i = next_known(walk, 0, &broken); i < walk->count; i = next_known(walk, i + 1, &broken)) {
        if (broken)
            filled = 0;
        if (filled == 3) {
            window[0] = window[1];
            window[1] = window[2];
            filled = 2;
        }
        window[filled++] = i;
        int sides = 0, beyond = 0, high = 0, low = 0;
        for (size_t w = 0; w < filled; w++) {
            int b = beyond_two_sigma(&walk->points[window[w]], variant);
            beyond += b;
            high += b > 0;
            low += b < 0;
            sides += walk->points[window[w]].side;
        }
        bool one_side = filled == 3 && (sides == 3 || sides == -3) && high + low >= 2;
        if (!(variant == SPC_TWO_IN_THREE_POWERBI ? beyond >= 2 || beyond <= -2 : one_side))
            continue;
        for (size_t w = 0; w < filled; w++) {
            struct spc_point *point = &walk->points[window[w]];
            if (beyond_two_sigma(point, variant) != 0)
                point->rules |= beyond > 0 ? SPC_TWO_IN_THREE_HIGH : SPC_TWO_IN_THREE_LOW;
        }
    }
}

/* Marks every run longer than chance allows. As in the count of runs, points on the centre are passed over. */
static void apply_runs(const struct walk *walk, size_t longest_most)
{
    size_t first = 0, last = 0, run = 0;
    int side = 0;
    for (size_t i = 0; i < walk->count; i++) {
        const struct spc_point *point = &walk->points[i];
        if (point->side == 0 || point->excluded)
            continue;
        if (point->side != side) {
            if (run > longest_most)
                mark(walk, first, last, side > 0 ? SPC_RUN_HIGH : SPC_RUN_LOW);
            first = i;
            run = 0;
            side = point->side;
        }
        run++;
        last = i;
    }
    if (run > longest_most)
        mark(walk, first, last, side > 0 ? SPC_RUN_HIGH : SPC_RUN_LOW);
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
    bool broken;
    size_t following = next_known(walk, i + 1, &broken);
    return following < walk->count && walk->points[following].value > point->value ? SPC_RISING : SPC_FALLING;
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

/* A figure that differs from the centre only by rounding lies on it. */
static int side_of(double value, double centre)
{
    double difference = value - centre;
    double least = 1e-12 * fmax(fabs(value), fabs(centre));
    return (difference > least) - (difference < -least);
}

void spc_apply_rules(struct spc_result *result, size_t segment_index)
{
    const struct spc_segment *segment = &result->segments[segment_index];
    const struct spc_profile *profile = result->profile;
    const struct walk walk = {result->points + segment->first, segment->count};
    for (size_t i = 0; i < walk.count; i++)
        walk.points[i].side = side_of(walk.points[i].value, walk.points[i].centre);
    if (segment->refusal == SPC_TOO_FEW || segment->refusal == SPC_NO_VARIATION || segment->refusal == SPC_SPARSE)
        return;

    apply_limits(&walk, profile->flags_undefined);
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
    for (size_t i = 0; i < walk.count; i++)
        walk.points[i].rule = first_rule(&walk, i, profile);
}
