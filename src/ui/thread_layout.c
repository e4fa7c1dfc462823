/* Laying out a thread: words into boxes, boxes into columns, each box near those it is linked with. */
#include "ui/thread_layout.h"

#include "ui/marks.h"

#include <math.h>
#include <talloc.h>

#define GUTTER 30.0  /* between a box and the next column's */
#define GAP 18.0     /* between boxes of a column */
#define ROUNDS 8     /* of moving boxes towards their neighbours: the picture is small and settles in a few */
#define MARK_INDENT 22.0

bool thread_link_is_sound(const struct thread_picture *thread, const struct thread_link *link)
{
    return link->from < thread->node_count && link->to < thread->node_count && link->from != link->to;
}

bool thread_link_is_open(const struct thread_picture *thread, const struct thread_link *link)
{
    return thread->nodes[link->from].hole || thread->nodes[link->to].hole;
}

static void add_lines(struct thread_box *box, enum thread_line_kind kind, const char *text, double indent, size_t most)
{
    struct text_line lines[THREAD_LINES_MOST];
    bool bold = kind != THREAD_LINE_TEXT && kind != THREAD_LINE_DATE;
    size_t count = lettering_wrap((struct lettering){THREAD_LETTERS, bold}, text, box->width - 2 * THREAD_PADDING - indent, lines,
                                  most);
    for (size_t i = 0; i < count && box->line_count < THREAD_LINES_MOST; i++)
        box->lines[box->line_count++] = (struct thread_line){.kind = kind, .words = lines[i], .first = i == 0};
}

static void fill_box(struct thread_box *box, const struct thread_node *node)
{
    add_lines(box, THREAD_LINE_DATE, node->date, 0, 2);
    add_lines(box, THREAD_LINE_TITLE, node->title, 0, 6);
    add_lines(box, THREAD_LINE_TEXT, node->text, 0, 6);
    if (node->mark)
        add_lines(box, THREAD_LINE_MARK, node->mark_word ? node->mark_word : status_mark_word(node->mark), MARK_INDENT, 3);
    if (node->later)
        add_lines(box, THREAD_LINE_LATER, "Since this report", 0, 1);
    box->height = (double)box->line_count * THREAD_LINE + 2 * THREAD_PADDING + 4;
}

static double middle(const struct thread_box *box)
{
    return box->y + box->height / 2;
}

/* The mean middle of the boxes linked with node i; its own when there are none. */
static double wished_middle(const struct thread_layout *layout, size_t i)
{
    const struct thread_picture *thread = layout->thread;
    double sum = 0;
    size_t count = 0;
    for (size_t k = 0; k < thread->link_count; k++) {
        const struct thread_link *link = &thread->links[k];
        if (!thread_link_is_sound(thread, link) || thread->nodes[link->from].column == thread->nodes[link->to].column)
            continue;
        size_t other = link->from == i ? link->to : link->to == i ? link->from : i;
        if (other == i)
            continue;
        sum += middle(&layout->boxes[other]);
        count++;
    }
    return count ? sum / (double)count : middle(&layout->boxes[i]);
}

/* Puts the boxes of a column where they wish to be, in their order and apart, and the column as a whole in the middle of its
 * wishes. */
static void settle_column(struct thread_layout *layout, size_t column)
{
    const struct thread_picture *thread = layout->thread;
    double free_from = -INFINITY, wishes = 0;
    size_t count = 0;
    for (size_t i = 0; i < thread->node_count; i++) {
        if (thread->nodes[i].column != column)
            continue;
        struct thread_box *box = &layout->boxes[i];
        double wish = wished_middle(layout, i) - box->height / 2;
        box->y = fmax(wish, free_from);
        free_from = box->y + box->height + GAP;
        wishes += wish - box->y;
        count++;
    }
    for (size_t i = 0; count && i < thread->node_count; i++) {
        if (thread->nodes[i].column == column)
            layout->boxes[i].y += wishes / (double)count;
    }
}

/* Boxes of each column one under the other, all columns about one middle line. */
static void stack(struct thread_layout *layout)
{
    const struct thread_picture *thread = layout->thread;
    for (size_t column = 0; column < thread->column_count; column++) {
        double height = -GAP;
        for (size_t i = 0; i < thread->node_count; i++)
            height += thread->nodes[i].column == column ? layout->boxes[i].height + GAP : 0;
        double y = -height / 2;
        for (size_t i = 0; i < thread->node_count; i++) {
            if (thread->nodes[i].column != column)
                continue;
            layout->boxes[i].y = y;
            y += layout->boxes[i].height + GAP;
        }
    }
}

/* Moves everything so that the highest box stands at the top, and says how high the picture is. */
static void set_height(struct thread_layout *layout)
{
    double highest = INFINITY, lowest = -INFINITY;
    for (size_t i = 0; i < layout->thread->node_count; i++) {
        highest = fmin(highest, layout->boxes[i].y);
        lowest = fmax(lowest, layout->boxes[i].y + layout->boxes[i].height);
    }
    for (size_t i = 0; i < layout->thread->node_count; i++)
        layout->boxes[i].y += layout->top - highest;
    layout->height = layout->thread->node_count ? layout->top + lowest - highest + 4 : layout->top;
}

struct thread_layout *thread_layout(void *ctx, const struct thread_picture *thread)
{
    struct thread_layout *layout = talloc_zero(ctx, struct thread_layout);
    if (!layout)
        return NULL;
    layout->boxes = talloc_zero_array(layout, struct thread_box, (unsigned)thread->node_count + 1);
    if (!layout->boxes)
        return NULL;
    layout->thread = thread;
    layout->column_width = (THREAD_WIDTH + GUTTER) / (double)(thread->column_count ? thread->column_count : 1);
    layout->box_width = layout->column_width - GUTTER;
    layout->top = 76;
    for (size_t i = 0; i < thread->node_count; i++) {
        layout->boxes[i].width = layout->box_width - 2;
        layout->boxes[i].x = 1 + (double)thread->nodes[i].column * layout->column_width;
        fill_box(&layout->boxes[i], &thread->nodes[i]);
    }
    stack(layout);
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t column = 0; column < thread->column_count; column++)
            settle_column(layout, round % 2 ? thread->column_count - 1 - column : column);
    }
    set_height(layout);
    return layout;
}
