/* How often the verdict is wrong, and how often it says nothing: series of known making, family by family, each judged
 * as the product judges. Prints a table of every answer's share and what falls short of the goals, as Markdown; `make
 * calibrate` puts it into docs/calibration.md.
 *
 * calibrate [--series N] [--seed N] [--family NAME] [--length monthly|quarterly|annual] */
#include "base/date.h"
#include "stats/verdict.h"

#include <getopt.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <talloc.h>

#define BEFORE_MOST 24
#define FIGURES_MOST 36
#define NEIGHBOURS 10
#define LEVEL 50.0 /* of the figures that are neither counts nor proportions */
#define FALSE_MOST 2.5 /* %, the goals: of false "change seen" in any family */
#define DETECTED_LEAST 80.0 /* and of 2 sigma detected in the family "independent", monthly */
#define SIGMA 5.0  /* and how far they vary: what "1 sigma" means below */

struct length {
    const char *name;
    enum verdict_rhythm rhythm;
    size_t before, after;
};

static const struct length lengths[] = {
    {"monthly 24+12", VERDICT_MONTHLY, 24, 12},
    {"quarterly 12+8", VERDICT_QUARTERLY, 12, 8},
    {"annual 8+4", VERDICT_ANNUAL, 8, 4},
};
#define LENGTHS (sizeof lengths / sizeof *lengths)

/* One simulated series and what is known about it. */
struct trial {
    gsl_rng *random;
    const struct length *length;
    size_t count;
    double effect; /* in sigma of the family */
    struct point points[FIGURES_MOST];
    struct verdict_event event;
    size_t events;
    struct point neighbour_points[NEIGHBOURS][FIGURES_MOST];
    struct verdict_series neighbours[NEIGHBOURS];
    size_t neighbour_count;
    enum verdict_kind kind;
    double multiply;
    double sigma; /* in the unit of the figures */
};

struct family {
    const char *name;
    const char *says;
    void (*make)(struct trial *trial);
    bool not_annual;
};

/* ---- the families ---- */

static struct date day_of(const struct length *length, size_t period)
{
    int months = (int)period * (12 / (int)length->rhythm);
    return date_from_civil(2010 + months / 12, months % 12 + 1, 1);
}

static bool is_after(const struct trial *trial, size_t period)
{
    return period >= trial->length->before;
}

/* Figures about LEVEL from noise of standard deviation 1, the effect added after the start. */
static void set_figures(struct trial *trial, const double *noise)
{
    trial->kind = VERDICT_FIGURES;
    trial->sigma = SIGMA;
    for (size_t i = 0; i < trial->count; i++) {
        double moved = noise[i] + (is_after(trial, i) ? trial->effect : 0);
        trial->points[i] = (struct point){.day = day_of(trial->length, i).days, .value = LEVEL + SIGMA * moved};
    }
}

static void independent_noise(struct trial *trial, double *noise)
{
    for (size_t i = 0; i < trial->count; i++)
        noise[i] = gsl_ran_ugaussian(trial->random);
}

static void make_independent(struct trial *trial)
{
    double noise[FIGURES_MOST];
    independent_noise(trial, noise);
    set_figures(trial, noise);
}

static void make_drifting(struct trial *trial, double over_baseline)
{
    double noise[FIGURES_MOST];
    independent_noise(trial, noise);
    for (size_t i = 0; i < trial->count; i++)
        noise[i] += over_baseline * (double)i / (double)trial->length->before;
    set_figures(trial, noise);
}

static void make_trend(struct trial *trial)
{
    make_drifting(trial, 2);
}

static void make_slight_trend(struct trial *trial)
{
    make_drifting(trial, 1);
}

static void make_strong_trend(struct trial *trial)
{
    make_drifting(trial, 4);
}

static void make_adverse_trend(struct trial *trial)
{
    make_drifting(trial, -2);
}

static void make_with_seasons(struct trial *trial, double sigma)
{
    double noise[FIGURES_MOST], level[12];
    independent_noise(trial, noise);
    for (size_t s = 0; s < 12; s++)
        level[s] = sigma * gsl_ran_ugaussian(trial->random);
    for (size_t i = 0; i < trial->count; i++)
        noise[i] += level[i % (size_t)trial->length->rhythm];
    set_figures(trial, noise);
}

static void make_seasonal(struct trial *trial)
{
    make_with_seasons(trial, 1.5);
}

static void make_slightly_seasonal(struct trial *trial)
{
    make_with_seasons(trial, 0.5);
}

static void make_correlated(struct trial *trial, double rho)
{
    double noise[FIGURES_MOST];
    independent_noise(trial, noise);
    for (size_t i = 1; i < trial->count; i++)
        noise[i] = rho * noise[i - 1] + sqrt(1 - rho * rho) * noise[i];
    set_figures(trial, noise);
}

static void make_correlated_3(struct trial *trial)
{
    make_correlated(trial, 0.3);
}

static void make_correlated_5(struct trial *trial)
{
    make_correlated(trial, 0.5);
}

/* Both at once, which is harder than either. */
static void make_trend_correlated(struct trial *trial)
{
    double noise[FIGURES_MOST];
    independent_noise(trial, noise);
    for (size_t i = 1; i < trial->count; i++)
        noise[i] = 0.3 * noise[i - 1] + sqrt(1 - 0.3 * 0.3) * noise[i];
    for (size_t i = 0; i < trial->count; i++)
        noise[i] += 2 * (double)i / (double)trial->length->before;
    set_figures(trial, noise);
}

static void make_heavy_tails(struct trial *trial)
{
    double noise[FIGURES_MOST];
    for (size_t i = 0; i < trial->count; i++)
        noise[i] = gsl_ran_tdist(trial->random, 3) / sqrt(3);
    set_figures(trial, noise);
}

static void set_counts(struct trial *trial, double mean)
{
    trial->kind = VERDICT_FIGURES;
    trial->sigma = sqrt(mean);
    for (size_t i = 0; i < trial->count; i++) {
        double now = mean + (is_after(trial, i) ? trial->effect * trial->sigma : 0);
        trial->points[i] = (struct point){.day = day_of(trial->length, i).days,
                                          .value = gsl_ran_poisson(trial->random, now)};
    }
}

static void make_sparse(struct trial *trial)
{
    static const double means[] = {0.1, 0.2, 0.5, 1};
    set_counts(trial, means[gsl_rng_uniform_int(trial->random, 4)]);
}

static void make_low_counts(struct trial *trial)
{
    set_counts(trial, 2 + 4 * gsl_rng_uniform(trial->random));
}

/* Proportions of denominators between two bounds; with spread above 0 the true share itself varies (beta). */
static void set_shares(struct trial *trial, unsigned least, unsigned most, double share, double spread)
{
    double size = (least + most) / 2.0;
    trial->kind = VERDICT_PROPORTION;
    trial->multiply = 100;
    trial->sigma = 100 * sqrt(share * (1 - share) * (1 / size + spread * (size - 1) / size));
    for (size_t i = 0; i < trial->count; i++) {
        double now = share + (is_after(trial, i) ? trial->effect * trial->sigma / 100 : 0), strength = 1 / spread - 1;
        now = fmin(0.99, now);
        if (spread > 0)
            now = gsl_ran_beta(trial->random, now * strength, (1 - now) * strength);
        unsigned out_of = least + (unsigned)gsl_rng_uniform_int(trial->random, most - least + 1);
        trial->points[i] = (struct point){.day = day_of(trial->length, i).days, .out_of = out_of,
                                          .value = gsl_ran_binomial(trial->random, now, out_of)};
    }
}

static void make_overdispersed(struct trial *trial)
{
    set_shares(trial, 150, 250, 0.3, 0.02);
}

static void make_small_denominators(struct trial *trial)
{
    set_shares(trial, 8, 20, 0.6, 0);
}

/* The action starts because of the worst figure of the whole baseline, which is the last one. */
static void make_triggered(struct trial *trial)
{
    double noise[FIGURES_MOST];
    size_t last = trial->length->before - 1, worst = 0;
    independent_noise(trial, noise);
    for (size_t i = 1; i <= last; i++)
        if (noise[i] < noise[worst])
            worst = i;
    double extreme = noise[worst];
    noise[worst] = noise[last];
    noise[last] = extreme;
    set_figures(trial, noise);
}

static size_t anywhere_in_baseline(struct trial *trial, size_t least_after)
{
    return 2 + gsl_rng_uniform_int(trial->random, trial->length->before - least_after - 1);
}

static void make_step_before(struct trial *trial)
{
    double noise[FIGURES_MOST];
    size_t step = anywhere_in_baseline(trial, 2);
    independent_noise(trial, noise);
    for (size_t i = step; i < trial->count; i++)
        noise[i] += 2;
    set_figures(trial, noise);
}

static void make_missing(struct trial *trial)
{
    make_independent(trial);
    for (size_t i = 0; i < trial->count; i++)
        trial->points[i].missing = gsl_rng_uniform(trial->random) < 0.2;
}

static void make_rebased(struct trial *trial)
{
    double noise[FIGURES_MOST];
    size_t step = anywhere_in_baseline(trial, trial->length->before / 3);
    independent_noise(trial, noise);
    for (size_t i = step; i < trial->count; i++)
        noise[i] += 3;
    set_figures(trial, noise);
    trial->event = (struct verdict_event){day_of(trial->length, step), VERDICT_REBASED, NULL};
    trial->events = 1;
}

static void make_second_action(struct trial *trial)
{
    double noise[FIGURES_MOST];
    independent_noise(trial, noise);
    for (size_t i = trial->length->before; i < trial->count; i++)
        noise[i] += 2;
    set_figures(trial, noise);
    trial->event = (struct verdict_event){day_of(trial->length, trial->length->before), VERDICT_OTHER_ACTION, NULL};
    trial->events = 1;
}

static void add_neighbours(struct trial *trial, double common_step)
{
    for (size_t n = 0; n < NEIGHBOURS; n++) {
        for (size_t i = 0; i < trial->count; i++) {
            double moved = gsl_ran_ugaussian(trial->random) + (is_after(trial, i) ? common_step : 0);
            trial->neighbour_points[n][i] = (struct point){.day = day_of(trial->length, i).days,
                                                           .value = LEVEL + 3 * (double)n + SIGMA * moved};
        }
        trial->neighbours[n] = (struct verdict_series){.points = trial->neighbour_points[n], .count = trial->count,
                                                       .rhythm = trial->length->rhythm};
    }
    trial->neighbour_count = NEIGHBOURS;
}

/* Everywhere the same step of 2 sigma, on top of the effect. */
static void make_common_shock(struct trial *trial)
{
    trial->effect += 2;
    make_independent(trial);
    trial->effect -= 2;
    add_neighbours(trial, 2);
}

static void make_with_neighbours(struct trial *trial)
{
    make_independent(trial);
    add_neighbours(trial, 0);
}

static const struct family families[] = {
    {"independent", "independent figures, normally distributed", make_independent, false},
    {"trend", "a drift of 2 sigma over the baseline in the declared direction, going on", make_trend, false},
    {"slight-trend", "the same, 1 sigma", make_slight_trend, false},
    {"strong-trend", "the same, 4 sigma", make_strong_trend, false},
    {"adverse-trend", "a drift of 2 sigma over the baseline the other way, going on", make_adverse_trend, false},
    {"seasonal", "each month or quarter has its own level, of 1.5 sigma", make_seasonal, true},
    {"slightly-seasonal", "the same, 0.5 sigma", make_slightly_seasonal, true},
    {"ar-0.3", "each figure depends on the one before: AR(1), 0.3", make_correlated_3, false},
    {"ar-0.5", "the same, 0.5", make_correlated_5, false},
    {"trend-ar", "both: a drift of 2 sigma over the baseline and AR(1), 0.3", make_trend_correlated, false},
    {"heavy-tails", "Student's t with 3 degrees of freedom", make_heavy_tails, false},
    {"sparse", "counts with a mean of 0.1, 0.2, 0.5 or 1 a period", make_sparse, false},
    {"low-counts", "counts with a mean between 2 and 6 a period", make_low_counts, false},
    {"overdispersed", "shares of 150 to 250 whose true value varies (beta-binomial, 30%, 0.02)", make_overdispersed,
     false},
    {"small-denominators", "shares of 8 to 20 (60%)", make_small_denominators, false},
    {"triggered", "started because of the worst figure of the baseline", make_triggered, false},
    {"step-before", "an unrecorded step of 2 sigma somewhere in the baseline", make_step_before, false},
    {"missing", "one figure in five is missing", make_missing, false},
    {"rebased", "a recorded step of 3 sigma in the first two thirds of the baseline", make_rebased, false},
    {"second-action", "another recorded action starts at the same time and moves the series by 2 sigma",
     make_second_action, false},
    {"common-shock", "the neighbours move by 2 sigma at the start as well", make_common_shock, false},
    {"with-neighbours", "independent figures, ten neighbours given that do not move", make_with_neighbours, false},
};
#define FAMILIES (sizeof families / sizeof *families)

/* ---- judging ---- */

static struct verdict_question question_of(const struct trial *trial)
{
    struct date starts = day_of(trial->length, trial->length->before), end = day_of(trial->length, trial->count);
    return (struct verdict_question){
        .expectation = {.measure = "the measure", .direction = VERDICT_UP, .starts = starts, .declared = starts,
                        .size = (trial->effect > 0 ? trial->effect : 2) * trial->sigma,
                        .due = date_add_days(end, -1), .baseline_from = DATE_NONE},
        .series = {.points = trial->points, .count = trial->count, .rhythm = trial->length->rhythm,
                   .kind = trial->kind, .multiply = trial->multiply},
        .neighbours = trial->neighbours, .neighbour_count = trial->neighbour_count,
        .events = &trial->event, .event_count = trial->events, .today = end};
}

static void judge_family(const struct family *family, const struct length *length, double effect, long series,
                         unsigned long seed, long *answers)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, seed);
    for (long s = 0; s < series; s++) {
        void *ctx = talloc_new(NULL);
        struct trial *trial = talloc_zero(ctx, struct trial);
        struct verdict verdict;
        if (!trial)
            exit(1);
        *trial = (struct trial){.random = random, .length = length, .count = length->before + length->after,
                                .effect = effect};
        family->make(trial);
        struct verdict_question question = question_of(trial);
        struct error *error = verdict_judge(ctx, &question, &verdict);
        if (error) {
            fprintf(stderr, "%s: %s\n", family->name, error->message);
            exit(1);
        }
        answers[verdict.answer]++;
        talloc_free(ctx);
    }
    gsl_rng_free(random);
}

static void print_row(const struct family *family, double effect, long series, const long *answers)
{
    double all = (double)series / 100;
    printf("| %s | %g | **%.1f** | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |\n", family->name, effect,
           (double)(answers[VERDICT_SEEN] + answers[VERDICT_SEEN_CONFIRMED]) / all,
           (double)answers[VERDICT_SEEN_CONFIRMED] / all, (double)answers[VERDICT_SEEN] / all,
           (double)answers[VERDICT_NOT_SEEN] / all, (double)answers[VERDICT_CANNOT_TELL] / all,
           (double)answers[VERDICT_WRONG_DIRECTION] / all, (double)answers[VERDICT_TOO_EARLY] / all);
    fflush(stdout);
}

/* What falls short of the goals, as it is found. */
struct shortfalls {
    char *text; /* a Markdown list */
    double worst;
    const char *worst_family, *worst_length;
};

static void compare_with_goals(struct shortfalls *shortfalls, const char *family, const char *length, double effect,
                               double seen)
{
    if (effect <= 0 && seen > shortfalls->worst) {
        shortfalls->worst = seen;
        shortfalls->worst_family = family;
        shortfalls->worst_length = length;
    }
    if (effect <= 0 && seen > FALSE_MOST)
        shortfalls->text = talloc_asprintf_append(shortfalls->text, "- %s, %s: a change is seen falsely in %.1f%%\n",
                                                  family, length, seen);
    if (effect > 1 && length == lengths[0].name && strcmp(family, "independent") == 0 && seen < DETECTED_LEAST)
        shortfalls->text = talloc_asprintf_append(shortfalls->text, "- %s, %s: 2 sigma are detected in only %.1f%%\n",
                                                  family, length, seen);
}

struct settings {
    long series;
    unsigned long seed;
    const char *family, *length;
};

static void print_length(const struct length *length, const struct settings *settings, struct shortfalls *shortfalls)
{
    printf("\n## %s\n\n| family | true effect, sigma | change seen, %% | size confirmed | size not confirmed |"
           " no change seen | cannot tell | wrong direction | too early |\n|---|---|---|---|---|---|---|---|---|\n",
           length->name);
    for (size_t f = 0; f < FAMILIES; f++) {
        if ((settings->family && strcmp(settings->family, families[f].name) != 0) ||
            (families[f].not_annual && length->rhythm == VERDICT_ANNUAL))
            continue;
        for (int effect = 0; effect <= 2; effect++) {
            long answers[VERDICT_ANSWERS] = {0};
            unsigned long seed = settings->seed + 1000 * f + 100 * (unsigned long)effect;
            judge_family(&families[f], length, effect, settings->series, seed, answers);
            print_row(&families[f], effect, settings->series, answers);
            long seen = answers[VERDICT_SEEN] + answers[VERDICT_SEEN_CONFIRMED];
            compare_with_goals(shortfalls, families[f].name, length->name, effect,
                               100 * (double)seen / (double)settings->series);
        }
    }
}

static void print_families(void)
{
    printf("\n## The families\n\n| family | how its series are made |\n|---|---|\n");
    for (size_t f = 0; f < FAMILIES; f++)
        printf("| %s | %s |\n", families[f].name, families[f].says);
}

int main(int argc, char **argv)
{
    struct settings settings = {.series = 20000, .seed = 1};
    static const struct option options[] = {{"series", required_argument, NULL, 'n'},
                                            {"seed", required_argument, NULL, 's'},
                                            {"family", required_argument, NULL, 'f'},
                                            {"length", required_argument, NULL, 'l'},
                                            {NULL, 0, NULL, 0}};
    for (int given; (given = getopt_long(argc, argv, "", options, NULL)) != -1;)
        switch (given) {
        case 'n': settings.series = strtol(optarg, NULL, 10); break;
        case 's': settings.seed = strtoul(optarg, NULL, 10); break;
        case 'f': settings.family = optarg; break;
        case 'l': settings.length = optarg; break;
        default: return 2;
        }
    struct shortfalls shortfalls = {.text = talloc_strdup(NULL, ""), .worst_family = "none", .worst_length = ""};
    printf("%ld series a row, seed %lu.\n", settings.series, settings.seed);
    print_families();
    for (size_t l = 0; l < LENGTHS; l++)
        if (!settings.length || strncmp(settings.length, lengths[l].name, strlen(settings.length)) == 0)
            print_length(&lengths[l], &settings, &shortfalls);
    printf("\n## What falls short\n\n%s\nThe most false changes: %s, %s, %.1f%%.\n",
           *shortfalls.text ? shortfalls.text : "Nothing does.\n", shortfalls.worst_family, shortfalls.worst_length,
           shortfalls.worst);
    talloc_free(shortfalls.text);
    return 0;
}
