/* Golden cases of PowerBI-Funnels (funnel2), and where that visual prints otherwise than the engine keeps it. */
#include "golden.h"

#include "stats/averages.h"
#include "stats/distribution.h"

#include <math.h>
#include <talloc.h>

/* The denominators at which that visual works out its lines: 1, then steps of a hundredth of the largest up to 1.1
 * times it, and the areas' own. */
static struct error *visual_grid(const void *ctx, const struct funnel_result *result, double **grid, size_t *count)
{
    double largest = 0;
    for (size_t i = 0; i < result->count; i++)
        largest = fmax(largest, result->points[i].out_of);
    double step = largest * 0.01, at = 1;
    size_t steps = (size_t)fmax(floor((largest + largest * 0.1 - 1) / step), 0);
    *grid = talloc_array(ctx, double, (unsigned)(steps + result->count) + 1);
    TRY_MEMORY(*grid);
    *count = 0;
    for (size_t i = 0; i < steps; i++, at += step)
        (*grid)[(*count)++] = at;
    for (size_t i = 0; i < result->count; i++)
        (*grid)[(*count)++] = result->points[i].out_of;
    sort_figures(*grid, *count);
    return NULL;
}

/* The next larger denominator of the grid; NAN when there is none. */
static double next_on(const double *grid, size_t count, double denominator)
{
    for (size_t i = 0; i < count; i++) {
        if (grid[i] > denominator)
            return grid[i];
    }
    return NAN;
}

/* One pair of lines is left blank where it would not narrow towards the next denominator, or crosses itself. */
static void blank(double *lower, double *upper, double next_lower, double next_upper)
{
    bool crossed = *lower >= *upper;
    if (*lower > next_lower)
        *lower = NAN;
    if (*upper < next_upper)
        *upper = NAN;
    if (crossed && !isnan(*lower) && !isnan(*upper))
        *lower = *upper = NAN;
}

/* The visual neither stops a root below nought nor an angle beyond a right one from coming up again on the other
 * side. */
static double unstopped(const struct funnel_result *result, double n, double share)
{
    double k = normal_quantile(share) * sqrt(1 / (4 * n) + (result->adjusted ? result->tau2 : 0));
    if (result->options.kind == FUNNEL_PROPORTION)
        return pow(sin(result->target_on_scale + k), 2);
    return pow(1 + k, 2);
}

static struct funnel_limits visual_lines(const struct funnel_result *result, double n)
{
    if (result->options.kind == FUNNEL_RATIO && !result->adjusted)
        return funnel_chance_at(result, n);
    return (struct funnel_limits){
        .lower_998 = unstopped(result, n, 0.001),
        .lower_95 = unstopped(result, n, 0.025),
        .lower_68 = unstopped(result, n, 0.16),
        .upper_68 = unstopped(result, n, 0.84),
        .upper_95 = unstopped(result, n, 0.975),
        .upper_998 = unstopped(result, n, 0.999),
    };
}

static struct funnel_limits visual_limits(const struct funnel_result *result, const struct funnel_point *point,
                                          const double *grid, size_t count)
{
    struct funnel_limits limits = visual_lines(result, point->out_of);
    double denominator = next_on(grid, count, point->out_of);
    if (isnan(denominator))
        return limits;
    struct funnel_limits next = visual_lines(result, denominator);
    blank(&limits.lower_998, &limits.upper_998, next.lower_998, next.upper_998);
    blank(&limits.lower_95, &limits.upper_95, next.lower_95, next.upper_95);
    blank(&limits.lower_68, &limits.upper_68, next.lower_68, next.upper_68);
    return limits;
}

/* ---- the visual's chi-square ---- */

/* log(1 + u) - u for small u, by the series 2r (r^2/3 + r^4/5 + ...) with r = u / (2 + u). */
static double log_term(double u)
{
    double r = u / (2 + u), y = r * r;
    return r * ((((2.0 / 9 * y + 2.0 / 7) * y + 2.0 / 5) * y + 2.0 / 3) * y - u);
}

/* The visual takes that series' coefficients in the wrong order where |u| is below 0.01, so that probabilities
 * near one half come out wrong from the fifth digit on. Its answers are what the cases hold. */
static double visual_log_term(double u)
{
    double r = u / (2 + u), y = r * r;
    if (fabs(u) < 1e-2)
        return r * ((((2.0 / 3 * y + 2.0 / 5) * y + 2.0 / 7) * y + 2.0 / 9) * y - u);
    return log1p(u) - u;
}

/* By how much its Poisson density at x, mean m, is too large, as a logarithm. It reduces m / x to a step of a
 * 128th octave before the series is used. */
static double density_excess(double x, double m)
{
    int exponent;
    double r = frexp(m / x, &exponent);
    double step = floor((r - 0.5) * 256 + 0.5);
    double factor = ldexp(floor(1024 / (0.5 + step / 256) + 0.5), -(exponent + 10));
    double u = (m * factor - x) / x;
    return fabs(u) < 1e-2 ? x * (visual_log_term(u) - log_term(u)) : 0;
}

/* The Poisson probability by Temme's expansion, as R has it (ppois_asymp), for large x close to the mean; the
 * lower tail of the gamma distribution of shape x + 1 at m. *upper gets the other tail. */
static double expansion(double x, double m, double *upper)
{
    static const double a[] = {2 / 3.,           -4 / 135.,           8 / 2835.,           16 / 8505.,
                               -8992 / 12629925., -334144 / 492567075., 698752 / 1477701225.};
    static const double b[] = {1 / 12.,           1 / 288.,              -139 / 51840.,           -571 / 2488320.,
                               163879 / 209018880., 5246819 / 75246796800., -534703531 / 902961561600.};
    double pt = -visual_log_term((m - x) / x), s = copysign(sqrt(2 * x * pt), m - x);
    double term_1 = sqrt(x), term_2 = s, sum_1 = term_1, sum_2 = term_2, numerator = 0, denominator = x, power = 1;
    for (int i = 0; i < 7; i++) {
        numerator += sum_1 * a[i] + sum_2 * b[i];
        term_1 *= pt / (i + 1);
        term_2 *= 2 * pt / (2 * i + 3);
        sum_1 = sum_1 / x + term_1;
        sum_2 = sum_2 / x + term_2;
        denominator += power * b[i];
        power /= x;
    }
    double correction = numerator / denominator * exp(-s * s / 2) / sqrt(2 * acos(-1));
    *upper = normal_probability(-s) + correction;
    return normal_probability(s) - correction;
}

/* The Normal quantile of the gamma distribution's lower tail at x as the visual finds it. */
static double visual_z(double x, double shape)
{
    double lower = chi_square_below(2 * x, 2 * shape), upper = chi_square_above(2 * x, 2 * shape);
    if (x >= 1 && x <= shape - 1 && x < 0.8 * (shape + 50)) {
        lower *= exp(density_excess(shape - 1, x));
        upper = 1 - lower;
    } else if (x >= 1 && shape - 1 < x && shape < 0.8 * (x + 50)) {
        upper *= exp(shape > 1 ? density_excess(shape - 1, x) : density_excess(shape, x));
        lower = 1 - upper;
    } else if (x >= 1) {
        lower = expansion(shape - 1, x, &upper);
    }
    return lower < upper ? normal_quantile(lower) : -normal_quantile(upper);
}

/* With exact limits, the normal quantile of the chance that they are built from. */
static double adjusted_z(const struct funnel_result *result, const struct funnel_point *point)
{
    if (result->adjusted)
        return (point->y - result->target_on_scale) / sqrt(point->s * point->s + result->tau2);
    if (result->options.kind == FUNNEL_PROPORTION)
        return point->z;
    double offset = point->events > point->out_of ? 1 : 0;
    return visual_z(point->events, point->out_of + offset);
}

static void write_visual_point(struct golden_writer *w, const struct funnel_result *result, size_t i,
                               const struct funnel_limits *limits)
{
    const struct funnel_point *point = &result->points[i];
    const double figures[] = {limits->lower_998, limits->lower_95, limits->lower_68,
                              limits->upper_68,  limits->upper_95, limits->upper_998};
    golden_count(w, i + 1);
    golden_text(w, point->name);
    golden_number_cell(w, point->events);
    golden_number_cell(w, point->out_of);
    golden_number_cell(w, point->ratio);
    golden_number_cell(w, point->z);
    golden_number_cell(w, adjusted_z(result, point));
    for (size_t f = 0; f < sizeof figures / sizeof *figures; f++)
        golden_number_or_empty(w, figures[f]);
    golden_bool(w, point->ratio > limits->upper_998 || point->ratio < limits->lower_998);
    golden_bool(w, point->ratio > limits->upper_95 || point->ratio < limits->lower_95);
}

struct error *golden_funnel_powerbi(const void *ctx, const struct golden_case *golden, struct golden_answer *answer)
{
    bool proportion = strcmp(golden_param(golden, "data_type"), "PR") == 0;
    const struct funnel_options options = {
        .kind = proportion ? FUNNEL_PROPORTION : FUNNEL_RATIO,
        .adjust = strcmp(golden_param(golden, "od_adjust"), "no") == 0 ? FUNNEL_ADJUST_NEVER : FUNNEL_ADJUST_AUTO,
    };
    struct funnel_area *areas;
    struct funnel_result *result;
    struct golden_writer *w;
    double *grid;
    size_t count, outside_998 = 0, outside_95 = 0;
    TRY(golden_read_areas(ctx, &golden->input, &areas));
    TRY(funnel_make(ctx, areas, golden->input.rows, &options, &result));
    TRY(visual_grid(ctx, result, &grid, &count));
    TRY(golden_writer_make(ctx,
                           "row,group,numerator,denominator,ratio,z,z_adjusted,lcl998,lcl95,lcl68,ucl68,ucl95,ucl998,"
                           "outlier998,outlier95",
                           &w));
    for (size_t i = 0; i < result->count; i++) {
        const struct funnel_point *point = &result->points[i];
        struct funnel_limits limits = visual_limits(result, point, grid, count);
        write_visual_point(w, result, i, &limits);
        outside_998 += point->ratio > limits.upper_998 || point->ratio < limits.lower_998 ? 1 : 0;
        outside_95 += point->ratio > limits.upper_95 || point->ratio < limits.lower_95 ? 1 : 0;
    }
    TRY(golden_written(w, &answer->expected));
    TRY(golden_writer_make(ctx, "groups,target,tau2,adjusted,outliers998,outliers95", &w));
    golden_count(w, result->count);
    golden_number_cell(w, result->target);
    golden_number_cell(w, result->tau2);
    golden_bool(w, result->adjusted);
    golden_count(w, outside_998);
    golden_count(w, outside_95);
    return golden_written(w, &answer->summary);
}
