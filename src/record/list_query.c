/* The SQL of lists: what a request asks for is checked, then written so that an index alone gives the order. */
#include "record/list_query.h"

#include "base/text.h"
#include "record/read_rows.h"
#include "record/schema_tables.h"
#include "record/select_rows.h"
#include "record/written_sql.h"

#include <talloc.h>

#define LIMIT_MOST 1000
#define WORDS_MOST 10
#define WORDS_LENGTH_MOST 200

/* A list being read: the request in the terms of the tables. */
struct listing {
    void *ctx;
    const struct reader *reader;
    const struct register_shape *shape;
    const struct record_list_request *request;
    const char *order_column;         /* sort_FIELD; NULL: the order of the key */
    const char *order;                /* register, sort and direction, for the position */
    int where_field;                  /* -1: none */
    const char *patterns[WORDS_MOST]; /* what the text must be LIKE */
    size_t pattern_count;
    struct list_position after;
    size_t parameters; /* written so far */
};

/* --- understanding the request ------------------------------------------------------------------------------------------- */

/* The column for a sort that may be asked for; what is not declared is refused with what may be asked. */
static struct error *understand_sort(struct listing *listing)
{
    const struct register_def *def = listing->shape->def;
    const char *sort = listing->request->sort;
    listing->order = talloc_asprintf(listing->ctx, "%s %s %s", def->name, sort ? sort : "",
                                     listing->request->descending ? "down" : "up");
    TRY_MEMORY(listing->order);
    if (!sort || strcmp(sort, def->key) == 0)
        return NULL;
    for (size_t i = 0; i < listing->shape->sort_count; i++) {
        const struct field_def *field = &def->fields[listing->shape->sorts[i]];
        if (strcmp(field->name, sort) != 0)
            continue;
        listing->order_column = sort_column(listing->ctx, field);
        TRY_MEMORY(listing->order_column);
        return NULL;
    }
    return ERROR_NEW(listing->ctx, ERROR_INVALID, "%s can be sorted by: %s%s%s.", def->plural,
                     listing->shape->key_count == 1 ? def->key : "the key (by leaving the sort out)",
                     def->sorts ? "," : "", def->sorts ? def->sorts : "");
}

static struct error *understand_where(struct listing *listing)
{
    const struct record_list_request *request = listing->request;
    const struct register_def *def = listing->shape->def;
    listing->where_field = -1;
    if (!request->where_field)
        return NULL;
    int i = register_field_index(def, request->where_field);
    bool choice = i >= 0 && def->fields[i].kind == FIELD_CHOICE && request->where_text;
    if (!choice && (i < 0 || !field_refers(&def->fields[i])))
        return ERROR_NEW(listing->ctx, ERROR_INVALID, "%s cannot be chosen by that field.", def->plural);
    listing->where_field = i;
    return NULL;
}

/* Each word of the search as a pattern. Folding leaves letters, digits and blanks, so that none of LIKE's signs is in it. */
static struct error *understand_words(struct listing *listing)
{
    const char *words = listing->request->words;
    if (!words)
        return NULL;
    if (text_length(words) > WORDS_LENGTH_MOST)
        return ERROR_NEW(listing->ctx, ERROR_INVALID, "A search can have at most %d characters.", WORDS_LENGTH_MOST);
    char *folded = text_fold(listing->ctx, words);
    TRY_MEMORY(folded);
    struct text_list parts = {0};
    TRY(text_split(listing->ctx, folded, ' ', &parts));
    if (parts.count > WORDS_MOST)
        return ERROR_NEW(listing->ctx, ERROR_INVALID, "A search can have at most %d words.", WORDS_MOST);
    for (size_t i = 0; i < parts.count; i++) {
        char *pattern = talloc_asprintf(listing->ctx, "%%%s%%", parts.at[i]);
        TRY_MEMORY(pattern);
        if (*parts.at[i])
            listing->patterns[listing->pattern_count++] = pattern;
    }
    return NULL;
}

static struct error *understand_position(struct listing *listing)
{
    bool ours = true;
    if (listing->request->after)
        TRY(list_position_read(listing->ctx, listing->order, listing->request->after, &listing->after, &ours));
    if (!ours)
        return ERROR_NEW(listing->ctx, ERROR_INVALID,
                         "That is no position in this list. Leave it out to begin at the first page.");
    return NULL;
}

static struct error *understand(struct listing *listing)
{
    if (listing->request->limit < 1 || listing->request->limit > LIMIT_MOST)
        return ERROR_NEW(listing->ctx, ERROR_INVALID, "A page of a list has 1 to %d records.", LIMIT_MOST);
    TRY(understand_sort(listing));
    TRY(understand_where(listing));
    TRY(understand_words(listing));
    return understand_position(listing);
}

/* --- its parameters ------------------------------------------------------------------------------------------------------ */

/* What the rows of all pages are chosen by, in the order in which write_rows writes their parameters. */
static struct error *filter_values(const struct listing *listing, struct value_list *values)
{
    const struct record_list_request *request = listing->request;
    if (listing->where_field >= 0) {
        bool choice = listing->shape->def->fields[listing->where_field].kind == FIELD_CHOICE;
        TRY(LIST_ADD(listing->ctx, values, choice ? store_text(request->where_text) : store_integer(request->where_id)));
    }
    for (size_t i = 0; i < listing->pattern_count; i++)
        TRY(LIST_ADD(listing->ctx, values, store_text(listing->patterns[i])));
    return NULL;
}

/* The same, then where the page begins, in the order of write_after, and how many rows to read: the page's, those passed, and
 * one more. */
static struct error *page_values(const struct listing *listing, struct value_list *values)
{
    TRY(filter_values(listing, values));
    if (listing->request->after) {
        if (listing->order_column)
            TRY(LIST_ADD(listing->ctx, values, store_text(listing->after.sort)));
        TRY(LIST_ADD(listing->ctx, values, store_text(listing->after.natural_key)));
    }
    return LIST_ADD(listing->ctx, values, store_integer((int64_t)listing->request->limit + 1 + listing->after.passed));
}

/* --- writing the query ---------------------------------------------------------------------------------------------------- */

/* The next parameter's "$n". */
static void write_parameter(struct listing *listing, struct buffer *sql)
{
    buffer_format(sql, "$%zu", ++listing->parameters);
}

/* The actor must be able to see the record that the last parameter names, or nothing is listed: not even that something
 * points to it. */
static void write_target_seen(struct listing *listing, struct buffer *sql)
{
    buffer_text(sql, " AND EXISTS (SELECT 1 FROM ");
    select_rows(sql, &listing->reader->actor, listing->shape->targets[listing->where_field], PARTNERSHIPS_ALL,
                SELECT_PROMISED);
    buffer_format(sql, " AS m WHERE m.id = $%zu)", listing->parameters);
}

/* Now, the links table itself is enough, for both ends are looked at anyway; which links there were in the past is
 * select_links' business. */
static void write_where_link(struct listing *listing, struct buffer *sql)
{
    size_t field = (size_t)listing->where_field;
    bool now = date_is_none(listing->reader->actor.as_at);
    buffer_text(sql, " AND o.id IN (SELECT m.record FROM ");
    if (now)
        buffer_text(sql, listing->shape->link_tables[field]);
    else
        select_links(sql, &listing->reader->actor, listing->shape, field);
    buffer_text(sql, " AS m WHERE m.target = ");
    write_parameter(listing, sql);
    buffer_text(sql, now ? " AND m.ended IS NULL)" : ")");
    if (now)
        write_target_seen(listing, sql);
}

/* Only records that point to one record, which the actor must be able to see too, or that have one choice. */
static void write_where_field(struct listing *listing, struct buffer *sql)
{
    if (listing->where_field < 0)
        return;
    const struct field_def *field = &listing->shape->def->fields[listing->where_field];
    if (field->kind == FIELD_REF_MANY) {
        write_where_link(listing, sql);
        return;
    }
    buffer_format(sql, " AND o.%s = ", field->name);
    write_parameter(listing, sql);
    if (field->kind == FIELD_REF)
        write_target_seen(listing, sql);
}

/* "FROM (...) AS o WHERE TRUE AND ...": the rows of the list, all pages. */
static void write_rows(struct listing *listing, struct buffer *sql, int64_t partnership)
{
    buffer_text(sql, " FROM ");
    select_rows(sql, &listing->reader->actor, listing->shape, partnership, SELECT_ALL);
    buffer_text(sql, " AS o WHERE 1 = 1");
    write_where_field(listing, sql);
    for (size_t i = 0; i < listing->pattern_count; i++) {
        buffer_text(sql, " AND o.folded LIKE ");
        write_parameter(listing, sql);
    }
}

/* Rows from the position on, in the order of the list: those it passed too, which only who reads can tell from others alike. */
static void write_after(struct listing *listing, struct buffer *sql)
{
    if (!listing->request->after)
        return;
    const char *column = listing->order_column;
    buffer_format(sql, column ? " AND (o.%s, o.natural_key) %s (" : " AND (%so.natural_key) %s (", column ? column : "",
                  listing->request->descending ? "<=" : ">=");
    if (column) {
        write_parameter(listing, sql);
        buffer_text(sql, ", ");
    }
    write_parameter(listing, sql);
    buffer_char(sql, ')');
}

/* One part of the page's query: the rows of one partnership, or of all where it does not matter. */
static void write_part(struct listing *listing, struct buffer *sql, int64_t partnership)
{
    buffer_text(sql, "SELECT ");
    batch_columns(sql, listing->shape, "o", "id");
    buffer_text(sql, ", o.natural_key AS order_key");
    if (listing->order_column)
        buffer_format(sql, ", o.%s AS order_sort", listing->order_column);
    write_rows(listing, sql, partnership);
    write_after(listing, sql);
}

/* The page and one more, which tells whether there is a next page. Where own and shared records are listed together, each
 * part is read in the order of its index and the two are merged; asking for both at once would sort all of them. */
static void write_page(struct listing *listing, struct buffer *sql)
{
    const char *way = listing->request->descending ? " DESC" : "";
    int64_t own = listing->reader->actor.partnership;
    if (listing->shape->def->home == HOME_EITHER && own != 0) {
        write_part(listing, sql, 0);
        listing->parameters = 0; /* both parts have the same ones */
        buffer_text(sql, " UNION ALL ");
        write_part(listing, sql, own);
    } else {
        write_part(listing, sql, PARTNERSHIPS_ALL);
    }
    buffer_text(sql, " ORDER BY ");
    if (listing->order_column)
        buffer_format(sql, "order_sort%s, ", way);
    /* "id" is the first column of each part */
    buffer_format(sql, "order_key%s, id%s LIMIT ", way, way);
    write_parameter(listing, sql);
}

/* Counts the records of all pages, but no further than one past the cap. */
static void write_total(struct listing *listing, struct buffer *sql)
{
    buffer_text(sql, "SELECT COUNT(*) FROM (SELECT 1 AS one");
    write_rows(listing, sql, PARTNERSHIPS_ALL);
    buffer_format(sql, " LIMIT %d) AS counted", RECORD_TOTAL_CAP + 1);
}

/* The text of a query of this list, written by `write` unless it was before. Everything that `write` looks at is in the key:
 * the order, the field and number of words chosen by, and whether the page begins after a position. */
static struct error *find_text(struct listing *listing, const char *what, void (*write)(struct listing *, struct buffer *),
                               const char **text)
{
    struct written_sql sql =
        written_sql_find(listing->ctx, listing->reader, "%s %s where %d words %zu after %d", what, listing->order,
                         listing->where_field, listing->pattern_count, listing->request->after != NULL);
    if (!sql.text) {
        listing->parameters = 0;
        write(listing, &sql.draft);
        TRY(written_sql_keep(&sql));
    }
    *text = sql.text;
    return NULL;
}

struct error *list_query_make(void *ctx, const struct reader *reader, const struct register_shape *shape,
                              const struct record_list_request *request, struct list_query *query)
{
    struct listing listing = {.ctx = ctx, .reader = reader, .shape = shape, .request = request};
    TRY(understand(&listing));
    *query = (struct list_query){.order = listing.order, .sorted = listing.order_column != NULL, .after = listing.after};
    TRY(find_text(&listing, "page", write_page, &query->page));
    TRY(page_values(&listing, &query->page_values));
    TRY(find_text(&listing, "total", write_total, &query->total));
    return filter_values(&listing, &query->total_values);
}
