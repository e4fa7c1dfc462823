/* The room's hand-over to the application. */
#include "evidence/evidence.h"

static const struct register_def *const registers[] = {
    &source_register,
    &evidence_register,
    NULL,
};

const struct feature evidence_feature = {.name = "evidence", .registers = registers};
