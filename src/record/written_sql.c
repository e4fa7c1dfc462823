/* Keys of SQL already written: everything that select_rows writes into SQL is in the key. */
#include "record/written_sql.h"

struct written_sql written_sql_find(void *ctx, const struct reader *reader, const char *what, ...)
{
    const struct actor *actor = &reader->actor;
    struct written_sql sql = {.reader = reader, .key = buffer_on(ctx), .draft = buffer_on(ctx)};
    buffer_format(&sql.key, "%zu %lld %d %d ", (size_t)(uintptr_t)reader->registers, (long long)actor->partnership,
                  (int)actor->sees, (int)actor->as_at.days);
    va_list arguments;
    va_start(arguments, what);
    buffer_format_v(&sql.key, what, arguments);
    va_end(arguments);
    if (!sql.key.failed && reader->connection)
        sql.text = store_kept_text(reader->connection, buffer_cstr(&sql.key));
    return sql;
}

struct error *written_sql_keep(struct written_sql *sql)
{
    TRY(buffer_error(&sql->key));
    TRY(buffer_error(&sql->draft));
    sql->text = buffer_cstr(&sql->draft);
    if (sql->reader->connection)
        sql->text = store_keep_text(sql->reader->connection, buffer_cstr(&sql->key), sql->text);
    return NULL;
}
