/* The subqueries that stand for {register} and {register.field}: partnership, visibility, withdrawal, keys and time.
 *
 * The actor's numbers are written as literals, never as parameters: only so can a database see that the index kept for
 * the public's rows alone is enough. */
#include "record/select_rows.h"

#include "record/schema_tables.h"

#include <talloc.h>

/* "t.partnership = 7". A register of both homes reads IN (0, 7), which joins and looks up by index as one table would;
 * reading it in order is the list's business (list.c), which asks for one partnership at a time. */
static void write_partnership(struct buffer *sql, const struct actor *actor, enum home home, int64_t partnership,
                              const char *alias)
{
    long long own = actor->partnership;
    if (partnership == PARTNERSHIPS_ALL_BY_ID)
        buffer_char(sql, '+'); /* the same number, but no column of an index to SQLite */
    if (partnership >= 0)
        buffer_format(sql, "%s.partnership = %lld", alias, (long long)partnership);
    else if (home == HOME_EITHER && own != 0)
        buffer_format(sql, "%s.partnership IN (0, %lld)", alias, own);
    else
        buffer_format(sql, "%s.partnership = %lld", alias, home == HOME_OWN ? own : 0);
}

/* "t.visible = 0 AND t.withdrawn = 0", word for word the condition of the public's indexes. */
static void write_visible(struct buffer *sql, const struct actor *actor, const char *alias)
{
    buffer_format(sql, " AND %s.visible %s %d AND %s.withdrawn = 0", alias,
                  actor->sees == VISIBLE_PUBLIC ? "=" : "<=", (int)actor->sees, alias);
}

/* The version that stood at the end of the actor's day, among those the actor may see. Whether the record may be seen at
 * all is always as of now. */
static void write_version(struct buffer *sql, const struct actor *actor, const struct register_shape *shape,
                          const char *record, const char *version)
{
    struct civil day = date_to_civil(actor->as_at);
    buffer_format(sql,
                  " AND %s.withdrawn = 0 AND %s.entry = (SELECT MAX(w.entry) FROM %s AS w WHERE w.record = %s.id"
                  " AND w.visible <= %d AND w.known_from <= '%04d-%02d-%02d')",
                  version, version, shape->version_table, record, (int)actor->sees, day.year, day.month, day.day);
}

/* "FROM outcome AS t WHERE ..." of the rows an actor may see, not yet looking at what the key refers to. */
static void write_from(struct buffer *sql, const struct actor *actor, const struct register_shape *shape,
                       int64_t partnership, const char *record, const char *version)
{
    bool now = date_is_none(actor->as_at);
    buffer_format(sql, " FROM %s AS %s", shape->def->name, record);
    if (!now)
        buffer_format(sql, " JOIN %s AS %s ON %s.record = %s.id", shape->version_table, version, version, record);
    buffer_text(sql, " WHERE ");
    write_partnership(sql, actor, shape->def->home, partnership, record);
    write_visible(sql, actor, record);
    if (!now)
        write_version(sql, actor, shape, record, version);
}

/* A record whose key names another one is seen only by who sees that one: its very name would tell of it. */
static void write_key_references(struct buffer *sql, const struct actor *actor, const struct register_shape *shape,
                                 const char *record)
{
    for (size_t i = 0; i < shape->key_count; i++) {
        const struct register_shape *target = shape->targets[shape->key[i]];
        if (!target)
            continue;
        buffer_text(sql, " AND EXISTS (SELECT 1");
        write_from(sql, actor, target, PARTNERSHIPS_ALL, "k", "kv");
        buffer_format(sql, " AND k.id = %s.%s)", record, shape->def->fields[shape->key[i]].name);
    }
}

static void write_rows_where(struct buffer *sql, const struct actor *actor, const struct register_shape *shape,
                             int64_t partnership, const char *record, const char *version)
{
    write_from(sql, actor, shape, partnership, record, version);
    write_key_references(sql, actor, shape, record);
}

/* In the past everything comes from the version, but for what never changes: read from the record, that finds its index. */
static void write_columns(struct buffer *sql, const struct actor *actor, const struct register_shape *shape,
                          enum select_columns columns)
{
    const char *v = date_is_none(actor->as_at) ? "t" : "v";
    buffer_format(sql, "t.id, t.partnership, %s.visible, %s.known_from, %s.recorded_at, %s.entry, t.natural_key", v, v, v,
                  v);
    for (const struct field_def *field = shape->def->fields; field->name; field++)
        if (field->kind != FIELD_REF_MANY || columns == SELECT_ALL)
            buffer_format(sql, ", %s.%s", register_key_has(shape->def, field->name) ? "t" : v, field->name);
    for (size_t i = 0; i < shape->sort_count; i++) {
        const struct field_def *field = &shape->def->fields[shape->sorts[i]];
        if (!field_has_sort_column(shape->def, field))
            continue;
        if (*v == 't')
            buffer_format(sql, ", t.sort_%s", field->name);
        else /* versions older than the sort have none: they come last, as what was not recorded does */
            buffer_format(sql, ", COALESCE(v.sort_%s, '2') AS sort_%s", field->name, field->name);
    }
    if (columns == SELECT_ALL)
        buffer_format(sql, ", %s.folded", v);
}

void select_rows(struct buffer *sql, const struct actor *actor, const struct register_shape *shape, int64_t partnership,
                 enum select_columns columns)
{
    buffer_text(sql, "(SELECT ");
    write_columns(sql, actor, shape, columns);
    write_rows_where(sql, actor, shape, partnership, "t", "v");
    buffer_char(sql, ')');
}

void select_links(struct buffer *sql, const struct actor *actor, const struct register_shape *shape, size_t field)
{
    bool now = date_is_none(actor->as_at);
    buffer_format(sql, "(SELECT l.record, l.target, l.position FROM %s AS l WHERE ", shape->link_tables[field]);
    if (now)
        buffer_text(sql, "l.ended IS NULL AND ");
    buffer_text(sql, "EXISTS (SELECT 1");
    write_rows_where(sql, actor, shape, PARTNERSHIPS_ALL, "t", "v");
    buffer_text(sql, " AND t.id = l.record");
    if (!now)
        buffer_text(sql, " AND l.entry <= v.entry AND (l.ended IS NULL OR l.ended > v.entry)");
    buffer_text(sql, ") AND EXISTS (SELECT 1");
    write_rows_where(sql, actor, shape->targets[field], PARTNERSHIPS_ALL, "t", "v");
    buffer_text(sql, " AND t.id = l.target))");
}
