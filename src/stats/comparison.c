/* Two groups compared: means, proportions, rates. */
#include "stats/comparison.h"

#include "stats/averages.h"
#include "stats/distribution.h"
#include "stats/intervals.h"

#include <math.h>
#include <stdbool.h>

static const struct comparison none = {NAN, NAN, NAN, NAN, NAN, NAN};

struct comparison compare_means(const double *first, size_t first_count, const double *second, size_t second_count,
                                double confidence)
{
    double n1 = (double)count_known(first, first_count), n2 = (double)count_known(second, second_count);
    double v1 = variance_of(first, first_count) / n1, v2 = variance_of(second, second_count) / n2;
    if (!(n1 >= 2 && n2 >= 2 && v1 + v2 > 0))
        return none;
    double error = sqrt(v1 + v2);
    double freedom = (v1 + v2) * (v1 + v2) / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1));
    double estimate = mean_of(second, second_count) - mean_of(first, first_count);
    double reach = t_quantile(1 - (1 - confidence) / 2, freedom) * error;
    return (struct comparison){
        .estimate = estimate,
        .lower = estimate - reach,
        .upper = estimate + reach,
        .statistic = estimate / error,
        .freedom = freedom,
        .p = t_two_sided(estimate / error, freedom),
    };
}

static bool is_proportion(struct tally tally)
{
    return tally.events >= 0 && tally.out_of > 0 && tally.events <= tally.out_of;
}

struct comparison compare_proportions(struct tally first, struct tally second, double confidence)
{
    if (!is_proportion(first) || !is_proportion(second))
        return none;
    double p1 = first.events / first.out_of, p2 = second.events / second.out_of, estimate = p2 - p1;
    double reach = normal_quantile(1 - (1 - confidence) / 2) *
                   sqrt(p1 * (1 - p1) / first.out_of + p2 * (1 - p2) / second.out_of);
    double pooled = (first.events + second.events) / (first.out_of + second.out_of);
    double variance = pooled * (1 - pooled) * (1 / first.out_of + 1 / second.out_of);
    struct comparison result = {
        .estimate = estimate,
        .lower = fmax(estimate - reach, -1),
        .upper = fmin(estimate + reach, 1),
        .statistic = variance > 0 ? estimate * estimate / variance : NAN,
        .freedom = 1,
    };
    result.p = isnan(result.statistic) ? NAN : chi_square_above(result.statistic, 1);
    return result;
}

struct comparison compare_proportions_newcombe(struct tally first, struct tally second, double confidence)
{
    if (!is_proportion(first) || !is_proportion(second))
        return none;
    struct interval one = interval_wilson(first.events, first.out_of, confidence);
    struct interval two = interval_wilson(second.events, second.out_of, confidence);
    double estimate = two.estimate - one.estimate;
    return (struct comparison){
        .estimate = estimate,
        .lower = estimate - hypot(two.estimate - two.lower, one.upper - one.estimate),
        .upper = estimate + hypot(two.upper - two.estimate, one.estimate - one.lower),
        .statistic = NAN,
        .freedom = NAN,
        .p = NAN,
    };
}

/* The chance, if the share were `share`, of any number of events no likelier than the one seen. A likelihood within a
 * ten-millionth of it counts as equal. */
static double no_likelier(size_t events, size_t n, double share)
{
    double seen = binomial_exactly(events, n, share) * (1 + 1e-7);
    double sum = 0;
    for (size_t k = 0; k <= n; k++) {
        double chance = binomial_exactly(k, n, share);
        sum += chance <= seen ? chance : 0;
    }
    return fmin(sum, 1);
}

struct comparison compare_rates(struct tally first, struct tally second, double confidence)
{
    bool sound = first.events >= 0 && second.events >= 0 && first.out_of > 0 && second.out_of > 0;
    double total = first.events + second.events;
    if (!sound || !(total <= 1e9))
        return none;
    double exposure = second.out_of / first.out_of;
    struct comparison result = {
        .estimate = second.events / first.events / exposure,
        .lower = 0,
        .upper = INFINITY,
        .statistic = NAN,
        .freedom = NAN,
        .p = 1,
    };
    if (!(total > 0))
        return result;
    struct interval share = interval_binomial(second.events, total, confidence);
    result.lower = share.lower / (1 - share.lower) / exposure;
    result.upper = share.upper < 1 ? share.upper / (1 - share.upper) / exposure : INFINITY;
    result.p = no_likelier((size_t)second.events, (size_t)total, exposure / (1 + exposure));
    return result;
}
