/* The answer of `goldthread spc`: its table, its JSON, its drawing. */
#include "base/file.h"
#include "statistics/spc_command.h"
#include "ui/chart_spc.h"

#include <math.h>
#include <string.h>
#include <talloc.h>

static const struct column columns[] = {
    {"date", "Date", COLUMN_TEXT},
    {"value", "Figure", COLUMN_NUMBER},
    {"events", "Events", COLUMN_NUMBER, .data_only = true},
    {"out_of", "Out of", COLUMN_NUMBER, .data_only = true},
    {"centre", "Centre", COLUMN_NUMBER},
    {"lower", "Lower", COLUMN_NUMBER},
    {"upper", "Upper", COLUMN_NUMBER},
    {"target", "Target", COLUMN_NUMBER},
    {"segment", "Part", COLUMN_NUMBER, .data_only = true},
    {"fed_limits", "Fed the limits", COLUMN_FLAG, .data_only = true},
    {"variation", "Variation", COLUMN_TEXT, .data_only = true},
    {"rules", "Rules", COLUMN_TEXT, .data_only = true},
    {"sees", "What the rules see", COLUMN_TEXT},
};
enum { DATE, VALUE, EVENTS, OUT_OF, CENTRE, LOWER, UPPER, TARGET, SEGMENT, FED_LIMITS, VARIATION, RULES, SEES, COLUMNS };

/* Every rule that fired, by name for machines and in words for people; NULL: none did. */
static struct error *rules_of(void *ctx, const struct spc_result *result, unsigned rules, const char **names, const char **words)
{
    char *all_names = NULL, *all_words = NULL;
    for (unsigned bit = 1; bit <= SPC_RUN_LOW; bit <<= 1) {
        if (!(rules & bit))
            continue;
        const char *name = spc_rule_name((enum spc_rule)bit);
        char *seen = spc_rule_words(ctx, result, (enum spc_rule)bit);
        TRY_MEMORY(seen);
        all_names = all_names ? talloc_asprintf_append(all_names, ";%s", name) : talloc_strdup(ctx, name);
        all_words = all_words ? talloc_asprintf_append(all_words, "; %s", seen) : seen;
        TRY_MEMORY(all_names);
        TRY_MEMORY(all_words);
    }
    *names = all_names;
    *words = all_words;
    return NULL;
}

struct error *spc_point_sees(void *ctx, const struct spc_result *result, const struct spc_point *point, const char **names,
                             const char **sees)
{
    const char *words, *state = isnan(point->value) ? "(no figure)" : point->excluded ? "(set aside)" : NULL;
    TRY(rules_of(ctx, result, point->rules, names, &words));
    *sees = words && state ? talloc_asprintf(ctx, "%s %s", words, state) : words ? words : state ? state : "";
    return *sees ? NULL : error_out_of_memory();
}

static struct error *add_row(struct spc_run *spc, const struct spc_point *point, struct table *table)
{
    void *ctx = spc->run->ctx;
    struct cell cells[COLUMNS] = {{0}};
    const struct {
        int column;
        double number;
        int more; /* decimals */
    } numbers[] = {
        {VALUE, point->value, 0}, {EVENTS, point->events, 0}, {OUT_OF, point->out_of, 0}, {CENTRE, point->centre, 1},
        {LOWER, point->lower, 1}, {UPPER, point->upper, 1},   {TARGET, point->target, 0}, {SEGMENT, (double)point->segment + 1, 0},
    };
    TRY_MEMORY(cells[DATE].value = date_form_text(ctx, spc->series.form, point->day));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        TRY(answer_number(ctx, numbers[i].number, spc->words.decimals + numbers[i].more, spc->words.unit,
                          &cells[numbers[i].column]));
    cells[FED_LIMITS].value = point->fed_limits ? "yes" : "no";
    cells[VARIATION].value = point->variation == SPC_VARIATION_NONE ? NULL : spc_variation_name(point->variation);
    TRY(spc_point_sees(ctx, spc->result, point, &cells[RULES].value, &cells[SEES].shown));
    cells[SEES].value = *cells[SEES].shown ? cells[SEES].shown : NULL;
    return table_add_row(table, cells);
}

struct error *spc_run_table(struct spc_run *spc, struct table **table)
{
    struct column *own = talloc_memdup(spc->run->ctx, columns, sizeof columns);
    TRY_MEMORY(own);
    own[TARGET].data_only = spc->options.target_count == 0;
    own[LOWER].data_only = own[UPPER].data_only = spc->result->chart == SPC_RUN;
    struct table *made = table_new(spc->run->ctx, spc->words.measure, own, COLUMNS);
    TRY_MEMORY(made);
    for (size_t i = 0; i < spc->result->point_count; i++)
        TRY(add_row(spc, &spc->result->points[i], made));
    *table = made;
    return NULL;
}

/* ---- JSON ---- */

static void write_text(struct json_writer *json, const char *key, const char *text)
{
    json_write_key(json, key);
    json_write_text(json, text && *text ? text : NULL);
}

static struct error *write_segment(const struct spc_run *spc, const struct spc_segment *segment, struct json_writer *json)
{
    void *ctx = spc->run->ctx;
    const char *from = date_form_text(ctx, spc->series.form, segment->from);
    TRY_MEMORY(from);
    json_write_object(json);
    write_text(json, "from", from);
    write_text(json, "reason", segment->reason);
    json_write_key(json, "figures");
    json_write_integer(json, (long long)segment->known);
    json_write_key(json, "figures_that_set_limits");
    json_write_integer(json, (long long)segment->baseline_known);
    TRY(answer_write_number(ctx, json, "centre", segment->centre));
    TRY(answer_write_number(ctx, json, "lower", segment->lower));
    TRY(answer_write_number(ctx, json, "upper", segment->upper));
    TRY(answer_write_number(ctx, json, "moving_range", segment->moving_range));
    TRY(answer_write_number(ctx, json, "sigma_z", segment->sigma_z));
    write_text(json, "no_answer_because", spc_refusal_words(segment->refusal));
    json_write_object_end(json);
    return NULL;
}

static struct error *write_members(struct json_writer *json, const void *about)
{
    const struct spc_run *spc = about;
    const struct spc_result *result = spc->result;
    write_text(json, "measure", spc->words.measure);
    write_text(json, "chart", spc_chart_name(result->chart));
    write_text(json, "profile", result->profile->name);
    write_text(json, "engine", result->engine);
    write_text(json, "variation", spc_variation_name(result->variation));
    write_text(json, "assurance", spc_assurance_name(result->assurance));
    write_text(json, "no_answer_because", spc_refusal_words(result->refusal));
    write_text(json, "chart_instead", result->instead == result->chart ? NULL : spc_chart_name(result->instead));
    json_write_key(json, "parts");
    json_write_array(json);
    for (size_t i = 0; i < result->segment_count; i++)
        TRY(write_segment(spc, &result->segments[i], json));
    json_write_array_end(json);
    return NULL;
}

struct error *spc_run_print(struct spc_run *spc)
{
    struct table *table;
    TRY(spc_run_table(spc, &table));
    return answer_print(spc->run, &(struct answer){.finding = spc->finding, .table = table, .members = write_members, .about = spc});
}

/* ---- the drawing ---- */

static struct error *labels_of(void *ctx, enum date_form form, const struct spc_result *result, struct chart_point **labels)
{
    struct chart_point *made = talloc_zero_array(ctx, struct chart_point, (unsigned)result->point_count + 1);
    TRY_MEMORY(made);
    for (size_t i = 0; i < result->point_count; i++) {
        const struct spc_point *point = &result->points[i];
        made[i].label = date_form_short_name(ctx, form, point->day);
        made[i].at = (struct date){point->day};
        made[i].value = point->value;
        made[i].missing = isnan(point->value) ? "x" : NULL;
        TRY_MEMORY(made[i].label);
    }
    *labels = made;
    return NULL;
}

struct error *spc_draw_file(void *ctx, enum date_form form, struct control_chart *chart, const char *path)
{
    struct chart_point *labels;
    struct html h = html_on(ctx);
    h.place = HTML_STANDALONE;
    TRY(labels_of(ctx, form, chart->result, &labels));
    chart->points = labels;
    chart->unit.decimals = chart->unit.decimals > 3 ? 3 : chart->unit.decimals;
    control_chart_file(&h, chart);
    TRY(html_error(&h));
    return file_write(ctx, path, h.out.data, h.out.used);
}

struct error *spc_run_draw(struct spc_run *spc, const char *path)
{
    struct control_chart chart = {.subtitle = spc->words.measure, .finding = spc->finding, .result = spc->result,
                                  .unit = {spc->words.unit, spc->words.decimals}};
    return spc_draw_file(spc->run->ctx, spc->series.form, &chart, path);
}
