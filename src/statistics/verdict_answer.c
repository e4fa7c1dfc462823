/* The answer of `goldthread verdict`: what it rests on, its table, its JSON. */
#include "stats/averages.h"
#include "statistics/spc_command.h"
#include "statistics/verdict_command.h"
#include "ui/chart_scale.h"

#include <inttypes.h>
#include <math.h>
#include <talloc.h>

/* ---- the table ---- */

static const struct column columns[] = {
    {"date", "Date", COLUMN_TEXT},
    {"value", "Figure", COLUMN_NUMBER},
    {"events", "Events", COLUMN_NUMBER, .data_only = true},
    {"out_of", "Out of", COLUMN_NUMBER, .data_only = true},
    {"part", "Counts", COLUMN_TEXT},
    {"centre", "Centre", COLUMN_NUMBER},
    {"lower", "Lower", COLUMN_NUMBER},
    {"upper", "Upper", COLUMN_NUMBER},
    {"neighbours", "Neighbours", COLUMN_NUMBER},
    {"variation", "Variation", COLUMN_TEXT, .data_only = true},
    {"rules", "Rules", COLUMN_TEXT, .data_only = true},
    {"sees", "What the rules see", COLUMN_TEXT},
};
enum { DATE, VALUE, EVENTS, OUT_OF, PART, CENTRE, LOWER, UPPER, NEIGHBOURS, VARIATION, RULES, SEES, COLUMNS };

/* The figure's part in the verdict. */
static const char *part_of(const struct verdict_run *verdict, const struct spc_point *point)
{
    if (isnan(point->value))
        return "no figure";
    if (point->day > verdict->question.today.days)
        return "later";
    for (size_t i = 0; i < verdict->frame.count; i++)
        if (verdict->frame.days[i] == point->day)
            return verdict->frame.after[i] ? "after" : "before";
    return "set aside";
}

/* The series' own point of that day. */
static size_t place_of(const struct verdict_run *verdict, int32_t day)
{
    size_t i = 0;
    while (verdict->series.points[i].day != day)
        i++;
    return i;
}

/* The median of the neighbours' figures for a row of the file. */
static struct error *median_at(const struct verdict_run *verdict, size_t row, double *median)
{
    size_t count = verdict->question.neighbour_count;
    double *scratch = talloc_array(verdict->run->ctx, double, (unsigned)count + 1);
    TRY_MEMORY(scratch);
    *median = count ? median_of(verdict->series.others + row * count, count, scratch) : NAN;
    talloc_free(scratch);
    return NULL;
}

static struct error *add_row(struct verdict_run *verdict, const struct spc_point *point, struct table *table)
{
    void *ctx = verdict->run->ctx;
    struct cell cells[COLUMNS] = {{0}};
    size_t row = place_of(verdict, point->day);
    const struct point *own = &verdict->series.points[row];
    bool counts = verdict->question.series.kind != VERDICT_FIGURES;
    double median;
    TRY(median_at(verdict, row, &median));
    const struct {
        int column;
        double number;
        int more; /* decimals */
    } numbers[] = {
        {VALUE, point->value, 0}, {EVENTS, counts ? own->value : NAN, 0}, {OUT_OF, counts ? own->out_of : NAN, 0},
        {CENTRE, point->centre, 1}, {LOWER, point->lower, 1}, {UPPER, point->upper, 1}, {NEIGHBOURS, median, 0},
    };
    TRY_MEMORY(cells[DATE].value = date_form_text(ctx, verdict->series.form, point->day));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        TRY(answer_number(ctx, numbers[i].number, verdict->words.decimals + numbers[i].more, verdict->words.unit,
                          &cells[numbers[i].column]));
    cells[PART].value = part_of(verdict, point);
    cells[VARIATION].value = point->variation == SPC_VARIATION_NONE ? NULL : spc_variation_name(point->variation);
    TRY(spc_point_sees(ctx, verdict->chart, point, &cells[RULES].value, &cells[SEES].shown));
    cells[SEES].value = *cells[SEES].shown ? cells[SEES].shown : NULL;
    return table_add_row(table, cells);
}

static struct error *make_table(struct verdict_run *verdict, struct table **table)
{
    struct column *own = talloc_memdup(verdict->run->ctx, columns, sizeof columns);
    TRY_MEMORY(own);
    own[NEIGHBOURS].data_only = verdict->question.neighbour_count == 0;
    *table = table_new(verdict->run->ctx, verdict->words.measure, own, COLUMNS);
    TRY_MEMORY(*table);
    for (size_t i = 0; i < verdict->chart->point_count; i++)
        TRY(add_row(verdict, &verdict->chart->points[i], *table));
    return NULL;
}

/* ---- what it rests on ---- */

struct lines {
    const char **at;
    size_t count, room;
};

static struct error *add_line(void *ctx, struct lines *lines, const char *format, ...) __attribute__((format(printf, 3, 4)));

static struct error *add_line(void *ctx, struct lines *lines, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *line = talloc_vasprintf(ctx, format, arguments);
    va_end(arguments);
    TRY_MEMORY(line);
    return LIST_ADD(ctx, lines, line);
}

/* "Against the level before: -6.2 (95% interval: -7.3 to -5.1)." */
static struct error *add_effect(const struct verdict_run *verdict, const char *against, const struct effect *effect, struct lines *lines)
{
    char estimate[CHART_NUMBER_ROOM], low[CHART_NUMBER_ROOM], high[CHART_NUMBER_ROOM];
    int decimals = verdict->words.decimals + 1;
    if (!effect->possible)
        return NULL;
    return add_line(verdict->run->ctx, lines, "Against %s: %s (95%% interval: %s to %s).", against,
                    chart_number(estimate, effect->estimate, decimals), chart_number(low, effect->low, decimals),
                    chart_number(high, effect->high, decimals));
}

static struct error *add_basis(const struct verdict_run *verdict, struct lines *lines)
{
    void *ctx = verdict->run->ctx;
    const struct verdict *answer = &verdict->verdict;
    const struct verdict_expectation *expectation = &verdict->question.expectation;
    TRY(add_effect(verdict, "the level before the start", &answer->level, lines));
    TRY(add_effect(verdict, "the drift before the start, continued", &answer->trend, lines));
    TRY(add_effect(verdict, "the neighbours' median", &answer->against_neighbours, lines));
    if (answer->level.possible)
        TRY(add_line(ctx, lines, "The control chart on the figures before the start %s.",
                     answer->signal           ? "shows a signal in the declared direction"
                     : answer->signal_against ? "shows a signal against the declared direction"
                                              : "shows no lasting signal"));
    if (!isnan(answer->power)) {
        char size[CHART_NUMBER_ROOM];
        TRY(add_line(ctx, lines, "A change of %s, as declared, had a chance of %.0f in 100 to be seen with these figures.",
                     chart_number(size, expectation->size, verdict->words.decimals), 100 * answer->power));
    }
    return add_line(ctx, lines, "Figures: %zu before the start, %zu after it, %zu set aside.", answer->before, answer->after,
                    answer->set_aside);
}

/* Nothing for an answer that stands. */
static struct error *add_when(const struct verdict_run *verdict, struct lines *lines)
{
    struct date day = verdict->verdict.look_again;
    const char *words = date_words(verdict->run->ctx, day);
    TRY_MEMORY(words);
    if (!date_is_none(day))
        return add_line(verdict->run->ctx, lines, "%s.", words);
    return verdict->verdict.answer == VERDICT_CANNOT_TELL
               ? add_line(verdict->run->ctx, lines, "No day can be named: more figures alone will not settle it.")
               : NULL;
}

static bool is_ahead(const struct verdict_run *verdict, const struct milestone *milestone)
{
    return date_compare(milestone->due, verdict->question.today) > 0;
}

static struct error *add_milestones(const struct verdict_run *verdict, struct lines *lines)
{
    void *ctx = verdict->run->ctx;
    for (size_t i = 0; i < verdict->question.path_count; i++) {
        const struct milestone *milestone = &verdict->question.path[i];
        const struct milestone_answer *answer = &verdict->verdict.path[i];
        const char *result = milestone_result_words(answer->result), *due = date_words(ctx, milestone->due);
        TRY_MEMORY(due);
        TRY(is_ahead(verdict, milestone) ? add_line(ctx, lines, "%s: still to come.", due)
                                         : add_line(ctx, lines, "%s: %s. %s", due, result, answer->sentence));
    }
    return NULL;
}

/* ---- JSON ---- */

static void write_text(struct json_writer *json, const char *key, const char *text)
{
    json_write_key(json, key);
    json_write_text(json, text && *text ? text : NULL);
}

static void write_count(struct json_writer *json, const char *key, size_t count)
{
    json_write_key(json, key);
    json_write_integer(json, (long long)count);
}

static struct error *write_day(void *ctx, struct json_writer *json, const char *key, struct date day)
{
    const char *iso = date_iso(ctx, day);
    TRY_MEMORY(iso);
    write_text(json, key, iso);
    return NULL;
}

static void write_texts(struct json_writer *json, const char *key, const char *const *texts, size_t count)
{
    json_write_key(json, key);
    json_write_array(json);
    for (size_t i = 0; i < count; i++)
        json_write_text(json, texts[i]);
    json_write_array_end(json);
}

static struct error *write_effect(void *ctx, struct json_writer *json, const char *key, const struct effect *effect)
{
    json_write_key(json, key);
    if (!effect->possible) {
        json_write_null(json);
        return NULL;
    }
    json_write_object(json);
    TRY(answer_write_number(ctx, json, "estimate", effect->estimate));
    TRY(answer_write_number(ctx, json, "low", effect->low));
    TRY(answer_write_number(ctx, json, "high", effect->high));
    TRY(answer_write_number(ctx, json, "standard_error", effect->error));
    TRY(answer_write_number(ctx, json, "degrees_of_freedom", effect->degrees));
    TRY(answer_write_number(ctx, json, "sigma", effect->sigma));
    TRY(answer_write_number(ctx, json, "correlation", effect->rho));
    json_write_object_end(json);
    return NULL;
}

static struct error *write_declared(const struct verdict_run *verdict, struct json_writer *json)
{
    void *ctx = verdict->run->ctx;
    const struct verdict_expectation *expectation = &verdict->question.expectation;
    json_write_key(json, "declared");
    json_write_object(json);
    write_text(json, "direction", expectation->direction == VERDICT_UP ? "up" : "down");
    TRY(answer_write_number(ctx, json, "size", expectation->size > 0 ? expectation->size : NAN));
    TRY(write_day(ctx, json, "starts", expectation->starts));
    TRY(write_day(ctx, json, "due", expectation->due));
    write_count(json, "lag_days", (size_t)expectation->lag_days);
    TRY(write_day(ctx, json, "declared_on", expectation->declared));
    TRY(write_day(ctx, json, "baseline_from", expectation->baseline_from));
    json_write_object_end(json);
    return NULL;
}

static struct error *write_milestones(const struct verdict_run *verdict, struct json_writer *json)
{
    void *ctx = verdict->run->ctx;
    json_write_key(json, "milestones");
    json_write_array(json);
    for (size_t i = 0; i < verdict->question.path_count; i++) {
        const struct milestone *milestone = &verdict->question.path[i];
        const struct milestone_answer *answer = &verdict->verdict.path[i];
        bool ahead = is_ahead(verdict, milestone);
        json_write_object(json);
        TRY(write_day(ctx, json, "due", milestone->due));
        TRY(answer_write_number(ctx, json, "value", milestone->value));
        write_text(json, "answer", ahead ? NULL : milestone_result_mark(answer->result));
        write_text(json, "sentence", ahead ? NULL : answer->sentence);
        json_write_object_end(json);
    }
    json_write_array_end(json);
    return NULL;
}

static struct error *write_members(struct json_writer *json, const void *about)
{
    const struct verdict_run *verdict = about;
    const struct verdict *answer = &verdict->verdict;
    void *ctx = verdict->run->ctx;
    write_text(json, "measure", verdict->words.measure);
    write_text(json, "answer", verdict_answer_name(answer->answer));
    write_text(json, "answer_words", verdict_answer_words(answer->answer));
    write_text(json, "engine", STATS_ENGINE_VERSION);
    TRY(write_day(ctx, json, "today", verdict->question.today));
    write_text(json, "rhythm", verdict->series.step);
    TRY(write_declared(verdict, json));
    write_count(json, "before", answer->before);
    write_count(json, "after", answer->after);
    write_count(json, "set_aside", answer->set_aside);
    TRY(write_effect(ctx, json, "against_level", &answer->level));
    TRY(write_effect(ctx, json, "against_drift", &answer->trend));
    TRY(write_effect(ctx, json, "against_neighbours", &answer->against_neighbours));
    json_write_key(json, "signal");
    json_write_flag(json, answer->signal);
    json_write_key(json, "signal_against");
    json_write_flag(json, answer->signal_against);
    TRY(answer_write_number(ctx, json, "power", answer->power));
    write_texts(json, "assumptions", answer->assumptions, answer->assumption_count);
    write_texts(json, "threats", answer->threat_texts, answer->threat_count);
    write_texts(json, "would_change", answer->would_change, answer->would_change_count);
    TRY(write_day(ctx, json, "look_again", answer->look_again));
    return write_milestones(verdict, json);
}

struct error *verdict_run_print(struct verdict_run *verdict)
{
    const struct verdict *answer = &verdict->verdict;
    struct table *table;
    struct lines basis = {0}, when = {0}, milestones = {0};
    TRY(make_table(verdict, &table));
    TRY(add_basis(verdict, &basis));
    TRY(add_when(verdict, &when));
    TRY(add_milestones(verdict, &milestones));
    const struct answer_part parts[] = {
        {"What it rests on", basis.at, basis.count},
        {"What was taken for granted", answer->assumptions, answer->assumption_count},
        {"What else might explain or hide a change", answer->threat_texts, answer->threat_count},
        {"What would change the answer", answer->would_change, answer->would_change_count},
        {"When to look again", when.at, when.count},
        {"Milestones, each compared by itself", milestones.at, milestones.count},
    };
    return answer_print(verdict->run, &(struct answer){.finding = answer->sentence, .parts = parts,
                                                       .part_count = sizeof parts / sizeof *parts, .table = table,
                                                       .members = write_members, .about = verdict});
}
