/* Writing JSON into a buffer. */
#include "exchange/json.h"

#include "base/text.h"

#include <unistr.h>

struct json_writer json_writer_on(struct buffer *out)
{
    return (struct json_writer){.out = out};
}

static bool went_wrong(struct json_writer *json, bool is_wrong, const char *what)
{
    if (is_wrong && !json->wrong)
        json->wrong = what;
    return json->wrong != NULL;
}

/* Writes the comma before the next item where one is due. */
static void separate(struct json_writer *json)
{
    if (json->has_items[json->depth])
        buffer_char(json->out, ',');
    json->has_items[json->depth] = true;
}

/* Makes ready for a value; false when none may stand here. */
static bool before_value(struct json_writer *json)
{
    if (json->depth == 0 && went_wrong(json, json->has_items[0], "a second value after the first"))
        return false;
    if (went_wrong(json, json->is_object[json->depth] && !json->has_key, "a value without a key"))
        return false;
    if (!json->has_key)
        separate(json);
    json->has_key = false;
    return true;
}

static void begin(struct json_writer *json, bool is_object)
{
    if (went_wrong(json, json->depth == JSON_DEPTH_MOST, "too deep nesting") || !before_value(json))
        return;
    json->depth++;
    json->is_object[json->depth] = is_object;
    json->has_items[json->depth] = false;
    buffer_char(json->out, is_object ? '{' : '[');
}

static void end(struct json_writer *json, bool is_object)
{
    if (went_wrong(json, json->depth == 0 || json->is_object[json->depth] != is_object,
                   "an end without its beginning") ||
        went_wrong(json, json->has_key, "a key without a value"))
        return;
    json->depth--;
    buffer_char(json->out, is_object ? '}' : ']');
}

void json_write_object(struct json_writer *json)
{
    begin(json, true);
}

void json_write_object_end(struct json_writer *json)
{
    end(json, true);
}

void json_write_array(struct json_writer *json)
{
    begin(json, false);
}

void json_write_array_end(struct json_writer *json)
{
    end(json, false);
}

/* True for what must not stand in a JSON text as it is, and for U+007F, U+2028 and U+2029, which may but end a line or
 * vanish where people look at it. */
static bool is_escaped(ucs4_t character)
{
    return character < 0x20 || character == '"' || character == '\\' || character == 0x7F || character == 0x2028 ||
           character == 0x2029;
}

static void write_escaped(struct buffer *out, ucs4_t character)
{
    static const char letters[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\'};
    if (character < sizeof letters && letters[character] != '\0')
        buffer_format(out, "\\%c", letters[character]);
    else
        buffer_format(out, "\\u%04x", (unsigned)character);
}

static void write_text(struct buffer *out, const char *text)
{
    const char *plain = text; /* the beginning of what is not written yet */
    size_t left = strlen(text);
    buffer_char(out, '"');
    while (left > 0) {
        ucs4_t character;
        int bytes = u8_mbtoucr(&character, (const uint8_t *)text, left);
        size_t length = bytes > 0 ? (size_t)bytes : 1;
        if (bytes <= 0 || is_escaped(character)) {
            buffer_add(out, plain, (size_t)(text - plain));
            if (bytes <= 0)
                buffer_text(out, "\uFFFD");
            else
                write_escaped(out, character);
            plain = text + length;
        }
        text += length;
        left -= length;
    }
    buffer_text(out, plain);
    buffer_char(out, '"');
}

void json_write_key(struct json_writer *json, const char *key)
{
    if (went_wrong(json, !json->is_object[json->depth], "a key outside an object") ||
        went_wrong(json, json->has_key, "a key without a value"))
        return;
    separate(json);
    write_text(json->out, key);
    buffer_char(json->out, ':');
    json->has_key = true;
}

void json_write_text(struct json_writer *json, const char *text)
{
    if (!text)
        json_write_null(json);
    else if (before_value(json))
        write_text(json->out, text);
}

void json_write_integer(struct json_writer *json, long long value)
{
    if (before_value(json))
        buffer_integer(json->out, value);
}

void json_write_decimal(struct json_writer *json, const char *decimal)
{
    double ignored;
    if (went_wrong(json, !text_to_decimal(decimal, &ignored), "a number that is none") || !before_value(json))
        return;
    buffer_text(json->out, decimal);
}

void json_write_flag(struct json_writer *json, bool flag)
{
    if (before_value(json))
        buffer_text(json->out, flag ? "true" : "false");
}

void json_write_null(struct json_writer *json)
{
    if (before_value(json))
        buffer_text(json->out, "null");
}

struct error *json_write_finish(const struct json_writer *json)
{
    const char *wrong = json->wrong;
    if (!wrong && (json->depth > 0 || !json->has_items[0]))
        wrong = json->depth > 0 ? "a beginning without its end" : "no value at all";
    if (wrong)
        return ERROR_DETAIL(json->out->ctx, ERROR_INTERNAL, wrong, "The JSON could not be written.");
    return buffer_error(json->out);
}
