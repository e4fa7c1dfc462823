/* goldthread verdict as a person at a shell meets it: each of the seven answers from a file and the words of a declaration, what it
 * rests on, milestones, the calendar, neighbours; JSON and CSV; the picture; and mistakes with their place. */
#include "../support/engines.h"
#include "../support/program.h"

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <string.h>
#include <talloc.h>

#define EXPECTED "down 5 by 2024-03 from 2023-04 declared 2023-02-01"

static void *ctx;
static const char *folder, *file;

/* Between -1 and 1, evenly spread and without order. */
static double noise(int i)
{
    double turned = (i + 1) * 0.6180339887498949;
    return 2 * (turned - floor(turned)) - 1;
}

/* Monthly figures: 24 about `level` from April 2021, 12 about `after` since April 2023; beside them a neighbour that moves along,
 * one that does not. With denominators each is a count out of 100. */
static void put_figures(double level, double after, double spread, bool denominators)
{
    char *text = talloc_asprintf(ctx, "date,value,along,still%s\n", denominators ? ",denominator" : "");
    for (int i = 0; i < 36; i++) {
        double figure = (i < 24 ? level : after) + spread * noise(i), along = (i < 24 ? level : after) + spread * noise(i + 7);
        text = talloc_asprintf_append(text, "%d-%02d,%.1f,%.1f,%.1f%s\n", 2021 + (3 + i) / 12, (3 + i) % 12 + 1, figure, along,
                                      level + spread * noise(i + 11), denominators ? ",100" : "");
    }
    file_put(file, text);
}

static void put_series(double level, double after, double spread)
{
    put_figures(level, after, spread, false);
}

static void begin(void)
{
    ctx = talloc_new(NULL);
    folder = scratch_folder(ctx);
    file = talloc_asprintf(ctx, "%s/series.csv", folder);
    put_series(31, 24, 0.5);
}

static void end(void)
{
    talloc_free(ctx);
}

/* What the command prints, its lines joined, so that a sentence can be looked for wherever it was folded. */
static const char *joined(const char *const *arguments)
{
    char *out = talloc_strdup(ctx, program_do(ctx, arguments));
    size_t to = 0;
    for (size_t from = 0; out[from]; from++) {
        char c = out[from] == '\n' ? ' ' : out[from];
        if (!(c == ' ' && to > 0 && out[to - 1] == ' '))
            out[to++] = c;
    }
    out[to] = '\0';
    return out;
}

#define VERDICT(...) joined((const char *const[]){"verdict", file, __VA_ARGS__, NULL})

static void has(const char *out, const char *words)
{
    ck_assert_msg(strstr(out, words) != NULL, "\"%s\" is not in: %.1500s", words, out);
}

static void begins(const char *out, const char *words)
{
    ck_assert_msg(strncmp(out, words, strlen(words)) == 0, "%.1500s", out);
}

START_TEST(each_of_the_seven_answers_comes_from_a_file)
{
    static const struct {
        double level, after, spread;
        const char *expect, *today, *answer;
    } cases[] = {
        {31, 24, 0.5, EXPECTED, "2023-03-31", "not started. The action starts on 1 April 2023."},
        {31, 24, 0.5, EXPECTED, "2023-09-01", "too early. It is due on 31 March 2024; 6 figures have come since it started."},
        {31, 24, 0.5, EXPECTED, "2024-05-01", "change seen, size confirmed. Since 1 April 2023"},
        {31, 26, 1.5, EXPECTED, "2024-05-01", "change seen, size not confirmed. Since 1 April 2023"},
        {31, 31, 1.0, EXPECTED, "2024-05-01", "no change seen. Since 1 April 2023"},
        {31, 29, 6.0, EXPECTED, "2024-05-01", "cannot tell. Since 1 April 2023"},
        {31, 36, 0.5, EXPECTED, "2024-05-01", "change in the wrong direction. Since 1 April 2023"},
        {31, 36, 0.5, "up 31 to 34 by 2024-03-31 from 2023-04-01", "2024-05-01", "change seen, size confirmed."},
        {31, 24, 0.5, "down by 2024 from 2023-04", "2025-01-01", "change seen, size not confirmed."},
        {31, 24, 0.5, "down 5 by 2023-06 from 2023-04 lag 300", "2023-07-01", "too early. Only 0 figures have come"},
        {31, 24, 0.5, "down 5 from 2023-04 declared 2023-09-10 by 2024-03", "2024-05-01", "cannot tell. It was declared on 10 September"},
        {31, 24, 0.5, "down 5 from 2023-04 by 2024-03 baseline 2022-10", "2024-05-01", "cannot tell. Only 6 comparable figures"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put_series(cases[i].level, cases[i].after, cases[i].spread);
        const char *out = VERDICT("--expect", cases[i].expect, "--today", cases[i].today, "--measure", "repeat referrals", "--unit", "%");
        begins(out, "Repeat referrals: ");
        begins(out + strlen("Repeat referrals: "), cases[i].answer);
    }
}
END_TEST

START_TEST(what_it_rests_on_is_printed)
{
    const char *out = VERDICT("--expect", EXPECTED, "--unit", "%", "--path", "2023-09:28", "--path", "2024-03:20", "--path", "2025:10",
                              "--today", "2024-05-01");
    has(out, "What it rests on - Against the level before the start: -7.");
    has(out, "(95% interval: -7.");
    has(out, "shows a signal in the declared direction");
    has(out, "had a chance of 100 in 100 to be seen");
    has(out, "Figures: 24 before the start, 12 after it, 0 set aside.");
    has(out, "What was taken for granted - The 24 figures");
    has(out, "What else might explain or hide a change - No comparison with neighbours was given");
    has(out, "What would change the answer - A change of definition");
    has(out, "- 30 September 2023: reached. These figures: at most 28% was wanted by September 2023.");
    has(out, "- 31 March 2024: not reached.");
    has(out, "- 31 December 2025: still to come.");
    has(out, " 2023-03 ");
    put_series(31, 29, 6);
    has(VERDICT("--expect", EXPECTED, "--today", "2024-05-01"), "When to look again");
    has(VERDICT("--expect", EXPECTED, "--path", "2024-04:20", "--today", "2024-06-01"), "2024: no figure for that date.");
}
END_TEST

START_TEST(calendar_and_neighbours_are_heard)
{
    has(VERDICT("--expect", EXPECTED, "--event", "2023-05:action:a new rota"), "began about then, a new rota: which of them");
    has(VERDICT("--expect", EXPECTED, "--event", "2023-04:definition:fewer are counted"),
        "cannot tell. What the figure counts changed while the action was starting");
    has(VERDICT("--expect", EXPECTED, "--event", "2022-01:rebase"), "Figures: 15 before the start, 12 after it, 9 set aside.");
    const char *out = VERDICT("--expect", EXPECTED, "--neighbour", "along");
    has(out, "cannot tell. Since 1 April 2023");
    has(out, "the neighbours' figures moved too");
    out = VERDICT("--expect", EXPECTED, "--neighbour", "still");
    has(out, "change seen, size confirmed");
    has(out, "Against the neighbours' median: -7.");
    has(out, " Neighbours What the rules see ");
}
END_TEST

START_TEST(counts_are_read_with_their_denominators)
{
    put_figures(31, 24, 2, true);
    struct run_end unsaid = PROGRAM_RUN(ctx, "verdict", file, "--expect", EXPECTED);
    ck_assert_int_eq(unsaid.code, 2);
    has(unsaid.err, "series.csv: found a column denominator, expected --kind proportion or rate, to divide by it, or --kind figures");
    has(VERDICT("--expect", EXPECTED, "--kind", "figures"), "These figures: change seen");
    has(VERDICT("--expect", EXPECTED, "--kind", "proportion"), "These figures: change seen");
    has(VERDICT("--expect", EXPECTED, "--kind", "rate", "--multiply", "10000"), "Since 1 April 2023 it has been on average 7");
    char *text = talloc_strdup(ctx, "date,value,denominator\n");
    for (int i = 0; i < 36; i++)
        text = talloc_asprintf_append(text, "%d-%02d,%d,%d\n", 2021 + (3 + i) / 12, (3 + i) % 12 + 1, i % 3 == 0, i == 5 ? 0 : 40);
    file_put(file, text);
    has(VERDICT("--expect", "down 1 by 2024-03 from 2023-04", "--kind", "proportion"), "too few events in each period");
}
END_TEST

START_TEST(the_rhythm_is_found_in_the_dates)
{
    static const struct {
        int months;
        const char *step;
    } rhythms[] = {{3, "quarter"}, {12, "year"}};
    for (size_t r = 0; r < 2; r++) {
        char *text = talloc_strdup(ctx, "date,value\n");
        for (int i = 0; i < 20; i++) {
            int month = i * rhythms[r].months;
            text = talloc_asprintf_append(text, "%d-%02d-01,%.1f\n", 2000 + month / 12, month % 12 + 1, 30 + noise(i));
        }
        file_put(file, text);
        const char *out = PROGRAM_DO(ctx, "verdict", file, "--expect", "down 1 by 2004-12 from 2003", "--json");
        has(out, talloc_asprintf(ctx, "\"rhythm\":\"%s\"", rhythms[r].step));
    }
}
END_TEST

START_TEST(json_and_csv_have_every_digit)
{
    json_error_t wrong;
    json_t *json = json_loads(PROGRAM_DO(ctx, "verdict", file, "--expect", EXPECTED, "--json", "--path", "2024-03:25", "--neighbour", "still",
                                         "--today", "2024-05-01"), 0, &wrong);
    ck_assert_msg(json != NULL, "%s", wrong.text);
    ck_assert_str_eq(json_string_value(json_object_get(json, "answer")), "seen-confirmed");
    ck_assert_str_eq(json_string_value(json_object_get(json_object_get(json, "declared"), "due")), "2024-03-31");
    ck_assert_str_eq(json_string_value(json_object_get(json_object_get(json, "declared"), "declared_on")), "2023-02-01");
    ck_assert_int_eq(json_integer_value(json_object_get(json, "before")), 24);
    double low = json_number_value(json_object_get(json_object_get(json, "against_level"), "low"));
    ck_assert_msg(low < -7 && low > -8, "%g", low);
    ck_assert(json_is_object(json_object_get(json, "against_neighbours")));
    ck_assert_double_gt(json_number_value(json_object_get(json, "power")), 0.9);
    ck_assert_uint_gt(json_array_size(json_object_get(json, "assumptions")), 1);
    json_t *milestone = json_array_get(json_object_get(json, "milestones"), 0);
    ck_assert_str_eq(json_string_value(json_object_get(milestone, "answer")), "reached");
    json_t *rows = json_object_get(json, "rows");
    ck_assert_uint_eq(json_array_size(rows), 36);
    ck_assert_str_eq(json_string_value(json_object_get(json_array_get(rows, 23), "part")), "before");
    ck_assert_str_eq(json_string_value(json_object_get(json_array_get(rows, 24), "part")), "after");
    json_decref(json);
    const char *csv = PROGRAM_DO(ctx, "verdict", file, "--expect", "down 5 by 2024-03 from 2023-04 lag 31", "--csv", "--today", "2024-02-15");
    begins(csv, "date,value,events,out_of,part,centre,lower,upper,neighbours,variation,rules,sees\n2021-04,31.1,,,before,");
    has(csv, "\n2023-04,24");
    has(csv, ",set aside,");
    has(csv, ",,,later,");
}
END_TEST

START_TEST(the_picture_marks_start_lag_and_due_date)
{
    const char *picture = talloc_asprintf(ctx, "%s/series.svg", folder);
    PROGRAM_DO(ctx, "verdict", file, "--expect", "down 5 by 2023-12 from 2023-04 lag 60", "--svg", picture, "--measure", "Repeat referrals");
    const char *svg = file_text(ctx, picture);
    begins(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    has(svg, ">Repeat referrals: change seen, size confirmed</title>");
    has(svg, ">start</text>");
    has(svg, ">lag over</text>");
    has(svg, ">due</text>");
    PROGRAM_DO(ctx, "verdict", file, "--expect", "down 5 by 2026-12 from 2023-04", "--svg", picture);
    ck_assert_ptr_null(strstr(file_text(ctx, picture), ">due</text>"));
    ck_assert_ptr_null(strstr(file_text(ctx, picture), ">lag over</text>"));
}
END_TEST

START_TEST(a_mistake_names_its_place_or_its_option)
{
    static const struct {
        const char *option, *value, *says;
    } cases[] = {
        {"--expect", "", "--expect: found nothing more, expected up or down first, as in --expect \"down 6 by"},
        {"--expect", "sideways 3", "--expect: found sideways, expected up or down first"},
        {"--expect", "down -6 by 2024 from 2023", "found -6, expected a change that way"},
        {"--expect", "down 6% by 2024 from 2023", "found 6%, expected by, from, lag, declared or baseline, each once"},
        {"--expect", "down 25 to 31 by 2024 from 2023", "found 25, expected a change that way"},
        {"--expect", "down 31 to few by 2024", "found few, expected a number after to"},
        {"--expect", "down 6 by March from 2023", "found March, expected a date such as 2020-03-31"},
        {"--expect", "down 6 by 2024 by 2025 from 2023", "found by, expected by, from, lag"},
        {"--expect", "down 6 by 2024", "found nothing more, expected by and from with their dates"},
        {"--expect", "down 6 by 2022 from 2023", "found 2022-12-31, expected a day to be due by that does not lie before the start"},
        {"--expect", "down 6 by 2024 from 2023 lag few", "found few, expected a number of days"},
        {"--path", "2024-03", "--path takes a date and the figure wanted by then"},
        {"--path", "soon:25", "--path: found soon, expected a date such as 2023-04-01"},
        {"--event", "2023-05:party", "--event takes a date, one of definition, rebase and action"},
        {"--event", ":action", "--event: found nothing, expected a date"},
        {"--today", "now", "--today: found now, expected a day such as 2023-04-01"},
        {"--kind", "guess", "--kind takes one of figures, proportion, rate; not guess"},
        {"--neighbour", "gone", ":1:1: found \"date\", expected a column gone among these"},
        {"--multiply", "0", "--multiply takes a number above 0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool expect = strcmp(cases[i].option, "--expect") == 0;
        struct run_end end = expect ? PROGRAM_RUN(ctx, "verdict", file, "--expect", cases[i].value)
                                    : PROGRAM_RUN(ctx, "verdict", file, "--expect", EXPECTED, cases[i].option, cases[i].value);
        ck_assert_msg(end.code == 2, "%s: %d %s", cases[i].value, end.code, end.err);
        ck_assert_str_eq(end.out, "");
        has(end.err, cases[i].says);
    }
    ck_assert_int_eq(PROGRAM_RUN(ctx, "verdict", "nowhere.csv", "--expect", EXPECTED).code, 3);
    ck_assert_int_eq(PROGRAM_RUN(ctx, "verdict", file).code, 2);
}
END_TEST

START_TEST(a_file_that_cannot_carry_it_is_refused_with_its_place)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"date,value\n2023-01-01,3\n2023-01-15,4\n2023-01-29,5\n", "series.csv: found one figure a fortnight, expected one a week, month"},
        {"date,value\n2023-01-01,3\n2023-03-04,4\n2023-05-05,5\n", "series.csv: found figures at no steady distance, expected"},
        {"date,value\n1,3\n2,4\n3,5\n", "series.csv: found one figure a case, expected"},
        {"date,value\n2023-01-01,3\n2023-02-01,4\n2023-02-02,5\n2023-03-01,5\n2023-04-01,5\n2023-05-01,5\n",
         "series.csv:4:1: found \"2023-02-02\", expected one figure a month: line 3 has that month's already"},
        {"date,value\n2023-01,three\n2023-02,\"4\n", "series.csv:2:9: found \"three\", expected a number"},
        {"date,value\n2023-13,3\n", "series.csv:2:1: found \"2023-13\", expected a day"},
        {"date\n2023-01\n", "series.csv:1:1: found \"date\", expected a column value among these"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file_put(file, cases[i].text);
        struct run_end end = PROGRAM_RUN(ctx, "verdict", file, "--expect", EXPECTED);
        ck_assert_msg(end.code == 2, "%s: %d %s", cases[i].text, end.code, end.err);
        has(end.err, cases[i].says);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("goldthread verdict");
    TCase *tests = tcase_create("run");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, each_of_the_seven_answers_comes_from_a_file);
    tcase_add_test(tests, what_it_rests_on_is_printed);
    tcase_add_test(tests, calendar_and_neighbours_are_heard);
    tcase_add_test(tests, counts_are_read_with_their_denominators);
    tcase_add_test(tests, the_rhythm_is_found_in_the_dates);
    tcase_add_test(tests, json_and_csv_have_every_digit);
    tcase_add_test(tests, the_picture_marks_start_lag_and_due_date);
    tcase_add_test(tests, a_mistake_names_its_place_or_its_option);
    tcase_add_test(tests, a_file_that_cannot_carry_it_is_refused_with_its_place);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
