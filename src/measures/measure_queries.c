/* The queries over measures, areas and observations: what pages, charts, verdicts and the report all read. */
#include "measures/measures.h"

#include "base/text.h"
#include "stats/averages.h"

#include <string.h>
#include <talloc.h>

#define MEASURE_COLUMNS                                                                                                \
    "m.id, m.ref, m.title, m.topic, m.definition, m.numerator, m.denominator, m.unit, m.places, m.polarity, "          \
    "m.frequency, m.basis, m.caveat, s.number, s.title FROM {measure} AS m LEFT JOIN {source} AS s ON s.id = m.source "

static struct error *keep_text(void *ctx, const struct store_rows *rows, int column, const char **text)
{
    const char *found = store_get_text(rows, column);
    *text = found ? talloc_strdup(ctx, found) : NULL;
    return found && !*text ? error_out_of_memory() : NULL;
}

static struct error *read_measure(void *ctx, const struct store_rows *rows, struct measure **measure)
{
    struct measure *made = talloc_zero(ctx, struct measure);
    TRY_MEMORY(made);
    const char **const texts[] = {
        [1] = &made->ref, &made->title, &made->topic, &made->definition, &made->numerator, &made->denominator, &made->unit,
        [9] = &made->polarity, &made->frequency, &made->basis, &made->caveat, &made->source_number, &made->source_title,
    };
    made->id = store_get_integer(rows, 0);
    made->places = (int)store_get_integer(rows, 8);
    for (int i = 1; i < (int)(sizeof texts / sizeof *texts); i++)
        if (texts[i])
            TRY(keep_text(made, rows, i, texts[i]));
    *measure = made;
    return NULL;
}

static struct error *find_measure(void *ctx, const struct reader *reader, const char *sql, struct store_value key,
                                  struct measure **measure)
{
    struct store_rows *rows;
    bool more;
    TRY(record_query(ctx, reader, sql, &key, 1, &rows));
    TRY(store_next(rows, &more));
    if (!more)
        return ERROR_NEW(ctx, ERROR_NOT_FOUND, "There is no such measure.");
    TRY(read_measure(ctx, rows, measure));
    store_end(rows);
    return NULL;
}

struct error *measure_find(void *ctx, const struct reader *reader, const char *ref, struct measure **measure)
{
    return find_measure(ctx, reader, "SELECT " MEASURE_COLUMNS "WHERE m.ref = $1 ORDER BY m.partnership DESC",
                        store_text(ref), measure);
}

struct error *measure_find_id(void *ctx, const struct reader *reader, int64_t id, struct measure **measure)
{
    return find_measure(ctx, reader, "SELECT " MEASURE_COLUMNS "WHERE m.id = $1", store_integer(id), measure);
}

struct error *measure_all(void *ctx, const struct reader *reader, struct measure ***measures, size_t *count)
{
    struct store_rows *rows;
    LIST_OF(struct measure *) list = {0};
    TRY(record_query(ctx, reader, "SELECT " MEASURE_COLUMNS "ORDER BY m.topic, m.title, m.id", NULL, 0, &rows));
    for (;;) {
        bool more;
        struct measure *measure;
        TRY(store_next(rows, &more));
        if (!more)
            break;
        TRY(read_measure(ctx, rows, &measure));
        TRY(LIST_ADD(ctx, &list, measure));
    }
    *measures = list.at;
    *count = list.count;
    return NULL;
}

static struct date date_at(const struct store_rows *rows, int column)
{
    struct date date = DATE_NONE;
    const char *text = store_get_text(rows, column);
    return text && date_parse(text, &date) ? date : DATE_NONE;
}

#define OBSERVATION_COLUMNS                                                                                            \
    "o.id, o.period_from, o.period_to, o.published_on, o.known_from, o.value, o.status, o.standing, o.reason, o.caveat, s.number, s.title "

static struct error *read_observation(void *ctx, const struct store_rows *rows, struct observation *made)
{
    *made = (struct observation){
        .id = store_get_integer(rows, 0),
        .period = {date_at(rows, 1), date_at(rows, 2)},
        .known_from = date_at(rows, 4),
    };
    if (!when_parse(store_get_text(rows, 3), &made->published_on))
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The day an observation was published cannot be read.");
    const char **const texts[] = {&made->text, &made->status, &made->standing, &made->reason, &made->caveat, &made->source_number,
                                  &made->source_title};
    for (int i = 0; i < 7; i++)
        TRY(keep_text(ctx, rows, 5 + i, texts[i]));
    if (made->text && !text_to_decimal(made->text, &made->value))
        return ERROR_NEW(ctx, ERROR_INTERNAL, "An observation's value is not a decimal number: %s.", made->text);
    return NULL;
}

static bool same_period(const struct observation *a, const struct observation *b)
{
    return date_compare(a->period.from, b->period.from) == 0 && date_compare(a->period.to, b->period.to) == 0;
}

struct error *measure_series(void *ctx, const struct reader *reader, const struct measure *measure, int64_t area,
                             struct observation_series *series)
{
    struct area place;
    struct store_rows *rows;
    *series = (struct observation_series){0};
    TRY(area_find_id(ctx, reader, area, &place));
    series->area_code = place.code;
    series->area_title = place.title;
    TRY(record_query(ctx, reader,
                     "SELECT " OBSERVATION_COLUMNS "FROM {observation} AS o LEFT JOIN {source} AS s ON s.id = o.source "
                     "WHERE o.measure = $1 AND o.area = $2 ORDER BY o.period_to, o.period_from, o.natural_key, o.id",
                     (struct store_value[]){store_integer(measure->id), store_integer(area)}, 2, &rows));
    for (;;) {
        bool more;
        struct observation next;
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        TRY(read_observation(ctx, rows, &next));
        if (series->count > 0 && same_period(&series->at[series->count - 1], &next))
            series->at[series->count - 1] = next; /* a later release supersedes */
        else
            TRY(LIST_ADD(ctx, series, next));
    }
}

/* ---- areas ---- */

static struct error *find_area(void *ctx, const struct reader *reader, const char *sql, struct store_value key, struct area *area)
{
    struct store_rows *rows;
    bool more;
    TRY(record_query(ctx, reader, sql, &key, 1, &rows));
    TRY(store_next(rows, &more));
    if (!more)
        return ERROR_NEW(ctx, ERROR_NOT_FOUND, "There is no such area.");
    area->id = store_get_integer(rows, 0);
    area->parent = store_get_integer(rows, 3);
    TRY(keep_text(ctx, rows, 1, &area->code));
    TRY(keep_text(ctx, rows, 2, &area->title));
    store_end(rows);
    return NULL;
}

struct error *area_find(void *ctx, const struct reader *reader, const char *code, struct area *area)
{
    return find_area(ctx, reader, "SELECT a.id, a.code, a.title, a.parent FROM {area} AS a WHERE a.code = $1", store_text(code), area);
}

struct error *area_find_id(void *ctx, const struct reader *reader, int64_t id, struct area *area)
{
    return find_area(ctx, reader, "SELECT a.id, a.code, a.title, a.parent FROM {area} AS a WHERE a.id = $1", store_integer(id), area);
}

/* ---- the statistical neighbours' median ---- */

#define NEIGHBOURS_MOST 20

/* The values gathered for one period, one a neighbour. */
struct gathering {
    struct observation last; /* the latest read: its period, its dates */
    double values[NEIGHBOURS_MOST];
    size_t count;
};

static struct error *add_median(void *ctx, const struct measure *measure, struct gathering *gathering, struct observation_series *series)
{
    if (gathering->count == 0)
        return NULL;
    struct observation made = {
        .period = gathering->last.period,
        .published_on = gathering->last.published_on,
        .known_from = gathering->last.known_from,
        .standing = "final",
        .source_number = gathering->last.source_number,
    };
    double scratch[NEIGHBOURS_MOST];
    made.value = median_of(gathering->values, gathering->count, scratch);
    made.text = talloc_asprintf(ctx, "%.*f", measure->places + 1, made.value);
    made.caveat = talloc_asprintf(ctx, "Median of %zu statistical neighbours.", gathering->count);
    TRY_MEMORY(made.text);
    TRY_MEMORY(made.caveat);
    gathering->count = 0;
    return LIST_ADD(ctx, series, made);
}

static bool is_compared(const struct measure *measure)
{
    return strcmp(measure->unit, "count") != 0 && strcmp(measure->unit, "pounds") != 0 && strcmp(measure->unit, "rank") != 0;
}

struct error *measure_neighbours_median(void *ctx, const struct reader *reader, const struct measure *measure, int64_t area,
                                        struct observation_series *series)
{
    *series = (struct observation_series){.area_title = "Statistical neighbours, median"};
    if (!is_compared(measure))
        return NULL;

    struct store_rows *rows;
    struct gathering gathering = {0};
    int64_t neighbour_before = 0;
    TRY(record_query(ctx, reader,
                     "SELECT " OBSERVATION_COLUMNS ", o.area FROM {observation} AS o JOIN {neighbour} AS n ON n.neighbour = o.area "
                     "LEFT JOIN {source} AS s ON s.id = o.source "
                     "WHERE o.measure = $1 AND n.area = $2 "
                     "AND n.model = (SELECT MAX(newest.model) FROM {neighbour} AS newest WHERE newest.area = $2) "
                     "ORDER BY o.period_to, o.period_from, o.area, o.natural_key, o.id",
                     (struct store_value[]){store_integer(measure->id), store_integer(area)}, 2, &rows));
    for (;;) {
        bool more;
        struct observation next;
        TRY(store_next(rows, &more));
        if (!more)
            return add_median(ctx, measure, &gathering, series);
        TRY(read_observation(ctx, rows, &next));
        int64_t neighbour = store_get_integer(rows, 11);
        bool same = same_period(&gathering.last, &next);
        if (!same)
            TRY(add_median(ctx, measure, &gathering, series));
        bool supersedes = same && neighbour == neighbour_before;
        if (supersedes && gathering.last.text && gathering.count > 0)
            gathering.count--;
        if (next.text && gathering.count < NEIGHBOURS_MOST)
            gathering.values[gathering.count++] = next.value;
        gathering.last = next;
        neighbour_before = neighbour;
    }
}

struct error *known_on_newest(void *ctx, const struct reader *reader, struct date *known_on)
{
    struct store_rows *rows;
    bool more;
    *known_on = DATE_NONE;
    TRY(record_query(ctx, reader, "SELECT r.known_on FROM {report} AS r ORDER BY r.known_on DESC LIMIT 1", NULL, 0, &rows));
    TRY(store_next(rows, &more));
    if (more)
        *known_on = date_at(rows, 0);
    store_end(rows);
    return NULL;
}
