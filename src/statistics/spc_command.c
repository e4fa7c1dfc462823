/* goldthread spc: a control chart of the series in a CSV file. */
#include "statistics/spc_command.h"

#include "stats/sentence.h"
#include "statistics/statistics.h"

#include <talloc.h>

static struct error *run_spc(struct command_run *run)
{
    struct spc_run spc;
    const char *svg = command_option(run, "--svg");
    TRY(spc_run_read(run, &spc));
    TRY(spc_chart_new(run->ctx, spc.series.points, spc.series.count, &spc.options, &spc.result));
    const struct sentence_words words = {.measure = spc.words.measure, .unit = spc.words.unit, .decimals = spc.words.decimals,
                                         .step = spc.series.step, .when = date_form_namer(spc.series.form),
                                         .in = spc.series.form == DATE_FORM_DAY ? "on" : spc.series.form == DATE_FORM_NUMBER ? "at" : NULL};
    spc.finding = sentence_spc(run->ctx, spc.result, &words);
    TRY_MEMORY(spc.finding);
    if (svg)
        TRY(spc_run_draw(&spc, svg));
    return spc_run_print(&spc);
}

const struct command spc_command = {
    .name = "spc", .arguments = "FILE.csv", .argument_count = 1,
    .says = "Tells whether a series shows more than its usual ups and downs", .run = run_spc,
    .options = (const struct option[]) {
        {"--chart", "KIND", "xmr (the default), mr, p, pp, u, up, c, ip, t, g or run", false},
        {"--improve", "WAY", "Which way is better: up, down or neither (the default)", false},
        {"--target", "N|COLUMN", "The target: a number, or the column that holds it (default: target, if there is one)", false},
        {"--rebase", "DATE:REASON", "Limits begin anew with this date, and why", .many = true},
        {"--exclude", "DATE", "The figure of this date is drawn, but sets no limits and joins no run", .many = true},
        {"--baseline", "N", "The first N figures of each part set its limits (default: all)", false},
        {"--profile", "NAME", "The rules: mdc (the default), nhsr-0.2.2, anhoej or powerbi-spc", false},
        {"--measure", "WORDS", "What the figures are called in the finding", false},
        {"--unit", "WORDS", "Written after each figure, such as % (default: % on p charts)", false},
        {"--decimals", "N", "Decimal places of a figure for people, 0 to 6 (default: as in the file)", false},
        {"--multiply", "N", "A proportion or rate is out of this many (default: 100 on p charts, otherwise 1)", false},
        {"--svg", "OUT.svg", "Write the chart as a picture too", false},
        OPTION_CSV, OPTION_JSON, OPTIONS_END },
    .help = "FILE.csv has a header row with date and value, and where there are such denominator and target; other columns are\n"
            "passed over. Dates are days (2023-04-01), months (2023-04), years (2023) or the numbers of cases (1, 2, 3), all\n"
            "alike. An empty value, or c, x, z, low, u, k or NA, is a missing figure: a gap, never 0. Anything wrong is listed\n"
            "as FILE:LINE:COLUMN, and nothing is worked out.\n\n"
            "The finding comes first, then every figure with its limits and what the rules see. By the default rules a series\n"
            "that cannot carry an answer gets none, with the reason and the chart that would do. docs/statistics.md says what\n"
            "is computed; docs/how-to-read-the-charts.md how to read it.\n\n"
            "example: goldthread spc sample/series/absence.csv --chart pp --improve down --target 8 --measure Absence\n"
            "         goldthread spc sample/series/referrals.csv --rebase \"2022-12:fewer contacts are counted\" --svg referrals.svg\n"
            "         goldthread spc sample/series/referrals.csv --profile nhsr-0.2.2 --json\n",
};
