/* The schema: made from nothing, added to, migrated with a backup, refused when it is newer or another's; and every schema
 * ever released comes up to date with its records. */
#include "../support/planted_rows.h"
#include "../support/reading.h"
#include "../support/sample_registers.h"
#include "base/file.h"
#include "record/change.h"
#include "record/schema_migrations.h"

#include <check.h>
#include <dirent.h>
#include <sqlite3.h>
#include <talloc.h>
#include <unistd.h>

static void *ctx;
static struct scratch *scratch;
static struct store_connection *owner;
static struct registers *samples;

static struct registers *made(const struct register_def *const *list)
{
    struct registers *registers = NULL;
    ck_assert_fine(registers_make(ctx, list, &registers));
    return registers;
}

static void start(int engine)
{
    ctx = talloc_new(NULL);
    scratch = scratch_database(ctx, engine);
    owner = scratch_connect(ctx, scratch, SCRATCH_OWNER);
    samples = made(sample_registers);
}

static void teardown(void)
{
    talloc_free(ctx);
}

/* A garden on the database as it is. */
static struct garden garden_with(struct registers *registers)
{
    return (struct garden){.ctx = ctx, .scratch = scratch, .owner = owner, .registers = registers,
                           .connection = scratch_connect(ctx, scratch, SCRATCH_APPLICATION)};
}

static struct reader unit_reader(struct garden *garden)
{
    return (struct reader){garden->connection, garden->registers, actor_command(7, true)};
}

/* The state and its sentences, one a line. */
static const char *state(const struct registers *registers, const struct migrations *migrations)
{
    static const char *const names[] = {"empty", "current", "older", "newer", "different"};
    enum schema_state found;
    const char **sentences = NULL;
    size_t count = 0;
    ck_assert_fine(schema_state_by(ctx, owner, registers, migrations, &found, &sentences, &count));
    char *text = talloc_strdup(ctx, names[found]);
    for (size_t i = 0; i < count; i++)
        text = talloc_asprintf_append(text, "\n%s", sentences[i]);
    return text;
}

static struct error *migrate(const struct registers *registers, const struct migrations *migrations, const char **backup)
{
    return schema_migrate_by(ctx, owner, registers, migrations, backup);
}

/* The sample registers with one of them replaced. */
static const struct register_def *const *samples_but(const struct register_def *another)
{
    static const struct register_def *list[7];
    for (size_t i = 0; sample_registers[i]; i++)
        list[i] = strcmp(sample_registers[i]->name, another->name) == 0 ? another : sample_registers[i];
    return list;
}

/* --- from nothing ---------------------------------------------------------------------------------------------------------- */

START_TEST(an_empty_database_becomes_current)
{
    start(_i);
    const char *backup = "";
    ck_assert_str_eq(state(samples, &schema_migrations), "empty");
    ck_assert_error(schema_require(ctx, owner, samples), ERROR_CONFLICT, "is empty. Run \"goldthread migrate\"");
    ck_assert_fine(schema_migrate(ctx, owner, samples, &backup));
    ck_assert_ptr_null(backup);
    ck_assert_str_eq(state(samples, &schema_migrations), "current");
    ck_assert_fine(schema_require(ctx, owner, samples));
    /* again: nothing to do */
    ck_assert_fine(schema_migrate(ctx, owner, samples, &backup));
    ck_assert_ptr_null(backup);
    ck_assert_str_eq(state(samples, &schema_migrations), "current");
}
END_TEST

START_TEST(the_program_finds_its_schema_without_owning_it)
{
    start(_i);
    const char *backup = NULL;
    ck_assert_fine(schema_migrate(ctx, owner, samples, &backup));
    ck_assert_fine(schema_require(ctx, scratch_connect(ctx, scratch, SCRATCH_APPLICATION), samples));
}
END_TEST

/* --- added to ---------------------------------------------------------------------------------------------------------------- */

/* The area register with a field, a reference and a sort more. */
static const struct register_def area_with_more = {
    .name = "area", .title = "Area", .plural = "Areas", .says = "A place.",
    .fields = (const struct field_def[]) {
        { "code",   FIELD_TEXT, .required = true, .max = 20 },
        { "title",  FIELD_TEXT, .required = true },
        { "people", FIELD_INTEGER },
        { "parent", FIELD_REF, .to = "area" },
        { "towns",  FIELD_REF_MANY, .to = "area" },
        FIELDS_END
    },
    .key = "code", .sorts = "title,people", .home = HOME_SHARED,
};

/* Tasks, of which own records exist, with a sort more. */
static const struct register_def task_with_sort = {
    .name = "task", .title = "Task", .plural = "Tasks", .says = "Something an agency undertook to do.",
    .fields = (const struct field_def[]) {
        { "ref",         FIELD_TEXT, .required = true, .max = 60 },
        { "title",       FIELD_TEXT, .required = true, .frozen = true },
        { "outcome",     FIELD_REF,  .to = "outcome", .frozen = true },
        { "agency",      FIELD_REF,  .to = "agency" },
        { "started_on",  FIELD_DATE },
        { "done_on",     FIELD_DATE },
        FIELDS_END
    },
    .key = "ref", .sorts = "title", .one_of = "outcome,agency", .visible = VISIBLE_PARTNERS,
};

START_TEST(new_fields_are_added_to_what_is_there)
{
    start(_i);
    const char *backup = NULL;
    ck_assert_fine(migrate(samples, &schema_migrations, &backup));
    struct garden garden = garden_with(samples);
    plant(&garden, (struct planted){.def = &sample_area, .values = {"code", "E2", "title", "Two"}});
    plant(&garden, (struct planted){.def = &sample_area, .values = {"code", "E1", "title", "One"}});

    struct registers *more = made(samples_but(&area_with_more));
    const char *differences = state(more, &schema_migrations);
    ck_assert_ptr_nonnull(strstr(differences, "different\n"));
    ck_assert_msg(strstr(differences, "The table area has no column people.") != NULL, "%s", differences);
    ck_assert_msg(strstr(differences, "area_towns") != NULL, "%s", differences);
    ck_assert_error(schema_require(ctx, owner, more), ERROR_CONFLICT, "\"goldthread migrate\" adds what is missing");
    ck_assert_fine(migrate(more, &schema_migrations, &backup));
    ck_assert_ptr_null(backup);
    ck_assert_str_eq(state(more, &schema_migrations), "current");
    garden.registers = more;
    struct reader reader = unit_reader(&garden);
    int64_t id = read_record(ctx, &reader, &area_with_more, "E2")->id;
    plant(&garden, (struct planted){.def = &area_with_more, .values = {"code", "E3", "title", "Three", "people", "12",
                                                                       "parent", talloc_asprintf(ctx, "%lld", (long long)id)}});
    ck_assert_str_eq(read_keys(ctx, &reader, &area_with_more, (struct record_list_request){.limit = 2, .sort = "people"}),
                     "E3 E1 E2");
    ck_assert_str_eq(record_text(read_record(ctx, &reader, &area_with_more, "E3"), "parent"), "E2");
    /* the program from before it is told what it does not know */
    ck_assert_ptr_nonnull(strstr(state(samples, &schema_migrations), "The table area has a column people that nothing declares."));
}
END_TEST

START_TEST(a_new_sort_orders_records_saved_before_it)
{
    start(_i);
    const char *backup = NULL;
    ck_assert_fine(migrate(samples, &schema_migrations, &backup));
    struct garden garden = garden_with(samples);
    static const char *const titles[] = {"Ten 10", "ten 9", NULL, "Apple"};
    for (int i = 0; i < 4; i++)
        plant(&garden, (struct planted){.def = &sample_task, .partnership = i == 1 ? 8 : 7, .visible = VISIBLE_UNIT,
                                        .values = {"ref", talloc_asprintf(ctx, "%d", i), "title", titles[i]}});
    garden.registers = made(samples_but(&task_with_sort));
    ck_assert_fine(migrate(garden.registers, &schema_migrations, &backup));
    ck_assert_str_eq(state(garden.registers, &schema_migrations), "current");
    struct reader reader = unit_reader(&garden);
    struct record_list_request by_title = {.limit = 1, .sort = "title"};
    ck_assert_str_eq(read_keys(ctx, &reader, &task_with_sort, by_title), "3 0 2");
    reader.actor = actor_command(8, false);
    ck_assert_str_eq(read_keys(ctx, &reader, &task_with_sort, by_title), "1");
    /* the guards are back */
    ck_assert_str_eq(read_query(ctx, &reader, "SELECT COUNT(*) FROM {task} AS t"), "1");
}
END_TEST

/* --- migrated ---------------------------------------------------------------------------------------------------------------- */

/* Tasks that call done_on finished_on, as migration 2 renames it. */
static const struct register_def task_renamed = {
    .name = "task", .title = "Task", .plural = "Tasks", .says = "Something an agency undertook to do.",
    .fields = (const struct field_def[]) {
        { "ref",         FIELD_TEXT, .required = true, .max = 60 },
        { "title",       FIELD_TEXT, .required = true, .frozen = true },
        { "outcome",     FIELD_REF,  .to = "outcome", .frozen = true },
        { "agency",      FIELD_REF,  .to = "agency" },
        { "started_on",  FIELD_DATE },
        { "finished_on", FIELD_DATE },
        FIELDS_END
    },
    .key = "ref", .one_of = "outcome,agency", .visible = VISIBLE_PARTNERS,
};

static const struct migration one_and_two[] = {
    {1, "0001_engine.sql", ""},
    {2, "0002_finished.sql", "ALTER TABLE task RENAME COLUMN done_on TO finished_on;"
                             "ALTER TABLE task_version RENAME COLUMN done_on TO finished_on;"
                             "UPDATE task SET finished_on = '2021-01-01' WHERE finished_on = '2020-12-31';"},
};
static const struct migrations with_two = {one_and_two, 2};

static const struct migration one_and_wrong[] = {
    {1, "0001_engine.sql", ""},
    {2, "0002_wrong.sql", "ALTER TABLE task RENAME COLUMN done_on TO finished_on; UPDATE nothing SET a = 1;"},
};
static const struct migrations with_wrong = {one_and_wrong, 2};

static void plant_tasks(void)
{
    const char *backup = NULL;
    ck_assert_fine(migrate(samples, &schema_migrations, &backup));
    struct garden garden = garden_with(samples);
    for (int i = 7; i <= 8; i++)
        plant(&garden, (struct planted){.def = &sample_task, .partnership = i, .visible = VISIBLE_UNIT,
                                        .values = {"ref", "t", "title", "T", "done_on", "2020-12-31"}});
}

START_TEST(an_older_database_is_backed_up_then_migrated)
{
    start(_i);
    plant_tasks();
    struct garden garden = garden_with(made(samples_but(&task_renamed)));
    const char *backup = NULL;
    ck_assert_str_eq(state(garden.registers, &with_two), "older");
    ck_assert_fine(migrate(garden.registers, &with_two, &backup));
    ck_assert_str_eq(state(garden.registers, &with_two), "current");
    /* rows of every partnership, whatever row-level security hides from others */
    struct reader reader = unit_reader(&garden);
    for (int partnership = 7; partnership <= 8; partnership++) {
        reader.actor = actor_command(partnership, false);
        ck_assert_str_eq(record_text(read_record(ctx, &reader, &task_renamed, "t"), "finished_on"), "2021-01-01");
    }
    if (_i == STORE_POSTGRES) {
        ck_assert_ptr_null(backup);
        return;
    }
    ck_assert_str_eq(backup, talloc_asprintf(ctx, "%s.before-2", scratch->name));
    struct store *store = NULL;
    struct store_connection *before = NULL;
    ck_assert_fine(store_open(ctx, backup, &store));
    ck_assert_fine(store_connect(ctx, store, &before));
    ck_assert_fine(schema_require(ctx, before, samples));
    struct reader then = {before, samples, actor_command(7, false)};
    ck_assert_str_eq(record_text(read_record(ctx, &then, &sample_task, "t"), "done_on"), "2020-12-31");
}
END_TEST

START_TEST(a_backup_never_replaces_an_earlier_one)
{
    start(STORE_SQLITE);
    plant_tasks();
    const char *backup = NULL;
    char *first = talloc_asprintf(ctx, "%s.before-2", scratch->name);
    ck_assert_fine(file_write(ctx, first, "precious", 8));
    ck_assert_fine(migrate(made(samples_but(&task_renamed)), &with_two, &backup));
    ck_assert_str_eq(backup, talloc_asprintf(ctx, "%s.2", first));
}
END_TEST

START_TEST(a_migration_that_fails_leaves_everything_as_it_was)
{
    start(_i);
    plant_tasks();
    const char *backup = NULL;
    struct registers *renamed = made(samples_but(&task_renamed));
    ck_assert_ptr_nonnull(migrate(renamed, &with_wrong, &backup));
    ck_assert_str_eq(state(renamed, &with_wrong), "older");
    ck_assert_str_eq(state(samples, &schema_migrations), "current");
    struct garden garden = garden_with(samples);
    struct reader reader = unit_reader(&garden);
    ck_assert_str_eq(record_text(read_record(ctx, &reader, &sample_task, "t"), "done_on"), "2020-12-31");
}
END_TEST

START_TEST(a_migration_that_does_not_fit_the_declarations_is_undone)
{
    start(_i);
    plant_tasks();
    const char *backup = NULL;
    /* migration 2 renames the column, but the declarations still call it done_on */
    ck_assert_error(migrate(samples, &with_two, &backup), ERROR_CONFLICT, "has a column finished_on that nothing declares");
    ck_assert_str_eq(state(samples, &schema_migrations), "current");
}
END_TEST

/* --- refused ----------------------------------------------------------------------------------------------------------------- */

static struct error *set_number(struct store_connection *connection, void *argument)
{
    (void)argument;
    return store_execute(connection, "UPDATE meta SET value = '2' WHERE name = 'schema'", NULL, 0, NULL);
}

START_TEST(a_newer_database_is_refused)
{
    start(_i);
    const char *backup = NULL;
    ck_assert_fine(migrate(samples, &schema_migrations, &backup));
    ck_assert_fine(store_write(owner, NULL, set_number, NULL));
    ck_assert_str_eq(state(samples, &schema_migrations), "newer\nIts schema is number 2, and this program knows them up to 1.");
    ck_assert_error(migrate(samples, &schema_migrations, &backup), ERROR_CONFLICT, "cannot be migrated");
    ck_assert_error(schema_require(ctx, owner, samples), ERROR_CONFLICT, "of a later version than this program");
}
END_TEST

static struct error *make_foreign(struct store_connection *connection, void *argument)
{
    (void)argument;
    return store_script(connection, "CREATE TABLE accounts (id INTEGER PRIMARY KEY)");
}

START_TEST(anothers_database_is_refused)
{
    start(_i);
    const char *backup = NULL;
    ck_assert_fine(store_write(owner, NULL, make_foreign, NULL));
    ck_assert_str_eq(state(samples, &schema_migrations), "different\nIt has tables, but not those of Goldthread.");
    ck_assert_error(migrate(samples, &schema_migrations, &backup), ERROR_CONFLICT, "cannot be migrated");
}
END_TEST

START_TEST(what_nothing_declares_is_refused_with_what_it_is)
{
    start(_i);
    const char *backup = NULL;
    ck_assert_fine(migrate(samples, &schema_migrations, &backup));
    ck_assert_fine(store_write(owner, NULL, make_foreign, NULL));
    ck_assert_str_eq(state(samples, &schema_migrations), "different\nThere is a table accounts that nothing declares.");
    ck_assert_error(migrate(samples, &schema_migrations, &backup), ERROR_CONFLICT, "There is a table accounts");
    ck_assert_error(schema_require(ctx, owner, samples), ERROR_CONFLICT, "There is a table accounts");
}
END_TEST

/* --- released -------------------------------------------------------------------------------------------------------------- */

/* Brings a snapshot of a released schema, with records of every kind, up to date. */
static void upgrade(const char *file)
{
    char *sql = NULL;
    size_t count = 0;
    sqlite3 *database;
    const char *backup = NULL;
    start(STORE_SQLITE);
    ck_assert_fine(file_read(ctx, file, 16 << 20, &sql, &count));
    ck_assert_int_eq(sqlite3_open(scratch->name, &database), SQLITE_OK);
    char *message = NULL;
    ck_assert_msg(sqlite3_exec(database, sql, NULL, NULL, &message) == SQLITE_OK, "%s: %s", file, message);
    sqlite3_close(database);

    ck_assert_fine(schema_migrate(ctx, owner, samples, &backup));
    ck_assert_fine(schema_require(ctx, owner, samples));
    struct garden garden = garden_with(samples);
    struct reader reader = unit_reader(&garden);
    ck_assert_str_eq(read_keys(ctx, &reader, &sample_outcome, (struct record_list_request){.limit = 2}), "4.1 4.2");
    ck_assert_str_eq(read_keys(ctx, &reader, &sample_outcome, (struct record_list_request){.limit = 2, .sort = "title"}),
                     "4.2 4.1");
    struct record *record = read_record(ctx, &reader, &sample_outcome, "4.2");
    ck_assert_str_eq(record_text(record, "leads"), "police;council");
    ck_assert_str_eq(record_text(record, "owner"), "council");
    ck_assert_str_eq(record_text(record, "size"), "32.80");
    ck_assert_str_eq(read_history(ctx, &reader, record, "title"), "Assessments are in time < Assessments are made");
    ck_assert_str_eq(read_keys(ctx, &reader, &sample_reading, (struct record_list_request){.limit = 2}),
                     "E1~2019-03-31~2019-11-01");
    for (int64_t partnership = 0; partnership <= 7; partnership += 7) {
        struct chain_report report;
        ck_assert_fine(chain_verify(ctx, &reader, partnership, NULL, &report));
        ck_assert_uint_eq(report.faults.count, 0);
        ck_assert_int_gt(report.versions, 0);
    }
}

START_TEST(every_released_schema_comes_up_to_date)
{
    for (int number = 1; number <= schema_number(); number++) {
        void *names = talloc_new(NULL);
        upgrade(talloc_asprintf(names, "tests/record/schemas/%04d.sql", number));
        talloc_free(ctx);
        ctx = NULL;
        talloc_free(names);
    }
}
END_TEST

/* The numbers of the files NNNN... in a folder, as a set of bits. */
static unsigned long numbers_in(const char *folder)
{
    unsigned long numbers = 0;
    DIR *directory = opendir(folder);
    ck_assert_msg(directory != NULL, "%s cannot be read: tests run in the top folder", folder);
    for (struct dirent *file; (file = readdir(directory));) {
        if (file->d_name[0] == '.')
            continue;
        long number = strtol(file->d_name, NULL, 10);
        ck_assert_msg(number > 0 && number < 64, "%s/%s has no number", folder, file->d_name);
        numbers |= 1UL << number;
    }
    closedir(directory);
    return numbers;
}

START_TEST(migrations_are_numbered_without_gaps_and_embedded)
{
    start(STORE_SQLITE);
    unsigned long embedded = 0;
    for (size_t i = 0; i < schema_migrations.count; i++) {
        const struct migration *migration = &schema_migrations.at[i];
        char *text = NULL;
        size_t count = 0;
        ck_assert_int_eq(migration->number, (int)i + 1);
        ck_assert_fine(file_read(ctx, talloc_asprintf(ctx, "schema/%s", migration->name), 1 << 20, &text, &count));
        ck_assert_uint_eq(strlen(migration->sql), count);
        ck_assert_int_eq(memcmp(migration->sql, text, count), 0);
        embedded |= 1UL << migration->number;
    }
    ck_assert_uint_eq(numbers_in("schema"), embedded);
    ck_assert_uint_eq(numbers_in("tests/record/schemas"), embedded);
    ck_assert_int_eq(schema_number(), (int)schema_migrations.count);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("schema");
    TCase *schema = tcase_create("schema");
    tcase_add_checked_fixture(schema, NULL, teardown);
    tcase_set_timeout(schema, 60);
    tcase_add_test_on_engines(schema, an_empty_database_becomes_current);
    tcase_add_test_on_engines(schema, the_program_finds_its_schema_without_owning_it);
    tcase_add_test_on_engines(schema, new_fields_are_added_to_what_is_there);
    tcase_add_test_on_engines(schema, a_new_sort_orders_records_saved_before_it);
    tcase_add_test_on_engines(schema, an_older_database_is_backed_up_then_migrated);
    tcase_add_test(schema, a_backup_never_replaces_an_earlier_one);
    tcase_add_test_on_engines(schema, a_migration_that_fails_leaves_everything_as_it_was);
    tcase_add_test_on_engines(schema, a_migration_that_does_not_fit_the_declarations_is_undone);
    tcase_add_test_on_engines(schema, a_newer_database_is_refused);
    tcase_add_test_on_engines(schema, anothers_database_is_refused);
    tcase_add_test_on_engines(schema, what_nothing_declares_is_refused_with_what_it_is);
    tcase_add_test(schema, every_released_schema_comes_up_to_date);
    tcase_add_test(schema, migrations_are_numbered_without_gaps_and_embedded);
    suite_add_tcase(suite, schema);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
