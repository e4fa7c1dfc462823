/* The plan with its sections, each rated on its own dimensions; and what an expectation says on the page of what bears it. */
#include "plans/plan_queries.h"
#include "ui/layout.h"
#include "ui/page.h"
#include "ui/table_view.h"

#include <string.h>
#include <talloc.h>

#define DIMENSIONS_MOST 8

static const struct crumb plans_crumbs[] = {{"Plans", "/plans"}, {NULL, NULL}};

/* The plan of the address; at /plans the one agreed last. */
static struct error *find_plan(struct visit *visit, struct record **plan)
{
    const char *key = visit_parameter(visit, "key");
    if (key)
        return record_find(visit->ctx, &visit->reader, &plan_register, key, plan);
    int64_t newest;
    TRY(plan_newest(visit->ctx, &visit->reader, &newest));
    return record_find_id(visit->ctx, &visit->reader, &plan_register, newest, plan);
}

static struct error *page_table(struct visit *visit, struct table **table)
{
    struct record *plan;
    TRY(find_plan(visit, &plan));
    return plan_table(visit, plan, table);
}

/* "What we want to see": lines of a field as a list. */
static void show_lines(struct visit *visit, const char *heading, const char *lines, struct html *h)
{
    struct govuk_list list = {.kind = GOVUK_LIST_BULLET};
    if (!lines)
        return;
    govuk_heading(h, (struct govuk_heading){.text = heading, .level = 3, .size = GOVUK_SIZE_S});
    govuk_list_begin(h, list);
    for (const char *line; (line = plan_next_line(visit->ctx, &lines)) != NULL;)
        govuk_list_item(h, line);
    govuk_list_end(h, list);
}

/* The section's outcomes, a row each, with a column for every dimension: the long table turned for reading. */
static struct error *turn_table(struct visit *visit, const struct table *part, const char *dimensions, struct table **turned)
{
    static const struct column first[] = {
        {"ref", "Ref", COLUMN_TEXT},
        {"outcome", "Outcome wanted", COLUMN_TEXT, .row_heading = true},
        {"leads", "Who leads", COLUMN_TEXT},
        {"accountable", "Who answers for it", COLUMN_TEXT},
        {"due", "Due", COLUMN_DATE},
        {"status", "Status", COLUMN_TEXT},
    };
    enum { KEPT = sizeof first / sizeof *first, COLOUR = 8 };
    size_t count = KEPT;
    struct column *columns = talloc_zero_array(visit->ctx, struct column, KEPT + DIMENSIONS_MOST);
    TRY_MEMORY(columns);
    memcpy(columns, first, sizeof first);
    dimensions = dimensions ? dimensions : "Overall";
    for (const char *name; count < KEPT + DIMENSIONS_MOST && (name = plan_next_line(visit->ctx, &dimensions)) != NULL;)
        columns[count++] = (struct column){.name = name, .label = name};
    size_t dimension_count = count - KEPT;

    struct table *made = table_new(visit->ctx, part->title, columns, count);
    TRY_MEMORY(made);
    for (size_t row = 0; row + dimension_count <= table_row_count(part); row += dimension_count) {
        struct cell cells[KEPT + DIMENSIONS_MOST];
        for (size_t i = 0; i < KEPT; i++)
            cells[i] = *table_cell(part, row, i);
        for (size_t d = 0; d < dimension_count; d++)
            cells[KEPT + d] = *table_cell(part, row + d, COLOUR);
        TRY(table_add_row(made, cells));
    }
    *turned = made;
    return NULL;
}

static struct error *show_section(struct visit *visit, const struct table *table, const struct record *record, struct html *h)
{
    const char *number = record_text(record, "number"), *note = record_text(record, "rating_note");
    const char *heading = talloc_asprintf(visit->ctx, "%s. %s", number, record->label);
    const char *id = talloc_asprintf(visit->ctx, "section-%s", number);
    TRY_MEMORY(heading);
    TRY_MEMORY(id);
    struct table *part, *turned;
    TRY(table_part(visit->ctx, table, "section", number, heading, &part));
    TRY(turn_table(visit, part, record_text(record, "dimensions"), &turned));
    section_begin(h, (struct section){.heading = heading, .id = id});
    show_lines(visit, "What we want to see", record_text(record, "wants"), h);
    show_lines(visit, "What needs to change", record_text(record, "needs"), h);
    govuk_heading(h, (struct govuk_heading){.text = "Outcomes", .level = 3, .size = GOVUK_SIZE_S});
    if (note)
        govuk_inset(h, note);
    table_view(h, turned, (struct table_view){.caption_hidden = true, .stack = true});
    section_end(h);
    return NULL;
}

/* "42 outcomes: 7 have a due date, 1 is completed, 41 ..." counted from the rows, one a ref. */
static struct error *count_words(struct visit *visit, const struct table *table, const char **words)
{
    enum { REF = 1, DUE = 5, STATUS = 6, COLOUR = 9 };
    size_t outcomes = 0, due = 0, completed = 0, rated = 0;
    const char *before = "";
    for (size_t row = 0; row < table_row_count(table); row++) {
        const char *ref = table_cell(table, row, REF)->value, *status = table_cell(table, row, STATUS)->value;
        rated += table_cell(table, row, COLOUR)->value != NULL;
        if (strcmp(ref, before) == 0)
            continue;
        before = ref;
        outcomes++;
        due += table_cell(table, row, DUE)->value != NULL;
        completed += status && strcmp(status, "completed") == 0;
    }
    *words = talloc_asprintf(visit->ctx,
                             "%zu outcomes wanted. %zu have a due date, %zu do not. The status of %zu is completed; no status is "
                             "stated for the rest. %zu ratings are recorded.",
                             outcomes, due, outcomes - due, completed, rated);
    return *words ? NULL : error_out_of_memory();
}

static struct error *page(struct visit *visit, const struct table *table, struct html *h)
{
    struct record *plan;
    struct record_list sections;
    const char *counted, *agreed;
    TRY(find_plan(visit, &plan));
    TRY(plan_sections(visit->ctx, &visit->reader, plan, &sections));
    TRY(count_words(visit, table, &counted));
    TRY(record_words(visit->ctx, plan, "agreed_on", &agreed));
    visit->title = plan->label;
    visit->navigation = "/plans";
    visit->crumbs = visit_parameter(visit, "key") ? plans_crumbs : NULL;

    page_heading(h, (struct page_heading){.text = plan->label, .caption = "Plan", .lead = counted});
    struct govuk_summary_list list = {.compact = true};
    govuk_summary_list_begin(h, list);
    govuk_summary_row(h, (struct govuk_summary_row){.key = "Version", .value = record_text(plan, "version")});
    govuk_summary_row(h, (struct govuk_summary_row){.key = "Agreed", .value = agreed});
    govuk_summary_row(h, (struct govuk_summary_row){.key = "Agreed by", .value = record_text(plan, "agreed_by")});
    govuk_summary_row(h, (struct govuk_summary_row){.key = "About it", .value = record_text(plan, "says")});
    govuk_summary_list_end(h, list);
    for (size_t i = 0; i < sections.count; i++)
        TRY(show_section(visit, table, sections.at[i], h));
    return NULL;
}

/* ---- on an outcome's page ---- */

static struct error *show_ratings(struct visit *visit, const struct record *outcome, struct html *h)
{
    struct table *ratings;
    if (record_value(outcome, "section")->reference_count == 0)
        return NULL;
    TRY(outcome_ratings_table(visit, outcome, &ratings));
    section_begin(h, (struct section){.heading = "Ratings of delivery", .id = "ratings"});
    table_view(h, ratings, (struct table_view){.caption_hidden = true, .stack = true});
    section_end(h);
    return NULL;
}

const struct panel outcome_ratings = {"outcome", show_ratings};
const struct screen newest_plan_screen = {"/plans", "Plan", page_table, page};
const struct screen plan_screen = {"/plans/{key}", NULL, page_table, page};
