/* Runs about a centre line, and the limits chance sets to them. */
#include "stats/run_chart.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

/* Boxes for 10 to 100 useful points, by Anhoej and Wentzel-Larsen (2020): no signal while crossings >=
 * crossings_fewest and longest <= longest_most. The cut box takes away the two edges next to the corner of that
 * box: on the edge crossings = crossings_fewest only runs up to edge_longest pass, on the edge longest =
 * longest_most only crossings from edge_crossings on. 0: nothing is cut. */
static const struct box {
    unsigned char crossings_fewest, longest_most, edge_crossings, edge_longest;
} boxes[] = {
    {2, 6, 3, 5},     {3, 7, 4, 6},     {3, 6, 0, 0},     {3, 6, 0, 0},     {3, 6, 0, 0},     {4, 7, 6, 6},
    {5, 8, 6, 7},     {5, 7, 0, 0},     {5, 7, 6, 6},     {5, 7, 6, 5},     {6, 7, 0, 0},     {7, 8, 0, 0},
    {6, 7, 7, 6},     {6, 7, 7, 6},     {6, 7, 7, 6},     {6, 7, 0, 0},     {9, 9, 10, 7},    {9, 8, 10, 7},
    {9, 8, 11, 7},    {10, 8, 0, 0},    {11, 10, 12, 9},  {11, 9, 14, 8},   {11, 8, 0, 0},    {11, 8, 12, 7},
    {11, 8, 13, 7},   {12, 8, 0, 0},    {13, 9, 15, 8},   {14, 10, 0, 0},   {13, 8, 0, 0},    {15, 11, 0, 0},
    {15, 9, 0, 0},    {15, 9, 17, 8},   {14, 8, 0, 0},    {14, 8, 0, 0},    {17, 10, 0, 0},   {17, 9, 0, 0},
    {17, 9, 19, 8},   {17, 9, 20, 7},   {19, 12, 20, 11}, {19, 10, 21, 9},  {19, 9, 0, 0},    {19, 9, 21, 8},
    {19, 9, 21, 7},   {21, 11, 23, 9},  {21, 10, 23, 8},  {21, 9, 0, 0},    {21, 9, 23, 8},   {23, 12, 25, 11},
    {23, 10, 24, 9},  {23, 10, 26, 8},  {23, 9, 0, 0},    {23, 9, 24, 8},   {25, 11, 27, 9},  {25, 10, 27, 9},
    {26, 11, 27, 10}, {26, 10, 27, 9},  {27, 12, 29, 10}, {27, 10, 0, 0},   {27, 10, 29, 8},  {28, 11, 29, 8},
    {29, 14, 30, 13}, {29, 11, 31, 9},  {29, 10, 30, 9},  {30, 11, 31, 10}, {30, 10, 0, 0},   {31, 12, 32, 9},
    {31, 11, 34, 8},  {31, 10, 33, 9},  {32, 11, 33, 8},  {33, 13, 37, 11}, {33, 11, 35, 9},  {33, 10, 0, 0},
    {34, 11, 36, 10}, {33, 10, 36, 7},  {35, 11, 0, 0},   {35, 11, 38, 8},  {35, 10, 36, 9},  {35, 10, 38, 8},
    {37, 12, 38, 10}, {37, 11, 39, 9},  {38, 12, 0, 0},   {37, 10, 39, 9},  {39, 13, 41, 12}, {39, 11, 40, 10},
    {39, 11, 42, 8},  {39, 10, 0, 0},   {39, 10, 41, 8},  {41, 12, 42, 9},  {41, 11, 44, 9},  {42, 12, 43, 10},
    {41, 10, 42, 9},
};
#define BOX_FIRST 10
#define BOX_LAST 100

size_t runs_longest_most(size_t useful)
{
    return useful ? (size_t)nearbyint(log2((double)useful)) + 3 : 0;
}

/* The fewest crossings for 0 to 100 useful points, as crossings_summed works them out: every chart asks for one. */
static const unsigned char crossings_fewest[] = {
     0,  0,  0,  0,  0,  0,  1,  1,  1,  2,  2,  2,  3,  3,  4,  4,  4,  5,  5,  6,  6,  6,  7,  7,  8,
     8,  8,  9,  9, 10, 10, 11, 11, 11, 12, 12, 13, 13, 14, 14, 14, 15, 15, 16, 16, 17, 17, 17, 18, 18,
    19, 19, 20, 20, 21, 21, 21, 22, 22, 23, 23, 24, 24, 25, 25, 25, 26, 26, 27, 27, 28, 28, 29, 29, 29,
    30, 30, 31, 31, 32, 32, 33, 33, 34, 34, 34, 35, 35, 36, 36, 37, 37, 38, 38, 39, 39, 39, 40, 40, 41,
    41,
};

static size_t crossings_summed(size_t useful)
{
    size_t trials = useful - 1;
    /* Up to here the first term is a normal long double and summing is exact enough and quick. */
    if (trials <= 1000) {
        long double term = powl(0.5L, (long double)trials), sum = term;
        size_t k = 0;
        for (; sum < 0.05L * (1 - 64 * 2.220446e-16L); k++) {
            term *= (long double)(trials - k) / (long double)(k + 1);
            sum += term;
        }
        return k;
    }
    double guess = (double)trials / 2 - 1.645 * sqrt((double)trials) / 2 - 4;
    unsigned k = (unsigned)guess, n = (unsigned)trials;
    while (gsl_cdf_binomial_P(k, 0.5, n) < 0.05)
        k++;
    return k;
}

size_t runs_crossings_fewest(size_t useful)
{
    if (useful < sizeof crossings_fewest)
        return crossings_fewest[useful];
    return crossings_summed(useful);
}

static bool outside_box(const struct runs *runs, bool cut)
{
    const struct box *box = &boxes[runs->useful - BOX_FIRST];
    size_t crossings = runs->crossings, longest = runs->longest;
    if (crossings < box->crossings_fewest || longest > box->longest_most)
        return true;
    if (!cut || box->edge_crossings == 0)
        return false;
    bool inside = crossings > box->crossings_fewest && longest < box->longest_most;
    bool crossings_edge = crossings == box->crossings_fewest && longest <= box->edge_longest;
    bool longest_edge = crossings >= box->edge_crossings;
    return !(inside || crossings_edge || longest_edge);
}

struct runs runs_about(const double *figures, const double *centres, size_t count, enum runs_method method)
{
    struct runs runs = {0};
    size_t length = 0;
    int last = 0;
    for (size_t i = 0; i < count; i++) {
        int side = (figures[i] > centres[i]) - (figures[i] < centres[i]); /* NAN is on no side */
        if (side == 0)
            continue;
        runs.useful++;
        runs.crossings += side + last == 0 ? 1 : 0;
        length = length * (size_t)(side == last) + 1;
        last = side;
        runs.longest = length > runs.longest ? length : runs.longest;
    }
    runs.longest_most = runs_longest_most(runs.useful);
    runs.crossings_fewest = runs_crossings_fewest(runs.useful);
    runs.too_long = runs.longest > runs.longest_most;
    runs.too_few_crossings = runs.crossings < runs.crossings_fewest;
    if (method == RUNS_ANHOEJ || runs.useful < BOX_FIRST || runs.useful > BOX_LAST)
        runs.signal = runs.too_long || runs.too_few_crossings;
    else
        runs.signal = outside_box(&runs, method == RUNS_CUT_BOX);
    return runs;
}
