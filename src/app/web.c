/* Answering requests: from a route to its screen, inside a read transaction, as page, CSV or JSON. */
#include "app/web.h"

#include "app/table_file.h"
#include "ui/assets.h"
#include "ui/page.h"

#include <string.h>
#include <talloc.h>

/* One thread's own: its conversation with the database. */
struct web_worker {
    const struct web *web;
    struct store_connection *connection;
};

/* What one request's transaction needs. */
struct answering {
    struct visit visit;
    const struct screen *screen;
    const struct web *web;
    struct response *response;
};

static const struct govuk_link_item footer[] = {
    {"Accessibility", "/accessibility", false},
    {"How to read the charts", "/how-to-read-the-charts", false},
    {"All registers", "/registers", false},
    {"Sources", "/sources", false},
    {NULL},
};

#define PAGE_BYTES ((size_t)24 << 10) /* what most pages come to */

#define LICENCE                                                                                                        \
    "Contains public sector information licensed under the Open Government Licence v3.0, named under Sources."

const char *visit_parameter(const struct visit *visit, const char *name)
{
    return request_in_path(visit->request, name);
}

const char *visit_query(const struct visit *visit, const char *name)
{
    const char *value = request_parameter(visit->request, name);
    return value && value[0] ? value : NULL;
}

char *record_address(void *ctx, const struct registers *registers, const struct register_def *def, const char *key)
{
    struct buffer address = buffer_on(ctx);
    buffer_char(&address, '/');
    buffer_text(&address, register_path(registers, def));
    buffer_char(&address, '/');
    size_t stem;
    if (format_of_segment(key, &stem) == FORMAT_HTML) {
        address_write(&address, key, strlen(key));
    } else { /* a key that ends like a file must not be taken for one */
        address_write(&address, key, stem);
        buffer_text(&address, "%2E");
        buffer_text(&address, key + stem + 1);
    }
    return address.failed ? NULL : address.data;
}

/* The page's own path with an ending, and the query as asked: where the same table is as CSV or JSON. All of it: the query's
 * place in the list is left out. */
static const char *sibling(const struct visit *visit, enum format format)
{
    const struct address *address = &visit->request->address;
    struct buffer link = buffer_on(visit->ctx);
    bool asked = false;
    buffer_format(&link, "%s.%s", strcmp(address->path, "/") == 0 ? "/overview" : address->path, format_ending(format));
    for (const char *at = address->query; *at;) {
        size_t length = strcspn(at, "&");
        if (length > 0 && strncmp(at, "after=", 6) != 0) {
            buffer_char(&link, asked ? '&' : '?');
            buffer_add(&link, at, length);
            asked = true;
        }
        at += length + (at[length] == '&');
    }
    return link.failed ? NULL : buffer_cstr(&link);
}

/* Marks the navigation item whose path the page's path begins with. */
static const struct govuk_link_item *navigation_at(const struct visit *visit, const struct web *web)
{
    const char *path = visit->navigation ? visit->navigation : visit->request->address.path;
    size_t count = 0;
    while (web->navigation[count].text)
        count++;
    struct govuk_link_item *items = talloc_memdup(visit->ctx, web->navigation, (count + 1) * sizeof *items);
    for (size_t i = 0; items && i < count; i++) {
        size_t length = strlen(items[i].href);
        bool home = strcmp(items[i].href, "/") == 0;
        items[i].current = home ? strcmp(path, "/") == 0
                                : strncmp(path, items[i].href, length) == 0 && (path[length] == '\0' || path[length] == '/');
    }
    return items;
}

static const struct govuk_link_item *breadcrumbs_of(const struct visit *visit)
{
    size_t count = 0;
    while (visit->crumbs && visit->crumbs[count].text)
        count++;
    if (count == 0)
        return NULL;
    struct govuk_link_item *items = talloc_zero_array(visit->ctx, struct govuk_link_item, (unsigned)count + 2);
    if (!items)
        return NULL;
    items[0] = (struct govuk_link_item){"Overview", "/", false};
    for (size_t i = 0; i < count; i++)
        items[i + 1] = (struct govuk_link_item){visit->crumbs[i].text, visit->crumbs[i].href, false};
    return items;
}

/* Writes the frame around what the screen wrote. */
static struct error *write_page(struct answering *answering, const struct table *table)
{
    struct visit *visit = &answering->visit;
    struct html html = html_on(visit->ctx);
    struct html inside = html_part(&html);
    buffer_reserve(&html.out, PAGE_BYTES);
    buffer_reserve(&inside.out, PAGE_BYTES);
    TRY(answering->screen->page(visit, table, &inside));
    TRY(html_error(&inside));

    struct page page = {
        .title = visit->title,
        .partnership = visit->partnership->label,
        .path = visit->request->address.path,
        .csv = table ? sibling(visit, FORMAT_CSV) : NULL,
        .json = table ? sibling(visit, FORMAT_JSON) : NULL,
        .banner_tag = "Worked example",
        .banner = record_text(visit->partnership, "banner"),
        .navigation = navigation_at(visit, answering->web),
        .breadcrumbs = breadcrumbs_of(visit),
        .footer = footer,
        .licence = LICENCE,
    };
    page_begin(&html, &page);
    html_markup(&html, html_taken(&inside));
    page_siblings(&html, &page);
    page_end(&html, &page);
    TRY(html_error(&html));
    answering->response->body = html.out;
    return NULL;
}

static struct error *answer_in_transaction(struct store_connection *connection, void *argument)
{
    (void)connection;
    struct answering *answering = argument;
    struct visit *visit = &answering->visit;
    const struct screen *screen = answering->screen;
    const struct register_def *partnerships = registers_find(visit->reader.registers, "partnership");
    TRY(record_find_id(visit->ctx, &visit->reader, partnerships, answering->web->partnership, &visit->partnership));

    if (visit->request->format != FORMAT_HTML)
        return table_file_write(visit, screen, answering->response);
    struct table *table = NULL;
    visit->after = visit_query(visit, "after");
    if (screen->table)
        TRY(screen->table(visit, &table));
    return write_page(answering, table);
}

static struct error *answer_screen(void *worker, struct request *request, struct response *response)
{
    struct web_worker *me = worker;
    const struct web *web = me->web;
    struct answering answering = {
        .visit = {
            .ctx = request->ctx,
            .reader = {me->connection, web->application->registers, actor_public(web->partnership)},
            .request = request,
            .application = web->application,
        },
        .screen = request->route->about,
        .web = web,
        .response = response,
    };
    struct store_scope scope = actor_scope(&answering.visit.reader.actor);
    TRY(store_read(me->connection, &scope, answer_in_transaction, &answering));
    response_set_etag_from_body(response);
    return NULL;
}

static struct error *answer_asset(void *worker, struct request *request, struct response *response)
{
    (void)worker;
    const struct asset *asset = asset_find(request->address.path);
    if (!asset)
        return ERROR_NEW(request->ctx, ERROR_NOT_FOUND, "There is no file %s.", request->address.path);
    response->content_type = asset->type;
    const char *asked = talloc_asprintf(request->ctx, "%s?%s", request->address.path, request->address.query);
    TRY_MEMORY(asked);
    response->cache = asset_is_immutable(asset, asked) ? CACHE_IMMUTABLE : CACHE_REVALIDATE;
    response_lend(response, asset->bytes, asset->count);
    return response_set_etag(response, asset->digest);
}

struct error *web_handle(void *worker, struct request *request, struct response *response)
{
    struct web_worker *me = worker;
    return router_answer(me->web->router, worker, request, response);
}

struct error *web_worker_start(void *ctx, void *web, void **worker)
{
    struct web_worker *made = talloc_zero(ctx, struct web_worker);
    TRY_MEMORY(made);
    made->web = web;
    TRY(store_connect(made, made->web->application->store, &made->connection));
    *worker = made;
    return NULL;
}

/* An error page must not need what has just failed: no database, only the frame. */
struct error *web_error_page(void *worker, const struct request *request, const struct error *error,
                             struct response *response)
{
    struct web_worker *me = worker;
    (void)request;
    int status = error_http_status(error);
    struct html html = html_on(response->ctx);
    struct page page = {
        .title = page_error_title(status),
        .partnership = me->web->name,
        .banner_tag = "Worked example",
        .banner = me->web->banner,
        .navigation = me->web->navigation,
        .footer = footer,
        .private = true,
        .error = true,
    };
    bool ours = error->kind == ERROR_STORE || error->kind == ERROR_INTERNAL;
    page_begin(&html, &page);
    page_error(&html, (struct page_error){.status = status, .message = ours ? NULL : error->message, .search = "/search"});
    page_end(&html, &page);
    TRY(html_error(&html));
    response->body = html.out;
    response->content_type = format_content_type(FORMAT_HTML);
    return NULL;
}

/* ---- making the site ---- */

struct route_list {
    struct route *at;
    size_t count, room;
};

static struct error *add_screens(void *ctx, struct route_list *routes, const struct screen *const *screens)
{
    for (const struct screen *const *s = screens; s && *s; s++) {
        unsigned formats = FORMAT_HTML | ((*s)->table ? FORMAT_CSV | FORMAT_JSON : 0u);
        struct route route = {(*s)->path, answer_screen, formats, *s};
        TRY(LIST_ADD(ctx, routes, route));
    }
    return NULL;
}

struct link_list {
    struct govuk_link_item *at;
    size_t count, room;
};

static struct error *add_navigation(void *ctx, const struct screen *const *screens, struct link_list *items)
{
    for (const struct screen *const *s = screens; s && *s; s++) {
        struct govuk_link_item item = {(*s)->title, (*s)->path, false};
        if (item.text)
            TRY(LIST_ADD(ctx, items, item));
    }
    return NULL;
}

static struct error *make_navigation(void *ctx, const struct feature *const *rooms, const struct govuk_link_item **made)
{
    struct link_list items = {0};
    for (size_t i = 0; rooms[i]; i++)
        TRY(add_navigation(ctx, rooms[i]->screens, &items));
    TRY(add_navigation(ctx, register_screens, &items));
    TRY(LIST_ADD(ctx, &items, (struct govuk_link_item){NULL}));
    *made = items.at;
    return NULL;
}

/* Whose site it is, kept for the pages that must not need the database. */
struct naming {
    struct web *web;
    struct reader reader;
};

static struct error *read_names(struct store_connection *connection, void *argument)
{
    struct naming *naming = argument;
    struct record *partnership;
    (void)connection;
    TRY(record_find_id(naming->web, &naming->reader, registers_find(naming->reader.registers, "partnership"),
                       naming->web->partnership, &partnership));
    naming->web->name = partnership->label;
    naming->web->banner = record_text(partnership, "banner");
    return NULL;
}

struct error *web_make(void *ctx, struct application *application, struct store_connection *connection,
                       int64_t partnership, struct web **web)
{
    struct web *made = talloc_zero(ctx, struct web);
    TRY_MEMORY(made);
    made->application = application;
    made->partnership = partnership;
    struct naming naming = {made, {connection, application->registers, actor_public(partnership)}};
    struct store_scope scope = actor_scope(&naming.reader.actor);
    TRY(store_read(connection, &scope, read_names, &naming));

    struct route_list routes = {0};
    struct route assets = {"/assets/{file...}", answer_asset, FORMAT_HTML, NULL};
    TRY(LIST_ADD(made, &routes, assets));
    for (size_t i = 0; application->features[i]; i++)
        TRY(add_screens(made, &routes, application->features[i]->screens));
    TRY(add_screens(made, &routes, register_screens));
    TRY(router_make(made, routes.at, routes.count, &made->router));
    TRY(make_navigation(made, application->features, &made->navigation));
    *web = made;
    return NULL;
}
