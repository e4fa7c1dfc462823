/* Texts kept by their keys: each found under its own, where it was, and only so many. */
#include "store/kept_texts.h"

#include <check.h>
#include <talloc.h>

static void *ctx;
static struct kept_texts texts;

static void start(void)
{
    ctx = talloc_new(NULL);
    texts = (struct kept_texts){0};
}

static void finish(void)
{
    talloc_free(ctx);
}

START_TEST(a_text_is_found_under_its_own_key)
{
    ck_assert_ptr_null(kept_texts_find(&texts, "a"));
    char text[] = "first";
    const char *kept = kept_texts_add(ctx, &texts, "a", text);
    ck_assert_ptr_ne(kept, text);
    text[0] = 'F';
    ck_assert_ptr_eq(kept_texts_find(&texts, "a"), kept);
    ck_assert_str_eq(kept, "first");
    ck_assert_ptr_null(kept_texts_find(&texts, "A"));
    ck_assert_ptr_null(kept_texts_find(&texts, "a "));
    ck_assert_ptr_null(kept_texts_find(&texts, ""));
}
END_TEST

START_TEST(many_are_kept_where_they_were_and_no_more)
{
    const char *kept[KEPT_TEXTS_MOST];
    for (int i = 0; i < KEPT_TEXTS_MOST; i++)
        kept[i] = kept_texts_add(ctx, &texts, talloc_asprintf(ctx, "key %d", i), talloc_asprintf(ctx, "text %d", i));
    const char *one_more = "one more";
    ck_assert_ptr_eq(kept_texts_add(ctx, &texts, "one too many", one_more), one_more);
    ck_assert_ptr_null(kept_texts_find(&texts, "one too many"));
    for (int i = 0; i < KEPT_TEXTS_MOST; i++) {
        ck_assert_ptr_eq(kept_texts_find(&texts, talloc_asprintf(ctx, "key %d", i)), kept[i]);
        ck_assert_str_eq(kept[i], talloc_asprintf(ctx, "text %d", i));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kept texts");
    TCase *tests = tcase_create("kept texts");
    tcase_add_checked_fixture(tests, start, finish);
    tcase_add_test(tests, a_text_is_found_under_its_own_key);
    tcase_add_test(tests, many_are_kept_where_they_were_and_no_more);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
