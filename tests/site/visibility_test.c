/* Who may not know of a record must not be able to tell that there is one: not from a page, a count, a file, a search, an
 * ETag or the report. Two copies of the sample are compared, one with records planted where the public may not see them. */
#include "../support/planted_folder.h"
#include "../support/program.h"
#include "../support/site.h"

#include <ctype.h>
#include <string.h>
#include <talloc.h>

/* Of each register so many records and lists are looked at. */
#define MOST 15

static const struct planting everybodys = {
    .word = "splorgy", .visible = VISIBLE_PARTNERS, .shared = true, .beside_the_sample = true};
static const struct planting partners = {.word = "zorblax", .visible = VISIBLE_PARTNERS, .beside_the_sample = true};
static const struct planting unit = {.word = "quixtry", .visible = VISIBLE_UNIT};
static const struct planting elsewhere = {
    .word = "flimvok", .visible = VISIBLE_PUBLIC, .beside_the_sample = true, .same_keys = true};

/* What stands in planted records alone. */
static const char *const hidden[] = {"splorgy", "zorblax", "quixtry", "flimvok", "7319.2", "7,319"};
#define HIDDEN_COUNT (sizeof hidden / sizeof *hidden)

static void *ctx;
static struct scratch *plain, *planted; /* the sample with a second partnership; the same with what must not show */

static void add_second_partnership(void *on, const struct scratch *scratch)
{
    const char *folder = scratch_folder(on);
    file_put(talloc_asprintf(on, "%s/partnership.csv", folder),
             "code,title,kind,visible,known_from\nelsewhere,Elsewhere Partnership,partnership,public,2018-04-01\n");
    site_import(on, scratch, folder, "--shared");
}

static void add_what_must_not_show(void *on, const struct scratch *scratch)
{
    site_import(on, scratch, planted_folder(on, &everybodys), "--shared");
    site_import(on, scratch, planted_folder(on, &partners), "buckinghamshire");
    site_import(on, scratch, planted_folder(on, &unit), "buckinghamshire");
    site_import(on, scratch, planted_folder(on, &elsewhere), "elsewhere");
}

static const struct scratch_kept two_partnerships = {"site_two", &site_sample, add_second_partnership};
static const struct scratch_kept with_hidden = {"site_hidden", &two_partnerships, add_what_must_not_show};

static void set_up(int engine)
{
    ctx = talloc_new(NULL);
    plain = scratch_copy_of(ctx, engine, &two_partnerships);
    planted = scratch_copy_of(ctx, engine, &with_hidden);
}

/* The first hidden thing in the bytes; NULL: none. */
static const char *first_hidden(const char *bytes, size_t count)
{
    char *folded = talloc_strndup(ctx, bytes, count);
    for (char *c = folded; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    const char *found = NULL;
    for (size_t i = 0; i < HIDDEN_COUNT && !found; i++)
        if (strstr(folded, hidden[i]))
            found = hidden[i];
    talloc_free(folded);
    return found;
}

/* Where two answers part, with a little of each. */
static const char *difference(const char *before, const char *after)
{
    size_t i = 0;
    while (before[i] && before[i] == after[i])
        i++;
    size_t from = i > 60 ? i - 60 : 0;
    return talloc_asprintf(ctx, "...%.160s... without, ...%.160s... with", before + from, after + from);
}

static void check_alike(const struct site_page *before, const struct reply *after)
{
    const char *etag = reply_header(ctx, after, "ETag");
    ck_assert_msg(before->reply.status == after->status, "%s answers %d without and %d with what may not be seen",
                  before->address, before->reply.status, after->status);
    ck_assert_msg(strcmp(before->reply.body, after->body) == 0, "%s: %s", before->address,
                  difference(before->reply.body, after->body));
    ck_assert_msg((before->etag == NULL) == (etag == NULL) && (!etag || strcmp(before->etag, etag) == 0),
                  "%s has another ETag", before->address);
}

/* Addresses that no page links to, and that ask for what is hidden: the answer is the same as if it were not there. */
static const char *const also[] = {
    "/registers.csv", "/registers.json", "/search?q=zorblax", "/search?q=quixtry", "/search?q=flimvok", "/search.csv?q=zorblax",
    "/search.json?q=7319.25", "/search?q=social+workers", "/search.json?q=agency", "/outcomes?q=zorblax",
    "/observations?q=7319", "/actions.csv?q=what+zorblax+says", "/outcomes/zorblaxa", "/outcomes/zorblaxb.csv",
    "/measures/zorblaxa", "/measures/zorblaxa/table", "/measures/flimvoka/about", "/threads/zorblaxa", "/threads/flimvoka.json",
    "/plans/quixtrya", "/sources/splorgya", "/measures/splorgyb", "/observations?measure=splorgya", "/requirements/splorgya", "/risks/flimvoka", "/evidence/zorblaxb", "/minutes.csv?q=zorblax",
    "/actions?outcomes=zorblaxa", "/actions.json?outcomes=6.1", "/observations.csv?measure=agency-social-workers",
    "/observations.csv?area=E06000060", "/observations?measure=zorblaxa", "/milestones.json", "/coverage.csv", "/ratings.json",
    "/outcomes?sort=title&dir=desc", "/outcomes.csv?sort=due", "/measures/agency-social-workers.csv", "/partnerships.csv",
    "/registers/zorblax", "/zorblax", NULL,
};

static const char *not_asked_for(const char *address)
{
    for (size_t i = 0; i < HIDDEN_COUNT; i++)
        if (strstr(address, hidden[i]))
            return NULL;
    return address;
}

START_TEST(nothing_shows_what_the_public_may_not_see)
{
    set_up(_i);
    struct site *before = site_start(ctx, plain), *after = site_start(ctx, planted);
    struct site_pages pages = site_walk(ctx, before, also, MOST);
    ck_assert_uint_gt(pages.count, 300);
    for (size_t i = 0; i < pages.count; i++) {
        struct reply reply = site_get(ctx, after, pages.at[i].address);
        check_alike(&pages.at[i], &reply);
        const char *shown = not_asked_for(pages.at[i].address) ? first_hidden(reply.body, reply.body_length) : NULL;
        ck_assert_msg(!shown, "%s shows %s", pages.at[i].address, shown);
    }
    /* A walk of the other site finds no page that the first does not have. */
    struct site_pages others = site_walk(ctx, after, also, MOST);
    for (size_t i = 0; i < others.count; i++)
        ck_assert_msg(site_pages_find(&pages, others.at[i].address) != NULL, "%s is only there with what may not be seen",
                      others.at[i].address);
    talloc_free(ctx);
}
END_TEST

/* The test above can fail: whoever may see the records finds every word. */
START_TEST(the_command_line_sees_it_all)
{
    set_up(_i);
    const char *folder = scratch_folder(ctx);
    PROGRAM_DO(ctx, "export", folder, "--db", planted->application, "--partnership", "buckinghamshire");
    const char *outcomes = file_text(ctx, talloc_asprintf(ctx, "%s/outcome.csv", folder));
    ck_assert(strstr(outcomes, "zorblax title") && strstr(outcomes, "quixtry title") && !strstr(outcomes, "flimvok"));
    const char *observations = file_text(ctx, talloc_asprintf(ctx, "%s/observation.csv", folder));
    ck_assert(strstr(observations, PLANTED_FIGURE));
    PROGRAM_DO(ctx, "export", folder, "--db", planted->application, "--partnership", "elsewhere");
    const char *theirs = file_text(ctx, talloc_asprintf(ctx, "%s/outcome.csv", folder));
    ck_assert(strstr(theirs, "flimvok title") && !strstr(theirs, "zorblax") && !strstr(theirs, "quixtry"));
    talloc_free(ctx);
}
END_TEST

static const char *report_of(const struct scratch *scratch, const char *known_on, const char *edition)
{
    const char *folder = scratch_folder(ctx);
    PROGRAM_DO(ctx, "report", "--period", "2018-19", "--known-on", known_on, "--edition", edition, "--out", folder, "--db",
               scratch->application, "--partnership", "buckinghamshire");
    return file_text(ctx, talloc_asprintf(ctx, "%s/report.html", folder));
}

START_TEST(neither_does_the_report_as_known_on_any_day)
{
    static const char *const days[] = {"2019-03-31", "2019-12-31", "2026-06-30"}, *const editions[] = {"WT2015", "WT2018", "WT2026"};
    set_up(_i);
    for (size_t i = 0; i < 3; i++) {
        const char *before = report_of(plain, days[i], editions[i]), *after = report_of(planted, days[i], editions[i]);
        const char *shown = first_hidden(after, strlen(after));
        ck_assert_msg(!shown, "The report as known on %s shows %s", days[i], shown);
        ck_assert_msg(strcmp(before, after) == 0, "The report as known on %s: %s", days[i], difference(before, after));
    }
    talloc_free(ctx);
}
END_TEST

/* What was public and is so no longer. */
START_TEST(what_is_taken_back_is_gone_from_the_site)
{
    ctx = talloc_new(NULL);
    plain = scratch_copy_of(ctx, _i, &site_sample);
    const char *folder = scratch_folder(ctx);
    const char *path = talloc_asprintf(ctx, "%s/risk.csv", folder);
    file_put(path, "ref,title,raised_on,source,visible,known_from\n"
                   "withdrawn-risk,A zorblax risk,2019-02-11,5,public,2019-02-11\n");
    site_import(ctx, plain, folder, "buckinghamshire");
    struct site *site = site_start(ctx, plain);
    ck_assert_ptr_nonnull(strstr(site_page(ctx, site, "/risks"), "zorblax"));
    ck_assert_ptr_nonnull(strstr(site_page(ctx, site, "/search?q=risk"), "zorblax"));

    file_put(path, "ref,title,raised_on,source,visible,known_from\n"
                   "withdrawn-risk,A zorblax risk,2019-02-11,5,partners,2019-06-30\n");
    site_import(ctx, plain, folder, "buckinghamshire");
    struct site_pages pages = site_walk(ctx, site, (const char *const[]){"/search?q=risk", "/risks.json", NULL}, 10);
    for (size_t i = 0; i < pages.count; i++)
        ck_assert_msg(!strstr(pages.at[i].reply.body, "zorblax"), "%s still shows it", pages.at[i].address);
    ck_assert_int_eq(site_get(ctx, site, "/risks/withdrawn-risk").status, 404);
    talloc_free(ctx);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("site/visibility");
    TCase *tcase = tcase_create("planted");
    tcase_set_timeout(tcase, 240);
    tcase_add_test_on_engines(tcase, nothing_shows_what_the_public_may_not_see);
    tcase_add_test_on_engines(tcase, the_command_line_sees_it_all);
    tcase_add_test_on_engines(tcase, neither_does_the_report_as_known_on_any_day);
    tcase_add_test_on_engines(tcase, what_is_taken_back_is_gone_from_the_site);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
