/* record_select: what it puts in place, what it leaves alone, what it refuses. Who sees what is in visibility_test.c. */
#include "../support/planted_rows.h"
#include "../support/reading.h"
#include "../support/sample_registers.h"

#include <check.h>
#include <talloc.h>

static void *ctx;
static struct reader reader;

static void setup(void)
{
    struct registers *registers = NULL;
    ctx = talloc_new(NULL);
    ck_assert_fine(registers_make(ctx, sample_registers, &registers));
    reader = (struct reader){NULL, registers, actor_public(7)};
}

static void teardown(void)
{
    talloc_free(ctx);
}

static const char *selected(const char *sql)
{
    const char *ready = NULL;
    ck_assert_fine(record_select(ctx, &reader, sql, &ready));
    return ready;
}

static void refused(const char *sql, const char *why)
{
    const char *ready = NULL;
    struct error *error = record_select(ctx, &reader, sql, &ready);
    ck_assert_msg(error != NULL, "not refused: %s", sql);
    ck_assert_msg(strstr(error->message, why) != NULL, "\"%s\" refused \"%s\", which does not say \"%s\"", sql, error->message,
                  why);
    ck_assert_int_eq(error->kind, ERROR_INTERNAL);
}

START_TEST(a_register_is_put_in_place)
{
    ck_assert_str_eq(selected("SELECT a.code FROM {area} AS a WHERE a.code = $1"),
                     "SELECT a.code FROM (SELECT t.id, t.partnership, t.visible, t.known_from, t.recorded_at, t.entry, "
                     "t.natural_key, t.code, t.title, t.sort_title FROM area AS t WHERE t.partnership = 0 AND t.visible = 0 "
                     "AND t.withdrawn = 0) AS a WHERE a.code = $1");
}
END_TEST

START_TEST(partnerships_are_those_of_the_registers_home)
{
    ck_assert_ptr_nonnull(strstr(selected("SELECT 1 FROM {area} AS a"), "t.partnership = 0 "));
    ck_assert_ptr_nonnull(strstr(selected("SELECT 1 FROM {task} AS a"), "t.partnership = 7 "));
    ck_assert_ptr_nonnull(strstr(selected("SELECT 1 FROM {agency} AS a"), "t.partnership IN (0, 7) "));
    reader.actor.sees = VISIBLE_UNIT;
    ck_assert_ptr_nonnull(strstr(selected("SELECT 1 FROM {task} AS a"), "t.visible <= 2 AND t.withdrawn = 0"));
}
END_TEST

START_TEST(what_stands_in_quotes_is_left_alone)
{
    static const char *const alone[] = {
        "SELECT '{area}'", "SELECT 'it''s {area}; -- /* $x', 1", "SELECT a AS \"{area}\"", "SELECT a AS \"a\"\"{area}\"",
        "SELECT COUNT(*) - -1", "SELECT 4 / 2 * 1",
    };
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        ck_assert_str_eq(selected(alone[i]), alone[i]);
}
END_TEST

START_TEST(a_quotation_does_not_hide_a_register)
{
    ck_assert_ptr_null(strstr(selected("SELECT '''' FROM {area} AS a"), "{area}"));
    ck_assert_ptr_null(strstr(selected("SELECT 'a' || '--' FROM {area} AS a"), "{area}"));
    ck_assert_ptr_null(strstr(selected("SELECT '/*' FROM {area} AS a WHERE a.code <> '*/'"), "{area}"));
    ck_assert_ptr_null(strstr(selected("SELECT a.code AS \"'\" FROM {area} AS a"), "{area}"));
    ck_assert_ptr_null(strstr(selected("SELECT '\"' FROM {area} AS a"), "{area}"));
}
END_TEST

START_TEST(signs_that_could_hide_something_are_refused)
{
    refused("SELECT 1 -- FROM {area} AS a", "comments stand beside it");
    refused("SELECT 1 /* {area} */", "comments stand beside it");
    refused("SELECT 1; SELECT 2", "a sign that has no place");
    refused("SELECT [area] FROM {area} AS a", "a sign that has no place");
    refused("SELECT `area`", "a sign that has no place");
    refused("SELECT '\\' FROM {area} AS a WHERE \\", "a sign that has no place");
    refused("SELECT } FROM {area} AS a", "a sign that has no place");
    refused("SELECT $$ {area} $$", "number of a parameter");
    refused("SELECT $tag$ {area} $tag$", "number of a parameter");
    refused("SELECT E'\\' {area} '", "begins right after a word");
    refused("SELECT 'a", "a quotation is not closed");
    refused("SELECT \"a", "a quotation is not closed");
    refused("SELECT (1", "a bracket is not closed");
    refused("SELECT 1)", "closes that was not opened");
}
END_TEST

START_TEST(braces_hold_what_is_declared)
{
    refused("SELECT 1 FROM {nothing} AS a", "a register that is not declared");
    refused("SELECT 1 FROM {outcome_version} AS a", "a register that is not declared");
    refused("SELECT 1 FROM {this_name_is_longer_than_any_can_be} AS a", "a register that is not declared");
    refused("SELECT 1 FROM {} AS a", "a register that is not declared");
    refused("SELECT 1 FROM {area", "does not hold");
    refused("SELECT 1 FROM {area x} AS a", "does not hold");
    refused("SELECT 1 FROM {{area}} AS a", "does not hold");
    refused("SELECT 1 FROM {outcome.title} AS a", "no FIELD_REF_MANY");
    refused("SELECT 1 FROM {outcome.owner} AS a", "no FIELD_REF_MANY");
    refused("SELECT 1 FROM {outcome.nothing} AS a", "no FIELD_REF_MANY");
    refused("SELECT 1 FROM {outcome.leads.more} AS a", "does not hold");
    refused("SELECT 1 FROM {area}", "followed by AS");
    refused("SELECT 1 FROM {area} a", "followed by AS");
    refused("SELECT {area} AS a", "right after FROM or JOIN");
}
END_TEST

START_TEST(tables_cannot_be_named_bare)
{
    static const char *const bare[] = {
        "SELECT 1 FROM outcome", "SELECT 1 FROM Outcome AS o", "SELECT 1 FROM {area} AS a JOIN outcome AS o ON 1 = 1",
        "SELECT 1 FROM \"outcome\"", "SELECT 1 FROM outcome_version", "SELECT 1 FROM outcome_leads", "SELECT 1 FROM entry",
        "SELECT 1 FROM META", "SELECT 1 FROM (outcome JOIN {area} AS a ON 1 = 1)", "SELECT (SELECT 1 FROM task)",
        "WITH x AS (SELECT 1 FROM task) SELECT 1 FROM x", "SELECT 1 FROM\n\ttask", "SELECT DISTINCT 1 FROM task",
    };
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
        refused(bare[i], "tables are named as {register}");
    refused("SELECT 1 FROM {area} AS a, outcome", "by JOIN, not by a comma");
    refused("SELECT 1 FROM {area} AS a JOIN {task} AS t ON 1 = 1, outcome", "by JOIN, not by a comma");
    static const char *const changing[] = {"DELETE FROM outcome", "update outcome SET title = ''", "INSERT INTO outcome",
                                           "SELECT 1 INTO x FROM {area} AS a", "DROP TABLE outcome", "TABLE outcome"};
    for (size_t i = 0; i < sizeof changing / sizeof *changing; i++)
        refused(changing[i], "it can only read");
}
END_TEST

START_TEST(columns_may_be_called_like_registers)
{
    static const char *const right[] = {
        "SELECT r.outcome, r.area, task FROM x AS r WHERE r.area IS NOT DISTINCT FROM area AND area IN (1, 2)",
        "WITH x AS (SELECT 1 AS task, 2 AS area), y AS (SELECT 1 AS one) SELECT x.task FROM x JOIN y ON x.task = y.one",
        "SELECT COALESCE(a, b), (a, b) > (1, 2) FROM x GROUP BY a, b ORDER BY a, b LIMIT 1",
        "SELECT a FROM x UNION ALL SELECT a, b FROM y",
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        ck_assert_str_eq(selected(right[i]), right[i]);
}
END_TEST

/* --- on the databases ------------------------------------------------------------------------------------------------------- */

START_TEST(queries_join_count_and_order_on_both)
{
    struct garden garden = garden_start(ctx, _i);
    reader.connection = garden.connection;
    reader.registers = garden.registers;
    int64_t area = plant(&garden, (struct planted){.def = &sample_area, .values = {"code", "E1", "title", "Shire"}});
    for (int i = 1; i <= 3; i++)
        plant(&garden, (struct planted){.def = &sample_agency, .partnership = i == 2 ? 0 : 7,
                                        .values = {"ref", talloc_asprintf(ctx, "a%d", i), "title", "A", "kind",
                                                   i == 3 ? "police" : "health", "area",
                                                   i == 1 ? NULL : talloc_asprintf(ctx, "%lld", (long long)area)}});
    ck_assert_str_eq(read_query(ctx, &reader, "SELECT a.ref, e.title FROM {agency} AS a LEFT JOIN {area} AS e "
                                              "ON e.id = a.area ORDER BY a.natural_key"), "a1|-; a2|Shire; a3|Shire");
    ck_assert_str_eq(read_query(ctx, &reader, "SELECT a.kind, COUNT(*) FROM {agency} AS a GROUP BY a.kind ORDER BY a.kind"),
                     "health|2; police|1");
    ck_assert_str_eq(read_query(ctx, &reader, "WITH h AS (SELECT a.ref FROM {agency} AS a WHERE a.kind = 'health') "
                                              "SELECT h.ref FROM h ORDER BY h.ref DESC"), "a2; a1");
    ck_assert_str_eq(read_query(ctx, &reader, "SELECT a.ref FROM {agency} AS a WHERE EXISTS "
                                              "(SELECT 1 FROM {area} AS e WHERE e.id = a.area) ORDER BY a.ref"), "a2; a3");
    ck_assert_str_eq(read_query(ctx, &reader, "SELECT a.sort_title, a.partnership, a.visible, a.known_from FROM {agency} AS a "
                                              "WHERE a.ref = 'a2'"), "1a|0|0|2020-01-01");
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("record_select");
    TCase *text = tcase_create("the text");
    tcase_add_checked_fixture(text, setup, teardown);
    tcase_add_test(text, a_register_is_put_in_place);
    tcase_add_test(text, partnerships_are_those_of_the_registers_home);
    tcase_add_test(text, what_stands_in_quotes_is_left_alone);
    tcase_add_test(text, a_quotation_does_not_hide_a_register);
    tcase_add_test(text, signs_that_could_hide_something_are_refused);
    tcase_add_test(text, braces_hold_what_is_declared);
    tcase_add_test(text, tables_cannot_be_named_bare);
    tcase_add_test(text, columns_may_be_called_like_registers);
    tcase_add_test_on_engines(text, queries_join_count_and_order_on_both);
    suite_add_tcase(suite, text);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
