/* Records of any register as a table: the one rendering behind every generic list, its CSV and its JSON. */
#include "app/web.h"

#include "base/buffer.h"
#include "base/text.h"

#include <string.h>
#include <talloc.h>

/* On a page a list shows at most this many fields; CSV and JSON have all. */
#define SHOWN_FIELDS 7

static enum column_kind column_kind_of(const struct field_def *field)
{
    switch (field->kind) {
    case FIELD_INTEGER:
    case FIELD_SCALE:
    case FIELD_DECIMAL:
        return COLUMN_NUMBER;
    case FIELD_DATE:
    case FIELD_WHEN:
        return COLUMN_DATE;
    case FIELD_FLAG:
        return COLUMN_FLAG;
    default:
        return COLUMN_TEXT;
    }
}

/* The field a page links to the record by: its label, or its key where the label is too long to stand in a list. */
static bool is_heading(const struct register_def *def, const struct field_def *field)
{
    const char *label = def->label ? def->label : register_field_index(def, "title") >= 0 ? "title" : NULL;
    int i = label ? register_field_index(def, label) : -1;
    return i >= 0 && def->fields[i].kind == FIELD_TEXT ? field == &def->fields[i] : register_key_has(def, field->name);
}

static bool is_sorted(const struct register_def *def, const char *name)
{
    size_t length = strlen(name);
    for (const char *s = def->sorts; s; s = strchr(s, ',') ? strchr(s, ',') + 1 : NULL)
        if (strncmp(s, name, length) == 0 && (s[length] == ',' || s[length] == '\0'))
            return true;
    return false;
}

static struct error *columns_of(struct visit *visit, const struct register_def *def, struct column **columns)
{
    size_t count = register_field_count(def), shown = 0;
    struct column *made = talloc_zero_array(visit->ctx, struct column, (unsigned)count + 1);
    TRY_MEMORY(made);
    for (size_t i = 0; i < count; i++) {
        const struct field_def *field = &def->fields[i];
        bool quiet = field->kind == FIELD_LONG_TEXT || field->kind == FIELD_URL;
        made[i] = (struct column){
            .name = field->name,
            .label = field_label(visit->ctx, field),
            .kind = column_kind_of(field),
            .sort = is_sorted(def, field->name) ? field->name : NULL,
            .data_only = quiet || shown >= SHOWN_FIELDS,
            .row_heading = is_heading(def, field),
        };
        TRY_MEMORY(made[i].label);
        shown += !made[i].data_only;
    }
    made[count] = (struct column){.name = "visible", .label = "Visible to", .data_only = true};
    *columns = made;
    return NULL;
}

/* The names of the records pointed to, for people. */
static const char *names_of(void *ctx, const struct record_value *value)
{
    if (value->reference_count == 1)
        return value->references[0].label;
    struct buffer names = buffer_on(ctx);
    for (size_t i = 0; i < value->reference_count; i++) {
        if (i > 0)
            buffer_text(&names, "; ");
        buffer_text(&names, value->references[i].label);
    }
    return names.failed ? NULL : buffer_cstr(&names);
}

static struct error *words_of(void *ctx, const struct field_def *field, const struct record_value *value, const char **words)
{
    struct period when;
    *words = value->text;
    if (!value->text)
        return NULL;
    if (field->kind == FIELD_CHOICE)
        *words = field_choice_words(field, value->text);
    if (field->kind == FIELD_FLAG)
        *words = strcmp(value->text, "yes") == 0 ? "Yes" : "No";
    if ((field->kind == FIELD_DATE || field->kind == FIELD_WHEN) && when_parse(value->text, &when))
        TRY_MEMORY(*words = period_label(ctx, when));
    if (field->kind == FIELD_REF || field->kind == FIELD_REF_MANY)
        TRY_MEMORY(*words = value->reference_count ? names_of(ctx, value) : "not shown");
    return NULL;
}

struct error *record_words(void *ctx, const struct record *record, const char *field, const char **words)
{
    int i = register_field_index(record->def, field);
    return words_of(ctx, &record->def->fields[i], &record->values[i], words);
}

static struct error *cell_of(struct visit *visit, const struct record *record, size_t i, const struct column *column,
                             struct cell *cell)
{
    const struct field_def *field = &record->def->fields[i];
    const char *words;
    if (column->data_only) {
        *cell = (struct cell){.value = record->values[i].text};
        return NULL;
    }
    TRY(words_of(visit->ctx, field, &record->values[i], &words));
    *cell = (struct cell){.value = record->values[i].text, .shown = words ? words : "not stated"};
    if (column->row_heading && words)
        TRY_MEMORY(cell->href = record_address(visit->ctx, visit->reader.registers, record->def, record->key));
    return NULL;
}

struct error *records_table(struct visit *visit, const struct register_def *def, const struct record_list *list,
                            struct table **table)
{
    static const char *const visibilities[] = {"public", "partners", "unit"};
    struct column *columns;
    size_t count = register_field_count(def);
    TRY(columns_of(visit, def, &columns));
    struct table *made = table_new(visit->ctx, def->plural, columns, count + 1);
    struct cell *cells = talloc_zero_array(visit->ctx, struct cell, (unsigned)count + 1);
    TRY_MEMORY(made);
    TRY_MEMORY(cells);
    for (size_t r = 0; r < list->count; r++) {
        for (size_t i = 0; i < count; i++)
            TRY(cell_of(visit, list->at[r], i, &columns[i], &cells[i]));
        cells[count] = (struct cell){.value = visibilities[list->at[r]->visible]};
        TRY(table_add_row(made, cells));
    }
    made->total = list->total;
    made->total_capped = list->total_capped;
    made->empty = "Nothing is recorded here.";
    *table = made;
    return NULL;
}
