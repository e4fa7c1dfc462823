/* Tables as HTML. A list of fifty rows is the commonest page: what is the same in every row is written in one piece. */
#include "ui/table_view.h"

#include "base/date.h"
#include "ui/govuk.h"
#include "ui/marks.h"

#include <talloc.h>

/* What a table's rendering needs at every cell. */
struct table_writer {
    struct html *h;
    const struct table *table;
    const struct table_view *view;
    const struct markup *openings; /* one a column: how each of its cells begins */
};

static bool is_numeric(const struct column *column)
{
    return column->kind == COLUMN_NUMBER;
}

/* The address of this page with `tail` ("sort=due&dir=desc") after what it asks for already. */
static char *address_with(const struct table_writer *w, const char *tail)
{
    const char *query = w->view->query ? w->view->query : "";
    char *address = talloc_asprintf(w->h->out.ctx, "%s?%s%s%s", w->view->path, query, *query ? "&" : "", tail);
    if (!address)
        w->h->out.failed = true;
    return address;
}

/* The heading as a link that sorts by the column: once more on the same one turns the order round. */
static void sort_link(const struct table_writer *w, const struct column *column, bool sorted)
{
    struct html *h = w->h;
    bool turn = sorted && !w->table->descending;
    char *tail = talloc_asprintf(h->out.ctx, turn ? "sort=%s&dir=desc" : "sort=%s", column->sort);
    char *address = tail ? address_with(w, tail) : NULL;
    if (!address) {
        h->out.failed = true;
        return;
    }
    html_literal(h, "<a class=\"gt-sort\"");
    html_address(h, "href", address);
    html_literal(h, ">");
    html_text(h, column->label);
    html_literal(h, "<svg class=\"gt-sort__arrows\" width=\"10\" height=\"16\" viewBox=\"0 0 10 16\" aria-hidden=\"true\" "
                    "focusable=\"false\">");
    if (!sorted || !w->table->descending)
        html_literal(h, "<path d=\"M5 1L9 6.5H1Z\"/>");
    if (!sorted || w->table->descending)
        html_literal(h, "<path d=\"M5 15L9 9.5H1Z\"/>");
    html_literal(h, "</svg></a>");
    talloc_free(address);
    talloc_free(tail);
}

static void heading_cell(const struct table_writer *w, const struct column *column)
{
    struct html *h = w->h;
    bool sortable = column->sort && w->view->path && h->place == HTML_WEB;
    bool sorted = column->sort && w->table->sorted_by && strcmp(column->sort, w->table->sorted_by) == 0;
    html_literal(h, "<th scope=\"col\"");
    if (is_numeric(column))
        html_literal(h, " class=\"gt-table__number\"");
    if (sorted && w->table->descending)
        html_literal(h, " aria-sort=\"descending\"");
    else if (sorted)
        html_literal(h, " aria-sort=\"ascending\"");
    html_literal(h, ">");
    if (sortable)
        sort_link(w, column, sorted);
    else
        html_text(h, column->label);
    html_literal(h, "</th>");
}

/* "2019-12-31" as "31 Dec 2019", "2019-12" as "Dec 2019"; what is neither is written as it stands. */
static void date_words_of(struct html *h, const char *text)
{
    struct period when;
    if (strlen(text) < 7 || !when_parse(text, &when)) {
        html_text(h, text);
        return;
    }
    struct civil civil = date_to_civil(when.to);
    if (text[7]) {
        html_integer(h, civil.day);
        html_literal(h, " ");
    }
    html_text_n(h, date_month_name(civil.month), 3);
    html_literal(h, " ");
    html_integer(h, civil.year);
}

static void cell_words(struct html *h, const struct column *column, const struct cell *cell)
{
    if (!cell->shown && column->kind == COLUMN_DATE)
        date_words_of(h, cell->value);
    else
        html_text(h, cell->shown ? cell->shown : cell->value);
}

static void cell_content(struct html *h, const struct column *column, const struct cell *cell)
{
    if (cell->mark) {
        status_mark(h, (struct status_mark){.state = cell->mark, .word = cell->shown ? cell->shown : cell->value});
    } else if (!cell->value) {
        html_literal(h, "<span class=\"gt-muted\">");
        html_text(h, cell->shown ? cell->shown : "not stated");
        html_literal(h, "</span>");
    } else if (cell->href && html_can_link(h, cell->href)) {
        html_literal(h, "<a class=\"govuk-link\"");
        html_address(h, "href", cell->href);
        html_literal(h, ">");
        cell_words(h, column, cell);
        html_literal(h, "</a>");
    } else {
        cell_words(h, column, cell);
    }
    if (cell->note) {
        html_literal(h, "\n<span class=\"gt-note\">");
        html_text(h, cell->note);
        html_literal(h, "</span>");
    }
}

/* A cell's start tag but for what is the cell's own; the style sheet knows cells by their table. */
static void cell_opening(struct html *h, const struct column *column, bool stack)
{
    if (column->row_heading)
        html_literal(h, "<th scope=\"row\"");
    else if (is_numeric(column))
        html_literal(h, "<td class=\"gt-table__number\"");
    else if (column->kind == COLUMN_DATE)
        html_literal(h, "<td class=\"gt-table__date\"");
    else
        html_literal(h, "<td");
    if (stack) {
        html_attribute(h, "role", column->row_heading ? "rowheader" : "cell");
        html_attribute(h, "data-label", column->label);
    }
}

/* Written once for all rows. */
static const struct markup *cell_openings(struct html *h, const struct table *table, bool stack)
{
    struct markup *openings = talloc_zero_array(h->out.ctx, struct markup, (unsigned)table->column_count);
    for (size_t i = 0; openings && i < table->column_count; i++) {
        struct html part = html_part(h);
        cell_opening(&part, &table->columns[i], stack);
        openings[i] = html_taken(&part);
    }
    return openings;
}

static void body_cell(const struct table_writer *w, size_t column, const struct cell *cell)
{
    struct html *h = w->h;
    html_markup(h, w->openings[column]);
    html_attribute(h, "id", cell->id);
    html_literal(h, ">");
    cell_content(h, &w->table->columns[column], cell);
    if (w->table->columns[column].row_heading)
        html_literal(h, "</th>");
    else
        html_literal(h, "</td>");
}

static void caption(const struct table_writer *w, unsigned id)
{
    struct html *h = w->h;
    html_literal(h, "<caption class=\"govuk-table__caption");
    if (w->view->caption_hidden)
        html_literal(h, " govuk-visually-hidden");
    else
        html_literal(h, " govuk-table__caption--m");
    html_literal(h, "\" id=\"table-");
    html_integer(h, id);
    html_literal(h, "\">");
    html_text(h, w->table->title);
    html_literal(h, "</caption>\n");
}

static void rows(const struct table_writer *w)
{
    struct html *h = w->h;
    const struct table *table = w->table;
    html_literal(h, "<tbody>\n");
    for (size_t row = 0; row < table_row_count(table); row++) {
        html_literal(h, "<tr");
        if (w->view->stack)
            html_literal(h, " role=\"row\"");
        html_literal(h, ">");
        for (size_t column = 0; column < table->column_count; column++) {
            if (!table->columns[column].data_only)
                body_cell(w, column, table_cell(table, row, column));
        }
        html_literal(h, "</tr>\n");
    }
    html_literal(h, "</tbody>");
}

/* 1234567 as "1,234,567": a count that people read. */
static void count_in_words(struct html *h, size_t count)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%zu", count);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            html_literal(h, ",");
        html_add(h, digits + i, 1);
    }
}

static void count_line(const struct table_writer *w)
{
    struct html *h = w->h;
    size_t total = w->table->total > table_row_count(w->table) ? w->table->total : table_row_count(w->table);
    html_literal(h, "<p class=\"govuk-body gt-count\">");
    if (w->table->total_capped)
        html_literal(h, "More than ");
    html_literal(h, "<strong>");
    count_in_words(h, total);
    html_literal(h, "</strong> ");
    if (total == 1)
        html_text(h, w->view->one ? w->view->one : "row");
    else
        html_text(h, w->view->many ? w->view->many : "rows");
    html_literal(h, "</p>\n");
}

static void pages(const struct table_writer *w)
{
    if (!w->view->path || (!w->table->previous && !w->table->next))
        return;
    const void *ctx = w->h->out.ctx;
    char *previous = w->table->previous ? talloc_asprintf(ctx, "%s?%s", w->view->path, w->table->previous) : NULL;
    char *next = w->table->next ? talloc_asprintf(ctx, "%s?%s", w->view->path, w->table->next) : NULL;
    if ((w->table->previous && !previous) || (w->table->next && !next))
        w->h->out.failed = true;
    govuk_pagination(w->h, (struct govuk_pagination){.previous = previous, .next = next});
}

void table_view(struct html *h, const struct table *table, struct table_view view)
{
    struct table_writer writer = {.h = h, .table = table, .view = &view};
    if (view.count)
        count_line(&writer);
    if (table_row_count(table) == 0) {
        govuk_paragraph(h, (struct govuk_paragraph){.text = table->empty ? table->empty : "There is nothing to show here."});
        pages(&writer);
        return;
    }
    writer.openings = cell_openings(h, table, view.stack);
    if (!writer.openings) {
        h->out.failed = true;
        return;
    }
    unsigned id = html_id(h);
    if (view.stack) { /* the roles say what the browser forgets when rows are laid out as blocks */
        html_literal(h, "<div class=\"gt-table-region\"><table class=\"govuk-table gt-table gt-table--stack\" role=\"table\">\n");
    } else {
        html_literal(h, "<div class=\"gt-table-region\" tabindex=\"0\" role=\"region\" aria-labelledby=\"table-");
        html_integer(h, id);
        html_literal(h, "\"><table class=\"govuk-table gt-table\">\n");
    }
    caption(&writer, id);
    html_literal(h, "<thead><tr>");
    for (size_t column = 0; column < table->column_count; column++) {
        if (!table->columns[column].data_only)
            heading_cell(&writer, &table->columns[column]);
    }
    html_literal(h, "</tr></thead>\n");
    rows(&writer);
    html_literal(h, "</table></div>\n");
    pages(&writer);
}
