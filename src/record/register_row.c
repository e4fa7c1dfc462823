/* The texts the engine derives from a record's values, to order and to search by. */
#include "record/register_shape.h"

#include "base/buffer.h"
#include "base/date.h"
#include "base/text.h"
#include "record/schema_tables.h"

#include <talloc.h>

/* Longer sort texts differ only where nobody looks, and an index entry must stay small. */
#define SORT_TEXT_MOST 120
#define KEY_JOINT '\x1f'

/* The text of a buffer that was written on ctx; NULL when a write failed. */
static char *finished(struct buffer *buffer)
{
    if (buffer->failed)
        return NULL;
    return buffer->data ? buffer->data : talloc_strdup(buffer->ctx, "");
}

/* The last day, and after it a letter where it stands for a month or year: 2019-10-31, 2019-10-31m, 2019-11-01 ... */
static void when_order(const void *ctx, struct buffer *order, const char *text)
{
    struct period when;
    if (strlen(text) == 10 || !when_parse(text, &when)) {
        buffer_text(order, text);
        return;
    }
    char *last = date_iso(ctx, when.to);
    order->failed |= !last;
    buffer_text(order, last);
    buffer_char(order, text[4] ? 'm' : 'y');
    talloc_free(last);
}

char *row_natural_key(const void *ctx, const struct register_def *def, const char *const *key_parts)
{
    struct buffer key = buffer_on((void *)ctx);
    char name[REGISTER_NAME_MOST + 1];
    size_t i = 0;
    for (const char *rest = def->key; register_name_next(&rest, name); i++) {
        const char *text = key_parts[i] ? key_parts[i] : "";
        if (i)
            buffer_char(&key, KEY_JOINT);
        enum field_kind kind = def->fields[register_field_index(def, name)].kind;
        if (kind == FIELD_DATE || kind == FIELD_WHEN) { /* a third as long as a natural key: it stands in many indexes */
            when_order(ctx, &key, text);
            continue;
        }
        char *part = text_natural_key(ctx, text);
        if (!part)
            return NULL;
        buffer_text(&key, part);
        talloc_free(part);
    }
    return finished(&key);
}

/* A number as text whose byte order is its order: sign, how many digits before the point, the digits. A negative one has
 * each digit taken from nine and ends in ~, so that more digits come first. */
static void number_order(struct buffer *order, const char *number)
{
    bool negative = *number == '-' && number[strspn(number, "-0.")] != '\0';
    const char *digits = number + strspn(number, "-");
    size_t whole = strspn(digits, "0123456789");
    size_t used = strlen(digits);
    if (digits[whole] == '.')
        while (used > whole && (digits[used - 1] == '0' || digits[used - 1] == '.'))
            used--;
    buffer_char(order, negative ? 'n' : 'p');
    size_t length = negative ? 99 - whole : whole;
    buffer_format(order, "%02zu", length);
    for (size_t i = 0; i < used; i++)
        if (digits[i] >= '0' && digits[i] <= '9')
            buffer_char(order, negative ? (char)('9' - (digits[i] - '0')) : digits[i]);
    if (negative)
        buffer_char(order, '~');
}

static void choice_order(struct buffer *order, const struct field_def *field, const char *code)
{
    int place = 0;
    while (field->choices[place].code && strcmp(field->choices[place].code, code) != 0)
        place++;
    buffer_format(order, "%04d", place);
}

static void words_order(const void *ctx, struct buffer *order, const char *text)
{
    char *key = text_natural_key(ctx, text);
    if (!key) {
        order->failed = true;
        return;
    }
    size_t length = strlen(key);
    if (length > SORT_TEXT_MOST)
        for (length = SORT_TEXT_MOST; ((unsigned char)key[length] & 0xC0) == 0x80;)
            length--;
    buffer_add(order, key, length);
    talloc_free(key);
}

char *row_sort_text(const void *ctx, const struct field_def *field, const char *text)
{
    struct buffer order = buffer_on((void *)ctx);
    if (!text)
        return talloc_strdup(ctx, "2");
    buffer_char(&order, '1');
    switch (field->kind) {
    case FIELD_INTEGER:
    case FIELD_SCALE:
    case FIELD_DECIMAL:
        number_order(&order, text);
        break;
    case FIELD_CHOICE:
        choice_order(&order, field, text);
        break;
    case FIELD_WHEN:
        when_order(ctx, &order, text);
        break;
    case FIELD_DATE:
    case FIELD_FLAG:
        buffer_text(&order, text);
        break;
    default:
        words_order(ctx, &order, text);
    }
    return finished(&order);
}

char *row_folded(const void *ctx, const struct register_def *def, const char *const *texts)
{
    struct buffer folded = buffer_on((void *)ctx);
    for (size_t i = 0; def->fields[i].name; i++) {
        const struct field_def *field = &def->fields[i];
        bool words = field->kind == FIELD_TEXT || field->kind == FIELD_LONG_TEXT || field->kind == FIELD_URL ||
                     field->kind == FIELD_CHOICE;
        if (!words || !texts[i])
            continue;
        char *text = text_fold(ctx, field->kind == FIELD_CHOICE ? field_choice_words(field, texts[i]) : texts[i]);
        if (!text)
            return NULL;
        if (folded.used && *text)
            buffer_char(&folded, ' ');
        buffer_text(&folded, text);
        talloc_free(text);
    }
    return finished(&folded);
}
