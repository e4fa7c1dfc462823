/* Memory runs out, allocation by allocation, under importing, exporting, verifying and erasing: each time there is an
 * error and nothing half done. malloc itself fails here, so the database's and the libraries' allocations fail too;
 * that cannot be under the address sanitizer, which has a malloc of its own: there tests/record/change_test.c does it
 * with talloc's. */
#include "../support/engines.h"
#include "../support/sample_registers.h"
#include "../support/trial.h"

#include <errno.h>
#include <talloc.h>

static void *ctx;
static struct trial *trial;

/* --- a malloc that fails when it is told to ----------------------------------------------------------------------- */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OWN_MALLOC 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OWN_MALLOC 0
#endif
#endif
#ifndef OWN_MALLOC
#define OWN_MALLOC 1
#endif

static bool counting;
static long allocations, failing = -1; /* that one fails; -1: none */

#if OWN_MALLOC
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static bool fails(void)
{
    if (!counting || allocations++ != failing)
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}
#endif

/* --- what is done ------------------------------------------------------------------------------------------------- */

static struct error *import(void *on)
{
    struct fault_list faults = fault_list_on(on);
    return transfer_import(on, &trial->writer, &trial->circumstances, TRIAL_PARTNERSHIP, trial->folder, DATE_NONE, NULL,
                           NULL, &faults, &trial->counts);
}

static struct error *export(void *on)
{
    size_t files, records;
    const char *folder = talloc_asprintf(on, "%s/out", trial->folder);
    TRY_MEMORY(folder);
    return transfer_export(on, &trial->writer, TRIAL_PARTNERSHIP, folder, false, &files, &records);
}

static struct error *verify(void *on)
{
    struct chain_report report;
    TRY(chain_verify(on, &trial->writer, TRIAL_PARTNERSHIP, NULL, &report));
    return report.faults.count > 0 ? ERROR_NEW(on, ERROR_CONFLICT, "It does not hold.") : NULL;
}

static struct error *erase_in(struct store_connection *connection, void *on)
{
    (void)connection;
    return record_erase(on, &trial->writer, &trial->circumstances, &sample_outcome, 1, "title", "a rule");
}

static struct error *erase(void *on)
{
    struct store_scope scope = actor_scope(&trial->writer.actor);
    return store_write(trial->connection, &scope, erase_in, on);
}

static const struct {
    const char *name;
    struct error *(*run)(void *on);
} deeds[] = {{"import", import}, {"export", export}, {"verify", verify}, {"erase", erase}};

/* --- doing it ----------------------------------------------------------------------------------------------------- */

static void start(void)
{
    trial = trial_start(ctx, STORE_SQLITE);
    trial_file(trial, "agency.csv", "ref,title\nnhs,The health service\npolice,The police\n");
    trial_file(trial, "outcome.csv", "ref,title,leads,level\n4.1,Seen,nhs;police,3\n4.2,Heard,police,\n");
    ck_assert_str_eq(trial_import(trial, TRIAL_PARTNERSHIP), "");
    trial_file(trial, "outcome.csv", "ref,title,leads,level\n4.1,Seen in time,police,3\n4.3,Safe,nhs,1\n");
    trial_file(trial, "rating.csv", "outcome,rated_on,colour,sentence\n4.3,2026-01-01,red,\"Two\nlines\"\n");
}

static int64_t fingerprint(void)
{
    return trial_count(trial,
                       "SELECT 1000000 * (SELECT count(*) FROM entry) + 10000 * (SELECT count(*) FROM outcome_version) "
                       "+ 1000 * (SELECT count(*) FROM outcome WHERE title = 'Seen in time') "
                       "+ 100 * (SELECT count(*) FROM outcome_version WHERE erased IS NOT NULL) "
                       "+ 10 * (SELECT count(*) FROM outcome_leads) + (SELECT count(*) FROM rating)");
}

/* As a program that has just started: a connection on which nothing is prepared and no SQL kept makes every allocation again. */
static void connect_anew(void)
{
    struct store *store = store_of(trial->connection);
    talloc_free(trial->connection);
    ck_assert_fine(store_connect(trial, store, &trial->connection));
    trial->writer.connection = trial->connection;
}

/* Does it with allocation number `at` failing; *seen: how many there were. */
static struct error *attempt(int deed, long at, void *on, long *seen)
{
    connect_anew();
    failing = at;
    allocations = 0;
    counting = true;
    struct error *error = deeds[deed].run(on);
    counting = false;
    *seen = allocations;
    return error;
}

START_TEST(memory_may_run_out_anywhere)
{
    long all, seen, refused = 0;
    ctx = talloc_new(NULL);
    start();
    ck_assert_fine(attempt(_i, -1, ctx, &all));
    long step = all / 500 + 1;
    start();
    int64_t before = fingerprint();
    for (long at = 0; at < all; at += step) {
        void *on = talloc_new(ctx);
        struct error *error = attempt(_i, at, on, &seen);
        if (error) {
            refused++;
            ck_assert_msg(error->kind != ERROR_CONFLICT && error->kind != ERROR_INTERNAL, "%s at %ld: %s (%s)",
                          deeds[_i].name, at, error->message, error->detail ? error->detail : "");
            ck_assert_int_eq(fingerprint(), before);
        } else if (fingerprint() != before) {
            /* The failure was got over, as SQLite does with some: then all of it is done. */
            ck_assert_str_eq(trial_verify(trial, TRIAL_PARTNERSHIP), "");
            start();
        }
        talloc_free(on);
    }
    ck_assert_int_gt(refused, 50);
    ck_assert_str_eq(trial_verify(trial, TRIAL_PARTNERSHIP), "");
    talloc_free(ctx);
}
END_TEST

int main(int count, char **arguments)
{
    (void)count;
    engines_begin(arguments);
    Suite *suite = suite_create("memory");
    TCase *tcase = tcase_create("an allocation fails");
    tcase_set_timeout(tcase, 240);
    if (OWN_MALLOC)
        tcase_add_loop_test(tcase, memory_may_run_out_anywhere, 0, (int)(sizeof deeds / sizeof *deeds));
    else
        puts("memory_test: not under a sanitizer, which has a malloc of its own");
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
