/* What a control chart or a run chart says. */
#include "stats/sentence.h"

#include "base/buffer.h"
#include "base/date.h"

#include <math.h>
#include <talloc.h>

/* One finding being written. */
struct telling {
    struct buffer out;
    const struct spc_result *result;
    const struct sentence_words *words;
    const char *measure; /* as the finding calls it */
    const struct spc_point *latest; /* NULL when there is no figure */
    const struct spc_segment *segment;
};

static void add_owned(struct telling *telling, char *text)
{
    if (!text)
        telling->out.failed = true;
    else
        buffer_text(&telling->out, text);
}

static void add_figure(struct telling *telling, double value)
{
    add_owned(telling, sentence_figure(telling->out.ctx, telling->words, value));
}

static void add_when(struct telling *telling, int32_t day)
{
    if (telling->words->when)
        add_owned(telling, telling->words->when(telling->out.ctx, day));
    else
        add_owned(telling, date_month_words(telling->out.ctx, (struct date){day}));
}

static const char *step(const struct telling *telling)
{
    return telling->words->step ? telling->words->step : "period";
}

/* "31% in June 2023" */
static void add_latest(struct telling *telling)
{
    add_figure(telling, telling->latest->value);
    buffer_format(&telling->out, " %s ", telling->words->in ? telling->words->in : "in");
    add_when(telling, telling->latest->day);
}

/* ---- what is seen ---- */

static const char *kind_of_change(enum spc_variation variation)
{
    switch (variation) {
    case SPC_IMPROVEMENT_HIGH:
    case SPC_IMPROVEMENT_LOW:
        return "a change for the better is seen";
    case SPC_CONCERN_HIGH:
    case SPC_CONCERN_LOW:
        return "a change for the worse is seen";
    case SPC_NEUTRAL_HIGH:
        return "a rise is seen";
    case SPC_NEUTRAL_LOW:
        return "a fall is seen";
    case SPC_COMMON_CAUSE:
    case SPC_VARIATION_NONE:
        break;
    }
    return "no change is seen";
}

/* The run that the latest figure belongs to. */
struct run {
    const struct spc_point *start;
    size_t length;    /* figures */
    size_t on_centre; /* of them on the line, which only a run by Anhoej's limits can hold */
    size_t left_out;  /* figures between them that join no run */
};

/* Whether a trend goes on from `before` to `after`; two trends may follow each other directly. */
static bool goes_on(unsigned rule, const struct spc_point *before, const struct spc_point *after)
{
    if (rule & SPC_RISING)
        return before->value < after->value;
    return !(rule & SPC_FALLING) || before->value > after->value;
}

/* Back from the latest figure while points carry the same rule. Only a run by Anhoej's limits reaches over a gap. */
static struct run run_to_latest(const struct telling *telling, unsigned rule)
{
    const struct spc_point *points = telling->result->points;
    struct run run = {.start = telling->latest, .length = 1};
    bool bridges = rule & (SPC_RUN_HIGH | SPC_RUN_LOW);
    size_t left_out = 0;
    for (size_t i = telling->result->latest; i-- > telling->segment->first;) {
        if (points[i + 1].after_gap && !bridges)
            break;
        if (points[i].excluded) {
            left_out += isnan(points[i].value) ? 0 : 1;
            continue;
        }
        if (isnan(points[i].value))
            continue;
        if (!(points[i].rules & rule) || !goes_on(rule, &points[i], run.start))
            break;
        run.start = &points[i];
        run.length++;
        run.on_centre += points[i].side == 0 ? 1 : 0;
        run.left_out = left_out;
    }
    return run;
}

static void tell_left_out(struct telling *telling, const struct run *run)
{
    if (run->left_out > 0)
        buffer_format(&telling->out, ", not counting %zu left out", run->left_out);
}

static const char *middle_name(const struct telling *telling)
{
    enum spc_chart chart = telling->result->chart;
    return chart == SPC_RUN || chart == SPC_G ? "middle value" : "average";
}

/* "Every figure since December 2022 lies below the average of 31%: 9 in a row, ..." */
static void tell_shift(struct telling *telling, unsigned rule, bool high)
{
    struct run run = run_to_latest(telling, rule);
    const char *side = high ? "above" : "below", *other = high ? "below" : "above";
    buffer_text(&telling->out, run.on_centre ? "No figure since " : "Every figure since ");
    add_when(telling, run.start->day);
    buffer_format(&telling->out, " lies %s the %s of ", run.on_centre ? other : side, middle_name(telling));
    add_figure(telling, telling->latest->centre);
    tell_left_out(telling, &run);
    if (run.on_centre)
        buffer_format(&telling->out, ", and %zu lie %s it", run.length - run.on_centre, side);
    else
        buffer_format(&telling->out, ": %zu in a row", run.length);
    buffer_text(&telling->out, ", which chance seldom brings about.");
}

static void tell_trend(struct telling *telling, unsigned rule, bool high)
{
    struct run run = run_to_latest(telling, rule);
    buffer_format(&telling->out, "The figures have %s from each %s to the next since ", high ? "risen" : "fallen",
                  step(telling));
    add_when(telling, run.start->day);
    tell_left_out(telling, &run);
    buffer_format(&telling->out, ": %zu in a row, which chance seldom brings about.", run.length);
}

static void tell_two_in_three(struct telling *telling, bool high)
{
    buffer_format(&telling->out, "The latest figure, ");
    add_latest(telling);
    buffer_format(&telling->out, ", and another of the last three are close to the %s limit of ",
                  high ? "upper" : "lower");
    add_figure(telling, high ? telling->latest->upper : telling->latest->lower);
    buffer_text(&telling->out, " or beyond it, which chance seldom brings about.");
}

static void tell_limit(struct telling *telling, bool high)
{
    buffer_text(&telling->out, "The latest figure, ");
    add_latest(telling);
    buffer_format(&telling->out, ", is %s the %s limit of ", high ? "above" : "below", high ? "upper" : "lower");
    add_figure(telling, high ? telling->latest->upper : telling->latest->lower);
    buffer_text(&telling->out, ": further than the usual ups and downs go.");
}

static void tell_rule(struct telling *telling, unsigned rule)
{
    switch ((enum spc_rule)rule) {
    case SPC_ABOVE_LIMIT:
    case SPC_BELOW_LIMIT:
        tell_limit(telling, rule == SPC_ABOVE_LIMIT);
        break;
    case SPC_RISING:
    case SPC_FALLING:
        tell_trend(telling, rule, rule == SPC_RISING);
        break;
    case SPC_TWO_IN_THREE_HIGH:
    case SPC_TWO_IN_THREE_LOW:
        tell_two_in_three(telling, rule == SPC_TWO_IN_THREE_HIGH);
        break;
    case SPC_SHIFT_HIGH:
    case SPC_SHIFT_LOW:
    case SPC_RUN_HIGH:
    case SPC_RUN_LOW:
        tell_shift(telling, rule, rule & (SPC_SHIFT_HIGH | SPC_RUN_HIGH));
        break;
    }
}

/* Another rule may say the opposite: a fall that is still on the high side. Both are told. */
static void tell_other_way(struct telling *telling)
{
    static const unsigned order[] = {SPC_ABOVE_LIMIT, SPC_BELOW_LIMIT,       SPC_RISING,           SPC_FALLING,
                                     SPC_SHIFT_HIGH,  SPC_TWO_IN_THREE_HIGH, SPC_TWO_IN_THREE_LOW, SPC_SHIFT_LOW,
                                     SPC_RUN_HIGH,    SPC_RUN_LOW};
    bool high = telling->latest->rule & SPC_RULES_HIGH;
    unsigned others = telling->latest->rules & (high ? SPC_RULES_LOW : SPC_RULES_HIGH);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (others & order[i]) {
            buffer_text(&telling->out, " At the same time there is a sign of the opposite. ");
            tell_rule(telling, order[i]);
            return;
        }
    }
}

/* How many figures before the latest carry a sign of change, in its segment; `last` is the latest of them. */
static size_t marked_earlier(const struct telling *telling, const struct spc_point **last)
{
    const struct spc_point *points = telling->result->points;
    size_t marked = 0;
    for (size_t i = telling->segment->first; i < telling->result->latest; i++) {
        if (points[i].rules) {
            *last = &points[i];
            marked++;
        }
    }
    return marked;
}

/* A run chart has no limits; its crossings may show a shift that no single run does. */
static void tell_common(struct telling *telling)
{
    const struct runs *runs = &telling->segment->runs;
    bool has_runs = telling->result->profile->runs || telling->result->chart == SPC_RUN;
    if (has_runs && runs->signal && runs->too_few_crossings) {
        buffer_format(&telling->out,
                      "%s: the figures cross their %s only %zu times, where chance gives %zu or more. Their level has "
                      "probably moved within the time shown. The latest figure is ",
                      telling->measure, middle_name(telling), runs->crossings, runs->crossings_fewest);
        add_latest(telling);
        buffer_char(&telling->out, '.');
        return;
    }
    const struct spc_point *last = NULL;
    size_t marked = marked_earlier(telling, &last);
    buffer_format(&telling->out, "%s: no change is seen %sbeyond the usual ups and downs. The latest figure is ",
                  telling->measure, marked ? "at present " : "");
    add_latest(telling);
    if (!isnan(telling->latest->upper)) {
        buffer_text(&telling->out, ", between the limits of ");
        add_figure(telling, telling->latest->lower);
        buffer_text(&telling->out, " and ");
        add_figure(telling, telling->latest->upper);
        buffer_text(&telling->out, " that hold nearly all figures as long as nothing changes");
    }
    buffer_char(&telling->out, '.');
    if (marked) {
        buffer_format(&telling->out, " Earlier, %zu %s carried a sign of change, ", marked, marked == 1 ? "figure" : "figures");
        buffer_format(&telling->out, "%s%s ", marked == 1 ? "" : "the last of them ", telling->words->in ? telling->words->in : "in");
        add_when(telling, last->day);
        buffer_char(&telling->out, '.');
    }
}

/* ---- where no answer is given ---- */

/* So many figures are named one by one. */
#define STANDING_OUT_MOST 3

static void tell_one_value(struct telling *telling)
{
    const struct spc_point *points = telling->result->points + telling->segment->first;
    size_t marked = 0;
    buffer_format(&telling->out,
                  "%s: nearly all the figures are the same, so there is too little variation to judge by.",
                  telling->measure);
    for (size_t i = 0; i < telling->segment->count; i++) {
        if (!points[i].rules || marked++ >= STANDING_OUT_MOST)
            continue;
        buffer_text(&telling->out, marked > 1 ? ", and " : " What stands out is ");
        add_figure(telling, points[i].value);
        buffer_format(&telling->out, " %s ", telling->words->in ? telling->words->in : "in");
        add_when(telling, points[i].day);
    }
    if (marked > STANDING_OUT_MOST)
        buffer_format(&telling->out, ", and %zu more", marked - STANDING_OUT_MOST);
    buffer_text(&telling->out, marked ? "." : "");
}

static void tell_sparse(struct telling *telling)
{
    const char *measure = telling->measure;
    buffer_format(&telling->out,
                  "%s: too few events in each %s to judge by. A chart of this kind would often show a change where "
                  "there is none, so none is shown. A %s would tell more, and so would adding %ss together.",
                  measure, step(telling), spc_chart_title(telling->result->instead), step(telling));
}

static void tell_stale(struct telling *telling)
{
    size_t missing = telling->result->point_count - 1 - telling->result->latest;
    buffer_format(&telling->out,
                  "%s: the last %zu figures are missing, so nothing is said of the present. The latest is ",
                  telling->measure, missing);
    add_latest(telling);
    buffer_char(&telling->out, '.');
}

/* The figures of the segment that feed its limits: the first and the last as indexes of its points, and how many. */
struct feeding {
    size_t first, last, count;
};

static struct feeding feeding_of(const struct telling *telling)
{
    const struct spc_point *points = telling->result->points + telling->segment->first;
    struct feeding feeding = {0};
    for (size_t i = 0; i < telling->segment->count; i++) {
        if (!points[i].fed_limits || isnan(points[i].value))
            continue;
        feeding.first = feeding.count++ ? feeding.first : i;
        feeding.last = i;
    }
    return feeding;
}

static void tell_no_variation(struct telling *telling)
{
    const struct spc_point *points = telling->result->points + telling->segment->first;
    buffer_format(&telling->out, "%s: every figure that limits would be worked out from is ", telling->measure);
    add_figure(telling, points[feeding_of(telling).first].value);
    buffer_text(&telling->out, ", so there is no variation to judge by.");
}

/* Of the last segment, in which there may be no figure at all. */
static void tell_too_few(struct telling *telling)
{
    const struct spc_segment *segment = &telling->result->segments[telling->result->segment_count - 1];
    bool enough_but_left_out = segment->known > segment->baseline_known;
    if (segment->baseline_known >= 5) {
        buffer_format(&telling->out, "%s: no two of the %zu figures follow each other without a gap, so that there is "
                                     "nothing to work limits out from.",
                      telling->measure, segment->baseline_known);
        return;
    }
    size_t count = enough_but_left_out ? segment->baseline_known : segment->known;
    buffer_format(&telling->out, "%s: too few figures to judge by. There %s %zu", telling->measure,
                  count == 1 ? "is" : "are", count);
    if (enough_but_left_out)
        buffer_text(&telling->out, " to work limits out from");
    else if (segment->first == 0)
        buffer_text(&telling->out, " so far");
    if (segment->first > 0) {
        buffer_text(&telling->out, " since the limits were to begin anew with ");
        add_when(telling, segment->from);
    }
    buffer_text(&telling->out, "; limits need 5, and a firm answer 13.");
}

/* True when it told why there is no answer. */
static bool tell_refusal(struct telling *telling)
{
    switch (telling->result->refusal) {
    case SPC_TOO_FEW:
        tell_too_few(telling);
        return true;
    case SPC_NO_VARIATION:
        tell_no_variation(telling);
        return true;
    case SPC_SPARSE:
        tell_sparse(telling);
        return true;
    case SPC_ONE_VALUE:
        tell_one_value(telling);
        return true;
    case SPC_STALE:
        tell_stale(telling);
        return true;
    case SPC_TRIAL:
    case SPC_ANSWERED:
        break;
    }
    return false;
}

static void tell_finding(struct telling *telling)
{
    if (tell_refusal(telling))
        return;
    if (telling->latest->rule == 0) {
        tell_common(telling);
        return;
    }
    buffer_format(&telling->out, "%s: %s. ", telling->measure, kind_of_change(telling->latest->variation));
    tell_rule(telling, telling->latest->rule);
    if (telling->result->both_ways)
        tell_other_way(telling);
}

/* ---- target, limits and gaps ---- */

static void tell_assurance(struct telling *telling)
{
    const struct spc_result *result = telling->result;
    if (result->assurance == SPC_ASSURANCE_NONE)
        return;
    bool constant = result->refusal == SPC_NO_VARIATION;
    buffer_text(&telling->out, constant ? " The target of " : " Unless something changes, the target of ");
    add_figure(telling, telling->latest->target);
    buffer_text(&telling->out, result->improvement == IMPROVEMENT_UP ? " or more" : " or less");
    if (result->assurance == SPC_PASS)
        buffer_text(&telling->out, constant ? " is met by the latest figure." : " will be met nearly every time.");
    else if (result->assurance == SPC_FAIL)
        buffer_text(&telling->out, constant ? " is not met by the latest figure." : " will hardly ever be met.");
    else
        buffer_text(&telling->out, " will be met at some times and missed at others, as chance has it.");
}

static void tell_provenance(struct telling *telling)
{
    const struct spc_segment *segment = telling->segment;
    const struct spc_point *points = telling->result->points + segment->first;
    struct feeding feeding = feeding_of(telling);
    if (isnan(telling->latest->upper) || telling->result->refusal == SPC_ONE_VALUE || feeding.count == 0)
        return;
    buffer_format(&telling->out, " The limits come from %zu figures, ", feeding.count);
    add_when(telling, points[feeding.first].day);
    buffer_text(&telling->out, " to ");
    add_when(telling, points[feeding.last].day);
    if (segment->first > 0 && segment->reason)
        buffer_format(&telling->out, "; they begin there because of this: %s", segment->reason);
    else if (segment->first > 0)
        buffer_text(&telling->out, "; they begin there anew");
    buffer_text(&telling->out, telling->result->refusal == SPC_TRIAL
                                   ? ". With fewer than 13 they are on trial and may still move."
                                   : ".");
}

static void tell_gaps(struct telling *telling)
{
    const struct spc_result *result = telling->result;
    size_t gaps = telling->segment->gaps, since = result->point_count - 1 - result->latest;
    bool bridges = result->chart == SPC_RUN || result->profile->runs;
    if (result->refusal == SPC_STALE)
        return;
    if (since == 1)
        buffer_text(&telling->out, " The figure after that is missing.");
    else if (since > 1)
        buffer_format(&telling->out, " The %zu figures after that are missing.", since);
    else if (gaps > 0 && result->chart != SPC_MR)
        buffer_format(&telling->out, " %zu %s missing%s.", gaps, gaps == 1 ? "figure is" : "figures are",
                      bridges ? "" : "; no run is followed across a gap");
}

static struct telling begin(const void *ctx, const struct spc_result *result, const struct sentence_words *words)
{
    struct telling telling = {
        .out = buffer_on((void *)ctx), .result = result, .words = words, .measure = words->measure};
    /* The figures of this chart are not the measure's own. */
    if (result->chart == SPC_MR) {
        telling.measure = talloc_asprintf(ctx, "%s, steps from one %s to the next", words->measure, step(&telling));
        telling.out.failed = telling.measure == NULL;
    }
    if (result->latest < result->point_count) {
        telling.latest = &result->points[result->latest];
        telling.segment = &result->segments[telling.latest->segment];
    }
    return telling;
}

static char *finished(struct telling *telling)
{
    return telling->out.failed ? NULL : telling->out.data;
}

char *sentence_spc_short(const void *ctx, const struct spc_result *result, const struct sentence_words *words)
{
    struct telling telling = begin(ctx, result, words);
    if (!telling.latest)
        return talloc_asprintf(ctx, "%s: there are no figures.", words->measure);
    tell_finding(&telling);
    return finished(&telling);
}

char *sentence_spc(const void *ctx, const struct spc_result *result, const struct sentence_words *words)
{
    struct telling telling = begin(ctx, result, words);
    if (!telling.latest)
        return talloc_asprintf(ctx, "%s: there are no figures.", words->measure);
    tell_finding(&telling);
    tell_assurance(&telling);
    tell_provenance(&telling);
    tell_gaps(&telling);
    return finished(&telling);
}
