/* Importing folders of CSV: what is added, changed and left alone, every fault at its place, and nothing kept on a fault. */
#include "../support/engines.h"
#include "../support/trial.h"

#include <check.h>
#include <talloc.h>

static void *ctx;

static void setup(void)
{
    ctx = talloc_new(NULL);
}

static void teardown(void)
{
    talloc_free(ctx);
}

START_TEST(a_folder_comes_in_and_goes_out_alike)
{
    struct trial *trial = trial_start(ctx, _i);
    trial_file(trial, "area.csv", "code,title,visible,known_from\nE06000060,Buckinghamshire,public,2020-04-01\n");
    trial_file(trial, "agency.csv", "ref,title,kind,area,visible,known_from\npolice,The police,police,E06000060,public,2020-04-01\n");
    ck_assert_str_eq(trial_import(trial, 0), "");
    ck_assert_uint_eq(trial->counts.added, 2);
    ck_assert_str_eq(trial_import(trial, 0), "");
    ck_assert_uint_eq(trial->counts.equal, 2);
    ck_assert_uint_eq(trial_export(trial, 0, "out"), 2);
    ck_assert_str_eq(trial_read(trial, "out", "agency.csv"), trial_read(trial, ".", "agency.csv"));
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM entry"), 1);
    struct chain_report report;
    struct error *error = chain_verify(ctx, &trial->writer, 0, NULL, &report);
    ck_assert_msg(!error, "%s %s", error ? error->message : "", error ? error->detail : "");
    ck_assert_str_eq(trial_faults(trial, &report.faults), "");
    ck_assert_int_eq(report.versions, 2);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("import");
    TCase *tcase = tcase_create("folders");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test_on_engines(tcase, a_folder_comes_in_and_goes_out_alike);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
