/* The bodies of rules that a chart can be read by. Where they come from and how they differ: docs/statistics.md. */
#include "stats/spc.h"

const struct spc_profile spc_profile_mdc = {
    .name = "mdc",
    .says = "The NHS's Making Data Count rules, with no answer where the method cannot carry one.",
    .sigmas_per_range = 2.66,
    .screens = true,
    .shift_length = 7,
    .trend_length = 7,
    .two_in_three = SPC_TWO_IN_THREE_MDC,
    .guards = true,
};

const struct spc_profile spc_profile_nhsr = {
    .name = "nhsr-0.2.2",
    .says = "As the R package NHSRplotthedots 0.2.2 draws it, for comparison.",
    .sigmas_per_range = 2.66,
    .screens = true,
    .shift_length = 7,
    .trend_length = 7,
    .two_in_three = SPC_TWO_IN_THREE_NHSR,
    .skips_unknown_days = true,
    .trend_by_next = true,
};

const struct spc_profile spc_profile_anhoej = {
    .name = "anhoej",
    .says = "Limits, and unusually long runs or few crossings by Anhøj's limits; as the R package qicharts2.",
    .sigmas_per_range = 3 / 1.128,
    .screens = true,
    .two_in_three = SPC_TWO_IN_THREE_NONE,
    .runs = true,
    .joins_same_day = true,
};

const struct spc_profile spc_profile_powerbi = {
    .name = "powerbi-spc",
    .says = "As the Power BI visual PowerBI-SPC draws it with every rule switched on, for comparison.",
    .sigmas_per_range = 3 / 1.128,
    .screens = true,
    .shift_length = 7,
    .trend_length = 5,
    .two_in_three = SPC_TWO_IN_THREE_POWERBI,
    .joins_same_day = true,
    .flags_undefined = true,
};

const struct spc_profile *spc_profile_named(const char *name)
{
    static const struct spc_profile *const all[] = {&spc_profile_mdc, &spc_profile_nhsr, &spc_profile_anhoej,
                                                    &spc_profile_powerbi};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    }
    return NULL;
}
