/* The one place where SQL says which rows an actor may see. Inside record/ only; rooms use record_select. */
#ifndef GOLDTHREAD_RECORD_SELECT_ROWS_H
#define GOLDTHREAD_RECORD_SELECT_ROWS_H

#include "base/buffer.h"
#include "record/record.h"
#include "record/register_shape.h"

/* Rows of the actor's partnership and of the shared one, as far as the register's home allows either. */
#define PARTNERSHIPS_ALL ((int64_t)-1)
/* The same for rows that are looked up by their ids: without the hint SQLite would rather read the whole partnership than
 * look up several ids, at a cost that grows with the register. */
#define PARTNERSHIPS_ALL_BY_ID ((int64_t)-2)

/* The columns record_select promises; or, for this room's own reading, also `folded` and the ids of REF_MANY fields, which
 * may be of records that the actor may not see. */
enum select_columns { SELECT_PROMISED, SELECT_ALL };

/* Writes "(SELECT id, partnership, ... FROM ...)": the rows of a register the actor may see. `partnership` is
 * one of the above, or the one partnership whose rows are wanted (the actor's own or 0), which keeps an ordered read of an
 * index in order. */
void select_rows(struct buffer *sql, const struct actor *actor, const struct register_shape *shape, int64_t partnership,
                 enum select_columns columns);

/* Writes "(SELECT record, target, position FROM ...)": links of a REF_MANY field whose both ends the actor may see. */
void select_links(struct buffer *sql, const struct actor *actor, const struct register_shape *shape, size_t field);

#endif
