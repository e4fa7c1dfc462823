/* Suppression under attack: random tables with two-level hierarchies and real ones, nothing hidden can be worked out;
 * what else is promised of rates, remainders, zeros and earlier releases; and how much more is hidden than need be. */
#include "stats/suppression.h"

#include "../support/attacker.h"

#include <check.h>
#include <math.h>
#include <stdint.h>
#include <talloc.h>

static void *ctx;

static void open_context(void)
{
    ctx = talloc_new(NULL);
}

static void close_context(void)
{
    talloc_free(ctx);
}

static size_t setting(const char *name, size_t otherwise)
{
    const char *text = getenv(name);
    return text ? (size_t)strtoull(text, NULL, 10) : otherwise;
}

/* splitmix64 (Steele, Lea and Flood 2014) */
static uint64_t random_bits(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t below(uint64_t *state, size_t limit)
{
    return (size_t)(random_bits(state) % limit);
}

static double fraction(uint64_t *state)
{
    return (double)(random_bits(state) >> 11) / 9007199254740992.0;
}

/* ---- tables ---- */

struct sample {
    struct suppression_problem problem;
    struct suppression_cell *cells;
    struct suppression_dimension dimensions[2];
};

/* A tree: item 0 the total, then `groups` groups (none when 0), then the leaves. */
static struct suppression_dimension tree(void *owner, size_t leaves, size_t groups)
{
    size_t count = 1 + groups + leaves;
    size_t *parent = talloc_array(owner, size_t, (unsigned)count);
    for (size_t i = 0; i < count; i++)
        parent[i] = i == 0 ? SUPPRESSION_TOP : i <= groups || groups == 0 ? 0 : 1 + (i - 1 - groups) % groups;
    return (struct suppression_dimension){parent, count};
}

static bool is_leaf(const struct suppression_dimension *dimension, size_t item)
{
    for (size_t i = 0; i < dimension->count; i++)
        if (dimension->parent[i] == item)
            return false;
    return true;
}

/* Adds the leaves up into every total. */
static void add_up(struct sample *sample)
{
    const struct suppression_dimension *rows = &sample->dimensions[0], *columns = &sample->dimensions[1];
    for (size_t i = 0; i < rows->count; i++)
        for (size_t j = 0; j < columns->count; j++) {
            if (!is_leaf(rows, i) || !is_leaf(columns, j))
                continue;
            int64_t value = sample->cells[i * columns->count + j].value;
            for (size_t r = i; r != SUPPRESSION_TOP; r = rows->parent[r])
                for (size_t c = j; c != SUPPRESSION_TOP; c = columns->parent[c])
                    if (r != i || c != j)
                        sample->cells[r * columns->count + c].value += value;
        }
}

static struct sample *sample_of(struct suppression_dimension rows, struct suppression_dimension columns)
{
    struct sample *sample = talloc_zero(ctx, struct sample);
    size_t count = rows.count * columns.count;
    sample->dimensions[0] = rows;
    sample->dimensions[1] = columns;
    sample->cells = talloc_zero_array(sample, struct suppression_cell, (unsigned)count);
    struct suppression_sum *sums;
    double *weights;
    ck_assert_ptr_null(suppression_table_sums(sample, sample->dimensions, 2, &sums, &sample->problem.sum_count));
    ck_assert_ptr_null(suppression_table_weights(sample, sample->dimensions, 2, &weights));
    for (size_t i = 0; i < count; i++)
        sample->cells[i].weight = weights[i];
    sample->problem.rule = SUPPRESSION_RULE_DEFAULT;
    sample->problem.cells = sample->cells;
    sample->problem.cell_count = count;
    sample->problem.sums = sums;
    return sample;
}

/* Some columns' leaves as shares of their row's total. */
static void add_shares(struct sample *sample, uint64_t *state)
{
    size_t width = sample->dimensions[1].count, height = sample->dimensions[0].count;
    size_t column = 1 + below(state, width - 1);
    struct suppression_rate *rates = talloc_array(sample, struct suppression_rate, (unsigned)height);
    for (size_t i = 0; i < height; i++)
        rates[i] = (struct suppression_rate){i * width + column, i * width, true};
    sample->problem.rates = rates;
    sample->problem.rate_count = height;
}

static struct sample *random_sample(uint64_t *state, size_t rows_most, size_t columns_most)
{
    size_t rows = 2 + below(state, rows_most - 1), columns = 2 + below(state, columns_most - 1);
    size_t row_groups = rows >= 4 && below(state, 3) ? 2 + below(state, rows / 2 - 1) : 0;
    size_t column_groups = columns >= 4 && below(state, 3) ? 2 + below(state, columns / 2 - 1) : 0;
    struct sample *sample = sample_of(tree(ctx, rows, row_groups), tree(ctx, columns, column_groups));
    double spread = exp(1 + 4 * fraction(state)), zeros = 0.4 * fraction(state);
    for (size_t i = 0; i < sample->dimensions[0].count; i++)
        for (size_t j = 0; j < sample->dimensions[1].count; j++)
            if (is_leaf(&sample->dimensions[0], i) && is_leaf(&sample->dimensions[1], j))
                sample->cells[i * sample->dimensions[1].count + j].value =
                    fraction(state) < zeros ? 0 : (int64_t)(-spread * log(1 - fraction(state)));
    add_up(sample);
    if (below(state, 4) == 0)
        add_shares(sample, state);
    if (below(state, 8) == 0)
        sample->problem.rule.hide_zero = true;
    return sample;
}

/* ---- attacks ---- */

static bool *hidden_of(const struct sample *sample, const struct suppression_result *result)
{
    bool *hidden = talloc_array(ctx, bool, (unsigned)sample->problem.cell_count);
    for (size_t i = 0; i < sample->problem.cell_count; i++)
        hidden[i] = result->status[i] != SUPPRESSION_SHOWN;
    return hidden;
}

/* Decides, then lets the attacker try: with whole numbers where the proofs are not whole. */
static struct suppression_result attacked(const struct sample *sample, const char *name, size_t number)
{
    struct suppression_result result;
    ck_assert_ptr_null(suppression_decide(ctx, &sample->problem, &result));
    const bool *hidden = hidden_of(sample, &result);
    size_t cell;
    enum attack_means means = result.fractional > 0 ? ATTACK_WHOLE : ATTACK_LINEAR;
    bool safe = attack_fails(&sample->problem, attack_release(ctx, &sample->problem, hidden, means), hidden,
                             result.exposed, &cell);
    ck_assert_msg(safe, "%s %zu: figure %zu can be worked out", name, number, cell);
    for (size_t i = 0; i < sample->problem.cell_count; i++) {
        int64_t value = sample->cells[i].value;
        bool small = value <= sample->problem.rule.high && (value >= 1 || sample->problem.rule.hide_zero);
        ck_assert_int_eq(result.status[i] == SUPPRESSION_SMALL, small);
        ck_assert(value > 0 || sample->problem.rule.hide_zero || sample->cells[i].before == SUPPRESSION_WITHHELD ||
                  !hidden[i]);
    }
    return result;
}

START_TEST(random_tables_withstand_the_attack)
{
    size_t tables = setting("ATTACK_TABLES", 200), small = 0, other = 0, figures = 0, fractional = 0;
    uint64_t state = setting("ATTACK_SEED", 20261123);
    for (size_t t = 0; t < tables; t++) {
        struct sample *sample = random_sample(&state, 30, 12);
        struct suppression_result result = attacked(sample, "table", t);
        ck_assert_uint_eq(result.exposed_count, 0);
        small += result.small, other += result.other, fractional += result.fractional > 0;
        figures += sample->problem.cell_count;
        close_context();
        open_context();
    }
    printf("%zu random tables, %zu figures: %zu small, %zu others hidden; %zu tables with a fractional proof\n", tables,
           figures, small, other, fractional);
}
END_TEST

/* True when the figure can be worked out even with everything hidden that no earlier release shows. */
static bool nothing_helps(const struct sample *sample, size_t figure)
{
    bool *hidden = talloc_zero_array(ctx, bool, (unsigned)sample->problem.cell_count);
    for (size_t i = 0; i < sample->problem.cell_count; i++)
        hidden[i] = sample->cells[i].before != SUPPRESSION_PUBLISHED &&
                    (sample->cells[i].value > 0 || sample->problem.rule.hide_zero);
    struct attack *attack = attack_release(ctx, &sample->problem, hidden, ATTACK_LINEAR);
    double least = sample->problem.rule.hide_zero ? 0 : 1, most = (double)sample->problem.rule.high;
    double values = floor(attack->near_high[figure] + 1e-5) - ceil(attack->near_low[figure] - 1e-5) + 1;
    return attack->low[figure] > least + 1e-5 || attack->high[figure] < most - 1e-5 || values < most - least + 1;
}

/* Earlier releases show some figures already. Whatever is not reported as exposed must withstand the attack. */
START_TEST(earlier_releases_are_counted_in)
{
    size_t tables = setting("ATTACK_TABLES", 200) / 4, exposed = 0;
    uint64_t state = setting("ATTACK_SEED", 20261123) + 1;
    for (size_t t = 0; t < tables; t++) {
        struct sample *sample = random_sample(&state, 20, 8);
        sample->problem.rate_count = 0;
        for (size_t i = 0; i < sample->problem.cell_count; i++)
            if (sample->cells[i].value > 5 && below(&state, 6) == 0)
                sample->cells[i].before = SUPPRESSION_PUBLISHED;
        struct suppression_result result;
        ck_assert_ptr_null(suppression_decide(ctx, &sample->problem, &result));
        bool *hidden = hidden_of(sample, &result);
        struct attack *attack = attack_release(ctx, &sample->problem, hidden, ATTACK_LINEAR);
        for (size_t i = 0; i < sample->problem.cell_count; i++) {
            if (sample->cells[i].before == SUPPRESSION_PUBLISHED)
                ck_assert_int_eq(result.status[i], SUPPRESSION_SHOWN);
            if (result.exposed[i])
                ck_assert_msg(nothing_helps(sample, i), "table %zu, figure %zu is not exposed", t, i);
            if (result.status[i] == SUPPRESSION_SMALL && !result.exposed[i])
                ck_assert_msg(attack->low[i] < 1 + 1e-5 && attack->high[i] > 5 - 1e-5, "table %zu, figure %zu", t, i);
        }
        exposed += result.exposed_count;
        close_context();
        open_context();
    }
    printf("%zu tables after earlier releases: %zu small counts exposed by what was published\n", tables, exposed);
}
END_TEST

/* ---- how much more than need be ---- */

/* True when hiding exactly these figures withstands the attack. */
static bool suffices(const struct sample *sample, const bool *hidden)
{
    void *scratch = talloc_new(ctx);
    size_t cell;
    bool safe = attack_fails(&sample->problem, attack_release(scratch, &sample->problem, hidden, ATTACK_LINEAR),
                             hidden, NULL, &cell);
    talloc_free(scratch);
    return safe;
}

/* Tries every choice of `more` further figures from candidate `from` on. */
static bool can_do_with(const struct sample *sample, bool *hidden, size_t from, size_t more)
{
    if (more == 0)
        return suffices(sample, hidden);
    for (size_t i = from; i < sample->problem.cell_count; i++) {
        if (hidden[i] || sample->cells[i].value == 0)
            continue;
        hidden[i] = true;
        bool enough = can_do_with(sample, hidden, i + 1, more - 1);
        hidden[i] = false;
        if (enough)
            return true;
    }
    return false;
}

START_TEST(little_more_is_hidden_than_need_be)
{
    size_t tables = setting("ATTACK_SMALL_TABLES", 12), hidden_others = 0, needed_others = 0, exact = 0, done = 0;
    uint64_t state = 4711;
    while (done < tables) {
        struct sample *sample = random_sample(&state, 4, 3);
        sample->problem.rate_count = 0;
        sample->problem.rule.hide_zero = false;
        for (size_t i = 0; i < sample->problem.cell_count; i++)
            sample->cells[i].weight = 1;
        struct suppression_result result = attacked(sample, "small table", done);
        if (result.other > 0 && result.other <= 5) {
            bool *hidden = talloc_zero_array(ctx, bool, (unsigned)sample->problem.cell_count);
            for (size_t i = 0; i < sample->problem.cell_count; i++)
                hidden[i] = result.status[i] == SUPPRESSION_SMALL;
            size_t needed = 0;
            while (needed < result.other && !can_do_with(sample, hidden, 0, needed))
                needed++;
            hidden_others += result.other, needed_others += needed, exact += needed == result.other;
            done++;
        }
        close_context();
        open_context();
    }
    printf("%zu small tables: %zu others hidden, the least possible is %zu; %zu tables exactly at the least\n", done,
           hidden_others, needed_others, exact);
    ck_assert_uint_le(hidden_others * 100, needed_others * 140);
}
END_TEST

/* ---- real tables ---- */

/* Reads a table of tests/stats/data: area, parent, then counts. Parents are the groups; the top is their sum. */
static struct sample *read_sample(const char *name)
{
    char *path = talloc_asprintf(ctx, "tests/stats/data/%s", name), line[1000];
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    size_t columns = 0, rows = 0, groups = 0;
    for (const char *c = line; *c; c++)
        columns += *c == ',';
    columns -= 1;
    char *group_names[8];
    size_t *group_of = talloc_array(ctx, size_t, 100);
    int64_t *values = talloc_zero_array(ctx, int64_t, 2000);
    while (fgets(line, sizeof line, file)) {
        char *at = strchr(line, ',') + 1, *end = strchr(at, ',');
        char *group = talloc_strndup(ctx, at, (size_t)(end - at));
        size_t g = 0;
        while (g < groups && strcmp(group_names[g], group) != 0)
            g++;
        if (g == groups)
            group_names[groups++] = group;
        group_of[rows] = g;
        for (size_t j = 0; j < columns; j++)
            values[rows * columns + j] = strtoll(end + 1, &end, 10);
        rows++;
    }
    fclose(file);
    size_t *parent = talloc_array(ctx, size_t, (unsigned)(1 + groups + rows));
    for (size_t i = 0; i < 1 + groups + rows; i++)
        parent[i] = i == 0 ? SUPPRESSION_TOP : i <= groups ? 0 : 1 + group_of[i - 1 - groups];
    struct sample *sample =
        sample_of((struct suppression_dimension){parent, 1 + groups + rows}, tree(ctx, columns, 0));
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            sample->cells[(1 + groups + i) * (columns + 1) + 1 + j].value = values[i * columns + j];
    add_up(sample);
    return sample;
}

START_TEST(real_tables_withstand_the_attack)
{
    const char *names[] = {"london_plans_2024.csv", "south_west_closures_2024.csv"};
    for (size_t n = 0; n < 2; n++) {
        struct sample *sample = read_sample(names[n]);
        struct suppression_result result = attacked(sample, names[n], 0);
        ck_assert_uint_eq(result.exposed_count, 0);
        ck_assert_uint_gt(result.small, 10);
        ck_assert_uint_lt(result.other, 3 * result.small);
        printf("%s: %zu figures, %zu small, %zu others hidden\n", names[n], sample->problem.cell_count, result.small,
               result.other);
        add_shares(sample, &(uint64_t){n});
        attacked(sample, names[n], 1);
    }
}
END_TEST

/* ---- single promises ---- */

static struct suppression_result decide(struct suppression_problem problem)
{
    struct suppression_result result;
    ck_assert_ptr_null(suppression_decide(ctx, &problem, &result));
    return result;
}

START_TEST(one_small_count_takes_a_rectangle)
{
    /*           total  A   B
     *   total     90   43  47
     *   x         33    3  30
     *   y         57   40  17    */
    struct suppression_cell cells[] = {{.value = 90}, {.value = 43}, {.value = 47}, {.value = 33}, {.value = 3},
                                       {.value = 30}, {.value = 57}, {.value = 40}, {.value = 17}};
    size_t parent[] = {SUPPRESSION_TOP, 0, 0};
    struct suppression_dimension dimensions[] = {{parent, 3}, {parent, 3}};
    struct suppression_problem problem = {.rule = SUPPRESSION_RULE_DEFAULT, .cells = cells, .cell_count = 9};
    struct suppression_sum *sums;
    double *weights;
    ck_assert_ptr_null(suppression_table_sums(ctx, dimensions, 2, &sums, &problem.sum_count));
    ck_assert_ptr_null(suppression_table_weights(ctx, dimensions, 2, &weights));
    ck_assert_uint_eq(problem.sum_count, 6);
    for (size_t i = 0; i < 9; i++)
        cells[i].weight = weights[i];
    problem.sums = sums;
    struct suppression_result result = decide(problem);
    const bool wanted[] = {0, 0, 0, 0, 1, 1, 0, 1, 1};
    for (size_t i = 0; i < 9; i++)
        ck_assert_int_eq(result.status[i] != SUPPRESSION_SHOWN, wanted[i]);
    ck_assert_int_eq(result.status[4], SUPPRESSION_SMALL);
    ck_assert_int_eq(result.status[5], SUPPRESSION_OTHER);
}
END_TEST

START_TEST(zero_is_shown_unless_the_rule_hides_it)
{
    struct suppression_cell cells[] = {{.value = 0}, {.value = 1}, {.value = 5}, {.value = 6}};
    struct suppression_problem problem = {.rule = SUPPRESSION_RULE_DEFAULT, .cells = cells, .cell_count = 4};
    struct suppression_result result = decide(problem);
    ck_assert_int_eq(result.status[0], SUPPRESSION_SHOWN);
    ck_assert_int_eq(result.status[1], SUPPRESSION_SMALL);
    ck_assert_int_eq(result.status[2], SUPPRESSION_SMALL);
    ck_assert_int_eq(result.status[3], SUPPRESSION_SHOWN);
    problem.rule = (struct suppression_rule){.high = 6, .hide_zero = true};
    result = decide(problem);
    ck_assert_uint_eq(result.small, 4);
}
END_TEST

START_TEST(a_share_hides_its_remainder_too)
{
    /* 97 of 100 seen: the 3 not seen are children too. The denominator may be hidden instead of the numerator. */
    struct suppression_cell cells[] = {{.value = 100}, {.value = 97}};
    struct suppression_rate rates[] = {{1, 0, true}};
    struct suppression_problem problem = {.rule = SUPPRESSION_RULE_DEFAULT, .cells = cells, .cell_count = 2,
                                          .rates = rates, .rate_count = 1};
    struct suppression_result result = decide(problem);
    ck_assert(result.rate_hidden[0]);
    ck_assert_uint_ge(result.other, 1);
    ck_assert_uint_eq(result.exposed_count, 0);

    cells[0].before = cells[1].before = SUPPRESSION_PUBLISHED;
    result = decide(problem);
    ck_assert(result.rate_hidden[0]);
    ck_assert_uint_eq(result.exposed_count, 1);

    cells[0].before = cells[1].before = SUPPRESSION_NEW;
    cells[1].value = 90;
    result = decide(problem);
    ck_assert(!result.rate_hidden[0]);
    ck_assert_uint_eq(result.other, 0);

    cells[1].value = 4;
    result = decide(problem);
    ck_assert(result.rate_hidden[0]);
}
END_TEST

START_TEST(the_last_quarter_is_not_given_away_by_the_year)
{
    /* year = Q1 + Q2 + Q3 + Q4; the year is new, three quarters are out already */
    struct suppression_cell cells[] = {{.value = 50}, {.value = 20}, {.value = 15}, {.value = 12}, {.value = 3}};
    size_t quarters[] = {1, 2, 3, 4};
    struct suppression_sum sum = {0, quarters, 4};
    struct suppression_problem problem = {.rule = SUPPRESSION_RULE_DEFAULT, .cells = cells, .cell_count = 5,
                                          .sums = &sum, .sum_count = 1};
    for (size_t i = 1; i <= 3; i++)
        cells[i].before = SUPPRESSION_PUBLISHED;
    struct suppression_result result = decide(problem);
    ck_assert_int_eq(result.status[0], SUPPRESSION_OTHER);
    ck_assert_int_eq(result.status[4], SUPPRESSION_SMALL);
    ck_assert_uint_eq(result.exposed_count, 0);

    cells[0].before = SUPPRESSION_PUBLISHED; /* now nothing helps, and that is said */
    result = decide(problem);
    ck_assert_uint_eq(result.exposed_count, 1);
    ck_assert(result.exposed[4]);

    cells[0].before = SUPPRESSION_NEW;
    cells[1].before = SUPPRESSION_WITHHELD; /* what was hidden stays hidden, and then need not cost the year */
    result = decide(problem);
    ck_assert_int_eq(result.status[1], SUPPRESSION_OTHER);
    ck_assert_int_eq(result.status[0], SUPPRESSION_SHOWN);
}
END_TEST

START_TEST(what_makes_no_sense_is_refused)
{
    struct suppression_cell cells[] = {{.value = 10}, {.value = 4}, {.value = 5}};
    size_t parts[] = {1, 2};
    struct suppression_sum sum = {0, parts, 2};
    struct suppression_problem problem = {.rule = SUPPRESSION_RULE_DEFAULT, .cells = cells, .cell_count = 3,
                                          .sums = &sum, .sum_count = 1};
    struct suppression_result result;
    struct error *error = suppression_decide(ctx, &problem, &result);
    ck_assert_int_eq(error->kind, ERROR_INVALID);
    ck_assert_str_eq(error->message, "Sum 1 does not add up: its parts make 9, its total is 10.");
    cells[0].value = -1;
    ck_assert_int_eq(suppression_decide(ctx, &problem, &result)->kind, ERROR_INVALID);
    cells[0].value = 9;
    parts[1] = 7;
    ck_assert_int_eq(suppression_decide(ctx, &problem, &result)->kind, ERROR_INVALID);

    size_t circle[] = {1, 0};
    struct suppression_dimension dimension = {circle, 2};
    struct suppression_sum *sums;
    size_t count;
    ck_assert_int_eq(suppression_table_sums(ctx, &dimension, 1, &sums, &count)->kind, ERROR_INVALID);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("suppression");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_set_timeout(cases, 0);
    tcase_add_test(cases, one_small_count_takes_a_rectangle);
    tcase_add_test(cases, zero_is_shown_unless_the_rule_hides_it);
    tcase_add_test(cases, a_share_hides_its_remainder_too);
    tcase_add_test(cases, the_last_quarter_is_not_given_away_by_the_year);
    tcase_add_test(cases, what_makes_no_sense_is_refused);
    tcase_add_test(cases, real_tables_withstand_the_attack);
    tcase_add_test(cases, little_more_is_hidden_than_need_be);
    tcase_add_test(cases, earlier_releases_are_counted_in);
    tcase_add_test(cases, random_tables_withstand_the_attack);
    Suite *suite = suite_create("suppression");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
