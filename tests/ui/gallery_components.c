/* The gallery's page of components. */
#include "gallery.h"
#include "ui/layout.h"
#include "ui/marks.h"
#include "ui/table_view.h"

#include <talloc.h>

static void text(struct html *h)
{
    section_begin(h, (struct section){.heading = "Text"});
    govuk_paragraph_begin(h, (struct govuk_paragraph){.text = "A partnership says beforehand what it expects to see, then looks. See "});
    govuk_link(h, (struct govuk_link){.text = "outcome 4.7", .href = "index.html"});
    html_text(h, ", which is ");
    govuk_tag(h, (struct govuk_tag){.text = "Provisional", .colour = "yellow"});
    html_text(h, " until the figures are final.");
    govuk_paragraph_end(h);
    const char *const items[] = {"what was declared", "what was done", "what the figures say", NULL};
    govuk_list(h, (struct govuk_list){.items = items});
    govuk_inset(h, "An annual count cannot show what happened between two counts.");
    govuk_warning(h, "Three of the ten neighbours changed their definition in 2021.");
    govuk_details(h, (struct govuk_details){.summary = "How this was counted", .text = "Children looked after for 12 months or more on 31 March."});
    govuk_notification(h, (struct govuk_notification){.heading = "The figures for 2025 are provisional.", .text = "They will be final in March."});
    section_end(h);
}

static void records(struct html *h)
{
    section_begin(h, (struct section){.heading = "A record"});
    struct govuk_summary_list list = {.title = "Outcome 4.7", .href = "index.html", .title_level = 3};
    govuk_summary_list_begin(h, list);
    govuk_summary_row(h, (struct govuk_summary_row){.key = "What we want to see", .value = "Health assessments are done in time"});
    govuk_summary_row(h, (struct govuk_summary_row){.key = "Accountable", .value = "Clinical commissioning group", .href = "index.html", .note = "From April 2013; its duties passed on in July 2022"});
    govuk_summary_row_begin(h, "Rating");
    status_mark(h, (struct status_mark){.state = "not-stated", .word = "Could not be read in our copy of the paper"});
    govuk_summary_row_end(h);
    govuk_summary_row(h, (struct govuk_summary_row){.key = "Due", .absent = "no date is given", .action = "Propose a date for", .action_href = "index.html"});
    govuk_summary_list_end(h, list);
    const struct govuk_link_item views[] = {{"Chart", "index.html", true}, {"Table", "charts.html", false}, {"About", "thread.html", false}, {0}};
    govuk_sub_navigation(h, (struct govuk_sub_navigation){.label = "Views of this measure", .items = views});
    section_end(h);
}

static void marks(struct html *h)
{
    const char *states[] = {"red", "amber", "green", "complete", "not-stated", "met", "partly", "not-met", "not-recorded",
                            "reached", "not-reached", "no-figure", "depends"};
    section_begin(h, (struct section){.heading = "States"});
    struct govuk_list list = {.kind = GOVUK_LIST_PLAIN};
    govuk_list_begin(h, list);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        govuk_list_item_begin(h);
        status_mark(h, (struct status_mark){.state = states[i]});
        govuk_list_item_end(h);
    }
    govuk_list_end(h, list);
    section_end(h);
    section_begin(h, (struct section){.heading = "What the guidance requires"});
    govuk_task_list_begin(h);
    govuk_task(h, (struct govuk_task){.title = "Evidence of the impact of the work", .href = "index.html", .hint = "Working Together 2018, chapter 3, paragraph 42", .mark = "partly"});
    govuk_task(h, (struct govuk_task){.title = "What was done about the findings of reviews", .href = "index.html", .mark = "not-recorded", .status = "Not recorded in this sample"});
    govuk_task(h, (struct govuk_task){.title = "The board's budget", .mark = "met"});
    govuk_task_list_end(h);
    section_end(h);
}

static void tables(struct html *h)
{
    static const struct column columns[] = {
        {.name = "ref", .label = "Outcome", .sort = "ref", .row_heading = true}, {.name = "title", .label = "What we want to see"},
        {.name = "lead", .label = "Lead agency", .sort = "lead"}, {.name = "rating", .label = "Progress"},
        {.name = "due", .label = "Due", .kind = COLUMN_DATE, .sort = "due"},
        {.name = "share", .label = "Latest %", .kind = COLUMN_NUMBER}, {.name = "secret", .label = "Secret", .data_only = true}};
    void *ctx = h->out.ctx;
    struct table *table = table_new(ctx, "Outcomes of the plan", columns, 7);
    const struct cell rows[][7] = {
        {{.value = "4.7", .href = "index.html"}, {.value = "Health assessments are done in time", .note = "Section 4: Children in care"}, {.value = "Health"}, {.value = "red", .shown = "Red", .mark = "red"}, {.value = "2020-03-31"}, {.value = "95"}, {.value = "x"}},
        {{.value = "6.1", .href = "index.html"}, {.value = "Fewer agency social workers"}, {.value = "Council"}, {.value = "amber", .shown = "Amber", .mark = "amber"}, {.value = "2020-09-30"}, {.value = "23.2"}, {0}},
        {{.value = "6.2", .href = "index.html"}, {.value = "A thing nobody has rated"}, {.value = "Police"}, {.mark = "not-stated"}, {.shown = "no date is given"}, {.shown = "confidential (c)"}, {0}},
    };
    for (size_t i = 0; i < 3; i++) {
        if (table_add_row(table, rows[i]))
            h->out.failed = true;
    }
    table->sorted_by = "due";
    table->next = "after=6.2";
    table->total = 1042;
    section_begin(h, (struct section){.heading = "Tables"});
    struct govuk_form form = {.action = "components.html", .label = "Filter outcomes", .in_a_row = true, .search = true};
    govuk_form_begin(h, form);
    govuk_input(h, (struct govuk_input){.name = "q", .label = "Words", .type = "search"});
    const struct govuk_option options[] = {{"All sections", ""}, {"Children in care", "4"}, {0}};
    govuk_select(h, (struct govuk_select){.name = "section", .label = "Section", .options = options, .value = "4"});
    govuk_button(h, (struct govuk_button){.text = "Show", .secondary = true});
    govuk_form_end(h, form);
    table_view(h, table, (struct table_view){.path = "components.html", .query = "section=4", .count = true, .one = "outcome", .many = "outcomes", .stack = true});
    table->title = "The same, scrolling";
    table_view(h, table, (struct table_view){0});
    section_end(h);
}

static void arrangements(struct html *h)
{
    section_begin(h, (struct section){.heading = "Cards"});
    cards_begin(h, (struct cards){.narrow = true});
    card(h, (struct card){.figure = "42", .figure_words = "outcomes wanted", .text = "7 of them have a date."});
    card(h, (struct card){.figure = "3", .figure_words = "threads that can be followed", .title = "Threads", .href = "thread.html"});
    card(h, (struct card){.figure = "14", .figure_words = "of 27 requirements met", .title = "Coverage", .href = "index.html"});
    card(h, (struct card){.title = "Sources", .href = "index.html", .text = "Every figure says where it comes from."});
    cards_end(h);
    section_end(h);
    section_begin(h, (struct section){.heading = "What happened"});
    timeline_begin(h);
    timeline_entry(h, (struct timeline_entry){.title = "Assessments found late", .href = "index.html", .by = "the board", .when = "18 September 2018", .when_iso = "2018-09-18", .text = "Made a priority for the year."});
    timeline_entry(h, (struct timeline_entry){.title = "Nothing is recorded between September 2018 and December 2019", .gap = true});
    timeline_entry(h, (struct timeline_entry){.title = "Improvement was not sustained", .by = "inspectors", .when = "4 December 2019", .when_iso = "2019-12-04"});
    timeline_entry(h, (struct timeline_entry){.title = "97% up to date", .when = "31 March 2022", .later = true, .text = "Published after this report."});
    timeline_end(h);
    section_end(h);
    section_begin(h, (struct section){.heading = "Since this report", .set_apart = true});
    govuk_paragraph(h, (struct govuk_paragraph){.text = "What was published after 31 December 2019 stands here and nowhere else."});
    section_end(h);
    section_begin(h, (struct section){.heading = "An error page", .level = 2});
    govuk_paragraph(h, (struct govuk_paragraph){.text = page_error_title(404)});
    section_end(h);
}

void gallery_components(struct html *h)
{
    text(h);
    records(h);
    marks(h);
    tables(h);
    arrangements(h);
}
