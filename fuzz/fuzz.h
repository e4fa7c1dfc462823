/* What every fuzz target shares: libFuzzer calls LLVMFuzzerTestOneInput with bytes in memory of exactly that size,
 * so that the address sanitizer sees a read past the end. MUST stops the run when a property that always holds does
 * not. */
#ifndef GOLDTHREAD_FUZZ_FUZZ_H
#define GOLDTHREAD_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#define MUST(property)                                                                                                 \
    do {                                                                                                               \
        if (!(property)) {                                                                                             \
            fprintf(stderr, "%s:%d: this must hold: %s\n", __FILE__, __LINE__, #property);                             \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
