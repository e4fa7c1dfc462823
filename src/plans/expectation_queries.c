/* Expectations with the published figures beside them: what was declared, read together with what came. The comparison
 * itself is stats/milestone.h's. */
#include "plans/plans.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>
#include <talloc.h>

/* ---- comparing ---- */

static struct error *definition_of(void *ctx, const struct observation_series *series, const char *basis,
                                   struct milestone_definition *definition)
{
    struct milestone_observation *observations = talloc_zero_array(ctx, struct milestone_observation, (unsigned)series->count + 1);
    TRY_MEMORY(observations);
    for (size_t i = 0; i < series->count; i++) {
        const struct observation *o = &series->at[i];
        bool hidden = o->status && strcmp(o->status, "c") == 0;
        observations[i] = (struct milestone_observation){
            .period = o->period,
            .status = o->text ? FIGURE_KNOWN : hidden ? FIGURE_SUPPRESSED : FIGURE_NOT_AVAILABLE,
            .value = o->text ? o->value : 0,
        };
    }
    *definition = (struct milestone_definition){.basis = basis, .observations = observations, .count = series->count};
    return NULL;
}

/* A title as it stands inside a sentence: its first letter small, unless it begins with an abbreviation. */
static const char *inside_sentence(void *ctx, const char *title)
{
    char *words = talloc_strdup(ctx, title);
    if (words && words[0] && !isupper((unsigned char)words[1]))
        words[0] = (char)tolower((unsigned char)words[0]);
    return words;
}

/* Seen from a day before it was due, a milestone is neither reached nor missed. */
static struct error *look_ahead(void *ctx, const struct measure *measure, struct date as_at, struct expected_point *point)
{
    if (date_is_none(as_at) || date_compare(point->due.to, as_at) <= 0)
        return NULL;
    const char *day = date_words(ctx, as_at), *value = measure_value_words(ctx, measure, point->text);
    TRY_MEMORY(day);
    TRY_MEMORY(value);
    point->ahead = true;
    point->mark = NULL;
    point->answer.sentence = talloc_asprintf(ctx, "%s was wanted by %s, which was still to come on %s.", value, point->due_words, day);
    return point->answer.sentence ? NULL : error_out_of_memory();
}

/* How long a beginning all the measures' titles share, up to and with its last comma: what follows tells them apart. */
static size_t shared_beginning(const struct expectation *expectation)
{
    const char *first = expectation->measures[0]->title;
    size_t shared = strlen(first), end = 0;
    for (size_t m = 1; m < expectation->measure_count; m++) {
        size_t same = 0;
        while (same < shared && expectation->measures[m]->title[same] == first[same])
            same++;
        shared = same;
    }
    for (size_t i = 0; i + 1 < shared; i++)
        if (first[i] == ',' && first[i + 1] == ' ')
            end = i + 2;
    return end;
}

static struct error *compare_points(void *ctx, struct date as_at, struct expectation *expectation)
{
    size_t count = expectation->measure_count;
    struct milestone_definition *definitions = talloc_zero_array(ctx, struct milestone_definition, (unsigned)count + 1);
    TRY_MEMORY(definitions);
    size_t shared = count > 1 ? shared_beginning(expectation) : 0;
    for (size_t i = 0; i < count; i++) {
        const char *basis = count > 1 ? inside_sentence(ctx, expectation->measures[i]->title + shared) : NULL;
        TRY(definition_of(ctx, &expectation->series[i], basis, &definitions[i]));
    }
    const struct measure *first = expectation->measures[0];
    bool down = strcmp(record_text(expectation->record, "direction"), "down") == 0;
    const char *name = inside_sentence(ctx, count > 1 ? expectation->record->label : first->title);
    TRY_MEMORY(name);
    for (size_t i = 0; i < expectation->point_count; i++) {
        struct expected_point *point = &expectation->points[i];
        struct milestone milestone = {
            .due = point->due.to,
            .value = point->value,
            .direction = down ? MILESTONE_AT_MOST : MILESTONE_AT_LEAST,
            .due_words = point->due_words,
            .measure = name,
            .unit = measure_unit_suffix(first),
            .decimals = first->places,
        };
        TRY(milestone_check(ctx, &milestone, definitions, count, &point->answer));
        point->mark = milestone_result_mark(point->answer.result);
        TRY(look_ahead(ctx, first, as_at, point));
    }
    return NULL;
}

/* ---- reading ---- */

static struct error *read_points(void *ctx, const struct reader *reader, struct expectation *expectation)
{
    struct store_rows *rows;
    struct store_value id = store_integer(expectation->record->id);
    LIST_OF(struct expected_point) points = {0};
    TRY(record_query(ctx, reader, "SELECT m.due, m.value FROM {milestone} AS m WHERE m.expectation = $1 ORDER BY m.natural_key",
                     &id, 1, &rows));
    for (;;) {
        bool more;
        struct expected_point point = {0};
        TRY(store_next(rows, &more));
        if (!more)
            break;
        point.text = talloc_strdup(ctx, store_get_text(rows, 1));
        TRY_MEMORY(point.text);
        if (!when_parse(store_get_text(rows, 0), &point.due) || !text_to_decimal(point.text, &point.value))
            return ERROR_NEW(ctx, ERROR_INTERNAL, "A milestone of expectation %s cannot be read.", expectation->record->key);
        point.due_words = period_label(ctx, point.due);
        TRY_MEMORY(point.due_words);
        TRY(LIST_ADD(ctx, &points, point));
    }
    expectation->points = points.at;
    expectation->point_count = points.count;
    return NULL;
}

static struct error *read_measures(void *ctx, const struct reader *reader, struct expectation *expectation)
{
    const struct record_value *named = record_value(expectation->record, "measures");
    size_t count = named->reference_count;
    if (count == 0)
        return ERROR_NEW(ctx, ERROR_NOT_FOUND, "No measure of expectation %s can be shown.", expectation->record->key);
    expectation->measures = talloc_zero_array(ctx, struct measure *, (unsigned)count);
    expectation->series = talloc_zero_array(ctx, struct observation_series, (unsigned)count);
    TRY_MEMORY(expectation->measures);
    TRY_MEMORY(expectation->series);
    expectation->measure_count = count;
    for (size_t i = 0; i < count; i++) {
        TRY(measure_find_id(ctx, reader, named->references[i].id, &expectation->measures[i]));
        TRY(measure_series(ctx, reader, expectation->measures[i], expectation->area.id, &expectation->series[i]));
    }
    return NULL;
}

struct error *expectation_read(void *ctx, const struct reader *reader, int64_t id, struct date today, struct expectation **expectation)
{
    static const char *const bearers[] = {"outcome", "action", "minute"};
    struct expectation *made = talloc_zero(ctx, struct expectation);
    TRY_MEMORY(made);
    TRY(record_find_id(made, reader, &expectation_register, id, &made->record));
    for (size_t i = 0; i < 3; i++) {
        const struct record_value *value = record_value(made->record, bearers[i]);
        if (value->reference_count > 0) {
            made->on_register = bearers[i];
            made->on = value->references[0];
        }
    }
    const struct record_value *area = record_value(made->record, "area");
    if (area->reference_count == 0)
        return ERROR_NEW(ctx, ERROR_NOT_FOUND, "The area of expectation %s cannot be shown.", made->record->key);
    TRY(area_find_id(made, reader, area->references[0].id, &made->area));
    TRY(read_measures(made, reader, made));
    TRY(read_points(made, reader, made));
    TRY(compare_points(made, reader->actor.as_at, made));
    TRY(expectation_judge(made, reader, today, made));
    *expectation = made;
    return NULL;
}

/* How the expectations of each kind of record are found. */
static const struct {
    const char *on_register, *sql;
} searches[] = {
    {"outcome", "SELECT e.id FROM {expectation} AS e WHERE e.outcome = $1 ORDER BY e.natural_key"},
    {"action", "SELECT e.id FROM {expectation} AS e WHERE e.action = $1 ORDER BY e.natural_key"},
    {"minute", "SELECT e.id FROM {expectation} AS e WHERE e.minute = $1 ORDER BY e.natural_key"},
    {"measure", "SELECT e.id FROM {expectation} AS e JOIN {expectation.measures} AS l ON l.record = e.id "
                "WHERE l.target = $1 ORDER BY e.natural_key"},
};

struct error *expectations_on(void *ctx, const struct reader *reader, const char *on_register, int64_t on, struct date today,
                              struct expectation ***expectations, size_t *count)
{
    struct store_rows *rows;
    struct store_value id = store_integer(on);
    LIST_OF(struct expectation *) list = {0};
    const char *sql = NULL;
    for (size_t i = 0; i < sizeof searches / sizeof *searches; i++)
        if (strcmp(searches[i].on_register, on_register) == 0)
            sql = searches[i].sql;
    if (!sql)
        return ERROR_NEW(ctx, ERROR_INTERNAL, "Nothing can be expected of a %s.", on_register);
    TRY(record_query(ctx, reader, sql, &id, 1, &rows));
    for (;;) {
        bool more;
        struct expectation *expectation;
        TRY(store_next(rows, &more));
        if (!more)
            break;
        TRY(expectation_read(ctx, reader, store_get_integer(rows, 0), today, &expectation));
        TRY(LIST_ADD(ctx, &list, expectation));
    }
    *expectations = list.at;
    *count = list.count;
    return NULL;
}

struct error *expectation_words(void *ctx, const struct expectation *expectation, const char **words)
{
    const struct measure *measure = expectation->measures[0];
    bool down = strcmp(record_text(expectation->record, "direction"), "down") == 0;
    const char *baseline = record_text(expectation->record, "baseline");
    struct period baseline_on = record_when(expectation->record, "baseline_on");
    const char *size = record_text(expectation->record, "size");
    char *text = talloc_strdup(ctx, down ? "to fall" : "to rise");
    if (text && baseline) {
        const char *value = measure_value_words(ctx, measure, baseline), *on = period_label(ctx, baseline_on);
        TRY_MEMORY(value);
        TRY_MEMORY(on);
        text = talloc_asprintf_append(text, " from %s", value);
        if (text && !date_is_none(baseline_on.to))
            text = talloc_asprintf_append(text, " (%s)", on);
    }
    for (size_t i = 0; text && i < expectation->point_count; i++) {
        const char *value = measure_value_words(ctx, measure, expectation->points[i].text);
        TRY_MEMORY(value);
        const char *joint = i == 0 ? " to" : i + 1 == expectation->point_count ? " and" : ",";
        text = talloc_asprintf_append(text, "%s %s by %s", joint, value, expectation->points[i].due_words);
    }
    if (text && expectation->point_count == 0 && size) {
        const char *value = measure_value_words(ctx, measure, size);
        TRY_MEMORY(value);
        text = talloc_asprintf_append(text, " by %s", value);
    }
    TRY_MEMORY(text);
    *words = text;
    return NULL;
}
