/* Registers: what declarations are refused and why, each test breaking exactly one thing, and what is resolved from good
 * ones. */
#include "../support/sample_registers.h"
#include "record/register_shape.h"
#include "record/schema_tables.h"

#include <check.h>
#include <talloc.h>

static void *ctx;

static void setup(void)
{
    ctx = talloc_new(NULL);
}

static void teardown(void)
{
    talloc_free(ctx);
}

#define FIELDS(...) (const struct field_def[]) { __VA_ARGS__, FIELDS_END }
#define REF_FIELD {.name = "ref", .kind = FIELD_TEXT, .required = true}

/* A declaration that is right, to be broken in one place. */
static struct register_def right(void)
{
    static const struct field_def fields[] = {
        REF_FIELD, {.name = "title", .kind = FIELD_TEXT}, {.name = "due", .kind = FIELD_DATE}, FIELDS_END,
    };
    return (struct register_def){
        .name = "thing", .title = "Thing", .plural = "Things", .says = "A thing.", .fields = fields, .key = "ref",
        .sorts = "title,due",
    };
}

/* Declares `def` together with a right register "other" and expects a refusal whose words have `expected`. */
static void refused(const struct register_def *def, const char *expected)
{
    struct register_def other = right();
    other.name = "other";
    other.plural = "Others";
    const struct register_def *list[] = {&other, def, NULL};
    struct registers *registers = NULL;
    struct error *error = registers_make(ctx, list, &registers);
    ck_assert_msg(error != NULL, "not refused; expected: %s", expected);
    ck_assert_msg(strstr(error->message, expected) != NULL, "\"%s\" does not say \"%s\"", error->message, expected);
}

static void refused_field(struct field_def field, const char *expected)
{
    struct register_def def = right();
    const struct field_def fields[] = {REF_FIELD, {.name = "title", .kind = FIELD_TEXT},
                                       {.name = "due", .kind = FIELD_DATE}, field, FIELDS_END};
    def.fields = fields;
    refused(&def, expected);
}

static void accepted(const struct register_def *def)
{
    const struct register_def *list[] = {def, NULL};
    struct registers *registers = NULL;
    struct error *error = registers_make(ctx, list, &registers);
    ck_assert_msg(error == NULL, "%s", error ? error->message : "");
}

START_TEST(a_right_declaration_is_accepted)
{
    struct register_def def = right();
    accepted(&def);
}
END_TEST

START_TEST(names_are_lower_case_words)
{
    static const char *const names[] = {"", "Thing", "1thing", "thing_", "_thing", "a__b", "a-b", "naïve", "a b",
                                        "thirty_one_characters_are_a_lot"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct register_def def = right();
        def.name = names[i];
        refused(&def, "a name is at most 30");
        refused_field((struct field_def){.name = names[i], .kind = FIELD_DATE}, "a name is at most 30");
    }
}
END_TEST

START_TEST(words_of_sql_are_no_names)
{
    static const char *const words[] = {"order", "user", "group", "index", "left", "window", "add", "with", "offset"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct register_def def = right();
        def.name = words[i];
        refused(&def, "is a word of SQL");
        refused_field((struct field_def){.name = words[i], .kind = FIELD_DATE}, "is a word of SQL");
    }
}
END_TEST

START_TEST(the_engines_columns_are_no_fields)
{
    static const char *const names[] = {
        "id", "partnership", "visible", "withdrawn", "recorded_at", "known_from", "entry", "natural_key", "folded", "salts",
        "digest", "known_to", "record", "target", "position", "ended", "erased", "rowid", "sort_title", "xmin",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        refused_field((struct field_def){.name = names[i], .kind = FIELD_DATE}, "the engine has a column of that name");
}
END_TEST

START_TEST(both_lists_of_words_are_sorted)
{
    /* a word out of order would not be found by the search, so ask for some from each end and the middle */
    static const char *const words[] = {"add", "analyze", "autoincrement", "current_user", "except", "if", "notnull",
                                        "raise", "transaction", "where", "with"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_assert_msg(register_word_reserved(words[i]), "%s", words[i]);
    static const char *const free_words[] = {"action", "plan", "role", "section", "measure", "value", "status", "key"};
    for (size_t i = 0; i < sizeof free_words / sizeof *free_words; i++)
        ck_assert_msg(!register_word_reserved(free_words[i]), "%s", free_words[i]);
}
END_TEST

START_TEST(a_register_needs_words_and_fields)
{
    struct register_def def = right();
    def.says = NULL;
    refused(&def, "it needs .name, .title, .plural, .says and .fields");
    def = right();
    def.fields = (const struct field_def[]){FIELDS_END};
    refused(&def, "it needs 1 to 100 fields");
    def = right();
    def.plural = "…";
    refused(&def, "makes no address");
    def = right();
    def.name = "pg_thing";
    refused(&def, "names that begin so belong to the database");
}
END_TEST

START_TEST(nothing_is_there_twice)
{
    refused_field((struct field_def){.name = "due", .kind = FIELD_DATE}, "it is there twice");
    struct register_def def = right();
    def.name = "other";
    refused(&def, "Two tables would be called \"other\"");
    def = right();
    def.plural = "Others";
    refused(&def, "its address /others is that of other");
    def = right();
    def.name = "other_version";
    refused(&def, "Two tables would be called \"other_version\"");
    refused_field((struct field_def){.name = "version", .kind = FIELD_REF_MANY, .to = "other"},
                  "Two tables would be called \"thing_version\"");
    def = right();
    def.name = "entry";
    refused(&def, "Two tables would be called \"entry\"");
}
END_TEST

START_TEST(a_key_is_of_required_short_fields)
{
    struct register_def def = right();
    def.key = NULL;
    refused(&def, "it needs a .key");
    def.key = "reference";
    refused(&def, "names something that is no field");
    def.key = "ref,,due";
    refused(&def, "names something that is no field");
    def.key = "ref,ref";
    refused(&def, ".key has it twice");
    def.key = "title";
    refused(&def, "field title, is declared wrongly: a field of the key is .required");
    def.fields = FIELDS(REF_FIELD, {.name = "many", .kind = FIELD_REF_MANY, .to = "other", .required = true});
    def.key = "ref,many";
    def.sorts = NULL;
    refused(&def, "cannot be in a key");
    def.fields = FIELDS(REF_FIELD, {.name = "long", .kind = FIELD_LONG_TEXT, .required = true});
    def.key = "ref,long";
    refused(&def, "cannot be in a key");
    def.fields = FIELDS(REF_FIELD, {.name = "a", .kind = FIELD_TEXT, .required = true, .max = 301});
    def.key = "ref,a";
    refused(&def, "501 characters together");
}
END_TEST

START_TEST(sorts_are_fields_that_can_be_ordered)
{
    struct register_def def = right();
    def.sorts = "colour";
    refused(&def, ".sorts \"colour\" names something that is no field");
    def.sorts = "due,due";
    refused(&def, ".sorts has it twice");
    static const enum field_kind kinds[] = {FIELD_LONG_TEXT, FIELD_REF, FIELD_REF_MANY, FIELD_URL};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *to = kinds[i] == FIELD_REF || kinds[i] == FIELD_REF_MANY ? "other" : NULL;
        def.fields = FIELDS(REF_FIELD, {.name = "odd", .kind = kinds[i], .to = to});
        def.sorts = "odd";
        refused(&def, "a list cannot be sorted by this kind");
    }
}
END_TEST

START_TEST(references_point_to_what_one_text_names)
{
    refused_field((struct field_def){.name = "owner", .kind = FIELD_REF}, "says what it points .to");
    refused_field((struct field_def){.name = "owner", .kind = FIELD_TEXT, .to = "other"}, "says what it points .to");
    refused_field((struct field_def){.name = "owner", .kind = FIELD_REF, .to = "nobody"}, "there is no register \"nobody\"");
    refused_field((struct field_def){.name = "owners", .kind = FIELD_REF_MANY, .to = "nobody"},
                  "there is no register \"nobody\"");

    struct register_def def = right();
    def.fields = FIELDS(REF_FIELD, {.name = "day", .kind = FIELD_DATE, .required = true},
                        {.name = "self", .kind = FIELD_REF, .to = "thing"});
    def.sorts = NULL;
    def.key = "ref,day";
    refused(&def, "the key of \"thing\" is not one FIELD_TEXT");
    def.key = "day";
    refused(&def, "the key of \"thing\" is not one FIELD_TEXT");
    def.key = "ref";
    accepted(&def);

    def.fields = FIELDS(REF_FIELD, {.name = "owner", .kind = FIELD_REF, .to = "other"});
    def.home = HOME_SHARED;
    refused(&def, "a shared record cannot point to one partnership's \"other\"");
}
END_TEST

START_TEST(references_may_go_in_a_circle)
{
    struct register_def a = right(), b = right();
    a.fields = FIELDS(REF_FIELD, {.name = "next", .kind = FIELD_REF, .to = "b_thing"});
    b.fields = FIELDS(REF_FIELD, {.name = "next", .kind = FIELD_REF, .to = "thing"});
    a.sorts = b.sorts = NULL;
    b.name = "b_thing";
    b.plural = "B things";
    const struct register_def *list[] = {&a, &b, NULL};
    struct registers *registers = NULL;
    ck_assert_ptr_null(registers_make(ctx, list, &registers));
}
END_TEST

START_TEST(choices_have_codes_and_words)
{
    struct field_def field = {.name = "colour", .kind = FIELD_CHOICE};
    refused_field(field, "a FIELD_CHOICE needs choices");
    field.choices = (const struct choice[]){CHOICES_END};
    refused_field(field, "a FIELD_CHOICE needs choices");
    static const char *const codes[] = {"", "Red", "red_one", "-red", "red-", "rouge é", "a--b"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        field.choices = (const struct choice[]){{codes[i], "Red"}, CHOICES_END};
        refused_field(field, "is not lower-case words joined by -");
    }
    field.choices = (const struct choice[]){{"red", ""}, CHOICES_END};
    refused_field(field, "has no words");
    field.choices = (const struct choice[]){{"red", "Red"}, {"green", "Green"}, {"red", "Red again"}, CHOICES_END};
    refused_field(field, "the code \"red\" is there twice");
    field.choices = (const struct choice[]){{"1-red", "Red"}, CHOICES_END};
    field.kind = FIELD_TEXT;
    refused_field(field, "only a FIELD_CHOICE has choices");
}
END_TEST

START_TEST(limits_fit_the_kind)
{
    refused_field((struct field_def){.name = "level", .kind = FIELD_SCALE}, "a FIELD_SCALE says .min and a greater .max");
    refused_field((struct field_def){.name = "level", .kind = FIELD_SCALE, .min = 3, .max = 3}, "a greater .max");
    refused_field((struct field_def){.name = "count", .kind = FIELD_INTEGER, .min = 1}, ".min is greater than .max");
    refused_field((struct field_def){.name = "words", .kind = FIELD_TEXT, .max = 2001}, "up to 2000");
    refused_field((struct field_def){.name = "words", .kind = FIELD_TEXT, .max = -1}, "up to 2000");
    refused_field((struct field_def){.name = "words", .kind = FIELD_LONG_TEXT, .max = 100001}, "up to 100000");
    refused_field((struct field_def){.name = "words", .kind = FIELD_TEXT, .min = 1, .max = 5}, "there is no .min");
    refused_field((struct field_def){.name = "day", .kind = FIELD_DATE, .max = 5}, "this kind has no .min and no .max");
}
END_TEST

START_TEST(label_and_one_of_name_fitting_fields)
{
    struct register_def def = right();
    def.label = "name";
    refused(&def, "its .label \"name\" is no field");
    def.fields = FIELDS(REF_FIELD, {.name = "a", .kind = FIELD_REF, .to = "other"},
                        {.name = "b", .kind = FIELD_REF, .to = "other"},
                        {.name = "c", .kind = FIELD_REF, .to = "other", .required = true});
    def.sorts = NULL;
    def.label = "a";
    refused(&def, "the .label cannot point to another record");
    def.label = NULL;
    def.one_of = "a";
    refused(&def, ".one_of names at least two fields");
    def.one_of = "a,d";
    refused(&def, ".one_of \"a,d\" names something that is no field");
    def.one_of = "a,ref";
    refused(&def, "is a FIELD_REF that is not .required");
    def.one_of = "a,c";
    refused(&def, "is a FIELD_REF that is not .required");
    def.one_of = "a,a";
    refused(&def, ".one_of has it twice");
}
END_TEST

START_TEST(home_and_visibility_are_of_their_kinds)
{
    struct register_def def = right();
    def.visible = (enum visibility)3;
    refused(&def, ".visible and .home are one of their kinds");
    def = right();
    def.home = (enum home)3;
    refused(&def, ".visible and .home are one of their kinds");
}
END_TEST

START_TEST(the_samples_are_resolved)
{
    struct registers *registers = NULL;
    ck_assert_ptr_null(registers_make(ctx, sample_registers, &registers));
    ck_assert_uint_eq(registers_count(registers), 6);
    ck_assert_ptr_eq(registers_at(registers, 2), &sample_outcome);
    ck_assert_ptr_eq(registers_find(registers, "task"), &sample_task);
    ck_assert_ptr_null(registers_find(registers, "tasks"));
    ck_assert_ptr_eq(registers_find_path(registers, "agencies"), &sample_agency);
    ck_assert_ptr_null(registers_find_path(registers, "agency"));
    ck_assert_str_eq(register_path(registers, &sample_reading), "readings");

    ck_assert_uint_eq(register_field_count(&sample_task), 6);
    ck_assert_int_eq(register_field_index(&sample_task, "done_on"), 5);
    ck_assert_int_eq(register_field_index(&sample_task, "done"), -1);
    ck_assert_uint_eq(register_key_count(&sample_reading), 3);
    ck_assert(register_key_has(&sample_reading, "published_on"));
    ck_assert(!register_key_has(&sample_reading, "value"));

    const struct register_shape *shape = register_shape_of(registers, &sample_outcome);
    ck_assert_int_eq(shape->label, 1);
    ck_assert_ptr_eq(shape->targets[3]->def, &sample_agency);
    ck_assert_str_eq(shape->link_tables[3], "outcome_leads");
    ck_assert_int_eq(register_shape_named(registers, "reading")->label, -1);
}
END_TEST

START_TEST(labels_are_readable)
{
    ck_assert_str_eq(field_label(ctx, &sample_outcome.fields[2]), "What it says");
    ck_assert_str_eq(field_label(ctx, &sample_task.fields[4]), "Started on");
    ck_assert_str_eq(field_choice_words(&sample_rating.fields[2], "amber"), "Amber");
    ck_assert_str_eq(field_choice_words(&sample_rating.fields[2], "mauve"), "mauve");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("registers");
    TCase *refusals = tcase_create("declarations refused");
    tcase_add_checked_fixture(refusals, setup, teardown);
    tcase_add_test(refusals, a_right_declaration_is_accepted);
    tcase_add_test(refusals, names_are_lower_case_words);
    tcase_add_test(refusals, words_of_sql_are_no_names);
    tcase_add_test(refusals, the_engines_columns_are_no_fields);
    tcase_add_test(refusals, both_lists_of_words_are_sorted);
    tcase_add_test(refusals, a_register_needs_words_and_fields);
    tcase_add_test(refusals, nothing_is_there_twice);
    tcase_add_test(refusals, a_key_is_of_required_short_fields);
    tcase_add_test(refusals, sorts_are_fields_that_can_be_ordered);
    tcase_add_test(refusals, references_point_to_what_one_text_names);
    tcase_add_test(refusals, references_may_go_in_a_circle);
    tcase_add_test(refusals, choices_have_codes_and_words);
    tcase_add_test(refusals, limits_fit_the_kind);
    tcase_add_test(refusals, label_and_one_of_name_fitting_fields);
    tcase_add_test(refusals, home_and_visibility_are_of_their_kinds);
    suite_add_tcase(suite, refusals);
    TCase *resolved = tcase_create("resolved");
    tcase_add_checked_fixture(resolved, setup, teardown);
    tcase_add_test(resolved, the_samples_are_resolved);
    tcase_add_test(resolved, labels_are_readable);
    suite_add_tcase(suite, resolved);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
