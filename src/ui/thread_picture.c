/* The thread drawn from left to right, and its table. The same from top to bottom is thread_strand.c. */
#include "ui/thread_picture.h"

#include "base/table.h"
#include "ui/marks.h"
#include "ui/svg.h"
#include "ui/table_view.h"
#include "ui/thread_layout.h"
#include "ui/thread_strand.h"

#include <math.h>
#include <talloc.h>

#define KNOT 3.5
#define THREAD_Y 12 /* of the line that runs over the columns' names */

/* The columns' names under one golden line, a knot at each. */
static void column_names(struct html *h, const struct thread_layout *layout)
{
    const struct thread_picture *thread = layout->thread;
    svg_line(h, "gt-thread__main", 1, THREAD_Y, THREAD_WIDTH - layout->box_width, THREAD_Y);
    for (size_t i = 0; i < thread->column_count; i++) {
        double x = 1 + (double)i * layout->column_width;
        svg_circle(h, "gt-thread__bead", x + 8, THREAD_Y, 7);
        struct text_line lines[2];
        size_t count = lettering_wrap((struct lettering){15, true}, thread->columns[i], layout->box_width, lines, 2);
        for (size_t line = 0; line < count; line++)
            svg_text(h, (struct svg_text){.x = x, .y = 40 + 18 * (double)line, .class = "gt-thread__column",
                                          .text = lines[line].text, .count = lines[line].count,
                                          .shortened = lines[line].shortened});
    }
    html_literal(h, "\n");
}

/* On to the next point: straight, or bending so that it leaves and arrives level. */
static void draw_piece(struct html *h, struct thread_point from, struct thread_point to, bool bends)
{
    if (!bends) {
        svg_path_point(h, false, to.x, to.y);
        return;
    }
    double half = (to.x - from.x) / 2;
    html_literal(h, "C");
    const double numbers[] = {from.x + half, from.y, to.x - half, to.y, to.x, to.y};
    for (size_t i = 0; i < 6; i++) {
        html_literal(h, " ");
        html_number(h, numbers[i]);
    }
}

static void draw_route(struct html *h, const struct thread_route *route)
{
    svg_path_begin(h, route->open ? "gt-thread__link-line gt-thread__link-line--open" : "gt-thread__link-line");
    svg_path_point(h, true, route->points[0].x, route->points[0].y);
    for (size_t i = 1; i < route->count; i++)
        draw_piece(h, route->points[i - 1], route->points[i], !route->within_column && i % 2 == 1);
    svg_path_end(h);
    html_literal(h, "\n");
}

static void draw_knots(struct html *h, const struct thread_route *route)
{
    if (route->open)
        return;
    const struct thread_point *first = &route->points[0], *last = &route->points[route->count - 1];
    svg_circle(h, "gt-thread__knot", first->x, first->y, KNOT);
    svg_circle(h, "gt-thread__knot", last->x, last->y, KNOT);
}

static void box_words(struct html *h, const struct thread_box *box, const struct thread_node *node)
{
    static const char *const classes[] = {[THREAD_LINE_DATE] = "gt-thread__date", [THREAD_LINE_TITLE] = "gt-thread__title",
                                          [THREAD_LINE_TEXT] = "gt-thread__text", [THREAD_LINE_MARK] = "gt-thread__mark",
                                          [THREAD_LINE_LATER] = "gt-thread__later"};
    double y = box->y + THREAD_PADDING + THREAD_LETTERS;
    for (size_t i = 0; i < box->line_count; i++, y += THREAD_LINE) {
        const struct thread_line *line = &box->lines[i];
        bool mark = line->kind == THREAD_LINE_MARK;
        if (mark && line->first) {
            html_literal(h, "<g transform=\"translate(");
            html_number(h, box->x + THREAD_PADDING);
            html_literal(h, " ");
            html_number(h, y - 13);
            html_literal(h, ")\">");
            status_mark_shape(h, node->mark);
            html_literal(h, "</g>");
        }
        svg_text(h, (struct svg_text){.x = box->x + THREAD_PADDING + (mark ? 22 : 0), .y = y, .class = classes[line->kind],
                                      .text = line->words.text, .count = line->words.count,
                                      .shortened = line->words.shortened});
        html_literal(h, "\n");
    }
}

/* Everything a box that is no link says, in one piece: its words are drawn line by line. A link is named by its words. */
static void box_label(struct html *h, const struct thread_picture *thread, const struct thread_node *node)
{
    html_literal(h, " aria-label=\"");
    html_text(h, thread->columns[node->column]);
    html_literal(h, ": ");
    const char *parts[] = {node->date, node->title, node->text,
                           node->mark ? (node->mark_word ? node->mark_word : status_mark_word(node->mark)) : NULL,
                           node->later ? "Since this report" : NULL};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        html_text(h, parts[i]);
        html_text(h, parts[i] ? " " : "");
    }
    html_literal(h, "\"");
}

static void draw_box(struct html *h, const struct thread_layout *layout, size_t i)
{
    const struct thread_node *node = &layout->thread->nodes[i];
    const struct thread_box *box = &layout->boxes[i];
    bool linked = html_can_link(h, node->href);
    if (linked) {
        html_literal(h, "<a class=\"gt-thread__node\"");
        html_address(h, "href", node->href);
    } else {
        html_literal(h, "<g class=\"gt-thread__node\" role=\"img\"");
        box_label(h, layout->thread, node);
    }
    html_literal(h, ">");
    const char *class = node->hole ? "gt-thread__box gt-thread__box--hole"
                        : node->later ? "gt-thread__box gt-thread__box--later"
                                      : "gt-thread__box";
    svg_rect(h, class, box->x, box->y, box->width, box->height);
    if (!node->hole)
        svg_rect(h, node->later ? "gt-thread__edge gt-thread__edge--later" : "gt-thread__edge", box->x - 0.75, box->y - 0.75,
                 box->width + 1.5, 4);
    box_words(h, box, node);
    if (linked)
        html_literal(h, "</a>\n");
    else
        html_literal(h, "</g>\n");
}

static void wide(struct html *h, const struct thread_picture *thread)
{
    struct thread_layout *layout = thread_layout(h->out.ctx, thread);
    if (!layout) {
        h->out.failed = true;
        return;
    }
    html_literal(h, "<svg class=\"gt-thread__drawing\" role=\"group\"");
    html_attribute(h, "aria-label", thread->title);
    html_literal(h, " viewBox=\"0 0 ");
    html_number(h, THREAD_WIDTH);
    html_literal(h, " ");
    html_number(h, layout->height);
    html_literal(h, "\"");
    html_attribute_number(h, "width", THREAD_WIDTH);
    html_attribute_number(h, "height", layout->height);
    html_literal(h, ">\n");
    column_names(h, layout);
    for (size_t i = 0; i < layout->route_count; i++)
        draw_route(h, &layout->routes[i]);
    for (size_t column = 0; column < thread->column_count; column++) { /* column by column, so that Tab goes along */
        for (size_t i = 0; i < thread->node_count; i++) {
            if (thread->nodes[i].column == column)
                draw_box(h, layout, i);
        }
    }
    for (size_t i = 0; i < layout->route_count; i++)
        draw_knots(h, &layout->routes[i]);
    html_literal(h, "</svg>\n");
    talloc_free(layout);
}

void thread_picture(struct html *h, const struct thread_picture *thread)
{
    html_literal(h, "<div class=\"gt-thread\">\n");
    wide(h, thread);
    html_literal(h, "<p class=\"gt-thread__note\">Read from left to right. A line joins two records of which one names the other; where "
                    "other lines say as much already, none is drawn. A dashed box is a hole in the record.</p>\n");
    thread_strand(h, thread);
    html_literal(h, "</div>\n");
}

/* "Action A; Action B": the titles of what follows from node i; NULL when nothing does. Owned by ctx. */
static char *following(void *ctx, const struct thread_picture *thread, size_t i)
{
    struct buffer out = buffer_on(ctx);
    for (size_t k = 0; k < thread->link_count; k++) {
        if (!thread_link_is_sound(thread, &thread->links[k]) || thread->links[k].from != i)
            continue;
        buffer_text(&out, out.used ? "; " : "");
        buffer_text(&out, thread->nodes[thread->links[k].to].title);
    }
    return out.data;
}

static struct error *add_rows(void *ctx, struct table *table, const struct thread_picture *thread)
{
    for (size_t column = 0; column < thread->column_count; column++) {
        for (size_t i = 0; i < thread->node_count; i++) {
            const struct thread_node *node = &thread->nodes[i];
            if (node->column != column)
                continue;
            const char *state = node->mark ? (node->mark_word ? node->mark_word : status_mark_word(node->mark)) : NULL;
            const struct cell cells[] = {
                {.value = thread->columns[column]},
                {.value = node->title, .href = node->href, .note = node->text},
                {.value = node->date, .shown = node->date ? node->date : "no date", .note = node->later ? "since this report" : NULL},
                {.value = state, .shown = state ? state : node->hole ? "not recorded here" : "–", .mark = node->mark},
                {.value = following(ctx, thread, i), .shown = NULL},
            };
            struct cell row[5];
            memcpy(row, cells, sizeof row);
            row[4].shown = row[4].value ? row[4].value : "–";
            TRY(table_add_row(table, row));
        }
    }
    return NULL;
}

void thread_picture_table(struct html *h, const struct thread_picture *thread, const char *caption)
{
    static const struct column columns[] = {{.name = "step", .label = "Step", .row_heading = true},
                                            {.name = "what", .label = "What is recorded"},
                                            {.name = "when", .label = "When"},
                                            {.name = "state", .label = "State"},
                                            {.name = "leads_to", .label = "Leads to"}};
    void *scratch = talloc_new(h->out.ctx);
    struct table *table = scratch ? table_new(scratch, caption, columns, sizeof columns / sizeof *columns) : NULL;
    if (!table || add_rows(scratch, table, thread))
        h->out.failed = true;
    else
        table_view(h, table, (struct table_view){.stack = true});
    talloc_free(scratch);
}
