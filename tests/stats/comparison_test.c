/* Two groups: published examples, what must be symmetrical, and groups too small. */
#include "stats/comparison.h"

#include <check.h>
#include <math.h>

START_TEST(newcombe_as_published)
{
    /* Newcombe (1998), Statistics in Medicine 17, 873-890, table II: 56/70 against 48/80, method 10. */
    struct comparison c = compare_proportions_newcombe((struct tally){48, 80}, (struct tally){56, 70}, 0.95);
    ck_assert_double_eq_tol(c.estimate, 0.2, 1e-12);
    ck_assert_double_eq_tol(c.lower, 0.0524, 5e-5);
    ck_assert_double_eq_tol(c.upper, 0.3339, 5e-5);
    c = compare_proportions_newcombe((struct tally){0, 10}, (struct tally){10, 10}, 0.95);
    ck_assert(c.upper <= 1 && c.lower < 1 && c.lower > 0.5);
}
END_TEST

START_TEST(the_other_way_round_is_the_other_sign)
{
    const struct tally a = {48, 80}, b = {56, 70};
    struct comparison ab = compare_proportions(a, b, 0.95), ba = compare_proportions(b, a, 0.95);
    ck_assert_double_eq_tol(ab.estimate, -ba.estimate, 1e-15);
    ck_assert_double_eq_tol(ab.lower, -ba.upper, 1e-15);
    ck_assert_double_eq_tol(ab.p, ba.p, 1e-15);
    struct comparison rates = compare_rates(a, b, 0.95), inverse = compare_rates(b, a, 0.95);
    ck_assert_double_eq_tol(rates.estimate, 1 / inverse.estimate, 1e-12);
    ck_assert_double_eq_tol(rates.lower, 1 / inverse.upper, 1e-9);
    ck_assert_double_eq_tol(rates.p, inverse.p, 1e-9);
}
END_TEST

START_TEST(welch_by_hand)
{
    /* Means 2 and 6, variances 1 and 4, three figures each: error sqrt(5/3), freedom (5/3)^2 / (1/18 + 16/18). */
    const double first[] = {1, 2, 3}, second[] = {4, NAN, 6, 8};
    struct comparison c = compare_means(first, 3, second, 4, 0.95);
    ck_assert_double_eq_tol(c.estimate, 4, 1e-12);
    ck_assert_double_eq_tol(c.statistic, 4 / sqrt(5.0 / 3), 1e-12);
    ck_assert_double_eq_tol(c.freedom, 25.0 / 9 / (17.0 / 18), 1e-12);
    ck_assert_double_eq_tol(c.upper - c.estimate, c.estimate - c.lower, 1e-12);
}
END_TEST

START_TEST(rates_without_events)
{
    struct comparison none = compare_rates((struct tally){0, 10}, (struct tally){0, 20}, 0.95);
    ck_assert_double_eq(none.p, 1);
    struct comparison rise = compare_rates((struct tally){0, 10}, (struct tally){6, 10}, 0.95);
    ck_assert(isinf(rise.upper) && rise.lower > 1);
    ck_assert_double_eq_tol(rise.p, 2 * pow(0.5, 6), 1e-12);
    struct comparison fall = compare_rates((struct tally){6, 10}, (struct tally){0, 10}, 0.95);
    ck_assert_double_eq(fall.lower, 0);
    ck_assert_double_eq(fall.estimate, 0);
}
END_TEST

START_TEST(too_small_to_compare)
{
    const double one[] = {1}, two[] = {1, 2}, same[] = {3, 3};
    ck_assert(isnan(compare_means(one, 1, two, 2, 0.95).estimate));
    ck_assert(isnan(compare_means(same, 2, same, 2, 0.95).p));
    ck_assert(isnan(compare_proportions((struct tally){3, 2}, (struct tally){1, 2}, 0.95).p));
    ck_assert(isnan(compare_rates((struct tally){1, 0}, (struct tally){1, 2}, 0.95).p));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("comparison");
    tcase_add_test(cases, newcombe_as_published);
    tcase_add_test(cases, the_other_way_round_is_the_other_sign);
    tcase_add_test(cases, welch_by_hand);
    tcase_add_test(cases, rates_without_events);
    tcase_add_test(cases, too_small_to_compare);
    Suite *suite = suite_create("comparison");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
