/* The links of a many-reference, for all rows of a batch at once. Inside record/ only. */
#ifndef GOLDTHREAD_RECORD_READ_LINKS_H
#define GOLDTHREAD_RECORD_READ_LINKS_H

#include "record/read_rows.h"

struct link {
    size_t row; /* of the batch */
    int64_t id; /* of what it points to */
};

struct field_links {
    LIST_OF(struct link) links; /* by row, each row's in its order */
    size_t *first;              /* row r's are those from first[r] up to first[r + 1] */
};

/* Reads them all, to records the actor may see or not: that is found when they are looked up. */
CHECKED struct error *field_links_read(void *ctx, const struct reader *reader, const struct batch *batch, size_t field,
                                       struct field_links *links);

#endif
