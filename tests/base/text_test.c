/* Text: what is UTF-8, how texts fold and sort, which numbers are read. */
#include "base/text.h"

#include "../support/narrow.h"

#include <check.h>
#include <math.h>
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

START_TEST(accepts_utf8_and_nothing_else)
{
    static const struct {
        const char *bytes;
        size_t count, sound; /* sound: bytes before the first that is wrong */
    } cases[] = {
        {"", 0, 0},
        {"abc", 3, 3},
        {"\xC2\x80", 2, 2},
        {"\xDF\xBF", 2, 2},
        {"\xE0\xA0\x80", 3, 3},
        {"\xED\x9F\xBF", 3, 3},
        {"\xEF\xBF\xBF", 3, 3},
        {"\xF0\x90\x80\x80", 4, 4},
        {"\xF4\x8F\xBF\xBF", 4, 4},
        {"a\0b", 3, 1},             /* NUL */
        {"a\x80", 2, 1},            /* a continuation alone */
        {"\xC0\x80", 2, 0},         /* overlong NUL */
        {"\xC1\xBF", 2, 0},         /* overlong */
        {"\xE0\x9F\xBF", 3, 0},     /* overlong */
        {"\xF0\x8F\xBF\xBF", 4, 0}, /* overlong */
        {"a\xED\xA0\x80", 4, 1},    /* the first surrogate */
        {"\xED\xBF\xBF", 3, 0},     /* the last surrogate */
        {"\xF4\x90\x80\x80", 4, 0}, /* U+110000 */
        {"\xF5\x80\x80\x80", 4, 0},
        {"ab\xE2\x82", 4, 2}, /* cut off */
        {"\xFF", 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_msg(text_utf8_prefix(cases[i].bytes, cases[i].count) == cases[i].sound, "case %zu", i);
        ck_assert(text_is_utf8(cases[i].bytes, cases[i].count) == (cases[i].sound == cases[i].count));
    }
}
END_TEST

START_TEST(counts_and_shortens_characters)
{
    ck_assert_uint_eq(text_length(""), 0);
    ck_assert_uint_eq(text_length("é€\U0001F600"), 3);
    ck_assert_str_eq(text_shorten(ctx, "ééé", 3), "ééé");
    ck_assert_str_eq(text_shorten(ctx, "éééé", 3), "éé…");
    ck_assert_str_eq(text_shorten(ctx, "ab", 1), "…");
    ck_assert_str_eq(text_shorten(ctx, "ab", 0), "");
    ck_assert_str_eq(text_shorten(ctx, "", 0), "");
}
END_TEST

START_TEST(folds_case_accents_and_punctuation_for_searching)
{
    static const struct {
        const char *text, *folded;
    } cases[] = {
        {"", ""},
        {" - ", ""},
        {"  Élan – Children's  ", "elan childrens"},
        {"Children’s", "childrens"},
        {"CHILDREN'S", "childrens"},
        {"e\u0301lan", "elan"},
        {"Straße STRASSE", "strasse strasse"},
        {"Łódź, Ørsted & Ærø", "lodz orsted aero"},
        {"ﬁfty ℡ ①", "fifty tel 1"},
        {"İstanbul ısı", "istanbul isi"},
        {"4.10(b)", "4 10 b"},
        {"Ἀθῆναι ΣΟΦΟΣ", "αθηναι σοφοσ"},
        {"\xFFx\xC0y", "x y"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *folded = text_fold(ctx, cases[i].text);
        ck_assert_str_eq(folded, cases[i].folded);
        ck_assert_str_eq(text_fold(ctx, folded), folded);
    }
}
END_TEST

START_TEST(makes_slugs_for_addresses)
{
    ck_assert_str_eq(text_slug(ctx, "Élan: what we want, 4.2"), "elan-what-we-want-4-2");
    ck_assert_str_eq(text_slug(ctx, "日本 x 語"), "x");
    ck_assert_str_eq(text_slug(ctx, "日本"), "");
    ck_assert_str_eq(text_slug(ctx, ""), "");
    char *words = talloc_strdup(ctx, "");
    for (int i = 0; i < 20; i++)
        words = talloc_asprintf(ctx, "%s nine%05d", words, i);
    ck_assert_str_eq(text_slug(ctx, words),
                     "nine00000-nine00001-nine00002-nine00003-nine00004-nine00005-nine00006-nine00007");
    char *word = talloc_zero_size(ctx, 200);
    memset(word, 'x', 199);
    ck_assert_uint_eq(strlen(text_slug(ctx, word)), TEXT_SLUG_MOST);
}
END_TEST

START_TEST(natural_keys_sort_references_as_people_do)
{
    static const char *const in_order[] = {
        "",    "1",    "1.1",        "1.2",          "1.10",          "2",  "4.2", "4.2a", "4.2b",
        "4.9", "4.10", "0123456789", "999999999999", "1000000000000", "a9", "A10", "a010b"};
    for (size_t i = 1; i < sizeof in_order / sizeof *in_order; i++)
        ck_assert_msg(strcmp(text_natural_key(ctx, in_order[i - 1]), text_natural_key(ctx, in_order[i])) < 0,
                      "%s before %s", in_order[i - 1], in_order[i]);
    ck_assert_str_eq(text_natural_key(ctx, "É4.2"), "é0000000004.0000000002");
    ck_assert_str_eq(text_natural_key(ctx, "4.02"), text_natural_key(ctx, "4.2"));
    ck_assert_str_eq(text_natural_key(ctx, "000000000000000"), "0000000000");
}
END_TEST

START_TEST(reads_integers_in_one_spelling)
{
    static const struct {
        const char *text;
        int64_t value;
    } good[] = {
        {"0", 0}, {"7", 7}, {"-7", -7}, {"9223372036854775807", INT64_MAX}, {"-9223372036854775808", INT64_MIN}};
    static const char *const bad[] = {"",
                                      "-",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "01",
                                      "-0",
                                      "00",
                                      "1.0",
                                      "0x1",
                                      "1e3",
                                      "1a",
                                      "--1",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999999",
                                      "\xD9\xA1"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t value = 99;
        ck_assert_msg(text_to_integer(good[i].text, &value), "%s", good[i].text);
        ck_assert_int_eq(value, good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t value = 99;
        ck_assert_msg(!text_to_integer(bad[i], &value), "%s", bad[i]);
        ck_assert_int_eq(value, 99);
    }
}
END_TEST

START_TEST(reads_decimals_to_the_nearest_double)
{
    static const struct {
        const char *text;
        double value;
    } good[] = {{"0", 0},
                {"-0", 0},
                {"-0.0", 0},
                {"0.1", 0.1},
                {"32.8", 32.8},
                {"-4.50", -4.5},
                {"123456789.123456", 123456789.123456},
                {"0.000000000000001", 1e-15},
                {"0.3333333333333333333", 1.0 / 3},
                {"179769313486231570000000000000000000", 1.7976931348623157e35},
                {"0.00000000000000000000000000000000000001", 1e-38},
                {"9007199254740993", 9007199254740992.0}};
    static const char *const bad[] = {"",
                                      "-",
                                      ".",
                                      ".5",
                                      "5.",
                                      "-.5",
                                      "+1",
                                      "1e3",
                                      "1E3",
                                      "inf",
                                      "nan",
                                      "-inf",
                                      "0x1",
                                      "1,5",
                                      " 1",
                                      "1 ",
                                      "01",
                                      "00.5",
                                      "1..2",
                                      "1.2.3",
                                      "--1",
                                      "1_000",
                                      "00000000000000000000000000000000000000001",
                                      "0.000000000000000000000000000000000000001"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double value = 99;
        ck_assert_msg(text_to_decimal(good[i].text, &value), "%s", good[i].text);
        ck_assert_msg(value == good[i].value && !signbit(value) == !signbit(good[i].value), "%s: %.17g", good[i].text,
                      value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value = 99;
        ck_assert_msg(!text_to_decimal(bad[i], &value), "%s", bad[i]);
        ck_assert(value == 99);
    }
}
END_TEST

START_TEST(decimals_agree_with_the_C_library)
{
    uint64_t state = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char text[48];
        int places = (int)(state >> 60);
        snprintf(text, sizeof text, "%.*f", places, (double)(state % 1000000007u) / 977.0);
        double value;
        ck_assert_msg(text_to_decimal(text, &value), "%s", text);
        ck_assert_msg(value == strtod(text, NULL), "%s", text);
    }
}
END_TEST

START_TEST(splits_trims_and_joins)
{
    struct text_list parts = {0};
    ck_assert_ptr_null(text_split(ctx, "", ';', &parts));
    ck_assert_uint_eq(parts.count, 0);
    ck_assert_ptr_null(text_split(ctx, "a;;b c;", ';', &parts));
    ck_assert_uint_eq(parts.count, 4);
    ck_assert_str_eq(parts.at[0], "a");
    ck_assert_str_eq(parts.at[1], "");
    ck_assert_str_eq(parts.at[2], "b c");
    ck_assert_str_eq(parts.at[3], "");
    ck_assert_str_eq(text_join(ctx, &parts, ";"), "a;;b c;");
    ck_assert_str_eq(text_join(ctx, &(struct text_list){0}, ";"), "");
    ck_assert_str_eq(text_trim(ctx, "\t a b\u00A0\n"), "a b");
    ck_assert_str_eq(text_trim(ctx, " \u2003 "), "");
    ck_assert_str_eq(text_trim(ctx, ""), "");
}
END_TEST

START_TEST(gives_NULL_when_memory_runs_out)
{
    char *(*const functions[])(const void *, const char *) = {text_fold, text_slug, text_natural_key, text_trim};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        size_t most = 100;
        for (;; most += 8) {
            void *narrow = narrow_context(ctx, most);
                    char *text = functions[i](narrow, "Élan 4.10, and more than the first two hundred and fifty-six bytes of a buffer: "
                                              "0000000000000000000000000000000000000000000000000000000000000000000000000000 "
                                              "0000000000000000000000000000000000000000000000000000000000000000000000000000 "
                                              "0000000000000000000000000000000000000000000000000000000000000000000000000000");
            talloc_free(narrow);
            if (text)
                break;
            ck_assert_uint_lt(most, 10000);
        }
        ck_assert_uint_gt(most, 100);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("text");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, accepts_utf8_and_nothing_else);
    tcase_add_test(tests, counts_and_shortens_characters);
    tcase_add_test(tests, folds_case_accents_and_punctuation_for_searching);
    tcase_add_test(tests, makes_slugs_for_addresses);
    tcase_add_test(tests, natural_keys_sort_references_as_people_do);
    tcase_add_test(tests, reads_integers_in_one_spelling);
    tcase_add_test(tests, reads_decimals_to_the_nearest_double);
    tcase_add_test(tests, decimals_agree_with_the_C_library);
    tcase_add_test(tests, splits_trims_and_joins);
    tcase_add_test(tests, gives_NULL_when_memory_runs_out);
    Suite *suite = suite_create("base/text");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
