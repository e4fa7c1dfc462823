/* The yearly report's chapters of figures: the area and its children, every measure with its chart, and what was published
 * since. Each figure stands with its source, its day, its basis and its caveat. */
#include "measures/comparison_queries.h"
#include "ui/govuk.h"
#include "ui/layout.h"
#include "ui/table_view.h"

#include <string.h>
#include <talloc.h>

/* ---- what the chapters share ---- */

static struct error *report_area(struct report_job *job, struct area *area)
{
    const struct record_value *value = record_value(job->report, "area");
    if (value->reference_count == 0)
        return ERROR_NEW(job, ERROR_NOT_FOUND, "The area of report %s cannot be shown.", job->report->key);
    return area_find_id(job, &job->now, value->references[0].id, area);
}

static const char *choice_words(const char *field, const char *code)
{
    return field_choice_words(&measure_register.fields[register_field_index(&measure_register, field)], code);
}

static const struct observation *last_of(const struct observation_series *series)
{
    return series->count > 0 ? &series->at[series->count - 1] : NULL;
}

/* A figure with its period under it, or why there is none. */
static struct error *figure_cell(struct report_job *job, const struct measure *measure, const struct observation *o, struct cell *cell)
{
    *cell = (struct cell){.shown = "no figure"};
    if (!o)
        return NULL;
    cell->value = o->text;
    cell->shown = o->text ? measure_value_words(job, measure, o->text) : observation_status_words(o->status);
    cell->note = measure_period_words(job, measure, o->period);
    TRY_MEMORY(cell->shown);
    TRY_MEMORY(cell->note);
    return NULL;
}

static struct error *source_cell(struct report_job *job, const struct observation *o, struct cell *cell)
{
    const char *published = period_short_label(job, o->published_on), *place = report_source_place(job, o->source_number);
    const char *mark = report_cite(job, o->source_number);
    TRY_MEMORY(published);
    TRY_MEMORY(place);
    TRY_MEMORY(mark);
    *cell = (struct cell){.value = mark, .href = place, .note = published};
    return NULL;
}

/* ---- the area and its children ---- */

static const struct column area_columns[] = {
    {"measure", "What", COLUMN_TEXT, .row_heading = true},
    {"value", "Figure", COLUMN_NUMBER},
    {"whole", "The whole", COLUMN_NUMBER},
    {"basis", "Basis", COLUMN_TEXT},
    {"source", "Source", COLUMN_TEXT},
};
#define AREA_COLUMNS (sizeof area_columns / sizeof *area_columns)

/* The area of which all others are parts: the country. The area itself where it is part of none. */
static struct error *outermost(struct report_job *job, const struct area *area, struct area *whole)
{
    *whole = *area;
    for (int depth = 0; whole->parent != 0 && depth < 10; depth++)
        TRY(area_find_id(job, &job->now, whole->parent, whole));
    return NULL;
}

static struct error *whole_cell(struct report_job *job, const struct measure *measure, const struct area *whole,
                                const struct observation *own, struct cell *cell)
{
    struct observation_series series;
    *cell = (struct cell){.shown = "–"};
    if (strcmp(measure->unit, "count") == 0)
        return NULL; /* a number of the whole country says nothing beside that of one area */
    TRY(measure_series(job, &job->known, measure, whole->id, &series));
    for (size_t i = 0; i < series.count; i++)
        if (period_equal(series.at[i].period, own->period)) {
            TRY(figure_cell(job, measure, &series.at[i], cell));
            cell->note = NULL;
        }
    return NULL;
}

static struct error *area_row(struct report_job *job, const struct measure *measure, const struct area *area,
                              const struct area *whole, struct table *table)
{
    struct observation_series series;
    struct cell cells[AREA_COLUMNS] = {{0}};
    TRY(measure_series(job, &job->known, measure, area->id, &series));
    const struct observation *last = last_of(&series);
    if (!last)
        return NULL;
    cells[0].value = measure->title;
    TRY(measure_caveats(job, measure, last, &cells[0].note));
    TRY(figure_cell(job, measure, last, &cells[1]));
    TRY(whole_cell(job, measure, whole, last, &cells[2]));
    cells[3].value = choice_words("basis", measure->basis);
    TRY(source_cell(job, last, &cells[4]));
    return table_add_row(table, cells);
}

static struct error *write_area(struct report_job *job, struct html *h)
{
    struct area area, whole;
    const struct record_value *named = record_value(job->report, "area_measures");
    struct column *columns = talloc_memdup(job, area_columns, sizeof area_columns);
    TRY_MEMORY(columns);
    TRY(report_area(job, &area));
    TRY(outermost(job, &area, &whole));
    columns[2].label = whole.title;
    struct table *table = table_new(job, area.title, columns, AREA_COLUMNS);
    TRY_MEMORY(table);
    for (size_t i = 0; i < named->reference_count; i++) {
        struct measure *measure;
        struct error *failure = measure_find_id(job, &job->known, named->references[i].id, &measure);
        if (failure && failure->kind == ERROR_NOT_FOUND)
            continue; /* it was not known yet */
        TRY(failure);
        TRY(area_row(job, measure, &area, &whole, table));
    }
    table->empty = "No measure that describes the area is recorded.";
    table_view(h, table, (struct table_view){.stack = true});
    return NULL;
}

const struct report_section area_section = {
    .place = 20, .id = "area", .title = "The area and its children", .write = write_area,
    .lead = "The latest figure known of each, with its period. Where the whole country's is given, it is for the same period.",
};

/* ---- every measure with its chart ---- */

static size_t value_count(const struct observation_series *series)
{
    size_t count = 0;
    for (size_t i = 0; i < series->count; i++)
        count += series->at[i].text != NULL;
    return count;
}

/* Under the chart: what is counted, which way is better, on what basis, and when the last figure came out. */
static struct error *show_definition(struct report_job *job, const struct measure *measure, const struct observation *last,
                                     struct html *h)
{
    const char *published = when_words(job, last->published_on);
    TRY_MEMORY(published);
    govuk_paragraph_begin(h, (struct govuk_paragraph){.small = true});
    html_format(h, "%s %s. %s. Last figure published %s.", measure->definition, choice_words("basis", measure->basis),
                choice_words("polarity", measure->polarity), published);
    TRY(report_cite_in(job, h, last->source_number));
    if (measure->source_number && last->source_number && strcmp(measure->source_number, last->source_number) != 0)
        TRY(report_cite_in(job, h, measure->source_number));
    govuk_paragraph_end(h);
    return NULL;
}

static struct error *show_chart(struct report_job *job, const struct measure *measure, const struct area *area,
                                const struct observation_series *series, struct html *h)
{
    struct comparison comparison;
    struct run_chart chart;
    TRY(comparison_read(job, &job->known, measure, area, NULL, &comparison));
    struct measure_chart of = {
        .measure = measure, .series = series, .comparisons = comparison.series, .styles = comparison.styles,
        .comparison_count = comparison.count, .known_on = DATE_NONE,
    };
    TRY(measure_chart_make(job, &of, &chart));
    const char *subtitle = chart.subtitle;
    chart.heading_level = 5;
    chart.compact = true;
    chart.origin = (struct chart_origin){0}; /* the definition below says it, with the source's number */
    chart.has_median = chart.has_median && comparison.count == 0; /* enough lines in so small a drawing */
    chart.subtitle = chart.unit.after ? talloc_asprintf(job, "%s,%s", area->title, chart.unit.after) : area->title;
    TRY_MEMORY(chart.subtitle);
    const char *id = report_show(job, &measure_register, measure->ref);
    TRY_MEMORY(id);
    struct card about = {.title = measure->title, .id = id, .level = 4};
    card_begin(h, about);
    run_chart(h, &chart);
    TRY(show_definition(job, measure, last_of(series), h));
    chart.subtitle = subtitle;
    run_chart_table(h, &chart, false);
    card_end(h);
    return NULL;
}

/* The charts of a topic begin with its heading. */
static void begin_topic(const char *topic, const char **before, struct html *h)
{
    if (*before && strcmp(*before, topic) == 0)
        return;
    if (*before)
        cards_end(h);
    *before = topic;
    govuk_heading(h, (struct govuk_heading){.text = topic, .level = 3});
    cards_begin(h, (struct cards){.label = topic});
}

static struct error *write_measures(struct report_job *job, struct html *h)
{
    struct area area;
    struct measure **measures;
    size_t count;
    const char *topic = NULL;
    TRY(report_area(job, &area));
    TRY(measure_all(job, &job->known, &measures, &count));
    for (size_t i = 0; i < count; i++) {
        struct observation_series series;
        TRY(measure_series(job, &job->known, measures[i], area.id, &series));
        if (value_count(&series) < 2)
            continue;
        begin_topic(measures[i]->topic, &topic, h);
        TRY(show_chart(job, measures[i], &area, &series, h));
    }
    if (topic)
        cards_end(h);
    else
        govuk_paragraph(h, (struct govuk_paragraph){.text = "No measure had more than one figure for this area by then."});
    return NULL;
}

const struct report_section measures_section = {
    .place = 50, .id = "measures", .title = "Measures", .write = write_measures,
    .lead = "Every measure with at least two figures known for the area, by topic. Most have one figure a year: too few to tell a "
            "change from the usual ups and downs, so these are run charts without limits, and nothing is concluded from them.",
};

/* ---- figures published since ---- */

static const struct column since_columns[] = {
    {"measure", "Measure", COLUMN_TEXT, .row_heading = true},
    {"then", "Known to this report", COLUMN_NUMBER},
    {"latest", "Latest", COLUMN_NUMBER},
    {"published", "Figures since", COLUMN_NUMBER},
    {"source", "Source", COLUMN_TEXT},
};
#define SINCE_COLUMNS (sizeof since_columns / sizeof *since_columns)

static struct error *since_row(struct report_job *job, const struct measure *measure, int64_t area, struct table *table)
{
    struct observation_series then = {0}, now;
    struct cell cells[SINCE_COLUMNS] = {{0}};
    size_t since = 0;
    TRY(measure_series(job, &job->known, measure, area, &then));
    TRY(measure_series(job, &job->now, measure, area, &now));
    for (size_t i = 0; i < now.count; i++)
        since += date_compare(now.at[i].known_from, job->known_on) > 0;
    if (since == 0)
        return NULL;
    cells[0].value = measure->title;
    const char *caveats;
    TRY(measure_caveats(job, measure, last_of(&now), &caveats));
    TRY_MEMORY(cells[0].note = talloc_asprintf(job, "%s.%s%s", choice_words("basis", measure->basis), caveats ? " " : "",
                                               caveats ? caveats : ""));
    TRY(figure_cell(job, measure, last_of(&then), &cells[1]));
    TRY(figure_cell(job, measure, last_of(&now), &cells[2]));
    TRY_MEMORY(cells[3].value = talloc_asprintf(job, "%zu", since));
    TRY(source_cell(job, last_of(&now), &cells[4]));
    return table_add_row(table, cells);
}

static struct error *write_since(struct report_job *job, struct html *h)
{
    struct area area;
    struct measure **measures;
    size_t count;
    struct table *table = table_new(job, "Figures published since this report", since_columns, SINCE_COLUMNS);
    TRY_MEMORY(table);
    TRY(report_area(job, &area));
    TRY(measure_all(job, &job->now, &measures, &count));
    for (size_t i = 0; i < count; i++)
        TRY(since_row(job, measures[i], area.id, table));
    table->empty = "No figure has been published since.";
    table_view(h, table, (struct table_view){.caption_hidden = true, .stack = true});
    return NULL;
}

const struct report_section figures_since_section = {
    .place = 62, .id = "since-figures", .title = "Since this report: figures", .since = true, .write = write_since,
    .lead = "Published after the day this report's knowledge ends. Nothing above rests on them.",
};
