/* The list of feature rooms, in the order of the navigation: the only file that knows them all. */
#include "app/feature.h"
#include "evidence/evidence.h"
#include "measures/measures.h"
#include "meetings/meetings.h"
#include "overview/overview.h"
#include "people/people.h"
#include "plans/plans.h"
#include "priorities/priorities.h"
#include "report/report.h"
#include "statistics/statistics.h"

const struct feature *const features[] = {
    &overview_feature,
    &priorities_feature,
    &plans_feature,
    &measures_feature,
    &meetings_feature,
    &evidence_feature,
    &report_feature,
    &people_feature,
    &statistics_feature,
    NULL,
};
