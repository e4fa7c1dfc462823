/* The regression behind a verdict. The design is made orthonormal column by column, the column of interest last, so
 * that its coefficient is one inner product; every trace that the interval needs then costs one pass over the figures,
 * because multiplying by an AR(1) correlation matrix is two recursions. */
#include "stats/verdict_effect.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>
#include <talloc.h>

#define COLUMNS_MOST (4 + EFFECT_SEASONS_MOST)
#define RHO_MOST 0.95
#define SEASONS_EVIDENT 0.05 /* the F test's probability */

/* A correlation below this cannot be told from none in series of a few dozen figures, and allowing for what is mostly
 * chance would only widen intervals: with it the families "ar" of docs/calibration.md keep their promise with room to
 * spare. */
#define RHO_EVIDENT 0.25

struct design {
    const struct effect_figures *figures;
    size_t n, columns;
    double *basis;    /* orthonormal, column after column, n each */
    double *image;    /* scratch of the same size: Omega times the basis */
    double *contrast; /* w: the coefficient of interest is w'y */
    double *residual;
    double *scratch;  /* two columns */
};

/* ---- building the design ---- */

static double *column_at(const struct design *design, size_t index)
{
    return design->basis + index * design->n;
}

static double dot(const double *a, const double *b, size_t n)
{
    long double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (long double)a[i] * b[i];
    return (double)sum;
}

/* Takes the columns so far out of the new one and gives it length 1. Returns the length it had; 0: nothing was left. */
static double add_column(struct design *design)
{
    double *added = column_at(design, design->columns);
    double length_before = sqrt(dot(added, added, design->n));
    for (int pass = 0; pass < 2; pass++) /* twice is enough (Kahan and Parlett) */
        for (size_t c = 0; c < design->columns; c++) {
            const double *other = column_at(design, c);
            double share = dot(other, added, design->n);
            for (size_t i = 0; i < design->n; i++)
                added[i] -= share * other[i];
        }
    double length = sqrt(dot(added, added, design->n));
    if (length <= 1e-9 * length_before || length == 0)
        return 0;
    for (size_t i = 0; i < design->n; i++)
        added[i] /= length;
    design->columns++;
    return length;
}

enum column_of { ONES, SEASON, TIME, AFTER, TIME_AFTER };

static double mean_slot(const struct effect_figures *figures, bool after)
{
    double sum = 0, count = 0;
    for (size_t i = 0; i < figures->count; i++)
        if (figures->after[i] == after) {
            sum += figures->slots[i];
            count++;
        }
    return sum / count;
}

static int32_t season_of(const struct effect_figures *figures, size_t i)
{
    int32_t season = figures->slots[i] % figures->seasons;
    return season < 0 ? season + figures->seasons : season;
}

static double write_column(struct design *design, enum column_of kind, int32_t season)
{
    const struct effect_figures *figures = design->figures;
    double *column = column_at(design, design->columns);
    double before = mean_slot(figures, false), after = mean_slot(figures, true);
    for (size_t i = 0; i < design->n; i++) {
        double time = figures->slots[i];
        switch (kind) {
        case ONES: column[i] = 1; break;
        case SEASON: column[i] = season_of(figures, i) == season; break;
        case TIME: column[i] = time - before; break;
        case AFTER: column[i] = figures->after[i]; break;
        case TIME_AFTER: column[i] = figures->after[i] ? time - after : 0; break;
        }
    }
    return add_column(design);
}

static size_t count_after(const struct effect_figures *figures)
{
    size_t count = 0;
    for (size_t i = 0; i < figures->count; i++)
        count += figures->after[i];
    return count;
}

/* The design with the column of interest last. False: that column cannot be told from the others. */
static bool build(struct design *design, enum effect_model model, enum column_of interest)
{
    bool trend = model == EFFECT_TREND;
    design->columns = 0;
    write_column(design, ONES, 0);
    for (int32_t season = 1; season < design->figures->seasons; season++)
        write_column(design, SEASON, season);
    if (trend && interest != TIME)
        write_column(design, TIME, 0);
    if (trend && interest != TIME_AFTER && count_after(design->figures) >= 4)
        write_column(design, TIME_AFTER, 0);
    if (interest != AFTER)
        write_column(design, AFTER, 0);
    double length = write_column(design, interest, 0);
    if (length == 0)
        return false;
    const double *last = column_at(design, design->columns - 1);
    for (size_t i = 0; i < design->n; i++)
        design->contrast[i] = last[i] / length;
    return true;
}

static double find_residuals(struct design *design)
{
    memcpy(design->residual, design->figures->figures, design->n * sizeof(double));
    for (size_t c = 0; c < design->columns; c++) {
        const double *column = column_at(design, c);
        double share = dot(column, design->residual, design->n);
        for (size_t i = 0; i < design->n; i++)
            design->residual[i] -= share * column[i];
    }
    return dot(design->residual, design->residual, design->n);
}

/* ---- AR(1) correlations ---- */

/* The correlation over so many periods, mostly one: looking for rho asks thousands of times. */
static double correlation(double rho, int32_t periods)
{
    return periods == 1 ? rho : pow(rho, periods);
}

/* out = Omega x, with correlations rho to the power of the periods between. */
static void correlate(const struct design *design, double rho, const double *x, double *out)
{
    const int32_t *slots = design->figures->slots;
    double carried = 0;
    for (size_t i = 0; i < design->n; i++) {
        out[i] = x[i] + carried;
        if (i + 1 < design->n)
            carried = (carried + x[i]) * correlation(rho, slots[i + 1] - slots[i]);
    }
    carried = 0;
    for (size_t i = design->n; i-- > 0;) {
        out[i] += carried;
        if (i > 0)
            carried = (carried + x[i]) * correlation(rho, slots[i] - slots[i - 1]);
    }
}

static bool neighbours(const struct design *design, size_t i)
{
    return design->figures->slots[i + 1] - design->figures->slots[i] == 1;
}

/* x'Ay, where A pairs each figure with its neighbour: half of both orders. */
static double neighbour_product(const struct design *design, const double *x, const double *y)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < design->n; i++)
        if (neighbours(design, i))
            sum += 0.5 * (x[i] * y[i + 1] + x[i + 1] * y[i]);
    return sum;
}

/* What the interval needs of a correlation: expected squares and neighbour products of the residuals, per variance. */
struct expected {
    double squares;    /* tr(M Omega) */
    double products;   /* tr(A M Omega M) */
    double squared_sq; /* tr(M Omega M Omega) */
};

/* tr(Omega^2). */
static double trace_of_square(const struct design *design, double rho)
{
    for (size_t i = 0; i < design->n; i++)
        design->scratch[i] = 1;
    correlate(design, rho * rho, design->scratch, design->scratch + design->n);
    double sum = 0;
    for (size_t i = 0; i < design->n; i++)
        sum += design->scratch[design->n + i];
    return sum;
}

static struct expected expect(struct design *design, double rho)
{
    size_t n = design->n, k = design->columns;
    struct expected expected = {(double)n, 0, trace_of_square(design, rho)};
    for (size_t i = 0; i + 1 < n; i++)
        expected.products += neighbours(design, i) ? rho : 0; /* tr(A Omega) */
    for (size_t c = 0; c < k; c++)
        correlate(design, rho, column_at(design, c), design->image + c * n);
    for (size_t c = 0; c < k; c++) {
        const double *column = column_at(design, c), *image = design->image + c * n;
        expected.squares -= dot(column, image, n);
        expected.products -= 2 * neighbour_product(design, column, image);
        expected.squared_sq -= 2 * dot(image, image, n);
        for (size_t d = 0; d < k; d++) {
            double cross = dot(column_at(design, d), image, n);
            expected.products += cross * neighbour_product(design, column_at(design, d), column);
            expected.squared_sq += cross * cross;
        }
    }
    return expected;
}

/* The rho at which the residuals' correlation is what the design makes of it; by halving, since it rises with rho. */
static double find_rho(struct design *design, double squares, double least)
{
    double seen = neighbour_product(design, design->residual, design->residual) / squares;
    double low = 0, high = RHO_MOST;
    struct expected at = expect(design, low);
    if (at.products / at.squares >= seen)
        return least;
    for (int halving = 0; halving < 12; halving++) {
        double middle = (low + high) / 2;
        at = expect(design, middle);
        if (at.products / at.squares < seen)
            low = middle;
        else
            high = middle;
    }
    return low < RHO_EVIDENT ? least : fmax(least, low);
}

/* ---- the estimate ---- */

static struct error *open_design(void *ctx, const struct effect_figures *figures, struct design **out)
{
    struct design *design = talloc_zero(ctx, struct design);
    TRY_MEMORY(design);
    size_t n = figures->count;
    double *numbers = talloc_array(design, double, (unsigned)(n * (2 * COLUMNS_MOST + 4)));
    TRY_MEMORY(numbers);
    *design = (struct design){.figures = figures, .n = n, .basis = numbers, .image = numbers + n * COLUMNS_MOST,
                              .contrast = numbers + n * 2 * COLUMNS_MOST,
                              .residual = numbers + n * (2 * COLUMNS_MOST + 1),
                              .scratch = numbers + n * (2 * COLUMNS_MOST + 2)};
    *out = design;
    return NULL;
}

static double standard_error(struct design *design, double rho, double variance)
{
    correlate(design, rho, design->contrast, design->scratch);
    return sqrt(fmax(0, variance * dot(design->contrast, design->scratch, design->n)));
}

static void estimate(struct design *design, enum effect_model model, double least_rho, struct effect *effect)
{
    if (!build(design, model, AFTER) || design->n < design->columns + 2)
        return;
    double squares = find_residuals(design);
    double size = dot(design->figures->figures, design->figures->figures, design->n);
    if (squares <= 1e-18 * size || squares == 0)
        return;
    effect->rho = find_rho(design, squares, least_rho);
    struct expected expected = expect(design, effect->rho);
    double variance = squares / expected.squares;
    effect->sigma = sqrt(variance);
    effect->degrees = expected.squares * expected.squares / expected.squared_sq;
    effect->estimate = dot(design->contrast, design->figures->figures, design->n);
    effect->error = standard_error(design, effect->rho, variance);
    double reach = gsl_cdf_tdist_Pinv(0.975, fmax(1, effect->degrees)) * effect->error;
    effect->low = effect->estimate - reach;
    effect->high = effect->estimate + reach;
    effect->possible = true;
    if (model == EFFECT_TREND && build(design, model, TIME)) {
        effect->slope = dot(design->contrast, design->figures->figures, design->n);
        effect->slope_error = standard_error(design, effect->rho, variance);
    }
}

struct error *effect_estimate(void *ctx, const struct effect_figures *figures, enum effect_model model,
                              double least_rho, struct effect *effect)
{
    *effect = (struct effect){false, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (figures->count < 4 || figures->count > EFFECT_FIGURES_MOST || figures->seasons > EFFECT_SEASONS_MOST)
        return NULL;
    struct design *design;
    TRY(open_design(ctx, figures, &design));
    estimate(design, model, least_rho, effect);
    talloc_free(design);
    return NULL;
}

struct error *effect_seasons_evident(void *ctx, const struct effect_figures *figures, bool *evident)
{
    *evident = false;
    if (figures->seasons < 2 || figures->seasons > EFFECT_SEASONS_MOST || figures->count > EFFECT_FIGURES_MOST)
        return NULL;
    struct effect_figures plain = *figures;
    plain.seasons = 0;
    struct design *with, *without;
    TRY(open_design(ctx, figures, &with));
    TRY(open_design(ctx, &plain, &without));
    if (build(with, EFFECT_TREND, AFTER) && build(without, EFFECT_TREND, AFTER) && with->n > with->columns) {
        double rest = find_residuals(with), extra = (double)(with->columns - without->columns);
        double degrees = (double)(with->n - with->columns), gained = find_residuals(without) - rest;
        *evident = rest > 0 && gsl_cdf_fdist_Q(gained / extra / (rest / degrees), extra, degrees) < SEASONS_EVIDENT;
    }
    talloc_free(with);
    talloc_free(without);
    return NULL;
}

/* Takes the column's part of the fitted model out of `rest`. */
static void take_out(struct design *design, enum column_of column, double *rest)
{
    if (!build(design, EFFECT_TREND, column))
        return;
    const struct effect_figures *figures = design->figures;
    double coefficient = dot(design->contrast, figures->figures, design->n);
    double before = mean_slot(figures, false), after = mean_slot(figures, true);
    for (size_t i = 0; i < design->n; i++) {
        double step = figures->after[i] ? 1 : 0;
        double since = column == TIME ? figures->slots[i] - before : step * (figures->slots[i] - after);
        rest[i] -= coefficient * (column == AFTER ? step : since);
    }
}

/* Takes each season's mean of `rest`, about the mean of all, out of the figures. */
static void take_seasons_out(const struct effect_figures *figures, const double *rest, double *adjusted)
{
    double level[EFFECT_SEASONS_MOST] = {0}, count[EFFECT_SEASONS_MOST] = {0}, overall = 0;
    for (size_t i = 0; i < figures->count; i++) {
        level[season_of(figures, i)] += rest[i];
        count[season_of(figures, i)]++;
        overall += rest[i] / (double)figures->count;
    }
    for (size_t i = 0; i < figures->count; i++) {
        int32_t season = season_of(figures, i);
        adjusted[i] = figures->figures[i] - level[season] / count[season] + overall;
    }
}

struct error *effect_deseasonalise(void *ctx, const struct effect_figures *figures, double *adjusted)
{
    memcpy(adjusted, figures->figures, figures->count * sizeof(double));
    if (figures->seasons < 2 || figures->count < 4 || figures->count > EFFECT_FIGURES_MOST)
        return NULL;
    struct design *design;
    TRY(open_design(ctx, figures, &design));
    double *rest = design->residual;
    memcpy(rest, figures->figures, figures->count * sizeof(double));
    take_out(design, TIME, rest);
    take_out(design, AFTER, rest);
    if (count_after(figures) >= 4)
        take_out(design, TIME_AFTER, rest);
    take_seasons_out(figures, rest, adjusted);
    talloc_free(design);
    return NULL;
}

double effect_planned_error(double sigma, double rho, double before, double after)
{
    return sigma * sqrt(1 / before + 1 / after) * sqrt((1 + rho) / (1 - rho));
}
