/* The yearly report, from an invented partnership's records to the file: what is recorded is what it says, and nothing else.
 * Every test runs the real commands on the real registers, begins with the records of fixture/ and changes some. */
#include "app/application.h"
#include "base/file.h"

#include "../support/engines.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#define FIXTURE "tests/report/fixture"

static void *ctx;
static const char *folder, *database, *owned;
static char *said, *complained;

/* Runs `goldthread` with these words (ending with NULL) and gives the exit code. */
static int run(const char *first, ...)
{
    char *words[24] = {(char *)"goldthread"};
    int count = 1;
    size_t said_count, complained_count;
    va_list more;
    va_start(more, first);
    for (const char *word = first; word; word = va_arg(more, const char *))
        words[count++] = (char *)(uintptr_t)word;
    va_end(more);
    free(said);
    free(complained);
    FILE *out = open_memstream(&said, &said_count), *error = open_memstream(&complained, &complained_count);
    int code = command_line_run(features, count, words, out, error);
    fclose(out);
    fclose(error);
    return code;
}

static void must(int code)
{
    if (code != 0)
        ck_abort_msg("exit code %d: %s", code, complained);
}

static const char *read_report(const char *where)
{
    char *bytes;
    size_t count;
    const char *path = talloc_asprintf(ctx, "%s/report.html", where);
    ck_assert_ptr_null(file_read(ctx, path, (size_t)16 << 20, &bytes, &count));
    return bytes;
}

/* The report as it is written with these options more: two, or NULL. */
static const char *report(const char *option, const char *value)
{
    const char *out = talloc_asprintf(ctx, "%s/out", folder);
    must(run("report", "--period", "2018-19", "--out", out, "--db", database, option, value, NULL));
    return read_report(out);
}

/* Imports one file's rows for the partnership, or for all. */
static void import(const char *file, const char *text, bool shared)
{
    const char *changes = talloc_asprintf(ctx, "%s/changes", folder), *path = talloc_asprintf(ctx, "%s/%s", changes, file);
    (void)mkdir(changes, 0700);
    ck_assert_ptr_null(file_write(ctx, path, text, strlen(text)));
    must(shared ? run("import", changes, "--shared", "--db", database, NULL)
                : run("import", changes, "--partnership", "redshire", "--db", database, NULL));
    ck_assert_int_eq(unlink(path), 0);
}

/* The chapter that begins at the heading with this id and ends before the one with the other; NULL: to the end. */
static const char *chapter(const char *html, const char *id, const char *next)
{
    const char *from = strstr(html, talloc_asprintf(ctx, " id=\"%s\"", id));
    ck_assert_msg(from != NULL, "no chapter %s", id);
    const char *to = next ? strstr(from, talloc_asprintf(ctx, " id=\"%s\"", next)) : from + strlen(from);
    ck_assert_msg(to != NULL, "no chapter %s after %s", next, id);
    return talloc_strndup(ctx, from, (size_t)(to - from));
}

#define ck_says(text, words) ck_assert_msg(strstr((text), (words)) != NULL, "does not say: %s", (words))
#define ck_silent(text, words) ck_assert_msg(strstr((text), (words)) == NULL, "says: %s", (words))

static void fill(void *of, const struct scratch *scratch)
{
    must(run("demo", "--db", scratch->owner, "--out", talloc_asprintf(of, "%s/demo", scratch_folder(of)), "--sample", FIXTURE, NULL));
}

static const struct scratch_kept fixture = {.name = "report_fixture", .fill = fill};

static void setup(void)
{
    ctx = talloc_new(NULL);
}

/* A database of this test's own with the records of the fixture. The program runs as a user who owns no table. */
static void begin(int engine)
{
    const struct scratch *scratch = scratch_copy_of(ctx, engine, &fixture);
    folder = scratch_folder(ctx);
    database = scratch->application;
    owned = scratch->owner;
}

static void teardown(void)
{
    talloc_free(ctx);
    free(said);
    free(complained);
    said = complained = NULL;
}

/* ---- the file ---- */

START_TEST(it_stands_alone_and_is_in_order)
{
    static const char *const order[] = {"summary", "contents", "about", "area", "priorities", "plan", "actions", "minutes", "evidence",
                                        "threads", "measures", "since", "since-figures", "since-evidence", "coverage", "sources"};
    begin(_i);
    const char *html = report("--partnership", "redshire"), *at = html;
    ck_says(html, "<html lang=\"en-GB\"");
    ck_says(html, "<title>Children in Redshire");
    ck_says(html, "default-src 'none'");
    ck_silent(html, "<script");
    ck_silent(html, " src=");
    ck_silent(html, "<link ");
    ck_silent(html, "@import");
    ck_silent(html, "href=\"/");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        at = strstr(at, talloc_asprintf(ctx, " id=\"%s\"", order[i]));
        ck_assert_msg(at != NULL, "%s is missing or out of order", order[i]);
    }
}
END_TEST

START_TEST(headings_do_not_skip_a_level)
{
    begin(_i);
    const char *html = report("--partnership", "redshire");
    int before = 0, ones = 0;
    for (const char *h = html; (h = strstr(h, "<h")) != NULL; h++) {
        if (!isdigit((unsigned char)h[2]))
            continue;
        int level = h[2] - '0';
        ck_assert_msg(level <= before + 1, "level %d after %d: %.80s", level, before, h);
        before = level;
        ones += level == 1;
    }
    ck_assert_int_eq(ones, 1);
}
END_TEST

START_TEST(every_link_within_it_leads_somewhere_once)
{
    begin(_i);
    const char *html = report("--partnership", "redshire");
    size_t links = 0;
    for (const char *h = html; (h = strstr(h, "href=\"#")) != NULL; h++) {
        const char *name = h + strlen("href=\"#");
        const char *id = talloc_asprintf(ctx, " id=\"%.*s\"", (int)strcspn(name, "\""), name);
        const char *there = strstr(html, id);
        ck_assert_msg(there != NULL, "nothing has%s", id);
        ck_assert_msg(strstr(there + 1, id) == NULL, "twice:%s", id);
        links++;
    }
    ck_assert_uint_gt(links, 20);
}
END_TEST

START_TEST(the_banner_is_on_every_printed_page)
{
    begin(_i);
    const char *html = report("--partnership", "redshire");
    ck_says(html, "An invented &quot;example&quot;; not a publication");
    ck_says(html, "@top-center{content:\"An invented \\22 example\\22 ; not a publication\"}");
}
END_TEST

START_TEST(the_chain_heads_are_those_that_verify_knows)
{
    static const char line[] = "Head of the chain of this partnership's records: ";
    begin(_i);
    const char *html = report("--partnership", "redshire"), *head = strstr(said, line);
    ck_assert_ptr_nonnull(head);
    const char *hash = talloc_strndup(ctx, head + strlen(line), 64);
    ck_assert_ptr_nonnull(strstr(said, "Head of the chain of the shared records: "));
    ck_says(html, "How to hold us to these records");
    ck_silent(html, hash); /* it tells of every change, also of what the public may not see */
    must(run("export", talloc_asprintf(ctx, "%s/backup", folder), "--partnership", "redshire", "--db", database, NULL));
    ck_says(said, talloc_asprintf(ctx, "%s%s\n", line, hash));
    must(run("verify", "--head", hash, "--partnership", "redshire", "--db", database, NULL));
    ck_assert_int_ne(run("verify", "--head", talloc_asprintf(ctx, "%064d", 0), "--partnership", "redshire", "--db", database, NULL), 0);
}
END_TEST

START_TEST(saving_what_the_public_may_not_see_leaves_the_report_as_it_is)
{
    begin(_i);
    const char *before = report("--partnership", "redshire"), *heads = talloc_strdup(ctx, strstr(said, "Head of "));
    import("risk.csv", "ref,title,raised_on,source,visible,known_from\nsecret,A secret risk,2018-06-01,1,partners,2018-06-01\n", false);
    const char *after = report("--partnership", "redshire");
    ck_assert_str_eq(before, after);
    ck_assert_str_ne(heads, strstr(said, "Head of ")); /* the record did change */
}
END_TEST

START_TEST(sources_are_listed_when_they_are_cited)
{
    begin(_i);
    const char *html = report("--partnership", "redshire"), *sources = chapter(html, "sources", "chain");
    ck_says(sources, "[1] Figures of the ministry");
    ck_says(sources, "[2] Plan of the board");
    ck_silent(sources, "A paper nobody cites");
}
END_TEST

/* ---- what is recorded is what it says ---- */

START_TEST(a_figure_decides_what_the_first_page_says)
{
    begin(_i);
    const char *html = report("--partnership", "redshire");
    ck_says(chapter(html, "summary", "contents"), "to fall from 30.0% (March 2018) to 25% by March 2019 and 20% by March 2020");
    const char *not_then = strstr(chapter(html, "summary", "contents"), "What did not");
    ck_says(not_then, "was not reached: 26.4%");
    ck_says(not_then, "20% was wanted by March 2020, which was still to come on 31 December 2019.");
    ck_says(chapter(html, "summary", "contents"), "reached what was declared. That does not mean that nothing changed.");

    import("observation.csv",
           "measure,area,period_from,period_to,published_on,value,standing,reason,source,known_from\n"
           "late-visits,E06099999,2019-03-31,2019-03-31,2019-09-30,24.1,restated,Counted again,1,2019-09-30\n", true);
    html = report("--partnership", "redshire");
    const char *summary = chapter(html, "summary", "contents"), *changed = strstr(summary, "What changed");
    const char *reached = strstr(changed, "was reached: 24.1%");
    ck_assert_ptr_nonnull(reached);
    ck_assert(reached < strstr(changed, "What did not"));
    ck_silent(summary, "26.4%");
    ck_says(chapter(html, "measures", "since"), "24.1%");
}
END_TEST

START_TEST(a_declaration_decides_what_it_is_compared_with)
{
    begin(_i);
    /* A milestone is declared with its expectation or not at all. */
    const char *changes = talloc_asprintf(ctx, "%s/changes", folder), *path = talloc_asprintf(ctx, "%s/expectation.csv", changes);
    const char *declared = "ref,title,outcome,measures,area,direction,declared_on,declared_where,source,known_from\n"
                           "visits-2,Fewer late visits again,1.1,late-visits,E06099999,down,2018-06-01,The plan,2,2018-06-01\n";
    (void)mkdir(changes, 0700);
    ck_assert_ptr_null(file_write(ctx, path, declared, strlen(declared)));
    import("milestone.csv", "expectation,due,value,known_from\nvisits-2,2018-03,29,2018-06-01\n", false);
    ck_assert_int_eq(unlink(path), 0);
    ck_says(chapter(report("--partnership", "redshire"), "summary", "contents"), "29% by March 2018");
}
END_TEST

START_TEST(figures_carry_source_day_basis_and_caveat)
{
    begin(_i);
    const char *html = report("--partnership", "redshire"), *area = chapter(html, "area", "priorities");
    ck_says(area, "12,345");
    ck_says(area, "An estimate.");
    ck_says(area, "As things stood on the day");
    ck_says(area, "href=\"#source-1\">[1]");
    ck_says(area, "1 Jun 2019");
    const char *measures = chapter(html, "measures", "since");
    ck_says(measures, "Counted once a year.");
    ck_says(measures, "England");
    ck_says(measures, "Last figure published on 1 June 2019.");
}
END_TEST

START_TEST(a_hidden_figure_is_never_a_nought)
{
    begin(_i);
    import("report.csv",
           "ref,title,period_from,period_to,known_on,area,edition,edition_reason,compared_with,status,introduction,area_measures,"
           "source,known_from\n"
           "2018-19,Children in Redshire,2018-04-01,2019-03-31,2019-12-31,E06099999,ED2015,The board was still a board.,ED2018,"
           "published,Made up for a test.,children;hidden,2,2019-12-31\n", false);
    const char *area = chapter(report("--partnership", "redshire"), "area", "priorities"), *row = strstr(area, "Hidden figures");
    ck_assert_ptr_nonnull(row);
    ck_says(row, "confidential");
    ck_silent(row, ">0<");
}
END_TEST

START_TEST(a_coverage_state_decides_what_it_says_of_itself)
{
    begin(_i);
    const char *html = report("--partnership", "redshire"), *coverage = chapter(html, "coverage", "sources");
    ck_says(coverage, "3 of 3");
    ck_says(coverage, "1 of 3");
    ck_says(coverage, "No paper says it.");
    ck_says(coverage, "Wording still to be checked");
    ck_says(coverage, "Applies when: There is a budget");
    ck_says(coverage, "Beside it: Guidance of 2018");
    ck_says(chapter(html, "summary", "contents"), "The treasurer (A-2)");

    import("coverage.csv", "report,requirement,state,reason,minutes,evidence,sources,missing,supplier,known_from\n"
                           "2018-19,A-2,met,The accounts were found.,,,2,,,2019-12-31\n", false);
    html = report("--partnership", "redshire");
    coverage = chapter(html, "coverage", "sources");
    ck_says(coverage, "2 of 3");
    ck_says(coverage, "The accounts were found.");
    ck_silent(coverage, "No paper says it.");
    ck_silent(chapter(html, "summary", "contents"), "The treasurer");
}
END_TEST

START_TEST(an_edition_can_be_asked_for)
{
    begin(_i);
    const char *out = talloc_asprintf(ctx, "%s/other", folder);
    must(run("report", "--period", "2018-19", "--edition", "2026", "--partnership", "redshire", "--out", out, "--db", database, NULL));
    const char *coverage = chapter(read_report(out), "coverage", "sources");
    ck_says(coverage, "It shows the difference made.");
    ck_says(coverage, "Not looked at yet");
    ck_says(coverage, "0 of 1");
    ck_says(coverage, "Beside it: Guidance of 2015");
    ck_says(coverage, "Beside it: Guidance of 2018");
}
END_TEST

/* ---- who may see, and when it was known ---- */

START_TEST(what_only_partners_may_read_is_nowhere)
{
    begin(_i);
    const char *html = report("--partnership", "redshire");
    ck_says(html, "Half the visits were late.");
    ck_says(html, "Late visits were discussed.");
    ck_silent(html, "SECRET");
    ck_silent(html, "What only partners");
}
END_TEST

START_TEST(another_partnership_is_nowhere)
{
    begin(_i);
    import("source.csv", "number,title,publisher,kind,known_from\n90,Nothing to see,Nobody,other,2018-06-01\n", true);
    const char *changes = talloc_asprintf(ctx, "%s/blue", folder);
    const char *risk = "ref,title,raised_on,source,known_from\nblue,BLUESHIRE-RISK,2018-05-01,90,2018-06-01\n";
    ck_assert_int_eq(mkdir(changes, 0700), 0);
    ck_assert_ptr_null(file_write(ctx, talloc_asprintf(ctx, "%s/risk.csv", changes), risk, strlen(risk)));
    must(run("import", changes, "--partnership", "zblueshire", "--db", database, NULL));
    ck_silent(report("--partnership", "redshire"), "BLUESHIRE-RISK");
}
END_TEST

START_TEST(what_became_known_later_stands_apart)
{
    begin(_i);
    const char *html = report("--partnership", "redshire");
    ck_silent(chapter(html, "summary", "since"), "19.7%");
    ck_silent(chapter(html, "summary", "since"), "The inspectors wrote");
    ck_says(chapter(html, "threads", "measures"), "20% by March 2020: still to come");
    ck_silent(chapter(html, "threads", "measures"), "Since this report");
    ck_says(chapter(html, "since", "since-figures"), "19.7%");
    ck_says(chapter(html, "since-figures", "since-evidence"), "19.7%");
    ck_says(chapter(html, "since-evidence", "coverage"), "The inspectors wrote");
    ck_says(chapter(html, "coverage", "sources"), "The inspectors wrote</a> (known only since this report)");
}
END_TEST

START_TEST(the_known_on_day_moves_what_is_known)
{
    begin(_i);
    const char *out = talloc_asprintf(ctx, "%s/later", folder);
    must(run("report", "--period", "2018-19", "--known-on", "2020-12-31", "--partnership", "redshire", "--out", out, "--db", database,
             NULL));
    const char *html = read_report(out), *summary = chapter(html, "summary", "contents");
    ck_says(summary, "was reached: 19.7%");
    ck_says(chapter(html, "evidence", "threads"), "Visits are kept in time.");
    ck_silent(chapter(html, "since-evidence", "coverage"), "The inspectors wrote");

    must(run("report", "--period", "2018-19", "--known-on", "2018-10-31", "--partnership", "redshire", "--out", out, "--db", database,
             NULL));
    html = read_report(out);
    ck_silent(chapter(html, "summary", "since"), "26.4%");
    ck_silent(chapter(html, "summary", "since"), "Half the visits were late.");
    ck_says(chapter(html, "since-evidence", "coverage"), "Half the visits were late.");
    ck_says(chapter(html, "threads", "measures"), "No thread is recorded as known by then.");
}
END_TEST

START_TEST(a_record_is_shown_as_it_was_known)
{
    begin(_i);
    import("risk.csv", "ref,title,says,raised_on,priorities,source,known_from\n"
                       "late,A new name for the risk,The board worries about it.,2018-04-20,visits,2,2020-02-01\n", false);
    const char *html = report("--partnership", "redshire");
    ck_says(chapter(html, "priorities", "plan"), "Children visited late");
    ck_silent(chapter(html, "priorities", "plan"), "A new name for the risk");

    const char *out = talloc_asprintf(ctx, "%s/later", folder);
    must(run("report", "--period", "2018-19", "--known-on", "2020-12-31", "--partnership", "redshire", "--out", out, "--db", database,
             NULL));
    ck_says(chapter(read_report(out), "priorities", "plan"), "A new name for the risk");
}
END_TEST

/* ---- the commands ---- */

START_TEST(mistakes_say_what_there_is)
{
    static const struct {
        const char *period, *option, *value;
        int code;
        const char *says;
    } mistakes[] = {
        {"2017-18", "--known-on", "2019-12-31", 3, "There is no report for 2017-18. Recorded are: 2018-19 (Children in Redshire)."},
        {"last year", "--known-on", "2019-12-31", 2, "--period takes a year such as 2018-19"},
        {"2018-19", "--known-on", "soon", 2, "--known-on takes a day such as 2019-12-31, not soon."},
        {"2018-19", "--known-on", "2018-03-31", 2, "On 31 March 2018 nothing could be known of 2018-19, which had not begun."},
        {"2018-19", "--known-on", "2199-12-31", 2, "that day is still to come"},
        {"2018-19", "--edition", "1999", 3, "There is no edition 1999. Recorded are: ED2015, ED2018, ED2026."},
        {"2018-19", "--site", "javascript:alert(1)", 2, "--site takes an address"},
    };
    begin(_i);
    const char *out = talloc_asprintf(ctx, "%s/never", folder);
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        int code = run("report", "--period", mistakes[i].period, mistakes[i].option, mistakes[i].value, "--partnership", "redshire",
                       "--out", out, "--db", database, NULL);
        ck_assert_msg(code == mistakes[i].code, "%zu: exit code %d: %s", i, code, complained);
        ck_says(complained, mistakes[i].says);
    }
    ck_assert_int_ne(access(out, F_OK), 0);
}
END_TEST

START_TEST(a_site_makes_links_of_its_records)
{
    begin(_i);
    const char *out = talloc_asprintf(ctx, "%s/linked", folder);
    must(run("report", "--period", "2018-19", "--site", "https://redshire.example/", "--partnership", "redshire", "--out", out, "--db",
             database, NULL));
    ck_says(read_report(out), "href=\"https://redshire.example/risks/late\"");
}
END_TEST

START_TEST(the_demo_runs_twice_and_makes_its_folder)
{
    begin(_i);
    const char *out = talloc_asprintf(ctx, "%s/some/where/else", folder);
    must(run("demo", "--db", owned, "--out", out, "--sample", FIXTURE, NULL));
    ck_says(said, "0 records added, 0 changed");
    ck_says(said, "goldthread serve --db");
    ck_says(read_report(out), "Children in Redshire");
    ck_assert_int_eq(run("demo", "--db", owned, "--out", out, "--sample", FIXTURE "/redshire", NULL), 3);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("report");
    TCase *cases = tcase_create("report");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_set_timeout(cases, 60);
    tcase_add_test_on_engines(cases, it_stands_alone_and_is_in_order);
    tcase_add_test_on_engines(cases, headings_do_not_skip_a_level);
    tcase_add_test_on_engines(cases, every_link_within_it_leads_somewhere_once);
    tcase_add_test_on_engines(cases, the_banner_is_on_every_printed_page);
    tcase_add_test_on_engines(cases, the_chain_heads_are_those_that_verify_knows);
    tcase_add_test_on_engines(cases, saving_what_the_public_may_not_see_leaves_the_report_as_it_is);
    tcase_add_test_on_engines(cases, sources_are_listed_when_they_are_cited);
    tcase_add_test_on_engines(cases, a_figure_decides_what_the_first_page_says);
    tcase_add_test_on_engines(cases, a_declaration_decides_what_it_is_compared_with);
    tcase_add_test_on_engines(cases, figures_carry_source_day_basis_and_caveat);
    tcase_add_test_on_engines(cases, a_hidden_figure_is_never_a_nought);
    tcase_add_test_on_engines(cases, a_coverage_state_decides_what_it_says_of_itself);
    tcase_add_test_on_engines(cases, an_edition_can_be_asked_for);
    tcase_add_test_on_engines(cases, what_only_partners_may_read_is_nowhere);
    tcase_add_test_on_engines(cases, another_partnership_is_nowhere);
    tcase_add_test_on_engines(cases, what_became_known_later_stands_apart);
    tcase_add_test_on_engines(cases, the_known_on_day_moves_what_is_known);
    tcase_add_test_on_engines(cases, a_record_is_shown_as_it_was_known);
    tcase_add_test_on_engines(cases, mistakes_say_what_there_is);
    tcase_add_test_on_engines(cases, a_site_makes_links_of_its_records);
    tcase_add_test_on_engines(cases, the_demo_runs_twice_and_makes_its_folder);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
