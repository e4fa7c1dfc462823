/* The options of `goldthread verdict`, and the file it reads. */
#include "app/frame_commands.h"
#include "base/text.h"
#include "statistics/verdict_command.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#define LAG_MOST 3660 /* days */

/* ---- dates ---- */

/* A day, a month or a year: its first day, or its last. */
static bool read_when(const char *text, bool last, struct date *day)
{
    enum date_form form;
    if (!date_form_of(text, &form) || form == DATE_FORM_NUMBER || !date_form_read(form, text, &day->days))
        return false;
    if (last && form == DATE_FORM_MONTH)
        *day = date_month_end(*day);
    if (last && form == DATE_FORM_YEAR)
        *day = date_from_civil(date_to_civil(*day).year, 12, 31);
    return true;
}

/* Parts an option's value at its first colon into a date and the rest; NULL in *rest where there is no colon. */
static struct error *part_at_colon(struct command_run *run, const char *option, const char *given, bool last, struct date *day,
                                   const char **when, const char **rest)
{
    size_t length = strcspn(given, ":");
    *when = talloc_strndup(run->ctx, given, length);
    TRY_MEMORY(*when);
    *rest = given[length] ? given + length + 1 : NULL;
    if (read_when(*when, last, day))
        return NULL;
    return ERROR_NEW(run->ctx, ERROR_INVALID, "%s: found %s, expected a date such as 2023-04-01, 2023-04 or 2023.", option,
                     **when ? *when : "nothing");
}

/* ---- the declaration ---- */

#define EXPECT_EXAMPLE "as in --expect \"down 6 by 2020-03-31 from 2019-10-01\""

static struct error *expect_fault(struct command_run *run, const char *found, const char *expected)
{
    return ERROR_NEW(run->ctx, ERROR_INVALID, "--expect: found %s, expected %s, " EXPECT_EXAMPLE ".",
                     found && *found ? found : "nothing more", expected);
}

/* The words of the declaration, taken one after the other. */
struct declaration {
    struct command_run *run;
    struct text_list words;
    size_t next;
};

static const char *next_word(struct declaration *declaration)
{
    while (declaration->next < declaration->words.count && !*declaration->words.at[declaration->next])
        declaration->next++;
    return declaration->next < declaration->words.count ? declaration->words.at[declaration->next] : NULL;
}

static struct error *read_direction(struct declaration *declaration, struct verdict_expectation *expectation)
{
    const char *word = next_word(declaration);
    bool down = word && strcmp(word, "down") == 0;
    if (!down && !(word && strcmp(word, "up") == 0))
        return expect_fault(declaration->run, word, "up or down first");
    expectation->direction = down ? VERDICT_DOWN : VERDICT_UP;
    declaration->next++;
    return NULL;
}

/* "6", "31 to 25", or nothing where no size was declared. */
static struct error *read_size(struct declaration *declaration, struct verdict_expectation *expectation)
{
    double size, level;
    const char *word = next_word(declaration);
    if (!word || !text_to_decimal(word, &size))
        return NULL;
    declaration->next++;
    const char *to = next_word(declaration);
    if (to && strcmp(to, "to") == 0) {
        declaration->next++;
        const char *second = next_word(declaration);
        if (!second || !text_to_decimal(second, &level))
            return expect_fault(declaration->run, second, "a number after to");
        declaration->next++;
        size = expectation->direction == VERDICT_DOWN ? size - level : level - size;
    }
    expectation->size = size;
    return size > 0 ? NULL : expect_fault(declaration->run, word, "a change that way: a size above nought, or two levels such as 31 to 25");
}

/* A clause: its word, and the day it gives or, without one, the lag. */
struct clause {
    const char *word;
    struct date *day;
    bool last; /* a month or year stands for its last day */
    bool given;
};

static struct error *read_clause(struct declaration *declaration, struct clause *clauses, size_t count,
                                 struct verdict_expectation *expectation)
{
    int64_t days;
    const char *word = next_word(declaration);
    struct clause *clause = NULL;
    for (size_t i = 0; i < count; i++)
        if (strcmp(clauses[i].word, word) == 0)
            clause = &clauses[i];
    if (!clause || clause->given)
        return expect_fault(declaration->run, word, "by, from, lag, declared or baseline, each once");
    declaration->next++;
    const char *value = next_word(declaration);
    if (clause->day && !(value && read_when(value, clause->last, clause->day)))
        return expect_fault(declaration->run, value, "a date such as 2020-03-31 or 2020-03 after by, from, declared or baseline");
    if (!clause->day && !(value && text_to_integer(value, &days) && days >= 0 && days <= LAG_MOST))
        return expect_fault(declaration->run, value, "a number of days, at most 3660, after lag");
    if (!clause->day)
        expectation->lag_days = (int)days;
    declaration->next++;
    clause->given = true;
    return NULL;
}

static struct error *read_expectation(struct verdict_run *verdict)
{
    struct command_run *run = verdict->run;
    struct verdict_expectation *expectation = &verdict->question.expectation;
    *expectation = (struct verdict_expectation){
        .measure = verdict->words.measure, .unit = verdict->words.unit, .decimals = verdict->words.decimals,
        .starts = DATE_NONE, .due = DATE_NONE, .declared = DATE_NONE, .baseline_from = DATE_NONE};
    struct clause clauses[] = {{"by", &expectation->due, true, false},
                               {"from", &expectation->starts, false, false},
                               {"lag", NULL, false, false},
                               {"declared", &expectation->declared, false, false},
                               {"baseline", &expectation->baseline_from, false, false}};
    struct declaration declaration = {.run = run};
    TRY(text_split(run->ctx, command_option(run, "--expect"), ' ', &declaration.words));
    TRY(read_direction(&declaration, expectation));
    TRY(read_size(&declaration, expectation));
    while (next_word(&declaration))
        TRY(read_clause(&declaration, clauses, sizeof clauses / sizeof *clauses, expectation));
    if (date_is_none(expectation->due) || date_is_none(expectation->starts))
        return expect_fault(run, NULL, "by and from with their dates: when it is due, and when the action starts");
    if (date_compare(expectation->due, expectation->starts) < 0)
        return expect_fault(run, date_iso(run->ctx, expectation->due), "a day to be due by that does not lie before the start");
    return NULL;
}

/* ---- milestones, the calendar, today ---- */

static struct error *read_path(struct verdict_run *verdict)
{
    struct command_run *run = verdict->run;
    LIST_OF(struct milestone) path = {0};
    const char *given, *when, *value;
    for (size_t i = 0; (given = command_option_at(run, "--path", i)); i++) {
        struct milestone milestone = {
            .direction = verdict->question.expectation.direction == VERDICT_UP ? MILESTONE_AT_LEAST : MILESTONE_AT_MOST,
            .measure = verdict->words.measure, .unit = verdict->words.unit, .decimals = verdict->words.decimals};
        TRY(part_at_colon(run, "--path", given, true, &milestone.due, &when, &value));
        if (!value || !text_to_decimal(value, &milestone.value))
            return ERROR_NEW(run->ctx, ERROR_INVALID, "--path takes a date and the figure wanted by then, as in --path 2020-03:25; "
                                                      "found %s.", given);
        if (date_compare(milestone.due, date_month_end(milestone.due)) == 0)
            TRY_MEMORY(milestone.due_words = date_month_words(run->ctx, milestone.due));
        TRY(LIST_ADD(run->ctx, &path, milestone));
    }
    verdict->question.path = path.at;
    verdict->question.path_count = path.count;
    return NULL;
}

static struct error *read_events(struct verdict_run *verdict)
{
    static const char *const kinds[] = {"definition", "rebase", "action"};
    struct command_run *run = verdict->run;
    LIST_OF(struct verdict_event) events = {0};
    const char *given, *when, *rest;
    for (size_t i = 0; (given = command_option_at(run, "--event", i)); i++) {
        struct verdict_event event = {.what = NULL};
        size_t kind = 0;
        TRY(part_at_colon(run, "--event", given, false, &event.day, &when, &rest));
        size_t length = rest ? strcspn(rest, ":") : 0;
        while (kind < 3 && !(rest && strlen(kinds[kind]) == length && strncmp(kinds[kind], rest, length) == 0))
            kind++;
        if (kind == 3 || !text_is_utf8(given, strlen(given)))
            return ERROR_NEW(run->ctx, ERROR_INVALID, "--event takes a date, one of definition, rebase and action, and what it was, as in "
                                                      "--event \"2020-01:action:a new rota\"; found %s.", given);
        event.kind = (enum verdict_event_kind)kind;
        event.what = rest[length] && rest[length + 1] ? rest + length + 1 : NULL;
        TRY(LIST_ADD(run->ctx, &events, event));
    }
    verdict->question.events = events.at;
    verdict->question.event_count = events.count;
    return NULL;
}

static struct error *read_today(struct verdict_run *verdict)
{
    const char *text = command_option(verdict->run, "--today");
    verdict->question.today = application_today(verdict->run->application);
    if (!text || date_parse(text, &verdict->question.today))
        return NULL;
    return ERROR_NEW(verdict->run->ctx, ERROR_INVALID, "--today: found %s, expected a day such as 2023-04-01.", text);
}

/* ---- the figures ---- */

static struct error *read_file(struct verdict_run *verdict, enum spc_chart chart)
{
    struct command_run *run = verdict->run;
    struct fault_list faults = fault_list_on(run->ctx);
    LIST_OF(const char *) neighbours = {0};
    const char *column = NULL;
    size_t i = 0;
    do {
        column = command_option_at(run, "--neighbour", i++);
        TRY(LIST_ADD(run->ctx, &neighbours, column));
    } while (column);
    struct series_file_request request = {.path = verdict->path, .chart = chart, .other_columns = neighbours.at};
    TRY(series_file_read(run->ctx, &request, &faults, &verdict->series));
    verdict->question.neighbour_count = neighbours.count - 1;
    return command_print_faults(run, &faults, "Nothing was worked out.");
}

static struct error *find_rhythm(struct verdict_run *verdict, enum verdict_rhythm *rhythm)
{
    static const struct {
        const char *step;
        enum verdict_rhythm rhythm;
    } rhythms[] = {{"week", VERDICT_WEEKLY}, {"month", VERDICT_MONTHLY}, {"quarter", VERDICT_QUARTERLY}, {"year", VERDICT_ANNUAL}};
    const char *step = verdict->series.step;
    for (size_t i = 0; i < sizeof rhythms / sizeof *rhythms; i++) {
        if (strcmp(rhythms[i].step, step) == 0) {
            *rhythm = rhythms[i].rhythm;
            return NULL;
        }
    }
    bool steady = strcmp(step, "period") != 0;
    return ERROR_NEW(verdict->run->ctx, ERROR_INVALID, "%s: found %s%s, expected one a week, month, quarter or year, as a verdict needs.",
                     verdict->path, steady ? "one figure a " : "figures at no steady distance", steady ? step : "");
}

struct placed {
    int32_t slot;
    size_t index;
};

static int by_slot(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    if (a->slot != b->slot)
        return a->slot < b->slot ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Two figures for one period are a fault of the later line. */
static struct error *check_periods(struct verdict_run *verdict)
{
    void *ctx = verdict->run->ctx;
    const struct series_file *series = &verdict->series;
    struct fault_list faults = fault_list_on(ctx);
    struct placed *placed = talloc_array(ctx, struct placed, (unsigned)series->count + 1);
    TRY_MEMORY(placed);
    for (size_t i = 0; i < series->count; i++)
        placed[i] = (struct placed){verdict_slot(verdict->question.series.rhythm, (struct date){series->points[i].day}), i};
    qsort(placed, series->count, sizeof *placed, by_slot);
    for (size_t i = 1; i < series->count; i++) {
        if (placed[i].slot != placed[i - 1].slot)
            continue;
        const struct series_place *place = &series->places[placed[i].index];
        const char *date = date_form_text(ctx, series->form, series->points[placed[i].index].day);
        const char *expected = talloc_asprintf(ctx, "one figure a %s: line %zu has that %s's already", series->step,
                                               series->places[placed[i - 1].index].line, series->step);
        TRY_MEMORY(date);
        TRY_MEMORY(expected);
        TRY(fault_add(&faults, (struct fault){verdict->path, place->line, place->column, "date", fault_quote(ctx, date, strlen(date)),
                                              expected}));
    }
    return command_print_faults(verdict->run, &faults, "Nothing was worked out.");
}

double verdict_figure(const struct verdict_series *series, const struct point *point)
{
    double whole = series->kind == VERDICT_FIGURES ? 1 : point->out_of;
    if (!point_is_known(point) || !(whole > 0))
        return NAN;
    return point->value * (series->multiply != 0 ? series->multiply : 1) / whole;
}

/* The series as the engine takes it: what has no denominator is missing. Each neighbour's column is a series of plain figures. */
static struct error *take_series(struct verdict_run *verdict)
{
    void *ctx = verdict->run->ctx;
    const struct series_file *file = &verdict->series;
    struct verdict_question *question = &verdict->question;
    size_t neighbours = question->neighbour_count;
    struct verdict_series *others = talloc_zero_array(ctx, struct verdict_series, (unsigned)neighbours + 1);
    TRY_MEMORY(others);
    for (size_t i = 0; i < file->count; i++)
        file->points[i].missing = isnan(verdict_figure(&question->series, &file->points[i]));
    question->series.points = file->points;
    question->series.count = file->count;
    for (size_t n = 0; n < neighbours; n++) {
        struct point *points = talloc_array(ctx, struct point, (unsigned)file->count + 1);
        TRY_MEMORY(points);
        for (size_t i = 0; i < file->count; i++) {
            double figure = file->others[i * neighbours + n];
            points[i] = (struct point){file->points[i].day, figure, NAN, isnan(figure)};
        }
        others[n] = (struct verdict_series){.points = points, .count = file->count, .rhythm = question->series.rhythm,
                                            .snapshots = question->series.snapshots};
    }
    question->neighbours = others;
    return NULL;
}

/* What milestones are compared with: each figure that had come by today, with the days it covers. */
static struct error *take_definition(struct verdict_run *verdict)
{
    const struct verdict_series *series = &verdict->question.series;
    struct milestone_definition *definition = talloc_zero(verdict->run->ctx, struct milestone_definition);
    struct milestone_observation *observations = talloc_zero_array(verdict->run->ctx, struct milestone_observation,
                                                                   (unsigned)series->count + 1);
    TRY_MEMORY(definition);
    TRY_MEMORY(observations);
    for (size_t i = 0; i < series->count; i++) {
        const struct point *point = &series->points[i];
        double figure = point->day > verdict->question.today.days ? NAN : verdict_figure(series, point);
        struct date first = {point->day}, last = {verdict_period_over(series, point->day) - (series->snapshots ? 0 : 1)};
        observations[i] = (struct milestone_observation){
            .period = {first, last}, .status = isnan(figure) ? FIGURE_NOT_AVAILABLE : FIGURE_KNOWN, .value = isnan(figure) ? 0 : figure};
    }
    *definition = (struct milestone_definition){.observations = observations, .count = series->count};
    verdict->question.definitions = definition;
    verdict->question.definition_count = 1;
    return NULL;
}

struct error *verdict_run_read(struct command_run *run, struct verdict_run *verdict)
{
    static const char *const kinds[] = {"figures", "proportion", "rate", NULL};
    static const enum spc_chart charts[] = {SPC_XMR, SPC_P, SPC_U};
    static const enum figure_kind figures[] = {FIGURE_PLAIN, FIGURE_PROPORTION, FIGURE_RATE};
    size_t kind;
    *verdict = (struct verdict_run){.run = run, .path = run->arguments[0]};
    TRY(answer_option_choice(run, "--kind", kinds, VERDICT_FIGURES, &kind));
    TRY(read_today(verdict));
    TRY(read_file(verdict, charts[kind]));
    if (verdict->series.has_denominators && !command_option(run, "--kind"))
        return ERROR_NEW(run->ctx, ERROR_INVALID, "%s: found a column denominator, expected --kind proportion or rate, to divide by it, "
                         "or --kind figures, to pass it over.", verdict->path);
    TRY(answer_figure_words(run, figures[kind], "these figures", verdict->series.decimals, &verdict->words));
    verdict->question.series.kind = (enum verdict_kind)kind;
    verdict->question.series.multiply = verdict->words.multiply;
    verdict->question.series.snapshots = command_option(run, "--snapshots");
    TRY(read_expectation(verdict));
    TRY(read_path(verdict));
    TRY(read_events(verdict));
    TRY(find_rhythm(verdict, &verdict->question.series.rhythm));
    TRY(check_periods(verdict));
    TRY(take_series(verdict));
    return take_definition(verdict);
}
