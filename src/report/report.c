/* The room's hand-over to the application. */
#include "report/report.h"

#include "report/report_commands.h"
#include "report/report_screens.h"

static const struct register_def *const registers[] = {
    &edition_register,
    &requirement_register,
    &report_register,
    &coverage_register,
    NULL,
};

static const struct report_section *const sections[] = {
    &first_page_section, &about_section, &coverage_section, &sources_section, NULL,
};

static const struct command *const commands[] = {&report_command, &demo_command, NULL};

static const struct screen *const screens[] = {
    &reports_screen, &report_screen, &report_coverage_screen, &requirements_screen, &sources_screen, NULL,
};

const struct feature report_feature = {
    .name = "report", .registers = registers, .screens = screens, .report_sections = sections, .commands = commands,
};
