/* Import and export of folders of canonical CSV, REGISTER.csv a register: see "CSV form" in the architecture. Columns are the
 * declared fields, then visible and known_from. export is canonical; importing canonical files and exporting again gives
 * the same bytes; importing the same folder twice changes nothing. */
#ifndef GOLDTHREAD_RECORD_TRANSFER_H
#define GOLDTHREAD_RECORD_TRANSFER_H

#include "record/change.h"

/* Reads every .csv file in DIR of known registers (any other .csv is a fault; other files are ignored), checks everything, saves all in
 * one transaction and one chain entry. With faults nothing is kept, counts are zero and the error is NULL. The columns
 * visible and known_from may be absent from a file: the register's default, and `known_from_default`. Opens its own write. */
CHECKED struct error *transfer_import(void *ctx, const struct reader *writer, const struct circumstances *circumstances,
                                      int64_t where, const char *folder, struct date known_from_default,
                                      void (*progress)(void *, const char *what, size_t done, size_t of),
                                      void *progress_state, struct fault_list *faults, struct change_counts *counts);

/* Writes the records of `where` the actor may see, a file a register that has any, into a folder (made if absent; existing
 * files of the same name are replaced whole, never half). */
CHECKED struct error *transfer_export(void *ctx, const struct reader *reader, int64_t where, const char *folder,
                                      bool for_spreadsheet, size_t *files, size_t *records);

#endif
