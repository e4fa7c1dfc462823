/* The room's hand-over to the application. */
#include "plans/plans.h"

static const struct register_def *const registers[] = {
    &plan_register,
    &section_register,
    &outcome_register,
    &rating_register,
    &action_register,
    &expectation_register,
    &milestone_register,
    NULL,
};

static const struct screen *const screens[] = {&newest_plan_screen, &plan_screen, NULL};

static const struct panel *const panels[] = {
    &outcome_ratings,     &expectation_itself,   &outcome_expectations,
    &action_expectations, &minute_expectations, &measure_expectations, NULL,
};

static const struct report_section *const sections[] = {&plans_section, &actions_section, NULL};

const struct feature plans_feature = {
    .name = "plans", .registers = registers, .screens = screens, .panels = panels, .report_sections = sections,
};
