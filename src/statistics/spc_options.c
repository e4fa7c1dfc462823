/* The options of `goldthread spc`, and the file it reads. */
#include "app/frame_commands.h"
#include "base/date.h"
#include "base/text.h"
#include "statistics/spc_command.h"

#include <string.h>
#include <talloc.h>

static struct error *read_chart(struct spc_run *spc)
{
    struct command_run *run = spc->run;
    const char *chart = command_option(run, "--chart"), *profile = command_option(run, "--profile");
    if (chart && !spc_chart_named(chart, &spc->options.chart))
        return ERROR_NEW(run->ctx, ERROR_INVALID, "--chart takes one of xmr, mr, p, pp, u, up, c, ip, t, g, run; not %s.", chart);
    spc->options.profile = profile ? spc_profile_named(profile) : &spc_profile_mdc;
    if (!spc->options.profile)
        return ERROR_NEW(run->ctx, ERROR_INVALID, "--profile takes one of mdc, nhsr-0.2.2, anhoej, powerbi-spc; not %s.", profile);
    size_t improvement;
    TRY(answer_option_choice(run, "--improve", (const char *const[]){"neither", "up", "down", NULL}, 0, &improvement));
    spc->options.improvement = (enum improvement)improvement;
    return NULL;
}

/* A date of the command line, written as those in the file. */
static struct error *read_day(struct spc_run *spc, const char *option, const char *text, int32_t *day)
{
    if (date_form_read(spc->series.form, text, day))
        return NULL;
    return ERROR_NEW(spc->run->ctx, ERROR_INVALID, "%s: found %s, expected %s, as dates are written in %s.", option, text,
                     date_form_words(spc->series.form), spc->path);
}

static struct error *read_rebases(struct spc_run *spc)
{
    void *ctx = spc->run->ctx;
    LIST_OF(struct rebase) rebases = {0};
    const char *given;
    for (size_t i = 0; (given = command_option_at(spc->run, "--rebase", i)); i++) {
        size_t length = strcspn(given, ":");
        const char *date = talloc_strndup(ctx, given, length);
        const char *reason = given[length] ? talloc_strdup(ctx, given + length + 1) : "";
        struct rebase rebase;
        TRY_MEMORY(date);
        TRY_MEMORY(reason);
        if (!*reason || !text_is_utf8(reason, strlen(reason)))
            return ERROR_NEW(ctx, ERROR_INVALID, "--rebase takes a date and the reason why limits begin anew there, as in "
                                                 "--rebase \"2023-04:new threshold document\"; found %s.", given);
        TRY(read_day(spc, "--rebase", date, &rebase.day));
        rebase.reason = reason;
        TRY(LIST_ADD(ctx, &rebases, rebase));
    }
    spc->options.rebases = rebases.at;
    spc->options.rebase_count = rebases.count;
    return NULL;
}

static bool has_day(const struct series_file *series, int32_t day)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->points[i].day == day)
            return true;
    return false;
}

static struct error *read_excluded(struct spc_run *spc)
{
    LIST_OF(int32_t) excluded = {0};
    const char *given;
    for (size_t i = 0; (given = command_option_at(spc->run, "--exclude", i)); i++) {
        int32_t day;
        TRY(read_day(spc, "--exclude", given, &day));
        if (!has_day(&spc->series, day))
            return ERROR_NEW(spc->run->ctx, ERROR_INVALID, "--exclude: there is no figure for %s in %s.", given, spc->path);
        TRY(LIST_ADD(spc->run->ctx, &excluded, day));
    }
    spc->options.excluded = excluded.at;
    spc->options.excluded_count = excluded.count;
    return NULL;
}

/* --target is a number that holds throughout, or the name of a column; read_file has seen to the column. */
static struct error *read_target(struct spc_run *spc)
{
    double value;
    const char *target = command_option(spc->run, "--target");
    spc->options.targets = spc->series.targets;
    spc->options.target_count = spc->series.target_count;
    if (!target || !text_to_decimal(target, &value))
        return NULL;
    struct target_step *step = talloc(spc->run->ctx, struct target_step);
    TRY_MEMORY(step);
    *step = (struct target_step){INT32_MIN, value};
    spc->options.targets = step;
    spc->options.target_count = 1;
    return NULL;
}

static bool is_proportion(enum spc_chart chart)
{
    return chart == SPC_P || chart == SPC_P_PRIME;
}

static struct error *read_words(struct spc_run *spc)
{
    enum spc_chart chart = spc->options.chart;
    bool rate = chart == SPC_U || chart == SPC_U_PRIME;
    enum figure_kind kind = is_proportion(chart) ? FIGURE_PROPORTION : rate ? FIGURE_RATE : FIGURE_PLAIN;
    TRY(answer_figure_words(spc->run, kind, "These figures", spc->series.decimals, &spc->words));
    spc->options.multiply = spc->words.multiply;
    return NULL;
}

static struct error *read_file(struct spc_run *spc)
{
    double number;
    const char *target = command_option(spc->run, "--target");
    struct fault_list faults = fault_list_on(spc->run->ctx);
    struct series_file_request request = {
        .path = spc->path, .chart = spc->options.chart,
        .target_column = target && !text_to_decimal(target, &number) ? target : NULL};
    TRY(series_file_read(spc->run->ctx, &request, &faults, &spc->series));
    return command_print_faults(spc->run, &faults, "Nothing was worked out.");
}

struct error *spc_run_read(struct command_run *run, struct spc_run *spc)
{
    int baseline = 0;
    *spc = (struct spc_run){.run = run, .path = run->arguments[0]};
    TRY(read_chart(spc));
    TRY(read_file(spc));
    TRY(read_rebases(spc));
    TRY(read_excluded(spc));
    TRY(read_target(spc));
    TRY(read_words(spc));
    TRY(answer_option_whole(run, "--baseline", 2, SPC_POINTS_MOST, &baseline));
    spc->options.baseline = (size_t)baseline;
    return NULL;
}
