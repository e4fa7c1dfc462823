/* What may be wrong with a declaration. A wrong one is the programmer's, so it stops the program at start, in words that
 * name the register and the field. */
#include "record/register_shape.h"

#include "base/list.h"
#include "base/text.h"
#include "record/schema_tables.h"

#include <stdarg.h>
#include <talloc.h>

/* A text's natural key can be ten times as long as its digits; this keeps every index entry under what both databases
 * take. */
#define KEY_CHARACTERS_MOST 500
#define FIELDS_MOST 100
#define TEXT_MOST 2000
#define LONG_TEXT_MOST 100000

/* "The register risk, field owner: ..." */
static struct error *wrong(const void *ctx, const struct register_def *def, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static struct error *wrong(const void *ctx, const struct register_def *def, const char *field, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *what = talloc_vasprintf(ctx, format, arguments);
    va_end(arguments);
    TRY_MEMORY(what);
    const char *name = def->name ? def->name : "?";
    if (!field)
        return ERROR_NEW(ctx, ERROR_INTERNAL, "The register %s is declared wrongly: %s.", name, what);
    return ERROR_NEW(ctx, ERROR_INTERNAL, "The register %s, field %s, is declared wrongly: %s.", name, field, what);
}

/* Lower-case words of letters and digits joined by `joint`, starting with a letter (or, for a code, a digit). */
static bool is_words(const char *s, char joint, bool digit_first)
{
    bool word_start = true;
    if (!digit_first && !(*s >= 'a' && *s <= 'z'))
        return false;
    for (; *s; s++) {
        bool letter = (*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9');
        if (!letter && (word_start || *s != joint))
            return false;
        word_start = !letter;
    }
    return !word_start;
}

static struct error *check_name(const void *ctx, const struct register_def *def, const char *field, const char *name)
{
    if (!is_words(name, '_', false) || strlen(name) > REGISTER_NAME_MOST)
        return wrong(ctx, def, field, "a name is at most %d lower-case letters and digits in words joined by _",
                     REGISTER_NAME_MOST);
    if (register_word_reserved(name))
        return wrong(ctx, def, field, "\"%s\" is a word of SQL", name);
    return NULL;
}

static struct error *check_choices(const void *ctx, const struct register_def *def, const struct field_def *field)
{
    if (field->kind != FIELD_CHOICE)
        return field->choices ? wrong(ctx, def, field->name, "only a FIELD_CHOICE has choices") : NULL;
    if (!field->choices || !field->choices[0].code)
        return wrong(ctx, def, field->name, "a FIELD_CHOICE needs choices");
    for (const struct choice *choice = field->choices; choice->code; choice++) {
        if (!is_words(choice->code, '-', true) || strlen(choice->code) > 60)
            return wrong(ctx, def, field->name, "the code \"%s\" is not lower-case words joined by -", choice->code);
        if (!choice->words || !*choice->words)
            return wrong(ctx, def, field->name, "the code \"%s\" has no words", choice->code);
        for (const struct choice *before = field->choices; before != choice; before++)
            if (strcmp(before->code, choice->code) == 0)
                return wrong(ctx, def, field->name, "the code \"%s\" is there twice", choice->code);
    }
    return NULL;
}

static struct error *check_limits(const void *ctx, const struct register_def *def, const struct field_def *field)
{
    int most = field->kind == FIELD_LONG_TEXT ? LONG_TEXT_MOST : TEXT_MOST;
    switch (field->kind) {
    case FIELD_SCALE:
        if (field->min >= field->max)
            return wrong(ctx, def, field->name, "a FIELD_SCALE says .min and a greater .max");
        return NULL;
    case FIELD_INTEGER:
        if (field->min > field->max)
            return wrong(ctx, def, field->name, ".min is greater than .max");
        return NULL;
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
        if (field->min != 0 || field->max < 0 || field->max > most)
            return wrong(ctx, def, field->name, ".max is a number of characters up to %d, and there is no .min", most);
        return NULL;
    default:
        if (field->min || field->max)
            return wrong(ctx, def, field->name, "this kind has no .min and no .max");
        return NULL;
    }
}

static struct error *check_field(const void *ctx, const struct register_def *def, size_t i)
{
    const struct field_def *field = &def->fields[i];
    TRY(check_name(ctx, def, field->name, field->name));
    if (register_word_taken(field->name))
        return wrong(ctx, def, field->name, "the engine has a column of that name");
    if ((size_t)register_field_index(def, field->name) != i)
        return wrong(ctx, def, field->name, "it is there twice");
    if (field_refers(field) != (field->to != NULL))
        return wrong(ctx, def, field->name, "a FIELD_REF or FIELD_REF_MANY, and no other kind, says what it points .to");
    TRY(check_choices(ctx, def, field));
    return check_limits(ctx, def, field);
}

/* Every name in a list must be a field's, once. */
static struct error *check_list(const void *ctx, const struct register_def *def, const char *what, const char *list)
{
    char name[REGISTER_NAME_MOST + 1], earlier[REGISTER_NAME_MOST + 1];
    for (const char *rest = list; rest;) {
        const char *here = rest;
        (void)register_name_next(&rest, name);
        if (register_field_index(def, name) < 0)
            return wrong(ctx, def, NULL, "%s \"%s\" names something that is no field of it", what, list);
        for (const char *before = list; before != here;) {
            (void)register_name_next(&before, earlier);
            if (strcmp(earlier, name) == 0)
                return wrong(ctx, def, name, "%s has it twice", what);
        }
    }
    return NULL;
}

/* The key names a record in files, addresses and indexes. */
static struct error *check_key(const void *ctx, const struct register_def *def)
{
    if (!def->key || !*def->key)
        return wrong(ctx, def, NULL, "it needs a .key");
    TRY(check_list(ctx, def, ".key", def->key));
    char name[REGISTER_NAME_MOST + 1];
    int characters = 0;
    for (const char *rest = def->key; register_name_next(&rest, name);) {
        const struct field_def *field = &def->fields[register_field_index(def, name)];
        if (!field->required)
            return wrong(ctx, def, name, "a field of the key is .required");
        if (field->kind == FIELD_REF_MANY || field->kind == FIELD_LONG_TEXT)
            return wrong(ctx, def, name, "a FIELD_REF_MANY or FIELD_LONG_TEXT cannot be in a key");
        if (field->kind == FIELD_TEXT)
            characters += field->max ? field->max : 200;
    }
    if (characters > KEY_CHARACTERS_MOST)
        return wrong(ctx, def, NULL, "the texts of its key may have %d characters together, at most %d are possible",
                     characters, KEY_CHARACTERS_MOST);
    return NULL;
}

static struct error *check_sorts(const void *ctx, const struct register_def *def)
{
    if (!def->sorts)
        return NULL;
    TRY(check_list(ctx, def, ".sorts", def->sorts));
    char name[REGISTER_NAME_MOST + 1];
    for (const char *rest = def->sorts; register_name_next(&rest, name);) {
        const struct field_def *field = &def->fields[register_field_index(def, name)];
        if (field_refers(field) || field->kind == FIELD_LONG_TEXT || field->kind == FIELD_URL)
            return wrong(ctx, def, name, "a list cannot be sorted by this kind");
    }
    return NULL;
}

static struct error *check_label(const void *ctx, const struct register_def *def)
{
    if (!def->label)
        return NULL;
    int i = register_field_index(def, def->label);
    if (i < 0)
        return wrong(ctx, def, NULL, "its .label \"%s\" is no field of it", def->label);
    if (field_refers(&def->fields[i]))
        return wrong(ctx, def, def->label, "the .label cannot point to another record");
    return NULL;
}

static struct error *check_one_of(const void *ctx, const struct register_def *def)
{
    if (!def->one_of)
        return NULL;
    TRY(check_list(ctx, def, ".one_of", def->one_of));
    char name[REGISTER_NAME_MOST + 1];
    size_t count = 0;
    for (const char *rest = def->one_of; register_name_next(&rest, name); count++) {
        const struct field_def *field = &def->fields[register_field_index(def, name)];
        if (field->kind != FIELD_REF || field->required)
            return wrong(ctx, def, name, "what .one_of names is a FIELD_REF that is not .required");
    }
    return count < 2 ? wrong(ctx, def, NULL, ".one_of names at least two fields") : NULL;
}

struct error *register_check(const void *ctx, const struct register_def *def)
{
    if (!def->name || !def->title || !def->plural || !def->says || !def->fields)
        return wrong(ctx, def, NULL, "it needs .name, .title, .plural, .says and .fields");
    TRY(check_name(ctx, def, NULL, def->name));
    if (strncmp(def->name, "pg_", 3) == 0 || strncmp(def->name, "sqlite_", 7) == 0 ||
        strncmp(def->name, "store_", 6) == 0)
        return wrong(ctx, def, NULL, "names that begin so belong to the database");
    if (register_field_count(def) == 0 || register_field_count(def) > FIELDS_MOST)
        return wrong(ctx, def, NULL, "it needs 1 to %d fields", FIELDS_MOST);
    for (size_t i = 0; def->fields[i].name; i++)
        TRY(check_field(ctx, def, i));
    TRY(check_key(ctx, def));
    TRY(check_sorts(ctx, def));
    TRY(check_label(ctx, def));
    TRY(check_one_of(ctx, def));
    if (def->visible > VISIBLE_UNIT || def->home > HOME_EITHER)
        return wrong(ctx, def, NULL, ".visible and .home are one of their kinds");
    return NULL;
}

/* --- together -------------------------------------------------------------------------------------------------------- */

/* What is pointed to must be there, be named by one text, and be readable wherever the pointing record is. */
static struct error *check_references(const void *ctx, const struct register_shape *shape)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field_def *field = &shape->def->fields[i];
        const struct register_shape *target = shape->targets[i];
        if (!field_refers(field))
            continue;
        if (!target)
            return wrong(ctx, shape->def, field->name, "there is no register \"%s\"", field->to);
        if (target->key_count != 1 || target->def->fields[target->key[0]].kind != FIELD_TEXT)
            return wrong(ctx, shape->def, field->name, "the key of \"%s\" is not one FIELD_TEXT, so nothing can point to it",
                         field->to);
        if (!home_may_refer(shape->def->home, target->def->home))
            return wrong(ctx, shape->def, field->name, "a shared record cannot point to one partnership's \"%s\"",
                         field->to);
    }
    return NULL;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* No two tables may have one name: outcome with a field "version" would be such a case. */
static struct error *check_tables(const void *ctx, const struct registers *registers)
{
    struct text_list names = {0};
    void *scratch = talloc_new(ctx);
    TRY_MEMORY(scratch);
    TRY(LIST_ADD(scratch, &names, (char *)TABLE_ENTRY));
    TRY(LIST_ADD(scratch, &names, (char *)TABLE_META));
    for (size_t i = 0; i < registers->count; i++) {
        const struct register_shape *shape = &registers->shapes[i];
        TRY(LIST_ADD(scratch, &names, (char *)shape->def->name));
        TRY(LIST_ADD(scratch, &names, (char *)shape->version_table));
        for (size_t f = 0; f < shape->field_count; f++)
            if (shape->link_tables[f])
                TRY(LIST_ADD(scratch, &names, (char *)shape->link_tables[f]));
    }
    qsort(names.at, names.count, sizeof *names.at, compare_names);
    struct error *error = NULL;
    for (size_t i = 1; i < names.count && !error; i++)
        if (strcmp(names.at[i - 1], names.at[i]) == 0)
            error = ERROR_NEW(ctx, ERROR_INTERNAL, "Two tables would be called \"%s\".", names.at[i]);
    talloc_free(scratch);
    return error;
}

struct error *registers_check_together(const void *ctx, const struct registers *registers)
{
    for (size_t i = 0; i < registers->count; i++) {
        const struct register_shape *shape = &registers->shapes[i];
        if (!*shape->path)
            return wrong(ctx, shape->def, NULL, "its .plural makes no address");
        for (size_t j = 0; j < i; j++)
            if (strcmp(registers->shapes[j].path, shape->path) == 0)
                return wrong(ctx, shape->def, NULL, "its address /%s is that of %s", shape->path,
                             registers->shapes[j].def->name);
        TRY(check_references(ctx, shape));
    }
    return check_tables(ctx, registers);
}
