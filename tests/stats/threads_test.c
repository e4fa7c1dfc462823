/* Several threads at once give the same answers as one: nothing is shared. `make tsan-stats` runs it under
 * ThreadSanitizer. */
#include "base/date.h"
#include "stats/funnel.h"
#include "stats/regression.h"
#include "stats/spc.h"
#include "stats/suppression.h"
#include "stats/verdict.h"

#include <check.h>
#include <math.h>
#include <pthread.h>
#include <talloc.h>

#define THREADS 4
#define POINTS 48

struct work {
    double sum; /* of everything the engine answered */
    struct error *error;
};

/* The verdict on 24 months before and 12 after, against three neighbours; its words count too. */
static struct error *judge(void *ctx, double *sum)
{
    struct point months[4][36];
    struct verdict_series series[4];
    for (size_t s = 0; s < 4; s++) {
        for (size_t i = 0; i < 36; i++) {
            double value = (double)(40 + (i * 37 + s * 11) % 23) - (s == 0 && i >= 24 ? 15 : 0);
            int32_t day = date_from_civil(2023 + (int)i / 12, (int)i % 12 + 1, 1).days;
            months[s][i] = (struct point){.day = day, .value = value};
        }
        series[s] = (struct verdict_series){.points = months[s], .count = 36, .rhythm = VERDICT_MONTHLY};
    }
    struct date starts = date_from_civil(2025, 1, 1), due = date_from_civil(2025, 12, 31);
    const struct verdict_question question = {
        .expectation = {.measure = "referrals", .direction = VERDICT_DOWN, .size = 10, .declared = starts,
                        .starts = starts, .due = due, .baseline_from = DATE_NONE},
        .series = series[0], .neighbours = series + 1, .neighbour_count = 3, .today = date_add_days(due, 1)};
    struct verdict verdict;
    TRY(verdict_judge(ctx, &question, &verdict));
    *sum += verdict.told.estimate + verdict.told.error + (double)verdict.answer + (double)strlen(verdict.sentence);
    return NULL;
}

/* A table of 6 x 5 with margins. */
#define WIDE 6
#define HIGH 5
static struct error *suppress(void *ctx, double *sum)
{
    static const size_t parents[WIDE] = {SUPPRESSION_TOP, 0, 0, 0, 0, 0};
    const struct suppression_dimension dimensions[] = {{parents, HIGH}, {parents, WIDE}};
    struct suppression_cell cells[HIGH * WIDE] = {0};
    for (size_t row = 1; row < HIGH; row++) {
        for (size_t column = 1; column < WIDE; column++) {
            int64_t value = (int64_t)((row * 7 + column * 5) % 19);
            cells[row * WIDE + column].value = value;
            cells[row * WIDE].value += value;
            cells[column].value += value;
            cells[0].value += value;
        }
    }
    struct suppression_problem problem = {
        .rule = SUPPRESSION_RULE_DEFAULT, .cells = cells, .cell_count = HIGH * WIDE};
    struct suppression_sum *sums;
    struct suppression_result result;
    TRY(suppression_table_sums(ctx, dimensions, 2, &sums, &problem.sum_count));
    problem.sums = sums;
    TRY(suppression_decide(ctx, &problem, &result));
    for (size_t i = 0; i < HIGH * WIDE; i++)
        *sum += (double)result.status[i] * (double)(i + 1);
    return NULL;
}

static struct error *answer_all(void *ctx, double *sum)
{
    struct point points[POINTS];
    struct funnel_area areas[POINTS];
    double t[POINTS], y[POINTS];
    for (size_t i = 0; i < POINTS; i++) {
        double value = (double)(40 + (i * 37) % 23);
        points[i] = (struct point){.day = (int32_t)i, .value = value, .out_of = 200 + (double)i};
        areas[i] = (struct funnel_area){talloc_asprintf(ctx, "%zu", i), value, 200 + 10 * (double)i};
        t[i] = (double)i;
        y[i] = value;
    }
    for (int round = 0; round < 20; round++) {
        for (int chart = 0; chart < SPC_CHARTS; chart++) {
            const struct spc_options options = {.chart = (enum spc_chart)chart, .improvement = IMPROVEMENT_UP};
            struct spc_result *result;
            TRY(spc_chart_new(ctx, points, POINTS, &options, &result));
            for (size_t i = 1; i < POINTS; i++)
                *sum += result->points[i].rules + result->points[i].centre;
        }
        const struct funnel_options options = {.kind = FUNNEL_RATE};
        struct funnel_result *funnel;
        TRY(funnel_make(ctx, areas, POINTS, &options, &funnel));
        *sum += funnel->tau2 + funnel->points[3].chance.upper_998;
        TRY(judge(ctx, sum));
        TRY(suppress(ctx, sum));
        *sum += segmented_regression(t, y, POINTS, 24, 0.95, 3).terms[SEGMENTED_LEVEL].error_newey_west;
    }
    return NULL;
}

static void *run(void *argument)
{
    struct work *work = argument;
    void *ctx = talloc_new(NULL);
    work->error = answer_all(ctx, &work->sum);
    if (!work->error)
        talloc_free(ctx);
    return NULL;
}

START_TEST(threads_do_not_disturb_each_other)
{
    struct work alone = {0}, works[THREADS] = {0};
    pthread_t threads[THREADS];
    run(&alone);
    ck_assert_ptr_null(alone.error);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, run, &works[i]), 0);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < THREADS; i++)
        ck_assert(works[i].error == NULL && !(works[i].sum < alone.sum) && !(works[i].sum > alone.sum));
    ck_assert(isfinite(alone.sum));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("threads");
    tcase_add_test(cases, threads_do_not_disturb_each_other);
    Suite *suite = suite_create("threads");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
