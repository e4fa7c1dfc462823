/* A release: made from the problem, and who hangs together with whom. */
#include "stats/suppression_release.h"

#include "stats/suppression_reach.h"

#include <math.h>
#include <string.h>
#include <talloc.h>

/* Equal weights are made to differ by place, never by value: a choice between equals that looked at values or at the
 * direction of a movement would tell a reader who has the program something about them. */
#define TIE_BREAK 1e-3

static struct figure figure_of(const struct release *release, const struct suppression_cell *cell)
{
    double value = (double)cell->value;
    bool small = value >= release->low && value <= release->high;
    bool withheld = cell->before == SUPPRESSION_WITHHELD;
    bool narrowed = cell->known_low != 0 || cell->known_high != 0;
    bool published = cell->before == SUPPRESSION_PUBLISHED || (narrowed && cell->known_low == cell->known_high);
    return (struct figure){
        .value = value, .weight = cell->weight > 0 ? cell->weight : 1, .small = small, .withheld = withheld,
        .least = (double)cell->known_low, .most = narrowed ? (double)cell->known_high : INFINITY,
        .hidden = small || withheld, .known = published || (value == 0 && !release->hide_zero && !withheld),
        .low = value, .near_low = value, .high = value,
        .low_proof = NO_PROOF, .near_low_proof = NO_PROOF, .high_proof = NO_PROOF};
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

/* Which sums each figure is in. */
static struct error *index_sums(void *ctx, struct release *release)
{
    size_t entries = 0;
    for (size_t s = 0; s < release->sum_count; s++)
        entries += release->sums[s].count + 1;
    size_t *first = release->first_sum = talloc_zero_array(ctx, size_t, (unsigned)release->count + 2);
    TRY_MEMORY(first);
    release->sums_of = talloc_array(ctx, size_t, (unsigned)entries + 1);
    TRY_MEMORY(release->sums_of);
    /* counted two places ahead, so that filling leaves every beginning where it belongs */
    for (size_t s = 0; s < release->sum_count; s++) {
        first[release->sums[s].total + 2]++;
        for (size_t k = 0; k < release->sums[s].count; k++)
            first[release->sums[s].parts[k] + 2]++;
    }
    for (size_t i = 2; i <= release->count; i++)
        first[i] += first[i - 1];
    for (size_t s = 0; s < release->sum_count; s++) {
        release->sums_of[first[release->sums[s].total + 1]++] = s;
        for (size_t k = 0; k < release->sums[s].count; k++)
            release->sums_of[first[release->sums[s].parts[k] + 1]++] = s;
    }
    return NULL;
}

struct error *release_of(void *ctx, const struct suppression_problem *problem, struct release *release)
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
    for (size_t i = 0; i < problem->cell_count; i++) {
        release->figures[i] = figure_of(release, &problem->cells[i]);
        release->figures[i].weight *= 1 + TIE_BREAK * reach_spread(i);
    }
    for (size_t s = 0; s < problem->sum_count; s++)
        sums[s] = problem->sums[s];
    for (size_t r = 0; r < problem->rate_count; r++)
        if (problem->rates[r].share)
            TRY(add_remainder(ctx, release, problem, &problem->rates[r], &sums[release->sum_count++]));
    release->seen = talloc_zero_array(ctx, bool, (unsigned)release->count + 1);
    TRY_MEMORY(release->seen);
    return index_sums(ctx, release);
}

static void visit(struct release *release, size_t figure, size_t most, bool hidden_only, size_t *members, size_t *count)
{
    const struct figure *candidate = &release->figures[figure];
    if (*count == most || release->seen[figure] || candidate->known || (hidden_only && !candidate->hidden))
        return;
    release->seen[figure] = true;
    members[(*count)++] = figure;
}

size_t release_around(struct release *release, size_t figure, size_t most, bool hidden_only, size_t *members)
{
    size_t count = 0;
    visit(release, figure, most, hidden_only, members, &count);
    for (size_t at = 0; at < count && count < most; at++)
        for (size_t i = release->first_sum[members[at]]; i < release->first_sum[members[at] + 1]; i++) {
            const struct suppression_sum *sum = &release->sums[release->sums_of[i]];
            visit(release, sum->total, most, hidden_only, members, &count);
            for (size_t k = 0; k < sum->count; k++)
                visit(release, sum->parts[k], most, hidden_only, members, &count);
        }
    for (size_t at = 0; at < count; at++)
        release->seen[members[at]] = false;
    return count;
}

bool figure_needs_proof(const struct figure *figure)
{
    return figure->hidden && !figure->known && !figure->lost && (figure->small || !figure->unpublished);
}

double figure_high_needed(const struct release *release, const struct figure *figure)
{
    double wide = figure->near_low + release->high - release->low;
    return figure->small ? fmax(wide, release->high) : wide;
}

bool figure_is_secure(const struct release *release, const struct figure *figure)
{
    double lowest = figure->weak ? figure->low : figure->near_low;
    bool low = !figure->small || lowest <= release->low + CLOSE;
    return low && figure->high >= figure_high_needed(release, figure) - CLOSE;
}
