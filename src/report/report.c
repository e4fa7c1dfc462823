/* The room's hand-over to the application. */
#include "report/report.h"

static const struct register_def *const registers[] = {
    &edition_register,
    &requirement_register,
    &report_register,
    &coverage_register,
    NULL,
};

const struct feature report_feature = {.name = "report", .registers = registers};
