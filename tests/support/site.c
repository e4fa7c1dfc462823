/* Serving and walking the site. */
#include "site.h"

#include "base/list.h"
#include "program.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <talloc.h>
#include <unistd.h>

#define PARTNERSHIP "buckinghamshire"

/* ---- databases ---- */

void site_import(void *ctx, const struct scratch *scratch, const char *folder, const char *partnership)
{
    if (strcmp(partnership, "--shared") == 0)
        PROGRAM_DO(ctx, "import", folder, "--db", scratch->application, "--shared");
    else
        PROGRAM_DO(ctx, "import", folder, "--db", scratch->application, "--partnership", partnership);
}

static void fill_with_sample(void *ctx, const struct scratch *empty)
{
    PROGRAM_DO(ctx, "migrate", "--db", empty->owner);
    site_import(ctx, empty, source_path(ctx, "sample/shared"), "--shared");
    site_import(ctx, empty, source_path(ctx, "sample/" PARTNERSHIP), PARTNERSHIP);
}

const struct scratch_kept site_sample = {.name = "site_sample", .fill = fill_with_sample};

/* ---- serving ---- */

static int end_site(struct site *site)
{
    if (site->pid > 0)
        site_stop(site);
    return 0;
}

/* Waits for the line that says where it serves. */
static void read_where(void *ctx, struct site *site, int from)
{
    char *text = talloc_strdup(ctx, ""), block[512];
    while (!strchr(text, '\n')) {
        ssize_t got = read(from, block, sizeof block);
        ck_assert_msg(got > 0, "goldthread serve ended: %s", file_text(ctx, site->log));
        text = talloc_strndup_append_buffer(text, block, (size_t)got);
    }
    const char *port = strstr(text, "http://127.0.0.1:");
    ck_assert_msg(port != NULL, "It serves elsewhere: %s", text);
    site->port = (uint16_t)strtoul(port + strlen("http://127.0.0.1:"), NULL, 10);
    site->said = text;
}

struct site *site_start(void *ctx, const struct scratch *scratch)
{
    struct site *site = talloc_zero(ctx, struct site);
    site->log = talloc_asprintf(site, "%s/log", scratch_folder(ctx));
    int log = open(site->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), out[2];
    ck_assert_int_ge(log, 0);
    ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
    const char *const arguments[] = {"serve", "--db", scratch->application, "--partnership", PARTNERSHIP, "--port", "0", NULL};
    site->pid = program_start(ctx, arguments, out[1], log);
    talloc_set_destructor(site, end_site);
    close(out[1]);
    close(log);
    read_where(site, site, out[0]);
    close(out[0]);
    return site;
}

int site_stop(struct site *site)
{
    int status;
    kill(site->pid, SIGTERM);
    pid_t ended = waitpid(site->pid, &status, 0);
    site->pid = 0;
    if (ended < 0)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct reply site_get(void *ctx, const struct site *site, const char *address)
{
    return client_get(ctx, site->port, address, "");
}

const char *site_page(void *ctx, const struct site *site, const char *address)
{
    struct reply reply = site_get(ctx, site, address);
    ck_assert_msg(reply.status == 200, "%s answers %d: %.400s", address, reply.status, reply.body);
    return reply.body;
}

/* ---- walking ---- */

/* How many addresses of one kind are known: "/outcomes/", "/outcomes?", "/outcomes.csv". */
struct kind_count {
    const char *kind;
    size_t count;
};

struct walk {
    void *ctx;
    const struct site *site;
    size_t most;
    struct site_pages pages;
    struct {
        struct kind_count *at;
        size_t count, room;
    } kinds;
};

const struct site_page *site_pages_find(const struct site_pages *pages, const char *address)
{
    for (size_t i = 0; i < pages->count; i++)
        if (strcmp(pages->at[i].address, address) == 0)
            return &pages->at[i];
    return NULL;
}

/* Up to the register, then what follows it: a record, a part of a record's pages, a query, an ending. Everything in one
 * register with one shape is of one kind. */
static const char *kind_of(void *ctx, const char *address)
{
    size_t register_end = 1 + strcspn(address + 1, "/?.");
    const char *dot = strrchr(address, '.'), *query = strchr(address, '?');
    const char *form = dot && (strncmp(dot, ".csv", 4) == 0 || strncmp(dot, ".json", 5) == 0) ? dot : "";
    const char *record = address[register_end] == '/' ? address + register_end + 1 : "";
    const char *part = record + strcspn(record, "/?");
    return talloc_asprintf(ctx, "%.*s%s%.*s%s%.5s", (int)register_end, address, *record ? "/" : "",
                           (int)strcspn(part, "?."), part, query ? "?" : "", form);
}

static bool is_wanted(struct walk *walk, const char *address)
{
    const char *kind = kind_of(walk->ctx, address);
    for (size_t i = 0; i < walk->kinds.count; i++)
        if (strcmp(walk->kinds.at[i].kind, kind) == 0)
            return walk->kinds.at[i].count++ < walk->most;
    ck_assert_fine(LIST_ADD(walk->ctx, &walk->kinds, ((struct kind_count){kind, 1})));
    return true;
}

static void note(struct walk *walk, const char *from, const char *address)
{
    if (site_pages_find(&walk->pages, address) || !is_wanted(walk, address))
        return;
    struct site_page page = {.address = address, .from = from};
    ck_assert_fine(LIST_ADD(walk->ctx, &walk->pages, page));
}

/* The text of an attribute without its entities: &amp; and &#39; are all that an address may hold. */
static char *attribute_text(void *ctx, const char *value, size_t length)
{
    char *text = talloc_strndup(ctx, value, length), *to = text;
    for (const char *from = text; *from;) {
        bool amp = strncmp(from, "&amp;", 5) == 0, quote = strncmp(from, "&#39;", 5) == 0;
        *to++ = amp ? '&' : quote ? '\'' : *from;
        from += amp || quote ? 5 : 1;
    }
    *to = '\0';
    return text;
}

/* Every address of this site that the page names, in href, src or action, without its fragment. */
static void note_links(struct walk *walk, const char *from, const char *html)
{
    static const char *const names[] = {" href=\"", " src=\"", " action=\""};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        for (const char *at = strstr(html, names[n]); at; at = strstr(at + 1, names[n])) {
            const char *value = at + strlen(names[n]);
            size_t length = strcspn(value, "\"#");
            if (length == 0 || strstr(value, "://") == value + 4 || strstr(value, "://") == value + 5)
                continue;
            ck_assert_msg(value[0] == '/' || value[0] == '?', "%s links to %.*s", from, (int)length, value);
            char *address = attribute_text(walk->ctx, value, length);
            if (address[0] == '?')
                address = talloc_asprintf(walk->ctx, "%.*s%s", (int)strcspn(from, "?"), from, address);
            note(walk, from, address);
        }
    }
}

struct site_pages site_walk(void *ctx, const struct site *site, const char *const *also, size_t most)
{
    struct walk walk = {.ctx = ctx, .site = site, .most = most};
    note(&walk, "the beginning", "/");
    for (; also && *also; also++)
        note(&walk, "the test", *also);
    for (size_t i = 0; i < walk.pages.count; i++) {
        struct site_page *page = &walk.pages.at[i];
        page->reply = site_get(ctx, site, page->address);
        page->etag = reply_header(ctx, &page->reply, "ETag");
        const char *type = reply_header(ctx, &page->reply, "Content-Type");
        if (type && strncmp(type, "text/html", 9) == 0)
            note_links(&walk, page->address, page->reply.body);
    }
    return walk.pages;
}
