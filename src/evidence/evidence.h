/* Sources and evidence: what other rooms may use of this one. */
#ifndef GOLDTHREAD_EVIDENCE_EVIDENCE_H
#define GOLDTHREAD_EVIDENCE_EVIDENCE_H

#include "app/feature.h"

extern const struct register_def source_register;
extern const struct register_def evidence_register;
extern const struct report_section evidence_section, evidence_since_section;
extern const struct feature evidence_feature;

#endif
