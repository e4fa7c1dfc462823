/* Verifying a chain: entry after entry, with the versions each of them sealed; then the current rows. */
#include "record/chain_verify.h"

#include "record/schema_tables.h"

#include <inttypes.h>
#include <talloc.h>

/* The walk along the chain. */
struct walk {
    struct verification *verification;
    const char *expected_head;      /* NULL: none, or it was met */
    struct version_cursor *cursors; /* one a register, by name */
    int64_t number;                 /* of the entry before; 0: none */
    unsigned char hash[DIGEST_BYTES];
};

/* One entry as it was read; its texts are the row's. */
struct entry_row {
    struct entry_facts facts;
    const unsigned char *previous, *hash;
    size_t content_count, previous_count, hash_count;
};

/* --- words -------------------------------------------------------------------------------------------------------- */

struct error *verify_fault(const struct verification *verification, const char *found, const char *expected)
{
    TRY_MEMORY(found);
    return fault_add(&verification->report->faults, (struct fault){.found = found, .expected = expected});
}

struct error *verify_text(const void *ctx, const struct field_def *field, const struct store_rows *rows, int column,
                          const char **text)
{
    *text = NULL;
    if (store_is_null(rows, column))
        return NULL;
    if (field->kind == FIELD_INTEGER || field->kind == FIELD_SCALE || field->kind == FIELD_REF)
        *text = talloc_asprintf(ctx, "%" PRId64, store_get_integer(rows, column));
    else
        *text = talloc_strdup(ctx, store_get_text(rows, column));
    TRY_MEMORY(*text);
    return NULL;
}

bool verify_listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; at;) {
        size_t here = strcspn(at, ",");
        if (here == length && memcmp(at, name, length) == 0)
            return true;
        at = at[here] ? at + here + 1 : NULL;
    }
    return false;
}

const char *verify_record_words(const void *ctx, const struct register_shape *shape, int64_t record)
{
    return talloc_asprintf(ctx, "%s number %" PRId64, shape->def->name, record);
}

/* --- one entry ---------------------------------------------------------------------------------------------------- */

/* Versions that say they are of an entry before `number`, though that was passed or never was. */
static struct error *check_strays(struct walk *walk, struct version_cursor *cursor, int64_t number)
{
    for (;;) {
        const struct version_row *row;
        TRY(version_cursor_look(cursor, &row));
        if (!row || row->entry >= number)
            return NULL;
        const char *record = verify_record_words(cursor->page, cursor->shape, row->record);
        TRY_MEMORY(record);
        TRY(verify_fault(walk->verification,
                         talloc_asprintf(cursor->page, "a version of %s in entry %" PRId64, record, row->entry),
                         "an entry of that number"));
        walk->verification->report->versions++;
        version_cursor_pass(cursor);
    }
}

/* Adds the entry's versions of one register to its content. */
static struct error *add_versions(struct walk *walk, struct version_cursor *cursor, const struct entry_row *entry,
                                  struct digest *content, int64_t *count)
{
    TRY(check_strays(walk, cursor, entry->facts.number));
    for (;;) {
        const struct version_row *row;
        TRY(version_cursor_look(cursor, &row));
        if (!row || row->entry != entry->facts.number)
            return NULL;
        TRY(version_check(cursor, row));
        if (strcmp(row->recorded_at, entry->facts.recorded_at) != 0) {
            const char *record = verify_record_words(cursor->page, cursor->shape, row->record);
            TRY_MEMORY(record);
            TRY(verify_fault(walk->verification,
                             talloc_asprintf(cursor->page,
                                             "another time of recording in the version of %s in entry %" PRId64, record,
                                             row->entry),
                             "that of its entry"));
        }
        digest_bytes(content, row->digest, row->digest_count);
        ++*count;
        walk->verification->report->versions++;
        version_cursor_pass(cursor);
    }
}

static struct error *check_content(struct walk *walk, void *ctx, const struct entry_row *entry)
{
    struct digest content;
    unsigned char made[DIGEST_BYTES];
    int64_t count = 0, number = entry->facts.number;
    digest_content_begin(&content);
    for (size_t i = 0; i < walk->verification->reader->registers->count; i++)
        TRY(add_versions(walk, &walk->cursors[i], entry, &content, &count));
    digest_end(&content, made);
    if (count != entry->facts.versions)
        return verify_fault(walk->verification,
                            talloc_asprintf(ctx, "%" PRId64 " versions in entry %" PRId64, count, number),
                            talloc_asprintf(ctx, "%" PRId64 ", as it says", entry->facts.versions));
    if (entry->content_count != DIGEST_BYTES || memcmp(made, entry->facts.content, DIGEST_BYTES) != 0)
        return verify_fault(walk->verification,
                            talloc_asprintf(ctx, "other versions in entry %" PRId64 " than it sealed", number),
                            "those whose digests it has");
    return NULL;
}

/* The entry's own hash, and that it follows from the one before. */
static struct error *check_link(struct walk *walk, void *ctx, struct entry_row *entry)
{
    struct verification *verification = walk->verification;
    unsigned char made[DIGEST_BYTES];
    int64_t number = entry->facts.number;
    if (number != walk->number + 1)
        TRY(verify_fault(verification,
                         talloc_asprintf(ctx, "entry %" PRId64 " after entry %" PRId64, number, walk->number),
                         talloc_asprintf(ctx, "entry %" PRId64, walk->number + 1)));
    size_t wanted = number == 1 ? 0 : DIGEST_BYTES;
    if (entry->previous_count != wanted ||
        (number == walk->number + 1 && wanted > 0 && memcmp(entry->previous, walk->hash, DIGEST_BYTES) != 0))
        TRY(verify_fault(verification,
                         talloc_asprintf(ctx, "another hash of the entry before in entry %" PRId64, number),
                         talloc_asprintf(ctx, "that of entry %" PRId64, number - 1)));
    if (entry->content_count != DIGEST_BYTES || entry->hash_count != DIGEST_BYTES ||
        entry->previous_count % DIGEST_BYTES != 0)
        return verify_fault(verification, talloc_asprintf(ctx, "digests of a wrong length in entry %" PRId64, number),
                            "32 bytes each");
    entry->facts.previous = entry->previous_count ? entry->previous : NULL;
    digest_entry(&entry->facts, made);
    if (memcmp(made, entry->hash, DIGEST_BYTES) != 0)
        TRY(verify_fault(verification, talloc_asprintf(ctx, "other words or numbers in entry %" PRId64, number),
                         "those its hash was made of"));
    memcpy(walk->hash, entry->hash, DIGEST_BYTES);
    return NULL;
}

static struct error *check_entry(struct walk *walk, void *ctx, const struct store_rows *rows)
{
    struct verification *verification = walk->verification;
    struct entry_row entry = {.facts = {
                                  .partnership = verification->partnership,
                                  .number = store_get_integer(rows, 0),
                                  .recorded_at = store_get_text(rows, 1),
                                  .actor = store_get_text(rows, 2),
                                  .kind = store_get_text(rows, 3),
                                  .summary = store_get_text(rows, 4),
                                  .versions = store_get_integer(rows, 5),
                              }};
    entry.facts.content = store_get_bytes(rows, 6, &entry.content_count);
    entry.previous = store_get_bytes(rows, 7, &entry.previous_count);
    entry.hash = store_get_bytes(rows, 8, &entry.hash_count);
    verification->report->entries++;
    TRY(check_link(walk, ctx, &entry));
    TRY(check_content(walk, ctx, &entry));
    walk->number = entry.facts.number;
    (void)sodium_bin2hex(verification->report->head, CHAIN_HASH_HEX, walk->hash, DIGEST_BYTES);
    if (walk->expected_head && strcmp(walk->expected_head, verification->report->head) == 0)
        walk->expected_head = NULL;
    return NULL;
}

/* --- the chain ---------------------------------------------------------------------------------------------------- */

static struct error *check_entries(struct walk *walk)
{
    for (int64_t after = INT64_MIN, count = VERIFY_PAGE; count == VERIFY_PAGE; after = walk->number) {
        void *ctx = talloc_new(walk->verification->ctx);
        TRY_MEMORY(ctx);
        const char *sql =
            talloc_asprintf(ctx,
                            "SELECT number, recorded_at, actor, kind, summary, versions, content, previous, hash "
                            "FROM " TABLE_ENTRY " WHERE partnership = $1 AND number > $2 ORDER BY number LIMIT %d",
                            VERIFY_PAGE);
        TRY_MEMORY(sql);
        struct store_value values[] = {store_integer(walk->verification->partnership), store_integer(after)};
        struct store_rows *rows;
        TRY(store_query(ctx, walk->verification->reader->connection, sql, values, 2, &rows));
        bool more;
        for (count = 0;; count++) {
            TRY(store_next(rows, &more));
            if (!more)
                break;
            TRY(check_entry(walk, ctx, rows));
        }
        talloc_free(ctx);
    }
    return NULL;
}

static struct error *check_all(struct verification *verification, const char *expected_head)
{
    const struct registers *registers = verification->reader->registers;
    struct walk walk = {.verification = verification, .expected_head = expected_head};
    walk.cursors = talloc_zero_array(verification->ctx, struct version_cursor, (unsigned)registers->count + 1);
    TRY_MEMORY(walk.cursors);
    for (size_t i = 0; i < registers->count; i++)
        TRY(version_cursor_begin(verification, registers->by_name[i], &walk.cursors[i]));
    TRY(check_entries(&walk));
    for (size_t i = 0; i < registers->count; i++)
        TRY(check_strays(&walk, &walk.cursors[i], INT64_MAX));
    for (size_t i = 0; i < registers->count; i++)
        TRY(verify_rows(verification, registers->by_name[i]));
    if (walk.expected_head)
        TRY(verify_fault(verification,
                         talloc_asprintf(verification->ctx, "no entry with the hash %s", walk.expected_head),
                         "the head that was printed earlier"));
    return NULL;
}

struct asked {
    struct verification verification;
    const char *expected_head;
};

static struct error *verify(struct store_connection *connection, void *argument)
{
    struct asked *asked = argument;
    struct chain_report *report = asked->verification.report;
    const void *faults_on = report->faults.ctx;
    (void)connection;
    *report = (struct chain_report){.faults = fault_list_on(faults_on)};
    return check_all(&asked->verification, asked->expected_head);
}

static bool is_head(const char *text)
{
    return strlen(text) == CHAIN_HASH_HEX - 1 && strspn(text, "0123456789abcdef") == CHAIN_HASH_HEX - 1;
}

struct error *chain_verify(void *ctx, const struct reader *reader, int64_t partnership, const char *expected_head,
                           struct chain_report *report)
{
    *report = (struct chain_report){.faults = fault_list_on(ctx)};
    if (expected_head && !is_head(expected_head))
        return ERROR_NEW(ctx, ERROR_INVALID, "A head is 64 digits from 0 to 9 and a to f, not \"%s\".", expected_head);
    struct asked asked = {{.reader = reader, .partnership = partnership, .report = report}, expected_head};
    struct store_scope scope = actor_scope(&reader->actor);
    asked.verification.ctx = talloc_new(ctx);
    TRY_MEMORY(asked.verification.ctx);
    TRY(store_read(reader->connection, &scope, verify, &asked));
    talloc_free(asked.verification.ctx);
    return NULL;
}
