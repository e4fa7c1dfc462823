/* Scales with round ticks, places for labels, and figures in words. */
#include "ui/chart_scale.h"

#include <math.h>
#include <talloc.h>

#define NEAR_ZERO 0.4 /* a series whose lowest is no more than this part of its highest is drawn from zero */

/* The smallest of 1, 2, 2.5, 5 times a power of ten that is no less than `least`. */
static double round_step(double least)
{
    static const double steps[] = {1, 2, 2.5, 5, 10};
    double power = pow(10, floor(log10(least)));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i] * power >= least * (1 - 1e-9))
            return steps[i] * power;
    }
    return 10 * power;
}

static int decimals_of(double step)
{
    int decimals = 0;
    while (decimals < 3 && fabs(step - round(step)) > 1e-9) {
        step *= 10;
        decimals++;
    }
    return decimals;
}

struct chart_scale chart_scale_for(double lowest, double highest, struct chart_unit unit, size_t wanted)
{
    struct chart_scale scale = {0};
    bool percent = unit.suffix && strcmp(unit.suffix, "%") == 0;
    if (lowest >= 0 && lowest <= NEAR_ZERO * highest)
        lowest = 0;
    if (highest - lowest < 1e-9) { /* a flat series: some room on both sides */
        double room = fmax(fabs(highest) * 0.1, pow(10, -unit.decimals));
        bool from_zero = lowest >= 0 && lowest - room < 0;
        lowest = from_zero ? 0 : lowest - room;
        highest += room;
    }
    double step = round_step((highest - lowest) / (double)(wanted > 1 ? wanted : 2));
    if (unit.decimals == 0 && step < 1) /* whole figures: no half children on the axis */
        step = 1;
    scale.from = floor(lowest / step + 1e-9) * step;
    scale.to = ceil(highest / step - 1e-9) * step;
    if (percent && highest <= 100 && scale.to > 100)
        scale.to = 100;
    if (lowest >= 0 && scale.from < 0)
        scale.from = 0;
    scale.decimals = decimals_of(step);
    for (double tick = ceil(scale.from / step - 1e-9) * step; tick <= scale.to + step * 1e-6; tick += step) {
        if (scale.tick_count < CHART_TICKS_MOST)
            scale.ticks[scale.tick_count++] = fabs(tick) < step * 1e-6 ? 0 : tick;
    }
    return scale;
}

double chart_x(const struct chart_plot *plot, struct date day)
{
    if (plot->last_day <= plot->first_day)
        return (plot->left + plot->right) / 2;
    double part = ((double)day.days - plot->first_day) / ((double)plot->last_day - plot->first_day);
    return plot->left + part * (plot->right - plot->left);
}

double chart_y(const struct chart_plot *plot, double value)
{
    double part = (value - plot->scale.from) / (plot->scale.to - plot->scale.from);
    return plot->bottom - part * (plot->bottom - plot->top);
}

bool chart_label_take(struct chart_labels *labels, struct chart_box box)
{
    if (box.left < labels->within.left || box.right > labels->within.right || box.top < labels->within.top ||
        box.bottom > labels->within.bottom || labels->count == CHART_LABELS_MOST)
        return false;
    for (size_t i = 0; i < labels->count; i++) {
        const struct chart_box *other = &labels->taken[i];
        if (box.left < other->right && other->left < box.right && box.top < other->bottom && other->top < box.bottom)
            return false;
    }
    labels->taken[labels->count++] = box;
    return true;
}

const char *chart_number(char out[CHART_NUMBER_ROOM], double value, int decimals)
{
    char plain[32];
    decimals = decimals < 0 ? 0 : decimals > 3 ? 3 : decimals;
    if (!isfinite(value) || fabs(value) > 1e15) {
        snprintf(out, CHART_NUMBER_ROOM, "too large");
        return out;
    }
    double size = fabs(value);
    snprintf(plain, sizeof plain, "%.*f", decimals, size);
    size_t whole = strcspn(plain, "."), to = 0;
    if (value < 0 && strspn(plain, "0.") != strlen(plain))
        out[to++] = '-';
    for (size_t i = 0; plain[i]; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            out[to++] = ',';
        out[to++] = plain[i];
    }
    out[to] = '\0';
    return out;
}

const char *chart_number_as_wanted(char out[CHART_NUMBER_ROOM], double value)
{
    return chart_number(out, value, decimals_of(value));
}

/* What the Department's symbols mean. */
static const struct {
    const char *symbol, *words;
} symbols[] = {{"c", "confidential: too few children to publish"}, {"x", "not available"}, {"z", "not applicable"},
               {"low", "rounds to 0 but is not 0"},                {"u", "too unreliable to publish"}};

const char *chart_missing_words(const char *missing)
{
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        if (strcmp(symbols[i].symbol, missing) == 0)
            return symbols[i].words;
    }
    return missing;
}

char *chart_figure(const void *ctx, struct chart_unit unit, const struct chart_point *point)
{
    char number[CHART_NUMBER_ROOM];
    if (!point->missing)
        return talloc_asprintf(ctx, "%s%s%s", unit.before ? unit.before : "", chart_number(number, point->value, unit.decimals),
                               unit.suffix ? unit.suffix : "");
    const char *words = chart_missing_words(point->missing);
    return words == point->missing ? talloc_strdup(ctx, words) : talloc_asprintf(ctx, "%s (%s)", words, point->missing);
}
