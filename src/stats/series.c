/* Series: putting figures in order, and finding the target of a day. */
#include "stats/series.h"

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

bool series_is_ordered(const struct point *points, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (points[i].day <= points[i - 1].day && comes_before(&points[i], &points[i - 1]))
            return false;
    }
    return true;
}

void series_order(const struct point *points, size_t count, struct point *ordered)
{
    /* Gaps of Ciura (2001): no memory is asked for. */
    static const size_t gaps[] = {701, 301, 132, 57, 23, 10, 4, 1};
    for (size_t i = 0; i < count; i++)
        ordered[i] = points[i];
    if (series_is_ordered(points, count))
        return;
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
        for (size_t i = gaps[g]; i < count; i++) {
            struct point moving = ordered[i];
            size_t at = i;
            for (; at >= gaps[g] && comes_before(&moving, &ordered[at - gaps[g]]); at -= gaps[g])
                ordered[at] = ordered[at - gaps[g]];
            ordered[at] = moving;
        }
    }
}
