/* How the commands of this room answer: the finding and then the table, or the table alone as CSV, or all of it as JSON. */
#ifndef GOLDTHREAD_STATISTICS_ANSWER_H
#define GOLDTHREAD_STATISTICS_ANSWER_H

#include "app/feature.h"
#include "exchange/json.h"

#define OPTION_CSV {"--csv", NULL, "The table alone, as CSV with every digit", false}
#define OPTION_JSON {"--json", NULL, "Finding, answer and table as JSON", false}

/* Lines that belong together, under a heading. */
struct answer_part {
    const char *heading;
    const char *const *lines;
    size_t count;
};

struct answer {
    const char *finding;       /* sentences */
    const struct answer_part *parts; /* for people, between finding and table; one without lines is left out */
    size_t part_count;
    const struct table *table; /* rounded for people, with every digit for machines */
    /* Writes the answer's own members of the JSON object, before "table". */
    CHECKED struct error *(*members)(struct json_writer *json, const void *about);
    const void *about;
};

/* Prints it as --csv, --json or neither ask; both together are ERROR_INVALID. */
CHECKED struct error *answer_print(struct command_run *run, const struct answer *answer);

/* A cell with a number: every digit that matters for machines, `decimals` of them and the suffix (NULL: none) for people. NAN: no
 * value. */
CHECKED struct error *answer_number(const void *ctx, double number, int decimals, const char *suffix, struct cell *cell);

/* The number as a decimal text without an exponent that reads back as nearly the same, 15 digits; NULL for what is not finite.
 * *text is owned by ctx. */
CHECKED struct error *answer_decimal(const void *ctx, double number, const char **text);

/* The number under a key; null for what is not finite. */
CHECKED struct error *answer_write_number(const void *ctx, struct json_writer *json, const char *key, double number);

/* Reads an option's number. ERROR_INVALID names the option. `*given` may be NULL. */
CHECKED struct error *answer_option_number(struct command_run *run, const char *option, double *number, bool *given);

/* Reads an option's whole number from `least` to `most`. */
CHECKED struct error *answer_option_whole(struct command_run *run, const char *option, int least, int most, int *number);

/* The index of an option's value among the names, which end with NULL; `otherwise` when it is not given. */
CHECKED struct error *answer_option_choice(struct command_run *run, const char *option, const char *const *names, size_t otherwise,
                                           size_t *choice);

/* What figures are called and how they are written, by --measure, --unit, --decimals and --multiply. */
struct figure_words {
    const char *measure, *unit; /* unit NULL: none */
    int decimals;
    double multiply;            /* a proportion or rate is out of this many */
};

/* What figures are: as they stand in the file, or made of a count and a denominator. */
enum figure_kind { FIGURE_PLAIN, FIGURE_PROPORTION, FIGURE_RATE };

/* Reads those four options. `decimals` is how many the file has. */
CHECKED struct error *answer_figure_words(struct command_run *run, enum figure_kind kind, const char *measure, int decimals,
                                          struct figure_words *words);

#endif
