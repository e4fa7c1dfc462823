/* Import and export of folders of canonical CSV, REGISTER.csv a register: see "CSV form" in the architecture. Columns
 * are the declared fields, then visible and known_from. export is canonical; importing canonical files and exporting
 * again gives the same bytes; importing the same folder twice changes nothing. */
#ifndef GOLDTHREAD_RECORD_TRANSFER_H
#define GOLDTHREAD_RECORD_TRANSFER_H

#include "record/change.h"

/* Reads every .csv file in DIR, which must be named after a register (any other .csv is a fault; other files and
 * folders are ignored), checks everything, saves all in one transaction and one chain entry. With faults, sorted by
 * file, line and column, nothing is kept, counts are zero and the error is NULL. Columns may stand in any order. One
 * that is unknown or there twice, and a missing one of the key, are faults. Any other missing column is nothing
 * recorded for a new record, and a fault for a record that has a value there. Where visible is absent or empty it stays
 * what it was, at first the register's default; where known_from is, it is `known_from_default`, which by itself is no
 * difference. `faults` must have a ctx. Opens its own write. */
CHECKED struct error *transfer_import(void *ctx, const struct reader *writer, const struct circumstances *circumstances,
                                      int64_t where, const char *folder, struct date known_from_default,
                                      void (*progress)(void *, const char *what, size_t done, size_t of),
                                      void *progress_state, struct fault_list *faults, struct change_counts *counts);

/* Writes the records of `where` the actor may see, a file a register that has any, into a folder (made if absent;
 * existing files of the same name are replaced whole, never half; a file of a register that has none now is left
 * alone). Opens its own read. */
CHECKED struct error *transfer_export(void *ctx, const struct reader *reader, int64_t where, const char *folder,
                                      bool for_spreadsheet, size_t *files, size_t *records);

#endif
