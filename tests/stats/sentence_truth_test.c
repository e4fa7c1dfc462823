/* Findings are true: for thousands of random series of every chart, each number and each date that a finding names is
 * worked out anew from the points and compared. How findings are worded is the matter of sentence_test.c. */
#include "stats/sentence.h"

#include "base/date.h"

#include <check.h>
#include <math.h>
#include <talloc.h>

#define MONTHS_MOST 40

static const struct sentence_words words = {.measure = "Visits", .unit = "%", .decimals = 1, .step = "month"};

/* One random chart and what is said of it. */
struct trial {
    void *ctx;
    uint64_t random;
    struct point points[MONTHS_MOST];
    size_t count;
    struct spc_options options;
    struct target_step target;
    struct rebase rebase;
    int32_t excluded[3];
    struct spc_result *result;
    const struct spc_point *latest;
    const struct spc_segment *segment;
    const char *text;
};

static uint64_t draw(struct trial *trial, uint64_t below)
{
    trial->random ^= trial->random << 13;
    trial->random ^= trial->random >> 7;
    trial->random ^= trial->random << 17;
    return (trial->random >> 11) % below;
}

/* Bell-shaped enough: the sum of four even ones, standard deviation 0.58. */
static double wobble(struct trial *trial)
{
    double sum = 0;
    for (int i = 0; i < 4; i++)
        sum += (double)draw(trial, 1001) / 1000 - 0.5;
    return sum;
}

/* ---- making a series ---- */

static double next_value(struct trial *trial, uint64_t kind, size_t i)
{
    switch (kind) {
    case 0:
        return 50 + 4 * wobble(trial);
    case 1:
        return (double)draw(trial, 5) + 3;
    case 2:
        return draw(trial, 8) == 0 ? 1 : 0;
    case 3:
        return i < trial->count / 2 ? 20 + 2 * wobble(trial) : 24 + 2 * wobble(trial);
    case 4:
        return 30 + 0.7 * (double)i + wobble(trial);
    case 5:
        return draw(trial, 15) == 0 ? 40 : 90;
    case 6:
        return 100;
    case 7: /* falling, and yet above what was before */
        return i < 14 ? 30 + wobble(trial) : 48 - 0.6 * (double)(i - 14);
    default:
        return floor(8 + (i / 9 % 2 ? 0.5 : -0.5) * (double)(i % 9) + 0.4 * wobble(trial));
    }
}

static void make_points(struct trial *trial)
{
    uint64_t kind = draw(trial, 9), gaps = draw(trial, 4);
    size_t months = 1 + draw(trial, MONTHS_MOST), month = 0;
    for (trial->count = 0; trial->count < months; trial->count++, month++) {
        month += gaps == 1 && draw(trial, 12) == 0 ? 1 : 0; /* a month that is not there at all */
        double out_of = 40 + (double)draw(trial, 60);
        trial->points[trial->count] = (struct point){
            .day = date_from_civil(2015 + (int)month / 12, 1 + (int)month % 12, 1).days,
            .out_of = out_of,
            .missing = gaps >= 2 && draw(trial, 10) == 0,
        };
    }
    for (size_t i = 0; i < trial->count; i++)
        trial->points[i].value = next_value(trial, kind, i);
    enum spc_chart chart = trial->options.chart;
    for (size_t i = 0; i < trial->count; i++) {
        struct point *point = &trial->points[i];
        if (chart == SPC_P || chart == SPC_P_PRIME)
            point->value = floor(point->out_of * point->value / 110);
        if (chart == SPC_T)
            point->value += 0.5;
    }
}

static void make_options(struct trial *trial)
{
    static const struct spc_profile *const profiles[] = {&spc_profile_mdc, &spc_profile_mdc, &spc_profile_mdc,
                                                         &spc_profile_anhoej, &spc_profile_nhsr};
    static const enum improvement ways[] = {IMPROVEMENT_NEITHER, IMPROVEMENT_UP, IMPROVEMENT_DOWN};
    trial->options = (struct spc_options){
        .chart = (enum spc_chart)draw(trial, SPC_CHARTS),
        .profile = profiles[draw(trial, 5)],
        .improvement = ways[draw(trial, 3)],
        .baseline = draw(trial, 3) == 0 ? 12 : 0,
        .runs_method = (enum runs_method)draw(trial, 3),
        .targets = &trial->target,
        .target_count = draw(trial, 2),
        .rebases = &trial->rebase,
        .excluded = trial->excluded,
    };
    if (trial->options.chart == SPC_P || trial->options.chart == SPC_P_PRIME)
        trial->options.multiply = 100;
    make_points(trial);
    trial->target = (struct target_step){INT32_MIN, 20 + (double)draw(trial, 80)};
    trial->rebase = (struct rebase){trial->points[draw(trial, trial->count)].day, NULL};
    trial->options.rebase_count = draw(trial, 4) == 0 ? 1 : 0;
    trial->options.excluded_count = draw(trial, 3) == 0 ? 3 : 0;
    for (size_t i = 0; i < 3; i++)
        trial->excluded[i] = trial->points[draw(trial, trial->count)].day;
}

static void make(struct trial *trial, uint64_t seed)
{
    *trial = (struct trial){.ctx = talloc_new(NULL), .random = 88172645463325252u + seed * 2654435761u};
    for (int i = 0; i < 8; i++)
        draw(trial, 2);
    make_options(trial);
    struct error *error =
        spc_chart_new(trial->ctx, trial->points, trial->count, &trial->options, &trial->result);
    ck_assert_msg(!error, "%s", error ? error->message : "");
    trial->text = sentence_spc(trial->ctx, trial->result, &words);
    ck_assert_ptr_nonnull(trial->text);
    if (trial->result->latest < trial->result->point_count) {
        trial->latest = &trial->result->points[trial->result->latest];
        trial->segment = &trial->result->segments[trial->latest->segment];
    }
}

/* ---- reading a finding ---- */

#define HOLDS(trial, truth) \
    ck_assert_msg((truth), "%s is not so: %s (chart %s, %s)", #truth, (trial)->text, \
                  spc_chart_name((trial)->result->chart), (trial)->result->profile->name)

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

/* The month that `at` begins with ("March 2019"), as its first day; INT32_MIN when there is none. */
static int32_t month_at(const char *at)
{
    for (int m = 0; m < 12; m++) {
        size_t length = strlen(months[m]);
        int year = 0;
        if (strncmp(at, months[m], length) == 0 && sscanf(at + length, " %4d", &year) == 1)
            return date_from_civil(year, m + 1, 1).days;
    }
    return INT32_MIN;
}

static const struct spc_point *point_on(const struct trial *trial, int32_t day)
{
    for (size_t i = 0; i < trial->result->point_count; i++) {
        if (trial->result->points[i].day == day)
            return &trial->result->points[i];
    }
    return NULL;
}

/* The beginning of the sentence that `at` stands in. */
static const char *sentence_of(const struct trial *trial, const char *at)
{
    while (at > trial->text && at[-1] != '.')
        at--;
    return at;
}

/* What follows the phrase; NULL when the finding has none. */
static const char *after(const struct trial *trial, const char *phrase)
{
    const char *at = strstr(trial->text, phrase);
    return at ? at + strlen(phrase) : NULL;
}

static bool begins_with_figure(const struct trial *trial, const char *at, double figure)
{
    char *printed = sentence_figure(trial->ctx, &words, figure);
    return strncmp(at, printed, strlen(printed)) == 0;
}

static size_t number_at(const char *at)
{
    size_t number = SIZE_MAX;
    return at && sscanf(at, "%zu", &number) == 1 ? number : SIZE_MAX;
}

static bool counts(const struct spc_point *point)
{
    return !isnan(point->value) && !point->excluded;
}

/* ---- what must be true ---- */

static void check_spelling(const struct trial *trial)
{
    HOLDS(trial, !strstr(trial->text, "nan") && !strstr(trial->text, "NaN") && !strstr(trial->text, "inf "));
    HOLDS(trial, !strstr(trial->text, "no figure in") && !strstr(trial->text, "(null)"));
    HOLDS(trial, !strstr(trial->text, "−0.0%") && !strstr(trial->text, "-"));
}

/* Every month named has a figure, but for the first of a part that may have none. */
static void check_months(const struct trial *trial)
{
    const char *anew = after(trial, "begin anew with ");
    for (const char *at = trial->text; *at; at++) {
        int32_t day = month_at(at);
        if (day == INT32_MIN)
            continue;
        const struct spc_point *point = point_on(trial, day);
        HOLDS(trial, point != NULL);
        HOLDS(trial, at == anew || !isnan(point->value));
    }
}

static void check_latest(const struct trial *trial)
{
    static const char *const phrases[] = {"The latest figure is ", "The latest figure, ", "The latest is "};
    for (size_t i = 0; i < 3; i++) {
        const char *at = after(trial, phrases[i]);
        if (!at)
            continue;
        HOLDS(trial, begins_with_figure(trial, at, trial->latest->value));
        HOLDS(trial, month_at(strstr(at, " in ") + 4) == trial->latest->day);
    }
    const char *limits = after(trial, "between the limits of ");
    if (limits) {
        HOLDS(trial, begins_with_figure(trial, limits, trial->latest->lower));
        HOLDS(trial, begins_with_figure(trial, strstr(limits, " and ") + 5, trial->latest->upper));
        HOLDS(trial, trial->latest->value >= trial->latest->lower && trial->latest->value <= trial->latest->upper);
    }
}

static void check_limit(const struct trial *trial)
{
    const char *above = after(trial, "is above the upper limit of "), *below = after(trial, "is below the lower limit of ");
    HOLDS(trial, !above || (trial->latest->value > trial->latest->upper &&
                            begins_with_figure(trial, above, trial->latest->upper)));
    HOLDS(trial, !below || (trial->latest->value < trial->latest->lower &&
                            begins_with_figure(trial, below, trial->latest->lower)));
}

/* "Every figure since M lies above ..." and "No figure since M lies below ..., and N lie above it". */
static void check_run(const struct trial *trial, const char *phrase, bool all_on_one_side)
{
    const char *at = after(trial, phrase);
    if (!at)
        return;
    const char *lies = strstr(at, " lies ") + 6;
    int side = (strncmp(lies, "above", 5) == 0) == all_on_one_side ? 1 : -1;
    size_t length = 0, left_out = 0;
    for (const struct spc_point *p = point_on(trial, month_at(at)); p <= trial->latest; p++) {
        double above = isnan(p->value) ? 0 : p->value - p->centre;
        if (p->excluded) {
            left_out += isnan(p->value) ? 0 : 1;
            continue;
        }
        HOLDS(trial, side * above > 0 || isnan(p->value) || (!all_on_one_side && p->side == 0));
        length += side * above > 0 && p->side != 0 ? 1 : 0;
    }
    HOLDS(trial, number_at(strstr(lies, all_on_one_side ? ": " : ", and ") + (all_on_one_side ? 2 : 6)) == length);
    const char *uncounted = strstr(lies, "not counting ");
    HOLDS(trial, left_out ? uncounted && number_at(uncounted + 13) == left_out : !uncounted);
    HOLDS(trial, begins_with_figure(trial, strstr(lies, " of ") + 4, trial->latest->centre));
}

/* "The figures have risen from each month to the next since M: N in a row" */
static void check_trend(const struct trial *trial, const char *phrase, int direction)
{
    const char *at = after(trial, phrase);
    if (!at)
        return;
    const struct spc_point *before = NULL;
    size_t length = 0;
    for (const struct spc_point *p = point_on(trial, month_at(at)); p <= trial->latest; p++) {
        HOLDS(trial, !before || !p->after_gap);
        if (p->excluded)
            continue;
        HOLDS(trial, counts(p) && (!before || direction * (p->value - before->value) > 0));
        before = p;
        length++;
    }
    HOLDS(trial, number_at(strstr(at, ": ") + 2) == length);
}

static void check_two_in_three(const struct trial *trial)
{
    if (!strstr(trial->text, "and another of the last three"))
        return;
    bool high = strstr(trial->text, "close to the upper limit");
    size_t seen = 0, beyond = 0;
    for (const struct spc_point *p = trial->latest; seen < 3 && p >= trial->result->points; p--) {
        if (!counts(p))
            continue;
        seen++;
        beyond += (high ? p->value > p->upper_2 : p->value < p->lower_2) ? 1 : 0;
    }
    HOLDS(trial, beyond >= 2);
    HOLDS(trial, high ? trial->latest->value > trial->latest->upper_2 : trial->latest->value < trial->latest->lower_2);
}

static void check_crossings(const struct trial *trial)
{
    const char *at = after(trial, " only "), *fewest = after(trial, "where chance gives ");
    if (!at || !fewest)
        return;
    size_t crossings = 0;
    int last = 0;
    for (size_t i = 0; i < trial->segment->count; i++) {
        const struct spc_point *p = &trial->result->points[trial->segment->first + i];
        int side = !counts(p) ? 0 : p->value > p->centre ? 1 : p->value < p->centre ? -1 : 0;
        crossings += side * last < 0 ? 1 : 0;
        last = side ? side : last;
    }
    HOLDS(trial, number_at(at) == crossings);
    HOLDS(trial, crossings < number_at(fewest));
}

static void check_provenance(const struct trial *trial)
{
    const char *at = after(trial, "The limits come from ");
    if (!at)
        return;
    const char *from = strstr(at, "figures, ") + 9;
    const struct spc_point *first = point_on(trial, month_at(from)),
                           *last = point_on(trial, month_at(strstr(from, " to ") + 4));
    size_t fed = 0;
    for (const struct spc_point *p = first; p <= last; p++)
        fed += counts(p) && p->fed_limits ? 1 : 0;
    HOLDS(trial, number_at(at) == fed);
    HOLDS(trial, counts(first) && counts(last) && first->segment == last->segment);
    HOLDS(trial, first->segment == trial->latest->segment);
    HOLDS(trial, !strstr(trial->text, "on trial") || trial->segment->known < 13);
}

static void check_earlier(const struct trial *trial)
{
    const char *at = after(trial, "Earlier, ");
    size_t marked = 0;
    const struct spc_point *last = NULL;
    if (!at)
        return;
    for (size_t i = trial->segment->first; i < trial->result->latest; i++) {
        if (trial->result->points[i].rules) {
            last = &trial->result->points[i];
            marked++;
        }
    }
    HOLDS(trial, number_at(at) == marked);
    HOLDS(trial, last && month_at(strstr(at, " in ") + 4) == last->day);
}

static void check_gaps(const struct trial *trial)
{
    size_t missing = 0, trailing = 0, known = 0;
    const struct spc_segment *last = &trial->result->segments[trial->result->segment_count - 1];
    for (size_t i = 0; i < trial->result->point_count; i++) {
        bool gap = trial->points[i].missing;
        missing += gap && trial->result->points[i].segment == trial->latest->segment ? 1 : 0;
        known += !gap && i >= last->first ? 1 : 0;
        trailing = isnan(trial->result->points[i].value) ? trailing + 1 : 0;
    }
    const char *no_run = strstr(trial->text, " missing; no run");
    HOLDS(trial, !no_run || number_at(sentence_of(trial, no_run)) == missing);
    const char *later = strstr(trial->text, " figures after that are missing");
    HOLDS(trial, !later || number_at(sentence_of(trial, later) + strlen(" The ")) == trailing);
    HOLDS(trial, !after(trial, "the last ") || !strstr(trial->text, " are missing, so ") ||
                     number_at(after(trial, "the last ")) == trailing);
    HOLDS(trial, !strstr(trial->text, "The figure after that is missing") || trailing == 1);
    const char *few = after(trial, "to judge by. There ");
    bool apart = strstr(trial->text, "no two of the ");
    for (size_t i = 1; apart && i < last->count; i++) {
        const struct spc_point *p = &trial->result->points[last->first + i];
        HOLDS(trial, isnan(p->value) || p->after_gap || p->excluded || !p->fed_limits || p[-1].excluded);
    }
    HOLDS(trial, !few || strstr(few, " to work limits out from") || number_at(strchr(few, ' ')) == known);
}

/* Which way is better, and whether a target is met, by the limits that are drawn. */
static void check_meaning(const struct trial *trial)
{
    bool up = trial->options.improvement == IMPROVEMENT_UP;
    unsigned better = up ? SPC_RULES_HIGH : SPC_RULES_LOW, worse = up ? SPC_RULES_LOW : SPC_RULES_HIGH;
    double target = trial->target.value;
    const struct spc_point *p = trial->latest;
    HOLDS(trial, !strstr(trial->text, "for the better is seen") || (p->rules & better));
    HOLDS(trial, !strstr(trial->text, "for the worse is seen") || (p->rules & worse));
    HOLDS(trial, !strstr(trial->text, "sign of the opposite") || ((p->rules & better) && (p->rules & worse)));
    HOLDS(trial, !strstr(trial->text, "no change is seen") || p->rules == 0);
    HOLDS(trial, !strstr(trial->text, "be met nearly every time") || (up ? p->lower > target : p->upper < target));
    HOLDS(trial, !strstr(trial->text, "hardly ever be met") || (up ? p->upper < target : p->lower > target));
    HOLDS(trial, !strstr(trial->text, "is met by the latest") || (up ? p->value >= target : p->value <= target));
    const char *same = after(trial, "worked out from is ");
    for (size_t i = 0; same && i < trial->segment->count; i++) {
        const struct spc_point *fed = &trial->result->points[trial->segment->first + i];
        HOLDS(trial, !fed->fed_limits || !counts(fed) || begins_with_figure(trial, same, fed->value));
    }
}

static void check(const struct trial *trial)
{
    check_spelling(trial);
    check_months(trial);
    if (!trial->latest)
        return;
    check_latest(trial);
    check_limit(trial);
    check_run(trial, "Every figure since ", true);
    check_run(trial, "No figure since ", false);
    check_trend(trial, "have risen from each month to the next since ", 1);
    check_trend(trial, "have fallen from each month to the next since ", -1);
    check_two_in_three(trial);
    check_crossings(trial);
    check_provenance(trial);
    check_earlier(trial);
    check_gaps(trial);
    check_meaning(trial);
}

START_TEST(every_number_and_date_of_a_finding_is_true)
{
    /* Each of these must come up, or the checks above would not have been put to use. */
    static const char *const phrases[] = {"Every figure since", "No figure since", "have risen", "have fallen",
                                          "above the upper limit", "below the lower limit", "another of the last three",
                                          "cross their", "Earlier, ", "not counting", "missing; no run", "come from",
                                          "too few figures", "nearly all the figures are the same", "too few events",
                                          "no variation", "are missing, so", "sign of the opposite", "on trial",
                                          "begin anew with", "hardly ever", "nearly every time",
                                          "figures after that are missing"};
    size_t seen[sizeof phrases / sizeof *phrases] = {0};
    for (uint64_t seed = 0; seed < 30000; seed++) {
        struct trial trial;
        make(&trial, seed);
        check(&trial);
        for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
            seen[i] += strstr(trial.text, phrases[i]) ? 1 : 0;
        talloc_free(trial.ctx);
    }
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        ck_assert_msg(seen[i] > 0, "no finding said: %s", phrases[i]);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("sentence truth");
    tcase_add_test(cases, every_number_and_date_of_a_finding_is_true);
    tcase_set_timeout(cases, 120);
    Suite *suite = suite_create("truth of sentences");
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
