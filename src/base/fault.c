/* Faults: keeping a bounded list of them, and saying one in words. */
#include "base/fault.h"

#include "base/buffer.h"
#include "base/list.h"

#include <talloc.h>
#include <unictype.h>
#include <unistr.h>

/* A copy of the text on ctx; "nothing" for none. */
static const char *copy(const void *ctx, const char *text)
{
    return talloc_strdup(ctx, text ? text : "nothing");
}

struct fault_list fault_list_on(const void *ctx)
{
    return (struct fault_list){.ctx = ctx};
}

struct error *fault_add(struct fault_list *faults, struct fault fault)
{
    if (faults->count >= FAULTS_MOST) {
        faults->more++;
        return NULL;
    }
    fault.found = copy(faults->ctx, fault.found);
    TRY_MEMORY(fault.found);
    fault.expected = copy(faults->ctx, fault.expected);
    TRY_MEMORY(fault.expected);
    if (fault.field) {
        fault.field = talloc_strdup(faults->ctx, fault.field);
        TRY_MEMORY(fault.field);
    }
    return LIST_ADD(faults->ctx, faults, fault);
}

/* Writes the character at bytes as a person can see it, and gives its length in bytes. */
static size_t quote_character(struct buffer *out, const char *bytes, size_t left)
{
    ucs4_t character;
    int length = u8_mbtoucr(&character, (const uint8_t *)bytes, left);
    if (length <= 0) {
        buffer_format(out, "\\x{%02X}", (unsigned)(unsigned char)*bytes);
        return 1;
    }
    if (character == '\n')
        buffer_text(out, "\\n");
    else if (character == '\r')
        buffer_text(out, "\\r");
    else if (character == '\t')
        buffer_text(out, "\\t");
    else if (character == '"')
        buffer_text(out, "\\\"");
    else if (uc_is_general_category_withtable(character,
                                              UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp))
        buffer_format(out, "\\u{%04X}", (unsigned)character);
    else
        buffer_add(out, bytes, (size_t)length);
    return (size_t)length;
}

char *fault_quote(const void *ctx, const char *bytes, size_t count)
{
    if (count == 0)
        return talloc_strdup(ctx, "nothing");
    struct buffer out = buffer_on((void *)ctx);
    buffer_char(&out, '"');
    for (size_t at = 0, shown = 0; at < count; shown++) {
        if (shown == FAULT_QUOTE_MOST) {
            buffer_text(&out, "…");
            break;
        }
        at += quote_character(&out, bytes + at, count - at);
    }
    buffer_char(&out, '"');
    return out.failed ? NULL : out.data;
}

char *fault_text(const void *ctx, const struct fault *fault)
{
    if (!fault->file)
        return talloc_asprintf(ctx, "found %s, expected %s", fault->found, fault->expected);
    return talloc_asprintf(ctx, "%s:%zu:%zu: found %s, expected %s", fault->file, fault->line, fault->column,
                           fault->found, fault->expected);
}
