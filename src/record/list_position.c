/* Positions in lists: check, sort text, key and how many were passed, in base64. */
#include "record/list_position.h"

#include "base/buffer.h"
#include "base/text.h"

#include <sodium.h>
#include <talloc.h>

#define CHECK_BYTES 8
#define TEXT_MOST 4096
#define JOINT '\x1e'
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

/* A short digest over the order and the contents, so that a position of one list is not taken for another's. */
static void position_check(const char *order, const char *content, size_t count, unsigned char check[CHECK_BYTES])
{
    unsigned char digest[crypto_generichash_BYTES_MIN];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof digest);
    crypto_generichash_update(&state, (const unsigned char *)order, strlen(order) + 1);
    crypto_generichash_update(&state, (const unsigned char *)content, count);
    crypto_generichash_final(&state, digest, sizeof digest);
    memcpy(check, digest, CHECK_BYTES);
}

char *list_position_write(const void *ctx, const char *order, const struct list_position *position)
{
    char *content = talloc_asprintf(ctx, "%s%c%s%c%lld", position->sort, JOINT, position->natural_key, JOINT,
                                    (long long)position->passed);
    if (!content)
        return NULL;
    size_t count = strlen(content), room = sodium_base64_ENCODED_LEN(CHECK_BYTES + count, VARIANT);
    unsigned char *bytes = talloc_size(content, CHECK_BYTES + count);
    char *text = talloc_size(ctx, room);
    if (!bytes || !text)
        return NULL;
    position_check(order, content, count, bytes);
    memcpy(bytes + CHECK_BYTES, content, count);
    sodium_bin2base64(text, room, bytes, CHECK_BYTES + count, VARIANT);
    talloc_free(content);
    return text;
}

struct error *list_position_read(const void *ctx, const char *order, const char *text, struct list_position *position,
                                 bool *ours)
{
    size_t length = strlen(text), count = 0;
    *ours = false;
    if (length > TEXT_MOST)
        return NULL;
    unsigned char *bytes = talloc_size(ctx, length + 1);
    TRY_MEMORY(bytes);
    if (sodium_base642bin(bytes, length, text, length, NULL, &count, NULL, VARIANT) != 0 || count < CHECK_BYTES)
        return NULL;
    unsigned char check[CHECK_BYTES];
    char *content = (char *)bytes + CHECK_BYTES;
    position_check(order, content, count - CHECK_BYTES, check);
    if (sodium_memcmp(check, bytes, CHECK_BYTES) != 0 || !text_is_utf8(content, count - CHECK_BYTES))
        return NULL;
    bytes[count] = '\0';

    struct text_list parts = {0};
    TRY(text_split(ctx, content, JOINT, &parts));
    if (parts.count != 3 || !text_to_integer(parts.at[2], &position->passed) || position->passed < 1 ||
        position->passed > LIST_PASSED_MOST)
        return NULL;
    position->sort = parts.at[0];
    position->natural_key = parts.at[1];
    *ours = true;
    return NULL;
}
