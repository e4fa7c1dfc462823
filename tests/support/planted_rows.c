/* Planting rows by plain SQL, as schema_tables.h describes the tables. */
#include "planted_rows.h"

#include "base/buffer.h"
#include "base/list.h"
#include "base/text.h"
#include "record/register_shape.h"
#include "record/schema.h"
#include "record/schema_tables.h"
#include "sample_registers.h"

#include <check.h>
#include <talloc.h>

struct garden garden_start(void *ctx, int engine)
{
    struct garden garden = {.ctx = ctx, .scratch = scratch_database(ctx, engine)};
    const char *backup = NULL;
    ck_assert_fine(registers_make(ctx, sample_registers, &garden.registers));
    garden.owner = scratch_connect(ctx, garden.scratch, SCRATCH_OWNER);
    ck_assert_fine(schema_migrate(ctx, garden.owner, garden.registers, &backup));
    garden.connection = scratch_connect(ctx, garden.scratch, SCRATCH_APPLICATION);
    return garden;
}

/* --- one version ---------------------------------------------------------------------------------------------------- */

struct plantation {
    struct garden *garden;
    const struct planted *planted;
    const struct register_shape *shape;
    const char **texts;
    int64_t id;
    bool fresh;
};

/* A statement under way: columns and their values. */
struct insertion {
    struct buffer columns, parameters;
    LIST_OF(struct store_value) values;
};

static void put(struct plantation *plantation, struct insertion *insertion, const char *column, struct store_value value)
{
    buffer_format(&insertion->columns, "%s%s", insertion->values.count ? ", " : "", column);
    buffer_format(&insertion->parameters, "%s$%zu", insertion->values.count ? ", " : "", insertion->values.count + 1);
    ck_assert_fine(LIST_ADD(plantation->garden->ctx, &insertion->values, value));
}

static struct store_value column_value(const struct field_def *field, const char *text)
{
    int64_t number = 0;
    if (!text)
        return store_null();
    if (field->kind != FIELD_REF && field->kind != FIELD_INTEGER && field->kind != FIELD_SCALE)
        return store_text(text);
    ck_assert(text_to_integer(text, &number));
    return store_integer(number);
}

/* The keys of what a record's key points to are looked up, so that its natural key is the one saving would give it. */
static const char *natural_key(struct plantation *plantation)
{
    const struct register_shape *shape = plantation->shape;
    const char *parts[10];
    for (size_t i = 0; i < shape->key_count; i++) {
        const struct register_shape *target = shape->targets[shape->key[i]];
        parts[i] = plantation->texts[shape->key[i]];
        if (!target)
            continue;
        const char *sql = talloc_asprintf(plantation->garden->ctx, "SELECT %s FROM %s WHERE id = %s",
                                          target->def->fields[target->key[0]].name, target->def->name, parts[i]);
        struct store_rows *rows = NULL;
        bool more = false;
        ck_assert_fine(store_query(plantation->garden->ctx, plantation->garden->connection, sql, NULL, 0, &rows));
        ck_assert_fine(store_next(rows, &more));
        ck_assert_msg(more, "%s has no record %s", target->def->name, parts[i]);
        parts[i] = talloc_strdup(plantation->garden->ctx, store_get_text(rows, 0));
        store_end(rows);
    }
    return row_natural_key(plantation->garden->ctx, plantation->planted->def, parts);
}

static void put_all(struct plantation *plantation, struct insertion *insertion, bool version)
{
    void *ctx = plantation->garden->ctx;
    const struct planted *planted = plantation->planted;
    const struct register_def *def = planted->def;
    put(plantation, insertion, version ? "record" : "id", store_integer(plantation->id));
    put(plantation, insertion, "partnership", store_integer(planted->partnership));
    put(plantation, insertion, "visible", store_integer(planted->visible));
    put(plantation, insertion, "withdrawn", store_integer(planted->withdrawn));
    put(plantation, insertion, "recorded_at", store_text("2024-05-06T07:08:09Z"));
    put(plantation, insertion, "known_from", store_text(planted->known_from ? planted->known_from : "2020-01-01"));
    put(plantation, insertion, "entry", store_integer(plantation->garden->entry));
    put(plantation, insertion, "natural_key", store_text(natural_key(plantation)));
    for (size_t i = 0; i < plantation->shape->field_count; i++) {
        const struct field_def *field = &def->fields[i];
        put(plantation, insertion, field->name, column_value(field, plantation->texts[i]));
        if (field_has_sort_column(def, field))
            put(plantation, insertion, sort_column(ctx, field), store_text(row_sort_text(ctx, field, plantation->texts[i])));
    }
    if (version) {
        put(plantation, insertion, "salts", store_bytes("salt", 4));
        put(plantation, insertion, "digest", store_bytes("digest", 6));
    }
    put(plantation, insertion, "folded", store_text(row_folded(ctx, def, plantation->texts)));
}

static void insert(struct plantation *plantation, const char *table, bool version)
{
    struct garden *garden = plantation->garden;
    struct insertion insertion = {.columns = buffer_on(garden->ctx), .parameters = buffer_on(garden->ctx)};
    put_all(plantation, &insertion, version);
    bool update = !version && !plantation->fresh;
    const char *sql =
        update ? talloc_asprintf(garden->ctx, "UPDATE %s SET (%s) = (%s) WHERE id = $1", table,
                                 buffer_cstr(&insertion.columns), buffer_cstr(&insertion.parameters))
               : talloc_asprintf(garden->ctx, "INSERT INTO %s (%s) VALUES (%s)", table, buffer_cstr(&insertion.columns),
                                 buffer_cstr(&insertion.parameters));
    ck_assert_fine(store_execute(garden->connection, sql, insertion.values.at, insertion.values.count, NULL));
}

/* Ends all links of the field and makes those of this version; links that stay are ended and made anew. */
static void plant_links(struct plantation *plantation, size_t field)
{
    struct garden *garden = plantation->garden;
    struct store_value values[5] = {store_integer(plantation->id), store_integer(garden->entry)};
    const char *table = plantation->shape->link_tables[field];
    ck_assert_fine(store_execute(garden->connection,
                       talloc_asprintf(garden->ctx, "UPDATE %s SET ended = $2 WHERE record = $1 AND ended IS NULL", table),
                       values, 2, NULL));
    struct text_list ids = {0};
    if (plantation->texts[field])
        ck_assert_fine(text_split(garden->ctx, plantation->texts[field], ';', &ids));
    for (size_t i = 0; i < ids.count; i++) {
        int64_t target = 0;
        ck_assert(text_to_integer(ids.at[i], &target));
        values[2] = store_integer(target);
        values[3] = store_integer((int64_t)i);
        values[4] = store_integer(plantation->planted->partnership);
        ck_assert_fine(store_execute(garden->connection,
                           talloc_asprintf(garden->ctx,
                                           "INSERT INTO %s (record, entry, target, position, partnership)"
                                           " VALUES ($1, $2, $3, $4, $5)", table), values, 5, NULL));
    }
}

static struct error *plant_in_write(struct store_connection *connection, void *argument)
{
    struct plantation *plantation = argument;
    const struct register_shape *shape = plantation->shape;
    plantation->garden->entry++;
    plantation->id = plantation->planted->id;
    plantation->fresh = plantation->id == 0;
    if (plantation->fresh)
        ck_assert_fine(store_next_ids(connection, shape->def->name, 1, &plantation->id));
    insert(plantation, shape->def->name, false);
    insert(plantation, shape->version_table, true);
    for (size_t i = 0; i < shape->field_count; i++)
        if (shape->link_tables[i])
            plant_links(plantation, i);
    return NULL;
}

int64_t plant(struct garden *garden, struct planted planted)
{
    struct plantation plantation = {.garden = garden, .planted = &planted};
    plantation.shape = register_shape_of(garden->registers, planted.def);
    ck_assert_ptr_nonnull(plantation.shape);
    plantation.texts = talloc_zero_array(garden->ctx, const char *, (unsigned)plantation.shape->field_count);
    for (size_t i = 0; i + 1 < sizeof planted.values / sizeof *planted.values && planted.values[i]; i += 2) {
        int field = register_field_index(planted.def, planted.values[i]);
        ck_assert_msg(field >= 0, "%s has no field %s", planted.def->name, planted.values[i]);
        plantation.texts[field] = planted.values[i + 1];
    }
    struct store_scope scope = {.partnership = planted.partnership, .visible = VISIBLE_UNIT, .shared_writer = true};
    ck_assert_fine(store_write(garden->connection, &scope, plant_in_write, &plantation));
    return plantation.id;
}
