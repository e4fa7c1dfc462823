/* Verifying current rows: each is what its latest version says, and so are its links; no record is missing or extra. */
#include "record/chain_verify.h"

#include <inttypes.h>
#include <talloc.h>

/* One row beside its version: the row's columns come first, then as many of the version. */
struct pair {
    int64_t id, entry;
    const char *many; /* the version's list of the field looked at */
};

static const char *const compared[] = {"visible", "withdrawn", "recorded_at", "known_from", "natural_key"};
#define COMPARED (sizeof compared / sizeof *compared)

/* "SELECT r.id, r.entry, v.entry, latest, r.visible, ..., r.FIELD ..., v.visible, ..., v.FIELD ..., v.MANY ..." */
static const char *select_pairs(void *ctx, const struct register_shape *shape)
{
    struct buffer sql = buffer_on(ctx);
    buffer_format(&sql, "SELECT r.id, r.entry, v.entry, (SELECT max(w.entry) FROM %s w WHERE w.record = r.id)",
                  shape->version_table);
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < COMPARED; i++)
            buffer_format(&sql, ", %c.%s", "rv"[side], compared[i]);
        for (size_t i = 0; i < shape->field_count; i++)
            if (!shape->link_tables[i])
                buffer_format(&sql, ", %c.%s", "rv"[side], shape->def->fields[i].name);
    }
    for (size_t i = 0; i < shape->field_count; i++)
        if (shape->link_tables[i])
            buffer_format(&sql, ", v.%s", shape->def->fields[i].name);
    buffer_format(&sql,
                  " FROM %s r LEFT JOIN %s v ON v.record = r.id AND v.entry = r.entry AND v.partnership = r.partnership "
                  "WHERE r.partnership = $1 AND r.id > $2 ORDER BY r.id LIMIT %d",
                  shape->def->name, shape->version_table, VERIFY_PAGE);
    return sql.failed ? NULL : sql.data;
}

static struct error *fault_row(struct verification *verification, void *ctx, const struct register_shape *shape,
                               int64_t id, const char *what, const char *expected)
{
    const char *record = verify_record_words(ctx, shape, id);
    TRY_MEMORY(record);
    TRY_MEMORY(what);
    return verify_fault(verification, talloc_asprintf(ctx, "%s in the current row of %s", what, record), expected);
}

/* Whether two columns of a row say the same. */
static bool same(const struct store_rows *rows, int left, int right)
{
    if (store_is_null(rows, left) || store_is_null(rows, right))
        return store_is_null(rows, left) && store_is_null(rows, right);
    return strcmp(store_get_text(rows, left), store_get_text(rows, right)) == 0;
}

static bool same_number(const struct store_rows *rows, int left, int right)
{
    return store_is_null(rows, left) == store_is_null(rows, right) &&
           store_get_integer(rows, left) == store_get_integer(rows, right);
}

static bool is_number(const struct field_def *field)
{
    return field->kind == FIELD_INTEGER || field->kind == FIELD_SCALE || field->kind == FIELD_REF;
}

static struct error *check_pair(struct verification *verification, void *ctx, const struct register_shape *shape,
                                const struct store_rows *rows)
{
    int64_t id = store_get_integer(rows, 0);
    if (store_is_null(rows, 2) || !same_number(rows, 1, 3))
        return fault_row(verification, ctx, shape, id,
                         talloc_asprintf(ctx, "entry %" PRId64, store_get_integer(rows, 1)),
                         "the entry of its latest version");
    int plain = 0;
    for (size_t i = 0; i < shape->field_count; i++)
        plain += !shape->link_tables[i];
    int left = 4, right = left + (int)COMPARED + plain;
    for (size_t i = 0; i < COMPARED; i++, left++, right++)
        if (i < 2 ? !same_number(rows, left, right) : !same(rows, left, right))
            TRY(fault_row(verification, ctx, shape, id, talloc_asprintf(ctx, "another %s", compared[i]),
                          "that of its latest version"));
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field_def *field = &shape->def->fields[i];
        if (shape->link_tables[i])
            continue;
        if (is_number(field) ? !same_number(rows, left, right) : !same(rows, left, right))
            TRY(fault_row(verification, ctx, shape, id, talloc_asprintf(ctx, "another %s", field->name),
                          "that of its latest version"));
        left++;
        right++;
    }
    return NULL;
}

/* --- links ----------------------------------------------------------------------------------------------------------- */

/* Compares current links, which come by record and place, with the list each record's version has. */
static struct error *check_links(struct verification *verification, void *ctx, const struct register_shape *shape,
                                 size_t field, const struct pair *pairs, size_t count)
{
    const char *sql = talloc_asprintf(ctx,
                                      "SELECT record, target, position FROM %s WHERE ended IS NULL AND partnership = $1 "
                                      "AND record BETWEEN $2 AND $3 ORDER BY record, position",
                                      shape->link_tables[field]);
    TRY_MEMORY(sql);
    struct store_value values[] = {store_integer(verification->partnership), store_integer(pairs[0].id),
                                   store_integer(pairs[count - 1].id)};
    struct store_rows *rows;
    bool more;
    TRY(store_query(ctx, verification->reader->connection, sql, values, 3, &rows));
    TRY(store_next(rows, &more));
    for (size_t i = 0; i < count; i++) {
        struct buffer links = buffer_on(ctx);
        while (more && store_get_integer(rows, 0) < pairs[i].id)
            TRY(store_next(rows, &more));
        for (int64_t place = 0; more && store_get_integer(rows, 0) == pairs[i].id; place++) {
            buffer_text(&links, place ? ";" : "");
            buffer_integer(&links, store_get_integer(rows, 1));
            TRY(store_next(rows, &more));
        }
        TRY(buffer_error(&links));
        if (strcmp(buffer_cstr(&links), pairs[i].many ? pairs[i].many : "") != 0)
            TRY(fault_row(verification, ctx, shape, pairs[i].id,
                          talloc_asprintf(ctx, "other links for %s", shape->def->fields[field].name),
                          "those of its latest version"));
    }
    return NULL;
}

/* --- pages ----------------------------------------------------------------------------------------------------------- */

/* A page of rows with the lists of their versions, one list a field of links. */
struct page {
    struct pair *pairs;
    const char **lists; /* VERIFY_PAGE a field of links */
    size_t count;
};

static struct error *read_page(struct verification *verification, void *ctx, const struct register_shape *shape,
                               int64_t after, struct page *page)
{
    size_t many = 0;
    for (size_t i = 0; i < shape->field_count; i++)
        many += shape->link_tables[i] != NULL;
    page->pairs = talloc_array(ctx, struct pair, VERIFY_PAGE);
    page->lists = talloc_array(ctx, const char *, (unsigned)((many + 1) * VERIFY_PAGE));
    const char *sql = select_pairs(ctx, shape);
    if (!page->pairs || !page->lists || !sql)
        return error_out_of_memory();
    struct store_value values[] = {store_integer(verification->partnership), store_integer(after)};
    struct store_rows *rows;
    TRY(store_query(ctx, verification->reader->connection, sql, values, 2, &rows));
    for (bool more;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        TRY(check_pair(verification, ctx, shape, rows));
        page->pairs[page->count] = (struct pair){store_get_integer(rows, 0), store_get_integer(rows, 1), NULL};
        int column = store_column_count(rows) - (int)many;
        for (size_t i = 0; i < many; i++) {
            const char *list = store_get_text(rows, column + (int)i);
            const char **copy = &page->lists[i * VERIFY_PAGE + page->count];
            *copy = list ? talloc_strdup(ctx, list) : NULL;
            if (list)
                TRY_MEMORY(*copy);
        }
        page->count++;
    }
}

static struct error *check_page_links(struct verification *verification, void *ctx, const struct register_shape *shape,
                                      struct page *page)
{
    for (size_t field = 0, many = 0; field < shape->field_count; field++) {
        if (!shape->link_tables[field])
            continue;
        for (size_t i = 0; i < page->count; i++)
            page->pairs[i].many = page->lists[many * VERIFY_PAGE + i];
        TRY(check_links(verification, ctx, shape, field, page->pairs, page->count));
        many++;
    }
    return NULL;
}

/* Records that have versions but no row, the first of them. */
static struct error *check_missing(struct verification *verification, void *ctx, const struct register_shape *shape)
{
    const char *sql = talloc_asprintf(ctx,
                                      "SELECT DISTINCT v.record FROM %s v WHERE v.partnership = $1 AND NOT EXISTS (SELECT 1 FROM "
                                      "%s r WHERE r.id = v.record AND r.partnership = v.partnership) ORDER BY v.record LIMIT %d",
                                      shape->version_table, shape->def->name, VERIFY_PAGE);
    TRY_MEMORY(sql);
    struct store_value partnership = store_integer(verification->partnership);
    struct store_rows *rows;
    TRY(store_query(ctx, verification->reader->connection, sql, &partnership, 1, &rows));
    for (bool more;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        const char *record = verify_record_words(ctx, shape, store_get_integer(rows, 0));
        TRY_MEMORY(record);
        TRY(verify_fault(verification, talloc_asprintf(ctx, "no current row of %s", record), "one, since it has versions"));
    }
}

struct error *verify_rows(struct verification *verification, const struct register_shape *shape)
{
    int64_t after = INT64_MIN;
    for (size_t count = VERIFY_PAGE; count == VERIFY_PAGE;) {
        struct page page = {.count = 0};
        void *ctx = talloc_new(verification->ctx);
        TRY_MEMORY(ctx);
        TRY(read_page(verification, ctx, shape, after, &page));
        count = page.count;
        if (count > 0) {
            TRY(check_page_links(verification, ctx, shape, &page));
            after = page.pairs[count - 1].id;
        }
        talloc_free(ctx);
    }
    void *ctx = talloc_new(verification->ctx);
    TRY_MEMORY(ctx);
    TRY(check_missing(verification, ctx, shape));
    talloc_free(ctx);
    return NULL;
}
