/* A release while it is being decided: its figures, what is known of them, and the proofs found so far. Between the
 * files of suppression only. */
#ifndef GOLDTHREAD_STATS_SUPPRESSION_RELEASE_H
#define GOLDTHREAD_STATS_SUPPRESSION_RELEASE_H

#include "stats/suppression.h"

#define NO_FIGURE SIZE_MAX
#define NO_PROOF SIZE_MAX
#define CLOSE 1e-5 /* nearer than this is the same */

/* A figure, or what is left of the whole beside a share's numerator. Its bounds are values proved to be possible: low
 * against an attacker who knows that counts are not negative; near_low and high also against one who knows that zeros
 * are shown. */
struct figure {
    double value, weight;
    double least, most; /* what the attacker knows of it besides; most INFINITY: no more than the sums say */
    bool known;       /* the attacker has it: a zero, or published before */
    bool hidden;
    bool unpublished; /* no figure of the release, only a difference of two */
    bool small, withheld, lost; /* lost: nothing more can be done for it */
    bool weak;        /* small, and to who knows that zeros are shown it cannot be the lowest of the rule's range */
    double low, near_low, high;
    size_t low_proof, near_low_proof, high_proof; /* NO_PROOF while a bound is the value itself */
};

/* A change of hidden figures that nothing published contradicts: proof that they may have other values. */
struct proof {
    size_t *moved; /* figures */
    size_t count;
};

struct proof_list {
    struct proof *at;
    size_t count, room;
};

struct release {
    double low, high; /* the rule's range */
    bool hide_zero;
    struct figure *figures;
    size_t count;
    const struct suppression_sum *sums; /* the problem's, then one a share */
    size_t sum_count;
    size_t *first_sum; /* of each figure, where its sums begin in sums_of; count + 1 entries */
    size_t *sums_of;
    struct proof_list proofs;
    size_t fractional;
    bool *seen; /* scratch of release_around, one a figure, false between calls */
};

/* The release of a problem that was checked. Owned by ctx. */
CHECKED struct error *release_of(void *ctx, const struct suppression_problem *problem, struct release *release);

/* The figures that hang together with one by sums, nearest first, itself the first: at most `most` of them, only those
 * the attacker does not know, and only hidden ones if asked. `members` has room for all figures. Returns how many. */
size_t release_around(struct release *release, size_t figure, size_t most, bool hidden_only, size_t *members);

/* True when a figure is hidden and must be proved to be safe. */
bool figure_needs_proof(const struct figure *figure);

/* True when it is. */
bool figure_is_secure(const struct release *release, const struct figure *figure);

/* What the figure's highest possible value must at least be. */
double figure_high_needed(const struct release *release, const struct figure *figure);

/* Hides more until every figure that needs proof is secure, or lost; then shows again what need not be hidden. */
CHECKED struct error *release_protect(void *ctx, struct release *release);

#endif
