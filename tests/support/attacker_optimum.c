/* The optimum by Benders' decomposition (Fischetti and Salazar-Gonzalez 2000): a master programme of one yes or no a
 * figure proposes what to hide; the attacker's linear programmes find a figure that is then not safe; their dual says
 * which figures, hidden, could have made it safe, and that inequality goes to the master; until nothing is found. All
 * inequalities hold for every safe choice, so the proposal that stands is the cheapest there is. */
#include "attacker_optimum.h"

#include "attacker.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>
#include <talloc.h>
#include <time.h>

#define TINY 1e-7

struct search {
    const struct suppression_problem *problem;
    double least, most; /* the rule's range */
    glp_prob *master;
    bool *hidden;
    double *reach; /* scratch, one a cell: how much hiding it can add to the movement asked for */
    size_t inequalities;
};

/* How far the attacker thinks that a hidden figure may fall; knowing_zeros: zeros are shown. */
static double room_down(const struct search *search, size_t cell, bool knowing_zeros)
{
    double value = (double)search->problem->cells[cell].value;
    return value == 0 ? 0 : value - (knowing_zeros ? search->least : 0);
}

static bool may_move(const struct search *search, size_t cell)
{
    const struct suppression_cell *figure = &search->problem->cells[cell];
    return figure->before != SUPPRESSION_PUBLISHED && (figure->value > 0 || search->problem->rule.hide_zero);
}

/* The programme of changes: every sum of changes is 0. */
static glp_prob *changes(const struct search *search, bool knowing_zeros)
{
    const struct suppression_problem *problem = search->problem;
    glp_prob *lp = glp_create_prob();
    glp_add_cols(lp, (int)problem->cell_count);
    for (size_t i = 0; i < problem->cell_count; i++) {
        bool moves = search->hidden[i] && may_move(search, i);
        glp_set_col_bnds(lp, (int)i + 1, moves ? GLP_LO : GLP_FX, moves ? -room_down(search, i, knowing_zeros) : 0, 0);
    }
    for (size_t s = 0; s < problem->sum_count; s++)
        attacker_add_sum(lp, problem->sums[s].total, problem->sums[s].parts, problem->sums[s].count);
    return lp;
}

/* How far the figure can be moved up (direction 1) or down (-1), at most as far as `need`. Adds to search->reach what
 * hiding each figure can contribute, by the dual. */
static double movement(struct search *search, glp_prob *lp, size_t cell, int direction, double need, bool knowing_zeros)
{
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    glp_set_obj_dir(lp, GLP_MAX);
    glp_set_obj_coef(lp, (int)cell + 1, direction);
    int failure = glp_simplex(lp, &settings), status = glp_get_status(lp);
    double reached = status == GLP_UNBND ? INFINITY : glp_get_obj_val(lp);
    if (failure || (status != GLP_UNBND && status != GLP_OPT))
        abort(); /* standing still is always possible */
    for (size_t i = 0; reached < need && i < search->problem->cell_count; i++) {
        double price = glp_get_col_dual(lp, (int)i + 1);
        if (!may_move(search, i) || fabs(price) < TINY)
            continue;
        search->reach[i] += price > 0 ? need : -price * room_down(search, i, knowing_zeros);
    }
    glp_set_obj_coef(lp, (int)cell + 1, 0);
    return reached < need ? reached : need;
}

/* Tells the master: what the hidden ones contribute must make up the need, if the figure itself is hidden. */
static void add_inequality(struct search *search, size_t cell, double need)
{
    size_t count = search->problem->cell_count;
    int *index = talloc_array(NULL, int, (unsigned)count + 1), length = 0;
    double *factor = talloc_array(index, double, (unsigned)count + 1);
    for (size_t i = 0; i < count; i++) {
        double share = fmin(search->reach[i], need) - (i == cell ? need : 0);
        if (fabs(share) < TINY)
            continue;
        index[++length] = (int)i + 1;
        factor[length] = share;
    }
    int row = glp_add_rows(search->master, 1);
    glp_set_row_bnds(search->master, row, GLP_LO, 0, 0);
    glp_set_mat_row(search->master, row, length, index, factor);
    talloc_free(index);
    search->inequalities++;
}

static void clear_reach(struct search *search)
{
    for (size_t i = 0; i < search->problem->cell_count; i++)
        search->reach[i] = 0;
}

/* One direction of a small count's range. */
static void ask_range(struct search *search, glp_prob *plain, size_t cell, int direction, double need)
{
    clear_reach(search);
    if (need > TINY && movement(search, plain, cell, direction, need, false) < need - TINY)
        add_inequality(search, cell, need);
}

/* The inequalities that the present proposal breaks at one hidden figure. The figure may always count on itself: its
 * own price in the dual is part of the programme, not of what others contribute. */
static void ask(struct search *search, glp_prob *plain, glp_prob *near, size_t cell)
{
    double value = (double)search->problem->cells[cell].value, width = search->most - search->least;
    if (value >= search->least && value <= search->most) {
        ask_range(search, plain, cell, -1, value - search->least);
        ask_range(search, plain, cell, 1, search->most - value);
    }
    clear_reach(search);
    double up = movement(search, near, cell, 1, width, true);
    if (up >= width)
        return;
    double down = movement(search, near, cell, -1, width, true);
    if (up + down < width - TINY)
        add_inequality(search, cell, width);
}

static void open_master(struct search *search, const double *cost)
{
    const struct suppression_problem *problem = search->problem;
    search->master = glp_create_prob();
    glp_set_obj_dir(search->master, GLP_MIN);
    glp_add_cols(search->master, (int)problem->cell_count);
    for (size_t i = 0; i < problem->cell_count; i++) {
        double value = (double)problem->cells[i].value;
        bool small = value >= search->least && value <= search->most;
        bool withheld = problem->cells[i].before == SUPPRESSION_WITHHELD;
        glp_set_col_kind(search->master, (int)i + 1, GLP_BV);
        if (small || withheld || !may_move(search, i))
            glp_set_col_bnds(search->master, (int)i + 1, GLP_FX, small || withheld, 0);
        glp_set_obj_coef(search->master, (int)i + 1, cost[i]);
    }
}

static bool propose(struct search *search, double seconds)
{
    glp_iocp settings;
    glp_init_iocp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    settings.presolve = GLP_ON;
    settings.tm_lim = (int)(1000 * seconds);
    if (seconds <= 0 || glp_intopt(search->master, &settings) != 0 || glp_mip_status(search->master) != GLP_OPT)
        return false;
    for (size_t i = 0; i < search->problem->cell_count; i++)
        search->hidden[i] = glp_mip_col_val(search->master, (int)i + 1) > 0.5;
    return true;
}

static double now(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

bool attack_optimum(void *ctx, const struct suppression_problem *problem, const double *cost, double seconds,
                    bool *hidden)
{
    struct search search = {.problem = problem, .least = problem->rule.hide_zero ? 0 : 1,
                            .most = (double)problem->rule.high, .hidden = hidden,
                            .reach = talloc_zero_array(ctx, double, (unsigned)problem->cell_count + 1)};
    double end = now() + seconds;
    open_master(&search, cost);
    bool found;
    for (size_t before = SIZE_MAX; (found = propose(&search, end - now())) && before != search.inequalities;) {
        before = search.inequalities;
        glp_prob *plain = changes(&search, false), *near = changes(&search, true);
        for (size_t i = 0; i < problem->cell_count; i++)
            if (hidden[i] && may_move(&search, i))
                ask(&search, plain, near, i);
        glp_delete_prob(plain);
        glp_delete_prob(near);
    }
    glp_delete_prob(search.master);
    talloc_free(search.reach);
    return found;
}
