/* PostgreSQL's catalogue, its triggers, its row-level security and its ids. */
#include "store/postgres_internal.h"

#include <talloc.h>

/* --- ids ---------------------------------------------------------------------------------------------------------- */

/* A counter in a table would make writers of different partnerships wait for each other until they commit, and
 * deadlock; a sequence does not. For the run to be unbroken it is taken under a lock that lasts no longer than the
 * taking. (Should the taking be cut short, postgres_roll_back gives the lock back.) */
static const char take_ids[] =
    "CREATE OR REPLACE FUNCTION goldthread_take_ids(ids regclass, wanted bigint) RETURNS bigint LANGUAGE plpgsql AS "
    "$body$ "
    "DECLARE key bigint := (CAST(18261 AS bigint) << 48) + CAST(CAST(ids AS oid) AS bigint); first bigint; "
    "BEGIN PERFORM pg_advisory_lock(key); "
    "SELECT MIN(id) INTO first FROM (SELECT nextval(ids) AS id FROM generate_series(1, wanted)) AS taken; "
    "PERFORM pg_advisory_unlock(key); RETURN first; END $body$";

struct error *postgres_ids_make(struct store_connection *connection, const char *table)
{
    char sql[320];
    snprintf(sql, sizeof sql, "CREATE SEQUENCE IF NOT EXISTS \"%s_ids\" AS bigint OWNED BY \"%s\".id", table, table);
    TRY(store_script(connection, sql));
    return store_script(connection, take_ids);
}

struct error *postgres_next_ids(struct store_connection *connection, const char *table, size_t count, int64_t *first)
{
    char sequence[80];
    snprintf(sequence, sizeof sequence, "\"%s_ids\"", table);
    struct store_value values[] = {store_text(sequence), store_integer((int64_t)count)};
    return store_query_integer(connection, "SELECT goldthread_take_ids(CAST($1 AS regclass), $2)", values, 2, 0, first);
}

/* --- the catalogue ------------------------------------------------------------------------------------------------ */

struct error *postgres_table_names(void *ctx, struct store_connection *connection, struct text_list *names)
{
    return store_read_names(ctx, connection,
                            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                            "WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY c.relname",
                            NULL, 0, names);
}

static const char columns_of[] =
    "SELECT a.attname, format_type(a.atttypid, a.atttypmod) || "
    "CASE WHEN l.collname = 'C' THEN ' COLLATE \"C\"' ELSE '' END, a.attnotnull, r.relname "
    "FROM pg_attribute a LEFT JOIN pg_collation l ON l.oid = a.attcollation "
    "LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'f' "
    "AND k.conkey = ARRAY[a.attnum] LEFT JOIN pg_class r ON r.oid = k.confrelid "
    "WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

/* Policies are named by what they are and the number of their wording: change the number with the wording. */
static const struct {
    const char *name;
    const char *sees; /* who may read a row */
} guards[] = {
    [GUARD_PARTNERSHIP] =
        {"goldthread_partnership_1",
         "(SELECT current_setting('goldthread.partnership', true)) <> '' AND "
         "partnership IN (0, (SELECT NULLIF(current_setting('goldthread.partnership', true), '')::bigint))"},
    [GUARD_VISIBLE] =
        {"goldthread_visible_1",
         "partnership IN (0, (SELECT NULLIF(current_setting('goldthread.partnership', true), '')::bigint)) "
         "AND visible <= (SELECT NULLIF(current_setting('goldthread.visible', true), '')::bigint)"},
};

static const char may_write_row[] =
    "(partnership <> 0 AND partnership = (SELECT NULLIF(current_setting('goldthread.partnership', true), '')::bigint)) "
    "OR (partnership = 0 AND (SELECT current_setting('goldthread.shared_writer', true)) = '1')";

static struct error *read_guard(void *ctx, struct store_connection *connection, const struct store_value *table,
                                enum guard *guard)
{
    struct store_rows *rows;
    TRY(store_query(ctx, connection,
                    "SELECT c.relrowsecurity AND c.relforcerowsecurity, c.relrowsecurity OR c.relforcerowsecurity, "
                    "COUNT(p.oid), COUNT(p.oid) FILTER (WHERE p.polname LIKE 'goldthread_partnership_1_%'), "
                    "COUNT(p.oid) FILTER (WHERE p.polname LIKE 'goldthread_visible_1_%') "
                    "FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid WHERE c.oid = $1 "
                    "GROUP BY c.relrowsecurity, c.relforcerowsecurity",
                    table, 1, &rows));
    bool more;
    TRY(store_next(rows, &more));
    bool forced = store_get_integer(rows, 0) != 0, touched = store_get_integer(rows, 1) != 0;
    int64_t policies = store_get_integer(rows, 2);
    if (forced && policies == 4 && store_get_integer(rows, 3) == 4)
        *guard = GUARD_PARTNERSHIP;
    else if (forced && policies == 4 && store_get_integer(rows, 4) == 4)
        *guard = GUARD_VISIBLE;
    else
        *guard = touched || policies > 0 ? GUARD_OTHER : GUARD_NONE;
    store_end(rows);
    return NULL;
}

struct error *postgres_table_read(void *ctx, struct store_connection *connection, const char *table,
                                  struct actual_table *actual)
{
    *actual = (struct actual_table){.strict = true};
    struct store_value name = store_text(table);
    int64_t number;
    TRY(store_query_integer(connection,
                            "SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                            "WHERE n.nspname = current_schema() AND c.relname = $1 AND c.relkind IN ('r', 'p')",
                            &name, 1, 0, &number));
    if (number == 0)
        return NULL;
    actual->there = true;
    struct store_value id = store_integer(number);
    TRY(store_read_columns(ctx, connection, columns_of, &id, actual));
    TRY(store_read_names(ctx, connection,
                         "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                         "WHERE i.indrelid = $1 AND NOT i.indisprimary ORDER BY c.relname",
                         &id, 1, &actual->indexes));
    TRY(store_read_names(ctx, connection,
                         "SELECT tgname FROM pg_trigger WHERE tgrelid = $1 AND NOT tgisinternal ORDER BY tgname", &id,
                         1, &actual->triggers));
    struct text_list key = {0};
    TRY(store_read_names(
        ctx, connection,
        "SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (number, place) "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number "
        "WHERE i.indrelid = $1 AND i.indisprimary ORDER BY k.place",
        &id, 1, &key));
    actual->primary_key = text_join(ctx, &key, ", ");
    TRY_MEMORY(actual->primary_key);
    return read_guard(ctx, connection, &id, &actual->guard);
}

/* --- protection --------------------------------------------------------------------------------------------------- */

void postgres_append_only(struct buffer *sql, const struct store_table *table, const struct append_only_names *names)
{
    buffer_text(sql,
                "CREATE OR REPLACE FUNCTION goldthread_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
                "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '" STATE_APPEND_ONLY "'; "
                "END $body$;\n");
    buffer_format(sql, "CREATE TRIGGER \"%s\" BEFORE UPDATE ON \"%s\" FOR EACH ROW", names->no_update, table->name);
    if (table->erasing)
        buffer_format(sql, " WHEN (NEW.\"%s\" IS NOT DISTINCT FROM OLD.\"%s\")", table->erasing, table->erasing);
    buffer_text(sql, " EXECUTE FUNCTION goldthread_append_only();\n");
    buffer_format(sql,
                  "CREATE TRIGGER \"%s\" BEFORE DELETE OR TRUNCATE ON \"%s\" FOR EACH STATEMENT "
                  "EXECUTE FUNCTION goldthread_append_only();\n",
                  names->no_delete, table->name);
}

void postgres_drop_trigger(struct buffer *sql, const char *table, const char *trigger)
{
    buffer_format(sql, "DROP TRIGGER \"%s\" ON \"%s\";\n", trigger, table);
}

static void drop_policies(struct buffer *sql, const char *table)
{
    buffer_format(sql,
                  "DO $body$ DECLARE policy name; BEGIN FOR policy IN SELECT polname FROM pg_policy "
                  "WHERE polrelid = '\"%s\"'::regclass LOOP EXECUTE format('DROP POLICY %%I ON \"%s\"', policy); "
                  "END LOOP; END $body$;\n",
                  table, table);
}

void postgres_guard(struct buffer *sql, const char *table, enum guard guard)
{
    drop_policies(sql, table);
    const char *on = guard == GUARD_NONE ? "DISABLE" : "ENABLE", *forced = guard == GUARD_NONE ? "NO FORCE" : "FORCE";
    buffer_format(sql, "ALTER TABLE \"%s\" %s ROW LEVEL SECURITY, %s ROW LEVEL SECURITY;\n", table, on, forced);
    if (guard == GUARD_NONE)
        return;
    const char *name = guards[guard].name, *sees = guards[guard].sees;
    buffer_format(sql, "CREATE POLICY %s_read ON \"%s\" FOR SELECT USING (%s);\n", name, table, sees);
    buffer_format(sql, "CREATE POLICY %s_add ON \"%s\" FOR INSERT WITH CHECK (%s);\n", name, table, may_write_row);
    buffer_format(sql, "CREATE POLICY %s_change ON \"%s\" FOR UPDATE USING (%s) WITH CHECK (%s);\n", name, table, sees,
                  may_write_row);
    /* A deletion is checked by what it may touch only. */
    buffer_format(sql, "CREATE POLICY %s_delete ON \"%s\" FOR DELETE USING ((%s) AND (%s));\n", name, table, sees,
                  may_write_row);
}
