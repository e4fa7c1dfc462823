/* The cache of prepared statements: found by text, least recently used dropped first, never one in use. */
#include "store/statement_cache.h"

#include <check.h>
#include <stdio.h>
#include <talloc.h>

static struct statement_cache cache;
static void *ctx;
static int dropped;

static int count_drop(struct statement *statement)
{
    (void)statement;
    dropped++;
    return 0;
}

static void start(void)
{
    ctx = talloc_new(NULL);
    cache = (struct statement_cache){0};
    dropped = 0;
}

static void finish(void)
{
    talloc_free(ctx);
}

static struct statement *add(const char *sql)
{
    struct statement *statement = talloc_zero(ctx, struct statement);
    talloc_set_destructor(statement, count_drop);
    ck_assert(statement_add(&cache, statement, sql));
    return statement;
}

static struct statement *add_number(int number)
{
    char sql[64];
    snprintf(sql, sizeof sql, "SELECT something FROM somewhere WHERE id = %d", number);
    return add(sql);
}

static struct statement *find_number(int number)
{
    char sql[64];
    snprintf(sql, sizeof sql, "SELECT something FROM somewhere WHERE id = %d", number);
    return statement_find(&cache, sql);
}

START_TEST(statements_are_found_by_their_whole_text)
{
    ck_assert_ptr_null(statement_find(&cache, ""));
    struct statement *all[1000];
    for (int i = 0; i < 1000; i++)
        all[i] = add_number(i);
    for (int i = 0; i < 1000; i++)
        ck_assert_ptr_eq(find_number(i), all[i]);
    ck_assert_ptr_null(find_number(1000));
    ck_assert_ptr_null(statement_find(&cache, "SELECT something FROM somewhere WHERE id = "));
    /* One byte in the middle makes another statement. */
    struct statement *a = add("SELECT aaaaaaaaaaaaaaaa FROM t"), *b = add("SELECT aaaaaaabaaaaaaaa FROM t");
    ck_assert_ptr_eq(statement_find(&cache, "SELECT aaaaaaaaaaaaaaaa FROM t"), a);
    ck_assert_ptr_eq(statement_find(&cache, "SELECT aaaaaaabaaaaaaaa FROM t"), b);
}
END_TEST

START_TEST(the_least_recently_used_goes_first)
{
    for (int i = 0; i < 10; i++)
        add_number(i);
    ck_assert_ptr_nonnull(find_number(0));
    ck_assert_ptr_nonnull(find_number(3));
    statement_trim(&cache, 4);
    ck_assert_uint_eq(cache.count, 4);
    ck_assert_int_eq(dropped, 6);
    static const int left[] = {0, 3, 8, 9};
    for (int i = 0; i < 4; i++)
        ck_assert_ptr_nonnull(find_number(left[i]));
    ck_assert_ptr_null(find_number(7));
    statement_trim(&cache, 0);
    ck_assert_uint_eq(cache.count, 0);
    ck_assert_ptr_null(cache.newest);
    ck_assert_ptr_null(cache.oldest);
    add_number(1);
    ck_assert_ptr_nonnull(find_number(1));
}
END_TEST

START_TEST(one_in_use_is_neither_given_out_nor_dropped)
{
    struct statement *first = add_number(1);
    first->in_use = true;
    ck_assert_ptr_null(find_number(1));
    struct statement *second = add_number(1);
    ck_assert_ptr_eq(find_number(1), second);
    second->in_use = true;
    first->in_use = false;
    ck_assert_ptr_eq(find_number(1), first);
    statement_trim(&cache, 0);
    ck_assert_uint_eq(cache.count, 1);
    ck_assert_int_eq(dropped, 1);
    second->in_use = false;
    ck_assert_ptr_eq(find_number(1), second);
    statement_drop(&cache, second);
    ck_assert_uint_eq(cache.count, 0);
    ck_assert_ptr_null(find_number(1));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("statement_cache");
    TCase *tcase = tcase_create("statement_cache");
    tcase_add_checked_fixture(tcase, start, finish);
    tcase_add_test(tcase, statements_are_found_by_their_whole_text);
    tcase_add_test(tcase, the_least_recently_used_goes_first);
    tcase_add_test(tcase, one_in_use_is_neither_given_out_nor_dropped);
    suite_add_tcase(s, tcase);
    return s;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
