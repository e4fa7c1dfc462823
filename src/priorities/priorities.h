/* Priorities, risks and the golden thread: what other rooms may use of this one. */
#ifndef GOLDTHREAD_PRIORITIES_PRIORITIES_H
#define GOLDTHREAD_PRIORITIES_PRIORITIES_H

#include "app/feature.h"

extern const struct register_def priority_register;
extern const struct register_def risk_register;
extern const struct register_def thread_register;
/* All threads, a row each: thread, question, what the figures say, holes, ref. */
CHECKED struct error *threads_table(struct visit *visit, struct table **table);
/* The same as cards, each with the figures of its first measure drawn and what is known at each milestone. */
CHECKED struct error *thread_cards(struct visit *visit, struct html *h);

extern const struct screen priority_screen, threads_screen, thread_screen;
extern const struct report_section priorities_section, threads_section, threads_since_section;
extern const struct feature priorities_feature;

#endif
