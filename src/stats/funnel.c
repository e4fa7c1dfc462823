/* A funnel from beginning to end: areas are checked and added up, compared with their average, and placed. */
#include "stats/funnel.h"

#include "stats/averages.h"
#include "stats/funnel_scale.h"
#include "stats/spc.h"

#include <math.h>
#include <talloc.h>

static int by_name_then_figures(const void *left, const void *right)
{
    const struct funnel_area *a = left, *b = right;
    int order = strcmp(a->name, b->name);
    if (order != 0)
        return order;
    if (a->events < b->events || a->events > b->events)
        return a->events < b->events ? -1 : 1;
    return (a->out_of > b->out_of) - (a->out_of < b->out_of);
}

static struct error *check_area(const void *ctx, const struct funnel_area *area)
{
    if (!(area->events >= 0 && area->out_of >= 0) || isinf(area->events) || isinf(area->out_of))
        return ERROR_NEW(ctx, ERROR_INVALID, "The figures of %s must be nought or more.", area->name);
    return NULL;
}

/* To two decimals as R does since version 4: of the two candidates the nearer as doubles go, of two equally near
 * the one whose last digit is even. The mortality indicator's published limits depend on it. */
static double to_two_decimals(double figure)
{
    double hundredths = floor(figure * 100), low = hundredths / 100, high = (hundredths + 1) / 100;
    double up = high - figure, down = figure - low;
    if (figure >= 1e13)
        return figure;
    if (down < up)
        return low;
    return up < down || fmod(hundredths, 2) > 0 ? high : low;
}

/* Adds up the areas of one name; `sorted` is by name. */
static struct error *add_up(const void *ctx, struct funnel_result *result, const struct funnel_area *sorted,
                            size_t count)
{
    for (size_t i = 0, next; i < count; i = next) {
        long double events = 0, out_of = 0;
        for (next = i; next < count && strcmp(sorted[next].name, sorted[i].name) == 0; next++) {
            TRY(check_area(ctx, &sorted[next]));
            events += sorted[next].events;
            out_of += sorted[next].out_of;
        }
        struct funnel_point *point = &result->points[result->count++];
        *point = (struct funnel_point){
            .name = sorted[i].name, .events = (double)events, .out_of = (double)out_of, .z_used = NAN};
        if (result->options.kind == FUNNEL_PROPORTION && point->events > point->out_of)
            return ERROR_NEW(ctx, ERROR_INVALID, "%s has more events than cases they are counted among.", point->name);
        point->ratio = point->events / point->out_of * result->options.multiply;
        if (result->options.kind == FUNNEL_RATIO && result->options.round_expected)
            point->out_of = to_two_decimals(point->out_of);
    }
    return NULL;
}

static struct error *find_target(const void *ctx, struct funnel_result *result)
{
    long double events = 0, out_of = 0;
    for (size_t i = 0; i < result->count; i++) {
        events += result->points[i].events;
        out_of += result->points[i].out_of;
    }
    if (!(out_of > 0))
        return ERROR_NEW(ctx, ERROR_INVALID, "No area has a denominator, so there is nothing to compare.");
    double average = result->options.kind == FUNNEL_RATIO ? 1 : (double)(events / out_of);
    double target = result->options.has_target ? result->options.target : average;
    if (!(target >= 0) || isinf(target))
        return ERROR_NEW(ctx, ERROR_INVALID, "The average that areas are compared with must be nought or more.");
    result->target_on_scale = funnel_target_on_scale(&result->options, target);
    result->target = target * result->options.multiply;
    if (result->options.kind == FUNNEL_RATIO)
        result->target = target;
    for (size_t i = 0; i < result->count; i++) {
        struct funnel_point *point = &result->points[i];
        point->expected = result->options.kind == FUNNEL_RATIO ? point->out_of : point->out_of * target;
        funnel_place(&result->options, result->target_on_scale, point);
    }
    return NULL;
}

static enum funnel_position position_of(const struct funnel_point *point)
{
    const struct funnel_limits *limits = &point->limits;
    if (!(point->out_of > 0))
        return FUNNEL_NOT_KNOWN;
    if (point->ratio > limits->upper_998)
        return FUNNEL_ABOVE_998;
    if (point->ratio < limits->lower_998)
        return FUNNEL_BELOW_998;
    if (point->ratio > limits->upper_95)
        return FUNNEL_ABOVE_95;
    return point->ratio < limits->lower_95 ? FUNNEL_BELOW_95 : FUNNEL_INSIDE;
}

static void place_all(struct funnel_result *result)
{
    for (size_t i = 0; i < result->count; i++) {
        struct funnel_point *point = &result->points[i];
        point->chance = funnel_chance_at(result, point->out_of);
        point->limits = result->adjusted ? funnel_limits_at(result, point->out_of) : point->chance;
        point->position = position_of(point);
        result->outside_95 += point->position >= FUNNEL_ABOVE_95 ? 1 : 0;
        result->outside_998 += point->position >= FUNNEL_ABOVE_998 ? 1 : 0;
    }
}

struct error *funnel_make(const void *ctx, const struct funnel_area *areas, size_t count,
                          const struct funnel_options *options, struct funnel_result **result)
{
    if (count > SPC_POINTS_MOST)
        return ERROR_NEW(ctx, ERROR_INVALID, "A funnel can have at most %d areas.", SPC_POINTS_MOST);
    struct funnel_result *made = talloc_zero(ctx, struct funnel_result);
    TRY_MEMORY(made);
    made->points = talloc_zero_array(made, struct funnel_point, (unsigned)count + 1);
    struct funnel_area *sorted = talloc_array(made, struct funnel_area, (unsigned)count + 1);
    double *scratch = talloc_array(made, double, 2 * (unsigned)count + 1);
    TRY_MEMORY(made->points && sorted && scratch);
    made->options = *options;
    made->options.multiply = options->multiply > 0 ? options->multiply : 1;
    made->options.has_target = options->has_target && options->kind != FUNNEL_RATIO;
    made->engine = STATS_ENGINE_VERSION;
    for (size_t i = 0; i < count; i++)
        sorted[i] = areas[i];
    qsort(sorted, count, sizeof *sorted, by_name_then_figures);
    TRY(add_up(ctx, made, sorted, count));
    TRY(find_target(ctx, made));
    funnel_measure_between(made, scratch);
    made->adjusted = options->adjust == FUNNEL_ADJUST_AUTO && made->tau2 > 0;
    place_all(made);
    *result = made;
    return NULL;
}

const char *funnel_position_words(enum funnel_position position)
{
    static const char *const words[] = {
        [FUNNEL_NOT_KNOWN] = "no denominator",
        [FUNNEL_INSIDE] = "inside the limits",
        [FUNNEL_ABOVE_95] = "above the 95% limit",
        [FUNNEL_BELOW_95] = "below the 95% limit",
        [FUNNEL_ABOVE_998] = "above the 99.8% limit",
        [FUNNEL_BELOW_998] = "below the 99.8% limit",
    };
    return words[position];
}
