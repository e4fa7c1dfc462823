/* Each register's tables, as schema_tables.h describes them, in the form the store makes them from. */
#include "record/schema_tables.h"

#include "base/list.h"
#include "record/register_shape.h"

#include <talloc.h>

struct column_list {
    struct store_column *at;
    size_t count, room;
};

struct index_list {
    struct store_index *at;
    size_t count, room;
};

struct table_list {
    struct store_table *at;
    size_t count, room;
};

char *version_table(const void *ctx, const struct register_def *def)
{
    return talloc_asprintf(ctx, "%s_version", def->name);
}

char *link_table(const void *ctx, const struct register_def *def, const struct field_def *field)
{
    return talloc_asprintf(ctx, "%s_%s", def->name, field->name);
}

char *sort_column(const void *ctx, const struct field_def *field)
{
    return talloc_asprintf(ctx, "sort_%s", field->name);
}

bool field_has_sort_column(const struct register_def *def, const struct field_def *field)
{
    if (strcmp(def->key, field->name) == 0)
        return false;
    char name[REGISTER_NAME_MOST + 1];
    for (const char *rest = def->sorts; register_name_next(&rest, name);)
        if (strcmp(name, field->name) == 0)
            return true;
    return false;
}

/* --- columns ---------------------------------------------------------------------------------------------------------- */

static const struct store_column required_integer = {.kind = STORE_COLUMN_INTEGER, .required = true};
static const struct store_column required_text = {.kind = STORE_COLUMN_TEXT, .required = true};
static const struct store_column required_bytes = {.kind = STORE_COLUMN_BYTES, .required = true};

/* A column of one of the shapes above under a name. */
static struct error *add_column(void *ctx, struct column_list *columns, struct store_column shape, const char *name)
{
    shape.name = name;
    return LIST_ADD(ctx, columns, shape);
}

/* What every row of a record and of a version of it has before its fields. */
static struct error *add_common(void *ctx, struct column_list *columns)
{
    TRY(add_column(ctx, columns, required_integer, "partnership"));
    TRY(add_column(ctx, columns, required_integer, "visible"));
    TRY(add_column(ctx, columns, required_integer, "withdrawn"));
    TRY(add_column(ctx, columns, required_text, "recorded_at"));
    TRY(add_column(ctx, columns, required_text, "known_from"));
    TRY(add_column(ctx, columns, required_integer, "entry"));
    return add_column(ctx, columns, required_text, "natural_key");
}

/* The fields, then what they are sorted by. A version has no foreign keys: the current row holds them, and versions are
 * only ever added from it. */
static struct error *add_fields(void *ctx, struct column_list *columns, const struct register_def *def, bool version)
{
    for (const struct field_def *field = def->fields; field->name; field++) {
        struct store_column column = {.name = field->name, .kind = STORE_COLUMN_TEXT};
        if (field->kind == FIELD_INTEGER || field->kind == FIELD_SCALE || field->kind == FIELD_REF)
            column.kind = STORE_COLUMN_INTEGER;
        if (field->kind == FIELD_REF && !version)
            column.references = field->to;
        TRY(LIST_ADD(ctx, columns, column));
    }
    for (const struct field_def *field = def->fields; field->name; field++) {
        if (!field_has_sort_column(def, field))
            continue;
        const char *name = sort_column(ctx, field);
        TRY_MEMORY(name);
        TRY(add_column(ctx, columns, (struct store_column){.kind = STORE_COLUMN_TEXT}, name));
    }
    return NULL;
}

/* --- indexes ---------------------------------------------------------------------------------------------------------- */

static struct error *add_index(void *ctx, struct index_list *indexes, const char *columns, const char *where, bool unique)
{
    TRY_MEMORY(columns);
    return LIST_ADD(ctx, indexes, ((struct store_index){.columns = columns, .where = where, .unique = unique}));
}

/* An order in which lists are read: once for everybody, and once for the public's rows alone, so that a page costs the
 * public the same however much is hidden between them. Of two indexes that seem equally good SQLite takes the younger, so
 * the public's comes second. The last two columns let a row be counted or passed over without being fetched. */
static struct error *add_order(void *ctx, struct index_list *indexes, const char *first)
{
    TRY_MEMORY(first);
    const char *columns = talloc_asprintf(ctx, "partnership, %snatural_key, id, visible, withdrawn", first);
    TRY(add_index(ctx, indexes, columns, NULL, false));
    return add_index(ctx, indexes, columns, "visible = 0 AND withdrawn = 0", false);
}

static struct error *add_record_indexes(void *ctx, struct index_list *indexes, const struct register_def *def)
{
    TRY(add_index(ctx, indexes, talloc_asprintf(ctx, "partnership, %s", def->key), NULL, true));
    TRY(add_order(ctx, indexes, ""));
    for (const struct field_def *field = def->fields; field->name; field++) {
        if (field_has_sort_column(def, field))
            TRY(add_order(ctx, indexes, talloc_asprintf(ctx, "sort_%s, ", field->name)));
        if (field->kind == FIELD_REF || field->kind == FIELD_CHOICE)
            TRY(add_index(ctx, indexes, talloc_asprintf(ctx, "%s, partnership, natural_key, id, visible, withdrawn",
                                                        field->name), NULL, false));
    }
    return NULL;
}

/* --- tables ------------------------------------------------------------------------------------------------------------ */

/* Ends the lists and adds the table they make. */
static struct error *add_table(void *ctx, struct table_list *tables, struct store_table table,
                               struct column_list *columns, struct index_list *indexes)
{
    TRY(LIST_ADD(ctx, columns, ((struct store_column){.name = NULL})));
    TRY(LIST_ADD(ctx, indexes, ((struct store_index){.columns = NULL})));
    table.columns = columns->at;
    table.indexes = indexes->at;
    return LIST_ADD(ctx, tables, table);
}

static struct error *add_record_table(void *ctx, struct table_list *tables, const struct register_def *def)
{
    struct column_list columns = {0};
    struct index_list indexes = {0};
    TRY(add_column(ctx, &columns, (struct store_column){.kind = STORE_COLUMN_ID}, "id"));
    TRY(add_common(ctx, &columns));
    TRY(add_fields(ctx, &columns, def, false));
    TRY(add_column(ctx, &columns, required_text, "folded"));
    TRY(add_record_indexes(ctx, &indexes, def));
    return add_table(ctx, tables, (struct store_table){.name = def->name, .scoped = true}, &columns, &indexes);
}

static struct error *add_version_table(void *ctx, struct table_list *tables, const struct register_shape *shape)
{
    struct column_list columns = {0};
    struct index_list indexes = {0};
    TRY(add_column(ctx, &columns, required_integer, "record"));
    TRY(add_common(ctx, &columns));
    TRY(add_fields(ctx, &columns, shape->def, true));
    TRY(add_column(ctx, &columns, required_bytes, "salts"));
    TRY(add_column(ctx, &columns, required_bytes, "digest"));
    TRY(add_column(ctx, &columns, (struct store_column){.kind = STORE_COLUMN_TEXT}, "erased"));
    TRY(add_column(ctx, &columns, required_text, "folded"));
    TRY(add_index(ctx, &indexes, "partnership, entry, record", NULL, false));
    struct store_table table = {
        .name = shape->version_table, .primary_key = "record, entry",
        .append_only = true, .erasing = "erased", .scoped = true,
    };
    return add_table(ctx, tables, table, &columns, &indexes);
}

static struct error *add_link_table(void *ctx, struct table_list *tables, const struct register_shape *shape, size_t field)
{
    struct column_list columns = {0};
    struct index_list indexes = {0};
    struct store_column record = required_integer, target = required_integer;
    record.references = shape->def->name;
    target.references = shape->def->fields[field].to;
    TRY(add_column(ctx, &columns, record, "record"));
    TRY(add_column(ctx, &columns, target, "target"));
    TRY(add_column(ctx, &columns, required_integer, "position"));
    TRY(add_column(ctx, &columns, required_integer, "partnership"));
    TRY(add_column(ctx, &columns, required_integer, "entry"));
    TRY(add_column(ctx, &columns, (struct store_column){.kind = STORE_COLUMN_INTEGER}, "ended"));
    TRY(add_index(ctx, &indexes, "target, record", NULL, false));
    struct store_table table = {
        .name = shape->link_tables[field], .primary_key = "record, target, entry", .scoped_by_partnership = true,
    };
    return add_table(ctx, tables, table, &columns, &indexes);
}

static struct error *add_entry_table(void *ctx, struct table_list *tables)
{
    static const struct store_column columns[] = {
        {"partnership", STORE_COLUMN_INTEGER, true, NULL}, {"number", STORE_COLUMN_INTEGER, true, NULL},
        {"recorded_at", STORE_COLUMN_TEXT, true, NULL},    {"actor", STORE_COLUMN_TEXT, true, NULL},
        {"kind", STORE_COLUMN_TEXT, true, NULL},           {"summary", STORE_COLUMN_TEXT, true, NULL},
        {"versions", STORE_COLUMN_INTEGER, true, NULL},    {"content", STORE_COLUMN_BYTES, true, NULL},
        {"previous", STORE_COLUMN_BYTES, true, NULL},      {"hash", STORE_COLUMN_BYTES, true, NULL},
        {.name = NULL},
    };
    struct store_table table = {
        .name = TABLE_ENTRY, .columns = columns, .primary_key = "partnership, number",
        .append_only = true, .scoped_by_partnership = true,
    };
    return LIST_ADD(ctx, tables, table);
}

static struct error *add_meta_table(void *ctx, struct table_list *tables)
{
    static const struct store_column columns[] = {
        {"name", STORE_COLUMN_TEXT, true, NULL}, {"value", STORE_COLUMN_TEXT, true, NULL}, {.name = NULL},
    };
    return LIST_ADD(ctx, tables,
                    ((struct store_table){.name = TABLE_META, .columns = columns, .primary_key = "name"}));
}

/* Adds every register's row table before the tables that refer to it. Foreign keys between row tables may go in circles;
 * the store adds them so that this order does not matter. */
struct error *schema_tables(void *ctx, const struct registers *registers, struct store_table **tables, size_t *count)
{
    struct table_list list = {0};
    TRY(add_meta_table(ctx, &list));
    TRY(add_entry_table(ctx, &list));
    for (size_t i = 0; i < registers->count; i++)
        TRY(add_record_table(ctx, &list, registers->shapes[i].def));
    for (size_t i = 0; i < registers->count; i++) {
        const struct register_shape *shape = &registers->shapes[i];
        TRY(add_version_table(ctx, &list, shape));
        for (size_t field = 0; field < shape->field_count; field++)
            if (shape->link_tables[field])
                TRY(add_link_table(ctx, &list, shape, field));
    }
    *tables = list.at;
    *count = list.count;
    return NULL;
}
