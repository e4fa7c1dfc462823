/* Judging: what the effect, the chart on the frozen baseline and the calendar say together. Which figures count is
 * chosen in verdict_frame.c, the interval made in verdict_effect.c, the words in verdict_words.c. */
#include "stats/verdict.h"

#include "stats/spc.h"
#include "stats/verdict_frame.h"
#include "stats/verdict_words.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <talloc.h>

/* What neighbouring errors are taken to have in common at least in a short series, where it cannot be told from
 * nothing. Chosen so that the families "ar" and "trend-ar" of docs/calibration.md keep their promise there. */
#define LEAST_RHO 0.2
#define SHORT_SERIES 30

/* How likely it shall be that the declared size is seen, when saying when to look again; and how far ahead to look. */
#define POWER_WANTED 0.8
#define LOOK_AHEAD_YEARS 5

static const struct {
    const char *words, *name;
} answers[VERDICT_ANSWERS] = {
    [VERDICT_NOT_STARTED] = {"not started", "not-started"},
    [VERDICT_TOO_EARLY] = {"too early", "too-early"},
    [VERDICT_SEEN_CONFIRMED] = {"change seen, size confirmed", "seen-confirmed"},
    [VERDICT_SEEN] = {"change seen, size not confirmed", "seen"},
    [VERDICT_NOT_SEEN] = {"no change seen", "not-seen"},
    [VERDICT_CANNOT_TELL] = {"cannot tell", "cannot-tell"},
    [VERDICT_WRONG_DIRECTION] = {"change in the wrong direction", "wrong-direction"},
};

const char *verdict_answer_words(enum verdict_answer answer)
{
    return answers[answer].words;
}

const char *verdict_answer_name(enum verdict_answer answer)
{
    return answers[answer].name;
}

/* ---- the question ---- */

static struct error *refuse_unusable(void *ctx, const struct verdict_question *question)
{
    const struct verdict_expectation *expectation = &question->expectation;
    if (date_is_none(expectation->starts) || date_is_none(expectation->due) || date_is_none(question->today))
        return ERROR_NEW(ctx, ERROR_INVALID, "An expectation needs the day it starts, the day it is due, and today.");
    if (date_compare(expectation->due, expectation->starts) < 0 || expectation->lag_days < 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "The due date lies before the start, or the lag is negative.");
    if (!isfinite(expectation->size) || expectation->size < 0 || expectation->decimals < 0 || expectation->decimals > 6)
        return ERROR_NEW(ctx, ERROR_INVALID,
                         "The declared size is a number without its sign, written with 0 to 6 decimals.");
    for (size_t n = 0; n < question->neighbour_count; n++)
        if (question->neighbours[n].rhythm != question->series.rhythm)
            return ERROR_NEW(ctx, ERROR_INVALID, "A neighbour's figures come in another rhythm.");
    return NULL;
}

static struct error *check_path(void *ctx, const struct verdict_question *question, struct verdict *verdict)
{
    verdict->path = talloc_zero_array(ctx, struct milestone_answer, (unsigned)question->path_count + 1);
    TRY_MEMORY(verdict->path);
    for (size_t i = 0; i < question->path_count; i++)
        TRY(milestone_check(ctx, &question->path[i], question->definitions, question->definition_count,
                            &verdict->path[i]));
    return NULL;
}

/* ---- the chart on the frozen baseline ---- */

/* The figures as points, a missing one wherever a period has none, so that no run reaches across a gap. */
static size_t chart_points(const struct verdict_frame *frame, const double *figures, struct point *points,
                           size_t *baseline)
{
    size_t count = 0;
    for (size_t i = 0; i < frame->count; i++) {
        if (i > 0 && frame->slots[i] - frame->slots[i - 1] > 1)
            points[count++] = (struct point){.day = frame->days[i] - 1, .missing = true};
        if (i == frame->before)
            *baseline = count;
        points[count++] = (struct point){.day = frame->days[i], .value = figures[i]};
    }
    return count;
}

static struct error *chart(void *ctx, const struct verdict_frame *frame, const double *figures,
                           struct spc_result **result)
{
    struct point *points = talloc_array(ctx, struct point, 2 * (unsigned)frame->count + 1);
    TRY_MEMORY(points);
    struct spc_options options = {.chart = SPC_XMR};
    size_t count = chart_points(frame, figures, points, &options.baseline);
    return spc_chart_new(ctx, points, count, &options, result);
}

/* What the chart refuses to carry: judged on the figures as they are, and on events where they are known. */
static struct error *ask_guard(void *ctx, const struct verdict_question *question, const struct verdict_frame *frame,
                               enum spc_refusal *refusal)
{
    struct spc_result *result;
    TRY(chart(ctx, frame, frame->figures, &result));
    *refusal = result->segments[0].refusal;
    if (question->series.kind == VERDICT_FIGURES || *refusal == SPC_SPARSE)
        return NULL;
    struct point *points = talloc_array(ctx, struct point, (unsigned)frame->count + 1);
    TRY_MEMORY(points);
    for (size_t i = 0; i < frame->count; i++)
        points[i] = (struct point){frame->days[i], frame->events[i], frame->out_of[i], false};
    struct spc_options options = {.chart = question->series.kind == VERDICT_PROPORTION ? SPC_P : SPC_U,
                                  .baseline = frame->before};
    TRY(spc_chart_new(ctx, points, frame->count, &options, &result));
    if (result->segments[0].refusal == SPC_SPARSE)
        *refusal = SPC_SPARSE;
    return NULL;
}

/* A special cause after the start, in either direction; one direction counts only if the other does not follow it. */
static struct error *find_signals(void *ctx, const struct verdict_question *question, const struct verdict_frame *frame,
                                  struct verdict *verdict)
{
    double *adjusted = talloc_array(ctx, double, (unsigned)frame->count + 1);
    TRY_MEMORY(adjusted);
    struct effect_figures figures = {frame->slots, frame->figures, frame->after, frame->count, frame->seasons};
    TRY(effect_deseasonalise(ctx, &figures, adjusted));
    struct spc_result *result;
    TRY(chart(ctx, frame, adjusted, &result));
    bool up = question->expectation.direction == VERDICT_UP;
    unsigned wanted = up ? SPC_RULES_HIGH : SPC_RULES_LOW, against = up ? SPC_RULES_LOW : SPC_RULES_HIGH;
    for (size_t i = 0; i < result->point_count; i++) {
        if (result->points[i].day < frame->days[frame->before])
            continue;
        if (result->points[i].rules & wanted) {
            verdict->signal = true;
            verdict->signal_against = false;
        }
        if (result->points[i].rules & against) {
            verdict->signal_against = true;
            verdict->signal = false;
        }
    }
    return NULL;
}

/* ---- the effect ---- */

/* The one whose interval says less: that lies nearer to no change, seen from the declared direction. */
static const struct effect *cautious(const struct effect *a, const struct effect *b, double sign)
{
    if (!a->possible || !b->possible)
        return a->possible ? a : b->possible ? b : NULL;
    double near_a = sign > 0 ? a->low : -a->high, near_b = sign > 0 ? b->low : -b->high;
    return near_a <= near_b ? a : b;
}

static struct error *estimate_effects(void *ctx, const struct verdict_frame *frame, struct effect *level,
                                      struct effect *trend)
{
    struct effect_figures figures = {frame->slots, frame->figures, frame->after, frame->count, frame->seasons};
    double least = frame->count < SHORT_SERIES ? LEAST_RHO : 0;
    TRY(effect_estimate(ctx, &figures, EFFECT_LEVEL, least, level));
    return effect_estimate(ctx, &figures, EFFECT_TREND, least, trend);
}

static struct error *compare_with_neighbours(void *ctx, const struct verdict_question *question,
                                             const struct verdict_frame *frame, double sign, struct verdict *verdict)
{
    verdict->against_neighbours = (struct effect){.possible = false};
    if (question->neighbour_count == 0)
        return NULL;
    struct verdict_frame against;
    struct effect level, trend;
    bool possible;
    TRY(verdict_frame_against(ctx, question, frame, &against, &possible));
    if (!possible)
        return NULL;
    TRY(estimate_effects(ctx, &against, &level, &trend));
    const struct effect *told = cautious(&level, &trend, sign);
    if (told)
        verdict->against_neighbours = *told;
    return NULL;
}

/* The end of the interval nearer to no change, and the farther one, seen in the direction of `sign`. */
static double near_end(const struct effect *effect, double sign)
{
    return sign > 0 ? effect->low : -effect->high;
}

static double far_end(const struct effect *effect, double sign)
{
    return sign > 0 ? effect->high : -effect->low;
}

static double power_of(const struct effect *effect, double size)
{
    if (!effect->possible || !(size > 0))
        return NAN;
    return gsl_cdf_ugaussian_P(size / effect->error - gsl_cdf_tdist_Pinv(0.975, fmax(1, effect->degrees)));
}

/* ---- the answer ---- */

static void answer(struct verdict *verdict, enum verdict_answer what, enum verdict_reason reason)
{
    verdict->answer = what;
    verdict->reason = reason;
}

/* A change that intervals and chart agree on, in the declared direction or the other: is anything against it? */
static void answer_changed(const struct verdict_frame *frame, double size, double sign, bool declared,
                           struct verdict *verdict)
{
    const struct effect *against = &verdict->against_neighbours;
    double way = declared ? sign : -sign;
    if (frame->moved_before)
        answer(verdict, VERDICT_CANNOT_TELL, VERDICT_MOVED_BEFORE);
    else if (frame->two_actions)
        answer(verdict, VERDICT_CANNOT_TELL, VERDICT_TWO_ACTIONS);
    else if (against->possible && near_end(against, way) <= 0)
        answer(verdict, VERDICT_CANNOT_TELL, VERDICT_OTHERS_TOO);
    else if (!declared)
        answer(verdict, VERDICT_WRONG_DIRECTION, VERDICT_PLAIN);
    else if (size > 0 && near_end(&verdict->level, sign) >= size && near_end(&verdict->trend, sign) >= size)
        answer(verdict, VERDICT_SEEN_CONFIRMED, VERDICT_PLAIN);
    else
        answer(verdict, VERDICT_SEEN, VERDICT_PLAIN);
}

static void answer_from_effects(const struct verdict_question *question, const struct verdict_frame *frame,
                                struct verdict *verdict)
{
    const struct effect *level = &verdict->level, *trend = &verdict->trend;
    double size = question->expectation.size, sign = question->expectation.direction == VERDICT_UP ? 1 : -1;
    if (!level->possible || !trend->possible) {
        answer(verdict, VERDICT_CANNOT_TELL, VERDICT_SAME_FIGURES);
        return;
    }
    bool level_differs = near_end(level, sign) > 0, trend_differs = near_end(trend, sign) > 0;
    bool level_against = near_end(level, -sign) > 0, trend_against = near_end(trend, -sign) > 0;
    if (level_differs && trend_differs && verdict->signal)
        answer_changed(frame, size, sign, true, verdict);
    else if (level_against && trend_against && verdict->signal_against)
        answer_changed(frame, size, sign, false, verdict);
    else if (size > 0 && far_end(level, sign) < size && far_end(trend, sign) < size)
        answer(verdict, VERDICT_NOT_SEEN, VERDICT_PLAIN);
    else if (level_differs && trend_differs)
        answer(verdict, VERDICT_CANNOT_TELL, VERDICT_NO_SIGNAL);
    else if (frame->moved_before)
        answer(verdict, VERDICT_CANNOT_TELL, VERDICT_MOVED_BEFORE);
    else
        answer(verdict, VERDICT_CANNOT_TELL, level_differs || trend_differs ? VERDICT_DRIFT : VERDICT_WIDE);
}

/* What is printed is the effect that makes the answer hardest: the one nearer to no change where a change is seen, the
 * one nearer to the declared size where none is. */
static void choose_told(double sign, struct verdict *verdict)
{
    const struct effect *level = &verdict->level, *trend = &verdict->trend, *told;
    bool absent = verdict->answer == VERDICT_NOT_SEEN || verdict->reason == VERDICT_WIDE;
    if (absent)
        told = far_end(level, sign) >= far_end(trend, sign) ? level : trend;
    else
        told = cautious(level, trend, verdict->answer == VERDICT_WRONG_DIRECTION ? -sign : sign);
    if (told && told->possible) {
        verdict->told = *told;
        verdict->told_trend = told == trend;
    }
}

static void note_threats(const struct verdict_question *question, const struct verdict_frame *frame,
                         struct verdict *verdict)
{
    verdict->threats |= frame->threats;
    if (question->neighbour_count == 0)
        verdict->threats |= VERDICT_THREAT_NO_COMPARATOR;
    if (date_is_none(question->expectation.declared))
        verdict->threats |= VERDICT_THREAT_UNDATED;
    if (verdict->level.possible && verdict->trend.possible) {
        if (!verdict->against_neighbours.possible)
            verdict->threats |= VERDICT_THREAT_NO_COMPARATOR;
        if (fabs(verdict->trend.slope) > 2 * verdict->trend.slope_error)
            verdict->threats |= VERDICT_THREAT_TREND;
        if (verdict->trend.rho > 0.2)
            verdict->threats |= VERDICT_THREAT_CORRELATION;
    }
}

/* True when the figures carry no verdict whatever they are, which is then answered. */
static struct error *answer_without_effects(void *ctx, const struct verdict_question *question,
                                            const struct verdict_frame *frame, struct verdict *verdict, bool *answered)
{
    const struct verdict_expectation *expectation = &question->expectation;
    enum spc_refusal refusal = SPC_ANSWERED;
    *answered = true;
    verdict->answer = VERDICT_CANNOT_TELL;
    if (frame->defined_anew)
        verdict->reason = VERDICT_DEFINED_ANEW;
    else if (frame->before < VERDICT_BEFORE_LEAST)
        verdict->reason = VERDICT_FEW_BEFORE;
    else if (date_compare(question->today, expectation->due) < 0)
        answer(verdict, VERDICT_TOO_EARLY, VERDICT_NOT_DUE);
    else if (frame->count - frame->before < VERDICT_AFTER_LEAST)
        answer(verdict, VERDICT_TOO_EARLY, VERDICT_FEW_AFTER);
    else if (!date_is_none(expectation->declared) && expectation->declared.days > frame->days[frame->before])
        verdict->reason = VERDICT_DECLARED_LATE;
    else
        *answered = false;
    if (*answered)
        return NULL;
    TRY(ask_guard(ctx, question, frame, &refusal));
    *answered = refusal == SPC_SPARSE || refusal == SPC_NO_VARIATION || refusal == SPC_ONE_VALUE;
    verdict->reason = refusal == SPC_SPARSE ? VERDICT_SPARSE : VERDICT_SAME_FIGURES;
    return NULL;
}

/* The day by which so many figures after the start could be known. */
static struct date day_of_figure(const struct verdict_question *question, double figures)
{
    const struct verdict_expectation *expectation = &question->expectation;
    double days = figures * 365.25 / (double)question->series.rhythm;
    return date_add_days(expectation->starts, expectation->lag_days + (int)ceil(days));
}

/* When there will be enough figures to see the declared size against a drift continued, if ever. */
static struct date when_power_suffices(const struct verdict_question *question, const struct verdict_frame *frame,
                                       const struct verdict *verdict)
{
    double size = question->expectation.size, before = (double)frame->before;
    if (!verdict->trend.possible || !(size > 0))
        return DATE_NONE;
    size_t most = LOOK_AHEAD_YEARS * (size_t)question->series.rhythm;
    for (size_t after = verdict->after + 1; after <= most; after++) {
        double apart = (before + (double)after) / 2, spread = before * (before * before - 1) / 12;
        double plain = effect_planned_error(verdict->trend.sigma, verdict->trend.rho, before, (double)after);
        double error = plain * sqrt(1 + apart * apart / spread / (1 / before + 1 / (double)after));
        if (gsl_cdf_ugaussian_P(size / error - 2) >= POWER_WANTED)
            return day_of_figure(question, (double)after);
    }
    return DATE_NONE;
}

static void say_when_to_look_again(const struct verdict_question *question, const struct verdict_frame *frame,
                                   struct verdict *verdict)
{
    const struct verdict_expectation *expectation = &question->expectation;
    verdict->look_again = DATE_NONE;
    if (verdict->answer == VERDICT_NOT_STARTED)
        verdict->look_again = expectation->due;
    if (verdict->answer == VERDICT_TOO_EARLY) {
        struct date enough = day_of_figure(question, VERDICT_AFTER_LEAST);
        verdict->look_again = date_compare(enough, expectation->due) > 0 ? enough : expectation->due;
    }
    if (verdict->answer == VERDICT_CANNOT_TELL &&
        (verdict->reason == VERDICT_WIDE || verdict->reason == VERDICT_NO_SIGNAL || verdict->reason == VERDICT_DRIFT))
        verdict->look_again = when_power_suffices(question, frame, verdict);
    if (date_compare(verdict->look_again, question->today) <= 0)
        verdict->look_again = verdict->answer == VERDICT_TOO_EARLY
                                  ? date_add_days(question->today, 366 / (int)question->series.rhythm)
                                  : DATE_NONE;
}

static struct error *judge(void *ctx, const struct verdict_question *question, struct verdict *verdict)
{
    double sign = question->expectation.direction == VERDICT_UP ? 1 : -1;
    struct verdict_frame frame;
    bool answered;
    TRY(verdict_frame_of(ctx, question, &frame));
    verdict->before = frame.before;
    verdict->after = frame.count - frame.before;
    verdict->set_aside = frame.set_aside;
    verdict->level.possible = verdict->trend.possible = false;
    TRY(answer_without_effects(ctx, question, &frame, verdict, &answered));
    if (!answered) {
        TRY(estimate_effects(ctx, &frame, &verdict->level, &verdict->trend));
        verdict->power = power_of(&verdict->trend, question->expectation.size);
        TRY(compare_with_neighbours(ctx, question, &frame, sign, verdict));
        TRY(find_signals(ctx, question, &frame, verdict));
        answer_from_effects(question, &frame, verdict);
        choose_told(sign, verdict);
    }
    verdict->seasonal = frame.seasons > 0;
    verdict->other_action = frame.other_action;
    note_threats(question, &frame, verdict);
    say_when_to_look_again(question, &frame, verdict);
    return NULL;
}

struct error *verdict_judge(void *ctx, const struct verdict_question *question, struct verdict *verdict)
{
    *verdict = (struct verdict){.look_again = DATE_NONE, .power = NAN};
    TRY(refuse_unusable(ctx, question));
    TRY(check_path(ctx, question, verdict));
    if (date_compare(question->today, question->expectation.starts) < 0) {
        answer(verdict, VERDICT_NOT_STARTED, VERDICT_PLAIN);
        verdict->look_again = question->expectation.due;
    } else {
        void *scratch = talloc_new(ctx);
        TRY_MEMORY(scratch);
        TRY(judge(scratch, question, verdict));
        talloc_free(scratch);
    }
    return verdict_write_words(ctx, question, verdict);
}
