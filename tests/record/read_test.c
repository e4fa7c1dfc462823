/* Records as they are read: every kind of value, keys and labels, what is not found; and that a failing database or too
 * little memory is an error each time, never half a record. */
#include "../support/narrow.h"
#include "../support/planted_rows.h"
#include "../support/reading.h"
#include "../support/sample_registers.h"

#include <check.h>
#include <talloc.h>

static void *ctx;
static struct garden garden;
static struct reader reader;

static void start(int engine)
{
    ctx = talloc_new(NULL);
    garden = garden_start(ctx, engine);
    reader = (struct reader){garden.connection, garden.registers, actor_public(7)};
}

static void teardown(void)
{
    talloc_free(ctx);
}

static const char *id_text(int64_t id)
{
    return talloc_asprintf(ctx, "%lld", (long long)id);
}

#define PLANT(...) plant(&garden, (struct planted){__VA_ARGS__})

START_TEST(every_kind_of_value_comes_back_as_it_was_typed)
{
    start(_i);
    int64_t agency = PLANT(.def = &sample_agency, .values = {"ref", "nhs", "title", "Health board"});
    int64_t first = PLANT(.def = &sample_outcome, .partnership = 7, .values = {"ref", "4.1", "title", "First"});
    PLANT(.def = &sample_outcome, .partnership = 7, .known_from = "2019-12-31",
          .values = {"ref", "4.10", "title", "Élan", "says", "One\n\ntwo", "leads", id_text(agency), "owner", id_text(agency),
                     "follows", id_text(first), "level", "3", "children", "-9007199254740991"});
    struct record *record = read_record(ctx, &reader, &sample_outcome, "4.10");
    ck_assert_ptr_eq(record->def, &sample_outcome);
    ck_assert_str_eq(record->key, "4.10");
    ck_assert_str_eq(record->label, "Élan");
    ck_assert_int_eq(record->partnership, 7);
    ck_assert_int_eq(record->visible, VISIBLE_PUBLIC);
    ck_assert_str_eq(date_iso(ctx, record->known_from), "2019-12-31");
    ck_assert_str_eq(instant_iso(ctx, record->recorded_at), "2024-05-06T07:08:09Z");
    ck_assert_str_eq(record_text(record, "says"), "One\n\ntwo");
    ck_assert_str_eq(record_text(record, "level"), "3");
    ck_assert_str_eq(record_text(record, "children"), "-9007199254740991");
    ck_assert_str_eq(record_text(record, "owner"), "nhs");
    ck_assert_str_eq(record_value(record, "leads")->references[0].label, "Health board");
    ck_assert_str_eq(record_text(record, "follows"), "4.1");
    static const char *const absent[] = {"parent", "size", "due", "is_open", "status", "published_at", "no_such_field"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        ck_assert_ptr_null(record_text(record, absent[i]));

    PLANT(.def = &sample_outcome, .partnership = 7,
          .values = {"ref", "5", "title", "T", "size", "32.80", "due", "2020-02-29", "is_open", "no", "status", "completed",
                     "published_at", "https://example.org/?a=1&b=2"});
    record = read_record(ctx, &reader, &sample_outcome, "5");
    ck_assert_str_eq(record_text(record, "size"), "32.80");
    ck_assert_str_eq(record_text(record, "due"), "2020-02-29");
    ck_assert_str_eq(record_text(record, "is_open"), "no");
    ck_assert_str_eq(record_text(record, "status"), "completed");
    ck_assert_str_eq(record_text(record, "published_at"), "https://example.org/?a=1&b=2");
}
END_TEST

START_TEST(a_key_of_several_fields_is_joined)
{
    start(_i);
    int64_t area = PLANT(.def = &sample_area, .values = {"code", "E1", "title", "Shire"});
    PLANT(.def = &sample_reading, .partnership = 7,
          .values = {"area", id_text(area), "day", "2019-03-31", "published_on", "2019-11-01", "value", "92.0"});
    struct record *record = read_record(ctx, &reader, &sample_reading, "E1~2019-03-31~2019-11-01");
    ck_assert_str_eq(record_text(record, "value"), "92.0");
    ck_assert_str_eq(record->key, "E1~2019-03-31~2019-11-01");
    ck_assert_str_eq(record->label, record->key);
    static const char *const wrong[] = {"", "~", "~~", "E1", "E1~2019-03-31", "E1~2019-03-31~2019-11-01~", "E2~2019-03-31~2019-11-01",
                                        "E1~2019-03-31~2019-11-02", "~2019-03-31~2019-11-01", "e1~2019-03-31~2019-11-01"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_ptr_null(read_record(ctx, &reader, &sample_reading, wrong[i]));
}
END_TEST

START_TEST(nothing_is_found_by_what_is_no_key)
{
    start(_i);
    PLANT(.def = &sample_outcome, .partnership = 7, .values = {"ref", "4.1", "title", "T"});
    static const char *const wrong[] = {"", "4.2", "4.1 ", "' OR '1' = '1", "\xff", "4.1~", "%", "_._"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_ptr_null(read_record(ctx, &reader, &sample_outcome, wrong[i]));
    struct record *record;
    struct error *error = record_find(ctx, &reader, &sample_outcome, "\x1b[2J", &record);
    ck_assert_ptr_null(strchr(error->message, '\x1b')); /* nobody's terminal is written to by an address */
}
END_TEST

START_TEST(a_partnerships_own_record_comes_before_a_shared_one)
{
    start(_i);
    PLANT(.def = &sample_agency, .partnership = 7, .values = {"ref", "x", "title", "Own"});
    PLANT(.def = &sample_agency, .partnership = 0, .values = {"ref", "x", "title", "Shared"});
    ck_assert_str_eq(read_record(ctx, &reader, &sample_agency, "x")->label, "Own");
    reader.actor = actor_public(8);
    ck_assert_str_eq(read_record(ctx, &reader, &sample_agency, "x")->label, "Shared");
}
END_TEST

START_TEST(a_register_of_another_program_is_an_error)
{
    start(STORE_SQLITE);
    static const struct register_def stranger = {.name = "stranger", .key = "ref"};
    struct record *record;
    struct record_list list;
    struct record_list_request request = {.limit = 1};
    ck_assert_error(record_find(ctx, &reader, &stranger, "x", &record), ERROR_INTERNAL, "stranger");
    ck_assert_error(record_find_id(ctx, &reader, &stranger, 1, &record), ERROR_INTERNAL, "stranger");
    ck_assert_error(record_list(ctx, &reader, &stranger, &request, &list), ERROR_INTERNAL, "stranger");
}
END_TEST

/* --- when things fail -------------------------------------------------------------------------------------------------------- */

static void plant_pointing(void)
{
    int64_t agency = PLANT(.def = &sample_agency, .values = {"ref", "nhs", "title", "Health board"});
    for (int i = 0; i < 30; i++)
        PLANT(.def = &sample_outcome, .partnership = 7,
              .values = {"ref", talloc_asprintf(ctx, "%d", i), "title", "T", "leads", id_text(agency), "owner",
                         id_text(agency)});
}

START_TEST(a_failing_database_is_an_error_each_time)
{
    start(_i);
    plant_pointing();
    struct record_list_request request = {.limit = 10, .sort = "title"};
    int failures = 0;
    for (long after = 0;; after++) {
        store_fail_after(garden.connection, after);
        struct error *error = read_list_error(ctx, &reader, &sample_outcome, request);
        if (!error)
            break;
        failures++;
        ck_assert_int_lt(failures, 20);
    }
    store_fail_after(garden.connection, -1);
    ck_assert_int_ge(failures, 4); /* the beginning, the page, the agencies, the total */
    ck_assert_uint_eq(read_list(ctx, &reader, &sample_outcome, request).count, 10);
}
END_TEST

START_TEST(too_little_memory_is_an_error_each_time)
{
    start(STORE_SQLITE);
    plant_pointing();
    struct record_list_request request = {.limit = 10, .words = "t"};
    size_t failures = 0;
    for (size_t most = 256;; most += 256) {
        void *narrow = narrow_context(ctx, most);
        struct error *error = read_list_error(narrow, &reader, &sample_outcome, request);
        if (!error)
            break;
        ck_assert_int_eq(error->kind, ERROR_MEMORY);
        failures++;
        talloc_free(narrow);
        ck_assert_uint_lt(most, 1 << 20);
    }
    ck_assert_uint_gt(failures, 20);
    ck_assert_uint_eq(read_list(ctx, &reader, &sample_outcome, request).count, 10);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("reading");
    TCase *records = tcase_create("records");
    tcase_add_checked_fixture(records, NULL, teardown);
    tcase_set_timeout(records, 60);
    tcase_add_test_on_engines(records, every_kind_of_value_comes_back_as_it_was_typed);
    tcase_add_test_on_engines(records, a_key_of_several_fields_is_joined);
    tcase_add_test_on_engines(records, nothing_is_found_by_what_is_no_key);
    tcase_add_test_on_engines(records, a_partnerships_own_record_comes_before_a_shared_one);
    tcase_add_test(records, a_register_of_another_program_is_an_error);
    tcase_add_test_on_engines(records, a_failing_database_is_an_error_each_time);
    tcase_add_test(records, too_little_memory_is_an_error_each_time);
    suite_add_tcase(suite, records);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
