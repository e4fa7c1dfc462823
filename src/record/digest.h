/* The digests of the hash chain, exactly as docs/hash-chain.md describes them: BLAKE2b-256 over parts, each preceded by
 * its length. Inside record/ only; pure: randomness is passed in. */
#ifndef GOLDTHREAD_RECORD_DIGEST_H
#define GOLDTHREAD_RECORD_DIGEST_H

#include "base/buffer.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>

#define DIGEST_BYTES 32
#define SALT_BYTES 32   /* of one value */
#define SECRET_BYTES 32 /* of one version: its salts are made from it */

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

/* The salt of one field of a version. */
void digest_salt(const unsigned char secret[SECRET_BYTES], const char *name, unsigned char out[SALT_BYTES]);

/* The digest of one value of one version. */
void digest_field(const unsigned char salt[SALT_BYTES], const char *name, const char *value,
                  unsigned char out[DIGEST_BYTES]);

/* What a version's digest covers besides its values. Instants and days as text, as in the database. */
struct version_facts {
    const char *name; /* the register's */
    int64_t record, partnership, visible, withdrawn;
    const char *known_from, *recorded_at;
};

/* Begins a version; then digest_version_add for each field that has or had a value, in the byte order of their names;
 * then digest_end. */
void digest_version_begin(struct digest *version, const struct version_facts *facts);
void digest_version_add(struct digest *version, const char *name, const unsigned char digest[DIGEST_BYTES]);

/* An entry over its versions' digests, in the order of the registers' names, then of the records' numbers; then
 * digest_end. */
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

/* --- what is left of a version's secret once something was erased ------------------------------------------------- */

/* One field that has or had a value: its salt, or, once erased, its digest. */
struct remnant {
    const char *name; /* length bytes, no NUL */
    size_t length;
    bool erased;
    const unsigned char *bytes; /* SALT_BYTES or DIGEST_BYTES, both 32 */
};

/* Appends one to the column `salts`: a byte with the name's length, the name, s or d, the 32 bytes. */
void remnant_add(struct buffer *salts, const struct remnant *remnant);

/* Takes the next one off such a column: 1; 0 at its end; -1 when what remains is no such list. */
struct remnants {
    const unsigned char *at;
    size_t left;
};
int remnant_next(struct remnants *remnants, struct remnant *remnant);

#endif
