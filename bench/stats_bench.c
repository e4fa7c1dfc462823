/* How fast the charts are. Prints, asserts nothing: make bench-stats [SERIES=1000000]. */
#include "stats/funnel.h"
#include "stats/regression.h"
#include "stats/spc.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <sys/resource.h>
#include <talloc.h>

#define POINTS 60
#define AREAS 153

/* Processor time of this thread: the machine may be shared. */
static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void stop_on(struct error *error)
{
    if (error) {
        fprintf(stderr, "%s\n", error->message);
        exit(1);
    }
}

static void say(const char *what, double each, size_t count, size_t bytes)
{
    printf("%-66s %10.3f ms %9.2f us each", what, 1000 * each * (double)count, 1e6 * each);
    if (bytes)
        printf(" %9zu bytes", bytes);
    putchar('\n');
}

/* 512 series of monthly figures, used round and round: what is timed is the engine, not the random numbers. */
#define DISTINCT 512
static struct point series[DISTINCT][POINTS];

static void simulate(gsl_rng *random)
{
    for (size_t s = 0; s < DISTINCT; s++) {
        for (size_t i = 0; i < POINTS; i++) {
            double events = gsl_ran_poisson(random, 40);
            series[s][i] = (struct point){.day = (int32_t)(i * 30), .value = events, .out_of = 400};
        }
    }
}

/* Seconds a series, the best of five rounds. */
static double time_charts(struct spc_result *result, size_t count, const struct spc_options *options, size_t rounds)
{
    double best = INFINITY;
    size_t signals = 0;
    for (size_t round = 0; round < rounds; round++) {
        double start = seconds();
        for (size_t s = 0; s < count; s++) {
            stop_on(spc_chart(result, series[s % DISTINCT], POINTS, options, result));
            signals += result->variation > SPC_COMMON_CAUSE ? 1 : 0;
        }
        best = fmin(best, (seconds() - start) / (double)count);
    }
    if (signals > count * rounds)
        puts("impossible");
    return best;
}

static void bench_charts(void *ctx, size_t many)
{
    static const struct {
        const char *what;
        enum spc_chart chart;
    } kinds[] = {
        {"XmR, all mdc rules, 1,000 series x 60 points", SPC_XMR}, {"p chart, likewise", SPC_P},
        {"p' chart, likewise", SPC_P_PRIME},                       {"u chart, likewise", SPC_U},
        {"run chart, likewise", SPC_RUN},
    };
    struct spc_result *result;
    stop_on(spc_result_make(ctx, POINTS, 1, &result));
    size_t bytes = talloc_total_size(result);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct spc_options options = {.chart = kinds[i].chart, .improvement = IMPROVEMENT_DOWN};
        say(kinds[i].what, time_charts(result, 1000, &options, 5), 1000, bytes);
    }
    const struct spc_options options = {.improvement = IMPROVEMENT_DOWN};
    char what[80];
    snprintf(what, sizeof what, "XmR, %zu series: the same each, so cost is linear", many);
    say(what, time_charts(result, many, &options, 1), many, bytes);
}

static void bench_new_results(void *ctx)
{
    const struct spc_options options = {.improvement = IMPROVEMENT_DOWN};
    double start = seconds();
    for (size_t s = 0; s < 1000; s++) {
        struct spc_result *result;
        stop_on(spc_chart_new(ctx, series[s % DISTINCT], POINTS, &options, &result));
        talloc_free(result);
    }
    say("XmR, 1,000 series, memory asked for each time", (seconds() - start) / 1000, 1000, 0);
}

static void bench_funnel(void *ctx, gsl_rng *random)
{
    struct funnel_area areas[AREAS];
    for (size_t i = 0; i < AREAS; i++) {
        double population = 8000 * pow(20, (double)i / (AREAS - 1));
        double rate = 0.0055 * exp(gsl_ran_gaussian(random, 0.2));
        areas[i].name = talloc_asprintf(ctx, "Area %03zu", i);
        areas[i].events = gsl_ran_poisson(random, rate * population);
        areas[i].out_of = population;
    }
    static const struct {
        const char *what;
        struct funnel_options options;
    } kinds[] = {
        {"funnel of 153 areas, rates, widened limits", {.kind = FUNNEL_RATE, .multiply = 10000}},
        {"funnel of 153 areas, Paule-Mandel",
         {.kind = FUNNEL_RATE, .multiply = 10000, .between = FUNNEL_PAULE_MANDEL}},
        {"funnel of 153 areas, exact Poisson only",
         {.kind = FUNNEL_RATE, .multiply = 10000, .adjust = FUNNEL_ADJUST_NEVER}},
    };
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t bytes = 0;
        double start = seconds();
        for (int i = 0; i < 100; i++) {
            struct funnel_result *result;
            stop_on(funnel_make(ctx, areas, AREAS, &kinds[k].options, &result));
            bytes = talloc_total_size(result);
            talloc_free(result);
        }
        say(kinds[k].what, (seconds() - start) / 100, 1, bytes);
    }
}

static void bench_regression(void)
{
    double t[36], y[36], sum = 0;
    for (size_t i = 0; i < 36; i++) {
        t[i] = (double)i;
        y[i] = series[0][i].value;
    }
    double start = seconds();
    for (size_t i = 0; i < 1000; i++)
        sum += segmented_regression(t, y, 36, 24, 0.95, 3).terms[SEGMENTED_LEVEL].estimate;
    double each = (seconds() - start) / 1000;
    say(isnan(sum) ? "no fit" : "segmented regression, 36 points, Newey-West lag 3, 1,000 times", each, 1000, 0);
}

int main(int count, char **arguments)
{
    void *ctx = talloc_new(NULL);
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    size_t many = count > 1 ? strtoul(arguments[1], NULL, 10) : 1000000;
    simulate(random);
    bench_charts(ctx, many ? many : 1);
    bench_new_results(ctx);
    bench_funnel(ctx, random);
    bench_regression();
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("largest memory of the whole run: %ld KiB\n", usage.ru_maxrss);
    gsl_rng_free(random);
    talloc_free(ctx);
    return 0;
}
