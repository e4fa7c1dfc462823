/* Probabilities and quantiles of the distributions that limits and intervals need, good to about twelve digits.
 * GNU GSL gives them; what it gives to fewer digits is polished here. Every function returns NAN outside its
 * range. */
#ifndef GOLDTHREAD_STATS_DISTRIBUTION_H
#define GOLDTHREAD_STATS_DISTRIBUTION_H

#include <stddef.h>

/* The value below which a share of the standard Normal distribution lies; -INFINITY at 0, INFINITY at 1. */
double normal_quantile(double share);
double normal_probability(double value);

/* Student's t; degrees of freedom above 0, fractions too. */
double t_quantile(double share, double freedom);
/* The chance of a value at least so far from nought, either way. */
double t_two_sided(double value, double freedom);

/* Chi-square; degrees of freedom from 0 on, fractions too (with 0 all mass is at nought). */
double chi_square_quantile(double share, double freedom);
double chi_square_below(double value, double freedom);
double chi_square_above(double value, double freedom);

/* The value below which a share of the beta distribution lies. */
double beta_quantile(double share, double a, double b);

/* The chance of exactly, and of at most, so many events of n, each with the chance p. */
double binomial_exactly(size_t events, size_t n, double p);
double binomial_at_most(size_t events, size_t n, double p);

/* The fewest events whose cumulative chance reaches the share. */
size_t binomial_quantile(double share, size_t n, double p);

/* The chance of at most so many events where `mean` are expected. */
double poisson_at_most(size_t events, double mean);

#endif
