/* Running the program. */
#include "program.h"

#include "engines.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <talloc.h>
#include <unistd.h>

#define ARGUMENTS_MOST 40

/* build/VARIANT of build/VARIANT/tests/ROOM/NAME_test. */
const char *built_path(void *ctx, const char *name)
{
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    ck_assert_int_gt((int)length, 0);
    program[length] = '\0';
    for (int up = 0; up < 3; up++) {
        char *slash = strrchr(program, '/');
        ck_assert_ptr_nonnull(slash);
        *slash = '\0';
    }
    return talloc_asprintf(ctx, "%s/%s", program, name);
}

const char *source_path(void *ctx, const char *name)
{
    char *folder = talloc_strdup(ctx, built_path(ctx, ""));
    for (char *slash; (slash = strrchr(folder, '/'));) {
        *slash = '\0';
        const char *known = talloc_asprintf(ctx, "%s/tools/with-postgres", folder);
        if (access(known, X_OK) == 0)
            return talloc_asprintf(ctx, "%s/%s", folder, name);
    }
    ck_abort_msg("The source is in no folder above this test.");
    return NULL;
}

const char *file_text(void *ctx, const char *path)
{
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s cannot be read: %s", path, strerror(errno));
    char *text = talloc_strdup(ctx, ""), block[65536];
    for (size_t got; (got = fread(block, 1, sizeof block, file)) > 0;)
        text = talloc_strndup_append_buffer(text, block, got);
    fclose(file);
    return text;
}

void file_put(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    ck_assert_msg(file != NULL, "%s cannot be written: %s", path, strerror(errno));
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* What is to be run: a program with its arguments, in a folder. */
struct command_to_run {
    const char *program;
    const char *const *arguments;
    const char *folder; /* NULL: this one */
    const struct run_setting *setting;
};

static void apply(const struct run_setting *setting)
{
    if (setting->file_most) {
        struct rlimit limit = {setting->file_most, setting->file_most};
        setrlimit(RLIMIT_FSIZE, &limit);
        signal(SIGXFSZ, SIG_IGN); /* a full disk is an error of write(), and so shall this be */
    }
    if (setting->preload)
        setenv("LD_PRELOAD", setting->preload, 1);
    for (size_t i = 0; i < 8 && setting->variables[i]; i++) {
        char name[100];
        size_t length = strcspn(setting->variables[i], "=");
        snprintf(name, sizeof name, "%.*s", (int)length, setting->variables[i]);
        setenv(name, setting->variables[i] + length + 1, 1);
    }
}

/* In the child: becomes the program, or ends with 127. */
static void become(const struct command_to_run *command, int out, int err)
{
    const char *words[ARGUMENTS_MOST + 2] = {command->program};
    for (size_t i = 0; command->arguments[i] && i < ARGUMENTS_MOST; i++)
        words[i + 1] = command->arguments[i];
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (command->folder && chdir(command->folder) != 0)
        _exit(127);
    if (command->setting)
        apply(command->setting);
    int none = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (dup2(none, 0) == 0 && dup2(out, 1) == 1 && dup2(err, 2) == 2)
        execv(command->program, (char *const *)(uintptr_t)words);
    _exit(127);
}

static pid_t start(const struct command_to_run *command, int out, int err)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        become(command, out, err);
    return child;
}

pid_t program_start(void *ctx, const char *const *arguments, int out, int err)
{
    return start(&(struct command_to_run){.program = built_path(ctx, "goldthread"), .arguments = arguments}, out, err);
}

static struct run_end run(void *ctx, const struct command_to_run *command)
{
    const char *folder = scratch_folder(ctx), *elsewhere = command->setting ? command->setting->out : NULL;
    const char *out_path = talloc_asprintf(ctx, "%s/out", folder), *err_path = talloc_asprintf(ctx, "%s/err", folder);
    int out = open(elsewhere ? elsewhere : out_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    int err = open(err_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    ck_assert_int_ge(out, 0);
    ck_assert_int_ge(err, 0);

    int status;
    pid_t child = start(command, out, err);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    close(out);
    close(err);
    struct run_end end = {
        .code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
        .out = elsewhere ? "" : file_text(ctx, out_path),
        .err = file_text(ctx, err_path),
    };
    unlink(out_path);
    unlink(err_path);
    rmdir(folder);
    return end;
}

struct run_end program_run(void *ctx, const struct run_setting *setting, const char *const *arguments)
{
    return run(ctx, &(struct command_to_run){built_path(ctx, "goldthread"), arguments, NULL, setting});
}

struct run_end shell_run(void *ctx, const char *folder, const char *line)
{
    const char *path = talloc_asprintf(ctx, "PATH=%s:%s", built_path(ctx, ""), getenv("PATH"));
    struct run_setting setting = {.variables = {path}};
    return run(ctx, &(struct command_to_run){"/bin/sh", (const char *const[]){"-c", line, NULL}, folder, &setting});
}

const char *program_do(void *ctx, const char *const *arguments)
{
    struct run_end end = program_run(ctx, NULL, arguments);
    ck_assert_msg(end.code == 0, "goldthread %s ended with %d: %s", arguments[0], end.code, end.err);
    return end.out;
}
