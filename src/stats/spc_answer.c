/* What a chart says in the end: the type of each point, the two icons, the counts, and which chart would say more. */
#include "stats/averages.h"
#include "stats/spc_limits.h"

#include <math.h>

static enum spc_variation variation_of(unsigned rule, enum improvement improvement)
{
    bool high = rule & SPC_RULES_HIGH;
    if (rule == 0)
        return SPC_COMMON_CAUSE;
    if (improvement == IMPROVEMENT_NEITHER)
        return high ? SPC_NEUTRAL_HIGH : SPC_NEUTRAL_LOW;
    if (high)
        return improvement == IMPROVEMENT_UP ? SPC_IMPROVEMENT_HIGH : SPC_CONCERN_HIGH;
    return improvement == IMPROVEMENT_DOWN ? SPC_IMPROVEMENT_LOW : SPC_CONCERN_LOW;
}

/* The type of every point, and how many there are of each. */
static void sort_points(const struct spc_result *result, struct spc_segment *segment)
{
    struct spc_point *points = result->points + segment->first;
    size_t of_type[SPC_NEUTRAL_LOW + 1] = {0}, commons = 0, outside = 0;
    for (size_t i = 0; i < segment->count; i++) {
        struct spc_point *point = &points[i];
        if (isnan(point->value))
            continue;
        point->variation = variation_of(point->rule, result->improvement);
        if (point->rule == 0) {
            commons++;
            continue;
        }
        of_type[point->variation]++;
        outside += (point->rules & (SPC_ABOVE_LIMIT | SPC_BELOW_LIMIT)) != 0;
    }
    segment->improvements = of_type[SPC_IMPROVEMENT_HIGH] + of_type[SPC_IMPROVEMENT_LOW];
    segment->concerns = of_type[SPC_CONCERN_HIGH] + of_type[SPC_CONCERN_LOW];
    segment->neutrals = of_type[SPC_NEUTRAL_HIGH] + of_type[SPC_NEUTRAL_LOW];
    segment->commons = commons;
    segment->outside = outside;
}

static enum spc_assurance assurance_of(const struct spc_result *result, const struct spc_point *point)
{
    double target = point->target;
    bool up = result->improvement == IMPROVEMENT_UP;
    if (isnan(target) || result->improvement == IMPROVEMENT_NEITHER)
        return SPC_ASSURANCE_NONE;
    if (result->refusal == SPC_NO_VARIATION) {
        bool met = up ? point->value >= target : point->value <= target;
        return met ? SPC_PASS : SPC_FAIL;
    }
    if (result->profile->guards && (isnan(point->upper) || result->refusal == SPC_ONE_VALUE ||
                                    result->refusal == SPC_STALE))
        return SPC_ASSURANCE_NONE;
    if (target > point->upper)
        return up ? SPC_FAIL : SPC_PASS;
    if (target < point->lower)
        return up ? SPC_PASS : SPC_FAIL;
    return SPC_HIT_OR_MISS;
}

static bool icons_allowed(enum spc_refusal refusal)
{
    return refusal == SPC_ANSWERED || refusal == SPC_TRIAL;
}

/* Which chart would answer where this one cannot, and whether adding periods together would. */
static void suggest(struct spc_result *result)
{
    result->instead = result->chart;
    if (result->refusal != SPC_SPARSE)
        return;
    result->quarters_instead = true;
    bool proportion = result->chart == SPC_P || result->chart == SPC_P_PRIME;
    result->instead = proportion ? SPC_G : SPC_T;
}

static void find_latest(struct spc_result *result)
{
    result->latest = result->point_count;
    for (size_t i = result->point_count; i-- > 0;) {
        if (!isnan(result->points[i].value)) {
            result->latest = i;
            break;
        }
    }
    if (result->latest == result->point_count)
        return;
    size_t missing = result->point_count - 1 - result->latest;
    result->latest_missing = missing > 0;
    bool answered = result->refusal == SPC_ANSWERED || result->refusal == SPC_TRIAL;
    if (result->profile->guards && missing >= 2 && answered)
        result->refusal = SPC_STALE;
}

static void set_icons(struct spc_result *result)
{
    const struct spc_profile *profile = result->profile;
    bool none = result->latest == result->point_count;
    if (result->point_count == 0 || (none && profile->guards))
        return;
    const struct spc_point *last = &result->points[result->point_count - 1];
    const struct spc_point *latest = none ? last : &result->points[result->latest];
    if (profile->guards)
        result->variation = icons_allowed(result->refusal) ? latest->variation : SPC_VARIATION_NONE;
    else
        result->variation = isnan(last->value) ? SPC_COMMON_CAUSE : last->variation;
    result->assurance = assurance_of(result, profile->guards ? latest : last);
    result->both_ways = result->improvement != IMPROVEMENT_NEITHER && (latest->rules & SPC_RULES_HIGH) &&
                        (latest->rules & SPC_RULES_LOW);
}

/* The mean of one line over the segment, passing over points without it. */
static double mean_line(const struct spc_point *points, size_t count, size_t line)
{
    long double sum = 0;
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        const double lines[] = {points[i].centre, points[i].lower, points[i].upper};
        if (!isnan(lines[line])) {
            sum += lines[line];
            known++;
        }
    }
    return known ? (double)(sum / (long double)known) : NAN;
}

static void set_mean_lines(const struct spc_result *result, struct spc_segment *segment)
{
    const struct spc_point *points = result->points + segment->first;
    bool stepped = spc_has_denominators(result->chart);
    segment->centre = stepped ? mean_line(points, segment->count, 0) : points->centre;
    segment->lower = stepped ? mean_line(points, segment->count, 1) : points->lower;
    segment->upper = stepped ? mean_line(points, segment->count, 2) : points->upper;
}

static void multiply_point(struct spc_point *point, double by)
{
    double *const figures[] = {&point->value,   &point->centre,  &point->lower,   &point->lower_2,
                               &point->lower_1, &point->upper_1, &point->upper_2, &point->upper};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        *figures[i] *= by;
}

static void multiply_segment(const struct spc_result *result, struct spc_segment *segment)
{
    for (size_t i = 0; i < segment->count; i++)
        multiply_point(&result->points[segment->first + i], result->multiply);
    segment->moving_range *= isnan(segment->sigma_z) ? result->multiply : 1;
}

void spc_answer(struct spc_result *result, const struct spc_options *options)
{
    for (size_t i = 0; i < result->point_count && options->target_count > 0; i++)
        result->points[i].target = target_on(options->targets, options->target_count, result->points[i].day);
    for (size_t s = 0; s < result->segment_count; s++) {
        struct spc_segment *segment = &result->segments[s];
        if (result->multiply < 1 || result->multiply > 1)
            multiply_segment(result, segment);
        sort_points(result, segment);
        set_mean_lines(result, segment);
    }
    if (result->segment_count > 0)
        result->refusal = result->segments[result->segment_count - 1].refusal;
    find_latest(result);
    suggest(result);
    set_icons(result);
}
