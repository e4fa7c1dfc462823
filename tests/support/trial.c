/* The trial: a migrated scratch database and what is done to it. */
#include "trial.h"

#include "engines.h"

#include "base/buffer.h"
#include "base/file.h"
#include "record/schema.h"
#include "sample_registers.h"

#include <talloc.h>
#include <unistd.h>

static int64_t held_clock(void *state)
{
    return ((struct trial *)state)->now;
}

/* A linear congruential generator: nothing here is secret, everything must come again. */
static void held_dice(void *state, void *bytes, size_t count)
{
    struct trial *trial = state;
    for (size_t i = 0; i < count; i++) {
        trial->dice = trial->dice * 6364136223846793005ULL + 1442695040888963407ULL;
        ((unsigned char *)bytes)[i] = (unsigned char)(trial->dice >> 33);
    }
}

struct trial *trial_start(void *ctx, int engine)
{
    struct trial *trial = talloc_zero(ctx, struct trial);
    const char *backup = NULL;
    trial->ctx = trial;
    trial->engine = engine;
    trial->folder = scratch_folder(trial);
    ck_assert_fine(registers_make(trial, sample_registers, &trial->registers));
    struct scratch *scratch = scratch_database(trial, engine);
    trial->owner = scratch_connect(trial, scratch, SCRATCH_OWNER);
    ck_assert_fine(schema_migrate(trial, trial->owner, trial->registers, &backup));
    trial->connection = scratch_connect(trial, scratch, SCRATCH_APPLICATION);
    trial->writer = (struct reader){trial->connection, trial->registers, actor_command(TRIAL_PARTNERSHIP, true)};
    trial->circumstances = (struct circumstances){held_clock, held_dice, trial};
    trial->now = 1795435200;
    return trial;
}

void trial_file(struct trial *trial, const char *name, const char *text)
{
    const char *path = talloc_asprintf(trial, "%s/%s", trial->folder, name);
    if (text)
        ck_assert_fine(file_write(trial, path, text, strlen(text)));
    else
        (void)unlink(path);
}

const char *trial_read(struct trial *trial, const char *subfolder, const char *name)
{
    char *bytes;
    size_t count;
    const char *path = talloc_asprintf(trial, "%s/%s/%s", trial->folder, subfolder, name);
    struct error *error = file_read(trial, path, (size_t)100 << 20, &bytes, &count);
    if (error && error->kind == ERROR_NOT_FOUND)
        return "";
    ck_assert_fine(error);
    return bytes;
}

const char *trial_faults(struct trial *trial, const struct fault_list *faults)
{
    struct buffer text = buffer_on(trial);
    size_t length = strlen(trial->folder) + 1;
    for (size_t i = 0; i < faults->count; i++) {
        const char *fault = fault_text(trial, &faults->at[i]);
        buffer_format(&text, "%s%s", i ? "\n" : "",
                      strncmp(fault, trial->folder, length - 1) == 0 ? fault + length : fault);
    }
    return buffer_cstr(&text);
}

struct error *trial_import_error(struct trial *trial, int64_t where, struct fault_list *faults)
{
    *faults = fault_list_on(trial);
    return transfer_import(trial, &trial->writer, &trial->circumstances, where, trial->folder,
                           date_of_instant(trial->now), NULL, NULL, faults, &trial->counts);
}

const char *trial_import(struct trial *trial, int64_t where)
{
    struct fault_list faults;
    ck_assert_fine(trial_import_error(trial, where, &faults));
    return trial_faults(trial, &faults);
}

const char *trial_import_one(struct trial *trial, int64_t where, const char *name, const char *text)
{
    trial_file(trial, name, text);
    const char *faults = trial_import(trial, where);
    trial_file(trial, name, NULL);
    return faults;
}

size_t trial_export(struct trial *trial, int64_t where, const char *subfolder)
{
    size_t files, records;
    ck_assert_fine(transfer_export(trial, &trial->writer, where,
                                   talloc_asprintf(trial, "%s/%s", trial->folder, subfolder), false, &files, &records));
    return records;
}

const char *trial_verify(struct trial *trial, int64_t partnership)
{
    struct chain_report report;
    ck_assert_fine(chain_verify(trial, &trial->writer, partnership, NULL, &report));
    return trial_faults(trial, &report.faults);
}

/* --- raw SQL ------------------------------------------------------------------------------------------------------ */

struct asked {
    const char *sql;
    int64_t number;
    struct buffer *text;
};

static struct error *count_in(struct store_connection *connection, void *argument)
{
    struct asked *asked = argument;
    return store_query_integer(connection, asked->sql, NULL, 0, -1, &asked->number);
}

int64_t trial_count(struct trial *trial, const char *sql)
{
    struct asked asked = {.sql = sql};
    struct store_scope scope = actor_scope(&trial->writer.actor);
    ck_assert_fine(store_read(trial->connection, &scope, count_in, &asked));
    return asked.number;
}

static struct error *run_script(struct store_connection *connection, void *argument)
{
    return store_script(connection, argument);
}

static void script(struct trial *trial, const char *sql)
{
    struct store_scope scope = actor_scope(&trial->writer.actor);
    ck_assert_fine(store_write(trial->owner, &scope, run_script, (void *)sql));
}

static struct error *drop_triggers(struct store_connection *connection, void *argument)
{
    struct trial *trial = argument;
    struct store_rows *rows;
    struct buffer sql = buffer_on(trial);
    TRY(store_query(trial, connection, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", NULL, 0, &rows));
    for (bool more;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return sql.used ? store_script(connection, sql.data) : NULL;
        buffer_format(&sql, "DROP TRIGGER \"%s\";", store_get_text(rows, 0));
    }
}

void trial_unprotect(struct trial *trial)
{
    if (trial->engine == STORE_SQLITE) {
        ck_assert_fine(store_write(trial->owner, NULL, drop_triggers, trial));
        return;
    }
    script(trial,
           "DO $$ DECLARE t record; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP "
           "EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', t.tablename); END LOOP; END $$");
}

void trial_tamper(struct trial *trial, const char *sql)
{
    script(trial, sql);
}
