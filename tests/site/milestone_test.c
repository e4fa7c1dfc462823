/* What the site and the report say of a milestone comes from the observations: publish another figure, and the sentence is
 * another one, wherever it stands. An observation is never changed; a newer one supersedes it. */
#include "../support/program.h"
#include "../support/site.h"

#include <string.h>
#include <talloc.h>

#define COLUMNS "measure,area,period_from,period_to,published_on,value,standing,reason,source,visible,known_from\n"

static void *ctx;
static struct scratch *scratch;

static void set_up(int engine)
{
    ctx = talloc_new(NULL);
    scratch = scratch_copy_of(ctx, engine, &site_sample);
}

/* Publishes figures of Buckinghamshire: rows of COLUMNS. */
static void publish(const char *rows)
{
    const char *folder = scratch_folder(ctx);
    file_put(talloc_asprintf(ctx, "%s/observation.csv", folder), talloc_asprintf(ctx, COLUMNS "%s", rows));
    site_import(ctx, scratch, folder, "--shared");
}

static const char *report(const char *known_on)
{
    const char *folder = scratch_folder(ctx);
    PROGRAM_DO(ctx, "report", "--period", "2018-19", "--known-on", known_on, "--out", folder, "--db", scratch->application);
    return file_text(ctx, talloc_asprintf(ctx, "%s/report.html", folder));
}

/* Checks that every page of the list, and the report, has these words and not those. */
static void check_said(const char *const *addresses, const char *words, const char *not_words)
{
    struct site *site = site_start(ctx, scratch);
    for (; *addresses; addresses++) {
        const char *page = site_page(ctx, site, *addresses);
        ck_assert_msg(strstr(page, words) != NULL, "%s does not say: %s", *addresses, words);
        ck_assert_msg(!strstr(page, not_words), "%s says: %s", *addresses, not_words);
    }
    const char *made = report("2019-12-31");
    ck_assert_msg(strstr(made, words) != NULL, "The report does not say: %s", words);
    ck_assert_msg(!strstr(made, not_words), "The report says: %s", not_words);
    talloc_free(site);
}

static const char *const agency_pages[] = {"/threads/agency-social-workers", "/threads/agency-social-workers.csv", "/outcomes/6.1",
                                           "/measures/agency-social-workers", "/expectations/agency-staff-2020", NULL};

START_TEST(a_restated_figure_changes_what_is_said_of_the_milestone)
{
    static const char *const before = "It was not reached: 32.1% (30 September 2020).";
    static const char *const after = "It was reached: 19.4% (30 September 2020).";
    set_up(_i);
    check_said(agency_pages, before, after);
    publish("agency-social-workers,E06000060,2020-09-30,2020-09-30,2021-06-30,19.4,restated,A count was left out,23,public,"
            "2021-06-30\n");
    check_said(agency_pages, after, before);

    /* Who asks what was known before it was restated is told what was known. */
    ck_assert_ptr_nonnull(strstr(report("2021-03-31"), before));
    ck_assert_ptr_null(strstr(report("2021-06-30"), before));
    talloc_free(ctx);
}
END_TEST

START_TEST(a_figure_for_the_day_fills_the_hole)
{
    static const char *const hole = "There is no figure for April 2020.";
    set_up(_i);
    check_said(agency_pages, hole, "(30 April 2020)");
    publish("agency-social-workers,E06000060,2020-04-30,2020-04-30,2020-06-30,24.9,final,,23,public,2020-06-30\n");
    check_said(agency_pages, "It was reached: 24.9% (30 April 2020).", hole);
    talloc_free(ctx);
}
END_TEST

/* The minute does not say which definition it means; where both come to the same, that no longer matters. */
START_TEST(definitions_that_agree_leave_nothing_to_depend_on)
{
    static const struct {
        const char *address, *says;
    } pages[] = {{"/threads/ehc-plans-20-weeks", "Depends on the definition"}, {"/", ": depends on the definition"},
                 {"/threads", "Depends on the definition"}};
    set_up(_i);
    struct site *site = site_start(ctx, scratch);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        ck_assert_msg(strstr(site_page(ctx, site, pages[i].address), pages[i].says), "%s", pages[i].address);
    publish("ehc-20-weeks-all,E06000060,2019-01-01,2019-12-31,2021-06-30,40.5,restated,Plans were counted twice,24,public,"
            "2021-06-30\n");
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        ck_assert_msg(!strstr(site_page(ctx, site, pages[i].address), pages[i].says), "%s", pages[i].address);
    talloc_free(ctx);
}
END_TEST

/* What is hidden by its publisher is not a figure, least of all nought, which would be under the milestone. */
START_TEST(a_figure_withheld_is_no_figure)
{
    static const struct {
        const char *status, *words;
    } cases[] = {{"c", "The figure for September 2020 is withheld to protect people."},
                 {"x", "The figure for September 2020 was not available."},
                 {"low", "The figure for September 2020 was not available."}};
    set_up(STORE_SQLITE);
    const char *folder = scratch_folder(ctx);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *day = talloc_asprintf(ctx, "2021-0%zu-30", 6 + i);
        file_put(talloc_asprintf(ctx, "%s/observation.csv", folder),
                 talloc_asprintf(ctx, "measure,area,period_from,period_to,published_on,status,standing,reason,source,visible,known_from\n"
                                      "agency-social-workers,E06000060,2020-09-30,2020-09-30,%s,%s,restated,Withheld,23,public,%s\n",
                                 day, cases[i].status, day));
        site_import(ctx, scratch, folder, "--shared");
        check_said(agency_pages, cases[i].words, "It was not reached");
        struct site *site = site_start(ctx, scratch);
        ck_assert_ptr_null(strstr(site_page(ctx, site, agency_pages[0]), "It was reached"));
        talloc_free(site);
    }
    talloc_free(ctx);
}
END_TEST

/* October 2019 and 31 October 2019 are different things to have said, and each is said as it was. */
START_TEST(what_is_due_in_a_month_is_said_of_the_month_and_what_is_due_on_a_day_of_the_day)
{
    set_up(_i);
    const char *folder = scratch_folder(ctx);
    file_put(talloc_asprintf(ctx, "%s/expectation.csv", folder),
             "ref,title,outcome,measures,area,direction,baseline,baseline_on,declared_on,declared_where,source,visible,known_from\n"
             "by-day,By a day,6.1,agency-social-workers,E06000060,down,30,2019-10-31,2019-12-31,A paper,5,public,2019-12-31\n"
             "by-month,By a month,6.1,agency-social-workers,E06000060,down,30,2019-10,2019-12,A paper,5,public,2019-12-31\n"
             "by-year,By a year,6.1,agency-social-workers,E06000060,down,30,2019,2019,A paper,5,public,2019-12-31\n");
    file_put(talloc_asprintf(ctx, "%s/milestone.csv", folder),
             "expectation,due,value,visible,known_from\nby-day,2020-09-30,20,public,2019-12-31\n"
             "by-month,2020-09,20,public,2019-12-31\nby-year,2021,20,public,2019-12-31\n"
             "by-year,2020-09,25,public,2019-12-31\n");
    site_import(ctx, scratch, folder, "buckinghamshire");
    static const struct {
        const char *page, *says[3];
    } said[] = {
        {"/expectations/by-day", {"Declared on 31 December 2019 (A paper): to fall from 30% (31 October 2019) to 20% by 30 September 2020.",
                                  "31 December 2019</dd>", "30 September 2020"}},
        {"/expectations/by-month", {"Declared in December 2019 (A paper): to fall from 30% (October 2019) to 20% by September 2020.",
                                    "It was not reached: 32.1% (30 September 2020).", "December 2019</dd>"}},
        {"/expectations/by-year", {"Declared in 2019 (A paper): to fall from 30% (2019) to 25% by September 2020 and 20% by 2021.",
                                   "It was not reached: 32.1% (30 September 2020).", "There is no figure for 2021."}},
    };
    struct site *site = site_start(ctx, scratch);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        for (size_t j = 0; j < 3; j++)
            ck_assert_msg(strstr(site_page(ctx, site, said[i].page), said[i].says[j]) != NULL, "%s does not say: %s",
                          said[i].page, said[i].says[j]);
    talloc_free(ctx);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("site/milestone");
    TCase *tcase = tcase_create("milestone");
    tcase_set_timeout(tcase, 240);
    tcase_add_test_on_engines(tcase, a_restated_figure_changes_what_is_said_of_the_milestone);
    tcase_add_test_on_engines(tcase, a_figure_for_the_day_fills_the_hole);
    tcase_add_test_on_engines(tcase, definitions_that_agree_leave_nothing_to_depend_on);
    tcase_add_test(tcase, a_figure_withheld_is_no_figure);
    tcase_add_test_on_engines(tcase, what_is_due_in_a_month_is_said_of_the_month_and_what_is_due_on_a_day_of_the_day);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
