/* How fast the statistics are, and how much memory they take. Prints, asserts nothing: make bench-stats
 * [SERIES=1000000]. Times are processor time of the one thread; the best round counts, since the machine may be
 * shared. */
#include "base/date.h"
#include "stats/funnel.h"
#include "stats/regression.h"
#include "stats/spc.h"
#include "stats/suppression.h"
#include "stats/verdict.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <sys/resource.h>
#include <talloc.h>

#define POINTS 60
#define AREAS 153
#define ROUNDS 50

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
    printf("%-66s %12.3f ms %10.2f us each", what, 1000 * each * (double)count, 1e6 * each);
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

/* Seconds a series, of the best round. */
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
        say(kinds[i].what, time_charts(result, 1000, &options, ROUNDS), 1000, bytes);
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

/* ---- the verdict ---- */

#define MEASURES 60
#define VERDICT_AREAS 150
#define BEFORE 24
#define MONTHS 36
#define NEIGHBOURS 10

/* Monthly rates of referral, as far as they are wanted: 24 before a start, 12 after. */
static struct point months[DISTINCT][MONTHS];

static void simulate_months(gsl_rng *random)
{
    for (size_t s = 0; s < DISTINCT; s++) {
        for (int i = 0; i < MONTHS; i++) {
            double level = s % 2 && i >= BEFORE ? 42 : 50;
            months[s][i] = (struct point){.day = date_from_civil(2023 + i / 12, i % 12 + 1, 1).days,
                                          .value = level + gsl_ran_gaussian(random, 5)};
        }
    }
}

static struct verdict_series months_of(size_t series_number)
{
    return (struct verdict_series){
        .points = months[series_number % DISTINCT], .count = MONTHS, .rhythm = VERDICT_MONTHLY};
}

/* Seconds a verdict; *bytes: what one verdict keeps. */
static double time_verdicts(void *ctx, size_t count, size_t neighbours, size_t *bytes)
{
    struct date starts = date_from_civil(2025, 1, 1), end = date_from_civil(2026, 1, 1);
    double start = seconds();
    for (size_t s = 0; s < count; s++) {
        void *own = talloc_new(ctx);
        struct verdict_series others[NEIGHBOURS];
        for (size_t n = 0; n < neighbours; n++)
            others[n] = months_of(s + n + 1);
        const struct verdict_question question = {
            .expectation = {.measure = "repeat referrals", .unit = "%", .decimals = 1, .direction = VERDICT_DOWN,
                            .size = 6, .declared = starts, .starts = starts, .due = date_add_days(end, -1),
                            .baseline_from = DATE_NONE},
            .series = months_of(s), .neighbours = others, .neighbour_count = neighbours, .today = end};
        struct verdict verdict;
        stop_on(verdict_judge(own, &question, &verdict));
        *bytes = talloc_total_size(own);
        talloc_free(own);
    }
    return (seconds() - start) / (double)count;
}

static void bench_verdicts(void *ctx, gsl_rng *random)
{
    static const struct {
        const char *what;
        size_t count, neighbours;
    } kinds[] = {
        {"verdict, 24 months before and 12 after", DISTINCT, 0},
        {"verdict, likewise, against 10 neighbours", DISTINCT, NEIGHBOURS},
        {"verdict, 150 areas x 60 measures", VERDICT_AREAS * MEASURES, 0},
        {"verdict, 150 areas x 60 measures, against 10 neighbours", VERDICT_AREAS * MEASURES, NEIGHBOURS},
    };
    simulate_months(random);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t bytes = 0;
        double best = INFINITY;
        for (int round = 0; round < (kinds[k].count > DISTINCT ? 1 : 5); round++)
            best = fmin(best, time_verdicts(ctx, kinds[k].count, kinds[k].neighbours, &bytes));
        say(kinds[k].what, best, kinds[k].count, bytes);
    }
}

/* ---- suppression ---- */

#define ROWS 31 /* the total first */
#define COLUMNS 13
#define TABLES 20

/* Counts with a mean of `mean`, added up in both margins. */
static void fill_table(gsl_rng *random, double mean, struct suppression_cell *cells)
{
    for (size_t i = 0; i < ROWS * COLUMNS; i++)
        cells[i].value = 0;
    for (size_t row = 1; row < ROWS; row++) {
        for (size_t column = 1; column < COLUMNS; column++) {
            int64_t value = (int64_t)gsl_ran_exponential(random, mean);
            cells[row * COLUMNS + column].value = value;
            cells[row * COLUMNS].value += value;
            cells[column].value += value;
            cells[0].value += value;
        }
    }
}

static void bench_suppression(void *ctx, gsl_rng *random, double mean)
{
    size_t row_parents[ROWS], column_parents[COLUMNS];
    for (size_t i = 0; i < ROWS; i++)
        row_parents[i] = i == 0 ? SUPPRESSION_TOP : 0;
    for (size_t i = 0; i < COLUMNS; i++)
        column_parents[i] = i == 0 ? SUPPRESSION_TOP : 0;
    const struct suppression_dimension dimensions[] = {{row_parents, ROWS}, {column_parents, COLUMNS}};
    double worst = 0, start = seconds();
    size_t bytes = 0, small = 0, other = 0;
    for (int t = 0; t < TABLES; t++) {
        void *own = talloc_new(ctx);
        struct suppression_cell cells[ROWS * COLUMNS] = {0};
        struct suppression_sum *sums;
        double *weights, began = seconds();
        struct suppression_problem problem = {
            .rule = SUPPRESSION_RULE_DEFAULT, .cells = cells, .cell_count = ROWS * COLUMNS};
        struct suppression_result result;
        fill_table(random, mean, cells);
        stop_on(suppression_table_sums(own, dimensions, 2, &sums, &problem.sum_count));
        stop_on(suppression_table_weights(own, dimensions, 2, &weights));
        for (size_t i = 0; i < ROWS * COLUMNS; i++)
            cells[i].weight = weights[i];
        problem.sums = sums;
        stop_on(suppression_decide(own, &problem, &result));
        small += result.small;
        other += result.other;
        bytes = talloc_total_size(own);
        worst = fmax(worst, seconds() - began);
        talloc_free(own);
    }
    char what[120];
    snprintf(what, sizeof what, "suppression, 30 x 12 and margins, mean %g: %.0f small, %.0f others hidden", mean,
             (double)small / TABLES, (double)other / TABLES);
    say(what, (seconds() - start) / TABLES, 1, bytes);
    printf("%-66s %12.3f ms\n", "  the slowest of 20 tables", 1000 * worst);
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
    bench_verdicts(ctx, random);
    bench_suppression(ctx, random, 5);
    bench_suppression(ctx, random, 20);
    bench_suppression(ctx, random, 100);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("largest memory of the whole run: %ld KiB\n", usage.ru_maxrss);
    gsl_rng_free(random);
    talloc_free(ctx);
    return 0;
}
