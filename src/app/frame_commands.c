/* The commands every database needs whatever it holds: migrate, import, export, verify. serve has its own file. */
#include "app/frame_commands.h"

#include "app/progress.h"
#include "record/schema.h"
#include "record/transfer.h"

#include <inttypes.h>
#include <talloc.h>

/* Opens the database and says as whom: the partnership of --partnership, or the shared one with --shared. */
static struct error *begin(struct command_run *run, bool migrate, struct reader *reader, int64_t *where)
{
    struct store_connection *connection;
    TRY(application_open(run, migrate, &connection));
    bool shared = command_option(run, "--shared") != NULL;
    *where = 0;
    if (!shared)
        TRY(application_partnership(run, connection, where));
    *reader = (struct reader){connection, run->application->registers, actor_command(*where, shared)};
    return NULL;
}

struct error *command_print_faults(struct command_run *run, const struct fault_list *faults, const char *kept)
{
    if (faults->count == 0)
        return NULL;
    for (size_t i = 0; i < faults->count; i++) {
        const char *text = fault_text(run->ctx, &faults->at[i]);
        TRY_MEMORY(text);
        fprintf(run->error, "%s\n", text);
    }
    size_t all = faults->count + faults->more;
    return ERROR_NEW(run->ctx, ERROR_INVALID, "%zu fault%s. %s", all, all == 1 ? "" : "s", kept);
}

struct error *command_import(struct command_run *run, const struct reader *writer, int64_t where, const char *folder,
                             struct change_counts *counts)
{
    struct fault_list faults = fault_list_on(run->ctx);
    struct progress progress = progress_begin(run->error);
    struct error *failure = transfer_import(run->ctx, writer, &run->application->circumstances, where, folder,
                                            application_today(run->application), progress_show, &progress, &faults, counts);
    progress_end(&progress);
    TRY(failure);
    return command_print_faults(run, &faults, "Nothing was imported.");
}

/* A chain's head being read. */
struct heading {
    struct reader reader;
    int64_t partnership, number;
    char hash[CHAIN_HASH_HEX];
};

static struct error *read_head(struct store_connection *connection, void *argument)
{
    struct heading *heading = argument;
    (void)connection;
    return chain_head(&heading->reader, heading->partnership, &heading->number, heading->hash);
}

struct error *command_print_head(struct command_run *run, struct store_connection *connection, int64_t partnership)
{
    struct heading heading = {{connection, run->application->registers, actor_command(partnership, false)}, partnership, 0, ""};
    struct store_scope scope = actor_scope(&heading.reader.actor);
    TRY(store_read(connection, &scope, read_head, &heading));
    fprintf(run->out, "Head of the chain of %s: %s\n", partnership == 0 ? "the shared records" : "this partnership's records",
            heading.hash[0] ? heading.hash : "(empty)");
    return NULL;
}

static struct error *run_migrate(struct command_run *run)
{
    struct store_connection *connection;
    TRY(application_open(run, true, &connection));
    fprintf(run->out, "%s is up to date (schema %d).\n", store_where(run->application->store), schema_number());
    return NULL;
}

static struct error *run_import(struct command_run *run)
{
    struct reader writer;
    int64_t where;
    struct change_counts counts;
    TRY(begin(run, true, &writer, &where));
    TRY(command_import(run, &writer, where, run->arguments[0], &counts));
    fprintf(run->out, "%zu added, %zu changed, %zu as they were.\n", counts.added, counts.changed, counts.equal);
    return NULL;
}

static struct error *run_export(struct command_run *run)
{
    struct reader reader;
    int64_t where;
    size_t files, records;
    TRY(begin(run, false, &reader, &where));
    TRY(transfer_export(run->ctx, &reader, where, run->arguments[0], command_option(run, "--for-spreadsheet") != NULL, &files,
                        &records));
    fprintf(run->out, "%zu records in %zu files in %s.\n", records, files, run->arguments[0]);
    return command_print_head(run, reader.connection, where);
}

/* Verifies one chain and prints what was found; adds the number of faults to *faults. */
static struct error *verify_one(struct command_run *run, const struct reader *reader, int64_t partnership, const char *name,
                                const char *head, size_t *faults)
{
    struct chain_report report = {0};
    TRY(chain_verify(run->ctx, reader, partnership, head, &report));
    fprintf(run->out, "%s: %" PRId64 " entries, %" PRId64 " versions, %" PRId64 " values erased by a rule. Head %s\n", name,
            report.entries, report.versions, report.erased, report.head[0] ? report.head : "(empty)");
    for (size_t i = 0; i < report.faults.count; i++) {
        const char *text = fault_text(run->ctx, &report.faults.at[i]);
        TRY_MEMORY(text);
        fprintf(run->error, "%s: %s\n", name, text);
    }
    *faults += report.faults.count + report.faults.more;
    return NULL;
}

static struct error *run_verify(struct command_run *run)
{
    struct reader reader;
    int64_t where;
    size_t faults = 0;
    const char *head = command_option(run, "--head");
    TRY(begin(run, false, &reader, &where));
    if (where != 0)
        TRY(verify_one(run, &reader, where, "This partnership", head, &faults));
    TRY(verify_one(run, &reader, 0, "Shared records", where == 0 ? head : NULL, &faults));
    if (faults > 0)
        return ERROR_NEW(run->ctx, ERROR_CONFLICT, "The history does not hold: %zu fault%s.", faults, faults == 1 ? "" : "s");
    fputs("The history holds.\n", run->out);
    return NULL;
}

#define OPTION_SHARED {"--shared", NULL, "The records all partnerships share: areas, sources, editions, national figures", false}

const struct command migrate_command = {
    .name = "migrate", .says = "Makes a database, or brings an older one up to date", .run = run_migrate,
    .options = (const struct option[]) { OPTION_DB, OPTIONS_END },
    .help = "An older SQLite database is first copied beside itself.\n\nexample: goldthread migrate --db partnership.db\n",
};

const struct command import_command = {
    .name = "import", .arguments = "DIR", .argument_count = 1,
    .says = "Reads a folder of CSV files, one a register", .run = run_import,
    .options = (const struct option[]) { OPTION_DB, OPTION_PARTNERSHIP, OPTION_SHARED, OPTIONS_END },
    .help = "Adds what is new, changes what differs (keeping what it was), leaves alone what is equal or absent. If anything is\n"
            "wrong, everything wrong is listed as FILE:LINE:COLUMN and nothing is kept.\n\n"
            "example: goldthread import sample/shared --shared --db partnership.db\n"
            "         goldthread import sample/buckinghamshire --db partnership.db\n",
};

const struct command export_command = {
    .name = "export", .arguments = "DIR", .argument_count = 1,
    .says = "Writes all records as CSV files that import reads back", .run = run_export,
    .options = (const struct option[]) {
        OPTION_DB, OPTION_PARTNERSHIP, OPTION_SHARED,
        {"--for-spreadsheet", NULL, "Disarm cells a spreadsheet would run as a formula (such files are not for import)", false},
        OPTIONS_END },
    .help = "Prints the head of the hash chain too: kept by somebody outside, it shows later whether the history was altered.\n\n"
            "example: goldthread export backup --db partnership.db\n",
};

const struct command verify_command = {
    .name = "verify", .says = "Checks that no record's history was altered", .run = run_verify,
    .options = (const struct option[]) {
        OPTION_DB, OPTION_PARTNERSHIP, OPTION_SHARED,
        {"--head", "HASH", "A head that report or export printed earlier, which must occur in the history", false},
        OPTIONS_END },
    .help = "Exit code 4 if the history does not hold, with each place where it does not.\n\n"
            "example: goldthread verify --db partnership.db\n",
};
