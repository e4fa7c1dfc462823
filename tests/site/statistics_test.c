/* goldthread spc and funnel as a person at a shell meets them: the finding first, then the table; CSV and JSON with every digit;
 * a picture; and mistakes with their place. */
#include "../support/engines.h"
#include "../support/program.h"

#include <check.h>
#include <jansson.h>
#include <string.h>
#include <talloc.h>

static void *ctx;
static const char *folder, *steps;

/* 12 figures about 30, then 12 about 20, out of 100 each. */
static void begin(void)
{
    ctx = talloc_new(NULL);
    folder = scratch_folder(ctx);
    steps = talloc_asprintf(ctx, "%s/steps.csv", folder);
    char *text = talloc_strdup(ctx, "date,value,denominator,goal\n");
    for (int i = 0; i < 24; i++)
        text = talloc_asprintf_append(text, "%d-%02d,%d,100,%s\n", 2023 + i / 12, i % 12 + 1, (i < 12 ? 30 : 15) + (i * 7) % 5,
                                      i < 12 ? "" : "22");
    file_put(steps, text);
}

static void end(void)
{
    talloc_free(ctx);
}

static bool begins_with(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

START_TEST(the_finding_comes_first_and_then_every_figure)
{
    const char *out = PROGRAM_DO(ctx, "spc", steps, "--improve", "down", "--measure", "Repeat referrals", "--unit", "%");
    ck_assert_msg(begins_with(out, "Repeat referrals: a change for the better is seen. "), "%s", out);
    ck_assert_ptr_nonnull(strstr(out, "\n\nDate     Figure  Centre"));
    ck_assert_ptr_nonnull(strstr(out, "\n2023-01     30%"));
    ck_assert_ptr_nonnull(strstr(out, "7 or more in a row below the average"));
    out = PROGRAM_DO(ctx, "spc", steps);
    ck_assert_msg(begins_with(out, "These figures: a fall is seen. "), "%s", out);
}
END_TEST

START_TEST(each_option_does_what_it_says)
{
    static const struct {
        const char *words[5], *says;
    } cases[] = {
        {{"--chart", "p", "--improve", "down"}, "of 24.5%"},
        {{"--chart", "run"}, "middle value"},
        {{"--rebase", "2024-01:new threshold document"}, "they begin there because of this: new"},
        {{"--exclude", "2023-03"}, "(set aside)"},
        {{"--improve", "down", "--target", "10"}, "the target of 10 or less will hardly ever be met"},
        {{"--improve", "down", "--target", "goal"}, "the target of 22 or less"},
        {{"--baseline", "12", "--improve", "down"}, "is below the lower limit of"},
        {{"--decimals", "2"}, "30.00"},
        {{"--profile", "anhoej"}, "These figures: a fall is seen"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const *words = cases[i].words;
        char *out = talloc_strdup(ctx, program_do(ctx, (const char *const[]){"spc", steps, words[0], words[1], words[2], words[3], NULL}));
        for (char *line = strchr(out, '\n'); line && line[1] != '\n'; line = strchr(line + 1, '\n'))
            *line = ' '; /* the finding in one line */
        ck_assert_msg(strstr(out, cases[i].says) != NULL, "%s %s: %s", words[0], words[1], out);
    }
}
END_TEST

START_TEST(csv_and_json_have_every_digit)
{
    const char *csv = PROGRAM_DO(ctx, "spc", steps, "--csv", "--chart", "p");
    ck_assert_msg(begins_with(csv, "date,value,events,out_of,centre,lower,upper,target,segment,fed_limits,variation,rules,sees\n"
                                   "2023-01,30,30,100,24.4583333333333,11.56"), "%s", csv);
    ck_assert_ptr_null(strstr(csv, "These figures"));
    json_error_t wrong;
    json_t *json = json_loads(PROGRAM_DO(ctx, "spc", steps, "--json", "--improve", "down", "--rebase", "2024-01:why"), 0, &wrong);
    ck_assert_msg(json != NULL, "%s", wrong.text);
    ck_assert_str_eq(json_string_value(json_object_get(json, "profile")), "mdc");
    ck_assert_uint_eq(json_array_size(json_object_get(json, "rows")), 24);
    json_t *parts = json_object_get(json, "parts");
    ck_assert_uint_eq(json_array_size(parts), 2);
    ck_assert_str_eq(json_string_value(json_object_get(json_array_get(parts, 1), "reason")), "why");
    ck_assert(json_is_true(json_object_get(json_array_get(json_object_get(json, "rows"), 0), "fed_limits")));
    json_decref(json);
}
END_TEST

START_TEST(a_picture_is_a_file_of_its_own)
{
    const char *picture = talloc_asprintf(ctx, "%s/steps.svg", folder);
    PROGRAM_DO(ctx, "spc", steps, "--svg", picture, "--improve", "up");
    const char *svg = file_text(ctx, picture);
    ck_assert(begins_with(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\""));
    ck_assert_ptr_nonnull(strstr(svg, "a change for the worse is seen"));
    ck_assert_ptr_nonnull(strstr(svg, "class=\"gt-spc__worse\""));
    ck_assert_ptr_null(strstr(svg, "http://www.w3.org/1999"));
}
END_TEST

START_TEST(a_mistake_names_its_place_or_its_option)
{
    const char *bad = talloc_asprintf(ctx, "%s/bad.csv", folder);
    file_put(bad, "date,value\n2023-01,3\n2023-02,three\n2023-03,\"4\n");
    static const struct {
        const char *words[4], *says;
    } cases[] = {
        {{"--chart", "pie"}, "--chart takes one of xmr"},
        {{"--profile", "mine"}, "--profile takes one of mdc"},
        {{"--improve", "sideways"}, "--improve takes one of neither, up, down; not sideways."},
        {{"--target", "gaol"}, ":1:1: found \"date\", expected a column gaol among these"},
        {{"--rebase", "2024-01"}, "--rebase takes a date and the reason"},
        {{"--rebase", "1 May:why"}, "--rebase: found 1 May, expected a month such as 2023-04"},
        {{"--rebase", "2031-01:why"}, "cannot begin anew"},
        {{"--exclude", "2031-01"}, "--exclude: there is no figure for 2031-01"},
        {{"--baseline", "1"}, "--baseline takes a whole number from 2"},
        {{"--multiply", "0"}, "--multiply takes a number above 0"},
        {{"--csv", "--json"}, "--csv and --json cannot be given together"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run_end end = PROGRAM_RUN(ctx, "spc", steps, cases[i].words[0], cases[i].words[1]);
        ck_assert_msg(end.code == 2, "%s: %d %s", cases[i].words[0], end.code, end.err);
        ck_assert_str_eq(end.out, "");
        ck_assert_msg(strstr(end.err, cases[i].says) != NULL, "%s", end.err);
    }
    struct run_end end = PROGRAM_RUN(ctx, "spc", bad);
    ck_assert_int_eq(end.code, 2);
    ck_assert_ptr_nonnull(strstr(end.err, "bad.csv:3:9: found \"three\", expected a number"));
    ck_assert_ptr_nonnull(strstr(end.err, "bad.csv:4:9: "));
    ck_assert_ptr_nonnull(strstr(end.err, "2 faults. Nothing was worked out."));
    ck_assert_int_eq(PROGRAM_RUN(ctx, "spc", "nowhere.csv").code, 3);
}
END_TEST

START_TEST(a_funnel_says_who_differs_beyond_chance)
{
    const char *areas = talloc_asprintf(ctx, "%s/areas.csv", folder);
    char *text = talloc_strdup(ctx, "area,value,denominator\n");
    for (int i = 0; i < 40; i++)
        text = talloc_asprintf_append(text, "Area %02d,%d,%d\n", i, 90 + (i * 13) % 20, 500);
    file_put(areas, talloc_asprintf(ctx, "%sFar,220,500\nSilent,,400\n", text));
    const char *out = PROGRAM_DO(ctx, "funnel", areas, "--area", "Far", "--measure", "Repeat plans", "--adjust", "never");
    ck_assert_msg(begins_with(out, "Repeat plans, Far: 44.0% against an average of"), "%s", out);
    ck_assert_ptr_nonnull(strstr(out, "above the 99.8% limit"));
    ck_assert_ptr_null(strstr(out, "Silent"));
    const char *csv = PROGRAM_DO(ctx, "funnel", areas, "--kind", "rate", "--csv");
    ck_assert(begins_with(csv, "area,value,denominator,figure,lower_998,lower_95,upper_95,upper_998,z,position\nArea 00,90,500,1800,"));
    ck_assert_int_eq(PROGRAM_RUN(ctx, "funnel", areas, "--area", "Near").code, 3);
    ck_assert_int_eq(PROGRAM_RUN(ctx, "funnel", areas, "--kind", "guess").code, 2);
    file_put(areas, "area,value,denominator\nA,3,2\n,1,2\nB,x,2\n");
    struct run_end end = PROGRAM_RUN(ctx, "funnel", areas);
    ck_assert_int_eq(end.code, 2);
    ck_assert_ptr_nonnull(strstr(end.err, "areas.csv:2:3: found \"3\", expected a count no greater than its denominator"));
    ck_assert_ptr_nonnull(strstr(end.err, "areas.csv:3:1: found nothing, expected an area's name"));
    ck_assert_ptr_nonnull(strstr(end.err, "areas.csv:4:3: found \"x\", expected a number that is not negative"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("statistics at the command line");
    TCase *tests = tcase_create("run");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, the_finding_comes_first_and_then_every_figure);
    tcase_add_test(tests, each_option_does_what_it_says);
    tcase_add_test(tests, csv_and_json_have_every_digit);
    tcase_add_test(tests, a_picture_is_a_file_of_its_own);
    tcase_add_test(tests, a_mistake_names_its_place_or_its_option);
    tcase_add_test(tests, a_funnel_says_who_differs_beyond_chance);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
