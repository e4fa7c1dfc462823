/* The attack on the pattern, by trying every table. */
#include "attacker_pattern.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#define OFFSETS 63 /* values further than 31 from the true one count as one */

struct trial {
    const struct suppression_problem *problem;
    const bool *hidden;
    struct suppression_cell *cells; /* the table being tried */
    bool *is_total;
    size_t *open, open_count; /* innermost hidden figures, and how many there are */
    size_t *sums, sum_count;  /* of the sums, parts before totals */
    uint64_t *seen;           /* of each figure, which offsets from the true value came up */
    int64_t least, window;
    size_t steps, most;
    struct pattern_attack *attack;
};

/* Sums in an order in which every part that is a total is worked out before. */
static void order_sums(struct trial *trial)
{
    const struct suppression_problem *problem = trial->problem;
    bool *waiting = talloc_zero_array(trial->cells, bool, (unsigned)problem->cell_count);
    bool *done = talloc_zero_array(trial->cells, bool, (unsigned)problem->sum_count + 1);
    while (trial->sum_count < problem->sum_count) {
        memset(waiting, 0, problem->cell_count);
        for (size_t s = 0; s < problem->sum_count; s++)
            waiting[problem->sums[s].total] = waiting[problem->sums[s].total] || !done[s];
        for (size_t s = 0; s < problem->sum_count; s++) {
            bool ready = !done[s];
            for (size_t k = 0; k < problem->sums[s].count && ready; k++)
                ready = !waiting[problem->sums[s].parts[k]];
            if (ready)
                trial->sums[trial->sum_count++] = s;
            done[s] = done[s] || ready;
        }
    }
}

/* Works out the totals of the table being tried. False: it contradicts something shown. */
static bool totals_agree(struct trial *trial)
{
    for (size_t n = 0; n < trial->sum_count; n++) {
        const struct suppression_sum *sum = &trial->problem->sums[trial->sums[n]];
        int64_t added = 0;
        for (size_t k = 0; k < sum->count; k++)
            added += trial->cells[sum->parts[k]].value;
        if (!trial->hidden[sum->total] && added != trial->problem->cells[sum->total].value)
            return false;
        trial->cells[sum->total].value = added;
    }
    return true;
}

/* True when the program would hide the same figures of the table being tried. */
static bool hidden_alike(struct trial *trial)
{
    void *scratch = talloc_new(NULL);
    struct suppression_problem problem = *trial->problem;
    problem.cells = trial->cells;
    struct suppression_result result;
    if (suppression_decide(scratch, &problem, &result))
        abort();
    bool alike = true;
    for (size_t i = 0; i < problem.cell_count && alike; i++)
        alike = (result.status[i] != SUPPRESSION_SHOWN) == trial->hidden[i];
    talloc_free(scratch);
    return alike;
}

static void note(struct trial *trial)
{
    for (size_t i = 0; i < trial->problem->cell_count; i++) {
        int64_t offset = trial->cells[i].value - trial->problem->cells[i].value + OFFSETS / 2;
        offset = offset < 0 ? 0 : offset > OFFSETS ? OFFSETS : offset;
        trial->seen[i] |= (uint64_t)1 << offset;
    }
}

/* False when a sum of innermost figures whose total is shown is overdrawn by those chosen so far. */
static bool leaves_room(const struct trial *trial, size_t chosen)
{
    for (size_t s = 0; s < trial->problem->sum_count; s++) {
        const struct suppression_sum *sum = &trial->problem->sums[s];
        int64_t left = trial->problem->cells[sum->total].value;
        bool to_come = false;
        for (size_t k = 0; k < sum->count; k++) {
            size_t part = sum->parts[k];
            bool later = false;
            for (size_t n = chosen; n < trial->open_count && !later; n++)
                later = trial->open[n] == part;
            to_come = to_come || later || trial->is_total[part];
            left -= later || trial->is_total[part] ? 0 : trial->cells[part].value;
        }
        if (!trial->hidden[sum->total] && (left < 0 || (left != 0 && !to_come)))
            return false;
    }
    return true;
}

static void try_from(struct trial *trial, size_t chosen)
{
    if (trial->steps++ > trial->most || !leaves_room(trial, chosen))
        return;
    if (chosen == trial->open_count) {
        if (!totals_agree(trial))
            return;
        trial->attack->tables++;
        if (hidden_alike(trial)) {
            trial->attack->alike++;
            note(trial);
        }
        return;
    }
    size_t cell = trial->open[chosen];
    int64_t value = trial->problem->cells[cell].value;
    int64_t low = value - trial->window > trial->least ? value - trial->window : trial->least;
    for (int64_t possible = low; possible <= value + trial->window; possible++) {
        trial->cells[cell].value = possible;
        try_from(trial, chosen + 1);
    }
    trial->cells[cell].value = value;
}

static void count_values(struct trial *trial)
{
    for (size_t i = 0; i < trial->problem->cell_count; i++)
        for (int offset = 0; offset <= OFFSETS; offset++)
            trial->attack->values[i] += trial->hidden[i] && (trial->seen[i] >> offset & 1) == 1;
}

bool attack_pattern(void *ctx, const struct suppression_problem *problem, const bool *hidden, int64_t window,
                    size_t most, struct pattern_attack *attack)
{
    unsigned count = (unsigned)problem->cell_count;
    *attack = (struct pattern_attack){talloc_zero_array(ctx, size_t, count), 0, 0};
    struct trial trial = {.problem = problem, .hidden = hidden, .window = window, .most = most, .attack = attack,
                          .least = problem->rule.hide_zero ? 0 : 1};
    trial.cells = talloc_memdup(ctx, problem->cells, count * sizeof *trial.cells);
    trial.is_total = talloc_zero_array(trial.cells, bool, count);
    trial.open = talloc_array(trial.cells, size_t, count);
    trial.seen = talloc_zero_array(trial.cells, uint64_t, count);
    trial.sums = talloc_array(trial.cells, size_t, (unsigned)problem->sum_count + 1);
    for (size_t s = 0; s < problem->sum_count; s++)
        trial.is_total[problem->sums[s].total] = true;
    for (size_t i = 0; i < problem->cell_count; i++)
        if (hidden[i] && !trial.is_total[i])
            trial.open[trial.open_count++] = i;
    order_sums(&trial);
    try_from(&trial, 0);
    count_values(&trial);
    talloc_free(trial.cells);
    return trial.steps <= most;
}
