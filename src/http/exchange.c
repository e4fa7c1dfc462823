/* The way of one request: begin (the first line is there), continue (head, body, end; then, resumed, the answer), end. */
#include "http/exchange.h"

#include "base/log.h"
#include "http/head.h"
#include "http/response_file.h"
#include "http/security.h"
#include "http/workers.h"

#include <string.h>
#include <sys/socket.h>
#include <talloc.h>
#include <unistd.h>

#define BODY_DROPPED_MOST ((size_t)16 << 20) /* of a body too long, read so that the client hears why; then cut off */
#define QUERY_PAIRS_MOST 300                  /* more end the connection; address.h's limit is lower and has a page */

/* What most pages need, allocated in one piece and freed in one: what a worker allocates is freed by an I/O thread, and
 * piece by piece the two would hinder each other. Sanitizers want to see every piece. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || __has_feature(address_sanitizer) ||               \
    __has_feature(thread_sanitizer)
#define WATCHED true
#else
#define WATCHED false
#endif
#define PAGE_MEMORY ((size_t)128 << 10)

/* The cap needs talloc's only function for it, which is marked deprecated for want of users, not of effect. */
static void *capped_memory(size_t most)
{
    void *memory = WATCHED || most <= PAGE_MEMORY ? talloc_new(NULL) : talloc_pool(NULL, PAGE_MEMORY);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    if (memory && talloc_set_memlimit(memory, most) != 0) {
        talloc_free(memory);
        memory = NULL;
    }
#pragma GCC diagnostic pop
    return memory;
}

/* ---- sending ---- */

static bool add_header(struct MHD_Response *answer, const char *name, const char *value)
{
    return MHD_add_response_header(answer, name, value) == MHD_YES;
}

static bool add_security_headers(struct MHD_Response *answer)
{
    bool added = true;
    for (const struct security_header *header = security_headers; header->name; header++)
        added = added && add_header(answer, header->name, header->value);
    return added;
}

/* The bytes stay where they are: they must outlive the answer. */
static struct MHD_Response *bytes_of(const void *bytes, size_t count)
{
    return MHD_create_response_from_buffer(count, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
}

/* What moved to a file is sent from there. */
static struct MHD_Response *body_of(const struct response *response)
{
    if (!response->file)
        return bytes_of(response->lent.bytes, response->lent.count);
    int descriptor = response_file_open(response->file);
    struct MHD_Response *answer =
        descriptor < 0 ? NULL : MHD_create_response_from_fd64(response_file_length(response->file), descriptor);
    if (!answer && descriptor >= 0)
        close(descriptor);
    return answer;
}

/* Gives a body the headers that every answer has; NULL for NULL. */
static struct MHD_Response *answer_of(struct MHD_Response *answer, const char *content_type, const char *cache)
{
    if (answer && !(add_security_headers(answer) && add_header(answer, "Content-Type", content_type) &&
                    add_header(answer, "Cache-Control", cache))) {
        MHD_destroy_response(answer);
        answer = NULL;
    }
    return answer;
}

static enum MHD_Result send_refusal(struct exchange *exchange)
{
    const struct refusal *refusal = exchange->refusal;
    struct MHD_Response *answer = answer_of(bytes_of(refusal->page, strlen(refusal->page)), "text/html; charset=utf-8", "no-store");
    if (!answer)
        return MHD_NO;
    bool complete = (!refusal->header || add_header(answer, refusal->header, refusal->value)) &&
                    add_header(answer, "Connection", "close");
    exchange->stage = EXCHANGE_ANSWERED;
    deadlines_set(exchange->connection, exchange->rules->config.answer_seconds);
    enum MHD_Result queued = complete ? MHD_queue_response(exchange->connection, refusal->status, answer) : MHD_NO;
    MHD_destroy_response(answer);
    return queued;
}

static enum MHD_Result send_answer(struct exchange *exchange)
{
    exchange->stage = EXCHANGE_ANSWERED;
    deadlines_set(exchange->connection, exchange->rules->config.answer_seconds);
    return MHD_queue_response(exchange->connection, exchange->response.status, exchange->answer);
}

/* ---- a worker's part ---- */

static const char *cache_control(enum response_cache cache)
{
    switch (cache) {
    case CACHE_IMMUTABLE:
        return "public, max-age=31536000, immutable";
    case CACHE_NEVER:
        return "no-store";
    case CACHE_REVALIDATE:
        break;
    }
    return "no-cache";
}

static struct error *make_answer(struct exchange *exchange)
{
    struct response *response = &exchange->response;
    TRY(response_finish(response, &exchange->request));
    struct MHD_Response *answer = answer_of(body_of(response), response->content_type, cache_control(response->cache));
    TRY_MEMORY(answer);
    bool complete = !response->etag[0] || add_header(answer, "ETag", response->etag);
    for (size_t i = 0; i < response->headers.count && complete; i++)
        complete = add_header(answer, response->headers.at[i].name, response->headers.at[i].value);
    if (workers_stopping(exchange->rules->workers))
        complete = complete && add_header(answer, "Connection", "close");
    if (!complete) {
        MHD_destroy_response(answer);
        return error_out_of_memory();
    }
    exchange->answer = answer;
    return NULL;
}

static struct error *ask_handler(struct exchange *exchange, void *worker)
{
    TRY(exchange->address_error);
    response_init(&exchange->response, exchange->memory);
    exchange->response.in_files = exchange->rules->in_files;
    TRY(exchange->rules->config.handle(worker, &exchange->request, &exchange->response));
    return make_answer(exchange);
}

static struct error *ask_error_page(struct exchange *exchange, void *worker, const struct error *error)
{
    const struct server_config *config = &exchange->rules->config;
    if (!config->error_page)
        return error_out_of_memory();
    exchange->error_memory = capped_memory(config->memory_most);
    TRY_MEMORY(exchange->error_memory);
    response_init(&exchange->response, exchange->error_memory);
    exchange->response.status = (unsigned)error_http_status(error);
    TRY(config->error_page(worker, &exchange->request, error, &exchange->response));
    return make_answer(exchange);
}

void exchange_answer(struct exchange *exchange, void *worker)
{
    struct error *error = ask_handler(exchange, worker);
    unsigned status = (unsigned)error_http_status(error);
    if (status >= 500)
        log_error("request_failed", error);
    struct error *worse = error ? ask_error_page(exchange, worker, error) : NULL;
    if (worse) {
        if (exchange->rules->config.error_page)
            log_error("error_page_failed", worse);
        exchange->refusal = refusal_for_status(status);
    }
    MHD_resume_connection(exchange->connection);
}

/* ---- the library's callbacks ---- */

/* The library keeps each pair of a query in the connection's memory, and when that is used up (from some 700 pairs on) it
 * forgets the connection until it times out. Nobody honest asks so much, so we end the connection before that. */
static void end_if_crowded(const char *target, struct MHD_Connection *connection)
{
    size_t pairs = 0;
    for (const char *at = target; (at = strchr(at, '&')); at++)
        pairs++;
    const union MHD_ConnectionInfo *socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (pairs > QUERY_PAIRS_MOST && socket)
        shutdown(socket->connect_fd, SHUT_RDWR);
}

void *exchange_begin(void *cls, const char *target, struct MHD_Connection *connection)
{
    const struct exchange_rules *rules = cls;
    void *memory = capped_memory(rules->config.memory_most);
    struct exchange *exchange = memory ? talloc_zero(memory, struct exchange) : NULL;
    if (!exchange) {
        talloc_free(memory);
        return NULL;
    }
    exchange->rules = rules;
    exchange->connection = connection;
    exchange->memory = memory;
    exchange->request.ctx = memory;
    exchange->request.format = FORMAT_HTML;
    exchange->body = buffer_on(memory);
    exchange->body.max = rules->config.body_most;
    exchange->target = talloc_strdup(memory, target ? target : "");
    end_if_crowded(target ? target : "", connection);
    clock_gettime(CLOCK_MONOTONIC, &exchange->started);
    return exchange;
}

static enum MHD_Result begin_reading(struct exchange *exchange, const char *method, const char *version)
{
    exchange->stage = EXCHANGE_READING;
    if (!exchange->target)
        exchange->refusal = &refusal_busy;
    else
        exchange->refusal = head_read(exchange->connection, &(struct head_line){method, exchange->target, version},
                                      exchange->rules->config.body_most, &exchange->request);
    return exchange->refusal ? send_refusal(exchange) : MHD_YES;
}

/* A body without a length may turn out too long only now. The client is told so once it has sent it; one that will not end
 * is cut off. */
static enum MHD_Result read_body(struct exchange *exchange, const char *upload, size_t *upload_size)
{
    size_t count = *upload_size;
    *upload_size = 0;
    if (count <= exchange->body.max - exchange->body.used) {
        buffer_add(&exchange->body, upload, count);
        return MHD_YES;
    }
    exchange->body_dropped += count;
    return exchange->body_dropped > BODY_DROPPED_MOST ? MHD_NO : MHD_YES;
}

static enum MHD_Result hand_over(struct exchange *exchange)
{
    if (exchange->body_dropped || exchange->body.failed)
        exchange->refusal = exchange->body_dropped ? &refusal_body : &refusal_busy;
    if (exchange->refusal)
        return send_refusal(exchange);
    struct request *request = &exchange->request;
    request->body = buffer_cstr(&exchange->body);
    request->body_length = exchange->body.used;
    exchange->address_error = address_read(request->ctx, exchange->target, &request->address);
    if (exchange->address_error)
        request->address = (struct address){.path = "/", .query = ""};

    exchange->stage = EXCHANGE_WITH_WORKER;
    exchange->given = true;
    deadlines_set(exchange->connection, 0);
    MHD_suspend_connection(exchange->connection);
    if (!workers_give(exchange->rules->workers, exchange)) {
        exchange->given = false;
        exchange->refusal = &refusal_busy;
        MHD_resume_connection(exchange->connection);
    }
    return MHD_YES;
}

enum MHD_Result exchange_continue(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_size, void **context)
{
    (void)cls, (void)connection, (void)url;
    struct exchange *exchange = *context;
    if (!exchange)
        return MHD_NO;
    if (exchange->stage == EXCHANGE_NEW)
        return begin_reading(exchange, method, version);
    if (*upload_size > 0)
        return read_body(exchange, upload, upload_size);
    if (exchange->refusal)
        return send_refusal(exchange);
    return exchange->stage == EXCHANGE_READING ? hand_over(exchange) : send_answer(exchange);
}

static size_t sent_length(const struct response *response)
{
    return response->file ? (size_t)response_file_length(response->file) : response->lent.count;
}

/* One line for each request, without what its query says. */
static void log_exchange(const struct exchange *exchange, bool whole)
{
    static const char *const methods[] = {[METHOD_GET] = "GET", [METHOD_HEAD] = "HEAD"};
    const struct refusal *refusal = exchange->refusal;
    bool answered = exchange->stage == EXCHANGE_ANSWERED;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long long tenths = (now.tv_sec - exchange->started.tv_sec) * 10000LL + (now.tv_nsec - exchange->started.tv_nsec) / 100000;
    char status[12], bytes[24], took[32];
    snprintf(status, sizeof status, "%u", refusal ? refusal->status : exchange->response.status);
    snprintf(bytes, sizeof bytes, "%zu", refusal ? strlen(refusal->page) : sent_length(&exchange->response));
    snprintf(took, sizeof took, "%lld.%lld", tenths / 10, tenths % 10);
    bool read = exchange->request.address.path != NULL;
    const char *path = exchange->address_error ? NULL : exchange->request.address.path;
    log_line(LEVEL_INFO, "request", "method", read ? methods[exchange->request.method] : NULL, "status",
             answered ? status : NULL, "bytes", answered ? bytes : NULL, "ms", took, "sent", whole ? "whole" : "cut_off",
             "path", path, NULL);
}

void exchange_end(void *cls, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode how)
{
    (void)cls;
    struct exchange *exchange = *context;
    *context = NULL;
    if (!exchange)
        return;
    log_exchange(exchange, how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    deadlines_set(connection, exchange->rules->config.request_seconds);
    struct workers *given = exchange->given ? exchange->rules->workers : NULL;
    if (exchange->answer)
        MHD_destroy_response(exchange->answer);
    talloc_free(exchange->error_memory);
    talloc_free(exchange->memory);
    if (given)
        workers_forget(given);
}
