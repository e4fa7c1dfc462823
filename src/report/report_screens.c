/* The yearly reports on the site: the list, a report's page, and how far it meets an edition of the guidance. */
#include "report/report_screens.h"

#include "app/web.h"
#include "http/address.h"
#include "ui/layout.h"
#include "ui/page.h"
#include "ui/table_view.h"

#include <string.h>
#include <talloc.h>

#define ALL 1000

/* ---- the list ---- */

static const struct column list_columns[] = {
    {"report", "Report", COLUMN_TEXT, .row_heading = true},
    {"period_from", "From", COLUMN_DATE},
    {"period_to", "To", COLUMN_DATE},
    {"known_on", "Known by", COLUMN_DATE},
    {"edition", "Answers to", COLUMN_TEXT},
    {"looked_at", "Looked at", COLUMN_NUMBER},
    {"met", "Met", COLUMN_NUMBER},
    {"requirements", "Requirements", COLUMN_NUMBER},
    {"status", "Status", COLUMN_TEXT},
    {"ref", "Reference", COLUMN_TEXT, .data_only = true},
};
#define LIST_COLUMNS (sizeof list_columns / sizeof *list_columns)

/* The report set against its own edition. */
static struct error *own_coverage(struct visit *visit, const struct record *report, struct coverage *coverage)
{
    struct record *edition;
    const struct record_value *own = record_value(report, "edition");
    if (own->reference_count == 0)
        return ERROR_NEW(visit->ctx, ERROR_NOT_FOUND, "The edition of this report cannot be shown.");
    TRY(record_find_id(visit->ctx, &visit->reader, &edition_register, own->references[0].id, &edition));
    return coverage_read(visit->ctx, &visit->reader, report, edition, coverage);
}

static struct error *add_report(struct visit *visit, const struct record *report, struct table *table)
{
    struct coverage coverage;
    const char *status;
    TRY(own_coverage(visit, report, &coverage));
    TRY(record_words(visit->ctx, report, "status", &status));
    const char *href = record_address(visit->ctx, visit->reader.registers, report->def, report->key);
    const char *looked_at = talloc_asprintf(visit->ctx, "%zu", coverage.looked_at), *met = talloc_asprintf(visit->ctx, "%zu", coverage.met);
    const char *all = talloc_asprintf(visit->ctx, "%zu", coverage.lines.count);
    if (!href || !looked_at || !met || !all)
        return error_out_of_memory();
    return table_add_row(table, (struct cell[]){
        {.value = report->label, .href = href},
        {.value = record_text(report, "period_from")},
        {.value = record_text(report, "period_to")},
        {.value = record_text(report, "known_on")},
        {.value = coverage.edition->key, .shown = coverage.edition->label},
        {.value = looked_at}, {.value = met}, {.value = all},
        {.value = record_text(report, "status"), .shown = status},
        {.value = report->key}});
}

static struct error *reports_table(struct visit *visit, struct table **table)
{
    struct record_list list;
    struct record_list_request request = {.limit = ALL};
    struct table *made = table_new(visit->ctx, "Reports", list_columns, LIST_COLUMNS);
    TRY_MEMORY(made);
    TRY(record_list(visit->ctx, &visit->reader, &report_register, &request, &list));
    for (size_t i = 0; i < list.count; i++)
        TRY(add_report(visit, list.at[i], made));
    made->total = table_row_count(made);
    made->empty = "No report is recorded here.";
    *table = made;
    return NULL;
}

static struct error *reports_page(struct visit *visit, const struct table *table, struct html *h)
{
    visit->title = "Reports";
    page_heading(h, (struct page_heading){
        .text = "Reports",
        .lead = "The law asks for a report every year. Each is made from these records, and checked against the edition of the "
                "guidance that governed its year."});
    table_view(h, table, (struct table_view){.caption_hidden = true, .stack = true});
    return NULL;
}

const struct screen reports_screen = {"/reports", "Reports", reports_table, reports_page};

/* ---- what the pages of one report share ---- */

static struct error *find_report(struct visit *visit, struct record **report)
{
    return record_find(visit->ctx, &visit->reader, &report_register, visit_parameter(visit, "key"), report);
}

static struct error *report_address(struct visit *visit, const struct record *report, const char *ending, const char **address)
{
    const char *base = record_address(visit->ctx, visit->reader.registers, report->def, report->key);
    TRY_MEMORY(base);
    *address = talloc_asprintf(visit->ctx, "%s%s", base, ending);
    return *address ? NULL : error_out_of_memory();
}

/* Two numbers, never one: what was looked at, and what was met. */
static struct error *show_numbers(struct visit *visit, const struct coverage *coverage, struct html *h)
{
    const char *looked_at = talloc_asprintf(visit->ctx, "%zu of %zu", coverage->looked_at, coverage->lines.count);
    const char *met = talloc_asprintf(visit->ctx, "%zu of %zu", coverage->met, coverage->applying);
    const char *words = coverage_words(visit->ctx, coverage);
    TRY_MEMORY(looked_at);
    TRY_MEMORY(met);
    TRY_MEMORY(words);
    cards_begin(h, (struct cards){.narrow = true, .label = "How complete this report is"});
    card(h, (struct card){.figure = looked_at, .figure_words = "requirements have been looked at"});
    card(h, (struct card){.figure = met, .figure_words = "requirements that apply are met"});
    cards_end(h);
    govuk_paragraph(h, (struct govuk_paragraph){.text = words});
    return NULL;
}

/* ---- one report ---- */

static struct error *report_table(struct visit *visit, struct table **table)
{
    struct record *report;
    TRY(find_report(visit, &report));
    struct record_list one = {.at = &report, .count = 1, .total = 1};
    return records_table(visit, report->def, &one, table);
}

static struct error *show_making(struct visit *visit, const struct record *report, struct html *h)
{
    const char *period = period_text(visit->ctx, report_period(report));
    TRY_MEMORY(period);
    const char *command = talloc_asprintf(visit->ctx, "goldthread report --period %s --known-on %s --out DIR", period,
                                          record_text(report, "known_on"));
    TRY_MEMORY(command);
    govuk_details_begin(h, (struct govuk_details){
        .summary = "How the report is made",
        .text = "Whoever holds the database writes the whole report, as one page for reading, printing and sending, with"});
    govuk_inset(h, command);
    govuk_paragraph(h, (struct govuk_paragraph){
        .text = "Another day after --known-on moves what became known later under \u201cSince this report\u201d. With --edition it is "
                "checked against another edition. It holds only what everybody may see."});
    govuk_details_end(h);
    return NULL;
}

static struct error *report_page(struct visit *visit, const struct table *table, struct html *h)
{
    static const struct crumb crumbs[] = {{"Reports", "/reports"}, {NULL, NULL}};
    struct record *report;
    struct coverage coverage;
    const char *address, *reason;
    (void)table;
    TRY(find_report(visit, &report));
    TRY(own_coverage(visit, report, &coverage));
    TRY(report_address(visit, report, "/coverage", &address));
    reason = record_text(report, "edition_reason");
    visit->title = report->label;
    visit->crumbs = crumbs;
    page_heading(h, (struct page_heading){.text = report->label, .caption = "Yearly report"});
    section_begin(h, (struct section){.heading = "What the law asks of it", .id = "asked"});
    govuk_paragraph_begin(h, (struct govuk_paragraph){0});
    html_format(h, "It answers to %s. %s", coverage.edition->label, reason);
    govuk_paragraph_end(h);
    TRY(show_numbers(visit, &coverage, h));
    govuk_paragraph_begin(h, (struct govuk_paragraph){0});
    govuk_link(h, (struct govuk_link){
                      .text = "Requirement by requirement: what is met, by which records, and what is missing", .href = address});
    govuk_paragraph_end(h);
    section_end(h);
    TRY(show_making(visit, report, h));
    return record_page_body(visit, report, true, h);
}

const struct screen report_screen = {"/reports/{key}", NULL, report_table, report_page};

/* ---- how far it meets an edition ---- */

static const struct column coverage_columns[] = {
    {"requirement", "Requirement", COLUMN_TEXT},
    {"duty", "Duty", COLUMN_TEXT},
    {"says", "In our words", COLUMN_TEXT, .row_heading = true},
    {"state", "State", COLUMN_TEXT},
    {"reason", "Why", COLUMN_TEXT},
    {"records", "By which records", COLUMN_TEXT},
    {"missing", "What is missing", COLUMN_TEXT},
    {"supplier", "Who would supply it", COLUMN_TEXT},
    {"verify", "Wording to be checked", COLUMN_FLAG},
};
#define COVERAGE_COLUMNS (sizeof coverage_columns / sizeof *coverage_columns)

/* The names of every record of a finding, joined by ; . */
static struct error *record_names(struct visit *visit, const struct record *found, const char **names)
{
    char *text = NULL;
    for (const struct field_def *f = found->def->fields; f->name; f++) {
        const struct record_value *value = record_value(found, f->name);
        for (size_t i = 0; f->kind == FIELD_REF_MANY && i < value->reference_count; i++) {
            text = text ? talloc_asprintf_append(text, "; %s", value->references[i].label)
                        : talloc_strdup(visit->ctx, value->references[i].label);
            TRY_MEMORY(text);
        }
    }
    *names = text;
    return NULL;
}

static struct error *read_chosen(struct visit *visit, struct record **report, struct coverage *coverage)
{
    struct record *edition;
    const char *asked = visit_query(visit, "edition");
    TRY(find_report(visit, report));
    if (!asked)
        return own_coverage(visit, *report, coverage);
    TRY(edition_find(visit->ctx, &visit->reader, asked, &edition));
    return coverage_read(visit->ctx, &visit->reader, *report, edition, coverage);
}

static struct error *coverage_table(struct visit *visit, struct table **table)
{
    struct record *report;
    struct coverage coverage;
    TRY(read_chosen(visit, &report, &coverage));
    struct table *made = table_new(visit->ctx, coverage.edition->label, coverage_columns, COVERAGE_COLUMNS);
    TRY_MEMORY(made);
    for (size_t i = 0; i < coverage.lines.count; i++) {
        const struct coverage_line *line = &coverage.lines.at[i];
        const char *names = NULL;
        if (line->found)
            TRY(record_names(visit, line->found, &names));
        TRY(table_add_row(made, (struct cell[]){
            {.value = line->requirement->key},
            {.value = record_text(line->requirement, "duty")},
            {.value = record_text(line->requirement, "says")},
            {.value = line->found ? record_text(line->found, "state") : NULL, .shown = coverage_state_words(line),
             .mark = coverage_state(line)},
            {.value = line->found ? record_text(line->found, "reason") : NULL},
            {.value = names},
            {.value = line->found ? record_text(line->found, "missing") : NULL},
            {.value = line->found ? record_text(line->found, "supplier") : NULL},
            {.value = record_text(line->requirement, "verify")}}));
    }
    made->total = table_row_count(made);
    made->empty = "No requirement of this edition is recorded.";
    *table = made;
    return NULL;
}

static bool is_unchecked(const struct coverage_line *line)
{
    return strcmp(record_text(line->requirement, "verify"), "yes") == 0;
}

/* Is the wording of every requirement still to be checked? Then the page says so once. */
static bool none_is_checked(const struct coverage *coverage)
{
    for (size_t i = 0; i < coverage->lines.count; i++)
        if (!is_unchecked(&coverage->lines.at[i]))
            return false;
    return coverage->lines.count > 0;
}

/* "W15-02. ..." with why, what is missing and from whom under it. */
static struct error *show_task(struct visit *visit, const struct coverage_line *line, bool all_unchecked, struct html *h)
{
    const struct record *about = line->found ? line->found : line->requirement;
    const char *title = talloc_asprintf(visit->ctx, "%s. %s", line->requirement->key, record_text(line->requirement, "says"));
    const char *href = record_address(visit->ctx, visit->reader.registers, about->def, about->key);
    char *hint = talloc_strdup(visit->ctx, line->found ? record_text(line->found, "reason") : "");
    const char *missing = line->found ? record_text(line->found, "missing") : NULL;
    const char *supplier = line->found ? record_text(line->found, "supplier") : NULL;
    if (hint && missing)
        hint = talloc_asprintf_append(hint, "\nMissing: %s", missing);
    if (hint && supplier)
        hint = talloc_asprintf_append(hint, "\nTo be had from: %s.", supplier);
    if (hint && !all_unchecked && is_unchecked(line))
        hint = talloc_asprintf_append(hint, "\nOur wording of the requirement is still to be checked.");
    TRY_MEMORY(title);
    TRY_MEMORY(href);
    TRY_MEMORY(hint);
    govuk_task(h, (struct govuk_task){.title = title, .href = href, .hint = hint[0] ? hint : NULL, .mark = coverage_state(line),
                                      .status = coverage_state_words(line)});
    return NULL;
}

static struct error *coverage_page(struct visit *visit, const struct table *table, struct html *h)
{
    struct record *report;
    struct coverage coverage;
    const char *address, *base;
    (void)table;
    TRY(read_chosen(visit, &report, &coverage));
    TRY(report_address(visit, report, "", &address));
    TRY(report_address(visit, report, "/coverage", &base));
    struct crumb *crumbs = talloc_zero_array(visit->ctx, struct crumb, 3);
    TRY_MEMORY(crumbs);
    crumbs[0] = (struct crumb){"Reports", "/reports"};
    crumbs[1] = (struct crumb){report->label, address};
    visit->crumbs = crumbs;
    visit->navigation = "/reports";
    visit->title = talloc_asprintf(visit->ctx, "%s against %s", report->label, coverage.edition->label);
    TRY_MEMORY(visit->title);
    page_heading(h, (struct page_heading){
        .text = coverage.edition->label, .caption = report->label,
        .lead = "What this edition of the statutory guidance asks of the yearly report, and how far the report meets it."});
    TRY(edition_views(visit, base, coverage.edition->key, h));
    TRY(show_numbers(visit, &coverage, h));
    bool all_unchecked = none_is_checked(&coverage);
    govuk_paragraph_begin(h, (struct govuk_paragraph){
        .text = "\u201cNot recorded\u201d means that these records do not hold it, not that it was not done. Each requirement leads to "
                "the records that meet it."});
    html_text(h, all_unchecked ? " The requirements stand in our own words, which are still to be checked against the guidance." : "");
    govuk_paragraph_end(h);
    govuk_task_list_begin(h);
    for (size_t i = 0; i < coverage.lines.count; i++)
        TRY(show_task(visit, &coverage.lines.at[i], all_unchecked, h));
    govuk_task_list_end(h);
    return NULL;
}

const struct screen report_coverage_screen = {"/reports/{key}/coverage", NULL, coverage_table, coverage_page};
