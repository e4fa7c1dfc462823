/* Deciding what a release must hide. The attacker's calculation itself is in suppression_reach.c; here is what it is
 * asked for, cell by cell, and what is hidden or shown again on its answers. */
#include "stats/suppression.h"

#include "stats/suppression_reach.h"

#include <math.h>
#include <talloc.h>

#define NONE SIZE_MAX
#define VALUE_MOST 1000000000000
#define HIDDEN_COST 0.001 /* of moving what is hidden anyway: not 0, so that proofs stay short */

/* What the attacker knows of hidden counts besides the sums. */
enum knowledge { NO_NEGATIVES, ZEROS_SHOWN };

/* A figure, or what is left of the whole beside a share's numerator. Its bounds are values proved to be possible: low
 * against an attacker who knows that counts are not negative; near_low and high also against one who knows that zeros
 * are shown. */
struct figure {
    double value, weight;
    bool known;       /* the attacker has it: a zero, or published before */
    bool hidden;
    bool unpublished; /* no figure of the release, only a difference of two */
    bool small, withheld, lost; /* lost: nothing more can be done for it */
    double low, near_low, high;
    size_t low_proof, near_low_proof, high_proof; /* indexes of proofs, or NONE while a bound is the value itself */
};

/* A change of hidden cells that no published figure contradicts: proof that they may have other values. */
struct proof {
    size_t *moved; /* members of the block */
    size_t count;
};

/* The whole release. */
struct release {
    double low, high; /* the rule's range */
    bool hide_zero;
    struct figure *figures;
    size_t count;
    const struct suppression_sum *sums; /* the problem's, then one a share */
    size_t sum_count;
    size_t fractional;
};

/* Figures that hang together by sums, as far as the attacker does not know them. */
struct block {
    struct release *release;
    size_t *members; /* figures */
    size_t count;
    size_t *place;   /* of each figure of the release its member, or NONE */
    struct reach *reach;
    double *room_down, *room_up, *cost, *change;
    bool may_hide; /* proofs may move figures that are shown so far, which are then hidden */
    struct proof *proofs;
    size_t proof_count, proof_room;
};

static struct figure *member(const struct block *block, size_t index)
{
    return &block->release->figures[block->members[index]];
}

/* ---- from the problem to figures ---- */

static struct error *refuse_broken_sum(void *ctx, const struct suppression_problem *problem, size_t index)
{
    const struct suppression_sum *sum = &problem->sums[index];
    if (sum->total >= problem->cell_count || sum->count == 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "Sum %zu has a total or parts that are not in the table.", index + 1);
    int64_t added = 0;
    for (size_t k = 0; k < sum->count; k++) {
        if (sum->parts[k] >= problem->cell_count || sum->parts[k] == sum->total)
            return ERROR_NEW(ctx, ERROR_INVALID, "Sum %zu has a part that is not in the table or is its total.",
                             index + 1);
        added += problem->cells[sum->parts[k]].value;
    }
    if (added != problem->cells[sum->total].value)
        return ERROR_NEW(ctx, ERROR_INVALID, "Sum %zu does not add up: its parts make %lld, its total is %lld.",
                         index + 1, (long long)added, (long long)problem->cells[sum->total].value);
    return NULL;
}

static struct error *refuse_unusable(void *ctx, const struct suppression_problem *problem)
{
    if (problem->rule.high < 1 || problem->rule.high > 1000)
        return ERROR_NEW(ctx, ERROR_INVALID, "Small counts end at 1 to 1000, not %lld.", (long long)problem->rule.high);
    if (problem->cell_count > SUPPRESSION_CELLS_MOST)
        return ERROR_NEW(ctx, ERROR_INVALID, "A release has at most %d figures, not %zu.", SUPPRESSION_CELLS_MOST,
                         problem->cell_count);
    for (size_t i = 0; i < problem->cell_count; i++)
        if (problem->cells[i].value < 0 || problem->cells[i].value > VALUE_MOST || !(problem->cells[i].weight >= 0))
            return ERROR_NEW(ctx, ERROR_INVALID, "Figure %zu is not a count, or its weight is negative.", i + 1);
    for (size_t s = 0; s < problem->sum_count; s++)
        TRY(refuse_broken_sum(ctx, problem, s));
    for (size_t r = 0; r < problem->rate_count; r++) {
        const struct suppression_rate *rate = &problem->rates[r];
        if (rate->numerator >= problem->cell_count || rate->denominator >= problem->cell_count ||
            rate->numerator == rate->denominator)
            return ERROR_NEW(ctx, ERROR_INVALID, "Rate %zu has no proper numerator and denominator.", r + 1);
        if (rate->share && problem->cells[rate->numerator].value > problem->cells[rate->denominator].value)
            return ERROR_NEW(ctx, ERROR_INVALID, "Rate %zu is a share of more than the whole.", r + 1);
    }
    return NULL;
}

static struct figure figure_of(const struct release *release, const struct suppression_cell *cell)
{
    double value = (double)cell->value;
    bool small = value >= release->low && value <= release->high;
    bool withheld = cell->before == SUPPRESSION_WITHHELD, published = cell->before == SUPPRESSION_PUBLISHED;
    return (struct figure){
        .value = value, .weight = cell->weight > 0 ? cell->weight : 1, .small = small, .withheld = withheld,
        .hidden = small || withheld, .known = published || (value == 0 && !release->hide_zero && !withheld),
        .low = value, .near_low = value, .high = value,
        .low_proof = NONE, .near_low_proof = NONE, .high_proof = NONE};
}

/* What is left beside a share's numerator, as a figure, and the sum that ties it to the two. */
static struct error *add_remainder(void *ctx, struct release *release, const struct suppression_problem *problem,
                                   const struct suppression_rate *rate, struct suppression_sum *sum)
{
    size_t index = release->count++;
    struct suppression_cell left = {
        .value = problem->cells[rate->denominator].value - problem->cells[rate->numerator].value};
    struct figure *figure = &release->figures[index];
    *figure = figure_of(release, &left);
    figure->unpublished = true;
    figure->hidden = true;
    figure->known = false;
    size_t *parts = talloc_array(ctx, size_t, 2);
    TRY_MEMORY(parts);
    parts[0] = rate->numerator;
    parts[1] = index;
    *sum = (struct suppression_sum){rate->denominator, parts, 2};
    return NULL;
}

static struct error *release_of(void *ctx, const struct suppression_problem *problem, struct release *release)
{
    size_t most = problem->cell_count + problem->rate_count;
    struct suppression_sum *sums =
        talloc_array(ctx, struct suppression_sum, (unsigned)(problem->sum_count + problem->rate_count + 1));
    TRY_MEMORY(sums);
    *release = (struct release){.low = problem->rule.hide_zero ? 0 : 1, .high = (double)problem->rule.high,
                                .hide_zero = problem->rule.hide_zero, .sums = sums,
                                .count = problem->cell_count, .sum_count = problem->sum_count};
    release->figures = talloc_array(ctx, struct figure, (unsigned)(most + 1));
    TRY_MEMORY(release->figures);
    for (size_t i = 0; i < problem->cell_count; i++)
        release->figures[i] = figure_of(release, &problem->cells[i]);
    for (size_t s = 0; s < problem->sum_count; s++)
        sums[s] = problem->sums[s];
    for (size_t r = 0; r < problem->rate_count; r++)
        if (problem->rates[r].share)
            TRY(add_remainder(ctx, release, problem, &problem->rates[r], &sums[release->sum_count++]));
    return NULL;
}

/* ---- blocks ---- */

/* The sums of the release among the block's members, as the linear programme wants them. */
static struct error *open_reach(struct block *block)
{
    const struct release *release = block->release;
    struct reach_sum *sums = talloc_array(block, struct reach_sum, (unsigned)(release->sum_count + 1));
    TRY_MEMORY(sums);
    size_t count = 0;
    for (size_t s = 0; s < release->sum_count; s++) {
        const struct suppression_sum *sum = &release->sums[s];
        size_t *parts = talloc_array(sums, size_t, (unsigned)sum->count), kept = 0;
        TRY_MEMORY(parts);
        for (size_t k = 0; k < sum->count; k++)
            if (block->place[sum->parts[k]] != NONE)
                parts[kept++] = block->place[sum->parts[k]];
        size_t total = block->place[sum->total];
        if (kept > 0 || total != NONE)
            sums[count++] = (struct reach_sum){total == NONE ? REACH_FIXED : total, parts, kept};
    }
    return reach_new(block, block->count, sums, count, &block->reach);
}

static struct error *block_open(void *ctx, struct release *release, const size_t *members, size_t count,
                                bool may_hide, struct block **out)
{
    struct block *block = talloc_zero(ctx, struct block);
    TRY_MEMORY(block);
    block->release = release;
    block->may_hide = may_hide;
    block->count = count;
    block->members = talloc_memdup(block, members, sizeof *members * (unsigned)count);
    TRY_MEMORY(block->members);
    block->place = talloc_array(block, size_t, (unsigned)release->count);
    TRY_MEMORY(block->place);
    double *numbers = talloc_zero_array(block, double, (unsigned)(4 * count));
    TRY_MEMORY(numbers);
    block->room_down = numbers;
    block->room_up = numbers + count;
    block->cost = numbers + 2 * count;
    block->change = numbers + 3 * count;
    for (size_t i = 0; i < release->count; i++)
        block->place[i] = NONE;
    for (size_t k = 0; k < count; k++)
        block->place[members[k]] = k;
    *out = block;
    return open_reach(block);
}

/* ---- proofs ---- */

static double lowest_possible(const struct release *release, const struct figure *figure, enum knowledge knowledge)
{
    bool may_be_zero = release->hide_zero || figure->unpublished || figure->value == 0;
    return knowledge == NO_NEGATIVES || may_be_zero ? 0 : 1;
}

/* Looks for a change that moves the member by `distance`. The change itself is left in block->change. */
static struct error *find_change(struct block *block, size_t index, double distance, enum knowledge knowledge,
                                 bool *found)
{
    for (size_t k = 0; k < block->count; k++) {
        const struct figure *figure = member(block, k);
        bool moves = figure->hidden || block->may_hide;
        block->room_down[k] = moves ? figure->value - lowest_possible(block->release, figure, knowledge) : 0;
        block->room_up[k] = moves ? INFINITY : 0;
        block->cost[k] = figure->hidden ? HIDDEN_COST : figure->weight;
    }
    *found = false;
    if (fabs(distance) < 0.5 || -distance > block->room_down[index])
        return NULL;
    struct reach_terms terms = {block->room_down, block->room_up, block->may_hide ? block->cost : NULL};
    return reach_move(block->reach, &terms, index, distance, block->change, found);
}

static void improve_bounds(struct figure *figure, double possible, enum knowledge knowledge, size_t proof)
{
    if (possible < figure->low) {
        figure->low = possible;
        figure->low_proof = proof;
    }
    if (knowledge == ZEROS_SHOWN && possible < figure->near_low) {
        figure->near_low = possible;
        figure->near_low_proof = proof;
    }
    if (knowledge == ZEROS_SHOWN && possible > figure->high) {
        figure->high = possible;
        figure->high_proof = proof;
    }
}

/* Makes the change found last a proof: what it moves is hidden, and possible values are noted. */
static struct error *adopt(struct block *block, enum knowledge knowledge)
{
    struct proof proof = {talloc_array(block, size_t, (unsigned)block->count), 0};
    TRY_MEMORY(proof.moved);
    bool whole = true;
    for (size_t k = 0; k < block->count; k++) {
        double change = block->change[k];
        if (change == 0)
            continue;
        proof.moved[proof.count++] = k;
        member(block, k)->hidden = true;
        improve_bounds(member(block, k), member(block, k)->value + change, knowledge, block->proof_count);
        whole = whole && fabs(change - nearbyint(change)) < 1e-6;
    }
    block->release->fractional += !whole;
    if (block->proof_count == block->proof_room) {
        block->proof_room = block->proof_room ? 2 * block->proof_room : 64;
        block->proofs = talloc_realloc(block, block->proofs, struct proof, (unsigned)block->proof_room);
        TRY_MEMORY(block->proofs);
    }
    block->proofs[block->proof_count++] = proof;
    return NULL;
}

/* Finds a proof and adopts it. *found: there is one. */
static struct error *prove(struct block *block, size_t index, double distance, enum knowledge knowledge, bool *found)
{
    TRY(find_change(block, index, distance, knowledge, found));
    return *found ? adopt(block, knowledge) : NULL;
}

#define CLOSE 1e-5

/* A small count must possibly be the lowest value of the rule's range. */
static struct error *secure_low(struct block *block, size_t index, bool *secured)
{
    const struct figure *figure = member(block, index);
    double distance = block->release->low - figure->value;
    *secured = figure->low <= block->release->low + CLOSE;
    if (!*secured)
        TRY(prove(block, index, distance, ZEROS_SHOWN, secured));
    if (!*secured)
        TRY(prove(block, index, distance, NO_NEGATIVES, secured));
    return NULL;
}

/* What the figure's highest possible value must at least be. */
static double high_needed(const struct release *release, const struct figure *figure)
{
    double wide = figure->near_low + release->high - release->low;
    return figure->small ? fmax(wide, release->high) : wide;
}

/* As far up as possible, then down for the rest of the width. */
static struct error *secure_by_parts(struct block *block, size_t index, double up, bool *secured)
{
    const struct figure *figure = member(block, index);
    double reached = floor(fmin(block->change[index], up) + CLOSE);
    if (reached >= 1)
        TRY(prove(block, index, reached, ZEROS_SHOWN, secured));
    double width = block->release->high - block->release->low;
    *secured = figure->high - figure->near_low >= width - CLOSE;
    if (!*secured)
        TRY(prove(block, index, figure->high - width - figure->value, ZEROS_SHOWN, secured));
    return NULL;
}

static struct error *secure_high(struct block *block, size_t index, bool *secured)
{
    const struct figure *figure = member(block, index);
    double needed = high_needed(block->release, figure);
    *secured = figure->high >= needed - CLOSE;
    if (*secured)
        return NULL;
    double distance = ceil(needed - figure->value - CLOSE);
    TRY(prove(block, index, distance, ZEROS_SHOWN, secured));
    if (!*secured && !figure->small)
        TRY(secure_by_parts(block, index, distance, secured));
    return NULL;
}

static bool needs_proof(const struct figure *figure)
{
    return figure->hidden && !figure->known && !figure->lost && (figure->small || !figure->unpublished);
}

static struct error *secure(struct block *block, size_t index, bool *secured)
{
    *secured = true;
    if (member(block, index)->small)
        TRY(secure_low(block, index, secured));
    if (*secured)
        TRY(secure_high(block, index, secured));
    return NULL;
}

static bool is_secure(const struct release *release, const struct figure *figure)
{
    bool low = !figure->small || figure->low <= release->low + CLOSE;
    return low && figure->high >= high_needed(release, figure) - CLOSE;
}

/* Hides more until every hidden member is secure, or lost. */
static struct error *protect(struct block *block)
{
    for (bool again = true; again;) {
        again = false;
        for (int small = 1; small >= 0; small--)
            for (size_t k = 0; k < block->count; k++) {
                struct figure *figure = member(block, k);
                if (figure->small != (small == 1) || !needs_proof(figure) || is_secure(block->release, figure))
                    continue;
                bool secured;
                TRY(secure(block, k, &secured));
                figure->lost = !secured;
                again = true;
            }
    }
    return NULL;
}

/* ---- showing again what need not be hidden ---- */

static bool proof_moves(const struct block *block, size_t proof, size_t index)
{
    if (proof == NONE)
        return false;
    for (size_t k = 0; k < block->proofs[proof].count; k++)
        if (block->proofs[proof].moved[k] == index)
            return true;
    return false;
}

/* Forgets the bounds whose proofs move the member. */
static void forget(struct block *block, size_t index)
{
    for (size_t k = 0; k < block->count; k++) {
        struct figure *figure = member(block, k);
        if (proof_moves(block, figure->low_proof, index))
            figure->low = figure->value, figure->low_proof = NONE;
        if (proof_moves(block, figure->near_low_proof, index))
            figure->near_low = figure->value, figure->near_low_proof = NONE;
        if (proof_moves(block, figure->high_proof, index))
            figure->high = figure->value, figure->high_proof = NONE;
    }
}

/* True when all others stay secure with the member shown. The caller restores the figures otherwise. */
static struct error *show_again(struct block *block, size_t index, bool *possible)
{
    member(block, index)->hidden = false;
    forget(block, index);
    *possible = true;
    for (size_t k = 0; k < block->count && *possible; k++)
        if (needs_proof(member(block, k)) && !is_secure(block->release, member(block, k)))
            TRY(secure(block, k, possible));
    return NULL;
}

static bool dearer(const struct figure *a, const struct figure *b)
{
    return a->weight != b->weight ? a->weight > b->weight : a->value > b->value;
}

/* The dearest member hidden for others' sake that was not tried yet, or NONE. */
static size_t next_to_try(const struct block *block, const bool *tried)
{
    size_t best = NONE;
    for (size_t k = 0; k < block->count; k++) {
        const struct figure *figure = member(block, k);
        bool candidate = figure->hidden && !figure->small && !figure->withheld && !figure->unpublished && !tried[k];
        if (candidate && (best == NONE || dearer(figure, member(block, best))))
            best = k;
    }
    return best;
}

/* Shows again, one by one and the dearest first, what need not be hidden. The block holds hidden figures only. */
static struct error *trim(struct block *block)
{
    bool *tried = talloc_zero_array(block, bool, (unsigned)block->count);
    TRY_MEMORY(tried);
    struct figure *saved = talloc_array(block, struct figure, (unsigned)block->count);
    TRY_MEMORY(saved);
    for (size_t k; (k = next_to_try(block, tried)) != NONE;) {
        tried[k] = true;
        size_t proofs = block->proof_count, fractional = block->release->fractional;
        for (size_t i = 0; i < block->count; i++)
            saved[i] = *member(block, i);
        bool possible;
        TRY(show_again(block, k, &possible));
        if (possible)
            continue;
        for (size_t i = 0; i < block->count; i++)
            *member(block, i) = saved[i];
        block->proof_count = proofs;
        block->release->fractional = fractional;
    }
    return NULL;
}

/* Takes over the proofs of a larger block: the same changes, numbered anew. */
static struct error *inherit_proofs(struct block *block, const struct block *larger)
{
    block->proof_count = block->proof_room = larger->proof_count;
    block->proofs = talloc_array(block, struct proof, (unsigned)(larger->proof_count + 1));
    TRY_MEMORY(block->proofs);
    for (size_t p = 0; p < larger->proof_count; p++) {
        const struct proof *old = &larger->proofs[p];
        block->proofs[p] = (struct proof){talloc_array(block, size_t, (unsigned)old->count), old->count};
        TRY_MEMORY(block->proofs[p].moved);
        for (size_t k = 0; k < old->count; k++)
            block->proofs[p].moved[k] = block->place[larger->members[old->moved[k]]];
    }
    return NULL;
}

static struct error *treat_block(void *ctx, struct release *release, const size_t *members, size_t count)
{
    struct block *whole, *hidden;
    TRY(block_open(ctx, release, members, count, true, &whole));
    TRY(protect(whole));
    size_t *kept = talloc_array(whole, size_t, (unsigned)count), kept_count = 0;
    TRY_MEMORY(kept);
    for (size_t k = 0; k < count; k++)
        if (member(whole, k)->hidden)
            kept[kept_count++] = members[k];
    TRY(block_open(whole, release, kept, kept_count, false, &hidden));
    TRY(inherit_proofs(hidden, whole));
    TRY(trim(hidden));
    talloc_free(whole);
    return NULL;
}

/* ---- which figures hang together ---- */

static size_t leader_of(size_t *leader, size_t figure)
{
    while (leader[figure] != figure)
        figure = leader[figure] = leader[leader[figure]];
    return figure;
}

static struct error *join_by_sums(void *ctx, const struct release *release, size_t **out)
{
    size_t *leader = *out = talloc_array(ctx, size_t, (unsigned)(release->count + 1));
    TRY_MEMORY(leader);
    for (size_t i = 0; i < release->count; i++)
        leader[i] = i;
    for (size_t s = 0; s < release->sum_count; s++) {
        const struct suppression_sum *sum = &release->sums[s];
        size_t first = release->figures[sum->total].known ? NONE : sum->total;
        for (size_t k = 0; k < sum->count; k++) {
            size_t part = sum->parts[k];
            if (release->figures[part].known)
                continue;
            if (first == NONE)
                first = part;
            else
                leader[leader_of(leader, part)] = leader_of(leader, first);
        }
    }
    return NULL;
}

static struct error *treat_all_blocks(void *ctx, struct release *release)
{
    size_t *leader, *members = talloc_array(ctx, size_t, (unsigned)(release->count + 1));
    TRY_MEMORY(members);
    TRY(join_by_sums(ctx, release, &leader));
    for (size_t head = 0; head < release->count; head++) {
        if (release->figures[head].known || leader_of(leader, head) != head)
            continue;
        size_t count = 0;
        bool any = false;
        for (size_t i = 0; i < release->count; i++)
            if (!release->figures[i].known && leader_of(leader, i) == head) {
                members[count++] = i;
                any = any || needs_proof(&release->figures[i]);
            }
        if (any)
            TRY(treat_block(ctx, release, members, count));
    }
    return NULL;
}

/* ---- the answer ---- */

static void report(const struct suppression_problem *problem, const struct release *release,
                   struct suppression_result *result)
{
    result->fractional = release->fractional;
    for (size_t i = 0; i < problem->cell_count; i++) {
        const struct figure *figure = &release->figures[i];
        result->status[i] = !figure->hidden ? SUPPRESSION_SHOWN : figure->small ? SUPPRESSION_SMALL : SUPPRESSION_OTHER;
        result->exposed[i] = figure->small && (figure->known || figure->lost);
        result->small += figure->hidden && figure->small;
        result->other += figure->hidden && !figure->small;
        result->exposed_count += result->exposed[i];
    }
    size_t remainder = problem->cell_count;
    for (size_t r = 0; r < problem->rate_count; r++) {
        const struct suppression_rate *rate = &problem->rates[r];
        const struct figure *left = rate->share ? &release->figures[remainder++] : NULL;
        bool given_away = left && left->small && left->lost;
        result->exposed_count += given_away && !result->exposed[rate->numerator];
        result->exposed[rate->numerator] = result->exposed[rate->numerator] || given_away;
        result->rate_hidden[r] = release->figures[rate->numerator].hidden ||
                                 release->figures[rate->denominator].hidden || (left && left->small);
    }
}

struct error *suppression_decide(void *ctx, const struct suppression_problem *problem,
                                 struct suppression_result *result)
{
    TRY(refuse_unusable(ctx, problem));
    *result = (struct suppression_result){0};
    result->status = talloc_zero_array(ctx, enum suppression_status, (unsigned)(problem->cell_count + 1));
    TRY_MEMORY(result->status);
    result->exposed = talloc_zero_array(ctx, bool, (unsigned)(problem->cell_count + 1));
    TRY_MEMORY(result->exposed);
    result->rate_hidden = talloc_zero_array(ctx, bool, (unsigned)(problem->rate_count + 1));
    TRY_MEMORY(result->rate_hidden);

    void *scratch = talloc_new(ctx);
    TRY_MEMORY(scratch);
    struct release release;
    TRY(release_of(scratch, problem, &release));
    TRY(treat_all_blocks(scratch, &release));
    report(problem, &release, result);
    talloc_free(scratch);
    return NULL;
}
