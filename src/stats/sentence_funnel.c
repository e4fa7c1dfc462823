/* What a funnel says, as a whole and about one area. */
#include "stats/sentence.h"

#include "base/buffer.h"

#include <math.h>
#include <talloc.h>

static void add_figure(struct buffer *out, const struct sentence_words *words, double value)
{
    char *figure = sentence_figure(out->ctx, words, value);
    if (!figure)
        out->failed = true;
    else
        buffer_text(out, figure);
}

static size_t count_at(const struct funnel_result *result, enum funnel_position position)
{
    size_t count = 0;
    for (size_t i = 0; i < result->count; i++)
        count += result->points[i].position == position ? 1 : 0;
    return count;
}

/* "none", "1" or "12", and the verb that goes with it */
static void add_count(struct buffer *out, size_t count)
{
    if (count == 0)
        buffer_text(out, "none");
    else
        buffer_format(out, "%zu", count);
}

char *sentence_funnel(const void *ctx, const struct funnel_result *result, const struct sentence_words *words)
{
    struct buffer out = buffer_on((void *)ctx);
    size_t known = result->count - count_at(result, FUNNEL_NOT_KNOWN);
    size_t above = count_at(result, FUNNEL_ABOVE_998);
    buffer_format(&out, "%s: of %zu areas, ", words->measure, known);
    add_count(&out, above);
    buffer_format(&out, " %s above the outer limits (99.8%%), ", above > 1 ? "lie" : "lies");
    add_count(&out, count_at(result, FUNNEL_BELOW_998));
    buffer_text(&out, " below them, and ");
    add_count(&out, count_at(result, FUNNEL_ABOVE_95) + count_at(result, FUNNEL_BELOW_95));
    buffer_format(&out, " between the outer and the inner limits (95%%). Chance alone would put about %.1f outside the "
                        "outer and %.0f outside the inner limits.",
                  0.002 * (double)known, 0.05 * (double)known);
    buffer_text(&out, result->adjusted ? " The limits allow for areas differing by more than chance."
                                       : " The limits allow for chance only.");
    return out.failed ? NULL : out.data;
}

static void add_position(struct buffer *out, const struct funnel_point *point, bool adjusted)
{
    bool above = point->position == FUNNEL_ABOVE_95 || point->position == FUNNEL_ABOVE_998;
    const char *side = above ? "higher" : "lower";
    switch (point->position) {
    case FUNNEL_ABOVE_998:
    case FUNNEL_BELOW_998:
        buffer_format(out, ", %s than chance%s explain%s (outside the 99.8%% limits)", side,
                      adjusted ? " and the usual differences between areas" : "", adjusted ? "" : "s");
        break;
    case FUNNEL_ABOVE_95:
    case FUNNEL_BELOW_95:
        buffer_format(out, ", %s than most (outside the 95%% limits), which 1 area in 20 is by chance alone", side);
        break;
    case FUNNEL_INSIDE:
        buffer_text(out, ", within the limits for an area of this size: no difference from the average is shown");
        break;
    case FUNNEL_NOT_KNOWN:
        break;
    }
}

char *sentence_funnel_area(const void *ctx, const struct funnel_result *result, size_t area,
                           const struct sentence_words *words)
{
    struct buffer out = buffer_on((void *)ctx);
    const struct funnel_point *point = &result->points[area];
    double multiply = result->options.kind == FUNNEL_RATIO ? result->options.multiply : 1;
    buffer_format(&out, "%s, %s: ", words->measure, point->name);
    if (point->position == FUNNEL_NOT_KNOWN)
        buffer_text(&out, "there is nothing to work a figure out from");
    else {
        add_figure(&out, words, point->ratio);
        buffer_text(&out, " against an average of ");
        add_figure(&out, words, result->target * multiply);
        add_position(&out, point, result->adjusted);
    }
    buffer_char(&out, '.');
    return out.failed ? NULL : out.data;
}
