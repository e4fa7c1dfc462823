/* What is asked of the attacker's calculation for one hidden figure: that it can be low enough, high enough, and have
 * as many values as the rule's range. */
#include "stats/suppression_block.h"

#include "base/list.h"
#include "stats/suppression_reach.h"

#include <math.h>
#include <talloc.h>

#define HIDDEN_COST 0.001 /* of moving what is hidden anyway: not 0, so that proofs stay short */

/* What the attacker knows of hidden counts besides the sums. */
enum knowledge { NO_NEGATIVES, ZEROS_SHOWN };

struct block {
    struct release *release;
    size_t *members; /* figures */
    size_t count;
    size_t *place;   /* of each figure of the release its member, or NO_FIGURE */
    struct reach *reach;
    double *room_down, *room_up, *cost, *change;
    bool may_hide;
};

static struct figure *member(const struct block *block, size_t index)
{
    return &block->release->figures[block->members[index]];
}

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
            if (block->place[sum->parts[k]] != NO_FIGURE)
                parts[kept++] = block->place[sum->parts[k]];
        size_t total = block->place[sum->total];
        if (kept > 0 || total != NO_FIGURE)
            sums[count++] = (struct reach_sum){total == NO_FIGURE ? REACH_FIXED : total, parts, kept};
    }
    return reach_new(block, block->count, sums, count, &block->reach);
}

struct error *block_open(void *ctx, struct release *release, const size_t *members, size_t count,
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
        block->place[i] = NO_FIGURE;
    for (size_t k = 0; k < count; k++)
        block->place[members[k]] = k;
    *out = block;
    return open_reach(block);
}

/* ---- proofs ---- */

static double lowest_possible(const struct release *release, const struct figure *figure, enum knowledge knowledge)
{
    bool may_be_zero = release->hide_zero || figure->unpublished || figure->value == 0;
    return fmax(figure->least, knowledge == NO_NEGATIVES || may_be_zero ? 0 : 1);
}

/* Looks for a change that moves the member by `distance`. The change itself is left in block->change. */
static struct error *find_change(struct block *block, size_t index, double distance, enum knowledge knowledge,
                                 bool *found)
{
    for (size_t k = 0; k < block->count; k++) {
        const struct figure *figure = member(block, k);
        bool moves = figure->hidden || block->may_hide;
        block->room_down[k] = moves ? figure->value - lowest_possible(block->release, figure, knowledge) : 0;
        block->room_up[k] = moves ? figure->most - figure->value : 0;
        block->cost[k] = figure->hidden ? HIDDEN_COST : figure->weight;
    }
    *found = false;
    block->change[index] = 0;
    if (fabs(distance) < 0.5 || -distance > block->room_down[index] || distance > block->room_up[index])
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
    struct release *release = block->release;
    struct proof proof = {talloc_array(release->figures, size_t, (unsigned)block->count), 0};
    TRY_MEMORY(proof.moved);
    bool whole = true;
    for (size_t k = 0; k < block->count; k++) {
        double change = block->change[k];
        if (change == 0)
            continue;
        proof.moved[proof.count++] = block->members[k];
        member(block, k)->hidden = true;
        improve_bounds(member(block, k), member(block, k)->value + change, knowledge, release->proofs.count);
        whole = whole && fabs(change - nearbyint(change)) < 1e-6;
    }
    release->fractional += !whole;
    return LIST_ADD(release->figures, &release->proofs, proof);
}

/* Finds a proof and adopts it. *found: there is one. */
static struct error *prove(struct block *block, size_t index, double distance, enum knowledge knowledge, bool *found)
{
    TRY(find_change(block, index, distance, knowledge, found));
    return *found ? adopt(block, knowledge) : NULL;
}

/* A small count must possibly be the lowest value of the rule's range. */
static struct error *secure_low(struct block *block, size_t index, bool *secured)
{
    const struct figure *figure = member(block, index);
    double distance = block->release->low - figure->value;
    double low = figure->weak ? figure->low : figure->near_low;
    *secured = low <= block->release->low + CLOSE;
    if (!*secured)
        TRY(prove(block, index, distance, figure->weak ? NO_NEGATIVES : ZEROS_SHOWN, secured));
    return NULL;
}

/* How far up the figure must still be moved; 0 or less: it is proved to be high enough. */
static double still_up(const struct block *block, const struct figure *figure)
{
    double needed = figure_high_needed(block->release, figure);
    return figure->high >= needed - CLOSE ? 0 : ceil(needed - figure->value - CLOSE);
}

/* As far down as there is room and use for it, so that less is needed upwards. */
static struct error *move_down_part_way(struct block *block, size_t index)
{
    const struct figure *figure = member(block, index);
    double width = block->release->high - block->release->low;
    double lowest = figure->small ? block->release->low : figure->value - width;
    lowest = fmax(lowest, lowest_possible(block->release, figure, ZEROS_SHOWN));
    bool found;
    TRY(prove(block, index, lowest - figure->value, ZEROS_SHOWN, &found));
    double reached = floor(-block->change[index] + CLOSE);
    if (!found && reached >= 1)
        TRY(prove(block, index, -reached, ZEROS_SHOWN, &found));
    return NULL;
}

static struct error *secure_high(struct block *block, size_t index, bool *secured)
{
    const struct figure *figure = member(block, index);
    double distance = still_up(block, figure);
    *secured = distance <= 0;
    if (*secured)
        return NULL;
    TRY(prove(block, index, distance, ZEROS_SHOWN, secured));
    if (*secured)
        return NULL;
    TRY(move_down_part_way(block, index));
    distance = still_up(block, figure);
    *secured = distance <= 0;
    if (!*secured)
        TRY(prove(block, index, distance, ZEROS_SHOWN, secured));
    return NULL;
}

struct error *block_secure(struct block *block, size_t figure, bool *secured)
{
    size_t index = block->place[figure];
    *secured = true;
    if (member(block, index)->small)
        TRY(secure_low(block, index, secured));
    if (*secured)
        TRY(secure_high(block, index, secured));
    return NULL;
}
