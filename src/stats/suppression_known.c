/* What a reader knows of a figure before the release: bounds that a rounded figure or a rate shown elsewhere gives. */
#include "stats/suppression.h"

#include <math.h>

/* Keeps what was known already. The true value is always possible, whichever way the publisher rounds a tie. */
static void narrow(struct suppression_cell *cell, int64_t low, int64_t high)
{
    bool known = cell->known_low != 0 || cell->known_high != 0;
    int64_t least = known ? cell->known_low : 0, most = known ? cell->known_high : INT64_MAX;
    low = low > cell->value ? cell->value : low;
    high = high < cell->value ? cell->value : high;
    cell->known_low = low > least ? low : least;
    cell->known_high = high < most ? high : most;
}

void suppression_know_rounded(struct suppression_cell *cell, int64_t unit)
{
    int64_t shown = (cell->value + unit / 2) / unit * unit;
    narrow(cell, shown - (unit - 1) / 2, shown + (unit - 1) / 2);
}

void suppression_know_rate(struct suppression_cell *cell, int64_t denominator, int64_t scale, unsigned decimals)
{
    long double steps = (long double)scale * powl(10, decimals); /* how many of the last place make the whole */
    long double shown = roundl(steps * (long double)cell->value / (long double)denominator);
    long double last_place = (long double)denominator / steps;
    narrow(cell, (int64_t)floorl((shown - 0.5L) * last_place) + 1, (int64_t)ceill((shown + 0.5L) * last_place) - 1);
}
