/* Golden cases of NHSRplotthedots (xmr), and what it prints otherwise than the engine keeps it. */
#include "golden.h"

#include "base/date.h"
#include "base/text.h"
#include "stats/spc.h"

#include <math.h>
#include <talloc.h>

enum spc_screening golden_screening(const struct golden_case *golden, const char *key)
{
    return golden_param_true(golden, key) ? SPC_SCREEN_ON : SPC_SCREEN_OFF;
}

enum improvement golden_direction(const struct golden_case *golden)
{
    const char *named = golden_param(golden, "improvement_direction");
    if (strcmp(named, "increase") == 0)
        return IMPROVEMENT_UP;
    return strcmp(named, "decrease") == 0 ? IMPROVEMENT_DOWN : IMPROVEMENT_NEITHER;
}

static struct error *read_dates(const void *ctx, const struct golden_table *input, struct point **points)
{
    *points = talloc_array(ctx, struct point, (unsigned)input->rows + 1);
    TRY_MEMORY(*points);
    for (size_t i = 0; i < input->rows; i++) {
        struct date date;
        if (!date_parse(golden_cell(input, i, "date"), &date))
            return ERROR_NEW(ctx, ERROR_INVALID, "Row %zu has no date.", i + 1);
        double value = golden_figure(input, i, "value");
        (*points)[i] = (struct point){.day = date.days, .value = value, .missing = isnan(value)};
    }
    return NULL;
}

static struct error *read_rebases(const void *ctx, const struct golden_case *golden, struct spc_options *options)
{
    struct text_list dates = {0};
    TRY(text_split(ctx, golden_param(golden, "rebase"), ';', &dates));
    struct rebase *rebases = talloc_array(ctx, struct rebase, (unsigned)dates.count + 1);
    TRY_MEMORY(rebases);
    for (size_t i = 0; i < dates.count; i++) {
        struct date date;
        if (!date_parse(dates.at[i], &date))
            return ERROR_NEW(ctx, ERROR_INVALID, "%s is no date.", dates.at[i]);
        rebases[i] = (struct rebase){.day = date.days};
    }
    options->rebases = rebases;
    options->rebase_count = dates.count;
    return NULL;
}

static const char *nhsr_label(enum spc_rule rule)
{
    switch (rule) {
    case SPC_ABOVE_LIMIT:
        return "Above UCL";
    case SPC_BELOW_LIMIT:
        return "Below LCL";
    case SPC_RISING:
        return "7 Point Trend (Increasing)";
    case SPC_FALLING:
        return "7 Point Trend (Decreasing)";
    case SPC_TWO_IN_THREE_HIGH:
        return "2 in 3 Above CL";
    case SPC_TWO_IN_THREE_LOW:
        return "2 in 3 Below CL";
    case SPC_SHIFT_HIGH:
        return "7 Points Above CL";
    case SPC_SHIFT_LOW:
        return "7 Points Below CL";
    case SPC_RUN_HIGH:
    case SPC_RUN_LOW:
        break;
    }
    return "Common Cause";
}

static const char *nhsr_type(enum spc_variation variation)
{
    switch (variation) {
    case SPC_IMPROVEMENT_HIGH:
    case SPC_IMPROVEMENT_LOW:
        return "special_cause_improvement";
    case SPC_CONCERN_HIGH:
    case SPC_CONCERN_LOW:
        return "special_cause_concern";
    case SPC_NEUTRAL_HIGH:
        return "special_cause_neutral_high";
    case SPC_NEUTRAL_LOW:
        return "special_cause_neutral_low";
    case SPC_COMMON_CAUSE:
    case SPC_VARIATION_NONE:
        break;
    }
    return "common_cause";
}

static const char *nhsr_assurance(const struct spc_result *result, bool icon)
{
    switch (result->assurance) {
    case SPC_PASS:
        return icon ? "pass" : "consistent_pass";
    case SPC_FAIL:
        return icon ? "fail" : "consistent_fail";
    case SPC_HIT_OR_MISS:
        return "inconsistent";
    case SPC_ASSURANCE_NONE:
        break;
    }
    return "";
}

/* The package numbers groups by the rebases passed: from 0, or from 1 when the first date is one. */
static size_t nhsr_group(const struct spc_result *result, const struct spc_options *options, size_t segment)
{
    for (size_t i = 0; i < options->rebase_count; i++) {
        if (result->point_count > 0 && options->rebases[i].day == result->points[0].day)
            return segment + 1;
    }
    return segment;
}

static const char *trajectory_on(const struct golden_table *input, const char *date)
{
    for (size_t i = 0; i < input->rows; i++) {
        if (strcmp(golden_cell(input, i, "date"), date) == 0)
            return golden_cell(input, i, "trajectory");
    }
    return "";
}

static struct error *write_xmr_points(const void *ctx, const struct golden_case *golden,
                                      const struct spc_options *options, const struct spc_result *result,
                                      const char **text)
{
    struct golden_writer *w;
    TRY(golden_writer_make(ctx,
                           "row,date,value,rebase_group,used_in_limits,mean,lpl,upl,nlpl,nupl,outside_limits,"
                           "close_to_limits,relative_to_mean,special_cause_type,special_cause_flag,point_type,"
                           "short_group_warning,target,trajectory",
                           &w));
    for (size_t i = 0; i < result->point_count; i++) {
        const struct spc_point *point = &result->points[i];
        bool outside = point->rules & (SPC_ABOVE_LIMIT | SPC_BELOW_LIMIT);
        const char *date = date_iso(ctx, (struct date){point->day});
        golden_count(w, i + 1);
        golden_text(w, date);
        golden_number_or_empty(w, point->value);
        golden_count(w, nhsr_group(result, options, point->segment));
        golden_bool(w, point->fed_limits && !isnan(point->value));
        golden_number_cell(w, point->centre);
        golden_number_cell(w, point->lower);
        golden_number_cell(w, point->upper);
        golden_number_cell(w, point->lower_2);
        golden_number_cell(w, point->upper_2);
        bool unknown = isnan(point->value) || isnan(point->upper);
        golden_text(w, unknown ? "" : outside ? "TRUE" : "FALSE");
        bool close = !outside && (point->value > point->upper_2 || point->value < point->lower_2);
        golden_text(w, unknown ? "" : close ? "TRUE" : "FALSE");
        golden_number_or_empty(w, isnan(point->value) || isnan(point->centre) ? (double)NAN : (double)point->side);
        golden_text(w, nhsr_label(point->rule));
        golden_bool(w, point->rule != 0);
        golden_text(w, nhsr_type(point->variation));
        golden_bool(w, result->segments[point->segment].count < 13);
        golden_number_or_empty(w, point->target);
        golden_text(w, trajectory_on(&golden->input, date));
    }
    return golden_written(w, text);
}

static struct error *write_xmr_summary(const void *ctx, const struct spc_options *options,
                                       const struct spc_result *result, const char **text)
{
    struct golden_writer *w;
    TRY(golden_writer_make(ctx,
                           "rebase_group,n,mean,lpl,upl,amr,common_cause,improvement,concern,variation_type,"
                           "assurance_type,variation_icon,assurance_icon",
                           &w));
    for (size_t i = 0; i < result->segment_count; i++) {
        const struct spc_segment *segment = &result->segments[i];
        const struct spc_point *last = &result->points[segment->first + segment->count - 1];
        bool latest = i + 1 == result->segment_count;
        golden_count(w, nhsr_group(result, options, i));
        golden_count(w, segment->count);
        golden_number_cell(w, segment->centre);
        golden_number_cell(w, segment->lower);
        golden_number_cell(w, segment->upper);
        golden_number_cell(w, segment->moving_range);
        golden_count(w, segment->commons + segment->gaps);
        golden_count(w, segment->improvements);
        golden_count(w, segment->concerns);
        golden_text(w, nhsr_type(last->variation));
        golden_text(w, latest ? nhsr_assurance(result, false) : "");
        golden_text(w, latest ? spc_variation_name(result->variation) : "");
        golden_text(w, latest ? nhsr_assurance(result, true) : "");
    }
    return golden_written(w, text);
}

struct error *golden_xmr(const void *ctx, const struct golden_case *golden, struct golden_answer *answer)
{
    struct point *points;
    struct target_step target = {INT32_MIN, golden_param_figure(golden, "target", NAN)};
    struct spc_options options = {
        .profile = &spc_profile_nhsr,
        .improvement = golden_direction(golden),
        .targets = &target,
        .target_count = isnan(target.value) ? 0u : 1u,
        .baseline = (size_t)golden_param_figure(golden, "fix_after_n_points", 0),
        .screening = golden_screening(golden, "screen_outliers"),
    };
    struct spc_result *result;
    TRY(read_dates(ctx, &golden->input, &points));
    TRY(read_rebases(ctx, golden, &options));
    TRY(spc_chart_new(ctx, points, golden->input.rows, &options, &result));
    TRY(write_xmr_points(ctx, golden, &options, result, &answer->expected));
    return write_xmr_summary(ctx, &options, result, &answer->summary);
}
