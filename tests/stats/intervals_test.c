/* Confidence intervals: published examples, and both ends. */
#include "stats/intervals.h"

#include <check.h>
#include <math.h>

START_TEST(published_examples)
{
    /* Newcombe (1998), Statistics in Medicine 17, 857-872: 81 of 263 and 15 of 148 by Wilson's method. */
    struct interval wilson = interval_wilson(81, 263, 0.95);
    ck_assert_double_eq_tol(wilson.lower, 0.255288519878, 1e-11);
    ck_assert_double_eq_tol(wilson.upper, 0.366209576983, 1e-11);
    wilson = interval_wilson(15, 148, 0.95);
    ck_assert_double_eq_tol(wilson.lower, 0.0623863995307, 1e-11);
    ck_assert_double_eq_tol(wilson.upper, 0.160487241723, 1e-11);
    struct interval poisson = interval_poisson(10, 0.95);
    ck_assert_double_eq_tol(poisson.lower, 4.79538869613, 1e-10);
    ck_assert_double_eq_tol(poisson.upper, 18.390356042, 1e-9);
    struct interval binomial = interval_binomial(6, 40, 0.95);
    ck_assert_double_eq_tol(binomial.lower, 0.0571022581545259, 1e-11);
    ck_assert_double_eq_tol(binomial.upper, 0.298352666839576, 1e-11);
}
END_TEST

START_TEST(byar_comes_close_to_exact)
{
    for (double events = 10; events < 500; events *= 2) {
        struct interval byar = interval_byar(events, 0.95), exact = interval_poisson(events, 0.95);
        ck_assert_double_eq_tol(byar.lower / exact.lower, 1, 0.002);
        ck_assert_double_eq_tol(byar.upper / exact.upper, 1, 0.002);
    }
}
END_TEST

START_TEST(no_events_and_nothing_but_events)
{
    struct interval none = interval_wilson(0, 8, 0.95), all = interval_wilson(8, 8, 0.95);
    ck_assert_double_eq(none.lower, 0);
    ck_assert_double_eq(all.upper, 1);
    ck_assert_double_eq_tol(none.upper, 1 - all.lower, 1e-12);
    ck_assert_double_eq_tol(interval_poisson(0, 0.95).upper, -log(0.025), 1e-10);
    ck_assert_double_eq(interval_poisson(0, 0.95).lower, 0);
    ck_assert_double_eq(interval_byar(0, 0.95).lower, 0);
    ck_assert_double_eq(interval_binomial(0, 5, 0.95).lower, 0);
    ck_assert_double_eq(interval_binomial(5, 5, 0.95).upper, 1);
}
END_TEST

START_TEST(a_rate_changes_its_method_at_ten_events)
{
    ck_assert_double_eq(interval_rate(9, 100, 0.95).upper, interval_poisson(9, 0.95).upper / 100);
    ck_assert_double_eq(interval_rate(10, 100, 0.95).upper, interval_byar(10, 0.95).upper / 100);
}
END_TEST

START_TEST(nonsense_has_no_interval)
{
    ck_assert(isnan(interval_wilson(3, 2, 0.95).estimate) && isnan(interval_wilson(-1, 2, 0.95).lower));
    ck_assert(isnan(interval_wilson(0, 0, 0.95).upper) && isnan(interval_wilson(1, 2, 1).upper));
    ck_assert(isnan(interval_rate(3, 0, 0.95).estimate) && isnan(interval_poisson(INFINITY, 0.95).upper));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("intervals");
    tcase_add_test(cases, published_examples);
    tcase_add_test(cases, byar_comes_close_to_exact);
    tcase_add_test(cases, no_events_and_nothing_but_events);
    tcase_add_test(cases, a_rate_changes_its_method_at_ten_events);
    tcase_add_test(cases, nonsense_has_no_interval);
    Suite *suite = suite_create("intervals");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
