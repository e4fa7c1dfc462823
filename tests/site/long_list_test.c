/* Lists longer than a page, a read and what an answer keeps in memory: the file of a list has every row of it, once and in its
 * order, and nothing of what may not be seen. */
#include "../support/program.h"
#include "../support/site.h"

#include "base/buffer.h"
#include "base/list.h"
#include "exchange/csv.h"

#include <jansson.h>
#include <string.h>
#include <talloc.h>

#define ROWS 3600
#define HIDDEN_EVERY 12 /* for partners only */
#define SEEN (ROWS - ROWS / HIDDEN_EVERY)

static void *ctx;

/* The sample, and agencies of which each has a thousand characters to say. */
static void add_agencies(void *on, const struct scratch *scratch)
{
    const char *folder = scratch_folder(on);
    struct buffer text = buffer_on(on);
    buffer_text(&text, "ref,title,kind,note,visible,known_from\n");
    for (int i = 0; i < ROWS; i++)
        buffer_format(&text, "long-%d,Long %04d,council,%01000d,%s,2020-01-01\n", i, (i * 1009) % ROWS, i,
                      i % HIDDEN_EVERY ? "public" : "partners");
    file_put(talloc_asprintf(on, "%s/agency.csv", folder), buffer_cstr(&text));
    site_import(on, scratch, folder, "buckinghamshire");
}

static const struct scratch_kept with_agencies = {"site_long", &site_sample, add_agencies};

/* The titles of a CSV file that begin with "Long", one a row; checks that it is sound. */
static struct text_list titles_of(const struct reply *reply)
{
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    struct text_list titles = {0};
    ck_assert_int_eq(reply->status, 200);
    ck_assert_fine(csv_open(ctx, "list.csv", reply->body, reply->body_length, NULL, &faults, &reader));
    for (const struct csv_row *row;;) {
        ck_assert_fine(csv_next(reader, &row));
        if (!row)
            break;
        const char *title = row->cells[csv_column(reader, "title")].text;
        ck_assert_str_eq(row->cells[csv_column(reader, "visible")].text, "public");
        if (strncmp(title, "Long", 4) == 0)
            ck_assert_fine(LIST_ADD(ctx, &titles, (char *)talloc_strdup(ctx, title)));
    }
    ck_assert_uint_eq(faults.count, 0);
    return titles;
}

START_TEST(a_file_has_all_rows_of_its_list)
{
    ctx = talloc_new(NULL);
    struct site *site = site_start(ctx, scratch_copy_of(ctx, _i, &with_agencies));
    static const struct {
        const char *address;
        int way; /* of the titles; 0: in the order of the key */
    } lists[] = {{"/agencies.csv", 0}, {"/agencies.csv?sort=title", 1}, {"/agencies.csv?sort=title&dir=desc", -1},
                 {"/agencies.csv?q=long&sort=title", 1}, {"/agencies.csv?kind=council&sort=title", 1}};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        struct reply reply = site_get(ctx, site, lists[l].address);
        struct text_list titles = titles_of(&reply);
        bool seen[ROWS] = {false};
        ck_assert_uint_gt(reply.body_length, (size_t)3 << 20);
        ck_assert_msg(titles.count == SEEN, "%s has %zu rows", lists[l].address, titles.count);
        for (size_t i = 0; i < titles.count; i++) {
            const char *digits = titles.at[i] + 5 + strspn(titles.at[i] + 5, "0");
            int64_t number;
            ck_assert(text_to_integer(*digits ? digits : "0", &number) && number < ROWS);
            ck_assert_msg(!seen[number], "%s has %s twice", lists[l].address, titles.at[i]);
            seen[number] = true;
            if (i > 0 && lists[l].way)
                ck_assert_int_gt(strcmp(titles.at[i], titles.at[i - 1]) * lists[l].way, 0);
        }
    }
    talloc_free(ctx);
}
END_TEST

START_TEST(so_it_has_as_json)
{
    ctx = talloc_new(NULL);
    struct site *site = site_start(ctx, scratch_copy_of(ctx, _i, &with_agencies));
    struct reply reply = site_get(ctx, site, "/agencies.json?kind=council&q=long");
    json_error_t wrong;
    json_t *json = json_loadb(reply.body, reply.body_length, JSON_REJECT_DUPLICATES, &wrong);
    ck_assert_msg(json != NULL, "%s", wrong.text);
    ck_assert_uint_eq(json_array_size(json_object_get(json, "rows")), SEEN);
    ck_assert_int_eq(json_integer_value(json_object_get(json, "total")), SEEN);
    ck_assert(json_is_false(json_object_get(json, "total_is_at_least")));
    json_decref(json);
    talloc_free(ctx);
}
END_TEST

/* Sent from a file, it has the head of any answer, and is not sent to who has it. */
START_TEST(a_long_answer_is_an_answer_like_any_other)
{
    ctx = talloc_new(NULL);
    struct site *site = site_start(ctx, scratch_copy_of(ctx, _i, &with_agencies));
    struct reply reply = site_get(ctx, site, "/agencies.csv"), again = site_get(ctx, site, "/agencies.csv");
    const char *etag = reply_header(ctx, &reply, "ETag");
    ck_assert_ptr_nonnull(etag);
    ck_assert_str_eq(reply_header(ctx, &again, "ETag"), etag);
    ck_assert_uint_eq(strtoull(reply_header(ctx, &reply, "Content-Length"), NULL, 10), reply.body_length);
    struct reply held = client_get(ctx, site->port, "/agencies.csv", talloc_asprintf(ctx, "If-None-Match: %s\r\n", etag));
    ck_assert_int_eq(held.status, 304);
    ck_assert_uint_eq(held.excess, 0);
    struct reply head = client_ask(ctx, site->port, "HEAD /agencies.csv HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ck_assert_int_eq(head.status, 200);
    ck_assert_str_eq(reply_header(ctx, &head, "Content-Length"), reply_header(ctx, &reply, "Content-Length"));
    ck_assert_str_ne(reply_header(ctx, &(struct reply[]){site_get(ctx, site, "/agencies.csv?sort=title")}[0], "ETag"), etag);
    talloc_free(ctx);
}
END_TEST

/* A page further on offers the file of the whole list, not of the rest. */
START_TEST(every_page_of_a_list_offers_the_whole_file)
{
    ctx = talloc_new(NULL);
    struct site *site = site_start(ctx, scratch_copy_of(ctx, _i, &with_agencies));
    const char *first = site_page(ctx, site, "/agencies?sort=title&q=long"), *next = strstr(first, "after=");
    ck_assert_ptr_nonnull(next);
    const char *further = talloc_asprintf(ctx, "/agencies?sort=title&q=long&%.*s", (int)strcspn(next, "\"&"), next);
    const char *page = site_page(ctx, site, further);
    ck_assert_str_ne(page, first);
    ck_assert_ptr_nonnull(strstr(page, "\"/agencies.csv?sort=title&amp;q=long\""));
    ck_assert_ptr_nonnull(strstr(page, "\"/agencies.json?sort=title&amp;q=long\""));
    talloc_free(ctx);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("site/long_list");
    TCase *tcase = tcase_create("long lists");
    tcase_set_timeout(tcase, 240);
    tcase_add_test_on_engines(tcase, a_file_has_all_rows_of_its_list);
    tcase_add_test_on_engines(tcase, so_it_has_as_json);
    tcase_add_test_on_engines(tcase, a_long_answer_is_an_answer_like_any_other);
    tcase_add_test_on_engines(tcase, every_page_of_a_list_offers_the_whole_file);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
