/* Several threads at once give the same answers as one: nothing is shared. `make tsan-stats` runs it under
 * ThreadSanitizer. */
#include "stats/funnel.h"
#include "stats/regression.h"
#include "stats/spc.h"

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
