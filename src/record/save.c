/* Saving drafts together: groups them by register and takes them through the steps of save.h. */
#include "record/save.h"

#include <talloc.h>

/* With so many drafts it is cheaper to read whole tables of keys than one key at a time. */
#define MANY 500

struct save_register *save_register_of(struct save *save, const struct register_shape *shape)
{
    size_t low = 0, high = save->register_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(save->registers[middle].shape->def->name, shape->def->name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return &save->registers[low];
}

/* Nobody writes for others, and the shared records only who may. */
static struct error *check_where(void *ctx, const struct reader *writer, int64_t where)
{
    if (where == 0 ? writer->actor.shared_writer : writer->actor.partnership == where)
        return NULL;
    return ERROR_NEW(ctx, ERROR_INVALID,
                     where == 0 ? "Shared records may not be changed here."
                                : "Another partnership's records may not be changed here.");
}

/* --- grouping ----------------------------------------------------------------------------------------------------- */

static struct error *make_registers(struct save *save)
{
    const struct registers *registers = save->writer->registers;
    save->register_count = registers->count;
    save->registers = talloc_zero_array(save->ctx, struct save_register, (unsigned)(registers->count + 1));
    TRY_MEMORY(save->registers);
    for (size_t i = 0; i < registers->count; i++)
        save->registers[i].shape = registers->by_name[i];
    return NULL;
}

static struct error *make_item(struct save *save, const struct register_shape *shape, const struct record_draft *draft,
                               struct save_item *item)
{
    *item = (struct save_item){.draft = draft, .state = SAVE_EQUAL};
    item->visible = draft->visible_assumed ? shape->def->visible : draft->visible;
    item->known_from = date_is_none(draft->known_from) ? save->today : draft->known_from;
    size_t references = save_reference_index(shape, shape->field_count);
    if (references == 0)
        return NULL;
    item->references = talloc_zero_array(save->ctx, struct id_list, (unsigned)references);
    TRY_MEMORY(item->references);
    return NULL;
}

/* Puts the drafts into save->items, each register's together and in the order given. */
static struct error *group(struct save *save, struct record_draft *const *drafts)
{
    struct save_register **of = talloc_array(save->ctx, struct save_register *, (unsigned)(save->count + 1));
    save->items = talloc_array(save->ctx, struct save_item, (unsigned)(save->count + 1));
    if (!of || !save->items)
        return error_out_of_memory();
    for (size_t i = 0; i < save->count; i++) {
        const struct register_shape *shape = register_shape_of(save->writer->registers, drafts[i]->def);
        if (!shape)
            return ERROR_NEW(save->ctx, ERROR_INTERNAL, "There is no register %s.", drafts[i]->def->name);
        of[i] = save_register_of(save, shape);
        of[i]->count++;
    }
    struct save_item *next = save->items;
    for (size_t i = 0; i < save->register_count; i++) {
        save->registers[i].items = next;
        next += save->registers[i].count;
        save->registers[i].count = 0;
    }
    for (size_t i = 0; i < save->count; i++)
        TRY(make_item(save, of[i]->shape, drafts[i], &of[i]->items[of[i]->count++]));
    talloc_free(of);
    return NULL;
}

/* --- checking ----------------------------------------------------------------------------------------------------- */

/* Checks one draft by itself, and remembers in which fields something is wrong. */
static struct error *check_item(struct save *save, const struct register_shape *shape, struct save_item *item)
{
    struct fault_list *faults = save->faults;
    size_t before = faults->count, more = faults->more;
    TRY(draft_check(save->ctx, item->draft, faults));
    if (faults->count == before && faults->more == more)
        return NULL;
    item->wrong = talloc_zero_array(save->ctx, bool, (unsigned)shape->field_count);
    TRY_MEMORY(item->wrong);
    for (size_t i = before; i < faults->count; i++) {
        int field = faults->at[i].field ? register_field_index(shape->def, faults->at[i].field) : -1;
        if (field >= 0)
            item->wrong[field] = true;
    }
    /* The list is full: which field is not known, and it no longer matters. */
    if (faults->more > more)
        memset(item->wrong, true, shape->field_count * sizeof *item->wrong);
    return NULL;
}

static struct error *check(struct save *save)
{
    for (size_t i = 0; i < save->register_count; i++)
        for (size_t j = 0; j < save->registers[i].count; j++)
            TRY(check_item(save, save->registers[i].shape, &save->registers[i].items[j]));
    return NULL;
}

static struct error *run(struct save *save, struct record_draft *const *drafts, const char *summary,
                         struct change_counts *counts)
{
    TRY(make_registers(save));
    TRY(group(save, drafts));
    TRY(check(save));
    TRY(save_resolve(save));
    TRY(save_compare(save));
    if (save->faults->count > 0)
        return NULL;
    return save_write_all(save, summary, counts);
}

struct error *record_save_all(void *ctx, const struct reader *writer, const struct circumstances *circumstances,
                              int64_t where, struct record_draft *const *drafts, size_t count, const char *summary,
                              void (*progress)(void *, size_t done, size_t of), void *progress_state,
                              struct fault_list *faults, struct change_counts *counts)
{
    *counts = (struct change_counts){0};
    TRY(check_where(ctx, writer, where));
    struct save save = {
        .writer = writer,
        .circumstances = circumstances,
        .where = where,
        .many = count >= MANY,
        .count = count,
        .faults = faults,
        .progress = progress,
        .progress_state = progress_state,
    };
    save.ctx = talloc_new(ctx);
    TRY_MEMORY(save.ctx);
    save.now = circumstances->now(circumstances->state);
    save.today = date_of_instant(save.now);
    circumstances->random(circumstances->state, save.seed, sizeof save.seed);
    TRY(run(&save, drafts, summary, counts));
    talloc_free(save.ctx);
    return NULL;
}
