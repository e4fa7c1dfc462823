/* The room's hand-over to the application. */
#include "people/people.h"

static const struct register_def *const registers[] = {
    &partnership_register,
    &agency_register,
    &role_register,
    NULL,
};

const struct feature people_feature = {.name = "people", .registers = registers};
