/* Reading a folder of CSV files into drafts, and saving them as one. */
#include "record/transfer.h"

#include "base/list.h"
#include "exchange/csv.h"
#include "record/register_shape.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <talloc.h>

/* More than export writes of any register we know of; what is read is held in memory until it is saved. */
static const struct csv_limits limits = {
    .bytes = (size_t)512 << 20,
    .rows = 5000000,
    .cells = 200,
    .cell_bytes = (size_t)1 << 20,
};

/* Rows between two calls of the progress function. */
#define PROGRESS_ROWS 1000

struct import {
    void *ctx;
    const struct reader *writer;
    const struct circumstances *circumstances;
    int64_t where;
    const char *folder;
    struct date known_from_default;
    void (*progress)(void *, const char *what, size_t done, size_t of);
    void *progress_state;
    struct fault_list *faults;
    LIST_OF(struct record_draft *) drafts;
    size_t files;
    size_t faults_of_files, more_of_files; /* before saving looked for any */
    const char *summary;
    struct change_counts *counts;
};

/* One file being read: which of its columns is what; -1: it has none. */
struct import_file {
    const struct register_shape *shape;
    struct csv_reader *reader;
    const char *path; /* as long-lived as the faults */
    size_t size;
    int *columns; /* one a field */
    int visible, known_from;
    bool *missing; /* one a field; NULL: none is */
};

/* --- the header --------------------------------------------------------------------------------------------------- */

static struct error *fault_header(struct import *import, const struct import_file *file, const struct csv_cell *cell,
                                  const char *found, const char *expected)
{
    TRY_MEMORY(found);
    TRY_MEMORY(expected);
    return fault_add(import->faults, (struct fault){.file = file->path,
                                                    .line = cell ? cell->line : 1,
                                                    .column = cell ? cell->column : 1,
                                                    .found = found,
                                                    .expected = expected});
}

/* "one of the columns ref, title, ..., visible, known_from" */
static const char *column_words(struct import *import, const struct register_def *def)
{
    char *words = talloc_strdup(import->ctx, "one of the columns ");
    for (const struct field_def *field = def->fields; field->name && words; field++)
        words = talloc_asprintf_append(words, "%s, ", field->name);
    return words ? talloc_asprintf_append(words, "visible, known_from") : NULL;
}

static bool is_column(const struct register_def *def, const char *name)
{
    return register_field_index(def, name) >= 0 || strcmp(name, "visible") == 0 || strcmp(name, "known_from") == 0;
}

/* Notes where each field's column is; an unknown column and a missing one of the key are faults, and the rows are read all the
 * same, so that these hide no other. */
static struct error *read_header(struct import *import, struct import_file *file)
{
    const struct register_def *def = file->shape->def;
    const struct csv_row *header = csv_header(file->reader);
    file->columns = talloc_array(import->ctx, int, (unsigned)file->shape->field_count);
    TRY_MEMORY(file->columns);
    for (size_t i = 0; i < file->shape->field_count; i++) {
        file->columns[i] = csv_column(file->reader, def->fields[i].name);
        if (file->columns[i] >= 0)
            continue;
        if (!file->missing) {
            file->missing = talloc_zero_array(import->ctx, bool, (unsigned)file->shape->field_count);
            TRY_MEMORY(file->missing);
        }
        file->missing[i] = true;
        if (register_key_has(def, def->fields[i].name))
            TRY(fault_header(import, file, NULL, talloc_asprintf(import->ctx, "no column %s", def->fields[i].name),
                             talloc_asprintf(import->ctx, "the columns of the key: %s", def->key)));
    }
    file->visible = csv_column(file->reader, "visible");
    file->known_from = csv_column(file->reader, "known_from");
    for (size_t i = 0; i < header->count; i++) {
        const struct csv_cell *cell = &header->cells[i];
        if (cell->length > 0 && !is_column(def, cell->text)) /* a column without a name is told of already */
            TRY(fault_header(import, file, cell, fault_quote(import->ctx, cell->text, cell->length),
                             column_words(import, def)));
    }
    return NULL;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

/* A draft and what it points to, in one piece of memory: a file may have a million. */
static struct record_draft *make_draft(struct import *import, const struct import_file *file, const struct csv_row *row)
{
    size_t fields = file->shape->field_count, bytes = 0;
    for (size_t i = 0; i < fields; i++)
        if (file->columns[i] >= 0)
            bytes += row->cells[file->columns[i]].length + 1;
    size_t texts_at = sizeof(struct record_draft), places_at = texts_at + fields * sizeof(char *);
    size_t bytes_at = places_at + (fields + 1) * sizeof(struct draft_place);
    char *block = talloc_size(import->ctx, bytes_at + bytes);
    if (!block)
        return NULL;
    struct record_draft *draft = (struct record_draft *)(void *)block;
    const char **texts = (const char **)(void *)(block + texts_at);
    struct draft_place *places = (struct draft_place *)(void *)(block + places_at);
    char *next = block + bytes_at;
    for (size_t i = 0; i <= fields; i++) {
        int column = i < fields ? file->columns[i] : file->known_from;
        const struct csv_cell *cell = &row->cells[column < 0 ? 0 : column];
        places[i] = (struct draft_place){(uint32_t)cell->line, (uint32_t)cell->column};
        if (i == fields)
            break;
        texts[i] = NULL;
        if (column < 0 || cell->length == 0)
            continue;
        texts[i] = next;
        next = mempcpy(next, cell->text, cell->length + 1);
    }
    *draft = (struct record_draft){
        .def = file->shape->def, .texts = texts, .missing = file->missing, .file = file->path, .places = places};
    return draft;
}

static struct error *read_row(struct import *import, const struct import_file *file, const struct csv_row *row)
{
    struct record_draft *draft = make_draft(import, file, row);
    TRY_MEMORY(draft);
    const struct csv_cell *visible = file->visible < 0 ? NULL : &row->cells[file->visible];
    const struct csv_cell *known_from = file->known_from < 0 ? NULL : &row->cells[file->known_from];
    draft->visible = draft->def->visible;
    draft->visible_assumed = !visible || visible->length == 0;
    if (!draft->visible_assumed && !visibility_parse(visible->text, &draft->visible))
        TRY(csv_fault(file->reader, visible, "visible", "one of public, partners, unit"));
    draft->known_from = import->known_from_default;
    draft->known_from_assumed = !known_from || known_from->length == 0;
    if (!draft->known_from_assumed && !date_parse(known_from->text, &draft->known_from))
        TRY(csv_fault(file->reader, known_from, "known_from", "a day as YYYY-MM-DD"));
    return LIST_ADD(import->ctx, &import->drafts, draft);
}

static struct error *read_rows(struct import *import, const struct import_file *file)
{
    const char *what = talloc_asprintf(import->ctx, "Reading %s", file->path);
    TRY_MEMORY(what);
    for (size_t rows = 0;; rows++) {
        const struct csv_row *row;
        TRY(csv_next(file->reader, &row));
        if (!row)
            return NULL;
        TRY(read_row(import, file, row));
        if (import->progress && rows % PROGRESS_ROWS == 0)
            import->progress(import->progress_state, what, csv_position(file->reader), file->size);
    }
}

/* What is named like a file of records and cannot be read as one is told beside the faults of the others. */
static struct error *fault_unreadable(struct import *import, const struct import_file *file, const struct stat *about,
                                      const struct error *error)
{
    if (S_ISDIR(about->st_mode))
        return fault_header(import, file, NULL, "a folder", "a CSV file");
    if (file->size > limits.bytes)
        return fault_header(import, file, NULL, talloc_asprintf(import->ctx, "%zu bytes", file->size),
                            talloc_asprintf(import->ctx, "at most %zu", limits.bytes));
    return fault_header(import, file, NULL,
                        talloc_asprintf(import->ctx, "nothing that can be read%s%s", error->detail ? ": " : "",
                                        error->detail ? error->detail : ""), "a CSV file");
}

static struct error *read_file(struct import *import, const struct register_shape *shape, const char *path)
{
    struct import_file file = {.shape = shape, .path = path};
    struct stat about = {0};
    file.size = stat(path, &about) == 0 && about.st_size > 0 ? (size_t)about.st_size : 0;
    void *scratch = talloc_new(import->ctx);
    TRY_MEMORY(scratch);
    struct error *error = csv_open_file(scratch, path, &limits, import->faults, &file.reader);
    if (error && (error->kind == ERROR_INVALID || error->kind == ERROR_NOT_FOUND || error->kind == ERROR_IO))
        return fault_unreadable(import, &file, &about, error);
    TRY(error);
    if (csv_header(file.reader))
        TRY(read_header(import, &file));
    TRY(read_rows(import, &file));
    import->files++;
    talloc_free(scratch);
    return NULL;
}

/* --- the folder --------------------------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of its CSV files, sorted. Hidden files are other programs' business. */
static struct error *list_folder(struct import *import, struct text_list *names)
{
    DIR *folder = opendir(import->folder);
    if (!folder && (errno == ENOENT || errno == ENOTDIR))
        return ERROR_NEW(import->ctx, ERROR_NOT_FOUND, "There is no folder %s.", import->folder);
    if (!folder)
        return ERROR_DETAIL(import->ctx, ERROR_IO, strerror(errno), "The folder %s could not be opened.",
                            import->folder);
    struct error *error = NULL;
    for (struct dirent *entry; !error && (entry = readdir(folder));) {
        size_t length = strlen(entry->d_name);
        if (entry->d_name[0] == '.' || length < 4 || strcmp(entry->d_name + length - 4, ".csv") != 0)
            continue;
        char *name = talloc_strndup(import->ctx, entry->d_name, length - 4);
        error = name ? LIST_ADD(import->ctx, names, name) : error_out_of_memory();
    }
    closedir(folder);
    TRY(error);
    if (names->count == 0)
        return ERROR_NEW(import->ctx, ERROR_INVALID, "There is no CSV file in %s.", import->folder);
    qsort(names->at, names->count, sizeof *names->at, compare_names);
    return NULL;
}

static struct error *fault_file(struct import *import, const char *path)
{
    const struct registers *registers = import->writer->registers;
    char *words = talloc_strdup(import->ctx, "a file named after a register: ");
    for (size_t i = 0; i < registers->count && words; i++)
        words = talloc_asprintf_append(words, "%s%s", i ? ", " : "", registers->by_name[i]->def->name);
    TRY_MEMORY(words);
    return fault_add(
        import->faults,
        (struct fault){
            .file = path, .line = 1, .column = 1, .found = "a file of no known register", .expected = words});
}

static struct error *read_folder(struct import *import)
{
    struct text_list names = {0};
    TRY(list_folder(import, &names));
    const char *slash = import->folder[0] && import->folder[strlen(import->folder) - 1] == '/' ? "" : "/";
    for (size_t i = 0; i < names.count; i++) {
        const char *path = talloc_asprintf(import->faults->ctx, "%s%s%s.csv", import->folder, slash, names.at[i]);
        TRY_MEMORY(path);
        const struct register_shape *shape = register_shape_named(import->writer->registers, names.at[i]);
        TRY(shape ? read_file(import, shape, path) : fault_file(import, path));
    }
    return NULL;
}

/* --- saving ------------------------------------------------------------------------------------------------------- */

static void show_saving(void *state, size_t done, size_t of)
{
    const struct import *import = state;
    if (import->progress)
        import->progress(import->progress_state, "Saving", done, of);
}

static struct error *save(struct store_connection *connection, void *argument)
{
    struct import *import = argument;
    (void)connection;
    /* Should it be called again, what the first call found is found again. */
    import->faults->count = import->faults_of_files;
    import->faults->more = import->more_of_files;
    return record_save_all(import->ctx, import->writer, import->circumstances, import->where, import->drafts.at,
                           import->drafts.count, import->summary, show_saving, import, import->faults, import->counts);
}

/* Files sort as they were read; within one, by place; at one place, as found. */
static int compare_faults(const void *a, const void *b)
{
    const struct fault *x = a, *y = b;
    int order = strcmp(x->file ? x->file : "", y->file ? y->file : "");
    if (order == 0)
        order = (x->line > y->line) - (x->line < y->line);
    if (order == 0)
        order = (x->column > y->column) - (x->column < y->column);
    if (order == 0)
        order = strcmp(x->expected, y->expected);
    return order;
}

static struct error *run(struct import *import)
{
    TRY(read_folder(import));
    import->summary =
        talloc_asprintf(import->ctx, "Import of %zu row%s from %zu file%s", import->drafts.count,
                        import->drafts.count == 1 ? "" : "s", import->files, import->files == 1 ? "" : "s");
    TRY_MEMORY(import->summary);
    import->faults_of_files = import->faults->count;
    import->more_of_files = import->faults->more;
    struct store_scope scope = actor_scope(&import->writer->actor);
    return store_write(import->writer->connection, &scope, save, import);
}

struct error *transfer_import(void *ctx, const struct reader *writer, const struct circumstances *circumstances,
                              int64_t where, const char *folder, struct date known_from_default,
                              void (*progress)(void *, const char *what, size_t done, size_t of), void *progress_state,
                              struct fault_list *faults, struct change_counts *counts)
{
    *counts = (struct change_counts){0};
    struct import import = {
        .ctx = talloc_new(ctx),
        .writer = writer,
        .circumstances = circumstances,
        .where = where,
        .folder = folder,
        .known_from_default = known_from_default,
        .progress = progress,
        .progress_state = progress_state,
        .faults = faults,
        .counts = counts,
    };
    TRY_MEMORY(import.ctx);
    TRY(run(&import));
    if (faults->count > 1)
        qsort(faults->at, faults->count, sizeof *faults->at, compare_faults);
    talloc_free(import.ctx);
    return NULL;
}
