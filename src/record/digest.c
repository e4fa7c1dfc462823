/* The digests of the hash chain: what is hashed, in which order. docs/hash-chain.md says the same in words; change neither
 * without the other, and never what an existing domain covers. */
#include "record/digest.h"

#include <inttypes.h>

_Static_assert(DIGEST_BYTES == crypto_generichash_BYTES, "BLAKE2b-256");

void digest_bytes(struct digest *digest, const void *bytes, size_t count)
{
    unsigned char length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (unsigned char)((uint64_t)count >> (8 * i));
    (void)crypto_generichash_update(&digest->state, length, sizeof length);
    if (count > 0)
        (void)crypto_generichash_update(&digest->state, bytes, count);
}

void digest_text(struct digest *digest, const char *text)
{
    digest_bytes(digest, text, strlen(text));
}

void digest_integer(struct digest *digest, int64_t value)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRId64, value);
    digest_bytes(digest, digits, (size_t)length);
}

void digest_begin(struct digest *digest, const char *domain)
{
    (void)crypto_generichash_init(&digest->state, NULL, 0, DIGEST_BYTES);
    digest_text(digest, domain);
}

void digest_end(struct digest *digest, unsigned char out[DIGEST_BYTES])
{
    (void)crypto_generichash_final(&digest->state, out, DIGEST_BYTES);
}

void digest_field(const unsigned char salt[SALT_BYTES], const char *name, const char *value,
                  unsigned char out[DIGEST_BYTES])
{
    struct digest digest;
    digest_begin(&digest, "goldthread field 1");
    digest_bytes(&digest, salt, SALT_BYTES);
    digest_text(&digest, name);
    digest_text(&digest, value);
    digest_end(&digest, out);
}

void digest_version(const struct version_facts *facts, const void *digests, size_t count,
                    unsigned char out[DIGEST_BYTES])
{
    struct digest digest;
    digest_begin(&digest, "goldthread version 1");
    digest_text(&digest, facts->name);
    digest_integer(&digest, facts->record);
    digest_integer(&digest, facts->partnership);
    digest_integer(&digest, facts->visible);
    digest_integer(&digest, facts->withdrawn);
    digest_text(&digest, facts->known_from);
    digest_text(&digest, facts->recorded_at);
    digest_bytes(&digest, digests, count);
    digest_end(&digest, out);
}

void digest_content_begin(struct digest *content)
{
    digest_begin(content, "goldthread content 1");
}

void digest_content_add(struct digest *content, const unsigned char version[DIGEST_BYTES])
{
    digest_bytes(content, version, DIGEST_BYTES);
}

void digest_entry(const struct entry_facts *facts, unsigned char out[DIGEST_BYTES])
{
    struct digest digest;
    digest_begin(&digest, "goldthread entry 1");
    digest_integer(&digest, facts->partnership);
    digest_integer(&digest, facts->number);
    digest_text(&digest, facts->recorded_at);
    digest_text(&digest, facts->actor);
    digest_text(&digest, facts->kind);
    digest_text(&digest, facts->summary);
    digest_integer(&digest, facts->versions);
    digest_bytes(&digest, facts->content, DIGEST_BYTES);
    digest_bytes(&digest, facts->previous, facts->previous ? DIGEST_BYTES : 0);
    digest_end(&digest, out);
}

void digest_list_add(struct buffer *digests, const char *name, const unsigned char digest[DIGEST_BYTES])
{
    size_t length = strlen(name); /* register_check allows no name of more than 30 characters */
    buffer_char(digests, (char)(unsigned char)length);
    buffer_add(digests, name, length);
    buffer_add(digests, (const char *)digest, DIGEST_BYTES);
}

int digest_list_next(struct digest_list *list, const char **name, size_t *length, const unsigned char **digest)
{
    if (list->left == 0)
        return 0;
    *length = list->at[0];
    if (*length == 0 || list->left < 1 + *length + DIGEST_BYTES)
        return -1;
    *name = (const char *)list->at + 1;
    *digest = list->at + 1 + *length;
    list->at += 1 + *length + DIGEST_BYTES;
    list->left -= 1 + *length + DIGEST_BYTES;
    return 1;
}
