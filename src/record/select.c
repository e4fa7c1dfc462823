/* record_select: SQL in which {register} stands for the rows an actor may see. The text is read as SQL is, so that what
 * stands in quotes is left alone, and what could hide a table's bare name is refused. */
#include "record/select_rows.h"

#include "base/text.h"
#include "record/schema_tables.h"
#include "record/written_sql.h"

#include <strings.h>
#include <talloc.h>

#define DEPTH_MOST 32

/* A text being put into place. */
struct selection {
    const void *ctx;
    const struct reader *reader;
    const char *sql;  /* the whole text, for messages */
    const char *here; /* what is to be read next */
    struct buffer ready;
    int depth;                /* of brackets */
    bool in_from[DEPTH_MOST]; /* at each depth: between FROM and the clause after it, where names are tables */
    bool table_next;          /* the next word is a table */
    bool after_distinct;      /* so that IS DISTINCT FROM is not taken for a FROM */
};

static struct error *wrong(const struct selection *selection, const char *what)
{
    return ERROR_DETAIL(selection->ctx, ERROR_INTERNAL, selection->sql, "A query is written wrongly: %s.", what);
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void take(struct selection *selection, size_t count)
{
    buffer_add(&selection->ready, selection->here, count);
    selection->here += count;
}

/* '...' or "...", in which a doubled quote is one quote. */
static struct error *take_quoted(struct selection *selection)
{
    const char *start = selection->here, *end = start + 1;
    if (start > selection->sql && is_word(start[-1]))
        return wrong(selection, "a text begins right after a word, which PostgreSQL reads in its own way");
    while (*end && (*end != *start || end[1] == *start))
        end += *end == *start ? 2 : 1;
    if (!*end)
        return wrong(selection, "a quotation is not closed");
    if (*start == '"' && selection->table_next)
        return wrong(selection, "tables are named as {register}");
    take(selection, (size_t)(end + 1 - start));
    return NULL;
}

static bool same_word(const char *word, size_t length, const char *name)
{
    return strncasecmp(word, name, length) == 0 && name[length] == '\0';
}

static bool one_of_words(const char *word, size_t length, const char *const *words)
{
    for (; *words; words++)
        if (same_word(word, length, *words))
            return true;
    return false;
}

static bool is_table(const struct selection *selection, const char *word, size_t length)
{
    const struct registers *registers = selection->reader->registers;
    if (same_word(word, length, TABLE_ENTRY) || same_word(word, length, TABLE_META))
        return true;
    for (size_t i = 0; i < registers->count; i++) {
        const struct register_shape *shape = &registers->shapes[i];
        if (same_word(word, length, shape->def->name) || same_word(word, length, shape->version_table))
            return true;
        for (size_t field = 0; field < shape->field_count; field++)
            if (shape->link_tables[field] && same_word(word, length, shape->link_tables[field]))
                return true;
    }
    return false;
}

static struct error *take_word(struct selection *selection)
{
    static const char *const changing[] = {"INSERT", "UPDATE", "DELETE", "INTO", "TABLE", "CREATE", "ALTER", "DROP", NULL};
    static const char *const ending[] = {"WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "SELECT", "EXCEPT", NULL};
    const char *word = selection->here;
    size_t length = 0;
    while (is_word(word[length]))
        length++;
    if (one_of_words(word, length, changing))
        return wrong(selection, "it can only read");
    if (selection->table_next && is_table(selection, word, length))
        return wrong(selection, "tables are named as {register}");
    bool from = same_word(word, length, "FROM") && !selection->after_distinct;
    selection->after_distinct = same_word(word, length, "DISTINCT");
    selection->table_next = from || same_word(word, length, "JOIN");
    if (from)
        selection->in_from[selection->depth] = true;
    else if (one_of_words(word, length, ending))
        selection->in_from[selection->depth] = false;
    take(selection, length);
    return NULL;
}

/* A bracket after FROM or JOIN opens a subquery or a bracketed join: in both, what comes first after FROM is a table. */
static struct error *take_bracket(struct selection *selection)
{
    if (*selection->here == '(') {
        if (++selection->depth >= DEPTH_MOST)
            return wrong(selection, "its brackets are too deep");
        selection->in_from[selection->depth] = selection->table_next;
    } else {
        if (--selection->depth < 0)
            return wrong(selection, "a bracket closes that was not opened");
        selection->table_next = false;
    }
    take(selection, 1);
    return NULL;
}

/* The name that begins here, empty when it is too long to be one. Returns how long it is. */
static size_t brace_name(const char *from, char name[REGISTER_NAME_MOST + 1])
{
    size_t length = 0;
    while (is_word(from[length]))
        length++;
    size_t kept = length <= REGISTER_NAME_MOST ? length : 0;
    memcpy(name, from, kept);
    name[kept] = '\0';
    return length;
}

/* {register} or {register.many_field}, which must be given an alias: PostgreSQL asks for one. */
static struct error *take_braces(struct selection *selection)
{
    char name[REGISTER_NAME_MOST + 1], field[REGISTER_NAME_MOST + 1] = "";
    const char *here = selection->here + 1;
    here += brace_name(here, name);
    bool many = *here == '.';
    if (many)
        here += 1 + brace_name(here + 1, field);
    if (*here != '}')
        return wrong(selection, "a brace does not hold {register} or {register.field}");
    if (strncmp(here + 1, " AS ", 4) != 0)
        return wrong(selection, "{register} is followed by AS and a short name");
    if (!selection->table_next)
        return wrong(selection, "{register} stands right after FROM or JOIN");

    const struct register_shape *shape = register_shape_named(selection->reader->registers, name);
    if (!shape)
        return wrong(selection, "it names a register that is not declared");
    if (!many) {
        select_rows(&selection->ready, &selection->reader->actor, shape, PARTNERSHIPS_ALL, SELECT_PROMISED);
    } else {
        int i = register_field_index(shape->def, field);
        if (i < 0 || shape->def->fields[i].kind != FIELD_REF_MANY)
            return wrong(selection, "it names links by a field that is no FIELD_REF_MANY");
        select_links(&selection->ready, &selection->reader->actor, shape, (size_t)i);
    }
    selection->table_next = false;
    selection->here = here + 1;
    return NULL;
}

static struct error *take_other(struct selection *selection)
{
    const char *here = selection->here;
    if ((here[0] == '-' && here[1] == '-') || (here[0] == '/' && here[1] == '*'))
        return wrong(selection, "comments stand beside it, not in it");
    if (*here == ';' || *here == '[' || *here == '`' || *here == '}' || *here == '\\')
        return wrong(selection, "it has a sign that has no place in it");
    if (*here == '$' && !(here[1] >= '0' && here[1] <= '9'))
        return wrong(selection, "$ is followed by the number of a parameter");
    if (*here == ',' && selection->in_from[selection->depth])
        return wrong(selection, "tables are joined by JOIN, not by a comma");
    take(selection, 1);
    return NULL;
}

/* Reads the whole text and writes what is ready into `ready`. */
static struct error *put_in_place(const void *ctx, const struct reader *reader, const char *sql, struct buffer *ready)
{
    struct selection selection = {.ctx = ctx, .reader = reader, .sql = sql, .here = sql, .ready = *ready};
    while (*selection.here) {
        switch (*selection.here) {
        case '\'':
        case '"':
            TRY(take_quoted(&selection));
            break;
        case '(':
        case ')':
            TRY(take_bracket(&selection));
            break;
        case '{':
            TRY(take_braces(&selection));
            break;
        default:
            TRY(is_word(*selection.here) ? take_word(&selection) : take_other(&selection));
        }
    }
    if (selection.depth != 0)
        return wrong(&selection, "a bracket is not closed");
    *ready = selection.ready;
    return NULL;
}

struct error *record_select(const void *ctx, const struct reader *reader, const char *sql, const char **ready)
{
    struct written_sql written = written_sql_find((void *)ctx, reader, "select %s", sql);
    if (!written.text) {
        TRY(put_in_place(ctx, reader, sql, &written.draft));
        TRY(written_sql_keep(&written));
    }
    *ready = written.text;
    return NULL;
}

struct error *record_query(void *ctx, const struct reader *reader, const char *sql, const struct store_value *values,
                           size_t count, struct store_rows **rows)
{
    const char *ready = NULL;
    TRY(record_select(ctx, reader, sql, &ready));
    return store_query(ctx, reader->connection, ready, values, count, rows);
}
