/* The sample, loaded. */
#include "sample_database.h"

#include "base/file.h"
#include "record/schema.h"
#include "record/transfer.h"
#include "engines.h"

#include <string.h>
#include <talloc.h>

/* Imports and gives the first fault in words; NULL: none. */
static const char *import_faults(struct sample_database *sample, bool shared, const char *folder)
{
    int64_t where = shared ? 0 : sample->partnership;
    struct reader writer = {sample->connection, sample->application->registers, actor_command(where, shared)};
    struct circumstances circumstances = circumstances_real();
    struct fault_list faults = fault_list_on(sample->ctx);
    struct change_counts counts;
    ck_assert_fine(transfer_import(sample->ctx, &writer, &circumstances, where, folder, application_today(sample->application), NULL, NULL,
                                   &faults, &counts));
    return faults.count > 0 ? fault_text(sample->ctx, &faults.at[0]) : NULL;
}

static void import_folder(struct sample_database *sample, bool shared, const char *folder)
{
    const char *fault = import_faults(sample, shared, folder);
    ck_assert_msg(!fault, "%s", fault);
}

static struct error *find_partnership(struct store_connection *connection, void *argument)
{
    struct sample_database *sample = argument;
    struct record *partnership;
    (void)connection;
    TRY(record_find(sample->ctx, &sample->reader, registers_find(sample->application->registers, "partnership"), "buckinghamshire",
                    &partnership));
    sample->partnership = partnership->id;
    return NULL;
}

struct sample_database *sample_database_open(void *ctx, int engine)
{
    struct sample_database *sample = talloc_zero(ctx, struct sample_database);
    struct scratch *scratch = scratch_database(sample, engine);
    const char *backup;
    sample->ctx = sample;
    sample->connection = scratch_connect(sample, scratch, SCRATCH_OWNER);
    ck_assert_fine(application_make(sample, features, circumstances_real(), &sample->application));
    ck_assert_fine(schema_migrate(sample, sample->connection, sample->application->registers, &backup));
    import_folder(sample, true, "sample/shared");
    sample->reader = (struct reader){sample->connection, sample->application->registers, actor_public(0)};
    sample_database_read(sample, find_partnership, sample);
    sample->reader.actor = actor_public(sample->partnership);
    import_folder(sample, false, "sample/buckinghamshire");
    return sample;
}

static const char *folder_with(struct sample_database *sample, const char *file, const char *text)
{
    const char *folder = scratch_folder(sample);
    const char *path = talloc_asprintf(sample, "%s/%s", folder, file);
    ck_assert_fine(file_write(sample, path, text, strlen(text)));
    return folder;
}

void sample_database_import(struct sample_database *sample, bool shared, const char *file, const char *text)
{
    import_folder(sample, shared, folder_with(sample, file, text));
}

const char *sample_database_import_fault(struct sample_database *sample, bool shared, const char *file, const char *text)
{
    const char *fault = import_faults(sample, shared, folder_with(sample, file, text));
    ck_assert_ptr_nonnull(fault);
    return fault;
}

void sample_database_read(struct sample_database *sample, struct error *(*function)(struct store_connection *, void *), void *argument)
{
    struct store_scope scope = actor_scope(&sample->reader.actor);
    ck_assert_fine(store_read(sample->connection, &scope, function, argument));
}
