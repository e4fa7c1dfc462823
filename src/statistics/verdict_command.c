/* goldthread verdict: has what was declared been followed by a change that is seen? */
#include "statistics/spc_command.h"
#include "statistics/statistics.h"
#include "statistics/verdict_command.h"
#include "ui/chart_spc.h"

#include <math.h>
#include <talloc.h>

/* ---- the chart ---- */

static bool counted(const struct verdict_frame *frame, int32_t day)
{
    for (size_t i = 0; i < frame->count; i++)
        if (frame->days[i] == day)
            return true;
    return false;
}

/* The chart that the limits frozen at the start give: figures that do not count for the verdict are drawn and set aside. */
static struct error *chart_frozen(struct verdict_run *verdict)
{
    void *ctx = verdict->run->ctx;
    const struct verdict_series *series = &verdict->question.series;
    const struct verdict_frame *frame = &verdict->frame;
    bool down = verdict->question.expectation.direction == VERDICT_DOWN;
    struct point *points = talloc_array(ctx, struct point, (unsigned)series->count + 1);
    LIST_OF(int32_t) excluded = {0};
    struct spc_options options = {.chart = SPC_XMR, .improvement = down ? IMPROVEMENT_DOWN : IMPROVEMENT_UP};
    TRY_MEMORY(points);
    for (size_t i = 0; i < series->count; i++) {
        double figure = verdict_figure(series, &series->points[i]);
        points[i] = (struct point){series->points[i].day, figure, NAN, isnan(figure)};
        options.baseline += frame->before < frame->count && points[i].day < frame->days[frame->before];
        if (!isnan(figure) && !counted(frame, points[i].day))
            TRY(LIST_ADD(ctx, &excluded, points[i].day));
    }
    options.excluded = excluded.at;
    options.excluded_count = excluded.count;
    return spc_chart_new(ctx, points, series->count, &options, &verdict->chart);
}

static struct error *draw(struct verdict_run *verdict, const char *path)
{
    void *ctx = verdict->run->ctx;
    const struct verdict_expectation *expectation = &verdict->question.expectation;
    struct date lag_over = date_add_days(expectation->starts, expectation->lag_days);
    const struct chart_day due_and_start[] = {{date_add_days(expectation->due, 1), "due"}, {expectation->starts, "start"}};
    const struct chart_day all[] = {due_and_start[0], {lag_over, "lag over"}, due_and_start[1]};
    bool lag = expectation->lag_days > 0;
    struct control_chart chart = {.subtitle = verdict->words.measure, .finding = verdict->verdict.sentence, .result = verdict->chart,
                                  .unit = {verdict->words.unit, verdict->words.decimals},
                                  .days = lag ? all : due_and_start, .day_count = lag ? 3 : 2};
    TRY_MEMORY(chart.title = talloc_asprintf(ctx, "%s: %s", verdict->words.measure, verdict_answer_words(verdict->verdict.answer)));
    return spc_draw_file(ctx, verdict->series.form, &chart, path);
}

/* ---- the command ---- */

static struct error *run_verdict(struct command_run *run)
{
    struct verdict_run verdict;
    const char *svg = command_option(run, "--svg");
    TRY(verdict_run_read(run, &verdict));
    TRY(verdict_judge(run->ctx, &verdict.question, &verdict.verdict));
    TRY(verdict_frame_of(run->ctx, &verdict.question, &verdict.frame));
    TRY(chart_frozen(&verdict));
    if (svg)
        TRY(draw(&verdict, svg));
    return verdict_run_print(&verdict);
}

const struct command verdict_command = {
    .name = "verdict", .arguments = "FILE.csv", .argument_count = 1,
    .says = "Tells whether what was declared of a series has been followed by a change", .run = run_verdict,
    .options = (const struct option[]) {
        {"--expect", "WORDS", "What was declared: \"down 6 by 2020-03-31 from 2019-10-01\"", true},
        {"--path", "DATE:VALUE", "A figure that was wanted by a date on the way", .many = true},
        {"--event", "DATE:KIND:WHAT", "What else happened: definition, rebase or action, and in words what it was", .many = true},
        {"--neighbour", "COLUMN", "A further column, with the figures of an area or group that the action did not reach", .many = true},
        {"--kind", "KIND", "figures (the default), or proportion or rate of the column denominator: to be said where there is one", false},
        {"--snapshots", NULL, "Each figure was taken on its day; otherwise it is of the period that begins then", false},
        {"--today", "DATE", "Judge as on this day, by the figures up to it (default: today)", false},
        {"--measure", "WORDS", "What the figures are called, as inside a sentence", false},
        {"--unit", "WORDS", "Written after each figure, such as % (default: % for proportions)", false},
        {"--decimals", "N", "Decimal places of a figure for people, 0 to 6 (default: as in the file)", false},
        {"--multiply", "N", "A proportion or rate is out of this many (default: 100 for proportions, otherwise 1)", false},
        {"--svg", "OUT.svg", "Write the chart as a picture too, its limits frozen at the start", false},
        OPTION_CSV, OPTION_JSON, OPTIONS_END },
    .help = "--expect says in this order: up or down; how much (6) or from and to which level (31 to 25), or nothing where no size was\n"
            "declared; then, in any order, by DATE (when it is due) and from DATE (when the action starts), and where they are\n"
            "known lag DAYS (until the figures can show it), declared DATE, and baseline DATE (figures before it do not count).\n"
            "A date is a day, or a month or year: its last day after by and in --path, otherwise its first. Sizes are in the unit of\n"
            "the figures: 6 is six percentage points where the figures are percentages.\n\n"
            "FILE.csv is as for goldthread spc. Its figures must come by week, month, quarter or year, one for each; a period left\n"
            "out is a gap. A neighbour's column holds plain figures, also where the series itself has denominators.\n\n"
            "The answer is one of seven: not started; too early; change seen, size confirmed; change seen, size not confirmed;\n"
            "no change seen; cannot tell; change in the wrong direction. It never says why figures changed. Then come what it rests\n"
            "on, and every figure with its part in it. How often the answers are wrong: docs/calibration.md.\n\n"
            "example: goldthread verdict sample/series/repeat-referrals.csv --kind proportion --measure \"repeat referrals\" \\\n"
            "             --expect \"down 31 to 25 by 2024-03 from 2023-04 declared 2023-02-01\" --path 2023-09:28 --path 2024-03:25\n"
            "         goldthread verdict sample/series/repeat-referrals.csv --kind proportion --neighbour elsewhere --json \\\n"
            "             --expect \"down 3 by 2024-03 from 2023-04 lag 60\" --event \"2023-07:action:a new rota at the front door\"\n"
            "         goldthread verdict sample/series/referrals.csv --expect \"down 100 by 2024-03 from 2023-01\" \\\n"
            "             --event \"2022-12:definition:fewer contacts are counted\" --svg verdict.svg\n",
};
