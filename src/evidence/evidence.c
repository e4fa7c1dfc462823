/* The room's hand-over to the application. */
#include "evidence/evidence.h"

static const struct register_def *const registers[] = {
    &source_register,
    &evidence_register,
    NULL,
};

static const struct report_section *const sections[] = {&evidence_section, &evidence_since_section, NULL};

const struct feature evidence_feature = {.name = "evidence", .registers = registers, .report_sections = sections};
