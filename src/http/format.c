/* The table of forms. Another one (ods, atom, ics) is another row here and another bit in format.h. */
#include "http/format.h"

#include <string.h>

static const struct {
    enum format format;
    const char *ending;
    const char *content_type;
} formats[] = {
    {FORMAT_HTML, "", "text/html; charset=utf-8"},
    {FORMAT_CSV, "csv", "text/csv; charset=utf-8"},
    {FORMAT_JSON, "json", "application/json"},
};

#define FORMAT_COUNT (sizeof formats / sizeof *formats)

const char *format_content_type(enum format format)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (formats[i].format == format)
            return formats[i].content_type;
    return "application/octet-stream";
}

const char *format_ending(enum format format)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (formats[i].format == format)
            return formats[i].ending;
    return "";
}

enum format format_of_segment(const char *segment, size_t *stem)
{
    const char *point = strrchr(segment, '.');
    if (point && point > segment)
        for (size_t i = 0; i < FORMAT_COUNT; i++)
            if (*formats[i].ending && strcmp(point + 1, formats[i].ending) == 0) {
                *stem = (size_t)(point - segment);
                return formats[i].format;
            }
    *stem = strlen(segment);
    return FORMAT_HTML;
}
