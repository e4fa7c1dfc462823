/* Series: putting figures in order, and finding the target of a day. */
#include "stats/series.h"

#include <math.h>

double target_on(const struct target_step *steps, size_t count, int32_t day)
{
    double value = NAN;
    int64_t latest = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        if (steps[i].from <= day && steps[i].from >= latest) {
            latest = steps[i].from;
            value = steps[i].value;
        }
    }
    return value;
}

bool point_is_known(const struct point *point)
{
    return !point->missing && isfinite(point->value);
}

static bool comes_before(const struct point *a, const struct point *b)
{
    if (a->day != b->day)
        return a->day < b->day;
    bool a_known = point_is_known(a), b_known = point_is_known(b);
    if (a_known != b_known)
        return b_known;
    if (!a_known)
        return false;
    if (a->value < b->value || a->value > b->value)
        return a->value < b->value;
    return a->out_of < b->out_of;
}

void series_order(const struct point *points, size_t count, struct point *ordered)
{
    /* Gaps of Ciura (2001): no memory is asked for, and a series that is in order already costs one pass a gap. */
    static const size_t gaps[] = {701, 301, 132, 57, 23, 10, 4, 1};
    bool in_order = true;
    for (size_t i = 0; i < count; i++) {
        ordered[i] = points[i];
        if (i > 0 && points[i].day <= points[i - 1].day)
            in_order = in_order && !comes_before(&points[i], &points[i - 1]);
    }
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps && !in_order; g++) {
        for (size_t i = gaps[g]; i < count; i++) {
            struct point moving = ordered[i];
            size_t at = i;
            for (; at >= gaps[g] && comes_before(&moving, &ordered[at - gaps[g]]); at -= gaps[g])
                ordered[at] = ordered[at - gaps[g]];
            ordered[at] = moving;
        }
    }
}
