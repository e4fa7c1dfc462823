/* Some figures of a release, and the linear programme over them; the others stay as they are. Between the files of
 * suppression only. */
#ifndef GOLDTHREAD_STATS_SUPPRESSION_BLOCK_H
#define GOLDTHREAD_STATS_SUPPRESSION_BLOCK_H

#include "stats/suppression_release.h"

struct block;

/* The block of these members. may_hide: proofs may move members that are shown so far, which are then hidden. Owned by
 * ctx; `release` must outlive it. */
CHECKED struct error *block_open(void *ctx, struct release *release, const size_t *members, size_t count,
                                 bool may_hide, struct block **out);

/* Looks for proofs within the block that make the figure secure, and adds them to the release. *secured: it is. */
CHECKED struct error *block_secure(struct block *block, size_t figure, bool *secured);

#endif
