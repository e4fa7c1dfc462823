/* A control chart as a figure: finding, icons, the two drawings, the key to their shapes, and what must be known of them. */
#include "ui/chart_spc.h"

#include "ui/chart_spc_draw.h"
#include "ui/govuk.h"

#include <math.h>
#include <talloc.h>

bool control_chart_level_moved(const struct spc_result *result)
{
    const struct spc_segment *last = result->segment_count ? &result->segments[result->segment_count - 1] : NULL;
    bool judged = result->chart == SPC_RUN || result->profile->runs;
    return last && judged && last->runs.signal && result->variation == SPC_COMMON_CAUSE;
}

const char *control_chart_headline(const struct spc_result *result)
{
    static const char *const refusals[] = {
        [SPC_ANSWERED] = NULL,
        [SPC_TOO_FEW] = "Too few figures to judge by",
        [SPC_NO_VARIATION] = "The figures do not vary",
        [SPC_SPARSE] = "Too few events to judge by",
        [SPC_ONE_VALUE] = "Nearly all the figures are the same",
        [SPC_STALE] = "The latest figures are missing",
        [SPC_TRIAL] = NULL,
    };
    static const char *const changes[] = {
        [SPC_VARIATION_NONE] = "No answer can be given",
        [SPC_COMMON_CAUSE] = "No change is seen beyond the usual ups and downs",
        [SPC_IMPROVEMENT_HIGH] = "A change for the better is seen",
        [SPC_IMPROVEMENT_LOW] = "A change for the better is seen",
        [SPC_CONCERN_HIGH] = "A change for the worse is seen",
        [SPC_CONCERN_LOW] = "A change for the worse is seen",
        [SPC_NEUTRAL_HIGH] = "A rise is seen",
        [SPC_NEUTRAL_LOW] = "A fall is seen",
    };
    if (!refusals[result->refusal] && control_chart_level_moved(result))
        return "The level has probably moved";
    return refusals[result->refusal] ? refusals[result->refusal] : changes[result->variation];
}

/* ---- the key ---- */

static void key_entry(struct html *h, enum spc_shape shape, bool excluded, const char *words)
{
    html_literal(h, "<li>");
    svg_begin(h, (struct svg){.width = 16, .height = 16, .class = "gt-key__shape"});
    spc_shape_draw(h, shape, excluded, 8, 8, 5.5);
    svg_end(h);
    html_text(h, words);
    html_literal(h, "</li>\n");
}

/* The shapes that the drawing has; nothing when they are all dots. */
static void key(struct html *h, const struct control_chart *chart)
{
    static const char *const words[SPC_SHAPES] = {
        [SPC_SHAPE_DOT] = "usual ups and downs",
        [SPC_SHAPE_BETTER] = "a sign of change for the better",
        [SPC_SHAPE_WORSE] = "a sign of change for the worse",
        [SPC_SHAPE_NEITHER] = "a sign of change, neither better nor worse in itself",
    };
    bool drawn[SPC_SHAPES] = {false}, excluded = false;
    for (size_t i = 0; i < chart->result->point_count; i++) {
        const struct spc_point *point = &chart->result->points[i];
        drawn[spc_shape_of(point->variation)] |= !isnan(point->value);
        excluded = excluded || (point->excluded && !isnan(point->value));
    }
    if (!drawn[SPC_SHAPE_BETTER] && !drawn[SPC_SHAPE_WORSE] && !drawn[SPC_SHAPE_NEITHER] && !excluded)
        return;
    html_literal(h, "<ul class=\"gt-key\">\n");
    for (enum spc_shape shape = SPC_SHAPE_DOT; shape <= SPC_SHAPE_NEITHER; shape++) {
        if (drawn[shape])
            key_entry(h, shape, false, words[shape]);
    }
    if (excluded)
        key_entry(h, SPC_SHAPE_DOT, true, "hollow: set aside, so that it sets no limits and joins no run");
    html_literal(h, "</ul>\n");
}

/* ---- notes ---- */

static void note_breaks(struct html *h, const struct control_chart *chart)
{
    for (size_t i = 1; i < chart->result->segment_count; i++) {
        const struct spc_segment *segment = &chart->result->segments[i];
        const struct chart_break *broken = control_chart_break(chart, segment);
        const char *reason = broken && broken->reason ? broken->reason : segment->reason;
        govuk_list_item_begin(h);
        char letter[] = {control_chart_letter(i), '\0'};
        govuk_strong(h, letter);
        html_format(h, ": limits begin anew with %s", chart->points[segment->first].label);
        html_text(h, broken && broken->proposed ? " (proposed, not yet confirmed). " : ". ");
        html_text(h, reason ? reason : "No reason is recorded.");
        if (reason && *reason && reason[strlen(reason) - 1] != '.')
            html_text(h, ".");
        govuk_list_item_end(h);
    }
}

static void note_refusals(struct html *h, const struct control_chart *chart)
{
    for (size_t i = 0; i < chart->result->segment_count; i++) {
        const struct spc_segment *segment = &chart->result->segments[i];
        if (segment->refusal == SPC_ANSWERED || segment->count == 0)
            continue;
        govuk_list_item_begin(h);
        html_format(h, "%s to %s: %s.", chart->points[segment->first].label,
                    chart->points[segment->first + segment->count - 1].label, spc_refusal_words(segment->refusal));
        govuk_list_item_end(h);
    }
}

/* The labels of the points that `is` true of, joined by commas, after `before` and ended by `after`; nothing for none. */
static void note_points(struct html *h, const struct control_chart *chart, bool (*is)(const struct control_chart *chart, size_t i),
                        const char *before, const char *after)
{
    size_t left = 0;
    for (size_t i = 0; i < chart->result->point_count; i++)
        left += is(chart, i);
    if (left == 0)
        return;
    govuk_list_item_begin(h);
    html_text(h, before);
    for (size_t i = 0; i < chart->result->point_count; i++) {
        if (!is(chart, i))
            continue;
        html_text(h, chart->points[i].label);
        left--;
        html_text(h, left > 1 ? ", " : left == 1 ? " and " : after);
    }
    govuk_list_item_end(h);
}

static bool is_missing(const struct control_chart *chart, size_t i)
{
    return isnan(chart->result->points[i].value);
}

static bool is_excluded(const struct control_chart *chart, size_t i)
{
    return chart->result->points[i].excluded && !is_missing(chart, i);
}

static bool is_provisional(const struct control_chart *chart, size_t i)
{
    return chart->points[i].provisional;
}

static bool is_later(const struct control_chart *chart, size_t i)
{
    return chart->points[i].later;
}

static void note_later(struct html *h, const struct control_chart *chart)
{
    size_t later = 0;
    for (size_t i = 0; i < chart->result->point_count; i++)
        later += is_later(chart, i);
    if (later == 0)
        return;
    govuk_list_item_begin(h);
    bool all = later == chart->result->point_count;
    html_text(h, all ? "All of these figures were published " : "Figures on the tinted ground were published ");
    html_text(h, chart->known_on ? "after " : "later: ");
    if (chart->known_on)
        html_format(h, "%s: ", chart->known_on);
    html_text(h, "since this report.");
    govuk_list_item_end(h);
}

static void note_scale(struct html *h, const struct control_chart *chart)
{
    char number[CHART_NUMBER_ROOM];
    struct chart_scale scale = control_chart_scale(chart);
    if (!(scale.from > 0))
        return;
    govuk_list_item_begin(h);
    html_format(h, "The scale starts at %s%s, not at zero.", chart_number(number, scale.from, scale.decimals),
                chart->unit.suffix ? chart->unit.suffix : "");
    govuk_list_item_end(h);
}

static void note_method(struct html *h, const struct control_chart *chart)
{
    const struct spc_result *result = chart->result;
    govuk_list_item_begin(h);
    html_format(h, "How this was worked out: %s, rules “%s”, engine %s. ", spc_chart_title(result->chart), result->profile->name,
                result->engine);
    html_text(h, result->profile->says);
    govuk_list_item_end(h);
}

static void notes(struct html *h, const struct control_chart *chart)
{
    html_literal(h, "<ul class=\"gt-chart__notes\">\n");
    note_breaks(h, chart);
    note_refusals(h, chart);
    note_points(h, chart, is_missing, "No figure for ", ".");
    note_points(h, chart, is_excluded, "Set aside: ", ".");
    note_points(h, chart, is_provisional, "Provisional: ", ".");
    note_later(h, chart);
    note_scale(h, chart);
    if (chart->caveat)
        govuk_list_item(h, chart->caveat);
    note_method(h, chart);
    chart_origin_note(h, &chart->origin, true);
    html_literal(h, "</ul>\n");
}

/* ---- the figure ---- */

void control_chart(struct html *h, const struct control_chart *chart)
{
    char title_id[32];
    snprintf(title_id, sizeof title_id, "chart-%u", html_id(h));
    html_literal(h, "<figure class=\"gt-chart\" aria-labelledby=\"");
    html_text(h, title_id);
    html_literal(h, "\">\n");
    govuk_heading(h, (struct govuk_heading){.text = chart->title ? chart->title : control_chart_headline(chart->result),
                                            .level = chart->heading_level ? chart->heading_level : 3,
                                            .size = GOVUK_SIZE_S,
                                            .id = title_id});
    if (chart->subtitle) {
        html_literal(h, "<p class=\"gt-chart__subtitle\">");
        html_text(h, chart->subtitle);
        html_literal(h, "</p>\n");
    }
    control_icons(h, (struct control_icons){.result = chart->result});
    if (chart->finding)
        govuk_paragraph(h, (struct govuk_paragraph){.text = chart->finding});
    if (chart->result->latest == chart->result->point_count) {
        govuk_paragraph(h, (struct govuk_paragraph){.text = "There is no figure, so there is no chart."});
    } else {
        control_chart_draw(h, chart, false, false, chart->finding);
        control_chart_draw(h, chart, true, false, chart->finding);
        key(h, chart);
        notes(h, chart);
    }
    html_literal(h, "</figure>\n");
}

void control_chart_file(struct html *h, const struct control_chart *chart)
{
    control_chart_draw(h, chart, false, true, chart->finding);
}
