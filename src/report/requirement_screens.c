/* Requirements: what each edition of the statutory guidance asks of the yearly report, one edition at a time. */
#include "app/web.h"
#include "http/address.h"
#include "report/report_screens.h"
#include "ui/page.h"
#include "ui/table_view.h"

#include <string.h>
#include <talloc.h>

#define ALL 1000

static const struct column columns[] = {
    {"ref", "Requirement", COLUMN_TEXT},
    {"edition", "Edition", COLUMN_TEXT, .data_only = true},
    {"duty", "Duty", COLUMN_TEXT},
    {"says", "In our words", COLUMN_TEXT, .row_heading = true},
    {"condition", "Applies when", COLUMN_TEXT},
    {"proved_by", "What would show it", COLUMN_TEXT},
    {"verify", "Wording to be checked", COLUMN_FLAG},
    {"source", "Source", COLUMN_TEXT},
};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)

/* The edition in force today; the newest one where none is. */
static struct error *edition_today(struct visit *visit, struct record **edition)
{
    struct record_list list;
    struct record_list_request request = {.limit = ALL};
    TRY(record_list(visit->ctx, &visit->reader, &edition_register, &request, &list));
    if (list.count == 0)
        return ERROR_NEW(visit->ctx, ERROR_NOT_FOUND, "No edition of the guidance is recorded here.");
    *edition = list.at[0];
    for (size_t i = 1; i < list.count; i++) {
        struct date from = report_date(list.at[i], "in_force_from");
        bool begun = date_compare(from, application_today(visit->application)) <= 0;
        if (begun && date_compare(from, report_date(*edition, "in_force_from")) > 0)
            *edition = list.at[i];
    }
    return NULL;
}

static struct error *chosen_edition(struct visit *visit, struct record **edition)
{
    const char *asked = visit_query(visit, "edition");
    return asked ? edition_find(visit->ctx, &visit->reader, asked, edition) : edition_today(visit, edition);
}

static struct error *add_row(struct visit *visit, const struct record *requirement, struct table *table)
{
    const char *duty, *condition = record_text(requirement, "condition"), *number = report_source_of(requirement);
    TRY(record_words(visit->ctx, requirement, "duty", &duty));
    const char *href = record_address(visit->ctx, visit->reader.registers, requirement->def, requirement->key);
    TRY_MEMORY(href);
    struct cell source = {0};
    if (number) {
        source.value = number;
        TRY_MEMORY(source.shown = talloc_asprintf(visit->ctx, "[%s]", number));
        TRY_MEMORY(source.href = talloc_asprintf(visit->ctx, "/sources/%s", number));
    }
    return table_add_row(table, (struct cell[]){
        {.value = requirement->key, .href = href},
        {.value = record_text(requirement, "edition")},
        {.value = record_text(requirement, "duty"), .shown = duty},
        {.value = record_text(requirement, "says")},
        {.value = condition, .shown = condition ? NULL : "always"},
        {.value = record_text(requirement, "proved_by")},
        {.value = record_text(requirement, "verify")},
        source});
}

static struct error *requirements_table(struct visit *visit, struct table **table)
{
    struct record *edition;
    struct record_list list;
    const char *duty = visit_query(visit, "duty");
    TRY(chosen_edition(visit, &edition));
    struct record_list_request request = {.limit = ALL, .where_field = "edition", .where_id = edition->id};
    TRY(record_list(visit->ctx, &visit->reader, &requirement_register, &request, &list));
    struct table *made = table_new(visit->ctx, edition->label, columns, COLUMN_COUNT);
    TRY_MEMORY(made);
    for (size_t i = 0; i < list.count; i++)
        if (!duty || strcmp(record_text(list.at[i], "duty"), duty) == 0)
            TRY(add_row(visit, list.at[i], made));
    made->total = table_row_count(made);
    made->empty = "This edition has no such requirement recorded.";
    *table = made;
    return NULL;
}

struct error *edition_views(struct visit *visit, const char *base, const char *current, struct html *h)
{
    struct record_list list;
    struct record_list_request request = {.limit = ALL};
    TRY(record_list(visit->ctx, &visit->reader, &edition_register, &request, &list));
    struct govuk_link_item *items = talloc_zero_array(visit->ctx, struct govuk_link_item, (unsigned)list.count + 1);
    TRY_MEMORY(items);
    for (size_t i = 0; i < list.count; i++) {
        const char *code = address_encode(visit->ctx, list.at[i]->key);
        TRY_MEMORY(code);
        const char *year = talloc_asprintf(visit->ctx, "%d", date_to_civil(report_date(list.at[i], "in_force_from")).year);
        TRY_MEMORY(year);
        items[i] = (struct govuk_link_item){year, talloc_asprintf(visit->ctx, "%s?edition=%s", base, code),
                                            strcmp(list.at[i]->key, current) == 0};
        TRY_MEMORY(items[i].href);
    }
    govuk_sub_navigation(h, (struct govuk_sub_navigation){.label = "Editions of the guidance", .items = items});
    return NULL;
}

static void show_filter(struct visit *visit, const struct record *edition, struct html *h)
{
    const struct choice *duties = requirement_register.fields[register_field_index(&requirement_register, "duty")].choices;
    struct govuk_option options[8] = {{"Every duty", ""}};
    for (size_t i = 0; duties[i].code && i < 6; i++)
        options[i + 1] = (struct govuk_option){duties[i].words, duties[i].code};
    struct govuk_form form = {.action = "/requirements", .label = "Filter requirements", .in_a_row = true};
    govuk_form_begin(h, form);
    govuk_carried(h, "edition", edition->key);
    govuk_select(h, (struct govuk_select){.name = "duty", .label = "Duty", .value = visit_query(visit, "duty"), .options = options});
    govuk_button(h, (struct govuk_button){.text = "Show", .secondary = true});
    govuk_form_end(h, form);
}

static struct error *requirements_page(struct visit *visit, const struct table *table, struct html *h)
{
    struct record *edition;
    TRY(chosen_edition(visit, &edition));
    const char *from = date_words(visit->ctx, report_date(edition, "in_force_from"));
    struct date ended = report_date(edition, "in_force_to");
    const char *to = date_is_none(ended) ? "now" : date_words(visit->ctx, ended);
    TRY_MEMORY(from);
    TRY_MEMORY(to);
    visit->title = talloc_asprintf(visit->ctx, "Requirements: %s", edition->label);
    TRY_MEMORY(visit->title);
    page_heading(h, (struct page_heading){
        .text = edition->label, .caption = "Requirements",
        .lead = "What the statutory guidance asks of the yearly report, in our own words."});
    TRY(edition_views(visit, "/requirements", edition->key, h));
    govuk_paragraph_begin(h, (struct govuk_paragraph){0});
    html_format(h, "In force from %s to %s. %s", from, to, record_text(edition, "applies") ? record_text(edition, "applies") : "");
    govuk_paragraph_end(h);
    show_filter(visit, edition, h);
    table_view(h, table, (struct table_view){.caption_hidden = true, .count = true, .one = "requirement", .many = "requirements",
                                             .stack = true});
    return NULL;
}

const struct screen requirements_screen = {"/requirements", "Requirements", requirements_table, requirements_page};
