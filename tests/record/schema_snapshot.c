/* Not a test: writes a database of the present schema, with records of every sample register and their history, to the file
 * named by GOLDTHREAD_SNAPSHOT, from which `make schema-snapshot` makes tests/record/schemas/NNNN.sql. */
#include "../support/engines.h"
#include "../support/trial.h"

#include <check.h>
#include <talloc.h>

static void write_records(struct trial *trial)
{
    trial_file(trial, "area.csv", "code,title\nE1,Shire\n");
    trial_file(trial, "agency.csv", "ref,title,kind,area\nnhs,Health board,health,\n");
    ck_assert_str_eq(trial_import(trial, 0), "");
    trial_file(trial, "area.csv", NULL);
    trial_file(trial, "agency.csv",
               "ref,title,kind,area\ncouncil,Shire Council,council,E1\npolice,Shire Police,police,E1\n");
    trial_file(trial, "outcome.csv",
               "ref,title,says,leads,owner,follows,parent,level,children,size,due,is_open,status,published_at\n"
               "4.1,Health checks are in time,,nhs,,,,,,,,,,\n"
               "4.2,Assessments are made,\"Two\nlines\",council,council,4.1,4.1,3,-12,32.80,2020-03-31,yes,in-progress,"
               "https://example.org/plan\n");
    trial_file(trial, "rating.csv", "outcome,rated_on,colour,sentence\n4.2,2019-12-01,amber,Some are late.\n");
    trial_file(trial, "task.csv",
               "ref,title,outcome,agency,started_on,done_on\nt1,Tell the courts,4.2,,2019-04-01,\n");
    trial_file(trial, "reading.csv", "area,day,published_on,value\nE1,2019-03-31,2019-11-01,92.0\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    trial->now += 86400;
    trial_file(trial, "outcome.csv",
               "ref,title,says,leads,owner,follows,parent,level,children,size,due,is_open,status,published_at,visible,"
               "known_from\n"
               "4.2,Assessments are in time,\"Two\nlines\",police;council,council,4.1,4.1,3,-12,32.80,2020-03-31,yes,"
               "in-progress,https://example.org/plan,public,2026-11-24\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
}

START_TEST(snapshot)
{
    void *ctx = talloc_new(NULL);
    struct trial *trial = trial_start(ctx, STORE_SQLITE);
    write_records(trial);
    ck_assert_fine(store_backup(trial->owner, getenv("GOLDTHREAD_SNAPSHOT")));
    talloc_free(ctx);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("snapshot of the schema");
    TCase *writing = tcase_create("writing");
    tcase_add_test(writing, snapshot);
    suite_add_tcase(suite, writing);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
