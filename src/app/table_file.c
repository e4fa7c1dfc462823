/* Writing all pages of a screen's table, each in memory that is given back before the next is read. */
#include "app/table_file.h"

#include "exchange/table_csv.h"
#include "exchange/table_json.h"
#include "http/request.h"

#include <talloc.h>

/* A file being written. */
struct table_file {
    struct visit *visit;
    const struct screen *screen;
    struct response *response;
    struct json_writer json; /* only of JSON */
    size_t rows;
    bool capped;
};

static bool is_json(const struct table_file *file)
{
    return file->visit->request->format == FORMAT_JSON;
}

static struct error *write_rows(struct table_file *file, const struct table *table, bool first)
{
    struct buffer *out = &file->response->body;
    file->rows += table_row_count(table);
    file->capped = table->after == NULL && table->total_capped;
    if (is_json(file)) {
        if (first)
            table_json_begin(&file->json, table);
        table_json_rows(&file->json, table);
    } else {
        if (first)
            TRY(table_csv_begin(out, table, CSV_CANONICAL));
        TRY(table_csv_rows(out, table, CSV_CANONICAL));
    }
    TRY(buffer_error(out));
    return response_relieve(file->response);
}

/* Reads and writes one page; *after is where the next begins, NULL: it was the last. */
static struct error *write_page(struct table_file *file, char **after)
{
    struct visit *visit = file->visit;
    struct table *table;
    void *ctx = visit->ctx;
    char *before = *after;
    visit->ctx = talloc_new(ctx);
    TRY_MEMORY(visit->ctx);
    visit->after = before;
    TRY(file->screen->table(visit, &table));
    TRY(write_rows(file, table, before == NULL));
    *after = table->after ? talloc_strdup(ctx, table->after) : NULL;
    if (table->after)
        TRY_MEMORY(*after);
    talloc_free(visit->ctx);
    talloc_free(before);
    visit->ctx = ctx;
    return NULL;
}

struct error *table_file_write(struct visit *visit, const struct screen *screen, struct response *response)
{
    struct table_file file = {.visit = visit, .screen = screen, .response = response};
    char *after = NULL;
    file.json = json_writer_on(&response->body);
    do
        TRY(write_page(&file, &after));
    while (after);
    return is_json(&file) ? table_json_end(&file.json, file.rows, file.capped) : NULL;
}
