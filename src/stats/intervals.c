/* Confidence intervals for one count. */
#include "stats/intervals.h"

#include "stats/distribution.h"

#include <math.h>

/* Byar's approximation takes over from here on, in the profiles. */
#define EVENTS_FOR_BYAR 10

static const struct interval none = {NAN, NAN, NAN};

static bool is_confidence(double confidence)
{
    return confidence > 0 && confidence < 1;
}

struct interval interval_wilson(double events, double out_of, double confidence)
{
    if (!(events >= 0 && events <= out_of && out_of > 0) || !is_confidence(confidence))
        return none;
    double z = normal_quantile(1 - (1 - confidence) / 2);
    double middle = events + z * z / 2;
    double reach = z * sqrt(events * (1 - events / out_of) + z * z / 4);
    /* Exact at both ends, where rounding would leave a crumb. */
    return (struct interval){
        .estimate = events / out_of,
        .lower = events > 0 ? (middle - reach) / (out_of + z * z) : 0,
        .upper = events < out_of ? (middle + reach) / (out_of + z * z) : 1,
    };
}

struct interval interval_binomial(double events, double out_of, double confidence)
{
    if (!(events >= 0 && events <= out_of && out_of > 0) || !is_confidence(confidence))
        return none;
    double tail = (1 - confidence) / 2;
    return (struct interval){
        .estimate = events / out_of,
        .lower = events > 0 ? beta_quantile(tail, events, out_of - events + 1) : 0,
        .upper = events < out_of ? beta_quantile(1 - tail, events + 1, out_of - events) : 1,
    };
}

struct interval interval_poisson(double events, double confidence)
{
    if (!(events >= 0) || !isfinite(events) || !is_confidence(confidence))
        return none;
    double tail = (1 - confidence) / 2;
    return (struct interval){
        .estimate = events,
        .lower = chi_square_quantile(tail, 2 * events) / 2,
        .upper = chi_square_quantile(1 - tail, 2 * events + 2) / 2,
    };
}

struct interval interval_byar(double events, double confidence)
{
    if (!(events >= 0) || !isfinite(events) || !is_confidence(confidence))
        return none;
    double z = normal_quantile(1 - (1 - confidence) / 2), next = events + 1;
    double lower = events > 0 ? events * pow(1 - 1 / (9 * events) - z / (3 * sqrt(events)), 3) : 0;
    return (struct interval){
        .estimate = events,
        .lower = fmax(lower, 0),
        .upper = next * pow(1 - 1 / (9 * next) + z / (3 * sqrt(next)), 3),
    };
}

struct interval interval_rate(double events, double exposure, double confidence)
{
    if (!(exposure > 0))
        return none;
    struct interval count = events < EVENTS_FOR_BYAR ? interval_poisson(events, confidence)
                                                     : interval_byar(events, confidence);
    return (struct interval){count.estimate / exposure, count.lower / exposure, count.upper / exposure};
}
