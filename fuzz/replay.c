/* Gives a fuzz target, without libFuzzer, every input kept for it: NAME_replay reads tests/ROOM/corpus/NAME/. What was once found
 * wrong, or is telling, is so looked at in every run of the tests. */
#include "fuzz.h"

#include "base/file.h"

#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

/* A target ends by a signal when it finds something: the input's name is all that is left to say. */
static const char *running;

static void say_which(int signal_number)
{
    static const char words[] = "FAILED with the input ";
    if (write(STDERR_FILENO, words, sizeof words - 1) > 0 && write(STDERR_FILENO, running, strlen(running)) > 0 &&
        write(STDERR_FILENO, "\n", 1) > 0)
        (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

static const char *target_name(void *ctx, const char *program)
{
    const char *name = strrchr(program, '/');
    name = name ? name + 1 : program;
    const char *end = strstr(name, "_replay");
    return end ? talloc_strndup(ctx, name, (size_t)(end - name)) : name;
}

static int replay(void *ctx, const char *name, const glob_t *inputs)
{
    for (size_t i = 0; i < inputs->gl_pathc; i++) {
        void *scratch = talloc_new(ctx);
        char *bytes;
        size_t size;
        running = inputs->gl_pathv[i];
        if (file_read(scratch, running, SIZE_MAX, &bytes, &size)) {
            fprintf(stderr, "%s cannot be read\n", running);
            return 1;
        }
        LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
        talloc_free(scratch);
    }
    printf("%s: %zu inputs, %zu passed, 0 failed\n", name, inputs->gl_pathc, inputs->gl_pathc);
    return 0;
}

int main(int count, char **words)
{
    void *ctx = talloc_new(NULL);
    const char *name = target_name(ctx, count > 0 ? words[0] : "");
    glob_t inputs;
    const int ending[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        (void)signal(ending[i], say_which);
    if (glob(talloc_asprintf(ctx, "tests/*/corpus/%s/*", name), 0, NULL, &inputs) != 0) {
        fprintf(stderr, "no inputs in tests/*/corpus/%s/\n", name);
        return 1;
    }
    int status = replay(ctx, name, &inputs);
    globfree(&inputs);
    talloc_free(ctx);
    return status;
}
