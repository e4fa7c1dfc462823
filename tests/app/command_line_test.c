/* The command line: options are checked against what a command declares, and every mistake says what was expected. */
#include "app/application.h"

#include <check.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static char *out, *error;
static size_t out_count, error_count;

static struct error *run_echo(struct command_run *run)
{
    fprintf(run->out, "%s|%s|%s", run->arguments[0], command_option(run, "--name") ? command_option(run, "--name") : "none",
            command_option(run, "--loud") ? "loud" : "quiet");
    for (size_t i = 0; command_option_at(run, "--to", i); i++)
        fprintf(run->out, "|to %s", command_option_at(run, "--to", i));
    return NULL;
}

static struct error *run_conflict(struct command_run *run)
{
    return ERROR_DETAIL(run->ctx, ERROR_CONFLICT, "row 7", "It is otherwise already.");
}

static const struct command echo = {
    .name = "echo", .arguments = "WORD", .argument_count = 1, .says = "Says a word again", .run = run_echo,
    .options = (const struct option[]) {
        {"--name", "NAME", "Whose word it is", false}, {"--loud", NULL, "Louder", false},
        {"--to", "NAME", "Who hears it", .many = true}, OPTIONS_END },
    .help = "example: goldthread echo hello\n",
};
static const struct command conflict = {
    .name = "conflict", .says = "Never agrees", .run = run_conflict,
    .options = (const struct option[]) { {"--db", "FILE", "The database", true}, OPTIONS_END }, .help = "example: none\n",
};
static const struct command *const commands[] = {&echo, &conflict, NULL};
static const struct feature room = {.name = "room", .commands = commands};
static const struct feature *const rooms[] = {&room, NULL};

/* Runs `goldthread` with these words (ending with NULL) and gives the exit code; what was said is in `out` and `error`. */
static int run(const char *first, ...)
{
    char *words[16] = {(char *)"goldthread"};
    int count = 1;
    va_list more;
    va_start(more, first);
    for (const char *word = first; word; word = va_arg(more, const char *))
        words[count++] = (char *)(uintptr_t)word;
    va_end(more);
    FILE *to_out = open_memstream(&out, &out_count), *to_error = open_memstream(&error, &error_count);
    int code = command_line_run(rooms, count, words, to_out, to_error);
    fclose(to_out);
    fclose(to_error);
    return code;
}

static void forget(void)
{
    free(out);
    free(error);
    out = error = NULL;
}

START_TEST(options_may_stand_anywhere_and_be_joined_by_an_equals_sign)
{
    ck_assert_int_eq(run("echo", "hello", NULL), 0);
    ck_assert_str_eq(out, "hello|none|quiet");
    forget();
    ck_assert_int_eq(run("echo", "--name", "unit", "hello", "--loud", NULL), 0);
    ck_assert_str_eq(out, "hello|unit|loud");
    forget();
    ck_assert_int_eq(run("echo", "--name=a=b", "hello", NULL), 0);
    ck_assert_str_eq(out, "hello|a=b|quiet");
    ck_assert_str_eq(error, "");
    forget();
}
END_TEST

START_TEST(an_option_may_be_given_again_only_where_it_says_so)
{
    ck_assert_int_eq(run("echo", "--to", "a", "hello", "--to=b", "--to", "a", NULL), 0);
    ck_assert_str_eq(out, "hello|none|quiet|to a|to b|to a");
    forget();
    ck_assert_int_eq(run("echo", "--name", "a", "hello", "--name", "b", NULL), 2);
    ck_assert_ptr_nonnull(strstr(error, "--name was given twice"));
    forget();
    ck_assert_int_eq(run("echo", "--help", NULL), 0);
    ck_assert_ptr_nonnull(strstr(out, "Who hears it (may be repeated)"));
    forget();
}
END_TEST

START_TEST(mistakes_say_what_was_expected)
{
    static const struct {
        const char *words[4];
        const char *said;
    } cases[] = {
        {{"sing", NULL}, "there is no command sing"},
        {{"echo", NULL}, "Expected: goldthread echo WORD"},
        {{"echo", "a", "b", NULL}, "Expected: goldthread echo WORD"},
        {{"echo", "a", "--nmae", NULL}, "echo has no option --nmae"},
        {{"echo", "a", "--name", NULL}, "--name needs a value: --name NAME"},
        {{"echo", "a", "--loud=very", NULL}, "--loud takes no value"},
        {{"conflict", NULL}, "conflict needs --db FILE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const *words = cases[i].words;
        ck_assert_int_eq(run(words[0], words[1], words[1] ? words[2] : NULL, NULL), 2);
        ck_assert_msg(strstr(error, cases[i].said) != NULL, "%s", error);
        ck_assert_str_eq(out, "");
        forget();
    }
    ck_assert_int_eq(run("echo", "a", "--loud", "--loud", NULL), 2);
    ck_assert_ptr_nonnull(strstr(error, "--loud was given twice"));
    forget();
}
END_TEST

START_TEST(a_failure_is_words_with_its_exit_code)
{
    ck_assert_int_eq(run("conflict", "--db", "x", NULL), 4);
    ck_assert_ptr_nonnull(strstr(error, "goldthread: It is otherwise already."));
    ck_assert_ptr_nonnull(strstr(error, "row 7"));
    forget();
}
END_TEST

START_TEST(help_lists_commands_and_each_has_its_own)
{
    ck_assert_int_eq(run("--help", NULL), 0);
    ck_assert_ptr_nonnull(strstr(out, "Says a word again"));
    ck_assert_ptr_nonnull(strstr(out, "import"));
    forget();
    ck_assert_int_eq(run("echo", "--help", NULL), 0);
    ck_assert_ptr_nonnull(strstr(out, "goldthread echo WORD [options]"));
    ck_assert_ptr_nonnull(strstr(out, "example: goldthread echo hello"));
    forget();
    ck_assert_int_eq(run("conflict", "--help", NULL), 0);
    ck_assert_ptr_nonnull(strstr(out, "The database (required)"));
    forget();
    ck_assert_int_eq(run(NULL, NULL), 2); /* nothing asked: the same list, as a mistake */
    ck_assert_ptr_nonnull(strstr(error, "usage: goldthread COMMAND"));
    forget();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("command line");
    TCase *lines = tcase_create("lines");
    tcase_add_test(lines, options_may_stand_anywhere_and_be_joined_by_an_equals_sign);
    tcase_add_test(lines, an_option_may_be_given_again_only_where_it_says_so);
    tcase_add_test(lines, mistakes_say_what_was_expected);
    tcase_add_test(lines, a_failure_is_words_with_its_exit_code);
    tcase_add_test(lines, help_lists_commands_and_each_has_its_own);
    suite_add_tcase(suite, lines);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
