/* An attacker who has the program too: of all tables that agree with everything shown, only those count that the
 * program would have published with exactly the same figures hidden. */
#ifndef GOLDTHREAD_TESTS_ATTACKER_PATTERN_H
#define GOLDTHREAD_TESTS_ATTACKER_PATTERN_H

#include "stats/suppression.h"

struct pattern_attack {
    size_t *values;       /* of each hidden figure, how many values are left */
    size_t tables, alike; /* tables that agree with what is shown; that are hidden in the same way */
};

/* Tries every table whose hidden innermost figures are within `window` of the true ones (so that what it rules out may
 * be possible further off, but never the reverse). Problems without rates only. Owned by ctx. False, and nothing, when
 * there are more than `most` tables to try. */
bool attack_pattern(void *ctx, const struct suppression_problem *problem, const bool *hidden, int64_t window,
                    size_t most, struct pattern_attack *attack);

#endif
