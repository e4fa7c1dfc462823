/* The pages every register has without anybody writing them: its list, each record with its history and what points to it,
 * the list of registers, and the search over all of them. */
#include "app/web.h"

#include "http/address.h"
#include "ui/layout.h"
#include "ui/page.h"
#include "ui/table_view.h"

#include <ctype.h>
#include <string.h>
#include <talloc.h>

#define PAGE_ROWS 25
#define DATA_ROWS 1000 /* read at a time, until all are written */
#define SEARCH_ROWS 10
#define POINTING_ROWS 10

static const struct crumb registers_crumbs[] = {{"Registers", "/registers"}, {NULL, NULL}};

static struct error *find_register(struct visit *visit, const struct register_def **def)
{
    const char *path = visit_parameter(visit, "register");
    *def = registers_find_path(visit->reader.registers, path);
    if (!*def)
        return ERROR_NEW(visit->ctx, ERROR_NOT_FOUND, "There is no page /%s on this site.", path);
    return NULL;
}

/* ---- a register's list ---- */

/* Reads ?FIELD=KEY for the register's references and choices: a list of what points to one record. */
static struct error *read_filter(struct visit *visit, const struct register_def *def, struct record_list_request *request)
{
    for (const struct field_def *f = def->fields; f->name; f++) {
        const char *value = visit_query(visit, f->name);
        if (!value || (f->kind != FIELD_CHOICE && f->kind != FIELD_REF && f->kind != FIELD_REF_MANY))
            continue;
        request->where_field = f->name;
        request->where_text = value;
        if (f->kind == FIELD_CHOICE)
            return NULL;
        struct record *target;
        TRY(record_find(visit->ctx, &visit->reader, registers_find(visit->reader.registers, f->to), value, &target));
        request->where_id = target->id;
        return NULL;
    }
    return NULL;
}

/* The query string of the next page: as asked, from further on. */
static struct error *next_query(struct visit *visit, const struct record_list_request *request, const char *after, const char **query)
{
    const struct {
        const char *name, *value;
    } parts[] = {
        {"q", request->words}, {"sort", request->sort}, {"dir", request->descending ? "desc" : NULL},
        {request->where_field, request->where_text}, {"after", after},
    };
    char *text = talloc_strdup(visit->ctx, "");
    for (size_t i = 0; text && i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].name || !parts[i].value)
            continue;
        const char *encoded = address_encode(visit->ctx, parts[i].value);
        TRY_MEMORY(encoded);
        text = talloc_asprintf_append(text, "%s%s=%s", text[0] ? "&" : "", parts[i].name, encoded);
    }
    TRY_MEMORY(text);
    *query = text;
    return NULL;
}

static struct error *list_table(struct visit *visit, struct table **table)
{
    const struct register_def *def;
    TRY(find_register(visit, &def));
    const char *direction = visit_query(visit, "dir");
    bool page = visit->request->format == FORMAT_HTML;
    struct record_list_request request = {
        .sort = visit_query(visit, "sort"),
        .descending = direction && strcmp(direction, "desc") == 0,
        .after = visit->after,
        .limit = page ? PAGE_ROWS : DATA_ROWS,
        .uncounted = !page,
        .words = visit_query(visit, "q"),
    };
    struct record_list list;
    TRY(read_filter(visit, def, &request));
    TRY(record_list(visit->ctx, &visit->reader, def, &request, &list));
    TRY(records_table(visit, def, &list, table));
    (*table)->sorted_by = request.sort;
    (*table)->descending = request.descending;
    (*table)->after = list.next;
    return list.next ? next_query(visit, &request, list.next, &(*table)->next) : NULL;
}

/* A register's name within a sentence: "42 outcomes". As it stands when there is no memory. */
static const char *uncapitalised(void *ctx, const char *name)
{
    char *made = talloc_strdup(ctx, name);
    if (made)
        made[0] = (char)tolower((unsigned char)made[0]);
    return made ? made : name;
}

static struct error *list_page(struct visit *visit, const struct table *table, struct html *h)
{
    const struct register_def *def;
    TRY(find_register(visit, &def));
    visit->title = def->plural;
    visit->crumbs = registers_crumbs;
    page_heading(h, (struct page_heading){.text = def->plural, .lead = def->says});

    struct govuk_form form = {.action = visit->request->address.path, .label = def->plural, .search = true, .in_a_row = true};
    govuk_form_begin(h, form);
    govuk_input(h, (struct govuk_input){.name = "q", .label = "Words to look for", .value = visit_query(visit, "q"), .width = 20});
    govuk_button(h, (struct govuk_button){.text = "Find", .secondary = true});
    govuk_form_end(h, form);
    table_view(h, table, (struct table_view){.path = visit->request->address.path, .caption_hidden = true, .count = true,
                                             .one = uncapitalised(visit->ctx, def->title),
                                             .many = uncapitalised(visit->ctx, def->plural), .stack = true});
    return NULL;
}

/* ---- one record ---- */

static struct error *find_one(struct visit *visit, struct record **record)
{
    const struct register_def *def;
    TRY(find_register(visit, &def));
    return record_find(visit->ctx, &visit->reader, def, visit_parameter(visit, "key"), record);
}

static struct error *record_table(struct visit *visit, struct table **table)
{
    struct record *record;
    TRY(find_one(visit, &record));
    struct record_list one = {.at = &record, .count = 1, .total = 1};
    return records_table(visit, record->def, &one, table);
}

static struct error *show_value(struct visit *visit, struct html *h, const struct record *record, size_t i)
{
    const struct field_def *field = &record->def->fields[i];
    const struct record_value *value = &record->values[i];
    const char *label = field_label(visit->ctx, field);
    TRY_MEMORY(label);
    if (field->kind == FIELD_REF || field->kind == FIELD_REF_MANY) {
        const struct register_def *to = registers_find(visit->reader.registers, field->to);
        if (value->reference_count == 0) {
            const char *none = field->kind == FIELD_REF_MANY ? "none recorded here" : NULL;
            govuk_summary_row(h, (struct govuk_summary_row){.key = label, .absent = none});
            return NULL;
        }
        govuk_summary_row_begin(h, label);
        struct govuk_list plain = {.kind = GOVUK_LIST_PLAIN};
        govuk_list_begin(h, plain);
        for (size_t j = 0; j < value->reference_count; j++) {
            const char *href = record_address(visit->ctx, visit->reader.registers, to, value->references[j].key);
            TRY_MEMORY(href);
            govuk_list_item_begin(h);
            govuk_link(h, (struct govuk_link){.text = value->references[j].label, .href = href});
            govuk_list_item_end(h);
        }
        govuk_list_end(h, plain);
        govuk_summary_row_end(h);
        return NULL;
    }
    const char *shown;
    TRY(record_words(visit->ctx, record, field->name, &shown));
    govuk_summary_row(h, (struct govuk_summary_row){
        .key = label, .value = shown, .href = field->kind == FIELD_URL ? value->text : NULL});
    return NULL;
}

/* What other registers' records point to this one. */
static struct error *show_pointing(struct visit *visit, struct html *h, const struct record *record)
{
    const struct registers *registers = visit->reader.registers;
    for (size_t r = 0; r < registers_count(registers); r++) {
        const struct register_def *def = registers_at(registers, r);
        for (const struct field_def *f = def->fields; f->name; f++) {
            if ((f->kind != FIELD_REF && f->kind != FIELD_REF_MANY) || strcmp(f->to, record->def->name) != 0)
                continue;
            struct record_list_request request = {.limit = POINTING_ROWS, .where_field = f->name, .where_id = record->id};
            struct record_list list;
            TRY(record_list(visit->ctx, &visit->reader, def, &request, &list));
            if (list.count == 0)
                continue;
            const char *label = field_label(visit->ctx, f), *encoded = address_encode(visit->ctx, record->key);
            const char *as = strcmp(label, record->def->title) == 0 || strcmp(label, record->def->plural) == 0 ? "" : label;
            const char *heading = talloc_asprintf(visit->ctx, "%s%s%s%s (%s%zu)", def->plural, as[0] ? ", as “" : "", as,
                                                  as[0] ? "”" : "", list.total_capped ? "more than " : "", list.total);
            const char *all = talloc_asprintf(visit->ctx, "/%s?%s=%s", register_path(registers, def), f->name, encoded);
            TRY_MEMORY(heading);
            TRY_MEMORY(all);
            govuk_heading(h, (struct govuk_heading){.text = heading, .level = 3, .size = GOVUK_SIZE_S});
            struct govuk_list bullets = {.kind = GOVUK_LIST_BULLET};
            govuk_list_begin(h, bullets);
            bool named = strcmp(list.at[0]->label, list.at[0]->key) != 0; /* keys alone tell nobody anything */
            for (size_t i = 0; named && i < list.count; i++) {
                const char *href = record_address(visit->ctx, registers, def, list.at[i]->key);
                TRY_MEMORY(href);
                govuk_list_item_begin(h);
                govuk_link(h, (struct govuk_link){.text = list.at[i]->label, .href = href});
                govuk_list_item_end(h);
            }
            if (list.next || !named) {
                govuk_list_item_begin(h);
                govuk_link(h, (struct govuk_link){.text = "All of them", .href = all, .hidden = heading});
                govuk_list_item_end(h);
            }
            govuk_list_end(h, bullets);
        }
    }
    return NULL;
}

static struct error *show_history(struct visit *visit, struct html *h, const struct record *record)
{
    struct record **versions;
    size_t count;
    TRY(record_history(visit->ctx, &visit->reader, record, &versions, &count));
    govuk_heading(h, (struct govuk_heading){.text = "History", .level = 2, .size = GOVUK_SIZE_M});
    timeline_begin(h);
    for (size_t i = 0; i < count; i++) {
        const char *known = date_words(visit->ctx, versions[i]->known_from);
        const char *recorded = instant_words(visit->ctx, versions[i]->recorded_at);
        const char *text = talloc_asprintf(visit->ctx, "Entered in this system on %s.", recorded);
        TRY_MEMORY(known);
        TRY_MEMORY(text);
        timeline_entry(h, (struct timeline_entry){
            .title = i + 1 == count ? "First known" : "Changed", .when = known, .text = text});
    }
    timeline_end(h);
    return NULL;
}

struct error *record_panels(struct visit *visit, const struct record *record, struct html *h)
{
    const struct feature *const *rooms = visit->application->features;
    for (size_t i = 0; rooms[i]; i++)
        for (const struct panel *const *p = rooms[i]->panels; p && *p; p++)
            if (strcmp((*p)->on, record->def->name) == 0)
                TRY((*p)->show(visit, record, h));
    return NULL;
}

struct error *record_page_body(struct visit *visit, const struct record *record, bool panels, struct html *h)
{
    struct govuk_summary_list list = {0};
    govuk_summary_list_begin(h, list);
    for (size_t i = 0; record->def->fields[i].name; i++) {
        const char *text = record->values[i].text;
        bool is_heading = record->def->fields[i].kind == FIELD_TEXT && text && strcmp(text, record->label) == 0;
        if (!is_heading)
            TRY(show_value(visit, h, record, i));
    }
    govuk_summary_list_end(h, list);

    if (panels)
        TRY(record_panels(visit, record, h));
    struct html pointing = html_part(h);
    TRY(show_pointing(visit, &pointing, record));
    if (html_taken(&pointing).count > 0) {
        govuk_heading(h, (struct govuk_heading){.text = "Where this is named", .level = 2, .size = GOVUK_SIZE_M});
        html_markup(h, html_taken(&pointing));
    }
    return show_history(visit, h, record);
}

static struct error *record_page(struct visit *visit, const struct table *table, struct html *h)
{
    (void)table;
    struct record *record;
    TRY(find_one(visit, &record));
    visit->title = record->label;
    struct crumb *crumbs = talloc_zero_array(visit->ctx, struct crumb, 2);
    TRY_MEMORY(crumbs);
    crumbs[0].text = record->def->plural;
    crumbs[0].href = talloc_asprintf(visit->ctx, "/%s", register_path(visit->reader.registers, record->def));
    visit->crumbs = crumbs;
    page_heading(h, (struct page_heading){.text = record->label, .caption = record->def->title});
    return record_page_body(visit, record, true, h);
}

/* ---- the list of registers ---- */

static const struct column registers_columns[] = {
    {"register", "Register", COLUMN_TEXT, .row_heading = true},
    {"says", "What one of them is", COLUMN_TEXT},
    {"records", "Records", COLUMN_NUMBER},
};

static struct error *registers_table(struct visit *visit, struct table **table)
{
    const struct registers *registers = visit->reader.registers;
    struct table *made = table_new(visit->ctx, "Registers", registers_columns, 3);
    TRY_MEMORY(made);
    for (size_t i = 0; i < registers_count(registers); i++) {
        const struct register_def *def = registers_at(registers, i);
        struct record_list_request request = {.limit = 1};
        struct record_list list;
        TRY(record_list(visit->ctx, &visit->reader, def, &request, &list));
        const char *count = talloc_asprintf(visit->ctx, "%zu", list.total);
        const char *shown = talloc_asprintf(visit->ctx, "%s%zu", list.total_capped ? "more than " : "", list.total);
        const char *href = talloc_asprintf(visit->ctx, "/%s", register_path(registers, def));
        TRY_MEMORY(count);
        TRY_MEMORY(shown);
        TRY_MEMORY(href);
        TRY(table_add_row(made, (struct cell[]){{.value = def->plural, .href = href}, {.value = def->says},
                                                {.value = list.total_capped ? NULL : count, .shown = shown}}));
    }
    *table = made;
    return NULL;
}

static struct error *registers_page(struct visit *visit, const struct table *table, struct html *h)
{
    visit->title = "Registers";
    page_heading(h, (struct page_heading){
        .text = "Registers",
        .lead = "Every kind of record kept here. Each list, each record and each table can be downloaded."});
    table_view(h, table, (struct table_view){.caption_hidden = true, .stack = true});
    return NULL;
}

/* ---- search ---- */

static const struct column search_columns[] = {
    {"found", "Found", COLUMN_TEXT, .row_heading = true},
    {"register", "In", COLUMN_TEXT},
    {"key", "Key", COLUMN_TEXT, .data_only = true},
};

static struct error *search_table(struct visit *visit, struct table **table)
{
    const struct registers *registers = visit->reader.registers;
    const char *words = visit_query(visit, "q");
    struct table *made = table_new(visit->ctx, "Found", search_columns, 3);
    TRY_MEMORY(made);
    made->empty = words ? "Nothing was found. Fewer or shorter words find more." : "Type words to look for.";
    for (size_t i = 0; words && i < registers_count(registers); i++) {
        const struct register_def *def = registers_at(registers, i);
        struct record_list_request request = {.limit = SEARCH_ROWS, .words = words};
        struct record_list list;
        TRY(record_list(visit->ctx, &visit->reader, def, &request, &list));
        made->total_capped |= list.next != NULL;
        for (size_t j = 0; j < list.count; j++) {
            const char *href = record_address(visit->ctx, registers, def, list.at[j]->key);
            TRY_MEMORY(href);
            TRY(table_add_row(made, (struct cell[]){{.value = list.at[j]->label, .href = href}, {.value = def->title},
                                                    {.value = list.at[j]->key}}));
        }
    }
    made->total = table_row_count(made);
    *table = made;
    return NULL;
}

static struct error *search_page(struct visit *visit, const struct table *table, struct html *h)
{
    visit->title = "Search";
    page_heading(h, (struct page_heading){.text = "Search", .lead = "Looks through every register. All the words must occur."});
    struct govuk_form form = {.action = "/search", .label = "Search", .search = true, .in_a_row = true};
    govuk_form_begin(h, form);
    govuk_input(h, (struct govuk_input){.name = "q", .label = "Words to look for", .value = visit_query(visit, "q"), .width = 20});
    govuk_button(h, (struct govuk_button){.text = "Search"});
    govuk_form_end(h, form);
    table_view(h, table, (struct table_view){.caption_hidden = true, .count = true, .one = "record", .many = "records", .stack = true});
    return NULL;
}

static const struct screen registers_screen = {"/registers", NULL, registers_table, registers_page};
static const struct screen search_screen = {"/search", "Search", search_table, search_page};
static const struct screen list_screen = {"/{register}", NULL, list_table, list_page};
static const struct screen record_screen = {"/{register}/{key}", NULL, record_table, record_page};

const struct screen *const register_screens[] = {&registers_screen, &search_screen, &list_screen, &record_screen, NULL};
