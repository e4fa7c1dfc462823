/* Reading CSV: what is accepted, and what is said of everything else, word for word. */
#include "exchange/csv.h"

#include "../support/narrow.h"

#include <check.h>
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

/* Everything the reader says of the bytes: rows as [a|b], faults one a line, joined by newlines. */
static const char *account_of(const char *bytes, size_t count, const struct csv_limits *limits)
{
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    const struct csv_row *row;
    struct buffer out = buffer_on(ctx);
    char *exact = talloc_memdup(ctx, bytes, count); /* so that a sanitizer sees a read past the end */
    ck_assert_ptr_null(csv_open(ctx, "f.csv", exact, count, limits, &faults, &reader));
    for (;;) {
        ck_assert_ptr_null(csv_next(reader, &row));
        if (!row)
            break;
        ck_assert_uint_eq(row->count, csv_header(reader)->count);
        for (size_t i = 0; i < row->count; i++) {
            ck_assert_uint_eq(strlen(row->cells[i].text), row->cells[i].length);
            buffer_format(&out, "%c%s", i == 0 ? '[' : '|', row->cells[i].text);
        }
        buffer_text(&out, "]\n");
    }
    for (size_t i = 0; i < faults.count; i++)
        buffer_format(&out, "%s\n", fault_text(ctx, &faults.at[i]));
    ck_assert_ptr_null(buffer_error(&out));
    return buffer_cstr(&out);
}

#define ACCOUNT(literal) account_of(literal, sizeof literal - 1, NULL)

START_TEST(reads_rows_between_a_header_and_the_end)
{
    ck_assert_str_eq(ACCOUNT("ref,title\n4.1,Health\n4.2,Homes\n"), "[4.1|Health]\n[4.2|Homes]\n");
}
END_TEST

START_TEST(reads_quoted_cells_with_commas_quotation_marks_and_lines)
{
    ck_assert_str_eq(ACCOUNT("a,b\n\"x,y\",\"say \"\"so\"\"\"\n\"two\nlines\",\"\"\n"),
                     "[x,y|say \"so\"]\n[two\nlines|]\n");
}
END_TEST

START_TEST(reads_a_header_without_rows)
{
    ck_assert_str_eq(ACCOUNT("a,b\n"), "");
}
END_TEST

START_TEST(keeps_blanks_and_empty_cells_as_they_are)
{
    ck_assert_str_eq(ACCOUNT("a,b,c\n x ,,\n"), "[ x ||]\n");
}
END_TEST

START_TEST(tells_where_each_cell_begins_in_characters)
{
    static const char bytes[] = "a,b\n\"é\n€\",\"x\"\nçà,z\n";
    static const struct {
        size_t line, column;
    } expected[] = {{2, 1}, {3, 4}, {4, 1}, {4, 4}};
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    const struct csv_row *row;
    ck_assert_ptr_null(csv_open(ctx, "f.csv", bytes, sizeof bytes - 1, NULL, &faults, &reader));
    for (size_t i = 0; i < 4; i += 2) {
        ck_assert_ptr_null(csv_next(reader, &row));
        ck_assert_uint_eq(row->number, i / 2 + 1);
        for (size_t j = 0; j < 2; j++) {
            ck_assert_uint_eq(row->cells[j].line, expected[i + j].line);
            ck_assert_uint_eq(row->cells[j].column, expected[i + j].column);
        }
    }
    ck_assert_int_eq(csv_column(reader, "b"), 1);
    ck_assert_int_eq(csv_column(reader, "c"), -1);
}
END_TEST

/* The notes of a file, as the letters of those that are set. */
static const char *notes_of(const char *bytes)
{
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    const struct csv_row *row;
    ck_assert_ptr_null(csv_open(ctx, "f.csv", bytes, strlen(bytes), NULL, &faults, &reader));
    do
        ck_assert_ptr_null(csv_next(reader, &row));
    while (row);
    ck_assert_uint_eq(faults.count, 0);
    struct csv_notes notes = csv_notes(reader);
    struct text_list words = {0};
    ck_assert_ptr_null(csv_notes_words(ctx, reader, &words));
    ck_assert_uint_eq(words.count,
                      (size_t)(notes.byte_order_mark + notes.crlf + notes.no_final_newline + notes.quoting));
    return talloc_asprintf(ctx, "%s%s%s%s", notes.byte_order_mark ? "B" : "", notes.crlf ? "C" : "",
                           notes.no_final_newline ? "N" : "", notes.quoting ? "Q" : "");
}

START_TEST(notes_departures_from_the_canonical_form)
{
    ck_assert_str_eq(notes_of("a,b\n1,\" 2\"\n"), "");
    ck_assert_str_eq(notes_of("\xEF\xBB\xBF"
                              "a,b\n1,2\n"),
                     "B");
    ck_assert_str_eq(notes_of("a,b\r\n1,2\r\n"), "C");
    ck_assert_str_eq(notes_of("a,b\n1,2"), "N");
    ck_assert_str_eq(notes_of("a,b\n1,\"2\"\n"), "Q");
    ck_assert_str_eq(notes_of("a,b\n1, 2\n"), "Q");
    ck_assert_str_eq(notes_of("a\n\"\"\n"), "");
    ck_assert_str_eq(notes_of("a,b\n1,\"x\r\ny\"\n"), "");
}
END_TEST

START_TEST(a_byte_order_mark_takes_no_column)
{
    ck_assert_str_eq(ACCOUNT("\xEF\xBB\xBF"
                             "a,a\n"),
                     "f.csv:1:3: found \"a\", expected a name that no column before it has\n");
}
END_TEST

/* ---- malformed files: the exact words ---- */

static const struct {
    const char *name, *bytes;
    size_t count;
    const char *account;
} malformed[] = {
#define CASE(name, bytes, account)                                                                                     \
    {                                                                                                                  \
        name, bytes, sizeof bytes - 1, account                                                                         \
    }
    CASE("an empty file", "", "f.csv:1:1: found an empty file, expected a first line of column names\n"),
    CASE("nothing but a byte order mark", "\xEF\xBB\xBF",
         "f.csv:1:1: found an empty file, expected a first line of column names\n"),
    CASE("an empty first line", "\na,b\n", "f.csv:1:1: found an empty line, expected a row of cells\n"),
    CASE("too few cells", "a,b,c\n1,2\n3,4,5\n",
         "[3|4|5]\nf.csv:2:4: found 2 cells, expected 3, as in the first line\n"),
    CASE("too many cells", "a,b\n1,2,3\n4,5\n", "[4|5]\nf.csv:2:5: found 3 cells, expected 2, as in the first line\n"),
    CASE("an empty line", "a,b\n1,2\n\n3,4\n",
         "[1|2]\n[3|4]\nf.csv:3:1: found an empty line, expected a row of cells\n"),
    CASE("a quotation mark never closed", "a,b\n1,\"2\n3,4\n5\n",
         "[3|4]\nf.csv:2:3: found a quotation mark that is never closed, expected a closing quotation mark\n"
         "f.csv:4:2: found 1 cell, expected 2, as in the first line\n"),
    CASE("a quotation mark inside a plain cell", "a,b\n1,5\" pipe\n3,4\n",
         "[3|4]\nf.csv:2:4: found \"\\\"\", expected the whole cell in quotation marks, and those inside it doubled\n"),
    CASE("text after the closing quotation mark", "a,b\n\"x\" y,2\n3,4\n",
         "[3|4]\nf.csv:2:4: found \" \", expected a comma or the end of the line after the closing quotation mark\n"),
    CASE("a blank before the quotation mark", "a,b\n1, \"x, y\"\n3,4\n",
         "[3|4]\nf.csv:2:4: found \"\\\"\", expected the whole cell in quotation marks, and those inside it doubled\n"
         "f.csv:2:9: found \"\\\"\", expected the whole cell in quotation marks, and those inside it doubled\n"),
    CASE("a NUL", "a,b\n1,x\0y\n3,4\n", "[3|4]\nf.csv:2:4: found \"\\u{0000}\", expected text without NUL\n"),
    CASE("Windows-1252", "a,b\ncaf\xE9,2\n3,4\n", "[3|4]\nf.csv:2:4: found \"\\x{E9}\", expected text in UTF-8\n"),
    CASE("an overlong form", "a\n\xC0\xAF\n", "f.csv:2:1: found \"\\x{C0}\", expected text in UTF-8\n"),
    CASE("a surrogate", "a\nx\xED\xA0\x80\n", "f.csv:2:2: found \"\\x{ED}\", expected text in UTF-8\n"),
    CASE("a character cut off by the end", "a\nx\xE2\x82", "f.csv:2:2: found \"\\x{E2}\", expected text in UTF-8\n"),
    CASE("bad bytes inside quotation marks", "a,b\n\"x\ny\xFFz\",2\n",
         "f.csv:3:2: found \"\\x{FF}\", expected text in UTF-8\n"),
    CASE("CR alone ends lines", "a,b\r1,2\r",
         "f.csv:1:4: found \"\\r\", expected a line that ends in LF or CR LF\n"
         "f.csv:1:8: found \"\\r\", expected a line that ends in LF or CR LF\n"),
    CASE("a column named twice", "a,b,a\n1,2,3\n4,5\n",
         "[1|2|3]\nf.csv:1:5: found \"a\", expected a name that no column before it has\n"
         "f.csv:3:4: found 2 cells, expected 3, as in the first line\n"),
    CASE("a column without a name", "a,,c\n1,2,3\n", "[1|2|3]\nf.csv:1:3: found nothing, expected the name of a column\n"),
    CASE("semicolons", "a;b\n1;2\n",
         "f.csv:1:1: found \"a;b\", expected column names with commas between them, not semicolons or tabs\n"),
    CASE("UTF-16",
         "\xFF\xFE"
         "a\0,\0b\0\n\0",
         "f.csv:1:1: found text in UTF-16, expected CSV, text in UTF-8\n"),
    CASE("a spreadsheet", "PK\x03\x04\x14\0rest",
         "f.csv:1:1: found a ZIP archive, as spreadsheets are, expected CSV, text in UTF-8\n"),
    CASE("text that begins as a PDF does", "%PDF-,b\n1,2\n", "[1|2]\n"),
    CASE("a fault in the header hides no other", "a,\"b\n1,2\n\xFF\n",
         "f.csv:1:3: found a quotation mark that is never closed, expected a closing quotation mark\n"
         "f.csv:3:1: found \"\\x{FF}\", expected text in UTF-8\n"),
    CASE("two faults in one row", "a,b\n\xFF,5\"\n",
         "f.csv:2:1: found \"\\x{FF}\", expected text in UTF-8\n"
         "f.csv:2:4: found \"\\\"\", expected the whole cell in quotation marks, and those inside it doubled\n"),
#undef CASE
};

START_TEST(says_what_is_wrong_and_goes_on)
{
    ck_assert_msg(strcmp(account_of(malformed[_i].bytes, malformed[_i].count, NULL), malformed[_i].account) == 0,
                  "%s: got\n%s", malformed[_i].name, account_of(malformed[_i].bytes, malformed[_i].count, NULL));
}
END_TEST

/* ---- limits ---- */

static const struct csv_limits small = {.bytes = 40, .rows = 2, .cells = 3, .cell_bytes = 4};

START_TEST(stops_at_limits)
{
    ck_assert_str_eq(account_of("a\nfour\nfives\n", 13, &small),
                     "[four]\nf.csv:3:1: found 5 bytes in a cell, expected at most 4\n");
    ck_assert_str_eq(account_of("a\n\"fives\"\nb\n", 12, &small),
                     "[b]\nf.csv:2:1: found 5 bytes in a cell, expected at most 4\n");
    ck_assert_str_eq(account_of("a\n1\n2\n3\n", 8, &small),
                     "[1]\n[2]\nf.csv:4:1: found more than 2 rows, expected at most 2\n");
    ck_assert_str_eq(account_of("a,b,c\n1,2,3,4\n5,6,7\n", 20, &small),
                     "[5|6|7]\nf.csv:2:7: found more than 3 cells in a row, expected at most 3\n");
    ck_assert_str_eq(account_of("a\n345678901234567890123456789012345678901", 41, &small),
                     "f.csv:1:1: found 41 bytes, expected at most 40\n");
}
END_TEST

START_TEST(keeps_so_many_faults_and_then_stops)
{
    struct buffer bytes = buffer_on(ctx);
    buffer_text(&bytes, "a,b\n");
    for (size_t i = 0; i < FAULTS_MOST + 100; i++)
        buffer_text(&bytes, "x\n");
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    const struct csv_row *row;
    ck_assert_ptr_null(csv_open(ctx, "f.csv", bytes.data, bytes.used, NULL, &faults, &reader));
    ck_assert_ptr_null(csv_next(reader, &row));
    ck_assert_ptr_null(row);
    ck_assert_uint_eq(faults.count, FAULTS_MOST);
    ck_assert_uint_eq(faults.more, 1);
}
END_TEST

START_TEST(a_caller_can_fault_a_cell)
{
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    const struct csv_row *row;
    ck_assert_ptr_null(csv_open(ctx, "f.csv", "a,due\n1,31/12/2019\n", 19, NULL, &faults, &reader));
    ck_assert_ptr_null(csv_next(reader, &row));
    ck_assert_ptr_null(csv_fault(reader, &row->cells[1], "due", "a date as YYYY-MM-DD"));
    ck_assert_str_eq(fault_text(ctx, &faults.at[0]), "f.csv:2:3: found \"31/12/2019\", expected a date as YYYY-MM-DD");
    ck_assert_str_eq(faults.at[0].field, "due");
}
END_TEST

START_TEST(opens_files_and_refuses_what_is_none)
{
    struct fault_list faults = fault_list_on(ctx);
    struct csv_reader *reader;
    struct error *error = csv_open_file(ctx, "/nowhere/at-all.csv", NULL, &faults, &reader);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->kind, ERROR_NOT_FOUND);
    error = csv_open_file(ctx, "/", NULL, &faults, &reader);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->kind, ERROR_INVALID);
}
END_TEST

/* Reads a file with rows and faults of every kind that allocates, within `most` bytes of memory. */
static struct error *read_within(size_t most)
{
    static const char bytes[] = "ref,title\n4.1,\"a, b\"\n4.2\n\xFF,x\n\"y\"z,\n4.3,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n";
    void *narrow = narrow_context(ctx, most);
    struct fault_list faults = fault_list_on(narrow);
    struct csv_reader *reader;
    const struct csv_row *row;
    TRY(csv_open(narrow, "f.csv", bytes, sizeof bytes - 1, NULL, &faults, &reader));
    do
        TRY(csv_next(reader, &row));
    while (row);
    TRY(csv_fault(reader, &csv_header(reader)->cells[0], "ref", "another"));
    TRY(csv_notes_words(narrow, reader, &(struct text_list){0}));
    ck_assert_uint_eq(faults.count, 4);
    return NULL;
}

START_TEST(says_so_whenever_memory_runs_out)
{
    size_t most = 1000;
    for (struct error *error; (error = read_within(most)) != NULL; most += 8) {
        ck_assert_int_eq(error->kind, ERROR_MEMORY);
        ck_assert_uint_lt(most, 20000);
        talloc_free_children(ctx);
    }
    ck_assert_uint_gt(most, 1500); /* it did run out at first */
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("csv reader");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, reads_rows_between_a_header_and_the_end);
    tcase_add_test(tests, reads_quoted_cells_with_commas_quotation_marks_and_lines);
    tcase_add_test(tests, reads_a_header_without_rows);
    tcase_add_test(tests, keeps_blanks_and_empty_cells_as_they_are);
    tcase_add_test(tests, tells_where_each_cell_begins_in_characters);
    tcase_add_test(tests, notes_departures_from_the_canonical_form);
    tcase_add_test(tests, a_byte_order_mark_takes_no_column);
    tcase_add_loop_test(tests, says_what_is_wrong_and_goes_on, 0, sizeof malformed / sizeof *malformed);
    tcase_add_test(tests, stops_at_limits);
    tcase_add_test(tests, keeps_so_many_faults_and_then_stops);
    tcase_add_test(tests, a_caller_can_fault_a_cell);
    tcase_add_test(tests, opens_files_and_refuses_what_is_none);
    tcase_add_test(tests, says_so_whenever_memory_runs_out);
    Suite *suite = suite_create("exchange/csv_reader");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
