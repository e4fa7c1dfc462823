/* Records to be planted where they must not show: a folder of CSV files written from the registers' declarations, so that
 * a register added later is tried as well. Every text in them has a word that stands nowhere else. */
#ifndef GOLDTHREAD_TESTS_PLANTED_FOLDER_H
#define GOLDTHREAD_TESTS_PLANTED_FOLDER_H

#include "record/register.h"

/* The value of every decimal in planted records: no figure of the sample. */
#define PLANTED_FIGURE "7319.25"

/* A shared requirement that must have been planted before a partnership's records are. */
#define PLANTED_REQUIREMENT "splorgya"

struct planting {
    const char *word;        /* seven small letters */
    enum visibility visible;
    bool shared;             /* of all partnerships: for import --shared */
    /* In each file one record has only neighbours of its own kind: its references name planted records. Another stands
     * among the sample's: its references name public records of the sample, and a figure supersedes a public one. */
    bool beside_the_sample;
    bool same_keys;          /* give the records the keys that public ones of the sample have, as another partnership may */
};

/* Writes the folder, a CSV file a register. Gives its path, on ctx. */
const char *planted_folder(void *ctx, const struct planting *planting);

#endif
