/* How a database stands to the declarations, and bringing it there. */
#include "record/schema.h"

#include "base/list.h"
#include "base/text.h"
#include "record/schema_migrations.h"
#include "record/schema_sorts.h"
#include "record/schema_tables.h"

#include <stdarg.h>
#include <talloc.h>
#include <unistd.h>

#define BACKUPS_MOST 1000
#define SENTENCES_SHOWN 5

struct sentence_list {
    const char **at;
    size_t count, room;
};

/* One look at a database, or one migration of it. */
struct examination {
    void *ctx;
    const struct registers *registers;
    const struct migrations *migrations;
    enum schema_state state;
    int number; /* of the database; 0: it has none */
    struct sentence_list sentences;
    struct store_table *tables; /* as declared */
    size_t table_count;
};

static int newest(const struct examination *examination)
{
    return examination->migrations->at[examination->migrations->count - 1].number;
}

static struct error *say(struct examination *examination, const char *format, ...) __attribute__((format(printf, 2, 3)));

static struct error *say(struct examination *examination, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *sentence = talloc_vasprintf(examination->ctx, format, arguments);
    va_end(arguments);
    TRY_MEMORY(sentence);
    return LIST_ADD(examination->ctx, &examination->sentences, (const char *)sentence);
}

/* --- looking ------------------------------------------------------------------------------------------------------------- */

static bool has_name(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* The number kept in meta; 0 when there is none that can be read. */
static struct error *read_number(struct examination *examination, struct store_connection *connection)
{
    struct store_rows *rows = NULL;
    bool found = false;
    int64_t number = 0;
    TRY(store_query(examination->ctx, connection, "SELECT value FROM meta WHERE name = 'schema'", NULL, 0, &rows));
    TRY(store_next(rows, &found));
    if (found && store_get_text(rows, 0) && text_to_integer(store_get_text(rows, 0), &number) && number > 0 &&
        number < 100000)
        examination->number = (int)number;
    store_end(rows);
    return NULL;
}

/* Everything in which the tables there differ from those declared. */
static struct error *compare_tables(struct examination *examination, struct store_connection *connection,
                                    const char *const *names, size_t name_count)
{
    for (size_t i = 0; i < examination->table_count; i++) {
        const char **sentences = NULL;
        size_t sentence_count = 0;
        TRY(store_table_differences(examination->ctx, connection, &examination->tables[i], &sentences,
                                    &sentence_count));
        for (size_t s = 0; s < sentence_count; s++)
            TRY(LIST_ADD(examination->ctx, &examination->sentences, sentences[s]));
    }
    for (size_t n = 0; n < name_count; n++) {
        bool declared = false;
        for (size_t i = 0; i < examination->table_count && !declared; i++)
            declared = strcmp(examination->tables[i].name, names[n]) == 0;
        if (!declared)
            TRY(say(examination, "There is a table %s that nothing declares.", names[n]));
    }
    return NULL;
}

static struct error *examine(struct examination *examination, struct store_connection *connection)
{
    const char **names = NULL;
    size_t count = 0;
    examination->number = 0; /* a transaction may be run twice */
    examination->sentences.count = 0;
    TRY(schema_tables(examination->ctx, examination->registers, &examination->tables, &examination->table_count));
    TRY(store_table_names(examination->ctx, connection, &names, &count));
    examination->state = count == 0 ? SCHEMA_EMPTY : SCHEMA_DIFFERENT;
    if (count == 0)
        return NULL;
    if (has_name(names, count, TABLE_META))
        TRY(read_number(examination, connection));
    if (examination->number == 0)
        return say(examination, "It has tables, but not those of Goldthread.");
    if (examination->number > newest(examination)) {
        examination->state = SCHEMA_NEWER;
        return say(examination, "Its schema is number %d, and this program knows them up to %d.", examination->number,
                   newest(examination));
    }
    if (examination->number < newest(examination)) {
        examination->state = SCHEMA_OLDER;
        return NULL;
    }
    TRY(compare_tables(examination, connection, names, count));
    examination->state = examination->sentences.count ? SCHEMA_DIFFERENT : SCHEMA_CURRENT;
    return NULL;
}

static struct error *examine_in_read(struct store_connection *connection, void *argument)
{
    return examine(argument, connection);
}

struct error *schema_state_by(void *ctx, struct store_connection *connection, const struct registers *registers,
                              const struct migrations *migrations, enum schema_state *state, const char ***sentences,
                              size_t *count)
{
    struct examination examination = {.ctx = ctx, .registers = registers, .migrations = migrations};
    TRY(store_read(connection, NULL, examine_in_read, &examination));
    *state = examination.state;
    *sentences = examination.sentences.at;
    *count = examination.sentences.count;
    return NULL;
}

struct error *schema_state(void *ctx, struct store_connection *connection, const struct registers *registers,
                           enum schema_state *state, const char ***sentences, size_t *count)
{
    return schema_state_by(ctx, connection, registers, &schema_migrations, state, sentences, count);
}

/* --- changing ------------------------------------------------------------------------------------------------------------ */

static struct error *write_number(struct store_connection *connection, int number)
{
    char text[16];
    snprintf(text, sizeof text, "%d", number);
    struct store_value value = store_text(text);
    return store_execute(connection,
                         "INSERT INTO meta (name, value) VALUES ('schema', $1) ON CONFLICT (name) DO UPDATE SET value = $1",
                         &value, 1, NULL);
}

/* Row-level security would hide from a migration the very rows it is to change. make_tables guards them again. */
static struct error *unguard_tables(struct examination *examination, struct store_connection *connection)
{
    const char **names = NULL;
    size_t count = 0;
    TRY(store_table_names(examination->ctx, connection, &names, &count));
    for (size_t i = 0; i < count; i++)
        TRY(store_table_unguard(connection, names[i]));
    return NULL;
}

/* Adds what is missing and fills in what follows from what is there; then every table is guarded again. */
static struct error *make_tables(struct examination *examination, struct store_connection *connection)
{
    for (size_t i = 0; i < examination->table_count; i++)
        TRY(store_table_make(connection, &examination->tables[i]));
    return NULL;
}

/* Joins the first few sentences for a message. */
static const char *sentences_text(const struct examination *examination)
{
    char *text = talloc_strdup(examination->ctx, "");
    for (size_t i = 0; text && i < examination->sentences.count && i < SENTENCES_SHOWN; i++)
        text = talloc_asprintf_append_buffer(text, " %s", examination->sentences.at[i]);
    if (text && examination->sentences.count > SENTENCES_SHOWN)
        text = talloc_asprintf_append_buffer(text, " And %zu more.", examination->sentences.count - SENTENCES_SHOWN);
    return text ? text : "";
}

/* In one transaction: the numbered migrations that are due, what can be added by itself, and a last look. */
static struct error *migrate_in_write(struct store_connection *connection, void *argument)
{
    struct examination *wanted = argument;
    struct examination now = {.ctx = wanted->ctx, .registers = wanted->registers, .migrations = wanted->migrations};
    TRY(examine(&now, connection));
    if (now.state != wanted->state || now.number != wanted->number)
        return ERROR_NEW(wanted->ctx, ERROR_BUSY, "Someone else is changing this database's schema. Try again.");
    TRY(unguard_tables(&now, connection));
    for (size_t i = 0; i < now.migrations->count && now.state != SCHEMA_EMPTY; i++)
        if (now.migrations->at[i].number > now.number)
            TRY(store_script(connection, now.migrations->at[i].sql));
    TRY(make_tables(&now, connection));
    if (now.state != SCHEMA_EMPTY) {
        TRY(unguard_tables(&now, connection));
        TRY(schema_fill_sorts(now.ctx, connection, now.registers));
        TRY(make_tables(&now, connection));
    }
    TRY(write_number(connection, newest(&now)));

    struct examination after = {.ctx = wanted->ctx, .registers = wanted->registers, .migrations = wanted->migrations};
    TRY(examine(&after, connection));
    if (after.state != SCHEMA_CURRENT)
        return ERROR_NEW(wanted->ctx, ERROR_CONFLICT,
                         "The database differs from what this program declares, and nothing was changed.%s",
                         sentences_text(&after));
    return NULL;
}

/* Copies an SQLite database beside itself. PostgreSQL's is its keeper's business: *backup stays NULL. */
static struct error *back_up(struct examination *examination, struct store_connection *connection, const char **backup)
{
    struct store *store = store_of(connection);
    if (store_engine(store) != STORE_SQLITE)
        return NULL;
    for (int i = 1; i < BACKUPS_MOST; i++) {
        char *file = i == 1 ? talloc_asprintf(examination->ctx, "%s.before-%d", store_where(store), newest(examination))
                            : talloc_asprintf(examination->ctx, "%s.before-%d.%d", store_where(store), newest(examination), i);
        TRY_MEMORY(file);
        if (access(file, F_OK) == 0)
            continue; /* never over an earlier one */
        *backup = file;
        return store_backup(connection, file);
    }
    return ERROR_NEW(examination->ctx, ERROR_IO, "There are too many backups beside %s.", store_where(store));
}

struct error *schema_migrate_by(void *ctx, struct store_connection *connection, const struct registers *registers,
                                const struct migrations *migrations, const char **backup)
{
    struct examination examination = {.ctx = ctx, .registers = registers, .migrations = migrations};
    *backup = NULL;
    TRY(store_read(connection, NULL, examine_in_read, &examination));
    if (examination.state == SCHEMA_CURRENT)
        return NULL;
    if (examination.state == SCHEMA_NEWER || (examination.state == SCHEMA_DIFFERENT && examination.number == 0))
        return ERROR_NEW(ctx, ERROR_CONFLICT, "The database %s cannot be migrated.%s", store_where(store_of(connection)),
                         sentences_text(&examination));
    if (examination.state == SCHEMA_OLDER)
        TRY(back_up(&examination, connection, backup));
    return store_write(connection, NULL, migrate_in_write, &examination);
}

struct error *schema_migrate(void *ctx, struct store_connection *connection, const struct registers *registers,
                             const char **backup)
{
    return schema_migrate_by(ctx, connection, registers, &schema_migrations, backup);
}

struct error *schema_require(void *ctx, struct store_connection *connection, const struct registers *registers)
{
    struct examination examination = {.ctx = ctx, .registers = registers, .migrations = &schema_migrations};
    TRY(store_read(connection, NULL, examine_in_read, &examination));
    const char *where = store_where(store_of(connection));
    switch (examination.state) {
    case SCHEMA_CURRENT:
        return NULL;
    case SCHEMA_EMPTY:
        return ERROR_NEW(ctx, ERROR_CONFLICT, "The database %s is empty. Run \"goldthread migrate\" first.", where);
    case SCHEMA_OLDER:
        return ERROR_NEW(ctx, ERROR_CONFLICT,
                         "The database %s is of an earlier version. Run \"goldthread migrate\", which backs it up first.",
                         where);
    case SCHEMA_NEWER:
        return ERROR_NEW(ctx, ERROR_CONFLICT, "The database %s is of a later version than this program.%s", where,
                         sentences_text(&examination));
    default:
        return ERROR_NEW(ctx, ERROR_CONFLICT,
                         "The database %s differs from what this program declares. \"goldthread migrate\" adds what is "
                         "missing.%s", where, sentences_text(&examination));
    }
}
