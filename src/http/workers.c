/* The worker threads. One lock guards the queue and the counts; handlers run outside it. */
#include "http/workers.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <talloc.h>

struct worker {
    struct workers *workers;
    pthread_t thread;
    struct error *failure; /* of worker_start; made on the workers' context by the thread that waits */
};

struct workers {
    const struct server_config *config;
    pthread_mutex_t lock;
    pthread_cond_t work;    /* something is queued, or it is time to stop */
    pthread_cond_t changed; /* a worker is ready or has failed; an exchange is gone */
    struct exchange *first, *last;
    unsigned waiting;    /* queued */
    unsigned unfinished; /* given and not yet forgotten */
    unsigned ready, failed;
    atomic_bool stopping; /* set under the lock, for who waits; read without it */
    struct error *failure; /* the first; on a context of its own */
    void *failure_memory;
    struct worker *threads;
    unsigned count;
};

static struct exchange *take(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    while (!workers->first && !workers->stopping)
        pthread_cond_wait(&workers->work, &workers->lock);
    struct exchange *exchange = workers->first;
    if (exchange) {
        workers->first = exchange->next;
        workers->waiting--;
    }
    pthread_mutex_unlock(&workers->lock);
    return exchange;
}

/* Copies what went wrong, since the worker's memory goes with it. */
static void report_start(struct workers *workers, const struct error *error)
{
    pthread_mutex_lock(&workers->lock);
    if (error) {
        workers->failed++;
        if (!workers->failure)
            workers->failure = error_make(workers->failure_memory, error->kind, error->file, error->line, error->detail,
                                          "%s", error->message);
    } else {
        workers->ready++;
    }
    pthread_cond_broadcast(&workers->changed);
    pthread_mutex_unlock(&workers->lock);
}

static void *run_worker(void *argument)
{
    struct worker *self = argument;
    struct workers *workers = self->workers;
    const struct server_config *config = workers->config;
    void *memory = talloc_new(NULL);
    void *state = config->application;
    struct error *error = memory ? NULL : error_out_of_memory();
    if (!error && config->worker_start)
        error = config->worker_start(memory, config->application, &state);
    report_start(workers, error);
    if (!error)
        for (struct exchange *exchange; (exchange = take(workers));)
            exchange_answer(exchange, state);
    talloc_free(memory);
    return NULL;
}

static void end_threads(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    workers->stopping = true;
    pthread_cond_broadcast(&workers->work);
    pthread_mutex_unlock(&workers->lock);
    for (unsigned i = 0; i < workers->count; i++)
        pthread_join(workers->threads[i].thread, NULL);
    workers->count = 0;
}

static struct error *start_threads(struct workers *workers)
{
    for (unsigned i = 0; i < workers->config->workers; i++) {
        struct worker *worker = &workers->threads[i];
        worker->workers = workers;
        int failed = pthread_create(&worker->thread, NULL, run_worker, worker);
        if (failed)
            return ERROR_DETAIL(workers, ERROR_INTERNAL, strerror(failed), "A thread could not be started.");
        workers->count++;
    }
    pthread_mutex_lock(&workers->lock);
    while (workers->ready + workers->failed < workers->count)
        pthread_cond_wait(&workers->changed, &workers->lock);
    pthread_mutex_unlock(&workers->lock);
    return workers->failure;
}

static int release(struct workers *workers)
{
    pthread_cond_destroy(&workers->changed);
    pthread_cond_destroy(&workers->work);
    pthread_mutex_destroy(&workers->lock);
    return 0;
}

struct error *workers_start(void *ctx, const struct server_config *config, struct workers **workers)
{
    struct workers *made = talloc_zero(ctx, struct workers);
    TRY_MEMORY(made);
    made->config = config;
    made->threads = talloc_zero_array(made, struct worker, config->workers);
    TRY_MEMORY(made->threads);
    made->failure_memory = talloc_new(ctx);
    TRY_MEMORY(made->failure_memory);
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->work, NULL);
    pthread_cond_init(&made->changed, &steady);
    pthread_condattr_destroy(&steady);
    talloc_set_destructor(made, release);
    struct error *error = start_threads(made);
    if (error)
        end_threads(made);
    *workers = made;
    return error;
}

bool workers_give(struct workers *workers, struct exchange *exchange)
{
    pthread_mutex_lock(&workers->lock);
    bool taken = !workers->stopping && workers->waiting < workers->config->waiting_most;
    if (taken) {
        exchange->next = NULL;
        if (workers->first)
            workers->last->next = exchange;
        else
            workers->first = exchange;
        workers->last = exchange;
        workers->waiting++;
        workers->unfinished++;
    }
    pthread_mutex_unlock(&workers->lock);
    if (taken) /* not before: the worker that wakes would only wait for the lock */
        pthread_cond_signal(&workers->work);
    return taken;
}

void workers_forget(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    if (--workers->unfinished == 0 && workers->stopping)
        pthread_cond_broadcast(&workers->changed);
    pthread_mutex_unlock(&workers->lock);
}

void workers_stop(struct workers *workers, unsigned seconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += seconds;
    end_threads(workers);
    pthread_mutex_lock(&workers->lock);
    int waited = 0;
    while (workers->unfinished && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&workers->changed, &workers->lock, &until);
    pthread_mutex_unlock(&workers->lock);
}

bool workers_stopping(struct workers *workers)
{
    return atomic_load(&workers->stopping);
}
