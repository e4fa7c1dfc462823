/* Erasing by a retention rule: the value is nowhere, the chain still holds, and it says that something was erased. */
#include "../support/engines.h"
#include "../support/sample_registers.h"
#include "../support/trial.h"

#include "base/buffer.h"
#include "base/file.h"

#include <talloc.h>
#include <unistd.h>

static void *ctx;
static struct trial *trial;

static void open_context(void)
{
    ctx = talloc_new(NULL);
}

static void close_context(void)
{
    talloc_free(ctx);
}

/* An outcome with two versions that both say a word to be erased, and one that does not. */
static void start(int engine)
{
    trial = trial_start(ctx, engine);
    trial_file(trial, "agency.csv", "ref,title\nnhs,The health service\npolice,The police\n");
    trial_file(trial, "outcome.csv",
               "ref,title,says,leads,status,level\n4.1,Quokka seen,Of a quokka,nhs;police,completed,3\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    trial_file(trial, "agency.csv", NULL);
    trial_file(trial, "outcome.csv",
               "ref,title,says,leads,status,level\n4.1,Quokka seen in time,,nhs,completed,3\n4.2,Other,,,,\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    trial_file(trial, "outcome.csv",
               "ref,title,says,leads,status,level\n4.1,Quokka seen in time,Words,nhs,completed,3\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
}

struct erasing {
    const struct reader *writer;
    int64_t id;
    const char *field;
};

static struct error *erase_in(struct store_connection *connection, void *argument)
{
    struct erasing *erasing = argument;
    (void)connection;
    return record_erase(ctx, erasing->writer, &trial->circumstances, &sample_outcome, erasing->id, erasing->field,
                        "kept for two years only");
}

static struct error *erase(int64_t id, const char *field)
{
    struct erasing erasing = {&trial->writer, id, field};
    struct store_scope scope = actor_scope(&trial->writer.actor);
    return store_write(trial->connection, &scope, erase_in, &erasing);
}

static int64_t erased_values(void)
{
    struct chain_report report;
    ck_assert_fine(chain_verify(ctx, &trial->writer, TRIAL_PARTNERSHIP, NULL, &report));
    ck_assert_str_eq(trial_faults(trial, &report.faults), "");
    return report.erased;
}

START_TEST(an_erased_value_is_gone_from_every_version)
{
    start(_i);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_version WHERE folded LIKE '%quokka%'"), 3);
    ck_assert_fine(erase(1, "title"));
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_version WHERE record = 1 AND title IS NOT NULL"),
                     0);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome WHERE id = 1 AND title IS NOT NULL"), 0);
    ck_assert_int_eq(
        trial_count(trial, "SELECT count(*) FROM outcome WHERE folded LIKE '%quokka%' OR sort_title LIKE '%quokka%'"),
        0);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_version WHERE sort_title LIKE '%quokka%'"), 0);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_version WHERE folded LIKE '%quokka%'"), 1);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_version WHERE erased = 'title'"), 3);
    ck_assert_int_eq(erased_values(), 3);
    ck_assert_int_eq(trial_count(trial,
                                 "SELECT count(*) FROM entry WHERE kind = 'erase' AND number = 4 AND versions = 0 AND "
                                 "summary = 'Erased title of outcome number 1: kept for two years only'"),
                     1);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome WHERE id = 2 AND title = 'Other'"), 1);
}
END_TEST

START_TEST(several_fields_may_be_erased_one_after_another)
{
    start(_i);
    ck_assert_fine(erase(1, "says"));
    ck_assert_int_eq(erased_values(), 2);
    ck_assert_fine(erase(1, "leads"));
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_leads WHERE record = 1"), 0);
    ck_assert_fine(erase(1, "level"));
    ck_assert_fine(erase(1, "title"));
    ck_assert_int_eq(erased_values(), 2 + 3 + 3 + 3);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_version WHERE folded LIKE '%quokka%'"), 0);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_version WHERE erased = 'says,leads,level,title'"),
                     2);
}
END_TEST

START_TEST(what_is_recorded_afterwards_can_be_erased_again)
{
    start(_i);
    ck_assert_fine(erase(1, "says"));
    ck_assert_error(erase(1, "says"), ERROR_INVALID, "Nothing is recorded in says that could be erased.");
    ck_assert_str_eq(
        trial_import_one(trial, TRIAL_PARTNERSHIP, "outcome.csv",
                         "ref,title,says,leads,status,level\n4.1,Quokka seen in time,Again,nhs,completed,3\n"),
        "");
    ck_assert_int_eq(erased_values(), 2);
    ck_assert_fine(erase(1, "says"));
    ck_assert_int_eq(erased_values(), 3);
}
END_TEST

START_TEST(a_value_that_no_rule_erased_shows)
{
    start(_i);
    ck_assert_fine(erase(1, "says"));
    trial_unprotect(trial);
    trial_tamper(trial, "UPDATE entry SET kind = 'save' WHERE number = 4");
    ck_assert_str_eq(
        trial_verify(trial, TRIAL_PARTNERSHIP),
        "found an erased says in the version of outcome number 1 in entry 1, expected an entry that says it was erased\n"
        "found an erased says in the version of outcome number 1 in entry 3, expected an entry that says it was erased\n"
        "found other words or numbers in entry 4, expected those its hash was made of");
    trial_tamper(
        trial,
        "UPDATE entry SET kind = 'erase' WHERE number = 4; UPDATE outcome_version SET says = 'Of a wombat' WHERE entry = 1");
    ck_assert_str_eq(
        trial_verify(trial, TRIAL_PARTNERSHIP),
        "found a value for the erased says in the version of outcome number 1 in entry 1, expected what was recorded");
}
END_TEST

START_TEST(what_cannot_be_erased_says_why)
{
    start(_i);
    ck_assert_error(erase(1, "ref"), ERROR_INVALID,
                    "ref is part of the key that names the record and cannot be erased.");
    ck_assert_error(erase(1, "colour"), ERROR_INVALID, "Outcomes have no field colour.");
    ck_assert_error(erase(99, "title"), ERROR_NOT_FOUND, "There is no such outcome.");
    ck_assert_error(erase(2, "says"), ERROR_INVALID, "Nothing is recorded in says that could be erased.");
    trial->writer.actor = actor_command(8, true);
    ck_assert_error(erase(1, "title"), ERROR_NOT_FOUND, "There is no such outcome.");
}
END_TEST

/* Not even in the bytes of the file, once the write-ahead log is emptied. */
START_TEST(nothing_of_it_is_left_in_the_file)
{
    start(STORE_SQLITE);
    ck_assert_fine(erase(1, "title"));
    ck_assert_fine(erase(1, "says"));
    const char *path = talloc_strdup(ctx, store_where(store_of(trial->connection)));
    talloc_free(trial);
    char *bytes;
    size_t count;
    ck_assert_fine(file_read(ctx, path, (size_t)100 << 20, &bytes, &count));
    ck_assert_ptr_nonnull(memmem(bytes, count, "completed", 9));
    ck_assert_ptr_null(memmem(bytes, count, "uokka", 5));
    ck_assert_int_ne(access(talloc_asprintf(ctx, "%s-wal", path), F_OK), 0);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("erasing");
    TCase *tcase = tcase_create("a retention rule");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, open_context, close_context);
    tcase_add_test_on_engines(tcase, an_erased_value_is_gone_from_every_version);
    tcase_add_test_on_engines(tcase, several_fields_may_be_erased_one_after_another);
    tcase_add_test_on_engines(tcase, what_is_recorded_afterwards_can_be_erased_again);
    tcase_add_test_on_engines(tcase, a_value_that_no_rule_erased_shows);
    tcase_add_test_on_engines(tcase, what_cannot_be_erased_says_why);
    tcase_add_test(tcase, nothing_of_it_is_left_in_the_file);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
