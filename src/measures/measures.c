/* The room's hand-over to the application. */
#include "measures/measures.h"

static const struct register_def *const registers[] = {
    &area_register,
    &neighbour_register,
    &measure_register,
    &observation_register,
    &break_register,
    NULL,
};

static const struct screen *const screens[] = {
    &wall_screen, &measure_chart_screen, &measure_table_screen, &measure_about_screen, NULL,
};

static const struct report_section *const sections[] = {&area_section, &measures_section, &figures_since_section, NULL};

const struct feature measures_feature = {
    .name = "measures", .registers = registers, .screens = screens, .report_sections = sections,
};
