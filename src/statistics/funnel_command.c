/* goldthread funnel: which areas differ from the rest by more than chance. */
#include "app/frame_commands.h"
#include "base/text.h"
#include "exchange/csv.h"
#include "stats/sentence.h"
#include "statistics/answer.h"
#include "statistics/statistics.h"

#include <math.h>
#include <string.h>
#include <talloc.h>

#define AREAS_MOST 100000

struct funnel_run {
    struct command_run *run;
    const char *path;
    LIST_OF(struct funnel_area) areas;
    struct funnel_options options;
    struct funnel_result *result;
    const char *measure, *unit;
    int decimals;
    const char *finding;
};

static const char *const kinds[] = {"proportion", "rate", "ratio", "counts", NULL};

/* ---- the file ---- */

static struct error *read_number(struct csv_reader *reader, const struct csv_cell *cell, const char *field, double *number)
{
    *number = NAN;
    if (text_to_decimal(cell->text, number) && *number >= 0)
        return NULL;
    return csv_fault(reader, cell, field, "a number that is not negative, such as 31");
}

static struct error *read_row(struct funnel_run *funnel, struct csv_reader *reader, const int at[3], const struct csv_row *row)
{
    struct funnel_area area = {.name = talloc_strdup(funnel->run->ctx, row->cells[at[0]].text)};
    TRY_MEMORY(area.name);
    if (!*area.name)
        return csv_fault(reader, &row->cells[at[0]], "area", "an area's name");
    if (!*row->cells[at[1]].text) /* no figure for this area */
        return NULL;
    TRY(read_number(reader, &row->cells[at[1]], "value", &area.events));
    TRY(read_number(reader, &row->cells[at[2]], "denominator", &area.out_of));
    if (funnel->options.kind == FUNNEL_PROPORTION && area.events > area.out_of)
        return csv_fault(reader, &row->cells[at[1]], "value", "a count no greater than its denominator");
    return LIST_ADD(funnel->run->ctx, &funnel->areas, area);
}

static struct error *find_columns(struct funnel_run *funnel, struct csv_reader *reader, int at[3], bool *found)
{
    static const char *const names[] = {"area", "value", "denominator"};
    const struct csv_row *header = csv_header(reader);
    *found = header;
    for (size_t i = 0; header && i < 3; i++) {
        at[i] = csv_column(reader, names[i]);
        if (at[i] >= 0)
            continue;
        const char *expected = talloc_asprintf(funnel->run->ctx, "a column %s among these", names[i]);
        TRY_MEMORY(expected);
        TRY(csv_fault(reader, &header->cells[0], names[i], expected));
        *found = false;
    }
    return NULL;
}

static struct error *read_file(struct funnel_run *funnel)
{
    struct command_run *run = funnel->run;
    struct fault_list faults = fault_list_on(run->ctx);
    struct csv_limits limits = CSV_LIMITS_DEFAULT;
    struct csv_reader *reader;
    int at[3];
    bool found;
    limits.rows = AREAS_MOST;
    TRY(csv_open_file(run->ctx, funnel->path, &limits, &faults, &reader));
    TRY(find_columns(funnel, reader, at, &found));
    for (;;) {
        const struct csv_row *row;
        TRY(csv_next(reader, &row));
        if (!row)
            break;
        if (found)
            TRY(read_row(funnel, reader, at, row));
    }
    TRY(command_print_faults(run, &faults, "Nothing was worked out."));
    return funnel->areas.count > 0 ? NULL : ERROR_NEW(run->ctx, ERROR_INVALID, "%s has no figure under its header.", funnel->path);
}

/* ---- options ---- */

static struct error *read_options(struct funnel_run *funnel)
{
    static const double multiples[] = {100, 10000, 1, 1};
    static const char *const betweens[] = {"winsorised", "truncated", "moments", "paule-mandel", NULL};
    struct command_run *run = funnel->run;
    struct funnel_options *options = &funnel->options;
    size_t kind, between, adjust;
    TRY(answer_option_choice(run, "--kind", kinds, FUNNEL_PROPORTION, &kind));
    TRY(answer_option_choice(run, "--between", betweens, FUNNEL_WINSORISED, &between));
    TRY(answer_option_choice(run, "--adjust", (const char *const[]){"auto", "never", NULL}, FUNNEL_ADJUST_AUTO, &adjust));
    options->kind = (enum funnel_kind)kind;
    options->between = (enum funnel_between)between;
    options->adjust = (enum funnel_adjust)adjust;
    options->exact_binomial = true;
    options->multiply = multiples[kind];
    TRY(answer_option_number(run, "--multiply", &options->multiply, NULL));
    if (!(options->multiply > 0))
        return ERROR_NEW(run->ctx, ERROR_INVALID, "--multiply takes a number above 0, such as 10000.");
    TRY(answer_option_number(run, "--target", &options->target, &options->has_target));
    options->target /= options->multiply;
    funnel->measure = command_option(run, "--measure") ? command_option(run, "--measure") : "These figures";
    funnel->unit = command_option(run, "--unit");
    if (!funnel->unit && kind == FUNNEL_PROPORTION && fabs(options->multiply - 100) < 1e-12)
        funnel->unit = "%";
    funnel->decimals = kind == FUNNEL_RATIO || kind == FUNNEL_COUNTS ? 2 : 1;
    return answer_option_whole(run, "--decimals", 0, 6, &funnel->decimals);
}

/* ---- the answer ---- */

static const struct column columns[] = {
    {"area", "Area", COLUMN_TEXT},
    {"value", "Value", COLUMN_NUMBER},
    {"denominator", "Denominator", COLUMN_NUMBER},
    {"figure", "Figure", COLUMN_NUMBER},
    {"lower_998", "99.8% from", COLUMN_NUMBER},
    {"lower_95", "95% from", COLUMN_NUMBER},
    {"upper_95", "95% to", COLUMN_NUMBER},
    {"upper_998", "99.8% to", COLUMN_NUMBER},
    {"z", "z", COLUMN_NUMBER, .data_only = true},
    {"position", "Position", COLUMN_TEXT},
};
enum { AREA, VALUE, DENOMINATOR, FIGURE, LOWER_998, LOWER_95, UPPER_95, UPPER_998, Z, POSITION, COLUMNS };

static struct error *add_row(struct funnel_run *funnel, const struct funnel_point *point, struct table *table)
{
    struct cell cells[COLUMNS] = {[AREA] = {.value = point->name}, [POSITION] = {.value = funnel_position_words(point->position)}};
    const double numbers[] = {point->ratio, point->limits.lower_998, point->limits.lower_95, point->limits.upper_95,
                              point->limits.upper_998};
    TRY(answer_number(funnel->run->ctx, point->events, 0, NULL, &cells[VALUE]));
    TRY(answer_number(funnel->run->ctx, point->out_of, 0, NULL, &cells[DENOMINATOR]));
    for (int i = 0; i < 5; i++)
        TRY(answer_number(funnel->run->ctx, numbers[i], funnel->decimals, funnel->unit, &cells[FIGURE + i]));
    TRY(answer_number(funnel->run->ctx, point->z, 2, NULL, &cells[Z]));
    return table_add_row(table, cells);
}

static struct error *write_members(struct json_writer *json, const void *about)
{
    const struct funnel_run *funnel = about;
    const struct funnel_result *result = funnel->result;
    void *ctx = funnel->run->ctx;
    json_write_key(json, "measure");
    json_write_text(json, funnel->measure);
    json_write_key(json, "kind");
    json_write_text(json, kinds[result->options.kind]);
    json_write_key(json, "engine");
    json_write_text(json, result->engine);
    json_write_key(json, "limits_widened");
    json_write_flag(json, result->adjusted);
    TRY(answer_write_number(ctx, json, "target", result->target));
    TRY(answer_write_number(ctx, json, "phi", result->phi));
    return answer_write_number(ctx, json, "tau2", result->tau2);
}

/* The finding as a whole, and about the area asked for. */
static struct error *find(struct funnel_run *funnel)
{
    struct command_run *run = funnel->run;
    const char *area = command_option(run, "--area");
    const struct sentence_words words = {.measure = funnel->measure, .unit = funnel->unit, .decimals = funnel->decimals};
    funnel->finding = sentence_funnel(run->ctx, funnel->result, &words);
    TRY_MEMORY(funnel->finding);
    for (size_t i = 0; area && i < funnel->result->count; i++) {
        if (strcmp(funnel->result->points[i].name, area) != 0)
            continue;
        const char *about = sentence_funnel_area(run->ctx, funnel->result, i, &words);
        TRY_MEMORY(about);
        funnel->finding = talloc_asprintf(run->ctx, "%s %s", about, funnel->finding);
        return funnel->finding ? NULL : error_out_of_memory();
    }
    return area ? ERROR_NEW(run->ctx, ERROR_NOT_FOUND, "--area: there is no area %s in %s.", area, funnel->path) : NULL;
}

static struct error *run_funnel(struct command_run *run)
{
    struct funnel_run funnel = {.run = run, .path = run->arguments[0]};
    TRY(read_options(&funnel));
    TRY(read_file(&funnel));
    TRY(funnel_make(run->ctx, funnel.areas.at, funnel.areas.count, &funnel.options, &funnel.result));
    TRY(find(&funnel));
    struct table *table = table_new(run->ctx, funnel.measure, columns, COLUMNS);
    TRY_MEMORY(table);
    for (size_t i = 0; i < funnel.result->count; i++)
        TRY(add_row(&funnel, &funnel.result->points[i], table));
    return answer_print(run, &(struct answer){.finding = funnel.finding, .table = table, .members = write_members, .about = &funnel});
}

const struct command funnel_command = {
    .name = "funnel", .arguments = "FILE.csv", .argument_count = 1,
    .says = "Tells which areas differ from the rest by more than chance", .run = run_funnel,
    .options = (const struct option[]) {
        {"--kind", "KIND", "proportion (the default), rate, ratio (observed to expected) or counts (of two counts)", false},
        {"--area", "NAME", "Say first where this area stands", false},
        {"--target", "N", "Compare with this figure, not with the areas' average", false},
        {"--adjust", "WHETHER", "auto (the default): limits widened where areas differ beyond chance; or never", false},
        {"--between", "HOW", "How that is estimated: winsorised (the default), truncated, moments or paule-mandel", false},
        {"--measure", "WORDS", "What the figures are called in the finding", false},
        {"--unit", "WORDS", "Written after each figure (default: % for proportions)", false},
        {"--decimals", "N", "Decimal places of a figure for people, 0 to 6", false},
        {"--multiply", "N", "Figures are out of this many (default: 100 for proportions, 10000 for rates, otherwise 1)", false},
        OPTION_CSV, OPTION_JSON, OPTIONS_END },
    .help = "FILE.csv has a header row with area, value (the count) and denominator (what it is out of: for a ratio the count\n"
            "expected); other columns are passed over, several rows of one area are added up, and an area without a value is\n"
            "left out. Outside the 95% limits is worth a look: of 150 areas some eight lie there by chance. Outside the 99.8%\n"
            "limits is an outlier. Nothing is called good or bad. Rates go the way of expected counts, see docs/statistics.md.\n\n"
            "example: goldthread funnel sample/series/repeat-referrals-by-authority.csv --area Buckinghamshire\n"
            "         goldthread funnel sample/series/repeat-referrals-by-authority.csv --between paule-mandel --csv\n",
};
