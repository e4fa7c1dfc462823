/* The queue of writers: each waits on a condition of its own, so that giving the turn wakes exactly the next one. */
#include "store/turn.h"

struct waiter {
    pthread_cond_t called;
    bool has_turn;
    struct waiter *next;
};

void turn_init(struct turn *turn)
{
    pthread_mutex_init(&turn->mutex, NULL);
    turn->first = turn->last = NULL;
    turn->taken = false;
}

void turn_release(struct turn *turn)
{
    pthread_mutex_destroy(&turn->mutex);
}

static void join_queue(struct turn *turn, struct waiter *waiter)
{
    if (turn->last)
        turn->last->next = waiter;
    else
        turn->first = waiter;
    turn->last = waiter;
}

static void leave_queue(struct turn *turn, struct waiter *waiter)
{
    struct waiter *before = NULL;
    for (struct waiter *at = turn->first; at != waiter; at = at->next)
        before = at;
    if (before)
        before->next = waiter->next;
    else
        turn->first = waiter->next;
    if (turn->last == waiter)
        turn->last = before;
}

static void wait_until_called(struct turn *turn, struct waiter *waiter, int seconds)
{
    /* The steady clock: setting the computer's time must not end or prolong the wait. */
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&waiter->called, &attributes);
    pthread_condattr_destroy(&attributes);

    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += seconds;
    int status = 0;
    while (!waiter->has_turn && status == 0)
        status = pthread_cond_timedwait(&waiter->called, &turn->mutex, &until);
    pthread_cond_destroy(&waiter->called);
}

bool turn_take(struct turn *turn, int seconds)
{
    pthread_mutex_lock(&turn->mutex);
    bool ours = !turn->taken;
    if (ours) {
        turn->taken = true;
    } else {
        struct waiter waiter = {.has_turn = false};
        join_queue(turn, &waiter);
        wait_until_called(turn, &waiter, seconds);
        ours = waiter.has_turn;
        if (!ours)
            leave_queue(turn, &waiter);
    }
    pthread_mutex_unlock(&turn->mutex);
    return ours;
}

void turn_give(struct turn *turn)
{
    pthread_mutex_lock(&turn->mutex);
    struct waiter *next = turn->first;
    if (next) {
        /* The turn stays taken: nobody who comes now can slip in before the one who is called. */
        turn->first = next->next;
        if (!turn->first)
            turn->last = NULL;
        next->has_turn = true;
        pthread_cond_signal(&next->called);
    } else {
        turn->taken = false;
    }
    pthread_mutex_unlock(&turn->mutex);
}
