/* Lists: the one function behind the macros. */
#include "base/list.h"

#include <stdint.h>
#include <talloc.h>

int list_grow(const void *ctx, void **at, size_t *room, size_t size)
{
    size_t wanted = *room ? *room * 2 : 8;
    if (wanted > SIZE_MAX / size || wanted * size > UINT32_MAX / 4)
        return 0;
    void *grown = *at ? talloc_realloc_size(ctx, *at, wanted * size) : talloc_size(ctx, wanted * size);
    if (!grown)
        return 0;
    *at = grown;
    *room = wanted;
    return 1;
}
