/* Printing answers, and reading the options they share. */
#include "statistics/answer.h"

#include "base/text.h"
#include "exchange/table_csv.h"
#include "exchange/table_json.h"
#include "exchange/table_lines.h"
#include "ui/chart_scale.h"

#include <math.h>
#include <string.h>
#include <talloc.h>

#define DIGITS 15
#define LINE_WIDTH 96 /* of the finding on a terminal */

struct error *answer_decimal(const void *ctx, double number, const char **text)
{
    *text = NULL;
    if (!isfinite(number) || fabs(number) >= 1e15)
        return NULL;
    int whole = fabs(number) < 1 ? 1 : (int)floor(log10(fabs(number))) + 1;
    char *made = talloc_asprintf(ctx, "%.*f", DIGITS - whole, number);
    TRY_MEMORY(made);
    if (strchr(made, '.')) {
        size_t end = strlen(made);
        while (made[end - 1] == '0')
            end--;
        made[made[end - 1] == '.' ? end - 1 : end] = '\0';
    }
    *text = strcmp(made, "-0") == 0 ? made + 1 : made;
    return NULL;
}

struct error *answer_number(const void *ctx, double number, int decimals, const char *suffix, struct cell *cell)
{
    char shown[CHART_NUMBER_ROOM];
    *cell = (struct cell){.shown = "–"};
    TRY(answer_decimal(ctx, number, &cell->value));
    if (!cell->value)
        return NULL;
    cell->shown = talloc_asprintf(ctx, "%s%s", chart_number(shown, number, decimals), suffix ? suffix : "");
    return cell->shown ? NULL : error_out_of_memory();
}

struct error *answer_write_number(const void *ctx, struct json_writer *json, const char *key, double number)
{
    const char *text;
    TRY(answer_decimal(ctx, number, &text));
    json_write_key(json, key);
    if (text)
        json_write_decimal(json, text);
    else
        json_write_null(json);
    return NULL;
}

/* A text as lines of words, all but the first of them begun by `indent` spaces. */
static void print_wrapped(FILE *out, const char *text, size_t indent)
{
    size_t column = indent;
    bool begins = true; /* a line */
    while (*text) {
        size_t word = strcspn(text, " ");
        if (!begins && column + 1 + word > LINE_WIDTH) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
            begins = true;
        }
        if (!begins)
            fputc(' ', out);
        fprintf(out, "%.*s", (int)word, text);
        column += word + (begins ? 0 : 1);
        begins = false;
        text += word + strspn(text + word, " ");
    }
    fputc('\n', out);
}

static void print_for_people(FILE *out, const struct answer *answer)
{
    print_wrapped(out, answer->finding, 0);
    for (size_t i = 0; i < answer->part_count; i++) {
        const struct answer_part *part = &answer->parts[i];
        if (part->count > 0)
            fprintf(out, "\n%s\n", part->heading);
        for (size_t line = 0; line < part->count; line++) {
            fputs("- ", out);
            print_wrapped(out, part->lines[line], 2);
        }
    }
    fputc('\n', out);
}

static struct error *as_json(struct buffer *out, const struct answer *answer)
{
    struct json_writer json = json_writer_on(out);
    json_write_object(&json);
    json_write_key(&json, "finding");
    json_write_text(&json, answer->finding);
    TRY(answer->members(&json, answer->about));
    json_write_key(&json, "rows");
    json_write_array(&json);
    const struct table *table = answer->table;
    for (size_t row = 0; row < table_row_count(table); row++) {
        json_write_object(&json);
        for (size_t c = 0; c < table->column_count; c++) {
            const struct cell *cell = table_cell(table, row, c);
            json_write_key(&json, table->columns[c].name);
            if (cell->value && table->columns[c].kind == COLUMN_NUMBER)
                json_write_decimal(&json, cell->value);
            else if (cell->value && table->columns[c].kind == COLUMN_FLAG)
                json_write_flag(&json, strcmp(cell->value, "yes") == 0);
            else
                json_write_text(&json, cell->value);
        }
        json_write_object_end(&json);
    }
    json_write_array_end(&json);
    json_write_object_end(&json);
    buffer_char(out, '\n');
    return json_write_finish(&json);
}

struct error *answer_print(struct command_run *run, const struct answer *answer)
{
    bool csv = command_option(run, "--csv"), json = command_option(run, "--json");
    struct buffer out = buffer_on(run->ctx);
    if (csv && json)
        return ERROR_NEW(run->ctx, ERROR_INVALID, "--csv and --json cannot be given together.");
    if (csv)
        TRY(table_csv(&out, answer->table, CSV_CANONICAL));
    else if (json)
        TRY(as_json(&out, answer));
    else
        TRY(table_lines(&out, answer->table));
    if (!csv && !json)
        print_for_people(run->out, answer);
    fwrite(out.data, 1, out.used, run->out);
    return NULL;
}

struct error *answer_option_number(struct command_run *run, const char *option, double *number, bool *given)
{
    const char *text = command_option(run, option);
    if (given)
        *given = text;
    if (text && !text_to_decimal(text, number))
        return ERROR_NEW(run->ctx, ERROR_INVALID, "%s takes a number such as 25 or 0.5, not %s.", option, text);
    return NULL;
}

struct error *answer_option_whole(struct command_run *run, const char *option, int least, int most, int *number)
{
    const char *text = command_option(run, option);
    int64_t whole;
    if (!text)
        return NULL;
    if (!text_to_integer(text, &whole) || whole < least || whole > most)
        return ERROR_NEW(run->ctx, ERROR_INVALID, "%s takes a whole number from %d to %d, not %s.", option, least, most, text);
    *number = (int)whole;
    return NULL;
}

struct error *answer_option_choice(struct command_run *run, const char *option, const char *const *names, size_t otherwise,
                                   size_t *choice)
{
    const char *text = command_option(run, option);
    *choice = otherwise;
    if (!text)
        return NULL;
    char *known = talloc_strdup(run->ctx, "");
    for (size_t i = 0; names[i] && known; i++) {
        if (strcmp(names[i], text) == 0) {
            *choice = i;
            return NULL;
        }
        known = talloc_asprintf_append(known, "%s%s", i ? ", " : "", names[i]);
    }
    TRY_MEMORY(known);
    return ERROR_NEW(run->ctx, ERROR_INVALID, "%s takes one of %s; not %s.", option, known, text);
}

struct error *answer_figure_words(struct command_run *run, enum figure_kind kind, const char *measure, int decimals,
                                  struct figure_words *words)
{
    const char *given = command_option(run, "--measure"), *unit = command_option(run, "--unit");
    *words = (struct figure_words){.measure = given ? given : measure, .unit = unit,
                                   .decimals = kind == FIGURE_PLAIN ? decimals : 1,
                                   .multiply = kind == FIGURE_PROPORTION ? 100 : 1};
    TRY(answer_option_number(run, "--multiply", &words->multiply, NULL));
    if (!(words->multiply > 0))
        return ERROR_NEW(run->ctx, ERROR_INVALID, "--multiply takes a number above 0, such as 100.");
    if (!unit && kind == FIGURE_PROPORTION && fabs(words->multiply - 100) < 1e-12)
        words->unit = "%";
    return answer_option_whole(run, "--decimals", 0, 6, &words->decimals);
}
