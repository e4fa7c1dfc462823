/* Verifying current rows: each is what its latest version says, and so are its links; no record is missing or extra.
 * Rows and versions are read side by side in windows of ids, so that memory does not grow with the register. */
#include "record/chain_verify.h"

#include <inttypes.h>
#include <talloc.h>

#define WINDOW 1000

/* A register, and the window of it that is being looked at. */
struct window {
    struct verification *verification;
    const struct register_shape *shape;
    void *ctx; /* as long as the window */
    int64_t from, to;
    struct store_rows *rows, *versions; /* by id; by record, the latest version first */
    bool more_rows, more_versions;
    /* The records met, with the lists of links their latest versions have. */
    int64_t *ids;
    const char **lists; /* one a record and field, as in shape->link_tables */
    size_t count;
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

static const char *const compared[] = {"entry", "visible", "withdrawn", "recorded_at", "known_from", "natural_key"};
#define COMPARED (sizeof compared / sizeof *compared)
#define NUMBERS_COMPARED 3 /* the first of these are numbers */

/* The id, the columns compared, the fields but for the many-references, then those of a version. The + keeps a planner
 * without statistics from reading all of the partnership for each window. */
static struct error *open_side(const struct window *window, const char *id, const char *table, bool version,
                               struct store_rows **rows)
{
    const struct register_shape *shape = window->shape;
    struct buffer sql = buffer_on(window->ctx);
    buffer_format(&sql, "SELECT %s", id);
    for (size_t i = 0; i < COMPARED; i++)
        buffer_format(&sql, ", %s", compared[i]);
    for (int many = 0; many <= version; many++)
        for (size_t i = 0; i < shape->field_count; i++)
            if ((shape->link_tables[i] != NULL) == many)
                buffer_format(&sql, ", %s", shape->def->fields[i].name);
    buffer_format(&sql, " FROM %s WHERE +partnership = $1 AND %s BETWEEN $2 AND $3 ORDER BY %s%s", table, id, id,
                  version ? ", entry DESC" : "");
    TRY(buffer_error(&sql));
    struct store_value values[] = {store_integer(window->verification->partnership), store_integer(window->from),
                                   store_integer(window->to)};
    return store_query(window->ctx, window->verification->reader->connection, sql.data, values, 3, rows);
}

/* Passes over the versions of a record. */
static struct error *pass_versions(struct window *window, int64_t record)
{
    while (window->more_versions && store_get_integer(window->versions, 0) == record)
        TRY(store_next(window->versions, &window->more_versions));
    return NULL;
}

/* --- comparing ---------------------------------------------------------------------------------------------------- */

static struct error *fault_row(const struct window *window, int64_t id, const char *what, const char *expected)
{
    const char *record = verify_record_words(window->ctx, window->shape, id);
    TRY_MEMORY(record);
    TRY_MEMORY(what);
    return verify_fault(window->verification, talloc_asprintf(window->ctx, "%s in the current row of %s", what, record),
                        expected);
}

/* Whether row and version have the same in a column. */
static bool same(const struct window *window, int column, bool number)
{
    const struct store_rows *left = window->rows, *right = window->versions;
    if (store_is_null(left, column) || store_is_null(right, column))
        return store_is_null(left, column) && store_is_null(right, column);
    if (number)
        return store_get_integer(left, column) == store_get_integer(right, column);
    return strcmp(store_get_text(left, column), store_get_text(right, column)) == 0;
}

static struct error *compare(struct window *window, int64_t id)
{
    const struct register_shape *shape = window->shape;
    int column = 1;
    for (size_t i = 0; i < COMPARED; i++, column++)
        if (!same(window, column, i < NUMBERS_COMPARED))
            TRY(fault_row(window, id, talloc_asprintf(window->ctx, "another %s", compared[i]),
                          "that of its latest version"));
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field_def *field = &shape->def->fields[i];
        bool number = field->kind == FIELD_INTEGER || field->kind == FIELD_SCALE || field->kind == FIELD_REF;
        if (!shape->link_tables[i] && !same(window, column++, number))
            TRY(fault_row(window, id, talloc_asprintf(window->ctx, "another %s", field->name),
                          "that of its latest version"));
    }
    return NULL;
}

/* Keeps the lists of links of the version at hand. */
static struct error *keep_lists(struct window *window, int64_t id)
{
    const struct register_shape *shape = window->shape;
    const char **lists = &window->lists[window->count * shape->field_count];
    int column = store_column_count(window->rows);
    window->ids[window->count++] = id;
    for (size_t i = 0; i < shape->field_count; i++) {
        lists[i] = NULL;
        if (!shape->link_tables[i])
            continue;
        const char *list = store_get_text(window->versions, column++);
        lists[i] = talloc_strdup(window->ctx, list ? list : "");
        TRY_MEMORY(lists[i]);
    }
    return NULL;
}

/* The next record of the window, by row or version, whichever has the lower number. */
static struct error *check_record(struct window *window)
{
    int64_t row = window->more_rows ? store_get_integer(window->rows, 0) : INT64_MAX;
    int64_t version = window->more_versions ? store_get_integer(window->versions, 0) : INT64_MAX;
    if (version < row) {
        const char *record = verify_record_words(window->ctx, window->shape, version);
        TRY_MEMORY(record);
        TRY(verify_fault(window->verification, talloc_asprintf(window->ctx, "no current row of %s", record),
                         "one, since it has versions"));
        return pass_versions(window, version);
    }
    if (row < version) {
        TRY(fault_row(window, row, "values", "a version of it"));
    } else {
        TRY(compare(window, row));
        TRY(keep_lists(window, row));
        TRY(pass_versions(window, row));
    }
    return store_next(window->rows, &window->more_rows);
}

/* --- links -------------------------------------------------------------------------------------------------------- */

/* Compares the current links of one field, which come by record and place, with the lists. */
static struct error *check_links(const struct window *window, size_t field)
{
    const struct register_shape *shape = window->shape;
    const char *sql = talloc_asprintf(window->ctx,
                                      "SELECT record, target FROM %s WHERE ended IS NULL AND partnership = $1 "
                                      "AND record BETWEEN $2 AND $3 ORDER BY record, position",
                                      shape->link_tables[field]);
    TRY_MEMORY(sql);
    struct store_value values[] = {store_integer(window->verification->partnership), store_integer(window->from),
                                   store_integer(window->to)};
    struct store_rows *rows;
    bool more;
    TRY(store_query(window->ctx, window->verification->reader->connection, sql, values, 3, &rows));
    TRY(store_next(rows, &more));
    struct buffer links = buffer_on(window->ctx);
    for (size_t i = 0; i < window->count; i++) {
        buffer_clear(&links);
        while (more && store_get_integer(rows, 0) < window->ids[i])
            TRY(store_next(rows, &more));
        while (more && store_get_integer(rows, 0) == window->ids[i]) {
            buffer_text(&links, links.used ? ";" : "");
            buffer_integer(&links, store_get_integer(rows, 1));
            TRY(store_next(rows, &more));
        }
        TRY(buffer_error(&links));
        if (strcmp(buffer_cstr(&links), window->lists[i * shape->field_count + field]) != 0)
            TRY(fault_row(window, window->ids[i],
                          talloc_asprintf(window->ctx, "other links for %s", shape->def->fields[field].name),
                          "those of its latest version"));
    }
    return NULL;
}

/* --- windows ------------------------------------------------------------------------------------------------------ */

static struct error *check_window(struct window *window)
{
    const struct register_shape *shape = window->shape;
    window->ids = talloc_array(window->ctx, int64_t, WINDOW);
    window->lists = talloc_array(window->ctx, const char *, (unsigned)(WINDOW * shape->field_count));
    if (!window->ids || !window->lists)
        return error_out_of_memory();
    TRY(open_side(window, "id", shape->def->name, false, &window->rows));
    TRY(open_side(window, "record", shape->version_table, true, &window->versions));
    TRY(store_next(window->rows, &window->more_rows));
    TRY(store_next(window->versions, &window->more_versions));
    while (window->more_rows || window->more_versions)
        TRY(check_record(window));
    for (size_t field = 0; field < shape->field_count; field++)
        if (shape->link_tables[field])
            TRY(check_links(window, field));
    return NULL;
}

/* The lowest number of a row or version of any partnership after this one; *after itself when there is none. */
static struct error *next_id(const struct verification *verification, const struct register_shape *shape,
                             int64_t *after)
{
    void *scratch = talloc_new(verification->ctx);
    TRY_MEMORY(scratch);
    struct store_value value = store_integer(*after);
    int64_t row, version, none = *after;
    const char *rows = talloc_asprintf(scratch, "SELECT min(id) FROM %s WHERE id > $1", shape->def->name);
    const char *versions =
        talloc_asprintf(scratch, "SELECT min(record) FROM %s WHERE record > $1", shape->version_table);
    TRY_MEMORY(rows);
    TRY_MEMORY(versions);
    TRY(store_query_integer(verification->reader->connection, rows, &value, 1, none, &row));
    TRY(store_query_integer(verification->reader->connection, versions, &value, 1, none, &version));
    *after = row == none || (version != none && version < row) ? version : row;
    talloc_free(scratch);
    return NULL;
}

struct error *verify_rows(struct verification *verification, const struct register_shape *shape)
{
    for (int64_t after = INT64_MIN;;) {
        struct window window = {.verification = verification, .shape = shape, .from = after};
        TRY(next_id(verification, shape, &window.from));
        if (window.from == after)
            return NULL;
        window.to = window.from > INT64_MAX - WINDOW ? INT64_MAX : window.from + WINDOW - 1;
        window.ctx = talloc_new(verification->ctx);
        TRY_MEMORY(window.ctx);
        TRY(check_window(&window));
        talloc_free(window.ctx);
        after = window.to;
    }
}
