/* The plan as one query: every outcome of every section, once for each dimension it is rated on. */
#include "plans/plan_queries.h"

#include <string.h>
#include <talloc.h>

static const struct column columns[] = {
    {"section", "Section", COLUMN_NUMBER},
    {"ref", "Ref", COLUMN_TEXT},
    {"outcome", "Outcome wanted", COLUMN_TEXT, .row_heading = true},
    {"leads", "Who leads", COLUMN_TEXT},
    {"accountable", "Who answers for it", COLUMN_TEXT},
    {"due", "Due", COLUMN_DATE},
    {"status", "Status", COLUMN_TEXT},
    {"dimension", "Rated on", COLUMN_TEXT},
    {"standing", "Standing", COLUMN_TEXT},
    {"colour", "Colour", COLUMN_TEXT},
    {"rating_note", "About the rating", COLUMN_TEXT},
};

/* A rating as read: of one outcome on one dimension. */
struct rating {
    int64_t outcome;
    const char *dimension, *standing, *colour;
};

struct ratings {
    struct rating *at;
    size_t count, room;
};

/* The latest of each standing on each dimension, agreed ones after proposed ones, so that a later one in the list wins. */
static struct error *read_ratings(void *ctx, const struct reader *reader, struct ratings *ratings)
{
    struct store_rows *rows;
    TRY(record_query(ctx, reader,
                     "SELECT r.outcome, r.dimension, r.standing, r.colour FROM {rating} AS r "
                     "ORDER BY CASE r.standing WHEN 'agreed' THEN 1 ELSE 0 END, r.rated_on, r.id", NULL, 0, &rows));
    for (;;) {
        bool more;
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        struct rating rating = {
            store_get_integer(rows, 0),
            talloc_strdup(ctx, store_get_text(rows, 1)),
            talloc_strdup(ctx, store_get_text(rows, 2)),
            talloc_strdup(ctx, store_get_text(rows, 3)),
        };
        if (!rating.dimension || !rating.standing || !rating.colour)
            return error_out_of_memory();
        TRY(LIST_ADD(ctx, ratings, rating));
    }
}

static const struct rating *rating_of(const struct ratings *ratings, int64_t outcome, const char *dimension)
{
    const struct rating *found = NULL;
    for (size_t i = 0; i < ratings->count; i++)
        if (ratings->at[i].outcome == outcome && strcmp(ratings->at[i].dimension, dimension) == 0)
            found = &ratings->at[i];
    return found;
}

const char *plan_next_line(void *ctx, const char **lines)
{
    const char *line = *lines;
    if (!line || !line[0])
        return NULL;
    size_t length = strcspn(line, "\n");
    *lines = line[length] ? line + length + 1 : NULL;
    return talloc_strndup(ctx, line, length);
}

/* What stands where a colour would. */
static struct cell colour_cell(const struct rating *rating, const char *note)
{
    return (struct cell){.value = rating ? rating->colour : NULL,
                         .shown = rating ? NULL : note ? "Could not be read" : "Not stated",
                         .mark = rating ? rating->colour : NULL};
}

struct adding {
    struct visit *visit;
    const struct record *section;
    const struct ratings *ratings;
    struct table *table;
};

static struct error *add_outcome(const struct adding *adding, const struct record *outcome)
{
    void *ctx = adding->visit->ctx;
    const char *leads, *accountable, *due, *status, *note = record_text(adding->section, "rating_note");
    TRY(record_words(ctx, outcome, "leads", &leads));
    TRY(record_words(ctx, outcome, "accountable", &accountable));
    TRY(record_words(ctx, outcome, "due", &due));
    TRY(record_words(ctx, outcome, "status", &status));
    const char *href = record_address(ctx, adding->visit->reader.registers, outcome->def, outcome->key);
    TRY_MEMORY(href);
    const char *dimensions = record_text(adding->section, "dimensions");
    dimensions = dimensions ? dimensions : "Overall";
    for (const char *dimension; (dimension = plan_next_line(ctx, &dimensions)) != NULL;) {
        const struct rating *rating = rating_of(adding->ratings, outcome->id, dimension);
        TRY(table_add_row(adding->table, (struct cell[]){
            {.value = record_text(adding->section, "number")},
            {.value = outcome->key, .href = href},
            {.value = outcome->label, .href = href},
            {.value = record_text(outcome, "leads"), .shown = leads ? leads : "Not stated"},
            {.value = record_text(outcome, "accountable"), .shown = accountable ? accountable : "Not stated"},
            {.value = record_text(outcome, "due"), .shown = due ? due : "Not stated"},
            {.value = record_text(outcome, "status"), .shown = status ? status : "Not stated"},
            {.value = dimension},
            {.value = rating ? rating->standing : NULL},
            colour_cell(rating, note),
            {.value = rating ? NULL : note},
        }));
    }
    return NULL;
}

struct error *outcome_ratings_table(struct visit *visit, const struct record *outcome, struct table **table)
{
    static const struct column rating_columns[] = {
        {"dimension", "Rated on", COLUMN_TEXT, .row_heading = true},
        {"colour", "Colour", COLUMN_TEXT},
        {"standing", "Standing", COLUMN_TEXT},
        {"rating_note", "About the rating", COLUMN_TEXT},
    };
    struct record *section;
    struct ratings ratings = {0};
    struct table *made = table_new(visit->ctx, "Ratings of delivery", rating_columns, 4);
    TRY_MEMORY(made);
    TRY(record_find_id(visit->ctx, &visit->reader, &section_register, record_value(outcome, "section")->references[0].id, &section));
    TRY(read_ratings(visit->ctx, &visit->reader, &ratings));
    const char *dimensions = record_text(section, "dimensions"), *note = record_text(section, "rating_note");
    dimensions = dimensions ? dimensions : "Overall";
    for (const char *dimension; (dimension = plan_next_line(visit->ctx, &dimensions)) != NULL;) {
        const struct rating *rating = rating_of(&ratings, outcome->id, dimension);
        TRY(table_add_row(made, (struct cell[]){{.value = dimension}, colour_cell(rating, note),
                                                {.value = rating ? rating->standing : NULL, .shown = rating ? NULL : "–"},
                                                {.value = rating ? NULL : note, .shown = rating || !note ? "–" : NULL}}));
    }
    *table = made;
    return NULL;
}

struct error *plan_newest(void *ctx, const struct reader *reader, int64_t *id)
{
    struct store_rows *rows;
    struct period newest = {DATE_NONE, DATE_NONE};
    *id = 0;
    TRY(record_query(ctx, reader, "SELECT p.id, p.agreed_on FROM {plan} AS p ORDER BY p.natural_key", NULL, 0, &rows));
    for (bool more;;) {
        struct period agreed = {DATE_NONE, DATE_NONE};
        TRY(store_next(rows, &more));
        if (!more)
            break;
        if (!store_is_null(rows, 1) && !when_parse(store_get_text(rows, 1), &agreed))
            return ERROR_NEW(ctx, ERROR_INTERNAL, "The day of a plan cannot be read.");
        if (*id && date_compare(agreed.to, newest.to) < 0)
            continue;
        newest = agreed;
        *id = store_get_integer(rows, 0);
    }
    return *id ? NULL : ERROR_NEW(ctx, ERROR_NOT_FOUND, "No plan is recorded here.");
}

struct error *plan_sections(void *ctx, const struct reader *reader, const struct record *plan, struct record_list *sections)
{
    struct record_list_request request = {.limit = 100, .where_field = "plan", .where_id = plan->id};
    return record_list(ctx, reader, &section_register, &request, sections);
}

struct error *plan_table(struct visit *visit, const struct record *plan, struct table **table)
{
    struct record_list sections, outcomes;
    struct ratings ratings = {0};
    struct table *made = table_new(visit->ctx, plan->label, columns, sizeof columns / sizeof *columns);
    TRY_MEMORY(made);
    TRY(plan_sections(visit->ctx, &visit->reader, plan, &sections));
    TRY(read_ratings(visit->ctx, &visit->reader, &ratings));
    for (size_t s = 0; s < sections.count; s++) {
        struct adding adding = {visit, sections.at[s], &ratings, made};
        struct record_list_request request = {.limit = 1000, .where_field = "section", .where_id = sections.at[s]->id};
        TRY(record_list(visit->ctx, &visit->reader, &outcome_register, &request, &outcomes));
        for (size_t i = 0; i < outcomes.count; i++)
            TRY(add_outcome(&adding, outcomes.at[i]));
    }
    made->total = table_row_count(made);
    made->empty = "This plan has no outcomes recorded.";
    *table = made;
    return NULL;
}
