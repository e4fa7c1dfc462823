/* The command line: finds the command, checks options against their declarations, prints help, turns an error into words
 * on standard error and an exit code. */
#include "app/frame_commands.h"

#include <string.h>
#include <talloc.h>

const struct command *const frame_commands[] = {
    &migrate_command, &import_command, &export_command, &verify_command, &serve_command, NULL,
};

static const struct command *find_among(const struct command *const *commands, const char *name)
{
    for (; commands && *commands; commands++)
        if (strcmp((*commands)->name, name) == 0)
            return *commands;
    return NULL;
}

/* The command of that name, of the frame or of a feature; NULL: none. */
static const struct command *find_command(const struct feature *const *rooms, const char *name)
{
    const struct command *found = find_among(frame_commands, name);
    for (size_t i = 0; !found && rooms[i]; i++)
        found = find_among(rooms[i]->commands, name);
    return found;
}

static void print_commands(const struct command *const *commands, FILE *out)
{
    for (; commands && *commands; commands++)
        fprintf(out, "  %-9s %s\n", (*commands)->name, (*commands)->says);
}

static void print_help(const struct feature *const *rooms, FILE *out)
{
    fputs("goldthread: a safeguarding partnership's system of record, from a priority to the difference it made\n\n"
          "usage: goldthread COMMAND [options]\n\n",
          out);
    print_commands(frame_commands, out);
    for (size_t i = 0; rooms[i]; i++)
        print_commands(rooms[i]->commands, out);
    fputs("\nexample: goldthread demo --db demo.db --out demo && goldthread serve --db demo.db\n"
          "\ngoldthread COMMAND --help says more, with examples. Exit codes: 0 done, 2 wrong input, 3 not found, 4 conflicts\n"
          "with what is recorded, 5 busy, 6 database, 7 file or network, 8 out of memory, 9 a fault of ours.\n",
          out);
}

static void print_command_help(const struct command *command, FILE *out)
{
    fprintf(out, "goldthread %s%s%s [options]\n\n%s.\n\n", command->name, command->arguments ? " " : "",
            command->arguments ? command->arguments : "", command->says);
    for (const struct option *o = command->options; o && o->name; o++) {
        const char *value = o->value ? o->value : "";
        int width = 24 - (int)strlen(o->name) - 1;
        fprintf(out, "  %s %-*s %s%s\n", o->name, width > 0 ? width : 0, value, o->says,
                o->required ? " (required)" : o->many ? " (may be repeated)" : "");
    }
    fprintf(out, "\n%s", command->help);
}

static const struct option *find_option(const struct command *command, const char *name, size_t length)
{
    for (const struct option *o = command->options; o && o->name; o++)
        if (strlen(o->name) == length && strncmp(o->name, name, length) == 0)
            return o;
    return NULL;
}

const char *command_option_at(const struct command_run *run, const char *name, size_t i)
{
    for (size_t given = 0; given < run->given_count; given++)
        if (strcmp(run->given[given].name, name) == 0 && i-- == 0)
            return run->given[given].value;
    return NULL;
}

const char *command_option(const struct command_run *run, const char *name)
{
    return command_option_at(run, name, 0);
}

/* Sorts argv into options and arguments, refusing what the command did not declare. */
static struct error *read_arguments(struct command_run *run, int argc, char **argv)
{
    const char *name = run->command->name;
    struct option_given *given = talloc_zero_array(run->ctx, struct option_given, (unsigned)argc + 1);
    run->arguments = talloc_zero_array(run->ctx, const char *, (unsigned)argc + 1);
    TRY_MEMORY(given);
    TRY_MEMORY(run->arguments);
    run->given = given;

    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0) {
            run->arguments[run->argument_count++] = argv[i];
            continue;
        }
        size_t length = strcspn(argv[i], "=");
        const struct option *option = find_option(run->command, argv[i], length);
        if (!option)
            return ERROR_NEW(run->ctx, ERROR_INVALID, "%s has no option %.*s. See: goldthread %s --help.", name,
                             (int)length, argv[i], name);
        if (!option->many && command_option(run, option->name))
            return ERROR_NEW(run->ctx, ERROR_INVALID, "%s was given twice.", option->name);
        const char *value = argv[i][length] == '=' ? argv[i] + length + 1 : NULL;
        if (option->value && !value && i + 1 < argc)
            value = argv[++i];
        if (option->value && !value)
            return ERROR_NEW(run->ctx, ERROR_INVALID, "%s needs a value: %s %s.", option->name, option->name, option->value);
        if (!option->value && value)
            return ERROR_NEW(run->ctx, ERROR_INVALID, "%s takes no value.", option->name);
        given[run->given_count++] = (struct option_given){option->name, value ? value : ""};
    }
    for (const struct option *o = run->command->options; o && o->name; o++)
        if (o->required && !command_option(run, o->name))
            return ERROR_NEW(run->ctx, ERROR_INVALID, "%s needs %s %s. See: goldthread %s --help.", name, o->name,
                             o->value ? o->value : "", name);
    if (run->argument_count != run->command->argument_count)
        return ERROR_NEW(run->ctx, ERROR_INVALID, "Expected: goldthread %s%s%s. See: goldthread %s --help.", name,
                         run->command->arguments ? " " : "", run->command->arguments ? run->command->arguments : "", name);
    return NULL;
}

static struct error *run_command(struct command_run *run, const struct feature *const *rooms, int argc, char **argv)
{
    TRY(read_arguments(run, argc, argv));
    TRY(application_make(run->ctx, rooms, circumstances_real(), &run->application));
    return run->command->run(run);
}

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

int command_line_run(const struct feature *const *rooms, int argc, char **argv, FILE *out, FILE *error)
{
    if (argc < 2 || strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help(rooms, argc < 2 ? error : out);
        return argc < 2 ? 2 : 0;
    }
    const struct command *command = find_command(rooms, argv[1]);
    if (!command) {
        fprintf(error, "goldthread: there is no command %s. See: goldthread --help.\n", argv[1]);
        return 2;
    }
    if (asks_for_help(argc - 2, argv + 2)) {
        print_command_help(command, out);
        return 0;
    }

    void *ctx = talloc_new(NULL);
    struct command_run run = {.ctx = ctx, .command = command, .out = out, .error = error};
    struct error *failure = ctx ? run_command(&run, rooms, argc - 2, argv + 2) : error_out_of_memory();
    int code = error_exit_code(failure);
    if (failure) {
        fprintf(error, "goldthread: %s\n", failure->message);
        if (failure->detail)
            fprintf(error, "  (%s, at %s:%d)\n", failure->detail, failure->file, failure->line);
    }
    talloc_free(ctx);
    if (fflush(out) != 0 && code == 0) {
        fputs("goldthread: the output could not be written whole.\n", error);
        code = 7;
    }
    return code;
}
