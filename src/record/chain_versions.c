/* Verifying versions: each value is what its digest says, each list of links is what the version says. */
#include "record/chain_verify.h"

#include "base/list.h"
#include "record/schema_tables.h"

#include <inttypes.h>
#include <talloc.h>

/* The columns before the fields in select_versions. */
#define COLUMNS_BEFORE 9

/* --- reading ------------------------------------------------------------------------------------------------------ */

static const char *select_versions(void *ctx, const struct register_shape *shape)
{
    struct buffer sql = buffer_on(ctx);
    buffer_text(&sql, "SELECT entry, record, visible, withdrawn, known_from, recorded_at, erased, salts, digest");
    for (size_t i = 0; i < shape->field_count; i++)
        buffer_format(&sql, ", %s", shape->def->fields[i].name);
    buffer_format(&sql,
                  " FROM %s WHERE partnership = $1 AND (entry, record) > ($2, $3) ORDER BY entry, record LIMIT %d",
                  shape->version_table, VERIFY_PAGE);
    return sql.failed ? NULL : sql.data;
}

static struct error *copy_text(void *ctx, const struct store_rows *rows, int column, const char **text)
{
    *text = NULL;
    if (store_is_null(rows, column))
        return NULL;
    *text = talloc_strdup(ctx, store_get_text(rows, column));
    TRY_MEMORY(*text);
    return NULL;
}

static struct error *copy_bytes(void *ctx, const struct store_rows *rows, int column, const unsigned char **bytes,
                                size_t *count)
{
    const void *from = store_get_bytes(rows, column, count);
    *bytes = talloc_memdup(ctx, *count ? from : "", *count ? *count : 1);
    TRY_MEMORY(*bytes);
    return NULL;
}

static struct error *read_version(void *ctx, const struct register_shape *shape, const struct store_rows *rows,
                                  struct version_row *row)
{
    row->entry = store_get_integer(rows, 0);
    row->record = store_get_integer(rows, 1);
    row->visible = store_get_integer(rows, 2);
    row->withdrawn = store_get_integer(rows, 3);
    TRY(copy_text(ctx, rows, 4, &row->known_from));
    TRY(copy_text(ctx, rows, 5, &row->recorded_at));
    TRY(copy_text(ctx, rows, 6, &row->erased));
    TRY(copy_bytes(ctx, rows, 7, &row->salts, &row->salts_count));
    TRY(copy_bytes(ctx, rows, 8, &row->digest, &row->digest_count));
    row->columns = talloc_array(ctx, const char *, (unsigned)shape->field_count);
    TRY_MEMORY(row->columns);
    for (size_t i = 0; i < shape->field_count; i++)
        TRY(verify_text(ctx, &shape->def->fields[i], rows, COLUMNS_BEFORE + (int)i, &row->columns[i]));
    return NULL;
}

/* --- links -------------------------------------------------------------------------------------------------------- */

static const char *select_links(void *ctx, const struct register_shape *shape, size_t field)
{
    return talloc_asprintf(
        ctx,
        "SELECT v.entry, v.record, l.target, l.position FROM %s v JOIN %s l ON l.record = v.record "
        "AND l.partnership = v.partnership AND l.entry <= v.entry AND (l.ended IS NULL OR l.ended > v.entry) "
        "WHERE v.partnership = $1 AND (v.entry, v.record) >= ($2, $3) AND (v.entry, v.record) <= ($4, $5) "
        "ORDER BY v.entry, v.record, l.position",
        shape->version_table, shape->link_tables[field]);
}

/* Compares the links of one version, on whose first the rows stand if it has any, with what the version says. */
static struct error *check_links(const struct version_cursor *cursor, const struct version_row *row, size_t field,
                                 struct store_rows *rows, bool *more)
{
    const struct field_def *def = &cursor->shape->def->fields[field];
    void *scratch = talloc_new(cursor->page);
    TRY_MEMORY(scratch);
    struct buffer links = buffer_on(scratch);
    bool in_place = true;
    for (int64_t place = 0;
         *more && store_get_integer(rows, 0) == row->entry && store_get_integer(rows, 1) == row->record; place++) {
        if (place > 0)
            buffer_char(&links, ';');
        buffer_integer(&links, store_get_integer(rows, 2));
        in_place &= store_get_integer(rows, 3) == place;
        TRY(store_next(rows, more));
    }
    TRY(buffer_error(&links));
    const char *said = row->columns[field] ? row->columns[field] : "";
    if (!in_place || strcmp(buffer_cstr(&links), said) != 0)
        TRY(verify_fault(cursor->verification,
                         talloc_asprintf(scratch, "other links for %s of %s than its version in entry %" PRId64 " has",
                                         def->name, verify_record_words(scratch, cursor->shape, row->record),
                                         row->entry),
                         "the links that were recorded"));
    talloc_free(scratch);
    return NULL;
}

/* Reads the links of a page of versions and walks them beside it. */
static struct error *check_page_links(const struct version_cursor *cursor, size_t field)
{
    const struct version_row *first = &cursor->rows[0], *last = &cursor->rows[cursor->count - 1];
    const char *sql = select_links(cursor->page, cursor->shape, field);
    TRY_MEMORY(sql);
    struct store_value values[] = {store_integer(cursor->verification->partnership), store_integer(first->entry),
                                   store_integer(first->record), store_integer(last->entry),
                                   store_integer(last->record)};
    struct store_rows *rows;
    bool more;
    TRY(store_query(cursor->page, cursor->verification->reader->connection, sql, values, 5, &rows));
    TRY(store_next(rows, &more));
    for (size_t i = 0; i < cursor->count; i++)
        TRY(check_links(cursor, &cursor->rows[i], field, rows, &more));
    return NULL;
}

/* --- the cursor --------------------------------------------------------------------------------------------------- */

static struct error *read_page(struct version_cursor *cursor)
{
    talloc_free(cursor->page);
    cursor->page = talloc_new(cursor->verification->ctx);
    TRY_MEMORY(cursor->page);
    cursor->rows = talloc_zero_array(cursor->page, struct version_row, VERIFY_PAGE);
    TRY_MEMORY(cursor->rows);
    cursor->at = cursor->count = 0;
    const char *sql = select_versions(cursor->page, cursor->shape);
    TRY_MEMORY(sql);
    struct store_value values[] = {store_integer(cursor->verification->partnership), store_integer(cursor->entry),
                                   store_integer(cursor->record)};
    struct store_rows *rows;
    TRY(store_query(cursor->page, cursor->verification->reader->connection, sql, values, 3, &rows));
    for (bool more;;) {
        TRY(store_next(rows, &more));
        if (!more)
            break;
        TRY(read_version(cursor->page, cursor->shape, rows, &cursor->rows[cursor->count++]));
    }
    if (cursor->count == 0)
        return NULL;
    cursor->entry = cursor->rows[cursor->count - 1].entry;
    cursor->record = cursor->rows[cursor->count - 1].record;
    for (size_t field = 0; field < cursor->shape->field_count; field++)
        if (cursor->shape->link_tables[field])
            TRY(check_page_links(cursor, field));
    return NULL;
}

struct error *version_cursor_begin(struct verification *verification, const struct register_shape *shape,
                                   struct version_cursor *cursor)
{
    *cursor =
        (struct version_cursor){.verification = verification, .shape = shape, .entry = INT64_MIN, .record = INT64_MIN};
    cursor->order = chain_field_order(verification->ctx, shape);
    TRY_MEMORY(cursor->order);
    return read_page(cursor);
}

struct error *version_cursor_look(struct version_cursor *cursor, const struct version_row **row)
{
    *row = NULL;
    if (cursor->at == cursor->count && cursor->count > 0)
        TRY(read_page(cursor));
    if (cursor->count > 0)
        *row = &cursor->rows[cursor->at];
    return NULL;
}

void version_cursor_pass(struct version_cursor *cursor)
{
    cursor->at++;
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static struct error *fault_value(const struct version_cursor *cursor, const struct version_row *row, const char *what,
                                 const char *name, const char *expected)
{
    const char *record = verify_record_words(cursor->page, cursor->shape, row->record);
    TRY_MEMORY(record);
    return verify_fault(
        cursor->verification,
        talloc_asprintf(cursor->page, "%s %s in the version of %s in entry %" PRId64, what, name, record, row->entry),
        expected);
}

/* An erasure is an act of its own, with an entry that says so: see record_erase. */
static struct error *check_erasure(const struct version_cursor *cursor, const struct version_row *row, const char *name)
{
    const char *record = verify_record_words(cursor->page, cursor->shape, row->record);
    TRY_MEMORY(record);
    /* What begins with the one lies between it and the other, which has the next character at its end. */
    char *from = talloc_asprintf(cursor->page, ERASED_SUMMARY, name, record), *to;
    TRY_MEMORY(from);
    to = talloc_strdup(cursor->page, from);
    TRY_MEMORY(to);
    to[strlen(to) - 1]++;
    int64_t found;
    struct store_value values[] = {store_integer(cursor->verification->partnership), store_integer(row->entry),
                                   store_text(from), store_text(to)};
    TRY(store_query_integer(cursor->verification->reader->connection,
                            "SELECT count(*) FROM " TABLE_ENTRY " WHERE partnership = $1 AND number > $2 "
                            "AND kind = '" CHAIN_KIND_ERASE "' AND summary >= $3 AND summary < $4",
                            values, 4, 0, &found));
    cursor->verification->report->erased++;
    if (found == 0)
        return fault_value(cursor, row, "an erased", name, "an entry that says it was erased");
    return NULL;
}

/* The digest of a field by what is left of the version's secret; the erased ones have theirs still. */
static struct error *remnant_digest(const struct version_cursor *cursor, const struct version_row *row,
                                    const struct remnant *remnant, size_t field, unsigned char digest[DIGEST_BYTES])
{
    const char *name = cursor->shape->def->fields[field].name, *value = row->columns[field];
    if (remnant->erased != verify_listed(row->erased, name) || remnant->erased != !value)
        TRY(fault_value(cursor, row, remnant->erased ? "a value for the erased" : "no", name, "what was recorded"));
    if (remnant->erased) {
        memcpy(digest, remnant->bytes, DIGEST_BYTES);
        return check_erasure(cursor, row, name);
    }
    digest_field(remnant->bytes, name, value ? value : "", digest);
    return NULL;
}

/* Adds the fields of a version some of whose values were erased. *sound: each value has its remnant, in order. */
static struct error *add_remnants(const struct version_cursor *cursor, const struct version_row *row,
                                  struct digest *version, bool *sound)
{
    struct remnants remnants = {row->salts, row->salts_count};
    struct remnant remnant;
    unsigned char digest[DIGEST_BYTES];
    bool missing = false;
    int taken = remnant_next(&remnants, &remnant);
    for (size_t i = 0; i < cursor->shape->field_count; i++) {
        size_t field = cursor->order[i];
        const char *name = cursor->shape->def->fields[field].name;
        bool here = taken > 0 && remnant.length == strlen(name) && memcmp(remnant.name, name, remnant.length) == 0;
        if (here) {
            TRY(remnant_digest(cursor, row, &remnant, field, digest));
            digest_version_add(version, name, digest);
            taken = remnant_next(&remnants, &remnant);
        } else {
            missing |= row->columns[field] != NULL;
        }
    }
    *sound = taken == 0 && !missing;
    return NULL;
}

/* Adds the fields of a version as it was saved. */
static void add_values(const struct version_cursor *cursor, const struct version_row *row, struct digest *version)
{
    unsigned char salt[SALT_BYTES], digest[DIGEST_BYTES];
    for (size_t i = 0; i < cursor->shape->field_count; i++) {
        size_t field = cursor->order[i];
        const char *name = cursor->shape->def->fields[field].name;
        if (!row->columns[field])
            continue;
        digest_salt(row->salts, name, salt);
        digest_field(salt, name, row->columns[field], digest);
        digest_version_add(version, name, digest);
    }
}

struct error *version_check(const struct version_cursor *cursor, const struct version_row *row)
{
    const struct version_facts facts = {
        .name = cursor->shape->def->name,
        .record = row->record,
        .partnership = cursor->verification->partnership,
        .visible = row->visible,
        .withdrawn = row->withdrawn,
        .known_from = row->known_from,
        .recorded_at = row->recorded_at,
    };
    struct digest version;
    unsigned char made[DIGEST_BYTES];
    bool sound = row->digest_count == DIGEST_BYTES;
    digest_version_begin(&version, &facts);
    if (row->erased)
        TRY(add_remnants(cursor, row, &version, &sound));
    else if (row->salts_count == SECRET_BYTES)
        add_values(cursor, row, &version);
    else
        sound = false;
    digest_end(&version, made);
    if (sound && row->digest_count == DIGEST_BYTES && memcmp(made, row->digest, DIGEST_BYTES) == 0)
        return NULL;
    const char *record = verify_record_words(cursor->page, cursor->shape, row->record);
    TRY_MEMORY(record);
    return verify_fault(
        cursor->verification,
        talloc_asprintf(cursor->page, "other values in the version of %s in entry %" PRId64, record, row->entry),
        "those it was saved with");
}
