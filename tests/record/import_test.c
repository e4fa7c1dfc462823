/* Importing folders of CSV: what is added, changed and left alone, every fault at its place, and nothing kept on a
 * fault. */
#include "../support/engines.h"
#include "../support/trial.h"

#include "base/buffer.h"
#include "base/file.h"

#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

static void *ctx;
static struct trial *trial;

static void open_context(void)
{
    ctx = talloc_new(NULL);
}

/* Whatever a test did, the history holds. */
static void close_context(void)
{
    ck_assert_str_eq(trial_verify(trial, 0), "");
    ck_assert_str_eq(trial_verify(trial, TRIAL_PARTNERSHIP), "");
    talloc_free(ctx);
}

/* A database with one area, a shared agency, two own ones and two outcomes. */
static void start(int engine)
{
    trial = trial_start(ctx, engine);
    trial_file(trial, "area.csv", "code,title\nE06000060,Buckinghamshire\n");
    trial_file(trial, "agency.csv", "ref,title,kind,area\npolice,The police,police,E06000060\n");
    ck_assert_str_eq(trial_import(trial, 0), "");
    trial_file(trial, "area.csv", NULL);
    trial_file(trial, "agency.csv", "ref,title,kind\ncouncil,The council,council\nnhs,The health service,health\n");
    trial_file(trial, "outcome.csv", "ref,title,leads,level\n4.2,Seen in time,council;police,3\n4.10,Heard,,\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    trial_file(trial, "agency.csv", NULL);
    trial_file(trial, "outcome.csv", NULL);
}

/* The faults of a file alone, imported for the partnership; nothing may be kept on any. */
static const char *faults_of(const char *name, const char *text)
{
    int64_t before = trial_count(trial, "SELECT count(*) FROM entry");
    const char *faults = trial_import_one(trial, TRIAL_PARTNERSHIP, name, text);
    if (*faults) {
        ck_assert_uint_eq(trial->counts.added + trial->counts.changed + trial->counts.equal, 0);
        ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM entry"), before);
    }
    return faults;
}

/* --- what comes in ------------------------------------------------------------------------------------------------ */

START_TEST(a_folder_comes_in_once)
{
    trial = trial_start(ctx, _i);
    trial_file(trial, "area.csv", "code,title,visible,known_from\nE06000060,Buckinghamshire,public,2020-04-01\n");
    trial_file(trial, "agency.csv",
               "ref,title,kind,area,visible,known_from\npolice,The police,police,E06000060,public,2020-04-01\n");
    trial_file(trial, "notes.txt", "not a register");
    ck_assert_str_eq(trial_import(trial, 0), "");
    ck_assert_uint_eq(trial->counts.added, 2);
    ck_assert_str_eq(trial_import(trial, 0), "");
    ck_assert_uint_eq(trial->counts.equal, 2);
    ck_assert_uint_eq(trial->counts.added + trial->counts.changed, 0);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM entry"), 1);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM area_version"), 1);
}
END_TEST

START_TEST(what_differs_is_changed_and_what_is_absent_is_left_alone)
{
    start(_i);
    ck_assert_str_eq(faults_of("outcome.csv", "ref,title,leads,level\n4.2,Seen within a day,nhs;council,3\n"), "");
    ck_assert_uint_eq(trial->counts.changed, 1);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome"), 2);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_version"), 3);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome WHERE title = 'Seen within a day'"), 1);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_leads WHERE ended IS NULL"), 2);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_leads WHERE ended IS NOT NULL"), 2);
}
END_TEST

START_TEST(links_that_stay_in_their_place_are_left_alone)
{
    start(_i);
    ck_assert_str_eq(faults_of("outcome.csv", "ref,title,leads,level\n4.2,Seen in time,council;nhs,3\n"), "");
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_leads"), 3);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_leads WHERE ended IS NULL"), 2);
    ck_assert_str_eq(faults_of("outcome.csv", "ref,title,leads,level\n4.2,Seen in time,,3\n"), "");
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_leads WHERE ended IS NULL"), 0);
}
END_TEST

START_TEST(references_resolve_among_files_forwards_and_in_circles)
{
    start(_i);
    trial_file(trial, "outcome.csv", "ref,title,parent,follows\na,A,c,b;c\nb,B,a,\nc,C,c,a\n");
    trial_file(trial, "rating.csv", "outcome,rated_on,colour\nb,2026-01-01,red\n4.2,2026-01-02,green\n");
    trial_file(trial, "agency.csv", "ref,title\nlate,Comes after none\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    ck_assert_uint_eq(trial->counts.added, 6);
    ck_assert_int_eq(
        trial_count(
            trial,
            "SELECT count(*) FROM outcome a JOIN outcome c ON c.id = a.parent WHERE a.ref = 'a' AND c.ref = 'c'"),
        1);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome_follows"), 3);
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    ck_assert_uint_eq(trial->counts.equal, 6);
}
END_TEST

START_TEST(the_own_partnership_comes_before_the_shared_one)
{
    start(_i);
    ck_assert_str_eq(faults_of("agency.csv", "ref,title\nprobation,Ours\n"), "");
    ck_assert_str_eq(trial_import_one(trial, 0, "agency.csv", "ref,title\nprobation,Everybody's\n"), "");
    ck_assert_str_eq(faults_of("outcome.csv", "ref,title,owner\n5.1,Owned,probation\n"), "");
    ck_assert_int_eq(
        trial_count(trial, "SELECT a.partnership FROM outcome o JOIN agency a ON a.id = o.owner WHERE o.ref = '5.1'"),
        TRIAL_PARTNERSHIP);
    ck_assert_str_eq(faults_of("agency.csv", "ref,title\nprobation,Ours still\n"), "");
    ck_assert_uint_eq(trial->counts.changed, 1);
}
END_TEST

START_TEST(visible_and_known_from_are_kept_where_nobody_states_them)
{
    start(_i);
    ck_assert_str_eq(faults_of("outcome.csv", "ref,title,visible,known_from\n7.1,Hidden,unit,2020-01-31\n"), "");
    ck_assert_str_eq(faults_of("outcome.csv", "ref,title\n7.1,Hidden\n"), "");
    ck_assert_uint_eq(trial->counts.equal, 1);
    ck_assert_str_eq(faults_of("outcome.csv", "ref,title,visible,known_from\n7.1,Hidden still,,\n"), "");
    ck_assert_int_eq(trial_count(trial, "SELECT visible FROM outcome WHERE ref = '7.1'"), VISIBLE_UNIT);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome WHERE ref = '7.1' AND known_from = '2026-11-23'"),
                     1);
    ck_assert_str_eq(faults_of("task.csv", "ref,title,agency\nt1,For partners,nhs\n"), "");
    ck_assert_int_eq(trial_count(trial, "SELECT visible FROM task"), VISIBLE_PARTNERS);
}
END_TEST

START_TEST(many_rows_take_the_short_way_alike)
{
    start(_i);
    struct buffer outcomes = buffer_on(ctx), ratings = buffer_on(ctx);
    buffer_text(&outcomes, "ref,title,parent,leads\n");
    buffer_text(&ratings, "outcome,rated_on,colour,sentence\n");
    for (int i = 0; i < 700; i++) {
        buffer_format(&outcomes, "n%d,Outcome %d,n%d,%s\n", i, i, (i + 1) % 700, i % 3 ? "police;nhs" : "council");
        buffer_format(&ratings, "n%d,2025-02-%02d,amber,\"Line one\nline %d\"\n", i / 2, i % 2 + 1, i);
    }
    trial_file(trial, "outcome.csv", buffer_cstr(&outcomes));
    trial_file(trial, "rating.csv", buffer_cstr(&ratings));
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    ck_assert_uint_eq(trial->counts.added, 1400);
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    ck_assert_uint_eq(trial->counts.equal, 1400);
    char *changed = talloc_strdup(ctx, buffer_cstr(&outcomes));
    memcpy(strstr(changed, "Outcome 350"), "OUTCOME", 7);
    memcpy(strstr(changed, "n352,Outcome 352,n353,police;nhs") + 21, ",nhs;police", 11);
    ck_assert_str_eq(faults_of("outcome.csv", changed), "");
    ck_assert_uint_eq(trial->counts.changed, 2);
    ck_assert_uint_eq(trial->counts.equal, 1398);
}
END_TEST

/* --- faults of one file ------------------------------------------------------------------------------------------- */

#define COLUMNS                                                                                                        \
    "one of the columns ref, title, says, leads, owner, follows, parent, level, children, size, due, is_open, status, " \
    "published_at, visible, known_from"
#define WHEN "expected a day as YYYY-MM-DD, or YYYY-MM or YYYY where only the month or year is known"

/* A file for the partnership and exactly what is said of it. */
static const struct {
    const char *name, *text, *faults;
} faulty[] = {
    {"outcome.csv", "ref,title,colour\n1,One,red\n",
     "outcome.csv:1:11: found \"colour\", expected " COLUMNS},
    {"outcome.csv", "ref,title,colour,level,shade\n1,One,red,9,dark\n1,,red,5,dark\n", /* an unknown column hides nothing */
     "outcome.csv:1:11: found \"colour\", expected " COLUMNS "\n"
     "outcome.csv:1:24: found \"shade\", expected " COLUMNS "\n"
     "outcome.csv:2:11: found \"9\", expected a whole number from 1 to 5\n"
     "outcome.csv:3:1: found \"1\", expected a key that no other row has: line 2 of outcome.csv has it\n"
     "outcome.csv:3:3: found nothing, expected a value, since title is required"},
    {"outcome.csv", "title,level,owner\nOne,9,\nTwo,5,fire\n", /* nor does a missing one of the key */
     "outcome.csv:1:1: found no column ref, expected the columns of the key: ref\n"
     "outcome.csv:2:5: found \"9\", expected a whole number from 1 to 5\n"
     "outcome.csv:3:7: found \"fire\", expected the ref of a recorded agency"},
    {"outcome.csv", "ref,title,ref,,level\n1,One,2,3,9\n", /* nor one that is there twice, or has no name */
     "outcome.csv:1:11: found \"ref\", expected a name that no column before it has\n"
     "outcome.csv:1:15: found nothing, expected the name of a column\n"
     "outcome.csv:2:11: found \"9\", expected a whole number from 1 to 5"},
    {"outcome.csv", "ref,title,visible,visible\n1,One,public,secret\n",
     "outcome.csv:1:19: found \"visible\", expected a name that no column before it has"},
    {"outcome.csv", "ref;title\n1;One\n",
     "outcome.csv:1:1: found \"ref;title\", expected column names with commas between them, not semicolons or tabs"},
    {"outcome.csv", "ref,title\r1,One\r",
     "outcome.csv:1:10: found \"\\r\", expected a line that ends in LF or CR LF\n"
     "outcome.csv:1:16: found \"\\r\", expected a line that ends in LF or CR LF"},
    {"outcome.csv", "ref,title,level\n1,caf\xE9,9\n2,Two,9\n",
     "outcome.csv:2:6: found \"\\x{E9}\", expected text in UTF-8\n"
     "outcome.csv:3:7: found \"9\", expected a whole number from 1 to 5"},
    {"outcome.csv", "ref,title\n1,a 5\" pipe\n2,\"Two\" more\n3\n\n4,\xF0\x9F\xA7\xB5,\n",
     "outcome.csv:2:6: found \"\\\"\", expected the whole cell in quotation marks, and those inside it doubled\n"
     "outcome.csv:3:8: found \" \", expected a comma or the end of the line after the closing quotation mark\n"
     "outcome.csv:4:2: found 1 cell, expected 2, as in the first line\n"
     "outcome.csv:5:1: found an empty line, expected a row of cells\n"
     "outcome.csv:6:5: found 3 cells, expected 2, as in the first line"},
    {"outcome.csv", "PK\x03\x04\xFF", "outcome.csv:1:1: found a ZIP archive, as spreadsheets are, expected CSV, text in UTF-8"},
    {"outcome.csv", "\xFE\xFFr", "outcome.csv:1:1: found text in UTF-16, expected CSV, text in UTF-8"},
    {"outcome.csv", "ref,title,size\n1,One,\"32,8\"\n2,Two,1e3\n",
     "outcome.csv:2:7: found \"32,8\", expected a number such as 12 or -0.75, without blanks, commas or needless zeros in front\n"
     "outcome.csv:3:7: found \"1e3\", expected a number such as 12 or -0.75, without blanks, commas or needless zeros in front"},
    {"outcome.csv", "ref,title,known_from\n1,One,2019-10\n",
     "outcome.csv:2:7: found \"2019-10\", expected a day as YYYY-MM-DD"},
    {"outcome.csv", "ref,title,owner\n1,One,abroad\n", /* another partnership has it */
     "outcome.csv:2:7: found \"abroad\", expected the ref of a recorded agency"},
    {"outcome.csv", "ref,title,title\n1,One,Uno\n",
     "outcome.csv:1:11: found \"title\", expected a name that no column before it has"},
    {"outcome.csv", "title\nOne\n", "outcome.csv:1:1: found no column ref, expected the columns of the key: ref"},
    {"rating.csv", "outcome,colour\n4.2,red\n",
     "rating.csv:1:1: found no column rated_on, expected the columns of the key: outcome,rated_on"},
    {"colour.csv", "ref\n1\n",
     "colour.csv:1:1: found a file of no known register, expected a file named after a register: agency, area, outcome, rating, "
     "reading, task"},
    {"outcome.csv", "", "outcome.csv:1:1: found an empty file, expected a first line of column names"},
    {"outcome.csv", "ref,title\n1,One,more\n", "outcome.csv:2:7: found 3 cells, expected 2, as in the first line"},
    {"outcome.csv", "ref,title\n1,\"One\n",
     "outcome.csv:2:3: found a quotation mark that is never closed, expected a closing quotation mark"},
    {"outcome.csv", "ref,title\n1,\n", "outcome.csv:2:3: found nothing, expected a value, since title is required"},
    {"outcome.csv", "ref\n1\n", "outcome.csv:2:1: found nothing, expected a value, since title is required"},
    {"outcome.csv", "ref,title,owner\n1,One,fire\n",
     "outcome.csv:2:7: found \"fire\", expected the ref of a recorded agency"},
    {"outcome.csv", "ref,title,leads\n1,One,nhs;fire;rescue\n",
     "outcome.csv:2:7: found \"fire\", expected the ref of a recorded agency\n"
     "outcome.csv:2:7: found \"rescue\", expected the ref of a recorded agency"},
    {"outcome.csv", "ref,title,owner\n1,One,nhs;police\n",
     "outcome.csv:2:7: found \"nhs;police\", expected one reference only"},
    {"outcome.csv", "ref,title,leads\n1,One,nhs;;police\n",
     "outcome.csv:2:7: found \"nhs;;police\", expected references joined by ; with nothing before, between or after them"},
    {"outcome.csv", "ref,title,leads\n1,One,nhs;police;nhs\n",
     "outcome.csv:2:7: found \"nhs\" twice, expected each reference once"},
    {"outcome.csv", "ref,title,status\n1,One,done\n",
     "outcome.csv:2:7: found \"done\", expected one of not-started, in-progress, completed"},
    {"task.csv", "ref,title,agency,started_on\n1,One,nhs,31/12/2019\n",
     "task.csv:2:11: found \"31/12/2019\", expected a day as YYYY-MM-DD"},
    {"task.csv", "ref,title,agency,started_on\n1,One,nhs,2019-02-30\n",
     "task.csv:2:11: found \"2019-02-30\", expected a day as YYYY-MM-DD"},
    {"task.csv", "ref,title,agency,started_on\n1,One,nhs,2019-10\n",
     "task.csv:2:11: found \"2019-10\", expected a day as YYYY-MM-DD"},
    {"outcome.csv", "ref,title,due\n1,One,31/12/2019\n2,Two,2019-02-29\n3,Three,2019-13\n4,Four,October 2019\n",
     "outcome.csv:2:7: found \"31/12/2019\", " WHEN "\n"
     "outcome.csv:3:7: found \"2019-02-29\", " WHEN "\n"
     "outcome.csv:4:9: found \"2019-13\", " WHEN "\n"
     "outcome.csv:5:8: found \"October 2019\", " WHEN},
    {"outcome.csv", "ref,title,level\n1,One,6\n", "outcome.csv:2:7: found \"6\", expected a whole number from 1 to 5"},
    {"outcome.csv", "ref,title,children\n1,One,\"1,200\"\n",
     "outcome.csv:2:7: found \"1,200\", expected a whole number"},
    {"outcome.csv", "ref,title,size\n1,One,032.80\n",
     "outcome.csv:2:7: found \"032.80\", expected a number such as 12 or -0.75, without blanks, commas or needless zeros in front"},
    {"outcome.csv", "ref,title,is_open\n1,One,Y\n", "outcome.csv:2:7: found \"Y\", expected yes or no"},
    {"outcome.csv", "ref,title,published_at\n1,One,www.example.org\n",
     "outcome.csv:2:7: found \"www.example.org\", expected an address that begins with http:// or https://, at most 2000 characters, "
     "without blanks"},
    {"outcome.csv", "ref,title\n1,\"One\nmore\"\n",
     "outcome.csv:2:3: found the character \"\\n\", expected one line of text without control characters"},
    {"outcome.csv", "ref,title,says\n1,One,tab\there\n",
     "outcome.csv:2:7: found the character \"\\t\", expected text without control characters, its lines ending in LF"},
    {"outcome.csv", "ref,title\n1,\" \"\n", "outcome.csv:2:3: found only blanks, expected words, or nothing at all"},
    {"area.csv", "code,title\n1,One\n",
     "area.csv:2:1: found Areas, which all partnerships share, expected records of one partnership"},
    {"outcome.csv", "ref,title\n4~2,One\n",
     "outcome.csv:2:1: found \"4~2\", expected no ~ and no ; since this is part of the record's key"},
    {"outcome.csv", "ref,title\n\" 4\",One\n",
     "outcome.csv:2:1: found \" 4\", expected no blank at either end, since this is part of the record's key"},
    {"outcome.csv", "ref,title\n1,One\n2,Two\n1,Uno\n",
     "outcome.csv:4:1: found \"1\", expected a key that no other row has: line 2 of outcome.csv has it"},
    {"agency.csv", "ref,title\npolice,Ours\n",
     "agency.csv:2:1: found \"police\", expected a key that no shared agency has"},
    {"outcome.csv", "ref,title,visible\n1,One,secret\n",
     "outcome.csv:2:7: found \"secret\", expected one of public, partners, unit"},
    {"outcome.csv", "ref,title,known_from\n1,One,soon\n",
     "outcome.csv:2:7: found \"soon\", expected a day as YYYY-MM-DD"},
    {"outcome.csv", "ref,title,known_from\n1,One,2026-11-24\n",
     "outcome.csv:2:7: found 2026-11-24, expected a day not after today, 2026-11-23"},
    {"outcome.csv", "ref,title,leads,level,known_from\n4.2,Other,council;police,3,2026-11-22\n",
     "outcome.csv:2:28: found 2026-11-22, expected a day not before that of the version it would replace, 2026-11-23"},
    {"outcome.csv", "ref,title\n4.2,Seen in time\n",
     "outcome.csv:2:1: found no column level, expected one, since this record has a value there: \"3\"\n"
     "outcome.csv:2:1: found no column leads, expected one, since this record has a value there: what is recorded"},
    {"task.csv", "ref,title,agency,outcome\n1,One,,\n",
     "task.csv:2:8: found none of them, expected exactly one of outcome,agency"},
    {"task.csv", "ref,title,agency,outcome\n1,One,nhs,4.2\n",
     "task.csv:2:7: found agency beside outcome, expected exactly one of outcome,agency"},
    {"rating.csv", "outcome,rated_on,colour\n9.9,2026-01-01,red\n",
     "rating.csv:2:1: found \"9.9\", expected the ref of a recorded outcome"},
    {"rating.csv", "outcome,rated_on,colour\n4.2,2026-01-01,red\n4.2,2026-01-01,green\n",
     "rating.csv:3:1: found \"4.2~2026-01-01\", expected a key that no other row has: line 2 of rating.csv has it"},
    {"outcome.csv", "ref,title,published_at,size,due\n,,x,y,z\n",
     "outcome.csv:2:1: found nothing, expected a value, since ref is required\n"
     "outcome.csv:2:2: found nothing, expected a value, since title is required\n"
     "outcome.csv:2:3: found \"x\", expected an address that begins with http:// or https://, at most 2000 characters, without blanks\n"
     "outcome.csv:2:5: found \"y\", expected a number such as 12 or -0.75, without blanks, commas or needless zeros in front\n"
     "outcome.csv:2:7: found \"z\", " WHEN},
};

/* Messages that name a file name it as the person did, folder and all. */
static const char *without_folder(const char *text)
{
    char *out = talloc_strdup(ctx, text), *at;
    size_t length = strlen(trial->folder) + 1;
    while ((at = strstr(out, trial->folder)))
        memmove(at, at + length, strlen(at + length) + 1);
    return out;
}

/* An agency of another partnership. */
static void plant_abroad(void)
{
    struct actor own = trial->writer.actor;
    trial->writer.actor.partnership = 8;
    ck_assert_str_eq(trial_import_one(trial, 8, "agency.csv", "ref,title\nabroad,Elsewhere\n"), "");
    trial->writer.actor = own;
}

START_TEST(faulty_files_are_told_exactly)
{
    start(_i);
    plant_abroad();
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++)
        ck_assert_str_eq(without_folder(faults_of(faulty[i].name, faulty[i].text)), faulty[i].faults);
    ck_assert_str_eq(faults_of("outcome.csv", "ref,title,leads,level\n4.2,Seen in time,council;police,3\n"), "");
    ck_assert_uint_eq(trial->counts.equal, 1);
}
END_TEST

START_TEST(a_text_too_long_is_counted_in_characters)
{
    start(_i);
    char title[1000] = "";
    for (int i = 0; i < 300; i++)
        memcpy(title + 2 * i, "é", 3);
    ck_assert_str_eq(faults_of("outcome.csv", talloc_asprintf(ctx, "ref,title\n1,%s\n", title)), "");
    ck_assert_str_eq(faults_of("outcome.csv", talloc_asprintf(ctx, "ref,title\n2,%sx\n", title)),
                     "outcome.csv:2:3: found 301 characters, expected at most 300");
}
END_TEST

START_TEST(what_is_not_canonical_but_clear_comes_in)
{
    start(_i);
    ck_assert_str_eq(faults_of("outcome.csv", "\xEF\xBB\xBFtitle,ref\r\n\"One\",1\r\n\"Two,\r\nthree\",2"),
                     "outcome.csv:3:1: found the character \"\\r\", expected one line of text without control characters");
    ck_assert_str_eq(faults_of("outcome.csv", "\xEF\xBB\xBFtitle,ref\r\n\"One\",1\r\n\"Two, three\",2"), "");
    ck_assert_uint_eq(trial->counts.added, 2);
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM outcome WHERE ref = '2' AND title = 'Two, three'"), 1);
}
END_TEST

START_TEST(a_nul_is_no_end)
{
    start(_i);
    static const char bytes[] = "ref,title,level\n1,x\0y,2\n2,Two,9\n";
    ck_assert_fine(file_write(ctx, talloc_asprintf(ctx, "%s/outcome.csv", trial->folder), bytes, sizeof bytes - 1));
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP),
                     "outcome.csv:2:4: found \"\\u{0000}\", expected text without NUL\n"
                     "outcome.csv:3:7: found \"9\", expected a whole number from 1 to 5");
}
END_TEST

START_TEST(a_cell_without_end_is_told_in_a_line)
{
    start(_i);
    char *cell = talloc_size(ctx, ((size_t)1 << 20) + 2);
    memset(cell, 'x', ((size_t)1 << 20) + 1);
    cell[((size_t)1 << 20) + 1] = '\0';
    ck_assert_str_eq(faults_of("outcome.csv", talloc_asprintf(ctx, "ref,title,level\n1,%s,2\n2,Two,9\n", cell)),
                     "outcome.csv:2:3: found 1048577 bytes in a cell, expected at most 1048576\n"
                     "outcome.csv:3:7: found \"9\", expected a whole number from 1 to 5");
}
END_TEST

START_TEST(what_cannot_be_read_is_told_beside_the_rest)
{
    start(_i);
    ck_assert_int_eq(mkdir(talloc_asprintf(ctx, "%s/agency.csv", trial->folder), 0700), 0);
    ck_assert_int_eq(symlink("nowhere", talloc_asprintf(ctx, "%s/rating.csv", trial->folder)), 0);
    trial_file(trial, "outcome.csv", "ref,title,level\n1,One,9\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP),
                     "agency.csv:1:1: found a folder, expected a CSV file\n"
                     "outcome.csv:2:7: found \"9\", expected a whole number from 1 to 5\n"
                     "rating.csv:1:1: found nothing that can be read, expected a CSV file");
}
END_TEST

START_TEST(a_wrong_value_hides_no_change_that_may_not_be)
{
    start(_i);
    ck_assert_str_eq(faults_of("task.csv", "ref,title,agency\nt1,Visit,nhs\n"), "");
    ck_assert_str_eq(faults_of("task.csv", "ref,title,agency,started_on\nt1,Call,nhs,soon\n"),
                     "task.csv:2:4: found \"Call\", expected what was declared and may not change: \"Visit\"\n"
                     "task.csv:2:13: found \"soon\", expected a day as YYYY-MM-DD");
}
END_TEST

START_TEST(what_was_declared_stays_declared)
{
    start(_i);
    ck_assert_str_eq(faults_of("task.csv", "ref,title,agency\nt1,Visit,nhs\n"), "");
    ck_assert_str_eq(faults_of("task.csv", "ref,title,agency,started_on\nt1,Visit,police,2026-01-01\n"), "");
    ck_assert_uint_eq(trial->counts.changed, 1);
    ck_assert_str_eq(faults_of("task.csv", "ref,title,agency,started_on\nt1,Call,police,2026-01-01\n"),
                     "task.csv:2:4: found \"Call\", expected what was declared and may not change: \"Visit\"");
    ck_assert_str_eq(faults_of("task.csv", "ref,title,outcome,agency,started_on\nt1,Visit,4.2,,2026-01-01\n"),
                     "task.csv:2:10: found \"4.2\", expected what was declared and may not change: nothing");
}
END_TEST

START_TEST(an_observation_is_never_changed)
{
    trial = trial_start(ctx, _i);
    trial_file(trial, "area.csv", "code,title\nA,Aylesbury\n");
    trial_file(trial, "reading.csv", "area,day,published_on,value\nA,2025-03-31,2025-06-01,32.80\n");
    ck_assert_str_eq(trial_import(trial, 0), "");
    ck_assert_str_eq(trial_import(trial, 0), "");
    ck_assert_str_eq(
        trial_import_one(trial, 0, "reading.csv", "area,day,published_on,value\nA,2025-03-31,2025-06-01,32.8\n"),
        "reading.csv:2:25: found \"32.8\", expected what is recorded and never changes (a newer record supersedes it): "
        "\"32.80\"");
    ck_assert_str_eq(
        trial_import_one(trial, 0, "reading.csv",
                         "area,day,published_on,value,visible\nA,2025-03-31,2025-06-01,32.80,unit\n"),
        "reading.csv:2:1: found a change of who may see it or since when it is known, expected a record that is left as it "
        "is: it never changes");
    ck_assert_str_eq(
        trial_import_one(trial, 0, "reading.csv", "area,day,published_on,value\nA,2025-03-31,2025-09-01,32.8\n"), "");
    ck_assert_int_eq(trial_count(trial, "SELECT count(*) FROM reading"), 2);
}
END_TEST

START_TEST(a_register_that_belongs_to_partnerships_is_not_shared)
{
    trial = trial_start(ctx, _i);
    ck_assert_str_eq(
        trial_import_one(trial, 0, "outcome.csv", "ref,title\n1,One\n"),
        "outcome.csv:2:1: found Outcomes, which belong to one partnership each, expected records that all partnerships share");
}
END_TEST

/* --- many files, folders ------------------------------------------------------------------------------------------ */

START_TEST(all_faults_of_all_files_are_told_in_order)
{
    start(_i);
    trial_file(trial, "task.csv", "ref,title,agency\n1,One,fire\n");
    trial_file(trial, "outcome.csv", "ref,title,due,level\n1,One,never,9\n2,\"Two\n3,Three,,\n");
    trial_file(trial, "agency.csv", "ref,title,kind\nfire,Fire,orange\n");
    trial_file(trial, "area2.csv", "code\n");
    ck_assert_str_eq(
        trial_import(trial, TRIAL_PARTNERSHIP),
        "agency.csv:2:11: found \"orange\", expected one of council, police, health\n"
        "area2.csv:1:1: found a file of no known register, expected a file named after a register: agency, area, "
        "outcome, rating, reading, task\n"
        "outcome.csv:2:7: found \"never\", " WHEN "\n"
        "outcome.csv:2:13: found \"9\", expected a whole number from 1 to 5\n"
        "outcome.csv:3:3: found a quotation mark that is never closed, expected a closing quotation mark");
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_an_error)
{
    trial = trial_start(ctx, _i);
    struct fault_list faults;
    ck_assert_error(trial_import_error(trial, TRIAL_PARTNERSHIP, &faults), ERROR_INVALID, "There is no CSV file in ");
    trial->folder = talloc_asprintf(ctx, "%s/nowhere", trial->folder);
    ck_assert_error(trial_import_error(trial, TRIAL_PARTNERSHIP, &faults), ERROR_NOT_FOUND, "There is no folder ");
}
END_TEST

START_TEST(nobody_writes_for_others)
{
    start(_i);
    struct fault_list faults;
    trial_file(trial, "agency.csv", "ref,title\nfire,Fire\n");
    ck_assert_error(trial_import_error(trial, 8, &faults), ERROR_INVALID, "Another partnership's records");
    trial->writer.actor.shared_writer = false;
    ck_assert_error(trial_import_error(trial, 0, &faults), ERROR_INVALID, "Shared records may not be changed here.");
}
END_TEST

/* --- progress ----------------------------------------------------------------------------------------------------- */

struct seen {
    size_t reading, saving, last;
};

static void see(void *state, const char *what, size_t done, size_t of)
{
    struct seen *seen = state;
    ck_assert_uint_le(done, of);
    *(strcmp(what, "Saving") == 0 ? &seen->saving : &seen->reading) += 1;
    seen->last = done;
}

START_TEST(a_bar_has_something_to_show)
{
    trial = trial_start(ctx, _i);
    struct buffer outcomes = buffer_on(ctx);
    buffer_text(&outcomes, "ref,title\n");
    for (int i = 0; i < 3000; i++)
        buffer_format(&outcomes, "n%d,Outcome %d\n", i, i);
    trial_file(trial, "outcome.csv", buffer_cstr(&outcomes));
    struct seen seen = {0};
    struct fault_list faults = fault_list_on(ctx);
    ck_assert_fine(transfer_import(ctx, &trial->writer, &trial->circumstances, TRIAL_PARTNERSHIP, trial->folder,
                                   DATE_NONE, see, &seen, &faults, &trial->counts));
    ck_assert_uint_eq(seen.reading, 3);
    ck_assert_uint_ge(seen.saving, 90);
    ck_assert_uint_eq(seen.last, 3000);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("import");
    TCase *tcase = tcase_create("folders of CSV");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, open_context, close_context);
    tcase_add_test_on_engines(tcase, a_folder_comes_in_once);
    tcase_add_test_on_engines(tcase, what_differs_is_changed_and_what_is_absent_is_left_alone);
    tcase_add_test_on_engines(tcase, links_that_stay_in_their_place_are_left_alone);
    tcase_add_test_on_engines(tcase, references_resolve_among_files_forwards_and_in_circles);
    tcase_add_test_on_engines(tcase, the_own_partnership_comes_before_the_shared_one);
    tcase_add_test_on_engines(tcase, visible_and_known_from_are_kept_where_nobody_states_them);
    tcase_add_test_on_engines(tcase, many_rows_take_the_short_way_alike);
    tcase_add_test_on_engines(tcase, faulty_files_are_told_exactly);
    tcase_add_test_on_engines(tcase, a_text_too_long_is_counted_in_characters);
    tcase_add_test_on_engines(tcase, what_is_not_canonical_but_clear_comes_in);
    tcase_add_test_on_engines(tcase, a_nul_is_no_end);
    tcase_add_test_on_engines(tcase, a_cell_without_end_is_told_in_a_line);
    tcase_add_test_on_engines(tcase, what_cannot_be_read_is_told_beside_the_rest);
    tcase_add_test_on_engines(tcase, a_wrong_value_hides_no_change_that_may_not_be);
    tcase_add_test_on_engines(tcase, what_was_declared_stays_declared);
    tcase_add_test_on_engines(tcase, an_observation_is_never_changed);
    tcase_add_test_on_engines(tcase, a_register_that_belongs_to_partnerships_is_not_shared);
    tcase_add_test_on_engines(tcase, all_faults_of_all_files_are_told_in_order);
    tcase_add_test_on_engines(tcase, a_folder_that_is_not_there_is_an_error);
    tcase_add_test_on_engines(tcase, nobody_writes_for_others);
    tcase_add_test_on_engines(tcase, a_bar_has_something_to_show);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
