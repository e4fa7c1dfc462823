/* The sums and weights of a table whose dimensions are trees: rows, columns, parent areas, periods. */
#include "stats/suppression.h"

#include "base/list.h"

#include <talloc.h>

struct sum_list {
    struct suppression_sum *at;
    size_t count, room;
};

static struct error *refuse_broken_tree(void *ctx, const struct suppression_dimension *dimension)
{
    for (size_t item = 0; item < dimension->count; item++) {
        size_t steps = 0;
        for (size_t up = item; up != SUPPRESSION_TOP; up = dimension->parent[up]) {
            if (up >= dimension->count)
                return ERROR_NEW(ctx, ERROR_INVALID, "Item %zu of a dimension belongs to item %zu, which is not there.",
                                 item + 1, up + 1);
            if (steps++ > dimension->count)
                return ERROR_NEW(ctx, ERROR_INVALID, "Item %zu of a dimension belongs to itself.", item + 1);
        }
    }
    return NULL;
}

static size_t cells_of(const struct suppression_dimension *dimensions, size_t count)
{
    size_t cells = 1;
    for (size_t d = 0; d < count; d++)
        cells *= dimensions[d].count;
    return cells;
}

/* Adds "item = sum of its children" along one dimension, at every place of the other dimensions. `outer` and `inner`
 * are how many cells the dimensions before and after it make. */
static struct error *add_sums(void *ctx, const struct suppression_dimension *dimension, size_t outer, size_t inner,
                              size_t item, struct sum_list *list)
{
    size_t children = 0;
    for (size_t i = 0; i < dimension->count; i++)
        children += dimension->parent[i] == item;
    if (children == 0)
        return NULL;
    for (size_t o = 0; o < outer; o++)
        for (size_t n = 0; n < inner; n++) {
            size_t *parts = talloc_array(ctx, size_t, (unsigned)children), k = 0;
            TRY_MEMORY(parts);
            for (size_t i = 0; i < dimension->count; i++)
                if (dimension->parent[i] == item)
                    parts[k++] = (o * dimension->count + i) * inner + n;
            struct suppression_sum sum = {(o * dimension->count + item) * inner + n, parts, children};
            TRY(LIST_ADD(ctx, list, sum));
        }
    return NULL;
}

static struct error *refuse_too_large(void *ctx, const struct suppression_dimension *dimensions, size_t count)
{
    if (count == 0 || count > SUPPRESSION_DIMENSIONS_MOST)
        return ERROR_NEW(ctx, ERROR_INVALID, "A table has 1 to %d dimensions, not %zu.", SUPPRESSION_DIMENSIONS_MOST,
                         count);
    size_t cells = 1;
    for (size_t d = 0; d < count; d++) {
        if (dimensions[d].count == 0 || dimensions[d].count > SUPPRESSION_CELLS_MOST / cells)
            return ERROR_NEW(ctx, ERROR_INVALID, "A table has 1 to %d cells.", SUPPRESSION_CELLS_MOST);
        cells *= dimensions[d].count;
        TRY(refuse_broken_tree(ctx, &dimensions[d]));
    }
    return NULL;
}

struct error *suppression_table_sums(void *ctx, const struct suppression_dimension *dimensions, size_t count,
                                     struct suppression_sum **sums, size_t *sum_count)
{
    TRY(refuse_too_large(ctx, dimensions, count));
    struct sum_list list = {0};
    size_t outer = 1, cells = cells_of(dimensions, count);
    for (size_t d = 0; d < count; d++) {
        size_t inner = cells / outer / dimensions[d].count;
        for (size_t item = 0; item < dimensions[d].count; item++)
            TRY(add_sums(ctx, &dimensions[d], outer, inner, item, &list));
        outer *= dimensions[d].count;
    }
    *sums = list.at;
    *sum_count = list.count;
    return NULL;
}

/* How many levels lie under each item: 0 under one without children. */
static struct error *heights_of(void *ctx, const struct suppression_dimension *dimension, size_t **heights)
{
    *heights = talloc_zero_array(ctx, size_t, (unsigned)dimension->count);
    TRY_MEMORY(*heights);
    for (size_t item = 0; item < dimension->count; item++) {
        size_t steps = 0;
        for (size_t up = item; up != SUPPRESSION_TOP; up = dimension->parent[up], steps++)
            if ((*heights)[up] < steps)
                (*heights)[up] = steps;
    }
    return NULL;
}

struct error *suppression_table_weights(void *ctx, const struct suppression_dimension *dimensions, size_t count,
                                        double **weights)
{
    TRY(refuse_too_large(ctx, dimensions, count));
    size_t cells = cells_of(dimensions, count), outer = 1;
    *weights = talloc_array(ctx, double, (unsigned)cells);
    TRY_MEMORY(*weights);
    for (size_t cell = 0; cell < cells; cell++)
        (*weights)[cell] = 1;
    for (size_t d = 0; d < count; d++) {
        size_t inner = cells / outer / dimensions[d].count, *heights;
        TRY(heights_of(*weights, &dimensions[d], &heights));
        for (size_t item = 0; item < dimensions[d].count; item++) {
            double more = 2 * (double)heights[item];
            for (size_t o = 0; o < outer; o++)
                for (size_t n = 0; n < inner; n++)
                    (*weights)[(o * dimensions[d].count + item) * inner + n] += more;
        }
        outer *= dimensions[d].count;
    }
    return NULL;
}
