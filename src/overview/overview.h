/* The first page, and the pages about the site itself. */
#ifndef GOLDTHREAD_OVERVIEW_OVERVIEW_H
#define GOLDTHREAD_OVERVIEW_OVERVIEW_H

#include "app/feature.h"

extern const struct feature overview_feature;

#endif
