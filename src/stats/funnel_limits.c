/* The scale of a funnel and its limits at any denominator. */
#include "stats/distribution.h"
#include "stats/funnel_scale.h"

#include <math.h>

/* Below so many expected events, a proportion's exact limits are worth their steps. */
#define EXPECTED_FOR_ARCSINE 5
#define CASES_MOST 1e9

static bool is_ratio(enum funnel_kind kind)
{
    return kind == FUNNEL_RATIO || kind == FUNNEL_RATE;
}

double funnel_target_on_scale(const struct funnel_options *options, double target)
{
    switch (options->kind) {
    case FUNNEL_PROPORTION:
        return asin(sqrt(target));
    case FUNNEL_COUNTS:
        return log(target);
    case FUNNEL_RATE:
    case FUNNEL_RATIO:
        break;
    }
    return options->scale == FUNNEL_LOG ? 0 : 1;
}

void funnel_place(const struct funnel_options *options, double target_on_scale, struct funnel_point *point)
{
    double o = point->events, n = is_ratio(options->kind) ? point->expected : point->out_of;
    if (options->kind == FUNNEL_PROPORTION) {
        point->y = asin(sqrt(o / n));
        point->s = 1 / (2 * sqrt(n));
    } else if (options->kind == FUNNEL_COUNTS) {
        /* Half an event more on both sides keeps areas without events on the chart. */
        point->y = log((o + 0.5) / (n + 0.5));
        point->s = sqrt(o / ((o + 0.5) * (o + 0.5)) + n / ((n + 0.5) * (n + 0.5)));
    } else if (options->scale == FUNNEL_LOG) {
        point->y = log(o / n);
        point->s = 1 / sqrt(n);
    } else {
        point->y = sqrt(o / n);
        point->s = 1 / (2 * sqrt(n));
    }
    point->z = (point->y - target_on_scale) / point->s;
}

/* ---- one limit, `k` standard errors away (negative: below) ---- */

/* Arcsine, held at nought and one where it would turn back. */
static double proportion_limit(double target_on_scale, double n, double k, double tau2)
{
    double angle = target_on_scale + k * sqrt(1 / (4 * n) + tau2);
    if (angle <= 0)
        return 0;
    return angle >= acos(-1) / 2 ? 1 : sin(angle) * sin(angle);
}

/* The quantile of the binomial at `share`, taken between whole numbers where the cumulative chance passes it
 * (Spiegelhalter 2005, appendix), over n. */
static double binomial_limit(double target, double n, double share)
{
    size_t size = (size_t)floor(n + 0.5), events = binomial_quantile(share, size, target);
    double at = binomial_at_most(events, size, target), here = binomial_exactly(events, size, target);
    double back = here > 0 ? (at - share) / here : 0;
    return fmax(((double)events - back) / n, 0);
}

/* With n taken for the observed count, the usual approximation. */
static double poisson_limit(double n, double k, double share)
{
    return k < 0 ? chi_square_quantile(share, 2 * n) / (2 * n) : chi_square_quantile(share, 2 * (n + 1)) / (2 * n);
}

static double ratio_limit(const struct funnel_options *options, double n, double k, double tau2)
{
    if (options->scale == FUNNEL_LOG)
        return exp(k * sqrt(1 / n + tau2));
    double root = 1 + k * sqrt(1 / (4 * n) + tau2);
    return root > 0 ? root * root : 0;
}

/* The second count's own chance counts too: the log of a ratio of counts has variance 1/(theta n) + 1/n. */
static double counts_limit(double target, double n, double k, double tau2)
{
    return target * exp(k * sqrt(1 / (target * n) + 1 / n + tau2));
}

/* `adjusted` limits allow for tau2; others are those of chance. */
static double limit_at(const struct funnel_result *result, double out_of, double share, bool adjusted)
{
    const struct funnel_options *options = &result->options;
    double multiply = options->multiply, target = result->target / multiply, k = normal_quantile(share);
    double tau2 = adjusted ? result->tau2 : 0;
    switch (options->kind) {
    case FUNNEL_PROPORTION:
        if (!adjusted && options->exact_binomial && out_of * target < EXPECTED_FOR_ARCSINE && out_of < CASES_MOST)
            return multiply * binomial_limit(target, out_of, share);
        return multiply * proportion_limit(result->target_on_scale, out_of, k, tau2);
    case FUNNEL_COUNTS:
        return multiply * counts_limit(target, out_of, k, tau2);
    case FUNNEL_RATE:
    case FUNNEL_RATIO:
        break;
    }
    double expected = options->kind == FUNNEL_RATE ? out_of * target : out_of;
    double ratio = adjusted ? ratio_limit(options, expected, k, tau2) : poisson_limit(expected, k, share);
    return options->kind == FUNNEL_RATE ? result->target * ratio : multiply * ratio;
}

static struct funnel_limits all_limits(const struct funnel_result *result, double out_of, bool adjusted)
{
    if (!(out_of > 0))
        return (struct funnel_limits){NAN, NAN, NAN, NAN, NAN, NAN};
    return (struct funnel_limits){
        .lower_998 = limit_at(result, out_of, 0.001, adjusted),
        .lower_95 = limit_at(result, out_of, 0.025, adjusted),
        .lower_68 = limit_at(result, out_of, 0.16, adjusted),
        .upper_68 = limit_at(result, out_of, 0.84, adjusted),
        .upper_95 = limit_at(result, out_of, 0.975, adjusted),
        .upper_998 = limit_at(result, out_of, 0.999, adjusted),
    };
}

struct funnel_limits funnel_limits_at(const struct funnel_result *result, double out_of)
{
    return all_limits(result, out_of, result->adjusted);
}

struct funnel_limits funnel_chance_at(const struct funnel_result *result, double out_of)
{
    return all_limits(result, out_of, false);
}
