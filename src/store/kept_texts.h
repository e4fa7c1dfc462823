/* Texts by their keys, for as long as the connection that keeps them. Inside store/ only. */
#ifndef GOLDTHREAD_STORE_KEPT_TEXTS_H
#define GOLDTHREAD_STORE_KEPT_TEXTS_H

#include <stddef.h>
#include <stdint.h>

#define KEPT_TEXTS_MOST 1024
#define KEPT_TEXT_SLOTS 2048 /* more than KEPT_TEXTS_MOST: a search ends at an empty one */

struct kept_text {
    uint64_t hash;
    const char *key, *text; /* NULL: an empty slot */
};

/* Empty when zeroed. */
struct kept_texts {
    struct kept_text *slots; /* KEPT_TEXT_SLOTS of them; NULL until something is kept */
    size_t count;
};

/* NULL: nothing is kept under that key. */
const char *kept_texts_find(const struct kept_texts *texts, const char *key);

/* Copies a text, under a key that has none, onto ctx, which must outlive `texts`; returns the copy. When there are
 * KEPT_TEXTS_MOST already or memory is short nothing is kept, and `text` itself is returned. */
const char *kept_texts_add(void *ctx, struct kept_texts *texts, const char *key, const char *text);

#endif
