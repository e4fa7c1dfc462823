/* Suppression under attack: nothing hidden can be worked out from random tables with two-level hierarchies, with periods
 * and after earlier releases, nor from real ones; and how much more is hidden than need be. `make attack` is the long
 * form. ATTACK_SEED chooses other tables. */
#include "stats/suppression.h"

#include "../support/attacker.h"
#include "../support/attacker_optimum.h"
#include "../support/attacker_pattern.h"
#include "../support/suppression_tables.h"

#include <check.h>
#include <math.h>
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

static void next_table(void)
{
    close_context();
    open_context();
}

static size_t setting(const char *name, size_t otherwise)
{
    const char *text = getenv(name);
    return text ? (size_t)strtoull(text, NULL, 10) : otherwise;
}

static uint64_t seed(uint64_t number)
{
    return setting("ATTACK_SEED", 20261123) + number;
}

static double seconds_since(clock_t start)
{
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static bool is_small(const struct sample *sample, size_t cell)
{
    int64_t value = sample->cells[cell].value;
    return value <= sample->problem.rule.high && (value >= 1 || sample->problem.rule.hide_zero);
}

/* Lets the attacker try: with whole numbers where the proofs are not whole. */
static struct attack *withstands(const struct sample *sample, const struct suppression_result *result,
                                 const char *name, size_t number)
{
    const bool *hidden = sample_hidden(ctx, sample, result);
    size_t cell;
    struct attack *attack = attack_release(ctx, &sample->problem, hidden,
                                           result->fractional > 0 ? ATTACK_WHOLE : ATTACK_LINEAR);
    ck_assert_msg(attack_fails(&sample->problem, attack, hidden, result->exposed, &cell),
                  "%s %zu: figure %zu can be worked out", name, number, cell);
    for (size_t i = 0; i < sample->problem.cell_count; i++) {
        ck_assert_int_eq(result->status[i] == SUPPRESSION_SMALL, is_small(sample, i));
        ck_assert(sample->cells[i].value > 0 || sample->problem.rule.hide_zero ||
                  sample->cells[i].before == SUPPRESSION_WITHHELD || !hidden[i]);
    }
    return attack;
}

/* And an attacker who reckons value by value. */
static void leaves_no_gap(const struct sample *sample, const struct suppression_result *result,
                          const struct attack *attack, const char *name, size_t number)
{
    size_t cell;
    ck_assert_msg(!attack_finds_gap(&sample->problem, attack, sample_hidden(ctx, sample, result), result->exposed, &cell),
                  "%s %zu: figure %zu cannot have every whole value", name, number, cell);
}

/* The attack on the table with everything hidden that no earlier release shows. */
static struct attack *attack_all_hidden(const struct sample *sample)
{
    bool *hidden = talloc_zero_array(ctx, bool, (unsigned)sample->problem.cell_count);
    for (size_t i = 0; i < sample->problem.cell_count; i++)
        hidden[i] = sample->cells[i].before != SUPPRESSION_PUBLISHED &&
                    (sample->cells[i].value > 0 || sample->problem.rule.hide_zero);
    return attack_release(ctx, &sample->problem, hidden, ATTACK_LINEAR);
}

/* Where a small count cannot be the lowest of the rule's range to who knows that zeros are shown, hiding everything would
 * not change that. Returns how many such counts there are. */
static size_t weak_could_not_be_helped(const struct sample *sample, const struct suppression_result *result,
                                       const struct attack *attack, const char *name, size_t number)
{
    double least = sample->problem.rule.hide_zero ? 0 : 1;
    size_t weak = 0;
    const struct attack *all = NULL;
    for (size_t i = 0; i < sample->problem.cell_count; i++) {
        if (result->status[i] != SUPPRESSION_SMALL || result->exposed[i] || attack->near_low[i] <= least + 1e-5)
            continue;
        all = all ? all : attack_all_hidden(sample);
        ck_assert_msg(all->near_low[i] > least + 1e-5, "%s %zu: figure %zu could be lower", name, number, i);
        weak++;
    }
    return weak;
}

static struct suppression_result decide(const struct sample *sample)
{
    struct suppression_result result;
    ck_assert_ptr_null(suppression_decide(ctx, &sample->problem, &result));
    return result;
}

/* ---- tables ---- */

START_TEST(random_tables_withstand_the_attack)
{
    size_t tables = setting("ATTACK_TABLES", 200), small = 0, other = 0, figures = 0, fractional = 0, weak = 0;
    uint64_t state = seed(0);
    double deciding = 0;
    clock_t begin = clock();
    for (size_t t = 0; t < tables; t++) {
        struct sample *sample = sample_random(ctx, &state, 30, 12);
        clock_t start = clock();
        struct suppression_result result = decide(sample);
        deciding += seconds_since(start);
        struct attack *attack = withstands(sample, &result, "table", t);
        if (t % 10 == 0)
            leaves_no_gap(sample, &result, attack, "table", t);
        ck_assert_uint_eq(result.exposed_count, 0);
        weak += weak_could_not_be_helped(sample, &result, attack, "table", t);
        small += result.small, other += result.other, fractional += result.fractional > 0;
        figures += sample->problem.cell_count;
        next_table();
    }
    printf("%zu random tables, %zu figures: %zu small, %zu others hidden; %zu tables with a fractional proof; %zu small "
           "counts that cannot be 1 to who knows that zeros are shown, whatever is hidden; %.1f s deciding, %.1f s in all\n",
           tables, figures, small, other, fractional, weak, deciding, seconds_since(begin));
}
END_TEST

START_TEST(tables_with_periods_withstand_the_attack)
{
    size_t tables = setting("ATTACK_TABLES", 200) / 10, small = 0, other = 0, figures = 0, fractional = 0;
    uint64_t state = seed(2);
    clock_t begin = clock();
    for (size_t t = 0; t < tables; t++) {
        struct sample *sample = sample_random_periods(ctx, &state, 8, 5, 4);
        struct suppression_result result = decide(sample);
        struct attack *attack = withstands(sample, &result, "table with periods", t);
        leaves_no_gap(sample, &result, attack, "table with periods", t);
        ck_assert_uint_eq(result.exposed_count, 0);
        small += result.small, other += result.other, fractional += result.fractional > 0;
        figures += sample->problem.cell_count;
        next_table();
    }
    printf("%zu tables with periods, %zu figures: %zu small, %zu others hidden; %zu tables with a fractional proof; "
           "%.1f s\n", tables, figures, small, other, fractional, seconds_since(begin));
}
END_TEST

/* ---- earlier releases ---- */

/* True when the figure can be worked out even with everything hidden that no earlier release shows. */
static bool nothing_helps(const struct sample *sample, size_t figure)
{
    struct attack *attack = attack_all_hidden(sample);
    double least = sample->problem.rule.hide_zero ? 0 : 1, most = (double)sample->problem.rule.high;
    double values = floor(attack->near_high[figure] + 1e-5) - ceil(attack->near_low[figure] - 1e-5) + 1;
    bool small = is_small(sample, figure) && (attack->low[figure] > least + 1e-5 || attack->high[figure] < most - 1e-5);
    return small || values < most - least + 1;
}

/* Whatever is not reported as exposed withstands the attack, and what is reported could not be helped. */
static size_t after_earlier_releases(const struct sample *sample, const char *name, size_t number)
{
    struct suppression_result result = decide(sample);
    withstands(sample, &result, name, number);
    for (size_t i = 0; i < sample->problem.cell_count; i++) {
        if (sample->cells[i].before == SUPPRESSION_PUBLISHED && !is_small(sample, i))
            ck_assert_int_eq(result.status[i], SUPPRESSION_SHOWN);
        if (sample->cells[i].before == SUPPRESSION_WITHHELD)
            ck_assert_int_ne(result.status[i], SUPPRESSION_SHOWN);
        if (result.exposed[i])
            ck_assert_msg(nothing_helps(sample, i), "%s %zu, figure %zu is not exposed", name, number, i);
    }
    return result.exposed_count;
}

/* Earlier releases show some figures of the table already. */
START_TEST(earlier_releases_are_counted_in)
{
    size_t tables = setting("ATTACK_TABLES", 200) / 4, exposed = 0;
    uint64_t state = seed(1);
    for (size_t t = 0; t < tables; t++) {
        struct sample *sample = sample_random(ctx, &state, 20, 8);
        sample->problem.rate_count = 0;
        for (size_t i = 0; i < sample->problem.cell_count; i++)
            if (!is_small(sample, i) && random_below(&state, 6) == 0)
                sample->cells[i].before = SUPPRESSION_PUBLISHED;
        exposed += after_earlier_releases(sample, "table after earlier releases", t);
        next_table();
    }
    printf("%zu tables after earlier releases: %zu hidden counts exposed by what was published\n", tables, exposed);
}
END_TEST

/* Figures of a rounding or a rate elsewhere. */
START_TEST(what_is_known_of_figures_is_counted_in)
{
    size_t tables = setting("ATTACK_TABLES", 200) / 8, exposed = 0;
    uint64_t state = seed(3);
    for (size_t t = 0; t < tables; t++) {
        struct sample *sample = sample_random(ctx, &state, 12, 6);
        sample->problem.rate_count = 0;
        for (size_t i = 0; i < sample->problem.cell_count; i++)
            if (!sample_is_innermost(sample, i) && random_below(&state, 3) == 0)
                suppression_know_rounded(&sample->cells[i], 10);
        exposed += after_earlier_releases(sample, "table with rounded totals", t);
        next_table();
    }
    printf("%zu tables with totals known to 10: %zu hidden counts exposed by that\n", tables, exposed);
}
END_TEST

/* What a release leaves behind for the next. */
static void remember(struct suppression_cell *cell, enum suppression_status status)
{
    cell->before = status == SUPPRESSION_SHOWN ? SUPPRESSION_PUBLISHED : SUPPRESSION_WITHHELD;
}

/* Each quarter is published by itself, the year last: nothing is exposed on the way. */
START_TEST(a_year_of_releases_gives_nothing_away)
{
    size_t years = setting("ATTACK_TABLES", 200) / 10, releases = 0;
    uint64_t state = seed(4);
    for (size_t t = 0; t < years; t++) {
        struct sample *year = sample_random_periods(ctx, &state, 8, 5, 4);
        for (size_t period = 1; period <= 4; period++) {
            struct sample *quarter = sample_of(ctx, year->dimensions, 2);
            for (size_t i = 0; i < quarter->problem.cell_count; i++)
                quarter->cells[i].value = year->cells[i * 5 + period].value;
            struct suppression_result result = decide(quarter);
            withstands(quarter, &result, "quarter", t);
            for (size_t i = 0; i < quarter->problem.cell_count; i++)
                remember(&year->cells[i * 5 + period], result.status[i]);
            releases++;
        }
        ck_assert_uint_eq(after_earlier_releases(year, "year", t), 0);
        releases++;
        next_table();
    }
    printf("%zu years of quarters and their totals, %zu releases: nothing exposed\n", years, releases);
}
END_TEST

/* The table and its revision as one: changed figures are cells of their own, the rest is shared. */
static struct sample *revised(const struct sample *first, const struct sample *second)
{
    size_t count = first->problem.cell_count, sums = first->problem.sum_count;
    struct sample *both = talloc_zero(ctx, struct sample);
    both->cells = talloc_array(both, struct suppression_cell, (unsigned)(2 * count));
    size_t *now = talloc_array(both, size_t, (unsigned)count), cells = count;
    for (size_t i = 0; i < count; i++) {
        both->cells[i] = first->cells[i];
        now[i] = i;
        if (second->cells[i].value == first->cells[i].value)
            continue;
        now[i] = cells;
        both->cells[cells] = second->cells[i];
        both->cells[cells++].before = SUPPRESSION_NEW;
    }
    struct suppression_sum *all = talloc_array(both, struct suppression_sum, (unsigned)(2 * sums));
    for (size_t s = 0; s < sums; s++) {
        const struct suppression_sum *sum = all + s;
        all[s] = first->problem.sums[s];
        size_t *parts = talloc_array(both, size_t, (unsigned)sum->count);
        for (size_t k = 0; k < sum->count; k++)
            parts[k] = now[sum->parts[k]];
        all[sums + s] = (struct suppression_sum){now[sum->total], parts, sum->count};
    }
    both->problem = (struct suppression_problem){.rule = first->problem.rule, .cells = both->cells,
                                                 .cell_count = cells, .sums = all, .sum_count = 2 * sums};
    return both;
}

/* One innermost figure is corrected after the release: the two releases together give nothing away. */
START_TEST(a_revision_gives_nothing_away)
{
    size_t tables = setting("ATTACK_TABLES", 200) / 4, exposed = 0;
    uint64_t state = seed(5);
    for (size_t t = 0; t < tables; t++) {
        struct sample *first = sample_random(ctx, &state, 10, 6);
        first->problem.rate_count = 0;
        struct suppression_result result = decide(first);
        for (size_t i = 0; i < first->problem.cell_count; i++)
            remember(&first->cells[i], result.status[i]);
        struct sample *second = sample_of(ctx, first->dimensions, 2);
        size_t changed;
        do
            changed = random_below(&state, first->problem.cell_count);
        while (!sample_is_innermost(first, changed));
        for (size_t i = 0; i < first->problem.cell_count; i++)
            second->cells[i].value = first->cells[i].value;
        second->cells[changed].value = (int64_t)random_below(&state, 2 * (size_t)first->cells[changed].value + 3);
        sample_add_up(second);
        exposed += after_earlier_releases(revised(first, second), "revised table", t);
        next_table();
    }
    printf("%zu tables revised in one figure after their release: %zu hidden counts exposed by the difference\n", tables,
           exposed);
}
END_TEST

/* ---- how much more than need be ---- */

START_TEST(little_more_is_hidden_than_need_be)
{
    static const size_t sizes[][2] = {{4, 3}, {6, 5}, {10, 6}};
    size_t share[] = {1, 1, 4};
    for (size_t n = 0; n < 3; n++) {
        size_t tables = setting("ATTACK_SMALL_TABLES", 20) / share[n], ours = 0, needed = 0, exact = 0, solved = 0;
        uint64_t state = seed(6 + n);
        clock_t begin = clock();
        for (size_t t = 0; t < tables; t++) {
            struct sample *sample = sample_random(ctx, &state, sizes[n][0], sizes[n][1]);
            sample->problem.rate_count = 0;
            double *cost = talloc_array(ctx, double, (unsigned)sample->problem.cell_count);
            for (size_t i = 0; i < sample->problem.cell_count; i++)
                sample->cells[i].weight = cost[i] = 1;
            struct suppression_result result = decide(sample);
            bool *hidden = talloc_array(ctx, bool, (unsigned)sample->problem.cell_count);
            if (attack_optimum(ctx, &sample->problem, cost, 20, hidden)) {
                size_t cell, least = 0;
                struct attack *attack = attack_release(ctx, &sample->problem, hidden, ATTACK_LINEAR);
                ck_assert_msg(attack_fails(&sample->problem, attack, hidden, NULL, &cell),
                              "table %zu: the optimum is none, figure %zu", t, cell);
                for (size_t i = 0; i < sample->problem.cell_count; i++)
                    least += hidden[i] && !is_small(sample, i);
                ck_assert_uint_le(least, result.other);
                ours += result.other, needed += least, exact += least == result.other, solved++;
            }
            next_table();
        }
        printf("%zu of %zu tables up to %zu x %zu: %zu others hidden, the least possible is %zu (%+.1f%%); %zu tables "
               "exactly at the least; %.1f s\n", solved, tables, sizes[n][0], sizes[n][1], ours, needed,
               100.0 * ((double)ours / (double)needed - 1), exact, seconds_since(begin));
        ck_assert_uint_le(ours * 100, needed * 140);
    }
}
END_TEST

/* ---- the pattern ---- */

/* What is left of hidden figures to a reader who has the program and tries every table with it: no promise is made
 * against that, it is measured. */
START_TEST(the_pattern_is_not_proof_against_the_program)
{
    size_t tables = setting("ATTACK_SMALL_TABLES", 20) * 5, tried = 0, figures = 0, left[6] = {0}, small[6] = {0};
    uint64_t state = seed(9);
    for (size_t t = 0; t < tables; t++) {
        struct sample *sample = sample_random(ctx, &state, 4, 3);
        sample->problem.rate_count = 0;
        sample->problem.rule.hide_zero = false;
        struct suppression_result result = decide(sample);
        struct pattern_attack attack;
        bool ended = attack_pattern(ctx, &sample->problem, sample_hidden(ctx, sample, &result), 12, 100000, &attack);
        for (size_t i = 0; i < sample->problem.cell_count && ended && result.small > 0; i++) {
            if (result.status[i] == SUPPRESSION_SHOWN)
                continue;
            ck_assert_uint_ge(attack.values[i], 1);
            size_t *count = is_small(sample, i) ? small : left;
            count[attack.values[i] < 5 ? attack.values[i] : 5]++;
            figures++;
        }
        tried += ended && result.small > 0;
        next_table();
    }
    printf("to who has the program: %zu tables up to 4 x 3, %zu hidden figures. Values left of the small ones: one %zu, two "
           "%zu, three %zu, four %zu, five or more %zu; of others %zu, %zu, %zu, %zu, %zu\n", tried, figures, small[1],
           small[2], small[3], small[4], small[5], left[1], left[2], left[3], left[4], left[5]);
}
END_TEST

/* ---- real tables ---- */

START_TEST(real_tables_withstand_the_attack)
{
    const char *names[] = {"london_plans_2024.csv", "south_west_closures_2024.csv", "london_referrals_2024.csv"};
    for (size_t n = 0; n < 3; n++) {
        struct sample *sample = sample_read(ctx, names[n]);
        struct suppression_result result = decide(sample);
        leaves_no_gap(sample, &result, withstands(sample, &result, names[n], 0), names[n], 0);
        ck_assert_uint_eq(result.exposed_count, 0);
        ck_assert_uint_ge(result.small, 6);
        bool *hidden = talloc_array(ctx, bool, (unsigned)sample->problem.cell_count);
        double *cost = talloc_array(ctx, double, (unsigned)sample->problem.cell_count);
        for (size_t i = 0; i < sample->problem.cell_count; i++)
            cost[i] = sample->cells[i].weight;
        double ours = 0, least = 0;
        bool solved = attack_optimum(ctx, &sample->problem, cost, 20, hidden);
        for (size_t i = 0; i < sample->problem.cell_count; i++) {
            ours += result.status[i] == SUPPRESSION_OTHER ? cost[i] : 0;
            least += solved && hidden[i] && !is_small(sample, i) ? cost[i] : 0;
        }
        printf("%s: %zu figures, %zu small, %zu others hidden, weighing %.0f, %s %.0f\n", names[n],
               sample->problem.cell_count, result.small, result.other, ours, solved ? "the least possible" : "unsolved",
               least);
        sample_add_shares(sample, &(uint64_t){n});
        result = decide(sample);
        withstands(sample, &result, names[n], 1);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("suppression under attack");
    tcase_add_checked_fixture(cases, open_context, close_context);
    tcase_set_timeout(cases, 0);
    tcase_add_test(cases, real_tables_withstand_the_attack);
    tcase_add_test(cases, little_more_is_hidden_than_need_be);
    tcase_add_test(cases, the_pattern_is_not_proof_against_the_program);
    tcase_add_test(cases, what_is_known_of_figures_is_counted_in);
    tcase_add_test(cases, a_revision_gives_nothing_away);
    tcase_add_test(cases, a_year_of_releases_gives_nothing_away);
    tcase_add_test(cases, earlier_releases_are_counted_in);
    tcase_add_test(cases, tables_with_periods_withstand_the_attack);
    tcase_add_test(cases, random_tables_withstand_the_attack);
    Suite *suite = suite_create("suppression under attack");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
