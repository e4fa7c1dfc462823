/* The numbered migrations, one line each, in order. */
#include "record/schema_migrations.h"

/* A file's bytes under a name, ended by a NUL. The file is found from the folder make runs in. */
#define EMBEDDED(symbol, file)                                                                                         \
    __asm__(".pushsection .rodata\n" #symbol ":\n.incbin \"" file "\"\n.byte 0\n.popsection\n");                       \
    extern const char symbol[] __attribute__((visibility("hidden")))

EMBEDDED(schema_0001, "schema/0001_engine.sql");

static const struct migration list[] = {
    {1, "0001_engine.sql", schema_0001},
};

const struct migrations schema_migrations = {list, sizeof list / sizeof *list};

int schema_number(void)
{
    return list[sizeof list / sizeof *list - 1].number;
}
