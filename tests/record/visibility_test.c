/* Who sees what: records for partners only, records of another partnership and withdrawn ones must not show in any query,
 * list, count, search, link, label, history or look at the past; and on PostgreSQL not even past this room. */
#include "../support/planted_rows.h"
#include "../support/reading.h"
#include "../support/sample_registers.h"

#include <check.h>
#include <talloc.h>

static void *ctx;
static struct garden garden;
static struct reader everybody, partner, unit, other, other_unit; /* of partnership 7, and of 8 */

static struct reader reader_as(struct actor actor)
{
    return (struct reader){garden.connection, garden.registers, actor};
}

static void start(int engine)
{
    ctx = talloc_new(NULL);
    garden = garden_start(ctx, engine);
    everybody = reader_as(actor_public(7));
    partner = reader_as((struct actor){.partnership = 7, .sees = VISIBLE_PARTNERS, .as_at = DATE_NONE});
    unit = reader_as(actor_command(7, false));
    other = reader_as(actor_public(8));
    other_unit = reader_as(actor_command(8, true));
}

static void teardown(void)
{
    talloc_free(ctx);
}

static struct reader on(struct reader reader, const char *day)
{
    struct date date;
    ck_assert(date_parse(day, &date));
    reader.actor = actor_as_at(reader.actor, date);
    return reader;
}

static const char *id_text(int64_t id)
{
    return talloc_asprintf(ctx, "%lld", (long long)id);
}

#define PLANT(...) plant(&garden, (struct planted){__VA_ARGS__})
#define LIST(...) ((struct record_list_request){.limit = 10, __VA_ARGS__})

static const char *outcomes(const struct reader *reader)
{
    return read_keys(ctx, reader, &sample_outcome, LIST(0));
}

/* One outcome for each reason to be seen or not, all about apples. */
static int64_t open_id, partners_id, unit_id, other_id, withdrawn_id;

static void plant_outcomes(void)
{
    const struct register_def *def = &sample_outcome;
    open_id = PLANT(.def = def, .partnership = 7, .values = {"ref", "open", "title", "Apple open"});
    partners_id = PLANT(.def = def, .partnership = 7, .visible = VISIBLE_PARTNERS,
                        .values = {"ref", "partners", "title", "Apple partners"});
    unit_id = PLANT(.def = def, .partnership = 7, .visible = VISIBLE_UNIT, .values = {"ref", "unit", "title", "Apple unit"});
    other_id = PLANT(.def = def, .partnership = 8, .values = {"ref", "other", "title", "Apple other"});
    withdrawn_id = PLANT(.def = def, .partnership = 7, .withdrawn = true,
                         .values = {"ref", "withdrawn", "title", "Apple withdrawn"});
}

/* --- now ----------------------------------------------------------------------------------------------------------------- */

START_TEST(lists_show_what_the_actor_may_see)
{
    start(_i);
    plant_outcomes();
    ck_assert_str_eq(outcomes(&everybody), "open");
    ck_assert_str_eq(outcomes(&partner), "open partners");
    ck_assert_str_eq(outcomes(&unit), "open partners unit");
    ck_assert_str_eq(outcomes(&other), "other");
    ck_assert_str_eq(outcomes(&other_unit), "other");
    ck_assert_str_eq(read_keys(ctx, &everybody, &sample_outcome, LIST(.sort = "title")), "open");
}
END_TEST

START_TEST(searches_and_totals_do_too)
{
    start(_i);
    plant_outcomes();
    ck_assert_str_eq(read_keys(ctx, &everybody, &sample_outcome, LIST(.words = "apple")), "open");
    ck_assert_str_eq(read_keys(ctx, &everybody, &sample_outcome, LIST(.words = "partners")), "");
    ck_assert_str_eq(read_keys(ctx, &partner, &sample_outcome, LIST(.words = "partners")), "partners");
    PLANT(.def = &sample_outcome, .partnership = 7, .values = {"ref", "p2", "title", "Apple"});
    struct record_list_request one = {.limit = 1, .words = "apple"};
    ck_assert_uint_eq(read_list(ctx, &everybody, &sample_outcome, one).total, 2);
    ck_assert_uint_eq(read_list(ctx, &unit, &sample_outcome, one).total, 4);
    ck_assert_uint_eq(read_list(ctx, &other, &sample_outcome, one).total, 1);
    one.words = NULL;
    ck_assert_uint_eq(read_list(ctx, &everybody, &sample_outcome, one).total, 2);
}
END_TEST

START_TEST(finding_one_does_too)
{
    start(_i);
    plant_outcomes();
    static const char *const hidden[] = {"partners", "unit", "other", "withdrawn", "nothing"};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        ck_assert_ptr_null(read_record(ctx, &everybody, &sample_outcome, hidden[i]));
    const int64_t ids[] = {partners_id, unit_id, other_id, withdrawn_id, 123456};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        ck_assert_ptr_null(read_record_id(ctx, &everybody, &sample_outcome, ids[i]));
    ck_assert_int_eq(read_record(ctx, &everybody, &sample_outcome, "open")->id, open_id);
    ck_assert_str_eq(read_record_id(ctx, &unit, &sample_outcome, unit_id)->key, "unit");
    ck_assert_ptr_null(read_record_id(ctx, &unit, &sample_outcome, other_id));
    ck_assert_ptr_null(read_record_id(ctx, &unit, &sample_outcome, withdrawn_id));
}
END_TEST

START_TEST(queries_do_too)
{
    start(_i);
    plant_outcomes();
    static const char sql[] = "SELECT COUNT(*), MIN(o.ref), MAX(o.ref) FROM {outcome} AS o";
    ck_assert_str_eq(read_query(ctx, &everybody, sql), "1|open|open");
    ck_assert_str_eq(read_query(ctx, &partner, sql), "2|open|partners");
    ck_assert_str_eq(read_query(ctx, &unit, sql), "3|open|unit");
    ck_assert_str_eq(read_query(ctx, &other, sql), "1|other|other");
}
END_TEST

/* Two open agencies, one for partners, one of another partnership, one shared; and an outcome that points to all. */
static int64_t a, hidden, foreign, shared, pointing;

static void plant_pointing(void)
{
    const struct register_def *def = &sample_agency;
    a = PLANT(.def = def, .partnership = 7, .values = {"ref", "a", "title", "Agency a"});
    hidden = PLANT(.def = def, .partnership = 7, .visible = VISIBLE_PARTNERS, .values = {"ref", "h", "title", "Secret"});
    foreign = PLANT(.def = def, .partnership = 8, .values = {"ref", "f", "title", "Foreign"});
    shared = PLANT(.def = def, .partnership = 0, .values = {"ref", "s", "title", "Shared"});
    const char *all = talloc_asprintf(ctx, "%s;%s;%s;%s", id_text(hidden), id_text(shared), id_text(foreign), id_text(a));
    pointing = PLANT(.def = &sample_outcome, .partnership = 7,
                     .values = {"ref", "1", "title", "One", "leads", all, "owner", id_text(hidden)});
    PLANT(.def = &sample_outcome, .partnership = 7, .visible = VISIBLE_PARTNERS,
          .values = {"ref", "2", "title", "Two", "leads", all, "owner", id_text(a)});
}

START_TEST(references_have_no_label_of_what_is_hidden)
{
    start(_i);
    plant_pointing();
    struct record *record = read_record(ctx, &everybody, &sample_outcome, "1");
    ck_assert_ptr_null(record_text(record, "owner"));
    ck_assert_uint_eq(record_value(record, "owner")->reference_count, 0);
    ck_assert_str_eq(record_text(record, "leads"), "s;a");
    ck_assert_uint_eq(record_value(record, "leads")->reference_count, 2);
    record = read_record(ctx, &partner, &sample_outcome, "1");
    ck_assert_str_eq(record_text(record, "owner"), "h");
    ck_assert_str_eq(record_value(record, "owner")->references[0].label, "Secret");
    ck_assert_str_eq(record_text(record, "leads"), "h;s;a");
    struct record_list list = read_list(ctx, &everybody, &sample_outcome, LIST(0));
    ck_assert_str_eq(record_text(list.at[0], "leads"), "s;a");
}
END_TEST

START_TEST(links_need_both_ends_to_be_seen)
{
    start(_i);
    plant_pointing();
    static const char sql[] = "SELECT o.ref, a.ref, l.position FROM {outcome.leads} AS l "
                              "JOIN {outcome} AS o ON o.id = l.record JOIN {agency} AS a ON a.id = l.target "
                              "ORDER BY o.natural_key, l.position";
    ck_assert_str_eq(read_query(ctx, &everybody, sql), "1|s|1; 1|a|3");
    ck_assert_str_eq(read_query(ctx, &partner, sql), "1|h|0; 1|s|1; 1|a|3; 2|h|0; 2|s|1; 2|a|3");
    ck_assert_str_eq(read_query(ctx, &other, sql), "");
    ck_assert_str_eq(read_query(ctx, &everybody, "SELECT COUNT(*) FROM {outcome.leads} AS l"), "2");
    ck_assert_str_eq(read_query(ctx, &partner, "SELECT COUNT(*) FROM {outcome.leads} AS l"), "6");
}
END_TEST

START_TEST(a_list_cannot_be_of_what_points_to_something_hidden)
{
    start(_i);
    plant_pointing();
    ck_assert_str_eq(read_keys(ctx, &everybody, &sample_outcome, LIST(.where_field = "owner", .where_id = hidden)), "");
    ck_assert_str_eq(read_keys(ctx, &everybody, &sample_outcome, LIST(.where_field = "leads", .where_id = hidden)), "");
    ck_assert_str_eq(read_keys(ctx, &everybody, &sample_outcome, LIST(.where_field = "leads", .where_id = foreign)), "");
    ck_assert_str_eq(read_keys(ctx, &everybody, &sample_outcome, LIST(.where_field = "leads", .where_id = shared)), "1");
    ck_assert_str_eq(read_keys(ctx, &partner, &sample_outcome, LIST(.where_field = "owner", .where_id = hidden)), "1");
    ck_assert_str_eq(read_keys(ctx, &partner, &sample_outcome, LIST(.where_field = "leads", .where_id = hidden)), "1 2");
}
END_TEST

START_TEST(a_key_that_names_something_hidden_hides_its_record)
{
    start(_i);
    plant_outcomes();
    int64_t rated[] = {open_id, partners_id, withdrawn_id};
    for (size_t i = 0; i < 3; i++)
        PLANT(.def = &sample_rating, .partnership = 7,
              .values = {"outcome", id_text(rated[i]), "rated_on", "2020-01-01", "colour", "red"});
    ck_assert_str_eq(read_keys(ctx, &everybody, &sample_rating, LIST(0)), "open~2020-01-01");
    ck_assert_str_eq(read_keys(ctx, &partner, &sample_rating, LIST(0)), "open~2020-01-01 partners~2020-01-01");
    ck_assert_str_eq(read_query(ctx, &everybody, "SELECT COUNT(*) FROM {rating} AS r"), "1");
    ck_assert_ptr_null(read_record(ctx, &everybody, &sample_rating, "partners~2020-01-01"));
    ck_assert_ptr_nonnull(read_record(ctx, &partner, &sample_rating, "partners~2020-01-01"));
    ck_assert_ptr_null(read_record(ctx, &unit, &sample_rating, "withdrawn~2020-01-01"));
}
END_TEST

START_TEST(shared_records_are_seen_from_everywhere_as_far_as_they_are_public)
{
    start(_i);
    const struct register_def *def = &sample_area;
    PLANT(.def = def, .partnership = 0, .values = {"code", "E1", "title", "Open"});
    PLANT(.def = def, .partnership = 0, .visible = VISIBLE_PARTNERS, .values = {"code", "E2", "title", "Not yet"});
    ck_assert_str_eq(read_keys(ctx, &everybody, def, LIST(0)), "E1");
    ck_assert_str_eq(read_keys(ctx, &other, def, LIST(0)), "E1");
    ck_assert_str_eq(read_keys(ctx, &partner, def, LIST(0)), "E1 E2");
}
END_TEST

/* --- the past ------------------------------------------------------------------------------------------------------------- */

/* The titles that outcome "x" had on days of 2020, 2021, 2022 and 2023 for a reader. */
static const char *titles(struct reader reader)
{
    static const char *const days[] = {"2020-06-01", "2021-06-01", "2022-06-01", "2023-06-01"};
    char *text = talloc_strdup(ctx, "");
    for (size_t i = 0; i < 4; i++) {
        struct reader then = on(reader, days[i]);
        struct record *record = read_record(ctx, &then, &sample_outcome, "x");
        text = talloc_asprintf_append(text, "%s%s", i ? " " : "", record ? record_text(record, "title") : "-");
        /* every way of reading agrees */
        ck_assert_str_eq(outcomes(&then), record ? "x" : "");
        const char *queried = read_query(ctx, &then, "SELECT o.title FROM {outcome} AS o");
        ck_assert_str_eq(queried, record ? record_text(record, "title") : "");
        const char *sorted = read_keys(ctx, &then, &sample_outcome, LIST(.sort = "title"));
        ck_assert_str_eq(sorted, record ? "x" : "");
    }
    return text;
}

/* A version of outcome "x" known from the first of January. */
static int64_t version(int64_t id, int year, enum visibility visible, bool withdrawn, const char *title, const char *leads)
{
    return PLANT(.def = &sample_outcome, .id = id, .partnership = 7, .visible = visible, .withdrawn = withdrawn,
                 .known_from = talloc_asprintf(ctx, "%d-01-01", year),
                 .values = {"ref", "x", "title", title, "leads", leads});
}

START_TEST(the_past_is_the_latest_version_known_then)
{
    start(_i);
    int64_t id = version(0, 2021, VISIBLE_PUBLIC, false, "first", NULL);
    version(id, 2021, VISIBLE_PUBLIC, false, "second", NULL);
    version(id, 2023, VISIBLE_PUBLIC, false, "third", NULL);
    ck_assert_str_eq(titles(everybody), "- second second third");
    ck_assert_str_eq(titles(other), "- - - -");
    struct reader eve = on(everybody, "2022-12-31"), day = on(everybody, "2023-01-01");
    ck_assert_str_eq(record_text(read_record(ctx, &eve, &sample_outcome, "x"), "title"), "second");
    ck_assert_str_eq(record_text(read_record(ctx, &day, &sample_outcome, "x"), "title"), "third");
    ck_assert_str_eq(read_keys(ctx, &eve, &sample_outcome, LIST(.words = "second")), "x");
    ck_assert_str_eq(read_keys(ctx, &eve, &sample_outcome, LIST(.words = "third")), "");
    ck_assert_str_eq(read_history(ctx, &everybody, read_record(ctx, &everybody, &sample_outcome, "x"), "title"),
                     "third < second < first");
    ck_assert_str_eq(read_history(ctx, &eve, read_record(ctx, &everybody, &sample_outcome, "x"), "title"),
                     "second < first");
}
END_TEST

START_TEST(what_is_hidden_now_is_hidden_in_the_past)
{
    start(_i);
    int64_t id = version(0, 2020, VISIBLE_PUBLIC, false, "open", NULL);
    version(id, 2022, VISIBLE_PARTNERS, false, "closed", NULL);
    ck_assert_str_eq(titles(everybody), "- - - -");
    ck_assert_str_eq(titles(partner), "open open closed closed");
    ck_assert_str_eq(read_history(ctx, &everybody, read_record(ctx, &partner, &sample_outcome, "x"), "title"), "");
}
END_TEST

START_TEST(what_was_hidden_then_stays_hidden)
{
    start(_i);
    int64_t id = version(0, 2020, VISIBLE_PARTNERS, false, "draft", NULL);
    version(id, 2021, VISIBLE_PUBLIC, false, "open", NULL);
    version(id, 2022, VISIBLE_PARTNERS, false, "being-revised", NULL);
    version(id, 2023, VISIBLE_PUBLIC, false, "revised", NULL);
    ck_assert_str_eq(titles(everybody), "- open open revised");
    ck_assert_str_eq(titles(partner), "draft open being-revised revised");
    struct record *record = read_record(ctx, &partner, &sample_outcome, "x");
    ck_assert_str_eq(read_history(ctx, &everybody, record, "title"), "revised < open");
    ck_assert_str_eq(read_history(ctx, &partner, record, "title"), "revised < being-revised < open < draft");
    struct reader then = on(everybody, "2022-06-01");
    ck_assert_str_eq(read_keys(ctx, &then, &sample_outcome, LIST(.words = "being")), "");
}
END_TEST

START_TEST(what_was_withdrawn_then_is_not_seen_then)
{
    start(_i);
    int64_t id = version(0, 2020, VISIBLE_PUBLIC, false, "first", NULL);
    version(id, 2021, VISIBLE_PUBLIC, true, "withdrawn", NULL);
    version(id, 2023, VISIBLE_PUBLIC, false, "again", NULL);
    ck_assert_str_eq(titles(everybody), "first - - again");
    ck_assert_str_eq(read_history(ctx, &unit, read_record(ctx, &everybody, &sample_outcome, "x"), "title"),
                     "again < first");
}
END_TEST

START_TEST(links_are_those_of_the_version_seen)
{
    start(_i);
    plant_pointing();
    const char *a_id = id_text(a), *s_id = id_text(shared), *both = talloc_asprintf(ctx, "%s;%s", s_id, a_id);
    int64_t id = version(0, 2020, VISIBLE_PUBLIC, false, "first", a_id);
    version(id, 2021, VISIBLE_PARTNERS, false, "second", both);
    version(id, 2023, VISIBLE_PUBLIC, false, "third", s_id);
    static const char sql[] = "SELECT a.ref FROM {outcome.leads} AS l JOIN {outcome} AS o ON o.id = l.record "
                              "JOIN {agency} AS a ON a.id = l.target WHERE o.ref = 'x' ORDER BY l.position";
    struct reader then = on(everybody, "2022-01-01"), partner_then = on(partner, "2022-01-01");
    ck_assert_str_eq(read_query(ctx, &everybody, sql), "s");
    ck_assert_str_eq(read_query(ctx, &then, sql), "a"); /* the version that added s is not the public's */
    ck_assert_str_eq(read_query(ctx, &partner_then, sql), "s; a");
    ck_assert_str_eq(record_text(read_record(ctx, &then, &sample_outcome, "x"), "leads"), "a");
    ck_assert_str_eq(record_text(read_record(ctx, &partner_then, &sample_outcome, "x"), "leads"), "s;a");
    ck_assert_str_eq(read_keys(ctx, &then, &sample_outcome, LIST(.where_field = "leads", .where_id = shared)), "1");
    ck_assert_str_eq(read_history(ctx, &everybody, read_record(ctx, &everybody, &sample_outcome, "x"), "leads"), "s < a");
    ck_assert_str_eq(read_history(ctx, &partner, read_record(ctx, &everybody, &sample_outcome, "x"), "leads"),
                     "s < s;a < a");
}
END_TEST

/* --- the second lock --------------------------------------------------------------------------------------------------------- */

/* What plain SQL sees or does past this room, as one integer. */
struct bypass {
    const char *sql;
    int64_t result;
};

static struct error *read_past(struct store_connection *connection, void *argument)
{
    struct bypass *bypass = argument;
    return store_query_integer(connection, bypass->sql, NULL, 0, -1, &bypass->result);
}

static struct error *write_past(struct store_connection *connection, void *argument)
{
    struct bypass *bypass = argument;
    return store_execute(connection, bypass->sql, NULL, 0, &bypass->result);
}

static int64_t past(const struct reader *reader, const char *sql)
{
    struct bypass bypass = {.sql = sql};
    struct store_scope scope = actor_scope(&reader->actor);
    ck_assert_fine(store_read(garden.connection, &scope, read_past, &bypass));
    return bypass.result;
}

static struct error *change_past(const struct reader *reader, const char *sql, int64_t *changed)
{
    struct bypass bypass = {.sql = sql};
    struct store_scope scope = actor_scope(&reader->actor);
    struct error *error = store_write(garden.connection, &scope, write_past, &bypass);
    *changed = bypass.result;
    return error;
}

START_TEST(postgres_hides_rows_even_from_plain_sql)
{
    start(STORE_POSTGRES);
    plant_outcomes();
    plant_pointing();
    /* who asks is neither superuser nor the tables' owner */
    ck_assert_int_eq(past(&everybody, "SELECT COUNT(*) FROM pg_roles WHERE rolname = current_user AND "
                                      "(rolsuper OR rolbypassrls)"), 0);
    ck_assert_int_eq(past(&everybody, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND "
                                      "tableowner = current_user"), 0);

    /* open, withdrawn and 1 of the outcomes of 7: withdrawal is not this lock's business */
    ck_assert_int_eq(past(&everybody, "SELECT COUNT(*) FROM outcome"), 3);
    ck_assert_int_eq(past(&everybody, "SELECT COUNT(*) FROM outcome_version"), 3);
    ck_assert_int_eq(past(&partner, "SELECT COUNT(*) FROM outcome"), 5);
    ck_assert_int_eq(past(&unit, "SELECT COUNT(*) FROM outcome"), 6);
    ck_assert_int_eq(past(&other_unit, "SELECT COUNT(*) FROM outcome"), 1);
    ck_assert_int_eq(past(&other_unit, "SELECT COUNT(*) FROM outcome_version"), 1);
    ck_assert_int_eq(past(&other_unit, "SELECT COUNT(*) FROM outcome_leads"), 0);
    ck_assert_int_eq(past(&everybody, "SELECT COUNT(*) FROM outcome_leads"), 8);
    ck_assert_int_eq(past(&everybody, "SELECT COUNT(*) FROM agency"), 2);
    ck_assert_int_eq(past(&everybody, "SELECT COUNT(*) FROM agency WHERE title = 'Secret' OR partnership = 8"), 0);
}
END_TEST

START_TEST(postgres_refuses_plain_sql_to_change_what_is_anothers)
{
    start(STORE_POSTGRES);
    plant_outcomes();
    int64_t changed = -1;
    struct error *error = change_past(&unit, "UPDATE outcome SET title = 'x' WHERE partnership = 8", &changed);
    ck_assert_ptr_null(error);
    ck_assert_int_eq(changed, 0);
    ck_assert_ptr_nonnull(change_past(&unit, "UPDATE outcome SET partnership = 8 WHERE ref = 'open'", &changed));
    ck_assert_ptr_nonnull(change_past(&unit,
                                      "INSERT INTO area (id, partnership, visible, withdrawn, recorded_at, known_from, entry,"
                                      " natural_key, folded) VALUES (99, 0, 0, 0, 'x', 'x', 1, 'x', 'x')", &changed));
    ck_assert_int_eq(past(&other_unit, "SELECT COUNT(*) FROM outcome WHERE title = 'Apple other'"), 1);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("visibility");
    TCase *now = tcase_create("now");
    tcase_add_checked_fixture(now, NULL, teardown);
    tcase_set_timeout(now, 60);
    tcase_add_test_on_engines(now, lists_show_what_the_actor_may_see);
    tcase_add_test_on_engines(now, searches_and_totals_do_too);
    tcase_add_test_on_engines(now, finding_one_does_too);
    tcase_add_test_on_engines(now, queries_do_too);
    tcase_add_test_on_engines(now, references_have_no_label_of_what_is_hidden);
    tcase_add_test_on_engines(now, links_need_both_ends_to_be_seen);
    tcase_add_test_on_engines(now, a_list_cannot_be_of_what_points_to_something_hidden);
    tcase_add_test_on_engines(now, a_key_that_names_something_hidden_hides_its_record);
    tcase_add_test_on_engines(now, shared_records_are_seen_from_everywhere_as_far_as_they_are_public);
    suite_add_tcase(suite, now);
    TCase *then = tcase_create("the past");
    tcase_add_checked_fixture(then, NULL, teardown);
    tcase_set_timeout(then, 60);
    tcase_add_test_on_engines(then, the_past_is_the_latest_version_known_then);
    tcase_add_test_on_engines(then, what_is_hidden_now_is_hidden_in_the_past);
    tcase_add_test_on_engines(then, what_was_hidden_then_stays_hidden);
    tcase_add_test_on_engines(then, what_was_withdrawn_then_is_not_seen_then);
    tcase_add_test_on_engines(then, links_are_those_of_the_version_seen);
    suite_add_tcase(suite, then);
    TCase *lock = tcase_create("the second lock");
    tcase_add_checked_fixture(lock, NULL, teardown);
    tcase_set_timeout(lock, 60);
    tcase_add_test(lock, postgres_hides_rows_even_from_plain_sql);
    tcase_add_test(lock, postgres_refuses_plain_sql_to_change_what_is_anothers);
    suite_add_tcase(suite, lock);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
