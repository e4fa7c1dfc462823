/* The room's hand-over to the application. */
#include "priorities/priorities.h"

static const struct register_def *const registers[] = {
    &priority_register,
    &risk_register,
    &thread_register,
    NULL,
};

static const struct screen *const screens[] = {&threads_screen, &thread_screen, &priority_screen, NULL};

static const struct report_section *const sections[] = {&priorities_section, &threads_section, &threads_since_section, NULL};

const struct feature priorities_feature = {
    .name = "priorities", .registers = registers, .screens = screens, .report_sections = sections,
};
