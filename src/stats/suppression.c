/* Deciding what a release must hide: the question checked, the answer written. How it is found is in
 * suppression_protect.c (what is hidden and shown again), suppression_block.c (what is asked of the attacker's
 * calculation) and suppression_reach.c (the calculation). */
#include "stats/suppression.h"

#include "stats/suppression_release.h"

#include <math.h>
#include <talloc.h>

#define VALUE_MOST 1000000000000
#define WEIGHT_MOST 1e6

static struct error *refuse_impossible_figure(void *ctx, const struct suppression_cell *cell, size_t index)
{
    if (cell->value < 0 || cell->value > VALUE_MOST)
        return ERROR_NEW(ctx, ERROR_INVALID, "Figure %zu is %lld; a count is 0 to %lld.", index + 1,
                         (long long)cell->value, (long long)VALUE_MOST);
    if (!(cell->weight >= 0 && cell->weight <= WEIGHT_MOST))
        return ERROR_NEW(ctx, ERROR_INVALID, "Figure %zu has the weight %g; a weight is 0 to %g.", index + 1,
                         cell->weight, WEIGHT_MOST);
    bool narrowed = cell->known_low != 0 || cell->known_high != 0;
    if (narrowed && (cell->known_low < 0 || cell->value < cell->known_low || cell->value > cell->known_high))
        return ERROR_NEW(ctx, ERROR_INVALID, "Figure %zu is %lld, but said to be known to be from %lld to %lld.",
                         index + 1, (long long)cell->value, (long long)cell->known_low, (long long)cell->known_high);
    return NULL;
}

/* `last_sum`: of each cell, 1 + the number of the last sum it was seen to be a part of. */
static struct error *refuse_broken_sum(void *ctx, const struct suppression_problem *problem, size_t index,
                                       size_t *last_sum)
{
    const struct suppression_sum *sum = &problem->sums[index];
    if (sum->total >= problem->cell_count || sum->count == 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "Sum %zu has a total or parts that are not in the table.", index + 1);
    int64_t added = 0;
    for (size_t k = 0; k < sum->count; k++) {
        if (sum->parts[k] >= problem->cell_count || sum->parts[k] == sum->total)
            return ERROR_NEW(ctx, ERROR_INVALID, "Sum %zu has a part that is not in the table or is its total.",
                             index + 1);
        if (last_sum[sum->parts[k]] == index + 1)
            return ERROR_NEW(ctx, ERROR_INVALID, "Sum %zu has figure %zu twice.", index + 1, sum->parts[k] + 1);
        last_sum[sum->parts[k]] = index + 1;
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
        TRY(refuse_impossible_figure(ctx, &problem->cells[i], i));
    size_t *last_sum = talloc_zero_array(ctx, size_t, (unsigned)problem->cell_count + 1);
    TRY_MEMORY(last_sum);
    for (size_t s = 0; s < problem->sum_count; s++)
        TRY(refuse_broken_sum(ctx, problem, s, last_sum));
    talloc_free(last_sum);
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

static void report(const struct suppression_problem *problem, const struct release *release,
                   struct suppression_result *result)
{
    result->fractional = release->fractional;
    for (size_t i = 0; i < problem->cell_count; i++) {
        const struct figure *figure = &release->figures[i];
        result->status[i] = !figure->hidden ? SUPPRESSION_SHOWN : figure->small ? SUPPRESSION_SMALL : SUPPRESSION_OTHER;
        result->exposed[i] = figure->hidden && (figure->known || figure->lost);
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
    TRY(release_protect(scratch, &release));
    report(problem, &release, result);
    talloc_free(scratch);
    return NULL;
}
