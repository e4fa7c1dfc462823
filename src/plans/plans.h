/* Plans, outcomes, actions and expectations: what other rooms may use of this one. */
#ifndef GOLDTHREAD_PLANS_PLANS_H
#define GOLDTHREAD_PLANS_PLANS_H

#include "app/feature.h"

extern const struct register_def plan_register;
extern const struct register_def section_register;
extern const struct register_def outcome_register;
extern const struct register_def rating_register;
extern const struct register_def action_register;
extern const struct register_def expectation_register;
extern const struct register_def milestone_register;
extern const struct feature plans_feature;

#endif
