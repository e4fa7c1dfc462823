/* Any text as SQL for record_select and as a position in a list: no crash; what is accepted holds no brace outside quotes
 * and no statement more; and a position that is taken for ours comes back the same when it is written. */
#include "fuzz.h"

#include "../tests/support/sample_registers.h"
#include "record/list_position.h"
#include "record/record.h"

#include <talloc.h>

/* Braces, semicolons and comments of a text outside its quotations. */
static bool plain(const char *sql)
{
    for (; *sql; sql++) {
        if (*sql == '\'' || *sql == '"') {
            char quote = *sql;
            for (sql++; *sql && *sql != quote; sql++)
                ;
            if (!*sql)
                return false;
        } else if (strchr("{};`[", *sql) || (sql[0] == '-' && sql[1] == '-') || (sql[0] == '/' && sql[1] == '*')) {
            return false;
        }
    }
    return true;
}

static void select_any(void *ctx, const char *sql)
{
    struct registers *registers;
    const char *ready;
    MUST(!registers_make(ctx, sample_registers, &registers));
    struct reader reader = {NULL, registers, actor_public(7)};
    if (strlen(sql) % 2)
        reader.actor = actor_as_at(reader.actor, date_from_civil(2020, 6, 1));
    if (!record_select(ctx, &reader, sql, &ready))
        MUST(plain(ready));
}

static void position_any(void *ctx, const char *text)
{
    struct list_position position;
    bool ours = false;
    MUST(!list_position_read(ctx, "outcome title up", text, &position, &ours));
    if (ours)
        MUST(strcmp(list_position_write(ctx, "outcome title up", &position), text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *ctx = talloc_new(NULL);
    char *text = talloc_strndup(ctx, (const char *)data, size);
    select_any(ctx, text);
    position_any(ctx, text);
    talloc_free(ctx);
    return 0;
}
