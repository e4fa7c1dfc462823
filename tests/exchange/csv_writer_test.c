/* Writing CSV: the canonical form, the guard for spreadsheets, and that reading undoes writing. */
#include "exchange/csv.h"

#include <check.h>
#include <stdint.h>
#include <talloc.h>

static void *ctx;

static void set_up(void)
{
    ctx = talloc_new(NULL);
}

static void tear_down(void)
{
    talloc_free(ctx);
}

static const char *row(enum csv_form form, const char *cell)
{
    struct buffer out = buffer_on(ctx);
    csv_write_row(&out, (const char *const[]){cell, "z"}, 2, form);
    ck_assert_ptr_null(buffer_error(&out));
    return buffer_cstr(&out);
}

START_TEST(quotes_only_what_needs_it)
{
    static const struct {
        const char *cell, *line;
    } cases[] = {{"plain", "plain,z\n"},
                 {"", ",z\n"},
                 {NULL, ",z\n"},
                 {"a b", "a b,z\n"},
                 {"a,b", "\"a,b\",z\n"},
                 {"say \"so\"", "\"say \"\"so\"\"\",z\n"},
                 {"\"", "\"\"\"\",z\n"},
                 {"a\nb", "\"a\nb\",z\n"},
                 {"a\rb", "\"a\rb\",z\n"},
                 {" a", "\" a\",z\n"},
                 {"a ", "\"a \",z\n"},
                 {"\ta", "\"\ta\",z\n"},
                 {"a\tb", "a\tb,z\n"},
                 {"é;'", "é;',z\n"},
                 {"\uFEFFa", "\"\uFEFFa\",z\n"},
                 {"=1+1", "=1+1,z\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(row(CSV_CANONICAL, cases[i].cell), cases[i].line);
}
END_TEST

START_TEST(an_empty_cell_alone_is_not_an_empty_line)
{
    struct buffer out = buffer_on(ctx);
    csv_write_row(&out, (const char *const[]){""}, 1, CSV_CANONICAL);
    ck_assert_str_eq(buffer_cstr(&out), "\"\"\n");
}
END_TEST

START_TEST(guards_formulas_for_spreadsheets_but_not_negative_numbers)
{
    static const struct {
        const char *cell, *line;
    } cases[] = {{"=1+1", "'=1+1,z\n"},
                 {"+44 20", "'+44 20,z\n"},
                 {"-4.5", "-4.5,z\n"},
                 {"-4", "-4,z\n"},
                 {"-1+cmd", "'-1+cmd,z\n"},
                 {"-", "'-,z\n"},
                 {"@SUM(A1)", "'@SUM(A1),z\n"},
                 {"\t=1", "\"'\t=1\",z\n"},
                 {"\r=1", "\"'\r=1\",z\n"},
                 {"=A1,\"x\"", "\"'=A1,\"\"x\"\"\",z\n"},
                 {"+5", "'+5,z\n"},
                 {"a=1", "a=1,z\n"},
                 {"", ",z\n"},
                 {"-1e5", "'-1e5,z\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(row(CSV_FOR_SPREADSHEET, cases[i].cell), cases[i].line);
    struct buffer out = buffer_on(ctx);
    csv_write_start(&out, CSV_CANONICAL);
    ck_assert_str_eq(buffer_cstr(&out), "");
    csv_write_start(&out, CSV_FOR_SPREADSHEET);
    ck_assert_str_eq(buffer_cstr(&out), "\xEF\xBB\xBF");
}
END_TEST

/* ---- reading undoes writing ---- */

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state >> 11;
}

/* A text made of the pieces that CSV stumbles over. */
static const char *random_text(uint64_t *state)
{
    static const char *const pieces[] = {"a",  "\"", ",",          "\n", "\r", "\r\n", " ",
                                         "\t", "é",  "\U0001F600", "=",  "'",  "0",    "\uFEFF"};
    struct buffer text = buffer_on(ctx);
    for (uint64_t count = next_random(state) % 6; count > 0; count--)
        buffer_text(&text, pieces[next_random(state) % (sizeof pieces / sizeof *pieces)]);
    return buffer_cstr(&text);
}

#define MOST_COLUMNS 5
static const char *const names[MOST_COLUMNS] = {"a", "b", "c", "d", "e"};

/* Reads the bytes, compares them with the cells, and writes them again. */
static void check_reading(const struct buffer *written, const char *const *cells, size_t rows, size_t columns)
{
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    const struct csv_row *read;
    struct buffer again = buffer_on(ctx);
    ck_assert_ptr_null(csv_open(ctx, "f.csv", written->data, written->used, NULL, &faults, &reader));
    csv_write_row(&again, names, columns, CSV_CANONICAL);
    for (size_t i = 0; i < rows; i++) {
        const char *texts[MOST_COLUMNS];
        ck_assert_ptr_null(csv_next(reader, &read));
        ck_assert_ptr_nonnull(read);
        ck_assert_uint_eq(read->count, columns);
        for (size_t j = 0; j < columns; j++) {
            ck_assert_str_eq(read->cells[j].text, cells[i * columns + j]);
            texts[j] = read->cells[j].text;
        }
        csv_write_row(&again, texts, columns, CSV_CANONICAL);
    }
    ck_assert_ptr_null(csv_next(reader, &read));
    ck_assert_ptr_null(read);
    ck_assert_uint_eq(faults.count, 0);
    struct csv_notes notes = csv_notes(reader);
    ck_assert(!notes.byte_order_mark && !notes.crlf && !notes.no_final_newline && !notes.quoting);
    ck_assert_str_eq(buffer_cstr(&again), buffer_cstr(written));
}

START_TEST(reading_gives_back_what_was_written_and_writing_the_same_bytes)
{
    uint64_t state = 0x9E3779B97F4A7C15u + (uint64_t)_i;
    for (int times = 0; times < 50; times++) {
        size_t columns = 1 + next_random(&state) % MOST_COLUMNS, rows = next_random(&state) % 8;
        const char *cells[8 * MOST_COLUMNS];
        struct buffer written = buffer_on(ctx);
        csv_write_row(&written, names, columns, CSV_CANONICAL);
        for (size_t i = 0; i < rows; i++) {
            for (size_t j = 0; j < columns; j++)
                cells[i * columns + j] = random_text(&state);
            csv_write_row(&written, &cells[i * columns], columns, CSV_CANONICAL);
        }
        check_reading(&written, cells, rows, columns);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("csv_writer");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, quotes_only_what_needs_it);
    tcase_add_test(tests, an_empty_cell_alone_is_not_an_empty_line);
    tcase_add_test(tests, guards_formulas_for_spreadsheets_but_not_negative_numbers);
    tcase_add_loop_test(tests, reading_gives_back_what_was_written_and_writing_the_same_bytes, 0, 40);
    Suite *suite = suite_create("exchange/csv_writer");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
