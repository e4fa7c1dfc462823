/* The table of states and their drawings: every shape differs from every other in outline, not only in colour. */
#include "ui/marks.h"

/* Shapes are drawn in a square of 16. Their colours are classes, so that paper and forced colours may choose others. */
static const struct state {
    const char *name;
    const char *word;
    const char *meaning;
    struct markup shape;
} states[] = {
    /* Stands first: it is also what a state not known is drawn as. */
    {"not-stated", "Not stated", "", HTML_LITERAL("<circle cx=\"8\" cy=\"8\" r=\"6\" class=\"gt-mark__hollow\"/>")},
    {"red", "Red", "off track", HTML_LITERAL("<path d=\"M8 1L15.5 14.5H.5Z\" class=\"gt-mark__red\"/>")},
    {"amber", "Amber", "at risk", HTML_LITERAL("<path d=\"M8 .5L15.5 8L8 15.5L.5 8Z\" class=\"gt-mark__amber\"/>")},
    {"green", "Green", "on track", HTML_LITERAL("<circle cx=\"8\" cy=\"8\" r=\"7\" class=\"gt-mark__green\"/>")},
    {"complete", "Complete", "", HTML_LITERAL("<path d=\"M1 1H15V15H1Z\" class=\"gt-mark__blue\"/>"
                                              "<path d=\"M4 8.5L7 11.5L12 5\" class=\"gt-mark__tick\"/>")},
    {"met", "Met", "", HTML_LITERAL("<circle cx=\"8\" cy=\"8\" r=\"7.5\" class=\"gt-mark__blue\"/>"
                                    "<path d=\"M4.2 8.4L7 11.2L11.8 5.4\" class=\"gt-mark__tick\"/>")},
    {"partly", "Partly met", "", HTML_LITERAL("<circle cx=\"8\" cy=\"8\" r=\"6.5\" class=\"gt-mark__outline\"/>"
                                              "<path d=\"M8 1.5A6.5 6.5 0 0 0 8 14.5Z\" class=\"gt-mark__blue\"/>")},
    {"not-met", "Not met", "", HTML_LITERAL("<path d=\"M2.5 2.5L13.5 13.5M13.5 2.5L2.5 13.5\" class=\"gt-mark__cross\"/>")},
    {"not-recorded", "Not recorded here", "", HTML_LITERAL("<path d=\"M2 2H14V14H2Z\" class=\"gt-mark__hollow\"/>")},
    {"reached", "Reached", "", HTML_LITERAL("<path d=\"M3 15.5V1\" class=\"gt-mark__pole\"/>"
                                            "<path d=\"M3 1.5H14.5L11.5 5.5L14.5 9.5H3Z\" class=\"gt-mark__blue\"/>")},
    {"not-reached", "Not reached", "", HTML_LITERAL("<path d=\"M3 15.5V1\" class=\"gt-mark__pole\"/>"
                                                    "<path d=\"M3.8 2.3H13.2L10.5 5.5L13.2 8.7H3.8Z\" "
                                                    "class=\"gt-mark__unreached\"/>")},
    {"no-figure", "No figure for that date", "", HTML_LITERAL("<circle cx=\"8\" cy=\"8\" r=\"6\" class=\"gt-mark__hollow\"/>"
                                                              "<path d=\"M5 8H11\" class=\"gt-mark__stroke\"/>")},
    {"depends", "Depends on the definition", "", HTML_LITERAL("<path d=\"M8 1L15 8L8 15L1 8Z\" class=\"gt-mark__outline\"/>"
                                                              "<path d=\"M6 6.6A2 2 0 1 1 8 8.6V9.6M8 11.2V12.2\" "
                                                              "class=\"gt-mark__stroke\"/>")},
};

static const struct state *state_of(const char *name)
{
    for (size_t i = 0; name && i < sizeof states / sizeof *states; i++) {
        if (strcmp(states[i].name, name) == 0)
            return &states[i];
    }
    return &states[0];
}

const char *status_mark_word(const char *state)
{
    return state_of(state)->word;
}

void status_mark(struct html *h, struct status_mark mark)
{
    const struct state *state = state_of(mark.state);
    const char *meaning = mark.meaning ? mark.meaning : state->meaning;
    bool neutral = state == &states[0] || strcmp(state->name, "not-recorded") == 0 || strcmp(state->name, "no-figure") == 0;
    if (neutral)
        html_literal(h, "<span class=\"gt-mark gt-mark--neutral\">");
    else
        html_literal(h, "<span class=\"gt-mark\">");
    html_literal(h, "<svg class=\"gt-mark__shape\" viewBox=\"0 0 16 16\" "
                    "aria-hidden=\"true\">");
    html_markup(h, state->shape);
    html_literal(h, "</svg> <span class=\"gt-mark__word\">");
    html_text(h, mark.word ? mark.word : state->word);
    if (*meaning) {
        html_literal(h, "<span class=\"govuk-visually-hidden\"> (");
        html_text(h, meaning);
        html_literal(h, ")</span>");
    }
    html_literal(h, "</span></span>");
}

void status_mark_shape(struct html *h, const char *state)
{
    html_markup(h, state_of(state)->shape);
}
