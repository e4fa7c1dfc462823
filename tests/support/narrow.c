/* Makes memory run out where a test wants it. */
#include "narrow.h"

#include <stdlib.h>
#include <talloc.h>

/* talloc advises programs against limits, since few survive them. To find out is what the tests are for. */
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

void *narrow_context(const void *ctx, size_t most)
{
    void *narrow = talloc_new(ctx);
    if (!narrow || talloc_set_memlimit(narrow, most) != 0)
        abort();
    return narrow;
}
