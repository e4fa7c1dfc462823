/* Any bytes as text: folding twice is folding once, numbers agree with the C library, joining undoes splitting, and
 * what is quoted, or written as JSON, is text. */
#include "fuzz.h"

#include "base/fault.h"
#include "base/text.h"
#include "exchange/json.h"

#include <jansson.h>
#include <math.h>
#include <talloc.h>

static bool is_text(const char *s)
{
    return s && text_is_utf8(s, strlen(s));
}

static void check_numbers(void *ctx, const char *text)
{
    int64_t integer;
    double decimal;
    if (text_to_integer(text, &integer)) {
        MUST(strcmp(talloc_asprintf(ctx, "%lld", (long long)integer), text) == 0);
        MUST(strlen(text) > TEXT_DECIMAL_MOST || text_to_decimal(text, &decimal));
    }
    if (text_to_decimal(text, &decimal))
        MUST(isfinite(decimal) && decimal == strtod(text, NULL));
}

static void check_forms(void *ctx, const char *text)
{
    const char *folded = text_fold(ctx, text), *slug = text_slug(ctx, text), *trimmed = text_trim(ctx, text);
    MUST(is_text(folded) && strcmp(text_fold(ctx, folded), folded) == 0);
    MUST(!strstr(folded, "  ") && *folded != ' ');
    MUST(strlen(slug) <= TEXT_SLUG_MOST && slug[strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0');
    MUST(is_text(text_natural_key(ctx, text)));
    MUST(strcmp(text_trim(ctx, trimmed), trimmed) == 0);
    MUST(text_length(text_shorten(ctx, text, 5)) <= 5);
}

static void check_parts(void *ctx, const char *text)
{
    struct text_list parts = {0};
    MUST(!text_split(ctx, text, ';', &parts));
    MUST(strcmp(text_join(ctx, &parts, ";"), text) == 0);
}

/* jansson, which is strict, reads what was written; and the same, if it was text. */
static void check_json(void *ctx, const char *text)
{
    struct buffer out = buffer_on(ctx);
    struct json_writer json = json_writer_on(&out);
    json_write_text(&json, text);
    MUST(!json_write_finish(&json));
    json_t *read = json_loads(buffer_cstr(&out), JSON_DECODE_ANY, NULL);
    MUST(read);
    MUST(!is_text(text) || strcmp(json_string_value(read), text) == 0);
    json_decref(read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *ctx = talloc_new(NULL);
    const char *text = talloc_strndup(ctx, (const char *)data, size);
    const char *quoted = fault_quote(ctx, (const char *)data, size);
    MUST(is_text(quoted) && strlen(quoted) <= FAULT_QUOTE_MOST * 10 + 8);
    check_numbers(ctx, text);
    check_forms(ctx, text);
    check_parts(ctx, text);
    check_json(ctx, text);
    talloc_free(ctx);
    return 0;
}
