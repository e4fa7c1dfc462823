/* Probabilities and quantiles, from GNU GSL. */
#include "stats/distribution.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

/* GSL ends the program when a series does not converge unless told not to; it then returns NAN or its best. Told
 * once, before there is a second thread. */
__attribute__((constructor)) static void keep_running(void)
{
    gsl_set_error_handler_off();
}

static int is_share(double share)
{
    return share >= 0 && share <= 1;
}

double normal_quantile(double share)
{
    return is_share(share) ? gsl_cdf_ugaussian_Pinv(share) : NAN;
}

double normal_probability(double value)
{
    return gsl_cdf_ugaussian_P(value);
}

double t_quantile(double share, double freedom)
{
    if (!is_share(share) || !(freedom > 0))
        return NAN;
    if (share <= 0 || share >= 1)
        return share > 0 ? INFINITY : -INFINITY;
    /* Symmetric: the smaller tail is the more exact. */
    if (share > 0.5)
        return -t_quantile(1 - share, freedom);
    return gsl_cdf_tdist_Pinv(share, freedom);
}

double t_two_sided(double value, double freedom)
{
    return freedom > 0 ? 2 * gsl_cdf_tdist_Q(fabs(value), freedom) : NAN;
}

/* The slow and sure way. */
static double chi_square_halving(double share, double freedom)
{
    double low = 0, high = freedom + 20 * sqrt(2 * freedom) + 200;
    for (double middle; middle = (low + high) / 2, low < middle && middle < high;) {
        if (gsl_cdf_chisq_P(middle, freedom) < share)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* How far the chance below `value` is above the share, from the smaller tail, which has more digits. */
static double chi_square_excess(double value, double share, double freedom)
{
    if (share < 0.5)
        return gsl_cdf_chisq_P(value, freedom) - share;
    return (1 - share) - gsl_cdf_chisq_Q(value, freedom);
}

/* Wilson and Hilferty's cube, then Halley's steps: three or four do, where GSL's own search takes ten times as long and
 * its upper-tail one loses itself from a million degrees of freedom on. */
double chi_square_quantile(double share, double freedom)
{
    if (!is_share(share) || !(freedom >= 0))
        return NAN;
    if (freedom <= 0 || share <= 0)
        return 0;
    if (share >= 1)
        return INFINITY;
    double spread = 2 / (9 * freedom), value = freedom * pow(1 - spread + normal_quantile(share) * sqrt(spread), 3);
    for (int i = 0; i < 12 && value > 0; i++) {
        double step = chi_square_excess(value, share, freedom) / gsl_ran_chisq_pdf(value, freedom);
        double bend = (freedom / 2 - 1) / value - 0.5;
        step /= fmax(1 - step * bend / 2, 0.5);
        if (!(fabs(step) < value / 2))
            break;
        value -= step;
        if (fabs(step) <= 1e-9 * value) /* the next step would be beyond the last digit */
            return value;
    }
    return chi_square_halving(share, freedom);
}

double chi_square_below(double value, double freedom)
{
    if (!(freedom > 0))
        return freedom >= 0 ? 1 : NAN;
    return gsl_cdf_chisq_P(value, freedom);
}

double chi_square_above(double value, double freedom)
{
    if (!(freedom > 0))
        return freedom >= 0 ? 0 : NAN;
    return gsl_cdf_chisq_Q(value, freedom);
}

double beta_quantile(double share, double a, double b)
{
    if (!is_share(share) || !(a > 0) || !(b > 0))
        return NAN;
    if (share <= 0 || share >= 1)
        return share > 0 ? 1 : 0;
    return gsl_cdf_beta_Pinv(share, a, b);
}

double binomial_exactly(size_t events, size_t n, double p)
{
    return is_share(p) ? gsl_ran_binomial_pdf((unsigned)events, p, (unsigned)n) : NAN;
}

double binomial_at_most(size_t events, size_t n, double p)
{
    if (!is_share(p))
        return NAN;
    return events >= n ? 1 : gsl_cdf_binomial_P((unsigned)events, p, (unsigned)n);
}

size_t binomial_quantile(double share, size_t n, double p)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (binomial_at_most(middle, n, p) < share)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double poisson_at_most(size_t events, double mean)
{
    return mean >= 0 ? gsl_cdf_poisson_P((unsigned)events, mean) : NAN;
}
