/* A small set of registers for tests of the engine: every kind of field, every home, a key of several fields, one_of,
 * frozen and append-only. */
#ifndef GOLDTHREAD_TESTS_SAMPLE_REGISTERS_H
#define GOLDTHREAD_TESTS_SAMPLE_REGISTERS_H

#include "record/register.h"

extern const struct register_def sample_area;    /* shared; key code */
extern const struct register_def sample_agency;  /* own or shared; key ref; refers to area */
extern const struct register_def sample_outcome; /* own; key ref; one field of every kind */
extern const struct register_def sample_rating;  /* own; key outcome, rated_on */
extern const struct register_def sample_task;    /* own; for partners; one_of outcome or agency; frozen fields */
extern const struct register_def sample_reading; /* own or shared; append-only; key area, day, published_on */

/* All of them, ended by NULL, as registers_make takes them. */
extern const struct register_def *const sample_registers[];

#endif
