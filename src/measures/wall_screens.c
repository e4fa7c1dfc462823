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
    WALL_ONE,       /* a single figure, or none: nothing to draw */
    WALL_SIGNALS
};

struct wall_entry {
    const struct measure *measure;
    struct observation_series own, england;
    struct measure_control control; /* with a result only where the figures are enough */
    struct run_chart run;           /* for its points and unit, where they are not */
    enum wall_signal signal;
    enum wall_signal of_topic;      /* the strongest of its topic */
};

struct wall {
    struct area area;
    struct wall_entry *entries; /* topic after topic, the one with the strongest signal first; within it by signal, then title */
    size_t count;
    size_t of_signal[WALL_SIGNALS];
};

static enum wall_signal signal_of(const struct wall_entry *entry)
{
    const struct measure_control *control = &entry->control;
    size_t values = 0;
    for (size_t i = 0; i < entry->own.count; i++)
        values += entry->own.at[i].text != NULL;
    if (!control->result)
        return values < 2 ? WALL_ONE : WALL_FEW;
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
    if (a->of_topic != b->of_topic)
        return a->of_topic < b->of_topic ? -1 : 1;
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
    entry->signal = signal_of(entry);
    return NULL;
}

static void rank_topics(struct wall *wall)
{
    for (size_t i = 0; i < wall->count; i++) {
        struct wall_entry *entry = &wall->entries[i];
        entry->of_topic = entry->signal;
        for (size_t other = 0; other < wall->count; other++)
            if (strcmp(wall->entries[other].measure->topic, entry->measure->topic) == 0 && wall->entries[other].signal < entry->of_topic)
                entry->of_topic = wall->entries[other].signal;
    }
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
    rank_topics(wall);
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
    case WALL_ONE:
        return entry->own.count ? "a single figure: no change to tell" : "no figure";
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

/* Which measures could show a change, how many do, and how many would by chance alone. */
static struct error *show_signals(struct visit *visit, const struct wall *wall, struct html *h)
{
    size_t charted = wall->count - wall->of_signal[WALL_FEW] - wall->of_signal[WALL_ONE], waiting = wall->of_signal[WALL_BREAK];
    size_t concern = wall->of_signal[WALL_CONCERN], better = wall->of_signal[WALL_IMPROVEMENT], other = wall->of_signal[WALL_CHANGE];
    double by_chance = CHANCE_OF_A_SIGNAL * (double)(charted - wall->of_signal[WALL_NO_ANSWER]);
    if (charted == 0)
        return NULL;
    char *words = talloc_asprintf(
        visit->ctx, "%zu %s 13 or more figures by month or quarter, enough to tell a change from the usual ups and downs. ", charted,
        plural(charted, "measure has", "measures have"));
    TRY_MEMORY(words);
    if (concern + better + other == 0)
        words = talloc_asprintf_append(words, "%s", plural(charted, "It shows no change at its latest figure.",
                                                           "None shows a change at its latest figure."));
    else
        words = talloc_asprintf_append(words, "Changes seen: %zu for the worse, %zu for the better, %zu neither.", concern, better, other);
    TRY_MEMORY(words);
    if (by_chance >= 0.5)
        words = talloc_asprintf_append(words, " Chance alone would show about %.0f, if nothing at all had changed.", by_chance);
    else if (concern + better + other > 0)
        words = talloc_asprintf_append(words, " Chance alone shows a change in one of fifty such charts, if nothing at all has changed.");
    TRY_MEMORY(words);
    if (waiting > 0 && charted > 1)
        words = talloc_asprintf_append(words, " In %zu of them a break is proposed, which a person has yet to confirm or reject.", waiting);
    else if (waiting > 0)
        words = talloc_asprintf_append(words, " A break in it is proposed, which a person has yet to confirm or reject.");
    TRY_MEMORY(words);
    govuk_paragraph(h, (struct govuk_paragraph){.text = words});
    return NULL;
}

/* The topics, each a way down the page. */
static struct error *show_topics(struct visit *visit, const struct wall *wall, struct html *h)
{
    govuk_paragraph_begin(h, (struct govuk_paragraph){.text = "Topics: "});
    size_t topic = 0;
    for (size_t i = 0; i < wall->count; i++) {
        if (i > 0 && strcmp(wall->entries[i].measure->topic, wall->entries[i - 1].measure->topic) == 0)
            continue;
        const char *href = talloc_asprintf(visit->ctx, "#topic-%zu", ++topic);
        TRY_MEMORY(href);
        html_text(h, topic > 1 ? "; " : "");
        govuk_link(h, (struct govuk_link){.text = wall->entries[i].measure->topic, .href = href, .no_visited = true});
    }
    html_text(h, ". Or ");
    govuk_link(h, (struct govuk_link){.text = "all of them as a table", .href = "#table", .no_visited = true});
    html_text(h, ".");
    govuk_paragraph_end(h);
    return NULL;
}

static struct error *show_card(struct visit *visit, const struct wall_entry *entry, struct html *h)
{
    const struct observation *latest = series_latest(&entry->own);
    const struct observation *there = latest ? observation_at(&entry->england, latest->period) : NULL;
    const char *href = record_address(visit->ctx, visit->reader.registers, &measure_register, entry->measure->ref);
    const char *england = there && there->text ? measure_value_words(visit->ctx, entry->measure, there->text) : NULL;
    const char *compare = england ? talloc_asprintf(visit->ctx, "England then: %s", england) : "";
    bool charted = entry->control.result;
    struct measure_card shown = {
        .title = entry->measure->title, .href = href, .compare = compare && compare[0] ? compare : NULL,
        .finding = entry->control.short_finding,
        .points = charted ? entry->control.chart.points : entry->run.points,
        .point_count = charted ? entry->control.shown : entry->run.point_count,
        .unit = measure_chart_unit(entry->measure), .control = charted ? &entry->control.chart : NULL};
    TRY_MEMORY(href);
    TRY_MEMORY(compare);
    TRY(measure_origin(visit->ctx, entry->measure, latest, &shown.origin));
    TRY(measure_caveats(visit->ctx, entry->measure, latest, &shown.caveat));
    measure_card(h, &shown);
    return NULL;
}

static bool is_of(const struct wall *wall, size_t at, const char *topic)
{
    return at < wall->count && strcmp(wall->entries[at].measure->topic, topic) == 0;
}

/* The measures of a topic: those with a series as drawings, then those with a single figure. Gives where the next topic begins. */
static struct error *show_topic(struct visit *visit, const struct wall *wall, size_t number, size_t *at, struct html *h)
{
    const char *topic = wall->entries[*at].measure->topic, *id = talloc_asprintf(visit->ctx, "topic-%zu", number);
    TRY_MEMORY(id);
    section_begin(h, (struct section){.heading = topic, .id = id});
    while (is_of(wall, *at, topic)) {
        bool alone = wall->entries[*at].signal == WALL_ONE;
        const char *label = alone ? talloc_asprintf(visit->ctx, "%s: single figures", topic) : topic;
        TRY_MEMORY(label);
        cards_begin(h, (struct cards){.label = label, .narrow = alone});
        for (; is_of(wall, *at, topic) && (wall->entries[*at].signal == WALL_ONE) == alone; ++*at)
            TRY(show_card(visit, &wall->entries[*at], h));
        cards_end(h);
    }
    section_end(h);
    return NULL;
}

static struct error *wall_page(struct visit *visit, const struct table *table, struct html *h)
{
    struct wall wall;
    struct govuk_details whole = {.summary = "Show the table"};
    TRY(read_wall(visit, &wall));
    visit->title = "Measures";
    const char *lead = talloc_asprintf(visit->ctx, "What the published figures say of children and services in %s: %zu measures, each "
                                                   "with its definition and source.", wall.area.title, wall.count);
    TRY_MEMORY(lead);
    page_heading(h, (struct page_heading){.text = "Measures", .lead = lead});
    govuk_paragraph_begin(h, (struct govuk_paragraph){0});
    html_text(h, "Most have one figure a year. That is too few to tell a change from the usual ups and downs, so their lines are drawn "
                 "without colour or verdict. Each line fills its card from the lowest figure to the highest: steep may still be little. ");
    govuk_link(h, (struct govuk_link){.text = "How to read the charts", .href = "/how-to-read-the-charts"});
    govuk_paragraph_end(h);
    TRY(show_signals(visit, &wall, h));
    TRY(show_topics(visit, &wall, h));
    size_t topic = 0;
    for (size_t i = 0; i < wall.count;)
        TRY(show_topic(visit, &wall, ++topic, &i, h));
    section_begin(h, (struct section){.heading = "All measures as a table", .id = "table"});
    govuk_details_begin(h, whole);
    table_view(h, table, (struct table_view){.caption_hidden = true, .stack = true});
    govuk_details_end(h);
    section_end(h);
    return NULL;
}

const struct screen wall_screen = {"/measures", "Measures", wall_table, wall_page};
