/* A control chart as a table: every figure with its lines and what the rules saw there. */
#include "ui/chart_spc.h"

#include "ui/chart_scale.h"
#include "ui/govuk.h"
#include "ui/table_view.h"

#include <math.h>
#include <talloc.h>

static const struct column columns[] = {
    {"period", "Period", COLUMN_TEXT, .row_heading = true},
    {"value", "Figure", COLUMN_NUMBER},
    {"centre", "Average", COLUMN_NUMBER},
    {"lower", "Lower limit", COLUMN_NUMBER},
    {"upper", "Upper limit", COLUMN_NUMBER},
    {"sees", "What the rules see", COLUMN_TEXT},
    {"target", "Target", COLUMN_NUMBER},
};
enum { PERIOD, VALUE, CENTRE, LOWER, UPPER, SEES, TARGET, COLUMNS };

/* A number as the chart writes it; NAN is a cell without a value. */
static struct error *number_cell(void *ctx, const struct control_chart *chart, double value, int more, struct cell *cell)
{
    char number[CHART_NUMBER_ROOM];
    *cell = (struct cell){.shown = "–"};
    if (isnan(value))
        return NULL;
    cell->value = cell->shown = talloc_asprintf(ctx, "%s%s", chart_number(number, value, chart->unit.decimals + more),
                                                chart->unit.suffix ? chart->unit.suffix : "");
    return cell->value ? NULL : error_out_of_memory();
}

/* Every rule that fired at a point, in words. */
static struct error *rules_seen(void *ctx, const struct spc_result *result, unsigned rules, const char **seen)
{
    char *words = NULL;
    for (unsigned bit = 1; bit <= SPC_RUN_LOW; bit <<= 1) {
        if (!(rules & bit))
            continue;
        char *one = spc_rule_words(ctx, result, (enum spc_rule)bit);
        TRY_MEMORY(one);
        words = words ? talloc_asprintf_append(words, "; %s", one) : one;
        TRY_MEMORY(words);
    }
    *seen = words;
    return NULL;
}

static struct error *add_row(void *ctx, const struct control_chart *chart, size_t i, struct table *table)
{
    const struct spc_point *point = &chart->result->points[i];
    const struct chart_point *label = &chart->points[i];
    struct cell cells[COLUMNS] = {[PERIOD] = {.value = label->label,
                                              .note = label->later ? "since this report" : label->provisional ? "provisional" : NULL}};
    const char *seen;
    TRY(rules_seen(ctx, chart->result, point->rules, &seen));
    TRY(number_cell(ctx, chart, point->value, 0, &cells[VALUE]));
    if (isnan(point->value) && label->missing)
        cells[VALUE].shown = chart_missing_words(label->missing);
    TRY(number_cell(ctx, chart, point->centre, 1, &cells[CENTRE]));
    TRY(number_cell(ctx, chart, point->lower, 1, &cells[LOWER]));
    TRY(number_cell(ctx, chart, point->upper, 1, &cells[UPPER]));
    TRY(number_cell(ctx, chart, point->target, 0, &cells[TARGET]));
    cells[SEES] = (struct cell){.value = seen, .shown = seen ? seen : "–", .note = point->excluded ? "set aside" : NULL};
    return table_add_row(table, cells);
}

static struct error *table_of(void *ctx, const struct control_chart *chart, struct table **out)
{
    bool has_target = false;
    for (size_t i = 0; i < chart->result->point_count; i++)
        has_target = has_target || !isnan(chart->result->points[i].target);
    const char *title = chart->subtitle ? chart->subtitle : "Figures and limits";
    struct table *table = table_new(ctx, title, columns, has_target ? COLUMNS : TARGET);
    TRY_MEMORY(table);
    for (size_t i = 0; i < chart->result->point_count; i++)
        TRY(add_row(ctx, chart, i, table));
    *out = table;
    return NULL;
}

void control_chart_table(struct html *h, const struct control_chart *chart, bool open)
{
    void *scratch = talloc_new(h->out.ctx);
    struct table *table = NULL;
    struct error *error = scratch ? table_of(scratch, chart, &table) : error_out_of_memory();
    if (error) {
        h->out.failed = true;
    } else {
        govuk_details_begin(h, (struct govuk_details){.summary = "The figures and limits of this chart", .open = open});
        table_view(h, table, (struct table_view){.caption_hidden = true});
        govuk_details_end(h);
    }
    talloc_free(scratch);
}
