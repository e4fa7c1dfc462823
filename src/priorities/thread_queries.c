/* Reading a thread: the records it names, what is linked to them, the evidence between, and the figures at the end. */
#include "priorities/thread.h"

#include <ctype.h>
#include <string.h>
#include <talloc.h>

static const char *const column_words[THREAD_COLUMNS] = {
    "Concern", "Declared", "Action", "Evidence", "Measure", "What the figures say",
};

const char *thread_column_words(enum thread_column column)
{
    return column_words[column];
}

/* Which of a thread's fields hold which nodes, and from which field of the record the date comes. */
static const struct {
    const char *field, *to, *date, *says;
    enum thread_column column;
} members[] = {
    {"risks", "risk", "raised_on", "says", THREAD_CONCERN},
    {"minutes", "minute", "held_on", "says", THREAD_CONCERN},
    {"priorities", "priority", "declared_on", "says", THREAD_DECLARED},
    {"outcomes", "outcome", NULL, "says", THREAD_DECLARED},
    {"expectations", "expectation", "declared_on", NULL, THREAD_DECLARED},
    {"actions", "action", "started_on", "says", THREAD_ACTION},
};
#define MEMBER_COUNT (sizeof members / sizeof *members)

/* Which references between records become lines of the picture: a field of the first column's register. */
static const struct {
    const char *from, *field;
    bool backwards; /* the line runs from what is pointed to */
} ties[] = {
    {"risk", "priorities", false},   {"risk", "actions", false},       {"outcome", "priorities", true},
    {"expectation", "outcome", true}, {"expectation", "action", true},  {"expectation", "minute", true},
    {"action", "priorities", true},  {"action", "outcomes", true},     {"evidence", "priorities", true},
    {"evidence", "outcomes", true},  {"evidence", "actions", true},    {"evidence", "risks", true},
    {"evidence", "minutes", true},   {"outcome", "measures", false},   {"expectation", "measures", false},
};
#define TIE_COUNT (sizeof ties / sizeof *ties)

/* The work of reading: the records behind the nodes are kept until the lines are drawn. */
struct reading {
    void *ctx;
    const struct reader *reader;
    struct thread *thread;
    struct date today;
    LIST_OF(struct record *) records; /* one a node; NULL for holes and findings */
};

static struct period on_day(struct date day)
{
    return (struct period){day, day};
}

static struct period record_date(const struct record *record, const char *field)
{
    struct period when = field ? record_when(record, field) : on_day(DATE_NONE);
    return date_is_none(when.to) ? on_day(record->known_from) : when;
}

static bool is_later(const struct thread *thread, struct date known_from)
{
    return !date_is_none(thread->known_on) && date_compare(known_from, thread->known_on) > 0;
}

static const char *first_source(const struct record *record)
{
    int field = register_field_index(record->def, "source");
    if (field < 0 || record->values[field].reference_count == 0)
        return NULL;
    return record->values[field].references[0].key;
}

static struct error *add_node(struct reading *reading, struct thread_step node, struct record *record)
{
    TRY(LIST_ADD(reading->ctx, &reading->thread->steps, node));
    return LIST_ADD(reading->ctx, &reading->records, record);
}

static struct error *add_record(struct reading *reading, struct record *record, enum thread_column column, const char *date,
                                const char *says)
{
    return add_node(reading, (struct thread_step){
        .column = column, .def = record->def, .id = record->id, .key = record->key, .title = record->label,
        .says = says ? record_text(record, says) : NULL, .on = record_date(record, date), .kind = record->def->title,
        .source_number = first_source(record), .later = is_later(reading->thread, record->known_from)}, record);
}

static struct error *add_hole(struct reading *reading, enum thread_column column, const char *words, struct date from)
{
    TRY_MEMORY(words);
    return add_node(reading, (struct thread_step){.column = column, .title = words, .on = on_day(from), .kind = "Not recorded",
                                                  .hole = true, .later = is_later(reading->thread, from)}, NULL);
}

/* ---- the records that the thread names ---- */

static struct error *add_members(struct reading *reading)
{
    struct thread *thread = reading->thread;
    for (size_t m = 0; m < MEMBER_COUNT; m++) {
        const struct register_def *def = registers_find(reading->reader->registers, members[m].to);
        const struct record_value *value = record_value(thread->record, members[m].field);
        for (size_t i = 0; i < value->reference_count; i++) {
            struct record *record;
            TRY(record_find_id(reading->ctx, reading->reader, def, value->references[i].id, &record));
            TRY(add_record(reading, record, members[m].column, members[m].date, members[m].says));
            if (strcmp(members[m].to, "expectation") != 0)
                continue;
            struct expectation *expectation;
            struct thread_step *node = &thread->steps.at[thread->steps.count - 1];
            TRY(expectation_read(reading->ctx, reading->reader, record->id, reading->today, &expectation));
            TRY(expectation_words(reading->ctx, expectation, &node->says));
            TRY(LIST_ADD(reading->ctx, &thread->expectations, expectation));
        }
    }
    if (record_value(thread->record, "actions")->reference_count == 0)
        TRY(add_hole(reading, THREAD_ACTION, "No action is recorded here between what was declared and the figures", DATE_NONE));
    return NULL;
}

/* ---- evidence, and the time without it ---- */

static bool names_any(const struct reading *reading, const struct record *evidence)
{
    for (size_t t = 0; t < TIE_COUNT; t++) {
        if (strcmp(ties[t].from, "evidence") != 0)
            continue;
        int field = register_field_index(evidence->def, ties[t].field);
        const struct record_value *value = &evidence->values[field];
        for (size_t i = 0; i < value->reference_count; i++)
            for (size_t n = 0; n < reading->records.count; n++) {
                const struct record *record = reading->records.at[n];
                if (record && strcmp(record->def->name, evidence->def->fields[field].to) == 0 &&
                    record->id == value->references[i].id)
                    return true;
            }
    }
    return false;
}

/* The earliest day anything of the thread was declared or noted: from then on evidence can be missed. */
static struct date thread_beginning(const struct thread *thread)
{
    struct date first = DATE_NONE;
    for (size_t i = 0; i < thread->steps.count; i++) {
        struct date on = thread->steps.at[i].on.to;
        if (!date_is_none(on) && (date_is_none(first) || date_compare(on, first) < 0))
            first = on;
    }
    return first;
}

static struct error *add_gap(struct reading *reading, struct date from, struct date to, bool last)
{
    if (date_is_none(from) || to.days - from.days <= THREAD_GAP_DAYS)
        return NULL;
    const char *a = date_words(reading->ctx, from), *b = date_words(reading->ctx, to);
    TRY_MEMORY(a);
    TRY_MEMORY(b);
    const char *words = last ? talloc_asprintf(reading->ctx, "No evidence is recorded here after %s", a)
                             : talloc_asprintf(reading->ctx, "No evidence is recorded here between %s and %s", a, b);
    return add_hole(reading, THREAD_EVIDENCE, words, from);
}

static struct error *add_evidence(struct reading *reading)
{
    struct store_rows *rows;
    struct date before = thread_beginning(reading->thread);
    const struct register_def *def = registers_find(reading->reader->registers, "evidence");
    TRY(record_query(reading->ctx, reading->reader,
                     "SELECT e.id FROM {evidence} AS e ORDER BY e.sort_effective_on, e.natural_key", NULL, 0, &rows));
    for (;;) {
        bool more;
        struct record *record;
        TRY(store_next(rows, &more));
        if (!more)
            break;
        TRY(record_find_id(reading->ctx, reading->reader, def, store_get_integer(rows, 0), &record));
        if (!names_any(reading, record))
            continue;
        struct date on = record_date(record, "effective_on").to;
        TRY(add_gap(reading, before, on, false));
        TRY(add_record(reading, record, THREAD_EVIDENCE, "effective_on", "finding"));
        before = on;
    }
    return add_gap(reading, before, reading->today, true);
}

/* ---- measures and what the figures say ---- */

static struct error *add_link(struct reading *reading, size_t from, size_t to)
{
    struct thread *thread = reading->thread;
    struct thread_tie link = {from, to};
    for (size_t i = 0; i < thread->ties.count; i++)
        if (thread->ties.at[i].from == from && thread->ties.at[i].to == to)
            return NULL;
    return LIST_ADD(reading->ctx, &thread->ties, link);
}

/* Joins the newest node, which speaks of this measure's figures, to the measure's own. */
static struct error *link_figure(struct reading *reading, const struct measure *measure)
{
    const struct thread *thread = reading->thread;
    for (size_t n = 0; n < thread->steps.count; n++)
        if (thread->steps.at[n].column == THREAD_MEASURE && thread->steps.at[n].id == measure->id)
            return add_link(reading, n, thread->steps.count - 1);
    return NULL;
}

static bool has_measure(const struct thread *thread, int64_t id)
{
    for (size_t i = 0; i < thread->measures.count; i++)
        if (thread->measures.at[i]->id == id)
            return true;
    return false;
}

static struct error *keep_measure(struct reading *reading, int64_t id)
{
    struct thread *thread = reading->thread;
    struct measure *measure;
    struct observation_series series;
    struct record *record;
    if (has_measure(thread, id))
        return NULL;
    TRY(measure_find_id(reading->ctx, reading->reader, id, &measure));
    TRY(measure_series(reading->ctx, reading->reader, measure, thread->area.id, &series));
    TRY(LIST_ADD(reading->ctx, &thread->measures, measure));
    TRY(LIST_ADD(reading->ctx, &thread->series, series));
    TRY(record_find_id(reading->ctx, reading->reader, &measure_register, id, &record));
    TRY(add_record(reading, record, THREAD_MEASURE, NULL, "definition"));
    reading->thread->steps.at[reading->thread->steps.count - 1].later = false;
    reading->thread->steps.at[reading->thread->steps.count - 1].on = on_day(DATE_NONE);
    return NULL;
}

/* A run of figures, up to the report or since: its ends for the picture, all of it for the table. */
struct run {
    const char *first, *last, *first_period, *last_period;
    char *all;
    struct date on;
    const struct observation *latest;
    size_t count;
};

static struct error *read_run(struct reading *reading, const struct measure *measure, const struct observation_series *series, bool later,
                              struct run *run)
{
    *run = (struct run){.on = DATE_NONE};
    for (size_t i = 0; i < series->count; i++) {
        const struct observation *o = &series->at[i];
        if (is_later(reading->thread, o->known_from) != later)
            continue;
        const char *label = measure_period_words(reading->ctx, measure, o->period);
        const char *value = o->text ? measure_value_words(reading->ctx, measure, o->text) : observation_status_words(o->status);
        TRY_MEMORY(label);
        TRY_MEMORY(value);
        run->all = run->all ? talloc_asprintf_append(run->all, "; %s: %s", label, value)
                            : talloc_asprintf(reading->ctx, "%s: %s", label, value);
        TRY_MEMORY(run->all);
        run->first = run->first ? run->first : value;
        run->first_period = run->first_period ? run->first_period : label;
        run->last = value;
        run->last_period = label;
        run->on = o->period.to;
        run->latest = o;
        run->count++;
    }
    return NULL;
}

/* "Social worker turnover. 2016: 19.3%; 2017: 13.7%. The last published 28 February 2019. As things stood on the day. ..." */
static struct error *run_words(void *ctx, const struct measure *measure, const struct run *run, const char **words)
{
    struct chart_origin origin;
    const char *caveats;
    TRY(measure_origin(ctx, measure, run->latest, &origin));
    TRY(measure_caveats(ctx, measure, run->latest, &caveats));
    *words = talloc_asprintf(ctx, "%s. %s. %s %s. %s.%s%s", measure->title, run->all, run->count > 1 ? "The last published" : "Published",
                             origin.published, origin.basis, caveats ? " " : "", caveats ? caveats : "");
    return *words ? NULL : error_out_of_memory();
}

static struct error *add_run(struct reading *reading, const struct measure *measure, const struct observation_series *series, bool later)
{
    struct run run;
    TRY(read_run(reading, measure, series, later, &run));
    if (run.count == 0 && later)
        return NULL;
    if (run.count == 0) {
        TRY(add_hole(reading, THREAD_FIGURES, "No figure had been published when the report was written", DATE_NONE));
        return link_figure(reading, measure);
    }
    const char *title = run.count == 1 ? talloc_asprintf(reading->ctx, "%s (%s)", run.last, run.last_period)
                                       : talloc_asprintf(reading->ctx, "%s (%s) to %s (%s)", run.first, run.first_period,
                                                         run.last, run.last_period);
    const char *says;
    TRY_MEMORY(title);
    TRY(run_words(reading->ctx, measure, &run, &says));
    TRY(add_node(reading, (struct thread_step){.column = THREAD_FIGURES, .title = title, .says = says, .on = on_day(run.on),
                                               .kind = later ? "Figures since the report" : "Figures",
                                               .source_number = run.latest->source_number, .later = later}, NULL));
    return link_figure(reading, measure);
}

/* An answer belongs to the time since the report when its day, or any figure it rests on, became known after it. */
static bool answered_later(const struct thread *thread, const struct expectation *expectation, const struct expected_point *point)
{
    bool later = is_later(thread, point->due.to);
    for (size_t m = 0; m < point->answer.count; m++) {
        size_t compared = point->answer.comparisons[m].compared;
        if (compared != MILESTONE_NONE)
            later = later || is_later(thread, expectation->series[m].at[compared].known_from);
    }
    return later;
}

/* The source of the figure an answer rests on; where there is none, of the declaration. */
static const char *answer_source(const struct expectation *expectation, const struct expected_point *point)
{
    for (size_t m = 0; m < point->answer.count; m++) {
        size_t compared = point->answer.comparisons[m].compared;
        if (compared != MILESTONE_NONE)
            return expectation->series[m].at[compared].source_number;
    }
    return first_source(expectation->record);
}

static struct error *add_answers(struct reading *reading, const struct expectation *expectation)
{
    for (size_t i = 0; i < expectation->point_count; i++) {
        const struct expected_point *point = &expectation->points[i];
        const char *value = measure_value_words(reading->ctx, expectation->measures[0], point->text);
        TRY_MEMORY(value);
        const char *title = talloc_asprintf(reading->ctx, "%s by %s", value, point->due_words);
        TRY_MEMORY(title);
        TRY(add_node(reading, (struct thread_step){.column = THREAD_FIGURES, .title = title, .says = point->answer.sentence,
                                                   .on = point->due, .kind = "Milestone", .mark = point->mark,
                                                   .source_number = answer_source(expectation, point),
                                                   .later = answered_later(reading->thread, expectation, point)}, NULL));
        for (size_t m = 0; m < expectation->measure_count; m++)
            TRY(link_figure(reading, expectation->measures[m]));
    }
    return NULL;
}

/* Where no milestone was declared, the verdict is what the figures say. It came later when any of them did. */
static struct error *add_verdicts(struct reading *reading, const struct expectation *expectation)
{
    for (size_t m = 0; m < expectation->measure_count && expectation->point_count == 0; m++) {
        const struct expectation_verdict *verdict = &expectation->verdicts[m];
        const struct observation_series *series = &expectation->series[m];
        bool later = is_later(reading->thread, verdict->starts);
        for (size_t i = 0; i < series->count; i++)
            later = later || is_later(reading->thread, series->at[i].known_from);
        char *title = talloc_strdup(reading->ctx, verdict_answer_words(verdict->said.answer));
        TRY_MEMORY(title);
        title[0] = (char)toupper((unsigned char)title[0]);
        TRY(add_node(reading, (struct thread_step){.column = THREAD_FIGURES, .title = title, .says = verdict->said.sentence,
                                                   .on = verdict->due, .kind = "Verdict", .later = later,
                                                   .source_number = expectation->measures[m]->source_number}, NULL));
        TRY(link_figure(reading, expectation->measures[m]));
    }
    return NULL;
}

static struct error *add_figures(struct reading *reading)
{
    struct thread *thread = reading->thread;
    for (size_t e = 0; e < thread->expectations.count; e++)
        for (size_t m = 0; m < thread->expectations.at[e]->measure_count; m++)
            TRY(keep_measure(reading, thread->expectations.at[e]->measures[m]->id));
    const struct record_value *named = record_value(thread->record, "measures");
    for (size_t i = 0; i < named->reference_count; i++)
        TRY(keep_measure(reading, named->references[i].id));
    if (thread->measures.count == 0)
        return add_hole(reading, THREAD_MEASURE, "No measure was declared", DATE_NONE);

    for (size_t m = 0; m < thread->measures.count; m++) {
        TRY(add_run(reading, thread->measures.at[m], &thread->series.at[m], false));
        TRY(add_run(reading, thread->measures.at[m], &thread->series.at[m], true));
        for (size_t e = 0; e < thread->expectations.count; e++) { /* after the figures of the first measure they speak of */
            const struct expectation *expectation = thread->expectations.at[e];
            if (expectation->measure_count == 0 || expectation->measures[0]->id != thread->measures.at[m]->id)
                continue;
            TRY(add_answers(reading, expectation));
            TRY(add_verdicts(reading, expectation));
        }
    }
    return NULL;
}

/* ---- lines ---- */

static struct error *link_tie(struct reading *reading, size_t node, size_t tie)
{
    const struct record *record = reading->records.at[node];
    int field = register_field_index(record->def, ties[tie].field);
    const struct record_value *value = &record->values[field];
    for (size_t i = 0; i < value->reference_count; i++)
        for (size_t other = 0; other < reading->records.count; other++) {
            const struct record *to = reading->records.at[other];
            if (to && to->id == value->references[i].id && strcmp(to->def->name, record->def->fields[field].to) == 0)
                TRY(ties[tie].backwards ? add_link(reading, other, node) : add_link(reading, node, other));
        }
    return NULL;
}

static struct error *draw_lines(struct reading *reading)
{
    for (size_t n = 0; n < reading->records.count; n++)
        for (size_t t = 0; t < TIE_COUNT; t++)
            if (reading->records.at[n] && strcmp(reading->records.at[n]->def->name, ties[t].from) == 0)
                TRY(link_tie(reading, n, t));
    return NULL;
}

/* ---- the whole ---- */

static struct error *read_all(struct reading *reading)
{
    struct thread *thread = reading->thread;
    const struct record_value *area = record_value(thread->record, "area");
    if (area->reference_count == 0)
        return ERROR_NEW(reading->ctx, ERROR_NOT_FOUND, "The area of this thread cannot be shown.");
    TRY(area_find_id(reading->ctx, reading->reader, area->references[0].id, &thread->area));
    TRY(known_on_newest(reading->ctx, reading->reader, &thread->known_on));
    TRY(add_members(reading));
    TRY(add_evidence(reading));
    TRY(add_figures(reading));
    return draw_lines(reading);
}

static struct error *read_record(void *ctx, const struct reader *reader, struct record *record, struct date today, struct thread **thread)
{
    struct thread *made = talloc_zero(ctx, struct thread);
    TRY_MEMORY(made);
    made->record = record;
    struct reading reading = {.ctx = made, .reader = reader, .thread = made, .today = today};
    TRY(read_all(&reading));
    *thread = made;
    return NULL;
}

struct error *thread_read(void *ctx, const struct reader *reader, const char *ref, struct date today, struct thread **thread)
{
    struct record *record;
    TRY(record_find(ctx, reader, &thread_register, ref, &record));
    return read_record(ctx, reader, record, today, thread);
}

struct error *thread_read_id(void *ctx, const struct reader *reader, int64_t id, struct date today, struct thread **thread)
{
    struct record *record;
    TRY(record_find_id(ctx, reader, &thread_register, id, &record));
    return read_record(ctx, reader, record, today, thread);
}

struct error *thread_keys(void *ctx, const struct reader *reader, const char ***keys, size_t *count)
{
    struct store_rows *rows;
    LIST_OF(const char *) list = {0};
    TRY(record_query(ctx, reader, "SELECT t.ref FROM {thread} AS t ORDER BY t.natural_key", NULL, 0, &rows));
    for (;;) {
        bool more;
        TRY(store_next(rows, &more));
        if (!more)
            break;
        const char *key = talloc_strdup(ctx, store_get_text(rows, 0));
        TRY_MEMORY(key);
        TRY(LIST_ADD(ctx, &list, key));
    }
    *keys = list.at;
    *count = list.count;
    return NULL;
}
