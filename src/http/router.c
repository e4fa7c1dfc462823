/* The routes as a tree of segments, and the walk down it. */
#include "http/router.h"

#include "base/list.h"

#include <string.h>
#include <talloc.h>

/* A route with the names of its variables, in the order in which the walk meets their values. */
struct known_route {
    const struct route *route;
    const char *names[REQUEST_IN_PATH_MOST];
    size_t count;
};

struct branch {
    const char *text;
    struct node *node;
};

/* What may follow after the segments that lead here. */
struct node {
    LIST_OF(struct branch) branches;
    struct node *variable;
    struct known_route *here; /* the address may end here */
    struct known_route *rest; /* or anything may follow */
};

struct router {
    struct node root;
};

/* ---- reading patterns ---- */

static struct error *bad_pattern(void *ctx, const struct route *route, const char *why)
{
    return ERROR_NEW(ctx, ERROR_INTERNAL, "The route %s cannot be used: %s.", route->pattern, why);
}

static struct error *text_child(struct router *router, struct node *node, const char *text, size_t length,
                                struct node **child)
{
    for (size_t i = 0; i < node->branches.count; i++)
        if (strncmp(node->branches.at[i].text, text, length) == 0 && !node->branches.at[i].text[length]) {
            *child = node->branches.at[i].node;
            return NULL;
        }
    struct branch branch = {talloc_strndup(router, text, length), talloc_zero(router, struct node)};
    TRY_MEMORY(branch.text);
    TRY_MEMORY(branch.node);
    *child = branch.node;
    return LIST_ADD(router, &node->branches, branch);
}

/* Steps from *node over one segment of a pattern; sets *rest when it was the last kind there is, {name...}. */
static struct error *add_segment(struct router *router, struct known_route *known, const char *text, size_t length,
                                 struct node **node, bool *rest)
{
    if (length == 0)
        return bad_pattern(router, known->route, "it has an empty part");
    if (*text != '{') {
        if (memchr(text, '{', length) || memchr(text, '}', length))
            return bad_pattern(router, known->route, "a variable has to be a whole part");
        return text_child(router, *node, text, length, node);
    }
    if (length < 3 || text[length - 1] != '}')
        return bad_pattern(router, known->route, "a variable is written {name}");
    if (known->count == REQUEST_IN_PATH_MOST)
        return bad_pattern(router, known->route, "it has too many variables");
    *rest = length > 5 && memcmp(text + length - 4, "...", 3) == 0;
    const char *name = talloc_strndup(router, text + 1, length - (*rest ? 5 : 2));
    TRY_MEMORY(name);
    known->names[known->count++] = name;
    if (*rest)
        return NULL;
    if (!(*node)->variable)
        (*node)->variable = talloc_zero(router, struct node);
    TRY_MEMORY((*node)->variable);
    *node = (*node)->variable;
    return NULL;
}

static struct error *add_route(struct router *router, const struct route *route)
{
    if (route->pattern[0] != '/')
        return bad_pattern(router, route, "it has to start with a slash");
    if (!route->handle)
        return bad_pattern(router, route, "it has no handler");
    struct known_route *known = talloc_zero(router, struct known_route);
    TRY_MEMORY(known);
    known->route = route;
    struct node *node = &router->root;
    bool rest = false;
    const char *at = route->pattern + 1;
    while (*at && !rest) {
        size_t length = strcspn(at, "/");
        TRY(add_segment(router, known, at, length, &node, &rest));
        at += length;
        if (*at == '/' && (rest || !*++at))
            return bad_pattern(router, route, rest ? "something follows the rest" : "it has an empty part");
    }
    struct known_route **place = rest ? &node->rest : &node->here;
    if (*place)
        return ERROR_NEW(router, ERROR_INTERNAL, "The routes %s and %s match the same addresses.",
                         (*place)->route->pattern, route->pattern);
    *place = known;
    return NULL;
}

struct error *router_add(struct router *router, const struct route *routes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(add_route(router, &routes[i]));
    return NULL;
}

struct error *router_make(void *ctx, const struct route *routes, size_t count, struct router **router)
{
    *router = talloc_zero(ctx, struct router);
    TRY_MEMORY(*router);
    return router_add(*router, routes, count);
}

/* ---- finding ---- */

/* One walk: the segments still to be matched, and the values met so far. */
struct walk {
    void *ctx;
    const char *segments[ADDRESS_SEGMENTS_MOST];
    size_t count;
    unsigned format;
    const char *values[REQUEST_IN_PATH_MOST];
    size_t value_count;
    bool out_of_memory;
};

static bool offers(const struct known_route *known, const struct walk *walk)
{
    return known && ((known->route->formats ? known->route->formats : FORMAT_HTML) & walk->format);
}

/* A rest is joined by slashes again, so a slash that was escaped within a segment could not be told from those: it could
 * smuggle "..", and matches nothing. */
static bool take_rest(struct walk *walk, size_t from)
{
    char *rest = talloc_strdup(walk->ctx, "");
    for (size_t i = from; i < walk->count && rest; i++) {
        if (!*walk->segments[i] || strchr(walk->segments[i], '/'))
            return false;
        rest = talloc_asprintf_append_buffer(rest, i > from ? "/%s" : "%s", walk->segments[i]);
    }
    walk->out_of_memory = !rest;
    walk->values[walk->value_count++] = rest;
    return rest != NULL;
}

static const struct known_route *step(struct walk *walk, const struct node *node, size_t depth)
{
    if (depth == walk->count)
        return offers(node->here, walk) ? node->here : NULL;
    const char *segment = walk->segments[depth];
    for (size_t i = 0; i < node->branches.count; i++)
        if (strcmp(node->branches.at[i].text, segment) == 0) {
            const struct known_route *found = step(walk, node->branches.at[i].node, depth + 1);
            if (found)
                return found;
        }
    size_t values = walk->value_count;
    if (node->variable && *segment) {
        walk->values[walk->value_count++] = segment;
        const struct known_route *found = step(walk, node->variable, depth + 1);
        if (found)
            return found;
        walk->value_count = values;
    }
    return offers(node->rest, walk) && take_rest(walk, depth) ? node->rest : NULL;
}

static const struct known_route *find(const struct router *router, struct walk *walk, unsigned format)
{
    walk->format = format;
    walk->value_count = 0;
    return walk->out_of_memory ? NULL : step(walk, &router->root, 0);
}

/* The form that the last segment names, and how long the segment is without that ending. An ending that was escaped, as in
 * "name%2Ecsv", is part of the name. */
static enum format format_asked(const struct request *request, const struct walk *walk, size_t *stem)
{
    const char *last = walk->count ? walk->segments[walk->count - 1] : "";
    const char *sent = strrchr(request->address.path, '/');
    enum format format = format_of_segment(last, stem);
    size_t ending = strlen(last) - *stem, length = sent ? strlen(sent) : 0;
    return length > ending && strcmp(sent + length - ending, last + *stem) == 0 ? format : FORMAT_HTML;
}

/* First as "name.csv" in the form it names, then as a page whose name happens to end so. */
static struct error *find_any(const struct router *router, struct request *request, struct walk *walk,
                              const struct known_route **found)
{
    size_t stem = 0;
    const char *last = walk->count ? walk->segments[walk->count - 1] : "";
    enum format format = format_asked(request, walk, &stem);
    *found = NULL;
    if (format != FORMAT_HTML) {
        walk->segments[walk->count - 1] = talloc_strndup(request->ctx, last, stem);
        TRY_MEMORY(walk->segments[walk->count - 1]);
        *found = find(router, walk, format);
        if (!*found)
            walk->segments[walk->count - 1] = last;
    }
    if (!*found)
        *found = find(router, walk, FORMAT_HTML);
    return walk->out_of_memory ? error_out_of_memory() : NULL;
}

static struct walk walk_of(const struct request *request, size_t count)
{
    struct walk walk = {.ctx = request->ctx, .count = count};
    for (size_t i = 0; i < count; i++)
        walk.segments[i] = request->address.segments.at[i];
    return walk;
}

struct error *router_find(const struct router *router, struct request *request)
{
    struct walk walk = walk_of(request, request->address.segments.count);
    const struct known_route *found = NULL;
    TRY(find_any(router, request, &walk, &found));
    if (!found)
        return ERROR_NEW(request->ctx, ERROR_NOT_FOUND, "There is nothing at this address.");
    request->route = found->route;
    request->format = (enum format)walk.format;
    request->in_path.count = found->count;
    for (size_t i = 0; i < found->count; i++)
        request->in_path.at[i] = (struct named_value){found->names[i], walk.values[i]};
    return NULL;
}

/* "/outcome/" where "/outcome" is a page. */
static struct error *redirect_without_slash(const struct router *router, struct request *request,
                                            struct response *response, bool *done)
{
    const struct address *address = &request->address;
    *done = false;
    if (address->segments.count < 2 || *address->segments.at[address->segments.count - 1])
        return NULL;
    struct walk walk = walk_of(request, address->segments.count - 1);
    const struct known_route *found = NULL;
    TRY(find_any(router, request, &walk, &found));
    if (!found)
        return NULL;
    *done = true;
    const char *to = talloc_asprintf(request->ctx, "%.*s%s%s", (int)strlen(address->path) - 1, address->path,
                                     *address->query ? "?" : "", address->query);
    TRY_MEMORY(to);
    return response_redirect(response, 308, to);
}

struct error *router_answer(const struct router *router, void *worker, struct request *request,
                            struct response *response)
{
    struct error *error = router_find(router, request);
    if (error && error->kind == ERROR_NOT_FOUND) {
        bool done = false;
        TRY(redirect_without_slash(router, request, response, &done));
        if (done)
            return NULL;
    }
    TRY(error);
    response->content_type = format_content_type(request->format);
    return request->route->handle(worker, request, response);
}
