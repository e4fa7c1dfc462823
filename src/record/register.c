/* Registers: resolved once from their declarations, then looked up. Their checks are in register_check.c. */
#include "record/register_shape.h"

#include "base/buffer.h"
#include "base/text.h"
#include "record/schema_tables.h"

#include <talloc.h>

bool register_name_next(const char **rest, char name[REGISTER_NAME_MOST + 1])
{
    if (!*rest)
        return false;
    size_t length = strcspn(*rest, ",");
    if (length == 0 || length > REGISTER_NAME_MOST)
        memcpy(name, "?", 2);
    else {
        memcpy(name, *rest, length);
        name[length] = '\0';
    }
    *rest = (*rest)[length] ? *rest + length + 1 : NULL;
    return true;
}

size_t register_field_count(const struct register_def *def)
{
    size_t count = 0;
    while (def->fields[count].name)
        count++;
    return count;
}

int register_field_index(const struct register_def *def, const char *name)
{
    for (int i = 0; def->fields[i].name; i++)
        if (strcmp(def->fields[i].name, name) == 0)
            return i;
    return -1;
}

bool register_key_has(const struct register_def *def, const char *field)
{
    char name[REGISTER_NAME_MOST + 1];
    for (const char *rest = def->key; register_name_next(&rest, name);)
        if (strcmp(name, field) == 0)
            return true;
    return false;
}

size_t register_key_count(const struct register_def *def)
{
    size_t count = 0;
    char name[REGISTER_NAME_MOST + 1];
    for (const char *rest = def->key; register_name_next(&rest, name);)
        count++;
    return count;
}

const char *field_label(const void *ctx, const struct field_def *field)
{
    if (field->label)
        return field->label;
    char *label = talloc_strdup(ctx, field->name);
    if (!label)
        return field->name;
    for (char *c = label; *c; c++)
        if (*c == '_')
            *c = ' ';
    if (label[0] >= 'a' && label[0] <= 'z')
        label[0] = (char)(label[0] - 'a' + 'A');
    return label;
}

const char *field_choice_words(const struct field_def *field, const char *code)
{
    for (const struct choice *choice = field->choices; choice && choice->code; choice++)
        if (strcmp(choice->code, code) == 0)
            return choice->words;
    return code;
}

/* --- finding one ---------------------------------------------------------------------------------------------------- */

size_t registers_count(const struct registers *registers)
{
    return registers->count;
}

const struct register_def *registers_at(const struct registers *registers, size_t i)
{
    return registers->shapes[i].def;
}

static int compare_name(const void *name, const void *shape)
{
    return strcmp(name, (*(const struct register_shape *const *)shape)->def->name);
}

static int compare_shapes(const void *a, const void *b)
{
    return compare_name((*(const struct register_shape *const *)a)->def->name, b);
}

const struct register_shape *register_shape_named(const struct registers *registers, const char *name)
{
    const struct register_shape *const *found =
        bsearch(name, registers->by_name, registers->count, sizeof *registers->by_name, compare_name);
    return found ? *found : NULL;
}

const struct register_shape *register_shape_of(const struct registers *registers, const struct register_def *def)
{
    for (size_t i = 0; i < registers->count; i++)
        if (registers->shapes[i].def == def)
            return &registers->shapes[i];
    return NULL;
}

const struct register_def *registers_find(const struct registers *registers, const char *name)
{
    const struct register_shape *shape = register_shape_named(registers, name);
    return shape ? shape->def : NULL;
}

const struct register_def *registers_find_path(const struct registers *registers, const char *path)
{
    for (size_t i = 0; i < registers->count; i++)
        if (strcmp(registers->shapes[i].path, path) == 0)
            return registers->shapes[i].def;
    return NULL;
}

const char *register_path(const struct registers *registers, const struct register_def *def)
{
    const struct register_shape *shape = register_shape_of(registers, def);
    return shape ? shape->path : "";
}

/* --- making them ---------------------------------------------------------------------------------------------------- */

/* The positions of the fields a checked list names. */
static struct error *resolve_names(void *ctx, const struct register_def *def, const char *list, size_t **positions,
                                   size_t *count)
{
    *positions = talloc_array(ctx, size_t, (unsigned)register_field_count(def));
    TRY_MEMORY(*positions);
    *count = 0;
    char name[REGISTER_NAME_MOST + 1];
    for (const char *rest = list; register_name_next(&rest, name);)
        (*positions)[(*count)++] = (size_t)register_field_index(def, name);
    return NULL;
}

/* Everything of a shape that its own declaration says. The declaration has passed register_check. */
static struct error *shape_one(void *ctx, const struct register_def *def, struct register_shape *shape)
{
    *shape = (struct register_shape){.def = def, .field_count = register_field_count(def)};
    shape->path = text_slug(ctx, def->plural);
    shape->version_table = version_table(ctx, def);
    shape->targets = talloc_zero_array(ctx, const struct register_shape *, (unsigned)shape->field_count);
    shape->link_tables = talloc_zero_array(ctx, const char *, (unsigned)shape->field_count);
    if (!shape->path || !shape->version_table || !shape->targets || !shape->link_tables)
        return error_out_of_memory();
    for (size_t i = 0; i < shape->field_count; i++) {
        if (def->fields[i].kind != FIELD_REF_MANY)
            continue;
        shape->link_tables[i] = link_table(ctx, def, &def->fields[i]);
        TRY_MEMORY(shape->link_tables[i]);
    }
    TRY(resolve_names(ctx, def, def->key, &shape->key, &shape->key_count));
    TRY(resolve_names(ctx, def, def->sorts, &shape->sorts, &shape->sort_count));
    shape->label = register_field_index(def, def->label ? def->label : "title");
    return NULL;
}

struct error *registers_make(void *ctx, const struct register_def *const *list, struct registers **registers)
{
    size_t count = 0;
    while (list[count])
        count++;
    struct registers *made = talloc_zero(ctx, struct registers);
    TRY_MEMORY(made);
    made->count = count;
    made->shapes = talloc_zero_array(made, struct register_shape, (unsigned)count);
    made->by_name = talloc_zero_array(made, const struct register_shape *, (unsigned)count);
    if (!made->shapes || !made->by_name)
        return error_out_of_memory();

    for (size_t i = 0; i < count; i++) {
        TRY(register_check(ctx, list[i]));
        TRY(shape_one(made, list[i], &made->shapes[i]));
        made->by_name[i] = &made->shapes[i];
    }
    qsort(made->by_name, count, sizeof *made->by_name, compare_shapes);
    for (size_t i = 0; i < count; i++)
        for (size_t f = 0; f < made->shapes[i].field_count; f++)
            if (field_refers(&list[i]->fields[f]))
                made->shapes[i].targets[f] = register_shape_named(made, list[i]->fields[f].to);
    TRY(registers_check_together(ctx, made));
    *registers = made;
    return NULL;
}
