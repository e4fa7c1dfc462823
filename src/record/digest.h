/* The digests of the hash chain, exactly as docs/hash-chain.md describes them: BLAKE2b-256 over parts, each preceded by its
 * length. Inside record/ only; pure but for the salt, which is passed in. */
#ifndef GOLDTHREAD_RECORD_DIGEST_H
#define GOLDTHREAD_RECORD_DIGEST_H

#include "base/buffer.h"

#include <sodium.h>
#include <stdint.h>

#define DIGEST_BYTES 32
#define SALT_BYTES 16

/* A digest being made. */
struct digest {
    crypto_generichash_state state;
};

/* The first part is the domain, "goldthread field 1", so that no digest can be taken for one of another kind. */
void digest_begin(struct digest *digest, const char *domain);
void digest_bytes(struct digest *digest, const void *bytes, size_t count);
void digest_text(struct digest *digest, const char *text);
void digest_integer(struct digest *digest, int64_t value); /* its decimal digits */
void digest_end(struct digest *digest, unsigned char out[DIGEST_BYTES]);

/* The digest of one value of one version. */
void digest_field(const unsigned char salt[SALT_BYTES], const char *name, const char *value,
                  unsigned char out[DIGEST_BYTES]);

/* What a version's digest covers besides its values. Instants and days as text, as in the database. */
struct version_facts {
    const char *name; /* the register's */
    int64_t record, partnership, visible, withdrawn;
    const char *known_from, *recorded_at;
};

/* `digests` is the column of that name: see digest_list_add. */
void digest_version(const struct version_facts *facts, const void *digests, size_t count,
                    unsigned char out[DIGEST_BYTES]);

/* An entry over its versions' digests, in the order of the registers' names, then of the records' numbers. */
void digest_content_begin(struct digest *content);
void digest_content_add(struct digest *content, const unsigned char version[DIGEST_BYTES]);

struct entry_facts {
    int64_t partnership, number;
    const char *recorded_at, *actor, *kind, *summary;
    int64_t versions;
    const unsigned char *content;  /* DIGEST_BYTES */
    const unsigned char *previous; /* DIGEST_BYTES; NULL for number 1 */
};
void digest_entry(const struct entry_facts *facts, unsigned char out[DIGEST_BYTES]);

/* Appends a field's name and digest as the column `digests` holds them. */
void digest_list_add(struct buffer *digests, const char *name, const unsigned char digest[DIGEST_BYTES]);

/* Takes the next field off such a column: 1 with its name (length bytes, no NUL) and digest; 0 at its end; -1 when what
 * remains is no such list. */
struct digest_list {
    const unsigned char *at;
    size_t left;
};
int digest_list_next(struct digest_list *list, const char **name, size_t *length, const unsigned char **digest);

#endif
