/* The room's hand-over to the application. */
#include "meetings/meetings.h"

static const struct register_def *const registers[] = {
    &minute_register,
    NULL,
};

static const struct report_section *const sections[] = {&minutes_section, NULL};

const struct feature meetings_feature = {.name = "meetings", .registers = registers, .report_sections = sections};
