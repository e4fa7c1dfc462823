/* Comparing a milestone with the published figures, and the sentence that says how it came out. */
#include "stats/milestone.h"

#include "base/buffer.h"

#include <math.h>
#include <talloc.h>

static const struct {
    const char *words, *mark;
} results[] = {
    [MILESTONE_REACHED] = {"reached", "reached"},
    [MILESTONE_NOT_REACHED] = {"not reached", "not-reached"},
    [MILESTONE_NO_FIGURE] = {"no figure for that date", "no-figure"},
    [MILESTONE_DEPENDS] = {"depends on the definition", "depends"},
};

const char *milestone_result_words(enum milestone_result result)
{
    return results[result].words;
}

const char *milestone_result_mark(enum milestone_result result)
{
    return results[result].mark;
}

/* ---- which observation is the figure for the date ---- */

static int days_apart(struct date a, struct date b)
{
    return a.days > b.days ? a.days - b.days : b.days - a.days;
}

static bool matches(const struct milestone *milestone, struct period period)
{
    bool same_month = date_month_end(period.to).days == date_month_end(milestone->due).days;
    switch (milestone->match) {
    case MILESTONE_SAME_DAY:
        return period.to.days == milestone->due.days;
    case MILESTONE_SAME_MONTH:
        return same_month;
    case MILESTONE_WITHIN_DAYS:
        return days_apart(period.to, milestone->due) <= milestone->match_days;
    case MILESTONE_BY_LENGTH:
        break;
    }
    /* A snapshot says nothing of its rhythm, so only a span of days up to a month counts as monthly. */
    int days = period_days(period);
    bool monthly = days > 1 && days <= 31;
    return monthly ? same_month : period.to.days == milestone->due.days;
}

/* True when the candidate is a better figure for the date than the one held so far. */
static bool better(const struct milestone_observation *candidate, const struct milestone_observation *held,
                   struct date due)
{
    int nearer = days_apart(held->period.to, due) - days_apart(candidate->period.to, due);
    if (nearer != 0)
        return nearer > 0;
    if (candidate->period.to.days != held->period.to.days)
        return candidate->period.to.days > held->period.to.days;
    return candidate->status == FIGURE_KNOWN && held->status != FIGURE_KNOWN;
}

static bool reaches(const struct milestone *milestone, double value)
{
    /* Figures are decimals that a double cannot hold exactly; a billionth is no difference. */
    double slack = 1e-9 * fmax(1.0, fabs(milestone->value));
    return milestone->direction == MILESTONE_AT_LEAST ? value >= milestone->value - slack
                                                      : value <= milestone->value + slack;
}

static void find_neighbours(const struct milestone_definition *definition, struct date due,
                            struct milestone_comparison *comparison)
{
    const struct milestone_observation *all = definition->observations;
    for (size_t i = 0; i < definition->count; i++) {
        if (all[i].status != FIGURE_KNOWN || all[i].period.to.days == due.days)
            continue;
        bool is_before = all[i].period.to.days < due.days;
        size_t *nearest = is_before ? &comparison->before : &comparison->after;
        if (*nearest == MILESTONE_NONE ||
            days_apart(all[i].period.to, due) < days_apart(all[*nearest].period.to, due))
            *nearest = i;
    }
}

static struct milestone_comparison compare(const struct milestone *milestone,
                                           const struct milestone_definition *definition)
{
    const struct milestone_observation *all = definition->observations;
    struct milestone_comparison comparison = {MILESTONE_NO_FIGURE, MILESTONE_NONE, MILESTONE_NONE, MILESTONE_NONE};
    for (size_t i = 0; i < definition->count; i++) {
        if (!matches(milestone, all[i].period))
            continue;
        if (comparison.compared == MILESTONE_NONE || better(&all[i], &all[comparison.compared], milestone->due))
            comparison.compared = i;
    }
    if (comparison.compared != MILESTONE_NONE && all[comparison.compared].status == FIGURE_KNOWN)
        comparison.result =
            reaches(milestone, all[comparison.compared].value) ? MILESTONE_REACHED : MILESTONE_NOT_REACHED;
    else
        find_neighbours(definition, milestone->due, &comparison);
    return comparison;
}

static enum milestone_result result_of_all(const struct milestone_comparison *comparisons, size_t count)
{
    bool reached = false, missed = false;
    for (size_t i = 0; i < count; i++) {
        reached = reached || comparisons[i].result == MILESTONE_REACHED;
        missed = missed || comparisons[i].result == MILESTONE_NOT_REACHED;
    }
    if (reached && missed)
        return MILESTONE_DEPENDS;
    return reached ? MILESTONE_REACHED : missed ? MILESTONE_NOT_REACHED : MILESTONE_NO_FIGURE;
}

/* ---- the sentence ---- */

static void write_figure(struct buffer *b, const struct milestone *milestone, double value)
{
    buffer_format(b, "%.*f%s", milestone->decimals, value, milestone->unit ? milestone->unit : "");
}

/* Written without more decimals than it needs: "20%", "22.5%". */
static void write_wanted(struct buffer *b, const struct milestone *milestone)
{
    buffer_format(b, "%.10g%s", milestone->value, milestone->unit ? milestone->unit : "");
}

static struct error *write_period(struct buffer *b, struct period period)
{
    char *label = period_label(b->ctx, period);
    TRY_MEMORY(label);
    buffer_text(b, label);
    return NULL;
}

/* "32.1% (30 September 2020)", with the basis where definitions must be told apart. */
static struct error *write_observation(struct buffer *b, const struct milestone *milestone,
                                       const struct milestone_definition *definition, size_t index)
{
    const struct milestone_observation *observation = &definition->observations[index];
    write_figure(b, milestone, observation->value);
    buffer_text(b, definition->basis ? " " : "");
    buffer_text(b, definition->basis);
    buffer_text(b, " (");
    TRY(write_period(b, observation->period));
    buffer_text(b, ")");
    return NULL;
}

/* "32.1% (30 September 2020)", or several of them joined by "and", those with one result only. */
static struct error *write_compared(struct buffer *b, const struct milestone *milestone,
                                    const struct milestone_definition *definitions,
                                    const struct milestone_answer *answer, enum milestone_result result)
{
    const char *between = "";
    for (size_t i = 0; i < answer->count; i++) {
        if (answer->comparisons[i].result != result)
            continue;
        buffer_text(b, between);
        TRY(write_observation(b, milestone, &definitions[i], answer->comparisons[i].compared));
        between = " and ";
    }
    return NULL;
}

static struct error *write_no_figure(struct buffer *b, const struct milestone *milestone,
                                     const struct milestone_definition *definitions,
                                     const struct milestone_answer *answer, const char *due)
{
    const struct milestone_comparison *first = &answer->comparisons[0];
    if (first->compared == MILESTONE_NONE)
        buffer_format(b, " There is no figure for %s.", due);
    else if (definitions[0].observations[first->compared].status == FIGURE_SUPPRESSED)
        buffer_format(b, " The figure for %s is withheld to protect people.", due);
    else
        buffer_format(b, " The figure for %s was not available.", due);

    if (first->before == MILESTONE_NONE && first->after == MILESTONE_NONE)
        return NULL;
    bool both = first->before != MILESTONE_NONE && first->after != MILESTONE_NONE;
    buffer_text(b, both ? " The nearest figures are " : " The nearest figure is ");
    if (first->before != MILESTONE_NONE)
        TRY(write_observation(b, milestone, &definitions[0], first->before));
    buffer_text(b, both ? " and " : "");
    if (first->after != MILESTONE_NONE)
        TRY(write_observation(b, milestone, &definitions[0], first->after));
    buffer_text(b, ".");
    return NULL;
}

/* Names the definitions that had no say because they have no figure for the date. */
static void write_silent(struct buffer *b, const struct milestone_definition *definitions,
                         const struct milestone_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++)
        if (answer->comparisons[i].result == MILESTONE_NO_FIGURE)
            buffer_format(b, " There is no figure for that date %s.",
                          definitions[i].basis ? definitions[i].basis : "under another definition");
}

/* Makes the first letter of what was written a capital, when it is an ASCII one. */
static void capitalise(struct buffer *b)
{
    if (b->used > 0 && b->data[0] >= 'a' && b->data[0] <= 'z')
        b->data[0] = (char)(b->data[0] - 'a' + 'A');
}

static struct error *write_sentence(void *ctx, const struct milestone *milestone,
                                    const struct milestone_definition *definitions, struct milestone_answer *answer)
{
    struct buffer b = buffer_on(ctx);
    const char *due = milestone->due_words ? milestone->due_words : date_words(ctx, milestone->due);
    TRY_MEMORY(due);
    buffer_format(&b, "%s: at %s ", milestone->measure,
                  milestone->direction == MILESTONE_AT_LEAST ? "least" : "most");
    write_wanted(&b, milestone);
    buffer_format(&b, " was wanted by %s.", due);
    switch (answer->result) {
    case MILESTONE_REACHED:
    case MILESTONE_NOT_REACHED:
        buffer_format(&b, " It was %s: ", milestone_result_words(answer->result));
        TRY(write_compared(&b, milestone, definitions, answer, answer->result));
        buffer_text(&b, ".");
        write_silent(&b, definitions, answer);
        break;
    case MILESTONE_DEPENDS:
        buffer_text(&b, " Whether it was reached depends on the definition, which was not said: reached with ");
        TRY(write_compared(&b, milestone, definitions, answer, MILESTONE_REACHED));
        buffer_text(&b, ", not reached with ");
        TRY(write_compared(&b, milestone, definitions, answer, MILESTONE_NOT_REACHED));
        buffer_text(&b, ".");
        write_silent(&b, definitions, answer);
        break;
    case MILESTONE_NO_FIGURE:
        TRY(write_no_figure(&b, milestone, definitions, answer, due));
        break;
    }
    TRY(buffer_error(&b));
    capitalise(&b);
    answer->sentence = buffer_cstr(&b);
    return NULL;
}

/* ---- the answer ---- */

static struct error *refuse_unusable(void *ctx, const struct milestone *milestone,
                                     const struct milestone_definition *definitions, size_t count)
{
    if (count == 0 || count > MILESTONE_DEFINITIONS_MOST)
        return ERROR_NEW(ctx, ERROR_INVALID,
                         "A milestone is compared with 1 to %d definitions of its measure, not %zu.",
                         MILESTONE_DEFINITIONS_MOST, count);
    if (date_is_none(milestone->due))
        return ERROR_NEW(ctx, ERROR_INVALID, "The milestone has no due date.");
    if (!isfinite(milestone->value))
        return ERROR_NEW(ctx, ERROR_INVALID, "The milestone's value is not a number.");
    if (milestone->decimals < 0 || milestone->decimals > 6)
        return ERROR_NEW(ctx, ERROR_INVALID, "A figure is written with 0 to 6 decimals, not %d.", milestone->decimals);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < definitions[i].count; j++) {
            const struct milestone_observation *observation = &definitions[i].observations[j];
            if (date_is_none(observation->period.to))
                return ERROR_NEW(ctx, ERROR_INVALID,
                                 "An observation has no last day, so no date can be set beside it.");
            if (observation->status == FIGURE_KNOWN && !isfinite(observation->value))
                return ERROR_NEW(ctx, ERROR_INVALID, "An observation's value is not a number.");
        }
    return NULL;
}

struct error *milestone_check(void *ctx, const struct milestone *milestone,
                              const struct milestone_definition *definitions, size_t count,
                              struct milestone_answer *answer)
{
    TRY(refuse_unusable(ctx, milestone, definitions, count));
    *answer = (struct milestone_answer){.count = count};
    answer->comparisons = talloc_array(ctx, struct milestone_comparison, (unsigned)count);
    TRY_MEMORY(answer->comparisons);
    for (size_t i = 0; i < count; i++)
        answer->comparisons[i] = compare(milestone, &definitions[i]);
    answer->result = result_of_all(answer->comparisons, count);
    return write_sentence(ctx, milestone, definitions, answer);
}
