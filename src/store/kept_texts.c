/* A hash table that only grows, up to its limit: what is kept may be pointed to for as long as the connection lives. */
#include "store/kept_texts.h"

#include "base/text.h"

#include <string.h>
#include <talloc.h>

/* The slot of that key, or the empty one where it would be. */
static struct kept_text *slot_of(const struct kept_texts *texts, const char *key, uint64_t hash)
{
    size_t i = hash % KEPT_TEXT_SLOTS;
    while (texts->slots[i].text && (texts->slots[i].hash != hash || strcmp(texts->slots[i].key, key) != 0))
        i = (i + 1) % KEPT_TEXT_SLOTS;
    return &texts->slots[i];
}

const char *kept_texts_find(const struct kept_texts *texts, const char *key)
{
    return texts->slots ? slot_of(texts, key, text_hash(key, strlen(key)))->text : NULL;
}

const char *kept_texts_add(void *ctx, struct kept_texts *texts, const char *key, const char *text)
{
    if (!texts->slots)
        texts->slots = talloc_zero_array(ctx, struct kept_text, KEPT_TEXT_SLOTS);
    if (!texts->slots || texts->count == KEPT_TEXTS_MOST)
        return text;
    struct kept_text made = {text_hash(key, strlen(key)), talloc_strdup(ctx, key), talloc_strdup(ctx, text)};
    if (!made.key || !made.text)
        return text;
    *slot_of(texts, key, made.hash) = made;
    texts->count++;
    return made.text;
}
