/* A table as lines for a terminal: aligned by characters, numbers to the right, nothing that is for machines alone. */
#include "exchange/table_lines.h"

#include <check.h>
#include <talloc.h>

START_TEST(columns_are_as_wide_as_what_stands_in_them)
{
    static const struct column columns[] = {
        {"name", "Name", COLUMN_TEXT}, {"ref", "Ref", COLUMN_TEXT, .data_only = true},
        {"value", "Value", COLUMN_NUMBER}, {"says", "Says", COLUMN_TEXT},
    };
    void *ctx = talloc_new(NULL);
    struct table *table = table_new(ctx, "T", columns, 4);
    ck_assert_ptr_null(table_add_row(table, (struct cell[]){{.value = "Élan"}, {.value = "x"}, {.value = "7"}, {.value = "a"}}));
    ck_assert_ptr_null(table_add_row(table, (struct cell[]){{.value = "Longer"}, {.value = "y"}, {.value = "1204", .shown = "1,204"}, {0}}));
    struct buffer out = buffer_on(ctx);
    ck_assert_ptr_null(table_lines(&out, table));
    ck_assert_str_eq(buffer_cstr(&out), "Name    Value  Says\n"
                                        "-------------------\n"
                                        "Élan        7  a\n"
                                        "Longer  1,204  \n");
    talloc_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tables as lines");
    TCase *tests = tcase_create("written");
    tcase_add_test(tests, columns_are_as_wide_as_what_stands_in_them);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
