/* The wall of measures, and the three views of each: Chart, Table, About. */
#include "app/web.h"
#include "http/address.h"
#include "measures/comparison_queries.h"
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

static struct error *partnership_area(struct visit *visit, struct area *area)
{
    const struct record_value *value = record_value(visit->partnership, "area");
    if (value->reference_count == 0)
        return ERROR_NEW(visit->ctx, ERROR_NOT_FOUND, "This partnership has no area recorded, so no figures can be shown for it.");
    return area_find_id(visit->ctx, &visit->reader, value->references[0].id, area);
}

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
    const char *published = date_iso(ctx, o->published_on), *published_words = date_words(ctx, o->published_on);
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

static const struct observation *at_period(const struct observation_series *series, struct period period)
{
    for (size_t i = 0; i < series->count; i++)
        if (period_equal(series->at[i].period, period))
            return &series->at[i];
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
            const struct observation *o = at_period(&view.comparison.series[c], view.series.at[i].period);
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
    page_heading(h, (struct page_heading){.text = view->measure->title, .caption = view->measure->topic, .lead = NULL});
    govuk_sub_navigation(h, (struct govuk_sub_navigation){.label = "Views of this measure", .items = items});
    return NULL;
}

/* Whom to compare with: a form whose answer stands in the address. */
static struct error *show_choice(struct visit *visit, const struct view *view, struct html *h)
{
    struct area *areas;
    size_t count;
    TRY(comparison_choices(visit->ctx, &visit->reader, view->measure, &view->area, &areas, &count));
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

static struct error *chart_page(struct visit *visit, const struct table *table, struct html *h)
{
    (void)table;
    struct view view;
    struct run_chart chart;
    TRY(read_view(visit, &view));
    TRY(begin_view(visit, &view, 0, h));
    struct measure_chart of = {
        .measure = view.measure, .series = &view.series, .comparisons = view.comparison.series, .styles = view.comparison.styles,
        .comparison_count = view.comparison.count, .known_on = view.known_on,
    };
    TRY(measure_chart_make(visit->ctx, &of, &chart));
    chart.heading_level = 2;
    run_chart(h, &chart);
    const char *why = measure_chart_why(visit->ctx, &view.series);
    TRY_MEMORY(why);
    govuk_paragraph(h, (struct govuk_paragraph){.text = why});
    TRY(show_choice(visit, &view, h));
    const struct feature *const *rooms = visit->application->features;
    for (size_t i = 0; rooms[i]; i++)
        for (const struct panel *const *p = rooms[i]->panels; p && *p; p++)
            if (strcmp((*p)->on, "measure") == 0)
                TRY((*p)->show(visit, view.record, h));
    return NULL;
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
    return record_page_body(visit, view.record, h);
}

/* ---- the wall ---- */

static const struct column wall_columns[] = {
    {"topic", "Topic", COLUMN_TEXT},
    {"measure", "Measure", COLUMN_TEXT, .row_heading = true},
    {"ref", "Reference", COLUMN_TEXT, .data_only = true},
    {"value", "Latest", COLUMN_NUMBER},
    {"period", "Period", COLUMN_TEXT},
    {"england", "England", COLUMN_NUMBER},
    {"polarity", "Which way is better", COLUMN_TEXT},
    {"figures", "Figures", COLUMN_NUMBER, .data_only = true},
};

static struct error *wall_row(struct visit *visit, const struct measure *measure, const struct area *area, int64_t country,
                              struct table *table)
{
    struct observation_series own, england = {0};
    TRY(measure_series(visit->ctx, &visit->reader, measure, area->id, &own));
    if (country)
        TRY(measure_series(visit->ctx, &visit->reader, measure, country, &england));
    const struct observation *last = own.count ? &own.at[own.count - 1] : NULL;
    const struct observation *there = last ? at_period(&england, last->period) : NULL;
    const char *href = record_address(visit->ctx, visit->reader.registers, &measure_register, measure->ref);
    const char *count = talloc_asprintf(visit->ctx, "%zu", own.count);
    const char *period = last ? period_label(visit->ctx, last->period) : "–";
    const char *value = !last ? "no figure" : last->text ? measure_value_words(visit->ctx, measure, last->text)
                                                         : observation_status_words(last->status);
    const char *compared = there && there->text ? measure_value_words(visit->ctx, measure, there->text) : "–";
    if (!href || !count || !period || !value || !compared)
        return error_out_of_memory();
    int polarity = register_field_index(&measure_register, "polarity");
    return table_add_row(table, (struct cell[]){
        {.value = measure->topic},
        {.value = measure->title, .href = href},
        {.value = measure->ref},
        {.value = last ? last->text : NULL, .shown = value},
        {.value = period},
        {.value = there ? there->text : NULL, .shown = compared},
        {.value = measure->polarity, .shown = field_choice_words(&measure_register.fields[polarity], measure->polarity)},
        {.value = count},
    });
}

/* The country at the top of an area's parents; 0: none. */
static struct error *country_of(struct visit *visit, const struct area *area, int64_t *country)
{
    struct area place = *area;
    for (int steps = 0; place.parent != 0 && steps < 5; steps++)
        TRY(area_find_id(visit->ctx, &visit->reader, place.parent, &place));
    *country = place.id == area->id ? 0 : place.id;
    return NULL;
}

static struct error *wall_table(struct visit *visit, struct table **table)
{
    struct measure **measures;
    struct area area;
    int64_t country;
    size_t count;
    TRY(partnership_area(visit, &area));
    TRY(country_of(visit, &area, &country));
    TRY(measure_all(visit->ctx, &visit->reader, &measures, &count));
    struct table *made = table_new(visit->ctx, "Measures", wall_columns, sizeof wall_columns / sizeof *wall_columns);
    TRY_MEMORY(made);
    for (size_t i = 0; i < count; i++)
        TRY(wall_row(visit, measures[i], &area, country, made));
    made->total = table_row_count(made);
    made->empty = "No measure is recorded here.";
    *table = made;
    return NULL;
}

static struct error *wall_card(struct visit *visit, const struct measure *measure, const struct area *area, const struct table *table,
                               size_t row, struct html *h)
{
    enum { MEASURE = 1, ENGLAND = 5 };
    struct observation_series series;
    struct run_chart chart;
    TRY(measure_series(visit->ctx, &visit->reader, measure, area->id, &series));
    struct measure_chart of = {.measure = measure, .series = &series, .known_on = DATE_NONE};
    TRY(measure_chart_make(visit->ctx, &of, &chart));
    const struct cell *england = table_cell(table, row, ENGLAND);
    const char *compare = england->value ? talloc_asprintf(visit->ctx, "England %s", england->shown) : "";
    TRY_MEMORY(compare);
    measure_card(h, &(struct measure_card){
        .title = measure->title, .href = table_cell(table, row, MEASURE)->href, .points = chart.points,
        .point_count = chart.point_count, .unit = chart.unit, .compare = compare[0] ? compare : NULL});
    return NULL;
}

static struct error *wall_page(struct visit *visit, const struct table *table, struct html *h)
{
    struct measure **measures;
    struct area area;
    size_t count;
    TRY(partnership_area(visit, &area));
    TRY(measure_all(visit->ctx, &visit->reader, &measures, &count));
    visit->title = "Measures";
    const char *lead = talloc_asprintf(visit->ctx, "%zu measures of children and services in %s, each with its definition "
                                                   "and source. Annual figures are too few to tell a change from the usual ups "
                                                   "and downs, so none is coloured.", count, area.title);
    TRY_MEMORY(lead);
    page_heading(h, (struct page_heading){.text = "Measures", .lead = lead});
    for (size_t i = 0; i < count;) {
        const char *topic = measures[i]->topic;
        section_begin(h, (struct section){.heading = topic});
        cards_begin(h, (struct cards){.label = topic});
        for (; i < count && strcmp(measures[i]->topic, topic) == 0; i++)
            TRY(wall_card(visit, measures[i], &area, table, i, h));
        cards_end(h);
        section_end(h);
    }
    section_begin(h, (struct section){.heading = "All measures as a table", .id = "table"});
    table_view(h, table, (struct table_view){.caption_hidden = true, .stack = true});
    section_end(h);
    return NULL;
}

const struct screen wall_screen = {"/measures", "Measures", wall_table, wall_page};
const struct screen measure_chart_screen = {"/measures/{key}", NULL, figures_table, chart_page};
const struct screen measure_table_screen = {"/measures/{key}/table", NULL, figures_table, table_page};
const struct screen measure_about_screen = {"/measures/{key}/about", NULL, figures_table, about_page};
