/* Figures and small findings in words: intervals, two groups, lines and paths. Charts: sentence_spc.c,
 * sentence_funnel.c. */
#include "stats/sentence.h"

#include "base/buffer.h"
#include "stats/distribution.h"

#include <math.h>
#include <talloc.h>

char *sentence_figure(const void *ctx, const struct sentence_words *words, double value)
{
    if (isnan(value))
        return talloc_strdup(ctx, "no figure");
    int decimals = words->decimals < 0 ? 0 : words->decimals > 6 ? 6 : words->decimals;
    const char *unit = words->unit ? words->unit : "";
    if (isinf(value))
        return talloc_strdup(ctx, value > 0 ? "any height" : "any depth");
    char *digits = talloc_asprintf(ctx, "%.*f", decimals, fabs(value));
    if (!digits)
        return NULL;
    bool nought = strspn(digits, "0.") == strlen(digits);
    size_t whole = strcspn(digits, ".");
    struct buffer out = buffer_on((void *)ctx);
    buffer_text(&out, value < 0 && !nought ? "−" : "");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            buffer_char(&out, ',');
        buffer_char(&out, digits[i]);
    }
    buffer_text(&out, digits + whole);
    buffer_text(&out, unit);
    talloc_free(digits);
    return out.failed ? NULL : out.data;
}

/* The finding about to be returned, or NULL when a part of it did not fit into memory. */
static char *finished(struct buffer *out)
{
    return out->failed ? NULL : out->data;
}

static void add_figure(struct buffer *out, const struct sentence_words *words, double value)
{
    char *figure = sentence_figure(out->ctx, words, value);
    if (!figure)
        out->failed = true;
    else
        buffer_text(out, figure);
}

static void add_range(struct buffer *out, const struct sentence_words *words, double lower, double upper)
{
    add_figure(out, words, lower);
    buffer_text(out, " to ");
    add_figure(out, words, upper);
}

char *sentence_interval(const void *ctx, struct interval interval, double events, double out_of, double multiply,
                        const struct sentence_words *words)
{
    struct buffer out = buffer_on((void *)ctx);
    const struct sentence_words counts = {0};
    if (isnan(interval.estimate))
        return talloc_asprintf(ctx, "%s: there is nothing to work a figure out from.", words->measure);
    buffer_format(&out, "%s: ", words->measure);
    add_figure(&out, words, interval.estimate * multiply);
    buffer_text(&out, " (");
    add_figure(&out, &counts, events);
    buffer_text(&out, " of ");
    add_figure(&out, &counts, out_of);
    buffer_text(&out, "). With numbers of this size, chance alone makes the true figure uncertain: it may well lie "
                      "anywhere from ");
    add_range(&out, words, interval.lower * multiply, interval.upper * multiply);
    buffer_char(&out, '.');
    return finished(&out);
}

/* The unit of a difference: of percentages, percentage points. */
static struct sentence_words of_differences(const struct sentence_words *words)
{
    struct sentence_words differences = *words;
    if (words->unit && strcmp(words->unit, "%") == 0)
        differences.unit = " percentage points";
    return differences;
}

/* "3.1 lower" */
static void add_difference(struct buffer *out, const struct sentence_words *words, double difference)
{
    add_figure(out, words, fabs(difference));
    buffer_text(out, difference < 0 ? " lower" : " higher");
}

/* "anywhere from 2.0 to 4.2 lower", "anywhere from 2.0 lower to 1.0 higher" */
static void add_differences(struct buffer *out, const struct sentence_words *words, double lower, double upper)
{
    const struct sentence_words bare = {.decimals = words->decimals};
    buffer_text(out, "anywhere from ");
    if (lower < 0 && upper > 0)
        add_difference(out, &bare, lower);
    else
        add_figure(out, &bare, fmin(fabs(lower), fabs(upper)));
    buffer_text(out, " to ");
    add_difference(out, words, upper > 0 ? upper : lower);
}

static void add_ratio(struct buffer *out, const struct comparison *c, const char *first)
{
    const struct sentence_words times = {.decimals = 2};
    add_figure(out, &times, c->estimate);
    buffer_format(out, " times as high as %s (the true ratio may well lie anywhere from ", first);
    add_range(out, &times, c->lower, c->upper);
    buffer_char(out, ')');
}

char *sentence_comparison(const void *ctx, const struct comparison *comparison, bool is_ratio, const char *first,
                          const char *second, const struct sentence_words *words)
{
    struct buffer out = buffer_on((void *)ctx);
    const struct sentence_words differences = of_differences(words);
    double none = is_ratio ? 1 : 0;
    if (isnan(comparison->estimate) || isinf(comparison->estimate))
        return talloc_asprintf(ctx, "%s: there are too few figures %s or %s to compare.", words->measure, first,
                               second);
    bool clear = comparison->lower > none || comparison->upper < none;
    buffer_format(&out, "%s: %s the figures are ", words->measure, second);
    if (is_ratio)
        add_ratio(&out, comparison, first);
    else {
        add_difference(&out, &differences, comparison->estimate);
        buffer_format(&out, " than %s (", first);
        add_differences(&out, &differences, comparison->lower, comparison->upper);
        buffer_text(&out, " is likely)");
    }
    buffer_text(&out, clear ? ". That is more than chance would often bring about."
                            : ". Chance alone would often bring about as much, so no difference is shown.");
    return finished(&out);
}

char *sentence_segmented(const void *ctx, const struct segmented *fit, double t, double confidence, const char *when,
                         const struct sentence_words *words)
{
    struct buffer out = buffer_on((void *)ctx);
    const struct sentence_words differences = of_differences(words);
    struct effect_at effect = segmented_effect(fit, t);
    double slope = fit->terms[SEGMENTED_SLOPE].estimate;
    if (isnan(effect.estimate))
        return talloc_asprintf(ctx, "%s: there are too few figures before or after %s to compare the two courses.",
                               words->measure, when);
    double reach = effect.error * t_quantile(1 - (1 - confidence) / 2, fit->freedom);
    double lower = effect.estimate - reach, upper = effect.estimate + reach;
    buffer_format(&out, "%s: before %s the figures %s by ", words->measure, when, slope < 0 ? "fell" : "rose");
    add_figure(&out, &differences, fabs(slope));
    buffer_format(&out, " a %s. Compared with that course, they now lie ", words->step ? words->step : "period");
    add_difference(&out, &differences, effect.estimate);
    buffer_text(&out, " (");
    add_differences(&out, &differences, lower, upper);
    buffer_text(&out, lower > 0 || upper < 0 ? " is likely), more than chance would often bring about."
                                             : " is likely), which chance alone would often bring about.");
    return finished(&out);
}

char *sentence_time_to_target(const void *ctx, const struct time_to_target *time, double target,
                              const struct sentence_words *words)
{
    struct buffer out = buffer_on((void *)ctx);
    const char *step = words->step ? words->step : "period";
    buffer_format(&out, "%s: ", words->measure);
    if (time->reached) {
        buffer_text(&out, "the course of the figures has reached the target of ");
        add_figure(&out, words, target);
    } else if (!time->on_course) {
        buffer_text(&out, "not on course to the target of ");
        add_figure(&out, words, target);
        buffer_text(&out, ": the figures do not clearly move towards it");
    } else {
        buffer_text(&out, "if the figures went on as they have, they would reach the target of ");
        add_figure(&out, words, target);
        buffer_format(&out, " in about %.0f %ss", ceil(time->estimate), step);
        if (isinf(time->upper_95))
            buffer_format(&out, ", and at the earliest in %.0f", ceil(time->lower_95));
        else
            buffer_format(&out, " (anywhere from %.0f to %.0f)", ceil(time->lower_95), ceil(time->upper_95));
    }
    buffer_text(&out, ". This says where the line leads, not what will be done.");
    return finished(&out);
}

char *sentence_path(const void *ctx, enum path_result result, const struct path *path, double t,
                    const struct sentence_words *words)
{
    static const char *const says[] = {
        [PATH_NOT_KNOWN] = "whether the figures are on the way to the target cannot be said yet",
        [PATH_ON_TRACK] = "on the way to the target: the usual range of the figures takes in what the path asks by now",
        [PATH_BEHIND] = "behind the path to the target: the usual range of the figures does not take in what it asks "
                        "by now",
        [PATH_WILL_NOT_MEET] = "unless something changes, the target will not be met: it lies outside the usual range "
                               "of the figures, and no change for the better shows",
    };
    struct buffer out = buffer_on((void *)ctx);
    buffer_format(&out, "%s: %s (", words->measure, says[result]);
    if (result != PATH_NOT_KNOWN) {
        add_figure(&out, words, path_at(path, t));
        buffer_text(&out, " now, ");
    }
    add_figure(&out, words, path->target);
    buffer_text(&out, " in the end).");
    return finished(&out);
}
