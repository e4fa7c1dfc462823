/* Laying out a thread: words into boxes, boxes into columns, each near those it is linked with, and lines past the boxes that they
 * have nothing to do with. */
#include "ui/thread_layout.h"

#include "ui/marks.h"

#include <math.h>
#include <string.h>
#include <talloc.h>

#define GUTTER 38.0  /* between a box and the next column's */
#define GAP 18.0     /* between boxes of a column */
#define PASSAGE_GAP 14.0 /* between a box and a line that passes above or below it */
#define BRACKET 13.0 /* how far a line within a column goes aside to pass a box */
#define ROUNDS 8     /* of moving boxes towards their neighbours: the picture is small and settles in a few */
#define MARK_INDENT 22.0

bool thread_link_is_sound(const struct thread_picture *thread, const struct thread_link *link)
{
    return link->from < thread->node_count && link->to < thread->node_count && link->from != link->to &&
           thread->nodes[link->from].column <= thread->nodes[link->to].column && thread->nodes[link->to].column < thread->column_count;
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

/* ---- which links are drawn ---- */

/* Does a chain of links lead from one node to another? `but` is not used, nor any link to or from a hole. */
static bool leads_to(const struct thread_picture *thread, size_t from, size_t to, const struct thread_link *but, bool *seen)
{
    seen[from] = true;
    for (size_t k = 0; k < thread->link_count; k++) {
        const struct thread_link *link = &thread->links[k];
        if (!thread_link_is_sound(thread, link) || link->from != from || thread_link_is_open(thread, link) ||
            (link->from == but->from && link->to == but->to))
            continue;
        if (link->to == to || (!seen[link->to] && leads_to(thread, link->to, to, but, seen)))
            return true;
    }
    return false;
}

/* A line for every link would hide the thread in a web: what a chain of others says already is left to the table. */
static bool is_drawn(const struct thread_layout *layout, const struct thread_link *link, bool *seen)
{
    const struct thread_picture *thread = layout->thread;
    if (!thread_link_is_sound(thread, link))
        return false;
    memset(seen, 0, thread->node_count * sizeof *seen);
    return thread_link_is_open(thread, link) || !leads_to(thread, link->from, link->to, link, seen);
}

/* ---- slots: the boxes of a column, and between them the passages through which lines cross it ---- */

struct slot {
    size_t column;
    size_t node;  /* the box; of a passage the box whose lines pass, since all of them share it */
    bool passage;
    bool open;    /* of a passage: its lines are dashed */
    double y, height;
};

struct placing {
    struct thread_layout *layout;
    const struct thread_link **links; /* those that are drawn */
    size_t link_count;
    struct slot *slots; /* column after column, in the order in which they stand */
    size_t count;
    struct slot **chain; /* room for a link's slots, one a column and one more */
};

static size_t column_of(const struct placing *placing, size_t node)
{
    return placing->layout->thread->nodes[node].column;
}

static double middle(const struct slot *slot)
{
    return slot->y + slot->height / 2;
}

static double gap_between(const struct slot *above, const struct slot *below)
{
    return above->passage || below->passage ? PASSAGE_GAP : GAP;
}

static struct slot *find_slot(const struct placing *placing, size_t column, size_t node, bool passage, bool open)
{
    for (size_t i = 0; i < placing->count; i++) {
        struct slot *slot = &placing->slots[i];
        if (slot->column == column && slot->node == node && slot->passage == passage && slot->open == (passage && open))
            return slot;
    }
    return NULL;
}

/* The slots a link runs through, from box to box, into placing->chain; a passage that is not there yet is left out. */
static size_t chain_of(const struct placing *placing, const struct thread_link *link)
{
    bool open = thread_link_is_open(placing->layout->thread, link);
    size_t count = 0, first = column_of(placing, link->from), last = column_of(placing, link->to);
    placing->chain[count++] = find_slot(placing, first, link->from, false, false);
    for (size_t column = first + 1; column < last; column++) {
        struct slot *slot = find_slot(placing, column, link->from, true, open);
        if (slot)
            placing->chain[count++] = slot;
    }
    placing->chain[count++] = find_slot(placing, last, link->to, false, false);
    return count;
}

/* The mean middle of the slots in other columns that lines join to this one; its own when there are none. */
static double wished_middle(const struct placing *placing, const struct slot *slot)
{
    double sum = 0;
    size_t count = 0;
    for (size_t k = 0; k < placing->link_count; k++) {
        size_t length = chain_of(placing, placing->links[k]);
        for (size_t i = 0; i + 1 < length; i++) {
            const struct slot *a = placing->chain[i], *b = placing->chain[i + 1];
            if (a->column == b->column || (a != slot && b != slot))
                continue;
            sum += middle(a == slot ? b : a);
            count++;
        }
    }
    return count ? sum / (double)count : middle(slot);
}

/* Puts the slots of a column where they wish to be, in their order and apart, and the column as a whole in the middle of its
 * wishes. */
static void settle_column(struct placing *placing, size_t column)
{
    double wishes = 0;
    size_t count = 0;
    struct slot *before = NULL;
    for (size_t i = 0; i < placing->count; i++) {
        struct slot *slot = &placing->slots[i];
        if (slot->column != column)
            continue;
        double wish = wished_middle(placing, slot) - slot->height / 2;
        slot->y = before ? fmax(wish, before->y + before->height + gap_between(before, slot)) : wish;
        wishes += wish - slot->y;
        before = slot;
        count++;
    }
    for (size_t i = 0; count && i < placing->count; i++) {
        if (placing->slots[i].column == column)
            placing->slots[i].y += wishes / (double)count;
    }
}

static void settle(struct placing *placing)
{
    size_t columns = placing->layout->thread->column_count;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t column = 0; column < columns; column++)
            settle_column(placing, round % 2 ? columns - 1 - column : column);
    }
}

/* The boxes alone, each column one under the other, all columns about one middle line. */
static void stack(struct placing *placing)
{
    const struct thread_layout *layout = placing->layout;
    const struct thread_picture *thread = layout->thread;
    for (size_t column = 0; column < thread->column_count; column++) {
        double height = -GAP;
        for (size_t i = 0; i < thread->node_count; i++)
            height += thread->nodes[i].column == column ? layout->boxes[i].height + GAP : 0;
        double y = -height / 2;
        for (size_t i = 0; i < thread->node_count; i++) {
            if (thread->nodes[i].column != column)
                continue;
            placing->slots[placing->count++] = (struct slot){.column = column, .node = i, .y = y, .height = layout->boxes[i].height};
            y += layout->boxes[i].height + GAP;
        }
    }
}

/* Are these two, one above the other, joined by a line of their own? Nothing may pass between them. */
static bool joined(const struct placing *placing, const struct slot *a, const struct slot *b)
{
    for (size_t k = 0; k < placing->link_count && !a->passage && !b->passage; k++) {
        const struct thread_link *link = placing->links[k];
        if ((link->from == a->node && link->to == b->node) || (link->from == b->node && link->to == a->node))
            return true;
    }
    return false;
}

/* Opens a passage in the gap of its column that lies nearest to where its lines come from and go to. */
static void add_passage(struct placing *placing, struct slot passage, double wish)
{
    size_t best = placing->count;
    double best_y = wish;
    const struct slot *above = NULL;
    for (size_t i = 0; i <= placing->count; i++) {
        const struct slot *below = i < placing->count && placing->slots[i].column == passage.column ? &placing->slots[i] : NULL;
        if (!above && !below)
            continue;
        double y = !above ? below->y - PASSAGE_GAP
                   : !below ? above->y + above->height + PASSAGE_GAP : (above->y + above->height + below->y) / 2;
        bool closed = above && below && joined(placing, above, below);
        if (!closed && (best == placing->count || fabs(y - wish) < fabs(best_y - wish))) {
            best = i;
            best_y = y;
        }
        above = below;
        if (!below)
            break;
    }
    passage.y = best_y;
    for (size_t i = placing->count; i > best; i--)
        placing->slots[i] = placing->slots[i - 1];
    placing->slots[best] = passage;
    placing->count++;
}

/* Opens the passages of a link, from the left: each between what came before it and where the link ends. */
static void add_passages(struct placing *placing, const struct thread_link *link)
{
    bool open = thread_link_is_open(placing->layout->thread, link);
    size_t first = column_of(placing, link->from), last = column_of(placing, link->to);
    for (size_t column = first + 1; column < last; column++) {
        if (find_slot(placing, column, link->from, true, open))
            continue;
        size_t length = chain_of(placing, link);
        double from = middle(placing->chain[column - first - 1]), to = middle(placing->chain[length - 1]);
        double way = (double)(column - first) / (double)(last - first);
        add_passage(placing, (struct slot){.column = column, .node = link->from, .passage = true, .open = open},
                    from + (to - from) * way);
    }
}

static void remove_passages(struct placing *placing)
{
    size_t kept = 0;
    for (size_t i = 0; i < placing->count; i++) {
        if (!placing->slots[i].passage)
            placing->slots[kept++] = placing->slots[i];
    }
    placing->count = kept;
}

/* ---- the lines' ways ---- */

static bool route_within(const struct placing *placing, const struct thread_link *link, struct thread_route *route)
{
    const struct thread_box *from = &placing->layout->boxes[link->from], *to = &placing->layout->boxes[link->to];
    const struct slot *a = find_slot(placing, column_of(placing, link->from), link->from, false, false);
    const struct slot *b = find_slot(placing, column_of(placing, link->to), link->to, false, false);
    double x = from->x + from->width / 2, side = from->x - BRACKET;
    bool straight = b == a + 1;
    route->count = straight ? 2 : 4;
    route->points = talloc_array(placing->layout->routes, struct thread_point, (unsigned)route->count);
    if (!route->points)
        return false;
    const struct thread_point down[] = {{x, from->y + from->height}, {x, to->y}};
    const struct thread_point round[] = {{from->x, from->y + from->height * 2 / 3}, {side, from->y + from->height * 2 / 3},
                                         {side, to->y + to->height / 3}, {to->x, to->y + to->height / 3}};
    memcpy(route->points, straight ? down : round, route->count * sizeof *route->points);
    return true;
}

static bool route_across(const struct placing *placing, const struct thread_link *link, struct thread_route *route)
{
    const struct thread_layout *layout = placing->layout;
    const struct thread_box *from = &layout->boxes[link->from], *to = &layout->boxes[link->to];
    size_t length = chain_of(placing, link);
    route->points = talloc_array(layout->routes, struct thread_point, (unsigned)(2 * length));
    if (!route->points)
        return false;
    route->points[route->count++] = (struct thread_point){from->x + from->width, from->y + from->height / 2};
    for (size_t i = 1; i + 1 < length; i++) {
        double x = 1 + (double)placing->chain[i]->column * layout->column_width, y = middle(placing->chain[i]);
        route->points[route->count++] = (struct thread_point){x, y};
        route->points[route->count++] = (struct thread_point){x + layout->box_width - 2, y};
    }
    route->points[route->count++] = (struct thread_point){to->x, to->y + to->height / 2};
    return true;
}

static bool add_routes(struct placing *placing)
{
    struct thread_layout *layout = placing->layout;
    layout->routes = talloc_zero_array(layout, struct thread_route, (unsigned)placing->link_count + 1);
    if (!layout->routes)
        return false;
    for (size_t k = 0; k < placing->link_count; k++) {
        const struct thread_link *link = placing->links[k];
        struct thread_route *route = &layout->routes[layout->route_count++];
        route->open = thread_link_is_open(layout->thread, link);
        route->within_column = column_of(placing, link->from) == column_of(placing, link->to);
        if (!(route->within_column ? route_within(placing, link, route) : route_across(placing, link, route)))
            return false;
    }
    return true;
}

/* Moves everything so that what is highest stands at the top, and says how high the picture is. */
static void set_height(struct placing *placing)
{
    struct thread_layout *layout = placing->layout;
    double highest = INFINITY, lowest = -INFINITY;
    for (size_t i = 0; i < placing->count; i++) {
        highest = fmin(highest, placing->slots[i].y);
        lowest = fmax(lowest, placing->slots[i].y + placing->slots[i].height);
    }
    for (size_t i = 0; i < placing->count; i++) {
        struct slot *slot = &placing->slots[i];
        slot->y += layout->top - highest;
        if (!slot->passage)
            layout->boxes[slot->node].y = slot->y;
    }
    layout->height = placing->count ? layout->top + lowest - highest + 4 : layout->top;
}

/* ---- the whole ---- */

/* Room for the work; false: no memory. */
static bool begin_placing(void *ctx, struct thread_layout *layout, struct placing *placing)
{
    const struct thread_picture *thread = layout->thread;
    size_t slots = thread->node_count * (1 + 2 * thread->column_count) + 1;
    bool *seen = talloc_array(ctx, bool, (unsigned)thread->node_count + 1);
    *placing = (struct placing){.layout = layout};
    placing->slots = talloc_zero_array(ctx, struct slot, (unsigned)slots);
    placing->links = talloc_zero_array(ctx, const struct thread_link *, (unsigned)thread->link_count + 1);
    placing->chain = talloc_zero_array(ctx, struct slot *, (unsigned)thread->column_count + 2);
    if (!seen || !placing->slots || !placing->links || !placing->chain)
        return false;
    for (size_t k = 0; k < thread->link_count; k++) {
        if (is_drawn(layout, &thread->links[k], seen))
            placing->links[placing->link_count++] = &thread->links[k];
    }
    return true;
}

/* The boxes first; then the passages where they are shortest, all moved together, and once more from where that led. */
static bool place(void *ctx, struct thread_layout *layout)
{
    struct placing placing;
    if (!begin_placing(ctx, layout, &placing))
        return false;
    stack(&placing);
    settle(&placing);
    for (int pass = 0; pass < 2; pass++) {
        remove_passages(&placing);
        for (size_t k = 0; k < placing.link_count; k++)
            add_passages(&placing, placing.links[k]);
        settle(&placing);
    }
    set_height(&placing);
    return add_routes(&placing);
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
    void *scratch = talloc_new(layout);
    bool placed = scratch && place(scratch, layout);
    talloc_free(scratch);
    return placed ? layout : NULL;
}
