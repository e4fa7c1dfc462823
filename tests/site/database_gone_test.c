/* The database goes away while the site is served: the pages say so without blaming the reader, the log says why, and when
 * the database is back the same server serves it again. */
#include "../support/markup.h"
#include "../support/program.h"
#include "../support/site.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

static void *ctx;
static struct scratch *scratch;
static struct site *site;

static const char *const addresses[] = {"/", "/outcomes", "/threads/agency-social-workers", "/outcomes.csv", "/measures", "/risks.json"};
#define ADDRESSES (sizeof addresses / sizeof *addresses)

static void set_up(int engine)
{
    ctx = talloc_new(NULL);
    scratch = scratch_copy_of(ctx, engine, &site_sample);
    site = site_start(ctx, scratch);
}

static void check_served(void)
{
    for (size_t i = 0; i < ADDRESSES; i++)
        site_page(ctx, site, addresses[i]);
}

/* Twice, so that every worker meets it. */
static void check_gone(void)
{
    for (size_t i = 0; i < 2 * ADDRESSES; i++) {
        const char *address = addresses[i % ADDRESSES];
        struct reply reply = site_get(ctx, site, address);
        ck_assert_msg(reply.status == 500 || reply.status == 503, "%s answers %d", address, reply.status);
        ck_assert_msg(strstr(reply.body, "<h1") && (strstr(reply.body, "ry again later") || strstr(reply.body, "ry again in")),
                      "%s", reply.body);
        ck_assert_ptr_null(markup_fault(reply.body, 1));
        /* Nothing of the machine is shown. */
        ck_assert_msg(!strstr(reply.body, scratch->name) && !strstr(reply.body, "SELECT") && !strstr(reply.body, ".c:"), "%s",
                      reply.body);
        ck_assert_ptr_null(reply_header(ctx, &reply, "ETag"));
    }
    const char *log = file_text(ctx, site->log);
    ck_assert_msg(strstr(log, "level=error") != NULL, "%s", log);
    /* What needs no database is served all the same. */
    ck_assert_int_eq(site_get(ctx, site, "/assets/favicon.svg").status, 200);
}

START_TEST(a_file_that_is_removed_is_an_error_until_it_is_back)
{
    set_up(STORE_SQLITE);
    check_served();
    const char *aside = talloc_asprintf(ctx, "%s.aside", scratch->name);
    ck_assert_int_eq(rename(scratch->name, aside), 0);
    check_gone();
    ck_assert_msg(access(scratch->name, F_OK) != 0, "The server made an empty database.");
    ck_assert_int_eq(rename(aside, scratch->name), 0);
    check_served();
    ck_assert_int_eq(site_stop(site), 0);
    talloc_free(ctx);
}
END_TEST

START_TEST(a_file_put_in_its_place_is_served)
{
    set_up(STORE_SQLITE);
    ck_assert_ptr_null(strstr(site_page(ctx, site, "/risks"), "A risk of the other file"));
    struct scratch *other = scratch_copy_of(ctx, STORE_SQLITE, &site_sample);
    const char *folder = scratch_folder(ctx);
    file_put(talloc_asprintf(ctx, "%s/risk.csv", folder),
             "ref,title,raised_on,source,visible,known_from\nother,A risk of the other file,2019-02-11,5,public,2019-02-11\n");
    site_import(ctx, other, folder, "buckinghamshire");
    ck_assert_int_eq(rename(other->name, scratch->name), 0);
    for (int i = 0; i < 8; i++)
        ck_assert_ptr_nonnull(strstr(site_page(ctx, site, "/risks"), "A risk of the other file"));
    talloc_free(ctx);
}
END_TEST

START_TEST(a_file_of_another_kind_is_an_error_until_it_is_replaced)
{
    set_up(STORE_SQLITE);
    struct scratch *sound = scratch_copy_of(ctx, STORE_SQLITE, &site_sample);
    check_served();
    const char *letter = talloc_asprintf(ctx, "%s.letter", scratch->name);
    file_put(letter, talloc_asprintf(ctx, "Dear partners, %5000d", 1));
    ck_assert_int_eq(rename(letter, scratch->name), 0);
    check_gone();
    ck_assert_int_eq(rename(sound->name, scratch->name), 0);
    check_served();
    talloc_free(ctx);
}
END_TEST

START_TEST(a_file_cut_off_is_an_error_and_no_end_of_the_server)
{
    set_up(STORE_SQLITE);
    struct scratch *sound = scratch_copy_of(ctx, STORE_SQLITE, &site_sample);
    check_served();
    ck_assert_int_eq(truncate(scratch->name, 0), 0);
    check_gone();
    ck_assert_int_eq(rename(sound->name, scratch->name), 0);
    check_served();
    ck_assert_int_eq(site_stop(site), 0);
    talloc_free(ctx);
}
END_TEST

START_TEST(a_postgresql_that_stops_is_an_error_until_it_starts)
{
    set_up(STORE_POSTGRES);
    check_served();
    scratch_allow_connections(scratch, false);
    check_gone();
    scratch_allow_connections(scratch, true);
    check_served();
    /* A restart between two requests is not even noticed. */
    scratch_break_connections(scratch);
    check_served();
    ck_assert_int_eq(site_stop(site), 0);
    talloc_free(ctx);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("site/database gone");
    TCase *tcase = tcase_create("gone");
    tcase_set_timeout(tcase, 240);
    tcase_add_test(tcase, a_file_that_is_removed_is_an_error_until_it_is_back);
    tcase_add_test(tcase, a_file_put_in_its_place_is_served);
    tcase_add_test(tcase, a_file_of_another_kind_is_an_error_until_it_is_replaced);
    tcase_add_test(tcase, a_file_cut_off_is_an_error_and_no_end_of_the_server);
    tcase_add_test(tcase, a_postgresql_that_stops_is_an_error_until_it_starts);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
