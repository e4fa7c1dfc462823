/* The thread from top to bottom, for narrow screens; for src/ui alone. */
#ifndef GOLDTHREAD_UI_THREAD_STRAND_H
#define GOLDTHREAD_UI_THREAD_STRAND_H

#include "ui/thread_picture.h"

void thread_strand(struct html *h, const struct thread_picture *thread);

#endif
