/* The gallery's control charts: each kind of finding, breaks, trial limits, figures set aside, and where there is no answer. */
#include "gallery.h"
#include "stats/sentence.h"
#include "ui/chart_spc.h"
#include "ui/layout.h"

#include <math.h>
#include <talloc.h>

/* What one chart is made of: figures by month from a first month on. NAN: there is none. */
struct series {
    const char *measure, *title, *caveat;
    const double *values, *out_of; /* out_of NULL: figures by themselves */
    size_t count;
    int year;
    const char *suffix;
    int decimals;
    const struct chart_break *breaks;
    size_t break_count;
    struct spc_options options;
};

static char *short_month(void *ctx, struct date day)
{
    return period_short_label(ctx, (struct period){day, date_month_end(day)});
}

static struct chart_point *points_of(void *ctx, const struct series *series, struct point *points)
{
    struct chart_point *labels = talloc_zero_array(ctx, struct chart_point, (unsigned)series->count);
    for (size_t i = 0; i < series->count; i++) {
        struct date day = date_from_civil(series->year + (int)i / 12, (int)i % 12 + 1, 1);
        bool missing = isnan(series->values[i]);
        points[i] = (struct point){.day = day.days, .value = series->values[i], .missing = missing,
                                   .out_of = series->out_of ? series->out_of[i] : NAN};
        labels[i] = (struct chart_point){.label = short_month(ctx, day), .at = day, .missing = missing ? "x" : NULL};
    }
    return labels;
}

static void show(struct html *h, const struct series *series)
{
    void *ctx = talloc_new(h->out.ctx);
    struct point *points = talloc_zero_array(ctx, struct point, (unsigned)series->count);
    struct chart_point *labels = points_of(ctx, series, points);
    struct rebase *rebases = talloc_zero_array(ctx, struct rebase, (unsigned)series->break_count + 1);
    struct spc_options options = series->options;
    struct spc_result *result;
    for (size_t i = 0; i < series->break_count; i++)
        rebases[i] = (struct rebase){series->breaks[i].from.days, series->breaks[i].reason};
    options.rebases = rebases;
    options.rebase_count = series->break_count;
    if (spc_chart_new(ctx, points, series->count, &options, &result)) {
        h->out.failed = true;
        return;
    }
    struct sentence_words words = {.measure = series->measure, .unit = series->suffix, .decimals = series->decimals, .step = "month"};
    struct control_chart chart = {
        .title = series->title, .subtitle = talloc_asprintf(ctx, "%s, Exampleshire, by month", series->measure),
        .finding = sentence_spc(ctx, result, &words), .origin.source = "Invented.", .caveat = series->caveat, .place = "Exampleshire",
        .result = result, .points = labels, .unit = {series->suffix, series->decimals}, .breaks = series->breaks,
        .break_count = series->break_count, .heading_level = 2};
    control_chart(h, &chart);
    control_chart_table(h, &chart, false);
}

static void better_and_worse(struct html *h)
{
    const double seen[] = {41, 38, 44, 40, 39, 45, 37, 42, 40, 43, 38, 41, 44, 39, 42, 40, 46, 48, 47, 49, 51, 48, 50, 52};
    const double known[] = {52, 49, 55, 50, 48, 58, 47, 54, 51, 55, 49, 53, 56, 50, 54, 52, 55, 54, 53, 54, 56, 52, 54, 56};
    const struct target_step target[] = {{date_from_civil(2024, 1, 1).days, 85}, {date_from_civil(2025, 1, 1).days, 90}};
    show(h, &(struct series){.measure = "Children seen within five days", .values = seen, .out_of = known, .count = 24, .year = 2024,
                             .suffix = "%", .decimals = 0,
                             .options = {.chart = SPC_P, .improvement = IMPROVEMENT_UP, .multiply = 100, .targets = target,
                                         .target_count = 2}});
    double worse[24];
    for (int i = 0; i < 24; i++)
        worse[i] = i < 16 ? 20 + (i * 7) % 5 : 27 + i % 3;
    const struct target_step least[] = {{date_from_civil(2024, 1, 1).days, 15}};
    show(h, &(struct series){.measure = "Days from referral to assessment", .values = worse, .count = 24, .year = 2024, .decimals = 0,
                             .options = {.improvement = IMPROVEMENT_DOWN, .targets = least, .target_count = 1}});
}

static void with_break(struct html *h, bool proposed)
{
    const double referrals[] = {799,  852,  1208, 983,  1131, 1123, 954,  744, 926, 985, 1173, 1233, 1292, 1132, 1411, 1200, 1431,
                                1306, 1179, 947,  1311, 1169, 1114, 479,  682, 559, 780, 445,  539,  544,  492,  495,  685,  636,
                                612,  504,  681,  436,  551};
    const struct chart_break breaks[] = {{date_from_civil(2022, 12, 1),
                                          "From this month on, contacts that need nothing more are probably no longer counted as referrals",
                                          proposed, true}};
    show(h, &(struct series){.measure = "Referrals to children’s social care", .values = referrals, .count = 39, .year = 2021,
                             .breaks = breaks, .break_count = 1, .title = proposed ? "A break in the series is proposed" : NULL,
                             .caveat = "August and December are low each year."});
}

static void short_and_gappy(struct html *h)
{
    const double few[] = {12, 15, 11, 14, 13, 16, 12, 15, 14};
    show(h, &(struct series){.measure = "Strategy discussions with a nurse", .values = few, .count = 9, .year = 2025,
                             .options = {.improvement = IMPROVEMENT_UP}});
    const double gappy[] = {31, 34, 29, NAN, 33, 30, 32, 12, 35, 31, 33, 30, NAN, NAN, 32, 31, 34, 33};
    const int32_t aside[] = {date_from_civil(2024, 8, 1).days};
    show(h, &(struct series){.measure = "Repeat referrals", .values = gappy, .count = 18, .year = 2024, .suffix = "%",
                             .options = {.improvement = IMPROVEMENT_DOWN, .excluded = aside, .excluded_count = 1}});
    double fall[20];
    for (int i = 0; i < 20; i++)
        fall[i] = i < 12 ? 80 + (i * 11) % 7 : 71 + (i * 5) % 4;
    show(h, &(struct series){.measure = "Contacts from the police", .values = fall, .count = 20, .year = 2024});
}

static void no_answer(struct html *h)
{
    double sparse[24] = {0}, same[20], four[] = {3, 5, 4, 6}, stale[16];
    sparse[9] = 1;
    for (int i = 0; i < 20; i++)
        same[i] = 100;
    for (int i = 0; i < 16; i++)
        stale[i] = i < 14 ? 20.0 + (i * 3) % 5 : (double)NAN;
    show(h, &(struct series){.measure = "Serious incidents", .values = sparse, .count = 24, .year = 2024,
                             .options = {.chart = SPC_C, .improvement = IMPROVEMENT_DOWN}});
    show(h, &(struct series){.measure = "Reviews held in time", .values = same, .count = 20, .year = 2024, .suffix = "%",
                             .options = {.improvement = IMPROVEMENT_UP}});
    show(h, &(struct series){.measure = "Return interviews", .values = four, .count = 4, .year = 2025,
                             .options = {.improvement = IMPROVEMENT_UP}});
    show(h, &(struct series){.measure = "Children missing", .values = stale, .count = 16, .year = 2024,
                             .options = {.improvement = IMPROVEMENT_DOWN}});
}

static void long_and_run(struct html *h)
{
    double many[144];
    for (int i = 0; i < 144; i++)
        many[i] = 400 + 60 * sin(i * 0.52) + (i * 37) % 90;
    show(h, &(struct series){.measure = "Contacts each month", .values = many, .count = 144, .year = 2012});
    const double run[] = {8, 9, 7, 10, 8, 9, 11, 12, 13, 12, 14, 13, 12, 15};
    show(h, &(struct series){.measure = "Case discussions", .values = run, .count = 14, .year = 2024,
                             .options = {.chart = SPC_RUN, .profile = &spc_profile_anhoej}});
}

static void all_icons(struct html *h)
{
    for (enum spc_variation v = SPC_COMMON_CAUSE; v <= SPC_NEUTRAL_LOW; v++) {
        enum spc_assurance assurance = (enum spc_assurance)((int)v % 4);
        control_icons(h, (struct control_icons){.result = &(struct spc_result){.variation = v, .assurance = assurance}});
    }
    control_icons(h, (struct control_icons){
        .result = &(struct spc_result){.variation = SPC_CONCERN_LOW, .assurance = SPC_FAIL, .refusal = SPC_TRIAL}});
}

void gallery_control(struct html *h)
{
    columns_begin(h);
    column_begin(h, COLUMN_TWO_THIRDS);
    all_icons(h);
    better_and_worse(h);
    with_break(h, true);
    with_break(h, false);
    short_and_gappy(h);
    no_answer(h);
    long_and_run(h);
    column_end(h);
    columns_end(h);
}
