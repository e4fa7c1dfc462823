/* A strict reader of our own HTML: it knows less than a browser and forgives nothing. */
#include "markup.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_MOST 64
#define IDS_MOST 4096

struct reader {
    const char *at;
    char open[DEPTH_MOST][32];
    size_t depth;
    const char *ids[IDS_MOST];
    size_t id_lengths[IDS_MOST];
    size_t id_count;
};

static char fault[300];

__attribute__((format(printf, 2, 3))) static const char *wrong(const struct reader *reader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t used = (size_t)vsnprintf(fault, 200, format, arguments);
    va_end(arguments);
    snprintf(fault + (used < 200 ? used : 199), 90, " at: %.70s", reader->at);
    return fault;
}

static bool is_void(const char *name)
{
    const char *names[] = {"meta", "link", "input", "br", "hr", "img"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

static bool has_id(const struct reader *reader, const char *id, size_t length)
{
    for (size_t i = 0; i < reader->id_count; i++) {
        if (reader->id_lengths[i] == length && memcmp(reader->ids[i], id, length) == 0)
            return true;
    }
    return false;
}

/* Reads the attributes of one tag up to its ">". */
static const char *read_attributes(struct reader *reader, bool *closed)
{
    const char *names[40];
    size_t lengths[40], count = 0;
    for (;;) {
        bool space = isspace((unsigned char)*reader->at);
        reader->at += strspn(reader->at, " \n");
        *closed = strncmp(reader->at, "/>", 2) == 0;
        if (*closed || *reader->at == '>') {
            reader->at += *closed ? 2 : 1;
            return NULL;
        }
        size_t length = strcspn(reader->at, "= >/\"'<\n");
        if (!space || length == 0 || count == 40)
            return wrong(reader, "no attribute's name");
        for (size_t i = 0; i < count; i++) {
            if (lengths[i] == length && memcmp(names[i], reader->at, length) == 0)
                return wrong(reader, "attribute stands twice");
        }
        const char *name = reader->at;
        names[count] = name;
        lengths[count++] = length;
        reader->at += length;
        if (*reader->at != '=')
            continue; /* a flag, such as hidden */
        if (reader->at[1] != '"')
            return wrong(reader, "attribute without quotation marks");
        reader->at += 2;
        size_t value = strcspn(reader->at, "\"<");
        if (reader->at[value] != '"')
            return wrong(reader, "attribute that does not end");
        if (length == 2 && memcmp(name, "id", 2) == 0) {
            if (has_id(reader, reader->at, value))
                return wrong(reader, "id stands twice");
            reader->ids[reader->id_count] = reader->at;
            reader->id_lengths[reader->id_count++] = value;
            if (reader->id_count == IDS_MOST)
                return wrong(reader, "too many ids");
        }
        if (length == 5 && memcmp(name, "style", 5) == 0)
            return wrong(reader, "style attribute, which the policy forbids");
        if (length > 2 && memcmp(name, "on", 2) == 0)
            return wrong(reader, "script in an attribute, which the policy forbids");
        reader->at += value + 1;
    }
}

static const char *read_end_tag(struct reader *reader, const char *name)
{
    if (reader->depth == 0 || strcmp(reader->open[reader->depth - 1], name) != 0)
        return wrong(reader, "</%s> closes what is not open (open: %s)", name,
                     reader->depth ? reader->open[reader->depth - 1] : "nothing");
    reader->depth--;
    if (*reader->at != '>')
        return wrong(reader, "end tag does not end");
    reader->at++;
    return NULL;
}

static const char *read_tag(struct reader *reader)
{
    bool end = reader->at[1] == '/';
    reader->at += end ? 2 : 1;
    size_t length = strspn(reader->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    char name[32];
    if (length == 0 || length >= sizeof name)
        return wrong(reader, "no tag's name");
    memcpy(name, reader->at, length);
    name[length] = '\0';
    reader->at += length;
    if (end)
        return read_end_tag(reader, name);
    bool closed = false;
    const char *found = read_attributes(reader, &closed);
    if (found)
        return found;
    if (closed || is_void(name))
        return NULL;
    if (reader->depth == DEPTH_MOST)
        return wrong(reader, "too deep");
    memcpy(reader->open[reader->depth++], name, length + 1);
    if (strcmp(name, "style") == 0) {
        const char *after = strstr(reader->at, "</style");
        reader->at = after ? after : reader->at + strlen(reader->at);
    }
    return NULL;
}

/* Every word of every `attribute` is an id that is there. */
static const char *check_references(struct reader *reader, const char *html, const char *attribute)
{
    for (const char *found = strstr(html, attribute); found; found = strstr(found + 1, attribute)) {
        reader->at = found + strlen(attribute);
        while (*reader->at != '"') {
            size_t length = strcspn(reader->at, " \"");
            if (!has_id(reader, reader->at, length))
                return wrong(reader, "%s speaks of an id that is not there", attribute);
            reader->at += length;
            reader->at += strspn(reader->at, " ");
        }
    }
    return NULL;
}

const char *markup_fault(const char *html, int check_ids)
{
    static struct reader reader;
    memset(&reader, 0, sizeof reader);
    reader.at = html;
    if (strncmp(html, "<!DOCTYPE html>", 15) == 0)
        reader.at += 15;
    while (*reader.at) {
        const char *found = NULL;
        if (*reader.at == '<')
            found = read_tag(&reader);
        else if (*reader.at == '>')
            found = wrong(&reader, "> that is not escaped");
        else
            reader.at++;
        if (found)
            return found;
    }
    if (reader.depth)
        return wrong(&reader, "<%s> is not closed", reader.open[reader.depth - 1]);
    const char *attributes[] = {" aria-labelledby=\"", " aria-describedby=\"", " for=\"", " aria-controls=\""};
    for (size_t i = 0; check_ids && i < sizeof attributes / sizeof *attributes; i++) {
        const char *found = check_references(&reader, html, attributes[i]);
        if (found)
            return found;
    }
    return NULL;
}

size_t markup_count(const char *html, const char *part)
{
    size_t count = 0;
    for (const char *found = strstr(html, part); found; found = strstr(found + 1, part))
        count++;
    return count;
}
