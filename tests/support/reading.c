/* Each call is packed into an argument and run inside store_read. */
#include "reading.h"

#include "base/buffer.h"
#include "engines.h"

#include <talloc.h>

struct call {
    void *ctx;
    const struct reader *reader;
    struct error *(*run)(struct call *call);
    const struct register_def *def;
    const char *text; /* SQL or a key */
    int64_t id;
    struct record_list_request request;
    struct record_list list;
    struct record *record;
    struct record **versions;
    size_t count;
    struct buffer out;
};

static struct error *run_call(struct store_connection *connection, void *argument)
{
    struct call *call = argument;
    (void)connection;
    buffer_clear(&call->out);
    return call->run(call);
}

static struct error *run(struct call *call)
{
    struct store_scope scope = actor_scope(&call->reader->actor);
    call->out = buffer_on(call->ctx);
    return store_read(call->reader->connection, &scope, run_call, call);
}

/* --- queries --------------------------------------------------------------------------------------------------------- */

static struct error *run_query(struct call *call)
{
    struct store_rows *rows = NULL;
    TRY(record_query(call->ctx, call->reader, call->text, NULL, 0, &rows));
    for (bool more = true, first = true;; first = false) {
        TRY(store_next(rows, &more));
        if (!more)
            return buffer_error(&call->out);
        if (!first)
            buffer_text(&call->out, "; ");
        for (int i = 0; i < store_column_count(rows); i++) {
            const char *text = store_is_null(rows, i) ? "-" : store_get_text(rows, i);
            buffer_format(&call->out, "%s%s", i ? "|" : "", text);
        }
    }
}

const char *read_query(void *ctx, const struct reader *reader, const char *sql)
{
    struct call call = {.ctx = ctx, .reader = reader, .run = run_query, .text = sql};
    ck_assert_fine(run(&call));
    return buffer_cstr(&call.out);
}

struct error *read_query_error(void *ctx, const struct reader *reader, const char *sql)
{
    struct call call = {.ctx = ctx, .reader = reader, .run = run_query, .text = sql};
    return run(&call);
}

/* --- records --------------------------------------------------------------------------------------------------------- */

static struct error *run_find(struct call *call)
{
    return call->text ? record_find(call->ctx, call->reader, call->def, call->text, &call->record)
                      : record_find_id(call->ctx, call->reader, call->def, call->id, &call->record);
}

static struct record *found(struct call *call)
{
    struct error *error = run(call);
    if (error && error->kind == ERROR_NOT_FOUND)
        return NULL;
    ck_assert_fine(error);
    return call->record;
}

struct record *read_record(void *ctx, const struct reader *reader, const struct register_def *def, const char *key)
{
    struct call call = {.ctx = ctx, .reader = reader, .run = run_find, .def = def, .text = key};
    return found(&call);
}

struct record *read_record_id(void *ctx, const struct reader *reader, const struct register_def *def, int64_t id)
{
    struct call call = {.ctx = ctx, .reader = reader, .run = run_find, .def = def, .id = id};
    return found(&call);
}

/* --- lists ----------------------------------------------------------------------------------------------------------- */

static struct error *run_list(struct call *call)
{
    return record_list(call->ctx, call->reader, call->def, &call->request, &call->list);
}

struct record_list read_list(void *ctx, const struct reader *reader, const struct register_def *def,
                             struct record_list_request request)
{
    struct call call = {.ctx = ctx, .reader = reader, .run = run_list, .def = def, .request = request};
    ck_assert_fine(run(&call));
    return call.list;
}

struct error *read_list_error(void *ctx, const struct reader *reader, const struct register_def *def,
                              struct record_list_request request)
{
    struct call call = {.ctx = ctx, .reader = reader, .run = run_list, .def = def, .request = request};
    return run(&call);
}

const char *read_keys(void *ctx, const struct reader *reader, const struct register_def *def,
                      struct record_list_request request)
{
    char *text = talloc_strdup(ctx, "");
    for (int page = 0; page < 1000; page++) {
        struct record_list list = read_list(ctx, reader, def, request);
        ck_assert_uint_le(list.count, request.limit);
        for (size_t i = 0; i < list.count; i++)
            text = talloc_asprintf_append(text, "%s%s", *text ? " " : "", list.at[i]->key);
        if (!list.next)
            return text;
        ck_assert_uint_eq(list.count, request.limit);
        request.after = list.next;
    }
    ck_abort_msg("the pages do not end");
}

/* --- history --------------------------------------------------------------------------------------------------------- */

static struct error *run_history(struct call *call)
{
    return record_history(call->ctx, call->reader, call->record, &call->versions, &call->count);
}

const char *read_history(void *ctx, const struct reader *reader, const struct record *record, const char *field)
{
    struct call call = {.ctx = ctx, .reader = reader, .run = run_history, .record = (struct record *)record};
    ck_assert_fine(run(&call));
    char *text = talloc_strdup(ctx, "");
    for (size_t i = 0; i < call.count; i++) {
        const char *value = record_text(call.versions[i], field);
        text = talloc_asprintf_append(text, "%s%s", i ? " < " : "", value ? value : "-");
    }
    return text;
}
