/* The thread's picture: where boxes stand, holes, links, the ways of lines, and words that are broken to fit. */
#include "ui/thread_layout.h"

#include "../support/markup.h"

#include <check.h>
#include <math.h>
#include <talloc.h>

static const char *const columns[] = {"Concern", "Action", "Figures"};
static const struct thread_node nodes[] = {
    {.column = 0, .title = "Late <assessments>", .date = "September 2018", .href = "/concern/1"},
    {.column = 1, .title = "One pathway agreed between health and social care for every child who comes into care", .mark = "amber"},
    {.column = 1, .title = "No evidence recorded", .hole = true, .href = "/add"},
    {.column = 2, .title = "80% to 92%", .text = "2018 & 2019", .later = true, .href = "/measure/1"}};
static const struct thread_link links[] = {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 99}, {1, 1}};
static const struct thread_picture thread = {"The thread", columns, 3, nodes, 4, links, 6};

static void *ctx;
static struct html h;

static void setup(void)
{
    ctx = talloc_new(NULL);
    h = html_on(ctx);
}

static void teardown(void)
{
    talloc_free(ctx);
}

START_TEST(boxes_stand_in_their_columns_and_apart)
{
    struct thread_layout *layout = thread_layout(ctx, &thread);
    for (size_t i = 0; i < thread.node_count; i++) {
        const struct thread_box *box = &layout->boxes[i];
        ck_assert_double_ge(box->y, layout->top - 0.01);
        ck_assert_double_le(box->y + box->height, layout->height);
        ck_assert_double_le(box->x + box->width, THREAD_WIDTH);
        for (size_t j = 0; j < i; j++) {
            const struct thread_box *other = &layout->boxes[j];
            bool beside = nodes[i].column != nodes[j].column;
            ck_assert(beside ? box->x >= other->x + other->width : box->y >= other->y + other->height);
        }
    }
}
END_TEST

START_TEST(words_are_broken_to_fit_the_box)
{
    struct thread_layout *layout = thread_layout(ctx, &thread);
    const struct thread_box *box = &layout->boxes[1];
    ck_assert_uint_ge(box->line_count, 3);
    for (size_t i = 0; i < box->line_count; i++) {
        struct text_line words = box->lines[i].words;
        ck_assert_double_le(lettering_width((struct lettering){THREAD_LETTERS, true}, words.text, words.count), box->width - 2 * THREAD_PADDING);
        ck_assert(words.count == 0 || words.text[words.count - 1] != ' ');
    }
}
END_TEST

START_TEST(a_text_that_is_too_long_says_so)
{
    struct text_line lines[2];
    ck_assert_uint_eq(lettering_wrap((struct lettering){14, false}, "one two three four five six", 60, lines, 2), 2);
    ck_assert(!lines[0].shortened);
    ck_assert(lines[1].shortened);
    ck_assert_uint_eq(lettering_wrap((struct lettering){14, false}, "Donaudampfschifffahrtsgesellschaft", 60, lines, 2), 2);
    ck_assert_uint_eq(lettering_wrap((struct lettering){14, false}, "", 60, lines, 2), 0);
    ck_assert_uint_eq(lettering_wrap((struct lettering){14, false}, NULL, 60, lines, 2), 0);
    ck_assert_uint_eq(lettering_wrap((struct lettering){14, false}, "\xC3\xA9\xC3\xA9\xC3\xA9", 1, lines, 2), 1); /* too narrow */
}
END_TEST

START_TEST(the_picture_is_sound_and_shows_everything_twice)
{
    thread_picture(&h, &thread);
    thread_picture_table(&h, &thread, "The same");
    ck_assert_ptr_null(html_error(&h));
    const char *html = buffer_cstr(&h.out), *fault = markup_fault(html, 1);
    ck_assert_msg(!fault, "%s", fault ? fault : "");
    ck_assert_uint_eq(markup_count(html, "href=\"/concern/1\""), 3); /* across, down, table */
    ck_assert_uint_eq(markup_count(html, "gt-thread__box--hole"), 1);
    ck_assert_uint_eq(markup_count(html, "gt-strand__box--hole"), 1);
    ck_assert_uint_eq(markup_count(html, "gt-thread__link-line--open"), 2);
    ck_assert_uint_eq(markup_count(html, "class=\"gt-thread__link-line\""), 2); /* the unsound ones are left out */
    ck_assert_uint_eq(markup_count(html, "Late &lt;assessments&gt;"), 3); /* nowhere is it needed to say what follows from it */
    ck_assert_ptr_nonnull(strstr(html, "One pathway agreed between health and social care for every child who comes into care; No evidence recorded"));
}
END_TEST

/* Many lines over several columns, one down a column past another box, and one that others say already. */
static const char *const steps[] = {"Concern", "Declared", "Action", "Evidence", "Measure", "Figures"};
static const struct thread_node web_nodes[] = {
    {.column = 0, .title = "Risk"}, {.column = 0, .title = "Minute"}, {.column = 1, .title = "Priority"}, {.column = 1, .title = "Outcome"},
    {.column = 1, .title = "Expectation"}, {.column = 2, .title = "Action"}, {.column = 2, .title = "No action", .hole = true},
    {.column = 3, .title = "Seen first"}, {.column = 3, .title = "Seen then"}, {.column = 3, .title = "Seen last"},
    {.column = 4, .title = "A measure"}, {.column = 4, .title = "Another measure"}, {.column = 5, .title = "80% to 92%"}};
enum { RISK, MINUTE, PRIORITY, OUTCOME, EXPECTATION, ACTION, HOLE, FIRST, THEN, LAST, MEASURE, OTHER, FIGURES };
static const struct thread_link web_links[] = {
    {RISK, PRIORITY}, {RISK, ACTION}, {RISK, FIRST}, {MINUTE, LAST}, {MINUTE, OTHER}, {PRIORITY, OUTCOME}, {PRIORITY, EXPECTATION},
    {OUTCOME, THEN}, {OUTCOME, OTHER}, {OUTCOME, HOLE}, {EXPECTATION, MEASURE}, {HOLE, MEASURE}, {ACTION, FIRST}, {MEASURE, FIGURES},
    {OTHER, FIGURES}, {EXPECTATION, FIGURES}, {FIGURES, RISK}};
static const struct thread_picture web = {"A web", steps, 6, web_nodes, 13, web_links, sizeof web_links / sizeof *web_links};

/* Does the straight piece between two points touch any box but at the box's own edge? */
static bool runs_over_a_box(const struct thread_layout *layout, struct thread_point a, struct thread_point b)
{
    for (size_t i = 0; i < layout->thread->node_count; i++) {
        const struct thread_box *box = &layout->boxes[i];
        bool across = fmax(a.x, b.x) > box->x + 0.1 && fmin(a.x, b.x) < box->x + box->width - 0.1;
        bool down = fmax(a.y, b.y) > box->y + 0.1 && fmin(a.y, b.y) < box->y + box->height - 0.1;
        if (across && down)
            return true;
    }
    return false;
}

static bool between_columns(const struct thread_layout *layout, struct thread_point a, struct thread_point b)
{
    size_t column = (size_t)(b.x / layout->column_width + 0.5);
    double gutter = (double)column * layout->column_width;
    return a.x >= gutter - (layout->column_width - layout->box_width) - 2 && b.x <= gutter + 2 && a.x < b.x;
}

START_TEST(no_line_runs_over_a_box)
{
    struct thread_layout *layout = thread_layout(ctx, &web);
    size_t bends = 0, pieces = 0;
    for (size_t r = 0; r < layout->route_count; r++) {
        const struct thread_route *route = &layout->routes[r];
        for (size_t i = 1; i < route->count; i++) {
            bool bend = !route->within_column && i % 2 == 1;
            struct thread_point a = route->points[i - 1], b = route->points[i];
            bends += bend;
            pieces++;
            ck_assert_msg(bend ? between_columns(layout, a, b) : !runs_over_a_box(layout, a, b), "line %zu, piece %zu: %.0f,%.0f to %.0f,%.0f",
                          r, i, a.x, a.y, b.x, b.y);
            ck_assert_double_ge(fmin(a.y, b.y), layout->top - 0.01);
            ck_assert_double_le(fmax(a.y, b.y), layout->height);
        }
    }
    ck_assert_uint_ge(bends, 20);
    ck_assert_uint_gt(pieces, bends);
}
END_TEST

START_TEST(every_link_is_drawn_unless_a_chain_of_others_says_it)
{
    struct thread_layout *layout = thread_layout(ctx, &web);
    ck_assert_uint_eq(web.link_count, 17);
    /* Left out: risk to what was seen first (by the action), expectation to figures (by the measure), and the one that runs back. */
    ck_assert_uint_eq(layout->route_count, 14);
    size_t open = 0;
    for (size_t r = 0; r < layout->route_count; r++)
        open += layout->routes[r].open;
    ck_assert_uint_eq(open, 2); /* a hole leads nowhere by itself: what it stands between keeps its own line */
}
END_TEST

START_TEST(an_empty_thread_is_sound)
{
    thread_picture(&h, &(struct thread_picture){"Empty", columns, 3, NULL, 0, NULL, 0});
    ck_assert_ptr_null(html_error(&h));
    ck_assert_ptr_null(markup_fault(buffer_cstr(&h.out), 1));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("thread_picture");
    TCase *tests = tcase_create("thread_picture");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, boxes_stand_in_their_columns_and_apart);
    tcase_add_test(tests, words_are_broken_to_fit_the_box);
    tcase_add_test(tests, a_text_that_is_too_long_says_so);
    tcase_add_test(tests, the_picture_is_sound_and_shows_everything_twice);
    tcase_add_test(tests, no_line_runs_over_a_box);
    tcase_add_test(tests, every_link_is_drawn_unless_a_chain_of_others_says_it);
    tcase_add_test(tests, an_empty_thread_is_sound);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
