/* The tables of a register and of the chain, exactly: their names, their columns, and the texts the engine derives from a
 * record's values. Inside record/ only; everything else reads through record_select and writes through change.h.
 *
 * Values in a column: INTEGER, SCALE as integer; REF as the integer id of the record pointed to; REF_MANY as such ids in
 * order joined by ; (nothing recorded: NULL); every other kind as its text in CSV (see enum field_kind). Instants and days
 * are text as in store.h.
 *
 * R, the current rows (updated in place; one a record for ever, also when withdrawn):
 *   id            ID, from store_next_ids of table R
 *   partnership   INTEGER required     owner; 0: shared; never changes
 *   visible       INTEGER required     enum visibility
 *   withdrawn     INTEGER required     0 or 1
 *   recorded_at   TEXT required        instant of the save
 *   known_from    TEXT required        day
 *   entry         INTEGER required     number of the entry, in the chain of the row's partnership, that saved it last
 *   natural_key   TEXT required        row_natural_key; never changes
 *   FIELD ...     in the order declared; REF is a foreign key; REF_MANY says what the link table says, so that a page of
 *                 records needs no second look. None is NOT NULL (a field required today may have been added after the
 *                 row was saved): saving sees to "required"
 *   sort_FIELD .. TEXT                 row_sort_text of each field in .sorts (not of the sole field of a key); saved always,
 *                                      filled in by schema_migrate for rows older than the sort
 *   folded        TEXT required        row_folded, what a search looks in
 *   unique (partnership, the key's fields)
 *
 * R_version, every version ever saved, the current one included (append-only; UPDATE only together with .erased):
 *   record, entry INTEGER required     primary key (record, entry); a record is saved at most once in an entry
 *   partnership, visible, withdrawn, recorded_at, known_from, natural_key as in R, of that version
 *   FIELD ...     as in R, without foreign keys
 *   sort_FIELD .. as in R, but NULL in versions older than the sort
 *   salts         BYTES required       32 random bytes from which the salts of the values are made; once something was erased,
 *                                      what is left of them (docs/hash-chain.md)
 *   digest        BYTES required       the 32 bytes of the version's digest
 *   erased        TEXT                 names of the fields erased since, joined by , ; NULL: none
 *   folded        TEXT required        as in R
 *   A version's known_from is never before that of the version with the entry before it.
 *
 * R_FIELD, the links of a REF_MANY field (the only update: `ended` of a current row is set):
 *   record        INTEGER required     foreign key R
 *   target        INTEGER required     foreign key of the register pointed to
 *   position      INTEGER required     from 0, its place in the list
 *   partnership   INTEGER required     the record's
 *   entry         INTEGER required     the entry whose version of the record has this link first
 *   ended         INTEGER              the entry whose version no longer has it, or not in this place; NULL: current
 *   primary key (record, target, entry). A version of entry E has the link when entry <= E and (ended IS NULL OR
 *   ended > E), so a link's two times are those of its record's versions.
 *
 * entry, the chains (append-only):
 *   partnership, number  INTEGER required   primary key; number from 1 without gaps in each partnership
 *   recorded_at   TEXT required
 *   actor         TEXT required
 *   kind          TEXT required        change.h's word for what was done
 *   summary       TEXT required
 *   versions      INTEGER required     how many versions it saved
 *   content       BYTES required       digest over those versions
 *   previous      BYTES required       hash of the entry before; empty for number 1
 *   hash          BYTES required
 *
 * meta, facts about the database itself: name TEXT primary key, value TEXT required. */
#ifndef GOLDTHREAD_RECORD_SCHEMA_TABLES_H
#define GOLDTHREAD_RECORD_SCHEMA_TABLES_H

#include "record/register.h"
#include "store/store.h"

#define TABLE_ENTRY "entry"
#define TABLE_META "meta"

/* "outcome_version", "outcome_leads", "sort_title": owned by ctx, NULL without memory. */
char *version_table(const void *ctx, const struct register_def *def);
char *link_table(const void *ctx, const struct register_def *def, const struct field_def *field);
char *sort_column(const void *ctx, const struct field_def *field);

/* Whether the field has a column sort_FIELD. */
bool field_has_sort_column(const struct register_def *def, const struct field_def *field);

/* Every table of these registers and of the engine, in an order in which they can be made. Owned by ctx. */
CHECKED struct error *schema_tables(void *ctx, const struct registers *registers, struct store_table **tables,
                                    size_t *count);

/* --- texts derived from values, each owned by ctx; NULL: out of memory ---------------------------------------------- */

/* The key's parts, given as in CSV (a REF as the key it points to), in text_natural_key's form but for days, which are in
 * order as they are, and WHEN, which orders by its last day; joined by U+001F. */
char *row_natural_key(const void *ctx, const struct register_def *def, const char *const *key_parts);

/* The order of a value (text as in CSV; NULL: nothing recorded, which sorts after everything): by number, by day, by the
 * order in which choices are declared, or as a person would sort text. Byte order everywhere. */
char *row_sort_text(const void *ctx, const struct field_def *field, const char *text);

/* text_fold of all values that are words (TEXT, LONG_TEXT, URL, and the words of CHOICE), joined by a blank.
 * `texts` has one a field in the order declared, NULL: nothing recorded. */
char *row_folded(const void *ctx, const struct register_def *def, const char *const *texts);

#endif
