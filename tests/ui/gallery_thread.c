/* The gallery's threads and its wall of measures. */
#include "gallery.h"
#include "ui/chart.h"
#include "ui/layout.h"
#include "ui/thread_picture.h"

void gallery_thread(struct html *h)
{
    static const char *const columns[] = {"Concern", "Declared", "Action", "Evidence", "Measure", "What the figures say"};
    static const struct thread_node nodes[] = {
        {.column = 0, .title = "Health assessments of children in care are late", .date = "September 2018", .text = "The board's meeting", .href = "index.html"},
        {.column = 1, .title = "Outcome 4.7: assessments are done in time", .date = "2018-19 plan", .href = "index.html", .mark = "not-stated", .mark_word = "Rating could not be read"},
        {.column = 2, .title = "Health and social care agree one pathway", .href = "index.html", .mark = "complete"},
        {.column = 2, .title = "Weekly list of assessments that are due", .href = "index.html", .mark = "amber"},
        {.column = 3, .title = "No evidence recorded between September 2018 and December 2019", .hole = true, .href = "index.html"},
        {.column = 3, .title = "Inspectors: improvement not sustained", .date = "4 December 2019", .text = "Letter after a focused visit", .href = "index.html"},
        {.column = 4, .title = "Children in care with up-to-date health checks", .text = "31 March each year", .href = "charts.html"},
        {.column = 5, .title = "80% to 92%", .date = "2018 to 2019", .text = "Checks done, not done in time", .href = "charts.html"},
        {.column = 5, .title = "88% in 2020, then 95% to 99%", .date = "2020 to 2025", .href = "charts.html", .later = true}};
    static const struct thread_link links[] = {{0, 1}, {1, 2}, {1, 3}, {2, 4}, {3, 4}, {3, 5}, {4, 6}, {5, 6}, {6, 7}, {6, 8}};
    struct thread_picture thread = {"The thread of outcome 4.7", columns, 6, nodes, 9, links, 10};
    thread_picture(h, &thread);
    section_begin(h, (struct section){.heading = "The same thread as a table"});
    thread_picture_table(h, &thread, "Every step of the thread");
    section_end(h);
    static const char *const few[] = {"Minute", "Measure", "What the figures say"};
    static const struct thread_node short_nodes[] = {
        {.column = 0, .title = "40% by December 2019", .date = "October 2019"},
        {.column = 1, .title = "No measure is linked", .hole = true},
        {.column = 2, .title = "It depends on the definition", .mark = "depends", .href = "charts.html"}};
    static const struct thread_link short_links[] = {{0, 1}, {1, 2}};
    section_begin(h, (struct section){.heading = "A thread from a minute"});
    thread_picture(h, &(struct thread_picture){"A thread from a minute", few, 3, short_nodes, 3, short_links, 2});
    section_end(h);
}

static struct measure_card example_card(struct chart_point *points)
{
    return (struct measure_card){.title = "Children in care with up-to-date health checks", .href = "charts.html", .points = points,
                                 .point_count = 8, .unit = {"%", 0}, .heading_level = 2, .compare = "England 89% (2025)",
                                 .origin = {.source = "Children looked after in England", .href = "index.html", .published = "13 November 2025", .basis = "As things stood on the day"},
                                 .caveat = "Counts checks done, not checks done in time."};
}

void gallery_measures(struct html *h)
{
    const double values[] = {80, 92, 88, 99, 97, 95, 98, 95};
    const char *labels[] = {"2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"};
    struct chart_point points[8], gappy[8], none[8];
    for (int i = 0; i < 8; i++) {
        points[i] = (struct chart_point){.label = labels[i], .at = date_from_civil(2018 + i, 3, 31), .value = values[i], .later = i > 1};
        gappy[i] = points[i];
        gappy[i].missing = i == 3 || i == 7 ? "c" : NULL;
        none[i] = points[i];
        none[i].missing = "x";
    }
    cards_begin(h, (struct cards){.label = "Measures"});
    struct measure_card one = example_card(points), two = example_card(gappy), three = example_card(none), four = example_card(points);
    one.finding = "Higher than in 2018 and than England.";
    two.title = "Children who went missing from care";
    two.unit = (struct chart_unit){NULL, 1};
    two.has_target = true;
    two.target = 90;
    static const struct card_mark missed = {"not-reached", NULL}, met = {"reached", NULL};
    two.marks = &missed;
    two.mark_count = 1;
    three.title = "A measure that nobody publishes";
    four.marks = &met;
    four.mark_count = 1;
    four.point_count = 1;
    measure_card(h, &one);
    measure_card(h, &two);
    measure_card(h, &three);
    measure_card(h, &four);
    cards_end(h);
    const struct bar bars[] = {{.label = "Oxfordshire", .value = 97}, {.label = "Buckinghamshire", .value = 95, .own = true}, {.label = "Hampshire", .value = 93, .href = "index.html"},
                               {.label = "Bracknell Forest", .missing = "c"}, {.label = "Cambridgeshire", .value = 84},
                               {.label = "Median of statistical neighbours", .value = 91, .summary = true}, {.label = "England", .value = 89, .summary = true}};
    bar_chart(h, &(struct bar_chart){.title = "Second among its statistical neighbours", .subtitle = "Children in care with up-to-date health checks, 31 March 2025", .source = "Department for Education.",
                                     .what = "Local authority", .value = "Share up to date", .unit = {"%", 0}, .bars = bars, .bar_count = 7, .heading_level = 2});
}
