/* How often chance alone raises an icon: simulates series in which nothing changes and prints, for each kind and
 * each body of rules, the share that show a special cause at the latest figure, at any figure, and the share left
 * unanswered. make false-alarms [SERIES=20000] [SEED=1] */
#include "stats/spc.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <talloc.h>

#define POINTS_MOST 60

enum process {
    NORMAL,
    POISSON,
    BINOMIAL, /* 12 trials at 90%, as a percentage */
    AUTOREGRESSIVE
};

struct kind {
    const char *name;
    enum process process;
    double parameter; /* the Poisson mean, or the correlation of neighbours */
    size_t points;
};

static const struct kind kinds[] = {
    {"Normal, 12 figures", NORMAL, 0, 12},
    {"Normal, 24 figures", NORMAL, 0, 24},
    {"Normal, 60 figures", NORMAL, 0, 60},
    {"Poisson, mean 0.1, 24 figures", POISSON, 0.1, 24},
    {"Poisson, mean 0.2", POISSON, 0.2, 24},
    {"Poisson, mean 0.5", POISSON, 0.5, 24},
    {"Poisson, mean 1", POISSON, 1, 24},
    {"Poisson, mean 2", POISSON, 2, 24},
    {"Poisson, mean 5", POISSON, 5, 24},
    {"Poisson, mean 10", POISSON, 10, 24},
    {"12 cases at 90%, 24 figures", BINOMIAL, 0, 24},
    {"neighbours correlated 0.3, 24 figures", AUTOREGRESSIVE, 0.3, 24},
    {"neighbours correlated 0.5, 24 figures", AUTOREGRESSIVE, 0.5, 24},
};

static double figure(const struct kind *kind, const gsl_rng *random, double before)
{
    switch (kind->process) {
    case POISSON:
        return gsl_ran_poisson(random, kind->parameter);
    case BINOMIAL:
        return 100 * gsl_ran_binomial(random, 0.9, 12) / 12.0;
    case AUTOREGRESSIVE:
        return 50 + kind->parameter * (before - 50) +
               gsl_ran_gaussian(random, sqrt(1 - kind->parameter * kind->parameter));
    case NORMAL:
        break;
    }
    return 50 + gsl_ran_gaussian(random, 1);
}

struct shares {
    size_t icons, any, silent;
};

static bool any_rule(const struct spc_result *result)
{
    for (size_t i = 0; i < result->point_count; i++) {
        if (result->points[i].rule != 0)
            return true;
    }
    return false;
}

static struct error *simulate(struct spc_result *result, const struct kind *kind, const struct spc_profile *profile,
                              gsl_rng *random, size_t series, struct shares *shares)
{
    const struct spc_options options = {.profile = profile, .improvement = IMPROVEMENT_DOWN};
    struct point points[POINTS_MOST];
    *shares = (struct shares){0};
    for (size_t s = 0; s < series; s++) {
        double before = 50 + gsl_ran_gaussian(random, 1);
        for (size_t i = 0; i < kind->points; i++) {
            before = figure(kind, random, before);
            points[i] = (struct point){.day = (int32_t)(30 * i), .value = before};
        }
        TRY(spc_chart(result, points, kind->points, &options, result));
        shares->icons += result->variation > SPC_COMMON_CAUSE ? 1 : 0;
        shares->silent += result->variation == SPC_VARIATION_NONE ? 1 : 0;
        shares->any += any_rule(result) ? 1 : 0;
    }
    return NULL;
}

static double percent(size_t count, size_t of)
{
    return 100 * (double)count / (double)of;
}

int main(int count, char **arguments)
{
    size_t series = count > 1 ? strtoul(arguments[1], NULL, 10) : 20000;
    unsigned long seed = count > 2 ? strtoul(arguments[2], NULL, 10) : 1;
    void *ctx = talloc_new(NULL);
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    struct spc_result *result;
    struct error *error = spc_result_make(ctx, POINTS_MOST, 1, &result);
    gsl_rng_set(random, seed);
    printf("%-40s %30s %30s\n", "", "mdc", "nhsr-0.2.2");
    printf("%-40s %10s%10s%10s %10s%10s%10s\n", "nothing changes", "icon", "any", "silent", "icon", "any", "silent");
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds && !error; k++) {
        struct shares mdc, nhsr;
        error = simulate(result, &kinds[k], &spc_profile_mdc, random, series, &mdc);
        if (!error)
            error = simulate(result, &kinds[k], &spc_profile_nhsr, random, series, &nhsr);
        printf("%-40s %9.1f%%%9.1f%%%9.1f%% %9.1f%%%9.1f%%%9.1f%%\n", kinds[k].name, percent(mdc.icons, series),
               percent(mdc.any, series), percent(mdc.silent, series), percent(nhsr.icons, series),
               percent(nhsr.any, series), percent(nhsr.silent, series));
    }
    if (error)
        fprintf(stderr, "%s\n", error->message);
    gsl_rng_free(random);
    talloc_free(ctx);
    return error ? 1 : 0;
}
