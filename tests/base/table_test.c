/* Tables: rows and cells, and a part of a whole. */
#include "base/table.h"

#include <check.h>
#include <talloc.h>

static const struct column columns[] = {
    {"kind", "Kind", COLUMN_TEXT}, {"name", "Name", COLUMN_TEXT}, {"count", "Count", COLUMN_NUMBER},
};

static struct table *fruit(void *ctx)
{
    struct table *table = table_new(ctx, "Fruit", columns, 3);
    ck_assert_ptr_nonnull(table);
    ck_assert_ptr_null(table_add_row(table, (struct cell[]){{.value = "stone"}, {.value = "plum"}, {.value = "3"}}));
    ck_assert_ptr_null(table_add_row(table, (struct cell[]){{.value = "core"}, {.value = "pear"}, {.value = NULL}}));
    ck_assert_ptr_null(table_add_row(table, (struct cell[]){{.value = "stone"}, {.value = "cherry"}, {.value = "40"}}));
    ck_assert_ptr_null(table_add_row(table, (struct cell[]){{.value = NULL}, {.value = "banana"}, {.value = "1"}}));
    table->empty = "No fruit.";
    return table;
}

START_TEST(rows_hold_their_cells)
{
    void *ctx = talloc_new(NULL);
    struct table *table = fruit(ctx);
    ck_assert_uint_eq(table_row_count(table), 4);
    ck_assert_str_eq(table_cell(table, 2, 1)->value, "cherry");
    ck_assert_ptr_null(table_cell(table, 1, 2)->value);
    talloc_free(ctx);
}
END_TEST

START_TEST(a_part_has_the_rows_of_one_value_without_its_column)
{
    void *ctx = talloc_new(NULL);
    struct table *part = NULL;
    ck_assert_ptr_null(table_part(ctx, fruit(ctx), "kind", "stone", "Stone fruit", &part));
    ck_assert_str_eq(part->title, "Stone fruit");
    ck_assert_uint_eq(part->column_count, 2);
    ck_assert_str_eq(part->columns[0].name, "name");
    ck_assert_str_eq(part->columns[1].name, "count");
    ck_assert_uint_eq(table_row_count(part), 2);
    ck_assert_uint_eq(part->total, 2);
    ck_assert_str_eq(table_cell(part, 1, 0)->value, "cherry");
    ck_assert_str_eq(table_cell(part, 1, 1)->value, "40");
    talloc_free(ctx);
}
END_TEST

START_TEST(a_part_by_the_last_column_and_a_part_without_rows)
{
    void *ctx = talloc_new(NULL);
    struct table *part = NULL;
    ck_assert_ptr_null(table_part(ctx, fruit(ctx), "count", "1", "Single", &part));
    ck_assert_uint_eq(table_row_count(part), 1);
    ck_assert_str_eq(table_cell(part, 0, 1)->value, "banana");
    ck_assert_ptr_null(table_part(ctx, fruit(ctx), "kind", "berry", "Berries", &part));
    ck_assert_uint_eq(table_row_count(part), 0);
    ck_assert_str_eq(part->empty, "No fruit.");
    talloc_free(ctx);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("table");
    TCase *tables = tcase_create("tables");
    tcase_add_test(tables, rows_hold_their_cells);
    tcase_add_test(tables, a_part_has_the_rows_of_one_value_without_its_column);
    tcase_add_test(tables, a_part_by_the_last_column_and_a_part_without_rows);
    suite_add_tcase(suite, tables);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
