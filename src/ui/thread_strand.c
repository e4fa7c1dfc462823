/* The thread as a list along one golden line: the same boxes, holes and words as in the wide picture. */
#include "ui/thread_strand.h"

#include "ui/marks.h"
#include "ui/thread_layout.h"

static size_t nodes_in(const struct thread_picture *thread, size_t column)
{
    size_t count = 0;
    for (size_t i = 0; i < thread->node_count; i++)
        count += thread->nodes[i].column == column;
    return count;
}

/* "from A; B", where the order alone does not say what a box follows from. */
static void follows_from(struct html *h, const struct thread_picture *thread, size_t i)
{
    size_t column = thread->nodes[i].column;
    if (column == 0 || nodes_in(thread, column - 1) < 2)
        return;
    bool first = true;
    for (size_t k = 0; k < thread->link_count; k++) {
        const struct thread_link *link = &thread->links[k];
        if (!thread_link_is_sound(thread, link) || link->to != i)
            continue;
        if (first)
            html_literal(h, "<span class=\"gt-strand__from\">Follows from: ");
        else
            html_literal(h, "; ");
        html_text(h, thread->nodes[link->from].title);
        first = false;
    }
    if (!first)
        html_literal(h, "</span>\n");
}

static void line(struct html *h, const char *class, const char *text)
{
    if (!text)
        return;
    html_literal(h, "<span");
    html_attribute(h, "class", class);
    html_literal(h, ">");
    html_text(h, text);
    html_literal(h, "</span>\n");
}

static void box(struct html *h, const struct thread_picture *thread, size_t i)
{
    const struct thread_node *node = &thread->nodes[i];
    html_literal(h, "<li class=\"gt-strand__box");
    if (node->hole)
        html_literal(h, " gt-strand__box--hole");
    else if (node->later)
        html_literal(h, " gt-strand__box--later");
    html_literal(h, "\">");
    line(h, "gt-strand__date", node->date);
    bool linked = html_can_link(h, node->href);
    if (linked) {
        html_literal(h, "<a class=\"govuk-link gt-strand__title\"");
        html_address(h, "href", node->href);
        html_literal(h, ">");
        html_text(h, node->title);
        html_literal(h, "</a>\n");
    } else {
        line(h, "gt-strand__title", node->title);
    }
    line(h, "gt-strand__text", node->text);
    if (node->mark) {
        status_mark(h, (struct status_mark){.state = node->mark, .word = node->mark_word});
        html_literal(h, "\n");
    }
    if (node->later)
        line(h, "gt-strand__later", "Since this report");
    follows_from(h, thread, i);
    html_literal(h, "</li>\n");
}

void thread_strand(struct html *h, const struct thread_picture *thread)
{
    html_literal(h, "<ol class=\"gt-strand\"");
    html_attribute(h, "aria-label", thread->title);
    html_literal(h, ">\n");
    for (size_t column = 0; column < thread->column_count; column++) {
        if (!nodes_in(thread, column))
            continue;
        html_literal(h, "<li class=\"gt-strand__step\"><span class=\"gt-strand__column\">");
        html_text(h, thread->columns[column]);
        html_literal(h, "</span>\n<ul class=\"gt-strand__boxes\">\n");
        for (size_t i = 0; i < thread->node_count; i++) {
            if (thread->nodes[i].column == column)
                box(h, thread, i);
        }
        html_literal(h, "</ul></li>\n");
    }
    html_literal(h, "</ol>\n");
}
