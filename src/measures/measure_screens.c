/* The three views of a measure: Chart, Table, About. */
#include "app/web.h"
#include "http/address.h"
#include "measures/comparison_queries.h"
#include "measures/measure_screens.h"
#include "ui/layout.h"
#include "ui/page.h"
#include "ui/table_view.h"

#include <string.h>
#include <talloc.h>

/* What every view of one measure is drawn from. */
struct view {
    struct measure *measure;
    struct record *record;
    struct area area;
    struct observation_series series;
    struct comparison comparison;
    struct date known_on;
};

static struct error *read_view(struct visit *visit, struct view *view)
{
    TRY(measure_find(visit->ctx, &visit->reader, visit_parameter(visit, "key"), &view->measure));
    TRY(record_find_id(visit->ctx, &visit->reader, &measure_register, view->measure->id, &view->record));
    TRY(partnership_area(visit, &view->area));
    TRY(known_on_newest(visit->ctx, &visit->reader, &view->known_on));
    TRY(measure_series(visit->ctx, &visit->reader, view->measure, view->area.id, &view->series));
    return comparison_read(visit->ctx, &visit->reader, view->measure, &view->area, visit_query(visit, "compare"), &view->comparison);
}

/* ---- the figures as a table ---- */

static const struct column own_columns[] = {
    {"period", "Period", COLUMN_TEXT, .row_heading = true},
    {"period_from", "From", COLUMN_DATE, .data_only = true},
    {"period_to", "To", COLUMN_DATE, .data_only = true},
    {"value", "Value", COLUMN_NUMBER},
    {"status", "Why there is no value", COLUMN_TEXT, .data_only = true},
    {"published_on", "Published", COLUMN_DATE},
    {"standing", "Standing", COLUMN_TEXT},
    {"caveat", "Caveat", COLUMN_TEXT, .data_only = true},
    {"source", "Source", COLUMN_TEXT},
    {"since_report", "Since the report", COLUMN_FLAG},
};
#define OWN_COLUMNS (sizeof own_columns / sizeof *own_columns)

static struct error *own_cells(struct visit *visit, const struct view *view, const struct observation *o, struct cell *cells)
{
    void *ctx = visit->ctx;
    bool later = !date_is_none(view->known_on) && date_compare(o->known_from, view->known_on) > 0;
    const char *period = period_label(ctx, o->period), *from = date_iso(ctx, o->period.from), *to = date_iso(ctx, o->period.to);
    const char *published = when_text(ctx, o->published_on), *published_words = period_label(ctx, o->published_on);
    const char *shown = o->text ? measure_value_words(ctx, view->measure, o->text)
                                : talloc_asprintf(ctx, "%s (%s)", observation_status_words(o->status), o->status);
    const char *cite = talloc_asprintf(ctx, "[%s]", o->source_number ? o->source_number : "");
    const char *source = talloc_asprintf(ctx, "/sources/%s", o->source_number ? o->source_number : "");
    if (!period || !from || !to || !published || !published_words || !shown || !cite || !source)
        return error_out_of_memory();
    const struct cell made[OWN_COLUMNS] = {
        {.value = period},
        {.value = from},
        {.value = to},
        {.value = o->text, .shown = shown, .note = o->caveat},
        {.value = o->status},
        {.value = published, .shown = published_words},
        {.value = o->standing, .note = o->reason},
        {.value = o->caveat},
        {.value = o->source_number, .shown = o->source_number ? cite : "not stated", .href = o->source_number ? source : NULL},
        {.value = later ? "yes" : "no", .shown = later ? "Since" : "–"},
    };
    memcpy(cells, made, sizeof made);
    return NULL;
}

static void comparison_columns(const struct view *view, struct column *columns)
{
    static const char *const names[] = {"neighbours_median", "region", "country", "other_area"};
    for (size_t c = 0; c < view->comparison.count; c++)
        columns[OWN_COLUMNS + c] = (struct column){
            .name = names[view->comparison.styles[c]], .label = view->comparison.series[c].area_title, .kind = COLUMN_NUMBER};
}

static struct error *figures_table(struct visit *visit, struct table **table)
{
    struct view view;
    TRY(read_view(visit, &view));
    size_t count = OWN_COLUMNS + view.comparison.count;
    struct column *columns = talloc_zero_array(visit->ctx, struct column, OWN_COLUMNS + COMPARISONS_MOST);
    TRY_MEMORY(columns);
    memcpy(columns, own_columns, sizeof own_columns);
    comparison_columns(&view, columns);
    const char *title = talloc_asprintf(visit->ctx, "%s, %s", view.measure->title, view.area.title);
    struct table *made = table_new(visit->ctx, title, columns, count);
    TRY_MEMORY(title);
    TRY_MEMORY(made);
    for (size_t i = 0; i < view.series.count; i++) {
        struct cell cells[OWN_COLUMNS + COMPARISONS_MOST] = {{0}};
        TRY(own_cells(visit, &view, &view.series.at[i], cells));
        for (size_t c = 0; c < view.comparison.count; c++) {
            const struct observation *o = observation_at(&view.comparison.series[c], view.series.at[i].period);
            struct cell *cell = &cells[OWN_COLUMNS + c];
            cell->value = o ? o->text : NULL;
            TRY_MEMORY(cell->shown = !o ? "–" : o->text ? measure_value_words(visit->ctx, view.measure, o->text)
                                                        : observation_status_words(o->status));
        }
        TRY(table_add_row(made, cells));
    }
    made->total = table_row_count(made);
    made->empty = "No figure has been published for this area.";
    *table = made;
    return NULL;
}

/* ---- what the three views share ---- */

static struct error *view_address(struct visit *visit, const struct view *view, const char *ending, const char **address)
{
    const char *base = record_address(visit->ctx, visit->reader.registers, &measure_register, view->measure->ref);
    const char *compare = visit_query(visit, "compare"), *encoded = compare ? address_encode(visit->ctx, compare) : "";
    TRY_MEMORY(base);
    TRY_MEMORY(encoded);
    *address = talloc_asprintf(visit->ctx, "%s%s%s%s", base, ending, compare ? "?compare=" : "", encoded);
    return *address ? NULL : error_out_of_memory();
}

static const struct crumb measures_crumbs[] = {{"Measures", "/measures"}, {NULL, NULL}};

static struct error *begin_view(struct visit *visit, const struct view *view, int current, struct html *h)
{
    static const char *const names[] = {"Chart", "Table", "About"}, *const endings[] = {"", "/table", "/about"};
    struct govuk_link_item items[4] = {{0}};
    for (int i = 0; i < 3; i++) {
        const char *address;
        TRY(view_address(visit, view, endings[i], &address));
        items[i] = (struct govuk_link_item){names[i], address, i == current};
    }
    visit->title = view->measure->title;
    visit->navigation = "/measures";
    visit->crumbs = measures_crumbs;
    page_heading(h, (struct page_heading){
        .text = view->measure->title, .caption = view->measure->topic, .lead = view->measure->definition});
    govuk_sub_navigation(h, (struct govuk_sub_navigation){.label = "Views of this measure", .items = items});
    return NULL;
}

/* Whom to compare with: a form whose answer stands in the address. */
static struct error *show_choice(struct visit *visit, const struct view *view, struct html *h)
{
    struct area *areas;
    size_t count;
    TRY(comparison_choices(visit->ctx, &visit->reader, view->measure, &view->area, &areas, &count));
    if (count == 0)
        return NULL;
    struct govuk_option *options = talloc_zero_array(visit->ctx, struct govuk_option, (unsigned)count + 3);
    TRY_MEMORY(options);
    options[0] = (struct govuk_option){"Neighbours’ median, region and England", COMPARE_USUAL};
    options[1] = (struct govuk_option){"Nobody", COMPARE_NONE};
    for (size_t i = 0; i < count; i++)
        options[i + 2] = (struct govuk_option){areas[i].title, areas[i].code};
    struct govuk_form form = {.action = visit->request->address.path, .label = "Comparison", .in_a_row = true};
    govuk_form_begin(h, form);
    govuk_select(h, (struct govuk_select){
        .name = "compare", .label = "Compare with", .value = view->comparison.choice, .options = options});
    govuk_button(h, (struct govuk_button){.text = "Show", .secondary = true});
    govuk_form_end(h, form);
    return NULL;
}

/* ---- chart ---- */

/* What is known of a break, and that a person must decide on it while it is only proposed. */
static struct error *show_break(struct visit *visit, const struct series_break *broken, struct html *h)
{
    const char *day = date_words(visit->ctx, broken->from);
    const char *address = record_address(visit->ctx, visit->reader.registers, &break_register, broken->ref);
    TRY_MEMORY(day);
    TRY_MEMORY(address);
    section_begin(h, (struct section){
        .heading = broken->proposed ? "A break in this series is proposed" : "A break in this series", .set_apart = true});
    govuk_paragraph_begin(h, (struct govuk_paragraph){0});
    govuk_strong(h, broken->title);
    html_format(h, " (from %s). %s", day, broken->reason);
    govuk_paragraph_end(h);
    govuk_paragraph(h, (struct govuk_paragraph){.text = broken->evidence});
    govuk_paragraph_begin(h, (struct govuk_paragraph){0});
    if (broken->proposed)
        html_text(h, "Proposed, not yet confirmed: a person who knows how the figures are recorded should confirm or reject it. Until "
                     "then no change across that day is called better or worse. ");
    else
        html_text(h, "Confirmed: no change is read across that day. ");
    govuk_link(h, (struct govuk_link){.text = "How this break is recorded", .href = address});
    govuk_paragraph_end(h);
    section_end(h);
    return NULL;
}

/* "The chart shows the latest 36 of 144 figures. Show all years." */
static struct error *show_span(struct visit *visit, const struct view *view, const struct measure_control *control, bool all_years,
                               struct html *h)
{
    const char *address = record_address(visit->ctx, visit->reader.registers, &measure_register, view->measure->ref);
    const char *other = talloc_asprintf(visit->ctx, "%s%s", address, all_years ? "" : "?years=all");
    TRY_MEMORY(address);
    TRY_MEMORY(other);
    if (!all_years && control->shown >= control->known)
        return NULL;
    govuk_paragraph_begin(h, (struct govuk_paragraph){.small = true});
    if (all_years)
        html_format(h, "The chart shows all %zu figures; limits that come from many years say little of the present. ", control->known);
    else
        html_format(h, "The chart shows the latest %zu of %zu figures. ", control->shown, control->known);
    govuk_link(h, (struct govuk_link){.text = all_years ? "Show the latest years" : "Show all years", .href = other});
    govuk_paragraph_end(h);
    return NULL;
}

static struct error *show_control(struct visit *visit, const struct view *view, const struct measure_chart *of,
                                  const struct series_break *breaks, size_t break_count, struct html *h)
{
    struct measure_control control;
    const char *years = visit_query(visit, "years");
    bool all_years = years && strcmp(years, "all") == 0;
    TRY(measure_control_make(visit->ctx, of, breaks, break_count, all_years, &control));
    control.chart.heading_level = 2;
    control_chart(h, &control.chart);
    TRY(show_span(visit, view, &control, all_years, h));
    control_chart_table(h, &control.chart, false);
    return NULL;
}

static struct error *show_run(struct visit *visit, const struct view *view, const struct measure_chart *of, struct html *h)
{
    struct run_chart chart;
    TRY(measure_chart_make(visit->ctx, of, &chart));
    chart.heading_level = 2;
    run_chart(h, &chart);
    const char *why = measure_chart_why(visit->ctx, &view->series);
    TRY_MEMORY(why);
    govuk_paragraph_begin(h, (struct govuk_paragraph){.text = why});
    html_text(h, " ");
    govuk_link(h, (struct govuk_link){.text = "How to read the charts", .href = "/how-to-read-the-charts"});
    govuk_paragraph_end(h);
    return NULL;
}

/* A control chart where the figures are enough for one; a run chart where they are not, or where others stand beside them. */
static struct error *show_charts(struct visit *visit, const struct view *view, struct html *h)
{
    struct series_break *breaks;
    size_t break_count;
    struct measure_chart of = {
        .measure = view->measure, .series = &view->series, .comparisons = view->comparison.series,
        .styles = view->comparison.styles, .comparison_count = view->comparison.count, .known_on = view->known_on,
    };
    TRY(measure_breaks(visit->ctx, &visit->reader, view->measure, view->area.id, &breaks, &break_count));
    for (size_t i = 0; i < break_count; i++)
        TRY(show_break(visit, &breaks[i], h));
    bool has_control = measure_has_control(view->measure, &view->series);
    if (has_control)
        TRY(show_control(visit, view, &of, breaks, break_count, h));
    return !has_control || view->comparison.count > 0 ? show_run(visit, view, &of, h) : NULL;
}

static struct error *chart_page(struct visit *visit, const struct table *table, struct html *h)
{
    (void)table;
    struct view view;
    TRY(read_view(visit, &view));
    TRY(begin_view(visit, &view, 0, h));
    TRY(show_charts(visit, &view, h));
    TRY(show_choice(visit, &view, h));
    return record_panels(visit, view.record, h);
}

/* ---- table ---- */

static struct error *table_page(struct visit *visit, const struct table *table, struct html *h)
{
    struct view view;
    TRY(read_view(visit, &view));
    TRY(begin_view(visit, &view, 1, h));
    table_view(h, table, (struct table_view){.count = true, .one = "period", .many = "periods"});
    return show_choice(visit, &view, h);
}

/* ---- about ---- */

static struct error *about_page(struct visit *visit, const struct table *table, struct html *h)
{
    (void)table;
    struct view view;
    TRY(read_view(visit, &view));
    TRY(begin_view(visit, &view, 2, h));
    return record_page_body(visit, view.record, false, h); /* what was expected of it stands beside the chart */
}

const struct screen measure_chart_screen = {"/measures/{key}", NULL, figures_table, chart_page};
const struct screen measure_table_screen = {"/measures/{key}/table", NULL, figures_table, table_page};
const struct screen measure_about_screen = {"/measures/{key}/about", NULL, figures_table, about_page};
