/* Widths of letters and breaking of lines, for drawings. */
#include "ui/lettering.h"

#include <string.h>

/* Thousandths of the size, from the space to the tilde: the published metrics of Helvetica. */
static const short widths[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
    556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};

#define WIDTH_OTHER 667
#define BOLDER 1.07 /* bold letters are that much wider on average */

static bool continues_character(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

static double byte_width(char c)
{
    if (c >= ' ' && c <= '~')
        return widths[c - ' '];
    return continues_character(c) ? 0 : WIDTH_OTHER;
}

double lettering_width(struct lettering lettering, const char *text, size_t count)
{
    double thousandths = 0;
    for (size_t i = 0; i < count; i++)
        thousandths += byte_width(text[i]);
    return thousandths * lettering.size / 1000 * (lettering.bold ? BOLDER : 1);
}

/* How many bytes of the text stand on a line of this width: whole words if one fits at all. */
static size_t line_length(struct lettering lettering, const char *text, double width)
{
    size_t fits = 0; /* up to the end of the last whole word that fits */
    double used = 0;
    size_t at = 0;
    for (; text[at]; at++) {
        if (text[at] == ' ')
            fits = at;
        used += lettering_width(lettering, text + at, 1);
        if (used > width && text[at] != ' ')
            break;
    }
    if (!text[at])
        return at;
    if (fits)
        return fits;
    while (at > 0 && continues_character(text[at]))
        at--;
    return at ? at : strlen(text); /* not even one letter fits: better too wide than for ever */
}

size_t lettering_wrap(struct lettering lettering, const char *text, double width, struct text_line *lines, size_t most)
{
    size_t count = 0;
    while (text && *text && count < most) {
        size_t length = line_length(lettering, text, width);
        lines[count++] = (struct text_line){.text = text, .count = length};
        text += length;
        while (*text == ' ')
            text++;
    }
    if (count == most && text && *text) {
        struct text_line *last = &lines[count - 1];
        last->count = line_length(lettering, last->text, width - lettering.size);
        last->shortened = true;
    }
    return count;
}
