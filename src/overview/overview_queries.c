/* Counting what the actor may see, in a few index look-ups. */
#include "overview/overview_queries.h"

#include <talloc.h>

struct error *overview_count(void *ctx, const struct reader *reader, struct overview_counts *counts)
{
    const struct {
        int64_t *into;
        const char *sql;
    } asked[] = {
        {&counts->priorities, "SELECT COUNT(*) FROM {priority} AS p"},
        {&counts->risks, "SELECT COUNT(*) FROM {risk} AS r"},
        {&counts->outcomes, "SELECT COUNT(*) FROM {outcome} AS o"},
        {&counts->outcomes_due, "SELECT COUNT(*) FROM {outcome} AS o WHERE o.due IS NOT NULL"},
        {&counts->outcomes_completed, "SELECT COUNT(*) FROM {outcome} AS o WHERE o.status = 'completed'"},
        {&counts->outcomes_rated, "SELECT COUNT(DISTINCT r.outcome) FROM {rating} AS r"},
        {&counts->expectations, "SELECT COUNT(*) FROM {expectation} AS e"},
        {&counts->actions, "SELECT COUNT(*) FROM {action} AS a"},
        {&counts->evidence, "SELECT COUNT(*) FROM {evidence} AS e"},
        {&counts->measures, "SELECT COUNT(*) FROM {measure} AS m"},
        {&counts->sources, "SELECT COUNT(*) FROM {source} AS s"},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct store_rows *rows;
        bool more;
        TRY(record_query(ctx, reader, asked[i].sql, NULL, 0, &rows));
        TRY(store_next(rows, &more));
        *asked[i].into = more ? store_get_integer(rows, 0) : 0;
        store_end(rows);
    }
    return NULL;
}

struct error *overview_report(void *ctx, const struct reader *reader, struct overview_report *report)
{
    struct store_rows *rows;
    bool more;
    *report = (struct overview_report){0};
    TRY(record_query(ctx, reader,
                     "SELECT r.ref, r.title, (SELECT COUNT(*) FROM {requirement} AS q WHERE q.edition = r.edition), "
                     "(SELECT COUNT(*) FROM {coverage} AS c JOIN {requirement} AS q ON q.id = c.requirement "
                     "WHERE c.report = r.id AND q.edition = r.edition), "
                     "(SELECT COUNT(*) FROM {coverage} AS c JOIN {requirement} AS q ON q.id = c.requirement "
                     "WHERE c.report = r.id AND q.edition = r.edition AND c.state = 'met') "
                     "FROM {report} AS r ORDER BY r.period_to DESC, r.ref LIMIT 1", NULL, 0, &rows));
    TRY(store_next(rows, &more));
    if (!more)
        return NULL;
    TRY_MEMORY(report->key = talloc_strdup(ctx, store_get_text(rows, 0)));
    TRY_MEMORY(report->title = talloc_strdup(ctx, store_get_text(rows, 1)));
    report->requirements = store_get_integer(rows, 2);
    report->looked_at = store_get_integer(rows, 3);
    report->met = store_get_integer(rows, 4);
    store_end(rows);
    return NULL;
}
