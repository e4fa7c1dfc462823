/* Words that cannot name a register or field: those that SQLite or PostgreSQL keep for themselves, and the engine's own
 * columns. Both lists are sorted. */
#include "record/register_shape.h"

/* Reserved in PostgreSQL 15 (pg_get_keywords, categories R and T) or refused as a column or table by SQLite 3.40. */
static const char *const reserved[] = {
    "add", "all", "alter", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization",
    "autoincrement", "between", "binary", "both", "case", "cast", "check", "collate", "collation", "column", "commit",
    "concurrently", "constraint", "create", "cross", "current_catalog", "current_date", "current_role", "current_schema",
    "current_time", "current_timestamp", "current_user", "default", "deferrable", "delete", "desc", "distinct", "do",
    "drop", "else", "end", "escape", "except", "exists", "false", "fetch", "for", "foreign", "freeze", "from", "full",
    "grant", "group", "having", "if", "ilike", "in", "index", "initially", "inner", "insert", "intersect", "into", "is",
    "isnull", "join", "lateral", "leading", "left", "like", "limit", "localtime", "localtimestamp", "natural", "not",
    "nothing", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps", "placing", "primary",
    "raise", "references", "returning", "right", "select", "session_user", "set", "similar", "some", "symmetric", "table",
    "tablesample", "then", "to", "trailing", "transaction", "true", "union", "unique", "update", "user", "using",
    "values", "variadic", "verbose", "when", "where", "window", "with",
};

/* "rowid" and its other names are SQLite's own column, "oid" and the like PostgreSQL's. */
static const char *const taken[] = {
    "_rowid_", "cmax", "cmin", "ctid", "digest", "ended", "entry", "erased", "folded", "id", "known_from", "known_to",
    "natural_key", "oid", "partnership", "position", "record", "recorded_at", "rowid", "salts", "tableoid", "target",
    "visible", "withdrawn", "xmax", "xmin",
};

static int compare(const void *name, const void *word)
{
    return strcmp(name, *(const char *const *)word);
}

bool register_word_reserved(const char *name)
{
    return bsearch(name, reserved, sizeof reserved / sizeof *reserved, sizeof *reserved, compare) != NULL;
}

bool register_word_taken(const char *name)
{
    return strncmp(name, "sort_", 5) == 0 ||
           bsearch(name, taken, sizeof taken / sizeof *taken, sizeof *taken, compare) != NULL;
}
