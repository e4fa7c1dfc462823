/* Icons for variation and assurance, after those of the NHS's Making Data Count. Letter, and shape of the last points, say
 * the same as the colour: a triangle for the better, a square for the worse, as on the chart itself. */
#include "ui/chart_spc.h"

#include "ui/svg.h"

#define SIDE 44

/* One icon: its ring and what stands in it, drawn in a square of 44. */
struct icon {
    const char *ring; /* class */
    struct markup inside;
};

static const struct icon variations[] = {
    [SPC_VARIATION_NONE] = {0},
    [SPC_COMMON_CAUSE] = {"gt-icon__ring gt-icon__ring--common",
                          HTML_LITERAL("<path class=\"gt-icon__thread\" d=\"M8 25L15 20L21 26L27 17L36 23\"/>"
                                       "<circle class=\"gt-icon__dot\" cx=\"8\" cy=\"25\" r=\"2.4\"/>"
                                       "<circle class=\"gt-icon__dot\" cx=\"15\" cy=\"20\" r=\"2.4\"/>"
                                       "<circle class=\"gt-icon__dot\" cx=\"21\" cy=\"26\" r=\"2.4\"/>"
                                       "<circle class=\"gt-icon__dot\" cx=\"27\" cy=\"17\" r=\"2.4\"/>"
                                       "<circle class=\"gt-icon__dot\" cx=\"36\" cy=\"23\" r=\"2.4\"/>")},
#define RISING                                                                                                         \
    "<path class=\"gt-icon__thread\" d=\"M9 30L16 33L22 29L28 22L35 20\"/>"                                            \
    "<circle class=\"gt-icon__dot\" cx=\"9\" cy=\"30\" r=\"2.4\"/><circle class=\"gt-icon__dot\" cx=\"16\" cy=\"33\" "   \
    "r=\"2.4\"/><circle class=\"gt-icon__dot\" cx=\"22\" cy=\"29\" r=\"2.4\"/>"
#define FALLING                                                                                                        \
    "<path class=\"gt-icon__thread\" d=\"M9 14L16 11L22 15L28 22L35 24\"/>"                                            \
    "<circle class=\"gt-icon__dot\" cx=\"9\" cy=\"14\" r=\"2.4\"/><circle class=\"gt-icon__dot\" cx=\"16\" cy=\"11\" "   \
    "r=\"2.4\"/><circle class=\"gt-icon__dot\" cx=\"22\" cy=\"15\" r=\"2.4\"/>"
#define TRIANGLES(a, b)                                                                                                \
    "<path class=\"gt-icon__better\" d=\"M28 " a "l4.4 7.6h-8.8ZM35 " b "l4.4 7.6h-8.8Z\"/>"
#define SQUARES(a, b) "<path class=\"gt-icon__worse\" d=\"M24.8 " a "h6.4v6.4h-6.4ZM31.8 " b "h6.4v6.4h-6.4Z\"/>"
#define LETTER(class, y, letter)                                                                                       \
    "<text class=\"gt-icon__letter " class "\" x=\"15\" y=\"" y "\" text-anchor=\"middle\">" letter "</text>"
    [SPC_IMPROVEMENT_HIGH] = {"gt-icon__ring gt-icon__ring--better",
                              HTML_LITERAL(RISING TRIANGLES("17", "15") LETTER("gt-icon__better", "23", "H"))},
    [SPC_IMPROVEMENT_LOW] = {"gt-icon__ring gt-icon__ring--better",
                             HTML_LITERAL(FALLING TRIANGLES("17", "19") LETTER("gt-icon__better", "35", "L"))},
    [SPC_CONCERN_HIGH] = {"gt-icon__ring gt-icon__ring--worse",
                          HTML_LITERAL(RISING SQUARES("18.8", "16.8") LETTER("gt-icon__worse", "23", "H"))},
    [SPC_CONCERN_LOW] = {"gt-icon__ring gt-icon__ring--worse",
                         HTML_LITERAL(FALLING SQUARES("18.8", "20.8") LETTER("gt-icon__worse", "35", "L"))},
    [SPC_NEUTRAL_HIGH] = {"gt-icon__ring gt-icon__ring--neither",
                          HTML_LITERAL("<path class=\"gt-icon__neither\" d=\"M13 34L9.5 30.5L23 17L17 11H33V27L27 21Z\"/>")},
    [SPC_NEUTRAL_LOW] = {"gt-icon__ring gt-icon__ring--neither",
                         HTML_LITERAL("<path class=\"gt-icon__neither\" d=\"M13 10L9.5 13.5L23 27L17 33H33V17L27 23Z\"/>")},
};

#define WAVE(y)                                                                                                        \
    "<path class=\"gt-icon__thread gt-icon__thread--bold\" d=\"M9 " y "c4 -6 7 -6 10 -1s5 1 6 -3s2 6 4 4s4 -1 7 0\"/>"
static const struct icon assurances[] = {
    [SPC_ASSURANCE_NONE] = {0},
    [SPC_PASS] = {"gt-icon__ring gt-icon__ring--better",
                  HTML_LITERAL(WAVE("28") "<path class=\"gt-icon__target gt-icon__target--better\" d=\"M6 33H38\"/>"
                                          "<text class=\"gt-icon__letter gt-icon__better\" x=\"22\" y=\"18\" "
                                          "text-anchor=\"middle\">P</text>")},
    [SPC_FAIL] = {"gt-icon__ring gt-icon__ring--worse",
                  HTML_LITERAL(WAVE("33") "<path class=\"gt-icon__target gt-icon__target--worse\" d=\"M5 22H39\"/>"
                                          "<text class=\"gt-icon__letter gt-icon__worse\" x=\"22\" y=\"18\" "
                                          "text-anchor=\"middle\">F</text>")},
    [SPC_HIT_OR_MISS] = {"gt-icon__ring gt-icon__ring--common",
                         HTML_LITERAL(WAVE("30") "<path class=\"gt-icon__target\" d=\"M5 28H39\"/>"
                                                 "<text class=\"gt-icon__letter\" x=\"22\" y=\"18\" "
                                                 "text-anchor=\"middle\">?</text>")},
};

const char *variation_words(enum spc_variation variation)
{
    static const char *const words[] = {
        [SPC_VARIATION_NONE] = "",
        [SPC_COMMON_CAUSE] = "usual ups and downs",
        [SPC_IMPROVEMENT_HIGH] = "change for the better: higher",
        [SPC_IMPROVEMENT_LOW] = "change for the better: lower",
        [SPC_CONCERN_HIGH] = "change for the worse: higher",
        [SPC_CONCERN_LOW] = "change for the worse: lower",
        [SPC_NEUTRAL_HIGH] = "a rise, neither better nor worse in itself",
        [SPC_NEUTRAL_LOW] = "a fall, neither better nor worse in itself",
    };
    return words[variation];
}

const char *assurance_words(enum spc_assurance assurance)
{
    static const char *const words[] = {
        [SPC_ASSURANCE_NONE] = "",
        [SPC_PASS] = "the target will be met nearly every time",
        [SPC_FAIL] = "the target will hardly ever be met",
        [SPC_HIT_OR_MISS] = "the target will be met at some times and missed at others",
    };
    return words[assurance];
}

static void draw(struct html *h, const struct icon *icon, const char *about, const char *words, struct control_icons icons)
{
    bool trial = icons.result->refusal == SPC_TRIAL;
    if (trial)
        html_literal(h, "<li class=\"gt-icon gt-icon--trial\">");
    else
        html_literal(h, "<li class=\"gt-icon\">");
    svg_begin(h, (struct svg){.width = SIDE, .height = SIDE, .class = "gt-icon__drawing"});
    svg_circle(h, icon->ring, SIDE / 2.0, SIDE / 2.0, 20);
    html_markup(h, icon->inside);
    svg_end(h);
    if (icons.small)
        html_literal(h, "<span class=\"govuk-visually-hidden\">");
    else
        html_literal(h, "<span class=\"gt-icon__words\">");
    html_format(h, "%s: %s%s", about, words, trial ? " (on trial)" : "");
    html_literal(h, "</span></li>\n");
}

void control_icons(struct html *h, struct control_icons icons)
{
    const struct spc_result *result = icons.result;
    bool says_variation = result->variation != SPC_VARIATION_NONE && !control_chart_level_moved(result);
    if (!says_variation && result->assurance == SPC_ASSURANCE_NONE)
        return;
    html_literal(h, "<ul class=\"gt-icons\">\n");
    if (says_variation)
        draw(h, &variations[result->variation], "Variation", variation_words(result->variation), icons);
    if (result->assurance != SPC_ASSURANCE_NONE)
        draw(h, &assurances[result->assurance], "Assurance", assurance_words(result->assurance), icons);
    html_literal(h, "</ul>\n");
}
