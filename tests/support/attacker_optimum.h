/* The fewest figures that must be hidden besides the small ones, for the same attacker: what a suppression is measured
 * against. By integer programming with GNU GLPK. */
#ifndef GOLDTHREAD_TESTS_ATTACKER_OPTIMUM_H
#define GOLDTHREAD_TESTS_ATTACKER_OPTIMUM_H

#include "stats/suppression.h"

/* Finds a choice of hidden figures that withstands attack_fails() (linear bounds) and costs as little as possible by
 * `cost`, one a cell; `hidden` is filled with it. Problems without rates only. False when `seconds` did not suffice to
 * find it or to prove that nothing is cheaper. */
bool attack_optimum(void *ctx, const struct suppression_problem *problem, const double *cost, double seconds,
                    bool *hidden);

#endif
