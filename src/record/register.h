/* What a kind of record is. A register is declared once, as a static table of fields; the engine in this room gives every
 * register its table, validation, history, permission, lists, import and export from that. Declaring one is documented,
 * with an example that the tests compile, in docs/adding-a-register.md. */
#ifndef GOLDTHREAD_RECORD_REGISTER_H
#define GOLDTHREAD_RECORD_REGISTER_H

#include "base/error.h"
#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In CSV, in the database and in struct record every value has one form: */
enum field_kind {
    FIELD_TEXT,      /* one line of at most .max characters (default 200) */
    FIELD_LONG_TEXT, /* paragraphs; at most .max characters (default 10,000); line ends are LF */
    FIELD_INTEGER,   /* whole number from .min to .max (both 0: any 53-bit whole number) */
    FIELD_SCALE,     /* whole number from .min to .max, both said: 1 to 5 */
    FIELD_DECIMAL,   /* decimal text kept as typed: "32.80" comes back as "32.80" */
    FIELD_DATE,      /* YYYY-MM-DD */
    FIELD_WHEN,      /* YYYY-MM-DD, YYYY-MM or YYYY, as precisely as it is known; orders by its last day */
    FIELD_FLAG,      /* yes or no */
    FIELD_CHOICE,    /* one of .choices, by its code */
    FIELD_URL,       /* http:// or https:// */
    FIELD_REF,       /* the key of a record of register .to, of the own partnership or of the shared one */
    FIELD_REF_MANY,  /* several, joined by ; and held in a link table */
};

struct choice {
    const char *code;  /* lower case, words joined by - */
    const char *words; /* for people */
};
#define CHOICES_END {NULL, NULL}

struct field_def {
    const char *name; /* SQL column, CSV heading and JSON name: lower case, words joined by _, no SQL keyword */
    enum field_kind kind;
    const char *label; /* for people; NULL: the name with spaces and a capital */
    const char *says;  /* one line of help; may be NULL */
    const char *to;    /* REF, REF_MANY: the register pointed to (its key is one field) */
    const struct choice *choices;
    int min, max;
    bool required;
    bool frozen; /* may not change once saved: what was declared stays declared */
    bool sealed; /* REF: only records saved together with a new one of .to may point to it; nothing is added to it later */
};
#define FIELDS_END {.name = NULL}

/* Who may see a record. Every record has its own, starting from its register's. */
enum visibility {
    VISIBLE_PUBLIC = 0,   /* everybody */
    VISIBLE_PARTNERS = 1, /* the partnership's own people, all agencies */
    VISIBLE_UNIT = 2,     /* the business unit */
};

/* Where a register's records live: see "Sharing" in the architecture. */
enum home {
    HOME_OWN,    /* each record belongs to one partnership (never 0) */
    HOME_SHARED, /* all belong to shared partnership 0, readable by all partnerships */
    HOME_EITHER, /* some are a partnership's own, some shared */
};

struct record_draft; /* record/change.h */

struct register_def {
    const char *name;   /* SQL table and CSV file name: singular */
    const char *title;  /* "Risk" */
    const char *plural; /* "Risks"; its slug is the address of the list: /risks */
    const char *says;   /* what one of them is, in a sentence */
    const struct field_def *fields; /* ends with FIELDS_END */
    const char *key;    /* comma-separated required fields that name a record within its partnership */
    const char *label;  /* the field that names it to a person; NULL: "title" if there is one, else the key */
    const char *sorts;  /* comma-separated fields a list may be sorted by, each indexed; the key always is, and comes first;
                           no REF, REF_MANY, LONG_TEXT or URL */
    const char *one_of; /* comma-separated REF fields of which exactly one must be given; NULL: no such rule */
    enum visibility visible;
    enum home home;
    bool append_only; /* saved once, never changed; a newer record supersedes it */
    /* A rule across fields, pure: adds a fault (draft_fault) for each thing wrong. May be NULL. */
    CHECKED struct error *(*check)(void *ctx, const struct record_draft *draft, struct fault_list *faults);
};

/* All registers of the program, checked and resolved once at start; immutable afterwards and shared by all threads. */
struct registers;

/* Checks the declarations (names, duplicates, keys, sorts, references and their targets, choices, reserved words ...) and
 * resolves them. A wrong declaration is an error that names register and field. `list` ends with NULL. */
CHECKED struct error *registers_make(void *ctx, const struct register_def *const *list, struct registers **registers);

size_t registers_count(const struct registers *registers);
const struct register_def *registers_at(const struct registers *registers, size_t i);     /* as declared, in order */
const struct register_def *registers_find(const struct registers *registers, const char *name);      /* NULL: none */
const struct register_def *registers_find_path(const struct registers *registers, const char *path); /* "risks" */
const char *register_path(const struct registers *registers, const struct register_def *def);        /* "risks" */

size_t register_field_count(const struct register_def *def);
int register_field_index(const struct register_def *def, const char *name); /* -1: none */
const char *field_label(const void *ctx, const struct field_def *field);    /* the label, or the name made readable */
const char *field_choice_words(const struct field_def *field, const char *code); /* the code itself if unknown */
bool register_key_has(const struct register_def *def, const char *field);
size_t register_key_count(const struct register_def *def);

#endif
