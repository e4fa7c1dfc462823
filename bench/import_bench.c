/* How fast folders of CSV come in and go out: makes up observations of 50 measures for 100 areas, and a tenth as many
 * sentences with links, imports them into an empty database, imports the same again, exports and verifies them. Prints
 * figures, asserts nothing.
 *
 *   import_bench FOLDER ROWS [DATABASE]    FOLDER is empty; DATABASE as for --db, FOLDER/bench.db without */
#include "base/buffer.h"
#include "base/file.h"
#include "evidence/evidence.h"
#include "measures/measures.h"
#include "record/schema.h"
#include "record/transfer.h"

#include <inttypes.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <talloc.h>

#define AREAS 100
#define MEASURES 50

/* Words and links, which observations have none of. */
static const struct register_def finding_register = {
    .name = "finding", .title = "Finding", .plural = "Findings", .says = "A sentence about some areas.",
    .fields = (const struct field_def[]) {
        { "ref",   FIELD_TEXT,      .required = true, .max = 60 },
        { "title", FIELD_TEXT,      .required = true },
        { "says",  FIELD_LONG_TEXT },
        { "areas", FIELD_REF_MANY,  .to = "area" },
        FIELDS_END
    },
    .key = "ref", .sorts = "title", .home = HOME_SHARED,
};

struct bench {
    void *ctx;
    const char *folder;
    struct reader writer;
    struct circumstances circumstances;
    size_t rows;
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A stretch of work: on the clock, and in the processor time this program took. */
struct stretch {
    double clock, processor;
};

static struct stretch now(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (struct stretch){seconds(), (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                                           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6};
}

static void show(const char *engine, const char *what, size_t rows, struct stretch began)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    struct stretch ended = now();
    double took = ended.clock - began.clock;
    printf("%-10s %-13s %8zu rows in %6.2f s (%6.2f s of processor): %7.0f rows a second, peak memory %.0f MB\n",
           engine, what, rows, took, ended.processor - began.processor, (double)rows / took,
           (double)usage.ru_maxrss / 1024);
    fflush(stdout);
}

/* --- made-up data ------------------------------------------------------------------------------------------------- */

static struct error *put(struct bench *bench, const char *name, const struct buffer *text)
{
    TRY(buffer_error(text));
    const char *path = talloc_asprintf(bench->ctx, "%s/in/%s.csv", bench->folder, name);
    TRY_MEMORY(path);
    return file_write(bench->ctx, path, text->data, text->used);
}

static struct error *make_small_files(struct bench *bench)
{
    struct buffer areas = buffer_on(bench->ctx), measures = buffer_on(bench->ctx), sources = buffer_on(bench->ctx);
    buffer_text(&areas, "code,title,kind\n");
    for (int i = 0; i < AREAS; i++)
        buffer_format(&areas, "E%08d,Area number %d,%s\n", i, i, area_register.fields[2].choices[0].code);
    buffer_text(&measures, "ref,title,topic,definition,unit,polarity,frequency,basis,source\n");
    for (int i = 0; i < MEASURES; i++)
        buffer_format(&measures, "m%d,Measure %d,Care,What is counted in measure %d,percent,up,annual,in-period,1\n", i,
                      i, i);
    buffer_text(&sources, "number,title,publisher,kind\n1,Figures made up for timing,Nobody,statistics\n");
    TRY(put(bench, "area", &areas));
    TRY(put(bench, "measure", &measures));
    return put(bench, "source", &sources);
}

static struct error *make_findings(struct bench *bench)
{
    struct buffer text = buffer_on(bench->ctx);
    text.max = (size_t)1 << 30;
    buffer_text(&text, "ref,title,says,areas\n");
    for (size_t i = 0; i < bench->rows / 10; i++)
        buffer_format(
            &text,
            "f%zu,Visits in area %zu were late,\"Of %zu visits, some were late.\nMost were not.\",E%08zu;E%08zu\n", i,
            i % AREAS, i % 37, i % AREAS, (i + 1) % AREAS);
    return put(bench, "finding", &text);
}

static struct error *make_observations(struct bench *bench)
{
    struct buffer text = buffer_on(bench->ctx);
    text.max = (size_t)1 << 30;
    buffer_text(&text, "measure,area,period_from,period_to,published_on,value,status,standing,reason,caveat,source\n");
    size_t periods = bench->rows / (AREAS * MEASURES);
    for (size_t i = 0; i < AREAS * MEASURES * periods; i++) { /* in the order of the key, as export writes them */
        struct date from = date_add_days(date_from_civil(1990, 1, 1), (int)(i % periods) * 30);
        char *first = date_iso(bench->ctx, from), *last = date_iso(bench->ctx, date_add_days(from, 29));
        buffer_format(&text, "m%zu,E%08zu,%s,%s,%s,%zu.%zu,,final,,,1\n", i / periods / AREAS, i / periods % AREAS,
                      first, last, last, i % 97, i % 10);
        talloc_free(first);
        talloc_free(last);
    }
    return put(bench, "observation", &text);
}

/* --- runs --------------------------------------------------------------------------------------------------------- */

static struct error *import(struct bench *bench, const char *engine, const char *what)
{
    struct fault_list faults = fault_list_on(bench->ctx);
    struct change_counts counts;
    const char *folder = talloc_asprintf(bench->ctx, "%s/in", bench->folder);
    TRY_MEMORY(folder);
    struct stretch began = now();
    TRY(transfer_import(bench->ctx, &bench->writer, &bench->circumstances, 0, folder, date_from_civil(2026, 1, 1), NULL,
                        NULL, &faults, &counts));
    if (faults.count > 0)
        return ERROR_NEW(bench->ctx, ERROR_INTERNAL, "The made-up data have a fault: %s",
                         fault_text(bench->ctx, &faults.at[0]));
    show(engine, what, counts.added + counts.equal, began);
    return NULL;
}

static struct error *run(struct bench *bench, struct store *store)
{
    static const struct register_def *const list[] = {&area_register,        &finding_register, &measure_register,
                                                      &observation_register, &source_register,  NULL};
    const char *engine = store_engine(store) == STORE_SQLITE ? "SQLite" : "PostgreSQL", *backup;
    struct registers *registers;
    struct store_connection *connection;
    struct chain_report report;
    size_t files, records;
    TRY(registers_make(bench->ctx, list, &registers));
    TRY(store_connect(bench->ctx, store, &connection));
    TRY(schema_migrate(bench->ctx, connection, registers, &backup));
    bench->writer = (struct reader){connection, registers, actor_command(0, true)};
    TRY(import(bench, engine, "import, new"));
    TRY(import(bench, engine, "import, equal"));
    struct stretch began = now();
    TRY(transfer_export(bench->ctx, &bench->writer, 0, talloc_asprintf(bench->ctx, "%s/out", bench->folder), false,
                        &files, &records));
    show(engine, "export", records, began);
    began = now();
    TRY(chain_verify(bench->ctx, &bench->writer, 0, NULL, &report));
    show(engine, "verify", (size_t)report.versions, began);
    return NULL;
}

int main(int count, char **arguments)
{
    struct store *store;
    struct bench bench = {.ctx = talloc_new(NULL), .circumstances = circumstances_real()};
    if (count < 3 || !bench.ctx) {
        fprintf(stderr, "import_bench FOLDER ROWS [DATABASE]\n");
        return 2;
    }
    bench.folder = arguments[1];
    bench.rows = strtoul(arguments[2], NULL, 10);
    (void)mkdir(talloc_asprintf(bench.ctx, "%s/in", bench.folder), 0777);
    struct error *error = make_small_files(&bench);
    if (!error)
        error = make_observations(&bench);
    if (!error)
        error = make_findings(&bench);
    if (!error)
        error = store_open(bench.ctx,
                           count > 3 ? arguments[3] : talloc_asprintf(bench.ctx, "%s/bench.db", bench.folder), &store);
    if (!error)
        error = run(&bench, store);
    if (error)
        fprintf(stderr, "%s (%s)\n", error->message, error->detail ? error->detail : "");
    talloc_free(bench.ctx);
    return error_exit_code(error);
}
