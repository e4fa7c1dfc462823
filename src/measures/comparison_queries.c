/* Whom a measure is compared with: the choice that stands in the address, and the series it asks for. */
#include "measures/comparison_queries.h"

#include <string.h>
#include <talloc.h>

/* Counts of a region or of England would flatten an area's own line. */
static bool is_count(const struct measure *measure)
{
    return strcmp(measure->unit, "count") == 0 || strcmp(measure->unit, "pounds") == 0;
}

static struct error *add(struct comparison *comparison, const struct observation_series *series, enum chart_line_style style)
{
    if (series->count == 0 || comparison->count == COMPARISONS_MOST)
        return NULL;
    comparison->series[comparison->count] = *series;
    comparison->styles[comparison->count++] = style;
    return NULL;
}

static struct error *add_area(void *ctx, const struct reader *reader, const struct measure *measure, int64_t area,
                              enum chart_line_style style, struct comparison *comparison)
{
    struct observation_series series;
    TRY(measure_series(ctx, reader, measure, area, &series));
    return add(comparison, &series, style);
}

struct error *comparison_read(void *ctx, const struct reader *reader, const struct measure *measure, const struct area *area,
                              const char *choice, struct comparison *comparison)
{
    *comparison = (struct comparison){.choice = choice ? choice : is_count(measure) ? COMPARE_NONE : COMPARE_USUAL};
    if (strcmp(comparison->choice, COMPARE_NONE) == 0)
        return NULL;
    if (strcmp(comparison->choice, COMPARE_USUAL) != 0) {
        struct area other;
        TRY(area_find(ctx, reader, comparison->choice, &other));
        return add_area(ctx, reader, measure, other.id, CHART_LINE_OTHER, comparison);
    }
    struct observation_series median;
    TRY(measure_neighbours_median(ctx, reader, measure, area->id, &median));
    TRY(add(comparison, &median, CHART_LINE_NEIGHBOURS));
    struct area region;
    if (area->parent == 0)
        return NULL;
    TRY(area_find_id(ctx, reader, area->parent, &region));
    TRY(add_area(ctx, reader, measure, region.id, CHART_LINE_REGION, comparison));
    if (region.parent != 0)
        TRY(add_area(ctx, reader, measure, region.parent, CHART_LINE_COUNTRY, comparison));
    return NULL;
}

struct error *comparison_choices(void *ctx, const struct reader *reader, const struct measure *measure, const struct area *area,
                                 struct area **areas, size_t *count)
{
    struct store_rows *rows;
    LIST_OF(struct area) list = {0};
    TRY(record_query(ctx, reader,
                     "SELECT DISTINCT a.id, a.code, a.title FROM {area} AS a JOIN {observation} AS o ON o.area = a.id "
                     "WHERE o.measure = $1 AND a.id <> $2 ORDER BY a.title, a.id",
                     (struct store_value[]){store_integer(measure->id), store_integer(area->id)}, 2, &rows));
    for (;;) {
        bool more;
        struct area found = {0};
        TRY(store_next(rows, &more));
        if (!more)
            break;
        found.id = store_get_integer(rows, 0);
        TRY_MEMORY(found.code = talloc_strdup(ctx, store_get_text(rows, 1)));
        TRY_MEMORY(found.title = talloc_strdup(ctx, store_get_text(rows, 2)));
        TRY(LIST_ADD(ctx, &list, found));
    }
    *areas = list.at;
    *count = list.count;
    return NULL;
}
