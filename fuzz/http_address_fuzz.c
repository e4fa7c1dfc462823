/* Fuzzes the reading of addresses: whatever the bytes, an address is refused or is clean, and its pieces survive being
 * encoded and read again. */
#include "fuzz.h"

#include "base/text.h"
#include "http/address.h"

#include <talloc.h>

static void check_segment(void *ctx, const char *segment)
{
    MUST(text_is_utf8(segment, strlen(segment)));
    MUST(strcmp(segment, ".") != 0 && strcmp(segment, "..") != 0);
    for (const char *at = segment; *at; at++)
        MUST((unsigned char)*at >= 0x20 && *at != 0x7f);
    const char *encoded = address_encode(ctx, segment), *decoded = NULL;
    MUST(encoded && !address_decode(ctx, encoded, strlen(encoded), false, &decoded));
    MUST(strcmp(decoded, segment) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    void *ctx = talloc_new(NULL);
    char *target = talloc_strndup(ctx, (const char *)bytes, count);
    struct address address;
    MUST(target);
    if (!address_read(ctx, target, &address)) {
        MUST(strlen(target) <= ADDRESS_MOST && *address.path == '/');
        MUST(address.segments.count <= ADDRESS_SEGMENTS_MOST && address.values.count <= ADDRESS_VALUES_MOST);
        for (size_t i = 0; i < address.segments.count; i++)
            check_segment(ctx, address.segments.at[i]);
        for (size_t i = 0; i < address.values.count; i++) {
            const struct named_value *value = &address.values.at[i];
            MUST(text_is_utf8(value->name, strlen(value->name)) && text_is_utf8(value->value, strlen(value->value)));
            const char *encoded = address_encode(ctx, value->value), *decoded = NULL;
            MUST(encoded && !address_decode(ctx, encoded, strlen(encoded), true, &decoded));
            MUST(strcmp(decoded, value->value) == 0);
        }
    }
    talloc_free(ctx);
    return 0;
}
