/* Starting up: the registers of all features checked together, the database opened, the partnership found. */
#include "app/application.h"

#include "record/schema.h"

#include <string.h>
#include <talloc.h>
#include <unistd.h>

struct date application_today(const struct application *application)
{
    return date_of_instant(application->circumstances.now(application->circumstances.state));
}

struct error *application_make(void *ctx, const struct feature *const *rooms, struct circumstances circumstances,
                               struct application **application)
{
    struct application *made = talloc_zero(ctx, struct application);
    TRY_MEMORY(made);
    made->features = rooms;
    made->circumstances = circumstances;

    LIST_OF(const struct register_def *) list = {0};
    for (size_t i = 0; rooms[i]; i++)
        for (size_t j = 0; rooms[i]->registers && rooms[i]->registers[j]; j++)
            TRY(LIST_ADD(made, &list, rooms[i]->registers[j]));
    TRY(LIST_ADD(made, &list, NULL));
    TRY(registers_make(made, list.at, &made->registers));
    *application = made;
    return NULL;
}

struct error *application_open(struct command_run *run, bool migrate, struct store_connection **connection)
{
    const char *where = command_option(run, "--db");
    struct application *application = run->application;
    where = where ? where : "goldthread.db";
    bool file = strncmp(where, "postgres", strlen("postgres")) != 0;
    if (!migrate && file && access(where, F_OK) != 0)
        return ERROR_NEW(run->ctx, ERROR_NOT_FOUND, "There is no database %s. goldthread demo, import or migrate makes one.", where);
    TRY(store_open(run->ctx, where, &application->store));
    TRY(store_connect(run->ctx, application->store, connection));
    if (!migrate)
        return schema_require(run->ctx, *connection, application->registers);

    const char *backup = NULL;
    TRY(schema_migrate(run->ctx, *connection, application->registers, &backup));
    if (backup)
        fprintf(run->error, "The database was brought up to date. As it was before it is kept in %s.\n", backup);
    return NULL;
}

/* What one look at the partnerships found. */
struct partnership_search {
    const struct reader *reader;
    struct command_run *run;
    const char *code;   /* asked for; NULL: the only one */
    int64_t found;
    size_t count;
    const char *codes;  /* all there are, for the message */
};

static struct error *search_partnership(struct store_connection *connection, void *argument)
{
    (void)connection;
    struct partnership_search *search = argument;
    struct store_rows *rows;
    bool more;
    search->codes = "";
    TRY(record_query(search->run->ctx, search->reader, "SELECT id, code FROM {partnership} AS p ORDER BY code", NULL, 0, &rows));
    for (;;) {
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        const char *code = store_get_text(rows, 1);
        search->codes = talloc_asprintf(search->run->ctx, "%s%s%s", search->codes, search->count ? ", " : "", code);
        TRY_MEMORY(search->codes);
        search->count++;
        if (!search->code || strcmp(search->code, code) == 0)
            search->found = store_get_integer(rows, 0);
    }
}

struct error *application_partnership(struct command_run *run, struct store_connection *connection, int64_t *partnership)
{
    struct reader reader = {connection, run->application->registers, actor_command(0, false)};
    struct store_scope scope = actor_scope(&reader.actor);
    struct partnership_search search = {.reader = &reader, .run = run, .code = command_option(run, "--partnership")};
    TRY(store_read(connection, &scope, search_partnership, &search));

    const char *where = store_where(run->application->store);
    if (search.count == 0)
        return ERROR_NEW(run->ctx, ERROR_INVALID,
                         "%s holds no partnership yet. Import one first: goldthread import DIR --shared --db %s.", where, where);
    if (search.code && !search.found)
        return ERROR_NEW(run->ctx, ERROR_INVALID, "%s holds no partnership %s. It holds: %s.", where, search.code, search.codes);
    if (!search.code && search.count > 1)
        return ERROR_NEW(run->ctx, ERROR_INVALID, "%s holds several partnerships: %s. Say which with --partnership CODE.",
                         where, search.codes);
    *partnership = search.found;
    return NULL;
}
