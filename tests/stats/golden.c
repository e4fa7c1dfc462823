/* golden CASES RESULTS: answers every case folder of CASES and writes RESULTS/CASE/expected.csv and summary.csv. */
#include "golden.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <talloc.h>

static struct error *answer_case(const void *ctx, const char *cases, const char *name, const char *results)
{
    struct golden_case golden;
    struct golden_answer answer;
    TRY(golden_read_case(ctx, cases, name, &golden));
    TRY(golden_answer(ctx, &golden, &answer));
    const char *folder = talloc_asprintf(ctx, "%s/%s", results, name);
    TRY_MEMORY(folder);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return ERROR_NEW(ctx, ERROR_IO, "%s cannot be made.", folder);
    const char *expected = talloc_asprintf(ctx, "%s/expected.csv", folder);
    const char *summary = talloc_asprintf(ctx, "%s/summary.csv", folder);
    TRY_MEMORY(expected && summary);
    TRY(file_write(ctx, expected, answer.expected, strlen(answer.expected)));
    return file_write(ctx, summary, answer.summary, strlen(answer.summary));
}

int main(int count, char **arguments)
{
    if (count != 3) {
        fputs("usage: golden CASES RESULTS\n", stderr);
        return 2;
    }
    DIR *cases = opendir(arguments[1]);
    if (!cases || (mkdir(arguments[2], 0777) != 0 && errno != EEXIST)) {
        fprintf(stderr, "golden: %s cannot be read or %s cannot be made\n", arguments[1], arguments[2]);
        return 2;
    }
    size_t answered = 0, refused = 0;
    for (struct dirent *entry; (entry = readdir(cases)) != NULL;) {
        void *ctx = talloc_new(NULL);
        struct stat status;
        const char *folder = talloc_asprintf(ctx, "%s/%s", arguments[1], entry->d_name);
        if (entry->d_name[0] != '.' && stat(folder, &status) == 0 && S_ISDIR(status.st_mode)) {
            struct error *error = answer_case(ctx, arguments[1], entry->d_name, arguments[2]);
            answered += error ? 0 : 1;
            refused += error ? 1 : 0;
            if (error)
                fprintf(stderr, "%s: %s\n", entry->d_name, error->message);
        }
        talloc_free(ctx);
    }
    closedir(cases);
    printf("%zu answered, %zu refused\n", answered, refused);
    return 0;
}
