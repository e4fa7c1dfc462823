/* The gallery's charts: the sample's three threads, and what charts must stand. */
#include "gallery.h"
#include "ui/chart.h"
#include "ui/layout.h"

#include <math.h>

#define POINTS(array) .points = array, .point_count = sizeof array / sizeof *array

static struct date day(int year, int month, int date)
{
    return date_from_civil(year, month, date);
}

static void health(struct html *h)
{
    const double values[] = {80, 92, 88, 99, 97, 95, 98, 95};
    const double neighbours[] = {91, 92, 93, 90, 92, 91, 92, 91}, england[] = {88, 90, 90, 91, 89, 89, 90, 89};
    const char *labels[] = {"2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"};
    struct chart_point points[8];
    for (int i = 0; i < 8; i++)
        points[i] = (struct chart_point){.label = labels[i], .at = day(2018 + i, 3, 31), .value = values[i], .later = i > 1};
    const struct chart_comparison comparisons[] = {
        {"Median of statistical neighbours", "Neighbours", CHART_LINE_NEIGHBOURS, neighbours},
        {"England", NULL, CHART_LINE_COUNTRY, england}};
    struct run_chart chart = {.heading_level = 2, .title = "Health checks rose, and stayed above England",
                              .subtitle = "Children in care for a year or more with up-to-date health checks, Buckinghamshire, 31 March each year, per cent",
                              .origin.source = "Children looked after in England, Department for Education; LAIT, published November 2025.",
                              .caveat = "Annual points, and checks done rather than done in time.",
                              .place = "Buckinghamshire", .short_place = "Bucks", .unit = {"%", 0}, POINTS(points),
                              .comparisons = comparisons, .comparison_count = 2, .has_median = true, .median = 95,
                              .known_on = "31 December 2019"};
    run_chart(h, &chart);
    run_chart_table(h, &chart, false);
}

static void agency(struct html *h)
{
    const double values[] = {15.9, 30.8, 32.1, 33.4, 29.2, 32.8, 31.3, 23.2};
    const double england[] = {15.4, 15.8, 15.4, 15.5, 17.6, 17.8, 16.2, 15.1}, region[] = {17, 17.5, 18, 17.2, 19.4, 20.1, 18.3, 17};
    const char *labels[] = {"2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"};
    struct chart_point points[8];
    for (int i = 0; i < 8; i++)
        points[i] = (struct chart_point){.label = labels[i], .at = day(2018 + i, 9, 30), .value = values[i], .later = i > 1};
    const struct chart_comparison comparisons[] = {{"South East", NULL, CHART_LINE_REGION, region},
                                                   {"England", NULL, CHART_LINE_COUNTRY, england}};
    const struct chart_milestone milestones[] = {
        {.by = day(2020, 4, 30), .value = 25, .by_words = "Apr 2020", .state = "no-figure", .sentence = "The rate is counted once a year, on 30 September."},
        {.by = day(2020, 9, 30), .value = 20, .by_words = "Sep 2020", .state = "not-reached", .sentence = "The count on 30 September 2020 was 32.1%."}};
    run_chart(h, &(struct run_chart){.heading_level = 2, .title = "The rate did not fall when it was meant to",
                                     .subtitle = "Agency social workers among all, Buckinghamshire, 30 September each year, per cent",
                                     .origin.source = "Children's social work workforce, Department for Education.", .place = "Buckinghamshire", .short_place = "Bucks",
                                     .unit = {"%", 1}, POINTS(points), .comparisons = comparisons, .comparison_count = 2,
                                     .declared = day(2019, 10, 31), .has_declared_value = true, .declared_value = 30,
                                     .milestones = milestones, .milestone_count = 2, .known_on = "31 December 2019"});
}

static void gaps(struct html *h)
{
    struct chart_point points[] = {
        {.label = "2014-15", .at = day(2015, 3, 31), .value = 12}, {.label = "2015-16", .at = day(2016, 3, 31), .value = 14},
        {.label = "2016-17", .at = day(2017, 3, 31), .missing = "c"}, {.label = "2017-18", .at = day(2018, 3, 31), .missing = "c"},
        {.label = "2018-19", .at = day(2019, 3, 31), .value = 9},  {.label = "2019-20", .at = day(2020, 3, 31), .missing = "x"},
        {.label = "2020-21", .at = day(2021, 3, 31), .value = 16}, {.label = "2021-22", .at = day(2022, 3, 31), .value = 1204, .provisional = true}};
    points[7].value = 11;
    run_chart(h, &(struct run_chart){.heading_level = 2, .title = "Three years cannot be shown", .subtitle = "Children on a plan for a second time, number",
                                     .origin.source = "Invented.", .place = "Exampleshire", POINTS(points)});
    struct chart_point one[] = {{.label = "2020", .at = day(2020, 3, 31), .value = 1234.5}};
    run_chart(h, &(struct run_chart){.heading_level = 2, .title = "One figure", .subtitle = "A new measure", .place = "Exampleshire", .unit = {NULL, 1}, POINTS(one)});
    struct chart_point none[] = {{.label = "2020", .at = day(2020, 3, 31), .missing = "x"}};
    run_chart(h, &(struct run_chart){.heading_level = 2, .title = "No figure", .subtitle = "Nothing is published", POINTS(none)});
}

static void plans(struct html *h)
{
    const double values[] = {27.2, 38.3, 74.1, 80.5, 82.2, 76.4, 32.1}, others[] = {30, 40, 75, 81.3, 83, 77, 33};
    const char *labels[] = {"2018", "2019", "2020", "2021", "2022", "2023", "2024"};
    struct chart_point points[7];
    for (int i = 0; i < 7; i++)
        points[i] = (struct chart_point){.label = labels[i], .at = day(2018 + i, 12, 31), .value = values[i], .later = i > 0};
    const struct chart_comparison comparisons[] = {{"Excluding exceptions", "Excl. exceptions", CHART_LINE_OTHER, others}};
    const struct chart_milestone milestones[] = {{.by = day(2019, 12, 31), .value = 40, .by_words = "Dec 2019", .state = "depends", .sentence = "38.3% of all plans, 40.0% excluding exceptions; the minute does not say which was meant."}};
    run_chart(h, &(struct run_chart){.heading_level = 2, .title = "Reached or not depends on the definition", .subtitle = "Education, health and care plans issued within 20 weeks, per cent",
                                     .origin.source = "Education, health and care plans, Department for Education.", .place = "All plans", .short_place = "All plans", .unit = {"%", 1}, POINTS(points),
                                     .comparisons = comparisons, .comparison_count = 1, .milestones = milestones, .milestone_count = 1,
                                     .declared = day(2019, 10, 31), .has_declared_value = true, .declared_value = 32.8, .known_on = "31 December 2019"});
}

void gallery_charts(struct html *h)
{
    columns_begin(h);
    column_begin(h, COLUMN_TWO_THIRDS);
    health(h);
    agency(h);
    plans(h);
    gaps(h);
    column_end(h);
    columns_end(h);
}
