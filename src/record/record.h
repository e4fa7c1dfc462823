/* Reading records. Whatever is shown on any page, file, feed, count or ETag is read through this header, which adds who may
 * see what in one place: partnership, visibility, withdrawal and, for "as at", time. */
#ifndef GOLDTHREAD_RECORD_RECORD_H
#define GOLDTHREAD_RECORD_RECORD_H

#include "base/date.h"
#include "record/register.h"
#include "store/store.h"

/* On whose behalf something is read or written. */
struct actor {
    int64_t partnership;    /* rows of this one and of shared partnership 0 */
    enum visibility sees;   /* rows whose visibility is at most this */
    struct date as_at;      /* DATE_NONE: as it is now; otherwise as it was known on that day (its end) */
    bool shared_writer;     /* may write shared partnership 0 */
    const char *name;       /* in the history: "import", a role; never a person's name from outside */
};

/* The public, looking at one partnership as it is now. */
struct actor actor_public(int64_t partnership);
/* The command line acting for a partnership: sees and writes all of it. */
struct actor actor_command(int64_t partnership, bool shared_writer);
/* The same actor looking at another day. */
struct actor actor_as_at(struct actor actor, struct date day);
struct store_scope actor_scope(const struct actor *actor);

/* One connection with the registers it serves and the actor it serves them to: what every query takes. Lives on the stack
 * of a request or command. */
struct reader {
    struct store_connection *connection;
    const struct registers *registers;
    struct actor actor;
};

/* SQL with {register} and {register.many_field} put in place, ready for store_query. Owned by ctx or the connection.
 *
 *     SELECT o.ref, a.title FROM {outcome} AS o JOIN {outcome.leads} AS l ON l.record = o.id
 *     JOIN {agency} AS a ON a.id = l.target WHERE o.due < $1 ORDER BY o.natural_key, l.position
 *
 * {outcome} becomes a subquery of just those rows the actor may see, with the columns id, partnership, visible, known_from
 * and recorded_at (text, as in store.h), entry, natural_key (ordered as a person would: 4.2 before 4.10), every field that is
 * not REF_MANY (a REF is the id of what it points to), and sort_FIELD for every declared sort (text in the order that
 * lists have; do order by it: a title's own bytes put Z before a). {outcome.leads} becomes a subquery of links whose both
 * ends the actor may see, with the columns record, target, position.
 *
 * Who sees a row: the actor's partnership, or the shared one where the register's home allows it; visibility up to the
 * actor's; not withdrawn. A record whose key points to another record is seen only by who sees that one. With as_at, what
 * is seen now is read from its latest version known by that day among those this actor may see.
 *
 * Each {...} stands right after FROM or JOIN and is followed by " AS " and a short name. Refused as ERROR_INTERNAL: an
 * unknown name, a bare table, tables joined by a comma, a comment, more than one statement, anything that changes rows. */
CHECKED struct error *record_select(const void *ctx, const struct reader *reader, const char *sql, const char **ready);

/* record_select, then store_query. Must run inside store_read or store_write with the actor's scope. */
CHECKED struct error *record_query(void *ctx, const struct reader *reader, const char *sql,
                                   const struct store_value *values, size_t count, struct store_rows **rows);

struct record_reference {
    int64_t id;
    const char *key;   /* as in CSV */
    const char *label; /* for a person */
};

struct record_value {
    const char *text; /* as in CSV, references as keys joined by ; — NULL: nothing recorded */
    const struct record_reference *references; /* REF: at most one; REF_MANY: in order; only those the actor may see: what
                                                  is hidden looks as if nothing were recorded */
    size_t reference_count;
};

/* One record as an actor may see it. Owned by the context it was read on. */
struct record {
    const struct register_def *def;
    int64_t id;
    int64_t partnership;
    enum visibility visible;
    struct date known_from; /* from when it was known or true */
    int64_t recorded_at;    /* the clock when it was saved, seconds UTC */
    const char *key;        /* the key's fields as text joined by ~ : in an address */
    const char *label;
    const struct record_value *values; /* one a field, in the order declared */
};

/* One by its key (~ between the parts; the actor's own before a shared one with the same key). ERROR_NOT_FOUND alike for
 * what is not there and what may not be seen. */
CHECKED struct error *record_find(void *ctx, const struct reader *reader, const struct register_def *def,
                                  const char *key, struct record **record);
CHECKED struct error *record_find_id(void *ctx, const struct reader *reader, const struct register_def *def, int64_t id,
                                     struct record **record);

const struct record_value *record_value(const struct record *record, const char *field); /* field must be declared */
const char *record_text(const struct record *record, const char *field);                 /* NULL: nothing recorded */
/* What a field of kind DATE or WHEN says, as a day, month or year; both ends DATE_NONE: nothing recorded. */
struct period record_when(const struct record *record, const char *field);

/* A page of a list. */
struct record_list_request {
    const char *sort;       /* a declared sort or NULL: the natural order of the key */
    bool descending;
    const char *after;      /* opaque position from .next of the page before; NULL: the first page */
    size_t limit;           /* 1 to 1000 */
    bool uncounted;         /* nobody asks for the total: it is how many are on this page */
    const char *words;      /* every word must occur in the record's text, folded; at most 10 words in 200 characters; NULL:
                               no search */
    const char *where_field; /* only records whose REF or REF_MANY field points to where_id, or whose CHOICE is where_text;
                                NULL: all */
    int64_t where_id;
    const char *where_text;
};

struct record_list {
    struct record **at;
    size_t count;
    const char *next;   /* NULL: the last page */
    size_t total;       /* counted up to RECORD_TOTAL_CAP */
    bool total_capped;
};
#define RECORD_TOTAL_CAP 1000

/* Costs the same however many records there are beyond those shown; but a search reads records until it has found a page
 * and counted what it finds, a list of what a REF_MANY points to costs what points there, and so does a sort besides any
 * filter. In the past (as_at) only the order of the key is that cheap. What has nothing in the field sorted by comes last.
 * A sort that is not declared or a position that is not ours is ERROR_INVALID saying what may be asked. */
CHECKED struct error *record_list(void *ctx, const struct reader *reader, const struct register_def *def,
                                  const struct record_list_request *request, struct record_list *list);

/* A record's versions, newest first and at most 1000, as the actor may see them (each as it was; references as they are
 * called now). Versions that were withdrawn are left out. */
CHECKED struct error *record_history(void *ctx, const struct reader *reader, const struct record *record,
                                     struct record ***versions, size_t *count);

#endif
