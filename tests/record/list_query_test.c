/* How SQLite reads a list: by one search of an index that gives the order, nothing sorted, nothing scanned. Plans, not
 * times: they are the same on every machine. */
#include "../support/planted_rows.h"
#include "../support/sample_registers.h"
#include "record/list_query.h"
#include "record/read_references.h"

#include <check.h>
#include <sqlite3.h>
#include <talloc.h>

static void *ctx;
static struct garden garden;
static struct reader reader;
static sqlite3 *database;

static void setup(void)
{
    ctx = talloc_new(NULL);
    garden = garden_start(ctx, STORE_SQLITE);
    reader = (struct reader){garden.connection, garden.registers, actor_public(7)};
    ck_assert_int_eq(sqlite3_open(garden.scratch->name, &database), SQLITE_OK);
}

static void teardown(void)
{
    sqlite3_close(database);
    talloc_free(ctx);
}

/* The plan's lines joined by " / ", each index's name replaced by its columns, with * for the public's. */
static const char *plan(const char *sql)
{
    sqlite3_stmt *statement, *index;
    char *text = talloc_strdup(ctx, "");
    sql = talloc_asprintf(ctx, "EXPLAIN QUERY PLAN %s", sql);
    ck_assert_msg(sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s", sqlite3_errmsg(database),
                  sql);
    ck_assert_int_eq(sqlite3_prepare_v2(database,
                                        "SELECT replace($1, name, substr(sql, instr(sql, '(')) || "
                                        "iif(sql LIKE '% WHERE visible = 0 AND withdrawn = 0', '*', '')) "
                                        "FROM sqlite_schema WHERE type = 'index' AND $1 LIKE '% ' || name || ' %'",
                                        -1, &index, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(statement, 3);
        sqlite3_bind_text(index, 1, line, -1, SQLITE_TRANSIENT);
        bool indexed = sqlite3_step(index) == SQLITE_ROW;
        text = talloc_asprintf_append(text, "%s%s", *text ? " / " : "",
                                      indexed ? (const char *)sqlite3_column_text(index, 0) : line);
        sqlite3_reset(index);
    }
    sqlite3_finalize(index);
    sqlite3_finalize(statement);
    char *where = strstr(text, " WHERE visible = 0 AND withdrawn = 0*");
    while (where) {
        memmove(where, where + 36, strlen(where + 36) + 1);
        where = strstr(text, " WHERE visible = 0 AND withdrawn = 0*");
    }
    return text;
}

static struct list_query query(const struct register_def *def, struct record_list_request request)
{
    struct list_query made;
    ck_assert_fine(list_query_make(ctx, &reader, register_shape_of(garden.registers, def), &request, &made));
    return made;
}

#define LIST(...) ((struct record_list_request){.limit = 50, __VA_ARGS__})

static const char *page_plan(const struct register_def *def, struct record_list_request request)
{
    return plan(query(def, request).page);
}

static void read_by(const char *text, const char *index)
{
    ck_assert_msg(strstr(text, index) != NULL, "\"%s\" is not read by %s", text, index);
    ck_assert_msg(!strstr(text, "TEMP B-TREE"), "\"%s\" sorts", text);
    ck_assert_msg(!strstr(text, "SCAN"), "\"%s\" scans", text);
}

/* A position in that list; there need be no such record. */
static const char *position(const char *order, const char *sort)
{
    struct list_position at = {sort, "0000000001", 1};
    return list_position_write(ctx, order, &at);
}

START_TEST(the_public_reads_the_publics_index)
{
    read_by(page_plan(&sample_outcome, LIST(0)), "(partnership, natural_key, id, visible, withdrawn)* (partnership=?)");
    read_by(page_plan(&sample_outcome, LIST(.descending = true)),
            "(partnership, natural_key, id, visible, withdrawn)* (partnership=?)");
    read_by(page_plan(&sample_outcome, LIST(.sort = "title")),
            "(partnership, sort_title, natural_key, id, visible, withdrawn)* (partnership=?)");
    read_by(page_plan(&sample_outcome, LIST(.after = position("outcome  up", ""))),
            "(partnership, natural_key, id, visible, withdrawn)* (partnership=? AND natural_key>?)");
    read_by(page_plan(&sample_outcome, LIST(.sort = "due", .descending = true, .after = position("outcome due down", "1"))),
            "(partnership, sort_due, natural_key, id, visible, withdrawn)* "
            "(partnership=? AND (sort_due,natural_key)<(?,?))");
}
END_TEST

START_TEST(others_read_the_whole_index)
{
    reader.actor.sees = VISIBLE_PARTNERS;
    read_by(page_plan(&sample_outcome, LIST(0)), "(partnership, natural_key, id, visible, withdrawn) (partnership=?)");
    read_by(page_plan(&sample_outcome, LIST(.sort = "title")),
            "(partnership, sort_title, natural_key, id, visible, withdrawn) (partnership=?)");
}
END_TEST

START_TEST(own_and_shared_are_merged_in_order)
{
    const char *text = page_plan(&sample_agency, LIST(0));
    read_by(text, "(partnership, natural_key, id, visible, withdrawn)* (partnership=?)");
    ck_assert_ptr_nonnull(strstr(text, "MERGE (UNION ALL)"));
    text = page_plan(&sample_agency, LIST(.sort = "title", .after = position("agency title up", "1x")));
    read_by(text, "(partnership, sort_title, natural_key, id, visible, withdrawn)* "
                  "(partnership=? AND (sort_title,natural_key)>(?,?))");
    ck_assert_ptr_nonnull(strstr(text, "MERGE (UNION ALL)"));
}
END_TEST

START_TEST(totals_are_counted_in_the_index)
{
    const char *text = plan(query(&sample_outcome, LIST(0)).total);
    ck_assert_msg(strstr(text, "COVERING INDEX") && strstr(text, ")* (partnership=?)"), "%s", text);
    reader.actor.sees = VISIBLE_UNIT;
    text = plan(query(&sample_outcome, LIST(0)).total);
    ck_assert_msg(strstr(text, "COVERING INDEX"), "%s", text);
}
END_TEST

START_TEST(references_and_choices_are_filtered_by_index)
{
    read_by(page_plan(&sample_outcome, LIST(.where_field = "owner", .where_id = 1)),
            "(owner, partnership, natural_key, id, visible, withdrawn) (owner=? AND partnership=?)");
    read_by(page_plan(&sample_outcome, LIST(.where_field = "status", .where_text = "completed")),
            "(status, partnership, natural_key, id, visible, withdrawn) (status=? AND partnership=?)");
    const char *text = page_plan(&sample_outcome, LIST(.where_field = "leads", .where_id = 1));
    ck_assert_msg(strstr(text, "(target, record) (target=?)"), "%s", text);
}
END_TEST

START_TEST(a_list_of_the_past_is_read_in_order_too)
{
    struct date day;
    ck_assert(date_parse("2020-06-01", &day));
    reader.actor = actor_as_at(reader.actor, day);
    read_by(page_plan(&sample_outcome, LIST(0)), "(partnership, natural_key, id, visible, withdrawn)* (partnership=?)");
    read_by(page_plan(&sample_outcome, LIST(.after = position("outcome  up", ""))),
            "(partnership, natural_key, id, visible, withdrawn)* (partnership=? AND natural_key>?)");
}
END_TEST

START_TEST(references_are_looked_up_by_id)
{
    static const struct register_def *const targets[] = {&sample_outcome, &sample_agency};
    for (size_t i = 0; i < 2; i++)
        for (size_t size = 1; size <= ID_LIST_MOST; size *= 8) {
            struct buffer sql = buffer_on(ctx);
            references_write(&sql, &reader.actor, register_shape_of(garden.registers, targets[i]), size);
            ck_assert_str_eq(plan(buffer_cstr(&sql)), "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)");
        }
}
END_TEST

START_TEST(key_references_are_looked_up_by_id)
{
    const char *text = page_plan(&sample_rating, LIST(0));
    read_by(text, "(partnership, natural_key, id, visible, withdrawn)* (partnership=?)");
    ck_assert_msg(strstr(text, "SEARCH k USING INTEGER PRIMARY KEY"), "%s", text);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("the plans of lists");
    TCase *plans = tcase_create("plans");
    tcase_add_checked_fixture(plans, setup, teardown);
    tcase_add_test(plans, the_public_reads_the_publics_index);
    tcase_add_test(plans, others_read_the_whole_index);
    tcase_add_test(plans, own_and_shared_are_merged_in_order);
    tcase_add_test(plans, totals_are_counted_in_the_index);
    tcase_add_test(plans, references_and_choices_are_filtered_by_index);
    tcase_add_test(plans, a_list_of_the_past_is_read_in_order_too);
    tcase_add_test(plans, references_are_looked_up_by_id);
    tcase_add_test(plans, key_references_are_looked_up_by_id);
    suite_add_tcase(suite, plans);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
