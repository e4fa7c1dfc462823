/* What is hidden for others' sake, and what of it is shown again. Where many figures hang together the linear
 * programme is asked about the neighbourhood of one first, since most proofs are local; what it proves there holds in
 * the whole release, where everything else just stays as it is. */
#include "stats/suppression_block.h"

#include <string.h>
#include <talloc.h>

#define WHOLE_MOST 700       /* figures that are treated in one block */
#define NEIGHBOURHOOD 300    /* otherwise: figures around one, to begin with */
#define NEIGHBOURHOOD_GROWS 4
#define TRIM_NEIGHBOURHOOD 400

/* A block that is kept from one figure to the next as long as it serves. */
struct workplace {
    void *ctx;
    struct release *release;
    bool may_hide;
    size_t trying;   /* figure being shown on trial, or NO_FIGURE: the block has it, since it may be hidden again */
    size_t *members; /* of the block, nearest to its first first */
    size_t count;
    bool complete;   /* no figure that hangs together with the first is left out */
    struct block *block;
};

static struct error *move_to(struct workplace *workplace, size_t figure, size_t most)
{
    talloc_free(workplace->block);
    workplace->block = NULL;
    struct figure *trying = workplace->trying == NO_FIGURE ? NULL : &workplace->release->figures[workplace->trying];
    if (trying)
        trying->hidden = true;
    workplace->count = release_around(workplace->release, figure, most, !workplace->may_hide, workplace->members);
    if (trying)
        trying->hidden = false;
    workplace->complete = workplace->count < most;
    return block_open(workplace->ctx, workplace->release, workplace->members, workplace->count, workplace->may_hide,
                      &workplace->block);
}

/* True when the figure is well inside the block: all of it, or among the nearer half. */
static bool is_within(const struct workplace *workplace, size_t figure)
{
    if (!workplace->block)
        return false;
    size_t inside = workplace->complete ? workplace->count : workplace->count / 2;
    for (size_t k = 0; k < inside; k++)
        if (workplace->members[k] == figure)
            return true;
    return false;
}

static struct error *workplace_open(void *ctx, struct release *release, bool may_hide, struct workplace *workplace)
{
    *workplace = (struct workplace){.ctx = ctx, .release = release, .may_hide = may_hide, .trying = NO_FIGURE};
    workplace->members = talloc_array(ctx, size_t, (unsigned)release->count + 1);
    TRY_MEMORY(workplace->members);
    return NULL;
}

/* Secures the figure in a block of at most so many figures, or in ever larger ones up to `limit`. */
static struct error *secure_within(struct workplace *workplace, size_t figure, size_t most, size_t limit, bool *secured)
{
    *secured = false;
    if (is_within(workplace, figure))
        TRY(block_secure(workplace->block, figure, secured));
    else
        workplace->complete = false;
    for (; !*secured && !workplace->complete && most <= limit; most *= NEIGHBOURHOOD_GROWS) {
        TRY(move_to(workplace, figure, most));
        TRY(block_secure(workplace->block, figure, secured));
    }
    return NULL;
}

/* Hides more until every figure of the list is secure, or lost. */
static struct error *protect(void *ctx, struct release *release, const size_t *figures, size_t count)
{
    struct workplace workplace;
    TRY(workplace_open(ctx, release, true, &workplace));
    size_t most = count <= WHOLE_MOST ? count + 1 : NEIGHBOURHOOD;
    for (bool again = true; again;) {
        again = false;
        for (int small = 1; small >= 0; small--)
            for (size_t k = 0; k < count; k++) {
                struct figure *figure = &release->figures[figures[k]];
                if (figure->small != (small == 1) || !figure_needs_proof(figure) || figure_is_secure(release, figure))
                    continue;
                bool secured;
                TRY(secure_within(&workplace, figures[k], most, NEIGHBOURHOOD_GROWS * (count + 1), &secured));
                figure->lost = !secured && (figure->weak || !figure->small);
                figure->weak = !secured;
                again = true;
            }
    }
    talloc_free(workplace.block);
    talloc_free(workplace.members);
    return NULL;
}

/* ---- showing again ---- */

static bool proof_moves(const struct release *release, size_t proof, size_t figure)
{
    if (proof == NO_PROOF)
        return false;
    for (size_t k = 0; k < release->proofs.at[proof].count; k++)
        if (release->proofs.at[proof].moved[k] == figure)
            return true;
    return false;
}

/* Forgets the bounds whose proofs move the figure that is shown again. */
static void forget(const struct release *release, size_t shown, struct figure *figure)
{
    if (proof_moves(release, figure->low_proof, shown)) {
        figure->low = figure->value;
        figure->low_proof = NO_PROOF;
    }
    if (proof_moves(release, figure->near_low_proof, shown)) {
        figure->near_low = figure->value;
        figure->near_low_proof = NO_PROOF;
    }
    if (proof_moves(release, figure->high_proof, shown)) {
        figure->high = figure->value;
        figure->high_proof = NO_PROOF;
    }
}

/* *possible: all others stay secure with the figure shown. Otherwise the caller puts everything back. */
static struct error *show_again(struct workplace *workplace, const size_t *figures, size_t count, size_t shown,
                                bool *possible)
{
    struct release *release = workplace->release;
    size_t most = count <= WHOLE_MOST ? count + 1 : TRIM_NEIGHBOURHOOD;
    release->figures[shown].hidden = false;
    workplace->trying = shown;
    for (size_t k = 0; k < count; k++)
        forget(release, shown, &release->figures[figures[k]]);
    *possible = true;
    for (size_t k = 0; k < count && *possible; k++) {
        const struct figure *figure = &release->figures[figures[k]];
        if (figure_needs_proof(figure) && !figure_is_secure(release, figure))
            TRY(secure_within(workplace, figures[k], most, most, possible));
    }
    return NULL;
}

static bool dearer(const struct figure *a, const struct figure *b)
{
    return a->weight > b->weight;
}

/* The dearest figure of the list hidden for others' sake that was not tried yet, or NO_FIGURE. */
static size_t next_to_try(const struct release *release, const size_t *figures, size_t count, const bool *tried)
{
    size_t best = NO_FIGURE;
    for (size_t k = 0; k < count; k++) {
        const struct figure *figure = &release->figures[figures[k]];
        bool candidate = figure->hidden && !figure->small && !figure->withheld && !figure->unpublished && !tried[k];
        if (candidate && (best == NO_FIGURE || dearer(figure, &release->figures[figures[best]])))
            best = k;
    }
    return best;
}

/* Shows again, one by one and the dearest first, what need not be hidden of a list of hidden figures. */
static struct error *trim(void *ctx, struct release *release, const size_t *figures, size_t count)
{
    struct workplace workplace;
    TRY(workplace_open(ctx, release, false, &workplace));
    bool *tried = talloc_zero_array(ctx, bool, (unsigned)count + 1);
    TRY_MEMORY(tried);
    struct figure *saved = talloc_array(ctx, struct figure, (unsigned)count + 1);
    TRY_MEMORY(saved);
    for (size_t k; (k = next_to_try(release, figures, count, tried)) != NO_FIGURE;) {
        tried[k] = true;
        size_t proofs = release->proofs.count, fractional = release->fractional;
        for (size_t i = 0; i < count; i++)
            saved[i] = release->figures[figures[i]];
        bool possible;
        TRY(show_again(&workplace, figures, count, figures[k], &possible));
        if (possible)
            continue;
        for (size_t i = 0; i < count; i++)
            release->figures[figures[i]] = saved[i];
        release->proofs.count = proofs;
        release->fractional = fractional;
    }
    return NULL;
}

/* ---- the whole release ---- */

/* Figures that hang together, once they hold one that needs proof. */
static struct error *treat(void *ctx, struct release *release, size_t *figures, size_t count)
{
    void *scratch = talloc_new(ctx);
    TRY_MEMORY(scratch);
    TRY(protect(scratch, release, figures, count));
    size_t hidden = 0;
    for (size_t k = 0; k < count; k++)
        if (release->figures[figures[k]].hidden)
            figures[hidden++] = figures[k];
    TRY(trim(scratch, release, figures, hidden));
    talloc_free(scratch);
    return NULL;
}

struct error *release_protect(void *ctx, struct release *release)
{
    bool *done = talloc_zero_array(ctx, bool, (unsigned)release->count + 1);
    TRY_MEMORY(done);
    size_t *figures = talloc_array(ctx, size_t, (unsigned)release->count + 1);
    TRY_MEMORY(figures);
    for (size_t i = 0; i < release->count; i++) {
        if (done[i] || !figure_needs_proof(&release->figures[i]))
            continue;
        size_t count = release_around(release, i, release->count, false, figures);
        for (size_t k = 0; k < count; k++)
            done[figures[k]] = true;
        TRY(treat(ctx, release, figures, count));
    }
    return NULL;
}
