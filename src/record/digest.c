/* The digests of the hash chain: what is hashed, in which order. docs/hash-chain.md says the same in words; change
 * neither without the other, and never what an existing domain covers. */
#include "record/digest.h"

#include <inttypes.h>

_Static_assert(DIGEST_BYTES == crypto_generichash_BYTES, "BLAKE2b-256");
_Static_assert(SALT_BYTES == DIGEST_BYTES, "a salt is a digest, and a remnant is either");

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

void digest_salt(const unsigned char secret[SECRET_BYTES], const char *name, unsigned char out[SALT_BYTES])
{
    struct digest digest;
    digest_begin(&digest, "goldthread salt 1");
    digest_bytes(&digest, secret, SECRET_BYTES);
    digest_text(&digest, name);
    digest_end(&digest, out);
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

void digest_version_begin(struct digest *version, const struct version_facts *facts)
{
    digest_begin(version, "goldthread version 1");
    digest_text(version, facts->name);
    digest_integer(version, facts->record);
    digest_integer(version, facts->partnership);
    digest_integer(version, facts->visible);
    digest_integer(version, facts->withdrawn);
    digest_text(version, facts->known_from);
    digest_text(version, facts->recorded_at);
}

void digest_version_add(struct digest *version, const char *name, const unsigned char digest[DIGEST_BYTES])
{
    digest_text(version, name);
    digest_bytes(version, digest, DIGEST_BYTES);
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

void remnant_add(struct buffer *salts, const struct remnant *remnant)
{
    buffer_char(salts, (char)(unsigned char)remnant->length); /* register_check allows no name of more than 30 bytes */
    buffer_add(salts, remnant->name, remnant->length);
    buffer_char(salts, remnant->erased ? 'd' : 's');
    buffer_add(salts, (const char *)remnant->bytes, SALT_BYTES);
}

int remnant_next(struct remnants *remnants, struct remnant *remnant)
{
    if (remnants->left == 0)
        return 0;
    const unsigned char *at = remnants->at;
    size_t length = at[0], all = 1 + length + 1 + SALT_BYTES;
    if (length == 0 || remnants->left < all || (at[1 + length] != 's' && at[1 + length] != 'd'))
        return -1;
    *remnant = (struct remnant){(const char *)at + 1, length, at[1 + length] == 'd', at + 2 + length};
    remnants->at += all;
    remnants->left -= all;
    return 1;
}
