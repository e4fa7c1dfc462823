/* Golden cases of intervals (ci), segmented regression (its), two groups (prepost) and projections (forecast). */
#include "golden.h"

#include "base/text.h"
#include "stats/averages.h"
#include "stats/comparison.h"
#include "stats/intervals.h"
#include "stats/projection.h"

#include <math.h>
#include <talloc.h>

static struct error *one_count(const void *ctx, const char *column, size_t count, const char **summary)
{
    struct golden_writer *w;
    TRY(golden_writer_make(ctx, column, &w));
    golden_count(w, count);
    return golden_written(w, summary);
}

/* ---- ci ---- */

static struct interval interval_of(const struct golden_case *golden, double events, double out_of)
{
    const char *kind = golden_param(golden, "kind");
    double confidence = golden_param_figure(golden, "confidence", 0.95);
    if (strcmp(kind, "wilson") == 0)
        return interval_wilson(events, out_of, confidence);
    if (strcmp(kind, "byar") == 0)
        return interval_rate(events, out_of, confidence);
    struct interval count = interval_poisson(events, confidence);
    return (struct interval){count.estimate / out_of, count.lower / out_of, count.upper / out_of};
}

struct error *golden_interval(const void *ctx, const struct golden_case *golden, struct golden_answer *answer)
{
    struct golden_writer *w;
    bool denominators = golden_has_column(&golden->input, "n");
    TRY(golden_writer_make(ctx, denominators ? "row,x,n,estimate,lower,upper" : "row,x,estimate,lower,upper", &w));
    for (size_t i = 0; i < golden->input.rows; i++) {
        double events = golden_figure(&golden->input, i, "x");
        double out_of = denominators ? golden_figure(&golden->input, i, "n") : 1;
        struct interval interval = interval_of(golden, events, out_of);
        golden_count(w, i + 1);
        golden_number_cell(w, events);
        if (denominators)
            golden_number_cell(w, out_of);
        golden_number_cell(w, interval.estimate);
        golden_number_cell(w, interval.lower);
        golden_number_cell(w, interval.upper);
    }
    TRY(golden_written(w, &answer->expected));
    return one_count(ctx, "n", golden->input.rows, &answer->summary);
}

/* ---- series with a time ---- */

struct timed {
    double *t, *y;
    size_t count;
};

static struct error *read_timed(const void *ctx, const struct golden_table *input, struct timed *timed)
{
    struct point *points = talloc_array(ctx, struct point, (unsigned)input->rows + 1);
    struct point *ordered = talloc_array(ctx, struct point, (unsigned)input->rows + 1);
    timed->t = talloc_array(ctx, double, (unsigned)input->rows + 1);
    timed->y = talloc_array(ctx, double, (unsigned)input->rows + 1);
    TRY_MEMORY(points && ordered && timed->t && timed->y);
    for (size_t i = 0; i < input->rows; i++) {
        double value = golden_figure(input, i, "y");
        points[i] = (struct point){
            .day = (int32_t)golden_figure(input, i, "t"), .value = value, .missing = isnan(value)};
    }
    series_order(points, input->rows, ordered);
    timed->count = input->rows;
    for (size_t i = 0; i < timed->count; i++) {
        timed->t[i] = ordered[i].day;
        timed->y[i] = ordered[i].missing ? NAN : ordered[i].value;
    }
    return NULL;
}

/* ---- its ---- */

static struct error *write_terms(const void *ctx, const struct segmented *fit, const char **text)
{
    static const char *const names[SEGMENTED_TERMS] = {"intercept", "pre_slope", "level_change", "slope_change"};
    struct golden_writer *w;
    TRY(golden_writer_make(ctx, "term,estimate,se,t,p,lower,upper,se_newey_west", &w));
    for (size_t i = 0; i < SEGMENTED_TERMS; i++) {
        const struct coefficient *term = &fit->terms[i];
        golden_text(w, names[i]);
        golden_number_cell(w, term->estimate);
        golden_number_cell(w, term->error);
        golden_number_cell(w, term->t);
        golden_number_cell(w, term->p);
        golden_number_cell(w, term->lower);
        golden_number_cell(w, term->upper);
        golden_number_or_empty(w, term->error_newey_west);
    }
    return golden_written(w, text);
}

struct error *golden_segmented(const void *ctx, const struct golden_case *golden, struct golden_answer *answer)
{
    struct timed timed;
    TRY(read_timed(ctx, &golden->input, &timed));
    double change = golden_param_figure(golden, "intervention_t", NAN);
    double lag = golden_param_figure(golden, "newey_west_lag", -1);
    double confidence = golden_param_figure(golden, "confidence", 0.95);
    struct segmented ordinary =
        segmented_regression(timed.t, timed.y, timed.count, change, confidence, NEWEY_WEST_NONE);
    struct segmented fit = ordinary;
    if (lag >= 0)
        fit = segmented_regression(timed.t, timed.y, timed.count, change, confidence, (size_t)lag);
    TRY(write_terms(ctx, &fit, &answer->expected));

    struct effect_at last = segmented_effect(&ordinary, timed.count ? timed.t[timed.count - 1] : NAN);
    struct golden_writer *w;
    TRY(golden_writer_make(ctx, "n,df,sigma,r2,durbin_watson,effect_last,effect_last_se", &w));
    golden_count(w, fit.count);
    golden_number_cell(w, fit.freedom);
    golden_number_cell(w, fit.sigma);
    golden_number_cell(w, fit.r2);
    golden_number_cell(w, fit.durbin_watson);
    golden_number_cell(w, last.estimate);
    golden_number_cell(w, last.error);
    return golden_written(w, &answer->summary);
}

/* ---- prepost ---- */

/* One period's figures: values, and the sums of the counts. */
struct group {
    double *values;
    struct tally tally;
    size_t count;
};

static struct error *read_group(const void *ctx, const struct golden_table *input, const char *period,
                                struct group *group)
{
    *group = (struct group){.values = talloc_array(ctx, double, (unsigned)input->rows + 1)};
    TRY_MEMORY(group->values);
    for (size_t i = 0; i < input->rows; i++) {
        if (strcmp(golden_cell(input, i, "period"), period) != 0)
            continue;
        group->values[group->count++] = golden_figure(input, i, "value");
        group->tally.events += golden_figure(input, i, "numerator");
        group->tally.out_of += golden_figure(input, i, "denominator");
    }
    sort_figures(group->values, group->count);
    return NULL;
}

static struct error *write_comparison(const void *ctx, const struct comparison *c, const struct comparison *newcombe,
                                      const char **text)
{
    struct golden_writer *w;
    TRY(golden_writer_make(ctx,
                           newcombe ? "estimate,statistic,df,p,lower,upper,newcombe_lower,newcombe_upper"
                                    : "estimate,statistic,df,p,lower,upper",
                           &w));
    golden_number_cell(w, c->estimate);
    /* An exact test has no statistic; one that could not be worked out is no number. */
    if (isnan(c->freedom))
        golden_text(w, "");
    else
        golden_number_cell(w, c->statistic);
    golden_number_or_empty(w, c->freedom);
    golden_number_cell(w, c->p);
    golden_number_cell(w, c->lower);
    golden_number_cell(w, c->upper);
    if (newcombe) {
        golden_number_cell(w, newcombe->lower);
        golden_number_cell(w, newcombe->upper);
    }
    return golden_written(w, text);
}

struct error *golden_before_and_after(const void *ctx, const struct golden_case *golden,
                                      struct golden_answer *answer)
{
    struct group pre, post;
    const char *kind = golden_param(golden, "kind");
    double confidence = golden_param_figure(golden, "confidence", 0.95);
    TRY(read_group(ctx, &golden->input, "pre", &pre));
    TRY(read_group(ctx, &golden->input, "post", &post));
    if (strcmp(kind, "welch") == 0) {
        struct comparison c = compare_means(pre.values, pre.count, post.values, post.count, confidence);
        TRY(write_comparison(ctx, &c, NULL, &answer->expected));
    } else if (strcmp(kind, "two_proportion") == 0) {
        struct comparison c = compare_proportions(pre.tally, post.tally, confidence);
        struct comparison newcombe = compare_proportions_newcombe(pre.tally, post.tally, confidence);
        TRY(write_comparison(ctx, &c, &newcombe, &answer->expected));
    } else {
        struct comparison c = compare_rates(pre.tally, post.tally, confidence);
        TRY(write_comparison(ctx, &c, NULL, &answer->expected));
    }
    struct golden_writer *w;
    TRY(golden_writer_make(ctx, "n_pre,n_post", &w));
    golden_count(w, pre.count);
    golden_count(w, post.count);
    return golden_written(w, &answer->summary);
}

/* ---- forecast ---- */

#define STEPS_MOST 120

static struct error *write_projected(const void *ctx, const struct projected *steps, size_t count, const char **text)
{
    struct golden_writer *w;
    TRY(golden_writer_make(ctx, "h,mean,lo80,hi80,lo95,hi95", &w));
    for (size_t h = 0; h < count; h++) {
        golden_count(w, h + 1);
        golden_number_cell(w, steps[h].mean);
        golden_number_cell(w, steps[h].lower_80);
        golden_number_cell(w, steps[h].upper_80);
        golden_number_cell(w, steps[h].lower_95);
        golden_number_cell(w, steps[h].upper_95);
    }
    return golden_written(w, text);
}

struct error *golden_projection(const void *ctx, const struct golden_case *golden, struct golden_answer *answer)
{
    struct timed timed;
    TRY(read_timed(ctx, &golden->input, &timed));
    if (timed.count == 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "There is no figure to project.");
    const char *kind = golden_param(golden, "kind");
    double alpha = golden_param_figure(golden, "alpha", NAN), beta = golden_param_figure(golden, "beta", NAN);
    size_t count = (size_t)fmin(golden_param_figure(golden, "h", 0), STEPS_MOST);
    struct projected steps[STEPS_MOST];
    struct line line = line_through(timed.t, timed.y, timed.count);
    bool is_line = false;
    if (strcmp(kind, "ses") == 0)
        project_smoothed(timed.y, timed.count, alpha, steps, count);
    else if (strcmp(kind, "holt") == 0)
        project_holt(timed.y, timed.count, alpha, beta, HOLT_AS_FORECAST, steps, count);
    else
        is_line = true;
    for (size_t h = 0; h < count && is_line; h++)
        steps[h] = project_line(&line, timed.t[timed.count - 1] + (double)(h + 1));
    TRY(write_projected(ctx, steps, count, &answer->expected));
    struct golden_writer *w;
    TRY(golden_writer_make(ctx, "intercept,slope,sigma,r2", &w));
    golden_number_or_empty(w, is_line ? line.intercept : NAN);
    golden_number_or_empty(w, is_line ? line.slope : NAN);
    golden_number_or_empty(w, is_line ? line.sigma : NAN);
    golden_number_or_empty(w, is_line ? line.r2 : NAN);
    return golden_written(w, &answer->summary);
}
