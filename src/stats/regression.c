/* Least squares, for one line and for a line that steps and turns. */
#include "stats/regression.h"

#include "stats/averages.h"
#include "stats/distribution.h"

#include <math.h>

#define TERMS SEGMENTED_TERMS

/* A fit under way. Times are counted from `middle`, so that the normal equations stay well behaved, and everything is
 * carried in long double. */
struct fit {
    const double *t, *y;
    size_t count; /* places, figures or not */
    double change, middle;
    long double inverse[TERMS][TERMS]; /* of X'X */
    long double b[TERMS];
};

static void row_of(const struct fit *fit, size_t i, long double x[TERMS])
{
    bool after = fit->t[i] >= fit->change;
    x[0] = 1;
    x[1] = (long double)fit->t[i] - fit->middle;
    x[2] = after ? 1 : 0;
    x[3] = after ? (long double)fit->t[i] - fit->change : 0;
}

static long double residual(const struct fit *fit, size_t i, const long double x[TERMS])
{
    long double left = fit->y[i];
    for (size_t k = 0; k < TERMS; k++)
        left -= fit->b[k] * x[k];
    return left;
}

/* ---- small matrices ---- */

static void swap_rows(long double a[TERMS][2 * TERMS], size_t i, size_t j)
{
    for (size_t k = 0; k < 2 * TERMS; k++) {
        long double kept = a[i][k];
        a[i][k] = a[j][k];
        a[j][k] = kept;
    }
}

/* Makes column i of the rows that of the unit matrix; false when the columns do not stand apart. */
static bool clear_column(long double a[TERMS][2 * TERMS], size_t i, long double scale_of_column)
{
    size_t pivot = i;
    for (size_t j = i + 1; j < TERMS; j++)
        pivot = fabsl(a[j][i]) > fabsl(a[pivot][i]) ? j : pivot;
    if (!(fabsl(a[pivot][i]) > 1e-13L * scale_of_column))
        return false;
    swap_rows(a, i, pivot);
    long double scale = a[i][i];
    for (size_t k = 0; k < 2 * TERMS; k++)
        a[i][k] /= scale;
    for (size_t j = 0; j < TERMS; j++) {
        long double factor = j == i ? 0 : a[j][i];
        for (size_t k = 0; k < 2 * TERMS; k++)
            a[j][k] -= factor * a[i][k];
    }
    return true;
}

/* Gauss and Jordan with pivots. */
static bool invert(long double matrix[TERMS][TERMS], long double inverse[TERMS][TERMS])
{
    long double a[TERMS][2 * TERMS] = {0};
    for (size_t i = 0; i < TERMS; i++) {
        for (size_t j = 0; j < TERMS; j++)
            a[i][j] = matrix[i][j];
        a[i][TERMS + i] = 1;
    }
    for (size_t i = 0; i < TERMS; i++) {
        if (!clear_column(a, i, fabsl(matrix[i][i])))
            return false;
    }
    for (size_t i = 0; i < TERMS; i++) {
        for (size_t j = 0; j < TERMS; j++)
            inverse[i][j] = a[i][TERMS + j];
    }
    return true;
}

static void product(long double a[TERMS][TERMS], long double b[TERMS][TERMS], long double result[TERMS][TERMS])
{
    for (size_t i = 0; i < TERMS; i++) {
        for (size_t j = 0; j < TERMS; j++) {
            result[i][j] = 0;
            for (size_t k = 0; k < TERMS; k++)
                result[i][j] += a[i][k] * b[k][j];
        }
    }
}

/* ---- the fit ---- */

/* Two different times on each side, and a figure to spare. */
static bool is_determined(const struct fit *fit)
{
    size_t known = 0, times[2] = {0, 0};
    double last[2] = {NAN, NAN};
    for (size_t i = 0; i < fit->count; i++) {
        if (isnan(fit->y[i]))
            continue;
        size_t side = fit->t[i] >= fit->change ? 1 : 0;
        times[side] += fit->t[i] > last[side] || isnan(last[side]) ? 1 : 0;
        last[side] = fit->t[i];
        known++;
    }
    return known > TERMS && times[0] >= 2 && times[1] >= 2;
}

static bool solve(struct fit *fit)
{
    long double squares[TERMS][TERMS] = {0}, products[TERMS] = {0}, x[TERMS];
    for (size_t i = 0; i < fit->count; i++) {
        if (isnan(fit->y[i]))
            continue;
        row_of(fit, i, x);
        for (size_t j = 0; j < TERMS; j++) {
            products[j] += x[j] * fit->y[i];
            for (size_t k = 0; k < TERMS; k++)
                squares[j][k] += x[j] * x[k];
        }
    }
    if (!invert(squares, fit->inverse))
        return false;
    for (size_t j = 0; j < TERMS; j++) {
        for (size_t k = 0; k < TERMS; k++)
            fit->b[j] += fit->inverse[j][k] * products[k];
    }
    return true;
}

/* The sums that describe the residuals. */
static void describe(const struct fit *fit, struct segmented *result)
{
    long double squares = 0, steps = 0, before = 0, about_mean = 0, x[TERMS];
    double mean = mean_of(fit->y, fit->count);
    for (size_t i = 0; i < fit->count; i++) {
        if (isnan(fit->y[i]))
            continue;
        row_of(fit, i, x);
        long double left = residual(fit, i, x), distance = (long double)fit->y[i] - mean;
        squares += left * left;
        about_mean += distance * distance;
        if (result->count++ > 0)
            steps += (left - before) * (left - before);
        before = left;
    }
    result->freedom = (double)result->count - TERMS;
    result->sigma = (double)sqrtl(squares / result->freedom);
    result->r2 = about_mean > 0 ? (double)(1 - squares / about_mean) : NAN;
    result->durbin_watson = squares > 0 ? (double)(steps / squares) : NAN;
}

/* x_i e_i (x_j e_j)' and its mirror image, weighted, added to `sum`. */
static void add_lagged(const struct fit *fit, size_t i, size_t j, long double weight, long double sum[TERMS][TERMS])
{
    long double xi[TERMS], xj[TERMS];
    row_of(fit, i, xi);
    row_of(fit, j, xj);
    long double both = weight * residual(fit, i, xi) * residual(fit, j, xj);
    for (size_t a = 0; a < TERMS; a++) {
        for (size_t b = 0; b < TERMS; b++)
            sum[a][b] += both * (i == j ? xi[a] * xj[b] : xi[a] * xj[b] + xj[a] * xi[b]);
    }
}

/* Newey and West (1987), Bartlett weights, widened by n / (n - terms) for short series. A missing figure is passed
 * over: the lag counts figures. */
static void newey_west(struct fit *fit, size_t lag, double widen, long double covariance[TERMS][TERMS])
{
    long double middle[TERMS][TERMS] = {0}, half[TERMS][TERMS];
    for (size_t i = 0; i < fit->count; i++) {
        size_t back = 0;
        for (size_t j = i + 1; j-- > 0 && back <= lag && !isnan(fit->y[i]);) {
            if (isnan(fit->y[j]))
                continue;
            add_lagged(fit, i, j, widen * (1 - (long double)back / (long double)(lag + 1)), middle);
            back++;
        }
    }
    product(fit->inverse, middle, half);
    product(half, fit->inverse, covariance);
}

/* From times counted from `middle` to times counted from nought: only the intercept changes. */
static void move_origin(struct fit *fit, long double covariance[TERMS][TERMS])
{
    for (size_t k = 0; k < TERMS; k++)
        covariance[0][k] -= fit->middle * covariance[1][k];
    for (size_t k = 0; k < TERMS; k++)
        covariance[k][0] -= fit->middle * covariance[k][1];
}

static void fill_terms(struct fit *fit, struct segmented *result, double confidence, size_t lag)
{
    long double ordinary[TERMS][TERMS], robust[TERMS][TERMS];
    bool asked = lag != NEWEY_WEST_NONE;
    for (size_t i = 0; i < TERMS; i++) {
        for (size_t j = 0; j < TERMS; j++)
            ordinary[i][j] = fit->inverse[i][j] * result->sigma * result->sigma;
    }
    move_origin(fit, ordinary);
    if (asked) {
        newey_west(fit, lag, (double)result->count / result->freedom, robust);
        move_origin(fit, robust);
    }
    fit->b[0] -= fit->middle * fit->b[1];
    double reach = t_quantile(1 - (1 - confidence) / 2, result->freedom);
    for (size_t i = 0; i < TERMS; i++) {
        struct coefficient *term = &result->terms[i];
        term->estimate = (double)fit->b[i];
        term->error = (double)sqrtl(ordinary[i][i]);
        term->error_newey_west = asked ? (double)sqrtl(fmaxl(robust[i][i], 0)) : NAN;
        term->t = term->estimate / term->error;
        term->p = t_two_sided(term->t, result->freedom);
        term->lower = term->estimate - reach * term->error;
        term->upper = term->estimate + reach * term->error;
        for (size_t j = 0; j < TERMS; j++)
            result->covariance[i][j] = (double)(asked ? robust[i][j] : ordinary[i][j]);
    }
}

static struct segmented not_fitted(double change)
{
    struct segmented result = {.freedom = NAN, .sigma = NAN, .r2 = NAN, .durbin_watson = NAN, .change = change};
    for (size_t i = 0; i < TERMS; i++) {
        result.terms[i] = (struct coefficient){NAN, NAN, NAN, NAN, NAN, NAN, NAN};
        for (size_t j = 0; j < TERMS; j++)
            result.covariance[i][j] = NAN;
    }
    return result;
}

struct segmented segmented_regression(const double *t, const double *y, size_t count, double change,
                                      double confidence, size_t lag)
{
    struct segmented result = not_fitted(change);
    struct fit fit = {.t = t, .y = y, .count = count, .change = change, .middle = mean_of(t, count)};
    if (!is_determined(&fit) || !solve(&fit))
        return result;
    describe(&fit, &result);
    fill_terms(&fit, &result, confidence, lag);
    return result;
}

struct effect_at segmented_effect(const struct segmented *fit, double t)
{
    double h = t - fit->change;
    const double(*c)[TERMS] = fit->covariance;
    double variance = c[SEGMENTED_LEVEL][SEGMENTED_LEVEL] + 2 * h * c[SEGMENTED_LEVEL][SEGMENTED_SLOPE_CHANGE] +
                      h * h * c[SEGMENTED_SLOPE_CHANGE][SEGMENTED_SLOPE_CHANGE];
    return (struct effect_at){
        .estimate = fit->terms[SEGMENTED_LEVEL].estimate + h * fit->terms[SEGMENTED_SLOPE_CHANGE].estimate,
        .error = sqrt(variance),
    };
}

size_t newey_west_lag(size_t count)
{
    return (size_t)floor(4 * pow((double)count / 100, 2.0 / 9));
}

/* ---- one line ---- */

struct line line_through(const double *t, const double *y, size_t count)
{
    struct line line = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0};
    long double sum_t = 0, sum_y = 0, tt = 0, ty = 0, yy = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(y[i])) {
            sum_t += t[i];
            sum_y += y[i];
            line.count++;
        }
    }
    long double n = (long double)line.count, mean_t = sum_t / n, mean_y = sum_y / n;
    for (size_t i = 0; i < count; i++) {
        if (isnan(y[i]))
            continue;
        tt += (t[i] - mean_t) * (t[i] - mean_t);
        ty += (t[i] - mean_t) * (y[i] - mean_y);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
    }
    if (line.count < 3 || !(tt > 0))
        return line;
    long double slope = ty / tt, left = 0;
    for (size_t i = 0; i < count; i++) {
        long double residual = isnan(y[i]) ? 0 : y[i] - mean_y - slope * (t[i] - mean_t);
        left += residual * residual;
    }
    line.slope = (double)slope;
    line.intercept = (double)(mean_y - slope * mean_t);
    line.sigma = (double)sqrtl(left / (n - 2));
    line.slope_error = (double)(line.sigma / sqrtl(tt));
    line.intercept_error = (double)(line.sigma * sqrtl(1 / n + mean_t * mean_t / tt));
    line.r2 = yy > 0 ? (double)(1 - left / yy) : NAN;
    line.mean_t = (double)mean_t;
    line.spread_t = (double)tt;
    return line;
}
