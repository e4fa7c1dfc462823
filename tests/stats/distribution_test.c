/* Quantiles and probabilities against values worked out to thirty digits with another library. */
#include "stats/distribution.h"

#include <check.h>
#include <math.h>

#define CLOSE(a, b) ck_assert_double_eq_tol(a, b, 1e-11 * fmax(1, fabs((double)(b))))

START_TEST(quantiles)
{
    CLOSE(normal_quantile(0.975), 1.959963984540054);
    CLOSE(normal_quantile(0.999), 3.090232306167814);
    CLOSE(chi_square_quantile(0.975, 10), 20.4831773508074);
    CLOSE(chi_square_quantile(0.025, 10), 3.24697278023684);
    CLOSE(chi_square_quantile(0.001, 57.3), 29.8054407375805);
    CLOSE(chi_square_quantile(0.999, 331.2), 416.46278993314);
    CLOSE(t_quantile(0.975, 14.3), 2.14057304509654);
    CLOSE(t_quantile(0.025, 14.3), -2.14057304509654);
    CLOSE(beta_quantile(0.025, 6, 35), 0.0571022581545259);
    CLOSE(beta_quantile(0.975, 7, 34), 0.298352666839576);
}
END_TEST

START_TEST(the_chi_square_search_does_not_lose_itself)
{
    /* Wilson and Hilferty's cube is good to eight digits with so many degrees of freedom. */
    const double freedoms[] = {1e4, 1e5, 1e6, 2e6}, shares[] = {0.001, 0.025, 0.5, 0.975, 0.999};
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < 5; j++) {
            double v = 2 / (9 * freedoms[i]), cube = pow(1 - v + normal_quantile(shares[j]) * sqrt(v), 3);
            double found = chi_square_quantile(shares[j], freedoms[i]);
            ck_assert_double_eq_tol(found / freedoms[i], cube, 1e-6);
            ck_assert_double_eq_tol(chi_square_below(found, freedoms[i]), shares[j], 1e-9);
        }
    }
}
END_TEST

START_TEST(probabilities)
{
    CLOSE(t_two_sided(3, 5), 0.0300992478974626);
    CLOSE(t_two_sided(-3, 5), 0.0300992478974626);
    CLOSE(binomial_at_most(4, 20, 0.3), 0.237507778877602);
    CLOSE(chi_square_below(3, 4) + chi_square_above(3, 4), 1);
    CLOSE(poisson_at_most(2, 1), exp(-1) * 2.5);
    CLOSE(binomial_exactly(2, 4, 0.5), 0.375);
    ck_assert_double_eq(binomial_at_most(20, 20, 0.3), 1);
}
END_TEST

START_TEST(the_binomial_quantile_is_the_first_to_reach_the_share)
{
    for (size_t n = 1; n < 60; n += 7) {
        size_t k = binomial_quantile(0.05, n, 0.5);
        ck_assert(binomial_at_most(k, n, 0.5) >= 0.05);
        ck_assert(k == 0 || binomial_at_most(k - 1, n, 0.5) < 0.05);
    }
}
END_TEST

START_TEST(ends_and_nonsense)
{
    ck_assert(isinf(normal_quantile(0)) && isinf(normal_quantile(1)) && isnan(normal_quantile(1.1)));
    ck_assert(isinf(t_quantile(1, 3)) && isnan(t_quantile(0.5, 0)) && isnan(t_quantile(NAN, 3)));
    ck_assert_double_eq(chi_square_quantile(0.3, 0), 0);
    ck_assert(isinf(chi_square_quantile(1, 2)) && isnan(chi_square_quantile(0.5, -1)));
    ck_assert(isnan(beta_quantile(0.5, 0, 1)) && isnan(binomial_at_most(1, 2, 1.5)));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("distribution");
    tcase_add_test(cases, quantiles);
    tcase_add_test(cases, the_chi_square_search_does_not_lose_itself);
    tcase_add_test(cases, probabilities);
    tcase_add_test(cases, the_binomial_quantile_is_the_first_to_reach_the_share);
    tcase_add_test(cases, ends_and_nonsense);
    Suite *suite = suite_create("distribution");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
