/* Exporting: canonical, complete, and read back to the same bytes, whatever was recorded. */
#include "../support/engines.h"
#include "../support/sample_registers.h"
#include "../support/trial.h"

#include "base/buffer.h"
#include "exchange/csv.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
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

static const char *const files[] = {"area.csv", "agency.csv", "outcome.csv", "rating.csv", "task.csv", "reading.csv"};

/* --- records of every kind, made up from a number ----------------------------------------------------------------- */

static uint64_t dice;

static size_t throw_dice(size_t sides)
{
    dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
    return (size_t)(dice >> 33) % sides;
}

static const char *words(bool lines)
{
    static const char *const pieces[] = {"a",    "Z", "0", ",", "\"",  "\"\"", "'",       ";",
                                         "=1+1", " ", "é", "–", "漢",  "🧵", "\\",      "NULL",
                                         "~",    "-", "@", "%", "<b>", "ß",    "\xCC\x81"};
    char *text = talloc_strdup(ctx, pieces[throw_dice(3)]);
    for (size_t i = throw_dice(12); i > 0; i--)
        text = talloc_strdup_append(
            text, lines && throw_dice(5) == 0 ? "\n" : pieces[throw_dice(sizeof pieces / sizeof *pieces)]);
    return text;
}

static const char *value_of(const struct field_def *field, size_t outcomes)
{
    static const char *const decimals[] = {"0",   "32.80", "-0.75", "0.00", "-0", "99999999999999999999.10",
                                           "100", "0.1000"};
    static const char *const agencies[] = {"ag1", "ag2", "ag3", "shared"};
    static const char *const whens[] = {"2019-10-31", "2019-10", "2009-10", "2019", "1800", "2200-12"};
    static const char *const flags[] = {"yes", "no"};
    static const char *const urls[] = {"https://example.org/a?b=c,d", "http://example.org"};
    bool agency = field->to && strcmp(field->to, "agency") == 0;
    if (!field->required && throw_dice(3) == 0)
        return NULL;
    switch (field->kind) {
    case FIELD_TEXT:
        return words(false);
    case FIELD_LONG_TEXT:
        return words(true);
    case FIELD_INTEGER:
        return talloc_asprintf(ctx, "%lld", (long long)throw_dice(2000000) * (throw_dice(2) ? -1000000007LL : 1));
    case FIELD_SCALE:
        return talloc_asprintf(ctx, "%zu", 1 + throw_dice(5));
    case FIELD_DECIMAL:
        return decimals[throw_dice(sizeof decimals / sizeof *decimals)];
    case FIELD_DATE:
        return talloc_asprintf(ctx, "%d-%02d-%02d", (int)(1900 + throw_dice(300)), (int)(1 + throw_dice(12)),
                               (int)(1 + throw_dice(28)));
    case FIELD_WHEN:
        return whens[throw_dice(sizeof whens / sizeof *whens)];
    case FIELD_FLAG:
        return flags[throw_dice(2)];
    case FIELD_CHOICE:
        return field->choices[throw_dice(3)].code;
    case FIELD_URL:
        return urls[throw_dice(2)];
    case FIELD_REF:
        return agency ? agencies[throw_dice(4)] : talloc_asprintf(ctx, "4.%zu", throw_dice(outcomes));
    case FIELD_REF_MANY:
        return agency ? talloc_asprintf(ctx, "%s;shared", agencies[throw_dice(3)])
                      : talloc_asprintf(ctx, "4.%zu;4.%zu", throw_dice(outcomes / 2),
                                        outcomes / 2 + throw_dice(outcomes / 2));
    }
    return NULL;
}

/* A file of outcomes in no order, which need not be canonical. */
static const char *make_outcomes(size_t count)
{
    struct buffer text = buffer_on(ctx);
    buffer_text(
        &text,
        "visible,known_from,ref,title,says,leads,owner,follows,parent,level,children,size,due,is_open,status,published_at\n");
    for (size_t i = 0; i < count; i++) {
        const char *cells[16] = {visibility_code((enum visibility)throw_dice(3)),
                                 talloc_asprintf(ctx, "20%02zu-06-01", throw_dice(26)),
                                 talloc_asprintf(ctx, "4.%zu", (i * 7) % count)};
        for (size_t field = 1; field < 14; field++)
            cells[field + 2] = value_of(&sample_outcome.fields[field], count);
        csv_write_row(&text, cells, 16, CSV_CANONICAL);
    }
    return buffer_cstr(&text);
}

static void start(int engine)
{
    trial = trial_start(ctx, engine);
    trial_file(trial, "area.csv", "code,title\nA,Aylesbury\n");
    trial_file(trial, "agency.csv", "ref,title,area\nshared,All of us,A\n");
    trial_file(trial, "reading.csv",
               "area,day,published_on,value\nA,2025-03-31,2025-06-01,32.80\nA,2025-03-31,2025-06-02,32.8\n"
               "A,2025-03-31,2025-06-30,33\nA,2025-03-31,2025-06,34\nA,2025-03-31,2025-07-01,35\nA,2025-03-31,2025,36\n");
    ck_assert_str_eq(trial_import(trial, 0), "");
    trial_file(trial, "area.csv", NULL);
    trial_file(trial, "reading.csv", NULL);
    trial_file(trial, "agency.csv", "ref,title,kind,area\nag1,One,police,A\nag2,Two,,\nag3,Three,health,A\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    trial_file(trial, "agency.csv", NULL);
}

/* Imports what was exported to FOLDER/SUBFOLDER. */
static const char *import_again(int64_t where, const char *subfolder)
{
    const char *folder = trial->folder;
    trial->folder = talloc_asprintf(ctx, "%s/%s", folder, subfolder);
    const char *faults = trial_import(trial, where);
    trial->folder = folder;
    return faults;
}

static void assert_same_files(const char *left, const char *right)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        ck_assert_str_eq(trial_read(trial, left, files[i]), trial_read(trial, right, files[i]));
}

START_TEST(what_is_exported_comes_back_byte_for_byte)
{
    dice = 4711 + (uint64_t)_i / 2;
    int engine = _i % 2 ? STORE_POSTGRES : STORE_SQLITE;
    start(engine);
    trial_file(trial, "outcome.csv", make_outcomes(40));
    trial_file(
        trial, "rating.csv",
        "outcome,rated_on,colour,sentence\n4.10,2025-01-02,red,\"Two\nlines\"\n4.9,2025-01-02,red,\n4.10,2025-01-01,green,\n");
    trial_file(trial, "task.csv", "ref,title,agency,outcome\nt10,Ten,shared,\nt9,Nine,,4.3\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    ck_assert_uint_eq(trial_export(trial, TRIAL_PARTNERSHIP, "once"), 3 + 40 + 3 + 2);
    ck_assert_uint_eq(trial_export(trial, 0, "shared"), 8);

    /* the same database: nothing changes */
    ck_assert_str_eq(import_again(TRIAL_PARTNERSHIP, "once"), "");
    ck_assert_uint_eq(trial->counts.equal, 48);
    ck_assert_uint_eq(trial->counts.changed + trial->counts.added, 0);

    /* an empty one: the same bytes come out */
    const char *folder = trial->folder;
    trial = trial_start(ctx, engine);
    trial->folder = folder;
    ck_assert_str_eq(import_again(0, "shared"), "");
    ck_assert_str_eq(import_again(TRIAL_PARTNERSHIP, "once"), "");
    ck_assert_uint_eq(trial->counts.added, 48);
    trial_export(trial, TRIAL_PARTNERSHIP, "twice");
    trial_export(trial, 0, "shared-twice");
    assert_same_files("once", "twice");
    assert_same_files("shared", "shared-twice");
    ck_assert_str_eq(trial_verify(trial, TRIAL_PARTNERSHIP), "");
}
END_TEST

START_TEST(rows_stand_in_the_order_a_person_expects)
{
    start(_i);
    trial_file(trial, "outcome.csv",
               "title,ref,leads\nTen,4.10,ag2;shared;ag1\nZero two,4.02,\nTwo,4.2,\nA,a,\nHyphen,4.2-x,\n");
    trial_file(
        trial, "rating.csv",
        "outcome,rated_on,colour\n4.10,2025-01-02,red\n4.2,2025-02-01,red\n4.2,2025-01-31,amber\n4.02,2025-03-01,green\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    trial_export(trial, TRIAL_PARTNERSHIP, "out");
    ck_assert_str_eq(
        trial_read(trial, "out", "outcome.csv"),
        "ref,title,says,leads,owner,follows,parent,level,children,size,due,is_open,status,published_at,visible,known_from\n"
        "4.02,Zero two,,,,,,,,,,,,,public,2026-11-23\n"
        "4.2,Two,,,,,,,,,,,,,public,2026-11-23\n"
        "4.2-x,Hyphen,,,,,,,,,,,,,public,2026-11-23\n"
        "4.10,Ten,,ag2;shared;ag1,,,,,,,,,,,public,2026-11-23\n"
        "a,A,,,,,,,,,,,,,public,2026-11-23\n");
    ck_assert_str_eq(trial_read(trial, "out", "rating.csv"), "outcome,rated_on,colour,sentence,visible,known_from\n"
                                                             "4.2,2025-01-31,amber,,public,2026-11-23\n"
                                                             "4.2,2025-02-01,red,,public,2026-11-23\n"
                                                             "4.02,2025-03-01,green,,public,2026-11-23\n"
                                                             "4.10,2025-01-02,red,,public,2026-11-23\n");
    ck_assert_str_eq(trial_read(trial, "out", "task.csv"), "");
    ck_assert_str_eq(trial_read(trial, "out", "area.csv"), "");
}
END_TEST

START_TEST(only_what_the_actor_may_see_is_exported)
{
    start(_i);
    trial_file(
        trial, "outcome.csv",
        "ref,title,visible,parent,follows\n1,Public,public,2,2;3\n2,Partners,partners,,\n3,Also public,public,1,1\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    trial->writer.actor = actor_public(TRIAL_PARTNERSHIP);
    trial_export(trial, TRIAL_PARTNERSHIP, "out");
    ck_assert_str_eq(
        trial_read(trial, "out", "outcome.csv"),
        "ref,title,says,leads,owner,follows,parent,level,children,size,due,is_open,status,published_at,visible,known_from\n"
        "1,Public,,,,3,,,,,,,,,public,2026-11-23\n"
        "3,Also public,,,,1,1,,,,,,,,public,2026-11-23\n");
}
END_TEST

START_TEST(files_are_replaced_whole_or_not_at_all)
{
    start(_i);
    trial_export(trial, TRIAL_PARTNERSHIP, "out");
    const char *before = talloc_strdup(ctx, trial_read(trial, "out", "agency.csv"));
    struct stat about;
    const char *out = talloc_asprintf(ctx, "%s/out", trial->folder), *file = talloc_asprintf(ctx, "%s/agency.csv", out);
    ck_assert_int_eq(stat(file, &about), 0);
    ino_t inode = about.st_ino;
    ck_assert_str_eq(trial_import_one(trial, TRIAL_PARTNERSHIP, "agency.csv", "ref,title,kind,area\nag2,Zwei,,\n"), "");

    /* a folder stands where the file should go */
    size_t count, records;
    const char *blocked = talloc_asprintf(ctx, "%s/blocked", trial->folder);
    ck_assert_int_eq(mkdir(blocked, 0700) + mkdir(talloc_asprintf(ctx, "%s/agency.csv", blocked), 0700), 0);
    ck_assert_error(transfer_export(ctx, &trial->writer, TRIAL_PARTNERSHIP, blocked, false, &count, &records), ERROR_IO,
                    "/blocked/agency.csv");
    ck_assert_error(transfer_export(ctx, &trial->writer, TRIAL_PARTNERSHIP, file, false, &count, &records), ERROR_IO,
                    "/out/agency.csv");

    ck_assert_str_eq(trial_read(trial, "out", "agency.csv"), before);
    trial_export(trial, TRIAL_PARTNERSHIP, "out");
    ck_assert_int_eq(stat(file, &about), 0);
    ck_assert_uint_ne(about.st_ino, inode);
    ck_assert_ptr_nonnull(strstr(trial_read(trial, "out", "agency.csv"), "Zwei"));
}
END_TEST

/* No file may grow further than this, as on a full disk; 0: no limit. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit = {.rlim_cur = bytes ? bytes : RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
    (void)signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(a_full_disk_is_an_error_that_names_the_file)
{
    start(STORE_SQLITE);
    size_t count, records;
    const char *full = talloc_asprintf(ctx, "%s/full", trial->folder);
    ck_assert_int_eq(mkdir(full, 0700), 0);
    struct buffer outcomes = buffer_on(ctx);
    buffer_text(&outcomes, "ref,title\n");
    for (int i = 0; i < 3000; i++)
        buffer_format(&outcomes, "%d,An outcome with a number\n", i);
    ck_assert_str_eq(trial_import_one(trial, TRIAL_PARTNERSHIP, "outcome.csv", buffer_cstr(&outcomes)), "");
    limit_files(20000);
    ck_assert_error(transfer_export(ctx, &trial->writer, TRIAL_PARTNERSHIP, full, false, &count, &records), ERROR_IO,
                    "/full/outcome.csv could not be written: File too large.");
    limit_files(0);
    ck_assert_str_eq(trial_read(trial, "full", "outcome.csv"), "");
}
END_TEST

START_TEST(for_a_spreadsheet_formulas_are_disarmed)
{
    start(_i);
    ck_assert_str_eq(trial_import_one(trial, TRIAL_PARTNERSHIP, "outcome.csv", "ref,title,size\n1,=HYPERLINK(1),-4\n"),
                     "");
    size_t count, records;
    ck_assert_fine(transfer_export(ctx, &trial->writer, TRIAL_PARTNERSHIP,
                                   talloc_asprintf(ctx, "%s/sheet", trial->folder), true, &count, &records));
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(records, 4);
    const char *text = trial_read(trial, "sheet", "outcome.csv");
    ck_assert_ptr_nonnull(strstr(text, "1,'=HYPERLINK(1),"));
    ck_assert_ptr_nonnull(strstr(text, ",-4,"));
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("export");
    TCase *tcase = tcase_create("folders of CSV");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, open_context, close_context);
    tcase_add_loop_test(tcase, what_is_exported_comes_back_byte_for_byte, 0, 20);
    tcase_add_test_on_engines(tcase, rows_stand_in_the_order_a_person_expects);
    tcase_add_test_on_engines(tcase, only_what_the_actor_may_see_is_exported);
    tcase_add_test_on_engines(tcase, files_are_replaced_whole_or_not_at_all);
    tcase_add_test(tcase, a_full_disk_is_an_error_that_names_the_file);
    tcase_add_test_on_engines(tcase, for_a_spreadsheet_formulas_are_disarmed);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
