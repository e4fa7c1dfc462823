/* Golden cases of funnels: FunnelPlotR (funnel) and PHEindicatormethods (fingertips), and what those programs print
 * otherwise than the engine keeps it. */
#include "golden.h"


#include <math.h>
#include <talloc.h>

struct error *golden_read_areas(const void *ctx, const struct golden_table *input, struct funnel_area **areas)
{
    *areas = talloc_array(ctx, struct funnel_area, (unsigned)input->rows + 1);
    TRY_MEMORY(*areas);
    for (size_t i = 0; i < input->rows; i++) {
        (*areas)[i] = (struct funnel_area){
            .name = golden_cell(input, i, "group"),
            .events = golden_figure(input, i, "numerator"),
            .out_of = golden_figure(input, i, "denominator"),
        };
    }
    return NULL;
}

/* The result as if its limits were widened by tau2, whatever it is. */
static struct funnel_result widened(const struct funnel_result *result, double tau2)
{
    struct funnel_result copy = *result;
    copy.adjusted = true;
    copy.tau2 = tau2;
    return copy;
}

/* ---- funnel ---- */

static struct funnel_options funnelplotr_options(const struct golden_case *golden)
{
    const char *type = golden_param(golden, "data_type");
    bool shmi = strcmp(golden_param(golden, "sr_method"), "SHMI") == 0 && strcmp(type, "SR") == 0;
    struct funnel_options options = {
        .kind = FUNNEL_RATIO,
        .scale = shmi ? FUNNEL_LOG : FUNNEL_SQUARE_ROOT,
        .between = shmi ? FUNNEL_TRUNCATED : FUNNEL_WINSORISED,
        .trim = golden_param_figure(golden, "trim_by", 0.1),
        .multiply = golden_param_figure(golden, "multiplier", 1),
        .round_expected = shmi && golden_param_true(golden, "shmi_rounding"),
    };
    if (strcmp(type, "PR") == 0)
        options.kind = FUNNEL_PROPORTION;
    else if (strcmp(type, "RC") == 0)
        options.kind = FUNNEL_COUNTS;
    return options;
}

/* Which limits the package draws, and so judges by: unadjusted ones where only adjusted ones were asked for and
 * phi is not above 1. */
struct drawn {
    bool adjusted, unadjusted;
    double phi, tau2;
};

static struct drawn drawn_by(const struct golden_case *golden, const struct funnel_result *result)
{
    struct drawn drawn = {
        .adjusted = golden_param_true(golden, "draw_adjusted"),
        .unadjusted = golden_param_true(golden, "draw_unadjusted"),
    };
    if (!drawn.adjusted)
        return drawn;
    drawn.phi = result->phi;
    /* An area without events that was not left out makes both infinite, where the engine keeps tau squared at 0. */
    drawn.tau2 = isinf(result->phi) ? INFINITY : result->tau2;
    if (!drawn.unadjusted && result->phi <= 1) {
        drawn.adjusted = false;
        drawn.unadjusted = true;
    }
    return drawn;
}

static void write_limits(struct golden_writer *w, const struct funnel_limits *limits)
{
    golden_number_or_empty(w, limits->lower_95);
    golden_number_or_empty(w, limits->upper_95);
    golden_number_or_empty(w, limits->lower_998);
    golden_number_or_empty(w, limits->upper_998);
}

/* 1 outside the limits asked for, 0 inside, NAN without a denominator. */
static double outlier(const struct golden_case *golden, const struct funnel_point *point,
                      const struct funnel_limits *limits)
{
    bool at_95 = golden_param_figure(golden, "limit", 99) <= 95;
    double lower = at_95 ? limits->lower_95 : limits->lower_998, upper = at_95 ? limits->upper_95 : limits->upper_998;
    if (isnan(point->ratio))
        return NAN;
    return point->ratio > upper || point->ratio < lower ? 1 : 0;
}

static struct error *write_funnel(const void *ctx, const struct golden_case *golden,
                                  const struct funnel_result *result, struct golden_answer *answer)
{
    struct drawn drawn = drawn_by(golden, result);
    struct funnel_result wide = widened(result, drawn.tau2);
    struct golden_writer *w;
    double outliers = 0;
    TRY(golden_writer_make(ctx,
                           "row,group,numerator,denominator,ratio,target_transformed,y,s,z,trimmed,z_used,lcl95,ucl95,"
                           "lcl998,ucl998,od_lcl95,od_ucl95,od_lcl998,od_ucl998,outlier",
                           &w));
    for (size_t i = 0; i < result->count; i++) {
        const struct funnel_point *point = &result->points[i];
        struct funnel_limits od = funnel_limits_at(&wide, point->out_of);
        double out = outlier(golden, point, drawn.adjusted ? &od : &point->chance);
        outliers += out;
        golden_count(w, i + 1);
        golden_text(w, point->name);
        golden_number_cell(w, point->events);
        golden_number_cell(w, point->out_of);
        golden_number_cell(w, point->ratio / result->options.multiply);
        golden_number_cell(w, result->target_on_scale);
        golden_number_cell(w, point->y);
        golden_number_cell(w, point->s);
        golden_number_cell(w, point->z);
        golden_text(w, isnan(point->z) ? "" : point->trimmed ? "1" : "0");
        golden_number_or_empty(w, point->z_used);
        write_limits(w, &point->chance);
        write_limits(w, &od);
        golden_number_or_empty(w, out);
    }
    TRY(golden_written(w, &answer->expected));

    TRY(golden_writer_make(ctx, "groups,target,n_used,phi,tau2,draw_adjusted,draw_unadjusted,outliers", &w));
    golden_count(w, result->count);
    double multiply = result->options.kind == FUNNEL_RATIO ? 1 : result->options.multiply;
    golden_number_cell(w, result->target / multiply);
    golden_count(w, result->used);
    golden_number_cell(w, drawn.phi);
    golden_number_cell(w, drawn.tau2);
    golden_bool(w, drawn.adjusted);
    golden_bool(w, drawn.unadjusted);
    golden_number_or_empty(w, outliers);
    return golden_written(w, &answer->summary);
}

struct error *golden_funnel(const void *ctx, const struct golden_case *golden, struct golden_answer *answer)
{
    struct funnel_area *areas;
    struct funnel_result *result;
    struct funnel_options options = funnelplotr_options(golden);
    TRY(golden_read_areas(ctx, &golden->input, &areas));
    TRY(funnel_make(ctx, areas, golden->input.rows, &options, &result));
    return write_funnel(ctx, golden, result, answer);
}

/* ---- fingertips ---- */

static enum fingertips_statistic statistic_of(const struct golden_case *golden)
{
    const char *named = golden_param(golden, "statistic");
    if (strcmp(named, "proportion") == 0)
        return FINGERTIPS_PROPORTION;
    return strcmp(named, "rate") == 0 ? FINGERTIPS_RATE : FINGERTIPS_RATIO;
}

static double average_of(const struct golden_table *input, enum fingertips_statistic statistic)
{
    long double events = 0, out_of = 0;
    for (size_t i = 0; i < input->rows; i++) {
        events += golden_figure(input, i, "numerator");
        out_of += golden_figure(input, i, "denominator");
    }
    return statistic == FINGERTIPS_RATIO ? 1 : (double)(events / out_of);
}

struct error *golden_fingertips(const void *ctx, const struct golden_case *golden, struct golden_answer *answer)
{
    static const char *const labels[] = {
        [FINGERTIPS_NOT_SIGNIFICANT] = "Not significant", [FINGERTIPS_HIGH_0025] = "High (0.025)",
        [FINGERTIPS_LOW_0025] = "Low (0.025)",            [FINGERTIPS_HIGH_0001] = "High (0.001)",
        [FINGERTIPS_LOW_0001] = "Low (0.001)",
    };
    enum fingertips_statistic statistic = statistic_of(golden);
    double average = average_of(&golden->input, statistic), multiply = golden_param_figure(golden, "multiplier", 1);
    struct golden_writer *w;
    const char *columns = "row,group,numerator,denominator,value,significance,ci_lower_95,ci_upper_95,ci_lower_998,"
                          "ci_upper_998";
    if (statistic == FINGERTIPS_PROPORTION)
        columns = "row,group,numerator,denominator,value,significance,lower_2s,upper_2s,lower_3s,upper_3s";
    TRY(golden_writer_make(ctx, columns, &w));
    for (size_t i = 0; i < golden->input.rows; i++) {
        double events = golden_figure(&golden->input, i, "numerator");
        double out_of = golden_figure(&golden->input, i, "denominator");
        struct fingertips area = fingertips_compare(statistic, events, out_of, average, multiply);
        golden_count(w, i + 1);
        golden_text(w, golden_cell(&golden->input, i, "group"));
        golden_number_cell(w, events);
        golden_number_cell(w, out_of);
        golden_number_cell(w, area.value);
        golden_text(w, labels[area.label]);
        golden_number_cell(w, area.lower_95);
        golden_number_cell(w, area.upper_95);
        golden_number_cell(w, area.lower_998);
        golden_number_cell(w, area.upper_998);
    }
    TRY(golden_written(w, &answer->expected));
    TRY(golden_writer_make(ctx, "groups,average", &w));
    golden_count(w, golden->input.rows);
    golden_number_cell(w, average * multiply);
    return golden_written(w, &answer->summary);
}
