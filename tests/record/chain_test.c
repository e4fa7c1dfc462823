/* The hash chain: it holds whatever was saved properly, and shows every way of changing what was recorded. */
#include "../support/engines.h"
#include "../support/trial.h"

#include "base/buffer.h"

#include <talloc.h>

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

/* Three entries of the partnership: two outcomes and a rating; one outcome changed; one added. */
static void start(int engine)
{
    trial = trial_start(ctx, engine);
    trial_file(trial, "agency.csv", "ref,title\nnhs,The health service\npolice,The police\n");
    trial_file(trial, "outcome.csv", "ref,title,leads,level\n4.1,Seen,nhs;police,3\n4.2,Heard,police,\n");
    trial_file(trial, "rating.csv", "outcome,rated_on,colour\n4.1,2026-01-01,red\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    trial_file(trial, "agency.csv", NULL);
    trial_file(trial, "rating.csv", NULL);
    trial->now += 60;
    trial_file(trial, "outcome.csv", "ref,title,leads,level\n4.1,Seen in time,police,3\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    trial->now += 60;
    trial_file(trial, "outcome.csv", "ref,title,leads,level\n4.3,Safe,nhs,1\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    ck_assert_str_eq(trial_verify(trial, TRIAL_PARTNERSHIP), "");
    trial_unprotect(trial);
}

static struct chain_report report_with(const char *head)
{
    struct chain_report report;
    ck_assert_fine(chain_verify(ctx, &trial->writer, TRIAL_PARTNERSHIP, head, &report));
    return report;
}

/* --- what holds --------------------------------------------------------------------------------------------------- */

START_TEST(an_empty_chain_holds)
{
    trial = trial_start(ctx, _i);
    struct chain_report report = report_with(NULL);
    ck_assert_uint_eq(report.faults.count, 0);
    ck_assert_int_eq(report.entries, 0);
    ck_assert_str_eq(report.head, "");
}
END_TEST

START_TEST(what_was_saved_is_counted)
{
    start(_i);
    struct chain_report report = report_with(NULL);
    ck_assert_uint_eq(report.faults.count, 0);
    ck_assert_int_eq(report.entries, 3);
    ck_assert_int_eq(report.versions, 7);
    ck_assert_int_eq(report.erased, 0);
    ck_assert_uint_eq(strlen(report.head), 64);
}
END_TEST

struct head {
    int64_t number;
    char hash[CHAIN_HASH_HEX];
};

static struct error *read_head(struct store_connection *connection, void *argument)
{
    struct head *head = argument;
    (void)connection;
    return chain_head(&trial->writer, TRIAL_PARTNERSHIP, &head->number, head->hash);
}

START_TEST(an_earlier_head_must_occur)
{
    start(_i);
    struct head head;
    struct store_scope scope = actor_scope(&trial->writer.actor);
    ck_assert_fine(store_read(trial->connection, &scope, read_head, &head));
    ck_assert_int_eq(head.number, 3);
    ck_assert_str_eq(report_with(NULL).head, head.hash);
    trial->now += 60;
    ck_assert_str_eq(trial_import_one(trial, TRIAL_PARTNERSHIP, "outcome.csv", "ref,title\n4.9,Later\n"), "");
    ck_assert_uint_eq(report_with(head.hash).faults.count, 0);
    char other[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    struct chain_report report = report_with(other);
    ck_assert_str_eq(trial_faults(trial, &report.faults),
                     "found no entry with the hash 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff, "
                     "expected the head that was printed earlier");
    ck_assert_error(chain_verify(ctx, &trial->writer, TRIAL_PARTNERSHIP, "12ab", &report), ERROR_INVALID,
                    "A head is 64 digits from 0 to 9 and a to f, not \"12ab\".");
}
END_TEST

START_TEST(the_same_saves_have_the_same_head)
{
    start(_i);
    const char *first = talloc_strdup(ctx, report_with(NULL).head);
    start(_i);
    ck_assert_str_eq(report_with(NULL).head, first);
}
END_TEST

/* --- what does not ------------------------------------------------------------------------------------------------ */

/* Raw SQL and what verifying says of it afterwards. The ids are those of the first saves: outcomes 1, 2 and 3, agencies
 * 1 and 2. */
static const struct {
    const char *sql, *faults;
} changes[] = {
    {"UPDATE outcome SET title = 'Never seen' WHERE id = 1",
     "found another title in the current row of outcome number 1, expected that of its latest version"},
    {"UPDATE outcome SET level = NULL WHERE id = 1",
     "found another level in the current row of outcome number 1, expected that of its latest version"},
    {"UPDATE outcome SET visible = 2 WHERE id = 2",
     "found another visible in the current row of outcome number 2, expected that of its latest version"},
    {"UPDATE outcome SET withdrawn = 1, known_from = '2020-01-01' WHERE id = 2",
     "found another withdrawn in the current row of outcome number 2, expected that of its latest version\n"
     "found another known_from in the current row of outcome number 2, expected that of its latest version"},
    {"UPDATE outcome SET entry = 1 WHERE id = 1",
     "found another entry in the current row of outcome number 1, expected that of its latest version"},
    {"UPDATE outcome SET partnership = 0 WHERE id = 2",
     "found no current row of outcome number 2, expected one, since it has versions"},
    {"DELETE FROM rating", "found no current row of rating number 1, expected one, since it has versions"},
    {"INSERT INTO agency (id, partnership, visible, withdrawn, recorded_at, known_from, entry, natural_key, ref, title, folded) "
     "VALUES (-5, 7, 0, 0, '2026-11-23T12:00:00Z', '2026-11-23', 1, 'x', 'x', 'Planted', 'planted')",
     "found values in the current row of agency number -5, expected a version of it"},
    {"UPDATE outcome_version SET title = 'Never seen' WHERE record = 1 AND entry = 1",
     "found other values in the version of outcome number 1 in entry 1, expected those it was saved with"},
    {"UPDATE outcome_version SET says = 'Added' WHERE record = 2",
     "found other values in the version of outcome number 2 in entry 1, expected those it was saved with\n"
     "found another says in the current row of outcome number 2, expected that of its latest version"},
    {"UPDATE outcome_version SET visible = 1 WHERE record = 1 AND entry = 1",
     "found other values in the version of outcome number 1 in entry 1, expected those it was saved with"},
    {"UPDATE outcome_version SET known_from = '2020-01-01' WHERE record = 1 AND entry = 1",
     "found other values in the version of outcome number 1 in entry 1, expected those it was saved with"},
    {"UPDATE outcome_version SET recorded_at = '2026-11-23T11:00:00Z' WHERE record = 1 AND entry = 1",
     "found other values in the version of outcome number 1 in entry 1, expected those it was saved with\n"
     "found another time of recording in the version of outcome number 1 in entry 1, expected that of its entry"},
    {"UPDATE outcome_version SET digest = (SELECT digest FROM outcome_version WHERE record = 2) WHERE record = 1 AND entry = 1",
     "found other values in the version of outcome number 1 in entry 1, expected those it was saved with\n"
     "found other versions in entry 1 than it sealed, expected those whose digests it has"},
    {"UPDATE outcome_version SET erased = 'title', title = NULL WHERE record = 1 AND entry = 1",
     "found other values in the version of outcome number 1 in entry 1, expected those it was saved with"},
    {"DELETE FROM outcome_version WHERE record = 1 AND entry = 1",
     "found 4 versions in entry 1, expected 5, as it says"},
    {"DELETE FROM outcome_version WHERE record = 1 AND entry = 2",
     "found 0 versions in entry 2, expected 1, as it says\n"
     "found another entry in the current row of outcome number 1, expected that of its latest version\n"
     "found another recorded_at in the current row of outcome number 1, expected that of its latest version\n"
     "found another title in the current row of outcome number 1, expected that of its latest version\n"
     "found other links for leads in the current row of outcome number 1, expected those of its latest version"},
    {"INSERT INTO outcome_version (record, partnership, visible, withdrawn, recorded_at, known_from, entry, natural_key, ref, title, "
     "salts, digest, folded) SELECT 2, partnership, visible, withdrawn, recorded_at, known_from, 2, natural_key, ref, title, salts, "
     "digest, folded FROM outcome_version WHERE record = 2 AND entry = 1",
     "found other links for leads of outcome number 2 than its version in entry 2 has, expected the links that were recorded\n"
     "found other values in the version of outcome number 2 in entry 2, expected those it was saved with\n"
     "found another time of recording in the version of outcome number 2 in entry 2, expected that of its entry\n"
     "found 2 versions in entry 2, expected 1, as it says\n"
     "found another entry in the current row of outcome number 2, expected that of its latest version\n"
     "found other links for leads in the current row of outcome number 2, expected those of its latest version"},
    {"UPDATE outcome_version SET entry = 4 WHERE record = 3",
     "found 0 versions in entry 3, expected 1, as it says\n"
     "found a version of outcome number 3 in entry 4, expected an entry of that number\n"
     "found another entry in the current row of outcome number 3, expected that of its latest version"},
    {"DELETE FROM outcome_leads WHERE record = 2",
     "found other links for leads of outcome number 2 than its version in entry 1 has, expected the links that were recorded\n"
     "found other links for leads in the current row of outcome number 2, expected those of its latest version"},
    {"UPDATE outcome_leads SET target = 1 WHERE record = 2",
     "found other links for leads of outcome number 2 than its version in entry 1 has, expected the links that were recorded\n"
     "found other links for leads in the current row of outcome number 2, expected those of its latest version"},
    {"UPDATE outcome_leads SET position = position + 1 WHERE record = 2",
     "found other links for leads of outcome number 2 than its version in entry 1 has, expected the links that were recorded"},
    {"UPDATE outcome_leads SET ended = NULL WHERE record = 1 AND target = 1",
     "found other links for leads of outcome number 1 than its version in entry 2 has, expected the links that were recorded\n"
     "found other links for leads in the current row of outcome number 1, expected those of its latest version"},
    {"INSERT INTO outcome_leads (record, target, position, partnership, entry) VALUES (2, 1, 1, 7, 9)",
     "found other links for leads in the current row of outcome number 2, expected those of its latest version"},
    {"DELETE FROM entry WHERE number = 2",
     "found entry 3 after entry 1, expected entry 2\n"
     "found a version of outcome number 1 in entry 2, expected an entry of that number"},
    {"UPDATE entry SET summary = 'Nothing to see' WHERE number = 2",
     "found other words or numbers in entry 2, expected those its hash was made of"},
    {"UPDATE entry SET actor = 'somebody else' WHERE number = 1",
     "found other words or numbers in entry 1, expected those its hash was made of"},
    {"UPDATE entry SET recorded_at = '2020-01-01T00:00:00Z' WHERE number = 3",
     "found other words or numbers in entry 3, expected those its hash was made of\n"
     "found another time of recording in the version of outcome number 3 in entry 3, expected that of its entry"},
    {"UPDATE entry SET hash = content WHERE number = 2",
     "found other words or numbers in entry 2, expected those its hash was made of\n"
     "found another hash of the entry before in entry 3, expected that of entry 2"},
    {"UPDATE entry SET previous = content WHERE number = 2",
     "found another hash of the entry before in entry 2, expected that of entry 1\n"
     "found other words or numbers in entry 2, expected those its hash was made of"},
    /* 2 and 3 change places, with what they sealed */
    {"UPDATE entry SET number = 9 WHERE number = 2; UPDATE entry SET number = 2 WHERE number = 3; "
     "UPDATE entry SET number = 3 WHERE number = 9; UPDATE outcome_version SET entry = 9 WHERE entry = 2; "
     "UPDATE outcome_version SET entry = 2 WHERE entry = 3; UPDATE outcome_version SET entry = 3 WHERE entry = 9; "
     "UPDATE outcome_leads SET entry = 2 WHERE record = 3; UPDATE outcome_leads SET ended = 3 WHERE ended = 2; "
     "UPDATE outcome_leads SET entry = 3 WHERE record = 1 AND entry = 2; "
     "UPDATE outcome SET entry = 3 WHERE id = 1; UPDATE outcome SET entry = 2 WHERE id = 3",
     "found another hash of the entry before in entry 2, expected that of entry 1\n"
     "found other words or numbers in entry 2, expected those its hash was made of\n"
     "found another hash of the entry before in entry 3, expected that of entry 2\n"
     "found other words or numbers in entry 3, expected those its hash was made of"},
};

START_TEST(every_change_shows)
{
    int engine = _i % 2 ? STORE_POSTGRES : STORE_SQLITE, change = _i / 2;
    start(engine);
    trial_tamper(trial, changes[change].sql);
    ck_assert_msg(strcmp(trial_verify(trial, TRIAL_PARTNERSHIP), changes[change].faults) == 0,
                  "%s\n--- says\n%s\n--- instead of\n%s", changes[change].sql, trial_verify(trial, TRIAL_PARTNERSHIP),
                  changes[change].faults);
}
END_TEST

START_TEST(only_an_earlier_head_shows_entries_taken_off_the_end)
{
    start(_i);
    const char *head = talloc_strdup(ctx, report_with(NULL).head);
    trial_tamper(trial, "DELETE FROM entry WHERE number = 3; DELETE FROM outcome_version WHERE record = 3; "
                        "DELETE FROM outcome_leads WHERE record = 3; DELETE FROM outcome WHERE id = 3");
    ck_assert_str_eq(trial_verify(trial, TRIAL_PARTNERSHIP), "");
    ck_assert_uint_eq(report_with(head).faults.count, 1);
}
END_TEST

START_TEST(long_chains_and_large_entries_are_read_page_by_page)
{
    trial = trial_start(ctx, _i);
    struct buffer outcomes = buffer_on(ctx);
    buffer_text(&outcomes, "ref,title,follows\n");
    for (int i = 0; i < 1100; i++)
        buffer_format(&outcomes, "n%d,Outcome %d,n%d;x\n", i, i, (i + 1) % 1100);
    buffer_text(&outcomes, "x,Followed by all,\n");
    ck_assert_str_eq(trial_import_one(trial, TRIAL_PARTNERSHIP, "outcome.csv", buffer_cstr(&outcomes)), "");
    for (int i = 0; i < 300; i++)
        ck_assert_str_eq(trial_import_one(trial, TRIAL_PARTNERSHIP, "outcome.csv",
                                          talloc_asprintf(ctx, "ref,title,follows\nn7,Changed %d,x;n%d\n", i, i + 10)),
                         "");
    struct chain_report report = report_with(NULL);
    ck_assert_str_eq(trial_faults(trial, &report.faults), "");
    ck_assert_int_eq(report.entries, 301);
    ck_assert_int_eq(report.versions, 1401);
    trial_unprotect(trial);
    trial_tamper(
        trial,
        "UPDATE outcome_version SET title = 'Changed' WHERE record = 999; UPDATE outcome SET title = 'No' WHERE id = 1050");
    ck_assert_str_eq(
        trial_verify(trial, TRIAL_PARTNERSHIP),
        "found other values in the version of outcome number 999 in entry 1, expected those it was saved with\n"
        "found another title in the current row of outcome number 999, expected that of its latest version\n"
        "found another title in the current row of outcome number 1050, expected that of its latest version");
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("the chain");
    TCase *holds = tcase_create("what holds"), *does_not = tcase_create("what does not");
    tcase_set_timeout(holds, 60);
    tcase_add_checked_fixture(holds, open_context, close_context);
    tcase_add_test_on_engines(holds, an_empty_chain_holds);
    tcase_add_test_on_engines(holds, what_was_saved_is_counted);
    tcase_add_test_on_engines(holds, an_earlier_head_must_occur);
    tcase_add_test_on_engines(holds, the_same_saves_have_the_same_head);
    tcase_add_test_on_engines(holds, long_chains_and_large_entries_are_read_page_by_page);
    suite_add_tcase(suite, holds);
    tcase_set_timeout(does_not, 60);
    tcase_add_checked_fixture(does_not, open_context, close_context);
    tcase_add_loop_test(does_not, every_change_shows, 0, 2 * (int)(sizeof changes / sizeof *changes));
    tcase_add_test_on_engines(does_not, only_an_earlier_head_shows_entries_taken_off_the_end);
    suite_add_tcase(suite, does_not);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
