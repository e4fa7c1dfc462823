/* Someone who reads a release and wants to know what was hidden: bounds on every hidden figure from everything shown,
 * by linear programming with GNU GLPK. Shares no code with the suppression it attacks. */
#ifndef GOLDTHREAD_TESTS_ATTACKER_H
#define GOLDTHREAD_TESTS_ATTACKER_H

#include "stats/suppression.h"

/* The narrowest bounds on each figure. Remainders of shares follow the cells, in the order of the rates. */
struct attack {
    double *low, *high; /* as seen by one who knows that counts are not negative */
    double *near_low, *near_high; /* and by one who also knows that no hidden count is 0 */
    size_t count;
};

enum attack_means {
    ATTACK_LINEAR, /* linear programming: fractions of children count as possible */
    ATTACK_WHOLE   /* integer programming: they do not; slower */
};

/* Attacks the problem published with these figures hidden. Owned by ctx. */
struct attack *attack_release(void *ctx, const struct suppression_problem *problem, const bool *hidden,
                              enum attack_means means);

/* True when the attack fails: every hidden small count may be anything in the rule's range, and no hidden figure is
 * narrowed to fewer values than that range has. `except` (may be NULL) marks figures given up as exposed. On false,
 * *cell is the first one found out. */
bool attack_fails(const struct suppression_problem *problem, const struct attack *attack, const bool *hidden,
                  const bool *except, size_t *cell);

/* An attacker who reckons with whole children, value by value: true when a hidden small count cannot be some value of
 * the rule's range, or fewer whole values are left of a hidden figure than that range has, though the bounds of `attack`
 * are wide. *cell is then the figure. */
bool attack_finds_gap(const struct suppression_problem *problem, const struct attack *attack, const bool *hidden,
                      const bool *except, size_t *cell);

/* Adds a row to a programme of GLPK: the total's column less the parts' columns is 0. Column i + 1 is figure i. */
struct glp_prob;
void attacker_add_sum(struct glp_prob *lp, size_t total, const size_t *parts, size_t count);

#endif
