/* The attacker's linear programmes, one variable a figure, one row a sum. */
#include "attacker.h"

#include <glpk.h>
#include <math.h>
#include <talloc.h>

#define SLACK 1e-5

static size_t remainders(const struct suppression_problem *problem)
{
    size_t count = 0;
    for (size_t r = 0; r < problem->rate_count; r++)
        count += problem->rates[r].share;
    return count;
}

void attacker_add_sum(struct glp_prob *lp, size_t total, const size_t *parts, size_t count)
{
    int *index = talloc_array(NULL, int, (unsigned)count + 2);
    double *factor = talloc_array(index, double, (unsigned)count + 2);
    index[1] = (int)total + 1;
    factor[1] = 1;
    for (size_t k = 0; k < count; k++) {
        index[k + 2] = (int)parts[k] + 1;
        factor[k + 2] = -1;
    }
    int row = glp_add_rows(lp, 1);
    glp_set_row_bnds(lp, row, GLP_FX, 0, 0);
    glp_set_mat_row(lp, row, (int)count + 1, index, factor);
    talloc_free(index);
}

/* What the attacker knows of a figure before any sum: nothing but that it is a count, where it is hidden. */
static void set_bounds(glp_prob *lp, const struct suppression_problem *problem, size_t cell, bool hidden, double least)
{
    const struct suppression_cell *figure = &problem->cells[cell];
    double value = (double)figure->value, low = value == 0 ? 0 : least, high = 0;
    int type = GLP_LO;
    if (figure->known_low != 0 || figure->known_high != 0) {
        low = fmax(low, (double)figure->known_low);
        high = (double)figure->known_high;
        type = low == high ? GLP_FX : GLP_DB;
    }
    if (!hidden || figure->before == SUPPRESSION_PUBLISHED) {
        low = value;
        type = GLP_FX;
    }
    glp_set_col_bnds(lp, (int)cell + 1, type, low, high);
}

static glp_prob *programme(const struct suppression_problem *problem, const bool *hidden, double least)
{
    glp_prob *lp = glp_create_prob();
    glp_add_cols(lp, (int)(problem->cell_count + remainders(problem)));
    for (int column = 1; column <= glp_get_num_cols(lp); column++)
        glp_set_col_kind(lp, column, GLP_IV);
    for (size_t i = 0; i < problem->cell_count; i++)
        set_bounds(lp, problem, i, hidden[i], least);
    for (size_t s = 0; s < problem->sum_count; s++)
        attacker_add_sum(lp, problem->sums[s].total, problem->sums[s].parts, problem->sums[s].count);
    size_t remainder = problem->cell_count;
    for (size_t r = 0; r < problem->rate_count; r++) {
        if (!problem->rates[r].share)
            continue;
        size_t parts[] = {problem->rates[r].numerator, remainder};
        glp_set_col_bnds(lp, (int)remainder + 1, GLP_LO, 0, 0);
        attacker_add_sum(lp, problem->rates[r].denominator, parts, 2);
        remainder++;
    }
    return lp;
}

/* The least or the greatest possible value of one figure. */
static double extreme(glp_prob *lp, size_t figure, int direction, enum attack_means means)
{
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    glp_set_obj_dir(lp, direction);
    glp_set_obj_coef(lp, (int)figure + 1, 1);
    int failure = glp_simplex(lp, &settings);
    int status = glp_get_status(lp);
    double found = glp_get_obj_val(lp);
    if (means == ATTACK_WHOLE && !failure && status == GLP_OPT && fabs(found - nearbyint(found)) > SLACK / 10) {
        glp_iocp whole;
        glp_init_iocp(&whole);
        whole.msg_lev = GLP_MSG_OFF;
        failure = glp_intopt(lp, &whole);
        status = glp_mip_status(lp);
        found = glp_mip_obj_val(lp);
    }
    glp_set_obj_coef(lp, (int)figure + 1, 0);
    if (status == GLP_UNBND)
        return direction == GLP_MAX ? INFINITY : -INFINITY;
    if (failure || status != GLP_OPT)
        abort(); /* the true table satisfies every row, so this is a fault of the test itself */
    return found;
}

struct attack *attack_release(void *ctx, const struct suppression_problem *problem, const bool *hidden,
                              enum attack_means means)
{
    struct attack *attack = talloc_zero(ctx, struct attack);
    attack->count = problem->cell_count + remainders(problem);
    attack->low = talloc_zero_array(attack, double, (unsigned)attack->count);
    attack->high = talloc_zero_array(attack, double, (unsigned)attack->count);
    attack->near_low = talloc_zero_array(attack, double, (unsigned)attack->count);
    attack->near_high = talloc_zero_array(attack, double, (unsigned)attack->count);
    glp_prob *plain = programme(problem, hidden, 0);
    glp_prob *near = programme(problem, hidden, problem->rule.hide_zero ? 0 : 1);
    for (size_t i = 0; i < attack->count; i++) {
        if (i < problem->cell_count && !hidden[i])
            continue;
        attack->low[i] = extreme(plain, i, GLP_MIN, means);
        attack->high[i] = extreme(plain, i, GLP_MAX, means);
        attack->near_low[i] = extreme(near, i, GLP_MIN, means);
        attack->near_high[i] = extreme(near, i, GLP_MAX, means);
    }
    glp_delete_prob(plain);
    glp_delete_prob(near);
    return attack;
}

static double value_of(const struct suppression_problem *problem, size_t figure)
{
    if (figure < problem->cell_count)
        return (double)problem->cells[figure].value;
    size_t remainder = problem->cell_count;
    for (size_t r = 0; r < problem->rate_count; r++)
        if (problem->rates[r].share && remainder++ == figure)
            return (double)(problem->cells[problem->rates[r].denominator].value -
                            problem->cells[problem->rates[r].numerator].value);
    return NAN;
}

bool attack_fails(const struct suppression_problem *problem, const struct attack *attack, const bool *hidden,
                  const bool *except, size_t *cell)
{
    double least = problem->rule.hide_zero ? 0 : 1, most = (double)problem->rule.high;
    for (size_t i = 0; i < attack->count; i++) {
        bool is_cell = i < problem->cell_count;
        if (is_cell && (!hidden[i] || (except && except[i]) || problem->cells[i].before == SUPPRESSION_PUBLISHED))
            continue;
        double value = value_of(problem, i);
        bool small = value >= least && value <= most;
        bool range = !small || (attack->low[i] <= least + SLACK && attack->high[i] >= most - SLACK);
        double values = floor(attack->near_high[i] + SLACK) - ceil(attack->near_low[i] - SLACK) + 1;
        bool width = values >= most - least + 1 || (!is_cell && !small);
        *cell = i;
        if (!range || !width)
            return false;
    }
    return true;
}

/* ---- whole numbers, one by one ---- */

static bool all_whole(glp_prob *lp)
{
    for (int column = 1; column <= glp_get_num_cols(lp); column++) {
        double value = glp_get_col_prim(lp, column);
        if (fabs(value - nearbyint(value)) > SLACK)
            return false;
    }
    return true;
}

/* True when some table of whole numbers agrees with everything shown and has this value for the figure. */
static bool may_be(glp_prob *lp, size_t figure, double value)
{
    int column = (int)figure + 1, type = glp_get_col_type(lp, column);
    double low = glp_get_col_lb(lp, column), high = glp_get_col_ub(lp, column);
    if (value < low || value > high)
        return false;
    glp_set_col_bnds(lp, column, GLP_FX, value, value);
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    bool possible = glp_simplex(lp, &settings) == 0 && glp_get_status(lp) == GLP_OPT;
    if (possible && !all_whole(lp)) {
        glp_iocp whole;
        glp_init_iocp(&whole);
        whole.msg_lev = GLP_MSG_OFF;
        possible = glp_intopt(lp, &whole) == 0 && glp_mip_status(lp) == GLP_OPT;
    }
    glp_set_col_bnds(lp, column, type, low, high);
    return possible;
}

/* How many of the whole values from `from` to `to` the figure may have; stops counting at `enough`. */
static size_t values_possible(glp_prob *lp, size_t figure, double from, double to, size_t enough)
{
    size_t count = 0;
    for (double value = from; value <= to && count < enough; value++)
        count += may_be(lp, figure, value);
    return count;
}

bool attack_finds_gap(const struct suppression_problem *problem, const struct attack *attack, const bool *hidden,
                      const bool *except, size_t *cell)
{
    double least = problem->rule.hide_zero ? 0 : 1, most = (double)problem->rule.high;
    size_t range = (size_t)(most - least) + 1;
    glp_prob *plain = programme(problem, hidden, 0), *near = programme(problem, hidden, least);
    bool gap = false;
    for (size_t i = 0; i < problem->cell_count && !gap; i++) {
        double value = (double)problem->cells[i].value;
        if (!hidden[i] || (except && except[i]) || problem->cells[i].before == SUPPRESSION_PUBLISHED)
            continue;
        *cell = i;
        bool small = value >= least && value <= most;
        gap = (small && values_possible(plain, i, least, most, range) < range) ||
              values_possible(near, i, ceil(attack->near_low[i] - SLACK), attack->near_high[i] + SLACK, range) < range;
    }
    glp_delete_prob(plain);
    glp_delete_prob(near);
    return gap;
}
