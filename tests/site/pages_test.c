/* Every page of the site, as the program serves it from the sample: that it is there, sound, and has its siblings as CSV and
 * JSON; and what is answered to a request that cannot be met. */
#include "../support/markup.h"
#include "../support/program.h"
#include "../support/site.h"

#include "app/feature.h"
#include "app/web.h"
#include "exchange/csv.h"

#include <jansson.h>
#include <string.h>
#include <talloc.h>

/* Of each register so many records and lists are looked at. */
#define MOST 12

static void *ctx;
static struct site *site;

static void start(int engine)
{
    ctx = talloc_new(NULL);
    site = site_start(ctx, scratch_copy_of(ctx, engine, &site_sample));
}

static bool is_of(const struct site_page *page, const char *type)
{
    const char *given = reply_header(ctx, &page->reply, "Content-Type");
    return given && strncmp(given, type, strlen(type)) == 0;
}

/* ---- what every answer must be ---- */

static void check_head(const struct site_page *page)
{
    static const struct {
        const char *name, *begins;
    } headers[] = {
        {"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self';"},
        {"X-Content-Type-Options", "nosniff"}, {"X-Frame-Options", "DENY"}, {"Referrer-Policy", "same-origin"},
        {"Cache-Control", ""}, {"ETag", "\""}, {"Content-Type", ""},
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        const char *value = reply_header(ctx, &page->reply, headers[i].name);
        ck_assert_msg(value && strncmp(value, headers[i].begins, strlen(headers[i].begins)) == 0, "%s: its %s is %s",
                      page->address, headers[i].name, value ? value : "not there");
    }
}

static void check_html(const struct site_page *page)
{
    const char *html = page->reply.body, *fault = markup_fault(html, 1);
    ck_assert_msg(!fault, "%s: %s", page->address, fault);
    ck_assert_msg(strstr(html, "<html lang=\"en-GB\""), "%s has no language", page->address);
    ck_assert_msg(markup_count(html, "<h1") == 1, "%s has %zu headings of the first level", page->address,
                  markup_count(html, "<h1"));
    ck_assert_msg(markup_count(html, "<title>") >= 1 && !strstr(html, "<title></title>") && !strstr(html, "<title> "),
                  "%s has no title", page->address);
    ck_assert_msg(!strstr(html, "<style") && !strstr(html, " style=\"") && !strstr(html, " onclick="),
                  "%s has styles or scripts in it", page->address);
    ck_assert_msg(strstr(html, "Worked example"), "%s does not say that it is a worked example", page->address);
    ck_assert_msg(!strstr(html, "(null)") && !strstr(html, "(nil)"), "%s shows (null)", page->address);
}

/* Returns the number of rows. */
static size_t check_csv(const struct site_page *page)
{
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    const struct csv_row *row;
    size_t rows = 0;
    ck_assert_fine(csv_open(ctx, page->address, page->reply.body, page->reply.body_length, NULL, &faults, &reader));
    for (;; rows++) {
        ck_assert_fine(csv_next(reader, &row));
        if (!row)
            break;
    }
    ck_assert_msg(faults.count == 0, "%s", faults.count ? fault_text(ctx, &faults.at[0]) : "");
    struct csv_notes notes = csv_notes(reader);
    ck_assert_msg(!notes.byte_order_mark && !notes.crlf && !notes.no_final_newline && !notes.quoting, "%s is not canonical",
                  page->address);
    return rows;
}

static size_t check_json(const struct site_page *page)
{
    json_error_t wrong;
    json_t *json = json_loadb(page->reply.body, page->reply.body_length, JSON_REJECT_DUPLICATES, &wrong);
    ck_assert_msg(json != NULL, "%s: %s", page->address, wrong.text);
    size_t rows = json_array_size(json_object_get(json, "rows"));
    json_decref(json);
    return rows;
}

/* The same path, with the ending before the query. */
static const char *with_ending(const char *address, const char *ending)
{
    size_t path = strcspn(address, "?");
    return talloc_asprintf(ctx, "%.*s%s%s", (int)path, strcmp(address, "/") == 0 ? "/overview" : address,
                           ending, address + path);
}

static void check_siblings(const struct site_page *page)
{
    const char *csv = strstr(page->reply.body, "type=\"text/csv\"");
    struct site_page sibling = {.address = with_ending(strcmp(page->address, "/") == 0 ? "/overview" : page->address, ".csv")};
    sibling.reply = site_get(ctx, site, sibling.address);
    int expected = csv ? 200 : 404;
    ck_assert_msg(sibling.reply.status == expected, "%s answers %d, not %d", sibling.address, sibling.reply.status, expected);
    if (!csv)
        return;
    size_t rows = check_csv(&sibling);
    sibling.address = with_ending(strcmp(page->address, "/") == 0 ? "/overview" : page->address, ".json");
    sibling.reply = site_get(ctx, site, sibling.address);
    ck_assert_msg(sibling.reply.status == 200, "%s answers %d", sibling.address, sibling.reply.status);
    size_t in_json = check_json(&sibling);
    ck_assert_msg(rows == in_json, "%s has %zu rows as CSV and %zu as JSON", page->address, rows, in_json);
}

/* An answer that the browser has already is not sent again, and a look at the head alone gives the same head. */
static void check_asked_again(const struct site_page *page)
{
    const char *condition = talloc_asprintf(ctx, "If-None-Match: %s\r\n", page->etag);
    struct reply again = client_get(ctx, site->port, page->address, condition);
    ck_assert_msg(again.status == 304, "%s answers %d to If-None-Match", page->address, again.status);
    ck_assert_uint_eq(again.excess, 0);
    struct reply other = client_get(ctx, site->port, page->address, "If-None-Match: \"another\"\r\n");
    ck_assert_int_eq(other.status, 200);

    struct reply head = client_ask(ctx, site->port, talloc_asprintf(ctx, "HEAD %s HTTP/1.1\r\nHost: localhost\r\n\r\n", page->address));
    ck_assert_msg(head.status == 200, "HEAD %s answers %d", page->address, head.status);
    ck_assert_str_eq(reply_header(ctx, &head, "ETag"), page->etag);
    ck_assert_str_eq(reply_header(ctx, &head, "Content-Length"), reply_header(ctx, &page->reply, "Content-Length"));
}

static const char *const also[] = {
    "/search?q=social+workers", "/search?q=nothing+has+these+words", "/search", "/outcomes?q=plan", "/outcomes?sort=due&dir=desc",
    "/actions?outcomes=6.1", "/measures/agency-social-workers?compare=E92000001", "/coverage", "/milestones", "/ratings", NULL,
};

START_TEST(every_page_that_a_link_leads_to_is_sound)
{
    start(_i);
    struct site_pages pages = site_walk(ctx, site, also, MOST);
    ck_assert_uint_gt(pages.count, 250);
    size_t html = 0;
    for (size_t i = 0; i < pages.count; i++) {
        const struct site_page *page = &pages.at[i];
        ck_assert_msg(page->reply.status == 200, "%s, to which %s links, answers %d", page->address, page->from,
                      page->reply.status);
        check_head(page);
        if (i % 5 == 0)
            check_asked_again(page);
        if (is_of(page, "text/csv"))
            check_csv(page);
        if (is_of(page, "application/json"))
            check_json(page);
        if (!is_of(page, "text/html"))
            continue;
        html++;
        check_html(page);
        check_siblings(page);
    }
    ck_assert_uint_gt(html, 150);
    talloc_free(ctx);
}
END_TEST

/* ---- nobody forgot a page ---- */

/* Whether an address without its query is one of the pattern's, where {NAME} stands for one part. */
static bool is_address_of(const char *pattern, const char *address)
{
    while (*pattern && *address && *address != '?') {
        if (*pattern == '{') {
            size_t part = strcspn(address, "/?");
            if (part == 0)
                return false;
            address += part;
            pattern = strchr(pattern, '}') + 1;
        } else if (*pattern++ != *address++) {
            return false;
        }
    }
    return *pattern == '\0' && (*address == '\0' || *address == '?');
}

static void check_linked(const struct site_pages *pages, const struct screen *const *screens)
{
    for (; screens && *screens; screens++) {
        bool found = strcmp((*screens)->path, "/overview") == 0; /* the first page by a name that can have an ending */
        for (size_t i = 0; i < pages->count && !found; i++)
            found = is_address_of((*screens)->path, pages->at[i].address);
        ck_assert_msg(found, "No link leads to %s", (*screens)->path);
    }
}

START_TEST(a_link_leads_to_every_screen_and_every_register)
{
    start(_i);
    struct site_pages pages = site_walk(ctx, site, NULL, MOST);
    for (size_t i = 0; features[i]; i++)
        check_linked(&pages, features[i]->screens);
    check_linked(&pages, register_screens);
    struct registers *registers;
    LIST_OF(const struct register_def *) all = {0};
    for (size_t i = 0; features[i]; i++)
        for (size_t j = 0; features[i]->registers && features[i]->registers[j]; j++)
            ck_assert_fine(LIST_ADD(ctx, &all, features[i]->registers[j]));
    ck_assert_fine(LIST_ADD(ctx, &all, NULL));
    ck_assert_fine(registers_make(ctx, all.at, &registers));
    for (size_t i = 0; i < registers_count(registers); i++) {
        const char *path = talloc_asprintf(ctx, "/%s", register_path(registers, registers_at(registers, i)));
        ck_assert_msg(site_pages_find(&pages, path) != NULL, "No link leads to %s", path);
    }
    talloc_free(ctx);
}
END_TEST

/* ---- what cannot be answered ---- */

START_TEST(what_is_not_there_is_said_with_a_way_on)
{
    static const char *const missing[] = {
        "/nowhere", "/outcomes/99.9", "/outcomes/99.9.json", "/measures/no-such-measure", "/measures/no-such-measure/table",
        "/threads/none", "/plans/none", "/assets/none.css", "/a/b/c/d", "/registers.pdf", "/outcomes/6.1/none",
        "/actions?outcomes=none", "/accessibility.csv",
    };
    start(STORE_SQLITE);
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        struct reply reply = site_get(ctx, site, missing[i]);
        ck_assert_msg(reply.status == 404, "%s answers %d", missing[i], reply.status);
        ck_assert_msg(strstr(reply.body, "href=\"/search\"") && strstr(reply.body, "href=\"/\""), "%s: %s", missing[i], reply.body);
        const char *fault = markup_fault(reply.body, 1);
        ck_assert_msg(!fault, "%s: %s", missing[i], fault);
        ck_assert_ptr_null(reply_header(ctx, &reply, "ETag"));
        ck_assert_ptr_nonnull(reply_header(ctx, &reply, "Content-Security-Policy"));
    }
    talloc_free(ctx);
}
END_TEST

START_TEST(what_is_asked_wrongly_is_said_and_never_repeated_raw)
{
    static const char *const wrong[] = {
        "/outcomes?sort=%3Cscript%3Ealert(1)%3C/script%3E", "/outcomes?after=nonsense", "/outcomes?sort=accountable",
        "/observations?after=AAAA", "/outcomes?q=%FF", "/outcomes/%00", "/search?q=a&q=b%C3",
    };
    start(STORE_SQLITE);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct reply reply = site_get(ctx, site, wrong[i]);
        ck_assert_msg(reply.status == 400, "%s answers %d", wrong[i], reply.status);
        ck_assert_msg(!strstr(reply.body, "<script>"), "%s: %s", wrong[i], reply.body);
        ck_assert_ptr_nonnull(strstr(reply.body, "<h1"));
    }
    const char *page = site_page(ctx, site, "/search?q=%3Cscript%3E%22%27%26");
    ck_assert_ptr_null(strstr(page, "<script>"));
    ck_assert_ptr_nonnull(strstr(page, "&lt;script&gt;&quot;&#39;&amp;"));
    ck_assert_ptr_null(markup_fault(page, 1));
    talloc_free(ctx);
}
END_TEST

START_TEST(only_reading_is_offered)
{
    static const char *const methods[] = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"};
    start(STORE_SQLITE);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        struct reply reply = client_ask(ctx, site->port, talloc_asprintf(ctx, "%s /outcomes HTTP/1.1\r\nHost: localhost\r\n"
                                                                              "Content-Length: 0\r\n\r\n", methods[i]));
        ck_assert_msg(reply.status == 405, "%s answers %d", methods[i], reply.status);
        ck_assert_str_eq(reply_header(ctx, &reply, "Allow"), "GET, HEAD");
    }
    talloc_free(ctx);
}
END_TEST

/* ---- who can reach it ---- */

/* Every address that something listens at on this port, from the kernel's own list: "0100007F" is 127.0.0.1. */
static const char *listening_at(const char *list, uint16_t port)
{
    const char *text = file_text(ctx, list), *wanted = talloc_asprintf(ctx, ":%04X ", port);
    char *found = talloc_strdup(ctx, "");
    for (const char *line = strchr(text, '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
        const char *local = strstr(line, ": ");
        size_t address = local ? strcspn(local + 2, ":") : 0;
        /* "0A" is the state of listening, after the local and the other end. */
        if (local && strncmp(local + 2 + address, wanted, strlen(wanted)) == 0 && strncmp(strchr(local + 2 + address, ' ') + 1
                                                                                              + address + 6, "0A", 2) == 0)
            found = talloc_asprintf_append(found, "%.*s ", (int)address, local + 2);
    }
    return found;
}

START_TEST(only_this_machine_can_reach_it_unless_told_otherwise)
{
    start(STORE_SQLITE);
    ck_assert_ptr_nonnull(strstr(site->said, "http://127.0.0.1:"));
    ck_assert_str_eq(listening_at("/proc/net/tcp", site->port), "0100007F ");
    ck_assert_str_eq(listening_at("/proc/net/tcp6", site->port), "");
    ck_assert_int_eq(site_stop(site), 0);
    ck_assert_str_eq(listening_at("/proc/net/tcp", site->port), "");
    talloc_free(ctx);
}
END_TEST

START_TEST(names_that_are_hard_in_an_address_are_reached_from_their_list)
{
    static const char *const refs[] = {"a b", "50% (v.2)", "Zo\xC3\xAB?&=#", "ends.csv", "1+1", "..x"};
    ctx = talloc_new(NULL);
    struct scratch *scratch = scratch_copy_of(ctx, STORE_SQLITE, &site_sample);
    const char *folder = scratch_folder(ctx);
    char *csv = talloc_strdup(ctx, "ref,title,raised_on,source,visible,known_from\n");
    for (size_t i = 0; i < sizeof refs / sizeof *refs; i++)
        csv = talloc_asprintf_append(csv, "%s,Hard name %zu,2019-02-11,5,public,2019-02-11\n", refs[i], i);
    file_put(talloc_asprintf(ctx, "%s/risk.csv", folder), csv);
    site_import(ctx, scratch, folder, "buckinghamshire");
    site = site_start(ctx, scratch);
    struct site_pages pages = site_walk(ctx, site, (const char *const[]){"/risks?q=hard+name", NULL}, 40);
    for (size_t i = 0; i < sizeof refs / sizeof *refs; i++) {
        const char *heading = talloc_asprintf(ctx, "Hard name %zu</h1>", i);
        bool found = false;
        for (size_t j = 0; j < pages.count && !found; j++)
            found = pages.at[j].reply.status == 200 && strstr(pages.at[j].reply.body, heading);
        ck_assert_msg(found, "no link leads to the risk \"%s\"", refs[i]);
    }
    talloc_free(ctx);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("site/pages");
    TCase *tcase = tcase_create("pages");
    tcase_set_timeout(tcase, 240);
    tcase_add_test_on_engines(tcase, every_page_that_a_link_leads_to_is_sound);
    tcase_add_test(tcase, a_link_leads_to_every_screen_and_every_register);
    tcase_add_test(tcase, what_is_not_there_is_said_with_a_way_on);
    tcase_add_test(tcase, what_is_asked_wrongly_is_said_and_never_repeated_raw);
    tcase_add_test(tcase, only_reading_is_offered);
    tcase_add_test(tcase, only_this_machine_can_reach_it_unless_told_otherwise);
    tcase_add_test(tcase, names_that_are_hard_in_an_address_are_reached_from_their_list);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
