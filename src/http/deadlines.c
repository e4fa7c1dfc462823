/* The list of open connections, each with the moment it has to be done by, and the thread that looks over it. The lock
 * guards the list: a connection leaves it before the library closes its socket, so that nothing is ever shut down under a
 * number that has been given to somebody else. */
#include "http/deadlines.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <talloc.h>
#include <time.h>

struct connection {
    struct connection *before, *after;
    int fd;
    _Atomic int64_t due; /* milliseconds of the steady clock; 0: never */
};

struct deadlines {
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool stopping;
    struct connection *first;
    unsigned seconds;
    pthread_t thread;
};

static int64_t steady_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t due_in(unsigned seconds)
{
    return seconds ? steady_milliseconds() + (int64_t)seconds * 1000 : 0;
}

/* A connection shut down is at its end for the library too, which then closes it. */
static void shut_overdue(struct deadlines *deadlines)
{
    int64_t now = steady_milliseconds();
    for (struct connection *connection = deadlines->first; connection; connection = connection->after) {
        int64_t due = atomic_load(&connection->due);
        if (due && due < now)
            shutdown(connection->fd, SHUT_RDWR);
    }
}

static void *run(void *argument)
{
    struct deadlines *deadlines = argument;
    pthread_mutex_lock(&deadlines->lock);
    while (!deadlines->stopping) {
        struct timespec next;
        clock_gettime(CLOCK_MONOTONIC, &next);
        next.tv_sec++;
        pthread_cond_timedwait(&deadlines->stop, &deadlines->lock, &next);
        shut_overdue(deadlines);
    }
    pthread_mutex_unlock(&deadlines->lock);
    return NULL;
}

struct error *deadlines_start(void *ctx, unsigned seconds, struct deadlines **deadlines)
{
    struct deadlines *made = talloc_zero(ctx, struct deadlines);
    TRY_MEMORY(made);
    made->seconds = seconds;
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->stop, &steady);
    pthread_condattr_destroy(&steady);
    int failed = pthread_create(&made->thread, NULL, run, made);
    if (failed)
        return ERROR_DETAIL(ctx, ERROR_INTERNAL, strerror(failed), "A thread could not be started.");
    *deadlines = made;
    return NULL;
}

void deadlines_stop(struct deadlines *deadlines)
{
    pthread_mutex_lock(&deadlines->lock);
    deadlines->stopping = true;
    pthread_cond_signal(&deadlines->stop);
    pthread_mutex_unlock(&deadlines->lock);
    pthread_join(deadlines->thread, NULL);
    pthread_cond_destroy(&deadlines->stop);
    pthread_mutex_destroy(&deadlines->lock);
}

static void opened(struct deadlines *deadlines, struct MHD_Connection *library, void **context)
{
    const union MHD_ConnectionInfo *socket = MHD_get_connection_info(library, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct connection *connection = calloc(1, sizeof *connection);
    *context = connection;
    if (!connection || !socket)
        return;
    connection->fd = socket->connect_fd;
    atomic_init(&connection->due, due_in(deadlines->seconds));
    pthread_mutex_lock(&deadlines->lock);
    connection->after = deadlines->first;
    if (deadlines->first)
        deadlines->first->before = connection;
    deadlines->first = connection;
    pthread_mutex_unlock(&deadlines->lock);
}

static void closed(struct deadlines *deadlines, void **context)
{
    struct connection *connection = *context;
    *context = NULL;
    if (!connection)
        return;
    pthread_mutex_lock(&deadlines->lock);
    if (connection->before)
        connection->before->after = connection->after;
    else if (deadlines->first == connection)
        deadlines->first = connection->after;
    if (connection->after)
        connection->after->before = connection->before;
    pthread_mutex_unlock(&deadlines->lock);
    free(connection);
}

void deadlines_notify(void *cls, struct MHD_Connection *connection, void **context,
                      enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        opened(cls, connection, context);
    else
        closed(cls, context);
}

void deadlines_set(struct MHD_Connection *connection, unsigned seconds)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct connection *known = info ? info->socket_context : NULL;
    if (known)
        atomic_store(&known->due, due_in(seconds));
}
