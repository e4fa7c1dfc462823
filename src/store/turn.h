/* Whose turn it is to write: a lock within one process that is given in the order it was asked for, so that no writer
 * starves behind quicker ones, as they do behind SQLite's own busy handler. */
#ifndef GOLDTHREAD_STORE_TURN_H
#define GOLDTHREAD_STORE_TURN_H

#include <pthread.h>
#include <stdbool.h>

struct waiter;

struct turn {
    pthread_mutex_t mutex; /* held for a moment, while the queue is looked at */
    struct waiter *first, *last;
    bool taken;
};

void turn_init(struct turn *turn);
void turn_release(struct turn *turn);

/* Waits in the queue for at most so many seconds. False: the time is over and the turn is not ours. */
bool turn_take(struct turn *turn, int seconds);

/* Passes the turn to the thread that has waited longest. */
void turn_give(struct turn *turn);

#endif
