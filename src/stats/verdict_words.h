/* The words of a verdict: sentence, assumptions, threats, what would change it. Belongs to verdict.c. */
#ifndef GOLDTHREAD_STATS_VERDICT_WORDS_H
#define GOLDTHREAD_STATS_VERDICT_WORDS_H

#include "stats/verdict.h"

/* Writes every text of a verdict whose other members are set. Texts belong to ctx. */
CHECKED struct error *verdict_write_words(void *ctx, const struct verdict_question *question, struct verdict *verdict);

#endif
