/* The wall: every measure by topic, those whose figures show a change first, and how many chance alone would show. */
#include "app/web.h"
#include "measures/measure_screens.h"
#include "ui/layout.h"
#include "ui/page.h"
#include "ui/table_view.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

/* Of control charts on which nothing has changed, the share that show a change at their latest figure all the same: measured for
 * the rules of the mdc profile on 24 independent figures (docs/calibration.md; 1.9%). Figures that depend on the one before show
 * more. */
#define CHANCE_OF_A_SIGNAL 0.02

struct error *partnership_area(struct visit *visit, struct area *area)
{
    const struct record_value *value = record_value(visit->partnership, "area");
    if (value->reference_count == 0)
        return ERROR_NEW(visit->ctx, ERROR_NOT_FOUND, "This partnership has no area recorded, so no figures can be shown for it.");
    return area_find_id(visit->ctx, &visit->reader, value->references[0].id, area);
}

const struct observation *observation_at(const struct observation_series *series, struct period period)
{
    for (size_t i = 0; i < series->count; i++)
        if (period_equal(series->at[i].period, period))
            return &series->at[i];
    return NULL;
}

/* What stands first within a topic. */
enum wall_signal {
    WALL_CONCERN,
    WALL_IMPROVEMENT,
    WALL_CHANGE,    /* neither better nor worse in itself */
    WALL_BREAK,     /* a break is proposed and waits for a person */
    WALL_USUAL,     /* no change beyond the usual ups and downs */
    WALL_NO_ANSWER, /* enough figures, but the method cannot carry an answer */
    WALL_FEW,       /* too few figures for limits */
    WALL_SIGNALS
};

struct wall_entry {
    const struct measure *measure;
    struct observation_series own, england;
    struct measure_control control; /* with a result only where the figures are enough */
    struct run_chart run;           /* for its points and unit, where they are not */
    enum wall_signal signal;
};

struct wall {
    struct area area;
    struct wall_entry *entries; /* by topic, then signal, then title */
    size_t count;
    size_t of_signal[WALL_SIGNALS];
};

static enum wall_signal signal_of(const struct measure_control *control)
{
    if (!control->result)
        return WALL_FEW;
    switch (control->result->variation) {
    case SPC_CONCERN_HIGH:
    case SPC_CONCERN_LOW:
        return WALL_CONCERN;
    case SPC_IMPROVEMENT_HIGH:
    case SPC_IMPROVEMENT_LOW:
        return WALL_IMPROVEMENT;
    case SPC_NEUTRAL_HIGH:
    case SPC_NEUTRAL_LOW:
        return WALL_CHANGE;
    case SPC_COMMON_CAUSE:
        return control->break_at && control->break_at->proposed ? WALL_BREAK : WALL_USUAL;
    case SPC_VARIATION_NONE:
        break;
    }
    return control->break_at && control->break_at->proposed ? WALL_BREAK : WALL_NO_ANSWER;
}

static int by_topic_and_signal(const void *left, const void *right)
{
    const struct wall_entry *a = left, *b = right;
    int topics = strcmp(a->measure->topic, b->measure->topic);
    if (topics != 0)
        return topics;
    if (a->signal != b->signal)
        return a->signal < b->signal ? -1 : 1;
    int titles = strcmp(a->measure->title, b->measure->title);
    return titles != 0 ? titles : (a->measure->id > b->measure->id) - (a->measure->id < b->measure->id);
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

static struct error *read_entry(struct visit *visit, const struct measure *measure, const struct area *area, int64_t country,
                                struct wall_entry *entry)
{
    entry->measure = measure;
    TRY(measure_series(visit->ctx, &visit->reader, measure, area->id, &entry->own));
    if (country)
        TRY(measure_series(visit->ctx, &visit->reader, measure, country, &entry->england));
    struct measure_chart of = {.measure = measure, .series = &entry->own, .known_on = DATE_NONE};
    if (measure_has_control(measure, &entry->own)) {
        struct series_break *breaks;
        size_t count;
        TRY(measure_breaks(visit->ctx, &visit->reader, measure, area->id, &breaks, &count));
        TRY(measure_control_make(visit->ctx, &of, breaks, count, false, &entry->control));
    } else {
        TRY(measure_chart_make(visit->ctx, &of, &entry->run));
    }
    entry->signal = signal_of(&entry->control);
    return NULL;
}

static struct error *read_wall(struct visit *visit, struct wall *wall)
{
    struct measure **measures;
    int64_t country;
    *wall = (struct wall){0};
    TRY(partnership_area(visit, &wall->area));
    TRY(country_of(visit, &wall->area, &country));
    TRY(measure_all(visit->ctx, &visit->reader, &measures, &wall->count));
    wall->entries = talloc_zero_array(visit->ctx, struct wall_entry, (unsigned)wall->count + 1);
    TRY_MEMORY(wall->entries);
    for (size_t i = 0; i < wall->count; i++) {
        TRY(read_entry(visit, measures[i], &wall->area, country, &wall->entries[i]));
        wall->of_signal[wall->entries[i].signal]++;
    }
    qsort(wall->entries, wall->count, sizeof *wall->entries, by_topic_and_signal);
    return NULL;
}

/* ---- as a table ---- */

static const struct column wall_columns[] = {
    {"topic", "Topic", COLUMN_TEXT},
    {"measure", "Measure", COLUMN_TEXT, .row_heading = true},
    {"ref", "Reference", COLUMN_TEXT, .data_only = true},
    {"value", "Latest", COLUMN_NUMBER},
    {"period", "Period", COLUMN_TEXT},
    {"england", "England", COLUMN_NUMBER},
    {"polarity", "Which way is better", COLUMN_TEXT},
    {"shows", "What the figures show", COLUMN_TEXT},
    {"finding", "Finding", COLUMN_TEXT, .data_only = true},
    {"figures", "Figures", COLUMN_NUMBER, .data_only = true},
};

static const char *signal_words(const struct wall_entry *entry)
{
    switch (entry->signal) {
    case WALL_BREAK:
        return "a break is proposed, not yet confirmed";
    case WALL_NO_ANSWER:
        return spc_refusal_words(entry->control.result->refusal);
    case WALL_FEW:
        return "too few figures to tell";
    case WALL_CONCERN:
    case WALL_IMPROVEMENT:
    case WALL_CHANGE:
    case WALL_USUAL:
    case WALL_SIGNALS:
        break;
    }
    return variation_words(entry->control.result->variation);
}

static struct error *add_row(struct visit *visit, const struct wall_entry *entry, struct table *table)
{
    const struct measure *measure = entry->measure;
    const struct observation *last = entry->own.count ? &entry->own.at[entry->own.count - 1] : NULL;
    const struct observation *there = last ? observation_at(&entry->england, last->period) : NULL;
    const char *href = record_address(visit->ctx, visit->reader.registers, &measure_register, measure->ref);
    const char *count = talloc_asprintf(visit->ctx, "%zu", entry->own.count);
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
        {.value = signal_words(entry)},
        {.value = entry->control.short_finding},
        {.value = count},
    });
}

static struct error *table_of(struct visit *visit, const struct wall *wall, struct table **table)
{
    struct table *made = table_new(visit->ctx, "Measures", wall_columns, sizeof wall_columns / sizeof *wall_columns);
    TRY_MEMORY(made);
    for (size_t i = 0; i < wall->count; i++)
        TRY(add_row(visit, &wall->entries[i], made));
    made->total = table_row_count(made);
    made->empty = "No measure is recorded here.";
    *table = made;
    return NULL;
}

static struct error *wall_table(struct visit *visit, struct table **table)
{
    struct wall wall;
    TRY(read_wall(visit, &wall));
    return table_of(visit, &wall, table);
}

/* ---- as a page ---- */

static const char *plural(size_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

/* How many show a change, and how many would by chance alone. */
static struct error *show_signals(struct visit *visit, const struct wall *wall, struct html *h)
{
    size_t charted = wall->count - wall->of_signal[WALL_FEW], waiting = wall->of_signal[WALL_BREAK];
    size_t concern = wall->of_signal[WALL_CONCERN], better = wall->of_signal[WALL_IMPROVEMENT], other = wall->of_signal[WALL_CHANGE];
    size_t answered = charted - wall->of_signal[WALL_NO_ANSWER];
    if (charted == 0)
        return NULL;
    char *words = talloc_asprintf(
        visit->ctx, "%zu %s figures often enough, 13 or more by month or quarter, to tell a change from the usual ups and downs. "
                    "Changes seen: %zu for the worse, %zu for the better, %zu neither. If nothing at all had changed, chance alone "
                    "would still show about %.2g: one in fifty of such charts.",
        charted, plural(charted, "measure has", "measures have"), concern, better, other, CHANCE_OF_A_SIGNAL * (double)answered);
    TRY_MEMORY(words);
    if (waiting > 0)
        words = talloc_asprintf_append(words, " In %zu %s a break is proposed that a person has yet to confirm or reject.", waiting,
                                       plural(waiting, "series", "series"));
    TRY_MEMORY(words);
    govuk_paragraph(h, (struct govuk_paragraph){.text = words});
    return NULL;
}

static struct error *show_card(struct visit *visit, const struct wall_entry *entry, struct html *h)
{
    const struct observation *last = entry->own.count ? &entry->own.at[entry->own.count - 1] : NULL;
    const struct observation *there = last ? observation_at(&entry->england, last->period) : NULL;
    const char *href = record_address(visit->ctx, visit->reader.registers, &measure_register, entry->measure->ref);
    const char *england = there && there->text ? measure_value_words(visit->ctx, entry->measure, there->text) : NULL;
    const char *compare = england ? talloc_asprintf(visit->ctx, "England %s", england) : "";
    bool charted = entry->control.result;
    TRY_MEMORY(href);
    TRY_MEMORY(compare);
    measure_card(h, &(struct measure_card){
        .title = entry->measure->title, .href = href, .compare = compare[0] ? compare : NULL, .finding = entry->control.short_finding,
        .points = charted ? entry->control.chart.points : entry->run.points,
        .point_count = charted ? entry->control.shown : entry->run.point_count,
        .unit = charted ? entry->control.chart.unit : entry->run.unit, .control = charted ? &entry->control.chart : NULL});
    return NULL;
}

static struct error *wall_page(struct visit *visit, const struct table *table, struct html *h)
{
    struct wall wall;
    TRY(read_wall(visit, &wall));
    visit->title = "Measures";
    const char *lead = talloc_asprintf(visit->ctx, "%zu measures of children and services in %s, each with its definition and source. "
                                                   "Most have one figure a year: too few to tell a change from the usual ups and "
                                                   "downs, so those are not coloured.", wall.count, wall.area.title);
    TRY_MEMORY(lead);
    page_heading(h, (struct page_heading){.text = "Measures", .lead = lead});
    TRY(show_signals(visit, &wall, h));
    for (size_t i = 0; i < wall.count;) {
        const char *topic = wall.entries[i].measure->topic;
        section_begin(h, (struct section){.heading = topic});
        cards_begin(h, (struct cards){.label = topic});
        for (; i < wall.count && strcmp(wall.entries[i].measure->topic, topic) == 0; i++)
            TRY(show_card(visit, &wall.entries[i], h));
        cards_end(h);
        section_end(h);
    }
    section_begin(h, (struct section){.heading = "All measures as a table", .id = "table"});
    table_view(h, table, (struct table_view){.caption_hidden = true, .stack = true});
    section_end(h);
    return NULL;
}

const struct screen wall_screen = {"/measures", "Measures", wall_table, wall_page};
