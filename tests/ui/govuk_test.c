/* Components: that each is sound HTML, escapes what it is given, and says what it should. */
#include "ui/govuk.h"

#include "../support/markup.h"
#include "ui/layout.h"
#include "ui/marks.h"

#include <check.h>
#include <talloc.h>

#define NASTY "<i>\"x\" & 'y'</i>"

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

static const char *sound(void)
{
    ck_assert_ptr_null(html_error(&h));
    const char *fault = markup_fault(buffer_cstr(&h.out), 1);
    ck_assert_msg(!fault, "%s\n%s", fault ? fault : "", buffer_cstr(&h.out));
    ck_assert_uint_eq(markup_count(buffer_cstr(&h.out), "<i>"), 0);
    return buffer_cstr(&h.out);
}

#define HAS(part) ck_assert_msg(strstr(sound(), part), "no %s in\n%s", part, buffer_cstr(&h.out))
#define HAS_NOT(part) ck_assert_msg(!strstr(sound(), part), "%s in\n%s", part, buffer_cstr(&h.out))

START_TEST(headings_have_level_size_and_caption)
{
    govuk_heading(&h, (struct govuk_heading){.text = NASTY, .level = 3, .caption = NASTY, .id = "here"});
    HAS("<h3 class=\"govuk-heading-s\" id=\"here\">");
    HAS("govuk-caption-m");
    buffer_clear(&h.out);
    govuk_heading(&h, (struct govuk_heading){.text = "A", .level = 9, .href = "/a"});
    HAS("<h2 class=\"govuk-heading-m\"><a class=\"govuk-link\" href=\"/a\">A</a></h2>");
}
END_TEST

START_TEST(a_link_that_may_not_lead_anywhere_is_text)
{
    govuk_link(&h, (struct govuk_link){.text = "Press", .href = "javascript:alert(1)"});
    ck_assert_str_eq(sound(), "Press");
    buffer_clear(&h.out);
    govuk_link(&h, (struct govuk_link){.text = "Change", .href = "/x", .hidden = NASTY, .strong = true});
    HAS("govuk-visually-hidden\"> &lt;i&gt;");
}
END_TEST

START_TEST(paragraphs_and_lists)
{
    const char *const items[] = {NASTY, "two", NULL};
    govuk_paragraph(&h, (struct govuk_paragraph){.text = NASTY, .lead = true, .muted = true});
    govuk_list(&h, (struct govuk_list){.kind = GOVUK_LIST_NUMBER, .items = items, .spaced = true});
    govuk_list(&h, (struct govuk_list){.kind = GOVUK_LIST_PLAIN, .items = items});
    HAS("<p class=\"govuk-body-l gt-muted\">");
    ck_assert_uint_eq(markup_count(sound(), "<li>"), 4);
    ck_assert_uint_eq(markup_count(sound(), "<ol"), 1);
}
END_TEST

START_TEST(boxes_of_text)
{
    govuk_inset(&h, NASTY);
    govuk_warning(&h, NASTY);
    govuk_details(&h, (struct govuk_details){.summary = NASTY, .text = NASTY, .open = true});
    govuk_tag(&h, (struct govuk_tag){.text = NASTY, .colour = "red"});
    govuk_notification(&h, (struct govuk_notification){.heading = NASTY, .text = NASTY});
    govuk_notification(&h, (struct govuk_notification){.heading = "Saved", .success = true});
    HAS("<details class=\"govuk-details\" open>");
    ck_assert_uint_eq(markup_count(sound(), "role=\"alert\""), 1);
    HAS(">Important<");
    HAS(">Success<");
}
END_TEST

START_TEST(a_summary_row_says_when_there_is_no_value)
{
    struct govuk_summary_list list = {.title = NASTY, .href = "/x"};
    govuk_summary_list_begin(&h, list);
    govuk_summary_row(&h, (struct govuk_summary_row){.key = NASTY, .value = NASTY, .note = NASTY});
    govuk_summary_row(&h, (struct govuk_summary_row){.key = "Due"});
    govuk_summary_row(&h, (struct govuk_summary_row){.key = "Seen", .absent = "not recorded here", .action = "Add", .action_href = "/add"});
    govuk_summary_list_end(&h, list);
    HAS("<span class=\"gt-muted\">not stated</span>");
    HAS("<span class=\"gt-muted\">not recorded here</span>");
    HAS("Add<span class=\"govuk-visually-hidden\"> Seen</span>");
    ck_assert_uint_eq(markup_count(sound(), "<dt"), 3);
}
END_TEST

START_TEST(views_mark_the_current_one)
{
    const struct govuk_link_item items[] = {{"Chart", "/m/1", true}, {"Table", "/m/1/table", false}, {0}};
    govuk_sub_navigation(&h, (struct govuk_sub_navigation){.label = NASTY, .items = items});
    HAS("href=\"/m/1\" aria-current=\"page\">Chart");
    ck_assert_uint_eq(markup_count(sound(), "aria-current"), 1);
}
END_TEST

START_TEST(pagination_only_where_there_is_another_page)
{
    govuk_pagination(&h, (struct govuk_pagination){0});
    ck_assert_str_eq(sound(), "");
    govuk_pagination(&h, (struct govuk_pagination){.next = "/x?after=3&n=2", .next_label = NASTY});
    HAS("href=\"/x?after=3&amp;n=2\" rel=\"next\"");
    HAS_NOT("rel=\"prev\"");
}
END_TEST

START_TEST(tasks_are_described_by_their_states)
{
    govuk_task_list_begin(&h);
    govuk_task(&h, (struct govuk_task){.title = NASTY, .href = "/t", .hint = NASTY, .mark = "not-met"});
    govuk_task(&h, (struct govuk_task){.title = "Plain", .status = "Completed"});
    govuk_task_list_end(&h);
    HAS(">Not met<");
    HAS(">Completed<");
    ck_assert_uint_eq(markup_count(sound(), "<a "), 1);
}
END_TEST

START_TEST(a_form_escapes_what_was_typed)
{
    const struct govuk_option options[] = {{"All", ""}, {NASTY, "4"}, {0}};
    struct govuk_form form = {.action = "/outcome", .label = NASTY, .search = true, .in_a_row = true};
    govuk_form_begin(&h, form);
    govuk_input(&h, (struct govuk_input){.name = "q", .label = NASTY, .value = NASTY, .hint = NASTY, .error = NASTY, .max_length = 100});
    govuk_select(&h, (struct govuk_select){.name = "section", .label = "Section", .options = options, .value = "4"});
    govuk_carried(&h, "sort", NASTY);
    govuk_carried(&h, "none", NULL);
    govuk_button(&h, (struct govuk_button){.text = NASTY});
    govuk_button(&h, (struct govuk_button){.text = "Clear", .href = "/outcome", .secondary = true});
    govuk_form_end(&h, form);
    HAS("method=\"get\" action=\"/outcome\" role=\"search\"");
    HAS("aria-describedby=\"q-hint q-error\"");
    HAS("value=\"4\" selected>");
    ck_assert_uint_eq(markup_count(sound(), " selected"), 1);
    ck_assert_uint_eq(markup_count(sound(), "type=\"hidden\""), 1);
}
END_TEST

START_TEST(every_state_has_a_shape_and_a_word_of_its_own)
{
    const char *states[] = {"red", "amber", "green", "complete", "not-stated", "met", "partly", "not-met", "not-recorded",
                            "reached", "not-reached", "no-figure", "depends"};
    size_t count = sizeof states / sizeof *states;
    char *drawn[sizeof states / sizeof *states];
    for (size_t i = 0; i < count; i++) {
        buffer_clear(&h.out);
        status_mark_shape(&h, states[i]);
        drawn[i] = talloc_strdup(ctx, sound());
        for (size_t j = 0; j < i; j++) {
            ck_assert_str_ne(drawn[i], drawn[j]);
            ck_assert_str_ne(status_mark_word(states[i]), status_mark_word(states[j]));
        }
    }
}
END_TEST

START_TEST(a_state_not_known_is_not_stated_and_never_a_colour)
{
    const char *states[] = {NULL, "", "grene", "GREEN", "blue"};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        buffer_clear(&h.out);
        status_mark(&h, (struct status_mark){.state = states[i]});
        HAS("Not stated");
        HAS_NOT("gt-mark__green");
        HAS("gt-mark--neutral");
    }
}
END_TEST

START_TEST(a_mark_may_have_other_words)
{
    status_mark(&h, (struct status_mark){.state = "red", .word = NASTY});
    HAS("&lt;i&gt;");
    HAS("(off track)");
}
END_TEST

START_TEST(sections_cards_and_timelines)
{
    section_begin(&h, (struct section){.heading = NASTY, .set_apart = true});
    columns_begin(&h);
    column_begin(&h, COLUMN_TWO_THIRDS);
    cards_begin(&h, (struct cards){.label = NASTY});
    card(&h, (struct card){.title = NASTY, .href = "/x", .text = NASTY, .figure = "42", .figure_words = NASTY});
    cards_end(&h);
    timeline_begin(&h);
    timeline_entry(&h, (struct timeline_entry){.title = NASTY, .when = NASTY, .when_iso = "2019-12-04", .by = NASTY, .text = NASTY});
    timeline_entry(&h, (struct timeline_entry){.title = "Nothing is recorded", .gap = true});
    timeline_end(&h);
    column_end(&h);
    columns_end(&h);
    section_end(&h);
    section_begin(&h, (struct section){.heading = "Two", .id = "two", .level = 3});
    section_end(&h);
    HAS("<time datetime=\"2019-12-04\">");
    HAS("gt-timeline__entry--gap");
    HAS("aria-labelledby=\"two\"");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("govuk");
    TCase *tests = tcase_create("govuk");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, headings_have_level_size_and_caption);
    tcase_add_test(tests, a_link_that_may_not_lead_anywhere_is_text);
    tcase_add_test(tests, paragraphs_and_lists);
    tcase_add_test(tests, boxes_of_text);
    tcase_add_test(tests, a_summary_row_says_when_there_is_no_value);
    tcase_add_test(tests, views_mark_the_current_one);
    tcase_add_test(tests, pagination_only_where_there_is_another_page);
    tcase_add_test(tests, tasks_are_described_by_their_states);
    tcase_add_test(tests, a_form_escapes_what_was_typed);
    tcase_add_test(tests, every_state_has_a_shape_and_a_word_of_its_own);
    tcase_add_test(tests, a_state_not_known_is_not_stated_and_never_a_colour);
    tcase_add_test(tests, a_mark_may_have_other_words);
    tcase_add_test(tests, sections_cards_and_timelines);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
