/* The simplex method behind suppression: a condensed tableau kept from question to question. With y the changes of the
 * cells, every basic cell follows from the others: y[basic of row r] = - sum over columns c of at(r, c) * y[free cell
 * of column c]. Costs are piecewise linear with a kink where the cell is at rest; while the cost is lowered, kinks and
 * limits are moved by tiny different amounts, so that no step has length 0 and the method cannot cycle. Free cells
 * stand on a kink or a limit, all of them whole numbers but for those amounts, and are put back there at the end. */
#include "stats/suppression_reach.h"

#include <math.h>
#include <string.h>
#include <talloc.h>

#define ZERO 1e-9         /* what is smaller in the tableau is rounding */
#define STEPS_MOST 4000   /* to bring the target where it shall be; never came near */
#define COST_STEPS_MOST 250 /* to lower the cost after that: ten times what is usual, and only quality suffers */
#define KINK_UNIT 1e-8    /* kinks lie between one and two of these */
#define LIMIT_UNIT 1e-6   /* and limits are that much further off, so that cells on their kinks are within them */
#define SETTLED 1e-4      /* what is nearer to a whole number stands on it but for kinks and limits */

struct reach {
    const struct reach_sum *sums; /* as given, to check every answer against */
    size_t sum_count;
    size_t cells, rows, columns;
    double *tableau;   /* rows x columns */
    size_t *basic;     /* the cell of each row */
    size_t *free_cell; /* the cell of each column */
    double *value;     /* of each cell, the change in the question at hand */
    double *kink;      /* of each cell, fixed */
    double *price;     /* scratch, one a column */
    size_t *touched;   /* scratch, the columns a pivot row touches */
    double *saved;     /* scratch, the first change found, before its cost was lowered */
    /* the question at hand */
    const struct reach_terms *terms;
    size_t target;
    double pull;       /* slope of the target's own cost: -1 or 1 while it is pulled, 0 once it is there */
    double goal;       /* where the target shall stop */
};

static double *row_of(struct reach *reach, size_t row)
{
    return reach->tableau + row * reach->columns;
}

/* ---- the first tableau: Gaussian elimination, the totals following from their parts ---- */

/* Takes the cells that already follow from others out of the equation. */
static void reduce(const struct reach *reach, const double *rows, const size_t *basic, size_t rank, double *equation)
{
    for (size_t r = 0; r < rank; r++) {
        double factor = equation[basic[r]];
        if (fabs(factor) < ZERO)
            continue;
        const double *row = rows + r * reach->cells;
        for (size_t j = 0; j < reach->cells; j++)
            equation[j] -= factor * row[j];
        equation[basic[r]] = 0;
    }
}

/* The cell that shall follow from the equation: its total if that is still in it. SIZE_MAX: the equation says nothing
 * new. */
static size_t choose_basic(const struct reach *reach, const double *equation, size_t total)
{
    if (total != REACH_FIXED && fabs(equation[total]) > ZERO)
        return total;
    size_t best = SIZE_MAX;
    for (size_t j = 0; j < reach->cells; j++)
        if (fabs(equation[j]) > ZERO && (best == SIZE_MAX || fabs(equation[j]) > fabs(equation[best])))
            best = j;
    return best;
}

/* Makes `cell` follow from the equation, here and in every row above. */
static void settle(const struct reach *reach, double *rows, size_t rank, double *equation, size_t cell)
{
    double pivot = equation[cell];
    for (size_t j = 0; j < reach->cells; j++)
        equation[j] /= pivot;
    for (size_t r = 0; r < rank; r++) {
        double *row = rows + r * reach->cells;
        double factor = row[cell];
        if (fabs(factor) < ZERO)
            continue;
        for (size_t j = 0; j < reach->cells; j++)
            row[j] -= factor * equation[j];
        row[cell] = 0;
    }
}

/* Fills the condensed tableau from the full rows. */
static void condense(struct reach *reach, const double *rows)
{
    for (size_t j = 0; j < reach->cells; j++)
        reach->price[j] = 0;
    for (size_t r = 0; r < reach->rows; r++)
        reach->price[reach->basic[r]] = 1; /* marks the basic cells */
    size_t column = 0;
    for (size_t j = 0; j < reach->cells; j++) {
        if (reach->price[j] > 0)
            continue;
        reach->free_cell[column] = j;
        for (size_t r = 0; r < reach->rows; r++) {
            double entry = rows[r * reach->cells + j];
            row_of(reach, r)[column] = fabs(entry) < ZERO ? 0 : entry;
        }
        column++;
    }
}

double reach_spread(size_t cell)
{
    uint64_t z = ((uint64_t)cell + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return 1.0 + (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static struct error *allocate(struct reach *reach)
{
    size_t cells = reach->cells;
    double *numbers = talloc_zero_array(reach, double, (unsigned)(4 * cells));
    TRY_MEMORY(numbers);
    reach->value = numbers;
    reach->kink = numbers + cells;
    reach->price = numbers + 2 * cells;
    reach->saved = numbers + 3 * cells;
    size_t *indexes = talloc_array(reach, size_t, (unsigned)(3 * cells));
    TRY_MEMORY(indexes);
    reach->basic = indexes;
    reach->free_cell = indexes + cells;
    reach->touched = indexes + 2 * cells;
    for (size_t j = 0; j < cells; j++)
        reach->kink[j] = KINK_UNIT * reach_spread(j);
    return NULL;
}

static void write_equation(const struct reach_sum *sum, double *equation, size_t cells)
{
    for (size_t j = 0; j < cells; j++)
        equation[j] = 0;
    for (size_t k = 0; k < sum->count; k++)
        equation[sum->parts[k]] = -1;
    if (sum->total != REACH_FIXED)
        equation[sum->total] = 1;
}

/* Makes the tableau anew from the sums: at first, and when rounding has piled up. */
static struct error *eliminate(struct reach *reach)
{
    size_t cells = reach->cells, rank = 0, most = reach->sum_count < cells ? reach->sum_count : cells;
    double *rows = talloc_zero_array(reach, double, (unsigned)((most + 1) * cells));
    TRY_MEMORY(rows);
    for (size_t s = 0; s < reach->sum_count && rank < cells; s++) {
        double *equation = rows + rank * cells;
        write_equation(&reach->sums[s], equation, cells);
        reduce(reach, rows, reach->basic, rank, equation);
        size_t basic = choose_basic(reach, equation, reach->sums[s].total);
        if (basic == SIZE_MAX)
            continue;
        settle(reach, rows, rank, equation, basic);
        reach->basic[rank++] = basic;
    }
    reach->rows = rank;
    reach->columns = cells - rank;
    talloc_free(reach->tableau);
    reach->tableau = talloc_array(reach, double, (unsigned)(rank * reach->columns + 1));
    TRY_MEMORY(reach->tableau);
    condense(reach, rows);
    talloc_free(rows);
    return NULL;
}

struct error *reach_new(void *ctx, size_t cells, const struct reach_sum *sums, size_t sum_count, struct reach **out)
{
    struct reach *reach = talloc_zero(ctx, struct reach);
    TRY_MEMORY(reach);
    reach->cells = cells;
    reach->sums = sums;
    reach->sum_count = sum_count;
    TRY(allocate(reach));
    TRY(eliminate(reach));
    *out = reach;
    return NULL;
}

/* ---- one step of the method ---- */

/* The slope of the cost of a cell just above (or just below) where it stands. */
static double slope(const struct reach *reach, size_t cell, bool above)
{
    double own = cell == reach->target ? reach->pull : 0;
    if (!reach->terms->cost || reach->pull != 0)
        return own;
    double from_kink = reach->value[cell] - reach->kink[cell];
    bool right = fabs(from_kink) > KINK_UNIT * 1e-3 ? from_kink > 0 : above;
    return own + (right ? reach->terms->cost[cell] : -reach->terms->cost[cell]);
}

static double lowest(const struct reach *reach, size_t cell)
{
    if (cell == reach->target)
        return reach->goal < 0 || reach->pull == 0 ? reach->goal : 0;
    return -reach->terms->room_down[cell] - (reach->terms->cost ? LIMIT_UNIT * reach_spread(~cell) : 0);
}

static double highest(const struct reach *reach, size_t cell)
{
    if (cell == reach->target)
        return reach->goal > 0 || reach->pull == 0 ? reach->goal : 0;
    return reach->terms->room_up[cell];
}

/* Takes `factor` times one row of numbers from another: where the time goes. Four at a time, which compilers turn into
 * vector instructions; the two rows never overlap. */
static void subtract(double *restrict from, const double *restrict row, double factor, size_t count)
{
    size_t c = 0;
    for (; c + 4 <= count; c += 4) {
        double a = row[c] * factor, b = row[c + 1] * factor, d = row[c + 2] * factor, e = row[c + 3] * factor;
        from[c] -= a;
        from[c + 1] -= b;
        from[c + 2] -= d;
        from[c + 3] -= e;
    }
    for (; c < count; c++)
        from[c] -= factor * row[c];
}

/* What moving each column's cell up by 1 changes in the cost of the basic cells. */
static void price_columns(struct reach *reach)
{
    for (size_t c = 0; c < reach->columns; c++)
        reach->price[c] = 0;
    for (size_t r = 0; r < reach->rows; r++) {
        double weight = slope(reach, reach->basic[r], true);
        if (weight != 0)
            subtract(reach->price, row_of(reach, r), weight, reach->columns);
    }
}

/* The column, and the direction, whose movement lowers the cost most per unit. False: none does. */
static bool choose_entering(struct reach *reach, size_t *column, double *direction, double *gain)
{
    *gain = -1e-7;
    bool found = false;
    for (size_t c = 0; c < reach->columns; c++) {
        size_t cell = reach->free_cell[c];
        double at = reach->value[cell], up = reach->price[c] + slope(reach, cell, true);
        double down = -reach->price[c] - slope(reach, cell, false);
        if (up < *gain && at < highest(reach, cell) - ZERO) {
            *column = c, *direction = 1, *gain = up;
            found = true;
        }
        if (down < *gain && at > lowest(reach, cell) + ZERO) {
            *column = c, *direction = -1, *gain = down;
            found = true;
        }
    }
    return found;
}

/* Where a movement stops: the cell that stops it, how far that is, and at which value that cell then stands. */
struct stop {
    double length, stands_at, slope_change; /* slope_change INFINITY: a limit; else a kink that may be passed */
    size_t row;                             /* SIZE_MAX: the entering cell itself */
};

/* The next thing that a cell moving at `rate` from its value meets beyond `after`; length INFINITY: nothing. */
static struct stop next_stop(const struct reach *reach, size_t cell, double rate, double after, size_t row)
{
    struct stop stop = {INFINITY, 0, INFINITY, row};
    if (fabs(rate) < ZERO)
        return stop;
    double limit = rate > 0 ? highest(reach, cell) : lowest(reach, cell);
    if (isfinite(limit)) {
        stop.length = fmax(0, (limit - reach->value[cell]) / rate);
        stop.stands_at = limit;
    }
    bool kinked = reach->terms->cost && reach->pull == 0 && cell != reach->target && reach->terms->cost[cell] > 0;
    double length = (reach->kink[cell] - reach->value[cell]) / rate;
    if (kinked && length > after && length > KINK_UNIT * 1e-3 && length < stop.length) {
        stop.length = length;
        stop.stands_at = reach->kink[cell];
        stop.slope_change = 2 * reach->terms->cost[cell] * fabs(rate);
    }
    return stop;
}

/* Goes along the column until the cost no longer falls, or a limit stops it. */
static struct stop find_stop(struct reach *reach, size_t column, double direction, double gain)
{
    double after = 0, slope_now = gain;
    for (;;) {
        struct stop first = next_stop(reach, reach->free_cell[column], direction, after, SIZE_MAX);
        for (size_t r = 0; r < reach->rows; r++) {
            double rate = -row_of(reach, r)[column] * direction;
            if (fabs(rate) < ZERO)
                continue;
            struct stop stop = next_stop(reach, reach->basic[r], rate, after, r);
            /* of equal lengths a limit counts before a kink, so that no limit is ever passed */
            if (stop.length < first.length || (stop.length == first.length && isinf(stop.slope_change)))
                first = stop;
        }
        if (isinf(first.length) || isinf(first.slope_change))
            return first;
        slope_now += first.slope_change;
        if (slope_now >= -1e-9)
            return first;
        after = first.length;
    }
}

/* The cell of the row becomes free, the cell of the column basic. */
static void pivot(struct reach *reach, size_t row, size_t column)
{
    double *leaving = row_of(reach, row), factor = 1 / leaving[column];
    size_t touched = 0;
    for (size_t c = 0; c < reach->columns; c++) {
        if (c == column || leaving[c] == 0)
            continue;
        leaving[c] *= factor;
        reach->touched[touched++] = c;
    }
    leaving[column] = factor;
    for (size_t r = 0; r < reach->rows; r++) {
        double *other = row_of(reach, r), share = other[column];
        if (r == row || share == 0)
            continue;
        for (size_t k = 0; k < touched; k++) {
            double *entry = &other[reach->touched[k]];
            *entry -= share * leaving[reach->touched[k]];
            if (fabs(*entry - nearbyint(*entry)) < ZERO) /* most entries are whole: keep them so */
                *entry = nearbyint(*entry);
        }
        other[column] = -share * factor;
    }
    size_t cell = reach->basic[row];
    reach->basic[row] = reach->free_cell[column];
    reach->free_cell[column] = cell;
}

static void advance(struct reach *reach, size_t column, double direction, struct stop stop)
{
    size_t entering = reach->free_cell[column];
    for (size_t r = 0; r < reach->rows; r++)
        reach->value[reach->basic[r]] -= row_of(reach, r)[column] * direction * stop.length;
    reach->value[entering] += direction * stop.length;
    if (stop.row == SIZE_MAX) {
        reach->value[entering] = stop.stands_at;
        return;
    }
    reach->value[reach->basic[stop.row]] = stop.stands_at;
    pivot(reach, stop.row, column);
}

/* Steps until nothing lowers the cost, or the target is where it is pulled to. */
static void descend(struct reach *reach)
{
    int most = reach->pull == 0 ? COST_STEPS_MOST : STEPS_MOST;
    for (int step = 0; step < most; step++) {
        size_t column = 0;
        double direction = 1, gain;
        price_columns(reach);
        if (!choose_entering(reach, &column, &direction, &gain))
            return;
        struct stop stop = find_stop(reach, column, direction, gain);
        if (isinf(stop.length))
            return;
        advance(reach, column, direction, stop);
        if (reach->pull != 0 && fabs(reach->value[reach->target] - reach->goal) < ZERO)
            return;
    }
}

/* ---- the question ---- */

/* The basic cells' values follow from the free cells'. */
static void follow(struct reach *reach)
{
    for (size_t r = 0; r < reach->rows; r++) {
        const double *row = row_of(reach, r);
        double sum = 0;
        for (size_t c = 0; c < reach->columns; c++)
            sum -= row[c] * reach->value[reach->free_cell[c]];
        reach->value[reach->basic[r]] = sum;
    }
}

/* Every cell at rest: on its kink where movement costs something, else at 0. */
static void rest(struct reach *reach)
{
    for (size_t c = 0; c < reach->columns; c++) {
        size_t cell = reach->free_cell[c];
        reach->value[cell] = reach->terms->cost ? reach->kink[cell] : 0;
    }
    follow(reach);
}

/* Free cells go back to the whole number they stand on, and the others follow. */
static void flatten(struct reach *reach)
{
    for (size_t c = 0; c < reach->columns; c++) {
        double *value = &reach->value[reach->free_cell[c]];
        if (fabs(*value - nearbyint(*value)) < SETTLED)
            *value = nearbyint(*value);
    }
    follow(reach);
    for (size_t j = 0; j < reach->cells; j++)
        if (fabs(reach->value[j] - nearbyint(reach->value[j])) < SETTLED)
            reach->value[j] = nearbyint(reach->value[j]) + 0.0;
}

/* True when the sums agree with the change, whatever rounding did to the tableau. */
static bool adds_up(const struct reach *reach)
{
    for (size_t s = 0; s < reach->sum_count; s++) {
        const struct reach_sum *sum = &reach->sums[s];
        double left = sum->total == REACH_FIXED ? 0 : reach->value[sum->total];
        for (size_t k = 0; k < sum->count; k++)
            left -= reach->value[sum->parts[k]];
        if (fabs(left) > 1e-6)
            return false;
    }
    return true;
}

/* True when the target is where it should be and every cell within its room: what a published table rests on. */
static bool holds(const struct reach *reach)
{
    if (fabs(reach->value[reach->target] - reach->goal) > 1e-6)
        return false;
    for (size_t j = 0; j < reach->cells; j++)
        if (reach->value[j] < -reach->terms->room_down[j] - 1e-6 || reach->value[j] > reach->terms->room_up[j] + 1e-6)
            return false;
    return adds_up(reach);
}

static bool move(struct reach *reach)
{
    reach->pull = reach->goal > 0 ? -1 : 1;
    rest(reach);
    descend(reach);
    bool there = fabs(reach->value[reach->target] - reach->goal) < SETTLED;
    if (there && reach->terms->cost) {
        memcpy(reach->saved, reach->value, sizeof(double) * reach->cells);
        reach->pull = 0;
        descend(reach);
        flatten(reach);
        if (!holds(reach))
            memcpy(reach->value, reach->saved, sizeof(double) * reach->cells);
    }
    flatten(reach);
    return there && holds(reach);
}

struct error *reach_move(struct reach *reach, const struct reach_terms *terms, size_t cell, double distance, double *y,
                         bool *possible)
{
    reach->terms = terms;
    reach->target = cell;
    reach->goal = distance;
    *possible = move(reach);
    if (!*possible && !adds_up(reach)) {
        TRY(eliminate(reach));
        *possible = move(reach);
    }
    memcpy(y, reach->value, sizeof(double) * reach->cells);
    return NULL;
}
