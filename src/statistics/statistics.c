/* The room's hand-over to the application. */
#include "statistics/statistics.h"

static const struct command *const commands[] = {&spc_command, &funnel_command, &verdict_command, NULL};

const struct feature statistics_feature = {.name = "statistics", .commands = commands};
