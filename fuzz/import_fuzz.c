/* Any bytes as a folder of CSV files: no crash, and either faults, each at a place, and nothing kept; or what came in
 * is equal when it comes in again, goes out and comes back the same, and the chain holds. The input is files one after
 * another, each up to a NUL, its first byte choosing the register. */
#include "fuzz.h"

#include "../tests/support/sample_registers.h"
#include "base/file.h"
#include "record/schema.h"
#include "record/transfer.h"

#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#define PARTNERSHIP 7

static const char *const names[] = {"outcome", "agency", "rating", "task"};
#define NAMES (sizeof names / sizeof *names)

/* Made once; emptied before each input. */
static struct {
    void *ctx;
    char *folder;
    const char *in, *out;
    struct reader writer;
    struct circumstances circumstances;
} world;

static int64_t noon(void *state)
{
    (void)state;
    return 1795435200;
}

static void zeros(void *state, void *bytes, size_t count)
{
    (void)state;
    memset(bytes, 0, count);
}

/* Takes the protection off the append-only tables, so that the world can be emptied. */
static struct error *drop_triggers(struct store_connection *connection, void *argument)
{
    struct store_rows *rows;
    const char *sql = "";
    (void)argument;
    TRY(store_query(world.ctx, connection, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", NULL, 0, &rows));
    for (bool more;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return store_script(connection, sql);
        sql = talloc_asprintf(world.ctx, "%sDROP TRIGGER \"%s\";", sql, store_get_text(rows, 0));
        TRY_MEMORY(sql);
    }
}

static void remove_files(const void *ctx, const char *folder)
{
    for (size_t i = 0; i < NAMES; i++)
        (void)unlink(talloc_asprintf(ctx, "%s/%s.csv", folder, names[i]));
    (void)rmdir(folder);
}

/* Nothing is left behind when the run is ended. */
static void end_world(void)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    remove_files(world.ctx, world.in);
    remove_files(world.ctx, world.out);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        (void)unlink(talloc_asprintf(world.ctx, "%s/fuzz.db%s", world.folder, endings[i]));
    (void)rmdir(world.folder);
}

static void begin_world(void)
{
    struct store *store;
    struct store_connection *connection;
    struct registers *registers;
    const char *backup;
    const char *given = getenv("GOLDTHREAD_TEST_FOLDER");
    world.ctx = talloc_new(NULL);
    world.folder = talloc_asprintf(world.ctx, "%s/goldthread-fuzz-XXXXXX", given ? given : "/dev/shm");
    MUST(world.folder && mkdtemp(world.folder));
    world.in = talloc_asprintf(world.ctx, "%s/in", world.folder);
    world.out = talloc_asprintf(world.ctx, "%s/out", world.folder);
    MUST(!registers_make(world.ctx, sample_registers, &registers));
    MUST(!store_open(world.ctx, talloc_asprintf(world.ctx, "%s/fuzz.db", world.folder), &store));
    MUST(!store_connect(world.ctx, store, &connection));
    MUST(!schema_migrate(world.ctx, connection, registers, &backup));
    MUST(!store_write(connection, NULL, drop_triggers, NULL));
    MUST(atexit(end_world) == 0);
    world.writer = (struct reader){connection, registers, actor_command(PARTNERSHIP, false)};
    world.circumstances = (struct circumstances){noon, zeros, NULL};
}

static struct error *empty(struct store_connection *connection, void *argument)
{
    (void)argument;
    return store_script(connection,
                        "DELETE FROM outcome_leads; DELETE FROM outcome_follows; DELETE FROM rating; DELETE FROM task;"
                        "DELETE FROM outcome; DELETE FROM agency; DELETE FROM rating_version; DELETE FROM task_version;"
                        "DELETE FROM outcome_version; DELETE FROM agency_version; DELETE FROM entry;");
}

/* Writes the files of the input; how many. A later one of the same register replaces the earlier. */
static size_t write_files(const void *ctx, const char *bytes, size_t count)
{
    size_t files = 0;
    while (count > 0) {
        size_t length = strnlen(bytes, count);
        if (length > 0) {
            const char *path = talloc_asprintf(ctx, "%s/%s.csv", world.in, names[(unsigned char)*bytes % NAMES]);
            MUST(!file_write(ctx, path, bytes + 1, length - 1));
            files++;
        }
        bytes += length < count ? length + 1 : length;
        count -= length < count ? length + 1 : length;
    }
    return files;
}

static struct change_counts import(void *ctx, const char *folder, size_t *faults_found)
{
    struct fault_list faults = fault_list_on(ctx);
    struct change_counts counts;
    MUST(!transfer_import(ctx, &world.writer, &world.circumstances, PARTNERSHIP, folder, DATE_NONE, NULL, NULL, &faults,
                          &counts));
    for (size_t i = 0; i < faults.count; i++) {
        MUST(faults.at[i].file && faults.at[i].line > 0 && faults.at[i].column > 0);
        const char *text = fault_text(ctx, &faults.at[i]);
        MUST(text && !strpbrk(text, "\r\n\x1B"));
    }
    MUST(faults.count == 0 || counts.added + counts.changed + counts.equal == 0);
    *faults_found = faults.count;
    return counts;
}

static void check_kept(void *ctx, struct change_counts first)
{
    size_t faults, files, records;
    struct chain_report report;
    MUST(first.changed == 0 && first.equal == 0);
    struct change_counts again = import(ctx, world.in, &faults);
    MUST(faults == 0 && again.added == 0 && again.changed == 0 && again.equal == first.added);
    MUST(!transfer_export(ctx, &world.writer, PARTNERSHIP, world.out, false, &files, &records));
    MUST(records == first.added);
    if (records > 0) {
        again = import(ctx, world.out, &faults);
        MUST(faults == 0 && again.added == 0 && again.changed == 0 && again.equal == first.added);
    }
    MUST(!chain_verify(ctx, &world.writer, PARTNERSHIP, NULL, &report));
    MUST(report.faults.count == 0 && report.versions == (int64_t)first.added);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!world.ctx)
        begin_world();
    void *ctx = talloc_new(NULL);
    remove_files(ctx, world.in);
    remove_files(ctx, world.out);
    MUST(mkdir(world.in, 0700) == 0 && mkdir(world.out, 0700) == 0);
    MUST(!store_write(world.writer.connection, NULL, empty, NULL));
    if (write_files(ctx, (const char *)data, size) > 0) {
        size_t faults;
        struct change_counts counts = import(ctx, world.in, &faults);
        if (faults == 0)
            check_kept(ctx, counts);
    }
    talloc_free(ctx);
    return 0;
}
