/* The report's own queries: which report, which edition, and how far one meets the other. */
#include "report/report_queries.h"

#include <string.h>
#include <talloc.h>

#define ALL 1000

struct date report_date(const struct record *record, const char *field)
{
    struct date date = DATE_NONE;
    const char *text = record_text(record, field);
    return text && date_parse(text, &date) ? date : DATE_NONE;
}

struct period report_period(const struct record *report)
{
    return (struct period){report_date(report, "period_from"), report_date(report, "period_to")};
}

/* ---- which report ---- */

static struct error *no_such_report(void *ctx, struct period period, const struct record_list *reports)
{
    char *there = talloc_strdup(ctx, "");
    const char *asked = period_text(ctx, period);
    TRY_MEMORY(asked);
    for (size_t i = 0; there && i < reports->count; i++) {
        const char *text = period_text(ctx, report_period(reports->at[i]));
        TRY_MEMORY(text);
        there = talloc_asprintf_append(there, "%s%s (%s)", i ? ", " : "", text, reports->at[i]->label);
    }
    TRY_MEMORY(there);
    if (reports->count == 0)
        return ERROR_NEW(ctx, ERROR_NOT_FOUND, "There is no report for %s. No report is recorded yet: import report.csv first.",
                         asked);
    return ERROR_NEW(ctx, ERROR_NOT_FOUND, "There is no report for %s. Recorded are: %s.", asked, there);
}

struct error *report_find_period(void *ctx, const struct reader *reader, struct period period, struct record **report)
{
    struct record_list_request request = {.limit = ALL};
    struct record_list list;
    *report = NULL;
    TRY(record_list(ctx, reader, &report_register, &request, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (!period_equal(report_period(list.at[i]), period))
            continue;
        bool knows_more = *report && date_compare(report_date(list.at[i], "known_on"), report_date(*report, "known_on")) > 0;
        if (!*report || knows_more)
            *report = list.at[i];
    }
    return *report ? NULL : no_such_report(ctx, period, &list);
}

/* ---- which edition ---- */

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return tail > 0 && tail <= length && strcmp(text + length - tail, end) == 0;
}

struct error *edition_find(void *ctx, const struct reader *reader, const char *asked, struct record **edition)
{
    struct record_list_request request = {.limit = ALL};
    struct record_list list;
    size_t matches = 0;
    char *there = talloc_strdup(ctx, "");
    TRY(record_list(ctx, reader, &edition_register, &request, &list));
    for (size_t i = 0; there && i < list.count; i++) {
        const char *code = record_text(list.at[i], "code");
        bool exact = strcmp(code, asked) == 0;
        there = talloc_asprintf_append(there, "%s%s", i ? ", " : "", code);
        if (!exact && !ends_with(code, asked))
            continue;
        *edition = list.at[i];
        matches = exact ? 1 : matches + 1;
        if (exact)
            break;
    }
    TRY_MEMORY(there);
    if (matches == 1)
        return NULL;
    return ERROR_NEW(ctx, ERROR_NOT_FOUND, matches ? "More than one edition ends with %s. Recorded are: %s."
                                                   : "There is no edition %s. Recorded are: %s.", asked, there);
}

/* ---- coverage ---- */

const char *coverage_state(const struct coverage_line *line)
{
    const char *state = line->found ? record_text(line->found, "state") : NULL;
    return state ? state : "not-stated";
}

const char *coverage_state_words(const struct coverage_line *line)
{
    static const char field[] = "state";
    if (!line->found)
        return "Not looked at yet";
    return field_choice_words(&coverage_register.fields[register_field_index(&coverage_register, field)],
                              record_text(line->found, field));
}

static void count_line(struct coverage *coverage, const struct coverage_line *line)
{
    const char *state = coverage_state(line);
    coverage->looked_at += line->found != NULL;
    coverage->applying += strcmp(state, "not-applicable") != 0;
    coverage->met += strcmp(state, "met") == 0;
    coverage->partly += strcmp(state, "partly") == 0;
    coverage->not_met += strcmp(state, "not-met") == 0;
    coverage->not_recorded += strcmp(state, "not-recorded") == 0;
}

struct error *coverage_read(void *ctx, const struct reader *reader, const struct record *report, struct record *edition,
                            struct coverage *coverage)
{
    struct record_list requirements, found;
    struct record_list_request of_edition = {.limit = ALL, .where_field = "edition", .where_id = edition->id};
    struct record_list_request of_report = {.limit = ALL, .where_field = "report", .where_id = report->id};
    *coverage = (struct coverage){.edition = edition};
    TRY(record_list(ctx, reader, &requirement_register, &of_edition, &requirements));
    TRY(record_list(ctx, reader, &coverage_register, &of_report, &found));
    for (size_t i = 0; i < requirements.count; i++) {
        struct coverage_line line = {.requirement = requirements.at[i]};
        for (size_t j = 0; j < found.count && !line.found; j++) {
            const struct record_value *about = record_value(found.at[j], "requirement");
            if (about->reference_count > 0 && about->references[0].id == line.requirement->id)
                line.found = found.at[j];
        }
        count_line(coverage, &line);
        TRY(LIST_ADD(ctx, &coverage->lines, line));
    }
    return NULL;
}

const char *coverage_words(void *ctx, const struct coverage *coverage)
{
    if (coverage->lines.count == 0)
        return "No requirements of this edition are recorded.";
    return talloc_asprintf(ctx,
                           "Looked at: %zu of %zu requirements. Met: %zu of the %zu that apply; partly met: %zu; not met: %zu; "
                           "not recorded in this sample: %zu.",
                           coverage->looked_at, coverage->lines.count, coverage->met, coverage->applying, coverage->partly,
                           coverage->not_met, coverage->not_recorded);
}

/* ---- how often sources are named ---- */

struct use_list {
    struct source_use *at;
    size_t count, room;
};

static struct error *add_use(void *ctx, struct use_list *uses, int64_t id, size_t places)
{
    for (size_t i = 0; i < uses->count; i++)
        if (uses->at[i].id == id) {
            uses->at[i].places += places;
            return NULL;
        }
    struct source_use use = {id, places};
    return LIST_ADD(ctx, uses, use);
}

static struct error *add_counted(void *ctx, const struct reader *reader, const char *sql, struct use_list *uses)
{
    struct store_rows *rows;
    TRY_MEMORY(sql);
    TRY(record_query(ctx, reader, sql, NULL, 0, &rows));
    for (;;) {
        bool more;
        TRY(store_next(rows, &more));
        if (!more)
            return NULL;
        TRY(add_use(ctx, uses, store_get_integer(rows, 0), (size_t)store_get_integer(rows, 1)));
    }
}

struct error *source_uses(void *ctx, const struct reader *reader, struct source_use **uses, size_t *count)
{
    struct use_list list = {0};
    for (size_t r = 0; r < registers_count(reader->registers); r++) {
        const struct register_def *def = registers_at(reader->registers, r);
        for (const struct field_def *f = def->fields; f->name; f++) {
            if (!f->to || strcmp(f->to, "source") != 0)
                continue;
            const char *sql = f->kind == FIELD_REF
                ? talloc_asprintf(ctx, "SELECT r.%s, COUNT(*) FROM {%s} AS r WHERE r.%s IS NOT NULL GROUP BY r.%s", f->name, def->name,
                                  f->name, f->name)
                : talloc_asprintf(ctx, "SELECT r.target, COUNT(*) FROM {%s.%s} AS r GROUP BY r.target", def->name, f->name);
            TRY(add_counted(ctx, reader, sql, &list));
        }
    }
    *uses = list.at;
    *count = list.count;
    return NULL;
}
