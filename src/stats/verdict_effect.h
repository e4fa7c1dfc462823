/* How far the figures after a start lie from those before it, with an interval that allows for figures depending on
 * the one before. Belongs to verdict.c; what the answer means is decided there.
 *
 * Ordinary least squares. LEVEL compares the mean after with the mean before. TREND compares the figures after, on
 * average over them, with the line through the figures before, continued (segmented regression: y = b0 + b1 t + b2
 * after + b3 after (t - mean t after); the effect is b2; without b3 when fewer than 4 figures came after). Where
 * seasons are given, each has its own level, so that like months are compared with like.
 *
 * The interval: errors follow an AR(1) process whose correlation is the one under which the residuals' own correlation
 * is to be expected from this very design (residuals of short series are far less correlated than the errors behind
 * them); never below `least_rho`. Standard error w' Omega w for the estimate w'y; variance RSS / tr(M Omega); degrees
 * of freedom tr(M Omega)^2 / tr(M Omega M Omega) (Satterthwaite). M is the matrix that makes residuals, Omega the
 * correlations. */
#ifndef GOLDTHREAD_STATS_VERDICT_EFFECT_H
#define GOLDTHREAD_STATS_VERDICT_EFFECT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct effect_figures {
    const int32_t *slots;   /* which period each figure is of, ascending, one apart where none is missing */
    const double *figures;  /* finite */
    const bool *after;      /* true: after the start. The figures before come first */
    size_t count;           /* at most EFFECT_FIGURES_MOST */
    int32_t seasons;        /* periods a year; 0: seasons are not looked at. Season of a figure: slot modulo this */
};

#define EFFECT_FIGURES_MOST 2000
#define EFFECT_SEASONS_MOST 12

enum effect_model { EFFECT_LEVEL, EFFECT_TREND };

struct effect {
    bool possible;         /* false: too few figures for the model, or no variation at all; the rest is NAN */
    double estimate;       /* after less before */
    double error;          /* its standard error */
    double degrees;        /* of freedom */
    double low, high;      /* 95% interval */
    double sigma;          /* of a single figure about the model */
    double rho;            /* correlation of neighbouring errors that was allowed for */
    double slope, slope_error; /* a period, before the start; TREND only */
};

/* Fills `effect`. Scratch belongs to ctx and is freed. Fails only for want of memory. */
CHECKED struct error *effect_estimate(void *ctx, const struct effect_figures *figures, enum effect_model model,
                                      double least_rho, struct effect *effect);

/* True when each season's own level explains the figures better than chance would (F test beside the TREND model). */
CHECKED struct error *effect_seasons_evident(void *ctx, const struct effect_figures *figures, bool *evident);

/* The figures less what their season adds, by the TREND model where possible (LEVEL otherwise); without seasons a
 * copy. */
CHECKED struct error *effect_deseasonalise(void *ctx, const struct effect_figures *figures, double *adjusted);

/* The standard error a LEVEL effect would have with so many figures before and after, for power: sigma times
 * sqrt(1/before + 1/after), widened by sqrt((1 + rho) / (1 - rho)). */
double effect_planned_error(double sigma, double rho, double before, double after);

#endif
