/* The first page: what became of what was worried about, and what is on record. Then the pages about the site. */
#include "app/web.h"
#include "overview/overview.h"
#include "overview/overview_queries.h"
#include "priorities/priorities.h"
#include "ui/layout.h"
#include "ui/page.h"

#include <inttypes.h>
#include <talloc.h>

/* ---- overview ---- */

static struct error *show_count(struct visit *visit, struct html *h, int64_t count, const char *words, const char *href,
                                const char *more)
{
    const char *figure = talloc_asprintf(visit->ctx, "%" PRId64, count);
    TRY_MEMORY(figure);
    card(h, (struct card){.figure = figure, .figure_words = words, .href = href, .text = more});
    return NULL;
}

static struct error *show_record(struct visit *visit, const struct overview_counts *counts, struct html *h)
{
    const char *due = talloc_asprintf(visit->ctx, "With a due date: %" PRId64 ". Completed: %" PRId64 ". With a rating that could be "
                                                  "read: %" PRId64 ".",
                                      counts->outcomes_due, counts->outcomes_completed, counts->outcomes_rated);
    TRY_MEMORY(due);
    section_begin(h, (struct section){.heading = "What is on record", .id = "record"});
    cards_begin(h, (struct cards){.label = "Counts of records", .narrow = true});
    TRY(show_count(visit, h, counts->priorities, "priorities", "/priorities", NULL));
    TRY(show_count(visit, h, counts->risks, "risks to children", "/priorities#risks", NULL));
    TRY(show_count(visit, h, counts->outcomes, "outcomes wanted", "/plans", due));
    TRY(show_count(visit, h, counts->expectations, "expectations", "/expectations", "Declared in figures, before the figures came."));
    TRY(show_count(visit, h, counts->actions, "actions", "/actions", NULL));
    TRY(show_count(visit, h, counts->evidence, "pieces of evidence", "/evidence", NULL));
    TRY(show_count(visit, h, counts->measures, "measures", "/measures", NULL));
    TRY(show_count(visit, h, counts->sources, "sources", "/sources", "Each is cited by its number."));
    cards_end(h);
    section_end(h);
    return NULL;
}

static struct error *show_report(struct visit *visit, const struct overview_report *report, struct html *h)
{
    if (!report->key)
        return NULL;
    const char *href = talloc_asprintf(visit->ctx, "/reports/%s", report->key);
    const char *words = talloc_asprintf(visit->ctx, " The statutory guidance of its year asks %" PRId64 " things of it. Looked at: %" PRId64
                                                    ". Met: %" PRId64 ". ",
                                        report->requirements, report->looked_at, report->met);
    const char *coverage = talloc_asprintf(visit->ctx, "/reports/%s/coverage", report->key);
    TRY_MEMORY(coverage);
    TRY_MEMORY(href);
    TRY_MEMORY(words);
    section_begin(h, (struct section){.heading = "The yearly report", .id = "report"});
    govuk_paragraph_begin(h, (struct govuk_paragraph){0});
    govuk_link(h, (struct govuk_link){.text = report->title, .href = href});
    html_text(h, ".");
    html_text(h, words);
    govuk_link(h, (struct govuk_link){.text = "What is met, and what is missing", .href = coverage});
    govuk_paragraph_end(h);
    section_end(h);
    return NULL;
}

static struct error *overview_page(struct visit *visit, const struct table *table, struct html *h)
{
    struct overview_counts counts;
    struct overview_report report;
    TRY(overview_count(visit->ctx, &visit->reader, &counts));
    TRY(overview_report(visit->ctx, &visit->reader, &report));
    visit->title = "Overview";
    page_heading(h, (struct page_heading){
        .text = "What changed for children?",
        .lead = "What this partnership was worried about, what it said it would do, what it expected to change, and what the "
                "published figures say. Where the record has nothing, these pages say so."});
    (void)table;
    section_begin(h, (struct section){.heading = "What became of each worry", .id = "threads"});
    TRY(thread_cards(visit, h));
    section_end(h);
    TRY(show_report(visit, &report, h));
    return show_record(visit, &counts, h);
}

/* ---- about the site ---- */

static struct error *accessibility_page(struct visit *visit, const struct table *table, struct html *h)
{
    (void)table;
    static const char *const can[] = {
        "use every page with a keyboard alone, and without JavaScript",
        "enlarge text to 400 per cent, or read on a screen 320 pixels wide, without scrolling sideways except inside wide tables",
        "read every chart as words and as a table, and tell every state by its shape and word rather than its colour",
        "print every page",
        NULL,
    };
    visit->title = "Accessibility";
    page_heading(h, (struct page_heading){.text = "Accessibility"});
    govuk_paragraph(h, (struct govuk_paragraph){
        .text = "These pages are meant to be used by as many people as possible. You should be able to:"});
    govuk_list(h, (struct govuk_list){.kind = GOVUK_LIST_BULLET, .items = can});
    govuk_heading(h, (struct govuk_heading){.text = "How it was checked"});
    govuk_paragraph(h, (struct govuk_paragraph){
        .text = "Every page is checked by machine against the Web Content Accessibility Guidelines 2.2, levels A and AA, at two "
                "widths, each time the software changes. A machine finds only a part of what can be wrong. No test with screen "
                "reader users has been done yet, so no claim of full compliance is made."});
    govuk_heading(h, (struct govuk_heading){.text = "If something does not work for you"});
    govuk_paragraph(h, (struct govuk_paragraph){
        .text = "Tell the partnership whose pages these are, by whatever way it gives for reaching it. A partnership that publishes "
                "with this software must give its own contact here, and its own accessibility statement."});
    return NULL;
}

static struct error *charts_page(struct visit *visit, const struct table *table, struct html *h)
{
    (void)table;
    static const char *const parts[] = {
        "The title says what the figures do. The line below it says which measure, where and when.",
        "Each dot is one published figure. A gap is a figure that was not published, with the reason.",
        "The thin line in the middle is the median: half of the figures lie above it and half below.",
        "A dotted path is what was declared before the figures came: how far the measure should move, and by when.",
        "Dots on a tinted ground were published after the report's last day. They belong to “since this report”.",
        "Other lines are for comparison: the median of the ten statistical neighbours, the region, England.",
        NULL,
    };
    visit->title = "How to read the charts";
    page_heading(h, (struct page_heading){.text = "How to read the charts"});
    govuk_list(h, (struct govuk_list){.kind = GOVUK_LIST_BULLET, .items = parts, .spaced = true});
    govuk_heading(h, (struct govuk_heading){.text = "Why there is no red or green on a figure"});
    govuk_paragraph(h, (struct govuk_paragraph){
        .text = "Figures go up and down by themselves. With one figure a year there are too few to tell a real change from the usual "
                "ups and downs, so no chart here colours a figure good or bad. Red, amber and green are for people’s judgement of "
                "whether work is on track, always with a sentence."});
    govuk_heading(h, (struct govuk_heading){.text = "What a milestone can say"});
    govuk_paragraph(h, (struct govuk_paragraph){
        .text = "Reached, not reached, no figure for that date, or depends on the definition: by setting the declared value beside "
                "the figure published for that day. Whether the work caused it is a judgement that only people can make."});
    return NULL;
}

static const struct screen overview_screen = {"/", "Overview", threads_table, overview_page};
static const struct screen overview_by_name_screen = {"/overview", NULL, threads_table, overview_page};
static const struct screen accessibility_screen = {"/accessibility", NULL, NULL, accessibility_page};
static const struct screen charts_screen = {"/how-to-read-the-charts", NULL, NULL, charts_page};

static const struct screen *const screens[] = {
    &overview_screen, &overview_by_name_screen, &accessibility_screen, &charts_screen, NULL,
};

const struct feature overview_feature = {.name = "overview", .screens = screens};
