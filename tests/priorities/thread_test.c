/* The golden thread of the sample: what is linked, the holes, and answers that change with the figures. */
#include "priorities/thread.h"

#include "../support/engines.h"
#include "../support/sample_database.h"

#include <string.h>
#include <talloc.h>

/* One reading of a thread. */
struct look {
    struct sample_database *sample;
    const char *ref;
    struct thread *thread;
};

static struct error *read_thread(struct store_connection *connection, void *argument)
{
    struct look *look = argument;
    (void)connection;
    return thread_read(look->sample, &look->sample->reader, look->ref, date_from_civil(2026, 11, 23), &look->thread);
}

static struct thread *look_at(struct sample_database *sample, const char *ref)
{
    struct look look = {.sample = sample, .ref = ref};
    sample_database_read(sample, read_thread, &look);
    return look.thread;
}

/* The first step of a column whose title holds these words; NULL: none. */
static const struct thread_step *step_with(const struct thread *thread, enum thread_column column, const char *words)
{
    for (size_t i = 0; i < thread->steps.count; i++)
        if (thread->steps.at[i].column == column && strstr(thread->steps.at[i].title, words))
            return &thread->steps.at[i];
    return NULL;
}

static void agency_milestones_have_no_figure_and_are_not_reached(struct sample_database *sample)
{
    const struct thread *thread = look_at(sample, "agency-social-workers");
    const struct thread_step *april = step_with(thread, THREAD_FIGURES, "25% by April 2020");
    const struct thread_step *september = step_with(thread, THREAD_FIGURES, "20% by September 2020");
    ck_assert_ptr_nonnull(april);
    ck_assert_ptr_nonnull(september);
    ck_assert_str_eq(april->mark, "no-figure");
    ck_assert_str_eq(september->mark, "not-reached");
    ck_assert_ptr_nonnull(strstr(april->says, "30.8%"));
    ck_assert_ptr_nonnull(strstr(september->says, "32.1%"));
    ck_assert(april->later && september->later);
}

START_TEST(a_restated_figure_changes_the_sentence)
{
    void *ctx = talloc_new(NULL);
    struct sample_database *sample = sample_database_open(ctx, _i);
    const struct thread_step *before = step_with(look_at(sample, "agency-social-workers"), THREAD_FIGURES, "20% by September 2020");
    sample_database_import(sample, true, "observation.csv",
                           "measure,area,period_from,period_to,published_on,value,status,standing,reason,caveat,source\n"
                           "agency-social-workers,E06000060,2020-09-30,2020-09-30,2026-11-01,19.5,,restated,A recount.,,1\n");
    const struct thread_step *after = step_with(look_at(sample, "agency-social-workers"), THREAD_FIGURES, "20% by September 2020");
    ck_assert_str_eq(before->mark, "not-reached");
    ck_assert_str_eq(after->mark, "reached");
    ck_assert_str_ne(before->says, after->says);
    ck_assert_ptr_nonnull(strstr(after->says, "19.5%"));
    talloc_free(ctx);
}
END_TEST

static void plans_within_20_weeks_depend_on_the_definition(struct sample_database *sample)
{
    const struct thread *thread = look_at(sample, "ehc-plans-20-weeks");
    const struct thread_step *answer = step_with(thread, THREAD_FIGURES, "40% by December 2019");
    ck_assert_str_eq(answer->mark, "depends");
    ck_assert_ptr_nonnull(strstr(answer->says, "38.3%"));
    ck_assert_ptr_nonnull(strstr(answer->says, "40.0%"));
    ck_assert(answer->later); /* due on the report's last day, but the figure came in May 2020 */
}

static void time_without_evidence_and_without_action_is_a_hole(struct sample_database *sample)
{
    const struct thread *thread = look_at(sample, "health-assessments");
    ck_assert_ptr_nonnull(step_with(thread, THREAD_ACTION, "No action is recorded here"));
    const struct thread_step *gap = step_with(thread, THREAD_EVIDENCE, "No evidence is recorded here between");
    ck_assert_ptr_nonnull(gap);
    ck_assert(gap->hole);
    ck_assert_ptr_nonnull(step_with(thread, THREAD_EVIDENCE, "No evidence is recorded here after"));
}

START_TEST(evidence_in_the_gap_closes_it)
{
    void *ctx = talloc_new(NULL);
    struct sample_database *sample = sample_database_open(ctx, _i);
    sample_database_import(sample, false, "evidence.csv",
                           "ref,title,kind,effective_on,received_on,weight,finding,priorities,outcomes,actions,risks,minutes,source,place\n"
                           "between-1,A look in March,audit,2019-03-15,2019-03-20,weak,Half were in time.,,4.7,,,,1,\n"
                           "between-2,A look in July,audit,2019-07-15,2019-07-20,weak,Most were in time.,,4.7,,,,1,\n");
    const struct thread *thread = look_at(sample, "health-assessments");
    ck_assert_ptr_nonnull(step_with(thread, THREAD_EVIDENCE, "A look in March"));
    ck_assert_ptr_null(step_with(thread, THREAD_EVIDENCE, "No evidence is recorded here between"));
    talloc_free(ctx);
}
END_TEST

static void published_shares_of_health_assessments_are_those_of_the_record(struct sample_database *sample)
{
    const struct thread *thread = look_at(sample, "health-assessments");
    static const double shares[] = {80, 92, 88, 99, 97, 95, 98, 95};
    const struct observation_series *series = &thread->series.at[0];
    ck_assert_uint_eq(series->count, 8);
    for (size_t i = 0; i < 8; i++)
        ck_assert_double_eq(series->at[i].value, shares[i]);
}

static void every_line_joins_steps_that_are_there(struct sample_database *sample)
{
    const struct thread *thread = look_at(sample, "agency-social-workers");
    ck_assert_uint_gt(thread->ties.count, 0);
    for (size_t i = 0; i < thread->ties.count; i++) {
        ck_assert_uint_lt(thread->ties.at[i].from, thread->steps.count);
        ck_assert_uint_lt(thread->ties.at[i].to, thread->steps.count);
        ck_assert_int_le(thread->steps.at[thread->ties.at[i].from].column, thread->steps.at[thread->ties.at[i].to].column);
    }
}

/* A milestone declared afterwards would turn any figure into one that was reached. */
START_TEST(no_milestone_can_be_added_to_what_was_declared)
{
    void *ctx = talloc_new(NULL);
    struct sample_database *sample = sample_database_open(ctx, _i);
    const char *fault = sample_database_import_fault(sample, false, "milestone.csv",
                                                     "expectation,due,value,visible,known_from\n"
                                                     "agency-staff-2020,2025-09-30,25,public,2019-12-31\n");
    ck_assert_msg(strstr(fault, "what was declared stays as it was declared") != NULL, "%s", fault);
    const struct thread *thread = look_at(sample, "agency-social-workers");
    ck_assert_ptr_null(step_with(thread, THREAD_FIGURES, "by September 2025"));
    talloc_free(ctx);
}
END_TEST

/* Loading the sample takes longer than looking at it, so those who only look share one. */
START_TEST(the_samples_threads_say_what_the_record_has)
{
    void *ctx = talloc_new(NULL);
    struct sample_database *sample = sample_database_open(ctx, _i);
    agency_milestones_have_no_figure_and_are_not_reached(sample);
    plans_within_20_weeks_depend_on_the_definition(sample);
    time_without_evidence_and_without_action_is_a_hole(sample);
    published_shares_of_health_assessments_are_those_of_the_record(sample);
    every_line_joins_steps_that_are_there(sample);
    talloc_free(ctx);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("thread");
    TCase *threads = tcase_create("threads");
    tcase_set_timeout(threads, 60);
    tcase_add_test_on_engines(threads, the_samples_threads_say_what_the_record_has);
    tcase_add_test_on_engines(threads, no_milestone_can_be_added_to_what_was_declared);
    tcase_add_test_on_engines(threads, a_restated_figure_changes_the_sentence);
    tcase_add_test_on_engines(threads, evidence_in_the_gap_closes_it);
    suite_add_tcase(suite, threads);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
