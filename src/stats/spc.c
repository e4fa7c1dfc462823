/* A chart from beginning to end: what was asked is checked, the figures are put in order and cut into segments, each
 * segment gets its limits and rules, and the whole its answer. */
#include "stats/spc.h"

#include "base/date.h"
#include "stats/averages.h"
#include "stats/spc_limits.h"

#include <math.h>
#include <talloc.h>

bool spc_has_denominators(enum spc_chart chart)
{
    return chart == SPC_P || chart == SPC_P_PRIME || chart == SPC_U || chart == SPC_U_PRIME || chart == SPC_I_PRIME;
}

static const char *day_words(const void *ctx, int32_t day)
{
    const char *words = date_words(ctx, (struct date){day});
    return words ? words : "that day";
}

/* ---- what was asked ---- */

static struct error *check_figure(const void *ctx, double figure, const char *name)
{
    if (!isfinite(figure))
        return ERROR_NEW(ctx, ERROR_INVALID, "The %s of a chart must be a number.", name);
    return NULL;
}

static struct error *check_options(const void *ctx, const struct spc_options *options)
{
    if ((unsigned)options->chart >= SPC_CHARTS)
        return ERROR_NEW(ctx, ERROR_INVALID, "There is no such kind of chart.");
    if (options->shift_length < 0 || options->trend_length < 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "The length of a run must be a whole number above nought.");
    TRY(check_figure(ctx, options->has_centre ? options->centre : 0, "centre line"));
    TRY(check_figure(ctx, options->multiply, "multiplier"));
    if (options->multiply < 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "The multiplier of a chart must be above nought.");
    return NULL;
}

static struct error *check_point(const void *ctx, const struct point *point, enum spc_chart chart)
{
    bool counts = (spc_has_denominators(chart) && chart != SPC_I_PRIME) || chart == SPC_C || chart == SPC_G;
    if (counts && point->value < 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "The figure for %s is below nought; a %s needs counts.",
                         day_words(ctx, point->day), spc_chart_title(chart));
    if (spc_has_denominators(chart) && (!isfinite(point->out_of) || point->out_of < 0))
        return ERROR_NEW(ctx, ERROR_INVALID, "The denominator for %s must be nought or more.",
                         day_words(ctx, point->day));
    if ((chart == SPC_P || chart == SPC_P_PRIME) && point->value > point->out_of)
        return ERROR_NEW(ctx, ERROR_INVALID, "The numerator for %s is greater than its denominator.",
                         day_words(ctx, point->day));
    if (chart == SPC_T && !(point->value > 0))
        return ERROR_NEW(ctx, ERROR_INVALID,
                         "The time for %s is nought: two events on one day leave no time between them. Give the time "
                         "in hours, or count the cases between events.",
                         day_words(ctx, point->day));
    return NULL;
}

static struct error *check_points(const void *ctx, const struct point *points, size_t count, enum spc_chart chart)
{
    for (size_t i = 0; i < count; i++) {
        if (point_is_known(&points[i]))
            TRY(check_point(ctx, &points[i], chart));
    }
    return NULL;
}

/* ---- in order ---- */

/* Member by member: the limits follow in any case, and zeroing them first would cost a fifth of a chart's time. */
static void begin_point(struct spc_point *point, int32_t day)
{
    point->day = day;
    point->events = point->out_of = point->target = NAN;
    point->segment = 0;
    point->fed_limits = point->excluded = point->after_gap = false;
    point->side = 0;
    point->rules = 0;
    point->rule = 0;
    point->variation = SPC_VARIATION_NONE;
}

/* Joins the figures of one day, which stand first among `left`, to a point: counts are added, others averaged. Gives
 * how many there were. */
static size_t join_day(const struct point *figures, size_t left, enum spc_chart chart, struct spc_point *point)
{
    double sum = 0, out_of = 0;
    size_t known = 0, of_day = 0;
    begin_point(point, figures->day);
    do {
        if (point_is_known(&figures[of_day])) {
            sum += figures[of_day].value;
            out_of += figures[of_day].out_of;
            known++;
        }
    } while (++of_day < left && figures[of_day].day == point->day);
    if (known == 0) {
        point->value = NAN;
    } else if (spc_has_denominators(chart)) {
        point->events = sum;
        point->out_of = out_of;
        point->value = out_of > 0 ? sum / out_of : NAN;
    } else {
        point->value = known == 1 || chart == SPC_C ? sum : sum / (double)known;
    }
    return of_day;
}

/* One point a day. */
static struct error *fill_points(const void *ctx, const struct point *ordered, size_t count, struct spc_result *result)
{
    enum spc_chart chart = result->chart;
    bool takes_any = chart == SPC_XMR || chart == SPC_MR || chart == SPC_RUN;
    bool joins = result->profile->joins_same_day || spc_has_denominators(chart) || chart == SPC_C;
    size_t filled = 0;
    for (size_t i = 0, of_day; i < count; i += of_day) {
        of_day = join_day(&ordered[i], count - i, chart, &result->points[filled++]);
        if (!takes_any)
            TRY(check_points(ctx, &ordered[i], of_day, chart));
        if (of_day > 1 && !joins)
            return ERROR_NEW(ctx, ERROR_INVALID, "There are %zu figures for %s; this chart needs one a day.", of_day,
                             day_words(ctx, ordered[i].day));
    }
    result->point_count = filled;
    return NULL;
}

/* Marks where a figure is missing. A guarded profile also sees a day that is not there at all: in a series whose
 * steps are nearly all alike (months differ by a tenth), a step longer by 60% skipped something. */
static void find_gaps(struct spc_result *result)
{
    struct spc_point *points = result->points;
    size_t count = result->point_count, alike = 0;
    int64_t least = INT64_MAX, greatest = 0;
    for (size_t i = 1; i < count; i++) {
        int64_t step = (int64_t)points[i].day - points[i - 1].day;
        least = step < least ? step : least;
        greatest = step > greatest ? step : greatest;
        points[i].after_gap = isnan(points[i - 1].value);
    }
    bool unlike = count > 1 && greatest * 5 > least * 8;
    if (!unlike || !result->profile->guards || result->chart == SPC_T || result->chart == SPC_G)
        return;
    for (size_t i = 1; i < count; i++)
        alike += ((int64_t)points[i].day - points[i - 1].day) * 5 <= least * 6 ? 1 : 0;
    if (alike * 4 < (count - 1) * 3)
        return;
    for (size_t i = 1; i < count; i++) {
        if (((int64_t)points[i].day - points[i - 1].day) * 5 > least * 8)
            points[i].after_gap = true;
    }
}

/* ---- segments ---- */

static struct spc_point *point_on(const struct spc_result *result, int32_t day)
{
    size_t low = 0, high = result->point_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (result->points[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low < result->point_count && result->points[low].day == day ? &result->points[low] : NULL;
}

static struct error *refuse_rebase(const void *ctx, const struct spc_result *result, int32_t day)
{
    for (size_t i = 0; i < result->point_count; i++) {
        if (result->points[i].day > day)
            return ERROR_NEW(ctx, ERROR_INVALID,
                             "There is no figure for %s, so the limits cannot begin anew on it. The next figure is "
                             "for %s.",
                             day_words(ctx, day), day_words(ctx, result->points[i].day));
    }
    return ERROR_NEW(ctx, ERROR_INVALID,
                     "The limits cannot begin anew on %s: there is no figure for that day or later.",
                     day_words(ctx, day));
}

/* Cuts the points at the rebases. Between cutting and numbering, `segment` of a point is 1 where one begins. */
static struct error *cut_segments(const void *ctx, struct spc_result *result, const struct spc_options *options)
{
    for (size_t i = 0; i < options->rebase_count; i++) {
        struct spc_point *point = point_on(result, options->rebases[i].day);
        if (point)
            point->segment = 1;
        else if (!result->profile->skips_unknown_days)
            return refuse_rebase(ctx, result, options->rebases[i].day);
    }
    struct spc_segment *segment = NULL;
    for (size_t i = 0; i < result->point_count; i++) {
        struct spc_point *point = &result->points[i];
        if (i == 0 || point->segment) {
            segment = &result->segments[result->segment_count++];
            *segment = (struct spc_segment){
                .first = i, .from = point->day, .moving_range = NAN, .sigma_z = NAN};
        }
        point->segment = result->segment_count - 1;
        segment->count++;
    }
    for (size_t i = 0; i < options->rebase_count; i++) {
        const struct spc_point *point = point_on(result, options->rebases[i].day);
        if (point)
            result->segments[point->segment].reason = options->rebases[i].reason;
    }
    return NULL;
}

static struct error *exclude_points(const void *ctx, struct spc_result *result, const struct spc_options *options)
{
    for (size_t i = 0; i < options->excluded_count; i++) {
        struct spc_point *point = point_on(result, options->excluded[i]);
        if (!point)
            return ERROR_NEW(ctx, ERROR_INVALID, "There is no figure for %s to leave out.",
                             day_words(ctx, options->excluded[i]));
        point->excluded = true;
    }
    return NULL;
}

/* ---- one segment ---- */

/* Which points feed the limits, and their figures closed up, with NAN wherever two neighbours are not neighbours. */
static void gather_baseline(struct spc_span *span)
{
    size_t limit = span->options->baseline ? span->options->baseline : span->count;
    size_t gathered = 0, known = 0, fed = 0;
    for (size_t i = 0; i < span->count; i++) {
        struct spc_point *point = &span->points[i];
        bool is_known = !isnan(point->value);
        known += is_known ? 1 : 0;
        if (i >= limit || point->excluded)
            continue;
        point->fed_limits = true;
        if (point->after_gap && span->profile->guards && is_known && gathered > 0)
            span->baseline[gathered++] = NAN;
        span->baseline[gathered++] = point->value;
        fed += is_known ? 1 : 0;
    }
    span->baseline_count = gathered;
    span->segment->known = known;
    span->segment->gaps = span->count - known;
    span->segment->baseline_known = fed;
}

static void set_limits(struct spc_span *span)
{
    static void (*const by_chart[SPC_CHARTS])(struct spc_span *) = {
        [SPC_XMR] = spc_limits_xmr,           [SPC_MR] = spc_limits_moving_range,
        [SPC_P] = spc_limits_proportion,      [SPC_P_PRIME] = spc_limits_proportion,
        [SPC_U] = spc_limits_rate,            [SPC_U_PRIME] = spc_limits_rate,
        [SPC_C] = spc_limits_count,           [SPC_I_PRIME] = spc_limits_i_prime,
        [SPC_T] = spc_limits_time_between,    [SPC_G] = spc_limits_cases_between,
        [SPC_RUN] = spc_centre_median,
    };
    by_chart[span->result->chart](span);
}

static void count_runs(struct spc_span *span)
{
    double *figures = span->result->scratch, *centres = figures + span->count;
    size_t included = 0;
    for (size_t i = 0; i < span->count; i++) {
        if (!span->points[i].excluded) {
            figures[included] = span->points[i].value;
            centres[included++] = span->points[i].centre;
        }
    }
    span->segment->runs = runs_about(figures, centres, included, span->options->runs_method);
    if (span->result->chart == SPC_MR)
        span->segment->runs.signal = false;
}

static void chart_segment(struct spc_result *result, const struct spc_options *options, size_t index)
{
    struct spc_segment *segment = &result->segments[index];
    struct spc_span span = {
        .result = result,
        .options = options,
        .profile = result->profile,
        .segment = segment,
        .points = result->points + segment->first,
        .count = segment->count,
        .baseline = result->scratch,
        .unscreened = NAN,
    };
    gather_baseline(&span);
    set_limits(&span);
    if (result->profile->guards)
        spc_guard(&span);
    count_runs(&span);
    spc_apply_rules(result, index);
}

/* ---- the whole ---- */

/* A length may be changed, but no rule called up that the profile does not have. */
static int length_asked(int asked, int by_profile)
{
    return asked && by_profile ? asked : by_profile;
}

static void begin(struct spc_result *result, const struct spc_options *options)
{
    const struct spc_profile *profile = options->profile ? options->profile : &spc_profile_mdc;
    result->point_count = result->segment_count = 0;
    result->chart = result->instead = options->chart;
    result->profile = profile;
    result->engine = STATS_ENGINE_VERSION;
    result->improvement = options->improvement;
    result->screened = options->screening == SPC_SCREEN_AS_PROFILE ? profile->screens
                                                                    : options->screening == SPC_SCREEN_ON;
    result->shift_length = length_asked(options->shift_length, profile->shift_length);
    result->trend_length = length_asked(options->trend_length, profile->trend_length);
    result->multiply = options->multiply > 0 ? options->multiply : 1;
    result->refusal = SPC_ANSWERED;
    result->quarters_instead = result->both_ways = result->latest_missing = false;
    result->variation = SPC_VARIATION_NONE;
    result->assurance = SPC_ASSURANCE_NONE;
    result->latest = 0;
}

struct error *spc_chart(const void *ctx, const struct point *points, size_t count, const struct spc_options *options,
                        struct spc_result *result)
{
    TRY(check_options(ctx, options));
    if (count > result->points_room || options->rebase_count + 1 > result->segments_room)
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The chart has more figures than there is room for.");
    begin(result, options);
    const struct point *ordered = points;
    if (!series_is_ordered(points, count)) {
        series_order(points, count, result->ordered);
        ordered = result->ordered;
    }
    TRY(fill_points(ctx, ordered, count, result));
    find_gaps(result);
    TRY(cut_segments(ctx, result, options));
    TRY(exclude_points(ctx, result, options));
    for (size_t i = 0; i < result->segment_count; i++)
        chart_segment(result, options, i);
    spc_answer(result, options);
    return NULL;
}

struct error *spc_result_make(const void *ctx, size_t points, size_t segments, struct spc_result **result)
{
    if (points > SPC_POINTS_MOST || segments > SPC_POINTS_MOST)
        return ERROR_NEW(ctx, ERROR_INVALID, "A chart can have at most %d figures.", SPC_POINTS_MOST);
    struct spc_result *made = talloc_zero(ctx, struct spc_result);
    TRY_MEMORY(made);
    /* One more than asked, so that an empty series has arrays too. */
    made->points = talloc_array(made, struct spc_point, (unsigned)points + 1);
    made->segments = talloc_array(made, struct spc_segment, (unsigned)segments + 1);
    made->scratch = talloc_array(made, double, 3 * (unsigned)points + 1);
    made->ordered = talloc_array(made, struct point, (unsigned)points + 1);
    made->steps = talloc_array_size(made, spc_step_size(), (unsigned)points + 1);
    TRY_MEMORY(made->points && made->segments && made->scratch && made->ordered && made->steps);
    made->points_room = points;
    made->segments_room = segments;
    *result = made;
    return NULL;
}

struct error *spc_chart_new(const void *ctx, const struct point *points, size_t count,
                            const struct spc_options *options, struct spc_result **result)
{
    struct spc_result *made;
    TRY(spc_result_make(ctx, count, options->rebase_count + 1, &made));
    TRY(spc_chart(ctx, points, count, options, made));
    *result = made;
    return NULL;
}
