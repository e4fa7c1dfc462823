/* goldthread demo: loads the sample, writes its report, says what to look at. Doing it again changes nothing. */
#include "app/frame_commands.h"
#include "report/report_commands.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

#define ALL 1000

/* The demo under way. */
struct demo {
    struct command_run *run;
    struct store_connection *connection;
    const char *sample;
    int64_t partnership;
    const char *folder; /* of the partnership's sample */
    struct period period;
};

/* ---- loading ---- */

static struct error *import_one(struct demo *demo, const char *folder, int64_t where)
{
    struct command_run *run = demo->run;
    struct change_counts counts;
    struct reader writer = {demo->connection, run->application->registers, actor_command(where, where == 0)};
    struct error *error = command_import(run, &writer, where, folder, &counts);
    if (error && error->kind == ERROR_INVALID)
        fputs("What an earlier edition of the sample declared is never changed: delete that database, or name another with --db.\n",
              run->error);
    TRY(error);
    fprintf(run->out, "%s: %zu records added, %zu changed, %zu as they were.\n", folder, counts.added, counts.changed, counts.equal);
    return NULL;
}

/* The sample's partnership is the one whose code names a folder beside the shared one. */
static struct error *find_partnership(struct store_connection *connection, void *argument)
{
    (void)connection;
    struct demo *demo = argument;
    struct command_run *run = demo->run;
    struct reader reader = {demo->connection, run->application->registers, actor_command(0, false)};
    struct record_list_request request = {.limit = ALL};
    struct record_list list;
    struct stat about;
    TRY(record_list(run->ctx, &reader, registers_find(reader.registers, "partnership"), &request, &list));
    for (size_t i = 0; i < list.count && !demo->folder; i++) {
        const char *folder = talloc_asprintf(run->ctx, "%s/%s", demo->sample, list.at[i]->key);
        TRY_MEMORY(folder);
        if (stat(folder, &about) != 0 || !S_ISDIR(about.st_mode))
            continue;
        demo->folder = folder;
        demo->partnership = list.at[i]->id;
    }
    if (!demo->folder)
        return ERROR_NEW(run->ctx, ERROR_NOT_FOUND, "%s has no folder named after a partnership of %s/shared/partnership.csv.",
                         demo->sample, demo->sample);
    return NULL;
}

static struct error *load(struct demo *demo)
{
    struct store_scope nobody = {.visible = VISIBLE_UNIT};
    const char *shared = talloc_asprintf(demo->run->ctx, "%s/shared", demo->sample);
    TRY_MEMORY(shared);
    TRY(import_one(demo, shared, 0));
    TRY(store_read(demo->connection, &nobody, find_partnership, demo));
    return import_one(demo, demo->folder, demo->partnership);
}

/* ---- what is there ---- */

static struct error *print_count(struct command_run *run, const struct reader *reader, const struct register_def *def)
{
    struct store_rows *rows;
    bool more;
    const char *sql = talloc_asprintf(run->ctx, "SELECT COUNT(*) FROM {%s} AS r", def->name);
    TRY_MEMORY(sql);
    TRY(record_query(run->ctx, reader, sql, NULL, 0, &rows));
    TRY(store_next(rows, &more));
    int64_t count = store_get_integer(rows, 0);
    store_end(rows);
    const char *name = count == 1 ? def->title : def->plural;
    if (count > 0)
        fprintf(run->out, "  %6" PRId64 " %c%s\n", count, tolower((unsigned char)name[0]), name + 1);
    return NULL;
}

/* Prints what the public may see of each register, and finds the period of the report that knows most. */
static struct error *look(struct store_connection *connection, void *argument)
{
    struct demo *demo = argument;
    struct command_run *run = demo->run;
    struct reader reader = {connection, run->application->registers, actor_public(demo->partnership)};
    struct record_list_request request = {.limit = ALL};
    struct record_list list;
    struct record *newest = NULL;
    TRY(record_list(run->ctx, &reader, &report_register, &request, &list));
    for (size_t i = 0; i < list.count; i++)
        if (!newest || date_compare(report_date(list.at[i], "known_on"), report_date(newest, "known_on")) > 0)
            newest = list.at[i];
    if (!newest)
        return ERROR_NEW(run->ctx, ERROR_NOT_FOUND, "%s has no report.csv, so there is no report to write.", demo->folder);
    demo->period = report_period(newest);

    fprintf(run->out, "%s now holds, for everybody to see:\n", store_where(run->application->store));
    for (size_t i = 0; i < registers_count(reader.registers); i++)
        TRY(print_count(run, &reader, registers_at(reader.registers, i)));
    return NULL;
}

static struct error *run_demo(struct command_run *run)
{
    const char *sample = command_option(run, "--sample"), *path;
    struct demo demo = {.run = run, .sample = sample ? sample : "sample"};
    struct report_made made;
    TRY(application_open(run, true, &demo.connection));
    TRY(load(&demo));
    struct actor actor = actor_public(demo.partnership);
    struct store_scope scope = actor_scope(&actor);
    TRY(store_read(demo.connection, &scope, look, &demo));

    struct report_request request = {
        .application = run->application, .connection = demo.connection, .partnership = demo.partnership,
        .period = demo.period, .known_on = DATE_NONE,
    };
    TRY(report_save(run->ctx, &request, command_option(run, "--out"), &made, &path));
    TRY(report_print(run, &made, path));
    fprintf(run->out,
            "\nNext: open %s in a browser, or print it.\n"
            "      goldthread serve --db %s shows the same records as a web site; begin with its threads.\n",
            path, store_where(run->application->store));
    return NULL;
}

const struct command demo_command = {
    .name = "demo", .says = "Loads the sample, writes its report, and says what to look at", .run = run_demo,
    .options = (const struct option[]) {
        {"--db", "FILE", "The database to make or to add to", true},
        {"--out", "DIR", "Where report.html is written; made if it is not there", true},
        {"--sample", "DIR", "Another sample: shared/ and a folder named after the partnership (default sample)", false},
        OPTIONS_END },
    .help = "Running it again on the same database changes nothing.\n\n"
            "example: goldthread demo --db demo.db --out demo && goldthread serve --db demo.db\n",
};
