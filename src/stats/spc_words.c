/* The words for charts, rules, icons and refusals: for machines (names) and for people (titles and words). */
#include "stats/spc.h"

#include <talloc.h>

static const struct {
    const char *name, *title;
} charts[SPC_CHARTS] = {
    [SPC_XMR] = {"xmr", "XmR chart"},
    [SPC_MR] = {"mr", "moving range chart"},
    [SPC_P] = {"p", "p chart (proportions)"},
    [SPC_P_PRIME] = {"pp", "p′ chart (proportions that vary more than chance)"},
    [SPC_U] = {"u", "u chart (rates)"},
    [SPC_U_PRIME] = {"up", "u′ chart (rates that vary more than chance)"},
    [SPC_C] = {"c", "c chart (counts)"},
    [SPC_I_PRIME] = {"ip", "I′ chart (figures weighted by their denominators)"},
    [SPC_T] = {"t", "t chart (time between events)"},
    [SPC_G] = {"g", "g chart (cases between events)"},
    [SPC_RUN] = {"run", "run chart"},
};

const char *spc_chart_name(enum spc_chart chart)
{
    return charts[chart].name;
}

const char *spc_chart_title(enum spc_chart chart)
{
    return charts[chart].title;
}

bool spc_chart_named(const char *name, enum spc_chart *chart)
{
    static const struct {
        const char *name;
        enum spc_chart chart;
    } others[] = {{"i", SPC_XMR}, {"p'", SPC_P_PRIME}, {"u'", SPC_U_PRIME}, {"i'", SPC_I_PRIME}};
    for (size_t i = 0; i < SPC_CHARTS; i++) {
        if (strcmp(charts[i].name, name) == 0) {
            *chart = (enum spc_chart)i;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strcmp(others[i].name, name) == 0) {
            *chart = others[i].chart;
            return true;
        }
    }
    return false;
}

const char *spc_variation_name(enum spc_variation variation)
{
    static const char *const names[] = {
        [SPC_VARIATION_NONE] = "",
        [SPC_COMMON_CAUSE] = "common_cause",
        [SPC_IMPROVEMENT_HIGH] = "improvement_high",
        [SPC_IMPROVEMENT_LOW] = "improvement_low",
        [SPC_CONCERN_HIGH] = "concern_high",
        [SPC_CONCERN_LOW] = "concern_low",
        [SPC_NEUTRAL_HIGH] = "neutral_high",
        [SPC_NEUTRAL_LOW] = "neutral_low",
    };
    return names[variation];
}

const char *spc_assurance_name(enum spc_assurance assurance)
{
    static const char *const names[] = {
        [SPC_ASSURANCE_NONE] = "", [SPC_PASS] = "pass", [SPC_FAIL] = "fail", [SPC_HIT_OR_MISS] = "hit_or_miss"};
    return names[assurance];
}

const char *spc_rule_name(enum spc_rule rule)
{
    static const char *const names[] = {"above_limit",       "below_limit",      "rising",     "falling",
                                        "two_in_three_high", "two_in_three_low", "shift_high", "shift_low",
                                        "run_high",          "run_low"};
    for (size_t bit = 0; bit < sizeof names / sizeof *names; bit++) {
        if ((unsigned)rule == 1u << bit)
            return names[bit];
    }
    return "";
}

char *spc_rule_words(const void *ctx, const struct spc_result *result, enum spc_rule rule)
{
    switch (rule) {
    case SPC_ABOVE_LIMIT:
        return talloc_strdup(ctx, "above the upper limit");
    case SPC_BELOW_LIMIT:
        return talloc_strdup(ctx, "below the lower limit");
    case SPC_RISING:
        return talloc_asprintf(ctx, "%d or more in a row, each higher than the last", result->trend_length);
    case SPC_FALLING:
        return talloc_asprintf(ctx, "%d or more in a row, each lower than the last", result->trend_length);
    case SPC_TWO_IN_THREE_HIGH:
        return talloc_strdup(ctx, "two of three in a row close to the upper limit or above it");
    case SPC_TWO_IN_THREE_LOW:
        return talloc_strdup(ctx, "two of three in a row close to the lower limit or below it");
    case SPC_SHIFT_HIGH:
        return talloc_asprintf(ctx, "%d or more in a row above the average", result->shift_length);
    case SPC_SHIFT_LOW:
        return talloc_asprintf(ctx, "%d or more in a row below the average", result->shift_length);
    case SPC_RUN_HIGH:
        return talloc_strdup(ctx, "a run above the middle line longer than chance allows");
    case SPC_RUN_LOW:
        return talloc_strdup(ctx, "a run below the middle line longer than chance allows");
    }
    return talloc_strdup(ctx, "");
}

const char *spc_refusal_words(enum spc_refusal refusal)
{
    static const char *const words[] = {
        [SPC_ANSWERED] = "",
        [SPC_TOO_FEW] = "too few figures for limits yet",
        [SPC_NO_VARIATION] = "the figures do not vary, so limits do not apply",
        [SPC_SPARSE] = "too few events in each period for limits to mean anything",
        [SPC_ONE_VALUE] = "nearly all the figures are the same",
        [SPC_STALE] = "the latest figures are missing",
        [SPC_TRIAL] = "few figures as yet, so the limits are on trial",
    };
    return words[refusal];
}
