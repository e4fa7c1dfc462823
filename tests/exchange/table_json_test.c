/* A table as JSON: numbers as recorded, what is not recorded as null. */
#include "exchange/table_json.h"

#include <check.h>
#include <jansson.h>
#include <talloc.h>

static void *ctx;

static void set_up(void)
{
    ctx = talloc_new(NULL);
}

static void tear_down(void)
{
    talloc_free(ctx);
}

static const struct column columns[] = {
    {.name = "ref", .label = "Ref", .row_heading = true},
    {.name = "share", .label = "Share, \"up to date\"", .kind = COLUMN_NUMBER},
    {.name = "on", .label = "On", .kind = COLUMN_DATE, .data_only = true},
    {.name = "final", .label = "Final", .kind = COLUMN_FLAG},
};

/* Three rows with everything that a page would show otherwise. */
static struct table *table(void)
{
    static const struct cell rows[][4] = {
        {{.value = "4.7", .href = "/outcome/4.7"},
         {.value = "80.0", .shown = "80%", .note = "of 400"},
         {.value = "2018-09-30"},
         {.value = "yes", .mark = "met"}},
        {{.value = "=4,8"}, {.value = NULL, .shown = "confidential (c)"}, {.value = NULL}, {.value = "no"}},
        {{.value = "é"}, {.value = "-1e5"}, {.value = ""}, {.value = "perhaps"}},
    };
    struct table *made = table_new(ctx, "Outcomes", columns, 4);
    ck_assert_ptr_nonnull(made);
    for (size_t i = 0; i < 3; i++)
        ck_assert_ptr_null(table_add_row(made, rows[i]));
    return made;
}

START_TEST(writes_title_columns_rows_and_where_to_go_on)
{
    struct buffer out = buffer_on(ctx);
    struct table *shown = table();
    shown->total = 42;
    shown->next = "after=4.8";
    ck_assert_ptr_null(table_json(&out, shown));
    ck_assert_str_eq(buffer_cstr(&out),
                     "{\"title\":\"Outcomes\",\"columns\":[{\"name\":\"ref\",\"label\":\"Ref\",\"kind\":\"text\"},"
                     "{\"name\":\"share\",\"label\":\"Share, \\\"up to date\\\"\",\"kind\":\"number\"},"
                     "{\"name\":\"on\",\"label\":\"On\",\"kind\":\"date\"},{\"name\":\"final\",\"label\":\"Final\","
                     "\"kind\":\"flag\"}],"
                     "\"rows\":[{\"ref\":\"4.7\",\"share\":80.0,\"on\":\"2018-09-30\",\"final\":true},"
                     "{\"ref\":\"=4,8\",\"share\":null,\"on\":null,\"final\":false},"
                     "{\"ref\":\"é\",\"share\":\"-1e5\",\"on\":\"\",\"final\":\"perhaps\"}],"
                     "\"total\":42,\"total_is_at_least\":false}\n");
    json_t *read = json_loads(buffer_cstr(&out), JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(read);
    json_decref(read);
}
END_TEST

START_TEST(an_empty_table_is_still_whole)
{
    struct buffer out = buffer_on(ctx);
    ck_assert_ptr_null(table_json(&out, table_new(ctx, "None", columns, 0)));
    ck_assert_str_eq(buffer_cstr(&out), "{\"title\":\"None\",\"columns\":[],\"rows\":[],\"total\":0,"
                                        "\"total_is_at_least\":false}\n");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("table_json");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, writes_title_columns_rows_and_where_to_go_on);
    tcase_add_test(tests, an_empty_table_is_still_whole);
    Suite *suite = suite_create("exchange/table_json");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
