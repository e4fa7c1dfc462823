/* Projections of a line and of smoothed series, and the path to a target. */
#include "stats/projection.h"

#include "stats/distribution.h"

#include <math.h>

static struct projected about(double mean, double error, double reach_80, double reach_95)
{
    return (struct projected){
        .mean = mean,
        .lower_80 = mean - reach_80 * error,
        .upper_80 = mean + reach_80 * error,
        .lower_95 = mean - reach_95 * error,
        .upper_95 = mean + reach_95 * error,
    };
}

struct projected project_line(const struct line *line, double t)
{
    double n = (double)line->count, distance = t - line->mean_t;
    double error = line->sigma * sqrt(1 + 1 / n + distance * distance / line->spread_t);
    return about(line->intercept + line->slope * t, error, t_quantile(0.9, n - 2), t_quantile(0.975, n - 2));
}

size_t projection_most(size_t count)
{
    return count / 2;
}

/* The state of a smoothed series. Both methods begin at the first figure and count its error too. */
struct smoothing {
    long double level, slope, squares;
    size_t errors;
};

static struct smoothing smooth(const double *figures, size_t count, double alpha, double beta, bool has_slope)
{
    struct smoothing s = {0};
    size_t first = 0, second;
    while (first < count && isnan(figures[first]))
        first++;
    for (second = first + 1; second < count && isnan(figures[second]); second++)
        ;
    if (first >= count || (has_slope && second >= count))
        return s;
    s.level = figures[first];
    s.slope = has_slope ? (long double)figures[second] - figures[first] : 0;
    for (size_t i = first; i < count; i++) {
        long double expected = s.level + s.slope;
        long double error = isnan(figures[i]) ? 0 : figures[i] - expected;
        s.level = expected + alpha * error;
        s.slope += alpha * beta * error;
        s.squares += error * error;
        s.errors += isnan(figures[i]) ? 0 : 1;
    }
    return s;
}

/* `growth` is what each step adds to the weight of an error: 0 without a slope. */
static void fill_steps(const struct smoothing *s, double alpha, double growth, struct projected *steps,
                       size_t step_count)
{
    double reach_80 = normal_quantile(0.9), reach_95 = normal_quantile(0.975);
    double variance = s->errors ? (double)(s->squares / (long double)s->errors) : NAN, factor = 1;
    for (size_t h = 0; h < step_count; h++) {
        double mean = s->errors ? (double)(s->level + (long double)(h + 1) * s->slope) : NAN;
        steps[h] = about(mean, sqrt(variance * factor), reach_80, reach_95);
        double weight = alpha + growth * (double)(h + 1);
        factor += weight * weight;
    }
}

void project_smoothed(const double *figures, size_t count, double alpha, struct projected *steps, size_t step_count)
{
    struct smoothing s = smooth(figures, count, alpha, 0, false);
    fill_steps(&s, alpha, 0, steps, step_count);
}

void project_holt(const double *figures, size_t count, double alpha, double beta, enum holt_spread spread,
                  struct projected *steps, size_t step_count)
{
    struct smoothing s = smooth(figures, count, alpha, beta, true);
    fill_steps(&s, alpha, spread == HOLT_EXACT ? alpha * beta : beta, steps, step_count);
}

double path_at(const struct path *path, double t)
{
    if (t <= path->start)
        return path->baseline;
    if (t >= path->due)
        return path->target;
    return path->baseline + (path->target - path->baseline) * (t - path->start) / (path->due - path->start);
}

enum path_result path_compare(const struct path *path, double t, double lower, double upper,
                              enum improvement improvement, bool improving)
{
    double line = path_at(path, t);
    if (improvement == IMPROVEMENT_NEITHER || isnan(line) || isnan(lower) || isnan(upper))
        return PATH_NOT_KNOWN;
    bool up = improvement == IMPROVEMENT_UP;
    bool target_beyond = up ? path->target > upper : path->target < lower;
    bool line_beyond = up ? line > upper : line < lower;
    if (target_beyond && !improving)
        return PATH_WILL_NOT_MEET;
    return line_beyond ? PATH_BEHIND : PATH_ON_TRACK;
}

/* Fieller: all times x at which the gap to the target is not distinguishable from nought, that is (g + slope x)^2
 * <= k^2 var(g + slope x), a quadratic in x. g is the fitted value now less the target. Only times ahead count;
 * false when the interval is the whole line or lies behind. */
static bool fieller(const struct line *line, double gap, double now, double k, double *lower, double *upper)
{
    double distance = now - line->mean_t, n = (double)line->count;
    double s2 = line->sigma * line->sigma, v_slope = s2 / line->spread_t;
    double v_gap = s2 * (1 / n + distance * distance / line->spread_t), both = distance * v_slope;
    double a = line->slope * line->slope - k * k * v_slope;
    double b = gap * line->slope - k * k * both;
    double c = gap * gap - k * k * v_gap;
    double root = b * b - a * c;
    if (!(a > 0) || !(root >= 0))
        return false;
    *lower = fmax((-b - sqrt(root)) / a, 0);
    *upper = (-b + sqrt(root)) / a;
    return *upper >= 0;
}

struct time_to_target time_to_target(const struct line *line, double target, double now, enum improvement improvement)
{
    struct time_to_target result = {false, false, NAN, NAN, NAN, NAN, NAN};
    double gap = line->intercept + line->slope * now - target;
    if (isnan(gap) || improvement == IMPROVEMENT_NEITHER)
        return result;
    double freedom = (double)line->count - 2;
    double k80 = t_quantile(0.9, freedom), k95 = t_quantile(0.975, freedom);
    bool up = improvement == IMPROVEMENT_UP;
    result.reached = up ? gap >= 0 : gap <= 0;
    bool towards = up ? line->slope > 0 : line->slope < 0;
    result.on_course = !result.reached && towards && fabs(line->slope) > k95 * line->slope_error;
    if (!result.on_course)
        return result;
    result.estimate = -gap / line->slope;
    if (!fieller(line, gap, now, k80, &result.lower_80, &result.upper_80))
        result.lower_80 = 0, result.upper_80 = INFINITY;
    if (!fieller(line, gap, now, k95, &result.lower_95, &result.upper_95))
        result.lower_95 = 0, result.upper_95 = INFINITY;
    return result;
}
