/* From a measure's figures to a control chart: which figures, with their gaps and breaks, and what the engine says of them. */
#include "measures/measures.h"

#include "stats/sentence.h"

#include <math.h>
#include <string.h>
#include <talloc.h>

/* Fewer figures than this carry no firm limits and no icons: docs/statistics.md. */
#define FIGURES_FOR_LIMITS 13

/* How often figures must come to be charted, and how many are shown: the NHS's Making Data Count advises two to three years of
 * months. */
static const struct rhythm {
    const char *frequency, *step;
    int months;   /* from one figure to the next */
    size_t shown;
} rhythms[] = {{"monthly", "month", 1, 36}, {"quarterly", "quarter", 3, 24}};

static const struct rhythm *rhythm_of(const struct measure *measure)
{
    for (size_t i = 0; i < sizeof rhythms / sizeof *rhythms; i++)
        if (strcmp(rhythms[i].frequency, measure->frequency) == 0)
            return &rhythms[i];
    return NULL;
}

static size_t known_in(const struct observation_series *series)
{
    size_t known = 0;
    for (size_t i = 0; i < series->count; i++)
        known += series->at[i].text != NULL;
    return known;
}

bool measure_has_control(const struct measure *measure, const struct observation_series *series)
{
    return rhythm_of(measure) && known_in(series) >= FIGURES_FOR_LIMITS;
}

/* Months since the year 0, of a period's last day. */
static int month_of(struct period period)
{
    struct civil to = date_to_civil(period.to);
    return to.year * 12 + to.month - 1;
}

static struct period period_at(int month, int months)
{
    int first = month - months + 1;
    struct date last = date_from_civil(month / 12, month % 12 + 1, 1);
    return (struct period){date_from_civil(first / 12, first % 12 + 1, 1), date_month_end(last)};
}

/* The work of making one. */
struct making {
    void *ctx;
    const struct measure_chart *of;
    const struct rhythm *rhythm;
    LIST_OF(struct point) points;
    LIST_OF(struct chart_point) labels;
    LIST_OF(struct period) periods; /* one a point */
};

static struct error *add_point(struct making *making, struct period period, const struct observation *o)
{
    const struct measure_chart *of = making->of;
    struct chart_point label = {
        .label = measure_period_words(making->ctx, of->measure, period),
        .at = period.to,
        .value = o && o->text ? o->value : 0,
        .missing = !o ? "no figure was published" : o->text ? NULL : o->status,
        .later = o && !date_is_none(of->known_on) && date_compare(o->known_from, of->known_on) > 0,
        .provisional = o && strcmp(o->standing, "provisional") == 0,
    };
    TRY_MEMORY(label.label);
    struct point point = {.day = period.to.days, .value = label.missing ? NAN : label.value, .out_of = NAN, .missing = label.missing};
    TRY(LIST_ADD(making->ctx, &making->points, point));
    TRY(LIST_ADD(making->ctx, &making->labels, label));
    return LIST_ADD(making->ctx, &making->periods, period);
}

/* One point a period, from the first that is shown to the last: a period left out becomes a gap. */
static struct error *add_points(struct making *making, bool all_years)
{
    const struct observation_series *series = making->of->series;
    int months = making->rhythm->months, end = month_of(series->at[series->count - 1].period);
    int first = month_of(series->at[0].period);
    if (!all_years && end - first >= (int)making->rhythm->shown * months)
        first = end - ((int)making->rhythm->shown - 1) * months;
    int next = first;
    for (size_t i = 0; i < series->count; i++) {
        const struct observation *o = &series->at[i];
        int month = month_of(o->period);
        if (month < next)
            continue; /* before what is shown, or a second period that ends in the same month */
        for (; next < month; next += months)
            TRY(add_point(making, period_at(next, months), NULL));
        TRY(add_point(making, o->period, o));
        next = month + months;
    }
    return NULL;
}

/* "July to September 2019" for the day a quarter ends on. */
static char *quarter_words(const void *ctx, int32_t day)
{
    struct civil to = date_to_civil((struct date){day});
    return period_label(ctx, period_at(to.year * 12 + to.month - 1, 3));
}

/* ---- breaks ---- */

/* The point a break begins with: the first whose period does not begin before it; none at the first point. */
static size_t point_of_break(const struct making *making, const struct series_break *broken)
{
    for (size_t i = 0; i < making->periods.count; i++)
        if (date_compare(making->periods.at[i].from, broken->from) >= 0)
            return i;
    return 0;
}

/* For a sentence of the engine's, so without the last full stop. */
static const char *reason_of(void *ctx, const struct series_break *broken)
{
    size_t length = strlen(broken->reason);
    return talloc_strndup(ctx, broken->reason, length > 0 && broken->reason[length - 1] == '.' ? length - 1 : length);
}

static struct error *add_breaks(struct making *making, const struct series_break *breaks, size_t break_count,
                                struct spc_options *options, struct measure_control *control)
{
    struct rebase *rebases = talloc_zero_array(making->ctx, struct rebase, (unsigned)break_count + 1);
    struct chart_break *drawn = talloc_zero_array(making->ctx, struct chart_break, (unsigned)break_count + 1);
    size_t count = 0;
    TRY_MEMORY(rebases);
    TRY_MEMORY(drawn);
    for (size_t i = 0; i < break_count; i++) {
        size_t at = point_of_break(making, &breaks[i]);
        struct date day = at > 0 ? making->labels.at[at].at : DATE_NONE;
        if (at == 0 || (count > 0 && date_compare(drawn[count - 1].from, day) == 0))
            continue;
        rebases[count].day = day.days;
        if (!breaks[i].proposed) /* what is only proposed is no reason yet: words of ours say it */
            TRY_MEMORY(rebases[count].reason = reason_of(making->ctx, &breaks[i]));
        drawn[count++] = (struct chart_break){day, breaks[i].reason, breaks[i].proposed, true};
        control->break_at = &breaks[i];
    }
    options->rebases = rebases;
    options->rebase_count = count;
    control->chart.breaks = drawn;
    control->chart.break_count = count;
    return NULL;
}

/* ---- words ---- */

static struct error *add_words(struct making *making, struct measure_control *control)
{
    const struct measure *measure = making->of->measure;
    bool proposed = control->break_at && control->break_at->proposed;
    const struct sentence_words words = {
        .measure = proposed ? "Figures since then" : measure->title,
        .unit = measure_unit_suffix(measure),
        .decimals = measure->places,
        .step = making->rhythm->step,
        .when = making->rhythm->months == 3 ? quarter_words : NULL,
    };
    control->finding = sentence_spc(making->ctx, control->result, &words);
    control->short_finding = sentence_spc_short(making->ctx, control->result, &words);
    TRY_MEMORY(control->finding);
    TRY_MEMORY(control->short_finding);
    if (!proposed)
        return NULL;
    const char *month = date_month_words(making->ctx, control->break_at->from);
    TRY_MEMORY(month);
    control->chart.title = talloc_asprintf(making->ctx, "A break is proposed from %s, not yet confirmed", month);
    control->finding = talloc_asprintf(
        making->ctx, "From %s on, the figures are probably not counted as before: a break is proposed, not yet confirmed, and no "
                     "change is read across it. %s", month, control->finding);
    control->short_finding = talloc_asprintf(
        making->ctx, "A break from %s is proposed, not yet confirmed, and no change is read across it. %s", month,
        control->short_finding);
    TRY_MEMORY(control->chart.title);
    TRY_MEMORY(control->finding);
    TRY_MEMORY(control->short_finding);
    return NULL;
}

static enum improvement improvement_of(const struct measure *measure)
{
    return strcmp(measure->polarity, "up") == 0     ? IMPROVEMENT_UP
           : strcmp(measure->polarity, "down") == 0 ? IMPROVEMENT_DOWN
                                                    : IMPROVEMENT_NEITHER;
}

struct error *measure_control_make(void *ctx, const struct measure_chart *of, const struct series_break *breaks, size_t break_count,
                                   bool all_years, struct measure_control *control)
{
    struct making making = {.ctx = ctx, .of = of, .rhythm = rhythm_of(of->measure)};
    struct spc_options options = {.chart = SPC_XMR, .improvement = improvement_of(of->measure), .not_below_zero = true};
    *control = (struct measure_control){.known = known_in(of->series)};
    if (!making.rhythm || of->series->count == 0)
        return ERROR_NEW(ctx, ERROR_INTERNAL, "Measure %s has no figures for a control chart.", of->measure->ref);
    TRY(add_points(&making, all_years));
    TRY(add_breaks(&making, breaks, break_count, &options, control));
    TRY(spc_chart_new(ctx, making.points.at, making.points.count, &options, &control->result));
    TRY(add_words(&making, control));
    control->shown = making.points.count;
    control->chart.result = control->result;
    control->chart.points = making.labels.at;
    control->chart.unit = measure_chart_unit(of->measure);
    control->chart.finding = control->finding;
    TRY(measure_origin(ctx, of->measure, series_latest(of->series), &control->chart.origin));
    TRY(measure_caveats(ctx, of->measure, series_latest(of->series), &control->chart.caveat));
    control->chart.place = of->series->area_title;
    const char *after = control->chart.unit.after;
    control->chart.subtitle = talloc_asprintf(ctx, "%s, %s%s%s", of->measure->title, of->series->area_title, after ? "," : "",
                                              after ? after : "");
    TRY_MEMORY(control->chart.subtitle);
    if (!date_is_none(of->known_on))
        TRY_MEMORY(control->chart.known_on = date_words(ctx, of->known_on));
    return NULL;
}
