/* Partnerships, agencies and roles: what other rooms may use of this one. */
#ifndef GOLDTHREAD_PEOPLE_PEOPLE_H
#define GOLDTHREAD_PEOPLE_PEOPLE_H

#include "app/feature.h"

extern const struct register_def partnership_register;
extern const struct register_def agency_register;
extern const struct register_def role_register;
extern const struct feature people_feature;

#endif
