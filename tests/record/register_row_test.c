/* The texts derived from values: their byte order must be the values' own order, and a search must find them. */
#include "../support/sample_registers.h"
#include "record/schema_tables.h"

#include <check.h>
#include <talloc.h>

static void *ctx;

static void setup(void)
{
    ctx = talloc_new(NULL);
}

static void teardown(void)
{
    talloc_free(ctx);
}

/* Each value must come before the next one, and the last before nothing recorded. */
static void ascending(const struct field_def *field, const char *const *values, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        const char *a = row_sort_text(ctx, field, values[i]), *b = row_sort_text(ctx, field, values[i + 1]);
        ck_assert_msg(strcmp(a, b) < 0, "%s (%s) does not come before %s (%s)", values[i], a, values[i + 1], b);
    }
    ck_assert_int_lt(strcmp(row_sort_text(ctx, field, values[count - 1]), row_sort_text(ctx, field, NULL)), 0);
}

#define ASCENDING(field, ...)                                                                                          \
    do {                                                                                                               \
        static const char *const values[] = {__VA_ARGS__};                                                             \
        ascending(field, values, sizeof values / sizeof *values);                                                      \
    } while (0)

START_TEST(numbers_sort_by_what_they_are_worth)
{
    static const struct field_def decimal = {.name = "d", .kind = FIELD_DECIMAL};
    static const struct field_def integer = {.name = "i", .kind = FIELD_INTEGER};
    ASCENDING(&decimal, "-1000", "-999.5", "-12.55", "-12.5", "-12", "-2", "-0.55", "-0.5", "-0.05", "0", "0.05", "0.5",
              "0.55", "1", "2", "9.99", "10", "32.75", "32.8", "100", "12345678901234567890");
    ASCENDING(&integer, "-9007199254740991", "-100", "-99", "-10", "-9", "-1", "0", "1", "9", "10", "99", "100",
              "9007199254740991");
    /* what is worth the same sorts the same, however it was typed */
    ck_assert_str_eq(row_sort_text(ctx, &decimal, "32.80"), row_sort_text(ctx, &decimal, "32.8"));
    ck_assert_str_eq(row_sort_text(ctx, &decimal, "5.00"), row_sort_text(ctx, &decimal, "5"));
    ck_assert_str_eq(row_sort_text(ctx, &decimal, "-0.0"), row_sort_text(ctx, &decimal, "0"));
}
END_TEST

START_TEST(other_kinds_sort_as_people_do)
{
    static const struct field_def text = {.name = "t", .kind = FIELD_TEXT};
    static const struct field_def date = {.name = "d", .kind = FIELD_DATE};
    static const struct field_def when = {.name = "w", .kind = FIELD_WHEN};
    static const struct field_def flag = {.name = "f", .kind = FIELD_FLAG};
    const struct field_def *status = &sample_outcome.fields[register_field_index(&sample_outcome, "status")];
    ASCENDING(&text, "4.2", "4.10", "apple", "Banana", "cherry 9", "Cherry 10", "zebra");
    ASCENDING(&date, "1999-12-31", "2000-01-01", "2000-01-02");
    /* by the last day; of one last day what is more precise comes first */
    ASCENDING(&when, "1999-12-31", "1999-12", "1999", "2000-01-01", "2000-01-30", "2000-01-31", "2000-01", "2000-02-01",
              "2000-11", "2000-12-30", "2000-12", "2000");
    ck_assert_str_eq(row_sort_text(ctx, &when, "2000-01-02"), row_sort_text(ctx, &date, "2000-01-02"));
    ASCENDING(&flag, "no", "yes");
    ASCENDING(status, "not-started", "in-progress", "completed"); /* as declared, not by letter */
}
END_TEST

START_TEST(a_long_text_is_cut_between_characters)
{
    static const struct field_def text = {.name = "t", .kind = FIELD_TEXT};
    for (size_t lead = 0; lead < 4; lead++) {
        char *s = talloc_strndup(ctx, "xxx", lead);
        for (int i = 0; i < 200; i++)
            s = talloc_strdup_append(s, "é");
        char *sort = row_sort_text(ctx, &text, s);
        ck_assert_uint_le(strlen(sort), 121);
        ck_assert_uint_ge(strlen(sort), 118);
        ck_assert_msg((strlen(sort) - 1 - lead) % 2 == 0, "cut inside a character");
    }
}
END_TEST

/* Two words and a day. */
static const struct register_def three_parts = {
    .name = "k", .key = "a,b,day",
    .fields = (const struct field_def[]){{.name = "a", .kind = FIELD_TEXT}, {.name = "b", .kind = FIELD_TEXT},
                                         {.name = "day", .kind = FIELD_DATE}, FIELDS_END}};

START_TEST(a_key_sorts_part_by_part)
{
    static const char *const keys[][3] = {
        {"a", "2", "2020-12-31"}, {"a", "10", "2019-12-31"}, {"a", "10", "2020-01-01"}, {"a b", "1", "2000-01-01"},
        {"ab", "1", "2000-01-01"}, {"b", "0", "2000-01-01"},
    };
    for (size_t i = 0; i + 1 < sizeof keys / sizeof *keys; i++)
        ck_assert_int_lt(strcmp(row_natural_key(ctx, &three_parts, keys[i]), row_natural_key(ctx, &three_parts, keys[i + 1])),
                         0);
    static const char *const readings[][3] = {
        {"a", "2019-01-01", "2019-10-30"}, {"a", "2019-01-01", "2019-10-31"}, {"a", "2019-01-01", "2019-10"},
        {"a", "2019-01-01", "2019-11-01"}, {"a", "2019-01-01", "2019"}, {"a", "2019-01-02", "2018"},
    };
    for (size_t i = 0; i + 1 < sizeof readings / sizeof *readings; i++)
        ck_assert_int_lt(strcmp(row_natural_key(ctx, &sample_reading, readings[i]),
                                row_natural_key(ctx, &sample_reading, readings[i + 1])), 0);
    static const char *const one[] = {"A9"};
    ck_assert_str_eq(row_natural_key(ctx, &sample_outcome, one), "a0000000009");
}
END_TEST

START_TEST(a_search_looks_in_all_words_and_nothing_else)
{
    const struct register_def *def = &sample_outcome;
    const char *texts[14] = {0};
    texts[register_field_index(def, "ref")] = "4.2";
    texts[register_field_index(def, "title")] = "Élan – Children's";
    texts[register_field_index(def, "says")] = "One\n\nTwo";
    texts[register_field_index(def, "leads")] = "12;13";
    texts[register_field_index(def, "owner")] = "14";
    texts[register_field_index(def, "size")] = "32.80";
    texts[register_field_index(def, "due")] = "2020-01-01";
    texts[register_field_index(def, "status")] = "not-started";
    ck_assert_str_eq(row_folded(ctx, def, texts), "4 2 elan childrens one two not started");
    const char *none[14] = {0};
    ck_assert_str_eq(row_folded(ctx, def, none), "");
}
END_TEST

/* Sorted by its key, which needs no column of its own, and by a day. */
static const struct register_def keyed = {
    .name = "k", .key = "ref", .sorts = "ref,due",
    .fields = (const struct field_def[]){{.name = "ref", .kind = FIELD_TEXT}, {.name = "due", .kind = FIELD_DATE},
                                         {.name = "title", .kind = FIELD_TEXT}, FIELDS_END}};

START_TEST(only_declared_sorts_have_a_column)
{
    ck_assert(!field_has_sort_column(&keyed, &keyed.fields[0])); /* the key is sorted by natural_key */
    ck_assert(field_has_sort_column(&keyed, &keyed.fields[1]));
    ck_assert(!field_has_sort_column(&keyed, &keyed.fields[2]));
    ck_assert(field_has_sort_column(&sample_rating, &sample_rating.fields[1])); /* part of a key */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("derived texts");
    TCase *texts = tcase_create("texts");
    tcase_add_checked_fixture(texts, setup, teardown);
    tcase_add_test(texts, numbers_sort_by_what_they_are_worth);
    tcase_add_test(texts, other_kinds_sort_as_people_do);
    tcase_add_test(texts, a_long_text_is_cut_between_characters);
    tcase_add_test(texts, a_key_sorts_part_by_part);
    tcase_add_test(texts, a_search_looks_in_all_words_and_nothing_else);
    tcase_add_test(texts, only_declared_sorts_have_a_column);
    suite_add_tcase(suite, texts);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
