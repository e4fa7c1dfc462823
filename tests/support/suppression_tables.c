/* Tables for the suppression tests. */
#include "suppression_tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

uint64_t random_bits(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

size_t random_below(uint64_t *state, size_t limit)
{
    return (size_t)(random_bits(state) % limit);
}

double random_fraction(uint64_t *state)
{
    return (double)(random_bits(state) >> 11) / 9007199254740992.0;
}

struct suppression_dimension sample_tree(void *ctx, size_t leaves, size_t groups)
{
    size_t count = 1 + groups + leaves;
    size_t *parent = talloc_array(ctx, size_t, (unsigned)count);
    for (size_t i = 0; i < count; i++)
        parent[i] = i == 0 ? SUPPRESSION_TOP : i <= groups || groups == 0 ? 0 : 1 + (i - 1 - groups) % groups;
    return (struct suppression_dimension){parent, count};
}

struct sample *sample_of(void *ctx, const struct suppression_dimension *dimensions, size_t count)
{
    struct sample *sample = talloc_zero(ctx, struct sample);
    size_t cells = 1;
    for (size_t d = 0; d < count; d++) {
        sample->dimensions[d] = dimensions[d];
        cells *= dimensions[d].count;
    }
    sample->dimension_count = count;
    sample->cells = talloc_zero_array(sample, struct suppression_cell, (unsigned)cells);
    struct suppression_sum *sums;
    double *weights;
    if (suppression_table_sums(sample, sample->dimensions, count, &sums, &sample->problem.sum_count) ||
        suppression_table_weights(sample, sample->dimensions, count, &weights))
        abort();
    for (size_t i = 0; i < cells; i++)
        sample->cells[i].weight = weights[i];
    sample->problem.rule = SUPPRESSION_RULE_DEFAULT;
    sample->problem.cells = sample->cells;
    sample->problem.cell_count = cells;
    sample->problem.sums = sums;
    return sample;
}

void sample_add_up(struct sample *sample)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t s = 0; s < sample->problem.sum_count; s++) {
            const struct suppression_sum *sum = &sample->problem.sums[s];
            int64_t added = 0;
            for (size_t k = 0; k < sum->count; k++)
                added += sample->cells[sum->parts[k]].value;
            again = again || sample->cells[sum->total].value != added;
            sample->cells[sum->total].value = added;
        }
    }
}

bool sample_is_innermost(const struct sample *sample, size_t cell)
{
    for (size_t s = 0; s < sample->problem.sum_count; s++)
        if (sample->problem.sums[s].total == cell)
            return false;
    return true;
}

void sample_fill(struct sample *sample, uint64_t *state, double spread, double zeros)
{
    for (size_t i = 0; i < sample->problem.cell_count; i++)
        if (sample_is_innermost(sample, i))
            sample->cells[i].value =
                random_fraction(state) < zeros ? 0 : (int64_t)(-spread * log(1 - random_fraction(state)));
    sample_add_up(sample);
}

void sample_add_shares(struct sample *sample, uint64_t *state)
{
    size_t width = sample->dimensions[1].count, height = sample->dimensions[0].count;
    size_t column = 1 + random_below(state, width - 1);
    struct suppression_rate *rates = talloc_array(sample, struct suppression_rate, (unsigned)height);
    for (size_t i = 0; i < height; i++)
        rates[i] = (struct suppression_rate){i * width + column, i * width, true};
    sample->problem.rates = rates;
    sample->problem.rate_count = height;
}

static struct suppression_dimension random_tree(void *ctx, uint64_t *state, size_t most)
{
    size_t leaves = 2 + random_below(state, most - 1);
    size_t groups = leaves >= 4 && random_below(state, 3) ? 2 + random_below(state, leaves / 2 - 1) : 0;
    return sample_tree(ctx, leaves, groups);
}

struct sample *sample_random(void *ctx, uint64_t *state, size_t rows_most, size_t columns_most)
{
    struct suppression_dimension rows = random_tree(ctx, state, rows_most);
    struct suppression_dimension columns = random_tree(ctx, state, columns_most);
    struct sample *sample = sample_of(ctx, (struct suppression_dimension[]){rows, columns}, 2);
    double spread = exp(1 + 4 * random_fraction(state)), zeros = 0.4 * random_fraction(state);
    sample_fill(sample, state, spread, zeros);
    if (random_below(state, 4) == 0)
        sample_add_shares(sample, state);
    if (random_below(state, 8) == 0)
        sample->problem.rule.hide_zero = true;
    return sample;
}

struct sample *sample_random_periods(void *ctx, uint64_t *state, size_t rows_most, size_t columns_most, size_t periods)
{
    struct suppression_dimension dimensions[] = {random_tree(ctx, state, rows_most),
                                                 random_tree(ctx, state, columns_most), sample_tree(ctx, periods, 0)};
    struct sample *sample = sample_of(ctx, dimensions, 3);
    double spread = exp(1 + 3 * random_fraction(state)), zeros = 0.4 * random_fraction(state);
    sample_fill(sample, state, spread, zeros);
    return sample;
}

/* ---- real tables ---- */

/* What a file holds: names with their groups, and the counts. */
struct reading {
    char *row_group[100], *column_group[100]; /* "" where there is none */
    size_t rows, columns;
    int64_t values[100 * 100];
};

static char *next_field(char **at)
{
    char *field = strsep(at, ",\n");
    if (!field)
        abort(); /* a fault of the test's own data */
    return field;
}

static struct reading *read_table(void *ctx, const char *name)
{
    struct reading *reading = talloc_zero(ctx, struct reading);
    char *path = talloc_asprintf(reading, "tests/stats/data/%s", name);
    FILE *file = fopen(path, "r");
    if (!file) {
        fprintf(stderr, "%s is not there\n", path);
        abort();
    }
    for (char line[2000]; fgets(line, sizeof line, file);) {
        char *at = line;
        next_field(&at);
        char *group = next_field(&at);
        if (reading->columns == 0) {
            for (char *title; at && *(title = next_field(&at));)
                reading->column_group[reading->columns++] =
                    talloc_strndup(reading, title, strchr(title, '/') ? strcspn(title, "/") : 0);
            continue;
        }
        reading->row_group[reading->rows] = talloc_strdup(reading, group);
        for (size_t j = 0; j < reading->columns; j++)
            reading->values[reading->rows * reading->columns + j] = strtoll(next_field(&at), NULL, 10);
        reading->rows++;
    }
    fclose(file);
    return reading;
}

/* The tree over items with these groups: the top, the groups in the order of their first item, the items. */
static struct suppression_dimension grouped_tree(void *ctx, char *const *group, size_t count)
{
    size_t *first = talloc_array(ctx, size_t, (unsigned)count), groups = 0;
    size_t *of = talloc_array(first, size_t, (unsigned)count);
    for (size_t i = 0; i < count; i++) {
        for (of[i] = 0; of[i] < groups && strcmp(group[first[of[i]]], group[i]) != 0; of[i]++)
            ;
        if (of[i] == groups && *group[i])
            first[groups++] = i;
    }
    struct suppression_dimension tree = sample_tree(ctx, count, groups);
    size_t *parent = talloc_array(ctx, size_t, (unsigned)tree.count);
    for (size_t i = 0; i < tree.count; i++)
        parent[i] = i == 0 ? SUPPRESSION_TOP : i <= groups || groups == 0 ? 0 : 1 + of[i - 1 - groups];
    talloc_free(first);
    return (struct suppression_dimension){parent, tree.count};
}

struct sample *sample_read(void *ctx, const char *name)
{
    struct reading *reading = read_table(ctx, name);
    struct suppression_dimension dimensions[] = {grouped_tree(ctx, reading->row_group, reading->rows),
                                                 grouped_tree(ctx, reading->column_group, reading->columns)};
    struct sample *sample = sample_of(ctx, dimensions, 2);
    size_t width = dimensions[1].count, above = dimensions[0].count - reading->rows, before = width - reading->columns;
    for (size_t i = 0; i < reading->rows; i++)
        for (size_t j = 0; j < reading->columns; j++)
            sample->cells[(above + i) * width + before + j].value = reading->values[i * reading->columns + j];
    sample_add_up(sample);
    return sample;
}

bool *sample_hidden(void *ctx, const struct sample *sample, const struct suppression_result *result)
{
    bool *hidden = talloc_array(ctx, bool, (unsigned)sample->problem.cell_count);
    for (size_t i = 0; i < sample->problem.cell_count; i++)
        hidden[i] = result->status[i] != SUPPRESSION_SHOWN;
    return hidden;
}
