/* The frame: one for the site, one for a file that stands alone, and the pages that say what went wrong. */
#include "ui/page.h"

#include "../support/markup.h"

#include <check.h>
#include <talloc.h>

static const struct govuk_link_item navigation[] = {{"Overview", "/", false}, {"Measures", "/measure", true}, {0}};
static const struct govuk_link_item crumbs[] = {{"Overview", "/", false}, {0}};
static const struct page page = {.title = "Tom & Jo", .partnership = "A <partnership>", .description = "Says \"it\"",
                                 .path = "/measure?x=1&y=2", .csv = "/measure.csv", .json = "/measure.json",
                                 .banner_tag = "Worked example", .banner = "Worked example from public papers",
                                 .navigation = navigation, .breadcrumbs = crumbs, .footer = navigation,
                                 .licence = "Figures under the", .note = "Known on 31 December 2019."};

static void *ctx;
static struct html h;

static void setup(void)
{
    ctx = talloc_new(NULL);
    h = html_on(ctx);
}

static void teardown(void)
{
    talloc_free(ctx);
}

static const char *written(void)
{
    page_begin(&h, &page);
    page_heading(&h, (struct page_heading){.text = page.title, .caption = "Measure", .lead = "What it is."});
    page_siblings(&h, &page);
    page_end(&h, &page);
    ck_assert_ptr_null(html_error(&h));
    const char *fault = markup_fault(buffer_cstr(&h.out), 1);
    ck_assert_msg(!fault, "%s", fault ? fault : "");
    return buffer_cstr(&h.out);
}

START_TEST(a_page_of_the_site_is_sound)
{
    const char *html = written();
    ck_assert_ptr_nonnull(strstr(html, "<title>Tom &amp; Jo – A &lt;partnership&gt;</title>"));
    ck_assert_ptr_nonnull(strstr(html, "rel=\"canonical\" href=\"/measure?x=1&amp;y=2\""));
    ck_assert_ptr_nonnull(strstr(html, "rel=\"alternate\" type=\"text/csv\" href=\"/measure.csv\""));
    ck_assert_ptr_nonnull(strstr(html, "href=\"/measure\" aria-current=\"true\""));
    ck_assert_ptr_nonnull(strstr(html, "Worked example from public papers"));
    ck_assert_uint_eq(markup_count(html, "<h1"), 1);
    ck_assert_uint_eq(markup_count(html, "<main"), 1);
    ck_assert_uint_eq(markup_count(html, "<style"), 0);
    ck_assert_uint_eq(markup_count(html, "<script"), 2);
    ck_assert_uint_eq(markup_count(html, "></script>"), 2);
}
END_TEST

START_TEST(the_brand_of_the_site_comes_last)
{
    const char *html = written();
    ck_assert(strstr(html, "/assets/govuk.css?v=") < strstr(html, "/assets/goldthread.css?v="));
    ck_assert_ptr_null(strstr(html, "crown"));
    ck_assert_ptr_null(strstr(html, "crest"));
}
END_TEST

START_TEST(a_file_that_stands_alone_asks_for_nothing)
{
    h.place = HTML_STANDALONE;
    const char *html = written();
    ck_assert_uint_eq(markup_count(html, "<script"), 0);
    ck_assert_uint_eq(markup_count(html, "<link"), 0);
    ck_assert_uint_eq(markup_count(html, "<style>"), 3); /* the design system, ours, and the printed page's margins */
    ck_assert_uint_eq(markup_count(html, " src="), 0);
    ck_assert_uint_eq(markup_count(html, "@import"), 0);
    ck_assert_uint_eq(markup_count(html, "url("), 0);
    ck_assert_uint_eq(markup_count(html, "href=\"/"), 0);
    ck_assert_ptr_nonnull(strstr(html, "default-src 'none'"));
    ck_assert_ptr_nonnull(strstr(html, "Worked example from public papers"));
}
END_TEST

START_TEST(an_error_page_says_what_to_do)
{
    const int statuses[] = {400, 403, 404, 405, 409, 413, 429, 500, 503, 418};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        buffer_clear(&h.out);
        page_error(&h, (struct page_error){.status = statuses[i], .message = "<b>", .reference = "7f3a", .search = "/search"});
        const char *html = buffer_cstr(&h.out);
        ck_assert_ptr_null(markup_fault(html, 1));
        ck_assert_ptr_nonnull(strstr(html, page_error_title(statuses[i])));
        ck_assert_ptr_nonnull(strstr(html, "&lt;b&gt;"));
        ck_assert_ptr_nonnull(strstr(html, "7f3a"));
        ck_assert_ptr_nonnull(strstr(html, "href=\"/search\""));
    }
    ck_assert_str_eq(page_error_title(404), "Page not found");
    ck_assert_str_eq(page_error_title(418), page_error_title(500));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("page");
    TCase *tests = tcase_create("page");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_page_of_the_site_is_sound);
    tcase_add_test(tests, the_brand_of_the_site_comes_last);
    tcase_add_test(tests, a_file_that_stands_alone_asks_for_nothing);
    tcase_add_test(tests, an_error_page_says_what_to_do);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
