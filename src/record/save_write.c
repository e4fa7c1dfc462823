/* Writing what a save found out: the current rows, their versions with secrets and digests, the links, and the entry
 * that seals them. Versions go into the entry in the order of the registers' names, then of the records' numbers, which
 * is the order in which chain_verify reads them. */
#include "record/chain.h"
#include "record/save.h"
#include "record/save_insert.h"
#include "record/schema_tables.h"

#include "base/text.h"

#include <talloc.h>

/* Items of one register written before what they needed is forgotten. */
#define CHUNK INSERT_ROWS

/* What is the same for all rows of the entry. */
struct entry_writer {
    struct save *save;
    struct chain_end end;
    const char *recorded_at;
    struct digest content;
    int64_t versions;
    struct change_counts counts;
};

/* What is the same for all rows of a register. */
struct register_writer {
    struct entry_writer *entry;
    const struct register_shape *shape;
    const struct field_def **sorted; /* the fields with a column sort_FIELD */
    size_t sorted_count;
    size_t *order; /* chain_field_order */
    struct insert row, version;
    struct insert *links; /* one a field; only those of REF_MANY are made */
    const char *update;
};

/* One record being written. */
struct row {
    struct save_item *item;
    int64_t id;
    const char *known_from, *natural_key, *folded;
    const char **columns; /* one a field, as the version's columns hold it */
    const char **sorts;   /* one a sorted field */
    unsigned char secret[SECRET_BYTES], digest[DIGEST_BYTES];
};

/* --- statements --------------------------------------------------------------------------------------------------- */

static const char *const common_columns[] = {"partnership", "visible", "withdrawn",  "recorded_at",
                                             "known_from",  "entry",   "natural_key"};

/* The columns of R, or of R_version up to salts and digests. */
static struct error *add_columns(void *ctx, const struct register_writer *writer, bool version,
                                 struct name_list *columns)
{
    TRY(LIST_ADD(ctx, columns, version ? "record" : "id"));
    for (size_t i = 0; i < sizeof common_columns / sizeof *common_columns; i++)
        TRY(LIST_ADD(ctx, columns, common_columns[i]));
    for (const struct field_def *field = writer->shape->def->fields; field->name; field++)
        TRY(LIST_ADD(ctx, columns, field->name));
    for (size_t i = 0; i < writer->sorted_count; i++) {
        const char *name = sort_column(ctx, writer->sorted[i]);
        TRY_MEMORY(name);
        TRY(LIST_ADD(ctx, columns, name));
    }
    return LIST_ADD(ctx, columns, "folded");
}

/* "UPDATE R SET partnership = $2, ... WHERE id = $1", of the same values as the insert. */
static const char *update_statement(void *ctx, const char *table, const struct name_list *columns)
{
    struct buffer sql = buffer_on(ctx);
    buffer_format(&sql, "UPDATE %s SET ", table);
    for (size_t i = 1; i < columns->count; i++)
        buffer_format(&sql, "%s%s = $%zu", i > 1 ? ", " : "", columns->at[i], i + 1);
    buffer_text(&sql, " WHERE id = $1");
    return sql.failed ? NULL : sql.data;
}

static struct error *make_links(void *ctx, struct register_writer *writer)
{
    static const char *names[] = {"record", "target", "position", "partnership", "entry"};
    const struct name_list columns = {names, sizeof names / sizeof *names, 0};
    const struct register_shape *shape = writer->shape;
    writer->links = talloc_zero_array(ctx, struct insert, (unsigned)shape->field_count);
    TRY_MEMORY(writer->links);
    for (size_t field = 0; field < shape->field_count; field++)
        if (shape->link_tables[field])
            TRY(insert_make(ctx, writer->entry->save->writer->connection, shape->link_tables[field], &columns,
                            &writer->links[field]));
    return NULL;
}

static struct error *make_writer(void *ctx, struct register_writer *writer)
{
    const struct register_shape *shape = writer->shape;
    struct store_connection *connection = writer->entry->save->writer->connection;
    struct name_list row = {0}, version = {0};
    writer->sorted = talloc_array(ctx, const struct field_def *, (unsigned)shape->field_count);
    TRY_MEMORY(writer->sorted);
    writer->order = chain_field_order(ctx, shape);
    TRY_MEMORY(writer->order);
    for (size_t field = 0; field < shape->field_count; field++)
        if (field_has_sort_column(shape->def, &shape->def->fields[field]))
            writer->sorted[writer->sorted_count++] = &shape->def->fields[field];
    TRY(add_columns(ctx, writer, false, &row));
    TRY(insert_make(ctx, connection, shape->def->name, &row, &writer->row));
    writer->update = update_statement(ctx, shape->def->name, &row);
    TRY_MEMORY(writer->update);
    TRY(add_columns(ctx, writer, true, &version));
    TRY(LIST_ADD(ctx, &version, "salts"));
    TRY(LIST_ADD(ctx, &version, "digest"));
    TRY(insert_make(ctx, connection, shape->version_table, &version, &writer->version));
    return make_links(ctx, writer);
}

/* --- one record: its texts ---------------------------------------------------------------------------------------- */

/* New records were pointed to before they had ids. */
static int64_t real_id(struct save *save, const struct register_shape *target, int64_t id)
{
    return id > 0 ? id : save_register_of(save, target)->first_id - id - 1;
}

static struct error *make_columns(void *ctx, struct register_writer *writer, struct row *row)
{
    const struct register_shape *shape = writer->shape;
    row->columns = talloc_array(ctx, const char *, (unsigned)shape->field_count);
    TRY_MEMORY(row->columns);
    for (size_t field = 0, reference = 0; field < shape->field_count; field++) {
        row->columns[field] = item_text(row->item, field);
        if (!field_refers(&shape->def->fields[field]))
            continue;
        const struct id_list *ids = &row->item->references[reference++];
        struct buffer text = buffer_on(ctx);
        for (size_t i = 0; i < ids->count; i++) {
            if (i > 0)
                buffer_char(&text, ';');
            ids->at[i] = real_id(writer->entry->save, shape->targets[field], ids->at[i]);
            buffer_integer(&text, ids->at[i]);
        }
        TRY(buffer_error(&text));
        row->columns[field] = text.data;
    }
    return NULL;
}

static struct error *make_derived(void *ctx, const struct register_writer *writer, struct row *row)
{
    const struct register_shape *shape = writer->shape;
    const char **parts = talloc_array(ctx, const char *, (unsigned)shape->key_count);
    const char **texts = talloc_array(ctx, const char *, (unsigned)shape->field_count);
    row->sorts = talloc_array(ctx, const char *, (unsigned)(writer->sorted_count + 1));
    if (!parts || !texts || !row->sorts)
        return error_out_of_memory();
    for (size_t i = 0; i < shape->key_count; i++)
        parts[i] = item_text(row->item, shape->key[i]);
    for (size_t field = 0; field < shape->field_count; field++)
        texts[field] = item_text(row->item, field);
    row->natural_key = row_natural_key(ctx, shape->def, parts);
    TRY_MEMORY(row->natural_key);
    row->folded = row_folded(ctx, shape->def, texts);
    TRY_MEMORY(row->folded);
    for (size_t i = 0; i < writer->sorted_count; i++) {
        row->sorts[i] = row_sort_text(ctx, writer->sorted[i], texts[writer->sorted[i] - shape->def->fields]);
        TRY_MEMORY(row->sorts[i]);
    }
    row->known_from = date_iso(ctx, row->item->known_from);
    TRY_MEMORY(row->known_from);
    return NULL;
}

/* The version's secret and digest, and its place in the entry. */
static void seal(struct register_writer *writer, struct row *row)
{
    struct entry_writer *entry = writer->entry;
    const struct circumstances *circumstances = entry->save->circumstances;
    const struct version_facts facts = {
        .name = writer->shape->def->name,
        .record = row->id,
        .partnership = entry->save->where,
        .visible = row->item->visible,
        .withdrawn = row->item->draft->withdrawn,
        .known_from = row->known_from,
        .recorded_at = entry->recorded_at,
    };
    struct digest version;
    unsigned char salt[SALT_BYTES], digest[DIGEST_BYTES];
    circumstances->random(circumstances->state, row->secret, sizeof row->secret);
    digest_version_begin(&version, &facts);
    for (size_t i = 0; i < writer->shape->field_count; i++) {
        size_t field = writer->order[i];
        const char *name = writer->shape->def->fields[field].name;
        if (!row->columns[field])
            continue;
        digest_salt(row->secret, name, salt);
        digest_field(salt, name, row->columns[field], digest);
        digest_version_add(&version, name, digest);
    }
    digest_end(&version, row->digest);
    digest_content_add(&entry->content, row->digest);
    entry->versions++;
}

/* --- one record: its rows ----------------------------------------------------------------------------------------- */

/* Fills in the columns of add_columns and gives the value after them. */
static struct error *fill(const struct register_writer *writer, const struct row *row, bool version,
                          struct store_value *value)
{
    const struct entry_writer *entry = writer->entry;
    const struct register_shape *shape = writer->shape;
    *value++ = store_integer(row->id);
    *value++ = store_integer(entry->save->where);
    *value++ = store_integer(row->item->visible);
    *value++ = store_integer(row->item->draft->withdrawn);
    *value++ = store_text(entry->recorded_at);
    *value++ = store_text(row->known_from);
    *value++ = store_integer(entry->end.number + 1);
    *value++ = store_text(row->natural_key);
    for (size_t field = 0; field < shape->field_count; field++)
        TRY(save_value(&shape->def->fields[field], row->columns[field], value++));
    for (size_t i = 0; i < writer->sorted_count; i++)
        *value++ = store_text(row->sorts[i]);
    *value++ = store_text(row->folded);
    if (version) {
        *value++ = store_bytes(row->secret, SECRET_BYTES);
        *value++ = store_bytes(row->digest, DIGEST_BYTES);
    }
    return NULL;
}

static struct error *write_current(void *ctx, struct register_writer *writer, const struct row *row)
{
    struct store_value *values;
    if (row->item->state == SAVE_ADD) {
        TRY(insert_row(&writer->row, &values));
        return fill(writer, row, false, values);
    }
    values = talloc_array(ctx, struct store_value, (unsigned)writer->row.columns);
    TRY_MEMORY(values);
    TRY(fill(writer, row, false, values));
    return store_execute(writer->row.connection, writer->update, values, writer->row.columns, NULL);
}

static struct error *add_link(struct register_writer *writer, const struct row *row, size_t field, size_t position,
                              int64_t target)
{
    struct store_value *values;
    TRY(insert_row(&writer->links[field], &values));
    values[0] = store_integer(row->id);
    values[1] = store_integer(target);
    values[2] = store_integer((int64_t)position);
    values[3] = store_integer(writer->entry->save->where);
    values[4] = store_integer(writer->entry->end.number + 1);
    return NULL;
}

/* Ends the links that are no longer there or no longer in their place, and marks in `kept` the places that stay. */
static struct error *end_links(void *ctx, struct register_writer *writer, const struct row *row, size_t field,
                               const struct id_list *ids, bool *kept)
{
    struct store_connection *connection = writer->row.connection;
    const char *table = writer->shape->link_tables[field];
    LIST_OF(int64_t) ended = {0};
    const char *select =
        talloc_asprintf(ctx, "SELECT target, position FROM %s WHERE record = $1 AND ended IS NULL", table);
    const char *update =
        talloc_asprintf(ctx, "UPDATE %s SET ended = $1 WHERE record = $2 AND target = $3 AND ended IS NULL", table);
    TRY_MEMORY(select);
    TRY_MEMORY(update);
    struct store_value record = store_integer(row->id);
    struct store_rows *rows;
    TRY(store_query(ctx, connection, select, &record, 1, &rows));
    for (bool more;;) {
        TRY(store_next(rows, &more));
        if (!more)
            break;
        int64_t target = store_get_integer(rows, 0), position = store_get_integer(rows, 1);
        if (position >= 0 && (size_t)position < ids->count && ids->at[position] == target)
            kept[position] = true;
        else
            TRY(LIST_ADD(ctx, &ended, target));
    }
    for (size_t i = 0; i < ended.count; i++) {
        struct store_value values[] = {store_integer(writer->entry->end.number + 1), record,
                                       store_integer(ended.at[i])};
        TRY(store_execute(connection, update, values, 3, NULL));
    }
    return NULL;
}

static struct error *write_links(void *ctx, struct register_writer *writer, const struct row *row, size_t field,
                                 const struct id_list *ids)
{
    bool *kept = talloc_zero_array(ctx, bool, (unsigned)(ids->count + 1));
    TRY_MEMORY(kept);
    if (row->item->state == SAVE_CHANGE)
        TRY(end_links(ctx, writer, row, field, ids, kept));
    for (size_t i = 0; i < ids->count; i++)
        if (!kept[i])
            TRY(add_link(writer, row, field, i, ids->at[i]));
    return NULL;
}

static struct error *write_item(void *ctx, struct register_writer *writer, struct save_item *item)
{
    const struct register_shape *shape = writer->shape;
    struct store_value *values;
    struct row *row = talloc_zero(ctx, struct row);
    TRY_MEMORY(row);
    row->item = item;
    row->id = item->id;
    TRY(make_columns(ctx, writer, row));
    TRY(make_derived(ctx, writer, row));
    seal(writer, row);
    TRY(write_current(ctx, writer, row));
    TRY(insert_row(&writer->version, &values));
    TRY(fill(writer, row, true, values));
    for (size_t field = 0; field < shape->field_count; field++)
        if (shape->link_tables[field])
            TRY(write_links(ctx, writer, row, field, &item->references[save_reference_index(shape, field)]));
    *(item->state == SAVE_ADD ? &writer->entry->counts.added : &writer->entry->counts.changed) += 1;
    return NULL;
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

static struct error *flush(struct register_writer *writer)
{
    TRY(insert_flush(&writer->row));
    TRY(insert_flush(&writer->version));
    for (size_t field = 0; field < writer->shape->field_count; field++)
        if (writer->shape->link_tables[field])
            TRY(insert_flush(&writer->links[field]));
    return NULL;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = (*(struct save_item *const *)a)->id, y = (*(struct save_item *const *)b)->id;
    return (x > y) - (x < y);
}

/* The items to be written, by id; the others are counted as equal. */
static struct error *items_to_write(void *ctx, struct entry_writer *entry, const struct save_register *in,
                                    struct save_item ***items, size_t *count)
{
    *items = talloc_array(ctx, struct save_item *, (unsigned)(in->count + 1));
    TRY_MEMORY(*items);
    *count = 0;
    for (size_t i = 0; i < in->count; i++) {
        struct save_item *item = &in->items[i];
        if (item->state == SAVE_EQUAL) {
            entry->counts.equal++;
            continue;
        }
        if (item->id < 0)
            item->id = in->first_id - item->id - 1;
        (*items)[(*count)++] = item;
    }
    qsort(*items, *count, sizeof **items, by_id);
    return NULL;
}

static struct error *write_register(struct entry_writer *entry, const struct save_register *in)
{
    struct save *save = entry->save;
    void *ctx = talloc_new(save->ctx);
    TRY_MEMORY(ctx);
    struct save_item **items;
    size_t count;
    TRY(items_to_write(ctx, entry, in, &items, &count));
    struct register_writer writer = {.entry = entry, .shape = in->shape};
    if (count > 0)
        TRY(make_writer(ctx, &writer));
    for (size_t from = 0; from < count; from += CHUNK) {
        void *scratch = talloc_new(ctx);
        TRY_MEMORY(scratch);
        for (size_t i = from; i < count && i < from + CHUNK; i++)
            TRY(write_item(scratch, &writer, items[i]));
        TRY(flush(&writer));
        talloc_free(scratch);
        if (save->progress)
            save->progress(save->progress_state, entry->counts.added + entry->counts.changed + entry->counts.equal,
                           save->count);
    }
    talloc_free(ctx);
    return NULL;
}

static struct error *take_ids(struct save *save)
{
    for (size_t i = 0; i < save->register_count; i++) {
        struct save_register *in = &save->registers[i];
        if (in->added > 0)
            TRY(store_next_ids(save->writer->connection, in->shape->def->name, in->added, &in->first_id));
    }
    return NULL;
}

struct error *save_write_all(struct save *save, const char *summary, struct change_counts *counts)
{
    struct entry_writer entry = {.save = save};
    unsigned char content[DIGEST_BYTES];
    entry.recorded_at = instant_iso(save->ctx, save->now);
    TRY_MEMORY(entry.recorded_at);
    TRY(chain_end(save->ctx, save->writer->connection, save->where, &entry.end));
    TRY(take_ids(save));
    digest_content_begin(&entry.content);
    for (size_t i = 0; i < save->register_count; i++)
        TRY(write_register(&entry, &save->registers[i]));
    digest_end(&entry.content, content);
    if (entry.versions > 0) {
        struct entry_facts facts = {
            .partnership = save->where,
            .recorded_at = entry.recorded_at,
            .actor = save->writer->actor.name,
            .kind = CHAIN_KIND_SAVE,
            .summary = summary,
            .versions = entry.versions,
            .content = content,
        };
        TRY(chain_append(save->writer->connection, &entry.end, facts));
    }
    *counts = entry.counts;
    return NULL;
}
