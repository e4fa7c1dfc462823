/* Makes memory run out where a test wants it. */
#ifndef GOLDTHREAD_TESTS_NARROW_H
#define GOLDTHREAD_TESTS_NARROW_H

#include <stddef.h>

/* A context on ctx in which at most `most` bytes can be allocated, talloc's own headers counted. */
void *narrow_context(const void *ctx, size_t most);

#endif
