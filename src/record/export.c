/* Writing a partnership's records as a folder of canonical CSV files: what import reads back to the same bytes. */
#include "record/transfer.h"

#include "base/file.h"
#include "base/list.h"
#include "exchange/csv.h"
#include "record/register_shape.h"

#include <errno.h>
#include <sys/stat.h>
#include <talloc.h>

#define FILE_BYTES_MOST ((size_t)512 << 20) /* as import reads */

/* The id and key of a record that others point to. */
struct key_entry {
    int64_t id;
    const char *key;
};

/* All the actor may see of one register, by id. */
struct key_table {
    bool read;
    struct key_entry *at;
    size_t count, room;
};

/* One link: from a record to another's key. */
struct link_entry {
    int64_t record;
    const char *key; /* NULL: not to be seen */
};

struct link_table {
    struct link_entry *at;
    size_t count, room;
};

struct export {
    void *ctx;
    const struct reader *reader;
    int64_t where;
    const char *folder;
    enum csv_form form;
    struct key_table *keys; /* one a register, in the order declared */
    size_t files, records;
};

/* One row as it will stand in the file. */
struct row_cells {
    const char **cells;
};

/* One register being written. */
struct sheet {
    struct export *export;
    const struct register_shape *shape;
    size_t columns;           /* of the file */
    struct link_table *links; /* one a field */
    struct buffer out;
    /* Rows whose natural keys are alike ("4.2" and "4.02"), waiting to be put in order. */
    void *alike;
    const char *natural_key;
    struct row_cells *rows;
    size_t count, room;
};

/* --- keys --------------------------------------------------------------------------------------------------------- */

/* Reads {register}'s ids and keys once. */
static struct error *keys_of(struct export *export, const struct register_shape *shape, struct key_table **keys)
{
    *keys = &export->keys[shape - export->reader->registers->shapes];
    if ((*keys)->read)
        return NULL;
    struct store_rows *rows;
    const char *sql = talloc_asprintf(export->ctx, "SELECT r.id, r.%s FROM {%s} AS r ORDER BY r.id", shape->def->key,
                                      shape->def->name);
    TRY_MEMORY(sql);
    TRY(record_query(export->ctx, export->reader, sql, NULL, 0, &rows));
    for (bool more;;) {
        TRY(store_next(rows, &more));
        if (!more)
            break;
        struct key_entry entry = {store_get_integer(rows, 0), talloc_strdup(export->ctx, store_get_text(rows, 1))};
        TRY_MEMORY(entry.key);
        TRY(LIST_ADD(export->ctx, *keys, entry));
    }
    (*keys)->read = true;
    return NULL;
}

/* The key of the record; NULL where the actor may not see it. */
static struct error *key_of(struct export *export, const struct register_shape *shape, int64_t id, const char **key)
{
    struct key_table *keys;
    TRY(keys_of(export, shape, &keys));
    size_t low = 0, high = keys->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (keys->at[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    *key = low < keys->count && keys->at[low].id == id ? keys->at[low].key : NULL;
    return NULL;
}

static int compare_links(const void *a, const void *b)
{
    const struct link_entry *x = a, *y = b;
    return (x->record > y->record) - (x->record < y->record);
}

/* Reads all links of a many-reference, by record and place. */
static struct error *read_links(void *ctx, struct sheet *sheet, size_t field)
{
    struct export *export = sheet->export;
    struct store_rows *rows;
    const char *sql = talloc_asprintf(ctx, "SELECT l.record, l.target FROM {%s.%s} AS l ORDER BY l.record, l.position",
                                      sheet->shape->def->name, sheet->shape->def->fields[field].name);
    TRY_MEMORY(sql);
    TRY(record_query(ctx, export->reader, sql, NULL, 0, &rows));
    for (bool more;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        struct link_entry entry = {.record = store_get_integer(rows, 0)};
        TRY(key_of(export, sheet->shape->targets[field], store_get_integer(rows, 1), &entry.key));
        if (entry.key)
            TRY(LIST_ADD(ctx, &sheet->links[field], entry));
    }
}

/* The keys a record points to, joined by ; or NULL. */
static struct error *joined_links(void *ctx, const struct link_table *links, int64_t record, const char **text)
{
    *text = NULL;
    const struct link_entry wanted = {.record = record};
    const struct link_entry *found =
        links->count ? bsearch(&wanted, links->at, links->count, sizeof *links->at, compare_links) : NULL;
    if (!found)
        return NULL;
    while (found > links->at && found[-1].record == record)
        found--;
    struct buffer joined = buffer_on(ctx);
    for (const struct link_entry *link = found; link < links->at + links->count && link->record == record; link++) {
        if (link > found)
            buffer_char(&joined, ';');
        buffer_text(&joined, link->key);
    }
    TRY(buffer_error(&joined));
    *text = joined.data;
    return NULL;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

/* By the texts of the key's fields. */
static int compare_rows(const void *a, const void *b, void *state)
{
    const struct register_shape *shape = state;
    const struct row_cells *x = a, *y = b;
    for (size_t i = 0; i < shape->key_count; i++) {
        const char *left = x->cells[shape->key[i]], *right = y->cells[shape->key[i]];
        int order = strcmp(left ? left : "", right ? right : "");
        if (order != 0)
            return order;
    }
    return 0;
}

/* Writes the rows that waited. */
static struct error *write_alike(struct sheet *sheet)
{
    if (sheet->count > 1)
        qsort_r(sheet->rows, sheet->count, sizeof *sheet->rows, compare_rows, (void *)sheet->shape);
    for (size_t i = 0; i < sheet->count; i++)
        csv_write_row(&sheet->out, sheet->rows[i].cells, sheet->columns, sheet->export->form);
    sheet->export->records += sheet->count;
    sheet->count = sheet->room = 0;
    sheet->rows = NULL;
    talloc_free(sheet->alike);
    sheet->alike = talloc_new(sheet->export->ctx);
    TRY_MEMORY(sheet->alike);
    return buffer_error(&sheet->out);
}

static struct error *cell_of(struct sheet *sheet, const struct store_rows *rows, size_t field, int *column,
                             const char **cell)
{
    const struct field_def *def = &sheet->shape->def->fields[field];
    if (def->kind == FIELD_REF_MANY)
        return joined_links(sheet->alike, &sheet->links[field], store_get_integer(rows, 0), cell);
    int at = (*column)++;
    *cell = NULL;
    if (store_is_null(rows, at))
        return NULL;
    if (def->kind == FIELD_REF)
        return key_of(sheet->export, sheet->shape->targets[field], store_get_integer(rows, at), cell);
    if (def->kind == FIELD_INTEGER || def->kind == FIELD_SCALE)
        *cell = talloc_asprintf(sheet->alike, "%lld", (long long)store_get_integer(rows, at));
    else
        *cell = talloc_strdup(sheet->alike, store_get_text(rows, at));
    TRY_MEMORY(*cell);
    return NULL;
}

/* The row: id, natural_key, visible, known_from, then the fields. */
static struct error *read_row(struct sheet *sheet, const struct store_rows *rows)
{
    const char *natural_key = store_get_text(rows, 1);
    if (sheet->count > 0 && strcmp(natural_key, sheet->natural_key) != 0)
        TRY(write_alike(sheet));
    if (sheet->count == 0) {
        sheet->natural_key = talloc_strdup(sheet->alike, natural_key);
        TRY_MEMORY(sheet->natural_key);
    }
    struct row_cells row = {talloc_array(sheet->alike, const char *, (unsigned)sheet->columns)};
    TRY_MEMORY(row.cells);
    int column = 4;
    for (size_t field = 0; field < sheet->shape->field_count; field++)
        TRY(cell_of(sheet, rows, field, &column, &row.cells[field]));
    row.cells[sheet->columns - 2] = visibility_code((enum visibility)store_get_integer(rows, 2));
    row.cells[sheet->columns - 1] = talloc_strdup(sheet->alike, store_get_text(rows, 3));
    TRY_MEMORY(row.cells[sheet->columns - 1]);
    if (sheet->count == sheet->room &&
        !list_grow(sheet->alike, (void **)&sheet->rows, &sheet->room, sizeof *sheet->rows))
        return error_out_of_memory();
    sheet->rows[sheet->count++] = row;
    return NULL;
}

static const char *select_records(void *ctx, const struct register_shape *shape)
{
    struct buffer sql = buffer_on(ctx);
    buffer_text(&sql, "SELECT r.id, r.natural_key, r.visible, r.known_from");
    for (size_t field = 0; field < shape->field_count; field++)
        if (shape->def->fields[field].kind != FIELD_REF_MANY)
            buffer_format(&sql, ", r.%s", shape->def->fields[field].name);
    buffer_format(&sql, " FROM {%s} AS r WHERE r.partnership = $1 ORDER BY r.natural_key, r.id", shape->def->name);
    return sql.failed ? NULL : sql.data;
}

static struct error *read_records(void *ctx, struct sheet *sheet)
{
    struct store_rows *rows;
    struct store_value where = store_integer(sheet->export->where);
    const char *sql = select_records(ctx, sheet->shape);
    TRY_MEMORY(sql);
    TRY(record_query(ctx, sheet->export->reader, sql, &where, 1, &rows));
    for (bool more;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return write_alike(sheet);
        TRY(read_row(sheet, rows));
    }
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static struct error *write_header(void *ctx, struct sheet *sheet)
{
    const char **names = talloc_array(ctx, const char *, (unsigned)sheet->columns);
    TRY_MEMORY(names);
    for (size_t field = 0; field < sheet->shape->field_count; field++)
        names[field] = sheet->shape->def->fields[field].name;
    names[sheet->columns - 2] = "visible";
    names[sheet->columns - 1] = "known_from";
    csv_write_start(&sheet->out, sheet->export->form);
    csv_write_row(&sheet->out, names, sheet->columns, sheet->export->form);
    return NULL;
}

static struct error *write_sheet(void *ctx, struct export *export, const struct register_shape *shape)
{
    struct sheet sheet = {.export = export, .shape = shape, .columns = shape->field_count + 2, .out = buffer_on(ctx)};
    size_t before = export->records;
    sheet.out.max = FILE_BYTES_MOST;
    sheet.alike = talloc_new(export->ctx);
    TRY_MEMORY(sheet.alike);
    sheet.links = talloc_zero_array(ctx, struct link_table, (unsigned)shape->field_count);
    TRY_MEMORY(sheet.links);
    for (size_t field = 0; field < shape->field_count; field++)
        if (shape->link_tables[field])
            TRY(read_links(ctx, &sheet, field));
    TRY(write_header(ctx, &sheet));
    TRY(read_records(ctx, &sheet));
    if (export->records == before)
        return NULL;
    const char *path = talloc_asprintf(ctx, "%s/%s.csv", export->folder, shape->def->name);
    TRY_MEMORY(path);
    export->files++;
    return file_write(ctx, path, sheet.out.data, sheet.out.used);
}

static struct error *make_folder(struct export *export)
{
    struct stat about;
    if (mkdir(export->folder, 0777) == 0)
        return NULL;
    int reason = errno;
    if (reason == EEXIST && stat(export->folder, &about) == 0 && S_ISDIR(about.st_mode))
        return NULL;
    return ERROR_DETAIL(export->ctx, ERROR_IO, strerror(reason), "The folder %s could not be made: %s.", export->folder,
                        strerror(reason));
}

static struct error *write_all(struct store_connection *connection, void *argument)
{
    struct export *export = argument;
    const struct registers *registers = export->reader->registers;
    (void)connection;
    export->files = export->records = 0;
    export->keys = talloc_zero_array(export->ctx, struct key_table, (unsigned)(registers->count + 1));
    TRY_MEMORY(export->keys);
    for (size_t i = 0; i < registers->count; i++) {
        void *scratch = talloc_new(export->ctx);
        TRY_MEMORY(scratch);
        TRY(write_sheet(scratch, export, &registers->shapes[i]));
        talloc_free(scratch);
    }
    return NULL;
}

struct error *transfer_export(void *ctx, const struct reader *reader, int64_t where, const char *folder,
                              bool for_spreadsheet, size_t *files, size_t *records)
{
    struct export export = {.reader = reader,
                            .where = where,
                            .folder = folder,
                            .form = for_spreadsheet ? CSV_FOR_SPREADSHEET : CSV_CANONICAL};
    struct store_scope scope = actor_scope(&reader->actor);
    *files = *records = 0;
    export.ctx = talloc_new(ctx);
    TRY_MEMORY(export.ctx);
    TRY(make_folder(&export));
    TRY(store_read(reader->connection, &scope, write_all, &export));
    *files = export.files;
    *records = export.records;
    talloc_free(export.ctx);
    return NULL;
}
