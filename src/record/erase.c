/* Erasing one field of a record from all its versions, as a retention rule asks: the value and the salt it was hashed
 * with go, so that nobody can guess the value from the digest, which stays and keeps the chain whole. */
#include "record/chain_verify.h"
#include "record/change.h"
#include "base/list.h"
#include "record/register_shape.h"
#include "record/schema_tables.h"

#include <inttypes.h>
#include <talloc.h>

struct erasure {
    void *ctx;
    const struct reader *writer;
    const struct register_shape *shape;
    int64_t id, partnership;
    size_t field;
    size_t *order; /* chain_field_order */
};

/* One version, or the current row, as it will be. */
struct erased_row {
    int64_t entry;
    const char *folded, *erased;
    struct buffer salts;
};

/* The columns before the fields in select_texts. */
#define COLUMNS_BEFORE 3

static struct error *check_erasable(const struct erasure *erasure, const char *name, int field)
{
    const struct register_def *def = erasure->shape->def;
    if (field < 0)
        return ERROR_NEW(erasure->ctx, ERROR_INVALID, "%s have no field %s.", def->plural, name);
    if (register_key_has(def, name))
        return ERROR_NEW(erasure->ctx, ERROR_INVALID,
                         "%s is part of the key that names the record and cannot be erased.", name);
    return NULL;
}

/* The partnership whose record it is, if the writer may write there. */
static struct error *find_owner(struct erasure *erasure)
{
    const struct actor *actor = &erasure->writer->actor;
    const char *sql =
        talloc_asprintf(erasure->ctx, "SELECT partnership FROM %s WHERE id = $1", erasure->shape->def->name);
    TRY_MEMORY(sql);
    struct store_value id = store_integer(erasure->id);
    TRY(store_query_integer(erasure->writer->connection, sql, &id, 1, -1, &erasure->partnership));
    if (erasure->partnership == actor->partnership ? actor->partnership != 0 || actor->shared_writer
                                                   : erasure->partnership == 0 && actor->shared_writer)
        return NULL;
    return ERROR_NEW(erasure->ctx, ERROR_NOT_FOUND, "There is no such %s.", erasure->shape->def->name);
}

/* The words left to search in without the field. */
static struct error *fold_rest(const struct erasure *erasure, const struct store_rows *rows, const char **folded)
{
    const struct register_shape *shape = erasure->shape;
    const char **texts = talloc_zero_array(erasure->ctx, const char *, (unsigned)shape->field_count);
    TRY_MEMORY(texts);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field_def *field = &shape->def->fields[i];
        bool words = field->kind == FIELD_TEXT || field->kind == FIELD_LONG_TEXT || field->kind == FIELD_URL ||
                     field->kind == FIELD_CHOICE;
        if (i == erasure->field || !words || store_is_null(rows, COLUMNS_BEFORE + (int)i))
            continue;
        texts[i] = talloc_strdup(texts, store_get_text(rows, COLUMNS_BEFORE + (int)i));
        TRY_MEMORY(texts[i]);
    }
    *folded = row_folded(erasure->ctx, shape->def, texts);
    TRY_MEMORY(*folded);
    talloc_free(texts);
    return NULL;
}

/* Appends the remnants of a version from which nothing was erased before: the secret must go, since the erased field's
 * salt could be made from it, so the others' salts are written out. */
static struct error *split_secret(const struct erasure *erasure, const struct store_rows *rows,
                                  const unsigned char *secret, struct buffer *salts)
{
    const struct register_shape *shape = erasure->shape;
    for (size_t i = 0; i < shape->field_count; i++) {
        size_t field = erasure->order[i];
        const struct field_def *def = &shape->def->fields[field];
        unsigned char bytes[SALT_BYTES], digest[DIGEST_BYTES];
        const char *value;
        TRY(verify_text(erasure->ctx, def, rows, COLUMNS_BEFORE + (int)field, &value));
        if (!value)
            continue;
        bool erased = field == erasure->field;
        digest_salt(secret, def->name, bytes);
        digest_field(bytes, def->name, value, digest);
        remnant_add(salts, &(struct remnant){def->name, strlen(def->name), erased, erased ? digest : bytes});
    }
    return NULL;
}

/* Copies the remnants there are, but of the field only its digest. */
static struct error *copy_remnants(const struct erasure *erasure, const struct store_rows *rows,
                                   struct remnants remnants, struct buffer *salts)
{
    const struct field_def *def = &erasure->shape->def->fields[erasure->field];
    struct remnant remnant;
    unsigned char digest[DIGEST_BYTES];
    const char *value;
    TRY(verify_text(erasure->ctx, def, rows, COLUMNS_BEFORE + (int)erasure->field, &value));
    while (remnant_next(&remnants, &remnant) > 0) {
        if (remnant.length == strlen(def->name) && memcmp(remnant.name, def->name, remnant.length) == 0) {
            digest_field(remnant.bytes, def->name, value, digest);
            remnant.erased = true;
            remnant.bytes = digest;
        }
        remnant_add(salts, &remnant);
    }
    return NULL;
}

static struct error *wipe_salt(const struct erasure *erasure, const struct store_rows *rows, struct erased_row *row)
{
    size_t count;
    const unsigned char *salts = store_get_bytes(rows, 2, &count);
    row->salts = buffer_on(erasure->ctx);
    if (!store_is_null(rows, 1))
        TRY(copy_remnants(erasure, rows, (struct remnants){salts, count}, &row->salts));
    else if (count == SECRET_BYTES)
        TRY(split_secret(erasure, rows, salts, &row->salts));
    else
        return ERROR_NEW(erasure->ctx, ERROR_STORE, "A version has no proper salts. Run goldthread verify.");
    return buffer_error(&row->salts);
}

static struct error *read_versions(struct erasure *erasure, struct erased_row **rows_out, size_t *count)
{
    const struct register_shape *shape = erasure->shape;
    struct buffer sql = buffer_on(erasure->ctx);
    buffer_text(&sql, "SELECT entry, erased, salts");
    for (size_t i = 0; i < shape->field_count; i++)
        buffer_format(&sql, ", %s", shape->def->fields[i].name);
    buffer_format(&sql, " FROM %s WHERE record = $1 ORDER BY entry", shape->version_table);
    TRY(buffer_error(&sql));
    struct store_value id = store_integer(erasure->id);
    struct store_rows *rows;
    LIST_OF(struct erased_row) list = {0};
    TRY(store_query(erasure->ctx, erasure->writer->connection, sql.data, &id, 1, &rows));
    for (bool more;;) {
        TRY(store_next(rows, &more));
        if (!more)
            break;
        if (store_is_null(rows, COLUMNS_BEFORE + (int)erasure->field))
            continue;
        struct erased_row row = {.entry = store_get_integer(rows, 0)};
        const char *before = store_get_text(rows, 1), *name = shape->def->fields[erasure->field].name;
        row.erased = talloc_asprintf(erasure->ctx, "%s%s%s", before ? before : "", before ? "," : "", name);
        TRY_MEMORY(row.erased);
        TRY(fold_rest(erasure, rows, &row.folded));
        TRY(wipe_salt(erasure, rows, &row));
        TRY(LIST_ADD(erasure->ctx, &list, row));
    }
    *rows_out = list.at;
    *count = list.count;
    return NULL;
}

/* "FIELD = NULL, sort_FIELD = $N, " with the sort text of nothing. */
static struct error *set_nothing(const struct erasure *erasure, struct buffer *sql, size_t number, bool version,
                                 const char **sort)
{
    const struct field_def *field = &erasure->shape->def->fields[erasure->field];
    *sort = NULL;
    if (version || field->kind != FIELD_REF_MANY)
        buffer_format(sql, "%s = NULL, ", field->name);
    if (!field_has_sort_column(erasure->shape->def, field))
        return NULL;
    *sort = row_sort_text(erasure->ctx, field, NULL);
    TRY_MEMORY(*sort);
    buffer_format(sql, "sort_%s = $%zu, ", field->name, number);
    return NULL;
}

static struct error *erase_version(const struct erasure *erasure, const struct erased_row *row)
{
    struct buffer sql = buffer_on(erasure->ctx);
    const char *sort;
    buffer_format(&sql, "UPDATE %s SET ", erasure->shape->version_table);
    TRY(set_nothing(erasure, &sql, 6, true, &sort));
    buffer_text(&sql, "salts = $3, erased = $4, folded = $5 WHERE record = $1 AND entry = $2");
    TRY(buffer_error(&sql));
    struct store_value values[] = {
        store_integer(erasure->id), store_integer(row->entry), store_bytes(row->salts.data, row->salts.used),
        store_text(row->erased),    store_text(row->folded),   store_text(sort),
    };
    return store_execute(erasure->writer->connection, sql.data, values, sort ? 6 : 5, NULL);
}

/* The current row has what the latest version has. */
static struct error *erase_current(const struct erasure *erasure, const struct erased_row *latest)
{
    struct buffer sql = buffer_on(erasure->ctx);
    const char *sort;
    buffer_format(&sql, "UPDATE %s SET ", erasure->shape->def->name);
    TRY(set_nothing(erasure, &sql, 4, false, &sort));
    buffer_text(&sql, "folded = $3 WHERE id = $1 AND entry = $2");
    TRY(buffer_error(&sql));
    struct store_value values[] = {store_integer(erasure->id), store_integer(latest->entry), store_text(latest->folded),
                                   store_text(sort)};
    TRY(store_execute(erasure->writer->connection, sql.data, values, sort ? 4 : 3, NULL));
    if (!erasure->shape->link_tables[erasure->field])
        return NULL;
    const char *links =
        talloc_asprintf(erasure->ctx, "DELETE FROM %s WHERE record = $1", erasure->shape->link_tables[erasure->field]);
    TRY_MEMORY(links);
    return store_execute(erasure->writer->connection, links, values, 1, NULL);
}

static struct error *log_erasure(const struct erasure *erasure, const struct circumstances *circumstances,
                                 const char *reason)
{
    struct chain_end end;
    struct digest digest;
    unsigned char content[DIGEST_BYTES];
    const char *recorded_at = instant_iso(erasure->ctx, circumstances->now(circumstances->state));
    const char *record = talloc_asprintf(erasure->ctx, "%s number %" PRId64, erasure->shape->def->name, erasure->id);
    TRY_MEMORY(recorded_at);
    TRY_MEMORY(record);
    const char *summary = talloc_asprintf(erasure->ctx, ERASED_SUMMARY "%s",
                                          erasure->shape->def->fields[erasure->field].name, record, reason);
    TRY_MEMORY(summary);
    digest_content_begin(&digest);
    digest_end(&digest, content);
    TRY(chain_end(erasure->ctx, erasure->writer->connection, erasure->partnership, &end));
    struct entry_facts facts = {
        .partnership = erasure->partnership,
        .recorded_at = recorded_at,
        .actor = erasure->writer->actor.name,
        .kind = CHAIN_KIND_ERASE,
        .summary = summary,
        .versions = 0,
        .content = content,
    };
    return chain_append(erasure->writer->connection, &end, facts);
}

struct error *record_erase(void *ctx, const struct reader *writer, const struct circumstances *circumstances,
                           const struct register_def *def, int64_t id, const char *field, const char *reason)
{
    struct erasure erasure = {.writer = writer, .shape = register_shape_of(writer->registers, def), .id = id};
    struct erased_row *rows;
    size_t count;
    int index = register_field_index(def, field);
    erasure.ctx = talloc_new(ctx);
    TRY_MEMORY(erasure.ctx);
    TRY(check_erasable(&erasure, field, index));
    erasure.field = (size_t)index;
    erasure.order = chain_field_order(erasure.ctx, erasure.shape);
    TRY_MEMORY(erasure.order);
    TRY(find_owner(&erasure));
    TRY(read_versions(&erasure, &rows, &count));
    if (count == 0)
        return ERROR_NEW(ctx, ERROR_INVALID, "Nothing is recorded in %s that could be erased.", field);
    for (size_t i = 0; i < count; i++)
        TRY(erase_version(&erasure, &rows[i]));
    TRY(erase_current(&erasure, &rows[count - 1]));
    TRY(log_erasure(&erasure, circumstances, reason));
    talloc_free(erasure.ctx);
    return NULL;
}
