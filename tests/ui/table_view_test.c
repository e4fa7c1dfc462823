/* Tables as HTML: sound, with the headings, states and addresses that base/table.h asks for. */
#include "ui/table_view.h"

#include "../support/markup.h"

#include <check.h>
#include <talloc.h>

static const struct column columns[] = {
    {.name = "ref", .label = "Ref", .sort = "ref", .row_heading = true}, {.name = "title", .label = "A & B"},
    {.name = "due", .label = "Due", .kind = COLUMN_DATE, .sort = "due"}, {.name = "share", .label = "Share", .kind = COLUMN_NUMBER},
    {.name = "state", .label = "State"},                                 {.name = "inner", .label = "Inner", .data_only = true}};

static void *ctx;
static struct html h;
static struct table *table;

static void add(const struct cell *cells)
{
    ck_assert_ptr_null(table_add_row(table, cells));
}

static void setup(void)
{
    ctx = talloc_new(NULL);
    h = html_on(ctx);
    table = table_new(ctx, "Outcomes <of> the plan", columns, sizeof columns / sizeof *columns);
    add((const struct cell[]){{.value = "4.7", .href = "/outcome/4.7"}, {.value = "<b>", .note = "a \"note\""}, {.value = "2020-03-31"},
                              {.value = "95"}, {.value = "red", .shown = "Red", .mark = "red"}, {.value = "SECRET"}});
    add((const struct cell[]){{.value = "6.1", .href = "javascript:x"}, {.value = NULL}, {.value = NULL, .shown = "no date is given"},
                              {.value = NULL, .shown = "confidential (c)"}, {.mark = "not-stated"}, {.value = NULL}});
}

static void teardown(void)
{
    talloc_free(ctx);
}

static const char *shown(struct table_view view)
{
    buffer_clear(&h.out);
    table_view(&h, table, view);
    ck_assert_ptr_null(html_error(&h));
    const char *fault = markup_fault(buffer_cstr(&h.out), 1);
    ck_assert_msg(!fault, "%s", fault ? fault : "");
    return buffer_cstr(&h.out);
}

START_TEST(cells_are_shown_as_the_table_says)
{
    const char *html = shown((struct table_view){0});
    ck_assert_ptr_nonnull(strstr(html, "Outcomes &lt;of&gt; the plan</caption>"));
    ck_assert_ptr_nonnull(strstr(html, "<th scope=\"row\"><a class=\"govuk-link\" href=\"/outcome/4.7\">4.7</a>"));
    ck_assert_ptr_nonnull(strstr(html, "31 Mar 2020"));
    ck_assert_ptr_nonnull(strstr(html, "gt-table__number\">95<"));
    ck_assert_ptr_nonnull(strstr(html, "a &quot;note&quot;"));
    ck_assert_uint_eq(markup_count(html, "<td"), 8);
    ck_assert_uint_eq(markup_count(html, "<th scope=\"col\""), 5);
}
END_TEST

START_TEST(nothing_recorded_says_why)
{
    const char *html = shown((struct table_view){0});
    ck_assert_ptr_nonnull(strstr(html, "<span class=\"gt-muted\">not stated</span>"));
    ck_assert_ptr_nonnull(strstr(html, "<span class=\"gt-muted\">no date is given</span>"));
    ck_assert_ptr_nonnull(strstr(html, "<span class=\"gt-muted\">confidential (c)</span>"));
    ck_assert_ptr_null(strstr(html, "gt-mark__green"));
}
END_TEST

START_TEST(what_is_for_machines_and_what_is_unsafe_stays_out)
{
    const char *html = shown((struct table_view){0});
    ck_assert_ptr_null(strstr(html, "SECRET"));
    ck_assert_ptr_null(strstr(html, "Inner"));
    ck_assert_ptr_null(strstr(html, "javascript"));
}
END_TEST

START_TEST(sorting_turns_round_on_the_column_sorted_by)
{
    table->sorted_by = "due";
    const char *html = shown((struct table_view){.path = "/outcome", .query = "section=4&q=a%26b"});
    ck_assert_ptr_nonnull(strstr(html, "aria-sort=\"ascending\"><a class=\"gt-sort\" href=\"/outcome?section=4&amp;q=a%26b&amp;sort=due&amp;dir=desc\""));
    ck_assert_ptr_nonnull(strstr(html, "href=\"/outcome?section=4&amp;q=a%26b&amp;sort=ref\""));
    ck_assert_uint_eq(markup_count(html, "aria-sort"), 1);
    table->descending = true;
    html = shown((struct table_view){.path = "/outcome"});
    ck_assert_ptr_nonnull(strstr(html, "aria-sort=\"descending\"><a class=\"gt-sort\" href=\"/outcome?sort=due\""));
}
END_TEST

START_TEST(a_file_offers_no_sorting)
{
    h.place = HTML_STANDALONE;
    const char *html = shown((struct table_view){.path = "/outcome"});
    ck_assert_uint_eq(markup_count(html, "gt-sort"), 0);
}
END_TEST

START_TEST(pages_are_the_tables_own)
{
    table->next = "after=6.1&section=4";
    table->previous = "before=4.7";
    const char *html = shown((struct table_view){.path = "/outcome"});
    ck_assert_ptr_nonnull(strstr(html, "href=\"/outcome?after=6.1&amp;section=4\" rel=\"next\""));
    ck_assert_ptr_nonnull(strstr(html, "href=\"/outcome?before=4.7\" rel=\"prev\""));
}
END_TEST

START_TEST(counts_are_for_people)
{
    table->total = 1234567;
    ck_assert_ptr_nonnull(strstr(shown((struct table_view){.count = true, .one = "outcome", .many = "outcomes"}), "<strong>1,234,567</strong> outcomes"));
    table->total_capped = true;
    table->total = 1000;
    ck_assert_ptr_nonnull(strstr(shown((struct table_view){.count = true}), "More than <strong>1,000</strong> rows"));
    struct table *one = table_new(ctx, "One", columns, 1);
    ck_assert_ptr_null(table_add_row(one, (const struct cell[]){{.value = "x"}}));
    table = one;
    ck_assert_ptr_nonnull(strstr(shown((struct table_view){.count = true, .one = "outcome", .many = "outcomes"}), "<strong>1</strong> outcome<"));
}
END_TEST

START_TEST(an_empty_table_is_a_sentence)
{
    table = table_new(ctx, "None", columns, 1);
    table->empty = "No outcome has been recorded.";
    const char *html = shown((struct table_view){.count = true});
    ck_assert_ptr_nonnull(strstr(html, "No outcome has been recorded."));
    ck_assert_uint_eq(markup_count(html, "<table"), 0);
}
END_TEST

START_TEST(a_stacked_table_keeps_its_roles)
{
    const char *html = shown((struct table_view){.stack = true});
    ck_assert_uint_eq(markup_count(html, "role=\"row\""), 2);
    ck_assert_uint_eq(markup_count(html, "data-label=\"A &amp; B\""), 2);
    ck_assert_uint_eq(markup_count(html, "role=\"rowheader\""), 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("table_view");
    TCase *tests = tcase_create("table_view");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, cells_are_shown_as_the_table_says);
    tcase_add_test(tests, nothing_recorded_says_why);
    tcase_add_test(tests, what_is_for_machines_and_what_is_unsafe_stays_out);
    tcase_add_test(tests, sorting_turns_round_on_the_column_sorted_by);
    tcase_add_test(tests, a_file_offers_no_sorting);
    tcase_add_test(tests, pages_are_the_tables_own);
    tcase_add_test(tests, counts_are_for_people);
    tcase_add_test(tests, an_empty_table_is_a_sentence);
    tcase_add_test(tests, a_stacked_table_keeps_its_roles);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
