/* What the site and the report say of an expectation's verdict comes from the records: publish other figures, name another action,
 * a break or the neighbours, and it is another one; looked at from an earlier day it is that day's; and what may not be seen has
 * no part in it. */
#include "base/date.h"

#include "../support/program.h"
#include "../support/site.h"

#include <math.h>
#include <string.h>
#include <talloc.h>

static void *ctx;
static struct scratch *scratch;

/* Between -1 and 1, evenly spread and without order. */
static double noise(int i)
{
    double turned = (i + 1) * 0.6180339887498949;
    return 2 * (turned - floor(turned)) - 1;
}

static void put(const char *folder, const char *name, const char *text)
{
    file_put(talloc_asprintf(ctx, "%s/%s.csv", folder, name), text);
}

/* Rows of an area from a month to a month, counted from April 2021, about a level; published in the next month, or on a day. */
static char *add_figures(char *rows, const char *area, int from, int to, double level, const char *published)
{
    for (int i = from; i < to; i++) {
        int month = 3 + i, next = month + 1;
        const char *first = talloc_asprintf(ctx, "%d-%02d-01", 2021 + month / 12, month % 12 + 1);
        const char *after = talloc_asprintf(ctx, "%d-%02d", 2021 + next / 12, next % 12 + 1);
        struct date day;
        ck_assert(date_parse(first, &day));
        const char *last = date_iso(ctx, date_month_end(day)), *on = published ? published : talloc_asprintf(ctx, "%s-20", after);
        rows = talloc_asprintf_append(rows, "repeat-monthly,%s,%s,%s,%s,%.1f,%s,%s,23,public,%s\n", area, first, last, on,
                                      level + 1.5 * noise(i + area[8]), published ? "restated" : "final", published ? "Counted again" : "", on);
    }
    return rows;
}

static char *figures_header(void)
{
    return talloc_strdup(ctx, "measure,area,period_from,period_to,published_on,value,standing,reason,source,visible,known_from\n");
}

static void publish(const char *rows)
{
    const char *folder = scratch_folder(ctx);
    put(folder, "observation", rows);
    site_import(ctx, scratch, folder, "--shared");
}

/* A monthly measure that falls from about 31% to about 26% with April 2023, when an action began that said so in February. */
static void set_up(int engine)
{
    ctx = talloc_new(NULL);
    scratch = scratch_copy_of(ctx, engine, &site_sample);
    const char *shared = scratch_folder(ctx), *own = scratch_folder(ctx);
    put(shared, "measure",
        "ref,title,topic,definition,unit,places,polarity,frequency,basis,source,visible,known_from\n"
        "repeat-monthly,Repeat referrals,Front door,Made up for a test,percent,1,down,monthly,in-period,23,public,2021-04-01\n");
    put(shared, "observation", add_figures(add_figures(figures_header(), "E06000060", 0, 24, 31, NULL), "E06000060", 24, 36, 26, NULL));
    site_import(ctx, scratch, shared, "--shared");
    put(own, "action",
        "ref,title,started_on,due,source,visible,known_from\n"
        "new-rota,New rota,2023-04-01,2024-03-31,2,public,2023-02-01\n");
    put(own, "expectation",
        "ref,title,action,measures,area,direction,size,declared_on,declared_where,source,visible,known_from\n"
        "repeat-2023,Fewer repeat referrals,new-rota,repeat-monthly,E06000060,down,5,2023-02-01,A test,2,public,2023-02-01\n");
    put(own, "thread",
        "ref,title,question,area,actions,expectations,measures,visible,known_from\n"
        "repeat,Repeat referrals,Did they fall?,E06000060,new-rota,repeat-2023,repeat-monthly,public,2023-02-01\n");
    site_import(ctx, scratch, own, "buckinghamshire");
}

static const char *report(const char *known_on)
{
    const char *folder = scratch_folder(ctx);
    PROGRAM_DO(ctx, "report", "--period", "2018-19", "--known-on", known_on, "--out", folder, "--db", scratch->application);
    return file_text(ctx, talloc_asprintf(ctx, "%s/report.html", folder));
}

static void check(const char *where, const char *page, const char *words, bool said)
{
    ck_assert_msg((strstr(page, words) != NULL) == said, "%s %s: %s", where, said ? "does not say" : "says", words);
}

/* Checks that the expectation's page says this of it and not that. */
static void check_said(const char *words, const char *not_words)
{
    struct site *site = site_start(ctx, scratch);
    const char *page = site_page(ctx, site, "/expectations/repeat-2023");
    check("The page", page, words, true);
    check("The page", page, not_words, false);
    talloc_free(site);
}

#define SEEN "Repeat referrals: change seen, size not confirmed. Since 1 April 2023"
#define NOT_SEEN "Repeat referrals: no change seen. Since 1 April 2023"
#define CANNOT_TELL "Repeat referrals: cannot tell. "

START_TEST(other_figures_make_another_verdict)
{
    static const char *const pages[] = {"/expectations/repeat-2023", "/actions/new-rota", "/measures/repeat-monthly", "/threads/repeat",
                                        "/threads/repeat.csv", "/threads", NULL};
    set_up(_i);
    struct site *site = site_start(ctx, scratch);
    for (size_t i = 0; pages[i]; i++) {
        check(pages[i], site_page(ctx, site, pages[i]), SEEN, true);
        check(pages[i], site_page(ctx, site, pages[i]), NOT_SEEN, false);
    }
    const char *page = site_page(ctx, site, pages[0]);
    check(pages[0], page, "Has a change been seen?", true);
    check(pages[0], page, "What would change the answer", true);
    check(pages[0], page, "near end of the interval", true);
    check(pages[0], page, "No comparison with neighbours was given", true);
    check(pages[0], page, "from 24 figures before the start and 12 after it", true);
    publish(add_figures(figures_header(), "E06000060", 24, 36, 31, "2024-09-30"));
    for (size_t i = 0; pages[i]; i++) {
        check(pages[i], site_page(ctx, site, pages[i]), NOT_SEEN, true);
        check(pages[i], site_page(ctx, site, pages[i]), SEEN, false);
    }
    talloc_free(site);
    talloc_free(ctx);
}
END_TEST

START_TEST(from_an_earlier_day_the_verdict_is_that_of_the_day)
{
    static const struct {
        const char *known_on, *says;
    } days[] = {{"2023-03-15", "Repeat referrals: not started. The action starts on 1 April 2023."},
                {"2023-09-30", "Repeat referrals: too early. It is due on 31 March 2024; 5 figures have come since it started."},
                {"2024-06-30", SEEN}};
    set_up(STORE_SQLITE);
    publish(add_figures(figures_header(), "E06000060", 24, 36, 31, "2024-09-30"));
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char *made = talloc_strdup(ctx, report(days[i].known_on)), *since = strstr(made, "Since this report: the threads");
        ck_assert_ptr_nonnull(since);
        check(days[i].known_on, since, NOT_SEEN, true);
        since = strstr(made, "id=\"since\"");
        ck_assert_ptr_nonnull(since);
        *since = '\0';
        check(days[i].known_on, made, days[i].says, true);
        check(days[i].known_on, made, NOT_SEEN, false);
    }
    talloc_free(ctx);
}
END_TEST

START_TEST(another_action_counts_for_who_may_see_it)
{
    static const char *const header = "ref,title,action,measures,area,direction,size,declared_on,declared_where,source,visible,known_from\n";
    static const char *const row = "duty-team,A new duty team,recruitment-campaign,repeat-monthly,E06000060,down,2,2023-05-01,A test,2";
    set_up(_i);
    const char *folder = scratch_folder(ctx);
    put(folder, "expectation", talloc_asprintf(ctx, "%s%s,partners,2023-05-01\n", header, row));
    site_import(ctx, scratch, folder, "buckinghamshire");
    check_said(SEEN, "duty team");
    put(folder, "expectation", talloc_asprintf(ctx, "%s%s,public,2023-05-02\n", header, row));
    site_import(ctx, scratch, folder, "buckinghamshire");
    check_said("another action on it began about then, “A new duty team”", SEEN);
    talloc_free(ctx);
}
END_TEST

START_TEST(a_second_declaration_for_the_same_outcome_is_no_other_action)
{
    set_up(STORE_SQLITE);
    const char *folder = scratch_folder(ctx);
    put(folder, "action",
        "ref,title,outcomes,started_on,due,source,visible,known_from\n"
        "new-rota,New rota,6.1,2023-04-01,2024-03-31,2,public,2023-02-02\n");
    put(folder, "expectation",
        "ref,title,outcome,measures,area,direction,size,declared_on,declared_where,source,visible,known_from\n"
        "whole,Fewer of them,6.1,repeat-monthly,E06000060,down,5,2023-02-01,A test,2,public,2023-02-02\n");
    site_import(ctx, scratch, folder, "buckinghamshire");
    check_said(SEEN, "began about then");
    put(folder, "outcome",
        "ref,section,title,measures,source,visible,known_from\n"
        "9.9,plan-2019-12-s6,Another outcome,repeat-monthly,2,public,2023-02-02\n");
    put(folder, "action",
        "ref,title,outcomes,started_on,source,visible,known_from\n"
        "leaflet,A leaflet,9.9,2023-06-01,2,public,2023-06-01\n");
    put(folder, "expectation", "ref,title,outcome,measures,area,direction,size,declared_on,declared_where,source,visible,known_from\n");
    site_import(ctx, scratch, folder, "buckinghamshire");
    check_said("another action on it began about then, “A leaflet”", SEEN);
    talloc_free(ctx);
}
END_TEST

START_TEST(neighbours_are_the_comparator)
{
    static const char *const neighbours[] = {"E10000025", "E10000015"};
    set_up(_i);
    char *still = figures_header(), *along = figures_header();
    for (size_t n = 0; n < 2; n++) {
        still = add_figures(still, neighbours[n], 0, 36, 29, NULL);
        along = add_figures(along, neighbours[n], 24, 36, 24, "2024-09-30");
    }
    publish(still);
    check_said(SEEN, "No comparison with neighbours was given");
    publish(along);
    check_said("figures moved too, and against theirs", SEEN);
    talloc_free(ctx);
}
END_TEST

START_TEST(no_change_is_read_across_a_break)
{
    set_up(STORE_SQLITE);
    const char *folder = scratch_folder(ctx);
    put(folder, "break_in_series",
        "ref,title,measures,area,from_on,reason,status,evidence,source,visible,known_from\n"
        "repeat-break,Counted anew,repeat-monthly,E06000060,2023-04-01,Fewer are counted,proposed,A test,23,public,2023-04-01\n");
    site_import(ctx, scratch, folder, "buckinghamshire");
    check_said(CANNOT_TELL "What the figure counts changed while the action was starting", SEEN);
    check_said("The break of 1 April 2023 is proposed and not yet confirmed", SEEN);
    talloc_free(ctx);
}
END_TEST

START_TEST(what_the_record_lacks_is_said)
{
    set_up(STORE_SQLITE);
    const char *folder = scratch_folder(ctx);
    put(folder, "action",
        "ref,title,started_on,due,source,visible,known_from\n"
        "new-rota,New rota,2023-04-01,,2,public,2023-02-02\n");
    site_import(ctx, scratch, folder, "buckinghamshire");
    check_said(CANNOT_TELL "By when the change was wanted is not recorded.", "figures before the start");
    put(folder, "action",
        "ref,title,started_on,due,source,visible,known_from\n"
        "new-rota,New rota,2023-04-01,2023-02-28,2,public,2023-02-03\n");
    site_import(ctx, scratch, folder, "buckinghamshire");
    check_said(CANNOT_TELL "It was due on 28 February 2023, before the start on 1 April 2023.", "figures before the start");
    put(folder, "action",
        "ref,title,started_on,due,source,visible,known_from\n"
        "new-rota,New rota,,2024-03-31,2,public,2023-02-04\n");
    site_import(ctx, scratch, folder, "buckinghamshire");
    check_said("The day it was declared, 1 February 2023, is taken for the start: no other is recorded.", "due on 28 February");
    publish(talloc_asprintf_append(figures_header(), "repeat-monthly,E06000060,2022-04-01,2023-03-31,2023-06-30,30,final,,23,public,2023-06-30\n"));
    check_said(CANNOT_TELL "It has two figures for one period.", "figures before the start");
    talloc_free(ctx);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("site/verdict");
    TCase *tcase = tcase_create("verdict");
    tcase_set_timeout(tcase, 240);
    tcase_add_test_on_engines(tcase, other_figures_make_another_verdict);
    tcase_add_test(tcase, from_an_earlier_day_the_verdict_is_that_of_the_day);
    tcase_add_test_on_engines(tcase, another_action_counts_for_who_may_see_it);
    tcase_add_test(tcase, a_second_declaration_for_the_same_outcome_is_no_other_action);
    tcase_add_test_on_engines(tcase, neighbours_are_the_comparator);
    tcase_add_test(tcase, no_change_is_read_across_a_break);
    tcase_add_test(tcase, what_the_record_lacks_is_said);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
