/* Drafts judged one by one, saving as a form does, and that a save which fails anywhere leaves nothing behind. */
#include "../support/engines.h"
#include "../support/narrow.h"
#include "../support/sample_registers.h"
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

/* A draft as a form makes one: field, text, field, text ..., NULL. */
static struct record_draft *form(const struct register_def *def, const char *const *values)
{
    struct record_draft *draft = talloc_zero(ctx, struct record_draft);
    draft->def = def;
    draft->texts = talloc_zero_array(draft, const char *, (unsigned)register_field_count(def));
    draft->visible_assumed = draft->known_from_assumed = true;
    draft->known_from = DATE_NONE;
    for (size_t i = 0; values[i]; i += 2) {
        int field = register_field_index(def, values[i]);
        ck_assert_int_ge(field, 0);
        draft->texts[field] = values[i + 1];
    }
    return draft;
}
#define FORM(def, ...) form(def, (const char *const[]){__VA_ARGS__, NULL})

/* --- judging ------------------------------------------------------------------------------------------------------ */

static const char *faults_of(const struct record_draft *draft)
{
    struct fault_list faults = fault_list_on(ctx);
    struct buffer text = buffer_on(ctx);
    ck_assert_fine(draft_check(ctx, draft, &faults));
    for (size_t i = 0; i < faults.count; i++)
        buffer_format(&text, "%s%s: %s", i ? "\n" : "", faults.at[i].field, fault_text(ctx, &faults.at[i]));
    return buffer_cstr(&text);
}

static const char *faults_of_value(const char *field, const char *text)
{
    return faults_of(FORM(&sample_outcome, "ref", "1", "title", "One", field, text));
}

START_TEST(what_is_well_formed_is_accepted)
{
    static const char *const good[][2] = {
        {"ref", "4.2"},
        {"ref", "a/b c"},
        {"title", " spaces at the ends are kept "},
        {"title", "'; DROP TABLE outcome; --"},
        {"title", "مرحبا‏"},
        {"says", "Line\n\nline\n"},
        {"leads", "a"},
        {"leads", "a;b c;d"},
        {"level", "1"},
        {"level", "5"},
        {"children", "0"},
        {"children", "-9007199254740992"},
        {"children", "9007199254740992"},
        {"size", "32.80"},
        {"size", "-0.5"},
        {"size", "0"},
        {"due", "2020-02-29"},
        {"due", "2020-02"},
        {"due", "2020"},
        {"due", "1800-01-01"},
        {"is_open", "yes"},
        {"is_open", "no"},
        {"status", "completed"},
        {"published_at", "https://example.org/a%20b?c=d#e"},
        {"published_at", "http://[::1]:80/"},
        {"says", ""},
        {"says", NULL},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_str_eq(faults_of_value(good[i][0], good[i][1]), "");
}
END_TEST

START_TEST(what_is_not_is_refused)
{
    static const char *const bad[][2] = {
        {"ref", NULL},
        {"ref", ""},
        {"ref", "a~b"},
        {"ref", "a;b"},
        {"ref", "a\nb"},
        {"ref", "."},
        {"ref", ".."},
        {"ref", "a "},
        {"ref", "\xC2\xA0"
                "a"},
        {"title", "\xFF"},
        {"title", "a\x01"},
        {"title", "a\x7F"},
        {"title", "a\xC2\x85"},
        {"title", "a\xE2\x80\xA8"},
        {"title", "\xE2\x80\xAE"
                  "a"},
        {"title", "\xE2\x81\xA6"
                  "a"},
        {"title", "\xE2\x80\x83"},
        {"says", "a\r\nb"},
        {"says", "\n"},
        {"leads", ";"},
        {"leads", "a;"},
        {"leads", ";a"},
        {"leads", "a;a"},
        {"owner", "a;b"},
        {"level", "0"},
        {"level", "6"},
        {"level", "3.0"},
        {"level", "03"},
        {"level", "+3"},
        {"level", " 3"},
        {"children", "9007199254740993"},
        {"children", "1e3"},
        {"children", "-0"},
        {"size", ".5"},
        {"size", "5."},
        {"size", "1,5"},
        {"size", "1e3"},
        {"size", "nan"},
        {"size", "00"},
        {"size", "12345678901234567890123456789012345678901"},
        {"due", "2019-2-1"},
        {"due", "2019-2"},
        {"due", "2019-13"},
        {"due", "2018-19"},
        {"due", "October 2019"},
        {"due", "19"},
        {"due", "2019-02-30"},
        {"due", "1799-12-31"},
        {"due", "2019-02-01 "},
        {"is_open", "Yes"},
        {"is_open", "true"},
        {"status", "Completed"},
        {"status", "complete"},
        {"published_at", "ftp://example.org"},
        {"published_at", "javascript:alert(1)"},
        {"published_at", "https://"},
        {"published_at", "https:///a"},
        {"published_at", "https://a b"},
        {"published_at", "https://a@b"},
        {"published_at", "https://a\"b"},
        {"published_at", "HTTPS://a"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *faults = faults_of_value(bad[i][0], bad[i][1]);
        size_t length = strlen(bad[i][0]);
        ck_assert_msg(strncmp(faults, bad[i][0], length) == 0 && faults[length] == ':' && !strchr(faults, '\n'),
                      "%s of %s: %s", bad[i][1], bad[i][0], faults);
    }
}
END_TEST

START_TEST(a_key_of_several_parts_may_not_hold_the_joint)
{
    ck_assert_str_eq(faults_of(FORM(&sample_rating, "outcome", "a~b", "rated_on", "2020-01-01", "colour", "red")),
                     "outcome: found \"a~b\", expected no ~ and no ; since this is part of the record's key");
}
END_TEST

START_TEST(exactly_one_of_some_must_be_given)
{
    ck_assert_str_eq(faults_of(FORM(&sample_task, "ref", "1", "title", "One", "outcome", "4.2")), "");
    ck_assert_str_eq(faults_of(FORM(&sample_task, "ref", "1", "title", "One")),
                     "outcome: found none of them, expected exactly one of outcome,agency");
    ck_assert_str_eq(faults_of(FORM(&sample_task, "ref", "1", "title", "One", "agency", "a", "outcome", "4.2")),
                     "agency: found agency beside outcome, expected exactly one of outcome,agency");
}
END_TEST

static size_t rule_ran;

static struct error *no_ducks(void *scratch, const struct record_draft *draft, struct fault_list *faults)
{
    rule_ran++;
    const char *title = draft_text(draft, "title");
    ck_assert_ptr_null(draft_text(draft, "says"));
    return title && strstr(title, "duck") ? draft_fault(scratch, draft, "title", faults, title, "no ducks") : NULL;
}

START_TEST(the_registers_own_rule_sees_only_well_formed_drafts)
{
    struct register_def ducks = sample_outcome;
    ducks.check = no_ducks;
    rule_ran = 0;
    ck_assert_str_eq(faults_of(FORM(&ducks, "ref", "1", "title", "A duck", "says", "")),
                     "title: found A duck, expected no ducks");
    ck_assert_str_eq(faults_of(FORM(&ducks, "ref", "1", "title", "A goose")), "");
    ck_assert_uint_eq(rule_ran, 2);
    ck_assert_str_ne(faults_of(FORM(&ducks, "ref", "1", "title", "A duck", "due", "soon")), "");
    ck_assert_uint_eq(rule_ran, 2);
}
END_TEST

/* --- saving as a form does ---------------------------------------------------------------------------------------- */

struct saving {
    void *on;
    struct record_draft **drafts;
    size_t count;
    int64_t where;
    struct fault_list faults;
    struct change_counts counts;
};

static struct error *save_in(struct store_connection *connection, void *argument)
{
    struct saving *saving = argument;
    (void)connection;
    return record_save_all(saving->on, &trial->writer, &trial->circumstances, saving->where, saving->drafts,
                           saving->count, "A form", NULL, NULL, &saving->faults, &saving->counts);
}

static struct error *save(struct saving *saving)
{
    struct store_scope scope = actor_scope(&trial->writer.actor);
    saving->on = saving->on ? saving->on : ctx;
    saving->faults = fault_list_on(saving->on);
    return store_write(trial->connection, &scope, save_in, saving);
}

static const char *save_one(struct record_draft *draft)
{
    struct saving saving = {.drafts = &draft, .count = 1, .where = TRIAL_PARTNERSHIP};
    ck_assert_fine(save(&saving));
    return trial_faults(trial, &saving.faults);
}

START_TEST(a_form_adds_changes_and_withdraws)
{
    trial = trial_start(ctx, _i);
    ck_assert_str_eq(save_one(FORM(&sample_agency, "ref", "nhs", "title", "Health")), "");
    ck_assert_str_eq(save_one(FORM(&sample_outcome, "ref", "1", "title", "One", "owner", "nhs", "leads", "nhs")), "");
    ck_assert_str_eq(save_one(FORM(&sample_outcome, "ref", "1", "title", "Uno", "owner", "nhs", "leads", "nhs")), "");
    ck_assert_str_eq(save_one(FORM(&sample_outcome, "ref", "1", "title", "Uno", "owner", "nhs", "leads", "nhs")), "");
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM entry WHERE kind = 'save' AND summary = 'A form'"), 3);
    struct record_draft *gone = FORM(&sample_outcome, "ref", "1", "title", "Uno");
    gone->withdrawn = true;
    ck_assert_str_eq(save_one(gone), "");
    ck_assert_int_eq(trial_count(trial, "SELECT withdrawn FROM outcome"), 1);
    ck_assert_str_eq(save_one(FORM(&sample_rating, "outcome", "1", "rated_on", "2026-01-01", "colour", "red")),
                     "found \"1\", expected the ref of a recorded outcome");
    ck_assert_str_eq(save_one(FORM(&sample_outcome, "ref", "1", "title", "Back")), "");
    ck_assert_int_eq(trial_count(trial, "SELECT withdrawn FROM outcome"), 0);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_version"), 4);
    ck_assert_str_eq(trial_verify(trial, TRIAL_PARTNERSHIP), "");
}
END_TEST

START_TEST(a_form_hears_of_the_other_record_with_its_key)
{
    trial = trial_start(ctx, _i);
    struct record_draft *drafts[] = {FORM(&sample_outcome, "ref", "1", "title", "One"),
                                     FORM(&sample_outcome, "ref", "1", "title", "Uno")};
    struct saving saving = {.drafts = drafts, .count = 2, .where = TRIAL_PARTNERSHIP};
    ck_assert_fine(save(&saving));
    ck_assert_str_eq(trial_faults(trial, &saving.faults), "found \"1\", expected a key that no other record here has");
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome"), 0);
}
END_TEST

START_TEST(nothing_to_save_is_no_entry)
{
    trial = trial_start(ctx, _i);
    struct saving saving = {.where = TRIAL_PARTNERSHIP};
    ck_assert_fine(save(&saving));
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM entry"), 0);
}
END_TEST

/* --- failing half-way --------------------------------------------------------------------------------------------- */

/* A save that does everything: adds and changes records of several registers, makes, ends and moves links. */
static struct saving everything(void)
{
    struct saving saving = {.where = TRIAL_PARTNERSHIP, .count = 4};
    saving.drafts = talloc_array(ctx, struct record_draft *, 4);
    saving.drafts[0] =
        FORM(&sample_outcome, "ref", "1", "title", "Changed", "leads", "police;nhs", "follows", "3", "level", "2");
    saving.drafts[1] = FORM(&sample_outcome, "ref", "3", "title", "Three", "parent", "1", "due", "2026-12-01");
    saving.drafts[2] = FORM(&sample_rating, "outcome", "3", "rated_on", "2026-01-01", "colour", "amber");
    saving.drafts[3] = FORM(&sample_agency, "ref", "police", "title", "Police");
    return saving;
}

static void start_half(int engine)
{
    trial = trial_start(ctx, engine);
    ck_assert_str_eq(save_one(FORM(&sample_agency, "ref", "nhs", "title", "Health")), "");
    ck_assert_str_eq(save_one(FORM(&sample_outcome, "ref", "1", "title", "One", "leads", "nhs")), "");
}

/* Everything the tables hold that a half-done save would show in. */
static int64_t rows(void)
{
    static const char *const tables[] = {"entry",           "agency",          "agency_version",
                                         "outcome",         "outcome_version", "outcome_leads",
                                         "outcome_follows", "rating",          "rating_version"};
    int64_t all = 0;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        all = all * 10 + trial_count(trial, talloc_asprintf(ctx, "SELECT count(*) FROM %s", tables[i]));
    return all * 10 + trial_count(trial, "SELECT count(*) FROM outcome WHERE title = 'Changed'");
}

START_TEST(a_failing_statement_leaves_nothing_half_done)
{
    start_half(_i);
    int64_t before = rows();
    long statements = 0;
    for (;; statements++) {
        struct saving saving = everything();
        store_fail_after(trial->connection, statements);
        struct error *error = save(&saving);
        store_fail_after(trial->connection, -1);
        if (!error)
            break;
        ck_assert_int_eq(error->kind, ERROR_STORE);
        ck_assert_int_eq(rows(), before);
        ck_assert_str_eq(trial_verify(trial, TRIAL_PARTNERSHIP), "");
    }
    ck_assert_int_gt(statements, 20);
    ck_assert_int_ne(rows(), before);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_leads WHERE ended IS NULL"), 2);
    ck_assert_str_eq(trial_verify(trial, TRIAL_PARTNERSHIP), "");
}
END_TEST

START_TEST(a_narrow_memory_leaves_nothing_half_done)
{
    start_half(_i);
    int64_t before = rows();
    size_t most = 1000, refused = 0;
    for (;; most += 250, refused++) {
        struct saving saving = everything();
        saving.on = narrow_context(ctx, most);
        if (!saving.on)
            continue;
        struct error *error = save(&saving);
        if (!error)
            break;
        ck_assert_int_eq(error->kind, ERROR_MEMORY);
        ck_assert_int_eq(rows(), before);
    }
    ck_assert_uint_gt(refused, 20);
    ck_assert_int_ne(rows(), before);
    ck_assert_str_eq(trial_verify(trial, TRIAL_PARTNERSHIP), "");
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("changes");
    TCase *judging = tcase_create("judging"), *saving = tcase_create("saving");
    tcase_add_checked_fixture(judging, open_context, close_context);
    tcase_add_test(judging, what_is_well_formed_is_accepted);
    tcase_add_test(judging, what_is_not_is_refused);
    tcase_add_test(judging, a_key_of_several_parts_may_not_hold_the_joint);
    tcase_add_test(judging, exactly_one_of_some_must_be_given);
    tcase_add_test(judging, the_registers_own_rule_sees_only_well_formed_drafts);
    suite_add_tcase(suite, judging);
    tcase_set_timeout(saving, 120);
    tcase_add_checked_fixture(saving, open_context, close_context);
    tcase_add_test_on_engines(saving, a_form_adds_changes_and_withdraws);
    tcase_add_test_on_engines(saving, a_form_hears_of_the_other_record_with_its_key);
    tcase_add_test_on_engines(saving, nothing_to_save_is_no_entry);
    tcase_add_test_on_engines(saving, a_failing_statement_leaves_nothing_half_done);
    tcase_add_test_on_engines(saving, a_narrow_memory_leaves_nothing_half_done);
    suite_add_tcase(suite, saving);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
