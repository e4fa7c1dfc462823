/* Starting and stopping: the listening socket, the workers, the library's threads, in this order, and back. */
#include "http/server.h"

#include "http/exchange.h"
#include "http/listener.h"
#include "http/workers.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <sys/socket.h>
#include <talloc.h>
#include <unistd.h>

#define CONNECTION_MEMORY ((size_t)48 << 10) /* the library's, for each connection: its head and its first body bytes */

struct server {
    _Atomic uint64_t in_files;
    struct exchange_rules rules;
    struct deadlines *deadlines;
    struct MHD_Daemon *daemon;
    int listener; /* -1: none */
    uint16_t port;
    const char *address;
};

#define DEFAULT(field, value) config->field = config->field ? config->field : (value)

static void fill_defaults(struct server_config *config)
{
    DEFAULT(address, "127.0.0.1");
    DEFAULT(workers, 4);
    DEFAULT(io_threads, 1);
    DEFAULT(connections_most, 512);
    DEFAULT(waiting_most, 256);
    DEFAULT(body_most, (size_t)1 << 20);
    DEFAULT(memory_most, (size_t)64 << 20);
    DEFAULT(idle_seconds, 20);
    DEFAULT(request_seconds, 30);
    DEFAULT(answer_seconds, 300);
    DEFAULT(grace_seconds, 10);
}

/* We decode addresses ourselves, strictly; the library leaves them as they are. */
static size_t leave_escaped(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls, (void)connection;
    return strlen(text);
}

static struct error *start_library(struct server *server)
{
    const struct server_config *config = &server->rules.config;
    unsigned flags = MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    struct MHD_OptionItem pool[] = {
        {config->io_threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)config->io_threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, exchange_continue, &server->rules, MHD_OPTION_LISTEN_SOCKET, server->listener,
        MHD_OPTION_URI_LOG_CALLBACK, exchange_begin, &server->rules, MHD_OPTION_NOTIFY_COMPLETED, exchange_end,
        &server->rules, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT, config->connections_most, MHD_OPTION_CONNECTION_TIMEOUT,
        config->idle_seconds, MHD_OPTION_NOTIFY_CONNECTION, deadlines_notify, server->deadlines, MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
    if (!server->daemon)
        return ERROR_DETAIL(server, ERROR_INTERNAL, strerror(errno), "The web server could not be started.");
    return NULL;
}

static struct error *start(struct server *server)
{
    struct server_config *config = &server->rules.config;
    TRY(listener_open(server, config->address, config->port, &server->listener, &server->port));
    TRY(workers_start(server, config, &server->rules.workers));
    TRY(deadlines_start(server, config->request_seconds, &server->deadlines));
    return start_library(server);
}

/* In the order that leaves nobody with a freed thing: no new connections, then no handlers, then no connections. Clients
 * that knock meanwhile are turned away at once. */
static int stop(struct server *server)
{
    const struct server_config *config = &server->rules.config;
    if (server->daemon) {
        MHD_quiesce_daemon(server->daemon);
        shutdown(server->listener, SHUT_RDWR);
    }
    if (server->rules.workers)
        workers_stop(server->rules.workers, config->grace_seconds);
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    if (server->deadlines)
        deadlines_stop(server->deadlines);
    if (server->listener >= 0)
        close(server->listener);
    return 0;
}

/* Every request takes its memory in one piece and gives it back (exchange.c). Left to itself the C library would hand that
 * piece to the kernel and ask for it again each time, which costs more than writing the page. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
    mallopt(M_MXFAST, 0); /* freeing a piece of that size would otherwise go over all small ones kept aside, each time */
#endif
}

struct error *server_start(void *ctx, const struct server_config *config, struct server **server)
{
    *server = NULL;
    if (sodium_init() < 0)
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The cryptographic library could not be started.");
    struct server *made = talloc_zero(ctx, struct server);
    TRY_MEMORY(made);
    keep_memory();
    made->listener = -1;
    made->rules.in_files = &made->in_files;
    made->rules.config = *config;
    fill_defaults(&made->rules.config);
    made->address = talloc_strdup(made, made->rules.config.address);
    TRY_MEMORY(made->address);

    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    struct error *error = start(made);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error) {
        stop(made);
        return error;
    }
    talloc_set_destructor(made, stop);
    *server = made;
    return NULL;
}

const char *server_address(const struct server *server)
{
    return server->address;
}

uint16_t server_port(const struct server *server)
{
    return server->port;
}

void server_stop(struct server *server)
{
    talloc_free(server);
}

struct error *server_run_until_signalled(struct server *server)
{
    sigset_t ending, before;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    int failed = pthread_sigmask(SIG_BLOCK, &ending, &before);
    if (failed)
        return ERROR_DETAIL(server, ERROR_INTERNAL, strerror(failed), "Signals could not be waited for.");
    int signal = 0;
    while (sigwait(&ending, &signal) != 0)
        continue;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    server_stop(server);
    return NULL;
}
