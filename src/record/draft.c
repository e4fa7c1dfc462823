/* Drafts: what can be judged of them without the database. */
#include "record/change.h"

#include "base/text.h"
#include "record/register_shape.h"

#include <inttypes.h>
#include <talloc.h>
#include <unictype.h>
#include <unistr.h>

#define TEXT_MOST_DEFAULT 200
#define LONG_TEXT_MOST_DEFAULT 10000
#define URL_MOST 2000
#define REFERENCES_MOST 1000
#define INTEGER_MOST ((int64_t)1 << 53) /* what every reader of JSON holds exactly */

static const char *const visibility_codes[] = {"public", "partners", "unit"};

const char *visibility_code(enum visibility visible)
{
    return visibility_codes[visible];
}

bool visibility_parse(const char *code, enum visibility *visible)
{
    for (int i = VISIBLE_PUBLIC; i <= VISIBLE_UNIT; i++)
        if (strcmp(visibility_codes[i], code) == 0) {
            *visible = (enum visibility)i;
            return true;
        }
    return false;
}

const char *draft_text(const struct record_draft *draft, const char *field)
{
    int i = register_field_index(draft->def, field);
    const char *text = i < 0 ? NULL : draft->texts[i];
    return text && *text ? text : NULL;
}

/* Where field number i was typed; number field_count is known_from. */
static struct fault fault_at(const struct record_draft *draft, size_t i, const char *field)
{
    struct fault fault = {.file = draft->file, .field = field};
    if (draft->places) {
        fault.line = draft->places[i].line;
        fault.column = draft->places[i].column;
    }
    return fault;
}

struct error *draft_fault(void *ctx, const struct record_draft *draft, const char *field, struct fault_list *faults,
                          const char *found, const char *expected)
{
    (void)ctx;
    int i = register_field_index(draft->def, field);
    struct fault fault = fault_at(draft, i < 0 ? register_field_count(draft->def) : (size_t)i, field);
    fault.found = found;
    fault.expected = expected;
    return fault_add(faults, fault);
}

/* --- words -------------------------------------------------------------------------------------------------------- */

/* What could hide or reorder what stands beside it: control characters, line separators, bidirectional overrides and
 * isolates (Unicode 15, 23.2 and UAX 9). */
static bool is_forbidden(ucs4_t c, bool lines)
{
    if (c == '\n')
        return !lines;
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* What the text's characters tell in one walk. */
struct characters {
    size_t count;
    const char *forbidden; /* the first such, or NULL */
    size_t forbidden_bytes;
    bool blank;     /* nothing but white space */
    bool blank_end; /* white space at either end */
};

static struct characters characters_of(const char *text, bool lines)
{
    struct characters found = {.blank = true};
    size_t left = strlen(text);
    while (left > 0) {
        ucs4_t c = (unsigned char)*text;
        size_t bytes = c < 0x80 ? 1 : (size_t)u8_mbtouc(&c, (const uint8_t *)text, left);
        bool white = c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : uc_is_property_white_space(c);
        bool forbidden = c < 0x80 ? c < ' ' ? c != '\n' || !lines : c == 0x7F : is_forbidden(c, lines);
        if (forbidden && !found.forbidden) {
            found.forbidden = text;
            found.forbidden_bytes = bytes;
        }
        found.blank_end |= white && (found.count == 0 || left == bytes);
        found.blank &= white;
        found.count++;
        text += bytes;
        left -= bytes;
    }
    return found;
}

/* What a check found wrong: both NULL when nothing. Owned by the scratch context. */
struct wrong {
    const char *found; /* NULL: the text itself, quoted */
    const char *expected;
};

static struct error *check_words(void *ctx, const char *text, size_t most, bool lines, struct wrong *wrong)
{
    struct characters characters = characters_of(text, lines);
    if (characters.forbidden) {
        const char *quoted = fault_quote(ctx, characters.forbidden, characters.forbidden_bytes);
        TRY_MEMORY(quoted);
        wrong->found = talloc_asprintf(ctx, "the character %s", quoted);
        TRY_MEMORY(wrong->found);
        wrong->expected = lines ? "text without control characters, its lines ending in LF"
                                : "one line of text without control characters";
    } else if (characters.blank) {
        wrong->found = "only blanks";
        wrong->expected = "words, or nothing at all";
    } else if (characters.count > most) {
        wrong->found = talloc_asprintf(ctx, "%zu characters", characters.count);
        TRY_MEMORY(wrong->found);
        wrong->expected = talloc_asprintf(ctx, "at most %zu", most);
        TRY_MEMORY(wrong->expected);
    }
    return NULL;
}

/* --- kinds -------------------------------------------------------------------------------------------------------- */

static struct error *check_integer(void *ctx, const struct field_def *field, const char *text, struct wrong *wrong)
{
    bool any = field->min == 0 && field->max == 0;
    int64_t value, min = any ? -INTEGER_MOST : field->min, max = any ? INTEGER_MOST : field->max;
    if (text_to_integer(text, &value) && value >= min && value <= max)
        return NULL;
    wrong->expected =
        any ? "a whole number" : talloc_asprintf(ctx, "a whole number from %" PRId64 " to %" PRId64, min, max);
    TRY_MEMORY(wrong->expected);
    return NULL;
}

static struct error *check_choice(void *ctx, const struct field_def *field, const char *text, struct wrong *wrong)
{
    for (const struct choice *choice = field->choices; choice->code; choice++)
        if (strcmp(choice->code, text) == 0)
            return NULL;
    char *codes = talloc_strdup(ctx, "one of ");
    for (const struct choice *choice = field->choices; choice->code && codes; choice++)
        codes = talloc_asprintf_append(codes, "%s%s", choice == field->choices ? "" : ", ", choice->code);
    TRY_MEMORY(codes);
    wrong->expected = codes;
    return NULL;
}

static bool is_url(const char *text)
{
    const char *host;
    if (strncmp(text, "http://", 7) == 0)
        host = text + 7;
    else if (strncmp(text, "https://", 8) == 0)
        host = text + 8;
    else
        return false;
    for (const char *c = text; *c; c++)
        if (*c <= ' ' || *c > '~' || strchr("\"<>\\^`{|}", *c))
            return false;
    /* A name before an @ passes for a host, so neither is there one. */
    size_t length = strcspn(host, "/?#");
    return length > 0 && strlen(text) <= URL_MOST && host[0] != '.' && host[0] != ':' && !memchr(host, '@', length);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static struct error *check_references(void *ctx, const char *text, struct wrong *wrong)
{
    struct text_list parts = {0};
    TRY(text_split(ctx, text, ';', &parts));
    if (parts.count > REFERENCES_MOST) {
        wrong->found = talloc_asprintf(ctx, "%zu references", parts.count);
        TRY_MEMORY(wrong->found);
        wrong->expected = "at most 1000";
        return NULL;
    }
    for (size_t i = 0; i < parts.count; i++)
        if (!*parts.at[i]) {
            wrong->expected = "references joined by ; with nothing before, between or after them";
            return NULL;
        }
    qsort(parts.at, parts.count, sizeof *parts.at, compare_texts);
    for (size_t i = 1; i < parts.count; i++)
        if (strcmp(parts.at[i - 1], parts.at[i]) == 0) {
            const char *twice = fault_quote(ctx, parts.at[i], strlen(parts.at[i]));
            TRY_MEMORY(twice);
            wrong->found = talloc_asprintf(ctx, "%s twice", twice);
            TRY_MEMORY(wrong->found);
            wrong->expected = "each reference once";
        }
    return NULL;
}

static struct error *check_kind(void *ctx, const struct field_def *field, const char *text, struct wrong *wrong)
{
    double decimal;
    struct date date;
    struct period when;
    size_t max = (size_t)field->max;
    switch (field->kind) {
    case FIELD_TEXT:
        return check_words(ctx, text, max ? max : TEXT_MOST_DEFAULT, false, wrong);
    case FIELD_LONG_TEXT:
        return check_words(ctx, text, max ? max : LONG_TEXT_MOST_DEFAULT, true, wrong);
    case FIELD_INTEGER:
    case FIELD_SCALE:
        return check_integer(ctx, field, text, wrong);
    case FIELD_DECIMAL:
        if (!text_to_decimal(text, &decimal))
            wrong->expected = "a number such as 12 or -0.75, without blanks, commas or needless zeros in front";
        return NULL;
    case FIELD_DATE:
        if (!date_parse(text, &date))
            wrong->expected = "a day as YYYY-MM-DD";
        return NULL;
    case FIELD_WHEN:
        if (!when_parse(text, &when))
            wrong->expected = "a day as YYYY-MM-DD, or YYYY-MM or YYYY where only the month or year is known";
        return NULL;
    case FIELD_FLAG:
        if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
            wrong->expected = "yes or no";
        return NULL;
    case FIELD_CHOICE:
        return check_choice(ctx, field, text, wrong);
    case FIELD_URL:
        if (!is_url(text))
            wrong->expected =
                "an address that begins with http:// or https://, at most 2000 characters, without blanks";
        return NULL;
    case FIELD_REF:
        if (strchr(text, ';'))
            wrong->expected = "one reference only";
        return NULL;
    case FIELD_REF_MANY:
        return check_references(ctx, text, wrong);
    }
    return NULL;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

/* Keys stand in lists joined by ; and in addresses joined by ~ */
static void check_key_part(const char *text, struct wrong *wrong)
{
    struct characters characters = characters_of(text, false);
    if (strpbrk(text, "~;"))
        wrong->expected = "no ~ and no ; since this is part of the record's key";
    else if (characters.blank_end)
        wrong->expected = "no blank at either end, since this is part of the record's key";
    else if (strcmp(text, ".") == 0 || strcmp(text, "..") == 0)
        wrong->expected = "more than full stops, since this is part of the record's key";
}

/* That a file has no column for a part of the key is told once, at its first line. */
static bool lacks_key_column(const struct record_draft *draft, size_t i)
{
    return draft->missing && draft->missing[i] && register_key_has(draft->def, draft->def->fields[i].name);
}

static struct error *check_field(void *ctx, const struct record_draft *draft, size_t i, struct fault_list *faults)
{
    const struct field_def *field = &draft->def->fields[i];
    const char *text = draft->texts[i];
    struct wrong wrong = {NULL, NULL};
    if (!text || !*text) {
        if (!field->required || lacks_key_column(draft, i))
            return NULL;
        wrong.found = "nothing";
        wrong.expected = talloc_asprintf(ctx, "a value, since %s is required", field->name);
        TRY_MEMORY(wrong.expected);
    } else if (!text_is_utf8(text, strlen(text))) {
        wrong.expected = "text in UTF-8";
    } else {
        TRY(check_kind(ctx, field, text, &wrong));
        if (!wrong.expected && register_key_has(draft->def, field->name))
            check_key_part(text, &wrong);
    }
    if (!wrong.expected)
        return NULL;
    if (!wrong.found) {
        wrong.found = fault_quote(ctx, text, strlen(text));
        TRY_MEMORY(wrong.found);
    }
    struct fault fault = fault_at(draft, i, field->name);
    fault.found = wrong.found;
    fault.expected = wrong.expected;
    return fault_add(faults, fault);
}

/* Exactly one of the fields that .one_of names must be given. */
static struct error *check_one_of(void *ctx, const struct record_draft *draft, struct fault_list *faults)
{
    char name[REGISTER_NAME_MOST + 1], first[REGISTER_NAME_MOST + 1];
    const char *rest = draft->def->one_of;
    size_t given = 0;
    while (register_name_next(&rest, name)) {
        if (!draft_text(draft, name))
            continue;
        if (given++ == 0) {
            memcpy(first, name, sizeof first);
            continue;
        }
        const char *found = talloc_asprintf(ctx, "%s beside %s", name, first);
        const char *expected = talloc_asprintf(ctx, "exactly one of %s", draft->def->one_of);
        TRY_MEMORY(found);
        TRY_MEMORY(expected);
        TRY(draft_fault(ctx, draft, name, faults, found, expected));
    }
    if (given > 0)
        return NULL;
    rest = draft->def->one_of;
    (void)register_name_next(&rest, first);
    const char *expected = talloc_asprintf(ctx, "exactly one of %s", draft->def->one_of);
    TRY_MEMORY(expected);
    return draft_fault(ctx, draft, first, faults, "none of them", expected);
}

static struct error *check_all(void *ctx, const struct record_draft *draft, struct fault_list *faults)
{
    size_t before = faults->count + faults->more;
    bool whole = true;
    for (size_t i = 0; draft->def->fields[i].name; i++) {
        TRY(check_field(ctx, draft, i, faults));
        whole &= !lacks_key_column(draft, i);
    }
    if (draft->def->one_of)
        TRY(check_one_of(ctx, draft, faults));
    /* A register's rule compares dates and the like: it may count on their form. */
    if (draft->def->check && whole && faults->count + faults->more == before)
        TRY(draft->def->check(ctx, draft, faults));
    return NULL;
}

struct error *draft_check(void *ctx, const struct record_draft *draft, struct fault_list *faults)
{
    void *scratch = talloc_new(ctx);
    TRY_MEMORY(scratch);
    struct error *error = check_all(scratch, draft, faults);
    if (error)
        return error; /* it may be on scratch, which goes with ctx */
    talloc_free(scratch);
    return NULL;
}
