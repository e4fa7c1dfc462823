/* Put before the C library with LD_PRELOAD, makes allocations of a whole program fail. From the environment:
 *   FAIL_AT=N      the Nth allocation fails
 *   FAIL_FROM=N    that one and all after it
 *   FAIL_EVERY=N   from SIGUSR1 to the next SIGUSR1, every Nth
 *   COUNT_IN=FILE  how many there were, written when the program ends */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_long allocations, since_signal;
static long fail_at, fail_from, fail_every;
static atomic_bool failing;

static long number_in(const char *name)
{
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 10) : 0;
}

static void turn(int signal)
{
    (void)signal;
    atomic_store(&failing, !atomic_load(&failing));
}

__attribute__((constructor)) static void begin(void)
{
    fail_at = number_in("FAIL_AT");
    fail_from = number_in("FAIL_FROM");
    fail_every = number_in("FAIL_EVERY");
    if (fail_every)
        signal(SIGUSR1, turn);
}

__attribute__((destructor)) static void finish(void)
{
    const char *path = getenv("COUNT_IN");
    char text[32];
    int file = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    int length = snprintf(text, sizeof text, "%ld\n", atomic_load(&allocations));
    if (file >= 0 && write(file, text, (size_t)length) != length)
        _exit(99);
}

static bool fails(void)
{
    long number = atomic_fetch_add(&allocations, 1) + 1;
    bool fail = number == fail_at || (fail_from && number >= fail_from);
    if (atomic_load_explicit(&failing, memory_order_relaxed))
        fail = (atomic_fetch_add(&since_signal, 1) + 1) % fail_every == 0;
    if (fail)
        errno = ENOMEM;
    return fail;
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
